/** What came of tests, for runner.ts: none of them may take the whole run with it, by throwing or by never ending. */
import { performance } from 'node:perf_hooks';
import { type TestResult, TestStatus } from '@stryker-mutator/api/test-runner';
import { bounded } from './bounded.ts';
import type { TestFile } from './script.ts';
import type { OneTest } from './vitest.ts';

export const secondsWorked = (): number => process.cpuUsage().user / 1e6;

/** What takes so much longer than without a mutant does not end; asked twice, for the machine may have been busy. */
export const patience = (spent: number): number => 1000 + 5 * spent;
export const ENDLESS = new Error('does not end');

const passed = (id: string, from: number): TestResult => ({
  id,
  name: id,
  timeSpentMs: performance.now() - from,
  status: TestStatus.Success,
});
export const failedWith = (id: string, error: unknown): TestResult => ({
  id,
  name: id,
  timeSpentMs: 0,
  status: TestStatus.Failed,
  failureMessage: error instanceof Error ? error.message : String(error),
});

/** A file that cannot be loaded is a test that fails. */
export const declaredBy = ({ id, declared }: TestFile, times: number): readonly OneTest[] => {
  const failing = (error: unknown): readonly OneTest[] => [{ id, run: () => Promise.reject(error) }];
  try {
    return bounded(times * patience(0), declared)?.value ?? failing(ENDLESS);
  } catch (error) {
    return failing(error);
  }
};

export const resultOf = async ({ id, run }: OneTest, begins: () => void): Promise<TestResult> => {
  const from = performance.now();
  try {
    await run(begins);
    return passed(id, from);
  } catch (error) {
    return failedWith(id, error);
  }
};

/** Adds the results of tests up to the first that fails, or to this moment; of one that waits, gives what it waits for. */
export const runThrough = (
  tests: readonly OneTest[],
  results: TestResult[],
  until: number,
): Promise<unknown> | null => {
  for (const { id, run } of tests) {
    if (secondsWorked() > until) return null;
    const from = performance.now();
    try {
      const said = run(() => undefined);
      if (said instanceof Promise) return said;
      results.push(passed(id, from));
    } catch (error) {
      results.push(failedWith(id, error));
      return null;
    }
  }
  return null;
};
