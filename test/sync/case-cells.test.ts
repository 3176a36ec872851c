/**
 * What single columns of 事项 say: who is in charge by what was signed and ruled, what leaders said, what came before, and what
 * waits for staff. From cases that were really walked.
 */
import { describe, expect, it } from 'vitest';
import { actionsNow, isOnTheRoad } from '../../bitable-schema/case-actions.ts';
import type { Values } from '../../bitable-schema/table.ts';
import { serviceCells } from '../../src/sync/row-mapping.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, asProposed, LEADERS, type Play, playTo, someResult, UNITS } from '../support/given.ts';

const { staff, jia, yi, housing, enterprise } = ACTORS;
const links = {
  status: () => 'https://reception.example/s/1',
  rating: () => 'https://reception.example/r/1',
  unit: () => 'https://reception.example/w/1',
};
const cellsOf = (play: Play): Values =>
  serviceCells(play.subject(), {
    directory: play.directory,
    links,
    now: play.now(),
    isCreditCode: () => true,
    peers: {},
  });

describe('who is in charge', () => {
  it('is nobody before a sheet is signed, whatever is proposed', () => {
    expect(cellsOf(playTo('awaiting_instruction'))).toMatchObject({
      leaderInCharge: '',
      unitInCharge: '',
      unitsInSupport: '',
      proposalDifference: '',
    });
  });

  it('is as proposed where the leader agreed, and then nothing differs', () => {
    expect(cellsOf(playTo('assigned'))).toMatchObject({
      leaderInCharge: '常务副区长丙',
      unitInCharge: '住建',
      unitsInSupport: '财政',
      proposalDifference: '',
    });
  });

  it('is as signed where the leader named others, with each point that differs from the proposal', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, {
      type: 'instruct',
      signing: {
        ...asProposed,
        leadLeaderId: LEADERS.yi,
        leadUnitId: UNITS.safety,
        supportingUnitIds: [],
        limit: { date: beijingDate('2026-04-20') },
      },
    });
    expect(cellsOf(play)).toMatchObject({
      leaderInCharge: '区长乙',
      unitInCharge: '应急',
      unitsInSupport: '',
      proposalDifference: [
        '牵头领导：拟常务副区长丙，批示区长乙',
        '主办单位：拟住建，批示应急',
        '协办单位：拟财政，批示无',
        '时限：拟15个工作日，批示2026-04-20前',
      ].join('\n'),
    });
  });

  it('is the unit that took over once an objection is upheld', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责在应急', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '按三定方案' });
    expect(cellsOf(play)).toMatchObject({
      unitInCharge: '应急',
      unitsInSupport: '财政',
      proposalDifference: '主办单位：拟住建，批示住建，异议成立后应急',
    });
  });
});

describe('what waits for staff', () => {
  const waits = (play: Play) => cellsOf(play)['staffWaits'];
  it.each([
    ['submitted', '待受理'],
    ['vetting', '待核查'],
    ['ready', '待排入接待日或提交签批'],
    ['scheduled', '待登记接待'],
    ['heard', '待现场答复或提交签批'],
    ['awaiting_enterprise', '待电话请企业补充'],
    ['awaiting_instruction', ''],
    ['assigned', ''],
    ['handling', ''],
    ['awaiting_review', '结果待审核'],
    ['awaiting_rating', '待回访评价'],
    ['awaiting_closure', ''],
    ['closed', ''],
    ['withdrawn', ''],
  ] as const)('in %s is “%s”', (state, words) => {
    expect(waits(playTo(state))).toBe(words);
  });

  it('is an objection, an extension and a withdrawal as long as each is undecided', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety });
    expect(waits(play)).toBe('住建异议待裁定');
    play.ask(enterprise, { type: 'requestWithdrawal', words: '已经解决' });
    expect(waits(play)).toBe('企业撤回待核实、住建异议待裁定');
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: false, note: '并非本意' });
    play.ask(staff, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '属本单位职责' });
    expect(waits(play)).toBe('');
  });

  it('is a sheet that the leader sent back or holds, with the words in 领导意见', () => {
    const back = playTo('awaiting_instruction');
    back.ask(jia, { type: 'sendBack', reason: '单位不对口' });
    expect(cellsOf(back)).toMatchObject({
      staffWaits: '领导退回，待补充后重报',
      leaderWords: '2026-03-02 10:08 书记甲退回补充：单位不对口',
    });
    const held = playTo('awaiting_instruction');
    held.ask(jia, { type: 'passOn', leaderId: LEADERS.yi, words: '' });
    held.ask(yi, { type: 'hold', reason: '下周再议' });
    const { staffWaits, leaderWords } = cellsOf(held);
    expect(staffWaits).toBe('领导暂缓，待跟进');
    expect(leaderWords).toMatch(/书记甲转请区长乙批示\n.*区长乙暂缓：下周再议/);
  });
});

describe('what may be chosen in 操作', () => {
  const names = (play: Play) =>
    String(cellsOf(play)['actionsNow'])
      .split('\n')
      .map((line) => line.replace(/（(?:处理说明|填|选|传|真实|拟办).*/, ''));
  it('is said in the words of the options, with what has to stand beside each', () => {
    expect(cellsOf(playTo('awaiting_review'))['actionsNow']).toBe(
      ['催办', '审核通过（填对企业的答复）', '退回重办（处理说明写理由）'].join('\n'),
    );
  });
  it('begins with the way on; what ends the case stands last', () => {
    expect(names(playTo('ready'))).toEqual([
      '请部门预沟通',
      '请企业补充',
      '排入接待日',
      '提交签批',
      '不予受理',
      '合并',
      '转法定途径',
    ]);
  });
  it('offers a ruling only where there is something to rule on', () => {
    const play = playTo('assigned');
    expect(names(play)).not.toContain('异议不成立');
    play.ask(housing, { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety });
    expect(names(play)).toEqual(expect.arrayContaining(['异议成立改派', '异议不成立']));
  });
  it('names nothing that would be refused for its state', () => {
    for (const state of ['submitted', 'heard', 'handling', 'awaiting_rating', 'closed', 'withdrawn'] as const)
      for (const name of actionsNow(playTo(state).subject(), playTo(state).directory))
        expect(isOnTheRoad(name, state), `${name} in ${state}`).toBe(true);
  });
});

describe('what came before', () => {
  it('stays in 历次情况 with its result, rating and words when another round begins', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没有人来过' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(ACTORS.bing, { type: 'reconsider', isUpheld: true, words: '维持' });
    play.ask(jia, { type: 'instructAgain', signing: asProposed });
    const { grade, earlier } = cellsOf(play);
    expect(grade).toBeNull();
    expect(String(earlier)).toMatch(
      /^第1轮；.*7?号，书记甲批示“请住建抓紧办理。”；主办住建；.*已解决，已组织联合验收。/,
    );
    expect(String(earlier)).toContain('评价非常不满意，没有人来过；研判：解释并提请复核，政策限制；复核：维持，维持');
  });
  it('keeps a result of the same round that was sent back', () => {
    const play = playTo('awaiting_review');
    play.ask(staff, { type: 'returnResult', reason: '材料不全' });
    play.ask(housing, { ...someResult, text: '第二次报：已发证。' });
    expect(String(cellsOf(play)['earlier'])).toContain('本轮此前报过：2026-03-02 已解决，已组织联合验收。');
  });
});
