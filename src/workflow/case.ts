/**
 * 事项: one request of one enterprise, with every round it went through. Plain data; it changes only by applying
 * events (`apply.ts`), and is stored as the JSON of this shape beside its events.
 */

import type { BeijingDate, CaseId, DistrictId, LeaderId, Ms, OpenId, ReceptionDayId, UnitId } from './ids.ts';
import type { State } from './states.ts';

export { FINAL_STATES, STATES, type State } from './states.ts';

/** 问题 has a result; 建议 has an answer. Same road, different outcomes. */
export type CaseKind = 'problem' | 'suggestion';

/** 来源 */
export type Source = 'form' | 'staff' | 'visit' | 'hotline' | 'room';

/** 是 / 否 / 待核; the last counts as not given. */
export type VerdictAnswer = 'yes' | 'no' | 'unsure';
export interface Verdict {
  readonly answer: VerdictAnswer;
  /** 依据 */
  readonly ground: string;
  /** Who judged so and when; set when it is kept, and missing where it was kept before this was known. */
  readonly by?: By;
  readonly at?: Ms;
}

/** What the enterprise filed, corrected by staff where needed. */
export interface Appeal {
  readonly kind: CaseKind;
  readonly category: string;
  readonly enterpriseName: string;
  /** 统一社会信用代码 as typed; whether its check character is right is derived (`credit-code.ts`). */
  readonly creditCode: string;
  readonly contactName: string;
  readonly contactRole: string;
  readonly phone: string;
  /** 诉求内容, as filed. */
  readonly text: string;
  /** 希望如何解决 */
  readonly wish: string;
  /** 紧急情况说明, in the enterprise's own words. */
  readonly urgency: string;
}

/** 拟办意见: what staff propose before the leader signs. Complete when a lead unit is there; an empty limit is the one of its grade. */
export interface Proposal {
  readonly signingLeaderId: LeaderId | null;
  readonly leadLeaderId: LeaderId | null;
  readonly leadUnitId: UnitId | null;
  readonly supportingUnitIds: readonly UnitId[];
  readonly limitWorkdays: number | null;
  readonly words: string;
}

/** Everything staff keep in people's columns of 事项. One `amend` command carries the parts that changed. */
export interface StaffNotes {
  readonly isUrgent: boolean;
  readonly isGrave: boolean;
  readonly isHard: boolean;
  readonly isConfidential: boolean;
  readonly authentic: Verdict;
  readonly lawful: Verdict;
  readonly reasonable: Verdict;
  readonly policyBasis: string;
  /** 被反映单位: those the appeal complains of. None of them should handle it. */
  readonly complainedUnitIds: readonly UnitId[];
  readonly proposal: Proposal;
  readonly receptionDayId: ReceptionDayId | null;
  /** How staff told the enterprise of the privacy notice (告知方式), where it did not read it on our page; and when. */
  readonly toldBy: ToldBy | null;
  readonly toldOn: BeijingDate | null;
}

/** 告知方式 of the privacy notice (个人信息处理告知). */
export const TOLD_BY = { web: '网页', inPerson: '当面', phone: '电话', paper: '书面' } as const;
export type ToldBy = keyof typeof TOLD_BY;

/** 查询码 as it came with the case: ours, none at all, or one that we never gave out. */
export type ReceiptStanding = 'own' | 'none' | 'foreign';

/** 时限 with the way it was reckoned, shown beside it everywhere. */
export interface DueDate {
  readonly date: BeijingDate;
  readonly startedOn: BeijingDate;
  /** Null when the leader named a date instead of a number of days. */
  readonly workdays: number | null;
  /** True when the reckoning passes the end of the published holidays. */
  readonly isProvisional: boolean;
  /** One Chinese sentence: from when, how many days, what was skipped, which make-up days counted. */
  readonly derivation: string;
  /** What it is reckoned again from when the calendar changes; null in what was stored before that was kept, and stays. */
  readonly basis: DueBasis | null;
}

export interface DueBasis {
  /** The date the leader or the extension named; null where `workdays` are counted. */
  readonly named: BeijingDate | null;
  /** 待企业补充: the clock stood still from one day to another, and the limit is later by those workdays, at most so many. */
  readonly standstills: readonly { readonly from: BeijingDate; readonly to: BeijingDate; readonly most: number }[];
}

