/** When people may be disturbed by the clock (domain rule L9): on workdays between 08:30 and 18:00 in Beijing. */
import { addDays, beijingDateOf, minutesOfBeijingDay } from '../workflow/deadlines.ts';
import type { BeijingDate, Ms } from '../workflow/ids.ts';
import type { WorkCalendar } from '../workflow/work-calendar.ts';

const OPENS_MINUTES = 8 * 60 + 30;
const CLOSES_MINUTES = 18 * 60;

export const isOfficeTime = (now: Ms, calendar: WorkCalendar): boolean => {
  const minutes = minutesOfBeijingDay(now);
  return calendar.isWorkday(beijingDateOf(now)) && minutes >= OPENS_MINUTES && minutes < CLOSES_MINUTES;
};

/** The first workday after this day. */
export const nextWorkday = (day: BeijingDate, calendar: WorkCalendar): BeijingDate => {
  let next = addDays(day, 1);
  while (!calendar.isWorkday(next)) next = addDays(next, 1);
  return next;
};
