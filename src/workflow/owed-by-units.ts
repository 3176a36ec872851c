/**
 * What a unit owes along the way besides its limit: the first contact with the enterprise, the 协办意见, a line a week under 挂牌. Whom the
 * clock wakes for one of these and what that person then reads are told by the same three, so that nobody is woken for nothing.
 */
import { type Case, currentRound } from './case.ts';
import { beijingDateOf, lateContributors } from './deadlines.ts';
import type { Settings } from './directory.ts';
import { contactDue } from './first-contact.ts';
import type { BeijingDate, UnitId } from './ids.ts';
import { isFirstOfWeek, mondayOf, nextWorkday } from './office-days.ts';
import { leadUnitOf } from './recipients.ts';
import type { WorkCalendar } from './work-calendar.ts';

export const isHandled = ({ state }: Case): boolean => state === 'assigned' || state === 'handling';

/** From the last day for it on. */
export const isContactWanted = (
  subject: Case,
  today: BeijingDate,
  settings: Settings,
  calendar: WorkCalendar,
): boolean => {
  const due = isHandled(subject) ? contactDue(subject, settings, calendar) : null;
  return due !== null && today >= due;
};

/** Supporting units that have let their own limit pass without a word. */
export const silentSupporters = (subject: Case, today: BeijingDate, calendar: WorkCalendar): readonly UnitId[] => {
  const round = currentRound(subject);
  return round && isHandled(subject) ? lateContributors(round, today, calendar) : [];
};

/** 挂牌督办 wants a line a week of the lead unit: on the last workday of one without. */
export const isWeeklyLineWanted = (subject: Case, today: BeijingDate, calendar: WorkCalendar): boolean => {
  const round = currentRound(subject);
  const isLastOfWeek = calendar.isWorkday(today) && isFirstOfWeek(nextWorkday(today, calendar), calendar);
  if (!round || !subject.listed || !isHandled(subject) || !isLastOfWeek) return false;
  const lead = leadUnitOf(subject);
  const monday = mondayOf(today);
  return !round.progress.some(({ unitId, at }) => unitId === lead && beijingDateOf(at) >= monday);
};
