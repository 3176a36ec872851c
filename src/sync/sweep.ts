/**
 * 对账: the same comparison as for an edit, run over everything, so that lost, doubled and late events do not matter. The quick one
 * costs one call while the Base is as it was; the full one reads every row, then looks for rows that are gone, then for
 * cases without a row. What a step finds is counted once its rows are written.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { fieldVisits } from '../../bitable-schema/field-visits.ts';
import type { BaseBinding, DueIntention, FeishuFailure, Intention, TableAddress, TableRow } from '../ports.ts';
import { caseId, type RecordId } from '../workflow/ids.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';

import { mirrorIntention } from './mirror-cases.ts';
import { lookAtDirectories, pullTableIntention } from './pull-change.ts';
import { isDirectoryTable } from './read-directory.ts';
import {
  firstStep,
  lastSweep,
  readStep,
  type SweepResult,
  type SweepStep,
  sweepIntention,
  sweepNoteName,
} from './sweep-step.ts';
import type { TakeRows } from './take-rows.ts';

const ROWS_A_STEP = 100;
/** Tables that are read whole when their revision has moved, besides the directories. */
const READ_WHOLE: readonly string[] = [fieldVisits.key, enterprises.key];
const CASES_A_STEP = 200;
/** Clocks differ, and a row may become readable a little after it was changed. */
const OVERLAP_MS = 5 * 60_000;
/** What a first quick comparison looks back. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;
const MAX_RESTARTS = 5;
/** The page's token is of a table that has changed since: the pages are begun again. */
const PAGE_TOKEN_OVER = new Set([1254030, 1254002]);

/** The next step, or that it is done and what should be remembered of it. */
type Next =
  | { readonly kind: 'step'; readonly step: SweepStep }
  | { readonly kind: 'done'; readonly step: SweepStep; readonly revisions: Revisions }
  | { readonly kind: 'failed'; readonly failure: FeishuFailure };
type Revisions = Pick<SweepResult, 'revision' | 'tables'>;

/** Reads what the step is about. `settle` is called when the rows it found are written. */
export const sweepStep = async (
  deps: BaseDeps,
  run: Run,
  due: DueIntention,
  take: TakeRows,
): Promise<{ readonly settle: () => void } | null> => {
  const step = readStep(due);
  if (!step) {
    endAll(run, [due], FINISHED);
    return null;
  }
  const restoredBefore = run.facts.filter((fact) => fact.kind === 'rowDeleted').length;
  const next = await advance(deps, run, due, step, take);
  if (next.kind === 'failed') {
    endAll(run, [due], deps.endAfter(next.failure, due, deps.now()));
    return null;
  }
  return {
    settle: () => {
      const end = run.unfinished.get(due.key);
      // Some row could not be written or read now: the same step comes again, and finds less to do.
      if (end?.kind === 'again') {
        run.ends.set(due.key, end);
        return;
      }
      run.ends.set(due.key, FINISHED);
      const restored = run.facts.filter((fact) => fact.kind === 'rowDeleted').length - restoredBefore;
      const counted: SweepStep = {
        ...next.step,
        repaired: next.step.repaired + (run.repaired.get(due.key) ?? 0),
        restored: next.step.restored + Math.max(0, restored),
      };
      if (next.kind === 'step') run.intentions.push(sweepIntention(run.base.district, counted, deps.now()));
      else finish(deps, run, counted, next.revisions);
    },
  };
};

const finish = (deps: BaseDeps, run: Run, step: SweepStep, revisions: Revisions): void => {
  const { startedAt, seen, repaired, restored } = step;
  run.facts.push({
    kind: 'noted',
    name: sweepNoteName(step.level),
    value: { startedAt, endedAt: deps.now(), seen, repaired, restored, ...revisions },
  });
  run.live.refilled(cases.key, step.refill);
  if (step.level === 'full' || repaired + restored > 0) run.isHealthStale = true;
};

const advance = (deps: BaseDeps, run: Run, due: DueIntention, step: SweepStep, take: TakeRows): Promise<Next> => {
  const table = addressOf(run.base, cases.key);
  switch (step.phase) {
    case 'start':
      return step.level === 'quick' ? lookForChanges(deps, run, step) : lookAtColumns(run, step);
    case 'recent':
      return takeRecent(deps, run, due, step, table, take);
    case 'rows':
      return takePage(deps, due, step, table, take);
    case 'gone':
      return takeGone(deps, run, due, step, table, take);
    case 'open':
      return wishMissing(deps, run, step);
  }
};

