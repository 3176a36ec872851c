/**
 * What was written down once stays to be read in the row, also where a second thing of the kind takes its place: from cases that were
 * really walked.
 */
import { describe, expect, it } from 'vitest';
import { publicCase } from '../../src/pages/public-view.ts';
import { serviceCells } from '../../src/sync/row-mapping.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { beijingDate, caseId } from '../../src/workflow/ids.ts';
import { LINKS } from '../opinion/surfaces.ts';
import { ACTORS, asProposed, createPlay, type Play, playTo, someResult, submission, UNITS } from '../support/given.ts';

const { clock, staff, jia, bing, housing, safety, finance, enterprise } = ACTORS;
const cell = (play: Play, column: string): string =>
  String(
    serviceCells(play.subject(), {
      directory: play.directory,
      links: LINKS,
      now: play.now(),
      isCreditCode: () => true,
      peers: {},
    })[column],
  );

const ON_PAPER = {
  type: 'recordInstruction',
  words: '请住建办理。',
  files: [{ token: 'boxA', name: '书面批示.jpg', bytes: 2_048 }],
  writtenOn: null,
} as const;

/** Rated badly, and to be done again. */
const toBeRedone = (): Play => {
  const play = playTo('awaiting_rating');
  play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
  play.ask(enterprise, { type: 'rate', grade: 1, words: '没有人来过' });
  play.ask(staff, { type: 'judgeRating', decision: 'redo', words: '承办不到位' });
  return play;
};

describe('once a case is handled again', () => {
  it('the notes of earlier calls stay in 回访情况, and only later ones count', () => {
    const play = toBeRedone();
    expect(cell(play, 'callAttempts')).toMatch(/^重办前.*工商联工作人员回访：无人接听$/);
    play.ask(housing, someResult);
    play.ask(staff, { type: 'review', publicReply: '现已办妥。' });
    play.ask(staff, { type: 'recordCallAttempt', note: '不便评价' });
    expect(cell(play, 'callAttempts')).toMatch(/无人接听\n.*工商联工作人员第1次回访：不便评价$/);
  });
  it('what the enterprise was answered before stays in 历次情况', () => {
    expect(cell(toBeRedone(), 'earlier')).toMatch(/^本轮此前2026-03-02 答复企业：.+$/m);
  });
});

