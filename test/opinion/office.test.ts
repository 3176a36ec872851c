/**
 * Feishu's own lists beside the second opinion, over histories of several enterprises told side by side.
 * Longer runs: OPINION_TOWNS=500 OPINION_SEED=1000 npx vitest run test/opinion/office.test.ts
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { createFindings } from './histories.ts';
import { approvalsAgree, meetingsAgree, todosAgree } from './law-entities.ts';
import { livesOf, turnsOf } from './lives.ts';
import { createOffice, withOffice } from './office.ts';

const TOWNS_TOLD = Number(process.env['OPINION_TOWNS'] ?? 60);
const SEED = Number(process.env['OPINION_SEED'] ?? 1);

const found = createFindings();
beforeAll(async () => {
  for (let seed = SEED; seed < SEED + TOWNS_TOLD; seed += 1) {
    const { directory, tales } = livesOf(seed);
    const offices = new Map([...tales.keys()].map((id) => [id, createOffice()]));
    const whole = createOffice();
    for (const turn of turnsOf(withOffice(directory), tales)) {
      const own = offices.get(turn.moved);
      if (!own) continue;
      if (whole.meetings.size === 0) for (const { id } of turn.directory.receptionDays) await whole.lookAtDay(turn, id);
      await own.follow(turn);
      await whole.follow(turn);
      const faults = [...todosAgree(turn, own), ...approvalsAgree(turn, own), ...meetingsAgree(turn, whole)];
      for (const fault of faults) found.note(fault, seed, turn.history, '');
    }
  }
}, 300_000);

describe('飞书任务, 飞书审批 and 飞书日历', () => {
  it('agree with the second opinion', () => {
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
