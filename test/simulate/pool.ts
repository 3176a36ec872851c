/** Worker processes, so that stories use every core; each works in the tree it is given, which for a mutant is a changed one. */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Mutant } from '../mutants/mutant.ts';
import { bundleWorker } from './build.ts';
import type { Job } from './job.ts';
import type { StoryReport } from './story.ts';

/**
 * One process per core: more threads would only wait for each other. What a story makes lives hardly longer than a step; in a
 * young generation of this size (MiB) it is gone before it would be moved.
 */
const RUN_WITH = ['--single-threaded-gc', '--max-semi-space-size=64'] as const;

export interface Pool {
  readonly run: (job: Job) => Promise<StoryReport>;
  /** Every job in order of `jobs`; `onReport` as they end. Stops taking new ones when it returns false. */
  readonly runAll: (jobs: readonly Job[], onReport: (report: StoryReport, job: Job) => boolean) => Promise<void>;
  readonly close: () => void;
}

const reportSchema = z.object({
  seed: z.number(),
  mood: z.enum(['calm', 'rough', 'awful']),
  violations: z.array(z.string()),
  traceHash: z.string(),
  steps: z.number(),
  yieldPoints: z.number(),
  virtualMs: z.number(),
  faults: z.array(z.string()),
  deaths: z.number(),
  calls: z.number(),
  leastCalls: z.number(),
  echoes: z.number(),
  races: z.number(),
  restAfterMs: z.number(),
  events: z.number(),
  messages: z.number(),
  cases: z.number(),
  closed: z.number(),
  secondRounds: z.number(),
  histogram: z.record(z.string(), z.number()),
  cpuMs: z.number(),
});
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('report'), report: reportSchema }),
  z.object({ kind: z.literal('failed'), error: z.string() }),
]);

/** Worker processes on every core, running the tree as it is or with a fault planted in it. */
export const openPool = async (root: string, mutant: Mutant | null = null): Promise<Pool> => {
  const bundle = await bundleWorker(root, mutant);
  const idle: ChildProcess[] = [];
  const waiting: ((child: ChildProcess) => void)[] = [];
  const children = Array.from({ length: availableParallelism() }, () =>
    fork(bundle.path, { cwd: root, execArgv: [...RUN_WITH] }),
  );
  const give = (child: ChildProcess): void => {
    const next = waiting.shift();
    if (next) next(child);
    else idle.push(child);
  };
  for (const child of children) give(child);

  const run = async (job: Job): Promise<StoryReport> => {
    const child = idle.pop() ?? (await new Promise<ChildProcess>((resolve) => waiting.push(resolve)));
    try {
      return await new Promise<StoryReport>((resolve, reject) => {
        const onExit = (): void => reject(new Error(`a worker process ended at seed ${job.seed}`));
        child.once('exit', onExit);
        child.once('message', (message) => {
          child.off('exit', onExit);
          const parsed = messageSchema.parse(message);
          if (parsed.kind === 'report') resolve(parsed.report);
          else reject(new Error(`seed ${job.seed}: ${parsed.error}`));
        });
        child.send(job);
      });
    } finally {
      give(child);
    }
  };
  return {
    run,
    runAll: async (jobs, onReport) => {
      const queue = [...jobs];
      const lane = async (): Promise<void> => {
        for (let job = queue.shift(); job; job = queue.shift()) {
          if (!onReport(await run(job), job)) queue.length = 0;
        }
      };
      await Promise.all(children.map(lane));
    },
    close: () => {
      for (const child of children) child.kill();
      bundle.remove();
    },
  };
};
