/**
 * Which workday a day is: the first of its week or month, the eve of another. For what the clock sends on such days only;
 * after a holiday the first workday takes Monday's place.
 */
import { addDays, startOfBeijingDay } from './beijing-date.ts';
import type { BeijingDate } from './ids.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The first workday after this day. */
export const nextWorkday = (day: BeijingDate, calendar: WorkCalendar): BeijingDate => {
  let next = addDays(day, 1);
  while (!calendar.isWorkday(next)) next = addDays(next, 1);
  return next;
};

/** The last workday before `date`, whether that is a workday itself or not. */
export const isEveOf = (date: BeijingDate, today: BeijingDate, calendar: WorkCalendar): boolean =>
  today < date && date <= nextWorkday(today, calendar) && calendar.isWorkday(today);

export const isFirstOfWeek = (today: BeijingDate, calendar: WorkCalendar): boolean =>
  isFirstSince(mondayOf(today), today, calendar);

export const isFirstOfMonth = (today: BeijingDate, calendar: WorkCalendar): boolean =>
  isFirstSince(firstOfMonth(today), today, calendar);

/** The first and last day of the month before. */
export const monthBefore = (today: BeijingDate): { readonly from: BeijingDate; readonly to: BeijingDate } => {
  const to = addDays(firstOfMonth(today), -1);
  return { from: firstOfMonth(to), to };
};

export const firstOfMonth = (day: BeijingDate): BeijingDate => addDays(day, 1 - Number(day.slice(8, 10)));

const MONDAY_BASED = 6;
export const mondayOf = (day: BeijingDate): BeijingDate => {
  const noon = startOfBeijingDay(day) + 12 * 3_600_000;
  return addDays(day, -((new Date(noon).getUTCDay() + MONDAY_BASED) % 7));
};

const isFirstSince = (start: BeijingDate, today: BeijingDate, calendar: WorkCalendar): boolean => {
  if (!calendar.isWorkday(today)) return false;
  for (let day = start; day < today; day = addDays(day, 1)) if (calendar.isWorkday(day)) return false;
  return true;
};
