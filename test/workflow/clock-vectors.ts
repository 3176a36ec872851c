/**
 * Limits that are known to be right, from the published holiday arrangements of 2022–2026. Run as a program it prints what
 * `dueAfter` makes of them, so that a test can ask in other time zones.
 */
import { beijingDateOf, beijingYearOf, dueAfter, minutesOfBeijingDay } from '../../src/workflow/deadlines.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';

export const VECTORS = [
  { start: '2022-09-16', workdays: 7, due: '2022-09-27', why: 'before National Day' },
  { start: '2022-09-28', workdays: 15, due: '2022-10-24', why: 'over National Day, October 8 and 9 are worked' },
  { start: '2022-12-16', workdays: 15, due: '2023-01-09', why: 'over New Year' },
  { start: '2023-01-13', workdays: 15, due: '2023-02-08', why: 'over Spring Festival, January 28 and 29 are worked' },
  { start: '2023-04-14', workdays: 15, due: '2023-05-08', why: 'April 23 and May 6 are worked' },
  { start: '2023-04-17', workdays: 15, due: '2023-05-09', why: 'April 23 and May 6 are worked' },
  { start: '2026-09-28', workdays: 7, due: '2026-10-13', why: 'October 10 is worked' },
  { start: '2026-09-28', workdays: 15, due: '2026-10-23', why: 'October 10 is worked' },
] as const;

/** 23:30 and 00:30 in Beijing lie on different days there and on the same day in many other zones. */
export const AROUND_MIDNIGHT = [
  { at: '2026-10-07T15:30:00Z', day: '2026-10-07', minutes: 23 * 60 + 30 },
  { at: '2026-10-07T16:30:00Z', day: '2026-10-08', minutes: 30 },
  { at: '2026-12-31T16:00:00Z', day: '2027-01-01', minutes: 0 },
] as const;

export const reckoned = () => {
  const calendar = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
  return {
    dues: VECTORS.map(({ start, workdays }) => dueAfter(beijingDate(start), workdays, calendar)),
    days: AROUND_MIDNIGHT.map(({ at }) => {
      const moment = Date.parse(at);
      return { day: beijingDateOf(moment), year: beijingYearOf(moment), minutes: minutesOfBeijingDay(moment) };
    }),
    coveredThrough: calendar.coveredThrough,
  };
};

if (process.argv.includes('--print')) console.log(JSON.stringify(reckoned()));
