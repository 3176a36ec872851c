/** What a refusal comes from: by it something is offered that only a day or a field of its form speaks against. */
import { expect, it } from 'vitest';
import type { Refusal } from '../../src/workflow/decision.ts';
import { type Cause, causeOf } from '../../src/workflow/refusal-causes.ts';

/** Read by name once more; one that is missing does not compile. */
const CAUSES: Readonly<Record<Exclude<Refusal['kind'], 'correctionTooLate'>, Cause>> = {
  // What stands, or does not yet stand, beside it in the row.
  verdictsMissing: 'columns',
  fieldsMissing: 'columns',
  leaderMayNotSign: 'columns',
  unknownReceptionDay: 'columns',
  receptionDayPast: 'columns',
  mergeTarget: 'columns',
  endorsedWithWords: 'columns',
  fileTooSmall: 'columns',
  paperDateInvalid: 'columns',
  // A field of its own form, to be filled in otherwise.
  reasonMissing: 'form',
  textTooLong: 'form',
  unknownUnit: 'form',
  nobodyInUnit: 'form',
  unknownLeader: 'form',
  limitInvalid: 'form',
  dateInvalid: 'form',
  dateTooFar: 'form',
  outcomeUnfit: 'form',
  ratingWordsMissing: 'form',
  unknownOfficer: 'form',
  // A day or an hour, which passes.
  receptionDayAhead: 'day',
  dateNotLater: 'day',
  objectionTooLate: 'day',
  extensionTooLate: 'day',
  monthlyLineMissing: 'day',
  milestoneDate: 'day',
  remindedToday: 'day',
  notDueYet: 'day',
  planNotDue: 'day',
  codeExpired: 'day',
  // The case and the person: nothing that is filled in changes it.
  noSuchCase: 'standing',
  wrongState: 'standing',
  notYourRole: 'standing',
  outOfDate: 'standing',
  alreadySigned: 'standing',
  alreadyAcknowledged: 'standing',
  alreadyDone: 'standing',
  avoids: 'standing',
  noSharedAnswer: 'standing',
  sharedNotRatedBadly: 'standing',
  proposalOver: 'standing',
  objectedBefore: 'standing',
  objectionPending: 'standing',
  noObjection: 'standing',
  extensionPending: 'standing',
  extensionsUsedUp: 'standing',
  extensionNeedsLeader: 'standing',
  noExtension: 'standing',
  milestonesUsedUp: 'standing',
  milestoneMovesUsedUp: 'standing',
  noMilestone: 'standing',
  ratedBefore: 'standing',
  notRatedYet: 'standing',
  notDissatisfied: 'standing',
  judgementPending: 'standing',
  redoUsedUp: 'standing',
  redoNeedsLeader: 'standing',
  noUnitToRedo: 'standing',
  ratingJudged: 'standing',
  ratingWordsUsedUp: 'standing',
  attemptsMissing: 'standing',
  withdrawalPending: 'standing',
  noWithdrawal: 'standing',
  pausesUsedUp: 'standing',
  pauseDaysUsedUp: 'standing',
  notListed: 'standing',
  materialsUsedUp: 'standing',
  contestedBefore: 'standing',
  noContest: 'standing',
  noPlan: 'standing',
  noTranscript: 'standing',
  transcriptChecked: 'standing',
  disownTooLate: 'standing',
  notYourWords: 'standing',
  additionTooLate: 'standing',
  sheetVoid: 'standing',
  closedMeanwhile: 'standing',
  reviewerConcerned: 'standing',
  noWebUnit: 'standing',
  editorUnknown: 'standing',
  codeSpent: 'standing',
  nothingChanged: 'standing',
  busy: 'standing',
};

it.each(Object.entries(CAUSES))('%s comes from %s', (kind, cause) => {
  expect(causeOf(Object.assign({ kind }) as Refusal)).toBe(cause);
});

it('a correction that comes too late waits for nothing once a unit has taken it up, else half an hour was over', () => {
  const late = { kind: 'correctionTooLate', minutes: 30 } as const;
  expect(causeOf({ ...late, acknowledged: { byName: '住建', at: 1 } })).toBe('standing');
  expect(causeOf({ ...late, acknowledged: null })).toBe('day');
});
