/**
 * Cells go out in one shape and come back in another: for every type of column, what is read after a write is what was
 * written, in its one spelling. Against the stand-in Feishu over HTTP, in batches.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attachment,
  autoNumber,
  barcode,
  type Cell,
  type Column,
  checkbox,
  createdBy,
  createdTime,
  currency,
  date,
  dateTime,
  duplexLink,
  email,
  formula,
  groupChat,
  link,
  location,
  lookup,
  modifiedBy,
  modifiedTime,
  multiSelect,
  number,
  person,
  phone,
  progress,
  rating,
  singleSelect,
  text,
  UnreadableCell,
  url,
} from '../../bitable-schema/columns.ts';
import { decodeRow, defineTable, encodeCells, encodeNewRow } from '../../bitable-schema/table.ts';
import { createFeishuClient } from '../../src/feishu/client.ts';
import { createRows } from '../../src/feishu/rows.ts';
import { createStructure } from '../../src/feishu/structure.ts';
import type { FeishuResult, TableAddress } from '../../src/ports.ts';
import { fieldIdsOf, fieldSpecOf } from '../../src/sync/field-spec.ts';
import { tokenOf } from '../../src/sync/row-identity.ts';
import { beijingDate, openId, type RecordId } from '../../src/workflow/ids.ts';
import { createSandbox, serve } from '../feishu/sandbox.ts';

const people = { owner: 'people' } as const;
const sample = defineTable({
  key: 'sample',
  name: '样表',
  description: '',
  columns: {
    text: text('文本', people),
    number: number('数字', people),
    select: singleSelect('单选', ['甲', '乙'], people),
    several: multiSelect('多选', ['甲', '乙', '丙'], people),
    day: date('日期', people),
    moment: dateTime('时刻', people),
    tick: checkbox('复选框', people),
    who: person('人员', true, people),
    phone: phone('电话', people),
    url: url('链接', people),
    money: currency('货币', people),
    share: progress('进度', people),
    stars: rating('评分', people),
    mail: email('邮箱', people),
    code: barcode('条码', people),
    place: location('位置', people),
    groups: groupChat('群组', true, people),
    files: attachment('附件', people),
    links: link('关联', 'sample', true, people),
    both: duplexLink('双向', 'targets', true, '被关联', people),
  },
  views: [{ name: '全部', type: 'grid' }],
  form: null,
});

/** The other side of the two-way link, and what Feishu fills in by itself. */
const targetTable = defineTable({
  key: 'targets',
  name: '对象',
  description: '',
  columns: {
    name: text('名称', people),
    price: number('单价', people),
    count: number('数量', people),
    total: formula('合计', '({price}+1)*{count}', people),
    label: formula('标签', '{name}&" × "&{count}', people),
    serial: autoNumber('编号', {
      ...people,
      parts: [{ fixed: 'SL-' }, { created: 'yyyyMMdd' }, { fixed: '-' }, { digits: 4 }],
    }),
    madeAt: createdTime('创建时间', people),
    changedAt: modifiedTime('更新时间', people),
    madeBy: createdBy('创建人', people),
    changedBy: modifiedBy('修改人', people),
    names: lookup('来源', { ...people, byHand: '查找“被关联”的“文本”' }),
  },
  views: [{ name: '全部', type: 'grid' }],
  form: null,
});

const must = <T>(result: FeishuResult<T>): T => {
  if (result.kind !== 'ok') throw new Error(`${result.kind} ${result.code} ${result.reason}`);
  return result.data;
};

