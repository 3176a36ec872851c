/**
 * Whom a case gives a reason to hear from the clock today, besides the rungs of the 督办 ladder (domain rule B13): a sheet that
 * lies unsigned, one that nobody acknowledged, an objection that nobody decided, an enterprise that nobody contacted, a supporting
 * unit that said nothing, a 牵头领导 who has not noted the sheet, a week of 挂牌 without a line, a result that was not rated, a dissatisfied rating that was not judged, a plan
 * whose day is near, a contested rating that was not decided, a month about to end without a line. Each reason but an
 * undecided objection holds on one workday only, so that nobody is told the same every morning.
 */

import { type Case, currentRound, sheetInHand } from './case.ts';
import { pendingContest } from './contests.ts';
import { beijingDateOf, contributionDue, dueAfter, workdaysBetween } from './deadlines.ts';
import { type Directory, leaderById, type ReceptionDay, type Settings } from './directory.ts';
import type { NoticeKind } from './effects.ts';
import { contactDue } from './first-contact.ts';
import type { BeijingDate, Ms, OpenId } from './ids.ts';
import { isLineWantedSoon, LINE_REMINDER_DAYS, workdaysLeftInMonth } from './monthly-line.ts';
import { assignedAt, isObjecting, pendingObjections } from './objections.ts';
import { nextWorkday } from './office-days.ts';
import { isHandled, isWeeklyLineWanted, silentSupporters } from './owed-by-units.ts';
import { pendingPlan } from './plans.ts';
import { leadUnitOf, leadUnitPeople, orStaffFor, peopleOfUnits } from './recipients.ts';
import { federationHeads, isLeadUnnoted, overseerOf, signersFor, signingLeaderOf, staffOf } from './roles.ts';
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
  ...remindedOfContact(subject, directory, today, calendar),
  ...remindedOfContribution(subject, directory, today, calendar),
  ...remindedOfListing(subject, directory, today, calendar),
  ...remindedOfOversight(subject, directory, today, calendar),
];

/** 接待日议题单: whoever may sign on that day, and who prepares for the leader. */
export const briefedOf = ({ date, leaderId }: ReceptionDay, directory: Directory): readonly OpenId[] => {
  const leader = leaderById(directory, leaderId);
  return leader && date ? [...signersFor(leader, date), ...leader.secretaryOpenIds] : [];
};

/**
 * An objection is decided on the day it is made: whoever rules on it is told in the afternoon; on later days the heads of 工商联 are
 * told besides that it was not.
 */
export const remindedThisAfternoon = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
): readonly { readonly notice: NoticeKind; readonly to: OpenId }[] => {
  const round = currentRound(subject);
  const pending = round && subject.state === 'assigned' ? pendingObjections(round) : [];
  if (pending.length === 0) return [];
  const heads = pending.some(({ at }) => beijingDateOf(at) < today) ? federationHeads(directory) : [];
  return staffOf(directory).map((to) => ({
    notice: heads.includes(to) ? 'objectionOverdue' : 'objectionUndecided',
    to,
  }));
};

/** On the last day for it. */
const remindedOfContact = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] =>
  isHandled(subject) && contactDue(subject, directory.settings, calendar) === today
    ? orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory)
    : [];

/** On the first workday after a supporting unit's own limit. */
const remindedOfContribution = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => {
  const round = currentRound(subject);
  if (!round) return [];
  return silentSupporters(subject, today, calendar)
    .filter((unitId) => {
      const due = contributionDue(round, unitId, calendar);
      return due !== null && workdaysBetween(due, today, calendar) === 1;
    })
    .flatMap((unitId) => orStaffFor(unitId, peopleOfUnits([unitId], directory), directory));
};

const remindedOfListing = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] =>
  isWeeklyLineWanted(subject, today, calendar)
    ? orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory)
    : [];

/** 知悉, by the 牵头领导 who did not sign: as long after signing as a sheet may lie before its signer is reminded. */
const remindedOfOversight = (
  subject: Case,
  directory: Directory,
  today: BeijingDate,
  calendar: WorkCalendar,
): readonly OpenId[] => {
  const signedAt = sheetInHand(subject)?.signedAt;
  const overseer = isLeadUnnoted(subject) ? overseerOf(subject, directory) : null;
  const waited = signedAt === undefined ? 0 : workdaysBetween(beijingDateOf(signedAt), today, calendar);
  return overseer !== null && waited === directory.settings.signReminderDays ? [overseer] : [];
};

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
      if (waited === settings.signReminderDays) return signersFor(signer, today);
      return waited === settings.signReminderDays + 1 ? staffOf(directory) : [];
    }
    case 'assigned': {
      if (!round?.instruction) return [];
      // Decided on its day, or spoken of every morning from then on.
      const isUndecided = pendingObjections(round).some(({ at }) => beijingDateOf(at) < today);
      const silent = round.units.filter(
        ({ unitId, acknowledged }) =>
          acknowledged === null &&
          !isObjecting(round, unitId) &&
          since(assignedAt(round, unitId)) === settings.acknowledgeDays + 1,
      );
      return [
        ...(isUndecided ? staffOf(directory) : []),
        ...silent.flatMap(({ unitId }) => orStaffFor(unitId, peopleOfUnits([unitId], directory), directory)),
      ];
    }
    case 'awaiting_rating': {
      if (!round) return [];
      // A rating that waits is a bad one.
      if (round.rating)
        return round.judgement === null && since(round.rating.at) === settings.judgeDays ? staffOf(directory) : [];
      return round.review && since(round.review.at) === settings.ratingReminderDays ? staffOf(directory) : [];
    }
    default:
      return [];
  }
};
