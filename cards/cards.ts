/**
 * Every card of the process, drawn from a case as it is now: the one door from the rest of the program to this folder's
 * drawings. Pure; a card that would make no sense (an unknown round, a unit that was not asked) is null.
 */
import type { CardKind } from '../src/workflow/effects.ts';
import { drawAssignmentCard } from './assignment-card.ts';
import type { Card } from './builder.ts';
import { drawConsultationCard } from './consultation-card.ts';
import { drawInstructionCard } from './instruction-card.ts';
import { drawReconsiderationCard } from './reconsideration-card.ts';
import { drawResolutionCard } from './resolution-card.ts';
import { drawToFit, type Space } from './space.ts';
import type { CardView } from './view.ts';

export type { CardView } from './view.ts';

/** Card JSON 2.0 for this viewer, at most 30 KB and 200 elements; null when there is nothing to show. */
export const drawCard = (kind: CardKind, view: CardView): Card | null =>
  drawToFit((space) => drawWithin(kind, view, space));

const drawWithin = (kind: CardKind, view: CardView, space: Space): Card | null => {
  switch (kind) {
    case 'instruction':
      return drawInstructionCard(view, space);
    case 'consultation':
      return drawConsultationCard(view, space);
    case 'assignment':
      return drawAssignmentCard(view, space);
    case 'reconsideration':
      return drawReconsiderationCard(view, space);
    case 'resolution':
      return drawResolutionCard(view, space);
  }
};
