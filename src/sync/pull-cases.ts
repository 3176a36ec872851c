/**
 * 事项, taken in: every row that is due, in hundreds, and every row that a step of 对账 finds. Work by case, so that a case is
 * written once however often it is asked for.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention } from '../ports.ts';
import { type CaseId, type RecordId, recordId } from '../workflow/ids.ts';
import { addressOf, type BaseDeps, endAll, mayRead, type RowWork, type Run, soon } from './base-deps.ts';
import { chunks, MOST_READ } from './batches.ts';
import type { KeptRows } from './kept-rows.ts';
import type { MappingContext } from './row-mapping.ts';
import { sweepStep } from './sweep.ts';
import { mappingFor, type Names, takeRows } from './take-rows.ts';
import { NO_TIME } from './within-deadline.ts';

export const pullCases = async (
  deps: BaseDeps,
  run: Run,
  due: readonly DueIntention[],
  kept: KeptRows,
): Promise<{
  readonly pulled: ReadonlyMap<CaseId, RowWork>;
  readonly mapping: MappingContext;
  readonly settleSweeps: () => void;
}> => {
  const names: Names = { mapping: await mappingFor(deps, run) };
  const duesByRecord = new Map<RecordId, DueIntention[]>();
  for (const one of due.filter(({ kind, args }) => kind === 'pullRow' && args['table'] === cases.key)) {
    const id = recordId(one.args['record'] ?? '');
    duesByRecord.set(id, [...(duesByRecord.get(id) ?? []), one]);
  }
  const table = addressOf(run.base, cases.key);
  const doubtful = new Set(
    due.flatMap((one) => (one.kind === 'mirrorCase' && one.attempts > 0 && one.caseId ? [one.caseId] : [])),
  );
  const work = new Map<CaseId, RowWork>();
  const take = takeRows(deps, run, table, names, doubtful, work);

  for (const ids of chunks([...duesByRecord.keys()], MOST_READ)) {
    const dues = ids.flatMap((id) => duesByRecord.get(id) ?? []);
    if (!mayRead(deps, run)) {
      endAll(run, dues, soon(deps.now(), NO_TIME));
      continue;
    }
    const read = await deps.rows.get(table, ids);
    if (read.kind !== 'ok') {
      const now = deps.now();
      endAll(run, dues, (one) => deps.endAfter(read, one, now));
      continue;
    }
    await take(read.data.rows, read.data.absent, (id) => duesByRecord.get(id) ?? []);
  }
  const settles: (() => void)[] = [];
  for (const one of due.filter((intention) => intention.kind === 'sweep')) {
    if (!mayRead(deps, run)) {
      endAll(run, [one], soon(deps.now(), NO_TIME));
      continue;
    }
    const step = await sweepStep(deps, run, one, take, kept);
    if (step) settles.push(step.settle);
  }
  return {
    pulled: work,
    mapping: names.mapping,
    settleSweeps: () => {
      for (const settle of settles) settle();
    },
  };
};
