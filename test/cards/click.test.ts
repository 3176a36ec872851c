// What a press means: every form with what a person would fill in, and with what clients send for what was left empty.
import { describe, expect, it } from 'vitest';
import { clickName, encodeClick, parseClick, parseRetired } from '../../cards/click.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { caseId, leaderId, openId, unitId } from '../../src/workflow/ids.ts';
import { ACTS, type Act } from '../../src/workflow/whose-turn/acts.ts';

const target = { card: 'assignment', caseId: caseId('rec-7-示例'), round: 2, step: 'awaiting_instruction' } as const;
const press = (act: Act, form: unknown = {}) => {
  const click = { ...target, act };
  return parseClick({ value: encodeClick(click), form, name: clickName(click) });
};
const asProposed = { leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null };

const filledIn: readonly (readonly [Act, unknown, Command])[] = [
  ['sign', undefined, { type: 'instruct', signing: { words: '', ...asProposed } }],
  ['signOwn', { sign_words: '照办。' }, { type: 'instruct', signing: { words: '照办。', ...asProposed } }],
  [
    'sign',
    {
      sign_words: ' 请上门对接。\n限期报结果。 ',
      sign_phrase: '',
      sign_lead_leader: 'L1',
      sign_lead_unit: 'U1',
      sign_supporting_units: ['U2', 'U1', 'U3'],
      sign_workdays: '15',
      sign_date: null,
    },
    {
      type: 'instruct',
      signing: {
        words: '请上门对接。\n限期报结果。',
        leadLeaderId: leaderId('L1'),
        leadUnitId: unitId('U1'),
        supportingUnitIds: [unitId('U2'), unitId('U3')],
        limit: { workdays: 15 },
      },
    },
  ],
  ['sign', { sign_words: '照办。' }, { type: 'instruct', signing: { words: '照办。', ...asProposed } }],
  [
    'sign',
    { sign_phrase: '请按拟办意见办理。' },
    { type: 'instruct', signing: { words: '请按拟办意见办理。', ...asProposed } },
  ],
  [
    'signAgain',
    { sign_words: '再办。', sign_workdays: '７个工作日' },
    { type: 'instructAgain', signing: { ...asProposed, words: '再办。', limit: { workdays: 7 } } },
  ],
  ['reopen', { sign_words: '再办。' }, { type: 'instructAgain', signing: { ...asProposed, words: '再办。' } }],
  ['sendBack', { send_back_reason: '请补充' }, { type: 'sendBack', reason: '请补充' }],
  ['passOn', { pass_on_leader: 'L2', pass_on_words: '' }, { type: 'passOn', leaderId: leaderId('L2'), words: '' }],
  ['transcriptRight', null, { type: 'checkTranscript', words: null }],
  ['transcriptWrong', { transcript_words: '请住建牵头' }, { type: 'checkTranscript', words: '请住建牵头' }],
  ['disown', { disown_words: '没有批过' }, { type: 'disownTranscript', words: '没有批过' }],
  [
    'correct',
    { sign_words: '请住建主办' },
    {
      type: 'correctInstruction',
      signing: { words: '请住建主办', leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null },
    },
  ],
  ['add', { add_words: '请财政一并研究' }, { type: 'addInstruction', words: '请财政一并研究' }],
  ['prepare', { prepare_words: '请抓紧' }, { type: 'prepare', words: '请抓紧' }],
  ['hold', { hold_reason: '待研究' }, { type: 'hold', reason: '待研究' }],
  ['onTheSpot', { on_the_spot_reply: '可以' }, { type: 'answerOnTheSpot', reply: '可以' }],
  ['note', null, { type: 'noteAssignment' }],
  ['acknowledge', null, { type: 'acknowledge' }],
  [
    'object',
    { object_reason: '非我职责', object_unit: 'U9' },
    { type: 'object', reason: '非我职责', suggestedUnitId: unitId('U9') },
  ],
  [
    'object',
    { object_reason: '非我职责', object_unit: null },
    { type: 'object', reason: '非我职责', suggestedUnitId: null },
  ],
  ['nameOfficer', { officer_name: '科长' }, { type: 'nameOfficer', officer: { kind: 'named', name: '科长' } }],
  [
    'nameOfficer',
    { officer_person: 'ou_1', officer_name: '' },
    { type: 'nameOfficer', officer: { kind: 'person', openId: openId('ou_1') } },
  ],
  ['contact', {}, { type: 'contactEnterprise', note: '' }],
  ['progress', { progress_text: '已开会' }, { type: 'reportProgress', text: '已开会' }],
  [
    'setMilestone',
    { set_milestone_text: '方案报批', set_milestone_date: '2026-05-09 +0800' },
    { type: 'setMilestone', text: '方案报批', on: expect.stringMatching(/^2026-05-09$/) },
  ],
  [
    'moveMilestone',
    { milestone_id: '2', milestone_words: '汛期停工', milestone_date: '2026-05-12 +0800' },
    { type: 'moveMilestone', id: 2, on: expect.stringMatching(/^2026-05-12$/), reason: '汛期停工' },
  ],
  [
    'reachMilestone',
    { milestone_id: '2', milestone_words: '方案已批', milestone_date: '' },
    { type: 'reachMilestone', id: 2, words: '方案已批' },
  ],
  ['contribute', { contribute_text: '无异议' }, { type: 'contribute', text: '无异议' }],
  [
    'extend',
    { extend_reason: '汛期', extend_done: '七成', extend_date: '2026-05-29 +0800' },
    { type: 'requestExtension', reason: '汛期', doneSoFar: '七成', newDate: expect.stringMatching(/^2026-05-29$/) },
  ],
  [
    'resolve',
    {
      resolve_outcome: 'planned',
      resolve_text: '分期办',
      resolve_date: '2026-12-31 -0330',
      resolve_basis: '',
      resolve_unit_head: '局长',
    },
    {
      type: 'resolve',
      outcome: 'planned',
      text: '分期办',
      plannedDate: expect.stringMatching(/^2026-12-31$/),
      basis: '',
      unitHead: '局长',
    },
  ],
  ['answerConsultation', { consultation_text: '可行' }, { type: 'answerConsultation', text: '可行' }],
  ['askEnterprise', { ask_question: '请补合同' }, { type: 'askEnterprise', question: '请补合同' }],
  ['endorse', {}, { type: 'endorse', words: '' }],
  ['endorse', { sign_words: '再看看。' }, { type: 'endorse', words: '再看看。' }],
  ['upholdRating', { reconsider_words: '妥当' }, { type: 'reconsider', isUpheld: true, words: '妥当' }],
  ['redoRating', { reconsider_words: '不妥' }, { type: 'reconsider', isUpheld: false, words: '不妥' }],
  ['review', { review_reply: '已解决' }, { type: 'review', publicReply: '已解决' }],
  ['returnResult', { return_reason: '未见方案' }, { type: 'returnResult', reason: '未见方案' }],
  ['remind', {}, { type: 'remind' }],
  ['list', {}, { type: 'list', reason: '' }],
  ['list', { list_reason: '久拖不决' }, { type: 'list', reason: '久拖不决' }],
  ['unlist', { unlist_reason: '已有进展' }, { type: 'unlist', reason: '已有进展' }],
  ['approveExtension', {}, { type: 'decideExtension', isApproved: true, words: '' }],
  [
    'refuseExtension',
    { decide_extension_words: '请按期办结' },
    { type: 'decideExtension', isApproved: false, words: '请按期办结' },
  ],
  ['contest', { contest_reason: '已如实说明' }, { type: 'contestRating', reason: '已如实说明' }],
  ['reportPlan', { report_plan_text: '已拨付' }, { type: 'reportPlan', text: '已拨付' }],
  ['planKept', { check_plan_words: '已到账' }, { type: 'checkPlan', isKept: true, words: '已到账' }],
  ['planBroken', { check_plan_words: '未到账' }, { type: 'checkPlan', isKept: false, words: '未到账' }],
];

