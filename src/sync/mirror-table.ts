/**
 * Makes rows of a table that the service keeps agree with what they should show: one batch of differing cells, one batch of
 * missing rows. A row is compared with what a look found in it, else with what was agreed on, so rows at rest cost nothing.
 * A row that may have been made without our learning so is looked for first; one that was deleted comes back with what people
 * had noted in it.
 */
import { z } from 'zod';
import type { Column } from '../../bitable-schema/columns.ts';
import { encodeCells, encodeNewRow, sameCell, type Table, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, FeishuFailure, MirrorRow, TableAddress } from '../ports.ts';
import type { Ms, RecordId } from '../workflow/ids.ts';
import { isReadByNow, lookOnceMore } from './absent-rows.ts';
import { type BaseDeps, endAll, type Run } from './base-deps.ts';
import { chunks } from './batches.ts';
import { keptRowRestored } from './health-lines.ts';
import type { KeptLook, KeptRows } from './kept-rows.ts';
import { tokenOf } from './row-identity.ts';
import { shadowOf } from './shadow.ts';
import { updateRows } from './update-rows.ts';

export interface TableItem {
  readonly entityId: string;
  /** Normalised cells of the service's columns. */
  readonly cells: Values;
  /** Columns whose cells nobody knows now, also not by what was agreed on. */
  readonly unknown: readonly string[];
  readonly dues: readonly DueIntention[];
  /** What the column shows by which the row is found again. */
  readonly name: string;
}

/** A table of the Base, and what rows of it should show. */
export interface TablePlan {
  readonly table: Table;
  readonly address: TableAddress;
  readonly items: readonly TableItem[];
}

const MAX_BATCH = 500;
const MOST_LOOKED_FOR = 50;

/** What a row should show: of its service cells that nobody computed now, what was agreed on. */
export const wantedCells = (table: Table, item: TableItem, look: KeptLook): Values => {
  const agreed = shadowOf(look.mirrorRow);
  const kept = Object.entries<Column>(table.columns)
    .filter(([key, { owner }]) => owner === 'service' && !item.unknown.includes(key))
    .map(([key, column]) => [key, agreed[key] ?? column.empty]);
  return { ...Object.fromEntries(kept), ...item.cells };
};

