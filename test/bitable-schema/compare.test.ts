/**
 * Declared against live: what is missing is named, what people added is kept, and a table that agrees needs nothing.
 */
import { describe, expect, it } from 'vitest';
import { number, singleSelect, text } from '../../bitable-schema/columns.ts';
import { changedViews, columnsByKey, handSteps, type LiveTableShape, planTable } from '../../bitable-schema/compare.ts';
import { describeStep } from '../../bitable-schema/describe-step.ts';
import { cases, TABLES } from '../../bitable-schema/index.ts';
import { defaultSettingRows, sentenceOf } from '../../bitable-schema/settings.ts';
import { defineTable, type View } from '../../bitable-schema/table.ts';
import { viewAgrees, viewPropertyOf } from '../../bitable-schema/view-property.ts';
import { DEFAULT_SETTINGS, readSetting } from '../../src/workflow/settings.ts';

const people = { owner: 'people' } as const;
const table = defineTable({
  key: 'sample',
  name: '样表',
  description: '',
  columns: {
    name: text('名称', people),
    state: singleSelect('状态', ['甲', '乙'], people),
    days: number('天数', { ...people, formerNames: ['日数'] }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '看板', type: 'kanban' },
  ],
  form: null,
});
const live: LiveTableShape = {
  name: '样表',
  columns: [
    { fieldId: 'fld1', name: '名称', type: 1, isPrimary: true, property: null },
    {
      fieldId: 'fld2',
      name: '状态',
      type: 3,
      isPrimary: false,
      property: {
        options: [
          { id: 'opt1', name: '甲', color: 0 },
          { id: 'opt2', name: '乙', color: 1 },
        ],
      },
    },
    { fieldId: 'fld3', name: '天数', type: 2, isPrimary: false, property: null },
  ],
  views: [
    { viewId: 'vew1', name: '全部', type: 'grid' },
    { viewId: 'vew2', name: '看板', type: 'kanban' },
  ],
  form: null,
};
const withColumn = (at: number, change: Partial<LiveTableShape['columns'][number]>): LiveTableShape => ({
  ...live,
  columns: live.columns.map((column, index) => (index === at ? { ...column, ...change } : column)),
});
const told = (shape: LiveTableShape | null): readonly string[] => planTable(table, shape).map(describeStep);

describe('planTable', () => {
  it('needs nothing when all agree, whatever people added', () => {
    expect(planTable(table, live)).toEqual([]);
    const more = {
      ...live,
      columns: [...live.columns, { fieldId: 'fld9', name: '自用列', type: 1, isPrimary: false, property: null }],
    };
    expect(planTable(table, more)).toEqual([]);
  });
  it('makes a missing table with its views', () => {
    expect(told(null)).toEqual(['新建数据表“样表”，3 列', '“样表”新建视图“看板”']);
  });
  it('makes a missing column', () => {
    expect(told({ ...live, columns: live.columns.slice(0, 2) })).toEqual(['“样表”新建列“天数”（数字）']);
  });
  it('adds a missing option and sends every live one along with its id, people’s own included', () => {
    const [step] = planTable(
      table,
      withColumn(1, {
        property: {
          options: [
            { id: 'opt1', name: '甲', color: 7 },
            { id: 'opt9', name: '自加', color: 3 },
          ],
        },
      }),
    );
    expect(step).toMatchObject({
      kind: 'changeColumn',
      fieldId: 'fld2',
      addedOptions: ['乙'],
      options: [{ id: 'opt1', name: '甲', color: 7 }, { id: 'opt9', name: '自加', color: 3 }, { name: '乙' }],
    });
  });
  it('renames a column that has a former name and keeps its field', () => {
    expect(planTable(table, withColumn(2, { name: '日数' }))).toMatchObject([
      { kind: 'changeColumn', fieldId: 'fld3', liveName: '日数', column: { name: '天数' } },
    ]);
  });
  it('leaves a name that people gave, and sends back what else the column holds when options are added', () => {
    const renamed = { ...withColumn(2, { name: '几天' }), knownIds: { days: 'fld3' } };
    expect(planTable(table, renamed)).toEqual([]);
    const formatted = {
      ...withColumn(1, { name: '现状', property: { options: [{ id: 'opt1', name: '甲', color: 7 }], other: 1 } }),
      knownIds: { state: 'fld2' },
    };
    expect(planTable(table, formatted)).toMatchObject([
      { kind: 'changeColumn', fieldId: 'fld2', column: { name: '现状' }, addedOptions: ['乙'], kept: { other: 1 } },
    ]);
  });
  it('goes on with a view that was begun, and leaves a finished one alone whatever it shows', () => {
    const begun = {
      ...live,
      views: live.views.map((view) => ({ ...view, name: view.name.replace('看板', '看板（设置中）') })),
    };
    expect(planTable(table, begun)).toMatchObject([{ kind: 'makeView', viewId: 'vew2' }]);
    const own = { filter_info: { conjunction: 'or', conditions: [] }, hidden_fields: ['fld3'] };
    const changed = { ...live, views: live.views.map((view) => ({ ...view, property: own })) };
    expect(planTable(table, changed)).toEqual([]);
    expect(changedViews(table, changed).map((view) => view.name)).toEqual(['全部', '看板']);
  });
  it('asks a person where a column has another type or another primary column', () => {
    expect(told(withColumn(2, { type: 1 }))).toEqual(['需人工处理：“样表”的“天数”列类型被改动，请改回“数字”。']);
    expect(told(withColumn(0, { isPrimary: false }))).toEqual([
      '需人工处理：“样表”的索引列应为“名称”，请在飞书中调整。',
    ]);
  });
});

