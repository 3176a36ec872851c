/**
 * What a unit that works by web reads of its sheet: the same as the 交办单 card shows its people, built field by field. A
 * confidential enterprise is not named, nor reached otherwise than through 工商联. Pure.
 */
import {
  type AttachedFile,
  type Case,
  currentResult,
  GRADES,
  type Instruction,
  LIGHTS,
  type Milestone,
  type Objection,
  OUTCOMES,
  type Round,
  STATES,
  timesRedone,
  type UnitPart,
} from '../workflow/case.ts';
import { contributionDue } from '../workflow/deadlines.ts';
import { type Directory, leaderById, unitById } from '../workflow/directory.ts';
import { HIDDEN_NAME, withoutEnterprise } from '../workflow/hidden-enterprise.ts';
import type { LeaderId, Ms, UnitId } from '../workflow/ids.ts';
import { milestoneStanding } from '../workflow/milestones.ts';
import { objectionOf } from '../workflow/objections.ts';
import { backgroundFacts } from '../workflow/whose-turn/background-facts.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';
import { dayText, dayWords } from './chinese-moment.ts';

export interface UnitLine {
  readonly at: Ms;
  readonly by: string;
  readonly text: string;
  readonly files: readonly AttachedFile[];
}

/** A name and what stands beside it. */
export type UnitFact = readonly [name: string, value: string];

export interface UnitView {
  readonly number: string;
  readonly enterprise: string;
  readonly state: string;
  readonly isOverdue: boolean;
  /** What is asked of the unit now, or for whom it waits. */
  readonly ask: string;
  /** 主办 or 协办, with the name of the unit. */
  readonly part: string;
  readonly instruction: string;
  readonly signature: string;
  readonly roles: readonly UnitFact[];
  readonly due: string;
  readonly derivation: string;
  readonly contact: string;
  /** Digits to call; empty where the enterprise is not to be called. */
  readonly phone: string;
  readonly request: string;
  readonly wishes: readonly UnitFact[];
  /** How far this unit and the others are. */
  readonly steps: readonly UnitFact[];
  /** 阶段节点 of the round, and how each stands. */
  readonly milestones: readonly UnitFact[];
  /** What was asked of the enterprise and is not answered yet. */
  readonly question: string;
  readonly history: readonly UnitLine[];
  readonly results: readonly UnitFact[];
}

/** Null for a round without a sheet. */
export const unitView = (
  subject: Case,
  directory: Directory,
  round: Round,
  part: UnitPart,
  now: Ms,
): UnitView | null => {
  const signed = round.instruction;
  if (!signed) return null;
  const { appeal, notes } = subject;
  const isHidden = notes.isConfidential;
  const show = (text: string): string => (isHidden ? withoutEnterprise(subject, text) : text);
  const unitName = (id: UnitId): string => unitById(directory, id)?.name ?? '（已不在单位名录中）';
  const leaderName = (id: LeaderId): string => leaderById(directory, id)?.name ?? '（已不在领导名录中）';
  const flags = [notes.isUrgent ? '急' : '', notes.isGrave ? '重' : '', notes.isHard ? '难' : ''].filter(isFilled);
  return {
    number: signed.number.text,
    enterprise: isHidden ? HIDDEN_NAME : appeal.enterpriseName || '（未填企业名称）',
    state: [STATES[subject.state], subject.light ? LIGHTS[subject.light] : '', subject.listed ? '已挂牌督办' : '']
      .filter(isFilled)
      .join(' · '),
    isOverdue: subject.light === 'red',
    ask: askOf(subject, round, part, directory),
    part: `${unitName(part.unitId)}（${roleWord(part)}）`,
    instruction: signed.words,
    signature: signatureOf(signed, now),
    roles: facts([
      ['牵头领导', signed.leadLeaderId ? leaderName(signed.leadLeaderId) : ''],
      ['主办单位', namesOf(round, 'lead', unitName)],
      ['协办单位', namesOf(round, 'supporting', unitName)],
    ]),
    due: round.due
      ? `${dayText(round.due.date)}前办结${round.due.isProvisional ? '（暂定）' : ''}${subject.pause ? '，等企业补充期间暂停计算' : ''}`
      : '未定时限',
    derivation: round.due
      ? `${round.due.derivation}${round.due.isProvisional ? '其后的节假日安排公布后，日期可能调整。' : ''}`
      : '',
    contact: isHidden
      ? '企业要求保密，请通过区工商联联系'
      : [appeal.contactName, appeal.contactRole, appeal.phone].filter(isFilled).join(' '),
    phone: isHidden ? '' : appeal.phone.replace(/[^\d+]/g, ''),
    request: show(appeal.text) || '（未填）',
    wishes: facts([
      ['希望', show(appeal.wish)],
      ['紧急情况', notes.isUrgent ? show(appeal.urgency) : ''],
      ['急重难', flags.join('、')],
      ...backgroundFacts(subject, 'unit').map(({ label, text }): UnitFact => [label, show(text)]),
    ]),
    steps: [part, ...round.units.filter(({ unitId }) => unitId !== part.unitId)].map(
      (each): UnitFact => [
        `${unitName(each.unitId)}（${roleWord(each)}）`,
        stepsOf(each, round, directory, each === part, now),
      ],
    ),
    milestones: round.milestones.map((each): UnitFact => [each.text, milestoneWords(each, now)]),
    question: subject.pause ? show(subject.pause.question) : '',
    history: historyOf(subject, round, unitName, show),
    results: resultsOf(round, show, now),
  };
};