/** Returns the entities whose rows stand as they should. */
export const mirrorTable = async (
  deps: BaseDeps,
  run: Run,
  { table, address, items }: TablePlan,
  kept: KeptRows,
): Promise<ReadonlySet<string>> => {
  const standing = new Set<string>();
  if (items.length === 0) return standing;
  const known = await deps.mirror.rowsByEntity(
    run.base.district,
    table.key,
    items.map((item) => item.entityId),
  );
  const looks = kept.looksAt(table.key);
  const waiting = run.live.unwritable(table.key);
  const doubt = openDoubt(run, table, deps.now());
  const isLost = (row: MirrorRow): boolean => {
    const look = looks.get(row.recordId);
    return look ? look.row === null : row.isDeleted;
  };
  const fail = (item: TableItem, failure: FeishuFailure): void => {
    endAll(run, item.dues, (due) => deps.endAfter(failure, due, deps.now()));
  };
  const agree = ({ entityId, dues }: TableItem, recordId: RecordId, shown: Values, cells: Values): void => {
    // Columns may have turned out to be refused just now.
    const unwritten = run.live.unwritable(table.key);
    const written = Object.fromEntries(Object.entries(cells).filter(([key]) => !unwritten.has(key)));
    run.facts.push({ kind: 'rowAgreed', table: table.key, recordId, entityId, shadow: { ...shown, ...written } });
    standing.add(entityId);
    doubt.settle(entityId);
    if (Object.keys(written).length === 0) return;
    for (const due of dues) run.repaired.set(due.key, (run.repaired.get(due.key) ?? 0) + 1);
  };

  const missing: TableItem[] = [];
  const stale: Stale[] = [];
  for (const item of items) {
    const row = known.find((one) => one.entityId === item.entityId && !isLost(one));
    if (!row) {
      missing.push(item);
      continue;
    }
    const look = looks.get(row.recordId);
    const shown = look?.shown ?? shadowOf(row);
    const cells = differing(table, look ? wantedCells(table, item, look) : item.cells, shown, waiting);
    if (Object.keys(cells).length > 0)
      stale.push({ item, recordId: row.recordId, shown, cells, fields: encodeCells(table, cells) });
    else if (look) agree(item, row.recordId, shown, {});
    else standing.add(item.entityId);
  }

  const ends = await updateRows(deps.rows, address, stale);
  for (const { item, recordId, shown, cells } of ends.written) agree(item, recordId, shown, cells);
  for (const { write, failure } of ends.failed) fail(write.item, failure);
  for (const { item, recordId } of ends.gone) {
    run.facts.push({ kind: 'rowDeleted', table: table.key, recordId });
    missing.push(item);
  }
  const goneNow = new Set(ends.gone.map(({ recordId }) => recordId));

  const absent: TableItem[] = [];
  const looksFirst =
    (run.isInDoubt || doubt.isOpen()) && missing.length <= MOST_LOOKED_FOR && !waiting.has(table.identity ?? '');
  for (const item of missing) {
    const found = looksFirst ? await madeBefore(deps, table, address, item) : null;
    // A row that was made a moment ago is not found for some seconds.
    if (found === null && doubt.isFresh(item.entityId)) endAll(run, item.dues, lookOnceMore(deps.now()));
    else if (found === null) absent.push(item);
    else if (typeof found !== 'string') fail(item, found);
    else {
      const write = { recordId: found, fields: encodeCells(table, item.cells) };
      const { written, failed, gone } = await updateRows(deps.rows, address, [write]);
      if (written.length > 0) agree(item, found, {}, item.cells);
      if (gone.length > 0) absent.push(item);
      for (const { failure } of failed) fail(item, failure);
    }
  }
  for (const batch of chunks(absent, MAX_BATCH)) {
    const rows = batch.map((item) => {
      const lost = known.filter((one) => one.entityId === item.entityId && (isLost(one) || goneNow.has(one.recordId)));
      const last = lost.find((one) => !one.isDeleted) ?? lost.at(-1);
      return { item, lost, before: last ? without(shadowOf(last), item.unknown) : {} };
    });
    const created = await deps.rows.create(
      address,
      rows.map(({ item, before }) => encodeNewRow(table, { ...before, ...item.cells })),
      // Of the rows alone, and of how often each was lost: whichever wish asks for them, the same rows are the same call.
      tokenOf(rows.flatMap(({ item, lost }) => [item.entityId, lost.map((one) => one.recordId).join()]).sort()),
    );
    if (created.kind !== 'ok') {
      for (const item of batch) fail(item, created);
      if (created.kind === 'unknown') doubt.enter(batch.map((item) => item.entityId));
      continue;
    }
    rows.forEach(({ item, lost, before }, index) => {
      const recordId = created.data[index];
      if (!recordId) return;
      agree(item, recordId, before, item.cells);
      if (lost.length > 0)
        run.intentions.push(keptRowRestored(run.base.district, table, item.name, recordId, deps.now()));
    });
  }
  run.facts.push(...doubt.facts());
  return standing;
};

const without = (values: Values, keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

interface Stale {
  readonly item: TableItem;
  readonly recordId: RecordId;
  readonly shown: Values;
  readonly cells: Values;
  readonly fields: Readonly<Record<string, unknown>>;
}

const differing = (table: Table, wanted: Values, shown: Values, waiting: ReadonlySet<string>): Values =>
  Object.fromEntries(
    Object.entries(wanted).filter(
      ([key, value]) => !waiting.has(key) && !sameCell(shown[key] ?? table.columns[key]?.empty, value),
    ),
  );

/** The row that an attempt without answer may have made. */
const madeBefore = async (
  deps: BaseDeps,
  table: Table,
  address: TableAddress,
  item: TableItem,
): Promise<RecordId | FeishuFailure | null> => {
  const column = table.columns[table.identity ?? '']?.name;
  if (column === undefined) return null;
  const found = await deps.rows.findByText(address, column, item.name);
  return found.kind === 'ok' ? (found.data[0]?.recordId ?? null) : found;
};

const doubtNote = z.array(z.string());
/**
 * Rows whose making had no answer. The wish that asked for them says so as long as it waits; but another wish may want the same
 * rows before it comes again, so it is noted for the table.
 */
const openDoubt = (run: Run, { key }: Table, startedAt: Ms) => {
  const name = `doubt:${key}`;
  const note = run.notes.get(name);
  const noted = doubtNote.safeParse(note?.value).data ?? [];
  const isRecent = note !== undefined && !isReadByNow(note.at, startedAt);
  const now = new Set(noted);
  let hasEntered = false;
  return {
    isOpen: () => noted.length > 0,
    isFresh: (entity: string) => isRecent && noted.includes(entity),
    enter: (entities: readonly string[]) => {
      hasEntered = true;
      for (const one of entities) now.add(one);
    },
    settle: (entity: string) => now.delete(entity),
    facts: () => {
      const after = [...now].sort();
      // Noted anew also where it is the same: its moment counts.
      if (!hasEntered && JSON.stringify(after) === JSON.stringify([...noted].sort())) return [];
      return [{ kind: 'noted' as const, name, value: after.length === 0 ? null : after }];
    },
  };
};
