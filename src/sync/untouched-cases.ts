/**
 * Cases that changed without their row being touched, and which wishes a row answers that was taken in. Nothing is read from the
 * Base: what a row shows is what was agreed on.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention } from '../ports.ts';
import type { CaseId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, type RowWork, type Run, subjectsById } from './base-deps.ts';
import type { KeptRows } from './kept-rows.ts';
import { shadowOf } from './shadow.ts';

/** Whose wishes the row of which case answers: to mirror it, or to look at a row of another table that follows from it. */
export const duesByCase = (run: Run, due: readonly DueIntention[], kept: KeptRows): DuesByCase => {
  const byCase = new Map<CaseId, readonly DueIntention[]>(kept.duesByCase());
  for (const one of due.filter((intention) => intention.kind === 'mirrorCase')) {
    if (one.caseId === null) endAll(run, [one], { kind: 'parked', reason: '缺少受理编号' });
    else byCase.set(one.caseId, [...(byCase.get(one.caseId) ?? []), one]);
  }
  return byCase;
};
type DuesByCase = ReadonlyMap<CaseId, readonly DueIntention[]>;

export const untouchedCases = async (
  deps: BaseDeps,
  run: Run,
  asked: DuesByCase,
  pulled: ReadonlyMap<CaseId, RowWork>,
): Promise<readonly RowWork[]> => {
  const untouched = new Map([...asked].filter(([id]) => !pulled.has(id)));
  const subjects = await subjectsById(deps, [...untouched.keys()]);
  const rows = await deps.mirror.rowsByEntity(run.base.district, cases.key, [...subjects.keys()]);
  for (const [id, dues] of untouched)
    if (!subjects.has(id)) endAll(run, dues, { kind: 'parked', reason: '没有这个事项' });

  return [...subjects.values()].map((subject): RowWork => {
    const row = rows.find((one) => one.entityId === subject.id && !one.isDeleted);
    const lost = rows.find((one) => one.entityId === subject.id && one.isDeleted);
    return {
      subject,
      recordId: row?.recordId ?? null,
      shown: row ? shadowOf(row) : lost ? shadowOf(lost) : {},
      putBack: {},
      result: null,
      dues: untouched.get(subject.id) ?? [],
      isRestored: !row && lost !== undefined,
    };
  });
};

/** A row taken in just now is written with its case as it is now, which answers the wish to mirror that case too. */
export const withDues = (pulled: ReadonlyMap<CaseId, RowWork>, asked: DuesByCase): readonly RowWork[] =>
  [...pulled.values()].map((work) => ({ ...work, dues: [...work.dues, ...(asked.get(work.subject.id) ?? [])] }));
