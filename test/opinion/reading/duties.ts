/**
 * What a case asks of one person today, read from the tale: the group in which it stands on the message of a day. The first that is so;
 * what only somebody of 工商联 can take further comes before what units have to do.
 */
import type { OpenId, UnitId } from '../../../src/workflow/ids.ts';
import { isListed, lateBy } from './boards.ts';
import { counts, dayOf, firstOfMonth, nextDay, workdaysAfter } from './days.ts';
import { contactDayOf, limitOf, milestones, owedMonth, redoneIn, supportingLimitOf } from './limits.ts';
import { isOver, leadOf, openObjections, parts, stateOf } from './road.ts';
import {
  leaderOf,
  openPlan,
  peopleIn,
  ratingOf,
  resultOf,
  type Scene,
  sinceRedone,
  staffIn,
  standingOf,
  unitOf,
} from './scene.ts';
import { before, every, has, last, since, type Walk, walkInHand } from './tale.ts';
import { CONTESTED, openContest } from './waits.ts';

/** What is theirs to do, on the message to a leader, a unit, 工商联; the rest they only hear of. */
export const OWN: Readonly<Record<'leader' | 'unit' | 'staff', readonly string[]>> = {
  leader: ['待签批', '待阅示', '待复核', '延期待审批', '牵头事项待知悉'],
  unit: [
    '待签收',
    '待答复预沟通',
    '已超期',
    '节点逾期',
    '上月未报进展',
    '待联系企业',
    '协办意见逾期',
    '退回重办',
    '临期（5个工作日内）',
    '挂牌督办本周未报进展',
    '本月未报进展',
    '计划到期待核实',
    '计划即将到期',
  ],
  staff: [
    '待受理',
    '核查中',
    '异议待确定',
    '延期待审批',
    '结果待审核',
    '不满意待研判',
    '评价申诉待确定',
    '签批待催',
    '单位待电话催办',
    '待回访催评',
    '计划到期待核实',
    '计划即将到期',
    // Where 工商联 itself has a part.
    '待签收',
    '待联系企业',
    '协办意见逾期',
    '挂牌督办本周未报进展',
    '本月未报进展',
  ],
};
/** What nobody is asked for has no rows. */
export const QUIET = ['其他在办', '本期结束'];

export const dutyOf = (who: OpenId, scene: Scene): string => {
  const { tale } = scene;
  const found = isOver(tale)
    ? [ofContest(who, scene), ofPlan(who, scene), '本期结束']
    : [
        ofLeaders(who, scene),
        ofStaff(who, scene),
        ofContest(who, scene),
        ofUnits(who, scene),
        ofPlan(who, scene),
        ofTheClock(who, scene),
      ];
  return found.find((duty) => duty !== null) ?? '其他在办';
};

const standing = (who: OpenId, scene: Scene) => standingOf({ kind: 'person', openId: who, name: '' }, scene);
const today = ({ now }: Scene): string => dayOf(now);
const passed = (at: number, scene: Scene): number => workdaysAfter(dayOf(at), today(scene), scene.directory.settings);
/** 工商联 stands in for a unit with nobody in Feishu. */
const isOfLead = (who: OpenId, scene: Scene): boolean => {
  const people = peopleIn(unitOf(scene, leadOf(walkInHand(scene.tale))));
  return (people.length > 0 || leadOf(walkInHand(scene.tale)) === null ? people : staffIn(scene)).includes(who);
};
const isSilent = (scene: Scene, unitId: Parameters<typeof unitOf>[1]): boolean =>
  unitOf(scene, unitId) !== null && peopleIn(unitOf(scene, unitId)).length === 0;

const waitingExtension = (walk: Walk) => {
  const asked = last(walk.tale, 'extensionRequested');
  const isOpen = asked !== null && !has(since(walk.tale, asked), 'extensionDecided');
  const isSecond = every(walk.tale, 'extensionDecided').some(({ isApproved }) => isApproved);
  return isOpen ? (isSecond ? 'leader' : 'staff') : null;
};

const ofLeaders = (who: OpenId, scene: Scene): string | null => {
  const { tale } = scene;
  const walk = walkInHand(tale);
  const state = stateOf(tale);
  const { isSigner, isLeadLeader } = standing(who, scene);
  if (isSigner && state === 'awaiting_instruction') return '待签批';
  if (isSigner && state === 'awaiting_closure') return '待阅示';
  if (!walk) return null;
  if (state === 'handling' && waitingExtension(walk) === 'leader' && (isSigner || isLeadLeader)) return '延期待审批';
  if (isUnnoted(walk, scene) && namedLead(walk, scene) === who) return '牵头事项待知悉';
  const judged = last(sinceRedone(walk), 'ratingJudged');
  const isOpen = judged?.decision === 'explain' && !has(since(tale, judged), 'ratingReconsidered');
  return state === 'awaiting_rating' && isOpen && isLeadLeader ? '待复核' : null;
};
/** The account of a 牵头领导 who did not sign. */
const namedLead = ({ sheet }: Walk, scene: Scene): OpenId | null =>
  sheet && sheet.leadLeaderId !== sheet.signerId ? (leaderOf(scene, sheet.leadLeaderId)?.openId ?? null) : null;
