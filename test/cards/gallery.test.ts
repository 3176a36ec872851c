// The gallery in docs/cards is what the cards are now; a change of a card is reviewed there.
import { describe, expect, it } from 'vitest';
import { checkCard } from '../feishu/card-check.ts';
import { buttonWordsOf, galleryCards, galleryOnDisk, galleryText, sentencesOn } from './gallery.ts';
import { namesOfThings } from './names-of-things.ts';
import { FILES_SENT, saidOnPages } from './page-sentences.ts';
import { stopsTwice } from './punctuation.ts';
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

/** Names of nodes and files in the examples; the words of a signature that agrees. */
const WRITTEN_BY_PEOPLE = ['围挡拆除方案报批', '现场踏勘，摸清产权', '同意拟办意见', ...FILES_SENT];
/** How a day is written; what a browser calls its own. */
const OF_NOBODY = ['2026年10月8日', '打印'];

describe('sentences', async () => {
  const pages = await saidOnPages();
  const all = [...sentences(), ...pages.sentences];

  it('docs/cards/sentences.json holds every sentence as it is said now (npm run cards -- --json-only)', () => {
    expect(sentencesOnDisk()).toBe(sentencesText(all));
  });

  it('stop once where they go on after what somebody wrote', () => {
    expect(all.map(({ text }) => text).filter(stopsTwice)).toEqual([]);
  });

  it('name only columns, tables, choices and buttons that there are', () => {
    // What somebody said stands in the same marks, and names nothing.
    const there = new Set([
      '〔所写的话〕',
      '〔所写的话〕。',
      ...WRITTEN_BY_PEOPLE,
      ...OF_NOBODY,
      ...namesOfThings(),
      ...pages.names,
      ...galleryCards().flatMap(({ card }) => buttonWordsOf(card)),
    ]);
    const onCards = galleryCards().flatMap(({ card }) => sentencesOn(card).map((text) => ({ text })));
    const strange = [...all, ...onCards].flatMap(({ text }) =>
      [...text.matchAll(/“([^”]+)”/gu)].flatMap(([, name = '']) => (there.has(name) ? [] : [`${name} in ${text}`])),
    );
    expect(strange).toEqual([]);
  });
});
