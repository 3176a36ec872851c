/** 谁读什么: the table, and the page that is written from it. That words really go that way is held by test/readers. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { whoReadsPage } from '../../src/cli/who-reads-page.ts';
import { mayRead, type Reach, WHO_READS } from '../../src/workflow/readers.ts';

it('docs/who-reads.md names every field of words with its readers (npm run format writes it)', () => {
  expect(whoReadsPage()).toBe(readFileSync('docs/who-reads.md', 'utf8'));
});

it('nobody both must and may never read the same words', () => {
  const torn = Object.entries<Readonly<Record<string, Reach>>>(WHO_READS).flatMap(([command, fields]) =>
    Object.entries(fields)
      .filter(([, { must, never }]) => must.some((reader) => never.includes(reader)))
      .map(([field]) => `${command}.${field}`),
  );
  expect(torn).toEqual([]);
});

it('whoever may never read some words is refused them, and anybody else is not', () => {
  expect([mayRead('E', 'object.reason'), mayRead('W', 'object.reason'), mayRead('K', 'object.reason')]).toEqual([
    false,
    false,
    true,
  ]);
});
