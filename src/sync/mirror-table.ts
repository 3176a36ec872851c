/**
 * Makes rows of a table that the service alone keeps agree with what they should show: one batch of differing cells, one batch of
 * missing rows. Compared with the shadow, so rows at rest cost nothing; a create in doubt is looked for first.
 */
import { encodeCells, encodeNewRow, sameCell, type Table, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, FeishuFailure, MirrorRow, TableAddress } from '../ports.ts';
import type { RecordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, type Run } from './base-deps.ts';
import { chunks } from './batches.ts';
import { tokenOf } from './row-identity.ts';
import { shadowOf } from './shadow.ts';

export interface TableItem {
  readonly entityId: string;
  /** Normalised cells of the service's columns. */
  readonly cells: Values;
  readonly dues: readonly DueIntention[];
  /** Under which text the row can be found again. */
  readonly key: { readonly column: string; readonly text: string };
}

const MAX_BATCH = 500;
const MOST_LOOKED_FOR = 50;

/** Returns the entities whose rows stand as they should. */
export const mirrorTable = async (
  deps: BaseDeps,
  run: Run,
  table: Table,
  address: TableAddress,
  items: readonly TableItem[],
): Promise<ReadonlySet<string>> => {
  const standing = new Set<string>();
  if (items.length === 0) return standing;
  const known = await deps.mirror.rowsByEntity(
    run.base.district,
    table.key,
    items.map((item) => item.entityId),
  );
  const waiting = run.live.waiting(table.key);
  const fail = (failed: readonly TableItem[], failure: FeishuFailure): void => {
    const now = deps.now();
    for (const item of failed) endAll(run, item.dues, (due) => deps.endAfter(failure, due, now));
  };
  const agree = (item: TableItem, recordId: RecordId, before: Values): void => {
    const cells = Object.fromEntries(Object.entries(item.cells).filter(([key]) => !waiting.has(key)));
    run.facts.push({
      kind: 'rowAgreed',
      table: table.key,
      recordId,
      entityId: item.entityId,
      shadow: { ...before, ...cells },
    });
    standing.add(item.entityId);
  };

  const missing: TableItem[] = [];
  const stale: { readonly item: TableItem; readonly row: MirrorRow; readonly cells: Values }[] = [];
  for (const item of items) {
    const row = known.find((one) => one.entityId === item.entityId && !one.isDeleted);
    if (!row) missing.push(item);
    else {
      const shown = shadowOf(row);
      const differing = Object.entries(item.cells).filter(
        ([key, value]) => !waiting.has(key) && !sameCell(shown[key] ?? table.columns[key]?.empty, value),
      );
      if (differing.length === 0) standing.add(item.entityId);
      else stale.push({ item, row, cells: Object.fromEntries(differing) });
    }
  }

  for (const batch of chunks(stale, MAX_BATCH)) {
    const gone = await update(batch);
    missing.push(...gone);
  }
  const absent: TableItem[] = [];
  for (const item of missing) {
    const found = missing.length > MOST_LOOKED_FOR ? null : await madeBefore(deps, address, item);
    if (found === null) absent.push(item);
    else if (typeof found === 'string') {
      const written = await deps.rows.update(address, [{ recordId: found, fields: encodeCells(table, item.cells) }]);
      if (written.kind === 'ok') agree(item, found, {});
      else fail([item], written);
    } else fail([item], found);
  }
  for (const batch of chunks(absent, MAX_BATCH)) {
    // What people had typed into a row that was deleted returns with it.
    const rows = batch.map((item) => {
      const lost = known.filter((one) => one.entityId === item.entityId);
      const last = lost.at(-1);
      return { item, before: last ? shadowOf(last) : {}, generation: lost.map((one) => one.recordId).join() };
    });
    const created = await deps.rows.create(
      address,
      rows.map(({ item, before }) => encodeNewRow(table, { ...before, ...item.cells })),
      // Of the rows alone, and of how often each was lost: whichever wish asks for them, the same rows are the same call.
      tokenOf(rows.flatMap(({ item, generation }) => [item.entityId, generation]).sort()),
    );
    if (created.kind !== 'ok') fail(batch, created);
    else
      rows.forEach(({ item, before }, index) => {
        const recordId = created.data[index];
        if (recordId) agree(item, recordId, before);
      });
  }
  return standing;

  /** Returns the items whose rows turned out to be deleted. */
  async function update(batch: typeof stale): Promise<readonly TableItem[]> {
    if (batch.length === 0) return [];
    const written = await deps.rows.update(
      address,
      batch.map(({ row, cells }) => ({ recordId: row.recordId, fields: encodeCells(table, cells) })),
    );
    if (written.kind === 'ok') {
      for (const { item, row } of batch) agree(item, row.recordId, shadowOf(row));
      return [];
    }
    if (written.kind !== 'gone') {
      fail(
        batch.map(({ item }) => item),
        written,
      );
      return [];
    }
    const read = await deps.rows.get(
      address,
      batch.slice(0, 100).map(({ row }) => row.recordId),
    );
    if (read.kind !== 'ok' || read.data.absent.length === 0) {
      fail(
        batch.map(({ item }) => item),
        read.kind === 'ok' ? written : read,
      );
      return [];
    }
    const lost = new Set(read.data.absent);
    for (const recordId of lost) run.facts.push({ kind: 'rowDeleted', table: table.key, recordId });
    const rest = batch.filter(({ row }) => !lost.has(row.recordId));
    return [...batch.flatMap(({ item, row }) => (lost.has(row.recordId) ? [item] : [])), ...(await update(rest))];
  }
};

/**
 * The row that an attempt without answer may have made. The wish that was in doubt may not be the one in hand, so it is looked for
 * always, except where there are so many that they can only be new.
 */
const madeBefore = async (
  deps: BaseDeps,
  address: TableAddress,
  item: TableItem,
): Promise<RecordId | FeishuFailure | null> => {
  const found = await deps.rows.findByText(address, item.key.column, item.key.text);
  return found.kind === 'ok' ? (found.data[0]?.recordId ?? null) : found;
};
