/**
 * 参数设置, declared once: the Chinese name of each parameter (the text in 参数), what may stand there, what it is unless
 * changed, and what it means. The type, the defaults, what a row says, what is stored and the rows of a new Base follow from
 * it. Defaults from domain.md B13; all durations in 工作日 unless the name says otherwise. Pure.
 */
import { phoneOf } from './plain-text.ts';
import { days, ladder, lines, name, onOff, type SettingKind, whole, wholeOrEmpty, words } from './setting-kinds.ts';

interface Setting<T> extends SettingKind<T> {
  readonly zh: string;
  readonly usual: T;
  readonly help: string;
  /** Each district's own words: what they are elsewhere tells nobody anything. */
  readonly isOwn: boolean;
}
const setting = <T>(zh: string, kind: SettingKind<T>, usual: T, help: string): Setting<T> => ({
  ...kind,
  zh,
  usual,
  help,
  isOwn: false,
});
const own = <T>(zh: string, kind: SettingKind<T>, usual: T, help: string): Setting<T> => ({
  ...setting(zh, kind, usual, help),
  isOwn: true,
});

const NOTICE = '见个人信息告知；留空的，告知中不写。';

const DECLARED = {
  districtName: own('区县名称', name(30), '示例区', '用于页面和交办单抬头。'),
  organName: own('工商联名称', name(40), '示例区工商联', '用于页面和卡片。'),
  issuedBy: own(
    '交办单落款',
    words(40),
    '',
    '以谁的名义交办，如“某某区民营企业接待日工作办公室”；不填的，以工商联名义。',
  ),
  organPhone: own('工商联联系电话', words(30), '', '企业查询页上公布的办公电话。未填写的，扫码页不开放线上登记。'),
  /** 办公地址 and 受理时间: where and when somebody may come who does not want to file on the web. */
  officeAddress: own('办公地址', words(100), '', `接待来访的地址。${NOTICE}`),
  officeHours: own('受理时间', words(60), '', `如“工作日 9:00 至 17:00”。${NOTICE}`),
  /** Before 〔年〕, e.g. 示接交. */
  numberPrefix: setting('交办单字号', name(12), '示接交', '年份之前的字样，如“示接交”。'),
  urgentDays: setting(
    '紧急事项办理时限',
    whole(1, 250),
    5,
    '工作日，自签批次日起算；适用于标“急”的事项，未填拟办时限时按此，优先于“难”“重”。',
  ),
  suggestionDays: setting('建议办理时限', whole(1, 250), 7, '工作日，自签批次日起算；适用于建议。'),
  problemDays: setting('问题办理时限', whole(1, 250), 15, '工作日，自签批次日起算；适用于问题。'),
  graveDays: setting('重要事项办理时限', whole(1, 250), 30, '工作日，自签批次日起算；适用于标“重”的事项。'),
  hardDays: setting('疑难事项办理时限', whole(1, 250), 63, '工作日，自签批次日起算；适用于标“难”的事项。'),
  acknowledgeDays: setting('签收时限', whole(1, 30), 1, '工作日，自交办次日起算。'),
  /** 已联系企业 within so many 工作日 of 签收; the second for 急. */
  contactDays: setting(
    '首次联系企业时限',
    whole(1, 30),
    2,
    '工作日，自主办单位签收次日起算；逾期未登记“已联系企业”亮黄灯。',
  ),
  urgentContactDays: setting(
    '急件首次联系企业时限',
    whole(1, 30),
    1,
    '工作日，自主办单位签收次日起算；适用于标“急”的事项。',
  ),
  objectDays: setting('提出异议时限', whole(1, 30), 1, '工作日，自签批次日起算。'),
  extensionNoticeDays: setting('申请延期提前量', whole(0, 30), 1, '最迟在到期前几个工作日提出。'),
  /** Approved extensions in one round. */
  maxExtensions: setting('延期次数上限', whole(0, 5), 2, '同一轮交办内批准延期的次数。'),
  maxPauseDays: setting('企业补充最长时间', whole(1, 60), 10, '工作日，自请企业补充次日起算；期间办理时限暂停计算。'),
  /** 待企业补充 in one round: so often, and so many 工作日 in all. */
  maxPauses: setting('企业补充次数上限', whole(0, 10), 3, '同一轮交办内。'),
  maxPauseSum: setting('企业补充累计上限', whole(0, 120), 20, '工作日，同一轮交办内各次合计；期间办理时限暂停计算。'),
  redoDays: setting('重办时限', whole(1, 120), 7, '工作日，自退回次日起算；评价后重办的，不超过原时限的一半。'),
  maxRedoRounds: setting('重办次数上限', whole(0, 5), 2, '同一轮交办内。'),
  blueDaysLeft: setting('蓝灯提前天数', whole(0, 30), 2, '距到期不超过几个工作日亮蓝灯。'),
  /** Blue also when no more than this share of the limit is left. */
  bluePercent: setting(
    '蓝灯剩余比例',
    whole(0, 100),
    20,
    '剩余时间不超过时限的百分之几亮蓝灯，与提前天数任一符合即亮。',
  ),
  yellowSilentDays: setting('黄灯无进展天数', whole(1, 60), 5, '连续几个工作日没有进展亮黄灯。'),
  /** Workdays overdue at which rungs 2, 3 and 4 of the ladder are issued (red+1, red+5, red+10). */
  ladderDays: setting(
    '督办升级天数',
    ladder(1, 250),
    [1, 5, 10],
    '超期几个工作日后分别催办负责人、提请牵头领导督办、提请签批领导决定是否挂牌。',
  ),
  callAttempts: setting('回访次数', whole(1, 10), 2, '登记为未评价前至少回访几次。'),
  /** A leader hears of an unsigned sheet after so many 工作日, staff one later. */
  signReminderDays: setting(
    '签批提醒天数',
    whole(1, 30),
    1,
    '签批单送达几个工作日后提醒领导，再过一个工作日告知工商联。',
  ),
  /** Staff should call for a rating so many 工作日 after the enterprise was told. */
  ratingReminderDays: setting('催评提醒天数', whole(1, 60), 5, '结果告知企业几个工作日后仍未评价，提醒工商联回访。'),
  /** Staff judge a dissatisfied rating within so many 工作日. */
  judgeDays: setting('不满意研判时限', whole(1, 30), 2, '工作日，自评价次日起算。'),
  /** A unit hears of the day of its plan (计划解决) so many 工作日 before it. */
  planReminderDays: setting('计划到期提醒天数', whole(1, 60), 5, '计划解决日期前几个工作日提醒主办单位。'),
  /** 加急 per day, at most; only ever for 急 cases past their limit. */
  urgentDailyCap: setting(
    '每日加急上限',
    whole(0, 100),
    5,
    '只对标“急”且超期的事项加急；全区每天至多几次，0 为不加急。',
  ),
  /** Local overrides of the national calendar: days off and make-up workdays. */
  extraDaysOff: setting('另行放假日期', days, [], '国家公布的放假安排之外的休息日。'),
  extraWorkdays: setting('另行上班日期', days, [], '国家公布的调休之外的上班日。'),
  /** 飞书审批: a sheet that waits for a signature also stands in the approval centre. */
  approvalCentre: setting('飞书审批', onOff, false, '开：签批单同时出现在领导的飞书审批待办中。须先开通审批权限。'),
  /** 飞书日历: a reception day is an event with its attendees. */
  calendar: setting(
    '飞书日历',
    onOff,
    true,
    '开：接待日写入飞书日历，邀请接待领导、工商联和到场单位。须先开通日历权限。',
  ),
  /** 飞书任务: a unit's sheet is also a task. */
  tasks: setting('飞书任务', onOff, false, '开：交办单同时成为承办人的飞书任务。须先开通任务权限。'),
  /** 常用语 a leader may insert. */
  phrases: own(
    '批示常用语',
    lines(20, 100),
    ['请按拟办意见办理。', '请抓紧落实，限期报结果。', '请主动上门对接企业。'],
    '每行一句，供领导在卡片上选用。',
  ),
  /** 个人信息告知: what the built-in text says of the district's own arrangements. */
  contactYears: own('联系信息保存年数', wholeOrEmpty(1, 30), 'unset', `办结后几年删除联系人电话等。${NOTICE}`),
  recordYears: own('办理材料保存年数', wholeOrEmpty(1, 100), 'unset', `按本区归档规定。${NOTICE}`),
  cyberspacePhone: own('网信部门电话', words(30), '', `企业投诉个人信息问题用。${NOTICE}`),
  rulesName: own('接待日工作规则名称', words(60), '', `本区印发的文件名称，不加书名号。${NOTICE}`),
  noticeText: own(
    '告知全文',
    words(4_000),
    '',
    '经本区法律顾问审定的个人信息告知，填写后代替内置文本；每段的标题单独成行，写成“【标题】”。',
  ),
  noticeVersion: own('告知版本', words(20), '', '告知全文的版本，如“2026-12”。全文有改动时一并修改；随每件事项留存。'),
};

