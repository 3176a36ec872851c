/** Stands in for 'fast-check' in runner.ts: the same stories for every mutant, few of them, and no search for a shorter one. */
import fc, { type Arbitrary, type IAsyncProperty, type IProperty, type Parameters } from 'fast-check';

const MOST_RUNS = 8;
const few = <T extends { readonly numRuns?: number }>(asked: T | undefined) => ({
  ...asked,
  seed: 1,
  endOnFailure: true,
  numRuns: Math.min(asked?.numRuns ?? MOST_RUNS, MOST_RUNS),
});

export default {
  ...fc,
  assert: <T>(property: IProperty<T> | IAsyncProperty<T>, asked?: Parameters<T>) => fc.assert(property, few(asked)),
  sample: <T>(from: Arbitrary<T>, asked?: Parameters<T> | number) =>
    fc.sample(from, few(typeof asked === 'number' ? { numRuns: asked } : asked)),
};
