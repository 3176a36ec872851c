/**
 * What a case asks of one person now (待签批, 待签收, 待审核 …), from the directory and the case: the groups in which lists
 * and digests show cases. A case stands in one group only, the most pressing.
 */

import { type Case, currentRound, isDissatisfied, timesRedone } from '../src/workflow/case.ts';
import { pendingContest } from '../src/workflow/contests.ts';
import { acknowledgementDue, beijingDateOf, workdaysBetween } from '../src/workflow/deadlines.ts';
import { unitById } from '../src/workflow/directory.ts';
import { extensionForLeader, pendingExtension } from '../src/workflow/extensions.ts';
import { overdueMilestones } from '../src/workflow/milestones.ts';
import { isLineWantedSoon, owedMonth } from '../src/workflow/monthly-line.ts';
import { isObjecting, pendingObjections } from '../src/workflow/objections.ts';
import { isContactWanted, isWeeklyLineWanted, silentSupporters } from '../src/workflow/owed-by-units.ts';
import { pendingPlan } from '../src/workflow/plans.ts';
import { leadUnitOf, leadUnitPeople, orStaffFor, peopleOfUnits } from '../src/workflow/recipients.ts';
import {
  hasNoSeat,
  isLeadUnnoted,
  leadLeaderPeople,
  overseerOf,
  partsOf,
  peopleOf,
  signersFor,
  signingLeaderOf,
  staffOf,
} from '../src/workflow/roles.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import type { BoardView } from './board-view.ts';
import { overdueWorkdays, workdaysLeft } from './case-line.ts';
import { hasEnded } from './view.ts';

/** In the order in which they are shown. */
export const DUTIES = {
  sign: '待签批',
  endorse: '待阅示',
  reconsider: '待复核',
  noteLead: '牵头事项待知悉',
  acknowledge: '待签收',
  consult: '待答复预沟通',
  overdue: '已超期',
  milestoneLate: '节点逾期',
  lineMissing: '上月未报进展',
  contact: '待联系企业',
  contributeLate: '协办意见逾期',
  redo: '退回重办',
  soon: '临期（5个工作日内）',
  listedLine: '挂牌督办本周未报进展',
  lineSoon: '本月未报进展',
  checkPlan: '计划到期待核实',
  planSoon: '计划即将到期',
  accept: '待受理',
  vet: '核查中',
  judgeObjection: '异议待确定',
  judgeExtension: '延期待审批',
  review: '结果待审核',
  judgeRating: '不满意待研判',
  judgeContest: '评价申诉待确定',
  chaseSign: '签批待催',
  callUnit: '单位待电话催办',
  callBack: '待回访催评',
  leading: '牵头在办',
  other: '其他在办',
  done: '本期结束',
} as const;
export type Duty = keyof typeof DUTIES;

/** In the order in which they are shown; the rest is only worth knowing. */
const isDuty = (key: string): key is Duty => Object.hasOwn(DUTIES, key);
export const ASKING: readonly Duty[] = Object.keys(DUTIES)
  .filter(isDuty)
  .filter((duty) => duty !== 'other' && duty !== 'done');

/** What each of them does about it: the rest is for them to know, or to press others for. */
export const OWN_DUTIES = {
  leader: ['sign', 'endorse', 'reconsider', 'judgeExtension', 'noteLead'],
  unit: [
    'acknowledge',
    'consult',
    'overdue',
    'milestoneLate',
    'lineMissing',
    'contact',
    'contributeLate',
    'redo',
    'soon',
    'listedLine',
    'lineSoon',
    'checkPlan',
    'planSoon',
  ],
  staff: [
    'accept',
    'vet',
    'judgeObjection',
    'judgeExtension',
    'review',
    'judgeRating',
    'judgeContest',
    'chaseSign',
    'callUnit',
    'callBack',
    'checkPlan',
    'planSoon',
    // Of those of them whose own unit has the part.
    'acknowledge',
    'contact',
    'contributeLate',
    'listedLine',
    'lineSoon',
  ],
} as const satisfies Readonly<Record<string, readonly Duty[]>>;

/** Of units; leaders and staff hear of them to press for them. */
export const PRESSED_FOR = ['overdue', 'milestoneLate', 'lineMissing'] as const satisfies readonly Duty[];

const SOON_WORKDAYS = 5;

export const dutyOf = (subject: Case, view: BoardView): Duty => {
  if (hasEnded(subject)) return contestDuty(subject, view) ?? planDuty(subject, view) ?? 'done';
  return (
    leadersDuty(subject, view) ??
    staffDuty(subject, view) ??
    contestDuty(subject, view) ??
    unitsDuty(subject, view) ??
    planDuty(subject, view) ??
    clockDuty(subject, view)
  );
};

const contestDuty = (subject: Case, { directory, viewer }: BoardView): Duty | null =>
  pendingContest(subject) && staffOf(directory).includes(viewer) ? 'judgeContest' : null;

/** 计划解决, of the lead unit and staff, also when the case has ended. */
const planDuty = (subject: Case, { directory, viewer, today }: BoardView): Duty | null => {
  const plan = pendingPlan(subject);
  if (!plan) return null;
  const isOfUnit = orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory).includes(viewer);
  if (plan.isAsked) return isOfUnit || staffOf(directory).includes(viewer) ? 'checkPlan' : null;
  const { settings } = directory;
  const left = workdaysBetween(today, plan.on, createWorkCalendar(settings));
  return isOfUnit && left <= settings.planReminderDays ? 'planSoon' : null;
};

