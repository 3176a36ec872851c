/** How far the published holidays reach: from November on, when the next year's are announced, their absence is a finding. */
import { yearOf } from './beijing-date.ts';
import { type BeijingDate, beijingDate } from './ids.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The first year whose holidays are wanted by now and not known; null while nothing is missing. */
export const calendarGap = (today: BeijingDate, { coveredThrough }: WorkCalendar): number | null => {
  const year = yearOf(today);
  const wanted = today >= beijingDate(`${year}-11-01`) ? year + 1 : year;
  return coveredThrough < beijingDate(`${wanted}-12-31`) ? yearOf(coveredThrough) + 1 : null;
};
