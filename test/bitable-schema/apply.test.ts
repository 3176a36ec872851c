/**
 * Setting up a Base: whole in one run, the same after a run that died at any call, and never against what people made.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formula, lookup, number, text } from '../../bitable-schema/columns.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { defineTable } from '../../bitable-schema/table.ts';
import { planSchema } from '../../src/sync/apply-schema.ts';
import { applyTable } from '../../src/sync/apply-table.ts';
import { ApplyStopped } from '../../src/sync/find-base.ts';
import { createInsist, createMakeOnce } from '../../src/sync/live-schema.ts';
import { describeBase, type Installation, NEW_DISTRICT, openInstallation } from './installation.ts';

let place: Installation;
beforeEach(async () => {
  place = await openInstallation();
});
afterEach(async () => {
  await place.close();
});

const tableOf = (name: string) => {
  const table = place.base().tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const undisturbed = async () => {
  const other = await openInstallation();
  await other.run();
  const described = describeBase(other.base());
  await other.close();
  return described;
};

describe('a set-up', () => {
  it('makes all tables with their columns and views, shares the form, and leaves nothing to plan', async () => {
    const ending = await place.run();
    expect(ending.kind).toBe('done');
    expect(place.base().tables.map((table) => table.name)).toEqual(TABLES.map((table) => table.name));
    for (const table of TABLES) {
      const live = tableOf(table.name);
      expect(live.fields.map((field) => field.name)).toEqual(Object.values(table.columns).map((column) => column.name));
      const views = table.views.filter((view) => view.type !== 'calendar');
      expect(live.views.map((view) => view.name)).toEqual(views.map((view) => view.name));
    }
    expect(await planSchema(place.deps, NEW_DISTRICT)).toEqual([]);
    expect(place.sandbox.log.unknownCalls()).toEqual([]);
    expect(place.lines).toContain('(3/11) 接待日');
    const [own] = tableOf('单位与承办人').records;
    expect(JSON.stringify(own?.cells)).toContain('〔虚构〕新区工商联');
  });

  it('changes nothing the second time', async () => {
    await place.run();
    const { revision } = place.base();
    const before = describeBase(place.base());
    await place.run();
    expect(describeBase(place.base())).toEqual(before);
    expect(place.base().revision).toBe(revision);
  });

  it.each(['before', 'after'] as const)(
    'that dies %s each of its writes in turn ends at the same Base',
    async (moment) => {
      let runs = 0;
      // Each process gets one write further: the next one dies at its first answer, or ahead of its second call.
      const death = { atWrite: moment === 'after' ? 1 : 2, moment };
      for (;;) {
        const ending = await place.run(death);
        runs += 1;
        if (ending.kind === 'done') break;
        expect(runs).toBeLessThan(400);
      }
      expect(runs).toBeGreaterThan(60);
      expect(place.sandbox.state.bases).toHaveLength(1);
      expect(describeBase(place.base())).toEqual(await undisturbed());
    },
    120_000,
  );

  it('goes on by itself when answers are lost on the way', async () => {
    const faults = [
      '/apps$',
      '/tables$',
      '/views$',
      '/fields$',
      '/forms/',
      '/records/batch_create$',
      '/subscribe$',
      '/members$',
    ];
    place.sandbox.control.addFaults(
      faults.flatMap((path) => [
        { path, method: 'POST', effect: { kind: 'dropAfter' } as const },
        { path, method: 'POST', effect: { kind: 'dropBefore' } as const },
        { path, method: 'PATCH', effect: { kind: 'dropAfter' } as const },
      ]),
    );
    expect((await place.run()).kind).toBe('done');
    expect(place.sandbox.state.bases).toHaveLength(1);
    expect(describeBase(place.base())).toEqual(await undisturbed());
  });

  it('names options where Feishu does not take their ids in a filter', async () => {
    place.sandbox.control.addFaults([{ path: '/views/', method: 'PATCH', effect: { kind: 'code', code: 1254018 } }]);
    await place.run();
    expect(describeBase(place.base())).toEqual(await undisturbed());
  });

  it('asks a person instead of making a second Base when two could be its own', async () => {
    await place.run({ atWrite: 1, moment: 'after' });
    await place.deps.structure.createBase('〔虚构〕新区民营企业接待日');
    await expect(place.run()).rejects.toThrow(ApplyStopped);
    expect(place.sandbox.state.bases).toHaveLength(2);
    const [first] = place.sandbox.state.bases;
    expect((await place.run(undefined, { existing: first?.appToken ?? '' })).kind).toBe('done');
    expect(place.sandbox.state.bases).toHaveLength(2);
  });

  it('takes a Base that people made, and keeps what is in it', async () => {
    const made = await place.deps.structure.createBase('〔虚构〕旧台账');
    if (made.kind !== 'ok') throw new Error('no Base');
    const url = `https://example.feishu.cn/base/${made.data.appToken}?table=tbl1`;
    expect((await place.run(undefined, { existing: url })).kind).toBe('done');
    expect(place.sandbox.state.bases).toHaveLength(1);
    expect(place.base().tables.map((table) => table.name)).toEqual(['数据表', ...TABLES.map((table) => table.name)]);
    expect(tableOf('数据表').records).toHaveLength(10);
  });
});

describe('a later run', () => {
  beforeEach(async () => {
    await place.run();
  });

  it('moves only the questions that people put elsewhere', async () => {
    const form = tableOf('事项').views.find((view) => view.type === 'form')?.form;
    if (!form) throw new Error('no form');
    const shown = () => form.questions.filter((question) => question.isVisible).map((question) => question.title);
    const before = shown();
    const [first, ...rest] = form.questions;
    if (first) form.questions = [...rest, first];
    place.sandbox.log.clear();
    await place.run();
    expect(shown()).toEqual(before);
    expect(place.sandbox.log.calls.filter((call) => call.method === 'PATCH')).toHaveLength(1);
  });

  it('puts back a removed option and never drops one that people added', async () => {
    const field = tableOf('事项').fields.find((one) => one.name === '类别');
    const lost = field?.options[0];
    if (!field || !lost) throw new Error('no options');
    const kept = field.options.slice(1);
    field.options = [...kept, { id: 'optOwn', name: '自加类别', color: 9 }];
    await place.run();
    expect(field.options.slice(0, kept.length)).toEqual(kept);
    expect(field.options.map((option) => option.name)).toEqual(expect.arrayContaining([lost.name, '自加类别']));
    expect(field.options.find((option) => option.name === '自加类别')?.id).toBe('optOwn');
  });

  it('leaves tables, columns, views and rows of people, and views of ours that they changed', async () => {
    const cases = tableOf('事项');
    const view = cases.views.find((one) => one.name === '今日待办');
    const column = cases.fields[1];
    if (!view || !column) throw new Error('no view');
    view.property = { hidden_fields: [] };
    view.form = null;
    const own = { ...structuredClone(column), fieldId: 'fldOwn', name: '自用列', isPrimary: false };
    cases.fields.push(own);
    cases.views.push({ viewId: 'vewOwn', name: '自用视图', type: 'grid', property: {}, form: null });
    await place.run();
    expect(view.property).toEqual({ hidden_fields: [] });
    expect(cases.fields).toContain(own);
    expect(cases.views.map((one) => one.name)).toContain('自用视图');
  });

  it('fills in a parameter that has no row, and no other', async () => {
    const table = tableOf('参数设置');
    const gone = table.records.splice(2, 1);
    const value = table.fields.find((field) => field.name === '值')?.fieldId ?? '';
    const first = table.records[0];
    if (first) first.cells[value] = { kind: 'text', text: '改过的值' };
    const before = table.records.length;
    await place.run();
    expect(table.records).toHaveLength(before + 1);
    expect(table.records.at(-1)?.cells).toEqual(gone[0]?.cells);
    expect(first?.cells[value]).toEqual({ kind: 'text', text: '改过的值' });
  });

  it('does not take an empty answer under advanced permissions for an empty table', async () => {
    const base = place.base();
    base.isAdvanced = true;
    base.appRight = 'edit';
    const before = tableOf('参数设置').records.length;
    await expect(place.run()).rejects.toThrow(ApplyStopped);
    expect(tableOf('参数设置').records).toHaveLength(before);
  });
});

describe('a table with computed columns', () => {
  const people = { owner: 'people' } as const;
  const sums = defineTable({
    key: 'sums',
    name: '合计表',
    description: '',
    columns: {
      name: text('名称', people),
      price: number('单价', people),
      total: formula('合计', '{price}*2', people),
      source: lookup('来源', { ...people, byHand: '查找“单价”' }),
    },
    views: [{ name: '全部', type: 'grid' }],
    form: null,
  });

  it('gets its formula once the columns it names are there, under whatever name, and asks a person for a lookup', async () => {
    const { structure, pause } = place.deps;
    const insist = createInsist(pause, { afterMaking: true });
    const base = await insist('', () => structure.createBase('〔虚构〕合计'));
    const lines: string[] = [];
    const apply = async (knownIds: Readonly<Record<string, string>>) => {
      const { appToken } = base;
      const makeOnce = createMakeOnce(pause);
      const say = (line: string) => lines.push(line);
      const live = await insist('', () => structure.listTables(appToken));
      const { revision } = await insist('', () => structure.getBase(appToken));
      const work = { structure, insist, makeOnce, say, appToken, tableIds: {}, knownIds, revision };
      return applyTable(work, sums, live);
    };
    await apply({});
    const fields = () => tableOf('合计表').fields;
    const price = fields().find((field) => field.name === '单价');
    const formulaOf = () => fields().find((field) => field.name === '合计')?.settings['formula_expression'];
    if (!price) throw new Error('no column');
    expect(formulaOf()).toBe(`bitable::$table[${tableOf('合计表').tableId}].$field[${price.fieldId}]*2`);
    expect(lines).toContain('需人工处理：请在“合计表”中新建“查找引用”列“来源”：查找“单价”。');

    // As people do it: a column renamed, another deleted.
    price.name = '价格';
    place.base().revision += 2;
    tableOf('合计表').fields = fields().filter((field) => field.name !== '合计');
    await apply({ price: price.fieldId });
    expect(formulaOf()).toContain(price.fieldId);
    expect(fields().map((field) => field.name)).toEqual(['名称', '价格', '合计']);
  });
});
