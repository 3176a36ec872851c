/**
 * 保密: the personal texts of a confidential case stand in 保密事项 and nowhere else in the Base; typing over a mask is an
 * edit like any other; without 保密 everything is as it was. At no crash or lost answer does a mask become the text.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { bringToUnits, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const MARK = '〔保密〕';
const tableNamed = (name: string) => {
  const table = town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const secretRows = () =>
  tableNamed('保密事项')
    .records.filter((record) => Object.keys(record.cells).length > 0)
    .map((record) => town.row(record.recordId, 'confidential'));
const appealOf = async (record: string) => {
  const loaded = await town.service.cases.loadCase(caseId(town.row(record)['受理编号'] ?? ''));
  if (!loaded) throw new Error('no case');
  return loaded.subject.appeal;
};
const REAL = {
  企业名称: '〔虚构〕溪乐预制构件有限公司',
  统一社会信用代码: '91999999MAXX00015J',
  诉求内容: '一期厂房验收时间对不上，请一次把人叫齐。',
  希望如何解决: '组织联合验收',
  联系人: '企业代表01',
  联系电话: '19900000101',
};

it('ticking 保密 moves the personal texts into their own table', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record);
  await town.edit(record, { 保密: true });
  expect(town.row(record)).toMatchObject({
    企业名称: MARK,
    统一社会信用代码: MARK,
    诉求内容: MARK,
    希望如何解决: MARK,
    紧急情况说明: '',
    联系人: MARK,
    联系电话: '',
    真实: '是',
    状态: '待安排',
  });
  expect(secretRows()).toMatchObject([{ ...REAL, 受理编号: town.row(record)['受理编号'] }]);
  expect(await appealOf(record)).toMatchObject({ text: REAL.诉求内容, phone: REAL.联系电话 });
  const day = await town.add('receptionDays', { 名称: '三月接待日', 日期: Date.parse('2026-03-12T00:00:00+08:00') });
  await town.edit(record, { 接待日: [day], 操作: '排入接待日' });
  expect(tableNamed('来访').records.map((one) => town.row(one.recordId, 'visits')['企业名称'])).toContain(MARK);
  const tables = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken)?.tables ?? [];
  const shown = JSON.stringify(tables.filter(({ name }) => name !== '保密事项').map(({ records }) => records));
  for (const text of Object.values(REAL)) expect(shown).not.toContain(text);
});

describe('a masked row', () => {
  it('takes what is typed over a mask, and shows the mask again', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 保密: true });
    await town.edit(record, { 诉求内容: '〔虚构〕改写后的诉求', 联系电话: '19900000199' });
    expect(town.row(record)).toMatchObject({ 诉求内容: MARK, 联系电话: '' });
    expect(await appealOf(record)).toMatchObject({
      text: '〔虚构〕改写后的诉求',
      phone: '19900000199',
      contactName: REAL.联系人,
      enterpriseName: REAL.企业名称,
    });
    expect(secretRows()).toMatchObject([{ 诉求内容: '〔虚构〕改写后的诉求', 联系电话: '19900000199' }]);
  });

  it('goes through its process like any other, is restored masked when deleted, and in 保密事项 too', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 保密: true });
    await bringToUnits(town, record);
    expect(town.row(record)).toMatchObject({ 状态: '待签收', 诉求内容: MARK });
    const id = town.row(record)['受理编号'];
    const target = { appToken: town.base.appToken, operator: 'ou_sandbox_staff_1' };
    town.sandbox.control.deleteRecord({ ...target, tableId: town.base.tables['cases'] ?? '', recordId: record });
    await town.settle();
    const restored = tableNamed('事项').records.find((one) => town.row(one.recordId)['受理编号'] === id);
    expect(town.row(restored?.recordId ?? '')).toMatchObject({ 诉求内容: MARK, 联系电话: '' });
    expect((await appealOf(restored?.recordId ?? '')).text).toBe(REAL.诉求内容);
    expect(secretRows()).toHaveLength(1);
  });

  it('gets its texts back when 保密 is unticked, and its row in 保密事项 goes', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 保密: true });
    await town.edit(record, { 保密: false });
    expect(town.row(record)).toMatchObject(REAL);
    expect(secretRows()).toEqual([]);
    await town.edit(record, { 联系电话: null });
    expect((await appealOf(record)).phone).toBe('');
    await town.edit(record, { 保密: true });
    expect(secretRows()).toMatchObject([{ 联系人: REAL.联系人, 联系电话: '' }]);
  });
});

it.each([
  ['/records/batch_update$', 'dropAfter'],
  ['/records/batch_update$', 'dropBefore'],
  ['/records/batch_create$', 'dropAfter'],
  ['/records/batch_create$', 'dropBefore'],
] as const)('no mask becomes the text and no text is left out, when an answer is lost (%s %s)', async (path, kind) => {
  town = await openTown();
  const record = await town.fileByForm();
  town.sandbox.control.addFaults([{ path, times: 2, effect: { kind } }]);
  await town.edit(record, { 保密: true });
  await town.edit(record, { 政策依据: '〔虚构〕第三条' });
  expect(await appealOf(record)).toMatchObject({ text: REAL.诉求内容, phone: REAL.联系电话 });
  expect(town.row(record)).toMatchObject({ 诉求内容: MARK, 政策依据: '〔虚构〕第三条' });
  expect(secretRows()).toMatchObject([REAL]);
});

it('texts are not masked before they stand in their own table', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const secret = town.base.tables['confidential'];
  town.sandbox.control.addFaults([
    { path: `${secret}/records/batch_create$`, times: 99, effect: { kind: 'code', code: 1254103 } },
  ]);
  const target = { appToken: town.base.appToken, tableId: town.base.tables['cases'] ?? '' };
  town.sandbox.control.editRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId: record }, { 保密: true });
  for (let turn = 0; turn < 20; turn += 1) {
    await town.sandbox.tick();
    town.advance(2_000);
    await town.service.tick();
  }
  expect(town.row(record)['诉求内容']).toBe(REAL.诉求内容);
  town.sandbox.control.clearFaults();
  town.advance(11 * 60_000);
  await town.service.tick();
  await town.settle();
  expect(town.row(record)['诉求内容']).toBe(MARK);
  expect(secretRows()).toMatchObject([REAL]);
});
