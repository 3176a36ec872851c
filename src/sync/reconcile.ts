/**
 * 对账: the same comparison as for an edit, run over everything, so that lost, doubled and late events do not matter. First
 * every row of 事项, a page at a time; then every open case, for rows that are gone. Each step ends by wishing for the next
 * one, so it goes on after a crash where it stopped.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention, TableAddress } from '../ports.ts';
import { caseId, type DistrictId, type Ms, type RecordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import type { TakeRows } from './deliver-to-base.ts';
import { pullTableIntention } from './pull-change.ts';

const CASES_A_STEP = 100;
/** The second phase's cursor: the case after which to go on. */
const PHASE_TWO = 'cases:';

/** The wish that starts a reconciliation of 事项. */
export const reconcileIntention = (district: DistrictId, now: Ms) => pullTableIntention(district, cases.key, '', now);

export const reconcileStep = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  due: DueIntention,
  take: TakeRows,
): Promise<void> => {
  const cursor = due.args['cursor'] ?? '';
  const next = cursor.startsWith(PHASE_TWO)
    ? await takeOpenCases(deps, run, table, due, take, cursor.slice(PHASE_TWO.length))
    : await takePage(deps, run, table, due, take, cursor);
  if (next !== null) run.intentions.push(pullTableIntention(run.base.district, cases.key, next, deps.now()));
  endAll(run, [due], FINISHED);
};

const takePage = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  due: DueIntention,
  take: TakeRows,
  cursor: string,
): Promise<string | null> => {
  const read = await deps.rows.page(table, cursor === '' ? null : cursor);
  if (read.kind !== 'ok') {
    endAll(run, [due], deps.endAfter(read, due, deps.now()));
    return null;
  }
  await take(read.data.rows, [], () => [due]);
  return read.data.nextPageToken ?? PHASE_TWO;
};

const takeOpenCases = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  due: DueIntention,
  take: TakeRows,
  after: string,
): Promise<string | null> => {
  const open = await deps.cases.openCases(run.base.district, after === '' ? null : caseId(after), CASES_A_STEP);
  const rows = (
    await deps.mirror.rowsByEntity(
      run.base.district,
      cases.key,
      open.map((one) => one.id),
    )
  ).filter((row) => !row.isDeleted);
  const ids: readonly RecordId[] = rows.map((row) => row.recordId);
  if (ids.length > 0) {
    const read = await deps.rows.get(table, ids.slice(0, CASES_A_STEP));
    if (read.kind !== 'ok') {
      endAll(run, [due], deps.endAfter(read, due, deps.now()));
      return null;
    }
    await take([], read.data.absent, () => [due]);
  }
  const last = open.at(-1);
  return open.length < CASES_A_STEP || !last ? null : `${PHASE_TWO}${last.id}`;
};
