/**
 * Random stories: whoever asks whatever whenever, half of it what the table allows next, so that stories get far. Two cases
 * share one district, so that sheet numbers are counted across cases.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import { replay } from '../../src/workflow/apply.ts';
import {
  type Case,
  currentResult,
  currentRound,
  FINAL_STATES,
  leadUnitIdOf,
  type ProgressLine,
  type Round,
  STATES,
  type WebCode,
} from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { pendingContest } from '../../src/workflow/contests.ts';
import { beijingDateOf, beijingYearOf } from '../../src/workflow/deadlines.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { followUpOn } from '../../src/workflow/follow-ups.ts';
import { type BeijingDate, beijingDate, caseId, type Ms } from '../../src/workflow/ids.ts';
import { lightOf } from '../../src/workflow/lights.ts';
import { MAX_MILESTONES } from '../../src/workflow/milestones.ts';
import { pendingPlan, planOf } from '../../src/workflow/plans.ts';
import { rolesOf } from '../../src/workflow/roles.ts';
import { TRANSITIONS, type Transition } from '../../src/workflow/transitions.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import {
  ACTORS,
  asProposed,
  beijing,
  DAY,
  DAY_WITHOUT_LEADER,
  exampleDirectory,
  LEADERS,
  someNotes,
  someResult,
  someTarget,
  submission,
  UNITS,
} from '../support/given.ts';

const usual = exampleDirectory();
/** 财政 works by web (网页办理) as well, and no reception day has its date yet: any moment will do. */
const directory: Directory = {
  ...usual,
  receptionDays: usual.receptionDays.map((day) => ({ ...day, date: null })),
  units: usual.units.map((unit) => (unit.id === UNITS.finance ? { ...unit, worksByWeb: true } : unit)),
};
const calendar = createWorkCalendar(directory.settings);
const webCodeOf = (subject: Case | null): WebCode | null =>
  (subject && currentRound(subject)?.units.find(({ unitId }) => unitId === UNITS.finance)?.webCode) ?? null;
/** Everybody, and whoever holds the last code of 财政, or another one. */
const actorsNear = (subject: Case | null): readonly Actor[] => {
  const issue = webCodeOf(subject)?.issue;
  const visitors = issue === undefined ? [] : [issue, issue - 1];
  return [
    ...Object.values(ACTORS),
    ...visitors.map((one): Actor => ({ kind: 'unit', unitId: UNITS.finance, issue: one, name: '经办人甲' })),
  ];
};

