/**
 * 复核: an enterprise was not satisfied, staff explained, and the lead leader decides whether the result stands (维持) or
 * the case is handled again (重办). Drawn only for rounds in which staff asked for it.
 */
import type { Round } from '../src/workflow/case.ts';
import { reconsidererOf } from '../src/workflow/whose-turn/turn.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { inertLine } from './inert.ts';
import { momentText, shortMomentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  enterpriseName,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  leaderName,
  lines,
  personName,
  roundOf,
  speaksFor,
  withinDays,
} from './view.ts';

const FIRST = ['rating', 'result'] as const;

/** Null for a round in which no reconsideration was asked for. */
export const drawReconsiderationCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  const asked = round && lastAsked(round);
  if (!asked) return null;
  const { subject } = view;
  const isOpen =
    isRoundInHand(view) &&
    subject.state === 'awaiting_rating' &&
    round.judgement?.decision === 'explain' &&
    !round.reconsideration;
  const decider = reconsidererOf(view, round);
  const mayDecide = isOpen && speaksFor(view, decider);
  const facts = factsFor(view, round);
  const number = inertLine(round.instruction?.number.text ?? '现场答复', 40);
  return cardOf({
    title: `不满意件复核 ${number}`,
    subtitle: enterpriseName(subject),
    template: headTemplate(view, mayDecide),
    tags: headTags(view),
    summary: isOpen ? `请复核办理结果：${enterpriseName(subject)}` : `不满意件复核 ${number}`,
    elements: [
      paragraph(standing(view, round, asked, isOpen), 'heading'),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...lines([round.rating ? `评价时间：${momentText(round.rating.at)}` : null]),
      ...restOf(FIRST, facts, view, round, space),
      ...(isOpen ? offersSection(view, 'reconsideration', space) : []),
    ],
  });
};

type Judged = Round['earlierJudgements'][number];
/** Also one of a result that was handled again since: what its reader decided is not taken from the card. */
const lastAsked = ({ judgement, reconsideration, earlierJudgements }: Round): Judged | null =>
  [...earlierJudgements, { judgement, reconsideration }].findLast(
    (each) => each.judgement?.decision === 'explain' || each.reconsideration !== null,
  ) ?? null;

const standing = (view: CardView, round: Round, { reconsideration: done }: Judged, isOpen: boolean): string => {
  const { subject, directory } = view;
  if (done) {
    return `${personName(done.by)}已复核（${shortMomentText(done.at)}）：${done.isUpheld ? '维持办理结果' : '重新办理'}。`;
  }
  if (!isOpen) return hasEnded(subject) ? '本事项已结束，无需复核。' : '本轮已无需复核。';
  const decider = reconsidererOf(view, round);
  const until = round.judgement ? withinDays(view, round.judgement.at, directory.settings.judgeDays) : '';
  return `请${decider ? leaderName(directory, decider) : '牵头领导'}${until}复核办理结果，决定维持或退回重办。`;
};
