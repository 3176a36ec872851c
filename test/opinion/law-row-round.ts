/** Cells of 事项 about the round in hand that are one value: its result and rating, who is in charge, and what of the proposal was changed. */
import { GRADES, OUTCOMES } from '../../src/workflow/case.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { UnitId } from '../../src/workflow/ids.ts';
import * as ratings from './law-row-rated.ts';
import type { Seen, Want } from './law-row-words.ts';
import { leadOf, parts, stateOf } from './reading/road.ts';
import { leaderOf, notesNow, openPlan, ratingOf, resultOf, sinceRedone, unitOf } from './reading/scene.ts';
import { before, last, since, type Tale, type Walk } from './reading/tale.ts';

/** One that is handled again is told in 历次情况 and is no result any more. */
const isInHand = (walk: Walk, at: CaseEvent): boolean =>
  at === walk.opening ? sinceRedone(walk) === walk.tale : sinceRedone(walk).some((event) => event === at);

type ResultKey = 'outcome' | 'plannedOn' | 'outcomeText' | 'planCheck' | 'grade' | 'gradeWords' | 'ratedBy';
export const resultCells = (moment: Seen, walk: Walk | null): Readonly<Record<ResultKey, Want>> => {
  const { tale } = moment;
  const latest = walk && resultOf(walk);
  const reported = latest && isInHand(walk, latest.at) ? latest : null;
  const rated = walk && ratingOf(walk);
  const merged = stateOf(tale) === 'merged' ? last(tale, 'caseMerged') : null;
  if (merged) return sharedCells(since(tale, merged));
  const checked = latest && last(since(walk.tale, latest.at), 'planChecked');
  const plan = openPlan(tale);
  const told = latest?.told;
  return {
    outcome: { is: reported ? OUTCOMES[reported.result.outcome] : null },
    plannedOn: { is: reported?.result.plannedDate ?? null },
    outcomeText: reported
      ? {
          holds: [
            reported.result.text,
            reported.result.basis,
            reported.result.unitHead,
            reported.result.plannedDate ?? '',
            ...(told ? [told] : []),
            ...(checked && told ? [checked.words, checked.isKept ? '已兑现' : '未兑现'] : []),
          ],
        }
      : { holds: [] },
    planCheck: {
      is: checked && told ? (checked.isKept ? '已兑现' : '未兑现') : plan ? (plan.isAsked ? '待核实' : '未到期') : null,
    },
    grade: { is: rated ? GRADES[rated.rating.grade] : null },
    gradeWords: ratings.gradeWords(walk),
    ratedBy: ratings.ratedBy(walk, moment),
  };
};

/** A case that was merged has the answer of the other one, and what its own enterprise says of that. */
const sharedCells = (sinceMerged: Tale): Readonly<Record<ResultKey, Want>> => {
  const answer = last(sinceMerged, 'answerShared')?.answer ?? null;
  const rating = last(sinceMerged, 'sharedAnswerRated', 'answerShared');
  const rated = rating?.type === 'sharedAnswerRated' ? rating.rating : null;
  return {
    outcome: { is: answer && OUTCOMES[answer.outcome] },
    plannedOn: { is: answer?.plannedDate ?? null },
    outcomeText: answer ? { holds: [answer.publicReply, answer.basis] } : { is: '' },
    grade: { is: rated && GRADES[rated.grade] },
    planCheck: { is: null },
    gradeWords: rated ? { holds: [rated.words] } : { is: '' },
    ratedBy: rated
      ? { holds: [rated.recordedBy ? '电话回访' : '企业在网页评价', rated.recordedBy?.name ?? ''] }
      : { is: '' },
  };
};

/** What is in force, and what the 批示 and rulings after it changed of what was proposed when it was signed. */
type InForce = 'leaderInCharge' | 'unitInCharge' | 'unitsInSupport' | 'proposalDifference';
export const inForce = (moment: Seen, walk: Walk | null): Readonly<Record<InForce, Want>> => {
  const sheet = walk?.sheet;
  const none = { is: '' };
  if (!walk || !sheet)
    return { leaderInCharge: none, unitInCharge: none, unitsInSupport: none, proposalDifference: none };
  const unitNames = (ids: readonly UnitId[]): readonly string[] => ids.map((id) => unitOf(moment, id)?.name ?? '');
  const supporting = parts(walk).flatMap(({ unitId, role }) => (role === 'supporting' ? [unitId] : []));
  const proposal = notesNow(before(moment.tale, walk.opening))?.proposal;
  const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
    JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
  const limit = 'workdays' in sheet.limit ? sheet.limit.workdays : sheet.limit.date;
  const changes: readonly (readonly [string, boolean])[] = [
    ['牵头领导：', sheet.leadLeaderId !== (proposal?.leadLeaderId ?? null)],
    ['主办单位：', proposal?.leadUnitId !== sheet.leadUnitId || leadOf(walk) !== sheet.leadUnitId],
    [
      '协办单位：',
      !isSame(proposal?.supportingUnitIds ?? [], sheet.supportingUnitIds) ||
        !isSame(sheet.supportingUnitIds, supporting),
    ],
    // An empty one proposed nothing.
    ['时限：', typeof proposal?.limitWorkdays === 'number' && limit !== proposal.limitWorkdays],
  ];
  return {
    leaderInCharge: { is: leaderOf(moment, sheet.leadLeaderId)?.name ?? '' },
    unitInCharge: { is: unitOf(moment, leadOf(walk))?.name ?? '' },
    unitsInSupport: {
      holds: unitNames(supporting),
      lacks: moment.directory.units.flatMap(({ id, name }) => (supporting.includes(id) ? [] : [name])),
    },
    proposalDifference: {
      holds: changes.flatMap(([what, isSo]) => (isSo ? [what] : [])),
      lacks: changes.flatMap(([what, isSo]) => (isSo ? [] : [what])),
    },
  };
};
