/** How often and how long: pauses, extensions, ratings and 挂牌 have their bounds, and whoever decides is told. */
import { describe, expect, it } from 'vitest';
import { actionsNow } from '../../bitable-schema/case-actions.ts';
import { noticeText } from '../../cards/notices.ts';
import { publicTimeline } from '../../src/pages/public-timeline.ts';
import { readDirectory } from '../../src/sync/read-directory.ts';
import type { Actor } from '../../src/workflow/actor.ts';
import { calendarGap } from '../../src/workflow/calendar-gap.ts';
import { currentRound, returnedResult } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, recordId } from '../../src/workflow/ids.ts';
import { remindedToday } from '../../src/workflow/reminders.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, asProposed, beijing, type Play, playTo, someResult, UNITS, withSettings } from '../support/given.ts';

const { staff, staffHead, jia, bing, housing, housingHead, finance, financeHead, enterprise, clock } = ACTORS;
const at = (date: string) => beijing(`${date} 10:00`);
const refusal = (play: Play, actor: Actor, command: Command, when?: number): Refusal | null => {
  const decision = play.tryOut(actor, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};
const told = (effects: readonly Effect[], notice: string) =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === notice ? [effect.to] : []));
const roundOf = (play: Play) => {
  const round = currentRound(play.subject());
  if (!round) throw new Error('no round');
  return round;
};
const publicLines = (play: Play) =>
  publicTimeline(play.events(), { directory: play.directory, isConfidential: false }).map(({ text }) => text);

describe('待企业补充', () => {
  const ask: Command = { type: 'askEnterprise', question: '请补充受理编号' };
  const answer: Command = { type: 'answerEnterprise', text: '编号如下' };

  it('is asked three times in a round at most', () => {
    const play = playTo('handling');
    for (const _ of [1, 2, 3]) {
      play.ask(housing, ask);
      play.ask(enterprise, answer);
    }
    expect(refusal(play, staff, ask)).toEqual({ kind: 'pausesUsedUp', max: 3 });
  });

  it('stands still for twenty workdays in all, however long each would last', () => {
    const play = playTo('handling');
    play.ask(housing, ask, at('2026-03-02'));
    play.ask(enterprise, answer, at('2026-03-13'));
    play.ask(housing, ask, at('2026-03-16'));
    play.ask(enterprise, answer, at('2026-03-30'));
    // 9 and 10 of 20 were used: the third lasts one.
    play.ask(housing, ask, at('2026-04-01'));
    expect(refusal(play, clock, { type: 'endPause' }, at('2026-04-02'))).toEqual({ kind: 'notDueYet' });
    play.ask(clock, { type: 'endPause' }, at('2026-04-03'));
    expect(roundOf(play).dueMoves.map(({ to }) => to)).toEqual(['2026-04-03', '2026-04-20', '2026-04-21']);
    const longer = playTo('handling', { directory: withSettings({ maxPauses: 10 }) });
    for (const [from, to] of [
      ['2026-03-02', '2026-03-16'],
      ['2026-03-17', '2026-03-31'],
    ] as const) {
      longer.ask(housing, ask, at(from));
      longer.ask(enterprise, answer, at(to));
    }
    expect(refusal(longer, staff, ask)).toEqual({ kind: 'pauseDaysUsedUp', max: 20, times: 2 });
  });

  it('asked by a unit tells staff at once whom to call and what to ask; the answer tells the asker', () => {
    const play = playTo('handling');
    const { effects } = play.ask(housing, ask);
    expect(told(effects, 'enterpriseToCall')).toEqual([staffHead.openId, staff.openId]);
    expect(noticeText('enterpriseToCall', play.subject(), play.directory)).toContain(
      '住建承办人请企业补充：请补充受理编号。请今日电话告知企业，联系人和电话见“事项”表',
    );
    expect(told(play.ask(enterprise, answer).effects, 'enterpriseAnswered')).toContain(housing.openId);
    expect(told(playTo('handling').ask(staff, ask).effects, 'enterpriseToCall')).toEqual([]);
  });

  it('ended by hand is not said to have run out, and the other way round', () => {
    const byHand = playTo('awaiting_enterprise');
    byHand.ask(staff, { type: 'endPause' });
    expect(publicLines(byHand).at(-1)).toBe('已结束等待补充，继续办理。');
    expect(roundOf(byHand).progress.at(-1)?.text).toBe('已结束等待企业补充，恢复计时');
    const byClock = playTo('awaiting_enterprise');
    byClock.ask(clock, { type: 'endPause' }, at('2026-03-25'));
    expect(publicLines(byClock).at(-1)).toMatch(/^等待补充的期限已满，继续办理，办理时限顺延至/);
    expect(roundOf(byClock).progress.at(-1)?.text).toBe('企业补充期满，恢复计时');
  });
});

