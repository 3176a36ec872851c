/**
 * Which cases stand on the cards that show several: the lists people ask the bot for, and the parts of the clock's message
 * of a day. Only what the person may see. Pure: view in, view out; `cards/` draws them.
 */
import {
  type BoardView,
  type BriefingView,
  type DigestView,
  type ListName,
  type ListView,
  type MonthView,
  type ReceptionDaysView,
  unitFigures,
} from '../../cards/cards.ts';
import { type Duty, dutyOf, OWN_DUTIES, PRESSED_FOR } from '../../cards/duties.ts';
import { isHiddenFrom } from '../../cards/which-card.ts';
import { agendaDayOf } from '../workflow/agenda.ts';
import type { Case } from '../workflow/case.ts';
import { addDays, beijingDateOf, startOfBeijingDay } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import type { BeijingDate, OpenId } from '../workflow/ids.ts';
import { firstOfMonth, isEveOf, isFirstOfMonth, isFirstOfWeek, monthBefore } from '../workflow/office-days.ts';
import { briefedOf, planHorizon } from '../workflow/reminders.ts';
import { isConcerned, peopleOf, signersFor, staffOf } from '../workflow/roles.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';

export interface BoardWorld {
  readonly directory: Directory;
  readonly viewer: OpenId;
  readonly today: BeijingDate;
  /** All open cases of the district. */
  readonly open: readonly Case[];
  /** Ended ones, at least since the first of the month before, and those of which something is left to do, or soon will be. */
  readonly ended: readonly Case[];
}

const DIGEST_DAYS = 7;

/** Until when plans are looked for, for anything drawn here. */
export const followUpsUntil = (today: BeijingDate, { settings }: Directory): BeijingDate =>
  planHorizon(today, settings, createWorkCalendar(settings));

/** How far back `ended` has to reach for anything drawn here. */
export const endedSince = (today: BeijingDate): BeijingDate => monthBefore(today).from;

const boardOf = ({ directory, viewer, today }: BoardWorld) => ({ directory, viewer, today });
const own = (world: BoardWorld, cases: readonly Case[]): readonly Case[] =>
  cases.filter((subject) => isConcerned(world.viewer, subject, world.directory, world.today));

/** 待我签批 · 我的在办 · 督办清单 */
export const listView = (list: ListName, page: number, world: BoardWorld): ListView => ({
  ...boardOf(world),
  kind: 'list',
  list,
  page,
  figures: list === 'inHand' ? figuresOf(world) : null,
  cases: [
    ...own(world, world.open).filter((subject) => LIST_FILTERS[list](subject, world)),
    ...(list === 'inHand' ? leftToDo(world) : []),
  ],
});

const emptyList = (world: BoardWorld): ListView => ({
  ...boardOf(world),
  kind: 'list',
  list: 'inHand',
  page: 1,
  figures: null,
  cases: [],
});

/** Of the unit of whoever belongs to one. */
const figuresOf = (world: BoardWorld): ListView['figures'] => {
  const audience = audienceOf(world);
  if (audience?.kind !== 'unit') return null;
  return unitFigures(audience.unitId, [...world.open, ...world.ended], emptyList(world));
};

/** Ended cases that still ask something of the viewer. */
const leftToDo = (world: BoardWorld): readonly Case[] => {
  const view = emptyList(world);
  return own(world, world.ended).filter((subject) => dutyOf(subject, view) !== 'done');
};

const LIST_FILTERS: Readonly<Record<ListName, (subject: Case, world: BoardWorld) => boolean>> = {
  toSign: (subject, world) => isForSigner(subject, world),
  inHand: () => true,
  supervised: (subject) => subject.listed !== null || subject.light === 'red',
};

/** What waits for the signature, the 阅 or the 复核 of the viewer, or of the leader for whom the viewer prepares. */
const isForSigner = (subject: Case, world: BoardWorld): boolean => {
  const { directory } = world;
  const served = directory.leaders.filter(({ secretaryOpenIds }) => secretaryOpenIds.includes(world.viewer));
  const viewers = [world.viewer, ...served.flatMap(({ openId }) => (openId ? [openId] : []))];
  return viewers.some((viewer) => {
    const duty = dutyOf(subject, { ...emptyList(world), viewer });
    return SIGNERS_DUTIES.includes(duty) || (subject.state === 'heard' && isConcernedLeader(viewer, subject, world));
  });
};
const SIGNERS_DUTIES: readonly string[] = ['sign', 'endorse', 'reconsider'];
const isConcernedLeader = (viewer: OpenId, subject: Case, { directory, today }: BoardWorld): boolean =>
  directory.leaders.some((leader) => signersFor(leader, today).includes(viewer)) &&
  isConcerned(viewer, subject, directory, today) &&
  !staffOf(directory).includes(viewer);

/** What a search found: by number exactly, or by the name of the enterprise. */
export interface Found {
  readonly by: 'number' | 'name';
  readonly cases: readonly Case[];
}

/** 查询结果, of what the viewer may see. To be found by its name would tell a unit whose the confidential case is. */
export const queryView = ({ by, cases }: Found, world: BoardWorld): ListView => ({
  ...boardOf(world),
  kind: 'list',
  list: 'query',
  page: 1,
  figures: null,
  cases: own(world, cases).filter(
    (subject) => by === 'number' || !isHiddenFrom(subject, world.directory, world.viewer),
  ),
});

