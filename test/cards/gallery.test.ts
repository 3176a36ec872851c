// The gallery in docs/cards is what the cards are now; a change of a card is reviewed there.
import { describe, expect, it } from 'vitest';
import { checkCard } from '../feishu/card-check.ts';
import { buttonWordsOf, galleryCards, galleryOnDisk, galleryText } from './gallery.ts';
import { namesOfThings } from './names-of-things.ts';
import { sentences, sentencesOnDisk, sentencesText } from './sentences.ts';

it('docs/cards/gallery.json holds every card as it is drawn now (npm run cards -- --json-only)', () => {
  expect(galleryOnDisk()).toBe(galleryText(galleryCards()));
});

it('every card of the gallery is one Feishu takes, under a name of its own', () => {
  const cards = galleryCards();
  for (const { card } of cards) expect(checkCard(card)).toEqual([]);
  const names = cards.map(({ group, name, forWhom }) => `${group} ${name} ${forWhom}`);
  expect(new Set(names).size).toBe(names.length);
});

describe('sentences', () => {
  const all = sentences();

  it('docs/cards/sentences.json holds every sentence as it is said now (npm run cards -- --json-only)', () => {
    expect(sentencesOnDisk()).toBe(sentencesText(all));
  });

  it('name only columns, tables, choices and buttons that there are', () => {
    // What somebody said stands in the same marks, and names nothing.
    const there = new Set([
      '〔所写的话〕',
      ...namesOfThings(),
      ...galleryCards().flatMap(({ card }) => buttonWordsOf(card)),
    ]);
    const strange = all.flatMap(({ text }) =>
      [...text.matchAll(/“([^”]+)”/gu)].flatMap(([, name = '']) => (there.has(name) ? [] : [`${name} in ${text}`])),
    );
    expect(strange).toEqual([]);
  });
});
