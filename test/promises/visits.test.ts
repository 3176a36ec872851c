/** 来访 and 走访: a visit is one enterprise at one reception day, numbered once; a field visit becomes a case once. */
import { afterEach, describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const rowsOf = (name: string, key: string) => {
  const table = town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === name);
  return (table?.records ?? [])
    .filter((record) => Object.keys(record.cells).length > 0)
    .map((record) => ({ recordId: record.recordId, ...town.row(record.recordId, key) }));
};
const editIn = async (table: string, recordId: string, fields: Readonly<Record<string, unknown>>) => {
  const target = { appToken: town.base.appToken, tableId: town.base.tables[table] ?? '' };
  town.sandbox.control.editRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId }, fields);
  await town.settle();
};
const DAY = Date.parse('2026-03-02T00:00:00+08:00');
const OTHER = { 企业名称: '〔虚构〕另一家有限公司', 统一社会信用代码: '' };

describe('来访', () => {
  it('is one row per enterprise and day, with its number, its cases and what staff noted', async () => {
    town = await openTown();
    const day = await town.add('receptionDays', {
      名称: '三月接待日',
      日期: DAY,
      接待领导: [town.idOf('leaders', '书记甲')],
    });
    const records = [await town.fileByForm(), await town.fileByForm(), await town.fileByForm(OTHER)];
    for (const record of records) {
      await makeReady(town, record);
      await town.edit(record, { 接待日: [day], 操作: '排入接待日' });
    }
    const [first, second, third] = records.map((record) => town.row(record)['受理编号'] ?? '');
    expect(rowsOf('来访', 'visits')).toMatchObject([
      {
        来访编号: '20260302-01',
        企业名称: '〔虚构〕溪乐预制构件有限公司',
        事项数: '2',
        受理编号: [first, second].sort().join('、'),
        已答复数: '0',
        到场人: '',
        现场记录: '',
      },
      { 来访编号: '20260302-02', 受理编号: third, 事项数: '1' },
    ]);

    const visit = rowsOf('来访', 'visits')[0]?.recordId ?? '';
    await editIn('visits', visit, { 现场记录: '〔虚构〕双方到场' });
    await town.edit(records[0] ?? '', { 操作: '已接待' });
    await town.edit(records[0] ?? '', { 操作: '现场答复', 对企业的答复: '〔虚构〕当场办妥。' });
    await town.edit(records[2] ?? '', { 操作: '撤出接待日' });
    expect(rowsOf('来访', 'visits')).toMatchObject([
      { 来访编号: '20260302-01', 已答复数: '1', 现场记录: '〔虚构〕双方到场' },
      { 来访编号: '20260302-02', 事项数: '0', 受理编号: '' },
    ]);
  });

  it('says nothing of an enterprise whose items were taken off and are confidential since', async () => {
    town = await openTown();
    const day = await town.add('receptionDays', {
      名称: '三月接待日',
      日期: DAY,
      接待领导: [town.idOf('leaders', '书记甲')],
    });
    const record = await town.fileByForm(OTHER);
    await makeReady(town, record);
    await town.edit(record, { 接待日: [day], 操作: '排入接待日' });
    await town.edit(record, { 操作: '撤出接待日' });
    expect(rowsOf('来访', 'visits')).toMatchObject([{ 企业名称: OTHER.企业名称, 事项数: '0' }]);
    await town.edit(record, { 保密: true });
    expect(rowsOf('来访', 'visits')).toMatchObject([{ 来访编号: '20260302-01', 企业名称: '〔保密〕', 事项数: '0' }]);
    await town.edit(record, { 保密: false });
    expect(rowsOf('来访', 'visits')).toMatchObject([{ 企业名称: OTHER.企业名称 }]);
  });

  it('is made once when the answer to its making is lost', async () => {
    town = await openTown();
    const day = await town.add('receptionDays', { 名称: '三月接待日', 日期: DAY });
    const record = await town.fileByForm();
    await makeReady(town, record);
    const visits = town.base.tables['visits'];
    town.sandbox.control.addFaults([
      { path: `${visits}/records/batch_create$`, times: 2, effect: { kind: 'dropAfter' } },
    ]);
    await town.edit(record, { 接待日: [day], 操作: '排入接待日' });
    await town.edit(record, { 拟办意见: '〔虚构〕召集' });
    expect(rowsOf('来访', 'visits')).toHaveLength(1);
  });
});

