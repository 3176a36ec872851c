/**
 * 企业: the table read whole, the service's columns of it written where they should say something else, and what may be relied on
 * noted. A faulty row changes nothing of what was known of it; a row that left the table is forgotten.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Column } from '../../bitable-schema/columns.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { encodeCells, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, EnterpriseRow, MirrorRow, TableAddress } from '../ports.ts';
import type { RecordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { chunks } from './batches.ts';
import { readAll } from './pull-directory.ts';
import { type EnterpriseLine, enterpriseRows, readEnterprises } from './read-enterprises.ts';
import { shadowOf } from './shadow.ts';
import { tellOverwritten } from './tell-editor.ts';

const MAX_BATCH = 1_000;
const KNOWN_PAGE = 500;
const COLUMN_WAIT_MS = 10 * 60_000;

export const pullEnterprises = async (
  deps: BaseDeps,
  run: Run,
  address: TableAddress,
  due: DueIntention,
): Promise<void> => {
  const read = await readAll(deps, address);
  if (read.kind !== 'ok') {
    endAll(run, [due], deps.endAfter(read, due, deps.now()));
    return;
  }
  const { name, creditCode } = enterprises.columns;
  if ([name, creditCode].some((column) => read.data.every((row) => row.fields[column.name] === undefined))) {
    const seen = await run.live.look(enterprises.key);
    if (seen.kind !== 'ok') {
      endAll(run, [due], deps.endAfter(seen, due, deps.now()));
      return;
    }
  }
  const waiting = run.live.waiting(enterprises.key);
  if (waiting.has('name') || waiting.has('creditCode')) {
    const at = deps.now() + COLUMN_WAIT_MS;
    endAll(run, [due], { kind: 'again', at, reason: '该表有列不能读取，仍按原名录执行', countsAsAttempt: false });
    return;
  }

  const counts = await deps.cases.countByEnterprise(run.base.district);
  const lines = readEnterprises(read.data, counts, deps.isCreditCode);
  const stale = lines
    .map((line) => ({ recordId: line.recordId, cells: differing(line) }))
    .filter(({ cells }) => Object.keys(cells).length > 0);
  const faulty = lines.filter(({ isFaulty }) => isFaulty).map(({ recordId }) => recordId);
  const agreed = await agreedOn(deps, run, [...stale.map(({ recordId }) => recordId), ...faulty]);
  tellOverwritten(deps, run, enterprises, read.data, typedOver(lines, agreed));
  const unwritten = new Set<RecordId>();
  for (const batch of chunks(stale, MAX_BATCH)) {
    const written = await deps.rows.update(
      address,
      batch.map(({ recordId, cells }) => ({ recordId, fields: encodeCells(enterprises, cells) })),
    );
    if (written.kind === 'ok') continue;
    // What was read is known already; the remarks beside it have to wait.
    for (const { recordId } of batch) unwritten.add(recordId);
    endAll(run, [due], deps.endAfter(written, due, deps.now()));
  }
  const shows = lines.map((line) => (unwritten.has(line.recordId) ? { ...line, service: {} } : line));
  await note(deps, run, shows, agreed, new Set(read.data.map((row) => row.recordId)));
  noteChanges(run, enterpriseRows(lines));
  endAll(run, [due], FINISHED);
};

/** Known by its hash, because the table is read after every change of a case, and mostly says what it said before. */
const noteChanges = (run: Run, rows: readonly EnterpriseRow[]): void => {
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const before = hashNote.safeParse(run.notes.get(READ_NOTE)?.value).data?.hash;
  if (before === hash) return;
  run.facts.push({ kind: 'enterprisesRead', rows }, { kind: 'noted', name: READ_NOTE, value: { hash } });
};
const READ_NOTE = 'enterprises:read';
const hashNote = z.object({ hash: z.string() });

const differing = ({ cells, service }: EnterpriseLine): Values => {
  const shown: Values = cells;
  return Object.fromEntries(Object.entries(service).filter(([key, value]) => !sameCell(shown[key], value)));
};

const agreedOn = async (
  deps: BaseDeps,
  run: Run,
  ids: readonly RecordId[],
): Promise<ReadonlyMap<RecordId, MirrorRow>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (await deps.mirror.rowsByRecord(run.base.district, enterprises.key, ids)).map((row) => [row.recordId, row]),
      );

/** Cells of the service that show neither what was agreed on nor what they should show now. */
const typedOver = (
  lines: readonly EnterpriseLine[],
  agreed: ReadonlyMap<RecordId, MirrorRow>,
): ReadonlyMap<RecordId, readonly string[]> =>
  new Map(
    lines.flatMap((line): readonly (readonly [RecordId, readonly string[]])[] => {
      const row = agreed.get(line.recordId);
      if (!row) return [];
      const known = shadowOf(row);
      const shown: Values = line.cells;
      const names = Object.entries<Column>(enterprises.columns).flatMap(([key, { name }]) =>
        key in differing(line) && !sameCell(shown[key], known[key]) ? [name] : [],
      );
      return names.length === 0 ? [] : [[line.recordId, names]];
    }),
  );

const note = async (
  deps: BaseDeps,
  run: Run,
  lines: readonly (Omit<EnterpriseLine, 'service'> & { readonly service: Values })[],
  agreed: ReadonlyMap<RecordId, MirrorRow>,
  present: ReadonlySet<string>,
): Promise<void> => {
  for (const { recordId, entityId, cells, service, isFaulty } of lines) {
    const known = agreed.get(recordId);
    if (isFaulty && !known) continue;
    // Of a faulty row what was known stays; only what the service says beside it is new.
    const before = isFaulty && known ? { entityId: known.entityId, cells: shadowOf(known) } : { entityId, cells };
    run.facts.push({
      kind: 'rowAgreed',
      table: enterprises.key,
      recordId,
      entityId: before.entityId,
      shadow: { ...before.cells, ...service },
    });
  }
  let after = '';
  for (;;) {
    const known: readonly MirrorRow[] = await deps.mirror.rowsAfter(
      run.base.district,
      enterprises.key,
      after,
      KNOWN_PAGE,
    );
    for (const row of known)
      if (!present.has(row.recordId))
        run.facts.push({ kind: 'rowDeleted', table: enterprises.key, recordId: row.recordId });
    const last = known.at(-1);
    if (!last || known.length < KNOWN_PAGE) return;
    after = last.recordId;
  }
};