const isUnnoted = (walk: Walk, { tale }: Scene): boolean => {
  const noted = last(walk.tale, 'assignmentNoted');
  const renamed = every(walk.tale, 'instructionCorrected').filter(
    (event) => event.leadLeaderId !== (walkInHand(before(tale, event))?.sheet?.leadLeaderId ?? null),
  );
  const isDone = noted !== null && !renamed.some(({ seq }) => seq > noted.seq);
  return ['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'].includes(stateOf(tale)) && !isDone;
};

const ofStaff = (who: OpenId, scene: Scene): string | null => {
  const { tale, directory } = scene;
  const { settings } = directory;
  if (!staffIn(scene).includes(who)) return null;
  const walk = walkInHand(tale);
  switch (stateOf(tale)) {
    case 'submitted':
      return '待受理';
    case 'vetting':
      return '核查中';
    case 'awaiting_review':
      return '结果待审核';
    case 'assigned': {
      if (!walk) return null;
      if (openObjections(walk).length > 0) return '异议待确定';
      const isLate = parts(walk).some(
        ({ unitId, acknowledged, given }) =>
          !acknowledged && isSilent(scene, unitId) && passed(given.at, scene) > settings.acknowledgeDays,
      );
      return isLate || owesUnheard(scene) ? '单位待电话催办' : null;
    }
    case 'handling': {
      if (!walk) return null;
      if (waitingExtension(walk) === 'staff') return '延期待审批';
      const left = daysLeft(scene);
      const isNear = left !== null && left <= 5 && isSilent(scene, leadOf(walk));
      return isNear || owesUnheard(scene) ? '单位待电话催办' : null;
    }
    case 'awaiting_instruction': {
      const lies = last(tale, 'instructionRequested', 'sheetPassedOn', 'sheetHeld');
      return lies && lies.type !== 'sheetHeld' && passed(lies.at, scene) > settings.signReminderDays
        ? '签批待催'
        : null;
    }
    case 'awaiting_rating': {
      const rated = walk && ratingOf(walk);
      if (!walk) return null;
      const told = last(sinceRedone(walk), 'resultReviewed') ?? walk.opening;
      if (!rated)
        return resultOf(walk)?.told && passed(told.at, scene) >= settings.ratingReminderDays ? '待回访催评' : null;
      return has(since(walk.tale, rated), 'ratingJudged') ? null : '不满意待研判';
    }
    default:
      return null;
  }
};

const ofContest = (who: OpenId, scene: Scene): string | null =>
  CONTESTED.includes(stateOf(scene.tale)) && openContest(scene.tale) && staffIn(scene).includes(who)
    ? '评价申诉待确定'
    : null;

const ofUnits = (who: OpenId, scene: Scene): string | null => {
  const { tale } = scene;
  const walk = walkInHand(tale);
  const mine = standing(who, scene).parts;
  const objected = walk ? openObjections(walk).map(({ unitId }) => unitId) : [];
  const isFree = !mine.some(({ unitId }) => objected.includes(unitId));
  if (stateOf(tale) === 'assigned' && isFree && mine.some(({ acknowledged }) => !acknowledged)) return '待签收';
  const asked = every(tale, 'unitConsulted').filter(({ unitId }) => peopleIn(unitOf(scene, unitId)).includes(who));
  const isOpen = asked.some(({ unitId }) => {
    const questions = every(tale, 'unitConsulted').filter((one) => one.unitId === unitId).length;
    return questions > every(tale, 'consultationAnswered').filter((one) => one.unitId === unitId).length;
  });
  return isOpen ? '待答复预沟通' : null;
};

const ofPlan = (who: OpenId, scene: Scene): string | null => {
  const plan = openPlan(scene.tale);
  if (!plan) return null;
  if (plan.isAsked) return isOfLead(who, scene) || staffIn(scene).includes(who) ? '计划到期待核实' : null;
  const left = workdaysAfter(today(scene), plan.on, scene.directory.settings);
  return isOfLead(who, scene) && left <= scene.directory.settings.planReminderDays ? '计划即将到期' : null;
};