/** 书面批示 is said to be a transcript; its original stands with the first line of progress. */
const signatureOf = (signed: Instruction, now: Ms): string => {
  const { signedBy, actedForName, signedAt, transcript } = signed;
  const who = `${signedBy.name}${actedForName ? `（代${actedForName}）` : ''}`;
  if (!transcript) return `${who} ${dayWords(signedAt, now)}`;
  const standing = transcript.checked ? `已${transcript.checked.corrected === null ? '核对' : '更正'}` : '待领导核对';
  return `${who} ${dayText(transcript.writtenOn)}。据书面批示转录，${standing}；原件见“进展与意见”。`;
};

const isFilled = (text: string): boolean => text !== '';
const facts = (all: readonly UnitFact[]): readonly UnitFact[] => all.filter(([, value]) => value !== '');
const roleWord = ({ role }: UnitPart): string => (role === 'lead' ? '主办' : '协办');
const namesOf = (round: Round, role: UnitPart['role'], unitName: (id: UnitId) => string): string =>
  round.units
    .filter((part) => part.role === role)
    .map(({ unitId }) => unitName(unitId))
    .join('、');

const askOf = (subject: Case, round: Round, part: UnitPart, { settings }: Directory): string => {
  const { acknowledged, contribution, role } = part;
  const objection = objectionOf(round, part.unitId);
  switch (subject.state) {
    case 'assigned':
      if (acknowledged) return '已签收，待其他单位签收。';
      if (!objection)
        return `请在${settings.acknowledgeDays}个工作日内签收；认为不属本单位职责的，可在${settings.objectDays}个工作日内提出异议。`;
      if (!objection.decision) return '异议已提出，待区工商联裁定。';
      return objection.decision.isUpheld ? '改派后又交回本单位，请签收办理。' : '异议不成立，请签收办理。';
    case 'handling':
      if (role === 'lead' && round.lineOwedFor)
        return `${Number(round.lineOwedFor.slice(5, 7))}月未报进展，请先补报；补报前不能申请延期。`;
      if (role === 'lead') return '请办理并报结果。';
      return contribution ? '协办意见已报，请继续配合主办单位。' : '请提出协办意见并配合办理。';
    case 'awaiting_enterprise':
      return '已请企业补充，时限暂停计算。';
    case 'awaiting_review':
      return '结果已报，待区工商联审核。';
    case 'awaiting_rating':
      return round.rating ? '企业已评价，待区工商联研判、复核。' : '结果已告知企业，待企业评价。';
    case 'awaiting_closure':
      return '企业评价已有结果，待签批领导阅示。';
    default:
      return '';
  }
};

