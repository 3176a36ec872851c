/**
 * 通知: short text messages without buttons. Feishu reads `<at …>` in text messages, so nothing from outside stands here
 * but the enterprise's name without angle brackets, and no number or person of the enterprise at all.
 */
import {
  type Case,
  currentRound,
  type DayFacts,
  GRADES,
  LIGHTS,
  leadUnitIdOf,
  type Round,
  STATES,
  type UnitPart,
} from '../src/workflow/case.ts';
import { caseName } from '../src/workflow/case-name.ts';
import { type Directory, leaderById, unitById } from '../src/workflow/directory.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import type { UnitId } from '../src/workflow/ids.ts';
import { hasNoSeat } from '../src/workflow/roles.ts';
import { inertMessageLine } from './inert.ts';
import { dayText } from './moment.ts';

const MAX_NAME = 40;
/** Number, firm and category; a confidential enterprise is not named in messages, whoever reads them. */
const MAX_TITLE = 120;

/** 办理码 of a unit, as its reader is told it. */
export interface UnitCode {
  readonly unitId: UnitId;
  readonly code: string;
}

/**
 * One message of one or two lines, from the case as it is at delivery. `codes` are those that were given out to this reader
 * and are still good; only `unitCodesIssued` says them.
 */
export const noticeText = (
  kind: NoticeKind,
  subject: Case,
  directory: Directory,
  codes: readonly UnitCode[] = [],
): string =>
  `【${kind === 'receptionDayChanged' ? dayTitle(subject) : inertMessageLine(caseName(subject, 'unit'), MAX_TITLE)}】${kind === 'unitCodesIssued' ? codesTold(codes, directory) : sentence(kind, subject, directory)}`;

const sentence = (kind: Exclude<NoticeKind, 'unitCodesIssued'>, subject: Case, directory: Directory): string => {
  const round = currentRound(subject);
  switch (kind) {
    case 'objectionRaised':
      return `${objectorsOf(round, directory)}提出异议，请当日裁定。`;
    case 'objectionDecided':
      return objectionDecided(round, directory);
    case 'extensionRequested':
      return `${leadOf(round, directory)}申请延期${extensionDay(round)}，请审批。`;
    case 'extensionDecided':
      return round?.extensions.at(-1)?.decision?.isApproved
        ? `延期已批准${dueClause(round)}。`
        : `延期未批准，仍按原时限办理${dueClause(round)}。`;
    case 'resultReturned':
      return `结果已退回重办，请按交办单上的要求办理${dueClause(round)}。`;
    case 'dissatisfied':
      return `企业评价${round?.rating ? `“${GRADES[round.rating.grade]}”` : '不满意'}，请研判：重办，或解释并提请复核。`;
    case 'sheetSentBack':
      return '签批单已退回补充，原因见事项表，请完善后重新提交签批。';
    case 'enterpriseAnswered':
      return '企业已补充材料，请继续办理。';
    case 'officerNamed':
      return `您已被指定为承办人，请在交办单卡片上办理${dueClause(round)}。`;
    case 'materialSubmitted':
      return '企业补交了材料，请在多维表格“办理进展”中查看。';
    case 'withdrawalRequested':
      return '企业申请撤回，请电话核实是否自愿。';
    case 'reminder':
      return `请抓紧办理${dueClause(round)}。`;
    case 'supervision':
      return supervision(subject, round);
    case 'taskIsNoReport':
      return '在飞书任务中点“完成”不等于报结果，任务已恢复为未完成。请在交办单卡片上填写办理结果。';
    case 'ratedBadly':
      return `企业评价${round?.rating ? `“${GRADES[round.rating.grade]}”` : '不满意'}，意见见交办单卡片；对评价有异议的，销号前可在卡片上评价申诉一次。`;
    case 'ratingContested':
      return `${leadOf(round, directory)}对企业评价提出申诉，请在事项表裁定：“评价申诉成立”或“评价申诉不成立”，并写明理由。`;
    case 'contestDecided':
      return contestDecided(subject);
    case 'transcriptCorrected':
      return '批示转录已由签批领导更正，请以交办单卡片上的批示为准。';
    case 'planReported':
      return `${leadOf(round, directory)}已报计划兑现情况，请核实后在事项表选“计划已兑现”或“计划未兑现”。`;
    case 'planChecked':
      return round?.planCheck?.verdict?.isKept === false
        ? '经核实，计划未兑现，已报签批领导。请尽快解决，并联系区工商联说明情况。'
        : '经核实，计划已兑现。';
    case 'consultationAnswered':
      return '部门已答复预沟通，请在事项表中查看。';
    case 'receptionDayChanged':
      return dayChange(subject, directory);
    case 'caseTookIn': {
      const merged = subject.tookIn.at(-1);
      const name = inertMessageLine(merged?.enterpriseName ?? '', MAX_NAME) || '另一家企业';
      return `${name}反映的同类事项已并入本事项，请一并办理、一并答复，情况见交办单。`;
    }
    case 'caseGivenBack':
      return `所并入的事项${subject.givenBack ? STATES[subject.givenBack.why] : '已结束'}，没有答复。本事项已退回核查中，请单独办理，并告知企业。`;
    case 'sharedRatedBadly': {
      const rating = subject.sharedAnswers.at(-1)?.rating;
      return `该企业对合并办理的答复评价“${rating ? GRADES[rating.grade] : '不满意'}”，意见见事项表，请电话了解情况；需要另行办理的，请代为重新登记。`;
    }
    case 'webUnitAssigned':
      return `${namesOf(partsByWeb(round, directory), directory)}在网页上办理：请将事项表中的“网页办理链接”发给该单位，再选操作“发办理码”，电话告知办理码。`;
    case 'webUnitToCall':
      return `${namesOf(partsToCall(subject, round, directory), directory)}不用飞书，收不到提醒，请电话催办${dueClause(round)}。`;
  }
};

