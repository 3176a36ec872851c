/**
 * 通知: short text messages without buttons. Feishu reads `<at …>` in text messages, so nothing from outside stands here
 * but the enterprise's name without angle brackets, and no number or person of the enterprise at all.
 */
import {
  type By,
  type Case,
  currentRound,
  type DayFacts,
  GRADES,
  leadUnitIdOf,
  type Round,
  STATES,
  type UnitPart,
} from '../src/workflow/case.ts';
import { caseName } from '../src/workflow/case-name.ts';
import { type Directory, leaderById, unitById } from '../src/workflow/directory.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import type { LeaderId, Ms, UnitId } from '../src/workflow/ids.ts';
import { LENGTHS } from '../src/workflow/lengths.ts';
import { pendingObjections } from '../src/workflow/objections.ts';
import { hasNoSeat } from '../src/workflow/roles.ts';
import { inertMessageLine } from './inert.ts';
import { dayText, shortMomentText } from './moment.ts';

const MAX_NAME = 40;
/** Number, firm and category; a confidential enterprise is not named in messages, whoever reads them. */
const MAX_TITLE = 120;

/** 办理码 of a unit, as its reader is told it. */
export interface UnitCode {
  readonly unitId: UnitId;
  readonly code: string;
}

/**
 * One message of one or two lines, from the case as it is at delivery. `about`: the unit of which it speaks. `codes` are those that
 * were given out to this reader and are still good; only `unitCodesIssued` says them.
 */
export const noticeText = (
  kind: NoticeKind,
  subject: Case,
  directory: Directory,
  { about = null, codes = [] }: { readonly about?: UnitId | null; readonly codes?: readonly UnitCode[] } = {},
): string => {
  const words = kind === 'unitCodesIssued' ? codesTold(codes, directory) : sentence(kind, subject, directory, about);
  return `【${kind === 'receptionDayChanged' ? dayTitle(subject) : titleOf(subject, kind)}】${words}`;
};

/** A sheet that is void keeps its number in what is said of it, though it is no longer the one in hand. */
const titleOf = (subject: Case, kind: NoticeKind): string => {
  const voided = kind === 'transcriptDisowned' ? subject.rounds.findLast((round) => round.voided !== null) : null;
  const seen = voided ? { ...subject, rounds: [{ ...voided, voided: null }] } : subject;
  return inertMessageLine(caseName(seen, 'unit'), MAX_TITLE);
};