type ValueOf<S> = S extends Setting<infer T> ? T : never;
export type Settings = { readonly [K in keyof typeof DECLARED]: ValueOf<(typeof DECLARED)[K]> };
export type SettingKey = keyof Settings;

/** Every parameter, in the order of the rows. */
export const SETTINGS: { readonly [K in SettingKey]: Setting<Settings[K]> } = DECLARED;
const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);
export const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS).filter(isSettingKey);
const settingKeyOf = (zh: string): SettingKey | null => SETTING_KEYS.find((key) => SETTINGS[key].zh === zh) ?? null;

const isWhole = (settings: Partial<Settings>): settings is Settings =>
  SETTING_KEYS.every((key) => settings[key] !== undefined);

/** What is stored, setting by setting: what is missing or out of its bounds has the usual value. */
export const settingsFrom = (stored: Readonly<Record<string, unknown>>): Settings => {
  const taken: { -readonly [K in SettingKey]?: Settings[K] } = {};
  const take = <K extends SettingKey>(key: K): void => {
    taken[key] = SETTINGS[key].take(stored[key]) ?? SETTINGS[key].usual;
  };
  for (const key of SETTING_KEYS) take(key);
  if (!isWhole(taken)) throw new Error('a setting has no value');
  return taken;
};

export const DEFAULT_SETTINGS: Settings = settingsFrom({});

/** What one row says: a setting and its value, or that it keeps another from what was typed. Null for a blank row. */
export type SettingReading =
  | { readonly kind: 'setting'; readonly key: SettingKey; readonly value: Settings[SettingKey] }
  | { readonly kind: 'outOfBounds'; readonly key: SettingKey; readonly rule: string }
  | { readonly kind: 'unknown' };
export const readSetting = (zh: string, typed: string): SettingReading | null => {
  if (zh === '' && typed === '') return null;
  const key = settingKeyOf(zh);
  if (key === null) return { kind: 'unknown' };
  const value = SETTINGS[key].take(SETTINGS[key].read(typed));
  return value === null ? { kind: 'outOfBounds', key, rule: SETTINGS[key].rule } : { kind: 'setting', key, value };
};

export const writeSetting = <K extends SettingKey>(key: K, value: Settings[K]): string => SETTINGS[key].write(value);

/** Personal data are only collected where it is told how the collector is reached: no telephone, no form on the web. */
export const hasPhone = ({ organPhone }: Settings): boolean => phoneOf(organPhone) !== '';