const needed: Readonly<Partial<Record<Act, readonly string[]>>> = {
  signOwn: ['批示内容'],
  signAgain: ['批示内容'],
  reopen: ['批示内容'],
  sendBack: ['退回原因'],
  passOn: ['转请的领导'],
  hold: ['暂缓原因'],
  onTheSpot: ['现场答复内容'],
  object: ['异议理由'],
  nameOfficer: ['承办人'],
  progress: ['进展情况'],
  setMilestone: ['节点内容', '完成日期'],
  contribute: ['协办意见'],
  extend: ['新的办结日期', '延期原因', '目前办理情况'],
  answerConsultation: ['答复内容'],
  askEnterprise: ['需企业补充的内容'],
  upholdRating: ['复核意见'],
  redoRating: ['复核意见'],
  review: ['对企业的答复'],
  returnResult: ['退回原因'],
};

describe('a press', () => {
  it.each(filledIn)('%s becomes its command', (act, form, command) => {
    expect(press(act, form)).toMatchObject({ ...target, act, command, problem: null });
    expect(press(act, JSON.stringify(form))).toEqual(press(act, form));
  });

  it('has an example for every act', () => {
    expect([...new Set(filledIn.map(([act]) => act))].toSorted()).toEqual([...ACTS].toSorted());
  });

  it.each(ACTS)('%s is understood by the name of its button where the value is missing', (act) => {
    const click = { ...target, act };
    const byValue = parseClick({ value: encodeClick(click), form: {}, name: undefined });
    expect(byValue).not.toBeNull();
    for (const value of [undefined, null, '', {}, [], 7]) {
      expect(parseClick({ value, form: {}, name: clickName(click) })).toEqual(byValue);
    }
    expect(parseClick({ value: JSON.stringify(encodeClick(click)), form: {}, name: '' })).toEqual(byValue);
  });

  it.each(Object.entries(needed))('%s names what was left empty, however the client says so', (act, missing) => {
    const known = ACTS.find((each) => each === act);
    if (!known) throw new Error('unknown act in the table');
    const fields = filledIn.flatMap(([, form]) => (typeof form === 'object' && form ? Object.keys(form) : []));
    for (const blank of [undefined, null, '', '  ', [], '[]']) {
      const form = Object.fromEntries(
        fields.filter((name) => blank !== '[]' || /unit|leader|date/.test(name)).map((name) => [name, blank]),
      );
      expect(press(known, form)?.problem).toEqual({ kind: 'fieldsMissing', missing });
    }
  });
});

