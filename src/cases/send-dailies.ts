/**
 * The clock's messages: once on each workday it says who hears from it today, after the 督办 rungs of the day were issued.
 * Reasons are gathered per person; what each message says is worked out when it is sent. Exactly once by its key: a day, a
 * district and a person.
 */
import type { CaseStore, ClockStore, Now, OutboxStore } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { currentRound } from '../workflow/case.ts';
import { pendingContest } from '../workflow/contests.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import { leaderById } from '../workflow/directory.ts';
import type { BeijingDate, CaseId, DistrictId, OpenId } from '../workflow/ids.ts';
import { isEveOf, isFirstOfMonth, isFirstOfWeek } from '../workflow/office-days.ts';
import { pendingPlan } from '../workflow/plans.ts';
import { leadUnitPeople, peopleOfUnits } from '../workflow/recipients.ts';
import { briefedOf, planHorizon, remindedToday } from '../workflow/reminders.ts';
import { leadLeaderPeople, receivingLeaderIdOf, signersFor, signingLeaderOf, staffOf } from '../workflow/roles.ts';
import { isEnded } from '../workflow/ties.ts';
import { createWorkCalendar, type WorkCalendar } from '../workflow/work-calendar.ts';
import { dailyWish } from './intentions.ts';
import { isOfficeTime } from './office-hours.ts';
import { superviseOccasion } from './supervise-overdue.ts';

export interface SendDailiesDeps {
  readonly cases: Pick<CaseStore, 'openCases' | 'followUps'>;
  readonly clock: ClockStore;
  readonly outbox: Pick<OutboxStore, 'dealCards'>;
  readonly now: Now;
}

const PAGE = 200;

export const createSendDailies = (deps: SendDailiesDeps) => {
  /** Only spares looks: what was sent on which day stands in the database. */
  const lastSent = new Map<DistrictId, BeijingDate>();
  return async (directories: readonly Directory[]): Promise<void> => {
    const today = beijingDateOf(deps.now());
    for (const directory of directories) {
      if (lastSent.get(directory.district) === today) continue;
      if (await isSent(deps, directory)) lastSent.set(directory.district, today);
    }
  };
};

/** True when the day's messages are wished for, now or before. */
const isSent = async (deps: SendDailiesDeps, directory: Directory): Promise<boolean> => {
  const { district } = directory;
  const now = deps.now();
  const today = beijingDateOf(now);
  const calendar = createWorkCalendar(directory.settings);
  if (!isOfficeTime(now, calendar)) return false;
  if (!(await deps.clock.turn(district, superviseOccasion(today, directory.settings))).isDone) return false;
  const occasion = `dailies ${today}`;
  if ((await deps.clock.turn(district, occasion)).isDone) return true;

  const people = new Set<OpenId>(onTheCalendar(directory, today, calendar));
  let after: CaseId | null = null;
  for (;;) {
    const page: readonly Case[] = await deps.cases.openCases(district, after, PAGE);
    for (const subject of page) {
      for (const who of remindedToday(subject, directory, today, calendar)) people.add(who);
      if (isFirstOfWeek(today, calendar)) for (const who of everybodyIn(subject, directory, today)) people.add(who);
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) break;
  }
  const horizon = planHorizon(today, directory.settings, calendar);
  for (let last: CaseId | null = null; ; ) {
    const page: readonly Case[] = await deps.cases.followUps(district, horizon, last, PAGE);
    for (const subject of page.filter(isEnded)) {
      for (const who of remindedToday(subject, directory, today, calendar)) people.add(who);
      if (isFirstOfWeek(today, calendar)) for (const who of leftWith(subject, directory)) people.add(who);
    }
    last = page.at(-1)?.id ?? last;
    if (page.length < PAGE) break;
  }
  await deps.outbox.dealCards({
    missing: [...people].map((who) => dailyWish(district, who, now)),
    again: [],
    now,
  });
  await deps.clock.saveTurn(district, occasion, { after, isDone: true });
  return true;
};

/** Whoever gets something because of the date alone: 接待日议题单 on the eve, 月度一览 on the first workday. */
const onTheCalendar = (directory: Directory, today: BeijingDate, calendar: WorkCalendar): readonly OpenId[] => {
  const eve = directory.receptionDays.filter(({ date }) => date !== null && isEveOf(date, today, calendar));
  return [
    ...eve.flatMap((day) => briefedOf(day, directory)),
    ...(isFirstOfMonth(today, calendar) ? [...leadersOf(directory), ...staffOf(directory)] : []),
  ];
};

/** What was asked and is not recorded or decided stands in the next 周报, too. */
const leftWith = (subject: Case, directory: Directory): readonly OpenId[] => [
  ...(pendingPlan(subject)?.isAsked ? [...staffOf(directory), ...leadUnitPeople(subject, directory)] : []),
  ...(pendingContest(subject) ? staffOf(directory) : []),
];

const leadersOf = ({ leaders }: Directory): readonly OpenId[] =>
  leaders.flatMap(({ maySign, openId }) => (maySign && openId ? [openId] : []));

const everybodyIn = (subject: Case, directory: Directory, today: BeijingDate): readonly OpenId[] => {
  const leaders = [signingLeaderOf(subject, directory), leaderById(directory, receivingLeaderIdOf(subject, directory))];
  const units = (currentRound(subject)?.units ?? []).map(({ unitId }) => unitId);
  const asked = subject.consultations.filter(({ answer }) => answer === null).map(({ unitId }) => unitId);
  return [
    ...staffOf(directory),
    ...leaders.flatMap((leader) => signersFor(leader, today)),
    ...leadLeaderPeople(subject, directory, today),
    ...peopleOfUnits([...units, ...asked], directory),
  ];
};
