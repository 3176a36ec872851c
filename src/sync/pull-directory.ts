/**
 * A directory table read whole → one fact, and 校验 written where it should say something else. Directories are small and every
 * edit may touch references, so the whole table is the unit.
 */

import { z } from 'zod';
import { type Column, UnreadableCell } from '../../bitable-schema/columns.ts';
import { lostSentence } from '../../bitable-schema/settings.ts';
import type {
  AttemptEnd,
  DirectoryTable,
  DueIntention,
  Fact,
  FeishuFailure,
  FeishuResult,
  Intention,
  TableAddress,
  TableRow,
} from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { Directory } from '../workflow/directory.ts';
import type { DistrictId, Ms, RecordId } from '../workflow/ids.ts';
import { SETTING_KEYS, SETTINGS, type Settings } from '../workflow/settings.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { chunks } from './batches.ts';
import { DIRECTORY_SCHEMAS, type DirectoryReading, readDirectory } from './read-directory.ts';
import { GONE, goneName, keepingStaff, rowsInUse } from './rows-in-use.ts';
import { makerOf, SELF_NOTE, selfOf, tellOverwritten } from './tell-editor.ts';
import { wishesForWebLinks } from './web-links.ts';

/** 10 000 rows; a directory of that size is a mistake and is parked rather than half read. */
const MAX_PAGES = 20;
const MAX_BATCH = 1_000;
/** Troubles of this name: a parameter that cannot be taken as it stands in its row. */
const OUT_OF_BOUNDS = 'setting';
/** How often a column that is gone is looked for again, besides the event that tells of it. */
const COLUMN_WAIT_MS = 10 * 60_000;

/** What a look at a directory brought: its rows, or that what was known of it stays in force, or why it could not be read. */
export type DirectoryLook =
  | {
      readonly kind: 'rows';
      readonly fact: Extract<Fact, { readonly kind: 'directoryRows' }>;
      /** Why a remark beside a row has to wait; the rows themselves are known all the same. */
      readonly unwritten: FeishuFailure | null;
    }
  | { readonly kind: 'lastGoodStays' }
  | FeishuFailure;

/** Reads a directory whole and writes 校验 where it should say something else. */
export const lookAtDirectory = async (
  deps: BaseDeps,
  run: Run,
  table: DirectoryTable,
  address: TableAddress,
): Promise<DirectoryLook> => {
  const read = await readAll(deps, address);
  if (read.kind !== 'ok') return read;
  const unseen = await lookIfColumnIsEmpty(run, table, read.data);
  if (unseen) return unseen;
  if (isWaiting(run, table)) return { kind: 'lastGoodStays' };

  if (table === 'settings') {
    const self = makerOf(read.data);
    if (self !== null && self !== selfOf(run.notes))
      run.facts.push({ kind: 'noted', name: SELF_NOTE, value: { openId: self } });
  }
  const before = await deps.mirror.loadDirectory(run.base.district);
  const asRead = await readOrLook(run, table, read.data, before.settings);
  if (!asRead) return { kind: 'lastGoodStays' };
  const reading = await keepingInUse(deps, run, table, asRead, before);
  if (table === 'settings') {
    run.troubles.mended(OUT_OF_BOUNDS);
    for (const { name, sentence } of reading.outOfBounds)
      run.troubles.meet(`${OUT_OF_BOUNDS}:${name}`, { item: `参数“${name}”`, sentence });
    nameLostSettings(run, new Set(reading.rows.map(({ id }) => id)));
  }
  const checkColumn = DIRECTORY_SCHEMAS[table].columns.check;
  const stale = reading.checks.filter((check) => check.wanted !== check.shown);
  const said = saidOf(run, table);
  const typed = stale.filter(({ recordId, shown }) => said !== null && shown !== (said[recordId] ?? ''));
  tellOverwritten(
    deps,
    run,
    DIRECTORY_SCHEMAS[table],
    read.data,
    new Map(typed.map(({ recordId }) => [recordId, [checkColumn.name]])),
  );
  let unwritten: FeishuFailure | null = null;
  for (const batch of chunks(stale, MAX_BATCH)) {
    const written = await deps.rows.update(
      address,
      batch.map(({ recordId, wanted }) => ({ recordId, fields: { [checkColumn.name]: checkColumn.encode(wanted) } })),
    );
    if (written.kind !== 'ok') unwritten ??= written;
  }
  if (!unwritten) noteSaid(run, table, said, reading.checks);
  return { kind: 'rows', fact: { kind: 'directoryRows', table, rows: reading.rows }, unwritten };
};

/** What was deleted while something lies with it stays in force, and is named. */
const keepingInUse = async (
  deps: BaseDeps,
  run: Run,
  table: DirectoryTable,
  asRead: DirectoryReading,
  before: Directory,
): Promise<DirectoryReading> => {
  const staffed = table === 'units' ? keepingStaff(asRead, before) : { ...asRead, kept: [], troubles: [] };
  const reading = { ...staffed, rows: [...staffed.rows, ...staffed.kept] };
  const inUse = await rowsInUse(deps, table, reading, before);
  run.troubles.mended(`${GONE}:${table}`);
  for (const { id, ...trouble } of [...staffed.troubles, ...inUse.troubles])
    run.troubles.meet(goneName(table, id), trouble);
  return { ...reading, rows: [...reading.rows, ...inUse.kept] };
};

