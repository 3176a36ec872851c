/**
 * Rules of 合并: into what a case may be merged, and what follows of it in both cases. Two cases are never changed by one act:
 * what the one has to know of the other comes as a command of the clock's (`mergers.ts`).
 */
import { type Case, isDissatisfied, type SharedAnswer, type TakenIn } from './case.ts';
import { caseName } from './case-name.ts';
import type { Command } from './commands.ts';
import type { Refusal } from './decision.ts';
import type { CaseId } from './ids.ts';
import { isShared, isSharedRatedBadly, mergedWith, sharedAnswerOf } from './mergers.ts';
import { leadUnitReached, notify, notifyStaff } from './recipients.ts';
import { checkLength, checkReason, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';
import { isEnded } from './ties.ts';

export const merge = (subject: Case, into: CaseId, reason: string, { mergeTarget }: Judging): Ruling => {
  const target = mergeTarget?.id === into && mergeTarget.district === subject.district ? mergeTarget : null;
  if (!target) return no(unfit('unknown', null));
  return unless(
    [
      refuseIf(target.id === subject.id, unfit('itself', target)),
      refuseIf(isEnded(target), unfit('ended', target)),
      checkReason('合并原因', reason),
    ],
    () => yes({ type: 'caseMerged', into, reason, with: mergedWith(subject, target) }),
  );
};

const unfit = (why: 'unknown' | 'itself' | 'ended', target: Case | null): Refusal => ({
  kind: 'mergeTarget',
  why,
  name: target ? caseName(target, 'staff') : '',
  state: target?.state ?? null,
  into: target?.exit?.mergedInto ?? null,
});

/** Whoever handles it already hears that another enterprise waits for the same. */
export const takeIn = (subject: Case, merged: TakenIn, { directory }: Judging): Ruling =>
  unless(
    [
      refuseIf(
        subject.tookIn.some(({ caseId }) => caseId === merged.caseId),
        { kind: 'alreadyDone' },
      ),
    ],
    () => yes({ type: 'caseTookIn', merged }, notify('caseTookIn', leadUnitReached(subject, directory))),
  );

/** By the clock where the other case ended without an answer; by staff where the enterprise is not content with the answer. */
export const giveBack = (
  subject: Case,
  { from, why, words }: Extract<Command, { type: 'giveBack' }>,
  { actor, directory }: Judging,
): Ruling => {
  const isLeft = refuseIf(subject.exit?.mergedInto !== from, { kind: 'alreadyDone' });
  if (actor.kind === 'clock')
    return unless([isLeft], () => yes({ type: 'caseGivenBack', from, why }, notifyStaff('caseGivenBack', directory)));
  return unless(
    [
      isLeft,
      refuseIf(!isSharedRatedBadly(subject), { kind: 'sharedNotRatedBadly' }),
      checkReason('恢复单独办理的理由', words),
    ],
    () => yes({ type: 'caseGivenBack', from, why: null, words }),
  );
};

export const shareAnswer = (subject: Case, answer: SharedAnswer): Ruling =>
  unless(
    [refuseIf(subject.exit?.mergedInto !== answer.from || isShared(subject, answer), { kind: 'alreadyDone' })],
    () => yes({ type: 'answerShared', answer }),
  );

/** Of the answer that was shared last; it counts for no unit, and moves neither case. */
export const rateShared = (
  subject: Case,
  { grade, words }: Extract<Command, { type: 'rateShared' }>,
  { actor, now, by, directory }: Judging,
): Ruling => {
  const answer = sharedAnswerOf(subject);
  if (!answer) return no({ kind: 'noSharedAnswer' });
  return unless([refuseIf(answer.rating !== null, { kind: 'ratedBefore' }), checkLength('评价意见', words)], () =>
    yes(
      {
        type: 'sharedAnswerRated',
        rating: {
          at: now,
          grade,
          words,
          recordedBy: actor.kind === 'enterprise' ? null : by,
          channel: actor.kind === 'enterprise' ? 'page' : 'phone',
          asks: null,
          added: [],
        },
      },
      isDissatisfied(grade) ? notifyStaff('sharedRatedBadly', directory) : [],
    ),
  );
};
