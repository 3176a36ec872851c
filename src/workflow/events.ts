/**
 * What happened to a case. Events are the truth: the stored case is their fold (`apply.ts`). Every event carries all it
 * needs, so that replaying needs neither clock nor directory.
 */
import type {
  Appeal,
  AttachedFile,
  By,
  Case,
  DayFacts,
  DueDate,
  Instruction,
  InstructionText,
  Light,
  LightReason,
  MergedWith,
  Officer,
  Rating,
  ReceiptStanding,
  Result,
  SharedAnswer,
  Source,
  State,
  TakenIn,
} from './case.ts';
import type { Amendment } from './commands.ts';
import type { BeijingDate, CaseId, DistrictId, LeaderId, Ms, ReceptionDayId, UnitId } from './ids.ts';

export type CaseEventBody =
  | {
      readonly type: 'caseSubmitted';
      readonly id: CaseId;
      readonly district: DistrictId;
      readonly source: Source;
      readonly appeal: Appeal;
      readonly notes: Case['notes'];
      readonly receiptHash: string;
      readonly visitKey: string;
      readonly noticeVersion: string;
      /** Older ones do not say. */
      readonly receiptStanding?: ReceiptStanding;
    }
  | { readonly type: 'caseAmended'; readonly change: Amendment }
  | { readonly type: 'caseAccepted' }
  | { readonly type: 'caseDeclined'; readonly reason: string }
  /** `with`: older ones do not say. */
  | { readonly type: 'caseMerged'; readonly into: CaseId; readonly reason: string; readonly with?: MergedWith }
  | { readonly type: 'caseTookIn'; readonly merged: TakenIn }
  | {
      readonly type: 'caseGivenBack';
      readonly from: CaseId;
      readonly why: State | null;
      /** Of staff, where `why` is null. Missing in events of earlier versions. */
      readonly words?: string;
    }
  | { readonly type: 'answerShared'; readonly answer: SharedAnswer }
  | { readonly type: 'sharedAnswerRated'; readonly rating: Rating }
  | { readonly type: 'caseRedirected'; readonly reason: string }
  | { readonly type: 'vettingCompleted' }
  | { readonly type: 'unitConsulted'; readonly unitId: UnitId; readonly question: string }
  | { readonly type: 'consultationAnswered'; readonly unitId: UnitId; readonly text: string }
  | { readonly type: 'enterpriseAsked'; readonly question: string }
  /** `since`: when the pause began; what was saved before it was kept has none. */
  | { readonly type: 'enterpriseAnswered'; readonly text: string; readonly due: DueDate | null; readonly since?: Ms }
  | { readonly type: 'pauseEnded'; readonly due: DueDate | null; readonly since?: Ms }
  /** `day`: as it was then; older ones do not say. */
  | { readonly type: 'caseScheduled'; readonly receptionDayId: ReceptionDayId; readonly day?: DayFacts }
  /** `before` null: the case was put on it before that was kept. */
  | { readonly type: 'receptionDayChanged'; readonly before: DayFacts | null; readonly after: DayFacts }
  | { readonly type: 'caseUnscheduled' }
  /** `day`: where it was put on none before, because it was raised in the room. */
  | {
      readonly type: 'caseHeard';
      readonly receptionDayId: ReceptionDayId;
      readonly note: string;
      readonly day?: DayFacts;
    }
  | {
      readonly type: 'answeredOnTheSpot';
      readonly receptionDayId: ReceptionDayId;
      readonly result: Result;
      readonly publicReply: string;
    }
  | { readonly type: 'instructionRequested'; readonly leaderId: LeaderId }
  | { readonly type: 'sheetSentBack'; readonly reason: string }
  | { readonly type: 'sheetPassedOn'; readonly leaderId: LeaderId; readonly words: string }
  | { readonly type: 'instructionPrepared'; readonly words: string }
  | { readonly type: 'sheetHeld'; readonly reason: string }
  /** Opens a round. */
  | {
      readonly type: 'caseInstructed';
      readonly round: number;
      readonly instruction: Instruction;
      readonly due: DueDate;
      /** 批示原件, where there is a transcript. */
      readonly files: readonly AttachedFile[];
    }
  | { readonly type: 'transcriptChecked'; readonly words: string | null }
  /** Ends a round as if there had been none. */
  | { readonly type: 'transcriptDisowned'; readonly round: number; readonly words: string }
  /** `due`: null where the limit stays as it is. */
  | ({ readonly type: 'instructionCorrected'; readonly due: DueDate | null } & InstructionText)
  | { readonly type: 'instructionAdded'; readonly words: string }
  | { readonly type: 'assignmentNoted' }
  | { readonly type: 'unitAcknowledged'; readonly unitId: UnitId; readonly isLast: boolean }
  | {
      readonly type: 'unitObjected';
      readonly unitId: UnitId;
      readonly reason: string;
      readonly suggestedUnitId: UnitId | null;
    }
  | {
      readonly type: 'objectionDecided';
      readonly unitId: UnitId;
      readonly isUpheld: boolean;
      readonly newUnitId: UnitId | null;
      readonly words: string;
      /** The limit anew, where another unit leads from now on. */
      readonly due: DueDate | null;
    }
  | { readonly type: 'officerNamed'; readonly unitId: UnitId; readonly officer: Officer }
  | { readonly type: 'enterpriseContacted'; readonly unitId: UnitId; readonly note: string }
  | {
      readonly type: 'progressReported';
      readonly unitId: UnitId | null;
      readonly text: string;
      readonly files: readonly AttachedFile[];
    }
  | { readonly type: 'milestoneSet'; readonly id: number; readonly text: string; readonly on: BeijingDate }
  | { readonly type: 'milestoneMoved'; readonly id: number; readonly on: BeijingDate; readonly reason: string }
  | { readonly type: 'milestoneReached'; readonly unitId: UnitId; readonly id: number; readonly words: string }
  /** `month`: the first day of the one without a line, where that is why. */
  | {
      readonly type: 'progressAsked';
      readonly milestoneIds: readonly number[];
      readonly month: BeijingDate | null;
    }
  | { readonly type: 'materialSubmitted'; readonly text: string; readonly files: readonly AttachedFile[] }
  | { readonly type: 'contributionMade'; readonly unitId: UnitId; readonly text: string }
  | {
      readonly type: 'extensionRequested';
      readonly reason: string;
      readonly doneSoFar: string;
      readonly newDate: BeijingDate;
    }
  | {
      readonly type: 'extensionDecided';
      readonly isApproved: boolean;
      readonly words: string;
      readonly due: DueDate | null;
    }
  | { readonly type: 'caseResolved'; readonly result: Result }
  | { readonly type: 'resultReviewed'; readonly publicReply: string }
  | { readonly type: 'resultReturned'; readonly reason: string; readonly due: DueDate | null }
  | { readonly type: 'caseRated'; readonly rating: Rating }
  | { readonly type: 'ratingWordsAdded'; readonly words: string }
  | { readonly type: 'callAttempted'; readonly note: string }
  | { readonly type: 'ratingWaived' }
  | {
      readonly type: 'ratingJudged';
      readonly decision: 'redo' | 'explain';
      readonly words: string;
      readonly due: DueDate | null;
    }
  | {
      readonly type: 'ratingReconsidered';
      readonly isUpheld: boolean;
      readonly words: string;
      readonly due: DueDate | null;
    }
  | { readonly type: 'ratingContested'; readonly unitId: UnitId; readonly reason: string; readonly ratedAt: Ms }
  | { readonly type: 'contestDecided'; readonly round: number; readonly isUpheld: boolean; readonly words: string }
  | { readonly type: 'caseClosed' }
  | { readonly type: 'planCheckAsked' }
  | { readonly type: 'planReported'; readonly unitId: UnitId; readonly text: string }
  | { readonly type: 'planChecked'; readonly isKept: boolean; readonly words: string }
  | { readonly type: 'withdrawalRequested'; readonly words: string }
  | { readonly type: 'withdrawalAudited'; readonly isVoluntary: boolean; readonly note: string }
  | { readonly type: 'unitCodesIssued'; readonly unitIds: readonly UnitId[] }
  | { readonly type: 'unitEnteredByWeb'; readonly unitId: UnitId }
  | { readonly type: 'unitReminded'; readonly on: BeijingDate }
  | { readonly type: 'caseSupervised'; readonly level: 1 | 2 | 3 | 4 }
  | { readonly type: 'caseListed'; readonly leaderId: LeaderId | null; readonly reason: string }
  | { readonly type: 'caseUnlisted'; readonly reason: string }
  | { readonly type: 'lightChanged'; readonly light: Light | null; readonly reasons: readonly LightReason[] }
  | {
      readonly type: 'dueMoved';
      readonly from: BeijingDate;
      readonly to: BeijingDate;
      readonly why: string;
      readonly due: DueDate;
    };

/** An event in its place: who, when, as which number of its case. */
export type CaseEvent = CaseEventBody & { readonly seq: number; readonly at: Ms; readonly by: By };
export type CaseEventType = CaseEventBody['type'];
