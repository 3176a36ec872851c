/** 可选操作 lists exactly what the procedure lets staff do now, whatever has still to be filled in. */
import type { Command } from '../../src/workflow/commands.ts';
import type { Law, Moment } from './histories.ts';
import { dayOf, nextDay } from './reading/days.ts';
import { speaksAgainst } from './reading/may.ts';
import { stateOf } from './reading/road.ts';
import { NOT_THEIRS, WRONG_TIME } from './reading/rules.ts';
import { sayings } from './sayings.ts';
import { rowOf } from './surfaces.ts';
import { STAFF_EDIT } from './towns.ts';

export const staffAreTold: Law = (moment) => {
  const { subject, decision, lot } = moment;
  if (!subject || decision.kind === 'refused' || lot(4) !== 0) return [];
  const row = rowOf({ ...moment, subject });
  const { actionsNow } = row;
  return typeof actionsNow === 'string' ? choices(actionsNow, moment) : ['事项 has no column 可选操作'];
};

/** What an option of 操作 asks for. */
const ASKS: Readonly<Record<string, (command: Command) => boolean>> = {
  受理: ({ type }) => type === 'accept',
  不予受理: ({ type }) => type === 'decline',
  合并: ({ type }) => type === 'merge',
  恢复单独办理: (command) => command.type === 'giveBack' && command.why === null,
  转法定途径: ({ type }) => type === 'redirect',
  三项均符: ({ type }) => type === 'fillVerdicts',
  核查完成: ({ type }) => type === 'completeVetting',
  请部门预沟通: ({ type }) => type === 'consult',
  请企业补充: ({ type }) => type === 'askEnterprise',
  结束补充: ({ type }) => type === 'endPause',
  排入接待日: ({ type }) => type === 'schedule',
  撤出接待日: ({ type }) => type === 'unschedule',
  已接待: ({ type }) => type === 'hear',
  现场答复: ({ type }) => type === 'answerOnTheSpot',
  提交签批: ({ type }) => type === 'requestInstruction',
  登记书面批示: ({ type }) => type === 'recordInstruction',
  发办理码: ({ type }) => type === 'issueUnitCodes',
  异议成立改办: (command) => command.type === 'decideObjection' && command.isUpheld,
  异议不成立: (command) => command.type === 'decideObjection' && !command.isUpheld,
  同意延期: (command) => command.type === 'decideExtension' && command.isApproved,
  不同意延期: (command) => command.type === 'decideExtension' && !command.isApproved,
  催办: ({ type }) => type === 'remind',
  审核通过: ({ type }) => type === 'review',
  退回重办: ({ type }) => type === 'returnResult',
  登记电话评价: ({ type }) => type === 'rate' || type === 'rateShared',
  '登记回访（未取得评价）': ({ type }) => type === 'recordCallAttempt',
  '登记为未评价，报领导阅示': ({ type }) => type === 'waiveRating',
  重办: (command) => command.type === 'judgeRating' && command.decision === 'redo',
  解释并提请复核: (command) => command.type === 'judgeRating' && command.decision === 'explain',
  评价申诉成立: (command) => command.type === 'decideContest' && command.isUpheld,
  评价申诉不成立: (command) => command.type === 'decideContest' && !command.isUpheld,
  计划已兑现: (command) => command.type === 'checkPlan' && command.isKept,
  计划未兑现: (command) => command.type === 'checkPlan' && !command.isKept,
  '自愿撤回，同意': (command) => command.type === 'auditWithdrawal' && command.isVoluntary,
  '非自愿，不予撤回': (command) => command.type === 'auditWithdrawal' && !command.isVoluntary,
};
/** Nothing that staff fill in would help against these. A cell rests, so what only a day forbids may stand there. */
const HOPELESS = [
  WRONG_TIME,
  NOT_THEIRS,
  'no objection waits',
  'none was asked for',
  'the second extension is for a leader to decide',
  'rated already',
  'not rated yet',
  'nobody is dissatisfied',
  'judged already',
  'not called often enough',
  'no unit to do it again',
  'done again as often as may be',
  'none was contested',
  'no plan waits',
  'no unit works by web',
];

const choices = (cell: string, { tale, directory, now }: Moment): readonly string[] => {
  const scene = { tale, directory, now };
  const all = sayings((days) => nextDay(dayOf(now), days));
  const lines = cell.split('\n').filter((line) => line !== '');
  const isListed = (name: string): boolean => lines.some((line) => line === name || line.startsWith(`${name}（`));
  return Object.entries(ASKS).flatMap(([name, isAsked]) => {
    const reasons = all.filter(isAsked).map((command) => speaksAgainst(command, STAFF_EDIT, scene));
    if (isListed(name) && reasons.every((reason) => reason !== null && HOPELESS.includes(reason)))
      return [
        `可选操作 offers ${name}, which would be refused ⁝ ${[...new Set(reasons)].join(' / ')} in ${stateOf(tale)}`,
      ];
    return !isListed(name) && reasons.includes(null)
      ? [`可选操作 leaves out ${name}, which may be chosen ⁝ in ${stateOf(tale)}`]
      : [];
  });
};
