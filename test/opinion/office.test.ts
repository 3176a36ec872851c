/**
 * Feishu's own lists beside the second opinion, over histories of several enterprises told side by side.
 * Longer runs: OPINION_TOWNS=500 OPINION_SEED=1000 npx vitest run test/opinion/office.test.ts
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notices.ts';
import { createFindings, lots } from './histories.ts';
import { approvalsAgree, meetingsAgree, todosAgree } from './law-entities.ts';
import { livesOf, type Turn, turnsOf } from './lives.ts';
import { createOffice, type Office, withOffice } from './office.ts';

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
      const byHand = await completedByHand(turn, own, lots(seed * 1000 + turn.history.length));
      const faults = [...byHand, ...todosAgree(turn, own), ...approvalsAgree(turn, own), ...meetingsAgree(turn, whole)];
      for (const fault of faults) found.note(fault, seed, turn.history, '');
    }
  }
}, 300_000);

/** A press on “完成” in a task reports nothing: it is open again, and whoever is to do it is told so, nobody else. */
const completedByHand = async (
  turn: Turn,
  office: Office,
  lot: (sides: number) => number,
): Promise<readonly string[]> => {
  const open = [...office.todos].filter(([, { completedAt }]) => completedAt === null);
  const [guid, todo] = open[lot(open.length || 1)] ?? [];
  if (lot(4) !== 0 || !guid || !todo) return [];
  const told = await office.completeByHand(turn, guid);
  const people = told.map(({ to }) => to).sort();
  const isRight =
    told.every(({ notice }) => notice === 'taskIsNoReport') && people.join() === [...todo.people].sort().join();
  return [
    ...(isRight ? [] : [`notice taskIsNoReport: goes to others than it is for ⁝ ${people}, not ${todo.people}`]),
    ...(office.todos.get(guid)?.completedAt === null ? [] : ['a task that was completed by hand stays completed']),
    ...textFaults(turn),
  ];
};
const textFaults = ({ cases, moved, directory }: Turn): readonly string[] => {
  const subject = cases.get(moved);
  const text = subject ? noticeText('taskIsNoReport', subject, directory) : '';
  return ['不等于报结果', '已恢复为未完成', '交办单卡片'].every((part) => text.includes(part))
    ? []
    : [`notice taskIsNoReport: says otherwise ⁝ ${text}`];
};

describe('飞书任务, 飞书审批 and 飞书日历', () => {
  it('agree with the second opinion', () => {
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
