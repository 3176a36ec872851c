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
    expect(waits(play)).toBe('住建异议待确定');
    play.ask(enterprise, { type: 'requestWithdrawal', words: '已经解决' });
    expect(waits(play)).toBe('企业撤回待核实、住建异议待确定');
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
    held.ask(jia, { type: 'passOn', leaderId: LEADERS.yi, words: '此件由乙同志阅处' });
    held.ask(yi, { type: 'hold', reason: '下周再议' });
    const { staffWaits, leaderWords } = cellsOf(held);
    expect(staffWaits).toBe('领导暂缓，待跟进');
    expect(leaderWords).toMatch(/书记甲转请区长乙批示：此件由乙同志阅处\n.*区长乙暂缓：下周再议/);
  });
});

describe('what may be chosen in 操作', () => {
  const names = (play: Play) =>
    String(cellsOf(play)['actionsNow'])
      .split('\n')
      .map((line) => line.replace(/（(?:处理说明|填|选|传|真实|拟办|先定).*/, ''));
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
    expect(names(play)).toEqual(expect.arrayContaining(['异议成立改办', '异议不成立']));
  });
  it('names nothing that would be refused for its state', () => {
    for (const state of ['submitted', 'heard', 'handling', 'awaiting_rating', 'closed', 'withdrawn'] as const)
      for (const name of actionsNow(playTo(state).subject(), playTo(state).directory))
        expect(isOnTheRoad(name, playTo(state).subject()), `${name} in ${state}`).toBe(true);
  });
});

/** Of a column of text. */
const textOf = (play: Play, key: string): string => String(cellsOf(play)[key]);
const onPaper = (play: Play): void => {
  play.ask(staff, {
    type: 'recordInstruction',
    words: '请住建半月内办结。',
    files: [{ token: 'box1', name: '批示.jpg', bytes: 48_000 }],
    writtenOn: null,
  });
};
const resign = { ...asProposed, words: '请住建会同财政办理。' };

describe('what a sheet says', () => {
  it('is told with what was added to it, under the same number', () => {
    const play = playTo('handling');
    play.ask(jia, { type: 'addInstruction', words: '先解决临时用电。' });
    expect(textOf(play, 'instruction')).toMatch(/^请住建抓紧办理。\n.* 书记甲追加批示：先解决临时用电。$/);
  });
  it('is told in both texts where it was put right, with every point that changed', () => {
    const play = playTo('assigned');
    play.ask(jia, { type: 'correctInstruction', signing: { ...resign, leadUnitId: UNITS.safety } });
    expect(cellsOf(play)).toMatchObject({
      instruction: '请住建会同财政办理。',
      corrections: expect.stringMatching(/书记甲更正批示，原文：“请住建抓紧办理。”；主办单位由住建改为应急$/),
    });
  });
  it('is told with the transcript as staff had written it where the leader put that right', () => {
    const play = playTo('awaiting_instruction');
    onPaper(play);
    play.ask(jia, { type: 'checkTranscript', words: '请住建十日内办结。' });
    expect(cellsOf(play)).toMatchObject({
      instruction: '请住建十日内办结。',
      corrections: expect.stringMatching(/书记甲核对转录并更正，原转录：请住建半月内办结。$/),
    });
  });
  it('stays in 历次情况 with its number where the leader says it was not theirs, and staff have to look at the original', () => {
    const play = playTo('awaiting_instruction');
    onPaper(play);
    play.ask(jia, { type: 'disownTranscript', words: '我没有批过这件' });
    expect(cellsOf(play)).toMatchObject({
      number: '',
      instruction: '',
      staffWaits: '非本人批示，待核对原件',
      leaderWords: expect.stringMatching(/书记甲称非本人批示：我没有批过这件$/),
      earlier: expect.stringMatching(
        /^第1轮；.*〔2026〕\d+号，.*批示“请住建半月内办结。”；交办单已作废：.*书记甲称非本人批示，我没有批过这件/,
      ),
    });
  });
  it('keeps what leaders said of it before it was signed, and who has seen it since', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, { type: 'sendBack', reason: '补街道意见' });
    play.ask(staff, { type: 'requestInstruction' });
    play.ask(jia, { type: 'instruct', signing: asProposed });
    play.ask(ACTORS.bing, { type: 'noteAssignment' });
    expect(textOf(play, 'leaderWords')).toMatch(/书记甲退回补充：补街道意见\n.*常务副区长丙知悉$/);
  });
  it('is compared with what was proposed when it was signed, whatever is proposed for the next one', () => {
    const play = playTo('awaiting_closure');
    const { proposal } = play.subject().notes;
    play.ask(staff, { type: 'amend', change: { notes: { proposal: { ...proposal, leadUnitId: UNITS.safety } } } });
    expect(cellsOf(play)['proposalDifference']).toBe('');
  });
});