describe('the form of a 批示', () => {
  const signing = (form: Record<string, unknown>) => {
    const click = press('sign', { sign_words: '照办。', ...form });
    return click?.command.type === 'instruct' ? { ...click.command.signing, problem: click.problem } : null;
  };
  it.each([
    ['an array', ['U1', 'U2'], ['U1', 'U2']],
    ['a string', 'U1', ['U1']],
    ['JSON text', '["U1","U2"]', ['U1', 'U2']],
    ['twice the same', ['U1', 'U1'], ['U1']],
    ['an empty list', [], []],
    ['nothing', undefined, null],
    ['an empty text', '', null],
    ['“none”, whatever else was left selected', ['U1', 'none'], []],
  ])('takes supporting units as %s', (_name, sent, read) => {
    expect(signing({ sign_supporting_units: sent })?.supportingUnitIds).toEqual(read);
  });

  it('puts a chosen phrase behind the typed words', () => {
    expect(signing({ sign_phrase: '请抓紧。' })?.words).toBe('照办。\n请抓紧。');
  });

  it('lets a chosen date outrank the number of days that is there by default', () => {
    expect(signing({ sign_workdays: '15', sign_date: '2026-05-01 +0800' })?.limit).toEqual({ date: '2026-05-01' });
  });

  it.each(['0', '-3', '1.5', '半月', '1e9', '99999', '0x10z'])('refuses %s as a number of days', (typed) => {
    expect(signing({ sign_workdays: typed })).toMatchObject({
      problem: { kind: 'limitInvalid', max: 250 },
      limit: { workdays: 0 },
    });
  });
  it.each(['2026-02-30 +0800', '明天', '5月1日', '2026-13-1', '2026-05-01T'.repeat(9).slice(0, 9)])(
    'refuses %s as a date',
    (typed) => {
      expect(signing({ sign_date: typed })?.problem).toEqual({ kind: 'dateInvalid' });
    },
  );

  it('refuses words that are longer than the form takes, and keeps none of them', () => {
    expect(signing({ sign_words: '字'.repeat(1001) })).toMatchObject({
      words: '',
      problem: { kind: 'textTooLong', field: '批示内容', max: 1000 },
    });
    expect(signing({ sign_words: '😀'.repeat(1000) })).toMatchObject({ words: '😀'.repeat(1000), problem: null });
  });
});

describe('同意拟办 on a card sent before words and button were one form', () => {
  const old = { v: 1, act: 'approve', card: 'instruction', case: 'rec-7-示例', round: 1, step: 'awaiting_instruction' };
  const name = 'v1-approve-instruction-1-awaiting_instruction-rec-7-示例';
  it('signs nothing, and asks for the card as it is drawn now', () => {
    for (const press of [
      { value: old, name },
      { value: undefined, name },
      { value: JSON.stringify(old), name: '' },
    ]) {
      expect(parseClick({ ...press, form: {} })).toBeNull();
      expect(parseRetired(press)).toEqual({ kind: 'show', card: 'instruction', caseId: 'rec-7-示例', round: 1 });
    }
    expect(parseRetired({ value: { ...old, act: 'sign' }, name: '' })).toBeNull();
  });
});

describe('what is not a press of ours', () => {
  const good = encodeClick({ ...target, act: 'endorse' });
  it.each([
    ['another version', { ...good, v: 2 }],
    ['an unknown act', { ...good, act: 'closeEverything' }],
    ['an act of the prototype', { ...good, act: 'constructor' }],
    ['an unknown card', { ...good, card: 'poster' }],
    ['no case', { ...good, case: '' }],
    ['a negative round', { ...good, round: -1 }],
    ['an unknown step', { ...good, step: 'toString' }],
    ['a field of a form', { v: 1, field: 'sign_words' }],
    ['a list', [good]],
    ['text', 'endorse'],
    ['nothing', undefined],
  ])('is nothing: %s', (_name, value) => {
    expect(parseClick({ value, form: {}, name: 'sign_words' })).toBeNull();
  });

  it('refuses an outcome that is none', () => {
    const click = press('resolve', { resolve_outcome: 'constructor', resolve_text: '好', resolve_unit_head: '局长' });
    expect(click?.problem).toEqual({ kind: 'outcomeUnfit' });
  });

  it('reads no inherited member as a field of the form', () => {
    expect(press('progress', Object.create({ progress_text: '来自原型' }))?.problem).toMatchObject({
      kind: 'fieldsMissing',
    });
  });
});
