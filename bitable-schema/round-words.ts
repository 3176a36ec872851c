/**
 * What the cells of 事项 say of a round: who acknowledged, objected, asked for more time, what came of it. From the case alone,
 * without a clock, so that a cell rests. Pure.
 */
import { byWords } from '../src/workflow/acting.ts';
import {
  type Contest,
  contributionsOf,
  type Extension,
  type Milestone,
  type Objection,
  type Round,
  standingResult,
  type UnitPart,
} from '../src/workflow/case.ts';
import type { Directory } from '../src/workflow/directory.ts';
import { milestoneStanding } from '../src/workflow/milestones.ts';
import { dayOf, lines, minuteOf, unitName } from './words.ts';

export const acknowledgementOf = (part: UnitPart, directory: Directory): string => {
  const name = unitName(directory, part.unitId);
  const role = part.role === 'lead' ? '主办' : '协办';
  const officer = part.officer ? `，承办人${part.officer.kind === 'named' ? part.officer.name : '见“承办人”列'}` : '';
  const standing = part.acknowledged ? `${minuteOf(part.acknowledged.at)} 已签收` : '未签收';
  return `${name}（${role}）：${standing}${officer}`;
};

/** 协办意见 of a unit, each on a line; empty until it gave one. */
export const contributionOf = (part: UnitPart, directory: Directory): string =>
  lines(contributionsOf(part).map(({ at, text }) => `${minuteOf(at)} ${unitName(directory, part.unitId)}：${text}`));

/** `undecided`: how one stands that nobody decided. */
export const objectionOf = (objection: Objection, directory: Directory, undecided = '待确定'): string => {
  const suggested = unitName(directory, objection.suggestedUnitId);
  const asked = `${unitName(directory, objection.unitId)} ${minuteOf(objection.at)} ${byWords(objection.by)}提出异议：${objection.reason}${suggested === '' ? '' : `（建议由${suggested}办理）`}`;
  if (!objection.decision) return `${asked}【${undecided}】`;
  const { at, by, isUpheld, newUnitId, words } = objection.decision;
  const to = unitName(directory, newUnitId);
  return `${asked}【${isUpheld ? `异议成立${to === '' ? '' : `，改由${to}办理`}` : '异议不成立'}】${minuteOf(at)} ${byWords(by)}确定：${words}`;
};

export const contestOf = ({ at, unitId, reason, decision }: Contest, directory: Directory): string => {
  const asked = `${unitName(directory, unitId)} ${minuteOf(at)} 申诉：${reason}`;
  if (!decision) return `${asked}【待确定】`;
  return `${asked}【${decision.isUpheld ? '申诉成立' : '申诉不成立'}】${decision.words}`;
};

/** `undecided`: how one stands that nobody decided. */
export const extensionOf = (extension: Extension, undecided: string): string => {
  const asked = `${minuteOf(extension.at)} 申请由 ${extension.oldDate} 延至 ${extension.newDate}：${extension.reason}（已做的工作：${extension.doneSoFar}）`;
  if (!extension.decision) return `${asked}【${undecided}】`;
  const { at, by, isApproved, words } = extension.decision;
  return `${asked}【${minuteOf(at)} ${byWords(by)}${isApproved ? '同意' : '不同意'}】${words}`;
};

export const latestProgressOf = (round: Round, directory: Directory): string => {
  const line = round.progress.at(-1);
  if (!line) return '';
  const unit = line.unitId === null ? byWords(line.by) : unitName(directory, line.unitId);
  return `${minuteOf(line.at)} ${unit}：${line.text}`;
};

/** Overdue is what the clock found so. */
export const milestoneOf = (milestone: Milestone): string => {
  const { id, text, on, moves, reached } = milestone;
  const moved = moves.at(-1);
  return [
    `${id}. ${text}：${on} 前`,
    reached
      ? `【${dayOf(reached.at)} 完成】${reached.words}`
      : `【${milestoneStanding(milestone) === 'overdue' ? '逾期未完成' : '未到期'}】`,
    moved
      ? `（原定 ${moves[0]?.from ?? moved.from}，调整${moves.length}次：${moves.map(({ reason }) => reason).join('；')}）`
      : '',
  ].join('');
};

export const outcomeTextOf = (round: Round): string => {
  const result = standingResult(round);
  if (!result) return '';
  return lines([
    result.text,
    result.plannedDate ? `计划 ${result.plannedDate} 前解决` : '',
    result.basis === '' ? '' : `政策依据：${result.basis}`,
    result.unitHead === '' ? '' : `单位负责人：${result.unitHead}`,
    round.review ? `对企业的答复（${dayOf(round.review.at)}）：${round.review.publicReply}` : '',
    planVerdictOf(round),
  ]);
};

/** 计划核实, once it is recorded. */
export const planVerdictOf = ({ planCheck }: Round): string => {
  const verdict = planCheck?.verdict;
  return verdict ? `计划核实（${dayOf(verdict.at)}）：${verdict.isKept ? '已兑现' : '未兑现'}。${verdict.words}` : '';
};
