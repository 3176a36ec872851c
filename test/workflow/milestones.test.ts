/** 阶段节点 and 每月一报 as the lead unit, the clock and the light meet them, on one long round: signed on Monday 2026-03-02 for 63 workdays. */
import { describe, expect, it } from 'vitest';
import { duties } from '../../src/cases/supervise-overdue.ts';
import { caseJson } from '../../src/store/case-json.ts';
import { caseEventJson } from '../../src/store/event-json.ts';
import { replay } from '../../src/workflow/apply.ts';
import { type Case, currentRound } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, type Ms } from '../../src/workflow/ids.ts';
import { lightOf } from '../../src/workflow/lights.ts';
import { MAX_MILESTONE_MOVES, MAX_MILESTONES, milestoneStanding } from '../../src/workflow/milestones.ts';
import { remindedToday } from '../../src/workflow/reminders.ts';
import { ACTORS, beijing, type Play, playTo, someNotes, someResult, withSettings } from '../support/given.ts';

const { housing, housingHead, finance, staff, enterprise, clock } = ACTORS;
/** So that silence alone turns no light here, neither to staff nor to the enterprise. */
const directory = withSettings({ yellowSilentDays: 1_000, contactDays: 250 });
const day = beijingDate;
const at = (date: string): Ms => beijing(`${date} 10:00`);

const handled = (): Play => {
  const { proposal = null } = someNotes();
  if (!proposal) throw new Error('the notes propose something');
  return playTo('handling', { directory, notes: { proposal: { ...proposal, limitWorkdays: 63 } } });
};
const refusal = (play: Play, actor: Parameters<Play['tryOut']>[0], command: Command, when?: Ms): Refusal | null => {
  const decision = play.tryOut(actor, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};
const round = (play: Play) => {
  const found = currentRound(play.subject());
  if (!found) throw new Error('no round');
  return found;
};
const light = (subject: Case, date: string) => lightOf(subject, at(date), directory.settings, playCalendar);
const playCalendar = handled().calendar;
const reminded = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === 'remindToday' ? [effect.to] : []));
const asksProgress = (subject: Case, date: string): boolean =>
  duties(subject, at(date), directory.settings, playCalendar).some(({ type }) => type === 'askProgress');

const set = (text: string, on: string): Command => ({ type: 'setMilestone', text, on: day(on) });
const move = (on: string, reason = '等待会审', id = 1): Command => ({ type: 'moveMilestone', id, on: day(on), reason });
const reach = (words = '方案已批', id = 1): Command => ({ type: 'reachMilestone', id, words });
const progress: Command = { type: 'reportProgress', text: '已开协调会' };