/** One call while nothing changed. Otherwise the tables' own revisions say which of them have to be looked at. */
const lookForChanges = async (deps: BaseDeps, run: Run, step: SweepStep): Promise<Next> => {
  const before = lastSweep(run.notes, 'quick');
  const base = await deps.structure.getBase(run.base.appToken);
  if (base.kind !== 'ok') return { kind: 'failed', failure: base };
  const { revision } = base.data;
  if (before && before.revision === revision) {
    const { tables } = before;
    return { kind: 'done', step, revisions: { revision, tables } };
  }
  const listed = await deps.structure.listTables(run.base.appToken);
  if (listed.kind !== 'ok') return { kind: 'failed', failure: listed };
  const tables: Record<string, number> = {};
  for (const [key, tableId] of Object.entries(run.base.tables)) {
    const live = listed.data.find((one) => one.tableId === tableId);
    // A table that is gone, or a Feishu that gives no revisions: both are looked at every time.
    if (live && typeof live.revision === 'number') tables[key] = live.revision;
    const isSame = tables[key] !== undefined && before?.tables[key] === tables[key];
    if (run.troubles.has(`column:${key}`) || !live) {
      const seen = await run.live.look(key);
      if (seen.kind === 'auth') return { kind: 'failed', failure: seen };
    }
    if (!isSame && (isDirectoryTable(key) || READ_WHOLE.includes(key)))
      run.intentions.push(pullTableIntention(run.base.district, key, deps.now()));
  }
  const isSameForCases = tables[cases.key] !== undefined && before?.tables[cases.key] === tables[cases.key];
  // How many cases an enterprise has follows from 事项; where none is registered there is nothing to count.
  const counted = await deps.mirror.rowsAfter(run.base.district, enterprises.key, '', 1);
  if (!isSameForCases && counted.length > 0)
    run.intentions.push(pullTableIntention(run.base.district, enterprises.key, deps.now()));
  if (isSameForCases) return { kind: 'done', step, revisions: { revision, tables } };
  const since = before ? before.startedAt - OVERLAP_MS : step.startedAt - FIRST_LOOK_BACK_MS;
  // The revisions of the beginning are what is remembered: whatever changes meanwhile is looked at the next time.
  return {
    kind: 'step',
    step: { ...step, phase: 'recent', since, cursor: encodeRecent({ revision, tables, page: null }) },
  };
};

interface RecentCursor extends Revisions {
  readonly page: string | null;
}
const encodeRecent = (cursor: RecentCursor): string => JSON.stringify(cursor);
const decodeRecent = (text: string): RecentCursor => {
  const parsed: unknown = JSON.parse(text);
  const known = typeof parsed === 'object' && parsed !== null ? parsed : {};
  const revision = 'revision' in known && typeof known.revision === 'number' ? known.revision : null;
  const page = 'page' in known && typeof known.page === 'string' ? known.page : null;
  const tables: Record<string, number> = {};
  if ('tables' in known && typeof known.tables === 'object' && known.tables !== null)
    for (const [key, value] of Object.entries(known.tables)) if (typeof value === 'number') tables[key] = value;
  return { revision, tables, page };
};

const takeRecent = async (
  deps: BaseDeps,
  run: Run,
  due: DueIntention,
  step: SweepStep,
  table: TableAddress,
  take: TakeRows,
): Promise<Next> => {
  const { page, ...revisions } = decodeRecent(step.cursor);
  const isSorted = !run.live.waiting(cases.key).has('modifiedAt');
  const read = isSorted
    ? await deps.rows.recent(table, cases.columns.modifiedAt.name, page)
    : await deps.rows.page(table, page);
  if (read.kind !== 'ok') return restartOrFail(step, read, encodeRecent({ ...revisions, page: null }));
  const rows = read.data.rows.filter((row) => (row.modifiedAt ?? step.startedAt) >= step.since);
  await take(rows, [], () => [due]);
  const seen = step.seen + rows.length;
  const isOver = read.data.nextPageToken === null || (isSorted && rows.length < read.data.rows.length);
  if (isOver) return { kind: 'done', step: { ...step, seen }, revisions };
  return {
    kind: 'step',
    step: { ...step, seen, cursor: encodeRecent({ ...revisions, page: read.data.nextPageToken }) },
  };
};

