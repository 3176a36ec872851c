/**
 * What becomes of a card whose reader has no part in the case any more. The 交办单 of a unit is void: it says what happened, who has it
 * now, and what the unit itself had said. For whoever left the unit, and on every other card, it says that and no more.
 */
import type { CardKind } from '../src/workflow/effects.ts';
import { releaseOf } from '../src/workflow/whose-turn/released-facts.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { factElements } from './facts.ts';
import { inertLine, inertText } from './inert.ts';
import { drawIdleCard, drawStrangersCard } from './pointer-card.ts';
import { drawToFit } from './space.ts';
import { type CardView, enterpriseName, roundOf } from './view.ts';

/** What is left of a card on which there is nothing to show; `isTheirs`: its reader still has a part in the case. */
export const drawRetiredCard = (kind: CardKind, view: CardView, isTheirs: boolean): Card =>
  isTheirs
    ? drawIdleCard(kind, view.subject)
    : ((kind === 'assignment' ? drawReleasedCard(view) : null) ?? drawStrangersCard(kind, view.subject));

const drawReleasedCard = (view: CardView): Card | null => {
  const { subject, directory, viewer } = view;
  const round = roundOf(view);
  const release = round && releaseOf(subject, round, directory, viewer);
  if (!round?.instruction || !release) return null;
  const number = inertLine(round.instruction.number.text, 40);
  return drawToFit((space) =>
    cardOf({
      title: `交办单 ${number}`,
      subtitle: enterpriseName(subject, subject.notes.isConfidential),
      template: 'grey',
      tags: [{ words: '已作废', color: 'neutral' }],
      summary: `交办单 ${number}：不再由贵单位办理`,
      elements: [paragraph(inertText(release.why, 1000), 'heading'), ...factElements(release.facts, space)],
    }),
  );
};