const sentence = (
  kind: Exclude<NoticeKind, 'unitCodesIssued'>,
  subject: Case,
  directory: Directory,
  about: UnitId | null,
): string => {
  const round = currentRound(subject);
  switch (kind) {
    case 'objectionRaised':
      return `${objectorsOf(round, directory)}提出异议，请当日确定办理单位。`;
    case 'objectionUndecided':
      return round && pendingObjections(round).length > 0
        ? `${objectorsOf(round, directory)}的异议尚未确定，请今日下班前确定办理单位。`
        : '异议已有结论，不必再办。';
    case 'objectionOverdue':
      return round && pendingObjections(round).length > 0
        ? `${objectorsOf(round, directory)}的异议当日未确定，请工商联负责人督促今日下班前确定办理单位。`
        : '异议已有结论，不必再办。';
    case 'objectionDecided':
      return objectionDecided(subject, about, directory);
    case 'dueMoved':
      return dueMoved(round);
    case 'extensionRequested':
      return `${leadOf(round, directory)}申请延期${extensionDay(round)}，请审批。`;
    case 'extensionForLeader':
      return `${leadOf(round, directory)}申请再次延期${extensionDay(round)}。${extensionReason(subject, round)}本轮已延期过，须由您审批。`;
    case 'extensionDecided':
      return round?.extensions.at(-1)?.decision?.isApproved
        ? `延期已批准${dueClause(round)}。`
        : `延期未批准，仍按原时限办理${dueClause(round)}。`;
    case 'resultReturned':
      return `结果已退回重办，请按交办单上的要求办理${dueClause(round)}。`;
    case 'dissatisfied':
      return `企业评价${round?.rating ? `“${GRADES[round.rating.grade]}”` : '不满意'}，请研判：重办，或解释并提请复核。`;
    case 'sheetSentBack':
      return subject.sentBack
        ? `${toldBy(subject.sentBack)}退回补充：“${wordsOf(subject, subject.sentBack.reason)}”。请完善后重新提交签批。`
        : '签批单曾退回补充，现已重新签批。';
    case 'sheetPassedOn': {
      const passed = subject.awaiting?.passedOn.at(-1);
      return passed
        ? `${toldBy(passed)}转请${leaderNamed(directory, subject.awaiting?.leaderId ?? null)}批示${passed.words === '' ? '' : `：“${wordsOf(subject, passed.words)}”`}。`
        : '签批单曾转请其他领导批示，现已不在签批中。';
    }
    case 'sheetHeld': {
      const hold = subject.awaiting?.hold;
      return hold ? `${toldBy(hold)}暂缓签批：“${wordsOf(subject, hold.reason)}”。` : '签批单曾暂缓，现已不再暂缓。';
    }
    case 'enterpriseToCall':
      return toCall(subject);
    case 'enterpriseAnswered':
      return `企业已补充${saying(subject, subject.enterpriseAnswers.at(-1)?.text ?? '')}请继续办理。`;
    case 'officerNamed':
      return `您已被指定为承办人，请在交办单卡片上办理${dueClause(round)}。`;
    case 'materialSubmitted':
      return `企业补交了材料${saying(subject, subject.materials.at(-1)?.text ?? '')}${
        round ? '文件在交办单卡片上打开。' : '文件见“办理进展”表。'
      }`;
    case 'withdrawalRequested':
      return '企业申请撤回，请电话核实是否自愿，再选“自愿撤回，同意”或“非自愿，不予撤回”。';
    case 'reminder':
      return subject.light === 'red' && round?.due
        ? `已超期（原定${dayText(round.due.date)}前办结），请尽快办结，并在交办单“报进展”中写明原因和预计办结日期。`
        : `请抓紧办理${dueClause(round)}。`;
    case 'supervision':
      return listed(subject, round, directory);
    case 'unlisted':
      return `已解除挂牌督办${dueClause(round)}。`;
    case 'taskIsNoReport':
      return '在飞书任务中点“完成”不等于报结果，任务已恢复为未完成。请在交办单卡片上填写办理结果。';
    case 'ratedBadly':
      return `企业评价${round?.rating ? `“${GRADES[round.rating.grade]}”` : '不满意'}，意见见交办单卡片；对评价有异议的，销号前可在卡片上评价申诉一次。`;
    case 'ratingWordsAdded':
      return `企业补充了评价意见${saying(subject, round?.rating?.added.at(-1)?.words ?? '')}请研判。`;
    case 'ratingContested':
      return `${leadOf(round, directory)}对企业评价提出申诉，请在“事项”表选“评价申诉成立”或“评价申诉不成立”，并写明理由。`;
    case 'contestDecided':
      return contestDecided(subject);
    case 'transcriptCorrected':
      return `批示转录已由签批领导更正：“${wordsOf(subject, round?.instruction?.words ?? '')}”。请以更正后的为准。`;
    case 'transcriptDisowned': {
      const voided = subject.rounds.findLast((one) => one.voided !== null);
      if (!voided?.voided) return '书面批示经签批领导核对，结果见交办单。';
      const recorder = inertMessageLine(voided.instruction?.transcript?.recordedBy.name ?? '', MAX_NAME);
      return `本交办单已作废，请勿再办理。${toldBy(voided.voided)}：非本人批示。说明：“${wordsOf(subject, voided.voided.words)}”。转录登记人：${recorder}。`;
    }
    case 'instructionCorrected':
      return corrected(subject, round, directory);
    case 'unitReleased':
      return '批示已更正，本事项不再由贵单位承办，交办单对贵单位作废，请勿再办理。';
    case 'instructionAdded': {
      const added = round?.instruction?.additions.at(-1);
      return added
        ? `${toldBy(added)}追加批示：“${wordsOf(subject, added.words)}”。编号和时限不变。${toTellByPhone(round, directory)}`
        : '领导已追加批示，请看交办单。';
    }
    case 'planReported':
      return `${leadOf(round, directory)}已报计划兑现情况，请核实后在“事项”表选“计划已兑现”或“计划未兑现”。`;
    case 'planChecked':
      return round?.planCheck?.verdict?.isKept === false
        ? '经核实，计划未兑现，已报签批领导。请尽快解决，并联系区工商联说明情况。'
        : '经核实，计划已兑现。';
    case 'consultationAnswered':
      return '部门已答复预沟通，见“事项”表的“预沟通答复”。';
    case 'receptionDayChanged':
      return dayChange(subject, directory);
    case 'caseTookIn': {
      const merged = subject.tookIn.at(-1);
      const name = inertMessageLine(merged?.enterpriseName ?? '', MAX_NAME) || '另一家企业';
      return `${name}反映的同类事项已并入本事项，请一并办理、一并答复，情况见交办单。`;
    }
    case 'caseGivenBack':
      return `所并入的事项${subject.givenBack?.why ? STATES[subject.givenBack.why] : '已结束'}，没有答复。本事项已退回核查中，请单独办理，并告知企业。`;
    case 'sharedRatedBadly': {
      const rating = subject.sharedAnswers.at(-1)?.rating;
      return `该企业对合并办理的答复评价“${rating ? GRADES[rating.grade] : '不满意'}”，意见见“事项”表，请电话了解情况；需要另行办理的，请在“事项”表选“恢复单独办理”，并写明理由。`;
    }
    case 'webUnitAssigned':
      return `${namesOf(partsByWeb(round, directory), directory)}在网页上办理：请将“事项”表中的“网页办理链接”发给该单位，再选操作“发办理码”，电话告知办理码。`;
    case 'webUnitToCall':
      return `${namesOf(partsToCall(subject, round, directory), directory)}不用飞书，收不到提醒，请电话催办${dueClause(round)}。`;
  }
};