const codesTold = (codes: readonly UnitCode[], directory: Directory): string =>
  codes.length === 0
    ? '办理码已失效，或已另发新码；仍需要的，请重新选择操作“发办理码”。'
    : `${codes.map(({ unitId, code }) => `${nameOf(directory, unitId)}的办理码：${code}`).join('；')}。30分钟内有效，只能用一次；请电话告知，不要与链接一同发送。`;

const dayTitle = ({ onDay }: Case): string => inertMessageLine(onDay?.now.title ?? '', MAX_NAME) || '接待日';
/** What changed, old and new; what stayed is not repeated. */
const dayChange = ({ onDay }: Case, directory: Directory): string => {
  if (!onDay?.before) return '接待日安排有调整，请以“接待日”表为准。';
  const { before, now } = onDay;
  const parts = [
    whenOf(before) === whenOf(now) ? '' : `时间由${whenOf(before)}改为${whenOf(now)}`,
    before.place === now.place ? '' : `地点由${placeOf(before)}改为${placeOf(now)}`,
    before.leaderId === now.leaderId ? '' : `接待领导由${receiver(before, directory)}改为${receiver(now, directory)}`,
  ].filter((part) => part !== '');
  return `接待日安排有调整：${parts.join('；')}。已排入的事项随之调整，请告知企业。`;
};
const whenOf = ({ date, from, to }: DayFacts): string => {
  const hours = [from, to].filter((hour) => hour !== '').join('—');
  return `${date ? dayText(date) : '日期待定'}${hours === '' ? '' : ` ${inertMessageLine(hours, MAX_NAME)}`}`;
};
const placeOf = ({ place }: DayFacts): string => inertMessageLine(place, MAX_NAME) || '待定';
const receiver = ({ leaderId }: DayFacts, directory: Directory): string =>
  inertMessageLine(leaderById(directory, leaderId)?.name ?? '', MAX_NAME) || '待定';

const partsByWeb = (round: Round | null, directory: Directory): readonly UnitPart[] =>
  (round?.units ?? []).filter(({ unitId }) => unitById(directory, unitId)?.worksByWeb);
/** Whose turn it is, of those whom no message reaches. */
const partsToCall = ({ state }: Case, round: Round | null, directory: Directory): readonly UnitPart[] =>
  (round?.units ?? []).filter(
    ({ unitId, role, acknowledged }) =>
      hasNoSeat(unitById(directory, unitId)) && (state === 'assigned' ? acknowledged === null : role === 'lead'),
  );
const namesOf = (parts: readonly UnitPart[], directory: Directory): string =>
  parts
    .slice(0, 3)
    .map(({ unitId }) => nameOf(directory, unitId))
    .join('、') + (parts.length > 3 ? `等${parts.length}个单位` : '') || '责任单位';

const nameOf = (directory: Directory, id: UnitId | null): string =>
  inertMessageLine(unitById(directory, id)?.name ?? '', MAX_NAME) || '责任单位';
const leadOf = (round: Round | null, directory: Directory): string =>
  round?.instruction ? nameOf(directory, leadUnitIdOf(round)) : '主办单位';

const objectorsOf = (round: Round | null, directory: Directory): string => {
  const pending = round?.units.filter(({ objection }) => objection !== null && objection.decision === null) ?? [];
  return pending.length === 0 ? '责任单位' : pending.map(({ unitId }) => nameOf(directory, unitId)).join('、');
};

const objectionDecided = (round: Round | null, directory: Directory): string => {
  const decided = round?.units.filter(({ objection }) => objection?.decision) ?? [];
  const last = decided.toSorted((a, b) => (a.objection?.decision?.at ?? 0) - (b.objection?.decision?.at ?? 0)).at(-1);
  // A unit whose objection was upheld may have left the round by the time the message goes out.
  if (!last?.objection?.decision) return '异议已裁定，结果见交办单。';
  return last.objection.decision.isUpheld
    ? `${nameOf(directory, last.unitId)}的异议成立，已改派。`
    : `${nameOf(directory, last.unitId)}的异议不成立，请签收办理。`;
};

const contestDecided = ({ rounds }: Case): string => {
  const decided = rounds.flatMap(({ contest }) => contest?.decision ?? []);
  const last = decided.toSorted((a, b) => a.at - b.at).at(-1);
  if (!last) return '评价申诉已裁定，结果见交办单。';
  return last.isUpheld
    ? '评价申诉成立：该评价不计入单位考核，企业评价不变，理由见交办单。'
    : '评价申诉不成立：该评价照常计入，理由见交办单。';
};

const extensionDay = (round: Round | null): string => {
  const asked = round?.extensions.at(-1);
  return asked ? `至${dayText(asked.newDate)}` : '';
};
const dueClause = (round: Round | null): string =>
  round?.due ? `，${dayText(round.due.date)}前办结${round.due.isProvisional ? '（暂定）' : ''}` : '';

/** Rungs of the ladder by level; nobody is written to at level 0. */
const RUNGS = ['提醒', '临期提醒', '催办', '督办', '提请挂牌'] as const;
const supervision = (subject: Case, round: Round | null): string => {
  const rung = RUNGS[subject.ladderLevel] ?? '督办';
  const light = subject.light ? `（${LIGHTS[subject.light]}）` : '';
  return `${rung}：本事项${subject.light === 'red' ? '已超期' : '需抓紧办理'}${light}${dueClause(round)}，请说明情况并尽快办结。`;
};
