/**
 * Makes a failing story short: leaves out acts, then faults, by halves and then one by one, as long as it still fails in the
 * same way. Acts and faults have their own chance each, so what is left behaves as it did.
 */
import type { Job } from './job.ts';
import type { StoryReport } from './story.ts';

export interface ShortStory {
  readonly job: Job;
  readonly report: StoryReport;
  readonly runs: number;
}

const MOST_RUNS = 160;

/** Two failures are the same when their words are, whatever the ids and numbers in them. */
const kindOf = (violation: string): string => violation.replace(/[\w-]*\d[\w-]*|[^\x20-\x7e]+|".*"/g, '').slice(0, 60);

export const shrink = async (
  failed: StoryReport,
  acts: readonly number[],
  run: (job: Job) => Promise<StoryReport>,
): Promise<ShortStory> => {
  const kind = kindOf(failed.violations[0] ?? '');
  let best: ShortStory = { job: { seed: failed.seed, acts: [...acts] }, report: failed, runs: 0 };
  let runs = 0;
  const stillFails = async (job: Job): Promise<boolean> => {
    runs += 1;
    const report = await run(job);
    if (!report.violations.some((one) => kindOf(one) === kind)) return false;
    best = { job, report, runs };
    return true;
  };
  /** The smallest part of `items` found for which `jobOf` still fails. */
  const reduced = async <T>(items: readonly T[], jobOf: (kept: readonly T[]) => Job): Promise<readonly T[]> => {
    let kept = items;
    for (
      let size = Math.ceil(kept.length / 2);
      size >= 1 && runs < MOST_RUNS;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let at = 0; at < kept.length && runs < MOST_RUNS; ) {
        const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
        if (await stillFails(jobOf(fewer))) kept = fewer;
        else at += size;
      }
    }
    return kept;
  };

  const keptActs = await reduced(acts, (kept) => ({ seed: failed.seed, acts: [...kept] }));
  const met = best.report.faults.map((fault) => fault.split(' ')[0] ?? '');
  await reduced(met, (kept) => ({
    seed: failed.seed,
    acts: [...keptActs],
    without: met.filter((fault) => !kept.includes(fault)),
  }));
  return { ...best, runs };
};
