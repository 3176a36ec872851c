/**
 * Shows that the proofs can fail: each planted fault (`test/mutants/`) is put into the tree, and the proof it names is run: seeds of
 * the simulation until one of them sees it, or tests that judge what people read. A mutant whose text is not found any more is an error: then it has to be planted anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Mutant, planted } from '../mutants/mutant.ts';
import { MUTANTS } from '../mutants/mutants.ts';
import { whatSaw } from '../mutants/proof.ts';
import type { Job } from './job.ts';
import { openPool } from './pool.ts';

const MOST_SEEDS = 200;

export interface MutantResult {
  readonly name: string;
  readonly file: string;
  /** Who saw it: a seed or another proof; null when nothing did. */
  readonly seenBy: string | null;
  readonly violation: string;
}

/** The proof that the mutant names, run against it. */
const hunted = async (root: string, mutant: Mutant): Promise<MutantResult> => {
  const { name, file, proof = 'simulation' } = mutant;
  if (proof === 'simulation') return huntMutant(root, mutant);
  const violation = await whatSaw(proof, mutant);
  return { name, file, seenBy: violation === '' ? null : proof, violation };
};

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
  seenBy: found ? `seed ${found.seed}` : null,
  violation: found?.violation ?? '',
});

export const runMutants = async ({
  root,
  say,
  json,
  only,
  docs,
}: {
  readonly root: string;
  readonly say: (text: string) => void;
  readonly json: boolean;
  readonly only: string | null;
  /** Writes what was seen into docs/simulation.md, at once: a run takes hours, and may be broken off. */
  readonly docs: boolean;
}): Promise<boolean> => {
  for (const mutant of MUTANTS) checkPlaces(root, mutant);
  const results: MutantResult[] = [];
  for (const mutant of MUTANTS.filter((one) => only === null || isMeant(one, only))) {
    const result = await hunted(root, mutant);
    results.push(result);
    if (docs) writeDown(join(root, DOCS), result);
    say(`${(result.seenBy ?? 'NOT CAUGHT').padEnd(10)} | ${mutant.name} | ${result.violation.slice(0, 100)}`);
  }
  const missed = results.filter((result) => result.seenBy === null);
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  say(`${results.length - missed.length} of ${results.length} planted faults caught`);
  return missed.length === 0;
};

/** By a word of its name or file, or by its proof. */
const isMeant = ({ name, file, proof = 'simulation' }: Mutant, word: string): boolean =>
  proof === word || name.includes(word) || file.includes(word);

const DOCS = 'docs/simulation.md';
const [BEGIN, END] = [
  '<!-- planted: written by `npm run simulate -- --mutants --docs` -->',
  '<!-- /planted -->',
] as const;
const HEAD = '| planted | seen by | as |\n|---|---|---|';
const LONGEST = 100;

/** One line for each mutant there is, in their order; the lines of others stay as they were last written. */
const writeDown = (path: string, fresh: MutantResult): void => {
  const text = readFileSync(path, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [table = '', after = ''] = rest.split(END);
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  const known = new Map(lines.map((line) => [cellsOf(line)[0], line]));
  const seen = [fresh.name, fresh.seenBy ?? '**not caught**', fresh.violation.slice(0, LONGEST)];
  known.set(inCell(fresh.name), `| ${seen.map(inCell).join(' | ')} |`);
  const all = MUTANTS.map(({ name }) => known.get(inCell(name)) ?? `| ${inCell(name)} | not run | |`);
  writeFileSync(path, `${before}${BEGIN}\n\n${HEAD}\n${all.join('\n')}\n\n${END}${after}`);
};
const inCell = (text: string): string => text.replaceAll('|', '/').replaceAll(/\s+/g, ' ').trim();
const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
