/** Stories from seeds: each runs twice to the letter, and nothing that must hold is broken. */
import { expect, it } from 'vitest';
import { runStory } from './story.ts';

it('a seed repeats to the letter', { timeout: 60_000 }, async () => {
  for (const seed of [2, 3]) {
    const first = await runStory({ seed });
    const second = await runStory({ seed });
    expect(first.violations, `seed ${seed}`).toEqual([]);
    expect(second.traceHash, `seed ${seed}`).toBe(first.traceHash);
    expect(first.steps).toBeGreaterThan(500);
  }
});