describe('a view', () => {
  const board: View = {
    name: '在办',
    type: 'grid',
    filters: [
      { column: 'state', is: 'contains', values: ['乙', '甲'] },
      { column: 'days', is: 'isGreater', values: ['3'] },
    ],
    shows: ['state'],
  };
  const columns = columnsByKey(table, live);
  const property = viewPropertyOf(table, board, columns);
  it('names columns and options by their ids, values in a JSON text, and hides all it does not show', () => {
    expect(property).toEqual({
      filter_info: {
        conjunction: 'and',
        conditions: [
          { field_id: 'fld2', operator: 'contains', value: '["opt2","opt1"]' },
          { field_id: 'fld3', operator: 'isGreater', value: '["3"]' },
        ],
      },
      hidden_fields: ['fld3'],
    });
    expect(viewPropertyOf(table, { name: '全部', type: 'grid' }, columns)).toBeNull();
  });
  it('agrees with what Feishu gives back for it, in ids or in names, and with nothing else', () => {
    const agrees = (value: object) => viewAgrees(table, board, columns, { ...value });
    const names = viewPropertyOf(table, board, columns, 'names');
    expect(agrees(property ?? {})).toBe(true);
    expect(agrees(names ?? {})).toBe(true);
    expect(agrees({ ...property, hidden_fields: null })).toBe(false);
    expect(agrees({ ...property, filter_info: { ...property?.filter_info, conjunction: 'or' } })).toBe(false);
    expect(agrees({ ...property, filter_info: null })).toBe(false);
  });
  it('tells what a person has to do, and a calendar only until it is there', () => {
    const withCalendar = {
      ...table,
      views: [...table.views, { name: '日历', type: 'calendar', byHand: ['新建日历。'] } as const],
    };
    expect(handSteps(withCalendar, live)).toMatchObject([{ view: { name: '日历' }, isMissing: true }]);
    expect(planTable(withCalendar, live)).toEqual([]);
    const made = { ...live, views: [...live.views, { viewId: 'vew3', name: '日历', type: 'calendar' }] };
    expect(handSteps(withCalendar, made)).toEqual([]);
  });
});

