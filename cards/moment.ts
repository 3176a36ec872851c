/**
 * Moments and days as cards write them, in Beijing time (UTC+8 the whole year). It reckons no time limits.
 */
import type { BeijingDate, Ms } from '../src/workflow/ids.ts';

const BEIJING_OFFSET_MS = 8 * 60 * 60 * 1000;

/** 2026年5月9日 */
export const dayText = (date: BeijingDate): string => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  return parts ? `${Number(parts[1])}年${Number(parts[2])}月${Number(parts[3])}日` : '日期不详';
};
/** 5月9日, where the year is plain. */
export const shortDayText = (date: BeijingDate): string => dayText(date).replace(/^\d+年/, '');

/** 2026年5月9日 14:05 */
export const momentText = (at: Ms): string => {
  const beijing = new Date(at + BEIJING_OFFSET_MS);
  const clock = beijing.toISOString().slice(11, 16);
  return `${beijing.getUTCFullYear()}年${beijing.getUTCMonth() + 1}月${beijing.getUTCDate()}日 ${clock}`;
};
/** 5月9日 14:05 */
export const shortMomentText = (at: Ms): string => momentText(at).replace(/^\d+年/, '');

const WEEKDAYS = '日一二三四五六';
/** 2026年5月9日（周六） */
export const dayWithWeekday = (date: BeijingDate): string => {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  return weekday === undefined ? dayText(date) : `${dayText(date)}（周${weekday}）`;
};