/** Nightly, every table's columns are looked at once, so that a lost event of theirs does not matter either. */
const lookAtColumns = async (run: Run, step: SweepStep): Promise<Next> => {
  for (const key of Object.keys(run.base.tables)) {
    const seen = await run.live.look(key);
    if (seen.kind === 'auth') return { kind: 'failed', failure: seen };
  }
  return { kind: 'step', step: { ...step, phase: 'rows', refill: [...run.live.refilling(cases.key)] } };
};

const takePage = async (
  deps: BaseDeps,
  due: DueIntention,
  step: SweepStep,
  table: TableAddress,
  take: TakeRows,
): Promise<Next> => {
  const read = await deps.rows.page(table, step.cursor === '' ? null : step.cursor);
  if (read.kind !== 'ok') return restartOrFail(step, read, '');
  await take(read.data.rows, [], () => [due], step.direction);
  const seen = step.seen + filledIn(read.data.rows);
  const cursor = read.data.nextPageToken;
  return cursor === null
    ? { kind: 'step', step: { ...step, seen, phase: 'gone', cursor: '' } }
    : { kind: 'step', step: { ...step, seen, cursor } };
};

const filledIn = (rows: readonly TableRow[]): number => rows.filter((row) => Object.keys(row.fields).length > 0).length;

const restartOrFail = (step: SweepStep, failure: FeishuFailure, cursor: string): Next =>
  PAGE_TOKEN_OVER.has(failure.code) && step.cursor !== cursor && step.restarts < MAX_RESTARTS
    ? { kind: 'step', step: { ...step, cursor, seen: 0, restarts: step.restarts + 1 } }
    : { kind: 'failed', failure };

/** Every row that should be there, asked for by its id. */
const takeGone = async (
  deps: BaseDeps,
  run: Run,
  due: DueIntention,
  step: SweepStep,
  table: TableAddress,
  take: TakeRows,
): Promise<Next> => {
  const rows = await deps.mirror.rowsAfter(run.base.district, cases.key, step.cursor, ROWS_A_STEP);
  const ids: readonly RecordId[] = rows.map((row) => row.recordId);
  if (ids.length > 0) {
    const read = await deps.rows.get(table, ids);
    if (read.kind !== 'ok') return { kind: 'failed', failure: read };
    await take([], read.data.absent, () => [due]);
  }
  const last = ids.at(-1);
  return ids.length < ROWS_A_STEP || !last
    ? { kind: 'step', step: { ...step, phase: 'open', cursor: '' } }
    : { kind: 'step', step: { ...step, cursor: last } };
};

/** Open cases that never got a row, or lost it while nobody noticed. */
const wishMissing = async (deps: BaseDeps, run: Run, step: SweepStep): Promise<Next> => {
  const { district } = run.base;
  const open = await deps.cases.openCases(district, step.cursor === '' ? null : caseId(step.cursor), CASES_A_STEP);
  const rows = await deps.mirror.rowsByEntity(
    district,
    cases.key,
    open.map((one) => one.id),
  );
  const shown = new Set(rows.filter((row) => !row.isDeleted).map((row) => row.entityId));
  const runAt = deps.now();
  for (const { id } of open) if (!shown.has(id)) run.intentions.push(mirrorIntention(district, id, runAt));
  const last = open.at(-1);
  return open.length < CASES_A_STEP || !last
    ? { kind: 'done', step, revisions: { revision: null, tables: {} } }
    : { kind: 'step', step: { ...step, cursor: last.id } };
};

/** The wish that starts a comparison of everything. */
export const fullSweep = (
  district: Run['base']['district'],
  occasion: string,
  now: number,
  direction: SweepStep['direction'] = 'base',
) => sweepIntention(district, firstStep('full', occasion, now, direction), now);
/** The wish that starts a look at what changed. */
export const quickSweep = (district: Run['base']['district'], occasion: string, now: number) =>
  sweepIntention(district, firstStep('quick', occasion, now), now);

/** Wishes for one look at everything of a Base. */
export const lookAtEverything = (base: BaseBinding, occasion: string, runAt: number): readonly Intention[] => [
  ...lookAtDirectories(base, runAt),
  fullSweep(base.district, occasion, runAt),
];