const HEARD = {
  企业名称: '〔虚构〕走访企业有限公司',
  类型: '建议',
  类别: '融资',
  诉求内容: '〔虚构〕建议集中办理续贷。',
  联系人: '企业代表11',
  电话: '19900000111',
};

describe('走访', () => {
  it('becomes a case once, whatever the events do, and shows which', async () => {
    town = await openTown({ eventCopies: 4, shufflesEvents: true });
    const record = await town.add('fieldVisits', HEARD);
    expect(rowsOf('事项', 'cases')).toEqual([]);
    await editIn('fieldVisits', record, { 操作: '转为事项' });
    const visit = town.row(record, 'fieldVisits');
    expect(visit).toMatchObject({ 操作: '', 诉求内容: HEARD.诉求内容 });
    expect(visit['操作结果']).toMatch(/已登记为〔虚构〕.+“.+”事项（受理编号 \w+）。$/);
    expect(visit['操作结果']).toContain(`（受理编号 ${visit['受理编号']}）`);
    const cases = rowsOf('事项', 'cases');
    expect(cases).toMatchObject([{ 受理编号: visit['受理编号'], 来源: '走访', 类型: '建议', 状态: '待受理' }]);
    const { subject } = (await town.service.cases.loadCase(caseId(visit['受理编号'] ?? ''))) ?? {};
    expect(subject).toMatchObject({ source: 'visit', seq: 1, appeal: { phone: HEARD.电话, category: '融资' } });

    await editIn('fieldVisits', record, { 操作: '转为事项' });
    expect(town.row(record, 'fieldVisits')['操作结果']).toContain('不重复登记');
    expect(rowsOf('事项', 'cases')).toHaveLength(1);
  });

  it('that lacks something says what, and tells whoever asked', async () => {
    town = await openTown();
    const record = await town.add('fieldVisits', { 企业名称: HEARD.企业名称, 操作: '转为事项' });
    expect(town.row(record, 'fieldVisits')).toMatchObject({ 操作: '', 受理编号: '' });
    expect(town.row(record, 'fieldVisits')['操作结果']).toBe('转为事项：请先填写：类型、类别、诉求内容。');
    const told = town.sandbox.state.messages.filter((one) => one.versions[0]?.content.includes('请先填写'));
    expect(told).toHaveLength(1);
    await editIn('fieldVisits', record, { ...HEARD, 操作: '转为事项' });
    expect(rowsOf('事项', 'cases')).toHaveLength(1);
  });

  it('survives lost answers and lost events, and its own columns are put back', async () => {
    town = await openTown();
    const record = await town.add('fieldVisits', HEARD);
    const table = town.base.tables['fieldVisits'];
    town.sandbox.control.addFaults([
      { path: `${table}/records/batch_update$`, times: 2, effect: { kind: 'dropAfter' } },
    ]);
    await editIn('fieldVisits', record, { 操作: '转为事项' });
    const id = town.row(record, 'fieldVisits')['受理编号'];
    expect(rowsOf('事项', 'cases')).toHaveLength(1);
    expect(town.row(record, 'fieldVisits')['操作结果']).toContain(`事项（受理编号 ${id}）`);
    await editIn('fieldVisits', record, { 受理编号: '我编的' });
    expect(town.row(record, 'fieldVisits')['受理编号']).toBe(id);

    const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
    if (base) base.isSubscribed = false;
    const unseen = await town.add('fieldVisits', { ...HEARD, 操作: '转为事项' });
    if (base) base.isSubscribed = true;
    town.advance(11 * 60_000);
    await town.service.tick();
    await town.settle();
    expect(town.row(unseen, 'fieldVisits')['操作']).toBe('');
    expect(rowsOf('事项', 'cases')).toHaveLength(2);
  });
});
