/**
 * What staff see in their tables: submissions come once, actions work or say why not, service columns spring back, deleted
 * rows return, and outside text stays text.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { renderCardText } from '../feishu/card-check.ts';
import { bringToLeader, bringToUnits, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});
const historyOf = async (record: string) => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  return (await town.service.cases.loadEvents(caseId(id ?? ''))).map((event) => event.type);
};
const rowCount = () =>
  town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find((table) => table.name === '事项')
    ?.records.filter((record) => Object.keys(record.cells).length > 0).length;

describe('events are only hints', () => {
  it('every event delivered five times, late and in any order: same history, one message each', async () => {
    const plain = async (options: Parameters<typeof openTown>[0]) => {
      town = await openTown(options);
      const record = await town.fileByForm();
      await bringToUnits(town, record);
      const seen = {
        history: await historyOf(record),
        rows: rowCount(),
        // Less the weekly digest: a Monday's first tick may come before the case or after it.
        messages: town.sandbox.state.messages.filter(
          ({ versions }) => !(versions[0]?.content ?? '').includes('一周待办'),
        ).length,
        row: town.row(record),
      };
      return seen;
    };
    const calm = await plain({});
    await town.close();
    const wild = await plain({ eventCopies: 5, shufflesEvents: true, eventDelayMs: 2_000 });
    expect(wild.history).toEqual(calm.history);
    expect(wild.rows).toBe(calm.rows);
    expect(wild.messages).toBe(calm.messages);
    const stable = ({
      受理编号: _id,
      更新时间: _at,
      查询链接: _status,
      评价链接: _rating,
      时限依据,
      操作结果,
      ...rest
    }: Readonly<Record<string, string>>) => ({ ...rest, 操作结果: 操作结果?.replace(/^\S+ \S+ /, '') });
    expect(stable(wild.row)).toEqual(stable(calm.row));
  });
});

describe('actions', () => {
  it('that are not possible are cleared, and the reason stands beside them', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 操作: '审核通过' });
    const row = town.row(record);
    expect(row['操作']).toBe('');
    expect(row['状态']).toBe('待受理');
    expect(row['操作结果']).toMatch(/待受理/);
    const told = town.sandbox.state.messages.filter((message) => message.type === 'text');
    expect(told.length + (row['操作结果'] ? 1 : 0)).toBeGreaterThan(0);
  });

  it('need what they need: no submission for signing while verdicts or units are missing', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 操作: '受理' });
    await town.edit(record, { 真实: '是', 合法: '待核', 操作: '核查完成' });
    expect(town.row(record)['操作结果']).toMatch(/合法/);
    expect(town.row(record)['状态']).toBe('核查中');
    await town.edit(record, { 合法: '是', 合理: '是', 操作: '核查完成' });
    expect(town.row(record)['状态']).toBe('待安排');
    await town.edit(record, { 操作: '提交签批' });
    expect(town.row(record)['操作结果']).toMatch(/主办单位/);
    expect(town.row(record)['状态']).toBe('待安排');
  });

  it('the same action may be chosen again later', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    await town.edit(record, { 操作: '催办' });
    await town.edit(record, { 操作: '催办' });
    expect(town.row(record)['操作结果']).toMatch(/今日|今天|已催/);
    expect((await historyOf(record)).filter((type) => type === 'unitReminded')).toHaveLength(1);
  });

  it('dragging on the kanban is the action that leads there, or springs back', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 状态: '核查中' });
    expect(town.row(record)['状态']).toBe('核查中');
    expect(await historyOf(record)).toContain('caseAccepted');
    await town.edit(record, { 状态: '已销号' });
    expect(town.row(record)['状态']).toBe('核查中');
    expect(town.row(record)['操作结果']).not.toBe('');
  });
});

describe('columns have one owner', () => {
  it('a service column edited by hand is put back, people’s columns stay', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    await town.edit(record, { 交办单编号: '示接交〔2026〕99号', 政策依据: '区营商环境条例第十条' });
    expect(town.row(record)['交办单编号']).toBe('');
    expect(town.row(record)['政策依据']).toBe('区营商环境条例第十条');
  });

  it('a row whose cells were all cleared is filled again, and the editor is told', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    const before = town.row(record);
    const cleared = Object.keys(before).filter((name) => (before[name] ?? '') !== '');
    await town.edit(record, Object.fromEntries(cleared.map((name) => [name, null])));
    const after = town.row(record);
    const told = ['操作结果', '更新时间', '最后修改时间'];
    for (const name of cleared.filter((one) => !told.includes(one))) expect(after[name], name).toBe(before[name]);
    expect(after['操作结果']).toContain('修改未采纳');
  });

  it('what was said of a refused edit goes when the next one is taken in', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    await town.edit(record, { 拟办时限: 251 });
    expect(town.row(record)['操作结果']).toMatch(/^修改未采纳：时限应为1至250个工作日之间的整数/);
    await town.edit(record, { 拟办时限: 12 });
    expect(town.row(record)).toMatchObject({ 拟办时限: '12', 操作结果: '' });
  });

  it('a row deleted by hand returns with everything on it', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    const before = town.row(record);
    const table = town.base.tables['cases'] ?? '';
    town.sandbox.control.deleteRecord({
      appToken: town.base.appToken,
      tableId: table,
      recordId: record,
      operator: 'ou_sandbox_staff_1',
    });
    await town.settle();
    const rows =
      town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.tableId === table)?.records ?? [];
    const restored = rows.map((one) => town.row(one.recordId)).filter((row) => row['受理编号'] === before['受理编号']);
    expect(restored).toHaveLength(1);
    expect(restored[0]?.['诉求内容']).toBe(before['诉求内容']);
    expect(restored[0]?.['状态']).toBe(before['状态']);
    expect(restored[0]?.['真实']).toBe('是');
  });

  it('a row cut out and pasted elsewhere is the same case, a copied one is another', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    const before = town.row(record);
    const place = {
      appToken: town.base.appToken,
      tableId: town.base.tables['cases'] ?? '',
      operator: 'ou_sandbox_staff_1',
    };
    const words = {
      企业名称: '〔虚构〕溪乐预制构件有限公司',
      诉求内容: '一期厂房验收时间对不上，请一次把人叫齐。',
      受理编号: before['受理编号'],
    };
    town.sandbox.control.deleteRecord({ ...place, recordId: record });
    const pasted = await town.add('cases', words);
    expect(town.row(pasted)).toMatchObject({ 受理编号: before['受理编号'], 状态: '待受理' });
    const copied = await town.add('cases', words);
    expect(town.row(copied)['状态']).toBe('待受理');
    expect(town.row(copied)['受理编号']).not.toBe(before['受理编号']);
    const rows = town.sandbox.state.bases
      .flatMap((base) => base.tables)
      .find(({ tableId }) => tableId === place.tableId)?.records;
    expect(rows).toHaveLength(2);
  });

  it('a row added by hand is an intake', async () => {
    town = await openTown();
    const record = await town.add('cases', {
      企业名称: '〔虚构〕手工登记有限公司',
      类型: '建议',
      诉求内容: '建议集中办理。',
      联系人: '企业代表09',
    });
    expect(town.row(record)['状态']).toBe('待受理');
    expect(await historyOf(record)).toEqual(['caseSubmitted']);
    expect(town.row(record)['查询链接']).toMatch(/\/s\//);
  });

  it('a row added by hand that Feishu does not show yet is taken when it can be read', async () => {
    town = await openTown();
    town.sandbox.settings.readLagMs = 8_000;
    const record = await town.add('cases', { 企业名称: '〔虚构〕迟到铸造有限公司', 诉求内容: '用电增容排队过长。' });
    expect(town.row(record)['状态']).toBe('待受理');
  });
});

describe('what comes from outside', () => {
  it('a wrong credit code is accepted and flagged', async () => {
    town = await openTown();
    const good = await town.fileByForm();
    const bad = await town.fileByForm({ 统一社会信用代码: '91999999MAXX00016J' });
    expect(town.row(good)['代码校验']).toBe('通过');
    expect(town.row(bad)['代码校验']).toBe('校验位不符');
    expect(town.row(bad)['状态']).toBe('待受理');
  });

  it('markup in an appeal is text on cards and pages, never a mention, a link or a tag', async () => {
    town = await openTown();
    const nasty = '<at id=all></at> </script><script>alert(1)</script> [点这里](http://evil.example) **粗** "引号"';
    const record = await town.fileByForm({
      企业名称: `〔虚构〕${nasty}`,
      诉求内容: nasty,
      希望如何解决: nasty,
      查询码: '',
    });
    const card = await bringToLeader(town, record);
    const shown = renderCardText(JSON.parse(card.content));
    expect(shown.mentions).toEqual([]);
    expect(shown.links).toEqual([]);
    expect(shown.images).toEqual([]);
    expect(shown.texts.join('\n')).toContain('<at id=all></at>');
    const page = await (await town.service.app.request(new URL(town.row(record)['查询链接'] ?? '').pathname)).text();
    expect(page).toContain('&lt;at id=all&gt;');
    expect(page).not.toMatch(/<script/i);
    expect(page).not.toContain('href="http://evil.example');
  });
});
