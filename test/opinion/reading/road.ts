/**
 * Where a case stands: what the last event that leads anywhere led to (the table of states in the design, read backwards).
 * And which units have which part of a walk now, by the sheet and by the rulings on objections after it.
 */
import type { State } from '../../../src/workflow/case.ts';
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { UnitId } from '../../../src/workflow/ids.ts';
import { before, every, has, last, remembered, since, type Tale, type Walk, walkInHand } from './tale.ts';

export const stateOf = remembered((tale: Tale): State => {
  for (const event of tale.toReversed()) {
    const led = leadsTo(event, tale);
    if (led) return led;
  }
  return 'submitted';
});

function leadsTo(event: CaseEvent, tale: Tale): State | null {
  const past = before(tale, event);
  switch (event.type) {
    case 'caseSubmitted':
      return 'submitted';
    case 'caseAccepted':
    case 'caseGivenBack':
      return 'vetting';
    case 'caseDeclined':
      return 'declined';
    case 'caseMerged':
      return 'merged';
    case 'caseRedirected':
      return 'redirected';
    case 'vettingCompleted':
    case 'caseUnscheduled':
      return 'ready';
    case 'enterpriseAsked':
      return 'awaiting_enterprise';
    case 'enterpriseAnswered':
    case 'pauseEnded': {
      const asked = last(past, 'enterpriseAsked');
      return asked && stateOf(before(past, asked));
    }
    case 'caseScheduled':
      return 'scheduled';
    case 'caseHeard':
      return 'heard';
    case 'answeredOnTheSpot':
    case 'resultReviewed':
      return 'awaiting_rating';
    case 'instructionRequested':
      return 'awaiting_instruction';
    case 'sheetSentBack': {
      const asked = last(past, 'instructionRequested');
      return asked && stateOf(before(past, asked));
    }
    case 'caseInstructed':
      return 'assigned';
    // Back to where it was before the sheet.
    case 'transcriptDisowned':
      if (walkInHand([...past, event])) return 'awaiting_closure';
      return has(past, 'caseHeard', 'answeredOnTheSpot') ? 'heard' : 'ready';
    case 'unitAcknowledged':
    case 'objectionDecided': {
      const walk = walkInHand([...past, event]);
      return walk && parts(walk).every(({ acknowledged }) => acknowledged !== null) ? 'handling' : null;
    }
    case 'caseResolved':
      return 'awaiting_review';
    case 'resultReturned':
      return 'handling';
    case 'caseRated':
      return isBad(event.rating.grade) ? null : 'awaiting_closure';
    case 'ratingWaived':
      return 'awaiting_closure';
    case 'ratingJudged':
      return event.decision === 'redo' ? 'handling' : null;
    // Without a new limit nobody does it again: no unit, or done again as often as may be.
    case 'ratingReconsidered':
      return event.due === null ? 'awaiting_closure' : 'handling';
    case 'caseClosed':
      return 'closed';
    case 'withdrawalAudited':
      return event.isVoluntary ? 'withdrawn' : null;
    default:
      return null;
  }
}

/** The last two grades. */
export const isBad = (grade: number): boolean => grade < 3;

const OVER: readonly State[] = ['closed', 'declined', 'merged', 'redirected', 'withdrawn'];
export const isOver = (tale: Tale): boolean => OVER.includes(stateOf(tale));

/** A unit's part: since when it has it, and what it did with it. */
export interface Part {
  readonly unitId: UnitId;
  readonly role: 'lead' | 'supporting';
  readonly given: CaseEvent;
  readonly acknowledged: CaseEvent | null;
}

export const parts = remembered((walk: Walk): readonly Part[] => {
  const { sheet, opening, tale } = walk;
  if (!sheet) return [];
  type Held = Pick<Part, 'unitId' | 'role' | 'given'>;
  const named = (
    { leadUnitId, supportingUnitIds }: Pick<typeof sheet, 'leadUnitId' | 'supportingUnitIds'>,
    given: CaseEvent,
  ): readonly Held[] =>
    [leadUnitId, ...supportingUnitIds].map((unitId, index) => ({
      unitId,
      role: index === 0 ? 'lead' : 'supporting',
      given,
    }));
  const signed = opening.type === 'caseInstructed' ? opening.instruction : sheet;
  const held = every(tale, 'objectionDecided', 'instructionCorrected').reduce(
    (now, event): readonly Held[] => {
      // Whoever is still named keeps what it has.
      if (event.type === 'instructionCorrected')
        return named(event, event).map((part) => ({
          ...part,
          given: now.find(({ unitId }) => unitId === part.unitId)?.given ?? part.given,
        }));
      const successor = event.isUpheld ? event.newUnitId : null;
      const gone = now.find(({ unitId }) => unitId === event.unitId);
      if (!successor || !gone) return now;
      const rest = now.filter((part) => part !== gone);
      // A unit that has a part already keeps it, and leads where the other led.
      if (rest.some(({ unitId }) => unitId === successor))
        return rest.map((part) =>
          part.unitId === successor && gone.role === 'lead' ? { ...part, role: 'lead' } : part,
        );
      return [...rest, { unitId: successor, role: gone.role, given: event }];
    },
    named(signed, opening),
  );
  return held
    .map(
      (part): Part => ({
        ...part,
        acknowledged:
          every(since(tale, part.given), 'unitAcknowledged').find(({ unitId }) => unitId === part.unitId) ?? null,
      }),
    )
    .toSorted((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'));
});

export const leadOf = (walk: Walk | null): UnitId | null =>
  (walk && parts(walk).find(({ role }) => role === 'lead')?.unitId) ?? null;

/** Objections nobody has ruled on, the oldest first. */
export const openObjections = (walk: Walk): ReturnType<typeof every<'unitObjected'>> =>
  every(walk.tale, 'unitObjected').filter(
    (objection) =>
      !every(since(walk.tale, objection), 'objectionDecided').some(({ unitId }) => unitId === objection.unitId),
  );
