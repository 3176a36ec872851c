/**
 * Every card of the process, drawn from a case as it is now: the one door from the rest of the program to this folder's
 * drawings. Pure; a card that would make no sense (an unknown round, a unit that was not asked) is null.
 */
import type { Case } from '../src/workflow/case.ts';
import type { CardKind } from '../src/workflow/effects.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import { drawAssignmentCard } from './assignment-card.ts';
import type { BoardView } from './board-view.ts';
import { drawBriefingCard } from './briefing-card.ts';
import type { Card } from './builder.ts';

export type { Card } from './builder.ts';
export { bundleCards } from './bundle-card.ts';

import { drawConsultationCard } from './consultation-card.ts';
import { drawDigestCard } from './digest-card.ts';
import { drawInstructionCard } from './instruction-card.ts';
import { drawListCard } from './list-card.ts';
import { drawMonthCard } from './month-card.ts';
import { withLeftWords } from './offer-form.ts';
import { drawOversightCard } from './oversight-card.ts';
import { drawPlanCard } from './plan-card.ts';
import { drawReceptionDaysCard } from './reception-days-card.ts';
import { drawReconsiderationCard } from './reconsideration-card.ts';
import { drawResolutionCard } from './resolution-card.ts';
import { drawReviewCard } from './review-card.ts';
import { drawRoomCard } from './room-card.ts';
import { drawToFit, type Space } from './space.ts';
import { drawSupervisionCard } from './supervision-card.ts';
import type { CardView } from './view.ts';
import { isHiddenFrom } from './which-card.ts';

export { type Addition, parseAddition } from './addition.ts';
export { type Ask, type ListName, parseAsk } from './ask.ts';
export type * from './board-view.ts';
export { maySeeRoom, roomOf, roomView } from './room-view.ts';
export { unitFigures } from './unit-figures.ts';
export type { CardView } from './view.ts';
export { cardFor } from './which-card.ts';

/** Card JSON 2.0 for this viewer, at most 30 KB and 200 elements; null when there is nothing to show. */
export const drawCard = (kind: CardKind, view: CardView): Card | null =>
  drawToFit((space) => {
    const drawn = drawWithin(kind, view, space);
    const card = drawn && view.typed ? withLeftWords(drawn, view.typed) : drawn;
    return card && mustNotKnow(view) ? withoutNames(card, view.subject) : card;
  });

/** 联络员 read what they prepare for. */
const mustNotKnow = ({ subject, directory, viewer }: CardView): boolean =>
  isHiddenFrom(subject, directory, viewer) &&
  !directory.leaders.some(({ secretaryOpenIds }) => secretaryOpenIds.includes(viewer));

/** Over all words of a card, whoever wrote them and whatever they are drawn from: a confidential enterprise is not among them. */
const withoutNames = (card: Card, subject: Case): Card => {
  const mask = <Part>(part: Part): Part => JSON.parse(JSON.stringify(part), reviveMasked);
  const reviveMasked = (key: string, value: unknown): unknown =>
    typeof value === 'string' && WORDS.includes(key) ? withoutEnterprise(subject, value) : value;
  return { ...card, header: mask(card.header), config: mask(card.config), body: mask(card.body) };
};
const WORDS: readonly string[] = ['content', 'default_value'];

const drawWithin = (kind: CardKind, view: CardView, space: Space): Card | null => {
  switch (kind) {
    case 'instruction':
      return drawInstructionCard(view, space);
    case 'consultation':
      return drawConsultationCard(view, space);
    case 'assignment':
      return drawAssignmentCard(view, space);
    case 'oversight':
      return drawOversightCard(view, space);
    case 'reconsideration':
      return drawReconsiderationCard(view, space);
    case 'resolution':
      return drawResolutionCard(view, space);
    case 'review':
      return drawReviewCard(view, space);
    case 'supervision':
      return drawSupervisionCard(view, space);
    case 'plan':
      return drawPlanCard(view, space);
  }
};

/** A card that shows several cases; null where there is nothing to tell. */
export const drawBoard = (view: BoardView): Card | null =>
  drawToFit((space) => {
    const card = drawBoardWithin(view, space);
    return card && view.kind === 'room' && view.typed ? withLeftWords(card, view.typed.values) : card;
  });

const drawBoardWithin = (view: BoardView, space: Space): Card | null => {
  switch (view.kind) {
    case 'briefing':
      return drawBriefingCard(view, space);
    case 'digest':
      return drawDigestCard(view, space);
    case 'month':
      return drawMonthCard(view);
    case 'list':
      return drawListCard(view);
    case 'receptionDays':
      return drawReceptionDaysCard(view);
    case 'room':
      return drawRoomCard(view, space);
  }
};
