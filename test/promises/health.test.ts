/**
 * What cannot be delivered is given up visibly: 运行状况 in the Base itself names it and why, and everything else goes on.
 */
import { afterEach, expect, it } from 'vitest';
import { bringToUnits, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const healthRows = () => {
  const table = town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === '运行状况');
  return (table?.records ?? []).map((record) => town.row(record.recordId, 'health'));
};

it('a card for someone who muted the bot is parked with its reason, and the others get theirs', async () => {
  town = await openTown();
  town.sandbox.control.updatePerson('ou_sandbox_zhujian_1', { hasMutedBot: true });
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  expect(town.cards('ou_sandbox_zhujian_1', 'assignment', record)).toEqual([]);
  expect(town.cards('ou_sandbox_zhujian_head', 'assignment', record)).toHaveLength(1);
  expect(town.row(record)['状态']).toBe('待签收');

  const told = healthRows().map((row) => Object.values(row).join(' '));
  expect(told.filter((line) => /发送卡片/.test(line) && /[一-龥]{4,}/.test(line))).toHaveLength(1);
  expect(told.join()).not.toMatch(/1990000/);
});

it('Feishu may be down for a while: nothing is lost and nothing comes twice', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  town.sandbox.control.addFaults([
    { path: '/open-apis/im/v1/messages', method: 'POST', times: 3, effect: { kind: 'dropAfter' } },
    { path: '/records/batch_update', times: 2, effect: { kind: 'status', status: 502 } },
  ]);
  await bringToUnits(town, record);
  expect(town.cards('ou_sandbox_leader_jia', 'instruction', record)).toHaveLength(1);
  expect(town.cards('ou_sandbox_zhujian_1', 'assignment', record)).toHaveLength(1);
  expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');
});
