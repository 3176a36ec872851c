/**
 * 交办单 as the people of a unit have it, from signing to closing: the sheet, the limit, whom to contact, their own part
 * and what they can do now. A confidential enterprise is not named to units. Whoever has no part in it sees no buttons.
 */
import {
  currentResult,
  GRADES,
  isDissatisfied,
  leadUnitIdOf,
  type Objection,
  type Round,
  STATES,
  timesRedone,
  type UnitPart,
} from '../src/workflow/case.ts';
import { mayContest } from '../src/workflow/contests.ts';
import { beijingDateOf, contributionDue, dueAfter } from '../src/workflow/deadlines.ts';
import { unitById } from '../src/workflow/directory.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import type { UnitId } from '../src/workflow/ids.ts';
import { isObjecting, objectionOf } from '../src/workflow/objections.ts';
import { peopleOf } from '../src/workflow/roles.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import {
  type Card,
  cardOf,
  type FormElement,
  fold,
  heading,
  paragraph,
  person,
  type RootElement,
  remark,
} from './builder.ts';
import { addFiles, filesWord, seeFiles } from './files.ts';
import { inertLine, inertText } from './inert.ts';
import { milestoneFold, owedLine } from './milestone-section.ts';
import { dayText, shortDayText, shortMomentText } from './moment.ts';
import { offersOn, offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  contestLines,
  dueClause,
  dueSection,
  enterpriseName,
  fact,
  flagWords,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  lines,
  newest,
  officerWords,
  pastRoundLine,
  personName,
  planLines,
  ratingLines,
  requestSection,
  resultSection,
  roundOf,
  sheetSection,
  unitName,
} from './view.ts';

/** Null for a round without a sheet. */
export const drawAssignmentCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  if (!round?.instruction) return null;
  const { subject, directory } = view;
  const part = ownPart(view, round);
  const isHidden = subject.notes.isConfidential;
  const acts = isRoundInHand(view) ? offersSection(view, 'assignment', space) : [];
  const mayAdd = offersOn(view, 'assignment').some((offer) => offer.buttons.some(({ act }) => act === 'progress'));
  const buttons = isRoundInHand(view) && mayAdd ? [...acts, ...addFiles(view, round)] : acts;
  const number = inertLine(round.instruction.number.text, 40);
  return cardOf({
    title: `交办单 ${number}`,
    subtitle: enterpriseName(subject, isHidden),
    template: headTemplate(view, buttons.length > 0),
    tags: headTags(view),
    summary: `交办单 ${number}：${askOf(view, round, part)}`,
    elements: [
      paragraph(askOf(view, round, part), 'heading'),
      ...sheetSection(directory, round.instruction, space),
      ...dueSection(round),
      ...(part?.role === 'lead' && view.subject.state === 'handling' && isRoundInHand(view) ? owedLine(round) : []),
      ...milestoneFold(round, space),
      ...(subject.listed
        ? [paragraph(`已挂牌督办（${personName(subject.listed.by.name)} ${shortMomentText(subject.listed.at)}）`)]
        : []),
      heading('企业与诉求'),
      ...contactSection(view, isHidden),
      ...requestSection(subject, space, isHidden),
      ...partSection(view, round, part, space),
      ...historySection(view, round, space),
      ...buttons,
    ],
  });
};

/** The part of the viewer's unit; where someone belongs to two units of the round, the lead unit's. */
const ownPart = ({ directory, viewer }: CardView, round: Round): UnitPart | null => {
  const own = round.units.filter(({ unitId }) => {
    const unit = unitById(directory, unitId);
    return unit !== null && (unit.headOpenIds.includes(viewer) || unit.officerOpenIds.includes(viewer));
  });
  return own.find(({ role }) => role === 'lead') ?? own[0] ?? null;
};

const roleWord = (part: UnitPart): string => (part.role === 'lead' ? '主办' : '协办');

