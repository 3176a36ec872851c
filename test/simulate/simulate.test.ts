/**
 * Stories from twenty seeds, on every core: whatever goes wrong in them, nothing that must hold is broken, and they go nearly
 * everywhere. Some of them are run twice and have to go the same way to the letter; a case is walked with an instance dying at every
 * n-th place. Everything is only asked of two hundred seeds: `npm run simulate -- --seeds 200`.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { summed } from './histogram.ts';
import type { Job } from './job.ts';
import { openPool, type Pool } from './pool.ts';
import { wanted } from './reach.ts';
import type { StoryReport } from './story.ts';

const LONG = { timeout: 1_200_000 };
const SEEDS = 20;
/** Of all that stories have to reach in two hundred seeds, so much is surely met once in these. */
const SURELY_REACHED = 0.9;
/** Feishu calls on calm days, times the least that would have been enough (`least-calls.ts`). */
const MOST_TIMES_THE_LEAST = 1.2;
const EVERY_NTH_PLACE = 25;
/** One run in so many is made again: whatever draws on anything but the seed shows in the first of them. */
const EVERY_NTH_TWICE = 10;

let pool: Pool;
beforeAll(async () => {
  pool = await openPool(join(import.meta.dirname, '../..'));
});
afterAll(() => {
  pool.close();
});

const broken = (report: StoryReport, job: Job): readonly string[] =>
  report.violations.map((violation) => `seed ${report.seed} ${job.deathsAt?.join() ?? ''}: ${violation}`);

it('nothing is lost, doubled or wrong at rest in any of the stories', LONG, async () => {
  const found: string[] = [];
  const reports: StoryReport[] = [];
  const jobs = Array.from(
    { length: SEEDS },
    (_, index): Job => ({
      seed: index + 1,
      isDoubled: index % EVERY_NTH_TWICE === 0,
    }),
  );
  await pool.runAll(jobs, (report, job) => {
    reports.push(report);
    found.push(...broken(report, job));
    return true;
  });
  expect(found).toEqual([]);
  expect(reports).toHaveLength(SEEDS);
  // The days were not as quiet as that may look.
  expect(reports.reduce((sum, { faults }) => sum + faults.length, 0)).toBeGreaterThan(SEEDS);
  expect(reports.reduce((sum, { deaths }) => sum + deaths, 0)).toBeGreaterThan(SEEDS / 4);
  const reached = summed(reports.map(({ histogram }) => histogram));
  const names = wanted();
  expect(names.filter((name) => Object.hasOwn(reached, name)).length / names.length).toBeGreaterThan(SURELY_REACHED);
  const calm = reports.filter(({ mood }) => mood === 'calm');
  const made = calm.reduce((sum, { calls }) => sum + calls, 0);
  const least = calm.reduce((sum, { leastCalls }) => sum + leastCalls, 0);
  expect(made / least).toBeLessThanOrEqual(MOST_TIMES_THE_LEAST);
});

it('a case walked to its end survives a death wherever an instance may die', LONG, async () => {
  const whole = await pool.run({ scenario: 'walk', seed: 7 });
  expect(whole.violations).toEqual([]);
  expect(whole.closed).toBe(1);
  const found: string[] = [];
  const places = Array.from({ length: Math.floor(whole.yieldPoints / EVERY_NTH_PLACE) }, (_, index) => [
    1 + index * EVERY_NTH_PLACE,
  ]);
  await pool.runAll(
    places.map((deathsAt): Job => ({ scenario: 'walk', seed: 7, deathsAt })),
    (report, job) => {
      found.push(...broken(report, job));
      return true;
    },
  );
  expect(found).toEqual([]);
});
