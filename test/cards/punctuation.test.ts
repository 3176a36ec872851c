// What people read is punctuated as Chinese is: no half-width comma, colon, semicolon or bracket beside a Chinese character.
import { expect, it } from 'vitest';
import { renderCardText } from '../feishu/card-check.ts';
import { galleryCards } from './gallery.ts';
import { stopsTwice } from './punctuation.ts';
import { sentences } from './sentences.ts';

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

it('no sentence stops twice where it goes on after what somebody wrote', () => {
  expect(stopsTwice('请写明。。请自然资源办理')).toBe(true);
  expect(stopsTwice('企业已补充：“已交。”。')).toBe(true);
  expect(stopsTwice('企业已补充：“已交。”请继续办理。')).toBe(false);
  const onCards = galleryCards().flatMap(({ card }) => renderCardText(card).texts);
  const said = sentences().map(({ text }) => text);
  expect([...onCards, ...said].filter(stopsTwice)).toEqual([]);
});