describe('阶段节点', () => {
  it('is set by the lead unit on a real day from today to the limit, so many per round', () => {
    const play = handled();
    const last = round(play).due?.date ?? '';
    expect(last).toBe('2026-06-02');
    const wrong = { kind: 'milestoneDate', last };
    for (const on of ['2026-03-01', '2026-06-03', '2026-02-30', '0001-01-01'])
      expect(refusal(play, housing, set('方案报批', on)), on).toEqual(wrong);
    expect(refusal(play, housing, set(' ', '2026-03-02'))).toEqual({ kind: 'fieldsMissing', missing: ['节点内容'] });
    expect(refusal(play, housing, set('字'.repeat(61), '2026-03-02'))).toMatchObject({ kind: 'textTooLong', max: 60 });
    for (const who of [finance, staff, enterprise])
      expect(refusal(play, who, set('方案报批', '2026-03-20'))).toEqual({ kind: 'notYourRole' });

    play.ask(housing, set('当日办成', '2026-03-02'));
    for (let index = 1; index < MAX_MILESTONES; index += 1) play.ask(housingHead, set(`第${index}步`, last));
    expect(refusal(play, housing, set('再一步', last))).toEqual({ kind: 'milestonesUsedUp', max: MAX_MILESTONES });
    expect(round(play).milestones.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(round(play).progress).toEqual([]);
  });

  it('is moved with a reason, so often, and keeps the days it had', () => {
    const play = handled();
    play.ask(housing, set('方案报批', '2026-03-20'));
    expect(refusal(play, housing, move('2026-03-20'))).toEqual({ kind: 'nothingChanged', what: 'milestone' });
    expect(refusal(play, housing, move('2026-03-25', ' '))).toEqual({ kind: 'reasonMissing' });
    expect(refusal(play, housing, move('2026-07-25'))).toMatchObject({ kind: 'milestoneDate' });
    expect(refusal(play, housing, move('2026-03-25', '会审', 2))).toEqual({ kind: 'noMilestone' });
    play.ask(housing, move('2026-03-25'));
    play.ask(housing, move('2026-03-27', '补充材料'));
    expect(round(play).milestones[0]).toMatchObject({
      on: '2026-03-27',
      moves: [
        { from: '2026-03-20', reason: '等待会审' },
        { from: '2026-03-25', reason: '补充材料' },
      ],
    });
    for (let index = 2; index < MAX_MILESTONE_MOVES; index += 1) play.ask(housing, move(`2026-04-0${index}`));
    expect(refusal(play, housing, move('2026-04-09'))).toEqual({
      kind: 'milestoneMovesUsedUp',
      max: MAX_MILESTONE_MOVES,
    });
  });

  it('is reached once, with words that are a line of progress of the unit', () => {
    const play = handled();
    play.ask(housing, set('方案报批', '2026-03-20'));
    expect(refusal(play, housing, reach(' '))).toEqual({ kind: 'fieldsMissing', missing: ['完成情况'] });
    play.ask(housing, reach());
    expect(round(play).progress).toMatchObject([{ unitId: 'rec_unit_housing', text: '节点“方案报批”完成：方案已批' }]);
    expect(refusal(play, housing, reach())).toEqual({ kind: 'noMilestone' });
    expect(refusal(play, housing, move('2026-03-25'))).toEqual({ kind: 'noMilestone' });
    expect(asksProgress(play.subject(), '2026-03-24')).toBe(false);
  });

  it('turns the light yellow once its day has passed, until it is reached or moved', () => {
    const play = handled();
    play.ask(housing, set('方案报批', '2026-03-20'));
    expect(light(play.subject(), '2026-03-20')).toBe('green');
    expect(light(play.subject(), '2026-03-21')).toBe('yellow');
    const { next } = accepted(play.tryOut(housing, move('2026-03-26'), at('2026-03-23')));
    expect(light(next, '2026-03-23')).toBe('green');
    expect(light(next, '2026-03-27')).toBe('yellow');
    play.ask(housing, reach(), at('2026-03-23'));
    expect(play.subject().light).toBe('green');
  });

  it('is asked for by the clock once, and again only after it was moved; the unit hears of it that day', () => {
    const play = handled();
    play.ask(housing, set('方案报批', '2026-03-20'));
    expect(asksProgress(play.subject(), '2026-03-20')).toBe(false);
    expect(asksProgress(play.subject(), '2026-03-23')).toBe(true);
    expect(refusal(play, clock, { type: 'askProgress' }, at('2026-03-20'))).toEqual({ kind: 'nothingChanged' });
    const { events, effects } = play.ask(clock, { type: 'askProgress' }, at('2026-03-23'));
    expect(events.map(({ type }) => type)).toEqual(['progressAsked', 'lightChanged']);
    expect(reminded(effects)).toEqual([housingHead.openId, housing.openId]);
    expect(asksProgress(play.subject(), '2026-03-24')).toBe(false);
    play.ask(housing, move('2026-03-25'), at('2026-03-24'));
    expect(round(play).milestones[0]?.askedAt).toBeNull();
    expect(asksProgress(play.subject(), '2026-03-26')).toBe(true);
  });
});

describe('每月一报', () => {
  it('is owed from the first workday after a whole month without a line of the lead unit', () => {
    const play = handled();
    // March is not a whole month of this round. April is, and 1 to 5 May are days off.
    for (const date of ['2026-04-01', '2026-04-30', '2026-05-01', '2026-05-05'])
      expect(light(play.subject(), date), date).toBe('green');
    expect(light(play.subject(), '2026-05-06')).toBe('yellow');
    expect(asksProgress(play.subject(), '2026-05-06')).toBe(true);
    const { effects } = play.ask(clock, { type: 'askProgress' }, at('2026-05-06'));
    expect(reminded(effects)).toEqual([housingHead.openId, housing.openId]);
    expect(round(play).lineOwedFor).toBe('2026-04-01');
    expect(asksProgress(play.subject(), '2026-05-07')).toBe(false);
  });

  it('is spoken of to the lead unit on the third last workday of the month', () => {
    const play = handled();
    const told = (subject: Case, date: string) => remindedToday(subject, directory, day(date), playCalendar);
    expect(['2026-04-27', '2026-04-28', '2026-04-29', '2026-04-30'].map((date) => told(play.subject(), date))).toEqual([
      [],
      [housingHead.openId, housing.openId],
      [],
      [],
    ]);
    play.ask(housing, progress, at('2026-04-02'));
    expect(told(play.subject(), '2026-04-28')).toEqual([]);
  });

  it('stands in the way of an extension until a line, which may be dated then', () => {
    const play = handled();
    const extend: Command = {
      type: 'requestExtension',
      reason: '需外部检测',
      doneSoFar: '两项',
      newDate: day('2026-06-30'),
    };
    expect(refusal(play, housing, extend, at('2026-04-30'))).toBeNull();
    expect(refusal(play, housing, extend, at('2026-05-06'))).toEqual({
      kind: 'monthlyLineMissing',
      month: '2026-04-01',
    });
    play.ask(clock, { type: 'askProgress' }, at('2026-05-06'));
    play.ask(finance, progress, at('2026-05-07'));
    expect(refusal(play, housing, extend, at('2026-05-07'))).toMatchObject({ kind: 'monthlyLineMissing' });
    play.ask(housing, progress, beijing('2026-05-07 11:00'));
    expect(round(play).lineOwedFor).toBeNull();
    expect(play.subject().light).toBe('green');
    play.ask(housing, extend, beijing('2026-05-07 12:00'));
  });

  it('is not owed for a month that ended in 重办 or in which a result was reported', () => {
    const play = handled();
    play.ask(housing, someResult, at('2026-04-15'));
    expect(play.subject().light).toBe('green');
    play.ask(staff, { type: 'returnResult', reason: '情况不清' }, at('2026-05-08'));
    expect(refusal(play, clock, { type: 'askProgress' }, at('2026-05-11'))).toEqual({ kind: 'nothingChanged' });
    expect(refusal(play, clock, { type: 'askProgress' }, at('2026-06-01'))).toEqual({ kind: 'nothingChanged' });
  });

  it('is not owed for a month in which the enterprise was asked all the time, and is for one it was asked in', () => {
    const asked = (from: string, to: string): Case => {
      const play = handled();
      play.ask(staff, { type: 'askEnterprise', question: '请补充受理编号' }, at(from));
      play.ask(enterprise, { type: 'answerEnterprise', text: '编号已补充' }, at(to));
      return play.subject();
    };
    expect(asksProgress(asked('2026-03-30', '2026-05-06'), '2026-05-07')).toBe(false);
    expect(asksProgress(asked('2026-04-02', '2026-05-06'), '2026-05-07')).toBe(true);
    expect(asksProgress(asked('2026-03-30', '2026-04-28'), '2026-05-07')).toBe(true);
  });
});

describe('what is stored', () => {
  it('of a round from before there were nodes and monthly lines is read as one without', () => {
    const subject = handled().subject();
    const { milestones, lineOwedFor, pauses, ...earlier } = currentRound(subject) ?? { milestones: null };
    expect([milestones, lineOwedFor, pauses]).toEqual([[], null, []]);
    expect(caseJson.parse({ ...subject, rounds: [earlier] })).toEqual(subject);
  });

  it('of a pause from before its beginning was kept replays as it was stored', () => {
    const play = handled();
    play.ask(staff, { type: 'askEnterprise', question: '请补充受理编号' }, at('2026-03-10'));
    play.ask(enterprise, { type: 'answerEnterprise', text: '编号已补充' }, at('2026-03-12'));
    const events = play.events().map((event) => caseEventJson.parse(JSON.parse(JSON.stringify(event))));
    expect(replay(events)).toEqual(play.subject());
    expect(round(play).pauses).toEqual([{ from: at('2026-03-10'), to: at('2026-03-12') }]);
    const earlier = events.map((event) => {
      if (event.type !== 'enterpriseAnswered') return event;
      const { since: _since, ...rest } = event;
      return rest;
    });
    expect(currentRound(replay(earlier))?.pauses).toEqual([]);
  });
});

const accepted = (decision: ReturnType<Play['tryOut']>) => {
  if (decision.kind === 'refused') throw new Error(`refused: ${JSON.stringify(decision.reason)}`);
  return decision;
};

it('a node is ahead until the clock asks after it, and reached in time up to the end of its day', () => {
  const on = day('2026-03-10');
  const node = { id: 1, text: '方案报批', on, setAt: 1, moves: [], askedAt: null, reached: null };
  const by = { openId: housing.openId, name: housing.name };
  const reached = (moment: string) => ({ ...node, askedAt: 2, reached: { at: beijing(moment), by, words: '已批' } });
  const standings = [node, { ...node, askedAt: 2 }, reached('2026-03-10 23:59'), reached('2026-03-11 00:00')];
  expect(standings.map(milestoneStanding)).toEqual(['ahead', 'overdue', 'reached', 'reachedLate']);
});