/** Why a limit became another. */
export const DUE_MOVES = {
  pause: '待企业补充期间暂停计算',
  extension: '批准延期',
  redo: '退回重办',
  ruling: '异议成立，改办单位重新起算',
  calendar: '工作日历有变化，重新计算',
} as const;
export interface DueMove {
  readonly at: Ms;
  readonly from: BeijingDate;
  readonly to: BeijingDate;
  readonly why: keyof typeof DUE_MOVES;
}

/** What the leader asks for as limit. */
export type Limit = { readonly workdays: number } | { readonly date: BeijingDate };

/** 交办单编号: gapless per district and year. */
export interface SheetNumber {
  readonly year: number;
  readonly serial: number;
  /** As printed, e.g. 示接交〔2026〕7号. */
  readonly text: string;
}

/** Who did it, as kept in history. `name` is a post such as 书记甲, not personal data of outsiders. */
export interface By {
  readonly openId: OpenId | null;
  readonly name: string;
  /** 代: the leader in whose place it was done. Missing where nobody's was, and in what was stored before it was kept. */
  readonly actedFor?: string;
}

/** What a 批示 says and whom it names: all that 更正 may change. */
export interface InstructionText {
  readonly words: string;
  readonly leadLeaderId: LeaderId | null;
  readonly leadUnitId: UnitId;
  readonly supportingUnitIds: readonly UnitId[];
  readonly limit: Limit;
}

/** 批示 and what follows from it, as it is in force. The words are kept exactly. */
export interface Instruction extends InstructionText {
  readonly number: SheetNumber;
  readonly signerId: LeaderId;
  readonly signedBy: By;
  /** Set when a substitute signed for `signerId`. */
  readonly actedForName: string | null;
  readonly signedAt: Ms;
  readonly inTheRoom: boolean;
  /** Null where the leader signed on a card. */
  readonly transcript: Transcript | null;
  /** 更正, oldest first: what it said before each. */
  readonly corrections: readonly { readonly at: Ms; readonly by: By; readonly before: InstructionText }[];
  /** 追加批示 under the same number, oldest first. */
  readonly additions: readonly { readonly at: Ms; readonly by: By; readonly words: string }[];
}

/** 书面批示: the leader wrote or dictated it, and staff transcribed it. The original is in the round's first line of progress. */
export interface Transcript {
  readonly recordedBy: By;
  /** The day on the paper; limits run from the day it was recorded. */
  readonly writtenOn: BeijingDate;
  /** Once the leader has looked at it: what staff had written where the leader put it right, else null. */
  readonly checked: { readonly at: Ms; readonly by: By; readonly corrected: string | null } | null;
}

export const instructionTextOf = ({
  words,
  leadLeaderId,
  leadUnitId,
  supportingUnitIds,
  limit,
}: InstructionText): InstructionText => ({ words, leadLeaderId, leadUnitId, supportingUnitIds, limit });

/** 异议 of one unit; at most one of a unit in a round. */
export interface Objection {
  readonly unitId: UnitId;
  readonly at: Ms;
  readonly by: By;
  readonly reason: string;
  readonly suggestedUnitId: UnitId | null;
  readonly decision: ObjectionRuling | null;
}

export interface ObjectionRuling {
  readonly at: Ms;
  readonly by: By;
  readonly isUpheld: boolean;
  readonly words: string;
  /** Who takes the objecting unit's place, where upheld. */
  readonly newUnitId: UnitId | null;
}

/** 承办人 of a unit's part: one of its people, or somebody it names who is not in the directory. */
export type Officer =
  | { readonly kind: 'person'; readonly openId: OpenId }
  | { readonly kind: 'named'; readonly name: string };

/** 协办意见 of a unit. */
export interface Contribution {
  readonly at: Ms;
  readonly by: By;
  readonly text: string;
}

/** One unit's part in one round. */
export interface UnitPart {
  readonly unitId: UnitId;
  readonly role: 'lead' | 'supporting';
  readonly acknowledged: { readonly at: Ms; readonly by: By } | null;
  readonly officer: Officer | null;
  readonly contactedAt: Ms | null;
  readonly contribution: Contribution | null;
  /** What it said before, oldest first: another 协办意见 takes nothing back. */
  readonly earlierContributions: readonly Contribution[];
  readonly webCode: WebCode | null;
}

