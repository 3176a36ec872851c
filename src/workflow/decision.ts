/**
 * The answer of the process to a command: accepted, with what happened and what should follow; or refused, with a tagged
 * reason that `cards/answer.ts` turns into one Chinese sentence.
 */
import type { Case, State } from './case.ts';
import type { Effect } from './effects.ts';
import type { CaseEvent } from './events.ts';
import type { BeijingDate, CaseId } from './ids.ts';

export type Refusal =
  | { readonly kind: 'noSuchCase' }
  /** Not possible in this state; `by` tells who moved the case on, where that is worth saying. */
  | { readonly kind: 'wrongState'; readonly state: State }
  | { readonly kind: 'notYourRole' }
  /** The card was drawn for an earlier round, or its step is over. */
  | { readonly kind: 'outOfDate'; readonly state: State }
  | { readonly kind: 'alreadySigned'; readonly byName: string; readonly at: number }
  | { readonly kind: 'alreadyAcknowledged'; readonly byName: string; readonly at: number }
  | { readonly kind: 'alreadyDone' }
  /** `before`: the step that wants them. */
  | {
      readonly kind: 'verdictsMissing';
      readonly missing: readonly string[];
      readonly before: 'completeVetting' | 'requestInstruction' | 'review';
    }
  | { readonly kind: 'fieldsMissing'; readonly missing: readonly string[] }
  | { readonly kind: 'reasonMissing' }
  | { readonly kind: 'textTooLong'; readonly field: string; readonly max: number }
  | { readonly kind: 'unknownUnit' }
  /** Neither head nor officer, and not by web. */
  | { readonly kind: 'nobodyInUnit'; readonly name: string }
  | { readonly kind: 'unknownLeader' }
  /** 回避: agreeing in one tap is not offered to whoever should rather pass the sheet on. */
  | { readonly kind: 'avoids' }
  /** 阅, while a 批示 stands in the same card. */
  | { readonly kind: 'endorsedWithWords' }
  | { readonly kind: 'leaderMayNotSign'; readonly name: string }
  /** `cleared`: the day of a case that stands on an agenda was emptied. */
  | { readonly kind: 'unknownReceptionDay'; readonly why: 'unknown' | 'cleared' }
  /** `state` null: there is no such case. `into`: where that case was merged itself; `name`: how it is called. */
  | {
      readonly kind: 'mergeTarget';
      readonly why: 'unknown' | 'itself' | 'ended';
      readonly name: string;
      readonly state: State | null;
      readonly into: CaseId | null;
    }
  /** The case it is merged into has no answer yet. */
  | { readonly kind: 'noSharedAnswer' }
  | { readonly kind: 'sharedNotRatedBadly' }
  | { readonly kind: 'receptionDayPast'; readonly date: BeijingDate }
  | { readonly kind: 'receptionDayAhead'; readonly date: BeijingDate }
  /** What was proposed has been signed on, or changed by the leader: another sheet or a ruling changes it, no edit. */
  | { readonly kind: 'proposalOver' }
  /** 办理时限 in 工作日: at least one, at most so many. */
  | { readonly kind: 'limitInvalid'; readonly max: number }
  | { readonly kind: 'dateInvalid' }
  | { readonly kind: 'dateTooFar'; readonly last: BeijingDate }
  | { readonly kind: 'dateNotLater'; readonly than: BeijingDate }
  | { readonly kind: 'objectionTooLate'; readonly lastDay: BeijingDate }
  | { readonly kind: 'objectedBefore' }
  | { readonly kind: 'objectionPending' }
  | { readonly kind: 'noObjection' }
  | { readonly kind: 'extensionTooLate'; readonly lastDay: BeijingDate }
  | { readonly kind: 'extensionPending' }
  | { readonly kind: 'extensionsUsedUp'; readonly max: number }
  /** 第二次延期 is granted by a leader. */
  | { readonly kind: 'extensionNeedsLeader' }
  | { readonly kind: 'noExtension' }
  /** A month without a line of progress; `month` is its first day. */
  | { readonly kind: 'monthlyLineMissing'; readonly month: BeijingDate }
  | { readonly kind: 'milestoneDate'; readonly last: BeijingDate }
  | { readonly kind: 'milestonesUsedUp'; readonly max: number }
  | { readonly kind: 'milestoneMovesUsedUp'; readonly max: number }
  /** None of this number that is not reached yet. */
  | { readonly kind: 'noMilestone' }
  | { readonly kind: 'outcomeUnfit' }
  | { readonly kind: 'ratedBefore' }
  | { readonly kind: 'notRatedYet' }
  | { readonly kind: 'notDissatisfied' }
  | { readonly kind: 'judgementPending' }
  | { readonly kind: 'redoUsedUp'; readonly max: number }
  /** 第二次重办 is for the lead leader to decide. */
  | { readonly kind: 'redoNeedsLeader' }
  /** 重办, after 现场答复: no unit has a part. */
  | { readonly kind: 'noUnitToRedo' }
  | { readonly kind: 'ratingWordsMissing' }
  | { readonly kind: 'ratingJudged' }
  | { readonly kind: 'ratingWordsUsedUp'; readonly max: number }
  | { readonly kind: 'attemptsMissing'; readonly needed: number; readonly made: number }
  | { readonly kind: 'withdrawalPending' }
  | { readonly kind: 'noWithdrawal' }
  | { readonly kind: 'pausesUsedUp'; readonly max: number }
  | { readonly kind: 'pauseDaysUsedUp'; readonly max: number; readonly times: number }
  | { readonly kind: 'notListed' }
  | { readonly kind: 'remindedToday' }
  | { readonly kind: 'notDueYet' }
  | { readonly kind: 'materialsUsedUp' }
  | { readonly kind: 'contestedBefore' }
  | { readonly kind: 'noContest' }
  /** No plan (计划解决) waits for a check in this round. */
  | { readonly kind: 'noPlan' }
  /** It cannot be said that a plan was not kept before its day. */
  | { readonly kind: 'planNotDue'; readonly on: BeijingDate }
  /** No 书面批示 of this round waits to be looked at. */
  | { readonly kind: 'noTranscript' }
  /** 非本人批示, after the leader had looked at it and found it right. */
  | { readonly kind: 'transcriptChecked'; readonly byName: string; readonly at: number }
  /** 非本人批示, after the enterprise was told the result. */
  | { readonly kind: 'disownTooLate' }
  /** 更正 and 非本人批示 are for whoever's words they are. */
  | { readonly kind: 'notYourWords'; readonly name: string }
  /** 更正: a unit has acknowledged, or so many minutes are over. */
  | {
      readonly kind: 'correctionTooLate';
      readonly acknowledged: { readonly byName: string; readonly at: number } | null;
      readonly minutes: number;
    }
  /** 追加批示, after the result was passed on. */
  | { readonly kind: 'additionTooLate' }
  /** The sheet of the card that was pressed is void. */
  | { readonly kind: 'sheetVoid'; readonly byName: string; readonly at: number }
  /** 新批示 on a card drawn before the case was closed. */
  | { readonly kind: 'closedMeanwhile'; readonly byName: string; readonly at: number }
  /** Who reported a result, or is of the unit that did, does not pass it. */
  | { readonly kind: 'reviewerConcerned'; readonly why: 'reporter' | 'leadUnit' | 'asker' }
  /** 批示原件 that can be no picture of anything. */
  | { readonly kind: 'fileTooSmall'; readonly name: string; readonly bytes: number; readonly min: number }
  | { readonly kind: 'paperDateInvalid' }
  | { readonly kind: 'unknownOfficer' }
  /** 发办理码, where no unit of the round works by web, or nobody is known to tell it to. */
  | { readonly kind: 'noWebUnit' }
  | { readonly kind: 'editorUnknown' }
  | { readonly kind: 'codeSpent' }
  | { readonly kind: 'codeExpired' }
  /** `what`: what stays as it is, where it is no text. */
  | { readonly kind: 'nothingChanged'; readonly what?: 'milestone' | 'signer' | 'officer' | 'verdicts' }
  /** The database did not take it in time; nothing was saved. */
  | { readonly kind: 'busy' };

export type Decision =
  | {
      readonly kind: 'accepted';
      readonly events: readonly CaseEvent[];
      readonly next: Case;
      readonly effects: readonly Effect[];
    }
  | { readonly kind: 'refused'; readonly reason: Refusal };
