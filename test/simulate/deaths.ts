/**
 * Exhaustive crashes: the walk of one case is played once to count its yield points, then once more for each of them with the
 * instance dying there, then for random pairs. Says how many places were covered.
 */
import type { Job } from './job.ts';
import { openPool } from './pool.ts';
import { streamOf } from './random.ts';
import type { StoryReport } from './story.ts';

const SEED = 7;

export const dieEverywhere = async ({
  root,
  say,
  progress,
  json,
  pairs,
}: {
  readonly root: string;
  readonly say: (text: string) => void;
  readonly progress: (text: string) => void;
  readonly json: boolean;
  readonly pairs: number;
}): Promise<boolean> => {
  const pool = await openPool(root);
  const startedAt = performance.now();
  const whole = await pool.run({ scenario: 'walk', seed: SEED });
  const chance = streamOf(SEED, 'pairs of deaths');
  const singles = Array.from({ length: whole.yieldPoints }, (_, index) => [index + 1]);
  const doubles = Array.from({ length: pairs }, () => [
    chance.between(1, whole.yieldPoints),
    chance.between(1, whole.yieldPoints),
  ]);
  const jobs = [...singles, ...doubles].map((deathsAt): Job => ({ scenario: 'walk', seed: SEED, deathsAt }));
  const failed: { readonly deathsAt: readonly number[]; readonly violations: readonly string[] }[] = [];
  const reports: StoryReport[] = [];
  await pool.runAll(jobs, (report, job) => {
    reports.push(report);
    if (report.violations.length > 0) failed.push({ deathsAt: job.deathsAt ?? [], violations: report.violations });
    progress(`${reports.length}/${jobs.length} deaths, ${failed.length} failed`);
    return true;
  });
  progress('');
  pool.close();
  const seconds = (performance.now() - startedAt) / 1000;
  const summary = {
    undisturbed: { violations: whole.violations, closed: whole.closed },
    yieldPoints: whole.yieldPoints,
    covered: singles.length,
    pairs: doubles.length,
    died: reports.reduce((total, report) => total + report.deaths, 0),
    closed: reports.filter((report) => report.closed > 0).length,
    failed,
    seconds: Math.round(seconds),
    virtualHoursPerSecond: Math.round(
      reports.reduce((total, { virtualMs }) => total + virtualMs, 0) / 3_600_000 / seconds,
    ),
  };
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    say(
      `yield points of the walk: ${summary.yieldPoints}; died at each: ${summary.covered}; random pairs: ${summary.pairs}`,
    );
    say(
      `stories whose case reached 已销号: ${summary.closed} of ${reports.length}; ${summary.seconds} s, ${summary.virtualHoursPerSecond} virtual hours a second`,
    );
    for (const one of failed.slice(0, 20))
      say(`  ✗ death at ${one.deathsAt.join(' and ')}: ${one.violations.join('; ')}`);
    say(failed.length === 0 ? 'nothing was lost and nothing happened twice' : `${failed.length} failed`);
  }
  return failed.length === 0 && whole.violations.length === 0 && whole.closed > 0;
};