/** Who and when, before what was said. */
const toldBy = ({ by, at }: { readonly by: By; readonly at: Ms }): string =>
  `${inertMessageLine(by.name, MAX_NAME) || '签批领导'}${shortMomentText(at)}`;
/** Words of an act, whole. A confidential enterprise stays unnamed in them. */
const wordsOf = (subject: Case, words: string): string =>
  inertMessageLine(subject.notes.isConfidential ? withoutEnterprise(subject, words) : words, LENGTHS.cell);
/** “：…。” where there are words, else the end of the sentence. */
const saying = (subject: Case, words: string): string => (words === '' ? '，' : `：“${wordsOf(subject, words)}”。`);
const leaderNamed = (directory: Directory, id: LeaderId | null): string =>
  inertMessageLine(leaderById(directory, id)?.name ?? '', MAX_NAME) || '其他领导';

/** Both texts, and whatever else changed with them. */
const corrected = (subject: Case, round: Round | null, directory: Directory): string => {
  const now = round?.instruction;
  const last = now?.corrections.at(-1);
  if (!now || !last) return '批示已更正，请以交办单为准。';
  const { before } = last;
  const units = (ids: readonly UnitId[]): string => ids.map((id) => nameOf(directory, id)).join('、') || '无';
  const changed = [
    before.leadLeaderId === now.leadLeaderId
      ? ''
      : `牵头领导由${before.leadLeaderId ? leaderNamed(directory, before.leadLeaderId) : '未定'}改为${leaderNamed(directory, now.leadLeaderId)}`,
    before.leadUnitId === now.leadUnitId
      ? ''
      : `主办单位由${nameOf(directory, before.leadUnitId)}改为${nameOf(directory, now.leadUnitId)}`,
    units(before.supportingUnitIds) === units(now.supportingUnitIds)
      ? ''
      : `协办单位由${units(before.supportingUnitIds)}改为${units(now.supportingUnitIds)}`,
    JSON.stringify(before.limit) === JSON.stringify(now.limit) || !round?.due
      ? ''
      : `时限改为${dayText(round.due.date)}前`,
  ].filter((each) => each !== '');
  const words =
    before.words === now.words
      ? `批示不变：“${wordsOf(subject, now.words)}”`
      : `原批示“${wordsOf(subject, before.words)}”，现批示“${wordsOf(subject, now.words)}”`;
  return `${toldBy(last)}更正批示，编号不变。${[words, ...changed].join('；')}。${toTellByPhone(round, directory)}`;
};

