/**
 * 操作 of 事项: every option that staff may choose in a row, with the command it asks for, when there is something for it to do, and
 * what has to stand beside it. What the command needs of the row is read in `sync/row-command.ts`.
 */
import { type Case, FINAL_STATES, type State } from '../src/workflow/case.ts';
import type { CommandType } from '../src/workflow/commands.ts';
import { pendingContest } from '../src/workflow/contests.ts';
import type { Directory } from '../src/workflow/directory.ts';
import { isSharedRatedBadly, isSharedUnrated } from '../src/workflow/mergers.ts';
import { pendingPlan } from '../src/workflow/plans.ts';
import { TRANSITIONS } from '../src/workflow/transitions.ts';
import { VERDICT_KEYS } from '../src/workflow/vetting.ts';
import {
  hasPendingExtension,
  hasPendingWithdrawal,
  isExtensionForStaff,
  isJudgementOwed,
  isUnrated,
  partsWithPendingObjection,
} from '../src/workflow/waits-for-staff.ts';
import { webPartsOf } from '../src/workflow/web-units.ts';

interface Action {
  readonly command: CommandType;
  /** What it asks of a case that was merged, which has no result of its own. */
  readonly whenMerged?: CommandType;
  /** No drag on the kanban stands for it: it changes no state, or wants more than a drag can say. */
  readonly isChosenOnly?: true;
  /** What has to be filled in beside it, for whoever chooses. */
  readonly beside?: string;
  /** Beyond the state: whether there is something for it to do. */
  readonly when?: (subject: Case, directory: Directory) => boolean;
  /** What it was called in earlier versions. */
  readonly formerly?: readonly string[];
}

const hasObjection = (subject: Case): boolean => partsWithPendingObjection(subject).length > 0;
const hasContest = (subject: Case): boolean => pendingContest(subject) !== null;
const hasPlan = (subject: Case): boolean => pendingPlan(subject) !== null;
const isVerdictOpen = ({ notes }: Case): boolean => VERDICT_KEYS.some((key) => notes[key].answer === 'unsure');
const REASON = '处理说明写理由';
const REPLY = '填对企业的答复';

export const ACTIONS = {
  受理: { command: 'accept' },
  不予受理: { command: 'decline', beside: REASON },
  合并: { command: 'merge', beside: `填合并到，${REASON}` },
  恢复单独办理: { command: 'giveBack', isChosenOnly: true, beside: REASON, when: isSharedRatedBadly },
  转法定途径: { command: 'redirect', beside: REASON },
  三项均符: { command: 'fillVerdicts', beside: '处理说明写核查依据', when: isVerdictOpen },
  核查完成: { command: 'completeVetting', beside: '真实、合法、合理填齐' },
  请部门预沟通: { command: 'consult', beside: '选预沟通单位，处理说明写问题和所需情况' },
  请企业补充: { command: 'askEnterprise', beside: '处理说明写补充什么' },
  结束补充: { command: 'endPause', beside: '处理说明写企业所答' },
  排入接待日: { command: 'schedule', beside: '选接待日' },
  撤出接待日: { command: 'unschedule' },
  已接待: { command: 'hear' },
  现场答复: { command: 'answerOnTheSpot', beside: REPLY },
  提交签批: { command: 'requestInstruction', beside: '拟办各列填齐' },
  发办理码: {
    command: 'issueUnitCodes',
    when: (subject, directory) => webPartsOf(subject, directory).length > 0,
  },
  登记书面批示: {
    command: 'recordInstruction',
    isChosenOnly: true,
    beside: '传批示原件，处理说明照录原文',
  },
  异议成立改派: { command: 'decideObjection', beside: `选改派单位，${REASON}`, when: hasObjection },
  异议不成立: { command: 'decideObjection', beside: REASON, when: hasObjection },
  同意延期: { command: 'decideExtension', when: isExtensionForStaff },
  不同意延期: { command: 'decideExtension', beside: REASON, when: hasPendingExtension },
  催办: { command: 'remind' },
  审核通过: { command: 'review', beside: REPLY },
  退回重办: { command: 'returnResult', beside: REASON },
  登记电话评价: {
    command: 'rate',
    whenMerged: 'rateShared',
    beside: '选回访评价',
    when: (subject) => (subject.state === 'merged' ? isSharedUnrated(subject) : isUnrated(subject)),
  },
  '登记回访（未取得评价）': {
    command: 'recordCallAttempt',
    beside: '处理说明写未接通、不便评价或其他',
    when: isUnrated,
    formerly: ['回访未接通'],
  },
  '登记为未评价，报领导阅示': {
    command: 'waiveRating',
    when: isUnrated,
    formerly: ['按未评价办结'],
  },
  重办: { command: 'judgeRating', beside: REASON, when: isJudgementOwed },
  解释并提请复核: {
    command: 'judgeRating',
    isChosenOnly: true,
    beside: '处理说明写解释',
    when: isJudgementOwed,
  },
  评价申诉成立: { command: 'decideContest', beside: REASON, when: hasContest },
  评价申诉不成立: { command: 'decideContest', beside: REASON, when: hasContest },
  计划已兑现: { command: 'checkPlan', beside: REPLY, when: hasPlan },
  计划未兑现: { command: 'checkPlan', beside: REPLY, when: hasPlan },
  '自愿撤回，同意': {
    command: 'auditWithdrawal',
    beside: '处理说明写核实情况',
    when: hasPendingWithdrawal,
    formerly: ['撤回属实'],
  },
  '非自愿，不予撤回': {
    command: 'auditWithdrawal',
    isChosenOnly: true,
    beside: '处理说明写核实情况',
    when: hasPendingWithdrawal,
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

/** Whether the road from this state has such a step at all. */
export const isOnTheRoad = (name: ActionName, state: State): boolean => {
  const { command, whenMerged } = actionOf(name);
  return [command, ...(whenMerged ? [whenMerged] : [])].some((type) => {
    const { from }: { readonly from: readonly string[] } = TRANSITIONS[type];
    return from.includes(state);
  });
};
const isWayOut = (name: ActionName): boolean => {
  const { to }: { readonly to: readonly string[] } = TRANSITIONS[actionOf(name).command];
  return to.every((target) => FINAL_STATES.some((state) => state === target));
};
/** What staff may choose in a row now, in the order of the options; what ends the case stands last. */
export const actionsNow = (subject: Case, directory: Directory): readonly ActionName[] =>
  ACTION_NAMES.filter(
    (name) => isOnTheRoad(name, subject.state) && (actionOf(name).when?.(subject, directory) ?? true),
  ).toSorted((a, b) => Number(isWayOut(a)) - Number(isWayOut(b)));