/** 办理码 given out last for a unit that works by web (网页办理), never the code itself. A new one takes its place. */
export interface WebCode {
  /** The number of the event that gave it out: no other code of the case has it. */
  readonly issue: number;
  readonly issuedAt: Ms;
  readonly issuedTo: OpenId | null;
  /** Null until it was used. */
  readonly enteredAt: Ms | null;
}

/** 附件: a file that was put into the Base. Its bytes are there and nowhere else. */
export interface AttachedFile {
  readonly token: string;
  readonly name: string;
  readonly bytes: number;
}

export interface ProgressLine {
  readonly at: Ms;
  readonly by: By;
  readonly unitId: UnitId | null;
  readonly text: string;
  readonly files: readonly AttachedFile[];
}

/** 阶段节点: what the lead unit means to have reached by a day within the limit. */
export interface Milestone {
  /** From 1 in its round, in the order in which they were set. */
  readonly id: number;
  readonly text: string;
  readonly on: BeijingDate;
  readonly setAt: Ms;
  /** 调整, with the day it was before. */
  readonly moves: readonly { readonly at: Ms; readonly by: By; readonly from: BeijingDate; readonly reason: string }[];
  /** When the clock found it overdue; null again once it is moved. */
  readonly askedAt: Ms | null;
  readonly reached: { readonly at: Ms; readonly by: By; readonly words: string } | null;
}

export interface Extension {
  readonly at: Ms;
  readonly by: By;
  readonly reason: string;
  readonly doneSoFar: string;
  readonly newDate: BeijingDate;
  readonly oldDate: BeijingDate;
  readonly decision: { readonly at: Ms; readonly by: By; readonly isApproved: boolean; readonly words: string } | null;
}

/** 办理结果. The first row is for problems, the second for suggestions; `answered_on_the_spot` needs no sheet. */
export const OUTCOMES = {
  resolved: '已解决',
  partly_resolved: '部分解决',
  planned: '计划解决',
  explained: '解释说明',
  legal_channel: '转法定途径',
  answered_on_the_spot: '现场答复',
  adopted: '采纳',
  partly_adopted: '部分采纳',
  noted: '留作参考',
  not_adopted: '不采纳',
} as const;
export type Outcome = keyof typeof OUTCOMES;
export const PROBLEM_OUTCOMES = [
  'resolved',
  'partly_resolved',
  'planned',
  'explained',
  'legal_channel',
] as const satisfies readonly Outcome[];
export const SUGGESTION_OUTCOMES = [
  'adopted',
  'partly_adopted',
  'noted',
  'not_adopted',
] as const satisfies readonly Outcome[];

export interface Result {
  readonly at: Ms;
  readonly by: By;
  readonly outcome: Outcome;
  /** 办理情况: internal. */
  readonly text: string;
  /** 计划解决: by when. */
  readonly plannedDate: BeijingDate | null;
  /** 政策依据 for 解释说明 / 不采纳 / 转法定途径. */
  readonly basis: string;
  /** 单位负责人 who answers for it. */
  readonly unitHead: string;
}

/** 好差评, five grades (domain.md B5). The last two are “dissatisfied”. */
export const GRADES = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' } as const;
export type Grade = 1 | 2 | 3 | 4 | 5;

/** 评价渠道 */
export const RATING_CHANNELS = { page: '企业在网页评价', phone: '电话回访，工作人员登记' } as const;

/** 企业要求, of whoever is dissatisfied. */
export const RATING_ASKS = { redo: '重新办理', reconsider: '领导复核' } as const;

export interface Rating {
  readonly at: Ms;
  readonly grade: Grade;
  readonly words: string;
  /** Staff who wrote down a rating given by phone; null when the enterprise rated by itself. */
  readonly recordedBy: By | null;
  readonly channel: keyof typeof RATING_CHANNELS;
  readonly asks: keyof typeof RATING_ASKS | null;
  /** 补充意见, until it was judged. */
  readonly added: readonly { readonly at: Ms; readonly words: string }[];
}

/** 到期核实 of 计划解决: whether the plan was kept (兑现). */
export interface PlanCheck {
  /** When its day had come and the clock asked; null where staff recorded it before that. */
  readonly askedAt: Ms | null;
  readonly verdict: { readonly at: Ms; readonly by: By; readonly isKept: boolean; readonly words: string } | null;
}

