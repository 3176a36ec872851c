/**
 * Runs the tests of src/workflow for Stryker (`npm run mutation`) inside one process, where vitest would start a new one for each
 * mutant. Everything is evaluated afresh each time, so that tables built while it loads are those of the mutant, and nothing that
 * was remembered under another one remains. The tests that failed last are asked first.
 */
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type KilledMutantRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { bounded } from './bounded.ts';
import { declaredBy, ENDLESS, failedWith, patience, resultOf, runThrough, secondsWorked } from './results.ts';
import { type Evaluated, filesOfWorkflow, type TestFile } from './script.ts';
import type { OneTest } from './vitest.ts';

/** What the switches that Stryker puts into the source read and write. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}
const switches: Switches = {};
Object.assign(globalThis, { __stryker__: switches });

const fileOf = (testId: string): string => testId.split(' › ', 1)[0] ?? '';

/** What is not killed within so many seconds of the processor's counts as survived: for a quick look (docs/mutation.md). */
const MOST_SECONDS = Number(process.env['MUTATION_SECONDS'] ?? Number.POSITIVE_INFINITY);
/** How many tests that failed are remembered. */
const REMEMBERED = 24;
/** Milliseconds of a test that need not wait for the others. */
const QUICK = 100;
/** The first asks other processes, the second how far the stories come: there are few of them here. */
const LEFT_OUT = /is the same under TZ=|gets to every state/;

/** What loading a file went through counts for each of its tests: the mutant is there from the start. */
const shareAmong = (tests: readonly string[], file: string): void => {
  const perTest = switches.mutantCoverage?.perTest;
  if (!perTest) return;
  for (const test of tests) perTest[test] = { ...perTest[file], ...perTest[test] };
  delete perTest[file];
};

/** Ids of the tests that are asked for, and of their files. */
type Filter = ReadonlySet<string> | undefined;

/** How many times the usual patience, for what did not end. */
const MUCH_PATIENCE = 4;
const isEndless = (result: MutantRunResult): result is KilledMutantRunResult =>
  result.status === MutantRunStatus.Killed && result.failureMessage === ENDLESS.message;

