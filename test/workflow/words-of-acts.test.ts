/** Every act with words: which of them it cannot do without, what they are called when they are missing, and how long they may be. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import type { State } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { beijingDate, caseId } from '../../src/workflow/ids.ts';
import { LENGTHS } from '../../src/workflow/lengths.ts';
import { ACTORS, asProposed, LEADERS, type Play, playTo, someResult, UNITS } from '../support/given.ts';

const { staff, jia, bing, secretary, housing, finance, enterprise } = ACTORS;

/** Blank words: a reason is missing, the field is missing by its name, or they need not be there. */
type Need = 'reason' | 'field' | 'none';
interface Act {
  readonly field: string;
  readonly need: Need;
  readonly by: Actor;
  readonly at: () => Play;
  readonly say: (words: string) => Command;
}
const act = (field: string, need: Need, by: Actor, at: () => Play, say: Act['say']): Act => ({
  field,
  need,
  by,
  at,
  say,
});
type Asked = readonly (readonly [Actor, Command])[];
const at =
  (state: State, ...asked: Asked) =>
  (): Play => {
    const play = playTo(state);
    for (const [by, command] of asked) play.ask(by, command);
    return play;
  };
const atVetting = at('vetting');
const atSigning = at('awaiting_instruction');
const atHandling = at('handling');
const atRatedBadly = at('awaiting_rating', [ACTORS.enterprise, { type: 'rate', grade: 1, words: '没有解决。' }]);