/** 计划核实: how a plan stands. */
export const PLAN_STANDINGS = { waiting: '未到期', asked: '待核实', kept: '已兑现', broken: '未兑现' } as const;
export type PlanStanding = keyof typeof PLAN_STANDINGS;

/** 评价申诉: why the lead unit holds that a dissatisfied rating should not count for it. Once per round. */
export interface Contest {
  readonly at: Ms;
  readonly by: By;
  readonly unitId: UnitId;
  readonly reason: string;
  /** When the rating was given that it speaks of: 重办 may bring another one. */
  readonly ratedAt: Ms;
  readonly decision: { readonly at: Ms; readonly by: By; readonly isUpheld: boolean; readonly words: string } | null;
}

/** How a contest stands. Upheld: the rating stays, and is not counted (不计入单位考核). */
export const CONTEST_STANDINGS = { pending: '待确定', upheld: '成立，不计入单位考核', rejected: '不成立' } as const;
export const contestStandingOf = ({ decision }: Contest): keyof typeof CONTEST_STANDINGS =>
  decision === null ? 'pending' : decision.isUpheld ? 'upheld' : 'rejected';

/** What the enterprise answered when it was asked. */
export interface EnterpriseAnswer {
  readonly at: Ms;
  readonly question: string;
  readonly text: string;
  /** Who wrote down what was said on the telephone; null where the enterprise wrote it, and where it was not kept. */
  readonly recordedBy: By | null;
}

/** 申请撤回 of the enterprise, and what staff found of it. */
export interface Withdrawal {
  readonly at: Ms;
  readonly words: string;
  readonly outcome: 'pending' | 'voluntary' | 'void';
  /** Null while it waits, and where it was not kept. */
  readonly audit: { readonly at: Ms; readonly by: By; readonly note: string } | null;
}

/** 审核通过, and what the enterprise was answered with it. */
export interface Review {
  readonly at: Ms;
  readonly by: By;
  readonly publicReply: string;
}

/** 回访 that brought no rating. */
export interface CallAttempt {
  readonly at: Ms;
  readonly by: By;
  readonly note: string;
}

/** One walk from signing to closing. A case has a new one after 新批示 or reopening; each keeps its own sheet. */
export interface Round {
  readonly round: number;
  /** Null for 现场答复, which needs no sheet. */
  readonly instruction: Instruction | null;
  /** 作废, because the leader said that the transcribed 批示 was not theirs. The number stays used. */
  readonly voided: { readonly at: Ms; readonly by: By; readonly words: string } | null;
  /** 未经核查: signed while a verdict was missing, as in the room. Stays true when vetting follows. */
  readonly isUnvetted: boolean;
  /** 拟办 as it was when this sheet was signed; null where it was not kept, and of 现场答复. */
  readonly proposed: Proposal | null;
  /** 知悉 by the 牵头领导 who was named. */
  readonly leadNoted: { readonly at: Ms; readonly by: By } | null;
  readonly due: DueDate | null;
  readonly dueMoves: readonly DueMove[];
  readonly units: readonly UnitPart[];
  /** Every objection of the round, oldest first, also of units that are no longer of it. */
  readonly objections: readonly Objection[];
  readonly progress: readonly ProgressLine[];
  readonly milestones: readonly Milestone[];
  /** First day of the month of which the clock asked for the missing line (上月未报进展); null once there is one. */
  readonly lineOwedFor: BeijingDate | null;
  /** 待企业补充 that is over. */
  readonly pauses: readonly { readonly from: Ms; readonly to: Ms }[];
  readonly extensions: readonly Extension[];
  /** Every result reported in this round, the returned ones included; the last one counts. */
  readonly results: readonly Result[];
  /** 退回重办 by staff, before the enterprise heard of the result. */
  readonly returns: readonly { readonly at: Ms; readonly by: By; readonly reason: string }[];
  readonly review: Review | null;
  /** What the enterprise was answered before it was handled again, oldest first. */
  readonly earlierReviews: readonly Review[];
  readonly rating: Rating | null;
  /** Ratings of results that were handled again since, oldest first. */
  readonly earlierRatings: readonly Rating[];
  /** How often the enterprise was dissatisfied and it was handled again (不满意重办). */
  readonly redoCount: number;
  readonly judgement: {
    readonly at: Ms;
    readonly by: By;
    readonly decision: 'redo' | 'explain';
    readonly words: string;
  } | null;
  readonly reconsideration: {
    readonly at: Ms;
    readonly by: By;
    readonly isUpheld: boolean;
    readonly words: string;
  } | null;
  /** How earlier ratings were judged, oldest first; that of the last one is `judgement` until there is another rating. */
  readonly earlierJudgements: readonly Pick<Round, 'judgement' | 'reconsideration'>[];
  readonly callAttempts: readonly CallAttempt[];
  /** Those before it was handled again: their notes stay to be read, and count for no waiver. */
  readonly earlierCalls: readonly CallAttempt[];
  /** 未评价: closed without a rating after recorded attempts. Never counted as satisfied. */
  readonly isUnrated: boolean;
  /** Of the result that was reviewed last, where that is a plan; null until somebody asked for or recorded the check. */
  readonly planCheck: PlanCheck | null;
  readonly contest: Contest | null;
  readonly endorsement: { readonly at: Ms; readonly by: By } | null;
}