/** Units whom no message reaches. */
const toTellByPhone = (round: Round | null, directory: Directory): string => {
  const parts = (round?.units ?? []).filter(({ unitId }) => hasNoSeat(unitById(directory, unitId)));
  return parts.length === 0 ? '' : `${namesOf(parts, directory)}不用飞书，由工商联电话告知。`;
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
  const pending = round ? pendingObjections(round) : [];
  return pending.length === 0 ? '责任单位' : pending.map(({ unitId }) => nameOf(directory, unitId)).join('、');
};

/** Of the objection of this unit alone: several may be decided before the first message goes out. */
const objectionDecided = (subject: Case, about: UnitId | null, directory: Directory): string => {
  const all = subject.rounds.flatMap(({ objections }) => objections);
  const objection = all.findLast(({ unitId }) => unitId === about);
  if (!objection?.decision) return '异议已有结论，见交办单。';
  const { isUpheld, newUnitId, words } = objection.decision;
  const name = nameOf(directory, objection.unitId);
  const outcome = isUpheld ? `成立，改由${nameOf(directory, newUnitId)}办理` : `不成立，请${name}签收办理`;
  const said = words === '' ? '' : `确定意见：${shown(subject, words)}。`;
  return `${name}的异议（${shown(subject, objection.reason)}）${outcome}。${said}`;
};

/** Units read it as well, so a confidential enterprise is not named. */
const shown = (subject: Case, text: string): string =>
  inertMessageLine(subject.notes.isConfidential ? withoutEnterprise(subject, text) : text, MAX_WORDS).replace(
    /。$/,
    '',
  );
const MAX_WORDS = 300;

const dueMoved = (round: Round | null): string => {
  const move = round?.dueMoves.findLast(({ why }) => why === 'calendar');
  return move
    ? `放假或上班日期有变动，办理时限由${dayText(move.from)}改为${dayText(move.to)}${round?.due?.isProvisional ? '（暂定）' : ''}。`
    : `办理时限已按新的工作日历重新计算${dueClause(round)}。`;
};

/** Whom to call stands in the table, because a number has no place in a message. */
const toCall = (subject: Case): string => {
  if (!subject.pause) return '请企业补充的事已经结束，不必再打电话。';
  const asker = inertMessageLine(subject.pause.askedBy.name, MAX_NAME);
  return `${asker}请企业补充：${shown(subject, subject.pause.question)}。请今日电话告知企业，联系人和电话见“事项”表；办理时限暂停计算。`;
};

const contestDecided = ({ rounds }: Case): string => {
  const decided = rounds.flatMap(({ contest }) => contest?.decision ?? []);
  const last = decided.toSorted((a, b) => a.at - b.at).at(-1);
  if (!last) return '评价申诉已有结论，见交办单。';
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

const extensionReason = (subject: Case, round: Round | null): string => {
  const reason = round?.extensions.at(-1)?.reason ?? '';
  return reason === '' ? '' : `原因：${shown(subject, reason)}。`;
};

const listed = (subject: Case, round: Round | null, directory: Directory): string => {
  const { listed: listing } = subject;
  if (!listing) return `已解除挂牌督办${dueClause(round)}。`;
  const leader = inertMessageLine(leaderById(directory, listing.leaderId)?.name ?? listing.by.name, MAX_NAME);
  const why = listing.reason === '' ? '' : `，理由：${shown(subject, listing.reason)}`;
  return `${leader}已挂牌督办${why}。请主办单位每周报一次进展，并说明预计办结日期。`;
};
