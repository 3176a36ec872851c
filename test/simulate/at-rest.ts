/**
 * What must hold when all is at rest again, in the database: histories whole and proven, numbers without gaps, every wish
 * fulfilled or given up with a reason, every deadline served, every press that was answered with success saved. What Feishu
 * shows is compared in `at-rest-feishu.ts`. All of it is read by the product's own readers, through lines without faults.
 */
import { duties } from '../../src/cases/supervise-overdue.ts';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { loadChain, verifyCaseChain } from '../../src/store/audit.ts';
import { applyEvent, replay } from '../../src/workflow/apply.ts';
import { type Case, currentRound, type State } from '../../src/workflow/case.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import type { Settings } from '../../src/workflow/directory.ts';
import type { CaseEvent, CaseEventType } from '../../src/workflow/events.ts';
import { beijingDate, caseId } from '../../src/workflow/ids.ts';
import { supervisionLevel } from '../../src/workflow/lights.ts';
import { TRANSITIONS, type Transition } from '../../src/workflow/transitions.ts';
import { createWorkCalendar, type WorkCalendar } from '../../src/workflow/work-calendar.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import { beforeTheNight, inFeishu } from './at-rest-feishu.ts';
import { linksInFeishu } from './at-rest-links.ts';
import type { Ghost } from './ghost.ts';
import type { Profile } from './profile.ts';
import type { MemoryDatabase } from './sqlite-client.ts';
import { configFor } from './start.ts';
import type { View } from './view.ts';

/** A lane that broke off because the database did not answer: what was sent a moment before may not have been noted. */
export interface LaneFailure {
  readonly lane: string;
  readonly at: number;
}

export interface RestDeps {
  readonly memory: MemoryDatabase;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  readonly view: View;
  readonly ghost: Ghost;
  /** Keys of wishes that were given up at some time, which may have been done all the same. */
  readonly givenUp: ReadonlySet<string>;
  readonly failedLanes: readonly LaneFailure[];
  readonly profile: Profile;
  readonly now: () => number;
}

/** Every law that is broken, in words; empty when all is well. */
export const atRest = async (deps: RestDeps, when: 'beforeTheNight' | 'atRest'): Promise<readonly string[]> => {
  const { settings } = deps.sandbox;
  const before = { ...settings };
  Object.assign(settings, { latencyMs: 0, readLagMs: 0, limitsCallRate: false, limitsMessageRate: false });
  try {
    return await compared(deps, when);
  } finally {
    Object.assign(settings, before);
  }
};

const compared = async (deps: RestDeps, when: 'beforeTheNight' | 'atRest'): Promise<readonly string[]> => {
  const { memory, sandbox } = deps;
  const inspector = compose(configFor('file'), {
    createClient: () => memory.client,
    log: () => {},
    background: () => {},
    now: deps.now,
    steadyNow: deps.now,
    sleep: async () => {},
    fetch: async (input, init) => sandbox.app.fetch(new Request(input, init)),
  });
  const ids = memory.rows('SELECT id FROM cases ORDER BY id').map((row) => caseId(String(row['id'])));
  const cases = await inspector.cases.loadCases(ids);
  if (when === 'beforeTheNight') return beforeTheNight(deps, inspector, cases);
  const { settings } = await inspector.mirror.loadDirectory(deps.base.district);
  return [
    ...(await histories(inspector, cases, settings, deps.ghost.daysOff)),
    ...(deps.ghost.hasDirectoryChanged() ? [] : await rightfulActs(inspector, cases)),
    ...numbers(memory),
    ...wishes(memory, deps.profile),
    ...deadlines(cases, deps.now(), settings),
    ...(await inFeishu(deps, inspector, cases)),
    ...(await linksInFeishu(deps, inspector, cases)),
  ];
};

// --------------------------------------------------------------------------------------------------------- histories