const leadersDuty = (subject: Case, { directory, viewer, today }: BoardView): Duty | null => {
  const signer = signingLeaderOf(subject, directory);
  const isSigner = signer !== null && signersFor(signer, today).includes(viewer);
  if (isSigner && subject.state === 'awaiting_instruction') return 'sign';
  if (isSigner && subject.state === 'awaiting_closure') return 'endorse';
  const round = currentRound(subject);
  const isLeading = leadLeaderPeople(subject, directory, today).includes(viewer);
  if (subject.state === 'handling' && round && extensionForLeader(round) && (isSigner || isLeading))
    return 'judgeExtension';
  if (isLeadUnnoted(subject) && overseerOf(subject, directory) === viewer) return 'noteLead';
  const isOpen = subject.state === 'awaiting_rating' && round?.judgement?.decision === 'explain';
  return isOpen && !round.reconsideration && isLeading ? 'reconsider' : null;
};

const unitsDuty = (subject: Case, { directory, viewer }: BoardView): Duty | null => {
  const parts = partsOf(viewer, subject, directory);
  const round = currentRound(subject);
  const isUndecided = round !== null && parts.some(({ unitId }) => isObjecting(round, unitId));
  if (subject.state === 'assigned' && !isUndecided && parts.some(({ acknowledged }) => acknowledged === null))
    return 'acknowledge';
  const isAsked = subject.consultations.some(
    ({ unitId, answer }) => answer === null && peopleOf(unitById(directory, unitId)).includes(viewer),
  );
  return isAsked ? 'consult' : null;
};

const staffDuty = (subject: Case, view: BoardView): Duty | null => {
  const { directory, viewer, today } = view;
  if (!staffOf(directory).includes(viewer)) return null;
  const round = currentRound(subject);
  const { settings } = directory;
  const since = (moment: number): number => workdaysBetween(beijingDateOf(moment), today, createWorkCalendar(settings));
  switch (subject.state) {
    case 'submitted':
      return 'accept';
    case 'vetting':
      return 'vet';
    case 'assigned': {
      if (round && pendingObjections(round).length > 0) return 'judgeObjection';
      const isSilent = round?.units.some(
        ({ unitId, acknowledged }) =>
          acknowledged === null &&
          hasNoSeat(unitById(directory, unitId)) &&
          today > acknowledgementDue(round, unitId, settings, createWorkCalendar(settings)),
      );
      return isSilent || owesUnheard(subject, view) ? 'callUnit' : null;
    }
    case 'handling': {
      if (round && pendingExtension(round) && !extensionForLeader(round)) return 'judgeExtension';
      const left = workdaysLeft(subject, view);
      const isNear = left !== null && left <= SOON_WORKDAYS && overdueWorkdays(subject, view) === 0;
      const isSilent = isNear && hasNoSeat(unitById(directory, leadUnitOf(subject)));
      return isSilent || owesUnheard(subject, view) ? 'callUnit' : null;
    }
    case 'awaiting_review':
      return 'review';
    case 'awaiting_instruction': {
      const isHeld = subject.awaiting === null || subject.awaiting.hold !== null;
      return !isHeld && since(subject.awaiting.since) > settings.signReminderDays ? 'chaseSign' : null;
    }
    case 'awaiting_rating':
      if (!round?.rating)
        return round?.review && since(round.review.at) >= settings.ratingReminderDays ? 'callBack' : null;
      return isDissatisfied(round.rating.grade) && !round.judgement ? 'judgeRating' : null;
    default:
      return null;
  }
};

/** Something that is owed along the way by a unit which no message reaches. */
const owesUnheard = (subject: Case, { directory, today }: BoardView): boolean => {
  const calendar = createWorkCalendar(directory.settings);
  const isLeadWanted =
    isContactWanted(subject, today, directory.settings, calendar) ||
    isWeeklyLineWanted(subject, today, calendar) ||
    isLineWantedSoon(subject, today, calendar);
  const owing = [...(isLeadWanted ? [leadUnitOf(subject)] : []), ...silentSupporters(subject, today, calendar)];
  return owing.some((unitId) => hasNoSeat(unitById(directory, unitId)));
};

const clockDuty = (subject: Case, view: BoardView): Duty => {
  if (overdueWorkdays(subject, view) > 0) return 'overdue';
  const behind = behindDuty(subject, view);
  if (behind) return behind;
  const round = currentRound(subject);
  const { directory, viewer, today } = view;
  const calendar = createWorkCalendar(directory.settings);
  const isLeads = leadUnitPeople(subject, directory).includes(viewer);
  if (isLeads && isContactWanted(subject, today, directory.settings, calendar)) return 'contact';
  if (peopleOfUnits(silentSupporters(subject, today, calendar), directory).includes(viewer)) return 'contributeLate';
  if (subject.state === 'handling' && round && timesRedone(round) > 0) return 'redo';
  const left = workdaysLeft(subject, view);
  if (left !== null && left <= SOON_WORKDAYS) return 'soon';
  if (isLeads && isWeeklyLineWanted(subject, today, calendar)) return 'listedLine';
  if (isLeads && isLineWantedSoon(subject, today, calendar)) return 'lineSoon';
  return overseerOf(subject, directory) === viewer ? 'leading' : 'other';
};

/** 阶段节点 and 每月一报 are the lead unit's; who only supports is not asked for them. */
const behindDuty = (subject: Case, { directory, viewer, today }: BoardView): Duty | null => {
  const round = currentRound(subject);
  const [part] = partsOf(viewer, subject, directory);
  if (!round || subject.state !== 'handling' || part?.role === 'supporting') return null;
  if (overdueMilestones(round, today).length > 0) return 'milestoneLate';
  return owedMonth(subject, today, createWorkCalendar(directory.settings)) === null ? null : 'lineMissing';
};
