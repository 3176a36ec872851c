/**
 * The road as the enterprise sees it: seven stages instead of seventeen states, the state in plain words, and what comes
 * next. Promises no dates and names nobody.
 */
import { type Case, currentRound, isDissatisfied, type State } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import { sharedAnswerOf } from '../workflow/mergers.ts';
import { pendingPlan } from '../workflow/plans.ts';

export const STAGES = ['已收到', '核查', '接待或签批', '办理', '答复', '评价', '办结'] as const;

/**
 * Which stage is in hand, as a place in `STAGES`; `STAGES.length` when all are done; null when the case left the road
 * before its end, so that any step would say something untrue.
 */
export const stageOf = (subject: Case): number | null => {
  switch (subject.state) {
    case 'submitted':
      return 0;
    case 'vetting':
      return 1;
    case 'awaiting_enterprise':
      return subject.pause ? stageOf({ ...subject, state: subject.pause.returnTo, pause: null }) : 1;
    case 'ready':
    case 'scheduled':
    case 'heard':
    case 'awaiting_instruction':
      return 2;
    case 'assigned':
    case 'handling':
      return 3;
    case 'awaiting_review':
      return 4;
    case 'awaiting_rating':
      return 5;
    case 'awaiting_closure':
      return 6;
    case 'closed':
      return STAGES.length;
    case 'declined':
    case 'merged':
    case 'redirected':
    case 'withdrawn':
      return null;
  }
};

const WORDS: Readonly<Record<State, string>> = {
  submitted: '已收到，等待受理',
  vetting: '正在核查',
  awaiting_enterprise: '等您补充',
  ready: '核查完成',
  scheduled: '已排入接待日',
  heard: '已当面听取',
  awaiting_instruction: '等待区领导签批',
  assigned: '已交办，等待责任单位签收',
  handling: '正在办理',
  awaiting_review: '已有办理结果，正在审核',
  awaiting_rating: '已答复，请您评价',
  awaiting_closure: '正在办理销号',
  closed: '已办结',
  declined: '不予受理',
  merged: '已合并办理',
  redirected: '请走法定途径',
  withdrawn: '已撤回',
};

export const stateWords = (subject: Case): string => {
  if (subject.state !== 'awaiting_rating' || !currentRound(subject)?.rating) return WORDS[subject.state];
  return '您的评价正在研判';
};

/** One sentence: who does what next. */
export const nextStepOf = (subject: Case, { settings }: Directory): string => {
  const organ = settings.organName;
  if (subject.withdrawal?.outcome === 'pending' && subject.state !== 'closed') {
    return `${organ}会打电话核实撤回是否出于您本人自愿；核实之前，这件事照常办理。`;
  }
  switch (subject.state) {
    case 'submitted':
      return `${organ}会查看您的诉求并开始核查，必要时与您电话联系。`;
    case 'vetting':
      return `${organ}正在核实情况、了解相关政策。需要补充时，会在本页提出。`;
    case 'awaiting_enterprise':
      return '请在下方回答问题。收到后继续办理。';
    case 'ready':
      return `${organ}会排入接待日，或直接提请区领导签批。`;
    case 'scheduled':
      return `请按时间、地点参加接待日。来不了的，请最迟前一个工作日${callWords(settings)}告诉我们。`;
    case 'heard':
      return `${organ}正在整理意见，提请区领导签批。`;
    case 'awaiting_instruction':
      return '区领导签批后，将交责任单位限时办理。';
    case 'assigned':
      return '责任单位签收后开始办理，并与您联系。';
    case 'handling':
      return `责任单位正在办理，结果经${organ}审核后答复您。`;
    case 'awaiting_review':
      return `${organ}正在审核办理结果，通过后在本页答复您。`;
    case 'awaiting_rating':
      return nextAfterAnswer(subject, organ);
    case 'awaiting_closure':
      return '办理结果和您的评价将报签批领导阅示；领导没有新的批示，这件事就办结。';
    case 'closed':
      if (pendingPlan(subject)) return `这件事已办结。计划的日期到了以后，${organ}会核实是否兑现，并在本页说明。`;
      return `这件事已办结。还有新的情况，可以重新反映，或${callWords(settings)}告诉我们。`;
    case 'declined':
      return `理由在上面。您有不同意见，可${callWords(settings)}再说明情况。`;
    case 'merged':
      if (sharedAnswerOf(subject) === null)
        return `那一件答复后，${organ}会在本页答复您，并请您评价。有不同意见，可${callWords(settings)}再说明情况。`;
      return sharedAnswerOf(subject)?.rating
        ? '您的评价已记录。'
        : '请对答复作出评价。评价自愿，好坏都不影响您今后反映问题。';
    case 'redirected':
      return '请按上面写的途径办理。';
    case 'withdrawn':
      return '经核实，已按您的意愿撤回。以后仍可重新反映。';
  }
};

/** 打电话（0000-0000000）, or what else there is. */
const callWords = ({ organName, organPhone }: Directory['settings']): string =>
  organPhone === '' ? `到${organName}当面` : `打电话（${organPhone}）`;

const nextAfterAnswer = (subject: Case, organ: string): string => {
  const round = currentRound(subject);
  if (!round?.rating) return '请对办理结果作出评价。评价自愿，好坏都不影响您今后反映问题。';
  if (!isDissatisfied(round.rating.grade)) return '您的评价已记录。';
  return round.judgement
    ? '说明见下面；已提请牵头领导复核，复核意见会在本页告诉您。'
    : `${organ}会研判您的评价：能改进的重新办理，不能的说明理由并提请复核。`;
};
