/**
 * 操作 of 事项: every option that staff may choose in a row, with the command it asks for. What the command needs of the row is
 * read in `sync/row-command.ts`.
 */
import type { CommandType } from '../src/workflow/commands.ts';

interface Action {
  readonly command: CommandType;
  /** No drag on the kanban stands for it: it changes no state, or wants more than a drag can say. */
  readonly isChosenOnly?: true;
}

export const ACTIONS = {
  受理: { command: 'accept' },
  不予受理: { command: 'decline' },
  合并: { command: 'merge' },
  转法定途径: { command: 'redirect' },
  核查完成: { command: 'completeVetting' },
  请部门预沟通: { command: 'consult' },
  请企业补充: { command: 'askEnterprise' },
  结束补充: { command: 'endPause' },
  排入接待日: { command: 'schedule' },
  撤出接待日: { command: 'unschedule' },
  已接待: { command: 'hear' },
  现场答复: { command: 'answerOnTheSpot' },
  提交签批: { command: 'requestInstruction' },
  发办理码: { command: 'issueUnitCodes' },
  登记书面批示: { command: 'recordInstruction', isChosenOnly: true },
  异议成立改派: { command: 'decideObjection' },
  异议不成立: { command: 'decideObjection' },
  同意延期: { command: 'decideExtension' },
  不同意延期: { command: 'decideExtension' },
  催办: { command: 'remind' },
  审核通过: { command: 'review' },
  退回重办: { command: 'returnResult' },
  登记电话评价: { command: 'rate' },
  回访未接通: { command: 'recordCallAttempt' },
  按未评价办结: { command: 'waiveRating' },
  重办: { command: 'judgeRating' },
  解释并提请复核: { command: 'judgeRating', isChosenOnly: true },
  评价申诉成立: { command: 'decideContest' },
  评价申诉不成立: { command: 'decideContest' },
  计划已兑现: { command: 'checkPlan' },
  计划未兑现: { command: 'checkPlan' },
  撤回属实: { command: 'auditWithdrawal' },
  撤回不属实: { command: 'auditWithdrawal', isChosenOnly: true },
} as const satisfies Readonly<Record<string, Action>>;
export type ActionName = keyof typeof ACTIONS;

const isAction = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name);
export const ACTION_NAMES: readonly ActionName[] = Object.keys(ACTIONS).filter(isAction);
/** Null for an option that somebody added to 操作. */
export const actionNamed = (name: string | null): ActionName | null => (name !== null && isAction(name) ? name : null);
export const actionOf = (name: ActionName): Action => ACTIONS[name];
