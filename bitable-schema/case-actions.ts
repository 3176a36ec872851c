/**
 * 操作 of 事项: every option that staff may choose in a row, with the command it asks for and what has to stand beside it. What the
 * command needs of the row is read in `sync/row-command.ts`.
 */
import { type Case, FINAL_STATES } from '../src/workflow/case.ts';
import type { Command, CommandType } from '../src/workflow/commands.ts';
import type { Directory } from '../src/workflow/directory.ts';
import { caseId, openId, receptionDayId } from '../src/workflow/ids.ts';
import { causeOf } from '../src/workflow/refusal-causes.ts';
import { hasStep, TRANSITIONS } from '../src/workflow/transitions.ts';
import { standsAgainst } from '../src/workflow/whose-turn/open-to.ts';

interface Action {
  /** What it asks for, with words in every field of words: whether it may be chosen now is asked of the rule. */
  readonly asks: Command;
  /** The same of a case that was merged, which has no result of its own. */
  readonly asksWhenMerged?: (subject: Case) => Command;
  /** No drag on the kanban stands for it: it changes no state, or wants more than a drag can say. */
  readonly isChosenOnly?: true;
  /** What has to be filled in beside it, for whoever chooses. */
  readonly beside?: string;
  /** What it was called in earlier versions. */
  readonly formerly?: readonly string[];
}

const REASON = '处理说明写理由';
const REPLY = '填对企业的答复';
/** Stands for whatever is written beside it. */
const words = '按要求填写';
/** Chosen in the row; which one is no matter here. */
const ANY_CASE = caseId('');
const ANY_DAY = receptionDayId('');

export const ACTIONS = {
  受理: { asks: { type: 'accept' } },
  不予受理: { asks: { type: 'decline', reason: words }, beside: REASON },
  合并: { asks: { type: 'merge', into: ANY_CASE, reason: words }, beside: `填合并到，${REASON}` },
  恢复单独办理: {
    asks: { type: 'giveBack', from: ANY_CASE, why: null, words },
    asksWhenMerged: ({ exit }) => ({ type: 'giveBack', from: exit?.mergedInto ?? ANY_CASE, why: null, words }),
    isChosenOnly: true,
    beside: REASON,
  },
  转法定途径: { asks: { type: 'redirect', reason: words }, beside: REASON },
  三项均符: { asks: { type: 'fillVerdicts', ground: words }, beside: '处理说明写核查依据' },
  核查完成: { asks: { type: 'completeVetting' }, beside: '真实、合法、合理填齐' },
  请部门预沟通: {
    asks: { type: 'consult', unitIds: [], question: words },
    beside: '选预沟通单位，处理说明写问题和所需情况',
  },
  请企业补充: { asks: { type: 'askEnterprise', question: words }, beside: '处理说明写补充什么' },
  结束补充: { asks: { type: 'endPause' }, beside: '处理说明写企业所答' },
  排入接待日: { asks: { type: 'schedule', receptionDayId: ANY_DAY }, beside: '选接待日' },
  撤出接待日: { asks: { type: 'unschedule' } },
  已接待: { asks: { type: 'hear', note: words } },
  现场答复: { asks: { type: 'answerOnTheSpot', reply: words }, beside: REPLY },
  提交签批: { asks: { type: 'requestInstruction' }, beside: '拟办各列填齐' },
  发办理码: { asks: { type: 'issueUnitCodes' } },
  登记书面批示: {
    asks: { type: 'recordInstruction', words, files: [], writtenOn: null },
    isChosenOnly: true,
    beside: '传批示原件，处理说明照录原文',
  },
  异议成立改办: {
    asks: { type: 'decideObjection', isUpheld: true, newUnitId: null, words },
    beside: `选改办单位，${REASON}`,
    formerly: ['异议成立改派'],
  },
  异议不成立: { asks: { type: 'decideObjection', isUpheld: false, newUnitId: null, words }, beside: REASON },
  同意延期: { asks: { type: 'decideExtension', isApproved: true, words } },
  不同意延期: { asks: { type: 'decideExtension', isApproved: false, words }, beside: REASON },
  催办: { asks: { type: 'remind' } },
  审核通过: { asks: { type: 'review', publicReply: words }, beside: REPLY },
  退回重办: { asks: { type: 'returnResult', reason: words }, beside: REASON },
  登记电话评价: {
    asks: { type: 'rate', grade: 5, words },
    asksWhenMerged: () => ({ type: 'rateShared', grade: 5, words }),
    beside: '选回访评价',
  },
  '登记回访（未取得评价）': {
    asks: { type: 'recordCallAttempt', note: words },
    beside: '处理说明写未接通、不便评价或其他',
    formerly: ['回访未接通'],
  },
  '登记为未评价，报领导阅示': { asks: { type: 'waiveRating' }, formerly: ['按未评价办结'] },
  重办: { asks: { type: 'judgeRating', decision: 'redo', words }, beside: REASON },
  解释并提请复核: {
    asks: { type: 'judgeRating', decision: 'explain', words },
    isChosenOnly: true,
    beside: '处理说明写解释',
  },
  评价申诉成立: { asks: { type: 'decideContest', isUpheld: true, words }, beside: REASON },
  评价申诉不成立: { asks: { type: 'decideContest', isUpheld: false, words }, beside: REASON },
  计划已兑现: { asks: { type: 'checkPlan', isKept: true, words }, beside: REPLY },
  计划未兑现: { asks: { type: 'checkPlan', isKept: false, words }, beside: REPLY },
  '自愿撤回，同意': {
    asks: { type: 'auditWithdrawal', isVoluntary: true, note: words },
    beside: '处理说明写核实情况',
    formerly: ['撤回属实'],
  },
  '非自愿，不予撤回': {
    asks: { type: 'auditWithdrawal', isVoluntary: false, note: words },
    isChosenOnly: true,
    beside: '处理说明写核实情况',
    formerly: ['撤回不属实'],
  },
} as const satisfies Readonly<Record<string, Action>>;
export type ActionName = keyof typeof ACTIONS;