/** What can be said; several ways where the way matters, some of them wrong. */
const SAYINGS: readonly Command[] = [
  submission(),
  submission({ kind: 'suggestion' }),
  { type: 'amend', change: { notes: someNotes() } },
  { type: 'amend', change: { notes: someNotes({ receptionDayId: DAY_WITHOUT_LEADER }) } },
  { type: 'amend', change: { appeal: { text: '补充后的诉求内容' }, notes: { isHard: true } } },
  { type: 'accept' },
  { type: 'accept' },
  { type: 'decline', reason: '' },
  { type: 'decline', reason: '不属于受理范围' },
  { type: 'merge', into: caseId('case-1'), reason: '重复登记' },
  { type: 'redirect', reason: '已进入诉讼程序' },
  { type: 'completeVetting' },
  { type: 'consult', unitIds: [UNITS.safety, UNITS.housing], question: '还缺什么' },
  { type: 'answerConsultation', text: '缺消防意见' },
  { type: 'askEnterprise', question: '请补充编号' },
  { type: 'answerEnterprise', text: '已补充' },
  { type: 'endPause' },
  { type: 'schedule', receptionDayId: DAY },
  { type: 'unschedule' },
  { type: 'hear', note: '' },
  { type: 'answerOnTheSpot', reply: '本周内拨付' },
  { type: 'requestInstruction' },
  { type: 'instruct', signing: asProposed },
  { type: 'instruct', signing: { ...asProposed, words: '', limit: { workdays: 3 }, supportingUnitIds: [] } },
  {
    type: 'instruct',
    signing: { ...asProposed, limit: { date: beijingDate('2027-06-01') }, leadUnitId: UNITS.finance },
  },
  { type: 'instruct', signing: { ...asProposed, limit: { workdays: 0 } } },
  { type: 'sendBack', reason: '再斟酌' },
  { type: 'passOn', leaderId: LEADERS.yi, words: '' },
  { type: 'passOn', leaderId: LEADERS.ding, words: '' },
  { type: 'prepare', words: '请住建牵头办理。' },
  { type: 'hold', reason: '待调研' },
  { type: 'acknowledge' },
  { type: 'acknowledge' },
  { type: 'issueUnitCodes' },
  { type: 'enterByWeb' },
  { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.finance },
  { type: 'object', reason: '职责不在本单位', suggestedUnitId: null },
  { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单' },
  { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '改办' },
  { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '不成立' },
  { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲' } },
  { type: 'contactEnterprise', note: '' },
  { type: 'reportProgress', text: '已踏勘' },
  { type: 'contribute', text: '资金已列支' },
  { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-10') },
  { type: 'setMilestone', text: '工程验收', on: beijingDate('2026-12-31') },
  { type: 'moveMilestone', id: 1, on: beijingDate('2026-03-20'), reason: '等待会审' },
  { type: 'reachMilestone', id: 1, words: '方案已批' },
  { type: 'askProgress' },
  { type: 'requestExtension', reason: '需检测', doneSoFar: '两项', newDate: beijingDate('2026-12-18') },
  { type: 'decideExtension', isApproved: true, words: '' },
  { type: 'decideExtension', isApproved: false, words: '理由不足' },
  someResult,
  { ...someResult, outcome: 'adopted' },
  { ...someResult, outcome: 'planned', plannedDate: beijingDate('2027-12-01') },
  { ...someResult, outcome: 'planned', plannedDate: beijingDate('2026-03-20') },
  { ...someResult, outcome: 'planned', plannedDate: beijingDate('2026-06-01') },
  { type: 'contestRating', reason: '超出本级权限，已如实说明' },
  { type: 'decideContest', isUpheld: true, words: '确属政策限制' },
  { type: 'decideContest', isUpheld: false, words: '承办不力' },
  { type: 'askPlanCheck' },
  { type: 'reportPlan', text: '资金已拨付' },
  { type: 'checkPlan', isKept: true, words: '资金已到账。' },
  { type: 'checkPlan', isKept: false, words: '资金未到账。' },
  { type: 'review', publicReply: '已办结' },
  { type: 'returnResult', reason: '情况不清' },
  { type: 'rate', grade: 1, words: '没解决' },
  { type: 'rate', grade: 4, words: '' },
  { type: 'recordCallAttempt', note: '无人接听' },
  { type: 'waiveRating' },
  { type: 'judgeRating', decision: 'redo', words: '承办不到位' },
  { type: 'judgeRating', decision: 'explain', words: '政策限制' },
  { type: 'reconsider', isUpheld: true, words: '' },
  { type: 'reconsider', isUpheld: false, words: '请重办' },
  { type: 'endorse' },
  { type: 'instructAgain', signing: { ...asProposed, limit: { workdays: 5 } } },
  { type: 'requestWithdrawal', words: '' },
  { type: 'auditWithdrawal', isVoluntary: false, note: '非自愿' },
  { type: 'auditWithdrawal', isVoluntary: true, note: '自愿' },
  { type: 'remind' },
  { type: 'supervise', level: 1 },
  { type: 'supervise', level: 4 },
  { type: 'list', reason: '久拖不决' },
  { type: 'unlist', reason: '已有进展' },
  { type: 'addRatingWords', words: '至今没有人来。' },
  { type: 'recomputeDue' },
  { type: 'changeLight' },
];

const turn = fc.record({
  which: fc.integer({ min: 0, max: 1 }),
  isGuided: fc.integer({ min: 0, max: 9 }).map((die) => die < 9),
  saying: fc.nat(10_000),
  asker: fc.nat(10_000),
  minutes: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 4 * 24 * 60 })),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

const MINUTE_MS = 60_000;
const SIDE_EXITS: readonly Command['type'][] = ['decline', 'merge', 'redirect', 'auditWithdrawal'];

/** What someone says next and who says it: anything, or something the table allows here. */
const pick = (subject: Case | null, { isGuided, saying, asker }: Turn, now: Ms): readonly [Command, Actor] => {
  const fits = (command: Command): boolean => {
    const transition: Transition = TRANSITIONS[command.type];
    return transition.from.includes(subject?.state ?? 'none');
  };
  const mayLeave = asker % 12 === 0;
  const road = SAYINGS.filter((command) => fits(command) && (mayLeave || !SIDE_EXITS.includes(command.type)));
  const leaving = road.filter((command) => {
    const transition: Transition = TRANSITIONS[command.type];
    const isPreparing = subject?.state === 'vetting' && command.type === 'amend';
    return isPreparing || transition.to.some((target) => target !== 'stays');
  });
  const from = !isGuided
    ? SAYINGS
    : saying % 2 === 0 && leaving.length > 0
      ? leaving
      : road.length > 0
        ? road
        : SAYINGS;
  const command = from[Math.floor(saying / 4) % from.length] ?? { type: 'accept' };
  const transition: Transition = TRANSITIONS[command.type];
  const actors = actorsNear(subject);
  const able = actors.filter((actor) => {
    const roles = rolesOf(actor, subject, directory, beijingDateOf(now));
    return transition.by.some((role) => roles.has(role));
  });
  const askers = isGuided && able.length > 0 ? able : actors;
  return [command, askers[asker % askers.length] ?? ACTORS.clock];
};

/** Makes any change in place fail loudly. */
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
};

const isLineOfLead =
  (round: Round) =>
  ({ unitId }: ProgressLine): boolean =>
    unitId === leadUnitIdOf(round);
const isBefore =
  (day: BeijingDate) =>
  ({ at }: ProgressLine): boolean =>
    beijingDateOf(at) < day;

const checkShape = (subject: Case): void => {
  const { state } = subject;
  const round = currentRound(subject);
  expect(subject.awaiting !== null).toBe(state === 'awaiting_instruction');
  expect(subject.pause !== null).toBe(state === 'awaiting_enterprise');
  expect(subject.closedAt !== null).toBe(state === 'closed');
  expect(subject.exit !== null).toBe(['declined', 'merged', 'redirected', 'withdrawn'].includes(state));
  expect(subject.rounds.map((each) => each.round)).toEqual(subject.rounds.map((_, index) => index + 1));
  for (const each of subject.rounds) {
    const ids = each.units.map(({ unitId }) => unitId);
    expect(new Set(ids).size, 'a unit has one part').toBe(ids.length);
    expect(each.units.filter(({ role }) => role === 'lead').length).toBe(each.instruction ? 1 : 0);
    expect(each.due !== null).toBe(each.instruction !== null);
    expect(each.milestones.map(({ id }) => id)).toEqual(each.milestones.map((_, index) => index + 1));
    expect(each.milestones.length).toBeLessThanOrEqual(MAX_MILESTONES);
    if (each.lineOwedFor) expect(each.progress.filter(isLineOfLead(each)).every(isBefore(each.lineOwedFor))).toBe(true);
    if (each.planCheck) expect(planOf(each), 'only a plan that the enterprise was told of is checked').not.toBeNull();
  }
  const waiting = round?.units.filter(({ acknowledged }) => acknowledged === null).length ?? 0;
  if (state === 'assigned') expect(waiting, 'someone can still act').toBeGreaterThan(0);
  if (state === 'handling' || state === 'awaiting_review') {
    expect(waiting).toBe(0);
    expect(round?.units.length).toBeGreaterThan(0);
  }
  if (state === 'awaiting_closure' || state === 'closed') {
    if (!round) throw new Error('no round');
    expect(currentResult(round)).not.toBeNull();
    expect(round.review).not.toBeNull();
    expect(round.rating !== null || round.isUnrated).toBe(true);
    expect(round.endorsement !== null).toBe(state === 'closed');
  }
};

const stories = fc.array(turn, { minLength: 10, maxLength: 120, size: 'max' });

/** Plays a story and checks it; returns the states it came through. */
const play = (turns: readonly Turn[]): ReadonlySet<string> => {
  const reachedStates = new Set<string>();
  const cases: [Case | null, Case | null] = [null, null];
  const histories: [CaseEvent[], CaseEvent[]] = [[], []];
  const serials = new Map<number, number[]>();
  let now: Ms = beijing('2026-02-02 09:00');

  for (const one of turns) {
    now += one.minutes * MINUTE_MS;
    const which = one.which === 0 ? 0 : 1;
    const subject = cases[which];
    const [said, actor] = pick(subject, one, now);
    const command: Command = said.type === 'submit' ? { ...said, id: caseId(`case-${which}`) } : said;
    const year = beijingYearOf(now);
    const taken = serials.get(year) ?? [];
    const mergeTarget = command.type === 'merge' ? someTarget(command.into) : null;
    const context = { actor, now, directory, calendar, nextSerial: taken.length + 1, mergeTarget };

    const decision = decide(subject, command, context);
    expect(decide(subject, command, context)).toEqual(decision);
    if (decision.kind === 'refused') continue;

    const { next, events, effects } = frozen(decision);
    histories[which].push(...events);
    cases[which] = next;
    reachedStates.add(next.state);
    for (const event of events) {
      if (event.type !== 'caseInstructed') continue;
      expect(event.instruction.number).toMatchObject({ year, serial: taken.length + 1 });
      serials.set(year, [...taken, event.instruction.number.serial]);
    }

    if (subject && FINAL_STATES.some((state) => state === subject.state)) {
      expect(subject.state).toBe('closed');
      expect(['instructAgain', 'askPlanCheck', 'reportPlan', 'checkPlan', 'decideContest']).toContain(command.type);
      if (command.type !== 'instructAgain')
        expect({ ...next, seq: 0, rounds: [] }).toEqual({ ...subject, seq: 0, rounds: [] });
    }
    expect(next.light, 'the light is right after every act').toBe(lightOf(next, now, directory.settings, calendar));
    const counted = (type: CaseEvent['type']): number => histories[which].filter((event) => event.type === type).length;
    const plans = counted('resultReviewed');
    expect(counted('planCheckAsked')).toBeLessThanOrEqual(plans);
    expect(counted('planChecked')).toBeLessThanOrEqual(plans);
    const ratingOf = (each: Round | undefined) => each?.rating ?? null;
    if (command.type === 'contestRating' || command.type === 'decideContest')
      expect(next.rounds.map(ratingOf), 'what the enterprise said stays').toEqual(subject?.rounds.map(ratingOf));
    expect(counted('ratingContested')).toBeLessThanOrEqual(next.rounds.length);
    expect(counted('contestDecided')).toBeLessThanOrEqual(counted('ratingContested'));
    if (actor.kind === 'unit') {
      const code = webCodeOf(subject);
      expect(code?.issue, 'only the last code counts').toBe(actor.issue);
      expect(code?.enteredAt === null, 'a code lets in once').toBe(command.type === 'enterByWeb');
    }
    const followUp = followUpOn(next);
    expect(followUp !== null, 'what is left to do is known from outside').toBe(
      pendingPlan(next) !== null || pendingContest(next) !== null,
    );
    expect(effects[0]).toEqual({ type: 'mirrorCase' });
    expect(new Set(effects.map((effect) => JSON.stringify(effect))).size).toBe(effects.length);
    checkShape(next);
  }

  for (const which of [0, 1] as const) {
    const stored = cases[which];
    const history = histories[which];
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    if (!stored) continue;
    expect(stored.seq).toBe(history.length);
    const sheets = history.filter(({ type }) => type === 'caseInstructed' || type === 'answeredOnTheSpot');
    expect(stored.rounds.length, 'one round per sheet or answer on the spot').toBe(sheets.length);
    expect(replay(history)).toEqual(stored);
    const throughStore: CaseEvent[] = JSON.parse(JSON.stringify(history));
    expect(replay(throughStore)).toEqual(stored);
  }
  for (const taken of serials.values()) expect(taken).toEqual(taken.map((_, index) => index + 1));
  return reachedStates;
};

describe('any story', () => {
  it('keeps what the process promises', () => {
    const property = fc.property(stories, (turns) => {
      play(turns);
    });
    fc.assert(property, { numRuns: 300 });
  }, 60_000);

  it('gets to every state, or the promise above would say little', () => {
    const counts = new Map<string, number>();
    for (const turns of fc.sample(stories, { numRuns: 200, seed: 20260302 })) {
      for (const state of play(turns)) counts.set(state, (counts.get(state) ?? 0) + 1);
    }
    const rare = Object.keys(STATES).filter((state) => (counts.get(state) ?? 0) < 3);
    expect(rare, JSON.stringify([...counts])).toEqual([]);
  }, 60_000);
});