/** 工作日 left of a limit that runs and is not over. */
const daysLeft = ({ tale, directory, now }: Scene): number | null => {
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  const isRunning = ['assigned', 'handling'].includes(stateOf(tale));
  return limit && isRunning && dayOf(now) <= limit.day
    ? workdaysAfter(dayOf(now), limit.day, directory.settings)
    : null;
};

const ofTheClock = (who: OpenId, scene: Scene): string | null => {
  const { tale, directory } = scene;
  const walk = walkInHand(tale);
  if (lateBy(scene) > 0) return '已超期';
  if (!walk) return null;
  const isHandled = stateOf(tale) === 'handling';
  const [own] = standing(who, scene).parts;
  if (isHandled && own?.role !== 'supporting') {
    if (milestones(walk).some(({ on, reached }) => !reached && on < today(scene))) return '节点逾期';
    if (owedMonth(tale, directory, today(scene)) !== null) return '上月未报进展';
  }
  const lead = peopleIn(unitOf(scene, leadOf(walk)));
  if (lead.includes(who) && isContactOwed(scene)) return '待联系企业';
  if (silentOf(scene).some((unitId) => peopleIn(unitOf(scene, unitId)).includes(who))) return '协办意见逾期';
  if (isHandled && redoneIn(walk) > 0) return '退回重办';
  const left = daysLeft(scene);
  if (left !== null && left <= 5) return '临期（5个工作日内）';
  if (lead.includes(who) && isListedLineOwed(scene)) return '挂牌督办本周未报进展';
  if (isHandled && lead.includes(who) && isLineWanted(scene)) return '本月未报进展';
  return namedLead(walk, scene) === who ? '牵头在办' : null;
};

const isWithUnits = ({ tale }: Scene): boolean => ['assigned', 'handling'].includes(stateOf(tale));
/** Whoever owes one of these and has nobody in Feishu is called by 工商联. */
const owesUnheard = (scene: Scene): boolean => {
  const lead = leadOf(walkInHand(scene.tale));
  const isOwed =
    isContactOwed(scene) || isListedLineOwed(scene) || (stateOf(scene.tale) === 'handling' && isLineWanted(scene));
  return (isOwed && isSilent(scene, lead)) || silentOf(scene).some((unitId) => isSilent(scene, unitId));
};
/** The lead unit talks to the enterprise within days of taking the sheet up; asked for from the last of them on. */
const isContactOwed = (scene: Scene): boolean => {
  const walk = walkInHand(scene.tale);
  const last = walk && contactDayOf(scene.tale, walk, scene.directory.settings);
  return isWithUnits(scene) && last !== null && today(scene) >= last;
};
/** Supporting units past their own limit that said nothing. */
const silentOf = (scene: Scene): readonly UnitId[] => {
  const walk = walkInHand(scene.tale);
  if (!walk || !isWithUnits(scene)) return [];
  return parts(walk).flatMap(({ unitId, role, given }) => {
    const said = every(since(walk.tale, given), 'contributionMade').some((one) => one.unitId === unitId);
    const day = supportingLimitOf(walk, scene.directory, given.at);
    return role === 'supporting' && !said && day !== null && today(scene) > day ? [unitId] : [];
  });
};
/** 挂牌 wants a line a week of the lead unit, on the last 工作日 of one without. */
const isListedLineOwed = (scene: Scene): boolean => {
  const walk = walkInHand(scene.tale);
  const day = today(scene);
  const { settings } = scene.directory;
  if (!walk || !isWithUnits(scene) || !isListed(scene.tale) || !counts(day, settings)) return false;
  const ahead = (new Date(`${day}T12:00:00+08:00`).getUTCDay() + 6) % 7;
  const sunday = nextDay(day, 6 - ahead);
  if (workdaysAfter(day, sunday, settings) > 0) return false;
  // The next week begins with its first 工作日, however late that is.
  const monday = nextDay(day, -ahead);
  const lead = leadOf(walk);
  return !every(walk.tale, 'progressReported', 'enterpriseContacted', 'milestoneReached', 'planReported').some(
    (line) => line.unitId === lead && dayOf(line.at) >= monday,
  );
};

/** On the last three 工作日 of a month that was handled from its first day and has no line yet. */
const isLineWanted = (scene: Scene): boolean => {
  const day = today(scene);
  const { settings } = scene.directory;
  const next = firstOfMonth(nextDay(`${day.slice(0, 7)}-28`, 5));
  if (!counts(day, settings) || workdaysAfter(nextDay(day, -1), nextDay(next, -1), settings) > 3) return false;
  // Nothing is owed of this month once there is a line in it: then the first of the next month asks for none.
  const firstWorkday = Array.from({ length: 12 }, (_, ahead) => nextDay(next, ahead)).find((one) =>
    counts(one, settings),
  );
  return owedMonth(scene.tale, scene.directory, firstWorkday ?? next) !== null;
};