class InOneProcess implements TestRunner {
  private load: () => Evaluated = () => ({ loadSource: () => undefined, files: [] });
  /** How long each test took when nothing was changed, and each file. */
  private readonly spent = new Map<string, number>();
  /** By the number of a mutant: the tests that come by it. */
  private readonly coveredBy = new Map<number, string[]>();
  /** Tests that failed and their files, the last one first. */
  private failed: readonly string[] = [];

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.load = await filesOfWorkflow();
  }

  async dryRun(): Promise<DryRunResult> {
    Object.assign(switches, { activeMutant: undefined, hitLimit: undefined, mutantCoverage: undefined });
    const tests: TestResult[] = [];
    // Each file in an evaluation of its own: what one file's tests made the source remember, another's would not come by.
    for (const at of this.load().files.keys()) {
      const { loadSource, files } = this.load();
      loadSource();
      const file = files[at];
      if (!file) continue;
      switches.currentTestId = file.id;
      const declared = this.inOrder(file.declared(), undefined);
      const results: TestResult[] = [];
      for (const test of declared) {
        switches.currentTestId = file.id;
        const begins = () => {
          switches.currentTestId = test.id;
        };
        results.push(await resultOf(test, begins));
      }
      switches.currentTestId = undefined;
      for (const result of results) {
        for (const id of [file.id, result.id]) this.spent.set(id, this.spentOn([id]) + result.timeSpentMs);
      }
      shareAmong(
        results.map(({ id }) => id),
        file.id,
      );
      tests.push(...results);
    }
    const { mutantCoverage } = switches;
    for (const [test, coverage] of Object.entries(mutantCoverage?.perTest ?? {})) {
      for (const id of Object.keys(coverage)) {
        const covering = this.coveredBy.get(Number(id)) ?? [];
        this.coveredBy.set(Number(id), covering);
        covering.push(test);
      }
    }
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun(asked: MutantRunOptions): Promise<MutantRunResult> {
    // Another process made the run without mutants.
    if (this.spent.size === 0) await this.dryRun();
    const first = await this.run(asked, 1);
    if (!isEndless(first)) return first;
    const again = await this.run({ ...asked, testFilter: first.killedBy }, MUCH_PATIENCE);
    return isEndless(again) ? again : this.run(asked, MUCH_PATIENCE);
  }

  private async run({ activeMutant: { id }, ...asked }: MutantRunOptions, times: number): Promise<MutantRunResult> {
    Object.assign(switches, { activeMutant: id, hitLimit: asked.hitLimit, hitCount: 0 });
    const filter = asked.testFilter && new Set(asked.testFilter.flatMap((test) => [test, fileOf(test)]));
    const until = secondsWorked() + MOST_SECONDS;
    const tests: TestResult[] = [];
    const first = filter ? this.failed : [...this.near(Number(id)), ...this.failed];
    for (const step of this.steps(new Set(first.flatMap((test) => [test, fileOf(test)])), filter, times)) {
      const results = await this.untilOneFails(step(), until, times);
      tests.push(...results);
      const last = results.at(-1);
      if (last?.status !== TestStatus.Failed) continue;
      const these = [last.id, fileOf(last.id)];
      this.failed = [...these, ...this.failed.filter((one) => !these.includes(one))].slice(0, REMEMBERED);
      break;
    }
    const stopped = determineHitLimitReached(switches.hitCount, asked.hitLimit);
    return toMutantRunResult(stopped ?? { status: DryRunStatus.Complete, tests });
  }

  /** Of one that was there from the start: quick tests of what it is part of, which is numbered next. */
  private near(id: number): readonly string[] {
    const covering = [1, 2, 3, 4]
      .map((further) => this.coveredBy.get(id + further) ?? [])
      .find(({ length }) => length > 0);
    return (covering ?? []).toSorted((one, other) => this.spentOn([one]) - this.spentOn([other])).slice(0, REMEMBERED);
  }

  /** These tests first, file by file; then all others that are quick, those of quick files first; then the rest. */
  private steps(first: ReadonlySet<string>, filter: Filter, times: number): readonly (() => readonly OneTest[])[] {
    const declared = new Map<string, readonly OneTest[]>();
    const testsOf = (file: TestFile): readonly OneTest[] => {
      const tests = declared.get(file.id) ?? declaredBy(file, times);
      declared.set(file.id, tests);
      return this.inOrder(tests, filter);
    };
    const isQuick = ({ id }: OneTest): boolean => this.spentOn([id]) < QUICK;
    const isFirst = ({ id }: { readonly id: string }): boolean => first.has(id);
    const files = this.inOrder(this.load().files, filter);
    const quickFirst = files.toSorted((one, other) => this.spentOn([one.id]) - this.spentOn([other.id]));
    return [
      ...files.filter(isFirst).map((file) => () => testsOf(file).filter(isFirst)),
      ...quickFirst.map((file) => () => testsOf(file).filter((test) => !isFirst(test) && isQuick(test))),
      ...quickFirst.map((file) => () => testsOf(file).filter((test) => !isFirst(test) && !isQuick(test))),
    ];
  }

  private async untilOneFails(tests: readonly OneTest[], until: number, times: number): Promise<readonly TestResult[]> {
    const results: TestResult[] = [];
    while (results.length < tests.length && results.at(-1)?.status !== TestStatus.Failed) {
      const left = tests.slice(results.length);
      const usual = this.spentOn(left.map((test) => test.id));
      const done = bounded(times * patience(usual), () => runThrough(left, results, until));
      if (secondsWorked() > until) break;
      const test = tests[results.length];
      if (!test) break;
      if (!done) results.push(failedWith(test.id, ENDLESS));
      else if (done.value !== undefined)
        results.push(await resultOf({ id: test.id, run: () => done.value }, () => undefined));
    }
    return results;
  }

  private spentOn(ids: readonly string[]): number {
    return ids.reduce((sum, id) => sum + (this.spent.get(id) ?? 0), 0);
  }

  /** Of what is asked for: what failed last, then what is quick. */
  private inOrder<T extends { readonly id: string }>(all: readonly T[], filter: Filter): readonly T[] {
    const place = new Map(this.failed.map((id, at) => [id, at - REMEMBERED]));
    const placeOf = ({ id }: T): number => place.get(id) ?? this.spentOn([id]);
    const isAsked = ({ id }: T): boolean => !LEFT_OUT.test(id) && (!filter || filter.has(id));
    return all.filter(isAsked).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-one-process', InOneProcess)];
