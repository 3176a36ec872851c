/**
 * 来访, read once more: one enterprise on one day is one visit. What was seen of enterprises on a day hangs together where one
 * 查询码, one credit code, or one name of which one gave no code, ties it; the visit seen first keeps the number.
 */
import type { CaseId, ReceptionDayId } from '../../../src/workflow/ids.ts';
import { stateOf } from './road.ts';
import { appealNow, notesNow, resultOf } from './scene.ts';
import { has, last, type Tale, walkInHand } from './tale.ts';

/** Where its enterprise was received, or is to be. */
export const onDay = (tale: Tale): ReceptionDayId | null => {
  const received = last(tale, 'caseHeard', 'answeredOnTheSpot');
  if (received) return received.receptionDayId;
  return stateOf(tale) === 'scheduled' ? (notesNow(tale)?.receptionDayId ?? null) : null;
};

/** What a case was seen as on a day. */
export interface Sighting {
  readonly day: ReceptionDayId;
  readonly id: CaseId;
  readonly receipt: string;
  readonly code: string;
  readonly name: string;
}
const plain = (text: string): string => text.replaceAll(/\s/g, '');
export const sightingOf = (id: CaseId, tale: Tale): Sighting | null => {
  const day = onDay(tale);
  const filed = last(tale, 'caseSubmitted');
  const appeal = appealNow(tale);
  if (day === null || !filed || !appeal) return null;
  return {
    day,
    id,
    receipt: filed.visitKey,
    code: plain(appeal.creditCode).toUpperCase(),
    name: plain(appeal.enterpriseName),
  };
};

const isTied = (one: Sighting, other: Sighting): boolean =>
  one.receipt === other.receipt ||
  (one.code !== '' && one.code === other.code) ||
  (one.name === other.name && (one.code === '' || other.code === ''));

/** All that hangs together with the first of them. */
const together = (all: readonly Sighting[], first: Sighting): readonly Sighting[] => {
  let found: readonly Sighting[] = [first];
  for (;;) {
    const more = all.filter((one) => found.includes(one) || found.some((other) => isTied(one, other)));
    if (more.length === found.length) return more;
    found = more;
  }
};

export interface Visit {
  /** From 1, in the order in which they were first seen on the day. */
  readonly serial: number;
  readonly cases: readonly CaseId[];
  /** Who was seen under its number and is not there now. */
  readonly left: readonly CaseId[];
}

/** The rows of a day by all that was seen on it, in order, and the cases that are on it now. */
export const visitsOf = (seen: readonly Sighting[], present: readonly CaseId[]): readonly Visit[] => {
  const openers = seen.filter((one, index) => !seen.slice(0, index).some((earlier) => isTied(earlier, one)));
  return openers.map((opener, index): Visit => {
    const company = together(seen, opener);
    const isFirst = openers.find((one) => company.includes(one)) === opener;
    const all = [...new Set(company.map(({ id }) => id))].toSorted();
    const [cases, left] = [all.filter((id) => present.includes(id)), all.filter((id) => !present.includes(id))];
    return { serial: index + 1, cases: isFirst ? cases : [], left: isFirst ? left : [] };
  });
};

/** The result of the walk in hand was passed on to the enterprise, and nothing is done again. */
export const isAnswered = (tale: Tale): boolean => {
  const walk = walkInHand(tale);
  return (
    walk !== null &&
    (resultOf(walk)?.told ?? null) !== null &&
    ['awaiting_rating', 'awaiting_closure', 'closed'].includes(stateOf(tale)) &&
    !has(tale, 'caseMerged')
  );
};

/** How many enterprises these come from. */
export const firmsAmong = (tales: readonly Tale[]): number => {
  const seen = tales.flatMap((tale) => {
    const filed = last(tale, 'caseSubmitted');
    return (filed && sightingOf(filed.id, tale)) ?? [];
  });
  return seen.filter((one, index) => !together(seen, one).some((other) => seen.indexOf(other) < index)).length;
};
