// What stands to be chosen is what the rule takes, and what the rule takes can be found; who stands in does what the leader would.
import { describe, expect, it } from 'vitest';
import { type ActionName, actionsNow } from '../../bitable-schema/case-actions.ts';
import { refusalSentence } from '../../cards/answer.ts';
import { publicTimeline } from '../../src/pages/public-timeline.ts';
import type { Actor } from '../../src/workflow/actor.ts';
import { currentRound } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CardKind } from '../../src/workflow/effects.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { offers, offersOn } from '../../src/workflow/whose-turn/offers.ts';
import {
  ACTORS,
  beijing,
  exampleDirectory,
  LEADERS,
  type Play,
  playTo,
  someResult,
  UNITS,
  withSettings,
} from '../support/given.ts';

const { staff, staffHead, jia, bing, housing, enterprise, stranger } = ACTORS;
const turn = (play: Play, actor: Actor) => ({
  subject: play.subject(),
  directory: play.directory,
  ties: NO_TIES,
  actor,
});
const actsOf = (play: Play, actor: Actor, card?: CardKind): readonly string[] =>
  offers(turn(play, actor)).flatMap((offer) =>
    card === undefined || offer.card === card ? offer.buttons.map(({ act }) => act) : [],
  );
const choices = (play: Play): readonly ActionName[] => actionsNow(play.subject(), play.directory);
const extend = (newDate: string) =>
  ({ type: 'requestExtension', reason: '须等批复', doneSoFar: '材料已报', newDate: beijingDate(newDate) }) as const;
/** 副区长丙, who is named to lead, is away; somebody stands in. */
const withDeputy = (): Directory => {
  const base = exampleDirectory();
  const substitute = { openId: stranger.openId, from: beijingDate('2026-03-02'), to: beijingDate('2026-12-31') };
  return { ...base, leaders: base.leaders.map((one) => (one.id === LEADERS.bing ? { ...one, substitute } : one)) };
};

describe('可选操作', () => {
  it('names 登记为未评价 only once the calls it needs are made', () => {
    const play = playTo('awaiting_rating');
    const needed = play.directory.settings.callAttempts;
    for (let made = 0; made < needed; made += 1) {
      expect(choices(play)).not.toContain('登记为未评价，报领导阅示');
      play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    }
    expect(choices(play)).toContain('登记为未评价，报领导阅示');
  });
  it('does not name 重办 after an answer on the spot, and the refusal says that no unit has it', () => {
    const play = playTo('heard');
    play.ask(staff, { type: 'answerOnTheSpot', reply: '政策不允许' });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(choices(play)).toContain('解释并提请复核');
    expect(choices(play)).not.toContain('重办');
    expect(refusalSentence({ kind: 'noUnitToRedo' })).toMatch(/没有承办单位.*解释并提请复核/);
  });
});

