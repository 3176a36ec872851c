/**
 * 交办单 as the people of a unit have it, from signing to closing: the sheet, the limit, whom to contact, their own part
 * and what they can do now. A confidential enterprise is not named to units. Whoever has no part in it sees no buttons.
 */

import {
  GRADES,
  isDissatisfied,
  type Round,
  returnedResult,
  STATES,
  timesRedone,
  type UnitPart,
} from '../src/workflow/case.ts';
import { mayContest } from '../src/workflow/contests.ts';
import { acknowledgementDue, beijingDateOf, contributionDue } from '../src/workflow/deadlines.ts';
import { unitById } from '../src/workflow/directory.ts';
import type { UnitId } from '../src/workflow/ids.ts';
import { isObjecting } from '../src/workflow/objections.ts';
import { stopped } from '../src/workflow/plain-text.ts';
import { partsOfActor, peopleOf } from '../src/workflow/roles.ts';
import { offersOn } from '../src/workflow/whose-turn/offers.ts';
import type { SheetFacts } from '../src/workflow/whose-turn/sheet-facts.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import { type Card, cardOf, type FormElement, heading, paragraph, person, remark } from './builder.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { addFiles, seeFiles } from './files.ts';
import { inertLine } from './inert.ts';
import { owedLine } from './milestone-section.ts';
import { shortDayText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  dueClause,
  fact,
  flagWords,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  lines,
  pastRoundLine,
  roundOf,
  turnOf,
  unitName,
} from './view.ts';

/** Null for a round without a sheet. */
export const drawAssignmentCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  if (!round?.instruction) return null;
  const { subject } = view;
  const parts = partsOfActor(turnOf(view).actor, subject, view.directory).filter((each) => round.units.includes(each));
  const isLead = parts.some(({ role }) => role === 'lead');
  const facts = factsFor(view, round);
  const acts = isRoundInHand(view) ? offersSection(view, 'assignment', space) : [];
  const mayAdd = offersOn(turnOf(view), 'assignment').offers.some((offer) =>
    offer.buttons.some(({ act }) => act === 'progress'),
  );
  const buttons = isRoundInHand(view) && mayAdd ? [...acts, ...addFiles(view, round)] : acts;
  const number = inertLine(round.instruction.number.text, 40);
  return cardOf({
    title: `交办单 ${number}`,
    subtitle: inertLine(facts.enterprise, 40),
    template: headTemplate(view, buttons.length > 0),
    tags: headTags(view),
    summary: `交办单 ${number}：${askOf(view, round, parts)}`,
    elements: [
      paragraph(askOf(view, round, parts), 'heading'),
      ...sectionsOf(['sheet', 'limit'], facts, view, round, space),
      ...(isLead && view.subject.state === 'handling' && isRoundInHand(view) ? owedLine(round) : []),
      heading('企业与诉求'),
      ...contactSection(view, facts),
      ...sectionsOf(['request'], facts, view, round, space),
      ...restOf(['sheet', 'limit', 'request'], facts, view, round, space),
      ...parts.flatMap((part) => officerShown(view, part)),
      ...(subject.state === 'assigned' || subject.state === 'handling' ? [] : seeFiles(view, round)),
      ...buttons,
    ],
  });
};

const roleWord = (part: UnitPart): string => (part.role === 'lead' ? '主办' : '协办');

/** Who is asked for what by when, or how it stands: of each unit the reader is of, else of whoever is waited for. */
const askOf = (view: CardView, round: Round, parts: readonly UnitPart[]): string => {
  const { subject } = view;
  const past = pastRoundLine(view);
  if (past) return past;
  if (hasEnded(subject))
    return subject.state === 'closed' ? '本事项已销号。' : `本事项${STATES[subject.state]}，不再办理。`;
  switch (subject.state) {
    case 'assigned':
    case 'handling':
      return (parts.length > 0 ? parts : waitedFor(round)).map((part) => askOfPart(view, round, part)).join('');
    case 'awaiting_enterprise':
      return '已请企业补充材料，时限暂停计算。';
    case 'awaiting_review':
      return '结果已报，待工商联审核。';
    case 'awaiting_rating':
    case 'awaiting_closure':
      return ratedWords(view, round, parts);
    default:
      return `本事项现为“${STATES[subject.state]}”。`;
  }
};

