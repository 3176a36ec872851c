/** What is told while a case is handled: 异议, 延期, 时限, 请企业补充, 承办人, 催办, 挂牌督办, 网页办理. */
import { currentRound, type Round, type UnitPart } from '../src/workflow/case.ts';
import { unitById } from '../src/workflow/directory.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import { hasNoSeat, staffOf } from '../src/workflow/roles.ts';
import { listerWords } from '../src/workflow/whose-turn/handling-facts.ts';
import { inertMessageLine } from './inert.ts';
import { dayText } from './moment.ts';
import {
  dayChange,
  dueClause,
  leadOf,
  namesOf,
  objectorsOf,
  personNamed,
  saying,
  shown,
  unitNamed,
} from './notice-words.ts';
import type { ResultNotice } from './notices-of-results.ts';
import type { SheetNotice } from './notices-of-sheets.ts';
import { isPast, ofMoment, type Told } from './told-of.ts';

type HandlingNotice = Exclude<NoticeKind, SheetNotice | ResultNotice | 'unitCodesIssued'>;

const DECIDED = '异议已有结论，不必再办。';

export const noticeOfHandling = (kind: HandlingNotice, told: Told): string => {
  const { subject, directory, of, round } = told;
  switch (kind) {
    case 'objectionRaised': {
      const objection = round && ofMoment(round.objections, of);
      const unit = objection ? unitNamed(directory, objection.unitId) : '责任单位';
      return objection?.decision || isPast(told) ? `${unit}的${DECIDED}` : `${unit}提出异议，请当日确定办理单位。`;
    }
    case 'objectionUndecided':
    case 'objectionOverdue': {
      // Whatever waits when it is read.
      const objectors = objectorsOf(currentRound(subject), directory);
      if (objectors === '') return DECIDED;
      if (subject.state === 'awaiting_enterprise')
        return `${objectors}的异议尚未确定；现正待企业补充，请在企业补充后当日确定办理单位。`;
      return kind === 'objectionUndecided'
        ? `${objectors}的异议尚未确定，请今日下班前确定办理单位。`
        : `${objectors}的异议当日未确定，请工商联负责人督促今日下班前确定办理单位。`;
    }
    case 'objectionDecided':
      return objectionDecided(told);
    case 'dueMoved': {
      const move =
        round &&
        ofMoment(
          round.dueMoves.filter(({ why }) => why === 'calendar'),
          of,
        );
      const isProvisional = round?.due?.isProvisional && round.due.date === move?.to;
      return move
        ? `放假或上班日期有变动，办理时限由${dayText(move.from)}改为${dayText(move.to)}${isProvisional ? '（暂定）' : ''}。`
        : `办理时限已按新的工作日历重新计算${dueClause(round)}。`;
    }
    case 'extensionRequested':
    case 'extensionForLeader':
      return extensionAsked(kind, told);
    case 'extensionDecided':
      return extensionDecided(told);
    case 'enterpriseToCall':
      return toCall(told);
    case 'enterpriseAnswered':
      return `企业已补充${saying(subject, ofMoment(subject.enterpriseAnswers, of)?.text ?? '')}请继续办理。`;
    case 'officerNamed':
      return `您已被指定为承办人，请在交办单卡片上办理${dueClause(round)}。`;
    case 'materialSubmitted':
      return `企业补交了材料${saying(subject, ofMoment(subject.materials, of)?.text ?? '')}${
        round ? '文件在交办单卡片上打开。' : '文件见“办理进展”表。'
      }`;
    case 'withdrawalRequested': {
      const { withdrawal } = subject;
      const waits = withdrawal?.outcome === 'pending' && (of === null || withdrawal.at === of);
      return withdrawal && !waits
        ? '企业曾申请撤回，已经核实，不必再办。'
        : `企业申请撤回${withdrawal?.words ? `：“${shown(subject, withdrawal.words)}”` : ''}。请电话核实是否自愿，再选“自愿撤回，同意”或“非自愿，不予撤回”。`;
    }
    case 'reminder':
      return reminder(told);
    case 'supervision':
      return listed(told);
    case 'unlisted':
      return subject.listed
        ? '此前的挂牌督办已解除，此后又挂牌督办，请看交办单。'
        : `已解除挂牌督办${dueClause(round)}。`;
    case 'taskIsNoReport':
      return '在飞书任务中点“完成”不等于报结果，任务已恢复为未完成。请在交办单卡片上填写办理结果。';
    case 'consultationAnswered': {
      const answers = subject.consultations.flatMap(({ unitId, answer }) =>
        answer ? [{ unitId, at: answer.at }] : [],
      );
      const answer = of === null ? null : ofMoment(answers, of);
      return `${answer ? unitNamed(directory, answer.unitId) : '部门'}已答复预沟通，见“事项”表的“预沟通答复”。`;
    }
    case 'receptionDayChanged':
      return dayChange(subject, of, directory);
    case 'webUnitAssigned':
      return `${namesOf(partsByWeb(told), directory)}在网页上办理：请将“事项”表中的“网页办理链接”发给该单位，再选操作“发办理码”，电话告知办理码。`;
    case 'webUnitToCall':
      return `${namesOf(partsToCall(told), directory)}收不到飞书消息，请电话催办${dueClause(round)}。`;
  }
};

