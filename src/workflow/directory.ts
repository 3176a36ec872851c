/**
 * 单位, 领导, 接待日 and 参数 of one district as the process needs them. Staff keep them in tables; the process only reads.
 */
import type { BeijingDate, DistrictId, LeaderId, OpenId, ReceptionDayId, UnitId } from './ids.ts';

/** 领导 */
export interface Leader {
  readonly id: LeaderId;
  /** As addressed on cards, e.g. 书记甲. */
  readonly name: string;
  /** 职务 */
  readonly post: string;
  readonly openId: OpenId | null;
  /** May sign sheets (签批). */
  readonly maySign: boolean;
  /** 联络员: may prepare, never sign. */
  readonly secretaryOpenIds: readonly OpenId[];
  /** 代签: signs for this leader from … to, both days included. */
  readonly substitute: { readonly openId: OpenId; readonly from: BeijingDate; readonly to: BeijingDate } | null;
}

/** 单位; `federation` marks 工商联 itself, whose people are staff. */
export interface Unit {
  readonly id: UnitId;
  readonly name: string;
  readonly isFederation: boolean;
  /** 负责人 */
  readonly headOpenIds: readonly OpenId[];
  /** 承办人 */
  readonly officerOpenIds: readonly OpenId[];
  /** 网页办理: its people have no Feishu account; never 工商联 itself. */
  readonly worksByWeb: boolean;
}

/** 接待日 */
export interface ReceptionDay {
  readonly id: ReceptionDayId;
  readonly title: string;
  readonly date: BeijingDate | null;
  /** 09:00 … 11:30; empty where staff have not said. */
  readonly from: string;
  readonly to: string;
  readonly place: string;
  readonly leaderId: LeaderId | null;
}

/** 参数设置 of a district; defaults from domain.md B13. All durations in 工作日 unless the name says otherwise. */
export interface Settings {
  /** Before 〔年〕, e.g. 示接交. */
  readonly numberPrefix: string;
  readonly districtName: string;
  readonly organName: string;
  readonly organPhone: string;
  readonly urgentDays: number;
  readonly suggestionDays: number;
  readonly problemDays: number;
  readonly graveDays: number;
  readonly hardDays: number;
  readonly acknowledgeDays: number;
  /** 已联系企业 within so many 工作日 of 签收; the second for 急. */
  readonly contactDays: number;
  readonly urgentContactDays: number;
  readonly objectDays: number;
  readonly extensionNoticeDays: number;
  /** Approved extensions in one round. */
  readonly maxExtensions: number;
  readonly maxPauseDays: number;
  /** 待企业补充 in one round: so often, and so many 工作日 in all. */
  readonly maxPauses: number;
  readonly maxPauseSum: number;
  readonly redoDays: number;
  readonly maxRedoRounds: number;
  readonly blueDaysLeft: number;
  /** Blue also when no more than this share of the limit is left. */
  readonly bluePercent: number;
  readonly yellowSilentDays: number;
  /** Workdays overdue at which rungs 2, 3 and 4 of the ladder are issued (red+1, red+5, red+10). */
  readonly ladderDays: readonly [number, number, number];
  readonly callAttempts: number;
  /** A leader hears of an unsigned sheet after so many 工作日, staff one later. */
  readonly signReminderDays: number;
  /** Staff should call for a rating so many 工作日 after the enterprise was told. */
  readonly ratingReminderDays: number;
  /** Staff judge a dissatisfied rating within so many 工作日. */
  readonly judgeDays: number;
  /** A unit hears of the day of its plan (计划解决) so many 工作日 before it. */
  readonly planReminderDays: number;
  /** 加急 per day, at most; only ever for 急 cases past their limit. */
  readonly urgentDailyCap: number;
  /** Local overrides of the national calendar: days off and make-up workdays. */
  readonly extraDaysOff: readonly BeijingDate[];
  readonly extraWorkdays: readonly BeijingDate[];
  /** 常用语 a leader may insert. */
  readonly phrases: readonly string[];
  /** 飞书审批: a sheet that waits for a signature also stands in the approval centre. */
  readonly approvalCentre: boolean;
  /** 飞书日历: a reception day is an event with its attendees. */
  readonly calendar: boolean;
  /** 飞书任务: a unit's sheet is also a task. */
  readonly tasks: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  numberPrefix: '示接交',
  districtName: '示例区',
  organName: '示例区工商联',
  organPhone: '',
  urgentDays: 5,
  suggestionDays: 7,
  problemDays: 15,
  graveDays: 30,
  hardDays: 63,
  acknowledgeDays: 1,
  contactDays: 2,
  urgentContactDays: 1,
  objectDays: 1,
  extensionNoticeDays: 1,
  maxExtensions: 2,
  maxPauseDays: 10,
  maxPauses: 3,
  maxPauseSum: 20,
  redoDays: 7,
  maxRedoRounds: 2,
  blueDaysLeft: 2,
  bluePercent: 20,
  yellowSilentDays: 5,
  ladderDays: [1, 5, 10],
  callAttempts: 2,
  signReminderDays: 1,
  ratingReminderDays: 5,
  judgeDays: 2,
  planReminderDays: 5,
  urgentDailyCap: 5,
  extraDaysOff: [],
  extraWorkdays: [],
  phrases: ['请按拟办意见办理。', '请抓紧落实，限期报结果。', '请主动上门对接企业。'],
  approvalCentre: false,
  calendar: true,
  tasks: false,
};

export interface Directory {
  readonly district: DistrictId;
  readonly leaders: readonly Leader[];
  readonly units: readonly Unit[];
  readonly receptionDays: readonly ReceptionDay[];
  readonly settings: Settings;
}

export const leaderById = (directory: Directory, id: LeaderId | null): Leader | null =>
  directory.leaders.find((leader) => leader.id === id) ?? null;
export const unitById = (directory: Directory, id: UnitId | null): Unit | null =>
  directory.units.find((unit) => unit.id === id) ?? null;
export const receptionDayById = (directory: Directory, id: ReceptionDayId | null): ReceptionDay | null =>
  directory.receptionDays.find((day) => day.id === id) ?? null;
