/**
 * Days in Beijing and 工作日, from the published arrangement of 2026 typed out by hand, and the district's own changes. Knows
 * nothing of 2027: what passes 2026 is provisional.
 */
import type { Ms } from '../../../src/workflow/ids.ts';

/** 国务院办公厅 on the holidays of 2026: first and last day off. */
const HOLIDAYS_2026 = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
] as const;
const MAKE_UP_DAYS_2026: readonly string[] = [
  '2026-01-04',
  '2026-02-14',
  '2026-02-28',
  '2026-05-09',
  '2026-09-20',
  '2026-10-10',
];
/** What never changes is asked once. */
const remembered = <Key, Answer>(ask: (key: Key) => Answer): ((key: Key) => Answer) => {
  const known = new Map<Key, Answer>();
  return (key) => {
    const had = known.get(key);
    if (had !== undefined) return had;
    const answer = ask(key);
    known.set(key, answer);
    return answer;
  };
};

export const LAST_PUBLISHED = '2026-12-31';

export interface OwnDays {
  readonly extraDaysOff: readonly string[];
  readonly extraWorkdays: readonly string[];
}

const isWeekend = remembered((day: string): boolean => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()));

export const counts = (day: string, own: OwnDays): boolean => {
  if (own.extraDaysOff.includes(day)) return false;
  if (own.extraWorkdays.includes(day) || MAKE_UP_DAYS_2026.includes(day)) return true;
  if (HOLIDAYS_2026.some(([from, to]) => from <= day && day <= to)) return false;
  return !isWeekend(day);
};

const BEIJING = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
export const dayOf = remembered((at: Ms): string => BEIJING.format(at));
const MINUTES = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
/** 2026-09-01 10:00 */
export const minuteOf = remembered((at: Ms): string => MINUTES.format(at));
const moved = remembered((sum: string): string => {
  const [day = '', days = '0'] = sum.split('+');
  return new Date(Date.parse(`${day}T12:00:00Z`) + Number(days) * 86_400_000).toISOString().slice(0, 10);
});
export const nextDay = (day: string, days = 1): string => moved(`${day}+${days}`);
export const isDay = (day: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T12:00:00Z`)) && nextDay(day, 0) === day;

/** The `count`th 工作日 after `from`. */
export const workdaysOn = (from: string, count: number, own: OwnDays): string => {
  const day = nextDay(from);
  if (count <= 0) return from;
  return workdaysOn(day, counts(day, own) ? count - 1 : count, own);
};
/** The `count`th 工作日 before `from`. */
export const workdaysBack = (from: string, count: number, own: OwnDays): string => {
  if (count <= 0) return from;
  const day = nextDay(from, -1);
  return workdaysBack(day, counts(day, own) ? count - 1 : count, own);
};
/** How many 工作日 lie after `from`, up to and with `to`; 0 where `to` is not later. */
export const workdaysAfter = (from: string, to: string, own: OwnDays): number => {
  let found = 0;
  for (let day = nextDay(from); day <= to; day = nextDay(day)) if (counts(day, own)) found += 1;
  return found;
};
export const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;
