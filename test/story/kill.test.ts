/**
 * `kill -9` of the server at random moments while the story is played: it ends the same, nothing twice, nothing lost.
 */
import { afterEach, expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { duplicateMessages, finished } from './checks.ts';
import { playStory } from './play.ts';
import { onNode, type Playhouse, sleep, type startServerProcess } from './stages.ts';

let house: Playhouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

/** mulberry32: a seed in the failure message is enough to see the same moments again. */
const randomFrom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const LONGEST_LIFE_MS = 2_500;
const LONGEST_ABSENCE_MS = 250;
const ENOUGH_DEATHS = 12;

it('the story survives kill -9 at random moments', { timeout: 420_000 }, async () => {
  const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
  const random = randomFrom(seed);
  const running: Awaited<ReturnType<typeof startServerProcess>>[] = [];
  house = await onNode({
    hold: (server) => {
      running.push(server);
    },
    patienceMs: 150_000,
  });

  let isPlaying = true;
  let deaths = 0;
  const killer = (async () => {
    while (isPlaying && deaths < ENOUGH_DEATHS) {
      await sleep(random() * LONGEST_LIFE_MS);
      const server = running[0];
      if (!isPlaying || !server) break;
      await server.kill();
      deaths += 1;
      await sleep(random() * LONGEST_ABSENCE_MS);
      await server.restart();
    }
  })();

  let endings: Awaited<ReturnType<typeof playStory>>;
  try {
    endings = await playStory(house.stage);
  } catch (error) {
    throw new Error(`seed ${seed}, after ${deaths} deaths: ${String(error)}`, { cause: error });
  } finally {
    isPlaying = false;
    await killer;
  }

  await finished(house);
  expect(deaths, `seed ${seed}: the story was too short to be disturbed`).toBeGreaterThanOrEqual(5);
  expect(
    endings.map((ending) => ({
      state: ending.cells['状态'],
      outcome: ending.cells['办理结果'],
      rating: ending.cells['满意度评价'],
    })),
  ).toEqual(CASES.map((one) => one.ending));
  expect(duplicateMessages(house), `seed ${seed}`).toEqual([]);
  expect((await house.people.rows('事项')).filter((row) => row.cells['企业名称']).length, `seed ${seed}: rows`).toBe(
    CASES.length,
  );
});
