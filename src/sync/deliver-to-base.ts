/**
 * The lane of one Base (多维表格): what was edited there is taken in first, then rows are made to agree. One run is one pass:
 * read in hundreds, ask the process, write in thousands, and hand back every end and fact to be saved together.
 */

import { cases } from '../../bitable-schema/cases.ts';
import { confidential } from '../../bitable-schema/confidential.ts';
import { health } from '../../bitable-schema/health.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import type { Deliver, Delivered } from '../outbox/drain.ts';
import type { AttemptEnd, BaseBinding, DueIntention } from '../ports.ts';
import { type DistrictId, deliveryId, type Ms } from '../workflow/ids.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run, soon } from './base-deps.ts';
import { createKeptRows, isKept, lookAtKeptRows } from './kept-rows.ts';
import { createLiveTables } from './live-tables.ts';
import { mirrorCases } from './mirror-cases.ts';
import { dropConfidential, planConfidential } from './mirror-confidential.ts';
import { mirrorHealth } from './mirror-health.ts';
import { planProgress } from './mirror-progress.ts';
import { mirrorTable } from './mirror-table.ts';
import { planVisits } from './mirror-visits.ts';
import { pullCases } from './pull-cases.ts';
import { healthIntention, pullTableIntention } from './pull-change.ts';
import { pullDirectories } from './pull-directories.ts';
import { pullFieldVisits } from './pull-field-visits.ts';
import { lookAtHealthRows } from './pull-health-rows.ts';
import { isDirectoryTable } from './read-directory.ts';
import { sha256 } from './row-identity.ts';
import { fullSweep } from './sweep.ts';
import { peersOfOpen } from './take-rows.ts';
import { tellKeptEdits } from './tell-kept-edits.ts';
import { createTroubles } from './troubles.ts';
import { duesByCase, untouchedCases, withDues } from './untouched-cases.ts';
import { NO_TIME, withinDeadline } from './within-deadline.ts';

/** Until `bitable apply` has been run for the district; nothing is lost meanwhile. */
const NO_BASE_WAIT_MS = 10 * 60_000;
/** While `apply` is at work on it, which takes seconds; what was wished meanwhile should not wait for minutes. */
const HALF_BUILT_WAIT_MS = 15_000;

export const createDeliverToBase = (given: BaseDeps): Deliver => {
  /** Runs one after another that ended for want of time before anything was done: what was taken up could not be written any more. */
  const ranOut = new Map<DistrictId, number>();
  return async (due, context): Promise<Delivered> => {
    const district = due[0]?.district;
    if (district === undefined) return { records: [], facts: [], intentions: [] };
    const base = (await given.mirror.loadBases()).find((one) => one.district === district);
    if (!base) return withoutBase(due, given.now() + NO_BASE_WAIT_MS);
    if (!isComplete(base)) return withoutBase(due, given.now() + HALF_BUILT_WAIT_MS);

    const rows = withinDeadline(given.rows, { ...given, ...context });
    const inVain = ranOut.get(district) ?? 0;
    const run = await openRun({ ...given, rows }, base, due, {
      ...context,
      shareForRows: SHARE_FOR_ROWS / 2 ** inVain,
    });
    const deps: BaseDeps = { ...given, rows: run.live.rows };
    nameMissingTables(run);
    await lookAtColumns(deps, run, due);
    await pullDirectories(deps, run, due);
    const kept = createKeptRows(deps, run);
    await lookAtKeptRows(deps, run, due, kept);
    const { pulled, mapping, settleSweeps } = await pullCases(deps, run, due, kept);
    const fieldVisitRows = await pullFieldVisits(deps, run, due);
    const asked = duesByCase(run, due, kept);
    const works = [...withDues(pulled, asked), ...(await untouchedCases(deps, run, asked, pulled))];
    const plans = {
      progress: planProgress(run, works, mapping),
      visits: await planVisits(deps, run, works, mapping, kept),
      confidential: planConfidential(run, works, mapping),
    };
    for (const plan of Object.values(plans)) if (plan) tellKeptEdits(deps, run, plan, kept);
    const healthRows = await lookAtHealthRows(deps, run, due);
    await saveNotices(deps, run);
    await healthRows.write();

    await fieldVisitRows.write();
    if (plans.progress) await mirrorTable(deps, run, plans.progress, kept);
    if (plans.visits) await mirrorTable(deps, run, plans.visits, kept);
    const hidden = plans.confidential ? await mirrorTable(deps, run, plans.confidential, kept) : new Set<string>();
    const unhidden = run.live.waiting(confidential.key);
    const peers = await peersOfOpen(
      deps,
      works.map(({ subject }) => subject),
    );
    await mirrorCases(
      deps,
      run,
      addressOf(base, cases.key),
      works,
      { ...mapping, peers },
      (id, key) => hidden.has(id) && !unhidden.has(key),
    );
    await dropConfidential(deps, run, works);
    endAll(run, kept.dues(), FINISHED);
    settleSweeps();
    noteChangesOfShape(deps, run);

    const healthDues = due.filter((one) => one.kind === 'mirrorHealth');
    if (healthDues.length > 0) await mirrorHealth(deps, run, addressOf(base, health.key), healthDues);
    const ends = [...run.ends.values()];
    const isInVain = ends.some(isForWantOfTime) && !ends.some(({ kind }) => kind === 'finished');
    ranOut.set(district, isInVain ? Math.min(inVain + 1, MOST_HALVED) : 0);
    return deliveredOf(deps, run, due);
  };
};

