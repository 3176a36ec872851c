/**
 * 结果审核: staff read what a unit reports, beside what the leader asked for, and let it go to the enterprise (通过, with the
 * reply the enterprise reads) or return it (退回重办). The reply is written here, never taken over from the internal report.
 */
import { currentResult, leadUnitIdOf, OUTCOMES, type Round, STATES } from '../src/workflow/case.ts';
import { staffOf } from '../src/workflow/roles.ts';
import { type Card, cardOf, fold, heading, paragraph, type RootElement } from './builder.ts';
import { filesWord, seeFiles } from './files.ts';
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
  lines,
  longText,
  newest,
  pastRoundLine,
  personName,
  ratingLines,
  requestSection,
  resultSection,
  roundOf,
  sheetSection,
  unitName,
  withinDays,
} from './view.ts';

/** Null for a round in which nothing was reported by a unit. */
export const drawReviewCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  const result = round ? currentResult(round) : null;
  if (!round?.instruction || !result) return null;
  const { subject, directory, viewer } = view;
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
      ...resultSection(result, space),
      ...behindLines(round),
      ...seeFiles(view, round),
      heading('企业诉求'),
      ...requestSection(subject, space),
      heading('领导批示'),
      ...sheetSection(directory, round.instruction, space),
      ...handlingFold(view, round, space),
      ...(round.review ? longText('答复企业', round.review.publicReply, space) : []),
      ...(round.rating || round.isUnrated ? lines(ratingLines(round, space)) : []),
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
    const again = round.results.length > 1 ? `第${round.results.length}次报送，` : '';
    const reportedAt = currentResult(round)?.at ?? 0;
    return `请工商联${withinDays(view, reportedAt, directory.settings.judgeDays)}审核${unit}所报结果，${again}${dueText(round)}。`;
  }
  if (round.review)
    return `${personName(round.review.by.name)}已审核通过（${shortMomentText(round.review.at)}），结果已告知企业。`;
  return `结果已退回，${unit}重新办理，${dueText(round)}。`;
};

/** What was done on the way: progress, contributions, extensions, earlier returns. */
const handlingFold = ({ directory }: CardView, round: Round, space: Space): readonly RootElement[] => {
  const contributions = round.units
    .flatMap(({ unitId, contribution }) => (contribution ? [{ unitId, text: contribution.text }] : []))
    .slice(0, space.historyLines)
    .map(({ unitId, text }) => `${unitName(directory, unitId)}协办意见：${inertLine(text, space.shortText)}`);
  const progress = newest(round.progress, space).map(
    ({ at, by, unitId, text, files }) =>
      `${shortMomentText(at)} ${unitId ? unitName(directory, unitId) : personName(by.name)}：${inertLine(text, space.shortText)}${filesWord(files)}`,
  );
  const all = [...contributions, ...progress];
  return all.length === 0 ? [] : [fold(`办理过程（${all.length}条）`, [paragraph(all.join('\n'))])];
};
