/** 首次联系: the lead unit talks to the enterprise within a few 工作日 of 签收, sooner where it is 急. */
import { beijingDateOf } from './beijing-date.ts';
import { type Case, partsInHand } from './case.ts';
import { dueAfter } from './deadlines.ts';
import type { Settings } from './directory.ts';
import type { BeijingDate } from './ids.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The last day for it while it is still to come; null before 签收 and once the enterprise was contacted. */
export const contactDue = (subject: Case, settings: Settings, calendar: WorkCalendar): BeijingDate | null => {
  const lead = partsInHand(subject).find(({ role }) => role === 'lead');
  if (!lead?.acknowledged || lead.contactedAt !== null) return null;
  const days = subject.notes.isUrgent ? settings.urgentContactDays : settings.contactDays;
  return dueAfter(beijingDateOf(lead.acknowledged.at), days, calendar).date;
};

export const isContactLate = (subject: Case, day: BeijingDate, settings: Settings, calendar: WorkCalendar): boolean => {
  const due = contactDue(subject, settings, calendar);
  return due !== null && day > due;
};
