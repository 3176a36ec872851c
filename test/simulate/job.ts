/** What a worker process is asked to run, and what it answers: one story, or a story twice. */
import { z } from 'zod';
import { planStory } from './acts.ts';
import { crashProfile, profileOf } from './profile.ts';
import { runStory, STORY_LENGTH, type StoryReport } from './story.ts';

export const jobSchema = z.object({
  /** `story`: what the seed says. `walk`: one case on its road, on a quiet day, for dying at every yield point. */
  scenario: z.enum(['story', 'walk']).default('story'),
  seed: z.number().int(),
  isDoubled: z.boolean().default(false),
  /** Ids of the acts that are played; all when absent. */
  acts: z.array(z.number().int()).optional(),
  /** `line#n` of calls that meet no fault. */
  without: z.array(z.string()).default([]),
  deathsAt: z.array(z.number().int()).default([]),
});
export type Job = z.input<typeof jobSchema>;

const WALK_ACTS = 18;
const WALK_GAP_MS = 50_000;

/** Never throws for anything a story does: an error in it is a violation. */
export const runJob = async (given: Job, onLine?: (line: string) => void): Promise<StoryReport> => {
  const job = jobSchema.parse(given);
  const isWalk = job.scenario === 'walk';
  const profile = isWalk ? crashProfile : profileOf(job.seed);
  const planned = isWalk
    ? Array.from({ length: WALK_ACTS }, (_, index) => ({
        id: index + 1,
        kind: index === 0 ? ('file' as const) : ('walk' as const),
        gapMs: WALK_GAP_MS,
      }))
    : planStory(job.seed, STORY_LENGTH, profile);
  const kept = job.acts === undefined ? null : new Set(job.acts);
  const options = {
    seed: job.seed,
    profile,
    ...(isWalk ? { town: 'bare' as const } : {}),
    acts: kept === null ? planned : planned.filter((act) => kept.has(act.id)),
    leftOut: new Set(job.without),
    deathsAt: new Set(job.deathsAt),
  };
  const first = await runStory({ ...options, ...(onLine ? { onLine } : {}) });
  if (!job.isDoubled) return first;
  const second = await runStory({ ...options, onlyTrace: true });
  if (second.traceHash === first.traceHash) return first;
  return { ...first, violations: [...first.violations, 'a second run of the seed went another way'] };
};
