/**
 * The result returned to the leader who signed (办结回告): the sheet, what was done, what the enterprise was told and how
 * it rated. 阅 closes the case (销号); 新批示 opens a new round with a sheet of its own. Closed cases have no buttons.
 */
import { type Round, roundInHand, STATES } from '../src/workflow/case.ts';
import { returnedAt, signerOfRound } from '../src/workflow/whose-turn/turn.ts';
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
  enterpriseName,
  hasEnded,
  headTags,
  headTemplate,
  isPastRound,
  isRoundInHand,
  leaderName,
  pastRoundLine,
  personName,
  receptionDayText,
  roundOf,
  speaksFor,
  withinDays,
} from './view.ts';

const FIRST = ['result', 'rating'] as const;

/** Null for a round that does not exist. */
export const drawResolutionCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  if (!round) return null;
  const { subject } = view;
  const isOpen = isRoundInHand(view) && subject.state === 'awaiting_closure';
  const signerId = signerOfRound(view, round);
  const mayDecide = isOpen && speaksFor(view, signerId);
  const facts = factsFor(view, round);
  const number = inertLine(round.instruction?.number.text ?? '现场答复', 40);
  return cardOf({
    title: `办理结果 ${number}`,
    subtitle: enterpriseName(subject),
    template: headTemplate(view, mayDecide),
    tags: headTags(view),
    summary: isOpen ? `请阅办理结果：${enterpriseName(subject)}` : `办理结果 ${number}`,
    elements: [
      paragraph(standing(view, round, isOpen), 'heading'),
      ...(facts.result.length > 0 ? [] : [paragraph('尚未报送结果。')]),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...behindLines(round),
      ...seeFiles(view, round),
      ...(round.instruction ? [] : [paragraph(`接待日：${receptionDayText(view)}`)]),
      ...restOf(FIRST, facts, view, round, space),
      ...(isOpen || (subject.state === 'closed' && view.round === roundInHand(subject))
        ? offersSection(view, 'resolution', space)
        : []),
    ],
  });
};

const standing = (view: CardView, round: Round, isOpen: boolean): string => {
  const { subject, directory } = view;
  if (round.voided) return pastRoundLine(view) ?? '';
  if (isPastRound(view)) {
    const next = subject.rounds.slice(view.round).find(({ voided }) => voided === null)?.instruction?.number.text;
    return `已作新批示${next ? `，见 ${inertLine(next, 40)}` : ''}。`;
  }
  if (subject.state === 'closed') {
    const seen = round.endorsement;
    return seen ? `${personName(seen.by)}已阅（${shortMomentText(seen.at)}），本事项已销号。` : '本事项已销号。';
  }
  if (hasEnded(subject)) return `本事项${STATES[subject.state]}。`;
  if (!isOpen) return `本事项现为“${STATES[subject.state]}”，现在无需阅示。`;
  const signerId = signerOfRound(view, round);
  const signer = signerId ? leaderName(directory, signerId) : '接待领导';
  const at = returnedAt(round);
  const until = at === null ? '' : withinDays(view, at, directory.settings.signReminderDays);
  return `请${signer}${until}阅示办理结果。${round.rating ? `（${shortMomentText(round.rating.at)}企业已评价）` : ''}`;
};