/** Who is asked for what by when, or how it stands. */
const askOf = (view: CardView, round: Round, part: UnitPart | null): string => {
  const { subject, directory } = view;
  const past = pastRoundLine(view);
  if (past) return past;
  if (hasEnded(subject))
    return subject.state === 'closed' ? '本事项已销号。' : `本事项${STATES[subject.state]}，不再办理。`;
  const who = part
    ? `${unitName(directory, part.unitId)}（${roleWord(part)}）`
    : `${unitName(directory, leadUnitIdOf(round))}（主办）`;
  switch (subject.state) {
    case 'assigned':
      if (part && isObjecting(round, part.unitId)) return `${who}已提出异议，待工商联裁定。`;
      return part?.acknowledged
        ? `${who}已签收，待其他单位签收；${dueClause(view, round)}。`
        : `请${who}${withinWords(view, round, part, directory.settings.acknowledgeDays)}签收，${dueClause(view, round)}。`;
    case 'handling':
      return part?.role === 'supporting'
        ? part.contribution
          ? `${who}已报协办意见，请继续配合主办单位，${dueClause(view, round)}。`
          : `请${who}${contributionClause(view, round, part.unitId)}提出协办意见并配合办理，${dueClause(view, round)}。`
        : `请${who}办理并报结果，${dueClause(view, round)}。`;
    case 'awaiting_enterprise':
      return '已请企业补充材料，时限暂停计算。';
    case 'awaiting_review':
      return '结果已报，待工商联审核。';
    case 'awaiting_rating':
    case 'awaiting_closure': {
      const next = subject.state === 'awaiting_closure' ? '待签批领导阅示' : '待工商联研判、复核';
      if (round.rating && part?.role === 'lead' && mayContest(round))
        return `企业${shortDayText(beijingDateOf(round.rating.at))}评价“${GRADES[round.rating.grade]}”，${next}；${who}对评价有异议的，销号前可评价申诉一次。`;
      if (round.rating && isDissatisfied(round.rating.grade))
        return `企业评价“${GRADES[round.rating.grade]}”，${next}。`;
      return subject.state === 'awaiting_closure'
        ? '企业评价已有结果，待签批领导阅示。'
        : '结果已告知企业，待企业评价。';
    }
    default:
      return `本事项现为“${STATES[subject.state]}”。`;
  }
};

const contactSection = (view: CardView, isHidden: boolean): readonly FormElement[] => {
  const { subject } = view;
  const { appeal } = subject;
  const flags = flagWords(subject);
  return lines([
    `企业：${enterpriseName(subject, isHidden)}`,
    isHidden
      ? '联系：企业要求保密，请通过区工商联联系'
      : [fact('联系人', appeal.contactName, 20), inertLine(appeal.contactRole, 20), inertLine(appeal.phone, 30)]
          .filter((each) => each !== null && each !== '')
          .join(' '),
    flags === '' ? null : `急重难：${flags}`,
  ]);
};

const partSection = (view: CardView, round: Round, part: UnitPart | null, space: Space): readonly FormElement[] => {
  if (!part) return [];
  const ownObjection = objectionOf(round, part.unitId);
  const others = round.units.filter(({ unitId }) => unitId !== part.unitId).slice(0, 8);
  return [
    heading('本单位'),
    ...lines([
      `${unitName(view.directory, part.unitId)}（${roleWord(part)}）：${stepsOf(view, round, part)}`,
      ownObjection ? objectionLine(view, ownObjection, space) : null,
      ...others.map(
        (each) => `${unitName(view.directory, each.unitId)}（${roleWord(each)}）：${stepsOf(view, round, each)}`,
      ),
    ]),
    ...officerShown(view, part),
  ];
};

/** Of the reader's own unit, and only while of it: an account that is gone could make Feishu refuse the card. */
const officerShown = ({ directory }: CardView, { officer, unitId }: UnitPart): readonly FormElement[] =>
  officer?.kind === 'person' && peopleOf(unitById(directory, unitId)).includes(officer.openId)
    ? [remark('承办人'), person(officer.openId)]
    : [];

const stepsOf = (view: CardView, round: Round, part: UnitPart): string =>
  [
    part.acknowledged
      ? `已签收（${personName(part.acknowledged.by.name)} ${shortMomentText(part.acknowledged.at)}）`
      : '未签收',
    officerWords(part),
    part.contactedAt === null ? null : `已联系企业（${shortMomentText(part.contactedAt)}）`,
    part.role === 'lead' ? null : part.contribution ? '已报协办意见' : contributionWanted(view, round, part.unitId),
  ]
    .filter((step) => step !== null)
    .join('；');

