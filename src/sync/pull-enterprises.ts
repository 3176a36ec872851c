/**
 * 企业: the table read whole, the service's columns of it written where they should say something else, and what may be relied on
 * noted. A faulty row changes nothing of what was known of it; a row that left the table is forgotten.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { encodeCells, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, EnterpriseRow, MirrorRow, TableAddress } from '../ports.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { chunks } from './batches.ts';
import { readAll } from './pull-directory.ts';
import { type EnterpriseLine, enterpriseRows, readEnterprises } from './read-enterprises.ts';

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
  for (const batch of chunks(stale, MAX_BATCH)) {
    const written = await deps.rows.update(
      address,
      batch.map(({ recordId, cells }) => ({ recordId, fields: encodeCells(enterprises, cells) })),
    );
    // What was read is known already; the remarks beside it have to wait.
    if (written.kind !== 'ok') endAll(run, [due], deps.endAfter(written, due, deps.now()));
  }
  await note(deps, run, lines, new Set(read.data.map((row) => row.recordId)));
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

const note = async (
  deps: BaseDeps,
  run: Run,
  lines: readonly EnterpriseLine[],
  present: ReadonlySet<string>,
): Promise<void> => {
  for (const { recordId, entityId, cells, service, isFaulty } of lines) {
    if (isFaulty) continue;
    run.facts.push({
      kind: 'rowAgreed',
      table: enterprises.key,
      recordId,
      entityId,
      shadow: { ...cells, ...service },
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
