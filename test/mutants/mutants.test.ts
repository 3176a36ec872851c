/** Stories see some of the quick planted faults; all of them: `npm run simulate -- --mutants`. That each can be planted: `places.test.ts`. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { huntMutant } from '../simulate/run-mutants.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../..');
const QUICK = ['an event is not linked to the one before it', 'an action that was done stays in its cell'];
const FEW_SEEDS = 12;

describe('a planted fault', () => {
  for (const mutant of MUTANTS.filter(({ name }) => QUICK.includes(name))) {
    it(`is seen by one of a few seeds: ${mutant.name}`, { timeout: 600_000 }, async () => {
      expect((await huntMutant(ROOT, mutant, FEW_SEEDS)).violation).not.toBe('');
    });
  }
});
