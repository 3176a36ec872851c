/**
 * What may stand in a parameter (参数设置), kind by kind: how it is typed, how it is kept, and its bounds, said once for the cell,
 * for what is stored and for the person who typed something else. Pure.
 */
import type { BeijingDate } from './ids.ts';
import { isLonger } from './lengths.ts';
import { dateOf, listOf, tidyText, wholeNumberOf } from './plain-text.ts';

export interface SettingKind<T> {
  /** What may stand in the cell, bounds and all. */
  readonly rule: string;
  /** What was typed as it would be kept; whether that is within bounds is told by `take`. */
  readonly read: (typed: string) => unknown;
  /** What was typed or stored, if it is within bounds; null otherwise. */
  readonly take: (value: unknown) => T | null;
  readonly write: (value: T) => string;
}

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
/** All of them, or null when one is not of the kind. */
const each = <T>(value: unknown, take: (one: unknown) => T | null): readonly T[] | null => {
  if (!isArray(value)) return null;
  const taken = value.map(take);
  const good = taken.filter((one) => one !== null);
  return good.length === taken.length ? good : null;
};

const textWithin = (min: number, max: number, rule: string): SettingKind<string> => ({
  rule,
  read: tidyText,
  take: (value) => (typeof value === 'string' && value.length >= min && !isLonger(value, max) ? value : null),
  write: (value) => value,
});
/** May be left empty. */
export const words = (max: number): SettingKind<string> => textWithin(0, max, `不超过 ${max} 字`);
/** May not: it stands in headings and signatures. */
export const name = (max: number): SettingKind<string> => textWithin(1, max, `1 至 ${max} 字`);

const wholeWithin = (value: unknown, min: number, max: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : null;
export const whole = (min: number, max: number): SettingKind<number> => ({
  rule: `${min} 至 ${max} 的整数`,
  read: wholeNumberOf,
  take: (value) => wholeWithin(value, min, max),
  write: String,
});

/** A number that a district may not have settled; as null it is kept under `unset`. */
export type Unsettled = number | 'unset';
export const wholeOrEmpty = (min: number, max: number): SettingKind<Unsettled> => ({
  rule: `${min} 至 ${max} 的整数，未定的留空`,
  read: (typed) => (tidyText(typed) === '' ? 'unset' : wholeNumberOf(tidyText(typed).replace(/年$/u, ''))),
  take: (value) => (value === 'unset' ? value : wholeWithin(value, min, max)),
  write: (value) => (value === 'unset' ? '' : String(value)),
});

const dayFrom = (value: unknown): BeijingDate | null => (typeof value === 'string' ? dateOf(value) : null);
export const days: SettingKind<readonly BeijingDate[]> = {
  rule: '形如 2026-10-08 的日期，多个用顿号隔开',
  read: (typed) => listOf(typed).map(dateOf),
  take: (value) => each(value, dayFrom),
  write: (value) => value.join('、'),
};

export const ladder = (min: number, max: number): SettingKind<readonly [number, number, number]> => ({
  rule: `三个由小到大的天数（${min} 至 ${max}），用顿号隔开，如 1、5、10`,
  read: (typed) => listOf(typed).map(wholeNumberOf),
  take: (value) => {
    const [first = 0, second = 0, third = 0, ...more] = each(value, (one) => wholeWithin(one, min, max)) ?? [];
    return first < second && second < third && more.length === 0 ? [first, second, third] : null;
  },
  write: (value) => value.join('、'),
});

export const lines = (most: number, max: number): SettingKind<readonly string[]> => ({
  rule: `每行一句，不超过 ${most} 句，每句不超过 ${max} 字`,
  read: (typed) =>
    typed
      .split('\n')
      .map(tidyText)
      .filter((line) => line !== ''),
  take: (value) => {
    const taken = each(value, (one) => (typeof one === 'string' && !isLonger(one, max) ? one : null));
    return taken !== null && taken.length <= most ? taken : null;
  },
  write: (value) => value.join('\n'),
});

const ON_OFF: Readonly<Record<string, boolean>> = { 开: true, 关: false };
export const onOff: SettingKind<boolean> = {
  rule: '“开”或“关”',
  read: (typed) => ON_OFF[tidyText(typed)] ?? null,
  take: (value) => (typeof value === 'boolean' ? value : null),
  write: (value) => (value ? '开' : '关'),
};