const open = async () => {
  const sandbox = createSandbox({ limitsCallRate: false, sendsEventsAtOnce: false });
  const served = await serve(sandbox, { port: 0 });
  const client = createFeishuClient({
    appId: 'cli_sandbox',
    appSecret: 'sandbox',
    baseUrl: served.url,
    fetch: globalThis.fetch,
    now: Date.now,
    log: () => {},
  });
  const structure = createStructure(client);
  const rows = createRows(client);
  const base = must(await structure.createBase('〔虚构〕样本'));
  const make = async (table: typeof sample | typeof targetTable, keys: readonly string[]) => {
    const columns = Object.entries<Column>(table.columns).flatMap(([key, column]) =>
      keys.includes(key) ? [column] : [],
    );
    const specs = columns.map((column) => fieldSpecOf(column, {}));
    const { tableId } = must(await structure.createTable(base.appToken, table.name, '全部', specs));
    return { appToken: base.appToken, tableId };
  };
  const later = ['links', 'both', 'total', 'label', 'names'];
  const keysOf = (table: { readonly columns: object }) =>
    Object.keys(table.columns).filter((key) => !later.includes(key));
  const targets = await make(targetTable, keysOf(targetTable));
  const address: TableAddress = await make(sample, keysOf(sample));
  const tableIds = { sample: address.tableId, targets: targets.tableId };
  for (const column of [sample.columns.links, sample.columns.both])
    must(await structure.createField(address, fieldSpecOf(column, tableIds), tokenOf([column.name])));
  const live = must(await structure.listFields(targets));
  const fieldIds = fieldIdsOf(targetTable, { name: targetTable.name, columns: live, views: [], form: null });
  for (const column of [targetTable.columns.total, targetTable.columns.label])
    must(
      await structure.createField(
        targets,
        fieldSpecOf(column, tableIds, { table: targets.tableId, fields: fieldIds }),
        tokenOf([column.name]),
      ),
    );

  const rowTargets = must(await rows.create(address, [{}, {}, {}], tokenOf(['targets'])));
  const others = must(await rows.create(targets, [{}, {}], tokenOf(['others'])));
  const file = () =>
    sandbox.control.storeFile(base.appToken, '〔虚构〕材料.txt', 'text/plain', new TextEncoder().encode('1'));
  sandbox.state.chats.push({ chatId: 'oc_group_1', openId: null, name: '〔虚构〕群' });
  return {
    sandbox,
    structure,
    rows,
    address,
    targets,
    rowTargets,
    others,
    files: [file(), file()],
    close: served.close,
  };
};

let world: Awaited<ReturnType<typeof open>>;
let serial = 0;
beforeAll(async () => {
  world = await open();
});
afterAll(async () => {
  await world.close();
});

const dayOf = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2035-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const rowOf = (targets: readonly RecordId[], others: readonly RecordId[], files: readonly string[]) =>
  fc.record({
    text: fc.string({ maxLength: 40 }),
    number: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
    select: fc.option(fc.constantFrom('甲', '乙')),
    several: fc.array(fc.constantFrom('甲', '乙', '丙'), { maxLength: 3 }),
    day: fc.option(dayOf.map((day) => beijingDate(day.toISOString().slice(0, 10)))),
    moment: fc.option(dayOf.map((day) => day.getTime())),
    tick: fc.boolean(),
    who: fc.array(fc.constantFrom(openId('ou_sandbox_staff_1'), openId('ou_sandbox_leader_jia')), { maxLength: 3 }),
    phone: fc.constantFrom('', '199-0000 0101', '+86 19900000101', '转12'),
    url: fc.option(
      fc.record({ text: fc.constantFrom('', '查询'), link: fc.constant('https://reception.example/s/1') }),
    ),
    money: fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })),
    share: fc.option(fc.double({ min: -1, max: 2, noNaN: true })),
    stars: fc.option(fc.integer({ min: -1, max: 9 })),
    mail: fc.constantFrom('', 'rep01@example.invalid'),
    code: fc.constantFrom('', 'FS0042'),
    place: fc.constantFrom('', '116.397755,39.903179', '105.44, 28.87', '泸州'),
    groups: fc.array(fc.constantFrom('oc_group_1'), { maxLength: 2 }),
    files: fc.array(fc.constantFrom(...files), { maxLength: 3 }),
    links: fc.array(fc.constantFrom(...targets), { maxLength: 3 }),
    both: fc.array(fc.constantFrom(...others), { maxLength: 3 }),
  });

const normal = (row: Readonly<Record<string, Cell>>) =>
  Object.fromEntries(Object.entries(sample.columns).map(([key, column]) => [key, normalised(column, row[key])]));
const normalised = (column: { normalise(value: Cell): Cell; readonly empty: Cell }, value: Cell | undefined): Cell =>
  column.normalise(value ?? column.empty);

const rows = () => rowOf(world.rowTargets, world.others, world.files);