/** A parameter whose row was deleted is what it is by default from then on, and nothing in its table says so. */
const nameLostSettings = (run: Run, present: ReadonlySet<string>): void => {
  const seen = seenSchema.safeParse(run.notes.get(SEEN_SETTINGS)?.value).data ?? [];
  const known = SETTING_KEYS.filter((key) => present.has(key) || seen.includes(key));
  if (known.length > seen.length) run.facts.push({ kind: 'noted', name: SEEN_SETTINGS, value: known });
  run.troubles.mended(LOST_SETTING);
  for (const key of known.filter((one) => !present.has(one)))
    run.troubles.meet(`${LOST_SETTING}:${key}`, { item: `参数“${SETTINGS[key].zh}”`, sentence: lostSentence(key) });
};
const SEEN_SETTINGS = 'settings:seen';
const LOST_SETTING = 'lostSetting';
const seenSchema = z.array(z.string());

/** What 校验 was last made to say, by row; null before anything was noted. Tells a remark of ours from what somebody typed. */
const saidNote = (table: DirectoryTable): string => `checks:${table}`;
const saidSchema = z.record(z.string(), z.string());
const saidOf = (run: Run, table: DirectoryTable): Readonly<Record<string, string>> | null =>
  saidSchema.safeParse(run.notes.get(saidNote(table))?.value).data ?? null;
const noteSaid = (
  run: Run,
  table: DirectoryTable,
  before: Readonly<Record<string, string>> | null,
  checks: readonly { readonly recordId: RecordId; readonly wanted: string }[],
): void => {
  const value = Object.fromEntries(
    checks.flatMap(({ recordId, wanted }) => (wanted === '' ? [] : [[recordId, wanted]])),
  );
  if (JSON.stringify(before) !== JSON.stringify(value)) run.facts.push({ kind: 'noted', name: saidNote(table), value });
};

/** The same as the end of a wish, and saved at once: a row of this run may name the 接待日 that was added a moment ago. */
export const pullDirectory = async (
  deps: BaseDeps,
  run: Run,
  table: DirectoryTable,
  address: TableAddress,
  due: DueIntention,
): Promise<void> => {
  const look = await lookAtDirectory(deps, run, table, address);
  if (look.kind === 'lastGoodStays') {
    const at = deps.now() + COLUMN_WAIT_MS;
    // A directory with a column less would say of everyone that they may not sign.
    endAll(run, [due], { kind: 'again', at, reason: '该表有列不能读取，仍按原名录执行', countsAsAttempt: false });
    return;
  }
  if (look.kind !== 'rows') {
    endAll(run, [due], deps.endAfter(look, due, deps.now()));
    return;
  }
  await saveDirectory(deps, run, look.fact);
  endAll(run, [due], look.unwritten ? deps.endAfter(look.unwritten, due, deps.now()) : FINISHED);
};

/** What stands in 审批, 日历 and 任务 is made of these tables, too; and 网页办理链接 in 事项 of the units. */
export const saveDirectory = async (
  deps: BaseDeps,
  run: Run,
  fact: Extract<Fact, { readonly kind: 'directoryRows' }>,
): Promise<void> => {
  const { district } = run.base;
  const before = fact.table === 'units' ? await deps.mirror.loadDirectory(district) : null;
  await deps.mirror.saveFacts(district, [fact]);
  run.intentions.push(linksIntention(district, deps.now()));
  if (fact.table === 'receptionDays') run.intentions.push(followDaysIntention(district, deps.now()));
  if (before) {
    const now = await deps.mirror.loadDirectory(district);
    run.intentions.push(...(await wishesForWebLinks(deps, before, now, deps.now())));
  }
};

const isWaiting = (run: Run, table: DirectoryTable): boolean =>
  [...run.live.waiting(table)].some((key) => key !== 'check');

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
const readOrLook = async (run: Run, table: DirectoryTable, rows: readonly TableRow[], inForce: Settings) => {
  try {
    return readDirectory(table, rows, inForce);
  } catch (error) {
    if (!(error instanceof UnreadableCell)) throw error;
    await run.live.look(table, true);
    if (isWaiting(run, table)) return null;
    throw error;
  }
};

/** A look at everything that stands in 飞书审批, 飞书日历 and 飞书任务; once, however many tables were read. */
const linksIntention = (district: DistrictId, runAt: Ms): Intention =>
  wish('links', {
    key: `links:${district}`,
    district,
    caseId: null,
    args: {},
    runAt,
  });

/** Cases on an agenda follow their day. */
const followDaysIntention = (district: DistrictId, runAt: Ms): Intention =>
  wish('followDays', {
    key: `days:${district}`,
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

/** A column that somebody gave another type: a person has to change it back. Anything else is a bug and goes up. */
export const unreadable = (error: unknown): AttemptEnd => {
  if (error instanceof UnreadableCell)
    return { kind: 'parked', reason: `列“${error.column}”的类型被改动，请恢复后重新处理` };
  throw error;
};
