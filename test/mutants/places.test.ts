/** Every planted fault can still be planted: what it takes out stands once in its file. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPlaces } from '../simulate/run-mutants.ts';
import { MUTANTS } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('a planted fault', () => {
  it.each(MUTANTS)('stands once in $file: $name', (mutant) => {
    expect(() => checkPlaces(ROOT, mutant)).not.toThrow();
  });
});
