/**
 * 牵头事项: a sheet that names a 牵头领导 who did not sign it, to that leader from signing on: 知悉, 催办, 挂牌督办. It follows its
 * case like every card.
 */
import { leadUnitIdOf, type Round, STATES } from '../src/workflow/case.ts';
import { extensionForLeader } from '../src/workflow/extensions.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { extensionAsk, extensionLines } from './extension-request.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { seeFiles } from './files.ts';
import { inertLine } from './inert.ts';
import { shortMomentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  dueClause,
  enterpriseName,
  hasEnded,
  headTags,
  headTemplate,
  isRoundInHand,
  leaderName,
  lines,
  pastRoundLine,
  personName,
  roundOf,
  unitName,
} from './view.ts';

const FIRST = ['sheet', 'limit'] as const;

/** Null for a round without a sheet, or whose sheet names no other leader than the one who signed. */
export const drawOversightCard = (view: CardView, space: Space): Card | null => {
  const round = roundOf(view);
  const signed = round?.instruction;
  if (!signed || signed.leadLeaderId === null || signed.leadLeaderId === signed.signerId) return null;
  const { subject } = view;
  const number = inertLine(signed.number.text, 40);
  const isOpen = isPressing(view);
  const facts = factsFor(view, round);
  return cardOf({
    title: `牵头事项 ${number}`,
    subtitle: enterpriseName(subject),
    template: headTemplate(view, isOpen && (round.leadNoted === null || extensionForLeader(round) !== null)),
    tags: headTags(view),
    summary: `牵头事项：${enterpriseName(subject)}`,
    elements: [
      paragraph(askOf(view, round), 'heading'),
      ...lines([
        round.leadNoted ? `${personName(round.leadNoted.by)}已知悉（${shortMomentText(round.leadNoted.at)}）` : null,
      ]),
      ...sectionsOf(FIRST, facts, view, round, space),
      ...(isOpen ? extensionLines(view, round, space) : []),
      ...seeFiles(view, round),
      ...restOf(FIRST, facts, view, round, space),
      ...(isRoundInHand(view) ? offersSection(view, 'oversight', space) : []),
    ],
  });
};

const isPressing = (view: CardView): boolean =>
  isRoundInHand(view) && ['assigned', 'handling', 'awaiting_review'].includes(view.subject.state);

const askOf = (view: CardView, round: Round): string => {
  const { subject, directory } = view;
  const past = pastRoundLine(view);
  if (past) return past;
  if (hasEnded(subject)) return `本事项${STATES[subject.state]}。`;
  const leader = leaderName(directory, round.instruction?.leadLeaderId ?? null);
  const unit = unitName(directory, leadUnitIdOf(round));
  const extension = isPressing(view) ? extensionAsk(view, round) : null;
  if (extension) return extension;
  return isPressing(view)
    ? `批示请${leader}牵头，由${unit}主办，${dueClause(view, round)}。`
    : `请${leader}牵头，${unit}主办，${dueClause(view, round)}；现为“${STATES[subject.state]}”。`;
};
