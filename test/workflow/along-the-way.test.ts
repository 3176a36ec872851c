/** What an enterprise is asked, sends and says of its answer along the way: how often, and who hears of it. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { ACTORS, type Play, playTo, withSettings } from '../support/given.ts';

const { staff, staffHead, bing, housing, housingHead, enterprise } = ACTORS;
const STAFF = [staffHead, staff];
const HOUSING = [housingHead, housing];

/** The people who are told it, in the order of their accounts. */
const toldOf = (effects: readonly Effect[], notice: string): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === notice ? [effect.to] : [])).toSorted();
const accounts = (people: readonly { readonly openId: string }[]): readonly string[] =>
  people.map(({ openId }) => openId).toSorted();
const refused = (play: Play, by: Actor, command: Command): unknown => {
  const decision = play.tryOut(by, command);
  return decision.kind === 'refused' ? decision.reason : null;
};
const ask: Command = { type: 'askEnterprise', question: '请补充编号' };

describe('a pause', () => {
  it('asked for by a unit sends staff to call; asked for by staff it sends nobody', () => {
    expect(toldOf(playTo('handling').ask(housing, ask).effects, 'enterpriseToCall')).toEqual(accounts(STAFF));
    expect(
      playTo('handling')
        .ask(staff, ask)
        .effects.filter(({ type }) => type === 'notify'),
    ).toEqual([]);
  });
  it('ends by an answer that staff, the lead unit and whoever asked hear of', () => {
    const answered = (by: Actor, state: 'handling' | 'vetting') => {
      const play = playTo(state);
      play.ask(by, ask);
      return toldOf(play.ask(enterprise, { type: 'answerEnterprise', text: '编号如下' }).effects, 'enterpriseAnswered');
    };
    expect(new Set(answered(housing, 'handling'))).toEqual(new Set(accounts([...STAFF, ...HOUSING])));
    expect(new Set(answered(staff, 'vetting'))).toEqual(new Set(accounts(STAFF)));
  });
  it('is counted within a round only: before the first sheet a district that allows none may ask', () => {
    const directory = withSettings({ maxPauses: 0, maxPauseSum: 0 });
    expect(refused(playTo('vetting', { directory }), staff, ask)).toBeNull();
    expect(refused(playTo('handling', { directory }), housing, ask)).toEqual({ kind: 'pausesUsedUp', max: 0 });
  });
});

describe('材料', () => {
  it('are handed in twenty times, and staff and the lead unit hear of each', () => {
    const play = playTo('handling');
    const files = [{ token: 'file-1', name: '说明.pdf', bytes: 12_000 }];
    const hand: Command = { type: 'submitMaterial', text: '', files };
    for (let times = 0; times < 20; times += 1) {
      const { effects } = play.ask(enterprise, hand);
      expect(new Set(toldOf(effects, 'materialSubmitted'))).toEqual(new Set(accounts([...STAFF, ...HOUSING])));
    }
    expect(refused(play, enterprise, hand)).toEqual({ kind: 'materialsUsedUp' });
  });
});

describe('评价', () => {
  const RATE_BADLY: Command = { type: 'rate', grade: 2, words: '没有解决' };
  const ratedBadly = () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, RATE_BADLY);
    return play;
  };
  it('takes more words five times', () => {
    const play = ratedBadly();
    const more: Command = { type: 'addRatingWords', words: '还有一点' };
    for (let times = 0; times < 5; times += 1) play.ask(enterprise, more);
    expect(refused(play, enterprise, more)).toEqual({ kind: 'ratingWordsUsedUp', max: 5 });
  });
  it('comes before all that is said of it', () => {
    const play = playTo('awaiting_rating');
    expect(refused(play, enterprise, { type: 'addRatingWords', words: '还有一点' })).toEqual({ kind: 'notRatedYet' });
    expect(refused(play, staff, { type: 'judgeRating', decision: 'explain', words: '已解释' })).toEqual({
      kind: 'notRatedYet',
    });
    expect(refused(play, bing, { type: 'reconsider', isUpheld: true, words: '' })).toEqual({ kind: 'notRatedYet' });
    expect(refused(play, housing, { type: 'contestRating', reason: '有误' })).toEqual({ kind: 'notRatedYet' });
  });
  it('is given once: then nobody calls for it, and it cannot be done without', () => {
    const play = playTo('awaiting_rating');
    const call: Command = { type: 'recordCallAttempt', note: '无人接听' };
    expect(play.ask(staff, call).events).toMatchObject([{ type: 'callAttempted', note: '无人接听' }]);
    expect(refused(play, staff, { type: 'waiveRating' })).toEqual({ kind: 'attemptsMissing', needed: 2, made: 1 });
    play.ask(staff, call);
    expect(refused(play, staff, { type: 'waiveRating' })).toBeNull();
    play.ask(enterprise, RATE_BADLY);
    for (const command of [call, { type: 'waiveRating' }, RATE_BADLY] as const)
      expect(refused(play, staff, command)).toEqual({ kind: 'ratedBefore' });
  });
  it('is judged before it is reconsidered', () => {
    expect(refused(ratedBadly(), bing, { type: 'reconsider', isUpheld: true, words: '' })).toEqual({
      kind: 'judgementPending',
    });
  });
});

describe('a withdrawal', () => {
  it('is asked for once at a time, and staff hear of it', () => {
    const play = playTo('handling');
    const withdraw: Command = { type: 'requestWithdrawal', words: '' };
    expect(refused(play, staff, { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实' })).toEqual({
      kind: 'noWithdrawal',
    });
    expect(toldOf(play.ask(enterprise, withdraw).effects, 'withdrawalRequested')).toEqual(accounts(STAFF));
    expect(refused(play, enterprise, withdraw)).toEqual({ kind: 'withdrawalPending' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: false, note: '电话核实，非自愿' });
    expect(refused(play, enterprise, withdraw)).toBeNull();
  });
});
