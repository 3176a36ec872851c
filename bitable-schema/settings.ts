/**
 * 参数设置: the district's parameters, one per row, filled in with the defaults and then kept by staff. Knows how each one is
 * written in a cell and what may not stand there.
 */
import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings } from '../src/workflow/directory.ts';
import type { BeijingDate } from '../src/workflow/ids.ts';
import { isLonger } from '../src/workflow/lengths.ts';
import { dateOf, listOf, tidyText, wholeNumberOf } from '../src/workflow/plain-text.ts';
import { text } from './columns.ts';
import { defineTable } from './table.ts';

export const settings = defineTable({
  key: 'settings',
  name: '参数设置',
  description: '时限、称谓等参数；改动后数秒内生效。',
  columns: {
    key: text('参数', { owner: 'people', description: '参数的名称，请勿改动。' }),
    value: text('值', { owner: 'people', privacy: 'public' }),
    note: text('说明', { owner: 'people', privacy: 'public' }),
    check: text('校验', { owner: 'service', description: '本行有无问题，由系统填写。' }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '需核对', type: 'grid', filters: [{ column: 'check', is: 'isNotEmpty' }] },
  ],
  form: null,
});

interface Kind<T> {
  /** What may stand in the cell, for the person who typed something else. */
  readonly rule: string;
  readonly read: z.ZodType<T, string>;
  readonly write: (value: T) => string;
}

const plain = (max: number): Kind<string> => ({
  rule: `不超过 ${max} 字`,
  read: z
    .string()
    .transform(tidyText)
    .refine((typed) => !isLonger(typed, max)),
  write: (value) => value,
});
const whole = (min: number, max: number): Kind<number> => ({
  rule: `${min} 至 ${max} 的整数`,
  read: z.string().transform(wholeNumberOf).pipe(z.number().min(min).max(max)),
  write: String,
});
const dates: Kind<Settings['extraDaysOff']> = {
  rule: '形如 2026-10-08 的日期，多个用顿号隔开',
  read: z
    .string()
    .transform((value) => listOf(value).map(dateOf))
    .pipe(z.array(z.custom<BeijingDate>((day) => day !== null))),
  write: (value) => value.join('、'),
};
const ladder: Kind<Settings['ladderDays']> = {
  rule: '三个由小到大的天数，用顿号隔开，如 1、5、10',
  read: z
    .string()
    .transform((value) => listOf(value).map(wholeNumberOf))
    .pipe(z.tuple([z.number().int().min(1), z.number().int(), z.number().int().max(250)]))
    .refine(([first, second, third]) => first < second && second < third),
  write: (value) => value.join('、'),
};
const lines: Kind<Settings['phrases']> = {
  rule: '每行一句，不超过 20 句，每句不超过 100 字',
  read: z
    .string()
    .transform((value) =>
      value
        .split('\n')
        .map(tidyText)
        .filter((line) => line !== ''),
    )
    .pipe(z.array(z.string().refine((line) => !isLonger(line, 100))).max(20)),
  write: (value) => value.join('\n'),
};

const onOff: Kind<boolean> = {
  rule: '“开”或“关”',
  read: z
    .string()
    .transform(tidyText)
    .pipe(z.enum(['开', '关']))
    .transform((word) => word === '开'),
  write: (value) => (value ? '开' : '关'),
};

type Declared = { readonly [K in keyof Settings]: Kind<Settings[K]> & { readonly zh: string; readonly note: string } };

