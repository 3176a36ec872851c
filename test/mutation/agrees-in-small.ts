/** In small, for runner.ts alone: the second opinion, whose whole takes minutes. What fails here fails in test/opinion. */
import { expect, it } from 'vitest';
import { createFindings, type Law, tell, tellNamed } from '../opinion/histories.ts';
import { KNOWN } from '../opinion/known.ts';
import { saysWhoActed } from '../opinion/law-acting.ts';
import { cardsAgree } from '../opinion/law-cards.ts';
import { noticesAgree } from '../opinion/law-notices.ts';
import { pagesAgree } from '../opinion/law-pages.ts';
import { rowAgrees } from '../opinion/law-row.ts';
import { playsTheRules } from '../opinion/law-rules.ts';
import { staffAreTold } from '../opinion/law-staff.ts';
import { everySurface } from '../opinion/law-texts.ts';
import { NAMED } from '../opinion/named-histories.ts';
import { TOWNS } from '../opinion/towns.ts';

const all: readonly Law[] = [
  playsTheRules,
  rowAgrees,
  staffAreTold,
  cardsAgree,
  pagesAgree,
  everySurface,
  noticesAgree,
  saysWhoActed,
];
const known = Object.values(KNOWN).flatMap((listed) => listed.map(({ law }) => law));
const [town] = TOWNS;
const unknownIn = (
  telling: (found: ReadonlyMap<'all', ReturnType<typeof createFindings>>) => unknown,
): readonly string[] => {
  const found = createFindings();
  telling(new Map([['all', found]]));
  return found.names().filter((name) => !known.includes(name));
};

it.each(NAMED)('agrees with the second opinion: $name', (named) => {
  if (!town) throw new Error('no town');
  expect(unknownIn((found) => tellNamed(named, town, 0, { all }, found))).toEqual([]);
});
it.each([1, 2, 3, 4, 5, 6])('agrees with the second opinion in history %i', (seed) => {
  expect(unknownIn((found) => tell(seed, 70, { all }, found))).toEqual([]);
});