const histories = async (
  inspector: ReceptionDay,
  cases: readonly Case[],
  settings: Settings,
  daysOff: readonly string[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const subject of cases) {
    const events = await inspector.cases.loadEvents(subject.id);
    if (JSON.stringify(sorted(replay(events))) !== JSON.stringify(sorted(subject)))
      found.push(`case ${subject.id} is not the fold of its events`);
    const chain = await loadChain(inspector.database, subject.id);
    const verdict = verifyCaseChain(chain.entries);
    if (verdict.kind === 'broken')
      found.push(`the chain of ${subject.id} is broken at ${verdict.seq}: ${verdict.problem}`);
    else if (verdict.lastHash !== chain.expectedLastHash) found.push(`the chain of ${subject.id} ends elsewhere`);
    found.push(...illegalSteps(subject, events), ...earlyRungs(subject, events, settings, daysOff));
  }
  return found;
};

/** Keys in order, so that only contents are compared. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
};

const LEGAL: ReadonlySet<string> = new Set(
  Object.values(TRANSITIONS).flatMap((transition: Transition) =>
    transition.from.flatMap((from) => transition.to.map((to) => `${from} ${to}`)),
  ),
);
const illegalSteps = (subject: Case, events: readonly CaseEvent[]): readonly string[] => {
  let before: Case | null = null;
  const found: string[] = [];
  for (const event of events) {
    const after: Case = applyEvent(before, event);
    const from: State | 'none' = before?.state ?? 'none';
    const isLegal =
      from === after.state ||
      LEGAL.has(`${from} ${after.state}`) ||
      (LEGAL.has(`${from} back`) && before?.pause?.returnTo === after.state) ||
      // What is raised in the room is filed and heard by one command.
      (event.seq === 2 && event.at === before?.submittedAt && LEGAL.has(`none ${after.state}`));
    if (!isLegal) found.push(`${subject.id} went from ${from} to ${after.state} by ${event.type}`);
    before = after;
  }
  return found;
};

/** Each rung of the ladder once per limit, rising, and never before it was due. */
const earlyRungs = (
  subject: Case,
  events: readonly CaseEvent[],
  settings: Settings,
  daysOff: readonly string[],
): readonly string[] => {
  let before: Case | null = null;
  const found: string[] = [];
  // A day off may have been declared after it was climbed.
  const calendars = [[], ...daysOff.map((day) => [beijingDate(day)])].map((extraDaysOff) =>
    createWorkCalendar({ ...settings, extraDaysOff }),
  );
  for (const event of events) {
    if (event.type === 'caseSupervised' && before) {
      const state: Case = before;
      if (event.level <= before.ladderLevel) found.push(`${subject.id}: rung ${event.level} twice`);
      const isDue = (calendar: WorkCalendar): boolean =>
        event.level <= supervisionLevel(state, event.at, settings, calendar);
      if (!calendars.some(isDue)) found.push(`${subject.id}: rung ${event.level} too early`);
    }
    before = applyEvent(before, event);
  }
  return found;
};

/** What only a leader, or only somebody of a unit concerned, may have done. */
const BY_LEADERS: ReadonlySet<CaseEventType> = new Set([
  'caseInstructed',
  'sheetSentBack',
  'sheetPassedOn',
  'sheetHeld',
  'transcriptChecked',
  'caseClosed',
]);
const BY_UNITS: ReadonlySet<CaseEventType> = new Set([
  'unitAcknowledged',
  'unitObjected',
  'officerNamed',
  'enterpriseContacted',
  'progressReported',
  'milestoneSet',
  'milestoneMoved',
  'milestoneReached',
  'contributionMade',
  'extensionRequested',
  'caseResolved',
  'consultationAnswered',
  'planReported',
  'ratingContested',
]);

