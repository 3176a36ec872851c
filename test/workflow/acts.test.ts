/** Each act on a card or a page: what it cannot do without, by the names on its form, and where its words go. */
import { describe, expect, it } from 'vitest';
import { ACTS, type Act, FIELDS, LABELS, WRITTEN } from '../../src/workflow/whose-turn/acts.ts';
import { readAct } from '../../src/workflow/whose-turn/read-act.ts';

const MISSING: Readonly<Record<Act, readonly string[]>> = {
  sign: [],
  signOwn: ['批示内容'],
  sendBack: ['退回原因'],
  passOn: ['转请的领导'],
  prepare: ['代拟批示'],
  transcriptRight: [],
  transcriptWrong: ['批示原文'],
  disown: ['说明'],
  correct: [],
  add: ['追加批示'],
  hold: ['暂缓原因'],
  onTheSpot: ['现场答复内容'],
  note: [],
  acknowledge: [],
  object: ['异议理由'],
  nameOfficer: ['承办人'],
  contact: [],
  progress: ['进展情况'],
  setMilestone: ['节点内容', '完成日期'],
  moveMilestone: ['节点', '新的日期', '调整原因'],
  reachMilestone: ['节点', '完成情况'],
  contribute: ['协办意见'],
  extend: ['新的办结日期', '延期原因', '目前办理情况'],
  resolve: ['办理结果', '办理情况', '单位负责人'],
  answerConsultation: ['答复内容'],
  askEnterprise: ['需企业补充的内容'],
  endorse: [],
  signAgain: ['批示内容'],
  reopen: ['批示内容'],
  upholdRating: ['复核意见'],
  redoRating: ['复核意见'],
  review: ['对企业的答复'],
  returnResult: ['退回原因'],
  remind: [],
  list: [],
  unlist: ['解除挂牌的理由'],
  approveExtension: [],
  refuseExtension: [],
  contest: ['申诉理由'],
  reportPlan: ['兑现情况'],
  planKept: ['对企业的答复'],
  planBroken: ['对企业的答复'],
};
/** Its words, where it has any: what is typed there arrives in the command. */
const WORDS: Partial<Readonly<Record<Act, string>>> = {
  sign: FIELDS.sign.words,
  signOwn: FIELDS.sign.words,
  sendBack: FIELDS.sendBack.reason,
  passOn: FIELDS.passOn.words,
  prepare: FIELDS.prepare.words,
  transcriptWrong: FIELDS.transcriptWrong.words,
  disown: FIELDS.disown.words,
  correct: FIELDS.correct.words,
  add: FIELDS.add.words,
  hold: FIELDS.hold.reason,
  onTheSpot: FIELDS.onTheSpot.reply,
  object: FIELDS.object.reason,
  nameOfficer: FIELDS.nameOfficer.name,
  contact: FIELDS.contact.text,
  progress: FIELDS.progress.text,
  setMilestone: FIELDS.setMilestone.text,
  moveMilestone: FIELDS.moveMilestone.words,
  reachMilestone: FIELDS.reachMilestone.words,
  contribute: FIELDS.contribute.text,
  extend: FIELDS.extend.reason,
  resolve: FIELDS.resolve.text,
  answerConsultation: FIELDS.answerConsultation.text,
  askEnterprise: FIELDS.askEnterprise.question,
  endorse: FIELDS.endorse.words,
  signAgain: FIELDS.signAgain.words,
  reopen: FIELDS.reopen.words,
  upholdRating: FIELDS.upholdRating.words,
  redoRating: FIELDS.redoRating.words,
  review: FIELDS.review.reply,
  returnResult: FIELDS.returnResult.reason,
  list: FIELDS.list.reason,
  unlist: FIELDS.unlist.reason,
  approveExtension: FIELDS.approveExtension.words,
  refuseExtension: FIELDS.refuseExtension.words,
  contest: FIELDS.contest.reason,
  reportPlan: FIELDS.reportPlan.text,
  planKept: FIELDS.planKept.words,
  planBroken: FIELDS.planBroken.words,
};

describe.each(ACTS)('%s', (act) => {
  it('names all that it wants at once', () => {
    const missing = MISSING[act];
    expect(readAct(act, {}).problem).toEqual(missing.length > 0 ? { kind: 'fieldsMissing', missing } : null);
  });
  it('carries the words that were typed, under the name under which they are kept on the card', () => {
    const name = WORDS[act];
    const read = JSON.stringify(readAct(act, name === undefined ? {} : { [name]: '〔虚构〕所写的话' }).command);
    expect(read.includes('〔虚构〕所写的话')).toBe(name !== undefined);
    if (name !== undefined) expect(WRITTEN).toContain(name);
  });
});

describe('a field', () => {
  it('that is too long is called by its name', () => {
    const long = '字'.repeat(1_001);
    const named = (act: Act, name: string) => {
      const values = Object.fromEntries(Object.values<string>(FIELDS[act]).map((one) => [one, '2026-05-01']));
      const { problem } = readAct(act, { ...values, [name]: long });
      return problem?.kind === 'textTooLong' ? problem.field : (problem?.kind ?? null);
    };
    expect(named('passOn', FIELDS.passOn.words)).toBe('转请说明');
    expect(named('setMilestone', FIELDS.setMilestone.text)).toBe('节点内容');
    expect(named('moveMilestone', FIELDS.moveMilestone.words)).toBe('完成情况或调整原因');
    expect(named('extend', FIELDS.extend.doneSoFar)).toBe('目前办理情况');
    expect(named('resolve', FIELDS.resolve.basis)).toBe('outcomeUnfit');
    expect(LABELS[FIELDS.resolve.basis]).toBe('政策依据');
  });
  it('of the room says what it asks: who, which kind, what', () => {
    expect([LABELS['add_visit'], LABELS['add_kind'], LABELS['add_text']]).toEqual(['提出的企业', '类型', '诉求内容']);
    expect([WRITTEN.includes('add_text'), WRITTEN.includes('add_visit'), WRITTEN.includes('add_kind')]).toEqual([
      true,
      false,
      false,
    ]);
  });
  it('that is chosen holds no words of anybody', () => {
    const { phrase, leadLeader, leadUnit, supportingUnits, workdays, date } = FIELDS.sign;
    const chosen: readonly string[] = [
      ...[phrase, leadLeader, leadUnit, supportingUnits, workdays, date],
      ...[FIELDS.passOn.leader, FIELDS.object.unit, FIELDS.nameOfficer.person, FIELDS.setMilestone.date],
      ...[FIELDS.moveMilestone.id, FIELDS.moveMilestone.date, FIELDS.extend.date],
      ...[FIELDS.resolve.outcome, FIELDS.resolve.date],
    ];
    expect(chosen.filter((name) => WRITTEN.includes(name))).toEqual([]);
    expect(chosen.map((name) => LABELS[name])).toEqual([
      '常用语',
      '牵头领导',
      '主办单位',
      '协办单位',
      '办理时限',
      '办结日期',
      '转请的领导',
      '建议交办单位',
      '承办人',
      '完成日期',
      '节点',
      '新的日期',
      '新的办结日期',
      '办理结果',
      '计划解决日期',
    ]);
  });
});
