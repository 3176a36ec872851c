/**
 * 结果审核: staff read what a unit reports, beside what the leader asked for, and let it go to the enterprise (通过, with the
 * reply the enterprise reads) or return it (退回重办). The reply is written here, never taken over from the internal report.
 */
import { currentResult, leadUnitIdOf, OUTCOMES, type Round, STATES } from '../src/workflow/case.ts';
import { staffOf } from '../src/workflow/roles.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { seeFiles } from './files.ts';
import { inertLine } from './inert.ts';
import { behindLines } from './milestone-section.ts';
import { shortMomentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  dueText,
  enterpriseName,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  pastRoundLine,
  personName,
  roundOf,
  unitName,
  withinDays,
} from './view.ts';

/** What is reported, beside what was asked for. */
const FIRST = ['result', 'request', 'sheet', 'limit'] as const;

/** Null for a round in which nothing was reported by a unit. */
export const drawReviewCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  const result = round ? currentResult(round) : null;
  if (!round?.instruction || !result) return null;
  const { subject, directory, viewer } = view;
  const facts = factsFor(view, round);
  const isOpen = isRoundInHand(view) && subject.state === 'awaiting_review';
  const mayDecide = isOpen && staffOf(directory).includes(viewer);
  const number = inertLine(round.instruction.number.text, 40);
  return cardOf({
    title: `结果审核 ${number}`,
    subtitle: enterpriseName(subject),
    template: headTemplate(view, mayDecide),
    tags: headTags(view),
    summary: isOpen ? `请审核办理结果（${OUTCOMES[result.outcome]}）` : `结果审核 ${number}`,
    elements: [
      paragraph(standing(view, round), 'heading'),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...behindLines(round),
      ...seeFiles(view, round),
      ...restOf(FIRST, facts, view, round, space),
      ...(isOpen ? offersSection(view, 'review', space) : []),
    ],
  });
};

const standing = (view: CardView, round: Round): string => {
  const { subject, directory } = view;
  const unit = unitName(directory, leadUnitIdOf(round));
  const past = pastRoundLine(view);
  if (past) return past;
  if (hasEnded(subject)) return `本事项${STATES[subject.state]}，无需审核。`;
  if (subject.state === 'awaiting_review') {
    const again = round.results.length > 1 ? `（第${round.results.length}次报送）` : '';
    const reportedAt = currentResult(round)?.at ?? 0;
    return `请工商联${withinDays(view, reportedAt, directory.settings.judgeDays)}审核${unit}所报结果${again}（本件办理时限：${dueText(round)}）。`;
  }
  if (round.review)
    return `${personName(round.review.by)}已审核通过（${shortMomentText(round.review.at)}），结果已告知企业。`;
  return `结果已退回，${unit}重新办理，${dueText(round)}。`;
};