/** 接待日 as it was for a case at one moment: what was told of it then. */
export interface DayFacts {
  readonly dayId: ReceptionDayId;
  readonly title: string;
  readonly date: BeijingDate | null;
  /** 09:00; empty where it is not set. */
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly leaderId: LeaderId | null;
}

/** 并入: another case whose appeal this one answers as well, as far as the readers of this case may know it. */
export interface TakenIn {
  readonly caseId: CaseId;
  /** Empty where one of the two is confidential. */
  readonly enterpriseName: string;
  readonly isSameEnterprise: boolean;
  readonly category: string;
  readonly submittedAt: Ms;
  /** Why it was merged. Names the other enterprise only where both are one and nothing is confidential. */
  readonly reason: string;
}

/** What the enterprise of a merged case may know of the case it went into. */
export interface MergedWith {
  readonly isSameEnterprise: boolean;
  readonly category: string;
  readonly submittedAt: Ms;
}

/** 答复 of the case into which this one was merged. */
export interface SharedAnswer {
  readonly from: CaseId;
  readonly round: number;
  /** Which answer of that round: it may be handled again. */
  readonly reviewedAt: Ms;
  readonly outcome: Outcome;
  readonly publicReply: string;
  readonly basis: string;
  readonly plannedDate: BeijingDate | null;
}

/** Rungs of the ladder by level. Nobody is written to at level 0 but for 挂牌督办. */
export const RUNGS = ['挂牌督办', '临期提醒', '催办', '督办', '提请挂牌'] as const;

/** 灯 */
export const LIGHTS = { green: '绿·正常', blue: '蓝·临期', yellow: '黄·滞后', red: '红·超期' } as const;
export type Light = keyof typeof LIGHTS;
/** Why a light is not green. The words are `lightReason`'s. */
export const LIGHT_REASONS = [
  'overdue',
  'nearlyDue',
  'returned',
  'silent',
  'milestoneLate',
  'lineMissing',
  'contactLate',
] as const;
export type LightReason = (typeof LIGHT_REASONS)[number];

/** 挂牌督办, in the name of this leader. */
export interface Listing {
  readonly at: Ms;
  readonly by: By;
  readonly leaderId: LeaderId | null;
  readonly reason: string;
}

/** What a leader said of a sheet without signing it. `to`: whom it was passed on to (转请). */
export interface LeaderSaying {
  readonly kind: 'sentBack' | 'held' | 'passedOn' | 'disowned';
  readonly at: Ms;
  readonly by: By;
  readonly to: LeaderId | null;
  readonly words: string;
}

/** 待企业补充: the clock stands still meanwhile. */
export interface Pause {
  readonly since: Ms;
  readonly returnTo: State;
  readonly question: string;
  readonly askedBy: By;
}

export interface Consultation {
  readonly unitId: UnitId;
  readonly question: string;
  readonly askedAt: Ms;
  readonly answer: { readonly at: Ms; readonly by: By; readonly text: string } | null;
}

