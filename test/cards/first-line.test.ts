// Every card says in its first line who is asked for what by when; and the summary in the chat list never stays empty.
import { describe, expect, it } from 'vitest';
import { parseClick } from '../../cards/click.ts';
import { renderCardText } from '../feishu/card-check.ts';
import { directory } from './examples.ts';
import { galleryCards } from './gallery.ts';

const WHO = new RegExp(
  [...directory.leaders, ...directory.units]
    .map(({ name }) => name)
    .join('|')
    .concat('|工商联'),
  'u',
);
/** In the room it is now. */
const WHEN = /\d+月\d+日|个工作日内|当日|本周内|今日|签批第\d+件/u;

const firstElement = (card: object): unknown =>
  'body' in card && typeof card.body === 'object' && card.body !== null && 'elements' in card.body
    ? (card.body.elements as readonly unknown[])[0]
    : null;
const asking = galleryCards().filter(({ card }) =>
  renderCardText(card).buttons.some(({ value, name }) => parseClick({ value, form: {}, name }) !== null),
);

describe('the first line', () => {
  it.each(galleryCards().map((one) => [`${one.group} ${one.name} ${one.forWhom}`, one.card] as const))(
    'of %s is a heading of its own',
    (_name, card) => {
      expect(firstElement(card)).toMatchObject({ tag: 'div', text: { tag: 'plain_text', text_size: 'heading' } });
    },
  );

  it.each(asking.map((one) => [`${one.group} ${one.name} ${one.forWhom}`, one.card] as const))(
    'of %s names who acts, and by when',
    (_name, card) => {
      const first = JSON.stringify(firstElement(card));
      expect(first).toMatch(WHO);
      expect(first).toMatch(WHEN);
    },
  );

  it('asks politely wherever somebody has to act', () => {
    const waiting = asking.filter(({ card }) =>
      renderCardText(card).buttons.some(({ type }) => type === 'primary_filled'),
    );
    expect(waiting.length).toBeGreaterThan(10);
    for (const { card } of waiting) expect(JSON.stringify(firstElement(card))).toMatch(/请/u);
  });
});