/** 本月接待日: names no enterprise, so everybody of the district may ask. */
export const receptionDaysView = (world: BoardWorld): ReceptionDaysView => {
  const from = firstOfMonth(world.today);
  return {
    ...boardOf(world),
    kind: 'receptionDays',
    days: world.directory.receptionDays.filter(
      ({ date }) => date !== null && date >= from && date.slice(0, 7) === from.slice(0, 7),
    ),
    cases: [...world.open, ...world.ended],
  };
};

/** The parts of the one message of a day, in the order in which they stand on it; none when there is nothing to tell. */
export const dailyViews = (world: BoardWorld): readonly BoardView[] => {
  const calendar = createWorkCalendar(world.directory.settings);
  const { today } = world;
  const briefings = world.directory.receptionDays
    .filter(({ date }) => date !== null && isEveOf(date, today, calendar))
    .flatMap((day) => briefingView(day, world));
  const month = isFirstOfMonth(today, calendar) ? monthView(world) : null;
  const digest = isFirstOfWeek(today, calendar) ? weekView(world) : dayView(world);
  return [...briefings, ...(digest ? [digest] : []), ...(month ? [month] : [])];
};

const briefingView = (day: BriefingView['day'], world: BoardWorld): readonly BriefingView[] => {
  if (!briefedOf(day, world.directory).includes(world.viewer)) return [];
  const cases = world.open.filter(
    (subject) => agendaDayOf(subject) === day.id && (subject.state === 'scheduled' || subject.state === 'heard'),
  );
  return [{ ...boardOf(world), kind: 'briefing', day, cases, ties: {} }];
};

/** The month before, for those who receive, and for staff. Nothing for a month without anything. */
const monthView = (world: BoardWorld): MonthView | null => {
  const { directory, viewer } = world;
  const isReader =
    staffOf(directory).includes(viewer) ||
    directory.leaders.some(({ maySign, openId }) => maySign && openId === viewer);
  const { from, to } = monthBefore(world.today);
  const endOfMonth = startOfBeijingDay(addDays(to, 1));
  const cases = [...world.open, ...world.ended].filter(({ submittedAt }) => submittedAt < endOfMonth);
  return isReader && cases.length > 0 ? { ...boardOf(world), kind: 'month', from, to, cases } : null;
};

const weekView = (world: BoardWorld): DigestView | null => {
  const since = addDays(world.today, -DIGEST_DAYS);
  const ended = world.ended.filter((subject) => endedOn(subject) >= since);
  const left = leftToDo(world);
  const done = own(world, ended).filter(({ id }) => !left.some((one) => one.id === id));
  return digestOf(world, since, [...own(world, world.open), ...left, ...done], 'week');
};

const endedOn = (subject: Case): BeijingDate =>
  beijingDateOf(subject.closedAt ?? subject.exit?.at ?? subject.withdrawal?.at ?? subject.submittedAt);

/** On other days only what the reader does, or is to press others for. */
const dayView = (world: BoardWorld): DigestView | null => {
  const view = digestOf(world, world.today, [...own(world, world.open), ...leftToDo(world)], 'day');
  if (!view) return null;
  const asked: readonly Duty[] = [...OWN_DUTIES[view.audience.kind], ...PRESSED_FOR];
  const cases = view.cases.filter((subject) => asked.includes(dutyOf(subject, view)));
  return digestOf(world, world.today, cases, 'day');
};

const digestOf = (
  world: BoardWorld,
  since: BeijingDate,
  cases: readonly Case[],
  span: 'week' | 'day',
): DigestView | null => {
  const audience = audienceOf(world);
  const figures = span === 'week' ? figuresOf(world) : null;
  return audience && cases.length > 0
    ? { ...boardOf(world), kind: 'digest', audience, since, cases, span, figures }
    : null;
};

const audienceOf = ({ directory, viewer, today }: BoardWorld): DigestView['audience'] | null => {
  const leader =
    directory.leaders.find(({ openId }) => openId === viewer) ??
    directory.leaders.find((one) => signersFor(one, today).includes(viewer)) ??
    directory.leaders.find(({ secretaryOpenIds }) => secretaryOpenIds.includes(viewer));
  if (leader) return { kind: 'leader', leaderId: leader.id };
  if (staffOf(directory).includes(viewer)) return { kind: 'staff' };
  const unit = directory.units.find((one) => peopleOf(one).includes(viewer));
  return unit ? { kind: 'unit', unitId: unit.id } : null;
};

/** A single case under 督办 on a day with nothing else: its own card says more than a list of one. */
export const singleSupervised = (views: readonly BoardView[]): Case | null => {
  const [view, ...others] = views;
  if (!view || others.length > 0 || view.kind !== 'digest' || view.span !== 'day') return null;
  const [subject, ...more] = view.cases;
  const isPressed = subject && more.length === 0 && subject.ladderLevel > 0;
  return isPressed && (subject.state === 'assigned' || subject.state === 'handling') ? subject : null;
};

/** 急 and past its limit, and the reader's to do: the only reason for 加急. */
export const isPressing = (views: readonly BoardView[]): boolean =>
  views.some(
    (view) =>
      view.kind === 'digest' &&
      view.cases.some(
        (subject) => subject.notes.isUrgent && subject.light === 'red' && dutyOf(subject, view) === 'overdue',
      ),
  );
