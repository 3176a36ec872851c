/**
 * A Base made by an earlier version is led over by `apply`: columns and options that are called otherwise now keep their ids and
 * what stands in them, new columns of a name that another one gave up are made beside them, and a second run changes nothing.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cases as casesNow } from '../../bitable-schema/cases.ts';
import { link, number, singleSelect, text } from '../../bitable-schema/columns.ts';
import { leaders, receptionDays, units } from '../../bitable-schema/index.ts';
import { defineTable, type Table } from '../../bitable-schema/table.ts';
import { applyTable } from '../../src/sync/apply-table.ts';
import { createInsist, createMakeOnce } from '../../src/sync/live-schema.ts';
import { type Installation, openInstallation } from './installation.ts';

const people = { owner: 'people' } as const;
const service = { owner: 'service' } as const;
/** What of 事项 was called otherwise, as it was declared before what is proposed and what is in force had columns of their own. */
const casesThen = defineTable({
  key: 'cases',
  name: '事项',
  description: '',
  columns: {
    enterpriseName: text('企业名称', { owner: 'form' }),
    state: singleSelect('状态', ['待受理', '核查中', '待上会/直办', '已排期', '办理中', '已销号'], service),
    action: singleSelect('操作', ['受理', '回访未接通', '撤回属实', '撤回不属实'], { owner: 'action' }),
    number: text('编号', service),
    signingLeader: link('签批领导', 'leaders', false, people),
    leadLeader: link('牵头领导', 'leaders', false, people),
    leadUnit: link('主办单位', 'units', false, people),
    supportingUnits: link('协办单位', 'units', true, people),
    limitWorkdays: number('办理时限（工作日）', people),
    proposalWords: text('拟办意见', people),
    shortId: text('事项编号', service),
  },
  views: [{ name: '全部', type: 'grid' }],
  form: null,
});
const RENAMED = {
  签批领导: '拟签批领导',
  牵头领导: '拟牵头领导',
  主办单位: '拟主办单位',
  协办单位: '拟协办单位',
  '办理时限（工作日）': '拟办时限',
  拟办意见: '拟办意见',
  编号: '交办单编号',
  事项编号: '受理编号',
} as const;

let place: Installation;
let url: string;
let record: string;
beforeEach(async () => {
  place = await openInstallation();
  const { structure, pause } = place.deps;
  const made = await structure.createBase('〔虚构〕旧台账');
  if (made.kind !== 'ok') throw new Error('no Base');
  const { appToken } = made.data;
  url = `https://example.feishu.cn/base/${appToken}?table=tbl1`;
  const tableIds: Record<string, string> = {};
  const old: readonly Table[] = [units, leaders, receptionDays, casesThen];
  for (const table of old) {
    const insist = createInsist(pause, { afterMaking: true });
    const work = { structure, insist, makeOnce: createMakeOnce(pause), say: () => {}, appToken, tableIds };
    tableIds[table.key] = await applyTable({ ...work, knownIds: {}, revision: 0 }, table, []);
  }
  const add = (table: string, fields: Readonly<Record<string, unknown>>): string => {
    const target = { appToken, tableId: tableIds[table] ?? '', operator: 'ou_sandbox_staff_1' };
    const row = place.sandbox.control.createRecord(target, fields);
    if (!row.ok) throw new Error(`${row.code} ${row.msg}`);
    return row.value.recordId;
  };
  const housing = add('units', { 单位名称: '住建' });
  record = add('cases', {
    企业名称: '〔虚构〕远山机械厂',
    状态: '待上会/直办',
    主办单位: [housing],
    '办理时限（工作日）': 15,
    拟办意见: '〔虚构〕召集联合验收',
  });
});
afterEach(async () => {
  await place.close();
});

const casesLive = () => {
  const table = place.base().tables.find(({ name }) => name === '事项');
  if (!table) throw new Error('no table 事项');
  return table;
};
const fieldNamed = (name: string) => {
  const field = casesLive().fields.find((one) => one.name === name);
  if (!field) throw new Error(`no column ${name}`);
  return field;
};
const cellsOf = (id: string) => structuredClone(casesLive().records.find(({ recordId }) => recordId === id)?.cells);

describe('a Base of an earlier version', () => {
  it('keeps the ids of its columns under their present names, and every cell', async () => {
    const before = new Map(casesLive().fields.map(({ name, fieldId }) => [name, fieldId]));
    const cells = cellsOf(record);
    expect((await place.run(undefined, { existing: url })).kind).toBe('done');
    for (const [then, now] of Object.entries(RENAMED)) expect(fieldNamed(now).fieldId, now).toBe(before.get(then));
    expect(cellsOf(record)).toEqual(cells);
  });

  it('has new columns beside them, of the names that were given up', async () => {
    const before = new Set(casesLive().fields.map(({ fieldId }) => fieldId));
    await place.run(undefined, { existing: url });
    for (const name of ['牵头领导', '主办单位', '协办单位']) {
      expect(fieldNamed(name).type, name).toBe(1);
      expect(before.has(fieldNamed(name).fieldId), name).toBe(false);
    }
    const names = casesLive().fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.toSorted()).toEqual(
      Object.values(casesNow.columns)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('has its options renamed where they stand, so that rows say the present word', async () => {
    const optionOf = (name: string) => fieldNamed('状态').options.find((one) => one.name === name)?.id;
    const [ready, scheduled] = [optionOf('待上会/直办'), optionOf('已排期')];
    await place.run(undefined, { existing: url });
    expect([optionOf('待安排'), optionOf('已排入接待日')]).toEqual([ready, scheduled]);
    expect(fieldNamed('状态').options.map(({ name }) => name)).not.toContain('待上会/直办');
  });

  it('has views set anew where they are asked for by name, and the others left as people have them', async () => {
    await place.run(undefined, { existing: url });
    const view = (name: string) => casesLive().views.find((one) => one.name === name);
    const declared = structuredClone(view('超期与临期')?.property);
    const other = structuredClone(view('挂牌督办')?.property);
    for (const name of ['超期与临期', '挂牌督办']) {
      const live = view(name);
      if (live) live.property = { ...live.property, hidden_fields: [fieldNamed('灯').fieldId] };
    }
    await place.run(undefined, { existing: url });
    expect(view('超期与临期')?.property).not.toEqual(declared);
    await place.run(undefined, { existing: url, viewsAnew: ['超期与临期'] });
    expect(view('超期与临期')?.property).toEqual(declared);
    expect(view('挂牌督办')?.property).not.toEqual(other);
  });

  it('is changed by no second run', async () => {
    await place.run(undefined, { existing: url });
    const { revision } = place.base();
    await place.run(undefined, { existing: url });
    expect(place.base().revision).toBe(revision);
  });
});
