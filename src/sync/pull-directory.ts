/**
 * A directory table read whole → one fact, and 校验 written where it should say something else. Directories are small and every
 * edit may touch references, so the whole table is the unit.
 */
import { type Column, UnreadableCell } from '../../bitable-schema/columns.ts';
import type {
  DirectoryTable,
  DueIntention,
  Fact,
  FeishuFailure,
  FeishuResult,
  Intention,
  TableAddress,
  TableRow,
} from '../ports.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { chunks } from './mirror-cases.ts';
import { DIRECTORY_SCHEMAS, readDirectory } from './read-directory.ts';
import { makerOf, SELF_NOTE, selfOf } from './tell-editor.ts';

/** 10 000 rows; a directory of that size is a mistake and is parked rather than half read. */
const MAX_PAGES = 20;
const MAX_BATCH = 1_000;
/** How often a column that is gone is looked for again, besides the event that tells of it. */
const COLUMN_WAIT_MS = 10 * 60_000;

export const pullDirectory = async (
  deps: BaseDeps,
  run: Run,
  table: keyof typeof DIRECTORY_SCHEMAS,
  address: TableAddress,
  due: DueIntention,
): Promise<Extract<Fact, { readonly kind: 'directoryRows' }> | null> => {
  const read = await readAll(deps, address);
  if (read.kind !== 'ok') {
    endAll(run, [due], deps.endAfter(read, due, deps.now()));
    return null;
  }
  const unseen = await lookIfColumnIsEmpty(run, table, read.data);
  if (unseen) {
    endAll(run, [due], deps.endAfter(unseen, due, deps.now()));
    return null;
  }
  if (isWaiting(run, table)) return lastGoodStays(deps, run, due);

  if (table === 'settings') {
    const self = makerOf(read.data);
    if (self !== null && self !== selfOf(run.notes))
      run.facts.push({ kind: 'noted', name: SELF_NOTE, value: { openId: self } });
  }
  const reading = await readOrLook(run, table, read.data);
  if (!reading) return lastGoodStays(deps, run, due);
  const checkColumn = DIRECTORY_SCHEMAS[table].columns.check;
  const stale = reading.checks.filter((check) => check.wanted !== check.shown);
  for (const batch of chunks(stale, MAX_BATCH)) {
    const written = await deps.rows.update(
      address,
      batch.map(({ recordId, wanted }) => ({ recordId, fields: { [checkColumn.name]: checkColumn.encode(wanted) } })),
    );
    // The directory itself is already known: it is kept even though the remark beside it has to wait.
    if (written.kind !== 'ok') endAll(run, [due], deps.endAfter(written, due, deps.now()));
  }
  endAll(run, [due], FINISHED);
  return { kind: 'directoryRows', table, rows: reading.rows };
};

const isWaiting = (run: Run, table: DirectoryTable): boolean =>
  [...run.live.waiting(table)].some((key) => key !== 'check');

/** A directory with a column less would say of everyone that they may not sign: what was known before stays in force. */
const lastGoodStays = (deps: BaseDeps, run: Run, due: DueIntention): null => {
  const at = deps.now() + COLUMN_WAIT_MS;
  endAll(run, [due], { kind: 'again', at, reason: '该表有列不能读取，仍按原名录执行', countsAsAttempt: false });
  return null;
};

/** A column without a single value may be one that is gone: only a look tells. */
const lookIfColumnIsEmpty = async (
  run: Run,
  table: DirectoryTable,
  rows: readonly TableRow[],
): Promise<FeishuFailure | null> => {
  const own = Object.values<Column>(DIRECTORY_SCHEMAS[table].columns).filter((column) => column.owner !== 'service');
  if (run.live.hasLooked(table) || rows.length === 0) return null;
  if (own.every(({ name }) => rows.some((row) => row.fields[name] !== undefined))) return null;
  const seen = await run.live.look(table);
  return seen.kind === 'ok' ? null : seen;
};

/** Null when a column turned out to be of another type. A cell that cannot be read otherwise goes up. */
const readOrLook = async (run: Run, table: DirectoryTable, rows: readonly TableRow[]) => {
  try {
    return readDirectory(table, rows);
  } catch (error) {
    if (!(error instanceof UnreadableCell)) throw error;
    await run.live.look(table, true);
    if (isWaiting(run, table)) return null;
    throw error;
  }
};

/** A look at everything that stands in 飞书审批, 飞书日历 and 飞书任务; once, however many tables were read. */
export const linksIntention = (district: DistrictId, runAt: Ms): Intention => ({
  key: `links:${district}`,
  lane: `link:${district}`,
  kind: 'links',
  district,
  caseId: null,
  args: {},
  runAt,
});

/** Every row of a table that is small. */
export const readAll = async (deps: BaseDeps, address: TableAddress): Promise<FeishuResult<readonly TableRow[]>> => {
  const rows: TableRow[] = [];
  let pageToken: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read: Awaited<ReturnType<BaseDeps['rows']['page']>> = await deps.rows.page(address, pageToken);
    if (read.kind !== 'ok') return read;
    rows.push(...read.data.rows);
    pageToken = read.data.nextPageToken;
    if (pageToken === null) return { kind: 'ok', data: rows };
  }
  return { kind: 'reject', code: 0, reason: '名录行数过多，请核对该表' };
};