/** “4月21日前”; for a unit that took another's place later, the number of days. */
const withinWords = ({ directory }: CardView, round: Round, part: UnitPart | null, days: number): string => {
  const signed = round.instruction;
  const isNamed =
    part === null || signed?.leadUnitId === part.unitId || signed?.supportingUnitIds.includes(part.unitId) === true;
  if (!signed || !isNamed || days < 1) return `${days}个工作日内`;
  const { date } = dueAfter(beijingDateOf(signed.signedAt), days, createWorkCalendar(directory.settings));
  return `${shortDayText(date)}前`;
};

/** 协办 has its own limit, half of the lead unit's. */
const contributionClause = ({ directory }: CardView, round: Round, unitId: UnitId): string => {
  const day = contributionDue(round, unitId, createWorkCalendar(directory.settings));
  return day ? `${shortDayText(day)}前` : '';
};
const contributionWanted = (view: CardView, round: Round, unitId: UnitId): string => {
  const clause = contributionClause(view, round, unitId);
  return clause === '' ? '未报协办意见' : `未报协办意见（应于${clause}）`;
};

const objectionLine = ({ directory }: CardView, objection: Objection, space: Space): string => {
  const to = objection.suggestedUnitId ? `；建议交${unitName(directory, objection.suggestedUnitId)}` : '';
  const reason = `${inertLine(objection.reason, space.shortText)}${to}`;
  if (!objection.decision) return `异议（待裁定）：${reason}`;
  return `异议${objection.decision.isUpheld ? '成立' : '不成立'}：${inertLine(objection.decision.words, space.shortText) || reason}`;
};

const historySection = (view: CardView, round: Round, space: Space): readonly RootElement[] => {
  const { subject, directory } = view;
  const isHidden = subject.notes.isConfidential;
  const show = (text: string): string => (isHidden ? withoutEnterprise(subject, text) : text);
  const progress = newest(round.progress, space).map(
    ({ at, by, unitId, text, files }) =>
      `${shortMomentText(at)} ${unitId ? unitName(directory, unitId) : personName(by.name)}：${inertLine(text, space.shortText)}${filesWord(files)}`,
  );
  const contributions = round.units
    .flatMap(({ unitId, contribution }) => (contribution ? [{ unitId, text: contribution.text }] : []))
    .slice(0, space.historyLines)
    .map(({ unitId, text }) => `${unitName(directory, unitId)}协办意见：${inertLine(text, space.shortText)}`);
  const extension = round.extensions.at(-1);
  const result = currentResult(round);
  const answers = subject.enterpriseAnswers
    .slice(-2)
    .map(({ text }) => `企业补充：${inertLine(show(text), space.shortText)}`);
  const history = [...contributions, ...answers, ...progress];
  return [
    ...(subject.pause && isRoundInHand(view)
      ? [paragraph(`请企业补充：${inertText(show(subject.pause.question), space.shortText)}`)]
      : []),
    ...(extension ? [paragraph(extensionLine(extension, space))] : []),
    ...(timesRedone(round) > 0
      ? [
          paragraph(
            `已退回重办 ${timesRedone(round)} 次${round.judgement?.decision === 'redo' ? `：${inertLine(round.judgement.words, space.shortText)}` : ''}`,
          ),
        ]
      : []),
    ...(history.length > 0
      ? [
          fold(`进展与意见（${history.length}条）`, [
            ...lines(history),
            ...(round.progress.length > progress.length ? [remark('仅列最近几条，其余见事项表。')] : []),
          ]),
        ]
      : []),
    ...(subject.state === 'assigned' || subject.state === 'handling' ? [] : seeFiles(view, round)),
    ...(result ? [heading('办理结果'), ...resultSection(result, space)] : []),
    ...lines(planLines(round, space, show)),
    ...(round.rating || round.isUnrated
      ? lines(ratingLines(round, space, show))
      : lines(contestLines(round, space, show))),
  ];
};

const extensionLine = ({ newDate, decision, reason }: Round['extensions'][number], space: Space): string => {
  const state = decision ? (decision.isApproved ? '已批准' : '未批准') : '待审批';
  const words = inertLine(decision?.words ?? '', space.shortText);
  return `延期至${dayText(newDate)}（${state}）：${words === '' ? inertLine(reason, space.shortText) : words}`;
};