const isAction = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);
export const ACTION_NAMES: readonly ActionName[] = Object.keys(ACTIONS).filter(isAction);
export const actionOf = (name: ActionName): Action => ACTIONS[name];
/** Null for an option that somebody added to 操作. */
export const actionNamed = (name: string | null): ActionName | null => (name !== null && isAction(name) ? name : null);

export const ACTION_OPTIONS = ACTION_NAMES.map((name, index) => {
  const { formerly } = actionOf(name);
  return { name, color: index % 11, ...(formerly ? { formerNames: formerly } : {}) };
});

const askedOf = (name: ActionName, subject: Case): Command => {
  const { asks, asksWhenMerged } = actionOf(name);
  return subject.state === 'merged' && asksWhenMerged ? asksWhenMerged(subject) : asks;
};
export const commandTypeOf = (name: ActionName): CommandType => actionOf(name).asks.type;

/** Whether the road of a case that stands so has such a step at all. */
export const isOnTheRoad = (name: ActionName, subject: Case): boolean => hasStep(askedOf(name, subject).type, subject);
const isWayOut = (name: ActionName): boolean => {
  const { to }: { readonly to: readonly string[] } = TRANSITIONS[commandTypeOf(name)];
  return to.every((target) => FINAL_STATES.some((state) => state === target));
};
/** Whoever of 工商联 stands before the row; what only one of them may not do is said to that one. */
const SOMEBODY = { kind: 'editor', openId: openId(''), name: '' } as const;
/** What staff may choose in a row now, in the order of the options, whatever has still to be filled in; what ends the case stands last. */
export const actionsNow = (subject: Case, directory: Directory): readonly ActionName[] =>
  ACTION_NAMES.filter((name) => {
    if (!isOnTheRoad(name, subject)) return false;
    const refusal = standsAgainst(subject, askedOf(name, subject), SOMEBODY, directory);
    return refusal === null || causeOf(refusal) !== 'standing';
  }).toSorted((a, b) => Number(isWayOut(a)) - Number(isWayOut(b)));