/** Several may be decided before the first message goes out: each is of its own. */
const objectionDecided = ({ subject, directory, about, of }: Told): string => {
  const decided = subject.rounds
    .flatMap(({ objections }) => objections)
    .filter(({ unitId, decision }) => unitId === about && decision !== null && (of === null || decision.at === of));
  const objection = decided.at(-1);
  if (!objection?.decision) return '异议已有结论，见交办单。';
  const { isUpheld, newUnitId, words } = objection.decision;
  const name = unitNamed(directory, objection.unitId);
  const outcome = isUpheld ? `成立，改由${unitNamed(directory, newUnitId)}办理` : `不成立，请${name}签收办理`;
  const said = words === '' ? '' : `确定意见：${shown(subject, words)}。`;
  return `${name}的异议（${shown(subject, objection.reason)}）${outcome}。${said}`;
};

const extensionAsked = (kind: 'extensionRequested' | 'extensionForLeader', told: Told): string => {
  const { subject, directory, of, round } = told;
  const asked = round && ofMoment(round.extensions, of);
  const until = asked ? `至${dayText(asked.newDate)}` : '';
  const unit = leadOf(round, directory);
  if (asked?.decision || isPast(told)) return `${unit}申请延期${until}，已经审批或另作批示，不必再办。`;
  if (kind === 'extensionRequested')
    return `${unit}申请延期${until}，${isForLeader(round) ? '本轮已延期过，待领导审批。' : '请审批。'}`;
  const why = asked && asked.reason !== '' ? `原因：${shown(subject, asked.reason)}。` : '';
  return `${unit}申请再次延期${until}。${why}本轮已延期过，须由您审批。`;
};
const isForLeader = (round: Round | null): boolean =>
  (round?.extensions ?? []).some(({ decision }) => decision?.isApproved);

/** The one that was decided then, though another was asked for since. */
const extensionDecided = ({ round, of }: Told): string => {
  const decided = (round?.extensions ?? []).flatMap(({ newDate, oldDate, decision }) =>
    decision ? [{ newDate, oldDate, at: decision.at, isApproved: decision.isApproved }] : [],
  );
  const one = ofMoment(decided, of);
  if (!one) return '延期已审批，结果见交办单。';
  const now = round?.due && round.due.date !== one.newDate ? `；现时限为${dayText(round.due.date)}` : '';
  return one.isApproved
    ? `延期已批准，时限延至${dayText(one.newDate)}${now}。`
    : `申请延至${dayText(one.newDate)}，未批准，仍按原时限办理${dueClause(round)}。`;
};

/** Whom to call stands in the table, because a number has no place in a message. */
const toCall = ({ subject, of }: Told): string => {
  const { pause } = subject;
  if (!pause || (of !== null && pause.since !== of)) return '请企业补充的事已经结束，不必再打电话。';
  return `${personNamed(pause.askedBy)}请企业补充：${shown(subject, pause.question)}。请今日电话告知企业，联系人和电话见“事项”表；办理时限暂停计算。`;
};

const NOTHING_TO_DO = '领导或工商联曾催办，现不需办理，请以交办单为准。';
/** By what is asked of its reader when it is read. */
const reminder = (told: Told): string => {
  const { subject, directory, to } = told;
  if (isPast(told)) return NOTHING_TO_DO;
  const round = currentRound(subject);
  const isLate = subject.light === 'red' && round?.due;
  const late = isLate ? `已超期（原定${dayText(isLate.date)}前办结）` : '';
  const isStaff = to !== null && staffOf(directory).includes(to);
  switch (subject.state) {
    case 'assigned': {
      const objectors = objectorsOf(round, directory);
      if (isStaff && objectors !== '') return `${objectors}的异议尚未确定，请尽快确定办理单位。`;
      return late === '' ? `请尽快签收办理${dueClause(round)}。` : `${late}，请立即签收办理。`;
    }
    case 'awaiting_review':
      return isStaff || to === null ? '办理结果待审核，请尽快审核。' : '办理结果已报，待工商联审核，不必再办。';
    case 'handling':
      return late === ''
        ? `请抓紧办理${dueClause(round)}。`
        : `${late}，请尽快办结，并在交办单“报进展”中写明原因和预计办结日期。`;
    default:
      return NOTHING_TO_DO;
  }
};

const listed = ({ subject, directory, of, round }: Told): string => {
  const { listed: now, liftedListings } = subject;
  const one = ofMoment([...liftedListings, ...(now ? [now] : [])], of);
  if (!one || one !== now) return `挂牌督办已解除${dueClause(round)}。`;
  const why = one.reason === '' ? '' : `，理由：${shown(subject, one.reason)}`;
  return `${inertMessageLine(listerWords(one, directory), 80)}已挂牌督办${why}。请主办单位每周报一次进展，并说明预计办结日期。`;
};

const partsByWeb = ({ round, directory }: Told): readonly UnitPart[] =>
  (round?.units ?? []).filter(({ unitId }) => unitById(directory, unitId)?.worksByWeb);
/** Whose turn it is, of those whom no message reaches. */
const partsToCall = ({ subject, round, directory }: Told): readonly UnitPart[] => {
  const isAssigned = subject.state === 'assigned';
  return (round?.units ?? []).filter(
    ({ unitId, role, acknowledged }) =>
      hasNoSeat(unitById(directory, unitId)) && (isAssigned ? acknowledged === null : role === 'lead'),
  );
};