const RATED_BADLY = [enterprise, { type: 'rate', grade: 1, words: '没有解决。' }] as const;
const EXPLAINED = [staff, { type: 'judgeRating', decision: 'explain', words: '已解释。' }] as const;
const CONTESTED = [housing, { type: 'contestRating', reason: '评价对象有误。' }] as const;
const OBJECTED = [housing, { type: 'object', reason: '职责不在本单位。', suggestedUnitId: UNITS.finance }] as const;
const NODE = [housing, { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-10') }] as const;
const LISTED = [jia, { type: 'list', reason: '久拖不决。' }] as const;
const WITHDRAWING = [enterprise, { type: 'requestWithdrawal', words: '' }] as const;
const CONSULTED = [staff, { type: 'consult', unitIds: [UNITS.housing], question: '还缺什么' }] as const;
const planned = () => {
  const result = { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } as const;
  return playTo('awaiting_closure', { result });
};
const FILE = { token: 'file-1', name: '批示原件.jpg', bytes: 120_000 } as const;
const onPaper = { type: 'recordInstruction', words: '请住建办理。', files: [FILE], writtenOn: null } as const;
const transcribed = () => playTo('assigned', { onPaper });

const ACTS: readonly Act[] = [
  act('不予受理原因', 'reason', staff, atVetting, (reason) => ({ type: 'decline', reason })),
  act('转办原因', 'reason', staff, atVetting, (reason) => ({ type: 'redirect', reason })),
  act('合并原因', 'reason', staff, atVetting, (reason) => ({ type: 'merge', into: caseId('case-2'), reason })),
  act('核查依据', 'field', staff, atVetting, (ground) => ({ type: 'fillVerdicts', ground })),
  act('预沟通问题', 'field', staff, atVetting, (question) => ({ type: 'consult', unitIds: [UNITS.housing], question })),
  act('答复内容', 'field', housing, at('vetting', CONSULTED), (text) => ({ type: 'answerConsultation', text })),
  act('请企业补充的内容', 'field', staff, atHandling, (question) => ({ type: 'askEnterprise', question })),
  act('补充内容', 'field', enterprise, at('awaiting_enterprise'), (text) => ({ type: 'answerEnterprise', text })),
  act('撤回说明', 'none', enterprise, atHandling, (words) => ({ type: 'requestWithdrawal', words })),
  act('核实情况', 'reason', staff, at('handling', WITHDRAWING), (note) => ({
    type: 'auditWithdrawal',
    isVoluntary: true,
    note,
  })),
  act('接待记录', 'none', staff, at('scheduled'), (note) => ({ type: 'hear', note })),
  act('现场答复', 'field', staff, at('heard'), (reply) => ({ type: 'answerOnTheSpot', reply })),
  act('退回原因', 'reason', jia, atSigning, (reason) => ({ type: 'sendBack', reason })),
  act('转请说明', 'none', jia, atSigning, (words) => ({ type: 'passOn', leaderId: LEADERS.yi, words })),
  act('代拟批示', 'field', secretary, atSigning, (words) => ({ type: 'prepare', words })),
  act('暂缓原因', 'reason', jia, atSigning, (reason) => ({ type: 'hold', reason })),
  act('批示', 'none', jia, atSigning, (words) => ({ type: 'instruct', signing: { ...asProposed, words } })),
  act('批示', 'field', jia, transcribed, (words) => ({ type: 'checkTranscript', words })),
  act('说明', 'field', jia, transcribed, (words) => ({ type: 'disownTranscript', words })),
  act('追加批示', 'field', jia, atHandling, (words) => ({ type: 'addInstruction', words })),
  act('批示', 'field', jia, at('awaiting_closure'), (words) => ({
    type: 'instructAgain',
    signing: { ...asProposed, words },
  })),
  act('异议理由', 'reason', housing, at('assigned'), (reason) => ({ type: 'object', reason, suggestedUnitId: null })),
  act('确定意见', 'field', staff, at('assigned', OBJECTED), (words) => ({
    type: 'decideObjection',
    isUpheld: false,
    newUnitId: null,
    words,
  })),
  act('承办人', 'field', housing, atHandling, (name) => ({ type: 'nameOfficer', officer: { kind: 'named', name } })),
  act('联系情况', 'none', housing, atHandling, (note) => ({ type: 'contactEnterprise', note })),
  act('办理进展', 'field', housing, atHandling, (text) => ({ type: 'reportProgress', text })),
  act('协办意见', 'field', finance, atHandling, (text) => ({ type: 'contribute', text })),
  act('节点内容', 'field', housing, atHandling, (text) => ({
    type: 'setMilestone',
    text,
    on: beijingDate('2026-03-10'),
  })),
  act('调整原因', 'reason', housing, at('handling', NODE), (reason) => ({
    type: 'moveMilestone',
    id: 1,
    on: beijingDate('2026-03-11'),
    reason,
  })),
  act('完成情况', 'field', housing, at('handling', NODE), (words) => ({ type: 'reachMilestone', id: 1, words })),
  act('延期原因', 'reason', housing, atHandling, (reason) => ({
    type: 'requestExtension',
    reason,
    doneSoFar: '已踏勘。',
    newDate: beijingDate('2026-03-27'),
  })),
  act('已做的工作', 'field', housing, atHandling, (doneSoFar) => ({
    type: 'requestExtension',
    reason: '还要会审。',
    doneSoFar,
    newDate: beijingDate('2026-03-27'),
  })),
  act('办理情况', 'field', housing, atHandling, (text) => ({ ...someResult, text })),
  act('单位负责人', 'field', housing, atHandling, (unitHead) => ({ ...someResult, unitHead })),
  act('政策依据', 'none', housing, atHandling, (basis) => ({ ...someResult, basis })),
  act('政策依据', 'field', housing, atHandling, (basis) => ({ ...someResult, outcome: 'explained', basis })),
  act('对企业的答复', 'field', staff, at('awaiting_review'), (publicReply) => ({ type: 'review', publicReply })),
  act('退回原因', 'reason', staff, at('awaiting_review'), (reason) => ({ type: 'returnResult', reason })),
  act('评价意见', 'none', enterprise, at('awaiting_rating'), (words) => ({ type: 'rate', grade: 5, words })),
  act('补充意见', 'field', enterprise, atRatedBadly, (words) => ({ type: 'addRatingWords', words })),
  act('回访情况', 'reason', staff, at('awaiting_rating'), (note) => ({ type: 'recordCallAttempt', note })),
  act('研判意见', 'reason', staff, atRatedBadly, (words) => ({ type: 'judgeRating', decision: 'explain', words })),
  act('复核意见', 'none', bing, at('awaiting_rating', RATED_BADLY, EXPLAINED), (words) => ({
    type: 'reconsider',
    isUpheld: true,
    words,
  })),
  act('复核意见', 'reason', bing, at('awaiting_rating', RATED_BADLY, EXPLAINED), (words) => ({
    type: 'reconsider',
    isUpheld: false,
    words,
  })),
  act('申诉理由', 'reason', housing, atRatedBadly, (reason) => ({ type: 'contestRating', reason })),
  act('确定理由', 'reason', staff, at('awaiting_rating', RATED_BADLY, CONTESTED), (words) => ({
    type: 'decideContest',
    isUpheld: true,
    words,
  })),
  act('兑现情况', 'field', housing, planned, (text) => ({ type: 'reportPlan', text })),
  act('对企业的答复', 'field', staff, planned, (words) => ({ type: 'checkPlan', isKept: true, words })),
  act('挂牌理由', 'none', jia, atHandling, (reason) => ({ type: 'list', reason })),
  act('解除挂牌的理由', 'reason', jia, at('handling', LISTED), (reason) => ({ type: 'unlist', reason })),
];

const REFUSED_BLANK = {
  reason: () => ({ kind: 'refused', reason: { kind: 'reasonMissing' } }),
  field: (field: string) => ({ kind: 'refused', reason: { kind: 'fieldsMissing', missing: [field] } }),
  none: () => ({ kind: 'accepted' }),
} as const;

describe.each(ACTS.map((one) => ({ ...one, type: one.say('').type })))('$field of $type', (one) => {
  const max = one.type === 'setMilestone' ? LENGTHS.milestone : LENGTHS.cell;
  it(`may have ${max} characters, and is named where it has more`, () => {
    const say = (length: number) => one.at().tryOut(one.by, one.say('字'.repeat(length)));
    expect(say(max)).toMatchObject({ kind: 'accepted' });
    expect(say(max + 1)).toEqual({ kind: 'refused', reason: { kind: 'textTooLong', field: one.field, max } });
  });
  it(`left blank is ${one.need === 'none' ? 'nothing that is missed' : `missed as a ${one.need}`}`, () => {
    const decision = one.at().tryOut(one.by, one.say(' \n'));
    expect(decision).toMatchObject(REFUSED_BLANK[one.need](one.field));
  });
});

describe('what an enterprise hands in', () => {
  const submitting = (text: string, files: readonly (typeof FILE)[]) =>
    atHandling().tryOut(enterprise, { type: 'submitMaterial', text, files });
  it('needs a file, and may say with it as much as a cell holds', () => {
    expect(submitting('说明', [])).toMatchObject({ reason: { kind: 'fieldsMissing', missing: ['材料'] } });
    expect(submitting('', [FILE])).toMatchObject({ kind: 'accepted' });
    expect(submitting('字'.repeat(LENGTHS.cell + 1), [FILE])).toMatchObject({
      reason: { kind: 'textTooLong', field: '材料说明' },
    });
  });
});
