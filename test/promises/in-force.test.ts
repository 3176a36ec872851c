/**
 * 拟办 beside what is in force: the row says who is in charge by what was signed, and a proposal that is over is no longer edited.
 */
import { afterEach, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, bringToLeader, bringToUnits, openTown, type Town } from '../support/town.ts';

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

it('签批人 says with which leader the sheet lies, whoever is proposed meanwhile', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const sheet = await bringToLeader(town, record);
  expect(town.row(record)['签批人']).toBe('待书记甲签批');
  await town.edit(record, { 拟签批领导: [town.idOf('leaders', '副书记丁')] });
  expect(town.row(record)['签批人']).toBe('待书记甲签批');
  await town.press(sheet, 'passOn', { [FIELDS.passOn.leader]: town.idOf('leaders', '区长乙') });
  await town.settle();
  expect(town.row(record)['签批人']).toBe('待区长乙签批');
});

it('a sheet without a proposed limit tells the leader which limit its signature brings, and 更正批示 what is in force', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const sheet = await bringToLeader(town, record, { 拟办时限: null, 急: true });
  expect(sheet.content).toContain('办理时限：5个工作日（未另拟，按本区规定），3月10日前办结');
  expect(sheet.content).toContain('5个工作日，3月10日前（本区规定）');
  const day = '2026-03-20';
  await town.press(sheet, 'sign', { [FIELDS.sign.words]: '〔虚构〕请一次办结。', [FIELDS.sign.date]: day });
  await town.settle();
  const signed = town.cards('ou_sandbox_leader_jia', 'instruction', record).at(-1)?.content ?? '';
  expect(signed).toContain('更正批示（首家单位签收前');
  expect(signed).not.toMatch(/请填齐|（拟办）/);
});

it('a sheet that was sent back says so, by whom and why, to whichever leader gets it again', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const sheet = await bringToLeader(town, record);
  await town.press(sheet, 'sendBack', { [FIELDS.sendBack.reason]: '〔虚构〕缺总平面图' });
  await town.settle();
  await town.edit(record, { 拟签批领导: [town.idOf('leaders', '区长乙')], 操作: '提交签批' });
  const again = town.cards('ou_sandbox_leader_yi', 'instruction', record).at(-1)?.content ?? '';
  expect(again).toMatch(/书记甲3月2日 09:\d\d曾退回补充：\n?〔虚构〕缺总平面图/);
});

it('a second 协办意见 takes nothing back: both stand in the row and on the card of the lead unit', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  for (const words of ['〔虚构〕第一次意见', '〔虚构〕第二次意见']) {
    const card = town.cards('ou_sandbox_yingji_1', 'assignment', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'contribute', { [FIELDS.contribute.text]: words });
    await town.settle();
  }
  expect(town.row(record)['协办意见']).toMatch(/第一次意见\n.*第二次意见/);
  expect(town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1)?.content).toMatch(/第一次意见.*第二次意见/s);
});

it('where two units object, the row says whose objection is decided first', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  for (const who of ['ou_sandbox_yingji_1', 'ou_sandbox_zhujian_1']) {
    const card = town.cards(who, 'assignment', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'object', { [FIELDS.object.reason]: '〔虚构〕非本单位职责' });
    await town.settle();
  }
  expect(town.row(record)['可选操作']).toContain('异议不成立（先定应急的异议，处理说明写理由）');
  await town.edit(record, { 操作: '异议不成立', 处理说明: '〔虚构〕属安全生产' });
  expect(town.row(record)['可选操作']).toContain('异议不成立（先定住建的异议，处理说明写理由）');
});
