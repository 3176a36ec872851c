/**
 * Shows that the simulation can fail: each planted fault (`test/mutants/`) is put into the bundled tree, and seeds are run until
 * one of them sees it. A mutant whose text is not found any more is an error: then it has to be planted anew.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutant, planted } from '../mutants/mutant.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import type { Job } from './job.ts';
import { openPool } from './pool.ts';

const MOST_SEEDS = 200;

export interface MutantResult {
  readonly name: string;
  readonly file: string;
  /** Null when no seed saw it. */
  readonly seeds: number | null;
  readonly violation: string;
}

/** Runs seeds against the changed tree, from the mutant's own first seed on, until one fails. */
export const huntMutant = async (root: string, mutant: Mutant, most = MOST_SEEDS): Promise<MutantResult> => {
  const pool = await openPool(root, mutant);
  let first: { readonly seed: number; readonly violation: string } | null = null;
  const jobs = Array.from({ length: most }, (_, index): Job => ({ seed: index + 1 }));
  await pool.runAll(jobs, (report) => {
    const violation = report.violations[0];
    if (violation !== undefined && (first === null || report.seed < first.seed))
      first = { seed: report.seed, violation };
    return first === null;
  });
  pool.close();
  const found: { readonly seed: number; readonly violation: string } | null = first;
  return { name: mutant.name, file: mutant.file, ...resultOf(found) };
};

/** @throws Error when a place of the mutant is not found exactly once. */
export const checkPlaces = (root: string, mutant: Mutant): void => {
  for (const { file } of [mutant, ...(mutant.also ?? [])])
    planted(file, readFileSync(join(root, file), 'utf8'), mutant);
};

const resultOf = (found: { readonly seed: number; readonly violation: string } | null) => ({
  seeds: found?.seed ?? null,
  violation: found?.violation ?? '',
});

export const runMutants = async ({
  root,
  say,
  json,
  only,
}: {
  readonly root: string;
  readonly say: (text: string) => void;
  readonly json: boolean;
  readonly only: string | null;
}): Promise<boolean> => {
  for (const mutant of MUTANTS) checkPlaces(root, mutant);
  const results: MutantResult[] = [];
  for (const mutant of MUTANTS.filter(({ name }) => only === null || name.includes(only))) {
    const result = await huntMutant(root, mutant);
    results.push(result);
    say(
      `${result.seeds === null ? 'NOT CAUGHT' : `seed ${result.seeds}`.padEnd(10)} | ${mutant.name} | ${result.violation.slice(0, 100)}`,
    );
  }
  const missed = results.filter((result) => result.seeds === null);
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  say(`${results.length - missed.length} of ${results.length} planted faults caught`);
  return missed.length === 0;
};
