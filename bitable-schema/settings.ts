/**
 * 参数设置: the district's parameters, one per row, filled in with the defaults and then kept by staff. What there is, and its
 * bounds, is declared in `src/workflow/settings.ts`; here is the table and what its rows say.
 */
import {
  DEFAULT_SETTINGS,
  SETTING_KEYS,
  SETTINGS,
  type SettingKey,
  type SettingReading,
  type Settings,
  writeSetting,
} from '../src/workflow/settings.ts';
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

/** What 校验 says of a row that asks for what may not be; what is in force instead is named, where it is short. */
export const sentenceOf = (reading: SettingReading | null, inForce: Settings): string => {
  if (reading === null || reading.kind === 'setting') return '';
  if (reading.kind === 'unknown') return '没有这个参数，本行不起作用。';
  const value = writeSetting(reading.key, inForce[reading.key]);
  const kept = isShort(value) ? `仍按“${value}”执行` : '仍按原内容执行';
  return `应为${reading.rule}；目前${value === '' ? '仍视为未填写' : kept}。`;
};

/** Of a parameter whose row is gone: what is in force now, and how to have another. */
export const lostSentence = (key: SettingKey): string => {
  const usual = writeSetting(key, DEFAULT_SETTINGS[key]);
  const now = usual === '' ? '现视为未填写' : `现按默认${isShort(usual) ? `“${usual}”` : '内容'}执行`;
  return `“参数设置”表中“${SETTINGS[key].zh}”一行已删除，${now}。要用原来的值，请撤销删除，或者新增一行，“参数”填“${SETTINGS[key].zh}”。`;
};

const isShort = (value: string): boolean => value.length <= 20 && !value.includes('\n');

/** What the parameter means, what it is unless changed, and what may stand there. */
const noteOf = (key: SettingKey): string => {
  const { help, rule, usual, isOwn } = SETTINGS[key];
  const shown = writeSetting(key, usual);
  return `${help}${isOwn || shown === '' ? '' : `默认：${shown}。`}填写要求：${rule}。`;
};

/** The rows a fresh 参数设置 begins with. */
export const defaultSettingRows = (overrides: Partial<Settings> = {}) => {
  const values = { ...DEFAULT_SETTINGS, ...overrides };
  return SETTING_KEYS.map((key) => ({
    key: SETTINGS[key].zh,
    value: writeSetting(key, values[key]),
    note: noteOf(key),
  }));
};