describe('a card', () => {
  it('says that 延期 is used up where the form would stand', () => {
    const play = playTo('handling', { directory: withSettings({ maxExtensions: 1 }) });
    expect(actsOf(play, housing)).toContain('extend');
    play.ask(housing, extend('2026-03-27'));
    play.ask(staff, { type: 'decideExtension', isApproved: true, words: '同意' });
    expect(actsOf(play, housing)).not.toContain('extend');
    const { withheld } = offersOn(turn(play, housing), 'assignment');
    expect(withheld.map(refusalSentence)).toEqual(['每轮最多延期1次，次数已用完，请按现有时限办结。']);
  });
  it('of the signer and of the 牵头领导 alike offers the 延期 that waits for a leader', () => {
    const play = playTo('handling');
    play.ask(housing, extend('2026-03-27'));
    play.ask(staff, { type: 'decideExtension', isApproved: true, words: '同意' });
    play.ask(housing, extend('2026-04-02'));
    const { signerId, leadLeaderId } = currentRound(play.subject())?.instruction ?? {};
    expect([signerId, leadLeaderId]).toEqual([LEADERS.jia, LEADERS.bing]);
    expect(actsOf(play, jia, 'instruction')).toContain('approveExtension');
    expect(actsOf(play, jia, 'supervision')).toContain('approveExtension');
    expect(actsOf(play, bing, 'oversight')).toContain('approveExtension');
  });
  it('does not ask whoever reported a result to pass it, and says why', () => {
    const base = exampleDirectory();
    const housed: Directory = {
      ...base,
      units: base.units.map((one) =>
        one.id === UNITS.housing ? { ...one, officerOpenIds: [...one.officerOpenIds, staff.openId] } : one,
      ),
    };
    const both = playTo('handling', { directory: housed });
    both.ask(staff, someResult);
    expect(actsOf(both, staff)).not.toContain('review');
    expect(actsOf(both, staffHead)).toContain('review');
    expect(offersOn(turn(both, staff), 'review').withheld).toMatchObject([{ kind: 'reviewerConcerned' }]);
  });
  it('of a closed case can open it again, and waits for nobody', () => {
    expect(actsOf(playTo('closed'), jia, 'resolution')).toEqual(['reopen']);
  });
  it('offers 现场答复 once the enterprise was received, or in the room on its day', () => {
    const scheduled = playTo('scheduled');
    const act = (today?: string) =>
      offers({ ...turn(scheduled, jia), ...(today ? { today: beijingDate(today) } : {}) }).flatMap(({ buttons }) =>
        buttons.map((button) => button.act),
      );
    const day = scheduled.directory.receptionDays.find(({ id }) => id === scheduled.subject().notes.receptionDayId);
    expect(act()).not.toContain('onTheSpot');
    expect(act('2026-01-01')).not.toContain('onTheSpot');
    expect(act(day?.date ?? '')).toContain('onTheSpot');
    expect(actsOf(playTo('heard'), jia)).toContain('onTheSpot');
  });
  it('shows both parts to somebody of two units: the one may be taken up while the other’s objection waits', () => {
    const base = exampleDirectory();
    const inBoth = (id: string) => id === UNITS.housing || id === UNITS.finance;
    const units = base.units.map((one) =>
      inBoth(one.id) ? { ...one, officerOpenIds: [...one.officerOpenIds, stranger.openId] } : one,
    );
    const play = playTo('assigned', { directory: { ...base, units } });
    play.ask(housing, { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety });
    expect(actsOf(play, stranger)).toEqual(expect.arrayContaining(['acknowledge', 'object']));
    play.ask(stranger, { type: 'acknowledge' });
    const taken = (currentRound(play.subject())?.units ?? []).filter(({ acknowledged }) => acknowledged);
    expect(taken.map(({ unitId }) => unitId)).toEqual([UNITS.finance]);
    expect(actsOf(play, stranger)).toContain('progress');
  });
});

describe('whoever stands in for the 牵头领导', () => {
  it('decides the 复核 and urges in those days, and does not note a sheet in the leader’s place', () => {
    const play = playTo('awaiting_rating', { directory: withDeputy() });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(actsOf(play, stranger, 'reconsideration')).toEqual(['upholdRating', 'redoRating']);
    play.ask(stranger, { type: 'reconsider', isUpheld: true, words: '维持' });
    expect(play.subject().state).toBe('awaiting_closure');

    const handled = playTo('handling', { directory: withDeputy() });
    expect(actsOf(handled, stranger, 'oversight')).toEqual(['remind', 'list']);
  });
});

describe('the status page', () => {
  it('tells in its history the new day after 退回重办', () => {
    const play = playTo('awaiting_review');
    const { events } = play.ask(staff, { type: 'returnResult', reason: '情况不清' }, beijing('2026-04-20 10:00'));
    const lines = publicTimeline(events, { directory: play.directory, isConfidential: false });
    expect(lines.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^办理结果审核未通过，已退回继续办理，2026年\d+月\d+日前办结。$/),
    ]);
  });
});
