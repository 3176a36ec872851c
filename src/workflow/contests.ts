/**
 * 评价申诉: the lead unit says once per round why a dissatisfied rating should not count for it; staff decide. The rating
 * stays as the enterprise gave it, and so does its road; what changes is whether figures about the unit count it.
 */
import { type Case, type Contest, isDissatisfied, type Round } from './case.ts';
import { hasStep } from './transitions.ts';

/** The unit may still contest the rating of this round. */
export const mayContest = ({ rating, contest }: Round): boolean =>
  rating !== null && isDissatisfied(rating.grade) && contest === null;

/** 不计入单位考核: staff found that this very rating should not count; one given after 重办 does. */
export const isLeftOut = ({ rating, contest }: Round): boolean =>
  contest?.decision?.isUpheld === true && contest.ratedAt === rating?.at;

/** What waits for staff, of whichever round: a new 批示 does not answer it. */
export const pendingContest = (subject: Case): { readonly round: Round; readonly contest: Contest } | null => {
  if (!hasStep('decideContest', subject)) return null;
  const round = subject.rounds.findLast(({ contest }) => contest !== null && contest.decision === null);
  return round?.contest ? { round, contest: round.contest } : null;
};