describe('cells through Feishu', () => {
  it('come back as they were written, when a row is made and when it is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(rows(), rows()), { minLength: 1, maxLength: 8 }), async (pairs) => {
        serial += 1;
        const made = must(
          await world.rows.create(
            world.address,
            pairs.map(([row]) => encodeNewRow(sample, row)),
            tokenOf([String(serial)]),
          ),
        );
        const read = must(await world.rows.get(world.address, made)).rows;
        expect(read.map((row) => decodeRow(sample, row.fields))).toEqual(pairs.map(([row]) => normal(row)));

        const changes = pairs.flatMap(([, row], index) => {
          const id = made[index];
          return id === undefined ? [] : [{ recordId: id, fields: encodeCells(sample, row) }];
        });
        must(await world.rows.update(world.address, changes));
        const again = must(await world.rows.get(world.address, made)).rows;
        expect(again.map((row) => decodeRow(sample, row.fields))).toEqual(pairs.map(([, row]) => normal(row)));
      }),
      { numRuns: 25 },
    );
  });
});

describe('columns that Feishu fills', () => {
  it('are read and never written', async () => {
    const [id] = must(
      await world.rows.create(world.targets, [{ 名称: '路灯', 单价: 2, 数量: 4 }], tokenOf(['computed'])),
    );
    if (id === undefined) throw new Error('no row was made');
    const [row] = must(await world.rows.get(world.targets, [id])).rows;
    const cells = decodeRow(targetTable, row?.fields ?? {});
    expect(cells).toMatchObject({ total: '12', label: '路灯 × 4', serial: expect.stringMatching(/^SL-\d{8}-0003$/) });
    expect(cells.madeAt).toBeGreaterThan(0);
    expect(cells.changedAt).toBe(cells.madeAt);
    expect(cells.madeBy).toBe(openId('ou_sandbox_bot'));
    expect(cells.changedBy).toBe(cells.madeBy);
    expect(Object.keys(encodeCells(targetTable, cells)).sort()).toEqual(['单价', '名称', '数量'].sort());
  });
  it('follow a link by a lookup that a person made', async () => {
    const base = world.sandbox.state.bases[0];
    const own = base?.tables.find((table) => table.tableId === world.targets.tableId);
    const back = own?.fields.find((field) => field.name === '被关联');
    const target = base?.tables
      .find((table) => table.tableId === world.address.tableId)
      ?.fields.find((field) => field.name === '文本');
    const model = own?.fields[0];
    if (!own || !back || !target || !model) throw new Error('the two-way link has no other side');
    own.fields.push({
      ...model,
      fieldId: 'fldLookup',
      name: '来源',
      type: 19,
      uiType: 'Lookup',
      isPrimary: false,
      settings: { relation_field_id: back.fieldId, target_field_id: target.fieldId },
    });
    const [other] = world.others;
    if (other === undefined) throw new Error('no row to link');
    must(
      await world.rows.create(
        world.address,
        [
          { 文本: '甲企业', 双向: [other] },
          { 文本: '乙企业', 双向: [other] },
        ],
        tokenOf(['lookup']),
      ),
    );
    const [row] = must(await world.rows.get(world.targets, [other])).rows;
    const { names } = decodeRow(targetTable, row?.fields ?? {});
    expect(names.split('、')).toEqual(expect.arrayContaining(['甲企业', '乙企业']));
  });
});

describe('a single cell', () => {
  it('joins the segments of a text', () => {
    const raw = [
      { type: 'text', text: '更换' },
      { type: 'url', text: '井盖', link: 'https://example.invalid' },
    ];
    expect(sample.columns.text.decode(raw)).toBe('更换井盖');
  });
  it('takes any moment of a Beijing day for that day, and writes its midnight', () => {
    const midnight = Date.UTC(2026, 10, 22, 16);
    expect(sample.columns.day.decode(midnight + 23 * 3_600_000)).toBe('2026-11-23');
    expect(sample.columns.day.encode(beijingDate('2026-11-23'))).toBe(midnight);
  });
  it('clears with null', () => {
    expect(Object.values(encodeCells(sample, decodeRow(sample, {})))).toEqual(
      Object.keys(sample.columns).map(() => null),
    );
  });
  it('keeps the tokens of attachments', () => {
    const files = attachment('附件', people);
    expect(files.decode([{ file_token: 'boxA', name: 'a.pdf' }])).toEqual(['boxA']);
    expect(files.encode(['boxA'])).toEqual([{ file_token: 'boxA' }]);
  });
  it('of a column that was given another type is refused without saying what it holds', () => {
    expect(() => sample.columns.number.decode('〔虚构〕秘密')).toThrow(UnreadableCell);
    expect(() => sample.columns.number.decode('〔虚构〕秘密')).not.toThrow(/秘密/);
  });
});
