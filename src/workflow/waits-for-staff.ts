/**
 * What of a case waits for 工商联 itself, all of it and nothing else: as 待办事由 in the row says it. From the case alone, without a
 * clock, so that a cell rests.
 */

import { type Case, currentRound, ratingInHand, sheetInHand } from './case.ts';
import { pendingContest } from './contests.ts';
import { extensionForLeader, pendingExtension } from './extensions.ts';
import type { UnitId } from './ids.ts';
import { isSharedRatedBadly } from './mergers.ts';
import { pendingObjections } from './objections.ts';
import { pendingPlan } from './plans.ts';
import { statesIn } from './states.ts';
import { hasStep } from './transitions.ts';
import { missingVerdicts } from './vetting.ts';

export type StaffWait =
  | { readonly kind: 'accept' }
  | { readonly kind: 'vet' }
  /** 待安排, or once more after a leader gave it back. */
  | { readonly kind: 'arrange'; readonly isSentBack: boolean }
  /** 非本人批示: the transcript has to be compared with the original before anything is submitted again. */
  | { readonly kind: 'disowned' }
  | { readonly kind: 'receive' }
  | { readonly kind: 'answerOrSubmit' }
  | { readonly kind: 'callForAnswer' }
  | { readonly kind: 'held' }
  | { readonly kind: 'objection'; readonly unitId: UnitId }
  | { readonly kind: 'extension' }
  /** Signed before it was vetted, as in the room, or a verdict was taken back since: no result passes without all three. */
  | { readonly kind: 'vetAfterwards' }
  | { readonly kind: 'review' }
  | { readonly kind: 'callBack' }
  | { readonly kind: 'judgeRating' }
  /** 合并: the enterprise is not content with the answer it shares. */
  | { readonly kind: 'judgeShared' }
  | { readonly kind: 'contest' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'withdrawal' };

/** The most pressing first; empty where it is others' turn. */
export const waitsForStaff = (subject: Case): readonly StaffWait[] => [
  ...(hasPendingWithdrawal(subject) ? [{ kind: 'withdrawal' } as const] : []),
  ...stateWaits(subject),
  ...(isVettingOwed(subject) ? [{ kind: 'vetAfterwards' } as const] : []),
  ...(pendingContest(subject) ? [{ kind: 'contest' } as const] : []),
  ...(pendingPlan(subject)?.isAsked ? [{ kind: 'plan' } as const] : []),
];

const stateWaits = (subject: Case): readonly StaffWait[] => {
  switch (subject.state) {
    case 'submitted':
      return [{ kind: 'accept' }];
    case 'vetting':
      return [{ kind: 'vet' }];
    case 'ready':
      return isDisowned(subject)
        ? [{ kind: 'disowned' }]
        : [{ kind: 'arrange', isSentBack: subject.sentBack !== null }];
    case 'scheduled':
      return [{ kind: 'receive' }];
    case 'heard':
      if (isDisowned(subject)) return [{ kind: 'disowned' }];
      return subject.sentBack ? [{ kind: 'arrange', isSentBack: true }] : [{ kind: 'answerOrSubmit' }];
    case 'awaiting_enterprise':
      return [{ kind: 'callForAnswer' }];
    case 'awaiting_instruction':
      return subject.awaiting?.hold ? [{ kind: 'held' }] : [];
    case 'assigned':
      return waitingObjectors(subject).map((unitId) => ({ kind: 'objection', unitId }));
    case 'handling':
      return isExtensionForStaff(subject) ? [{ kind: 'extension' }] : [];
    case 'awaiting_review':
      return [{ kind: 'review' }];
    case 'awaiting_rating':
      if (!ratingInHand(subject)) return [{ kind: 'callBack' }];
      // A rating that waits is a bad one.
      return currentRound(subject)?.judgement ? [] : [{ kind: 'judgeRating' }];
    case 'merged':
      return isSharedRatedBadly(subject) ? [{ kind: 'judgeShared' }] : [];
    case 'awaiting_closure':
      return isDisowned(subject) ? [{ kind: 'disowned' }] : [];
    case 'closed':
    case 'declined':
    case 'redirected':
    case 'withdrawn':
      return [];
  }
};

/** What has ended some other way has nothing left to withdraw. */
const hasPendingWithdrawal = (subject: Case): boolean =>
  subject.withdrawal?.outcome === 'pending' && hasStep('auditWithdrawal', subject);
/** The one that a ruling is about comes first: the oldest. */
const waitingObjectors = (subject: Case): readonly UnitId[] => {
  const round = currentRound(subject);
  return (round ? pendingObjections(round) : []).map(({ unitId }) => unitId);
};
/** A further one of a round waits for the leader. */
const isExtensionForStaff = (subject: Case): boolean => {
  const round = currentRound(subject);
  return round !== null && pendingExtension(round) !== null && extensionForLeader(round) === null;
};
/** And nobody has given it back for another reason since. */
const isDisowned = ({ rounds, sentBack }: Case): boolean => {
  const voided = rounds.at(-1)?.voided ?? null;
  return voided !== null && !(sentBack && sentBack.at > voided.at);
};
const isVettingOwed = (subject: Case): boolean =>
  STILL_WITH_UNITS.includes(subject.state) &&
  sheetInHand(subject) !== null &&
  missingVerdicts(subject.notes).length > 0;
const STILL_WITH_UNITS = statesIn('handling', 'paused');
