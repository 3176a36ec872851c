/**
 * 操作: the action chosen in a row → the command it asks for, or what is missing for it. Also which action a drag on the
 * 状态 kanban stands for. Pure; whether the command may be given is decided in `workflow/decide.ts`.
 */
import {
  ACTION_NAMES,
  type ActionName,
  actionOf,
  commandTypeOf,
  isOnTheRoad,
} from '../../bitable-schema/case-actions.ts';
import { type AttachedFile, type Case, GRADES, type Grade, STATES, type State } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import type { Refusal } from '../workflow/decision.ts';
import { type CaseId, receptionDayId, unitId } from '../workflow/ids.ts';
import { ALL_STATES } from '../workflow/states.ts';
import { TRANSITIONS } from '../workflow/transitions.ts';
import type { CaseRow } from './row-mapping.ts';

export type Asked = { readonly command: Command } | { readonly problem: Refusal };

export interface AskedContext {
  /** What 合并到 names: the table names a sheet number or a 受理编号. */
  readonly mergeTarget: CaseId | null;
  /** The files in 批示原件. */
  readonly originals: readonly AttachedFile[];
}

const missing = (...fields: readonly string[]): Asked => ({ problem: { kind: 'fieldsMissing', missing: fields } });
const gradeNamed = (name: string | null): Grade | null => {
  const grades: readonly Grade[] = [5, 4, 3, 2, 1];
  return grades.find((grade) => GRADES[grade] === name) ?? null;
};

/** What the action asks. Where the case has no such step now, that is said before anything that is missing in the row. */
export const commandOf = (action: ActionName, row: CaseRow, subject: Case, context: AskedContext): Asked => {
  const asked = readAction(action, row, subject, context);
  return 'problem' in asked && !isOnTheRoad(action, subject)
    ? { problem: { kind: 'wrongState', state: subject.state } }
    : asked;
};

const readAction = (action: ActionName, row: CaseRow, subject: Case, context: AskedContext): Asked => {
  const { mergeTarget, originals } = context;
  const words = row.remarks;
  switch (action) {
    case '受理':
      return { command: { type: 'accept' } };
    case '不予受理':
      return { command: { type: 'decline', reason: words } };
    case '合并':
      if (row.mergeInto === '') return missing('合并到');
      if (mergeTarget === null)
        return { problem: { kind: 'mergeTarget', why: 'unknown', name: '', state: null, into: null } };
      return { command: { type: 'merge', into: mergeTarget, reason: words } };
    case '恢复单独办理': {
      const from = subject.exit?.mergedInto ?? null;
      return from === null
        ? { problem: { kind: 'wrongState', state: subject.state } }
        : { command: { type: 'giveBack', from, why: null, words } };
    }
    case '转法定途径':
      return { command: { type: 'redirect', reason: words } };
    case '三项均符':
      return { command: { type: 'fillVerdicts', ground: words } };
    case '核查完成':
      return { command: { type: 'completeVetting' } };
    case '请部门预沟通':
      if (row.consultUnits.length === 0) return missing('预沟通单位');
      return { command: { type: 'consult', unitIds: row.consultUnits.map(unitId), question: words } };
    case '请企业补充':
      return { command: { type: 'askEnterprise', question: words } };
    case '结束补充':
      // With words it is what the enterprise answered by phone; without, the pause just ends.
      return { command: words === '' ? { type: 'endPause' } : { type: 'answerEnterprise', text: words } };
    case '排入接待日': {
      const day = row.receptionDay[0];
      return day === undefined
        ? missing('接待日')
        : { command: { type: 'schedule', receptionDayId: receptionDayId(day) } };
    }
    case '撤出接待日':
      return { command: { type: 'unschedule' } };
    case '已接待':
      return { command: { type: 'hear', note: words } };
    case '现场答复':
      return row.publicReply === ''
        ? missing('对企业的答复')
        : { command: { type: 'answerOnTheSpot', reply: row.publicReply } };
    case '提交签批':
      return { command: { type: 'requestInstruction' } };
    case '发办理码':
      return { command: { type: 'issueUnitCodes' } };
    case '登记书面批示':
      return {
        command: { type: 'recordInstruction', words, files: originals, writtenOn: row.writtenOn },
      };
    case '异议成立改办': {
      const unit = row.newUnit[0];
      if (unit === undefined) return missing('改办单位');
      return { command: { type: 'decideObjection', isUpheld: true, newUnitId: unitId(unit), words } };
    }
    case '异议不成立':
      return { command: { type: 'decideObjection', isUpheld: false, newUnitId: null, words } };
    case '同意延期':
      return { command: { type: 'decideExtension', isApproved: true, words } };
    case '不同意延期':
      return { command: { type: 'decideExtension', isApproved: false, words } };
    case '催办':
      return { command: { type: 'remind' } };
    case '审核通过':
      return row.publicReply === ''
        ? missing('对企业的答复')
        : { command: { type: 'review', publicReply: row.publicReply } };
    case '退回重办':
      return { command: { type: 'returnResult', reason: words } };
    case '登记电话评价': {
      const grade = gradeNamed(row.callGrade);
      const type = subject.state === 'merged' ? 'rateShared' : 'rate';
      return grade === null ? missing('回访评价') : { command: { type, grade, words } };
    }
    case '登记回访（未取得评价）':
      return { command: { type: 'recordCallAttempt', note: words } };
    case '登记为未评价，报领导阅示':
      return { command: { type: 'waiveRating' } };
    case '重办':
      return { command: { type: 'judgeRating', decision: 'redo', words } };
    case '解释并提请复核':
      return { command: { type: 'judgeRating', decision: 'explain', words } };
    case '评价申诉成立':
    case '评价申诉不成立':
      return { command: { type: 'decideContest', isUpheld: action === '评价申诉成立', words } };
    case '计划已兑现':
    case '计划未兑现':
      return row.publicReply === ''
        ? missing('对企业的答复')
        : { command: { type: 'checkPlan', isKept: action === '计划已兑现', words: row.publicReply } };
    case '自愿撤回，同意':
      return { command: { type: 'auditWithdrawal', isVoluntary: true, note: words } };
    case '非自愿，不予撤回':
      return { command: { type: 'auditWithdrawal', isVoluntary: false, note: words } };
  }
};

const leads = (action: ActionName, from: State, to: State): boolean => {
  const { isChosenOnly } = actionOf(action);
  const transition: { readonly from: readonly string[]; readonly to: readonly string[] } =
    TRANSITIONS[commandTypeOf(action)];
  return isChosenOnly !== true && transition.from.includes(from) && transition.to.includes(to);
};

/** The action that a drag from one state to another stands for, when there is exactly one. */
export const actionForState = (from: State, to: State): ActionName | null => {
  const candidates = ACTION_NAMES.filter((action) => from !== to && leads(action, from, to));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
};

export const stateNamed = (name: string | null): State | null => {
  return ALL_STATES.find((state) => STATES[state] === name) ?? null;
};
