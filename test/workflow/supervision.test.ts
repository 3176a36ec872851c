/** 催办, 督办, 挂牌督办: whom each presses, and in whose name a case is listed. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, beijing, exampleDirectory, LEADERS, type Play, playTo } from '../support/given.ts';
import { playToStreet } from '../support/web-unit.ts';

const { staff, staffHead, jia, bing, yi, housing, housingHead, finance, financeHead, clock, stranger } = ACTORS;
const at = (date: string) => beijing(`${date} 10:00`);
const toldBy = (effects: readonly Effect[], kind: string) =>
  effects
    .flatMap((effect) => {
      if (effect.type === 'notify' && effect.notice === kind) return [effect.to];
      return effect.type === 'remindToday' && kind === 'today' ? [effect.to] : [];
    })
    .toSorted();
const accounts = (...people: readonly { readonly openId: string }[]) => people.map(({ openId }) => openId).toSorted();
const refused = (play: Play, by: Actor, command: Command, when?: number): unknown => {
  const decision = play.tryOut(by, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};

describe('催办', () => {
  const reminded = (play: Play) => toldBy(play.ask(staff, { type: 'remind' }).effects, 'reminder');
  it('presses the units that have not acknowledged, then the lead unit, then staff', () => {
    const assigned = playTo('assigned');
    assigned.ask(housing, { type: 'acknowledge' });
    expect(reminded(assigned)).toEqual(accounts(financeHead, finance));
    expect(reminded(playTo('handling'))).toEqual(accounts(housingHead, housing));
    expect(reminded(playTo('awaiting_review'))).toEqual(accounts(staffHead, staff));
  });
  it('presses staff for a unit that objected, and the other unit', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '不属本单位', suggestedUnitId: null });
    expect(reminded(play)).toEqual(accounts(staffHead, staff, financeHead, finance));
  });
  it('presses once a day', () => {
    const play = playTo('handling');
    play.ask(staff, { type: 'remind' });
    expect(refused(play, staff, { type: 'remind' })).toEqual({ kind: 'remindedToday' });
    expect(refused(play, staff, { type: 'remind' }, at('2026-03-03'))).toBeNull();
  });
});

describe('督办', () => {
  const supervised = (level: 1 | 2 | 3 | 4, date: string) =>
    playTo('handling').ask(clock, { type: 'supervise', level }, at(date));
  it('climbs from 承办人 to 单位负责人, 牵头领导 and 接待领导', () => {
    const pressed = (level: 1 | 2 | 3 | 4) => toldBy(supervised(level, '2026-04-07').effects, 'today');
    expect(pressed(1)).toEqual(accounts(housing));
    expect(pressed(2)).toEqual(accounts(housingHead));
    expect(pressed(3)).toEqual(accounts(bing, housingHead));
    expect(pressed(4)).toEqual(accounts(jia, bing));
  });
  it('is issued when its rung is due, and once', () => {
    const play = playTo('handling');
    expect(refused(play, clock, { type: 'supervise', level: 2 }, at('2026-03-23'))).toEqual({ kind: 'notDueYet' });
    play.ask(clock, { type: 'supervise', level: 2 }, at('2026-03-24'));
    for (const level of [1, 2] as const)
      expect(refused(play, clock, { type: 'supervise', level }, at('2026-03-24'))).toEqual({ kind: 'nothingChanged' });
  });
  it('at its top lists the case in nobody’s name, and presses who is there, once its signer is no longer listed', () => {
    const usual = exampleDirectory();
    const without = { ...usual, leaders: usual.leaders.filter(({ id }) => id !== LEADERS.jia) };
    const play = playTo('handling');
    const decision = decide(
      play.subject(),
      { type: 'supervise', level: 4 },
      { actor: clock, now: at('2026-04-07'), directory: without, calendar: play.calendar, nextSerial: 2 },
    );
    if (decision.kind === 'refused') throw new Error(decision.reason.kind);
    expect(decision.events[1]).toMatchObject({ type: 'caseListed', leaderId: null });
    expect(toldBy(decision.effects, 'today')).toEqual(accounts(bing));
  });
  it('at its top lists the case in the name of the signer, unless it is listed', () => {
    const { events } = supervised(4, '2026-04-07');
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'caseSupervised', level: 4 },
      { type: 'caseListed', leaderId: LEADERS.jia, reason: '超期满10个工作日' },
    ]);
    expect(supervised(3, '2026-04-07').events.some(({ type }) => type === 'caseListed')).toBe(false);
    const play = playTo('handling');
    play.ask(jia, { type: 'list', reason: '久拖不决' });
    const again = play.ask(clock, { type: 'supervise', level: 4 }, at('2026-04-07')).events;
    expect(again.some(({ type }) => type === 'caseListed')).toBe(false);
  });
});

describe('挂牌督办', () => {
  const list = (reason: string): Command => ({ type: 'list', reason });
  const listed = (play: Play, by: Actor, reason = '久拖不决') => play.ask(by, list(reason));
  it('is in the name of whoever lists, or of the leader in whose place', () => {
    expect(listed(playTo('handling'), yi).events[0]).toMatchObject({ leaderId: LEADERS.yi });
    const usual = exampleDirectory();
    const today = beijingDate('2026-03-02');
    const substitute = { openId: stranger.openId, from: today, to: today };
    const leaders = usual.leaders.map((one) => (one.id === LEADERS.bing ? { ...one, substitute } : one));
    const directory: Directory = { ...usual, leaders };
    expect(listed(playTo('handling', { directory }), stranger).events[0]).toMatchObject({ leaderId: LEADERS.bing });
  });
  it('has the reason that was written, else what the light says, else that a leader wants it', () => {
    expect(listed(playTo('handling'), jia, ' 久拖不决 ').events[0]).toMatchObject({ reason: '久拖不决' });
    expect(listed(playTo('handling'), jia, ' ').events[0]).toMatchObject({ reason: '领导要求重点督办' });
    const red = playTo('handling');
    red.ask(clock, { type: 'changeLight' }, at('2026-03-24'));
    expect(listed(red, jia, '').events[0]).toMatchObject({ reason: '已超期（原定3月23日办结）' });
  });
  it('is told to the units and to staff, as is that it is lifted', () => {
    const play = playTo('handling');
    const all = accounts(housingHead, housing, financeHead, finance, staffHead, staff);
    expect(refused(play, jia, { type: 'unlist', reason: '已办结' })).toEqual({ kind: 'notListed' });
    expect(toldBy(listed(play, jia).effects, 'supervision')).toEqual(all);
    expect(refused(play, jia, list('再次'))).toEqual({ kind: 'alreadyDone' });
    expect(toldBy(play.ask(jia, { type: 'unlist', reason: '已办结' }).effects, 'unlisted')).toEqual(all);
  });
  it('of a lead unit that works by web has staff call it', () => {
    const called = toldBy(listed(playToStreet(), jia).effects, 'webUnitToCall');
    expect(called).toEqual(accounts(staffHead, staff));
    expect(toldBy(listed(playToStreet('supporting'), jia).effects, 'webUnitToCall')).toEqual([]);
    expect(toldBy(listed(playTo('handling'), jia).effects, 'webUnitToCall')).toEqual([]);
  });
  it('is of a case with units: before the sheet there is nobody to press', () => {
    expect(refused(playTo('ready'), jia, list('久拖不决'))).toMatchObject({ kind: 'wrongState' });
  });
});