/** Halved with each run in vain, until the first row alone is taken up. */
const SHARE_FOR_ROWS = 0.5;
const MOST_HALVED = 6;
const isForWantOfTime = (end: AttemptEnd): end is Extract<AttemptEnd, { readonly kind: 'again' }> =>
  end.kind === 'again' && end.reason === NO_TIME;

const openRun = async (
  deps: BaseDeps,
  base: BaseBinding,
  due: readonly DueIntention[],
  { deadlineAt, shareForRows }: { readonly deadlineAt: Ms; readonly shareForRows: number },
): Promise<Run> => {
  const notes = await deps.mirror.loadNotes(base.district);
  const troubles = createTroubles(notes);
  return {
    base,
    callsUntil: deadlineAt - deps.callTimeoutMs,
    takesUntil: null,
    shareForRows,
    facts: [],
    intentions: [],
    notices: [],
    isInDoubt: due.some((one) => one.attempts > 0 || one.firstAttemptAt !== null),
    notes,
    troubles,
    live: createLiveTables(deps, base, notes, troubles),
    ends: new Map(),
    unfinished: new Map(),
    repaired: new Map(),
    isHealthStale: false,
  };
};

/** A table that a newer version declares and this Base has not got yet: its contents wait, everything else goes on. */
const nameMissingTables = ({ base, troubles }: Run): void => {
  for (const { key, name } of TABLES) {
    if (base.tables[key] !== undefined) troubles.mended(`missing:${key}`);
    else {
      const meanwhile = key === confidential.key ? '勾选“保密”的事项仍显示原文' : '该表的内容暂缓写入';
      const sentence = `缺少新版本增加的“${name}”表，${meanwhile}，其他表照常。请运行 npm run bitable -- apply 建表，系统会填入内容。`;
      troubles.meet(`missing:${key}`, { item: `“${name}”表`, sentence });
    }
  }
};

const lookAtColumns = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<void> => {
  for (const one of due.filter((intention) => intention.kind === 'lookAtColumns')) {
    const seen = await run.live.look(one.args['table'] ?? '');
    endAll(run, [one], seen.kind === 'ok' ? FINISHED : deps.endAfter(seen, one, deps.now()));
  }
};

const saveNotices = async (deps: BaseDeps, run: Run): Promise<void> => {
  if (run.notices.length === 0) return;
  const id = deliveryId(`notices:${sha256(run.notices.map(({ key }) => key).join()).slice(0, 32)}`);
  await deps.saveWishes(id, run.notices, deps.now());
};

/** What was learnt of columns and troubles; and where something can be used again, everything is looked at once more. */
const noteChangesOfShape = (deps: BaseDeps, run: Run): void => {
  const { district } = run.base;
  const now = deps.now();
  const changed = run.troubles.facts();
  run.facts.push(...run.live.facts(), ...changed);
  for (const table of run.live.madeAnew) if (table !== cases.key) run.facts.push({ kind: 'tableMadeAnew', table });
  for (const table of run.live.resumed())
    if (isDirectoryTable(table)) run.intentions.push(pullTableIntention(district, table, now));
  if (run.live.resumed().some((table) => table === cases.key || isKept(table)) || run.live.madeAnew.size > 0)
    run.intentions.push(fullSweep(district, `mended ${now}`, now));
  if (changed.length > 0 || run.isHealthStale) run.intentions.push(healthIntention(district, now));
};

const deliveredOf = (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Delivered => ({
  records: due.map((one) => ({
    key: one.key,
    wanted: one.wanted,
    end: unsent(run.ends.get(one.key) ?? soon(deps.now(), '本轮未轮到'), one),
  })),
  facts: run.facts,
  intentions: run.intentions,
});

/**
 * After the first call that was not begun for want of time none is, and the first end of a wish stands: nothing of it is in doubt. A run
 * that took it for doubtful would look through whole tables for rows it might have made, and have no time again.
 */
const unsent = (end: AttemptEnd, due: DueIntention): AttemptEnd =>
  isForWantOfTime(end) && due.firstAttemptAt === null ? { ...end, isUnsent: true } : end;

/** While `apply` is still at work on a new Base, the binding knows no 事项. */
const isComplete = (base: BaseBinding): boolean =>
  base.tables[cases.key] !== undefined && base.tables[health.key] !== undefined;

const withoutBase = (due: readonly DueIntention[], at: Ms): Delivered => ({
  records: due.map(({ key, wanted }) => ({
    key,
    wanted,
    end: { kind: 'again', at, reason: '该区县多维表格尚未建好', countsAsAttempt: false },
  })),
  facts: [],
  intentions: [],
});