describe('回访', () => {
  it('that brought no rating after one call is not said to have been tried many times', () => {
    const play = playTo('awaiting_rating', { directory: withSettings({ callAttempts: 1 }) });
    play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    play.ask(staff, { type: 'waiveRating' });
    expect(publicLines(play).slice(-2)).toEqual([
      '工作人员电话回访，未取得您的评价。',
      '回访未取得您的评价，登记为未评价，不算满意。',
    ]);
  });
});

describe('延期', () => {
  const ask = (newDate: string): Command => ({
    type: 'requestExtension',
    reason: '需外部检测',
    doneSoFar: '两项',
    newDate: beijingDate(newDate),
  });
  const approve: Command = { type: 'decideExtension', isApproved: true, words: '' };
  const once = () => {
    const play = playTo('handling');
    play.ask(housing, ask('2026-04-10'));
    play.ask(staff, approve);
    return play;
  };

  it('a second time is decided by the signer or the lead leader, who get it with a press, and never by staff', () => {
    const play = once();
    const { effects } = play.ask(housing, ask('2026-04-20'));
    expect(told(effects, 'extensionForLeader')).toEqual([jia.openId, bing.openId]);
    expect(effects).toContainEqual({ type: 'showCard', card: 'supervision', round: 1, to: jia.openId });
    expect(refusal(play, staff, approve)).toEqual({ kind: 'extensionNeedsLeader' });
    const refuse = { type: 'decideExtension', isApproved: false, words: '请按期办结' } as const;
    expect(refusal(play, staff, refuse)).toEqual({ kind: 'extensionNeedsLeader' });
    expect(actionsNow(play.subject(), play.directory)).not.toContain('不同意延期');
    for (const leader of [jia, bing]) expect(refusal(play, leader, approve)).toBeNull();
    expect(told(play.ask(bing, approve).effects, 'extensionDecided')).toEqual([
      housingHead.openId,
      housing.openId,
      staffHead.openId,
      staff.openId,
    ]);
    expect(roundOf(play).due?.date).toBe('2026-04-20');
  });
});

