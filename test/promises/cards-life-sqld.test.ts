/** The life of cards on the other database: the same walk with a libSQL server, as a Worker has it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSqld } from '../support/sqld.ts';
import { bringToLeader, openTown, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const DAY_MS = 86_400_000;
let sqld: Awaited<ReturnType<typeof startSqld>>;
let town: Town;
beforeAll(async () => {
  sqld = await startSqld();
  town = await openTown({}, sqld.url);
}, 120_000);
afterAll(async () => {
  await town?.close();
  await sqld?.close();
});

it('a sheet is sent anew before day 14, asked for at the bot, reminded of once a day, and signed once', {
  timeout: 180_000,
}, async () => {
  const record = await town.fileByForm();
  const first = await bringToLeader(town, record);
  for (let day = 0; day < 12; day += 1) {
    town.advance(DAY_MS);
    await town.service.tick();
    await town.settle();
  }
  expect(town.cards(LEADER, 'instruction', record)).toHaveLength(2);
  const firstNow = town.sandbox.state.messages.find(({ messageId }) => messageId === first.messageId);
  expect(firstNow?.versions.at(-1)?.content).toContain('请看新卡片');

  town.sandbox.control.menu(LEADER, 'to_sign');
  await town.settle();
  const fresh = town.cards(LEADER, 'instruction', record).at(-1);
  if (!fresh) throw new Error('no sheet');
  const path = fresh.buttons.find(({ act }) => act === 'sign')?.path ?? [];
  const press = { openId: LEADER, messageId: fresh.messageId, path };
  const answers = await town.sandbox.control.pressMany([press, press, press]);
  for (const answer of answers)
    expect(answer.kind === 'answered' ? answer.toast?.content : answer.kind).toMatch(/已签批并交办|已由.*签/);
  await town.settle();
  expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');

  const days = town.sandbox.state.messages
    .filter(({ versions }) => /今日提醒 书记甲|一周待办 书记甲/.test(versions[0]?.content ?? ''))
    .map(({ createdAt }) => new Date(createdAt + 8 * 3_600_000).toISOString().slice(0, 10));
  expect(days.length).toBeGreaterThan(0);
  expect(new Set(days).size).toBe(days.length);
});
