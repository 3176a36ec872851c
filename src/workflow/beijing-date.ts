/**
 * Days and moments in Beijing, which has kept UTC+8 without summer time since 1991. Arithmetic on date strings only, so
 * that the zone of the machine never matters. Knows nothing of workdays.
 */
import { type BeijingDate, beijingDate, type Ms } from './ids.ts';

const BEIJING_AHEAD_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const midnightUtcMs = (date: BeijingDate): Ms => Date.parse(`${date}T00:00:00Z`);

/** The day it is in Beijing at this moment. */
export const beijingDateOf = (at: Ms): BeijingDate =>
  beijingDate(new Date(at + BEIJING_AHEAD_MS).toISOString().slice(0, 10));

/** The year it is in Beijing at this moment; sheets are numbered by it. */
export const beijingYearOf = (at: Ms): number => yearOf(beijingDateOf(at));

/** Minutes since midnight in Beijing, 0 … 1439. */
export const minutesOfBeijingDay = (at: Ms): number =>
  Math.floor(((((at + BEIJING_AHEAD_MS) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);

/** The first moment of a day in Beijing. */
export const startOfBeijingDay = (date: BeijingDate): Ms => midnightUtcMs(date) - BEIJING_AHEAD_MS;

/** The day `days` calendar days later; negative goes back. */
export const addDays = (date: BeijingDate, days: number): BeijingDate =>
  beijingDate(new Date(midnightUtcMs(date) + days * DAY_MS).toISOString().slice(0, 10));

export const yearOf = (date: BeijingDate): number => Number(date.slice(0, 4));

export const isWeekend = (date: BeijingDate): boolean => [0, 6].includes(new Date(midnightUtcMs(date)).getUTCDay());

/** False for 2026-02-30 and for anything that is not `yyyy-MM-dd`. */
export const isRealDate = (date: BeijingDate): boolean =>
  !Number.isNaN(midnightUtcMs(date)) && addDays(date, 0) === date;

/** 10月1日, or 2027年1月4日 where the year has to be said. */
export const dayInChinese = (date: BeijingDate, isYearSaid: boolean): string =>
  `${isYearSaid ? `${yearOf(date)}年` : ''}${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