/** Whoever is looked at by a reader without a part: the first that neither acknowledged nor objected, else the lead unit. */
const waitedFor = (round: Round): readonly UnitPart[] => {
  const isWaited = ({ acknowledged, unitId }: UnitPart): boolean => !acknowledged && !isObjecting(round, unitId);
  const byRole = round.units.toSorted((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'));
  const part = byRole.find(isWaited) ?? byRole.find(({ unitId }) => isObjecting(round, unitId)) ?? byRole[0];
  return part ? [part] : [];
};

const askOfPart = (view: CardView, round: Round, part: UnitPart): string => {
  const { subject, directory } = view;
  const who = `${unitName(directory, part.unitId)}（${roleWord(part)}）`;
  if (subject.state === 'assigned') {
    if (isObjecting(round, part.unitId)) return `${who}已提出异议，待工商联确定办理单位。`;
    return part.acknowledged
      ? `${who}已签收，待其他单位签收；${dueClause(view, round)}。`
      : `请${who}${acknowledgeBy(view, round, part)}签收，${dueClause(view, round)}。`;
  }
  if (part.role === 'lead') return `${sentBackClause(round)}请${who}办理并报结果，${dueClause(view, round)}。`;
  return part.contribution
    ? `${who}已报协办意见，请继续配合主办单位，${dueClause(view, round)}。`
    : `请${who}${contributionClause(view, round, part.unitId)}提出协办意见并配合办理，${dueClause(view, round)}。`;
};

const ratedWords = ({ subject, directory }: CardView, round: Round, parts: readonly UnitPart[]): string => {
  const next =
    subject.state === 'awaiting_closure' ? '待签批领导阅示' : round.judgement ? '待牵头领导复核' : '待工商联研判';
  const lead = parts.find(({ role }) => role === 'lead');
  if (round.rating && lead && mayContest(round))
    return `企业${shortDayText(beijingDateOf(round.rating.at))}评价“${GRADES[round.rating.grade]}”，${next}；${unitName(directory, lead.unitId)}（主办）对评价有异议的，销号前可评价申诉一次。`;
  if (round.rating && isDissatisfied(round.rating.grade)) return `企业评价“${GRADES[round.rating.grade]}”，${next}。`;
  return subject.state === 'awaiting_closure' ? '企业评价已有结果，待签批领导阅示。' : '结果已告知企业，待企业评价。';
};

const contactSection = ({ subject }: CardView, { enterprise, contact }: SheetFacts): readonly FormElement[] =>
  lines([fact('企业', enterprise, 40), fact('联系', contact.text, 90), fact('急重难', flagWords(subject))]);

/** Of the reader's own unit, and only while of it: an account that is gone could make Feishu refuse the card. */
const officerShown = ({ directory }: CardView, { officer, unitId }: UnitPart): readonly FormElement[] =>
  officer?.kind === 'person' && peopleOf(unitById(directory, unitId)).includes(officer.openId)
    ? [remark('承办人'), person(officer.openId)]
    : [];

/** 退回重办: what was reported came back, why, and that it stands in the form to be mended. */
const sentBackClause = (round: Round): string => {
  const back = returnedResult(round);
  if (back) return `所报结果已退回重办（第${round.returns.length}次）：${stopped(inertLine(back.reason, 60))}`;
  return timesRedone(round) === 0 ? '' : `已要求重办（第${timesRedone(round)}次），要求见下。`;
};

/** “4月21日前”, a day of the unit's own: one that took another's place later has it later. */
const acknowledgeBy = ({ directory: { settings } }: CardView, round: Round, { unitId }: UnitPart): string =>
  `${shortDayText(acknowledgementDue(round, unitId, settings, createWorkCalendar(settings)))}前`;

/** 协办 has its own limit, half of the lead unit's. */
const contributionClause = ({ directory }: CardView, round: Round, unitId: UnitId): string => {
  const day = contributionDue(round, unitId, createWorkCalendar(directory.settings));
  return day ? `${shortDayText(day)}前` : '';
};
