/**
 * 对账: the same comparison as for an edit, run over everything, so that lost, doubled and late events do not matter. The quick one
 * costs one call while the Base is as it was. The full one reads every row of 事项 and of the tables that the service keeps, asks by
 * id only for rows that no page showed, and looks for cases without a row. What a step finds is counted once its rows are written.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { fieldVisits } from '../../bitable-schema/field-visits.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { BaseBinding, DueIntention, FeishuFailure, Intention, TableAddress, TableRow } from '../ports.ts';
import { caseId } from '../workflow/ids.ts';
import { missedRowIntention } from './absent-rows.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { MOST_READ } from './batches.ts';
import { KEPT_TABLES, type KeptRows } from './kept-rows.ts';
import { mirrorIntention } from './mirror-cases.ts';
import { lookAtDirectories, pullTableIntention } from './pull-change.ts';
import { isDirectoryTable } from './read-directory.ts';
import { isSeenIn, oldSeenForgotten, rowsSeen, seenForgotten } from './seen-rows.ts';
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

/** Ids that a step compares with what the pages showed; it reads at most a hundred of them. */
const IDS_A_STEP = 5_000;
/** Tables that are read whole when their revision has moved, besides the directories. */
const READ_WHOLE: readonly string[] = [fieldVisits.key, enterprises.key];
const CASES_A_STEP = 200;
/** Clocks differ, and a row may become readable a little after it was changed. */
const OVERLAP_MS = 5 * 60_000;
/** What a first quick comparison looks back. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;
const MAX_RESTARTS = 5;
/** Longer than any comparison lasts. */
const SEEN_KEPT_MS = 2 * 24 * 3_600_000;
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
  kept: KeptRows,
): Promise<{ readonly settle: () => void } | null> => {
  const step = readStep(due);
  if (!step) {
    endAll(run, [due], FINISHED);
    return null;
  }
  const next = await advance(deps, run, due, step, { take, kept });
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
      const counted: SweepStep = {
        ...next.step,
        repaired: next.step.repaired + (run.repaired.get(due.key) ?? 0),
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
  for (const { key } of SWEPT)
    run.live.refilled(
      key,
      step.refill.flatMap((one) => (one.startsWith(`${key}.`) ? [one.slice(key.length + 1)] : [])),
    );
  if (step.level === 'full' || repaired + restored > 0) run.isHealthStale = true;
};

/** Where rows go that were read, by table. */
interface Takers {
  readonly take: TakeRows;
  readonly kept: KeptRows;
}

const advance = (deps: BaseDeps, run: Run, due: DueIntention, step: SweepStep, takers: Takers): Promise<Next> => {
  switch (step.phase) {
    case 'start':
      return step.level === 'quick' ? lookForChanges(deps, run, step) : lookAtColumns(deps, run, step);
    case 'recent':
      return takeRecent(deps, run, due, step, addressOf(run.base, cases.key), takers.take);
    case 'rows':
      return takePage(deps, run, due, step, takers);
    case 'gone':
      return takeGone(deps, run, due, step, takers);
    case 'open':
      return wishMissing(deps, run, step);
  }
};

/** 事项 first, and its cases; the tables that follow from them afterwards. */
const SWEPT: readonly Table[] = [cases, ...KEPT_TABLES];
const comparisonOf = ({ occasion, table }: SweepStep): string => `${occasion}:${table}`;

const takeInto = (run: Run, due: DueIntention, step: SweepStep, { take, kept }: Takers) => {
  const table = SWEPT.find(({ key }) => key === step.table) ?? cases;
  return {
    address: addressOf(run.base, table.key),
    rows: (rows: readonly TableRow[]): Promise<void> =>
      table.key === cases.key ? take(rows, [], () => [due], step.direction) : kept.take(table, rows, [], () => [due]),
  };
};

/** After a table of ours: the next one that the Base has, or the end. */
const nextTable = (run: Run, step: SweepStep): Next => {
  const at = SWEPT.findIndex(({ key }) => key === step.table);
  const next = SWEPT.slice(at + 1).find(({ key }) => run.base.tables[key] !== undefined);
  return next
    ? { kind: 'step', step: { ...step, phase: 'rows', table: next.key, cursor: '', restarts: 0 } }
    : { kind: 'done', step, revisions: { revision: null, tables: {} } };
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
const lookAtColumns = async (deps: BaseDeps, run: Run, step: SweepStep): Promise<Next> => {
  run.live.tryRefusedAgain();
  for (const key of Object.keys(run.base.tables)) {
    const seen = await run.live.look(key);
    if (seen.kind === 'auth') return { kind: 'failed', failure: seen };
  }
  run.facts.push(...oldSeenForgotten(run.notes, deps.now() - SEEN_KEPT_MS));
  const refill = SWEPT.flatMap(({ key }) => [...run.live.refilling(key)].map((column) => `${key}.${column}`));
  return { kind: 'step', step: { ...step, phase: 'rows', refill } };
};

const takePage = async (
  deps: BaseDeps,
  run: Run,
  due: DueIntention,
  step: SweepStep,
  takers: Takers,
): Promise<Next> => {
  const into = takeInto(run, due, step, takers);
  const read = await deps.rows.page(into.address, step.cursor === '' ? null : step.cursor);
  if (read.kind !== 'ok') return skipOrFail(run, step, read);
  await into.rows(read.data.rows);
  run.facts.push(
    ...rowsSeen(
      comparisonOf(step),
      step.pages,
      read.data.rows.map((row) => row.recordId),
    ),
  );
  const counted = { ...step, seen: step.seen + filledIn(read.data.rows), pages: step.pages + 1 };
  const cursor = read.data.nextPageToken;
  return { kind: 'step', step: { ...counted, ...(cursor === null ? { phase: 'gone', cursor: '' } : { cursor }) } };
};

/** A table that a person has to mend first holds back neither the others nor the end; 运行状况 names it. */
const skipOrFail = (run: Run, step: SweepStep, failure: FeishuFailure): Next =>
  step.table !== cases.key && run.troubles.has(`read:${step.table}`)
    ? nextTable(run, step)
    : restartOrFail(step, failure, '');

const filledIn = (rows: readonly TableRow[]): number => rows.filter((row) => Object.keys(row.fields).length > 0).length;

const restartOrFail = (step: SweepStep, failure: FeishuFailure, cursor: string): Next =>
  PAGE_TOKEN_OVER.has(failure.code) && step.cursor !== cursor && step.restarts < MAX_RESTARTS
    ? {
        kind: 'step',
        step: { ...step, cursor, seen: step.table === cases.key ? 0 : step.seen, restarts: step.restarts + 1 },
      }
    : { kind: 'failed', failure };

/**
 * Rows that should be there and that no page showed, asked for by id. What Feishu then says is absent is looked for once more
 * (`absent-rows.ts`), so a row that came or went while the pages were read is neither missed for good nor misjudged.
 */
const takeGone = async (deps: BaseDeps, run: Run, due: DueIntention, at: SweepStep, takers: Takers): Promise<Next> => {
  let step = at;
  const into = takeInto(run, due, step, takers);
  const isSeen = isSeenIn(run.notes, comparisonOf(step));
  const ids = await deps.mirror.recordIdsAfter(run.base.district, step.table, step.cursor, IDS_A_STEP);
  const unseen = ids.filter((id) => !isSeen(id)).slice(0, MOST_READ);
  if (unseen.length > 0) {
    const read = await deps.rows.get(into.address, unseen);
    if (read.kind !== 'ok') return skipOrFail(run, step, read);
    await into.rows(read.data.rows);
    const now = deps.now();
    run.intentions.push(...read.data.absent.map((id) => missedRowIntention(run.base.district, step.table, id, now)));
    step = { ...step, restored: step.restored + read.data.absent.length };
  }
  const last = unseen.length === MOST_READ ? unseen.at(-1) : ids.at(-1);
  if (last && (unseen.length === MOST_READ || ids.length === IDS_A_STEP))
    return { kind: 'step', step: { ...step, cursor: last } };
  run.facts.push(...seenForgotten(run.notes, comparisonOf(step)));
  return step.table === cases.key
    ? { kind: 'step', step: { ...step, phase: 'open', cursor: '' } }
    : nextTable(run, step);
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
    ? nextTable(run, step)
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