describe('what the units did', () => {
  it('is told with the officer they named, also before they have acknowledged', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'nameOfficer', officer: { kind: 'named', name: '虚构承办人' } });
    expect(textOf(play, 'acknowledgements')).toContain('住建（主办）：未签收，承办人虚构承办人');
  });
  it('is told with what each supporting unit thinks', () => {
    const play = playTo('handling');
    play.ask(ACTORS.finance, { type: 'contribute', text: '资金已有安排。' });
    expect(textOf(play, 'contributions')).toMatch(/财政：资金已有安排。$/);
  });
  it('is told with every objection, its ruling and who said which', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责在应急', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '按三定方案' });
    play.ask(ACTORS.finance, { type: 'object', reason: '无关财政', suggestedUnitId: null });
    expect(textOf(play, 'objections')).toMatch(
      /^住建 .* 住建承办人提出异议：职责在应急（建议由应急办理）【异议成立，改由应急办理】.*工商联工作人员确定：按三定方案\n财政 .* 财政承办人提出异议：无关财政【待确定】$/,
    );
  });
  it('is told with what was done by the time more of it was asked for; the second request waits for the leader', () => {
    const play = playTo('handling');
    const ask = (newDate: string) =>
      play.ask(housing, {
        type: 'requestExtension',
        reason: '须等省里批复',
        doneSoFar: '材料已报',
        newDate: beijingDate(newDate),
      });
    ask('2026-03-27');
    expect(cellsOf(play)['staffWaits']).toBe('延期待审批');
    play.ask(staff, { type: 'decideExtension', isApproved: true, words: '同意' });
    expect(textOf(play, 'dueMoves')).toMatch(/由2026-03-23改为2026-03-27：批准延期$/);
    ask('2026-04-02');
    expect(textOf(play, 'extensions')).toMatch(/须等省里批复（已做的工作：材料已报）【再次延期，待领导审批】$/);
    expect(cellsOf(play)['staffWaits']).toBe('');
    expect(textOf(play, 'actionsNow')).not.toMatch(/^同意延期/m);
  });
});

describe('灯 and 挂牌', () => {
  it('say why', () => {
    const play = playTo('handling');
    play.ask(ACTORS.clock, { type: 'changeLight' }, play.now() + 18 * 86_400_000);
    expect(cellsOf(play)).toMatchObject({ light: '蓝·临期', lightReason: expect.stringMatching(/^临近时限/) });
  });
  it('name the leader, the day and the reason, also of what was lifted since', () => {
    const play = playTo('handling');
    play.ask(jia, { type: 'list', reason: '涉及面广' });
    expect(cellsOf(play)['listing']).toBe('2026-03-02 书记甲挂牌督办：涉及面广');
    play.ask(jia, { type: 'unlist', reason: '已有进展' });
    expect(cellsOf(play)['listing']).toBe('2026-03-02 书记甲挂牌督办：涉及面广【2026-03-02 书记甲解除挂牌】已有进展');
  });
});

