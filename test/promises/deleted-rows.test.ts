/**
 * A row of a directory that is deleted while something lies with it leaves nobody stuck and nothing unsaid: units and leaders keep what they
 * had until it is done, 工商联 stays, a 接待日 lets its items go, and 运行状况 names each with what to do.
 */
import { afterEach, expect, it } from 'vitest';
import { bringToUnits, lettersTo, makeReady, openTown, type Town } from '../support/town.ts';

const STAFF = 'ou_sandbox_staff_1';
const LEADER = 'ou_sandbox_leader_jia';

let town: Town;
afterEach(async () => {
  await town.close();
});

const target = (table: string, recordId: string) => ({
  appToken: town.base.appToken,
  tableId: town.base.tables[table] ?? '',
  operator: STAFF,
  recordId,
});
const remove = async (table: string, recordId: string) => {
  expect(town.sandbox.control.deleteRecord(target(table, recordId)).ok).toBe(true);
  await town.settle();
};
const directory = () => town.service.mirror.loadDirectory(town.base.district);
const said = (): string => {
  const table = town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ name }) => name === '运行状况');
  return (table?.records ?? []).map(({ recordId }) => town.row(recordId, 'health')['情况'] ?? '').join('\n');
};
const refusedEdits = (): readonly string[] =>
  lettersTo(town, STAFF)
    .map(({ content }) => content)
    .filter((content) => content.includes('表格修改未采纳'));

it('a unit whose row is deleted handles what it has; 运行状况 says so, and nobody is told of an edit that nobody made', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟协办单位: [] });
  const unit = town.idOf('units', '住建');
  await remove('units', unit);
  expect(said()).toMatch(/“单位与承办人”表中“住建”一行已删除，还有1件事项（.*〔虚构〕溪乐预制构件有限公司）由其办理/);
  expect(refusedEdits()).toEqual([]);
  expect(town.row(record)['主办单位']).toBe('住建');
  const [card] = town.cards('ou_sandbox_zhujian_1', 'assignment', record);
  if (!card) throw new Error('the unit has a card');
  await town.press(card, 'acknowledge');
  await town.settle();
  expect(town.row(record)['状态']).toBe('办理中');

  const withdraw = `${new URL(town.row(record)['查询链接'] ?? '').pathname}/withdraw`;
  const wish = { nonce: 'abcdefghijklmnopqrst', case: town.row(record)['受理编号'] ?? '', voluntary: 'yes', text: '' };
  await town.service.app.request(withdraw, { method: 'POST', body: new URLSearchParams(wish) });
  await town.settle();
  await town.edit(record, { 操作: '自愿撤回，同意', 处理说明: '〔虚构〕电话核实自愿。' });
  expect(town.row(record)['状态']).toBe('已撤回');
  await town.add('units', { 单位名称: '〔虚构〕另一单位', 承办人: [{ id: 'ou_sandbox_anfu_1' }] });
  expect((await directory()).units.map(({ id }) => String(id))).not.toContain(unit);
  expect(said()).not.toContain('一行已删除');
});

it('a leader whose row is deleted signs the sheet that lies there', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const leader = town.idOf('leaders', '书记甲');
  await makeReady(town, record, { 拟签批领导: [leader] });
  await town.edit(record, { 操作: '提交签批' });
  await remove('leaders', leader);
  expect(said()).toMatch(/“领导”表中“书记甲”一行已删除，还有1件事项.*由其签批或者牵头/);
  const [card] = town.cards(LEADER, 'instruction', record);
  if (!card) throw new Error('the leader has a card');
  await town.press(card, 'sign', {});
  await town.settle();
  expect(town.row(record)['状态']).toBe('待签收');
  expect(refusedEdits()).toEqual([]);
});

it('工商联 stays who it was when its row is deleted, or its tick taken away, until another is ticked', async () => {
  town = await openTown();
  const before = (await directory()).units.find(({ isFederation }) => isFederation);
  const row = before?.id ?? '';
  town.sandbox.control.editRecord(target('units', row), { 工商联: false });
  await town.settle();
  expect((await directory()).units.find(({ id }) => id === row)).toEqual(before);
  expect(town.row(row, 'units')['校验']).toMatch(/谁都不能受理事项.*重新勾选“工商联”/);
  expect(said()).toContain('没有勾选“工商联”');

  await remove('units', row);
  expect((await directory()).units.find(({ id }) => id === row)).toEqual(before);
  expect(said()).toContain('没有勾选“工商联”');

  await town.add('units', { 单位名称: '〔虚构〕新工商联', 工商联: true, 承办人: [{ id: STAFF }] });
  expect((await directory()).units.filter(({ isFederation }) => isFederation).map(({ name }) => name)).toEqual([
    '〔虚构〕新工商联',
  ]);
  expect(said()).not.toContain('没有勾选“工商联”');
});

it('a 接待日 whose row is deleted is named with its items, and lets them go', async () => {
  town = await openTown();
  const day = await town.add('receptionDays', {
    名称: '三月接待日',
    日期: Date.parse('2026-03-20T00:00:00+08:00'),
    接待领导: [town.idOf('leaders', '书记甲')],
  });
  const record = await town.fileByForm();
  await makeReady(town, record, { 接待日: [day] });
  await town.edit(record, { 操作: '排入接待日' });
  await remove('receptionDays', day);
  expect(said()).toMatch(/“接待日”表中“三月接待日”一行已删除，还有1件事项.*排在这一天/);
  expect(refusedEdits()).toEqual([]);
  await town.edit(record, { 操作: '撤出接待日' });
  expect(town.row(record)['状态']).toBe('待安排');
  expect(refusedEdits()).toEqual([]);
});
