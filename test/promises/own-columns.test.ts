/**
 * What the service writes is the service's: whatever somebody types into its columns, in whichever table, stands there again as it
 * was; and a refusal in a row names columns that are there and what may be chosen instead.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { TABLES } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import { bringToHandling, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

/** Something of the column's type that nobody would have written there. */
const MARKS: Readonly<Record<number, unknown>> = {
  1: '〔虚构〕手填',
  2: 77,
  5: Date.parse('2031-05-05T10:00:00+08:00'),
};
/** 操作结果 says what was put back, and the moment of that is 更新时间; Feishu fills the last. */
const MOVED = ['操作结果', '更新时间', '最后修改时间', '时间'];

const rowsOf = (table: Table) =>
  town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find(({ name }) => name === table.name)
    ?.records.filter(({ cells }) => Object.keys(cells).length > 0) ?? [];

describe('a service column that somebody typed over', () => {
  it('shows again what it showed, in every table that has one', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    await town.add('enterprises', { 企业名称: '〔虚构〕溪乐预制构件有限公司' });
    let looked = 0;
    for (const table of TABLES.filter(({ key }) => key !== 'health' && key !== 'fieldVisits')) {
      const [first] = rowsOf(table);
      const marked = Object.values(table.columns).filter(
        ({ owner, kind }) => owner === 'service' && kind.type in MARKS,
      );
      if (!first || marked.length === 0) continue;
      looked += 1;
      const before = town.row(first.recordId, table.key);
      const typed = Object.fromEntries(marked.map(({ name, kind }) => [name, MARKS[kind.type]]));
      const place = { appToken: town.base.appToken, tableId: town.base.tables[table.key] ?? '' };
      town.sandbox.control.editRecord({ ...place, operator: 'ou_sandbox_staff_1', recordId: first.recordId }, typed);
      await town.settle();
      const after = town.row(first.recordId, table.key);
      const kept = marked.map(({ name }) => name).filter((name) => !MOVED.includes(name));
      for (const name of kept) expect([table.name, name, after[name]]).toEqual([table.name, name, before[name]]);
      for (const name of MOVED) expect(after[name] ?? '').not.toMatch(/^〔虚构〕手填|^2031/);
    }
    expect(looked).toBeGreaterThan(4);
  });

  it('is put back also where it is 更新时间 alone', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 更新时间: MARKS[5] });
    expect(town.row(record)['更新时间']).not.toContain('2031');
  });
});

describe('a refusal in a row', () => {
  it('says what may be chosen instead, where there is no such step now', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 操作: '审核通过' });
    expect(town.row(record)['操作结果']).toBe(
      '审核通过：事项现为“待受理”，没有这一步。现在可选：受理、三项均符、不予受理、合并、转法定途径。',
    );
  });

  it('names the column in which the words are missing', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await town.edit(record, { 操作: '不予受理' });
    expect(town.row(record)['操作结果']).toBe('不予受理：请在“处理说明”中写明理由，再选一次。');
    await makeReady(town, record);
    await town.edit(record, { 操作: '请部门预沟通', 预沟通单位: [town.idOf('units', '住建')] });
    expect(town.row(record)['操作结果']).toBe('请部门预沟通：请先填写：处理说明（预沟通问题）。');
  });
});

describe('要求保密 of the form', () => {
  it('ticks 保密 when the row becomes a case, and masks it', async () => {
    town = await openTown();
    const record = await town.fileByForm({ 是否要求保密: '是' });
    expect(town.row(record)).toMatchObject({ 保密: '是', 企业名称: '〔保密〕', 要求保密: '是' });
    await town.edit(record, { 保密: false });
    expect(town.row(record)['企业名称']).not.toBe('〔保密〕');
  });
});
