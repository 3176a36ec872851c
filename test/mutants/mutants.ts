/**
 * Planted faults: each takes one safety mechanism out of the product, as a text and what stands there instead. The simulation has
 * to see every one of them (`npm run simulate -- --mutants`); that is how we know that a green run means something.
 */

export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export const MUTANTS: readonly Mutant[] = [];
