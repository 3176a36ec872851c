/**
 * 拟办 beside what is in force: the row says who is in charge by what was signed, and a proposal that is over is no longer edited.
 */
import { afterEach, expect, it } from 'vitest';
import { bringToUnits, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

it('an edit of the proposal after signing goes back with the reason, and what was typed beside it counts', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  const housing = town.idOf('units', '住建');
  expect(town.row(record)).toMatchObject({ 主办单位: '住建', 拟主办单位: housing, 牵头领导: '常务副区长丙' });
  await town.edit(record, { 拟主办单位: [town.idOf('units', '财政')], 拟办时限: 3, 政策依据: '〔虚构〕某号文' });
  const row = town.row(record);
  expect(row).toMatchObject({ 主办单位: '住建', 拟主办单位: housing, 拟办时限: '15', 政策依据: '〔虚构〕某号文' });
  expect(row['操作结果']).toContain('“拟主办单位”“拟办时限”未修改，已恢复：已经签批');
  expect(row['操作结果']).toContain('请签批领导另作批示');
  await town.edit(record, { 操作: '催办', 拟办意见: '〔虚构〕改一句' });
  expect(town.row(record)['操作结果']).toMatch(/催办：.*\n“拟办意见”未修改/);
  expect(town.row(record)['拟办意见']).toBe('');
});
