/**
 * Rules of 评价申诉: the lead unit contests a dissatisfied rating once per round, before the case is closed; staff say with a reason
 * whether it counts for the unit. Neither holds up 研判, 复核 or 销号, nor touches what the enterprise said.
 */
import { type Case, currentRound, isDissatisfied } from './case.ts';
import type { Command } from './commands.ts';
import { pendingContest } from './contests.ts';
import { checkOwnWork } from './own-work.ts';
import { leadUnitOf, notify, notifyStaff, reached } from './recipients.ts';
import { checkReason, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';

export const contestRating = (subject: Case, reason: string, { directory }: Judging): Ruling => {
  const round = currentRound(subject);
  const unitId = leadUnitOf(subject);
  if (!round?.rating || !unitId) return no({ kind: 'notRatedYet' });
  const { at, grade } = round.rating;
  return unless(
    [
      refuseIf(!isDissatisfied(grade), { kind: 'notDissatisfied' }),
      refuseIf(round.contest !== null, { kind: 'contestedBefore' }),
      checkReason('申诉理由', reason),
    ],
    () => yes({ type: 'ratingContested', unitId, reason, ratedAt: at }, notifyStaff('ratingContested', directory)),
  );
};

/** The unit that contested hears of it, whoever leads now. */
export const decideContest = (
  subject: Case,
  { isUpheld, words }: Extract<Command, { type: 'decideContest' }>,
  judging: Judging,
): Ruling => {
  const pending = pendingContest(subject);
  if (!pending) return no({ kind: 'noContest' });
  const { round, contest } = pending;
  const { unitId, by: asker } = contest;
  return unless([checkOwnWork(round, { unitId, asker }, judging), checkReason('确定理由', words)], () =>
    yes(
      { type: 'contestDecided', round: round.round, isUpheld, words },
      notify('contestDecided', reached([unitId], judging.directory), unitId),
    ),
  );
};
