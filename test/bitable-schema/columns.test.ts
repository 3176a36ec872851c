/**
 * Cells go out in one shape and come back in another: for every type of column, what is read after a write is what was
 * written, in its one spelling. Against the stand-in Feishu over HTTP, in batches.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  attachment,
  type Cell,
  checkbox,
  date,
  dateTime,
  link,
  multiSelect,
  number,
  person,
  phone,
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
import { fieldSpecOf } from '../../src/sync/live-schema.ts';
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
    links: link('关联', 'sample', true, people),
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
  const specs = Object.values(sample.columns).filter((column) => column.kind.link === undefined);
  const { tableId } = must(
    await structure.createTable(
      base.appToken,
      sample.name,
      '全部',
      specs.map((column) => fieldSpecOf(column, {})),
    ),
  );
  const address: TableAddress = { appToken: base.appToken, tableId };
  must(
    await structure.createField(address, fieldSpecOf(sample.columns.links, { sample: tableId }), tokenOf(['links'])),
  );
  const targets = must(await rows.create(address, [{}, {}, {}], tokenOf(['targets'])));
  return { rows, address, targets, close: served.close };
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
const rowOf = (targets: readonly RecordId[]) =>
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
    links: fc.array(fc.constantFrom(...targets), { maxLength: 3 }),
  });

const normal = (row: Readonly<Record<string, Cell>>) =>
  Object.fromEntries(Object.entries(sample.columns).map(([key, column]) => [key, normalised(column, row[key])]));
const normalised = (column: { normalise(value: Cell): Cell; readonly empty: Cell }, value: Cell | undefined): Cell =>
  column.normalise(value ?? column.empty);

describe('cells through Feishu', () => {
  it('come back as they were written, when a row is made and when it is changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(rowOf(world.targets), rowOf(world.targets)), { minLength: 1, maxLength: 8 }),
        async (pairs) => {
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
        },
      ),
      { numRuns: 25 },
    );
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
