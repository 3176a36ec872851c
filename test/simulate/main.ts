/**
 * `npm run simulate`: stories from seeds on every core; one seed with its trace; a death at every yield point; planted faults.
 * Ends with 1 when something did not hold. With `--json` one JSON document on stdout, all talk on stderr.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planStory } from './acts.ts';
import { dieEverywhere } from './deaths.ts';
import { summed } from './histogram.ts';
import { type Job, runJob } from './job.ts';
import { openPool } from './pool.ts';
import { profileOf } from './profile.ts';
import { IN_SEEDS, missed, tableOf } from './reach.ts';
import { runMutants } from './run-mutants.ts';
import { shrink } from './shrink.ts';
import { STORY_LENGTH, type StoryReport } from './story.ts';

const ROOT = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    /** Each seed once; without it twice, and both traces have to agree. */
    once: { type: 'boolean', default: false },
    /** The first seed of many, or with --seeds 1 the only one. */
    seed: { type: 'string' },
    acts: { type: 'string' },
    without: { type: 'string' },
    trace: { type: 'boolean', default: false },
    crashes: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '200' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** Writes what was reached, or with --mutants what was caught, into docs/simulation.md. */
    docs: { type: 'boolean', default: false },
    /** Failing stories are told as they are, not made short first. */
    asis: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => {
  (values.json ? process.stderr : process.stdout).write(`${text}\n`);
};
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
};
const sum = (reports: readonly StoryReport[], of: (report: StoryReport) => number): number =>
  reports.reduce((total, report) => total + of(report), 0);

const ratio = (reports: readonly StoryReport[]): number =>
  Math.round((100 * sum(reports, (one) => one.calls)) / sum(reports, (one) => one.leastCalls)) / 100;

const tellFailure = async (failed: StoryReport, run: (job: Job) => Promise<StoryReport>): Promise<void> => {
  say(`\nseed ${failed.seed} (${failed.mood}) failed:`);
  for (const violation of failed.violations) say(`  ✗ ${violation}`);
  const acts = planStory(failed.seed, STORY_LENGTH, profileOf(failed.seed));
  const short = await shrink(
    failed,
    acts.map((act) => act.id),
    run,
  );
  const kept = new Set(short.job.acts);
  say(`the shortest story found (${short.runs} runs):`);
  for (const act of acts)
    if (kept.has(act.id)) say(`  act ${act.id}: ${act.kind}, ${act.gapMs} ms after the one before`);
  for (const fault of short.report.faults) say(`  fault: ${fault}`);
  for (const violation of short.report.violations) say(`  ✗ ${violation}`);
  const without = (short.job.without ?? []).length > 0 ? ` --without ${short.job.without?.join(',')}` : '';
  say(`  again: npm run simulate -- --seed ${failed.seed} --acts ${[...kept].join(',')}${without} --trace`);
};

const one = async (seed: number): Promise<boolean> => {
  const job: Job = {
    seed,
    isDoubled: true,
    ...(values.acts ? { acts: values.acts.split(',').map(Number) } : {}),
    ...(values.without ? { without: values.without.split(',') } : {}),
  };
  const report = await runJob(job, values.trace ? say : undefined);
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    say(`seed ${seed} (${report.mood}): ${report.steps} steps, trace ${report.traceHash}`);
    for (const violation of report.violations) say(`  ✗ ${violation}`);
  }
  return report.violations.length === 0;
};

