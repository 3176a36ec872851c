/**
 * Shows that the simulation can fail: each planted fault (`test/mutants/`) is put into a copy of the tree, and seeds are run until
 * one of them sees it. A mutant whose text is not found any more is an error: then it has to be planted anew.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTANTS, type Mutant } from '../mutants/mutants.ts';
import type { Job } from './job.ts';
import { openPool } from './pool.ts';

const MOST_SEEDS = 60;
const COPIED = ['src', 'cards', 'bitable-schema', 'test', 'package.json', 'tsconfig.json'] as const;

export interface MutantResult {
  readonly name: string;
  readonly file: string;
  /** Null when no seed saw it. */
  readonly seeds: number | null;
  readonly violation: string;
}

/** The text of a mutant's file with the fault in it. @throws Error when the place is not found exactly once. */
export const planted = (text: string, mutant: Mutant): string => {
  const places = text.split(mutant.find).length - 1;
  if (places !== 1) throw new Error(`mutant “${mutant.name}”: its text is found ${places} times in ${mutant.file}`);
  return text.replace(mutant.find, () => mutant.replace);
};

/** Runs seeds against the changed tree, from the mutant's own first seed on, until one fails. */
export const huntMutant = async (root: string, mutant: Mutant, most = MOST_SEEDS): Promise<MutantResult> => {
  const tree = mkdtempSync(join(tmpdir(), 'reception-day-mutant-'));
  try {
    for (const part of COPIED) cpSync(join(root, part), join(tree, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const file = join(tree, mutant.file);
    writeFileSync(file, planted(readFileSync(file, 'utf8'), mutant));
    const pool = openPool(tree);
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
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
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
  for (const mutant of MUTANTS) planted(readFileSync(join(root, mutant.file), 'utf8'), mutant);
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