const stepsOf = (part: UnitPart, round: Round, directory: Directory, isOwn: boolean, now: Ms): string => {
  const { acknowledged, officer, contactedAt, contribution, role } = part;
  const objection = objectionOf(round, part.unitId);
  const wantedBy = contributionDue(round, part.unitId, createWorkCalendar(directory.settings));
  return [
    acknowledged ? `${dayWords(acknowledged.at, now)}由${acknowledged.by.name}签收` : '未签收',
    officer ? `承办人：${officer.kind === 'named' ? officer.name : '已指定'}` : '',
    contactedAt === null ? '' : `${dayWords(contactedAt, now)}已联系企业`,
    role === 'lead'
      ? ''
      : contribution
        ? '已报协办意见'
        : `未报协办意见${wantedBy ? `（应于${dayText(wantedBy)}前）` : ''}`,
    objection && isOwn ? objectionWords(objection) : '',
  ]
    .filter(isFilled)
    .join('；');
};

const objectionWords = ({ decision, reason }: Objection): string =>
  decision
    ? `异议${decision.isUpheld ? '成立' : '不成立'}${decision.words === '' ? '' : `（${decision.words}）`}`
    : `异议待裁定（${reason}）`;

const milestoneWords = (milestone: Milestone, now: Ms): string => {
  const { on, reached } = milestone;
  const standing = reached
    ? `${dayWords(reached.at, now)}完成`
    : milestoneStanding(milestone) === 'overdue'
      ? '已逾期'
      : '未到期';
  return `${dayText(on)}前，${standing}`;
};

/** Newest first. */
const historyOf = (
  subject: Case,
  round: Round,
  unitName: (id: UnitId) => string,
  show: (text: string) => string,
): readonly UnitLine[] =>
  [
    ...round.progress.map(
      ({ at, by, unitId, text, files }): UnitLine => ({
        at,
        by: unitId ? unitName(unitId) : by.name,
        text: show(text),
        files,
      }),
    ),
    ...round.units.flatMap(({ unitId, contribution }): readonly UnitLine[] =>
      contribution
        ? [{ at: contribution.at, by: unitName(unitId), text: `协办意见：${show(contribution.text)}`, files: [] }]
        : [],
    ),
    ...round.extensions.map(
      ({ at, by, newDate, reason, decision }): UnitLine => ({
        at,
        by: by.name,
        text: `申请延期至${dayText(newDate)}（${decision ? (decision.isApproved ? '已批准' : '未批准') : '待审批'}）：${show(decision?.words || reason)}`,
        files: [],
      }),
    ),
    ...subject.enterpriseAnswers.map(
      ({ at, text }): UnitLine => ({ at, by: '企业', text: `补充：${show(text)}`, files: [] }),
    ),
    // What the enterprise sent in may say who it is.
    ...(subject.notes.isConfidential ? [] : subject.materials).map(
      ({ at, text, files }): UnitLine => ({ at, by: '企业', text: `补交材料${text === '' ? '' : `：${text}`}`, files }),
    ),
  ].toSorted((a, b) => b.at - a.at);

const resultsOf = (round: Round, show: (text: string) => string, now: Ms): readonly UnitFact[] => {
  const result = currentResult(round);
  const { rating, contest, judgement } = round;
  const redone = timesRedone(round);
  const verdict = round.planCheck?.verdict;
  return facts([
    ['办理结果', result ? OUTCOMES[result.outcome] : ''],
    ['计划解决', result?.plannedDate ? `${dayText(result.plannedDate)}前` : ''],
    ['办理情况', result ? show(result.text) : ''],
    ['政策依据', result?.basis ?? ''],
    ['单位负责人', result?.unitHead ?? ''],
    ['报送', result ? `${result.by.name} ${dayWords(result.at, now)}` : ''],
    ['计划核实', verdict ? `${verdict.isKept ? '已兑现' : '未兑现'}：${show(verdict.words)}` : ''],
    ['退回重办', redone > 0 ? `${redone}次${judgement?.decision === 'redo' ? `：${show(judgement.words)}` : ''}` : ''],
    ['企业评价', rating ? GRADES[rating.grade] : round.isUnrated ? '未评价' : ''],
    ['企业意见', rating ? show(rating.words) : ''],
    ['评价申诉', contest ? show(contest.reason) : ''],
    [
      '申诉裁定',
      contest?.decision ? `${contest.decision.isUpheld ? '成立' : '不成立'}：${show(contest.decision.words)}` : '',
    ],
  ]);
};
