/**
 * No page of an enterprise shows a personal number, whoever wrote it and in whatever field: numbers are put into every word of the
 * case and of its events, so that a field that is added later is reached as well.
 */
import { describe, expect, it } from 'vitest';
import { type PublicCase, publicCase } from '../../src/pages/public-view.ts';
import { type Play, playTo } from '../support/given.ts';
import { NOW } from './pages-world.ts';

const NUMBERS = [
  '19900000101',
  '199-0000-0101',
  '+86 199 0000 0101',
  '１９９０００００１０１',
  '0830-0000101',
  '510502199001010018',
  '6222020000000000011',
  '6222 0200 0000 0000 011',
  'someone@example.com',
] as const;
/** Made by the service, of no one's words: 交办单编号, and how a limit was reckoned. */
const isMade = (key: string, text: string): boolean => key === 'derivation' || /〔\d{4}〕\d+号$/u.test(text);

const withNumber = <T>(value: T, number: string): T =>
  JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === 'string' && /\p{Script=Han}/u.test(one) && !isMade(key, one) ? `${one}（${number}）` : one,
  );
const stringsIn = (value: unknown, path: string): readonly (readonly [string, string])[] =>
  typeof value === 'string'
    ? [[path, value]]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, one]) => stringsIn(one, `${path}.${key}`))
      : [];

const seen = ({ subject, events, directory }: Play, number: string): PublicCase => {
  const isNumber = <T>(value: T): T => withNumber(value, number);
  return publicCase(isNumber(subject()), isNumber(events()), directory, NOW);
};

describe.each(NUMBERS)('%s', (number) => {
  it.each(['awaiting_enterprise', 'awaiting_rating', 'awaiting_closure', 'declined', 'closed'] as const)(
    'is in no field of what is shown of a case that is %s',
    (state) => {
      const view = seen(playTo(state), number);
      const showing = stringsIn(view, 'view').filter(([, words]) => words.includes(number));
      expect(showing.map(([path]) => path)).toEqual([]);
      // Else nothing would have been put in, and nothing could be found.
      expect(stringsIn(view, 'view').some(([, words]) => words.includes('（') && words.includes('）'))).toBe(true);
    },
  );
});