describe('declared tables', () => {
  it('have views that name columns and options which are declared, and a plain grid first', () => {
    for (const one of TABLES) {
      expect(one.views[0]).toMatchObject({ name: '全部', type: 'grid' });
      expect(one.views[0]?.filters ?? one.views[0]?.shows ?? one.views[0]?.hides).toBeUndefined();
      for (const view of one.views) {
        const keys = [
          ...(view.filters ?? []).map((filter) => filter.column),
          ...(view.shows ?? []),
          ...(view.hides ?? []),
          ...(view.group ?? []),
          ...(view.sort ?? []).map(({ column }) => column),
        ];
        expect(Object.keys(one.columns)).toEqual(expect.arrayContaining(keys));
        for (const filter of view.filters ?? []) {
          const options = one.columns[filter.column]?.kind.options?.map((option) => option.name);
          if (options) expect(options).toEqual(expect.arrayContaining([...(filter.values ?? [])]));
        }
        if (view.type === 'calendar') expect(view.byHand).not.toHaveLength(0);
      }
    }
  });
  it('have views of 事项 that show what their work needs: no more than sixteen columns beside the name', () => {
    const working = cases.views.filter(
      ({ name, type, inThisOrder }) => type !== 'form' && name !== '全部' && !inThisOrder,
    );
    for (const { name, shows = [] } of working)
      expect([name, shows.length]).toEqual([name, Math.min(shows.length, 16)]);
    expect(cases.views.find(({ inThisOrder }) => inThisOrder)?.name).toBe('台账');
  });
  it('come in an order in which every link finds its table, and no name appears twice', () => {
    const before = new Set<string>();
    for (const one of TABLES) {
      const columns = Object.values(one.columns);
      for (const column of columns) if (column.kind.link) expect([...before]).toContain(column.kind.link.table);
      before.add(one.key);
      const names = columns.map((column) => column.name);
      expect(new Set(names).size).toBe(names.length);
    }
  });
  it('ask the enterprise only for form columns, each of them', () => {
    for (const one of TABLES) {
      if (!one.form) continue;
      const form = Object.entries(one.columns)
        .filter(([, column]) => column.owner === 'form')
        .map(([key]) => key);
      expect(one.form.questions.map((question) => question.column).sort()).toEqual(form.sort());
    }
  });
});

describe('参数设置', () => {
  it('begins with rows that read back as the defaults', () => {
    const read = defaultSettingRows().map((row) => readSetting(row.key, row.value));
    const values = Object.fromEntries(read.flatMap((one) => (one?.kind === 'setting' ? [[one.key, one.value]] : [])));
    expect(values).toEqual(DEFAULT_SETTINGS);
  });
  it.each([
    ['问题办理时限', '十五天', '应为1 至 250 的整数；目前仍按“12”执行。'],
    ['问题办理时限', '0', '应为1 至 250 的整数；目前仍按“12”执行。'],
    ['另行放假日期', '2026-02-30', '应为形如 2026-10-08 的日期，多个用顿号隔开；目前仍视为未填写。'],
    [
      '督办升级天数',
      '5、1、10',
      '应为三个由小到大的天数（1 至 250），用顿号隔开，如 1、5、10；目前仍按“1、5、10”执行。',
    ],
    ['批示常用语', '长'.repeat(101), '应为每行一句，不超过 20 句，每句不超过 100 字；目前仍按原内容执行。'],
    ['工商联名称', ' ', '应为1 至 40 字；目前仍按“示例区工商联”执行。'],
    ['没有的参数', '1', '没有这个参数，本行不起作用。'],
  ])('answers %s = %s with the bound and with what is in force meanwhile', (name, value, sentence) => {
    expect(sentenceOf(readSetting(name, value), { ...DEFAULT_SETTINGS, problemDays: 12 })).toBe(sentence);
  });
  it('says beside each parameter what it is unless changed and what may stand there', () => {
    const rows = new Map(defaultSettingRows().map((row) => [row.key, row.note]));
    expect(rows.get('问题办理时限')).toBe('工作日，自签批次日起算；适用于问题。默认：15。填写要求：1 至 250 的整数。');
    expect(rows.get('飞书日历')).toMatch(/默认：开。填写要求：“开”或“关”。$/);
    expect(rows.get('工商联名称')).toBe('用于页面和卡片。填写要求：1 至 40 字。');
  });
  it('takes dates and days however people separate them', () => {
    expect(readSetting('另行上班日期', '2026-10-10, 2026-10-11')).toMatchObject({
      value: ['2026-10-10', '2026-10-11'],
    });
    expect(readSetting('', '')).toBeNull();
  });
});
