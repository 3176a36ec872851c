/**
 * 督办: a case that is nearly or already late, to the people of the rung that was reached (承办人 → 单位负责人 → 牵头领导 →
 * 接待领导). It follows its case like every card: once the result is reported it says so and has nothing to press.
 */
import { leadUnitIdOf, type Round, RUNGS } from '../src/workflow/case.ts';
import { unitById } from '../src/workflow/directory.ts';
import { extensionForLeader } from '../src/workflow/extensions.ts';
import type { LeaderId } from '../src/workflow/ids.ts';
import { type Card, cardOf, paragraph, type RootElement, remark } from './builder.ts';
import { extensionAsk, extensionLines } from './extension-request.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { inertLine } from './inert.ts';
import { behindLines } from './milestone-section.ts';
import { offersSection } from './offer-form.ts';
import { askButton } from './rows.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  dueText,
  enterpriseName,
  flagWords,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  leaderName,
  lines,
  pastRoundLine,
  roundOf,
  unitName,
} from './view.ts';

/** Why it presses: the limit, and who was told to press. */
const FIRST = ['limit', 'listing'] as const;

/** Null for a round without a sheet. */
export const drawSupervisionCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  if (!round?.instruction) return null;
  const { subject } = view;
  const isOpen = isPressing(view);
  const isUnits = isOfUnit(view, round);
  const isHidden = subject.notes.isConfidential && isUnits;
  const facts = factsFor(view, round);
  const isToExtend = isOpen && !isUnits && extensionForLeader(round) !== null;
  const rung = isToExtend ? '延期审批' : subject.listed ? RUNGS[0] : (RUNGS[subject.ladderLevel] ?? RUNGS[0]);
  const number = inertLine(round.instruction.number.text, 40);
  const flags = flagWords(subject);
  return cardOf({
    title: `${rung} ${number}`,
    subtitle: enterpriseName(subject, isHidden),
    template: headTemplate(view, isOpen),
    tags: headTags(view),
    summary: `${rung}：${askOf(view, round)}`,
    elements: [
      paragraph(askOf(view, round), 'heading'),
      ...lines([isOpen ? whyOf(view) : null, flags === '' ? null : `急重难：${flags}`]),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...(isOpen && !isUnits ? extensionLines(view, round, space) : []),
      ...(isOpen ? behindLines(round) : []),
      ...restOf(FIRST, facts, view, round, space),
      ...(isOpen ? buttons(view, isUnits, space) : []),
    ],
  });
};

const isPressing = (view: CardView): boolean =>
  isRoundInHand(view) && (view.subject.state === 'assigned' || view.subject.state === 'handling');

/** Whom this rung asks for what by when. */
const askOf = (view: CardView, round: Round): string => {
  const { subject, directory } = view;
  const unit = unitName(directory, leadUnitIdOf(round));
  const past = pastRoundLine(view);
  if (past) return past;
  if (hasEnded(subject)) return '本事项已结束，督办解除。';
  if (subject.state === 'awaiting_enterprise') return '已请企业补充材料，时限暂停计算，督办暂停。';
  if (!isPressing(view)) return `${unit}已报结果，督办解除。`;
  const due = dueText(round);
  const extension = isOfUnit(view, round) ? null : extensionAsk(view, round);
  if (extension) return extension;
  // The unit's copy of a rung that reached a leader asks the unit, not the leader.
  if (isOfUnit(view, round) && subject.ladderLevel >= 3)
    return `请${unit}今日下班前在交办单“报进展”中写明未按期办结的原因和预计办结日期；原定${due}。`;
  switch (subject.ladderLevel) {
    case 1:
      return `请${unit}抓紧办理，${due}。`;
    case 2:
      return `请${unit}负责人当日过问，尽快办结；原定${due}。`;
    case 3:
      return `请${leaderOf(view, round.instruction?.leadLeaderId ?? null, '牵头领导')}过问，督促${unit}办结；原定${due}。`;
    case 4:
      return fourthRung(view, round, due);
    default:
      return `请${unit}抓紧办结，${due}。`;
  }
};

/** The clock lists with the fourth rung; who signed decides whether that stays. */
const fourthRung = (view: CardView, round: Round, due: string): string => {
  const { subject, directory } = view;
  const leader = leaderOf(view, round.instruction?.signerId ?? null, '接待领导');
  const days = directory.settings.ladderDays[2];
  return subject.listed
    ? `超期已满${days}个工作日，已挂牌督办，请${leader}督促${unitName(directory, leadUnitIdOf(round))}尽快办结；原定${due}。`
    : `超期已满${days}个工作日，请${leader}决定是否挂牌督办；原定${due}。`;
};

const leaderOf = ({ directory }: CardView, id: LeaderId | null, otherwise: string): string =>
  id ? leaderName(directory, id) : otherwise;

/** Why it came: the rung, in 工作日 past the limit. No count of days that would change from day to day. */
const whyOf = ({ subject, directory }: CardView): string | null => {
  const days = directory.settings.ladderDays[subject.ladderLevel - 2];
  if (days !== undefined)
    return `${subject.ladderLevel === 2 ? '催办' : '督办'}原因：超期已满${days}个工作日（第${subject.ladderLevel}级）`;
  return subject.ladderLevel === 1 ? '提醒原因：临近时限或已到时限（第1级）' : null;
};

const isOfUnit = ({ directory, viewer }: CardView, round: Round): boolean =>
  round.units.some(({ unitId }) => {
    const unit = unitById(directory, unitId);
    return unit !== null && (unit.headOpenIds.includes(viewer) || unit.officerOpenIds.includes(viewer));
  });

const buttons = (view: CardView, isUnits: boolean, space: Space): readonly RootElement[] => {
  const { subject } = view;
  if (isUnits)
    return [
      askButton('打开交办单', { kind: 'show', card: 'assignment', caseId: subject.id, round: view.round }, 'fill'),
    ];
  const acts = offersSection(view, 'supervision', space);
  return acts.length === 0 ? [] : [...acts, remark('催办每天一次；挂牌后主办单位每周报进展，直至解除或办结。')];
};