const many = async (from: number, count: number): Promise<boolean> => {
  const pool = await openPool(ROOT);
  const startedAt = performance.now();
  const reports: StoryReport[] = [];
  await pool.runAll(
    Array.from({ length: count }, (_, index): Job => ({ seed: from + index, isDoubled: !values.once })),
    (report) => {
      reports.push(report);
      const bad = reports.filter(({ violations }) => violations.length > 0).length;
      progress(
        `${reports.length}/${count} seeds, ${bad} failed, ${Math.round((performance.now() - startedAt) / 1000)} s`,
      );
      return true;
    },
  );
  progress('');
  const failed = reports.filter(({ violations }) => violations.length > 0).sort((a, b) => a.seed - b.seed);
  const seconds = (performance.now() - startedAt) / 1000;
  const calm = reports.filter(({ mood }) => mood === 'calm');
  const summary = {
    seeds: reports.length,
    runs: reports.length * (values.once ? 1 : 2),
    failed: failed.map(({ seed, violations }) => ({ seed, violations })),
    seconds: Math.round(seconds),
    cpuSecondsOfStories: Math.round(sum(reports, (one) => one.cpuMs) / 1_000),
    virtualHours: Math.round(sum(reports, (one) => one.virtualMs) / 3_600_000),
    virtualHoursPerSecond: Math.round(
      ((values.once ? 1 : 2) * sum(reports, (one) => one.virtualMs)) / 3_600_000 / seconds,
    ),
    steps: sum(reports, (one) => one.steps),
    faults: sum(reports, (one) => one.faults.length),
    deaths: sum(reports, (one) => one.deaths),
    events: sum(reports, (one) => one.events),
    messages: sum(reports, (one) => one.messages),
    cases: sum(reports, (one) => one.cases),
    casesClosed: sum(reports, (one) => one.closed),
    secondRounds: sum(reports, (one) => one.secondRounds),
    slowestRestMinutes: Math.round(Math.max(0, ...reports.map((one) => one.restAfterMs)) / 60_000),
    racesFeishuCannotTell: sum(reports, (one) => one.races),
    callsOnCalmDays: sum(calm, (one) => one.calls),
    leastCallsOnCalmDays: sum(calm, (one) => one.leastCalls),
    callsTimesTheLeast: ratio(calm),
    readsOfOwnWritesOnCalmDays: sum(calm, (one) => one.echoes),
  };
  if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else for (const [name, value] of Object.entries(summary)) if (name !== 'failed') say(`${name}: ${String(value)}`);
  for (const report of values.asis ? [] : failed.slice(0, 3)) await tellFailure(report, pool.run);
  if (values.asis) for (const { seed, violations } of failed) say(`seed ${seed}: ${violations.join('\n   ')}`);
  else if (failed.length > 3)
    say(
      `\nalso failed: ${failed
        .slice(3)
        .map(({ seed }) => seed)
        .join(', ')}`,
    );
  pool.close();
  const sums = {
    seeds: reports.length,
    histogram: summed(reports.map((one) => one.histogram)),
    cases: sum(reports, (one) => one.cases),
    closed: sum(reports, (one) => one.closed),
    secondRounds: sum(reports, (one) => one.secondRounds),
  };
  const table = tableOf(sums);
  say(`\n${table}`);
  if (values.docs) writeTable(table);
  const unreached = missed(sums);
  for (const one of unreached) say(`${count >= IN_SEEDS ? '✗ missed' : 'not yet'}: ${one}`);
  return failed.length === 0 && (count < IN_SEEDS || unreached.length === 0);
};

const DOCS = join(ROOT, 'docs/simulation.md');
const [BEGIN, END] = ['<!-- reached: written by `npm run simulate -- --docs` -->', '<!-- /reached -->'] as const;
const writeTable = (table: string): void => {
  const text = readFileSync(DOCS, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  writeFileSync(DOCS, `${before}${BEGIN}\n\n${table}\n\n${END}${rest.split(END)[1] ?? ''}`);
};

const main = async (): Promise<boolean> => {
  if (values.mutants)
    return runMutants({ root: ROOT, say, json: values.json, only: values.only ?? null, docs: values.docs });
  if (values.crashes)
    return dieEverywhere({ root: ROOT, say, progress, json: values.json, pairs: Number(values.pairs) });
  if (values.seed !== undefined && (values.trace || values.acts || values.seeds === '1'))
    return one(Number(values.seed));
  return many(Number(values.seed ?? 1), Number(values.seeds));
};
process.exit((await main()) ? 0 : 1);
