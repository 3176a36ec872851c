/**
 * What a refusal comes from: the case and the person, what was filled in, or a day. What is offered, on cards and pages and in 可选操作, is
 * what the first does not speak against: fields can be filled in otherwise, and a card follows its case and not the calendar.
 */
import type { Refusal } from './decision.ts';

/** `form`: a field of the act's own form, to be filled in otherwise. `columns`: what stands, or does not yet stand, beside it in the row. */
export type Cause = 'standing' | 'columns' | 'form' | 'day';

export const causeOf = (refusal: Refusal): Cause => {
  switch (refusal.kind) {
    case 'verdictsMissing':
    case 'fieldsMissing':
    case 'leaderMayNotSign':
    case 'unknownReceptionDay':
    case 'receptionDayPast':
    case 'mergeTarget':
    case 'endorsedWithWords':
    case 'fileTooSmall':
    case 'paperDateInvalid':
      return 'columns';
    case 'reasonMissing':
    case 'textTooLong':
    case 'unknownUnit':
    case 'nobodyInUnit':
    case 'unknownLeader':
    case 'limitInvalid':
    case 'dateInvalid':
    case 'dateTooFar':
    case 'outcomeUnfit':
    case 'ratingWordsMissing':
    case 'unknownOfficer':
      return 'form';
    case 'receptionDayAhead':
    case 'dateNotLater':
    case 'objectionTooLate':
    case 'extensionTooLate':
    case 'monthlyLineMissing':
    case 'milestoneDate':
    case 'remindedToday':
    case 'notDueYet':
    case 'planNotDue':
    case 'codeExpired':
      return 'day';
    // Half an hour passes by itself; a unit that has taken it up does not undo that.
    case 'correctionTooLate':
      return refusal.acknowledged ? 'standing' : 'day';
    case 'noSuchCase':
    case 'wrongState':
    case 'notYourRole':
    case 'outOfDate':
    case 'alreadySigned':
    case 'alreadyAcknowledged':
    case 'alreadyDone':
    case 'avoids':
    case 'noSharedAnswer':
    case 'sharedNotRatedBadly':
    case 'proposalOver':
    case 'objectedBefore':
    case 'objectionPending':
    case 'noObjection':
    case 'extensionPending':
    case 'extensionsUsedUp':
    case 'extensionNeedsLeader':
    case 'noExtension':
    case 'milestonesUsedUp':
    case 'milestoneMovesUsedUp':
    case 'noMilestone':
    case 'ratedBefore':
    case 'notRatedYet':
    case 'notDissatisfied':
    case 'judgementPending':
    case 'redoUsedUp':
    case 'redoNeedsLeader':
    case 'noUnitToRedo':
    case 'ratingJudged':
    case 'ratingWordsUsedUp':
    case 'attemptsMissing':
    case 'withdrawalPending':
    case 'noWithdrawal':
    case 'pausesUsedUp':
    case 'pauseDaysUsedUp':
    case 'notListed':
    case 'materialsUsedUp':
    case 'contestedBefore':
    case 'noContest':
    case 'noPlan':
    case 'noTranscript':
    case 'transcriptChecked':
    case 'disownTooLate':
    case 'notYourWords':
    case 'additionTooLate':
    case 'sheetVoid':
    case 'closedMeanwhile':
    case 'reviewerConcerned':
    case 'noWebUnit':
    case 'editorUnknown':
    case 'codeSpent':
    case 'nothingChanged':
    case 'busy':
      return 'standing';
  }
};
