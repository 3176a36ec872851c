// The gallery in docs/cards is what the cards are now; a change of a card is reviewed there.
import { expect, it } from 'vitest';
import { checkCard } from '../feishu/card-check.ts';
import { galleryCards, galleryOnDisk, galleryText } from './gallery.ts';

it('docs/cards/gallery.json holds every card as it is drawn now (npm run cards -- --json-only)', () => {
  expect(galleryOnDisk()).toBe(galleryText(galleryCards()));
});

it('every card of the gallery is one Feishu takes, under a name of its own', () => {
  const cards = galleryCards();
  for (const { card } of cards) expect(checkCard(card)).toEqual([]);
  const names = cards.map(({ group, name, forWhom }) => `${group} ${name} ${forWhom}`);
  expect(new Set(names).size).toBe(names.length);
});
