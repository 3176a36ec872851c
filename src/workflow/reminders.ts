/**
 * Whom a case gives a reason to hear from the clock today, besides the rungs of the 督办 ladder (domain rule B13): a sheet that
 * lies unsigned, one that nobody acknowledged, a result that was not rated, a dissatisfied rating that was not judged, a plan
 * whose day is near, a contested rating that was not decided, a month about to end without a line. Each reason holds on one
 * workday only, so that nobody is told the same every morning.
 */
import type { Case } from './case.ts';
import { currentRound, isDissatisfied } from './case.ts';
import { pendingContest } from './contests.ts';
import { beijingDateOf, dueAfter, workdaysBetween } from './deadlines.ts';
import type { Directory, Settings } from './directory.ts';
import type { BeijingDate, Ms, OpenId } from './ids.ts';
import { isLineWantedSoon, LINE_REMINDER_DAYS, workdaysLeftInMonth } from './monthly-line.ts';
import { nextWorkday } from './office-days.ts';
import { pendingPlan } from './plans.ts';
import { leadUnitOf, leadUnitPeople, orStaffFor, peopleOfUnits } from './recipients.ts';
import { signersFor, signingLeaderOf, staffOf } from './roles.ts';
import type { WorkCalendar } from './work-calendar.ts';

export const remindedToday = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => [
  ...remindedOfStep(subject, directory, today, calendar),
  ...remindedOfPlan(subject, directory, today, calendar),
  ...remindedOfContest(subject, directory, today, calendar),
  ...remindedOfMonth(subject, directory, today, calendar),
];

/** On the third last workday of a month without a line; what is still missing afterwards is asked for by `askProgress`. */
const remindedOfMonth = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] =>
  isLineWantedSoon(subject, today, calendar) && workdaysLeftInMonth(today, calendar) === LINE_REMINDER_DAYS
    ? orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory)
    : [];

const remindedOfContest = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => {
  const pending = pendingContest(subject);
  const waited = pending && workdaysBetween(beijingDateOf(pending.contest.at), today, calendar);
  return waited === directory.settings.judgeDays ? staffOf(directory) : [];
};

/** Also of a case that has ended. */
const remindedOfPlan = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => {
  const plan = pendingPlan(subject);
  const isNear =
    plan !== null &&
    today < plan.on &&
    workdaysBetween(today, plan.on, calendar) === directory.settings.planReminderDays;
  return isNear ? orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory) : [];
};

/** Plans up to this day may be near: how far ahead ended cases are looked for. */
export const planHorizon = (today: BeijingDate, { planReminderDays }: Settings, calendar: WorkCalendar): BeijingDate =>
  nextWorkday(dueAfter(today, planReminderDays, calendar).date, calendar);

const remindedOfStep = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => {
  const { settings } = directory;
  const since = (moment: Ms): number => workdaysBetween(beijingDateOf(moment), today, calendar);
  const round = currentRound(subject);
  switch (subject.state) {
    case 'awaiting_instruction': {
      if (!subject.awaiting || subject.awaiting.hold) return [];
      const waited = since(subject.awaiting.since);
      const signer = signingLeaderOf(subject, directory);
      if (waited === settings.signReminderDays) return signer ? signersFor(signer, today) : [];
      return waited === settings.signReminderDays + 1 ? staffOf(directory) : [];
    }
    case 'assigned': {
      if (!round?.instruction || since(round.instruction.signedAt) !== settings.acknowledgeDays + 1) return [];
      const silent = round.units.filter(({ acknowledged, objection }) => acknowledged === null && objection === null);
      return silent.flatMap(({ unitId }) => orStaffFor(unitId, peopleOfUnits([unitId], directory), directory));
    }
    case 'awaiting_rating': {
      if (!round) return [];
      if (round.rating) {
        const isUnjudged = isDissatisfied(round.rating.grade) && round.judgement === null;
        return isUnjudged && since(round.rating.at) === settings.judgeDays ? staffOf(directory) : [];
      }
      return round.review && since(round.review.at) === settings.ratingReminderDays ? staffOf(directory) : [];
    }
    default:
      return [];
  }
};
