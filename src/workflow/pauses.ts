/**
 * 待企业补充: how long the clock may stand still. Each pause and all of a round have their bounds (参数设置), so that a limit cannot
 * be put off for ever; before the first sheet no limit runs, and only the length of one pause counts.
 */
import { beijingDateOf } from './beijing-date.ts';
import { type Case, currentRound } from './case.ts';
import { dueAfter, workdaysBetween } from './deadlines.ts';
import type { Settings } from './directory.ts';
import type { BeijingDate, Ms } from './ids.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** What the pauses of the round came to. */
export const pausesSoFar = (
  subject: Case,
  settings: Settings,
  calendar: WorkCalendar,
): { readonly times: number; readonly days: number } => {
  const pauses = currentRound(subject)?.pauses ?? [];
  const lengths = pauses.map(({ from, to }) => workdaysBetween(beijingDateOf(from), beijingDateOf(to), calendar));
  return {
    times: pauses.length,
    days: lengths.reduce((sum, length) => sum + Math.min(length, settings.maxPauseDays), 0),
  };
};

/** So many 工作日 the pause in hand, or the next one, may last. */
export const pauseAllowance = (subject: Case, settings: Settings, calendar: WorkCalendar): number =>
  currentRound(subject)
    ? Math.max(0, Math.min(settings.maxPauseDays, settings.maxPauseSum - pausesSoFar(subject, settings, calendar).days))
    : settings.maxPauseDays;

/** The last day on which the enterprise may answer; null where it was asked nothing. */
export const pauseLastDay = (subject: Case, settings: Settings, calendar: WorkCalendar): BeijingDate | null =>
  subject.pause &&
  dueAfter(beijingDateOf(subject.pause.since), pauseAllowance(subject, settings, calendar), calendar).date;

/** Whether the enterprise had its time in full and did not answer. */
export const pauseIsOver = (subject: Case, now: Ms, settings: Settings, calendar: WorkCalendar): boolean =>
  subject.pause !== null &&
  workdaysBetween(beijingDateOf(subject.pause.since), beijingDateOf(now), calendar) >
    pauseAllowance(subject, settings, calendar);
