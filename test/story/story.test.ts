/**
 * The main job, end to end, on both runtimes: from the QR page to 已销号, four items, four endings.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { duplicateMessages, finished } from './checks.ts';
import { playStory } from './play.ts';
import { onNode, onWorkerd, type Playhouse } from './stages.ts';

let house: Playhouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

const STAGES = [
  ['a Node process with a libSQL file', onNode],
  ['the built Worker in workerd with sqld', onWorkerd],
] as const;

describe('C01–C04 reach their four endings', () => {
  for (const [name, open] of STAGES) {
    it(`on ${name}`, { timeout: 240_000 }, async () => {
      house = await open();
      const endings = await playStory(house.stage);

      for (const [index, ending] of endings.entries()) {
        const wanted = CASES[index]?.ending;
        expect({
          state: ending.cells['状态'],
          outcome: ending.cells['办理结果'],
          rating: ending.cells['满意度评价'],
        }).toEqual(wanted);
      }
      const numbers = endings.map((ending) => ending.cells['交办单编号'] ?? '').filter((number) => number !== '');
      expect(numbers.map((number) => number.replace(/^.*〕/, '')).sort()).toEqual(['1号', '2号', '3号']);
      expect(house.sandbox.log.unknownCalls()).toEqual([]);
      await finished(house);
      expect(duplicateMessages(house)).toEqual([]);
    });
  }
});
