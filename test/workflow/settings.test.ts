/**
 * 参数设置: one declaration, so that what is typed, what is stored and what is shown have the same bounds, parameter by parameter.
 */
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
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

it('no two parameters have one name', () => {
  const names = SETTING_KEYS.map((key) => SETTINGS[key].zh);
  expect(new Set(names).size).toBe(names.length);
});