describe('退回重办 and 不满意重办', () => {
  it('are two counts: what staff sent back takes nothing from the enterprise', () => {
    const play = playTo('awaiting_review');
    play.ask(staff, { type: 'returnResult', reason: '缺照片' });
    expect(returnedResult(roundOf(play))).toMatchObject({ reason: '缺照片', result: { text: someResult.text } });
    play.ask(housing, someResult);
    expect(returnedResult(roundOf(play))).toBeNull();
    play.ask(staff, { type: 'returnResult', reason: '仍缺照片' });
    play.ask(housing, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办结' });
    play.ask(enterprise, { type: 'rate', grade: 2, words: '没解决' });
    expect(refusal(play, staff, { type: 'judgeRating', decision: 'redo', words: '重办' })).toBeNull();
    expect(roundOf(play)).toMatchObject({ redoCount: 0, returns: [{ reason: '缺照片' }, { reason: '仍缺照片' }] });
  });

  it('a redo has the days of the district, where the sheet named a date', () => {
    const play = playTo('awaiting_instruction');
    const limit = { date: beijingDate('2026-03-06') };
    play.ask(jia, { type: 'instruct', signing: { ...asProposed, limit } });
    for (const who of [housing, finance]) play.ask(who, { type: 'acknowledge' });
    play.ask(housing, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办妥。' });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' }, at('2026-03-04'));
    play.ask(staff, { type: 'judgeRating', decision: 'redo', words: '重办' }, at('2026-03-04'));
    expect(roundOf(play).due).toMatchObject({ date: '2026-03-13', workdays: 7 });
  });

  it('a redo has half of the signed limit at most', () => {
    const notes = {
      proposal: {
        signingLeaderId: null,
        leadLeaderId: null,
        leadUnitId: UNITS.housing,
        supportingUnitIds: [],
        limitWorkdays: 7,
        words: '',
      },
    };
    const play = playTo('awaiting_closure', { notes });
    const again = playTo('awaiting_rating', { notes });
    again.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' }, at('2026-03-04'));
    again.ask(staff, { type: 'judgeRating', decision: 'redo', words: '重办' }, at('2026-03-04'));
    expect(roundOf(again).due).toMatchObject({ date: '2026-03-09', workdays: 3 });
    expect(play.subject().state).toBe('awaiting_closure');
  });
});

describe('评价', () => {
  it.each([1, 2] as const)('of grade %i says what was bad', (grade) => {
    const play = playTo('awaiting_rating');
    expect(refusal(play, enterprise, { type: 'rate', grade, words: ' ' })).toEqual({ kind: 'ratingWordsMissing' });
    expect(refusal(play, staff, { type: 'rate', grade, words: '' })).toEqual({ kind: 'ratingWordsMissing' });
  });

  it('keeps its channel, who wrote it down, and what the enterprise asks for where it is dissatisfied', () => {
    const own = playTo('awaiting_rating');
    own.ask(enterprise, { type: 'rate', grade: 2, words: '没解决', asks: 'reconsider' });
    expect(roundOf(own).rating).toMatchObject({ channel: 'page', recordedBy: null, asks: 'reconsider' });
    const byPhone = playTo('awaiting_rating');
    byPhone.ask(staff, { type: 'rate', grade: 4, words: '', asks: 'redo' });
    expect(roundOf(byPhone).rating).toMatchObject({
      channel: 'phone',
      recordedBy: { name: '工商联工作人员' },
      asks: null,
    });
  });

  it('takes more words until it is judged, of which staff hear', () => {
    const play = playTo('awaiting_rating');
    const more: Command = { type: 'addRatingWords', words: '至今没有人来' };
    expect(refusal(play, enterprise, more)).toEqual({ kind: 'notRatedYet' });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(told(play.ask(enterprise, more).effects, 'ratingWordsAdded')).toEqual([staffHead.openId, staff.openId]);
    expect(roundOf(play).rating?.added).toMatchObject([{ words: '至今没有人来' }]);
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策所限' });
    expect(refusal(play, enterprise, more)).toEqual({ kind: 'ratingJudged' });
  });

  it('is answered where the enterprise reads it: the explanation and the words of the 复核', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 2, words: '没解决' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策只到街道一级。' });
    expect(publicLines(play).at(-1)).toBe('对您评价的说明：政策只到街道一级。\n已提请牵头领导复核。');
    play.ask(bing, { type: 'reconsider', isUpheld: false, words: '请再上门一次。' });
    expect(publicLines(play).at(-1)).toBe(
      '经牵头领导复核，已要求责任单位重新办理，2026年3月11日前办结：请再上门一次。',
    );
  });
});

