/** 交办单 of a unit that has no part in it any more: void, in words; what the unit said stays, what others do is not told. */
import { describe, expect, it } from 'vitest';
import { drawCard } from '../../cards/cards.ts';
import { drawRetiredCard } from '../../cards/released-card.ts';
import type { CardKind } from '../../src/workflow/effects.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { ACTORS, asProposed, beijing, type Play, playTo, someResult, UNITS } from '../support/given.ts';

const { staff, jia, bing, housing, finance, safety, enterprise } = ACTORS;
const read = (play: Play, viewer: OpenId, kind: CardKind = 'assignment', isTheirs = false) => {
  const card = drawRetiredCard(
    kind,
    {
      subject: play.subject(),
      directory: play.directory,
      round: 1,
      viewer,
      ties: NO_TIES,
      filesUrl: null,
    },
    isTheirs,
  );
  expect(checkCard(card)).toEqual([]);
  const { texts, buttons } = renderCardText(card);
  expect(buttons).toEqual([]);
  return texts.join('\n');
};
const ruled = (notes: Parameters<typeof playTo>[1] = {}): Play => {
  const play = playTo('assigned', notes);
  play.ask(housing, { type: 'object', reason: '验收由应急负责', suggestedUnitId: UNITS.safety });
  play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '按职责清单' });
  return play;
};

describe('the 交办单 of a unit whose objection was upheld', () => {
  it('is void: it says what happened, who has the case now, the objection and the ruling', () => {
    const words = read(ruled(), housing.openId);
    expect(words).toContain('已作废');
    expect(words).toContain('住建的异议成立，本事项改由应急办理，本交办单对住建作废，请勿再办理。');
    expect(words).toContain('现主办单位：应急');
    expect(words).toContain('住建异议：验收由应急负责（建议交应急）');
    expect(words).toMatch(/确定：成立，改由应急办理（工商联工作人员.*）：按职责清单/);
    expect(words).not.toContain('批示');
  });

  it('tells nothing of what the new unit does, and follows the case to whoever has it later', () => {
    const play = ruled();
    play.ask(safety, { type: 'acknowledge' });
    play.ask(finance, { type: 'acknowledge' });
    play.ask(safety, { type: 'reportProgress', text: '已到现场查看。', files: [] });
    expect(read(play, housing.openId)).not.toContain('已到现场查看');
  });

  it('says no more than that to whoever left the unit, and on other cards', () => {
    expect(read(ruled(), ACTORS.stranger.openId)).toContain('本事项已不由您办理');
    expect(read(ruled(), housing.openId, 'supervision')).toContain('本事项已不由您办理');
  });

  it('does not name a confidential enterprise', () => {
    const play = playTo('assigned', { notes: { isConfidential: true } });
    const { enterpriseName } = play.subject().appeal;
    play.ask(housing, { type: 'object', reason: `${enterpriseName}不在本单位`, suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: enterpriseName });
    expect(read(play, housing.openId)).not.toContain(enterpriseName);
  });
});

describe('the 交办单 of a unit that the leader took out', () => {
  it('is void after 更正批示, and says who corrected it and who leads now', () => {
    const play = playTo('assigned');
    play.ask(jia, {
      type: 'correctInstruction',
      signing: { ...asProposed, words: '请应急主办。', leadUnitId: UNITS.safety, supportingUnitIds: [] },
    });
    expect(read(play, housing.openId)).toMatch(
      /书记甲.*更正批示，本事项不再由住建承办，本交办单对住建作废，请勿再办理。/,
    );
    expect(read(play, housing.openId)).toContain('现主办单位：应急');
  });

  it('keeps what the unit reported when a new 批示 names another', () => {
    const play = playTo('awaiting_closure');
    play.ask(jia, {
      type: 'instructAgain',
      signing: { ...asProposed, words: '请应急再办。', leadUnitId: UNITS.safety, supportingUnitIds: [] },
    });
    const words = read(play, housing.openId);
    expect(words).toContain('本轮已结束，领导已作新批示，本事项不再由住建办理。');
    expect(words).toContain('现主办单位：应急');
    expect(words).toContain('办理情况：');
  });
});

describe('a card of somebody who still has a part in the case', () => {
  it('on which nothing is left to show says so, and never that the case is no longer theirs', () => {
    const words = read(playTo('assigned'), housing.openId, 'plan', true);
    expect(words).toContain('本卡片上的事已无需办理');
    expect(words).not.toContain('不由您');
  });

  it('keeps what its reader decided, also when the result was handled again and rated anew', () => {
    const play = playTo('awaiting_rating');
    const drawn = () =>
      drawCard('reconsideration', {
        subject: play.subject(),
        directory: play.directory,
        round: 1,
        viewer: bing.openId,
        ties: NO_TIES,
        filesUrl: null,
      });
    expect(drawn()).toBeNull();
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(bing, { type: 'reconsider', isUpheld: false, words: '请重办' }, beijing('2026-03-20 10:00'));
    play.ask(housing, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办结' });
    play.ask(enterprise, { type: 'rate', grade: 2, words: '仍未解决' });
    const { texts, buttons } = renderCardText(drawn() ?? {});
    expect(texts.join('\n')).toContain('已复核（3月20日 10:00）：重新办理。');
    expect(texts.join('\n')).toContain('请重办');
    expect(buttons).toEqual([]);
  });
});