describe('what the enterprise said', () => {
  it('is told with what it was asked, also while that waits and where it never answered', () => {
    const play = playTo('ready');
    play.ask(staff, { type: 'askEnterprise', question: '请补用地批文' });
    expect(textOf(play, 'enterpriseAnswers')).toMatch(/工商联工作人员问：请补用地批文【待答】$/);
    play.ask(staff, { type: 'endPause' });
    expect(textOf(play, 'enterpriseAnswers')).toMatch(/问：请补用地批文【未答，已结束等待】$/);
  });
  it('is told with what it sent in by itself', () => {
    const play = playTo('vetting');
    play.ask(enterprise, {
      type: 'submitMaterial',
      text: '附上合同',
      files: [{ token: 'box2', name: '合同.pdf', bytes: 4_000 }],
    });
    expect(textOf(play, 'enterpriseAnswers')).toMatch(/补交材料：附上合同（合同\.pdf）$/);
  });
  it('is told with how it was received and what was found when it wished to withdraw', () => {
    const play = playTo('scheduled');
    play.ask(staff, { type: 'hear', note: '当面说明了用电情况' });
    play.ask(enterprise, { type: 'requestWithdrawal', words: '已经解决' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: false, note: '有人要求其撤回' });
    expect(cellsOf(play)).toMatchObject({
      hearing: '2026-03-02 已接待：当面说明了用电情况',
      withdrawal: expect.stringMatching(/已经解决【非自愿，不予撤回】\n.*工商联工作人员核实：有人要求其撤回$/),
    });
  });
  it('is told with the question each unit was asked before the day', () => {
    const play = playTo('vetting');
    play.ask(staff, { type: 'consult', unitIds: [UNITS.safety], question: '能否先行供电' });
    expect(textOf(play, 'consultationAnswers')).toMatch(/问应急：能否先行供电\n待答复$/);
  });
});

describe('评价', () => {
  it('is told with its channel, who wrote it down, what was added and what the enterprise asks for', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没有人来过', asks: 'reconsider' });
    play.ask(enterprise, { type: 'addRatingWords', words: '也没有电话' });
    expect(cellsOf(play)).toMatchObject({
      ratedBy: expect.stringMatching(/企业在网页评价\n企业要求：领导复核$/),
      gradeWords: expect.stringMatching(/^没有人来过\n.* 补充：也没有电话$/),
    });
    const byPhone = playTo('awaiting_rating');
    byPhone.ask(staff, { type: 'rate', grade: 4, words: '可以' });
    expect(textOf(byPhone, 'ratedBy')).toMatch(/电话回访，工作人员登记（登记人：工商联工作人员）$/);
  });
  it('that was never had is told with how often it was asked for, and what was said each time', () => {
    const play = playTo('awaiting_rating');
    play.ask(staff, { type: 'recordCallAttempt', note: '未接通' });
    play.ask(staff, { type: 'recordCallAttempt', note: '不便评价' });
    play.ask(staff, { type: 'waiveRating' });
    expect(cellsOf(play)).toMatchObject({
      gradeWords: '回访2次，未取得评价，登记为“未评价”，不算满意',
      callAttempts: expect.stringMatching(/工商联工作人员第1次回访：未接通\n.*第2次回访：不便评价$/),
    });
  });
  it('that was judged and reconsidered is told with both opinions', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没有人来过' });
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(ACTORS.bing, { type: 'reconsider', isUpheld: true, words: '同意研判' });
    expect(textOf(play, 'judgement')).toMatch(
      /工商联工作人员研判：解释并提请复核。政策限制\n.*常务副区长丙复核：维持。同意研判$/,
    );
  });
});

describe('核查', () => {
  it('is told with who gave each verdict; 三项均符 gives those that are missing', () => {
    const play = playTo('vetting', { notes: { lawful: { answer: 'unsure', ground: '' } } });
    expect(textOf(play, 'actionsNow')).toMatch(/^三项均符（处理说明写核查依据）$/m);
    play.ask(staff, { type: 'fillVerdicts', ground: '已电话核实' });
    expect(textOf(play, 'vettedBy')).toMatch(/^合法：工商联工作人员 2026-03-02/m);
    expect(textOf(play, 'actionsNow')).not.toContain('三项均符');
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
    expect(String(earlier)).toMatch(
      /评价非常不满意，没有人来过；.*企业在网页评价；工商联工作人员研判：解释并提请复核，政策限制；常务副区长丙复核：维持，维持$/,
    );
  });
  it('keeps a result of the same round that was sent back', () => {
    const play = playTo('awaiting_review');
    play.ask(staff, { type: 'returnResult', reason: '材料不全' });
    play.ask(housing, { ...someResult, text: '第二次报：已发证。' });
    expect(String(cellsOf(play)['earlier'])).toContain('本轮此前报过：2026-03-02 已解决，已组织联合验收。');
  });
});
