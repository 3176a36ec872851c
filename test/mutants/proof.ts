/**
 * Runs a proof of the test suite over the tree with one fault planted in it while it is loaded; the tree itself is never changed.
 * The second opinion tells the histories of `npm test`, always the same ones.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { z } from 'zod';
import { type Mutant, type Proof, planted } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

type Suite = Exclude<Proof, 'simulation'>;
const SUITES: Readonly<Record<Suite, { readonly folder: string; readonly tests: string }>> = {
  opinion: { folder: 'test/opinion/agrees', tests: 'agrees with the second opinion' },
  boards: { folder: 'test/opinion/boards', tests: 'agree with the second opinion' },
  tables: { folder: 'test/opinion/tables', tests: 'agree with the second opinion' },
  readers: { folder: 'test/readers', tests: 'words of the process' },
};
/** What is seen in the first few histories need not wait for all those of `npm test`. */
const HISTORIES: Readonly<Record<Suite, readonly number[]>> = {
  opinion: [60, 400],
  boards: [400],
  tables: [400],
  readers: [400],
};
const ROOT = join(import.meta.dirname, '../..');

/** What the proof says of it, in a line; empty when it saw nothing. @throws Error when no test was run. */
export const whatSaw = async (suite: Suite, mutant: Mutant | null): Promise<string> => {
  for (const count of HISTORIES[suite]) {
    const seen = await whatSawIn(suite, mutant, count);
    if (seen !== '') return seen;
  }
  return '';
};
const whatSawIn = async (suite: Suite, mutant: Mutant | null, histories: number): Promise<string> => {
  const { folder, tests } = SUITES[suite];
  const desk = mkdtempSync(join(tmpdir(), 'proof-'));
  const outputFile = join(desk, 'report.json');
  const where = ['--config', join(import.meta.dirname, 'proof.ts'), '--root', ROOT];
  const how = ['--reporter', 'json', '--outputFile', outputFile, '--maxWorkers', '1', '-t', tests];
  const told = { OPINION_HISTORIES: String(histories), OPINION_SEED: '1' };
  const env = { ...process.env, ...told, PLANTED: mutant?.name ?? '' };
  await ended(spawn('npx', ['vitest', 'run', ...where, ...how, folder], { cwd: ROOT, env, stdio: 'ignore' }));
  const { testResults } = reportSchema.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
  rmSync(desk, { recursive: true });
  const ran = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => STATED.has(status)),
  );
  const failed = testResults.flatMap(({ message, assertionResults }) => [
    ...assertionResults.flatMap(({ failureMessages }) => failureMessages ?? []),
    ...(message ? [message] : []),
  ]);
  if (ran.length === 0 && failed.length === 0) throw new Error(`the proof ${suite} ran no test`);
  return failed[0] === undefined ? '' : seenIn(failed[0]);
};

/** `expected '…` names what was found; of anything else the first line. */
const seenIn = (message: string): string =>
  (/expected '([^']*)/.exec(message)?.[1] ?? message.split('\n')[0] ?? '')
    .replaceAll('\\n', ' ')
    .slice(0, MOST_LETTERS);

const STATED: ReadonlySet<string> = new Set(['passed', 'failed']);
const MOST_LETTERS = 200;
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });

const plantedNow = MUTANTS.find(({ name }) => name === process.env['PLANTED']);
export default defineConfig({
  // What is kept of a file that was loaded is kept by its text on the disk, in which no fault is planted.
  test: { fsModuleCache: false, testTimeout: 300_000, hookTimeout: 600_000 },
  plugins: [
    {
      name: 'planted',
      enforce: 'pre',
      load: (id) => {
        const file = relative(ROOT, id);
        if (!plantedNow || ![plantedNow, ...(plantedNow.also ?? [])].some((change) => change.file === file))
          return null;
        return planted(file, readFileSync(id, 'utf8'), plantedNow);
      },
    },
  ],
});