describe('what the enterprise was asked and did not answer', () => {
  it('stays where it withdraws in place of answering', () => {
    const play = playTo('handling');
    play.ask(staff, { type: 'askEnterprise', question: '请补交宗地图。' });
    play.ask(enterprise, { type: 'requestWithdrawal', words: '不办了' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实' });
    expect(cell(play, 'enterpriseAnswers')).toMatch(/问：请补交宗地图。【未答，已结束等待】$/);
  });
  it('stays where the leader disowns the sheet', () => {
    const play = playTo('handling', { onPaper: ON_PAPER });
    play.ask(staff, { type: 'askEnterprise', question: '请补交宗地图。' });
    play.ask(jia, { type: 'disownTranscript', words: '我没有批示过。' });
    expect(cell(play, 'enterpriseAnswers')).toMatch(/问：请补交宗地图。【未答，已结束等待】$/);
  });
});

describe('once a new sheet is signed, 历次情况', () => {
  it('names the unit that handled the round, not the one that was relieved of it', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责在应急', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '按三定方案' });
    play.ask(finance, { type: 'acknowledge' });
    play.ask(safety, { type: 'acknowledge' });
    play.ask(safety, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办妥。' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '满意' });
    play.ask(jia, { type: 'instructAgain', signing: asProposed });
    expect(cell(play, 'earlier')).toContain('主办应急');
    expect(cell(play, 'earlier')).not.toContain('主办住建');
  });
  it('keeps calls, contest and ruling of the round', () => {
    const play = playTo('awaiting_rating');
    play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没有人来过' });
    play.ask(housing, { type: 'contestRating', reason: '超出本级权限' });
    play.ask(staff, { type: 'decideContest', isUpheld: false, words: '承办不力' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(bing, { type: 'reconsider', isUpheld: true, words: '维持' });
    play.ask(jia, { type: 'instructAgain', signing: asProposed });
    expect(cell(play, 'earlier')).toMatch(/工商联工作人员回访：无人接听/);
    expect(cell(play, 'earlier')).toMatch(/申诉：超出本级权限【申诉不成立】承办不力/);
  });
});

describe('a wish to withdraw', () => {
  it('that was found not to be voluntary stays when there is another', () => {
    const play = playTo('handling');
    play.ask(enterprise, { type: 'requestWithdrawal', words: '单位让撤' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: false, note: '有人要求其撤回' });
    play.ask(enterprise, { type: 'requestWithdrawal', words: '确已解决' });
    expect(cell(play, 'withdrawal')).toMatch(/单位让撤【非自愿，不予撤回】\n.*有人要求其撤回\n.*确已解决【待核实】$/);
  });
  it('waits for nobody once the case has ended some other way, and says so', () => {
    const play = playTo('vetting');
    play.ask(enterprise, { type: 'requestWithdrawal', words: '确已解决' });
    expect(cell(play, 'staffWaits')).toBe('企业撤回待核实、待核查');
    play.ask(staff, { type: 'decline', reason: '不属于受理范围' });
    expect(cell(play, 'staffWaits')).toBe('');
    expect(cell(play, 'withdrawal')).toMatch(/【事项已结束，不再核实】$/);
  });
});

describe('合并', () => {
  const into = caseId('case-given-2');
  const shared = (publicReply: string, reviewedAt: number): Command => ({
    type: 'shareAnswer',
    answer: { from: into, round: 1, reviewedAt, outcome: 'resolved', publicReply, basis: '', plannedDate: null },
  });
  it('once more keeps what was answered the first time, and asks to rate only the answer that stands', () => {
    const play = playTo('merged');
    play.ask(clock, shared('第一次的答复。', 1));
    play.ask(enterprise, { type: 'rateShared', grade: 1, words: '没有说清' });
    play.ask(staff, { type: 'giveBack', from: into, why: null, words: '单独办理' });
    play.ask(staff, { type: 'merge', into, reason: '仍属同一事项' });
    expect(cell(play, 'mergers')).toMatch(
      /合并办理的答复：第一次的答复。\n.*评价非常不满意，没有说清（.*企业在网页评价）/,
    );
    expect(cell(play, 'outcomeText')).toBe('');
    expect(cell(play, 'staffWaits')).toBe('');
    play.ask(clock, shared('第二次的答复。', 2));
    expect(cell(play, 'outcomeText')).toContain('第二次的答复。');
    expect(play.tryOut(enterprise, { type: 'rateShared', grade: 5, words: '' }).kind).toBe('accepted');
    const page = publicCase(play.subject(), play.events(), play.directory, play.now());
    expect(page.answers.map(({ reply, isEarlier }) => [reply, isEarlier])).toEqual([
      ['第一次的答复。', true],
      ['第二次的答复。', false],
    ]);
  });

  it('given back says who wrote down the rating of the answer it shared, and any case who wrote down an answer to a question', () => {
    const play = playTo('ready');
    play.ask(staff, { type: 'askEnterprise', question: '请补用地批文' });
    play.ask(staff, { type: 'answerEnterprise', text: '电话中说已补' });
    expect(cell(play, 'enterpriseAnswers')).toMatch(/ 电话答（登记人：工商联工作人员）：电话中说已补$/);
    const merged = playTo('merged');
    merged.ask(clock, shared('合并的答复。', 1));
    merged.ask(staff, { type: 'rateShared', grade: 2, words: '仍未解决' });
    merged.ask(staff, { type: 'giveBack', from: into, why: null, words: '单独办理' });
    expect(cell(merged, 'mergers')).toMatch(/评价不满意，仍未解决（.*（登记人：工商联工作人员）/);
  });
});

describe('other cells', () => {
  it('say when the enterprise answered, not that it was asked then', () => {
    const play = playTo('ready');
    play.ask(staff, { type: 'askEnterprise', question: '请补用地批文' });
    play.ask(enterprise, { type: 'answerEnterprise', text: '已补' });
    expect(cell(play, 'enterpriseAnswers')).toMatch(/^问：请补用地批文\n2026-03-02 \d\d:\d\d 答：已补$/);
  });
  it('keep why a 节点 was moved each time', () => {
    const play = playTo('handling');
    const [first, second, third] = ['2026-03-10', '2026-03-11', '2026-03-12'].map(beijingDate);
    if (!first || !second || !third) throw new Error('three days');
    play.ask(housing, { type: 'setMilestone', text: '方案报批', on: first });
    play.ask(housing, { type: 'moveMilestone', id: 1, on: second, reason: '等待会审' });
    play.ask(housing, { type: 'moveMilestone', id: 1, on: third, reason: '专家未到' });
    expect(cell(play, 'milestones')).toMatch(/（原定 2026-03-10，调整2次：等待会审；专家未到）$/);
  });
  it('say who gave a verdict that stood in the row before it became a case', () => {
    const play = createPlay();
    play.ask(staff, {
      ...submission(),
      source: 'staff',
      notes: { authentic: { answer: 'yes', ground: '电话核实' }, lawful: { answer: 'unsure', ground: '' } },
    });
    expect(cell(play, 'vettedBy')).toMatch(/^真实：工商联工作人员 2026-03-02 \d\d:\d\d$/);
  });
});

describe('待办事由', () => {
  it('names the objection first that a ruling would be about', () => {
    const play = playTo('assigned');
    play.ask(finance, { type: 'object', reason: '无此职责', suggestedUnitId: null });
    play.ask(housing, { type: 'object', reason: '职责在应急', suggestedUnitId: UNITS.safety });
    expect(cell(play, 'staffWaits')).toBe('财政异议待确定、住建异议待确定');
  });
  it('says 领导退回 where a sheet that was submitted again after 非本人批示 came back', () => {
    const play = playTo('awaiting_instruction');
    const files = [{ token: 'box1', name: '批示.jpg', bytes: 4_000 }];
    play.ask(staff, { type: 'recordInstruction', words: '请住建办理。', files, writtenOn: null });
    play.ask(jia, { type: 'disownTranscript', words: '我没有批示过' });
    expect(cell(play, 'staffWaits')).toBe('非本人批示，待核对原件');
    play.ask(staff, { type: 'requestInstruction' });
    play.ask(jia, { type: 'sendBack', reason: '请重新拟办' });
    expect(cell(play, 'staffWaits')).toBe('领导退回，待补充后重报');
  });
});
