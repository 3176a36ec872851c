/** How long a text is: characters as people count them, also where one takes two units. */
import { expect, it } from 'vitest';
import { isLonger, lengthOf } from '../../src/workflow/lengths.ts';

it('a character counts once, whichever it is', () => {
  expect(['', '字', '𠮷', '😀字', 'ab'].map(lengthOf)).toEqual([0, 1, 1, 2, 2]);
});

it.each(['字', 'a', '𠮷', '😀'])('a text of %s is longer than a bound from one character more on', (sign) => {
  const lengths = [0, 1, 4, 5, 6, 100];
  expect(lengths.map((length) => isLonger(sign.repeat(length), 5))).toEqual([false, false, false, false, true, true]);
  expect([isLonger('', 0), isLonger(sign, 0)]).toEqual([false, true]);
});
