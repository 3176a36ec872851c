/**
 * 操作: what each option of the column asks of the process, and what a drag on the kanban stands for.
 */
import { describe, expect, it } from 'vitest';
import { ACTION_NAMES, type ActionName, actionNamed } from '../../bitable-schema/case-actions.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { emptyRow } from '../../bitable-schema/table.ts';
import { actionForState, commandOf, stateNamed } from '../../src/sync/row-command.ts';
import type { CaseRow } from '../../src/sync/row-mapping.ts';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDate, caseId, recordId } from '../../src/workflow/ids.ts';
import { sampleCase } from '../store/samples.ts';

const target = caseId('r0000000000000002');
const row: CaseRow = {
  ...emptyRow(cases),
  remarks: '说明',
  publicReply: '答复',
  consultUnits: [recordId('recU1'), recordId('recU2')],
  newUnit: [recordId('recU3')],
  receptionDay: [recordId('recD1')],
  mergeInto: '示接交〔2026〕7号',
  callGrade: '满意',
  writtenOn: beijingDate('2026-11-20'),
};

const originals = [{ token: 'box1', name: '批示.jpg', bytes: 1024 }];

const EXPECTED: Readonly<Record<ActionName, unknown>> = {
  受理: { type: 'accept' },
  不予受理: { type: 'decline', reason: '说明' },
  合并: { type: 'merge', into: target, reason: '说明' },
  恢复单独办理: { type: 'giveBack', from: target, why: null, words: '说明' },
  转法定途径: { type: 'redirect', reason: '说明' },
  三项均符: { type: 'fillVerdicts', ground: '说明' },
  核查完成: { type: 'completeVetting' },
  请部门预沟通: { type: 'consult', unitIds: ['recU1', 'recU2'], question: '说明' },
  请企业补充: { type: 'askEnterprise', question: '说明' },
  结束补充: { type: 'answerEnterprise', text: '说明' },
  排入接待日: { type: 'schedule', receptionDayId: 'recD1' },
  撤出接待日: { type: 'unschedule' },
  已接待: { type: 'hear', note: '说明' },
  现场答复: { type: 'answerOnTheSpot', reply: '答复' },
  提交签批: { type: 'requestInstruction' },
  发办理码: { type: 'issueUnitCodes' },
  登记书面批示: { type: 'recordInstruction', words: '说明', files: originals, writtenOn: '2026-11-20' },
  异议成立改办: { type: 'decideObjection', isUpheld: true, newUnitId: 'recU3', words: '说明' },
  异议不成立: { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '说明' },
  同意延期: { type: 'decideExtension', isApproved: true, words: '说明' },
  不同意延期: { type: 'decideExtension', isApproved: false, words: '说明' },
  催办: { type: 'remind' },
  审核通过: { type: 'review', publicReply: '答复' },
  退回重办: { type: 'returnResult', reason: '说明' },
  登记电话评价: { type: 'rate', grade: 4, words: '说明' },
  '登记回访（未取得评价）': { type: 'recordCallAttempt', note: '说明' },
  '登记为未评价，报领导阅示': { type: 'waiveRating' },
  重办: { type: 'judgeRating', decision: 'redo', words: '说明' },
  解释并提请复核: { type: 'judgeRating', decision: 'explain', words: '说明' },
  评价申诉成立: { type: 'decideContest', isUpheld: true, words: '说明' },
  评价申诉不成立: { type: 'decideContest', isUpheld: false, words: '说明' },
  计划已兑现: { type: 'checkPlan', isKept: true, words: '答复' },
  计划未兑现: { type: 'checkPlan', isKept: false, words: '答复' },
  '自愿撤回，同意': { type: 'auditWithdrawal', isVoluntary: true, note: '说明' },
  '非自愿，不予撤回': { type: 'auditWithdrawal', isVoluntary: false, note: '说明' },
};

const subject: Case = {
  ...sampleCase('r0000000000000001'),
  exit: { at: 0, reason: '', mergedInto: target, mergedWith: null },
};

describe('commandOf', () => {
  it.each(ACTION_NAMES)('%s asks for its command with the words of the row', (action) => {
    expect(commandOf(action, row, subject, { mergeTarget: target, originals })).toEqual({ command: EXPECTED[action] });
  });

  it.each([
    ['合并', '合并到', 'submitted'],
    ['请部门预沟通', '预沟通单位', 'vetting'],
    ['排入接待日', '接待日', 'ready'],
    ['现场答复', '对企业的答复', 'heard'],
    ['异议成立改办', '改办单位', 'assigned'],
    ['审核通过', '对企业的答复', 'awaiting_review'],
    ['登记电话评价', '回访评价', 'awaiting_rating'],
    ['计划未兑现', '对企业的答复', 'closed'],
  ] as const)('%s on an empty row names the column that is missing', (action, column, state) => {
    expect(commandOf(action, emptyRow(cases), { ...subject, state }, { mergeTarget: null, originals: [] })).toEqual({
      problem: { kind: 'fieldsMissing', missing: [column] },
    });
    expect(
      commandOf(action, emptyRow(cases), { ...subject, state: 'withdrawn' }, { mergeTarget: null, originals: [] }),
    ).toEqual({
      problem: { kind: 'wrongState', state: 'withdrawn' },
    });
  });

  it('refuses to merge into nothing', () => {
    expect(commandOf('合并', row, subject, { mergeTarget: null, originals: [] })).toMatchObject({
      problem: { kind: 'mergeTarget', why: 'unknown' },
    });
  });

  it('ends a pause without words when the enterprise said nothing', () => {
    expect(commandOf('结束补充', emptyRow(cases), subject, { mergeTarget: null, originals: [] })).toEqual({
      command: { type: 'endPause' },
    });
  });
});

describe('a drag on the kanban', () => {
  it.each([
    ['submitted', 'vetting', '受理'],
    ['vetting', 'ready', '核查完成'],
    ['ready', 'scheduled', '排入接待日'],
    ['scheduled', 'ready', '撤出接待日'],
    ['scheduled', 'heard', '已接待'],
    ['heard', 'awaiting_instruction', '提交签批'],
    ['awaiting_review', 'handling', '退回重办'],
    ['awaiting_rating', 'handling', '重办'],
  ] as const)('from %s to %s is %s', (from, to, action) => {
    expect(actionForState(from, to)).toBe(action);
  });

  it.each([
    ['awaiting_rating', 'awaiting_closure'],
    ['awaiting_instruction', 'assigned'],
    ['closed', 'submitted'],
    ['handling', 'handling'],
  ] as const)('from %s to %s is nothing, because no single action leads there', (from, to) => {
    expect(actionForState(from, to)).toBeNull();
  });
});

describe('names in cells', () => {
  it('knows its own and no others', () => {
    expect([actionNamed('受理'), actionNamed('我的操作'), actionNamed(null)]).toEqual(['受理', null, null]);
    expect([stateNamed('办理中'), stateNamed('toString'), stateNamed(null)]).toEqual(['handling', null, null]);
  });
});
