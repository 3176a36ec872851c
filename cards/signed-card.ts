/**
 * What a 签批单 becomes once its round is signed (or answered on the spot): the sheet, when it is due, how it stands, and all that has
 * been told of it since, for whoever signed and whoever prepared it. What may still be done to it, and a 延期 that waits for the leader,
 * stand on it as well.
 */
import { currentRound, LIGHTS, leadUnitIdOf, type Round, STATES } from '../src/workflow/case.ts';
import { type Card, cardOf, paragraph } from './builder.ts';
import { extensionAsk, extensionLines } from './extension-request.ts';
import { factsFor, restOf, sectionsOf } from './facts.ts';
import { seeFiles } from './files.ts';
import { inertLine } from './inert.ts';
import { momentText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  dueText,
  enterpriseName,
  headTags,
  headTemplate,
  isRoundInHand,
  lines,
  pastRoundLine,
  personName,
  roundOf,
  speaksFor,
  unitName,
} from './view.ts';

/** Null for a round that is not there. */
export const drawSignedCard = (view: CardView, space: Space): Card | null => {
  const { subject, directory } = view;
  const round = roundOf(view);
  if (!round) return null;
  const signed = round.instruction;
  const facts = factsFor(view, round);
  const lead = unitName(directory, leadUnitIdOf(round) ?? signed?.leadUnitId ?? null);
  const result = round.results.at(-1) ?? null;
  const mayExtend = isRoundInHand(view) && subject.state === 'handling' && speaksFor(view, signed?.signerId ?? null);
  const extension = mayExtend ? extensionAsk(view, round) : null;
  const first = signed ? (['sheet', 'limit'] as const) : (['sheet', 'result'] as const);
  return cardOf({
    title: signed ? `已签批 ${inertLine(signed.number.text, 40)}` : '已现场答复',
    subtitle: enterpriseName(subject),
    template: headTemplate(view, mayCheck(view, round) || extension !== null),
    tags: headTags(view),
    summary: signed ? `已签批：${inertLine(signed.number.text, 40)}` : `已现场答复：${enterpriseName(subject)}`,
    elements: [
      paragraph(
        signed && mayCheck(view, round)
          ? `请${personName(signed.signedBy)}核对书面批示的转录，已交${lead}办理，${dueText(round)}。`
          : signed
            ? (extension ?? `已交${lead}办理，${dueText(round)}。`)
            : `已现场答复${result ? `，${momentText(result.at)}` : ''}。`,
        'heading',
      ),
      ...sectionsOf(first, facts, view, round, space),
      ...(mayExtend ? extensionLines(view, round, space) : []),
      ...(signed?.transcript ? seeFiles(view, round) : []),
      ...(isRoundInHand(view) ? offersSection(view, 'instruction', space) : []),
      ...lines([standingLine(view)]),
      ...restOf(first, facts, view, round, space),
    ],
  });
};

/** 书面批示: the leader whose words they are says whether staff read them right. */
const mayCheck = (view: CardView, { instruction }: Round): boolean =>
  isRoundInHand(view) && instruction?.transcript?.checked === null && speaksFor(view, instruction.signerId);

/** How the case stands now, while the round is in hand. */
const standingLine = (view: CardView): string | null => {
  const { subject, directory } = view;
  const round = currentRound(subject);
  if (!round || !isRoundInHand(view)) return pastRoundLine(view);
  const waiting = round.units
    .filter(({ acknowledged }) => acknowledged === null)
    .map(({ unitId }) => unitName(directory, unitId));
  const light = subject.light ? `，${LIGHTS[subject.light]}` : '';
  return [
    `目前：${STATES[subject.state]}${light}`,
    subject.state === 'assigned' && waiting.length > 0 ? `未签收：${waiting.slice(0, 8).join('、')}` : null,
  ]
    .filter((line) => line !== null)
    .join('\n');
};
