/**
 * What people and the clock may ask of a case. A command is a wish: `decide.ts` says whether it may be, `transitions.ts`
 * from where and by whom. Texts are trimmed and bounded at the edge; here they are data.
 */
import type {
  Appeal,
  AttachedFile,
  Grade,
  Limit,
  Officer,
  Outcome,
  Rating,
  ReceiptStanding,
  SharedAnswer,
  Source,
  StaffNotes,
  State,
  TakenIn,
} from './case.ts';
import type { BeijingDate, CaseId, LeaderId, ReceptionDayId, UnitId } from './ids.ts';

/** The parts of people's columns that changed. */
export interface Amendment {
  readonly appeal?: Partial<Appeal>;
  readonly notes?: Partial<StaffNotes>;
}

/** What a leader fills in when signing. Nulls mean “as proposed”. */
export interface Signing {
  readonly words: string;
  readonly leadLeaderId: LeaderId | null;
  readonly leadUnitId: UnitId | null;
  readonly supportingUnitIds: readonly UnitId[] | null;
  readonly limit: Limit | null;
}

export type Command =
  /** 登记: opens a case. The id, visit and receipt come from the door. */
  | {
      readonly type: 'submit';
      readonly id: CaseId;
      readonly source: Source;
      readonly appeal: Appeal;
      readonly notes?: Partial<StaffNotes>;
      readonly receiptHash: string;
      readonly visitKey: string;
      readonly receiptStanding?: ReceiptStanding;
      readonly noticeVersion: string;
    }
  /** 修改 people's columns. */
  | { readonly type: 'amend'; readonly change: Amendment }
  /** 受理 */
  | { readonly type: 'accept' }
  /** 不予受理 */
  | { readonly type: 'decline'; readonly reason: string }
  /** 合并 */
  | { readonly type: 'merge'; readonly into: CaseId; readonly reason: string }
  /** 并入: the case into which another was merged takes it in. */
  | { readonly type: 'takeIn'; readonly merged: TakenIn }
  /** 退回单独办理: the case it was merged into ended, as `why` says, without an answer. */
  /** `why`: how the case it went into ended without an answer; null where staff take it back, with `words`. */
  | { readonly type: 'giveBack'; readonly from: CaseId; readonly why: State | null; readonly words: string }
  /** 告知合并答复: what the case it was merged into was answered. */
  | { readonly type: 'shareAnswer'; readonly answer: SharedAnswer }
  /** 评价合并答复, by its own enterprise, or by staff from a call. */
  | { readonly type: 'rateShared'; readonly grade: Grade; readonly words: string }
  /** 转法定途径 */
  | { readonly type: 'redirect'; readonly reason: string }
  /** 三项均符: every verdict that is not given yet is 是, on one ground. */
  | { readonly type: 'fillVerdicts'; readonly ground: string }
  /** 核查完成: the three verdicts stand. */
  | { readonly type: 'completeVetting' }
  /** 请部门预沟通 */
  | { readonly type: 'consult'; readonly unitIds: readonly UnitId[]; readonly question: string }
  | { readonly type: 'answerConsultation'; readonly text: string }
  /** 请企业补充 */
  | { readonly type: 'askEnterprise'; readonly question: string }
  /** 企业补充 */
  | { readonly type: 'answerEnterprise'; readonly text: string }
  /** 补交材料 */
  | { readonly type: 'submitMaterial'; readonly text: string; readonly files: readonly AttachedFile[] }
  /** The clock ends a pause that reached its bound. */
  | { readonly type: 'endPause' }
  /** 排入接待日 */
  | { readonly type: 'schedule'; readonly receptionDayId: ReceptionDayId }
  /** The clock found the day changed: its date, time, place or leader. */
  | { readonly type: 'followDay' }
  /** 撤出接待日 */
  | { readonly type: 'unschedule' }
  /** 已接待 */
  | { readonly type: 'hear'; readonly note: string }
  /** 现场答复 */
  | { readonly type: 'answerOnTheSpot'; readonly reply: string }
  /** 提交签批 */
  | { readonly type: 'requestInstruction' }
  /** 签批 (同意拟办, or with own words): in the room or afterwards. */
  | { readonly type: 'instruct'; readonly signing: Signing }
  /** 登记书面批示: staff transcribe what the leader wrote or dictated; the original is attached. */
  | {
      readonly type: 'recordInstruction';
      readonly words: string;
      readonly files: readonly AttachedFile[];
      /** Null means today. */
      readonly writtenOn: BeijingDate | null;
    }
  /** 核对转录. Words where the transcript is to be put right, else null. */
  | { readonly type: 'checkTranscript'; readonly words: string | null }
  /** 非本人批示: the leader did not give what was transcribed; the sheet is void. */
  | { readonly type: 'disownTranscript'; readonly words: string }
  /** 更正批示, right after signing. Nulls and empty words leave it as it was signed. */
  | { readonly type: 'correctInstruction'; readonly signing: Signing }
  /** 追加批示 under the same number. */
  | { readonly type: 'addInstruction'; readonly words: string }
  /** 知悉: the 牵头领导 has seen what was assigned. */
  | { readonly type: 'noteAssignment' }
  /** 代拟批示: a secretary's draft, which the leader may sign, change or leave. */
  | { readonly type: 'prepare'; readonly words: string }
  /** 退回补充 */
  | { readonly type: 'sendBack'; readonly reason: string }
  /** 转请另一领导阅示 */
  | { readonly type: 'passOn'; readonly leaderId: LeaderId; readonly words: string }
  /** 暂缓 */
  | { readonly type: 'hold'; readonly reason: string }
  /** 签收 */
  | { readonly type: 'acknowledge' }
  /** 发办理码: to every unit of the round that works by web (网页办理). */
  | { readonly type: 'issueUnitCodes' }
  /** Somebody of such a unit comes in with its code. */
  | { readonly type: 'enterByWeb' }
  /** 异议 */
  | { readonly type: 'object'; readonly reason: string; readonly suggestedUnitId: UnitId | null }
  /** 确定异议, with words either way. Upheld: `newUnitId` takes the objecting unit's place. */
  | {
      readonly type: 'decideObjection';
      readonly isUpheld: boolean;
      readonly newUnitId: UnitId | null;
      readonly words: string;
    }
  /** 指定承办人 */
  | { readonly type: 'nameOfficer'; readonly officer: Officer }
  /** 已联系企业 */
  | { readonly type: 'contactEnterprise'; readonly note: string }
  /** 进展 */
  | { readonly type: 'reportProgress'; readonly text: string; readonly files?: readonly AttachedFile[] }
  /** 安排节点 */
  | { readonly type: 'setMilestone'; readonly text: string; readonly on: BeijingDate }
  /** 调整节点 */
  | { readonly type: 'moveMilestone'; readonly id: number; readonly on: BeijingDate; readonly reason: string }
  /** 节点完成; a line of progress as well. */
  | { readonly type: 'reachMilestone'; readonly id: number; readonly words: string }
  /** 催报进展: the clock found a node overdue, or a month without a line. */
  | { readonly type: 'askProgress' }
  /** 协办意见 */
  | { readonly type: 'contribute'; readonly text: string }
  /** 申请延期 */
  | {
      readonly type: 'requestExtension';
      readonly reason: string;
      readonly doneSoFar: string;
      readonly newDate: BeijingDate;
    }
  | { readonly type: 'decideExtension'; readonly isApproved: boolean; readonly words: string }
  /** 报结果 (办结) */
  | {
      readonly type: 'resolve';
      readonly outcome: Outcome;
      readonly text: string;
      readonly plannedDate: BeijingDate | null;
      readonly basis: string;
      readonly unitHead: string;
    }
  /** 审核通过; the reply is what the enterprise reads. */
  | { readonly type: 'review'; readonly publicReply: string }
  /** 退回重办 */
  | { readonly type: 'returnResult'; readonly reason: string }
  /** 评价. By the enterprise, or by staff for a rating given by phone. */
  | { readonly type: 'rate'; readonly grade: Grade; readonly words: string; readonly asks?: Rating['asks'] }
  /** 补充意见: more words to a rating, until it was judged. */
  | { readonly type: 'addRatingWords'; readonly words: string }
  /** 登记回访（未取得评价） */
  | { readonly type: 'recordCallAttempt'; readonly note: string }
  /** 登记为未评价，报领导阅示 */
  | { readonly type: 'waiveRating' }
  /** 不满意研判: 重办 or 解释并提请复核. */
  | { readonly type: 'judgeRating'; readonly decision: 'redo' | 'explain'; readonly words: string }
  /** 复核 by the lead leader. Not upheld means handle it again. */
  | { readonly type: 'reconsider'; readonly isUpheld: boolean; readonly words: string }
  /** 阅: the result is seen by the one who signed; closes the case (销号). `words`: what stood in the 批示 of the same card; refused. */
  | { readonly type: 'endorse'; readonly words?: string }
  /** 新批示: a new sheet, next round. Also reopens a closed case. */
  | { readonly type: 'instructAgain'; readonly signing: Signing }
  /** 到期核实: the clock asks whether a plan (计划解决) was kept, once its day has come. */
  | { readonly type: 'askPlanCheck' }
  /** 报兑现情况: what the lead unit says of its plan. */
  | { readonly type: 'reportPlan'; readonly text: string }
  /** 计划核实: 兑现 or 未兑现; the words are what the enterprise reads. */
  | { readonly type: 'checkPlan'; readonly isKept: boolean; readonly words: string }
  /** 评价申诉 by the lead unit. */
  | { readonly type: 'contestRating'; readonly reason: string }
  /** 确定评价申诉. Upheld: the rating is not counted for the unit. */
  | { readonly type: 'decideContest'; readonly isUpheld: boolean; readonly words: string }
  /** 企业申请撤回 */
  | { readonly type: 'requestWithdrawal'; readonly words: string }
  /** 撤回核实: a withdrawal counts only when a call found it voluntary. */
  | { readonly type: 'auditWithdrawal'; readonly isVoluntary: boolean; readonly note: string }
  /** 催办 */
  | { readonly type: 'remind' }
  /** 督办: a rung of the ladder, issued by the clock. */
  | { readonly type: 'supervise'; readonly level: 1 | 2 | 3 | 4 }
  /** 挂牌督办 */
  | { readonly type: 'list'; readonly reason: string }
  /** 解除挂牌 */
  | { readonly type: 'unlist'; readonly reason: string }
  /** The calendar in force gives a running limit another day. */
  | { readonly type: 'recomputeDue' }
  /** The clock found the light changed. */
  | { readonly type: 'changeLight' };

export type CommandType = Command['type'];
