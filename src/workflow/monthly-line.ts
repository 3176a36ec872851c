/**
 * 每月一报: a round that is handled through a whole calendar month wants a line of progress of its lead unit in it. Where there is
 * none, the month is owed from the first workday of the next one until there is a line, which may be dated then. A result that was
 * reported is more than a line; a month in which the case stood still (待企业补充) from beginning to end is not owed.
 */
import { addDays, beijingDateOf, startOfBeijingDay } from './beijing-date.ts';
import { type Case, currentRound, leadUnitIdOf, type Round } from './case.ts';
import type { BeijingDate, Ms } from './ids.ts';
import { overdueMilestones } from './milestones.ts';
import { firstOfMonth, monthBefore } from './office-days.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** On so many last workdays of a month its missing line is spoken of beforehand. */
export const LINE_REMINDER_DAYS = 3;

/** First day of the month of which a line is missing on `day`, or null. */
export const owedMonth = (subject: Case, day: BeijingDate, calendar: WorkCalendar): BeijingDate | null => {
  const round = currentRound(subject);
  if (!round) return null;
  // On days off at the beginning of a month, what was owed before them still is.
  const { from, to } = monthBefore(lastWorkdayUpTo(day, calendar));
  const isOwed = isHandledSince(round, from) && !hasLineSince(round, from) && !stoodStill(round, from, to);
  return isOwed ? from : null;
};

/** The month is nearly over and has no line of a round that was handled since before it began. */
export const isLineWantedSoon = (subject: Case, today: BeijingDate, calendar: WorkCalendar): boolean => {
  const round = currentRound(subject);
  const from = firstOfMonth(today);
  return (
    round !== null &&
    calendar.isWorkday(today) &&
    workdaysLeftInMonth(today, calendar) <= LINE_REMINDER_DAYS &&
    isHandledSince(round, from) &&
    !hasLineSince(round, from) &&
    subject.state === 'handling'
  );
};

/** Workdays from this day to the end of its month, itself counted. */
export const workdaysLeftInMonth = (today: BeijingDate, calendar: WorkCalendar): number => {
  let left = 0;
  for (let day = today; day.slice(0, 7) === today.slice(0, 7); day = addDays(day, 1))
    if (calendar.isWorkday(day)) left += 1;
  return left;
};

/** A node is overdue, or a month is owed, of which the unit was not told yet: what the clock's next turn does. */
export const isProgressDue = (subject: Case, today: BeijingDate, calendar: WorkCalendar): boolean => {
  const { milestoneIds, month } = progressWanted(subject, today, calendar);
  return subject.state === 'handling' && (milestoneIds.length > 0 || month !== null);
};

/** What was not asked for yet. */
export const progressWanted = (
  subject: Case,
  today: BeijingDate,
  calendar: WorkCalendar,
): { readonly milestoneIds: readonly number[]; readonly month: BeijingDate | null } => {
  const round = currentRound(subject);
  if (!round) return { milestoneIds: [], month: null };
  const month = owedMonth(subject, today, calendar);
  return {
    milestoneIds: overdueMilestones(round, today)
      .filter(({ askedAt }) => askedAt === null)
      .map(({ id }) => id),
    month: month === round.lineOwedFor ? null : month,
  };
};

const isHandledSince = (round: Round, first: BeijingDate): boolean => handledSince(round) < startOfBeijingDay(first);

/** Since when without a break the round is 办理中, pauses not counted as breaks; never, while a unit has not acknowledged. */
const handledSince = ({ units, results, returns, judgement, reconsideration }: Round): Ms =>
  units.length === 0
    ? NEVER
    : Math.max(
        ...units.map(({ acknowledged }) => acknowledged?.at ?? NEVER),
        ...[results.at(-1), returns.at(-1), judgement, reconsideration].map((step) => step?.at ?? 0),
      );
const NEVER = Number.POSITIVE_INFINITY;

const hasLineSince = (round: Round, first: BeijingDate): boolean => {
  const lead = leadUnitIdOf(round);
  return round.progress.some(({ unitId, at }) => unitId === lead && beijingDateOf(at) >= first);
};

const stoodStill = ({ pauses }: Round, first: BeijingDate, last: BeijingDate): boolean =>
  pauses.some(({ from, to }) => from < startOfBeijingDay(first) && to >= startOfBeijingDay(addDays(last, 1)));

const lastWorkdayUpTo = (day: BeijingDate, calendar: WorkCalendar): BeijingDate => {
  let last = day;
  while (!calendar.isWorkday(last)) last = addDays(last, -1);
  return last;
};
