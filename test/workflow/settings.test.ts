/**
 * 参数设置: one declaration, so that what is typed, what is stored and what is shown have the same bounds, parameter by parameter.
 */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  hasPhone,
  readSetting,
  SETTING_KEYS,
  SETTINGS,
  settingsFrom,
  writeSetting,
} from '../../src/workflow/settings.ts';

const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** What no parameter of any kind takes. */
const STRANGE = [null, 1.5, -1, 1_000_000, {}, [{}], [0], 'x'.repeat(5_000), ['x'.repeat(5_000)], [3, 2, 1], [0, 1, 2]];

describe.each(SETTING_KEYS)('%s', (key) => {
  it('reads back what it writes, and takes from the database what it took from the cell', () => {
    const { zh, usual, take } = SETTINGS[key];
    expect(readSetting(zh, writeSetting(key, usual))).toEqual({ kind: 'setting', key, value: usual });
    expect(take(stored(usual))).toEqual(usual);
  });
  it('has the usual value in the place of a stored one that is out of its bounds', () => {
    const isKept = (value: unknown) => settingsFrom({ [key]: value })[key] !== DEFAULT_SETTINGS[key];
    expect(STRANGE.filter(isKept)).toEqual([]);
  });
});

it.each([
  ['紧急事项办理时限', 'urgentDays', 1, 250],
  ['建议办理时限', 'suggestionDays', 1, 250],
  ['签收时限', 'acknowledgeDays', 1, 30],
  ['蓝灯剩余比例', 'bluePercent', 0, 100],
  ['联系信息保存年数', 'contactYears', 1, 30],
] as const)('%s has the same bounds in the cell and in the database', (zh, key, min, max) => {
  for (const number of [min - 1, min, max, max + 1]) {
    const isWithin = number >= min && number <= max;
    expect([number, readSetting(zh, String(number))?.kind]).toEqual([number, isWithin ? 'setting' : 'outOfBounds']);
    expect(settingsFrom({ [key]: number })[key]).toBe(isWithin ? number : DEFAULT_SETTINGS[key]);
  }
});

describe('a row', () => {
  const read = (zh: string, typed: string) => readSetting(zh, typed);
  const taken = (zh: string, typed: string): unknown => {
    const reading = read(zh, typed);
    return reading?.kind === 'setting' ? reading.value : reading?.kind;
  };

  it('that is blank says nothing, and one whose name is no parameter is unknown', () => {
    expect(read('', '')).toBeNull();
    expect(read('', '5')).toEqual({ kind: 'unknown' });
    expect(read('无此参数', '')).toEqual({ kind: 'unknown' });
  });
  it('of days holds days, kept and stored and written again', () => {
    const days = ['2026-10-08', '2026-10-09'];
    expect(taken('另行放假日期', '2026年10月8日、2026-10-9')).toEqual(days);
    expect(settingsFrom({ extraDaysOff: days }).extraDaysOff).toEqual(days);
    expect(writeSetting('extraDaysOff', settingsFrom({ extraDaysOff: days }).extraDaysOff)).toBe(
      '2026-10-08、2026-10-09',
    );
    expect(taken('另行放假日期', '2026-10-08、国庆')).toBe('outOfBounds');
    expect(settingsFrom({ extraDaysOff: [20261008] }).extraDaysOff).toEqual([]);
  });
  it('of the ladder holds three numbers, each greater than the one before', () => {
    expect(taken('督办升级天数', '2、4、250')).toEqual([2, 4, 250]);
    for (const typed of ['', '1', '1、5', '1、5、10、20', '5、1、10', '1、10、5', '1、1、10', '1、10、10', '0、1、2'])
      expect([typed, taken('督办升级天数', typed)]).toEqual([typed, 'outOfBounds']);
  });
  it('of phrases holds a sentence a line, twenty at most, and none that is blank', () => {
    expect(taken('批示常用语', '请抓紧。\n \n\n 请上门。 ')).toEqual(['请抓紧。', '请上门。']);
    const phrases = (count: number) => taken('批示常用语', Array.from({ length: count }, () => '请抓紧。').join('\n'));
    expect(phrases(20)).toHaveLength(20);
    expect(phrases(21)).toBe('outOfBounds');
  });
  it('of a name may not be empty, of other words it may', () => {
    expect([taken('区县名称', ' '), taken('办公地址', ' ')]).toEqual(['outOfBounds', '']);
  });
  it('of a number that a district has not settled is empty', () => {
    const years = [' ', '5年', '年5'].map((typed) => taken('联系信息保存年数', typed));
    expect(years).toEqual(['unset', 5, 'outOfBounds']);
    expect([writeSetting('contactYears', 'unset'), writeSetting('contactYears', 5)]).toEqual(['', '5']);
  });
});

it('the web is open for appeals only where the office can be called', () => {
  const open = (organPhone: string) => hasPhone({ ...DEFAULT_SETTINGS, organPhone });
  expect([open(''), open('待定'), open('0572-0000001')]).toEqual([false, false, true]);
});

it('no two parameters have one name', () => {
  const names = SETTING_KEYS.map((key) => SETTINGS[key].zh);
  expect(new Set(names).size).toBe(names.length);
});