/** Every parameter: its Chinese name (the text in 参数), what it means, what may stand there. */
export const SETTINGS: Declared = {
  districtName: { ...plain(30), zh: '区县名称', note: '用于页面和交办单抬头。' },
  organName: { ...plain(40), zh: '工商联名称', note: '用于页面、卡片和交办单落款。' },
  organPhone: { ...plain(30), zh: '工商联联系电话', note: '企业查询页上公布的办公电话。' },
  numberPrefix: { ...plain(12), zh: '交办单字号', note: '年份之前的字样，如“示接交”。' },
  urgentDays: {
    ...whole(1, 250),
    zh: '紧急事项办理时限',
    note: '工作日，适用于标“急”的事项；未填拟办时限时按此，优先于“难”“重”。',
  },
  suggestionDays: { ...whole(1, 250), zh: '建议办理时限', note: '工作日。' },
  problemDays: { ...whole(1, 250), zh: '问题办理时限', note: '工作日。' },
  graveDays: { ...whole(1, 250), zh: '重要事项办理时限', note: '工作日，适用于标“重”的事项。' },
  hardDays: { ...whole(1, 250), zh: '疑难事项办理时限', note: '工作日，适用于标“难”的事项。' },
  acknowledgeDays: { ...whole(1, 30), zh: '签收时限', note: '工作日。' },
  contactDays: {
    ...whole(1, 30),
    zh: '首次联系企业时限',
    note: '工作日，自主办单位签收次日起算；逾期未登记“已联系企业”亮黄灯。',
  },
  urgentContactDays: { ...whole(1, 30), zh: '急件首次联系企业时限', note: '工作日，适用于标“急”的事项。' },
  objectDays: { ...whole(1, 30), zh: '提出异议时限', note: '工作日，自签批之日起。' },
  extensionNoticeDays: { ...whole(0, 30), zh: '申请延期提前量', note: '到期前至少几个工作日提出。' },
  maxExtensions: { ...whole(0, 5), zh: '延期次数上限', note: '同一轮交办内批准延期的次数。' },
  maxPauseDays: { ...whole(1, 60), zh: '企业补充最长时间', note: '工作日；期间办理时限暂停计算。' },
  maxPauses: { ...whole(0, 10), zh: '企业补充次数上限', note: '同一轮交办内。' },
  maxPauseSum: {
    ...whole(0, 120),
    zh: '企业补充累计上限',
    note: '工作日，同一轮交办内各次合计；期间办理时限暂停计算。',
  },
  redoDays: { ...whole(1, 120), zh: '重办时限', note: '工作日。' },
  maxRedoRounds: { ...whole(0, 5), zh: '重办次数上限', note: '同一轮交办内。' },
  blueDaysLeft: { ...whole(0, 30), zh: '蓝灯提前天数', note: '距到期不超过几个工作日亮蓝灯。' },
  bluePercent: {
    ...whole(0, 100),
    zh: '蓝灯剩余比例',
    note: '剩余时间不超过时限的百分之几亮蓝灯，与提前天数任一符合即亮。',
  },
  yellowSilentDays: { ...whole(1, 60), zh: '黄灯无进展天数', note: '连续几个工作日没有进展亮黄灯。' },
  ladderDays: { ...ladder, zh: '督办升级天数', note: '超期几个工作日后分别催办、通报、提请接待领导督办。' },
  callAttempts: { ...whole(1, 10), zh: '回访次数', note: '登记为未评价前至少回访几次。' },
  signReminderDays: {
    ...whole(1, 30),
    zh: '签批提醒天数',
    note: '签批单送达几个工作日后提醒领导，再过一个工作日告知工商联。',
  },
  ratingReminderDays: {
    ...whole(1, 60),
    zh: '催评提醒天数',
    note: '结果告知企业几个工作日后仍未评价，提醒工商联回访。',
  },
  judgeDays: { ...whole(1, 30), zh: '不满意研判时限', note: '工作日。' },
  planReminderDays: { ...whole(1, 60), zh: '计划到期提醒天数', note: '计划解决日期前几个工作日提醒主办单位。' },
  urgentDailyCap: {
    ...whole(0, 100),
    zh: '每日加急上限',
    note: '只对标“急”且超期的事项加急；全区每天至多几次，0 为不加急。',
  },
  extraDaysOff: { ...dates, zh: '另行放假日期', note: '国家公布的放假安排之外的休息日。' },
  extraWorkdays: { ...dates, zh: '另行上班日期', note: '国家公布的调休之外的上班日。' },
  approvalCentre: { ...onOff, zh: '飞书审批', note: '开：签批单同时出现在领导的飞书审批待办中。须先开通审批权限。' },
  calendar: {
    ...onOff,
    zh: '飞书日历',
    note: '开：接待日写入飞书日历，邀请接待领导、工商联和到场单位。须先开通日历权限。',
  },
  tasks: { ...onOff, zh: '飞书任务', note: '开：交办单同时成为承办人的飞书任务。须先开通任务权限。' },
  phrases: { ...lines, zh: '批示常用语', note: '每行一句，供领导在卡片上选用。' },
};

type SettingKey = keyof Settings;
const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);
const SETTING_KEYS: readonly SettingKey[] = Object.keys(SETTINGS).filter(isSettingKey);

/** What one row says: a setting and its value, or the sentence for 校验. Null for a blank row. */
export const readSetting = (
  name: string,
  value: string,
):
  | { readonly kind: 'setting'; readonly key: SettingKey; readonly value: unknown }
  /** `key`: whose value stays in force; null for a parameter that does not exist. */
  | { readonly kind: 'problem'; readonly key: SettingKey | null; readonly sentence: string }
  | null => {
  if (name === '' && value === '') return null;
  const key = SETTING_KEYS.find((one) => SETTINGS[one].zh === name);
  if (!key) return { kind: 'problem', key: null, sentence: '没有这个参数，本行不起作用。' };
  const read = SETTINGS[key].read.safeParse(value);
  if (read.success) return { kind: 'setting', key, value: read.data };
  return { kind: 'problem', key, sentence: `应为${SETTINGS[key].rule}；目前仍按原值执行。` };
};

const rowOf = <K extends SettingKey>(key: K, value: Settings[K]) => ({
  key: SETTINGS[key].zh,
  value: SETTINGS[key].write(value),
  note: noteOf(key),
});

/** What the parameter means, what it is unless changed, and what may stand there. */
const noteOf = <K extends SettingKey>(key: K): string => {
  const { note, rule, write } = SETTINGS[key];
  const usual = write(DEFAULT_SETTINGS[key]);
  // Names and phrases are each district's own: what they are elsewhere tells nobody anything.
  const isOwn = usual === '' || usual.length > 10 || OWN_WORDS.includes(key);
  return `${note}${isOwn ? '' : `默认：${usual}。`}填写要求：${rule}。`;
};
const OWN_WORDS: readonly SettingKey[] = ['districtName', 'organName', 'organPhone', 'phrases'];

/** The rows a fresh 参数设置 begins with. */
export const defaultSettingRows = (overrides: Partial<Settings> = {}) =>
  SETTING_KEYS.map((key) => rowOf(key, { ...DEFAULT_SETTINGS, ...overrides }[key]));
