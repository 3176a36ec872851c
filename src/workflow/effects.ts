/**
 * What should follow outside: intentions, not payloads. What is really sent is worked out at delivery, from the case as
 * it is then. Recipients are people (resolved from the directory when deciding), so that messages to one person keep order.
 */
import type { CaseId, OpenId, ReceptionDayId, UnitId } from './ids.ts';

/**
 * The cards of the process. `instruction`: 签批单 for the signing leader. `consultation`: 预沟通 for a unit.
 * `assignment`: 交办单 for a unit's people, alive from signing to closing. `reconsideration`: 复核 for the lead leader.
 * `resolution`: the result, returned to the signer for 阅 or new words. `review`: 结果审核 for staff. `supervision`: 督办, to the
 * people of the rung that was reached. `oversight`: 知悉, for a 牵头领导 who did not sign. `plan`: 计划核实, to the signer once it is recorded, to the unit and staff when they open it.
 */
export const CARD_KINDS = [
  'instruction',
  'consultation',
  'assignment',
  'oversight',
  'reconsideration',
  'resolution',
  'review',
  'supervision',
  'plan',
] as const;
export type CardKind = (typeof CARD_KINDS)[number];

/** Short one-line messages that carry no button. The Chinese sentence is made at delivery (`cards/notices.ts`). */
export const NOTICE_KINDS = [
  'objectionRaised',
  'objectionUndecided',
  'objectionOverdue',
  'objectionDecided',
  'dueMoved',
  'extensionRequested',
  'extensionForLeader',
  'extensionDecided',
  'resultReturned',
  'dissatisfied',
  'sheetSentBack',
  'sheetPassedOn',
  'sheetHeld',
  'enterpriseToCall',
  'enterpriseAnswered',
  'materialSubmitted',
  'officerNamed',
  'withdrawalRequested',
  'reminder',
  'supervision',
  'unlisted',
  'consultationAnswered',
  'taskIsNoReport',
  'planReported',
  'planChecked',
  'ratedBadly',
  'ratingWordsAdded',
  'ratingContested',
  'contestDecided',
  'webUnitAssigned',
  'webUnitToCall',
  'unitCodesIssued',
  'transcriptCorrected',
  'transcriptDisowned',
  'instructionCorrected',
  'instructionAdded',
  'unitReleased',
  'receptionDayChanged',
  'caseTookIn',
  'caseGivenBack',
  'sharedRatedBadly',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type Effect =
  /** Make 飞书审批 agree with the sheet, 飞书任务 with the units' parts, the event of a day in 飞书日历 with its agenda. */
  | { readonly type: 'agreeApproval' }
  | { readonly type: 'agreeTasks' }
  | { readonly type: 'agreeCalendar'; readonly day: ReceptionDayId }
  /** Make the row in 事项 agree with the case. */
  | { readonly type: 'mirrorCase' }
  /** This person should have this card of this round (and it follows the case from then on). */
  | { readonly type: 'showCard'; readonly card: CardKind; readonly round: number; readonly to: OpenId }
  /** Something of this case is a reason to write to this person today: all of a day are one message. */
  | { readonly type: 'remindToday'; readonly to: OpenId }
  /** What became of a merger should be looked at again, and what it asks of either case be asked. */
  | { readonly type: 'settleMerger'; readonly merged: CaseId }
  /** One short message about several cases, once for each `about`. */
  | { readonly type: 'notifyOnce'; readonly notice: NoticeKind; readonly about: string; readonly to: OpenId }
  /** One short message, once per event that caused it. */
  | {
      readonly type: 'notify';
      readonly notice: NoticeKind;
      readonly to: OpenId;
      /** The unit of which it speaks, where there may be several. */
      readonly about?: UnitId;
    };
