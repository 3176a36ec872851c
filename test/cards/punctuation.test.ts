// What people read is punctuated as Chinese is: no half-width comma, colon, semicolon or bracket beside a Chinese character.
import { expect, it } from 'vitest';
import { renderCardText } from '../feishu/card-check.ts';
import { galleryCards } from './gallery.ts';

const HALF_WIDTH = /[\u4e00-\u9fff〕）”][,;:!?()]|[,;:!?()][\u4e00-\u9fff〔（“]/u;

it('every card of the gallery uses full-width punctuation', () => {
  const wrong = galleryCards().flatMap(({ group, name, card }) => {
    const { texts, buttons, fields } = renderCardText(card);
    return [...texts, ...buttons.map(({ text }) => text), ...fields.map(({ label }) => label)]
      .filter((text) => HALF_WIDTH.test(text))
      .map((text) => `${group} ${name}: ${text}`);
  });
  expect(wrong).toEqual([]);
});
