/**
 * Planted faults: each takes one safety mechanism, or one bit of meaning, out of the product. A proof has to see every one of them
 * (`npm run simulate -- --mutants`); that is how we know that a green run means something.
 */
import { COLUMN_MUTANTS } from './in-columns.ts';
import { MEANING_MUTANTS } from './in-meaning.ts';
import { OUTBOX_MUTANTS } from './in-outbox.ts';
import { STORE_MUTANTS } from './in-store.ts';
import { SYNC_MUTANTS } from './in-sync.ts';
import { TIME_MUTANTS } from './in-time.ts';
import type { Mutant } from './mutant.ts';

export const MUTANTS: readonly Mutant[] = [
  ...STORE_MUTANTS,
  ...OUTBOX_MUTANTS,
  ...SYNC_MUTANTS,
  ...TIME_MUTANTS,
  ...MEANING_MUTANTS,
  ...COLUMN_MUTANTS,
];