/** Signed by a leader, signed for by the unit itself: whoever got a card forwarded has no part in it. */
const rightfulActs = async (inspector: ReceptionDay, cases: readonly Case[]): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const subject of cases) {
    const loaded = await inspector.cases.loadCase(subject.id);
    for (const event of await inspector.cases.loadEvents(subject.id)) {
      const { leaders = [], units = [] } = loaded?.directory ?? {};
      const isLeader = leaders.some(
        ({ openId, substitute }) => openId === event.by.openId || substitute?.openId === event.by.openId,
      );
      const ofUnit = units.filter((unit) =>
        [...unit.headOpenIds, ...unit.officerOpenIds].some((one) => one === event.by.openId),
      );
      // 书面批示: transcribed by staff, for the leader to look at.
      const isTranscribed = event.type === 'caseInstructed' && event.instruction.transcript !== null;
      if (event.by.openId !== null && BY_LEADERS.has(event.type) && !isLeader && !isTranscribed)
        found.push(`${event.type} of ${subject.id} by somebody who is no leader`);
      if (event.by.openId !== null && BY_UNITS.has(event.type) && ofUnit.length === 0 && !isLeader)
        found.push(`${event.type} of ${subject.id} by somebody of no unit`);
      // A unit that works by web has nobody with an account.
      if (
        event.type === 'unitAcknowledged' &&
        event.by.openId !== null &&
        !ofUnit.some(({ id }) => id === event.unitId)
      )
        found.push(`${subject.id} was signed for by somebody of another unit`);
    }
  }
  return found;
};

// ------------------------------------------------------------------------------------------------ numbers and wishes

const numbers = (memory: MemoryDatabase): readonly string[] => {
  const sheets = memory.rows('SELECT year, serial FROM sheets ORDER BY year, serial');
  const signed = memory.rows("SELECT count(*) AS n FROM events WHERE type = 'caseInstructed'")[0]?.['n'];
  const expected = new Map<unknown, number>();
  for (const { year, serial } of sheets) {
    const next = (expected.get(year) ?? 0) + 1;
    if (serial !== next) return [`sheet number ${String(serial)} where ${next} was due`];
    expected.set(year, next);
  }
  return sheets.length === signed ? [] : [`${sheets.length} sheet numbers for ${String(signed)} signings`];
};

const wishes = (memory: MemoryDatabase, profile: Profile): readonly string[] => {
  const rows = memory.rows(
    "SELECT key, status, reason, wanted, done FROM outbox WHERE status <> 'idle' OR done < wanted",
  );
  return rows.flatMap((row) => {
    const { key, status, reason } = row;
    if (status === 'parked' && reason)
      return profile.mood === 'calm' ? [`given up on a calm day: ${String(key)} ${String(reason)}`] : [];
    return [`a wish neither fulfilled nor given up: ${String(key)} ${String(status)} ${String(reason)}`];
  });
};

const deadlines = (cases: readonly Case[], now: number, settings: Settings): readonly string[] => {
  const calendar = createWorkCalendar(settings);
  return cases
    .filter((subject) => !['declined', 'merged', 'redirected', 'withdrawn'].includes(subject.state))
    .flatMap((subject) =>
      duties(subject, now, settings, calendar)
        .filter(({ type }) => type !== 'askPlanCheck' || !becamePlanToday(subject, now))
        .filter(({ type }) => type !== 'askProgress' || !isHandledAgainSinceToday(subject, now))
        .map((command) => `${subject.id}: ${command.type} is due and was not done`),
    );
};

/** After a pause or in 重办: what the day's turn did not find in hand is asked for by the next one. */
const isHandledAgainSinceToday = (subject: Case, now: number): boolean => {
  const round = currentRound(subject);
  const returns = (round?.progress ?? []).flatMap(({ unitId, at }) => (unitId === null ? [at] : []));
  const moments = [round?.pauses.at(-1)?.to, round?.judgement?.at, round?.reconsideration?.at, returns.at(-1)];
  return moments.some((at) => at !== undefined && beijingDateOf(at) === beijingDateOf(now));
};

/** Passed on after the day's turn, so that the next one asks for it. */
const becamePlanToday = (subject: Case, now: number): boolean =>
  beijingDateOf(currentRound(subject)?.review?.at ?? 0) === beijingDateOf(now);