export interface Case {
  readonly id: CaseId;
  readonly district: DistrictId;
  /** Number of the last event; the next one is `seq + 1`. */
  readonly seq: number;
  readonly state: State;
  readonly submittedAt: Ms;
  readonly source: Source;
  /** SHA-256 (hex) of the receipt code (查询码), never the code itself. */
  readonly receiptHash: string;
  /** Cases filed with the same receipt belong to one visit and share this. */
  readonly visitKey: string;
  /** Null for cases filed before it was kept. */
  readonly receiptStanding: ReceiptStanding | null;
  /** Version of the privacy notice the enterprise saw on our page; empty where it came another way. */
  readonly noticeVersion: string;
  readonly appeal: Appeal;
  readonly notes: StaffNotes;
  readonly consultations: readonly Consultation[];
  readonly pause: Pause | null;
  readonly enterpriseAnswers: readonly EnterpriseAnswer[];
  /** What the enterprise was asked and did not answer before the wait was over. */
  readonly unanswered: readonly { readonly at: Ms; readonly question: string }[];
  /** 补交材料: what the enterprise sent in by itself. */
  readonly materials: readonly { readonly at: Ms; readonly text: string; readonly files: readonly AttachedFile[] }[];
  /** The day it is, or was, on, as was told last; and as it was before, where that changed. */
  readonly onDay: { readonly now: DayFacts; readonly before: DayFacts | null; readonly changedAt: Ms | null } | null;
  readonly hearing: { readonly at: Ms; readonly receptionDayId: ReceptionDayId; readonly note: string } | null;
  /** With whom the sheet lies while `awaiting_instruction`. */
  readonly awaiting: {
    readonly leaderId: LeaderId;
    readonly since: Ms;
    readonly cameFrom: 'ready' | 'heard';
    readonly hold: { readonly at: Ms; readonly by: By; readonly reason: string } | null;
    /** 转请, oldest first; the last one brought it to `leaderId`. `from` is not known of what was kept before it was. */
    readonly passedOn: readonly {
      readonly at: Ms;
      readonly by: By;
      readonly from: LeaderId | null;
      readonly words: string;
    }[];
    /** 代拟批示, by a secretary. */
    readonly draft: { readonly at: Ms; readonly by: By; readonly words: string } | null;
  } | null;
  /** 退回补充, or 非本人批示: the leader's words, kept until the next signature. */
  readonly sentBack: { readonly at: Ms; readonly by: By; readonly reason: string } | null;
  /** 退回补充, 暂缓, 转请 and 非本人批示, oldest first, also once a sheet is signed. */
  readonly leaderSayings: readonly LeaderSaying[];
  readonly rounds: readonly Round[];
  /** The last wish to withdraw. */
  readonly withdrawal: Withdrawal | null;
  readonly earlierWithdrawals: readonly Withdrawal[];
  /** Why a side exit was taken, readable by the enterprise. */
  readonly exit: {
    readonly at: Ms;
    readonly reason: string;
    readonly mergedInto: CaseId | null;
    /** Null where it was not merged, or before that was kept. */
    readonly mergedWith: MergedWith | null;
  } | null;
  /** 并入事项: cases that were merged into this one. */
  readonly tookIn: readonly (TakenIn & { readonly at: Ms })[];
  /** While merged: the answers of the case it went into, each with what its own enterprise thinks of it. */
  readonly sharedAnswers: readonly (SharedAnswer & { readonly at: Ms; readonly rating: Rating | null })[];
  /** It was merged and is on its own again: from which case it came back, and how that one had ended; null where staff took it back, with words. */
  readonly givenBack: {
    readonly at: Ms;
    readonly from: CaseId;
    readonly why: State | null;
    readonly words: string;
  } | null;
  readonly light: Light | null;
  readonly lightReasons: readonly LightReason[];
  /** 挂牌督办, by or in the name of this leader. */
  readonly listed: Listing | null;
  /** 挂牌 that was lifted (解除挂牌), oldest first. */
  readonly liftedListings: readonly (Listing & {
    readonly lifted: { readonly at: Ms; readonly by: By; readonly reason: string };
  })[];
  /** Highest rung of the ladder issued since the limit was last set (signing, extension, redo): 0 none … 4. */
  readonly ladderLevel: number;
  readonly lastRemindedOn: BeijingDate | null;
  readonly closedAt: Ms | null;
}

