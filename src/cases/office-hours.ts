/** When people may be disturbed by the clock (domain rule L9): on workdays between 08:30 and 18:00 in Beijing. */
import { beijingDateOf, minutesOfBeijingDay } from '../workflow/deadlines.ts';
import type { Ms } from '../workflow/ids.ts';
import type { WorkCalendar } from '../workflow/work-calendar.ts';

const OPENS_MINUTES = 8 * 60 + 30;
const CLOSES_MINUTES = 18 * 60;

export const isOfficeTime = (now: Ms, calendar: WorkCalendar): boolean => {
  const minutes = minutesOfBeijingDay(now);
  return calendar.isWorkday(beijingDateOf(now)) && minutes >= OPENS_MINUTES && minutes < CLOSES_MINUTES;
};
