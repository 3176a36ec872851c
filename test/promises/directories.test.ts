/**
 * Directories flow from people to the database: what is faulty says so beside the row and changes nothing that was in force; what is
 * mended counts at once.
 */
import { afterEach, expect, it } from 'vitest';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const editIn = async (table: string, recordId: string, fields: Readonly<Record<string, unknown>>) => {
  const target = { appToken: town.base.appToken, tableId: town.base.tables[table] ?? '' };
  town.sandbox.control.editRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId }, fields);
  await town.settle();
};
const directory = () => town.service.mirror.loadDirectory(town.base.district);
const settingRow = (name: string) => {
  const table = town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === '参数设置');
  const found = table?.records.find((record) => town.row(record.recordId, 'settings')['参数'] === name);
  if (!found) throw new Error(`no setting ${name}`);
  return found.recordId;
};
const remarkOf = (recordId: string, table: string) => {
  const row = town.row(recordId, table);
  return row['校验'] ?? '';
};

it('a setting out of range leaves the last good value in force, not the default', async () => {
  town = await openTown();
  const record = settingRow('问题办理时限');
  await editIn('settings', record, { 值: '20' });
  expect((await directory()).settings.problemDays).toBe(20);
  await editIn('settings', record, { 值: '两周' });
  expect((await directory()).settings.problemDays).toBe(20);
  expect(remarkOf(record, 'settings')).toMatch(/应为1 至 250 的整数；目前仍按“20”执行/);
  await editIn('settings', record, { 值: '12' });
  expect((await directory()).settings.problemDays).toBe(12);
  expect(remarkOf(record, 'settings')).toBe('');
});

it('a parameter whose row is deleted is said to be as by default, until a row says another', async () => {
  town = await openTown();
  const record = settingRow('问题办理时限');
  await editIn('settings', record, { 值: '20' });
  const target = { appToken: town.base.appToken, tableId: town.base.tables['settings'] ?? '' };
  town.sandbox.control.deleteRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId: record });
  await town.settle();
  expect((await directory()).settings.problemDays).toBe(15);
  const lines = () =>
    (town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === '运行状况')?.records ?? [])
      .map((one) => JSON.stringify(town.row(one.recordId, 'health')))
      .filter((text) => text.includes('问题办理时限'));
  expect(lines().join()).toContain('一行已删除，现按默认“15”执行');
  await town.add('settings', { 参数: '问题办理时限', 值: '20' });
  await town.settle();
  expect((await directory()).settings.problemDays).toBe(20);
  expect(lines()).toEqual([]);
});

it('a leader without an account keeps what was known; a unit without people has nobody, and its reminders go to 工商联', async () => {
  town = await openTown();
  const [leader, unit] = [town.idOf('leaders', '书记甲'), town.idOf('units', '住建')];
  await editIn('leaders', leader, { 飞书账号: null });
  await editIn('units', unit, { 负责人: null, 承办人: null });
  const kept = await directory();
  expect(kept.leaders.find((one) => one.id === leader)?.openId).toBe('ou_sandbox_leader_jia');
  expect(kept.units.find((one) => one.id === unit)).toMatchObject({ headOpenIds: [], officerOpenIds: [] });
  expect(remarkOf(leader, 'leaders')).toMatch(/飞书账号.*仍按原内容执行/);
  expect(remarkOf(unit, 'units')).toMatch(/无人接收，提醒改发工商联/);

  await editIn('units', unit, { 承办人: [{ id: 'ou_sandbox_caizheng_1' }] });
  expect((await directory()).units.find((one) => one.id === unit)?.officerOpenIds).toEqual(['ou_sandbox_caizheng_1']);
});

it('工商联 without people keeps those it had, because nobody else could put it right', async () => {
  town = await openTown();
  const federation = (await directory()).units.find((one) => one.isFederation);
  const row = federation?.id ?? '';
  await editIn('units', row, { 负责人: null, 承办人: null });
  expect((await directory()).units.find((one) => one.isFederation)).toEqual(federation);
  expect(remarkOf(row, 'units')).toMatch(/谁都不能受理事项；原有登记的仍按原内容执行/);
});

const CODE = '91999999MAXX00015J';
const known = async () =>
  (await town.service.mirror.rowsAfter(town.base.district, 'enterprises', '', 100)).map((row) => row.shadow['name']);

it('企业 is checked: codes, doubles, missing names; what is faulty does not count', async () => {
  town = await openTown();
  const good = await town.add('enterprises', { 企业名称: '〔虚构〕溪乐预制构件有限公司', 统一社会信用代码: CODE });
  const wrong = await town.add('enterprises', {
    企业名称: '〔虚构〕错码有限公司',
    统一社会信用代码: '91999999MAXX00015K',
  });
  const double = await town.add('enterprises', { 企业名称: '〔虚构〕重码有限公司', 统一社会信用代码: CODE });
  const nameless = await town.add('enterprises', { 统一社会信用代码: '91999999MAXX00016J' });
  const without = await town.add('enterprises', {
    企业名称: '〔虚构〕无码有限公司',
    关联企业: '〔虚构〕未登记有限公司',
  });
  expect(town.row(good, 'enterprises')).toMatchObject({ 代码校验: '通过', 校验: '' });
  expect(town.row(wrong, 'enterprises')).toMatchObject({ 代码校验: '校验位不符' });
  expect(remarkOf(wrong, 'enterprises')).toMatch(/校验位不符/);
  expect(remarkOf(double, 'enterprises')).toMatch(/与“〔虚构〕溪乐预制构件有限公司”重复/);
  expect(remarkOf(nameless, 'enterprises')).toMatch(/请填写企业名称/);
  expect(town.row(without, 'enterprises')).toMatchObject({ 代码校验: '未填' });
  expect(remarkOf(without, 'enterprises')).toMatch(/“〔虚构〕未登记有限公司”尚未登记/);
  expect((await known()).sort()).toEqual(['〔虚构〕无码有限公司', '〔虚构〕溪乐预制构件有限公司'].sort());

  await editIn('enterprises', good, { 企业名称: null });
  expect(await known()).toContain('〔虚构〕溪乐预制构件有限公司');
});

it('企业 counts the cases of each enterprise, and no confidential ones', async () => {
  town = await openTown();
  const enterprise = await town.add('enterprises', {
    企业名称: '〔虚构〕溪乐预制构件有限公司',
    统一社会信用代码: CODE,
  });
  const records = [await town.fileByForm(), await town.fileByForm({ 统一社会信用代码: '' }), await town.fileByForm()];
  await town.edit(records[1] ?? '', { 操作: '不予受理', 处理说明: '〔虚构〕不属受理范围，请向法院起诉。' });
  await town.edit(records[2] ?? '', { 保密: true });
  town.advance(11 * 60_000);
  await town.service.tick();
  await town.settle();
  expect(town.row(enterprise, 'enterprises')).toMatchObject({ 在办事项数: '1', 事项总数: '2' });
});