/** The round in hand: the last one whose sheet is not void; null before there is one. */
export const currentRound = (subject: Pick<Case, 'rounds'>): Round | null =>
  subject.rounds.findLast(({ voided }) => voided === null) ?? null;
/** Its number, 0 before there is one. */
export const roundInHand = (subject: Pick<Case, 'rounds'>): number => currentRound(subject)?.round ?? 0;
/** The units' parts in it, the lead unit's first; none before there is a sheet. */
export const partsInHand = (subject: Pick<Case, 'rounds'>): readonly UnitPart[] => currentRound(subject)?.units ?? [];
/** The same parts, the lead unit's first. */
export const leadFirst = (parts: readonly UnitPart[]): readonly UnitPart[] => [
  ...parts.filter(({ role }) => role === 'lead'),
  ...parts.filter(({ role }) => role !== 'lead'),
];
/** 批示 in force. */
export const sheetInHand = (subject: Pick<Case, 'rounds'>): Instruction | null =>
  currentRound(subject)?.instruction ?? null;
/** The limit it has. */
export const dueInHand = (subject: Pick<Case, 'rounds'>): DueDate | null => currentRound(subject)?.due ?? null;
/** What the enterprise thinks of its result, and has not taken back by 重办. */
export const ratingInHand = (subject: Pick<Case, 'rounds'>): Rating | null => currentRound(subject)?.rating ?? null;
/** The number the next sheet opens; a void round keeps its own. */
export const nextRound = ({ rounds }: Pick<Case, 'rounds'>): number => rounds.length + 1;
/** 主办单位 as it is now: the one signed for, or the one that took its place after an upheld objection. */
export const leadUnitIdOf = (round: Round): UnitId | null =>
  round.units.find((part) => part.role === 'lead')?.unitId ?? round.instruction?.leadUnitId ?? null;
/** All that a unit said as 协办意见 in the round, oldest first. */
export const contributionsOf = ({ contribution, earlierContributions }: UnitPart): readonly Contribution[] => [
  ...earlierContributions,
  ...(contribution ? [contribution] : []),
];
/** Who answers for the case now: as signed, or as ruled since. */
export const responsibleUnits = (
  subject: Case,
): { readonly lead: UnitId | null; readonly supporting: readonly UnitId[] } => {
  const round = currentRound(subject);
  return {
    lead: round && leadUnitIdOf(round),
    supporting: partsInHand(subject).flatMap(({ role, unitId }) => (role === 'supporting' ? [unitId] : [])),
  };
};
/** The result that counts in this round. */
export const currentResult = (round: Round): Result | null => round.results.at(-1) ?? null;
/** The same, null while it is handled again: each result before was sent back, or answered to the enterprise and done again. */
export const standingResult = (round: Round): Result | null =>
  round.results.length > round.returns.length + round.earlierReviews.length ? currentResult(round) : null;
/** The result that staff sent back last, with their reason, while no other was reported since. */
export const returnedResult = (
  round: Round,
): { readonly result: Result; readonly at: Ms; readonly by: By; readonly reason: string } | null => {
  const result = currentResult(round);
  const back = round.returns.at(-1);
  return result && back && back.at >= result.at ? { result, ...back } : null;
};
/** How often its result was done again, for whatever reason. */
export const timesRedone = ({ returns, redoCount }: Round): number => returns.length + redoCount;
/** Files with the reports of a round. */
export const filesOf = (round: Round): readonly AttachedFile[] => round.progress.flatMap(({ files }) => files);
/** How an earlier rating was judged before the next one came. */
export const judgedThen = (
  { earlierJudgements, earlierRatings }: Round,
  { at }: Rating,
): Round['earlierJudgements'][number] | null => {
  const next = earlierRatings.find((each) => each.at > at);
  return (
    earlierJudgements.find(
      ({ judgement }) => judgement !== null && judgement.at >= at && (next === undefined || judgement.at <= next.at),
    ) ?? null
  );
};
/** 不满意 or 非常不满意: wants a judgement by staff before the case goes on. */
export const isDissatisfied = (grade: Grade): boolean => grade <= 2;

const CLOCK_NAME = '系统';
export const CLOCK: By = { openId: null, name: CLOCK_NAME };
export const isByClock = ({ openId, name }: By): boolean => openId === null && name === CLOCK_NAME;
