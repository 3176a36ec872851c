/**
 * A second opinion on what happened to a case, read from its events alone and independently of the product: nothing here is
 * imported from it but types. The tale is asked questions; no state is carried along.
 */
import type { CaseEvent, CaseEventType } from '../../../src/workflow/events.ts';

export type Tale = readonly CaseEvent[];
export type Told<T extends CaseEventType> = Extract<CaseEvent, { readonly type: T }>;

const isTold = <T extends CaseEventType>(event: CaseEvent, types: readonly T[]): event is Told<T> =>
  types.some((type) => type === event.type);

export const every = <T extends CaseEventType>(tale: Tale, ...types: readonly T[]): readonly Told<T>[] =>
  tale.filter((event): event is Told<T> => isTold(event, types));
export const last = <T extends CaseEventType>(tale: Tale, ...types: readonly T[]): Told<T> | null =>
  tale.findLast((event): event is Told<T> => isTold(event, types)) ?? null;
export const has = (tale: Tale, ...types: readonly CaseEventType[]): boolean => every(tale, ...types).length > 0;

export const before = (tale: Tale, moment: CaseEvent): Tale => tale.filter(({ seq }) => seq < moment.seq);
export const since = (tale: Tale, moment: CaseEvent | null): Tale =>
  moment === null ? tale : tale.filter(({ seq }) => seq > moment.seq);

/** The same question about the same tale is answered once: an optimisation, nothing else. */
export const remembered = <Subject extends object, Answer>(
  ask: (subject: Subject) => Answer,
): ((subject: Subject) => Answer) => {
  const known = new WeakMap<Subject, { readonly answer: Answer }>();
  return (subject) => {
    const had = known.get(subject);
    if (had) return had.answer;
    const answer = ask(subject);
    known.set(subject, { answer });
    return answer;
  };
};

/** One walk from a sheet, or from an answer on the spot, to the next. */
export interface Walk {
  /** From 1. */
  readonly round: number;
  readonly opening: Told<'caseInstructed' | 'answeredOnTheSpot'>;
  /** As its signer put it right last (更正批示). */
  readonly sheet: Told<'caseInstructed'>['instruction'] | null;
  /** 非本人批示: the sheet keeps its number and counts for nothing any more. */
  readonly isVoid: boolean;
  /** What was told of it: after the opening and before the next one, or before it was void; and again once a later one is void. */
  readonly tale: Tale;
}

type Opening = Walk['opening'];
const isOpening = (event: CaseEvent): event is Opening =>
  event.type === 'caseInstructed' || event.type === 'answeredOnTheSpot';

export const walks = remembered((tale: Tale): readonly Walk[] => {
  const told: { readonly opening: Opening; readonly events: CaseEvent[]; isVoid: boolean }[] = [];
  for (const event of tale) {
    const inHand = told.findLast(({ isVoid }) => !isVoid);
    if (isOpening(event)) told.push({ opening: event, events: [], isVoid: false });
    else inHand?.events.push(event);
    if (inHand && event.type === 'transcriptDisowned') inHand.isVoid = true;
  }
  return told.map(({ opening, events, isVoid }, index) => ({
    round: index + 1,
    opening,
    sheet: opening.type === 'caseInstructed' ? { ...opening.instruction, ...putRight(events) } : null,
    isVoid,
    tale: events,
  }));
});
const putRight = (tale: Tale) => {
  const corrected = last(tale, 'instructionCorrected');
  if (!corrected) return {};
  const { words, leadLeaderId, leadUnitId, supportingUnitIds, limit } = corrected;
  return { words, leadLeaderId, leadUnitId, supportingUnitIds, limit };
};
export const walkInHand = (tale: Tale): Walk | null => walks(tale).findLast(({ isVoid }) => !isVoid) ?? null;