describe('挂牌督办', () => {
  it('has leader, day and reason, is told to units and staff, and is lifted with a reason', () => {
    const play = playTo('handling');
    const { effects } = play.ask(bing, { type: 'list', reason: '群体性影响大' });
    expect(told(effects, 'supervision')).toEqual(
      [housingHead, housing, financeHead, finance, staffHead, staff].map(({ openId }) => openId),
    );
    expect(play.subject().listed).toMatchObject({ leaderId: 'rec_leader_bing', reason: '群体性影响大' });
    expect(noticeText('supervision', play.subject(), play.directory)).toContain(
      '常务副区长丙已挂牌督办，理由：群体性影响大。请主办单位每周报一次进展',
    );
    expect(refusal(play, jia, { type: 'unlist', reason: '' })).toEqual({ kind: 'reasonMissing' });
    expect(told(play.ask(jia, { type: 'unlist', reason: '已有方案' }).effects, 'unlisted')).toContain(housing.openId);
    expect(play.subject().listed).toBeNull();
    expect(refusal(play, jia, { type: 'unlist', reason: '再解除' })).toEqual({ kind: 'notListed' });
  });

  it('asks the lead unit for a line on the last workday of a week without one', () => {
    const play = playTo('handling');
    play.ask(housing, { type: 'contactEnterprise', note: '' });
    play.ask(jia, { type: 'list', reason: '久拖不决' });
    const reminded = (date: string) => remindedToday(play.subject(), play.directory, beijingDate(date), play.calendar);
    expect(reminded('2026-03-12')).not.toContain(housing.openId);
    expect(reminded('2026-03-13')).toContain(housing.openId);
    play.ask(housing, { type: 'reportProgress', text: '已开协调会' }, at('2026-03-11'));
    expect(reminded('2026-03-13')).not.toContain(housing.openId);
  });
});

describe('a reminder', () => {
  const reminded = (play: Play, date: string) =>
    remindedToday(play.subject(), play.directory, beijingDate(date), play.calendar);

  it('of the first contact comes on its last day, to the lead unit', () => {
    const play = playTo('handling');
    play.ask(bing, { type: 'noteAssignment' });
    expect(['2026-03-03', '2026-03-04', '2026-03-05'].map((date) => reminded(play, date))).toEqual([
      [],
      [housingHead.openId, housing.openId],
      [],
    ]);
  });

  it('of a late 协办 comes once, to the supporting unit', () => {
    const play = playTo('handling');
    expect(['2026-03-12', '2026-03-13', '2026-03-16'].map((date) => reminded(play, date))).toEqual([
      [],
      [financeHead.openId, finance.openId],
      [],
    ]);
  });
});

describe('a unit that is emptied of people', () => {
  it('is empty: its row holds nobody, and what it should hear reaches staff', () => {
    const nobody = { createdBy: null, modifiedBy: null, modifiedByName: null, modifiedAt: null };
    const row = { recordId: recordId('rec_1'), fields: { 单位名称: '街道' }, ...nobody };
    const { rows, checks } = readDirectory('units', [row], DEFAULT_SETTINGS);
    expect(rows).toMatchObject([{ value: { name: '街道', headOpenIds: [], officerOpenIds: [] }, isFaulty: false }]);
    expect(checks[0]?.wanted).toContain('提醒改发工商联');
    const play = playTo('handling');
    const units = play.directory.units.map((unit) =>
      unit.id === UNITS.housing ? { ...unit, headOpenIds: [], officerOpenIds: [] } : unit,
    );
    Object.assign(play.directory, { units });
    expect(remindedToday(play.subject(), play.directory, beijingDate('2026-03-04'), play.calendar)).toEqual([
      staffHead.openId,
      staff.openId,
    ]);
  });
});

describe('the year whose holidays are not known', () => {
  const calendar = { ...createWorkCalendar(DEFAULT_SETTINGS), coveredThrough: beijingDate('2026-12-31') };
  it.each([
    ['2026-10-31', null],
    ['2026-11-01', 2027],
    ['2026-12-31', 2027],
    ['2027-01-04', 2027],
  ] as const)('on %s is %s', (today, year) => expect(calendarGap(beijingDate(today), calendar)).toBe(year));
});
