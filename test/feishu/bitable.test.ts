/** The stand-in's Bitable (多维表格) through the official SDK: structure, shapes per field type, refusals, search. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { must, openSdkWorld, type SdkWorld, startMs } from './sdk-world.ts';

const foundSchema = z.object({
  data: z.object({ items: z.array(z.object({ fields: z.object({ 文本: z.array(z.object({ text: z.string() })) }) })) }),
});

let world: SdkWorld;
let path: { app_token: string; table_id: string };
let otherTable: string;

const staff = 'ou_sandbox_staff_1';

beforeEach(async () => {
  world = await openSdkWorld({ limitsCallRate: false });
  const app = must((await world.client.bitable.v1.app.create({ data: { name: '台账〔虚构〕' } })).data?.app);
  const appToken = must(app.app_token);
  const other = await world.client.bitable.v1.appTable.create({
    path: { app_token: appToken },
    data: { table: { name: '企业', default_view_name: '全部', fields: [{ field_name: '名称', type: 1 }] } },
  });
  otherTable = must(other.data?.table_id);
  const table = await world.client.bitable.v1.appTable.create({
    path: { app_token: appToken },
    data: {
      table: {
        name: '事项',
        default_view_name: '全部',
        fields: [
          { field_name: '文本', type: 1 },
          { field_name: '条码', type: 1, ui_type: 'Barcode' },
          { field_name: '数字', type: 2 },
          { field_name: '进度', type: 2, ui_type: 'Progress', property: { formatter: '0%' } },
          { field_name: '货币', type: 2, ui_type: 'Currency', property: { formatter: '0.00', currency_code: 'CNY' } },
          { field_name: '评分', type: 2, ui_type: 'Rating', property: { formatter: '0', min: 0, max: 5 } },
          { field_name: '单选', type: 3, property: { options: [{ name: '甲' }, { name: '乙' }] } },
          { field_name: '多选', type: 4, property: { options: [{ name: '噪音' }] } },
          { field_name: '日期', type: 5 },
          { field_name: '复选框', type: 7 },
          { field_name: '人员', type: 11 },
          { field_name: '电话', type: 13 },
          { field_name: '链接', type: 15 },
          { field_name: '附件', type: 17 },
          { field_name: '单向关联', type: 18, property: { table_id: otherTable } },
          { field_name: '双向关联', type: 21, property: { table_id: otherTable, back_field_name: '事项' } },
          { field_name: '位置', type: 22 },
          { field_name: '创建时间', type: 1001 },
          { field_name: '修改时间', type: 1002 },
          { field_name: '创建人', type: 1003 },
          { field_name: '修改人', type: 1004 },
          {
            field_name: '编号',
            type: 1005,
            property: {
              auto_serial: {
                type: 'custom',
                options: [
                  { type: 'fixed_text', value: 'SL-' },
                  { type: 'created_time', value: 'yyyyMMdd' },
                  { type: 'fixed_text', value: '-' },
                  { type: 'system_number', value: '4' },
                ],
              },
            },
          },
        ],
      },
    },
  });
  path = { app_token: appToken, table_id: must(table.data?.table_id) };
  // The SDK's types do not know the ui type Email.
  await raw('POST', `/tables/${path.table_id}/fields`, { field_name: '邮箱', type: 1, ui_type: 'Email' });
});

afterEach(() => world.close());

type Fields = NonNullable<
  Parameters<SdkWorld['client']['bitable']['v1']['appTableRecord']['create']>[0]
>['data']['fields'];

const create = (fields: Fields) => world.client.bitable.v1.appTableRecord.create({ path, data: { fields } });
const read = async (id: string) => {
  const answer = await world.client.bitable.v1.appTableRecord.batchGet({ path, data: { record_ids: [id] } });
  return must(answer.data?.records?.[0]).fields ?? {};
};
const raw = async (method: string, tail: string, body?: unknown) => {
  const token = must(world.sandbox.state.tokens[0]).token;
  const response = await fetch(`${world.url}/open-apis/bitable/v1/apps/${path.app_token}${tail}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await response.json();
  return { status: response.status, json };
};

describe('a value is written in one shape and read in another', () => {
  const rows: readonly [field: string, write: unknown, read: unknown][] = [
    ['文本', '更换井盖', [{ type: 'text', text: '更换井盖' }]],
    ['邮箱', 'a@example.invalid', [{ type: 'url', text: 'a@example.invalid', link: 'mailto:a@example.invalid' }]],
    ['条码', 'FS0042', [{ type: 'text', text: 'FS0042' }]],
    ['数字', 12.5, 12.5],
    ['进度', 0.66, 0.66],
    ['货币', 35.2, 35.2],
    ['评分', 3, 3],
    ['单选', '乙', '乙'],
    ['多选', ['噪音', '夜间'], ['噪音', '夜间']],
    ['日期', 1767196800000, 1767196800000],
    ['复选框', false, false],
    ['人员', [{ id: staff }], [expect.objectContaining({ id: staff, name: '工商联经办人' })]],
    ['电话', '+8619900000000', '+8619900000000'],
    ['链接', { text: '指南', link: 'https://example.invalid' }, { text: '指南', link: 'https://example.invalid' }],
    ['位置', '116.39,39.90', expect.objectContaining({ location: '116.39,39.90' })],
  ];
  it.each(rows)('%s', async (name, write, expected) => {
    const created = await raw('POST', `/tables/${path.table_id}/records`, { fields: { [name]: write } });
    expect(created.json).toMatchObject({ code: 0, data: { record: { fields: { [name]: write } } } });
    const record = must(world.sandbox.state.bases[0]?.tables.at(-1)?.records.at(-1));
    expect((await read(record.recordId))[name]).toEqual(expected);
  });

  it('shows computed fields and leaves empty ones out', async () => {
    const record = must((await create({ 文本: '甲' })).data?.record);
    expect(await read(must(record.record_id))).toEqual({
      文本: [{ type: 'text', text: '甲' }],
      创建时间: startMs,
      修改时间: startMs,
      创建人: [expect.objectContaining({ id: 'ou_sandbox_bot' })],
      修改人: [expect.objectContaining({ id: 'ou_sandbox_bot' })],
      编号: 'SL-20261123-0001',
    });
  });

  it('keeps both sides of a duplex link in step', async () => {
    const other = must(
      (
        await world.client.bitable.v1.appTableRecord.create({
          path: { ...path, table_id: otherTable },
          data: { fields: { 名称: '某某公司〔虚构〕' } },
        })
      ).data?.record?.record_id,
    );
    const own = must((await create({ 双向关联: [other] })).data?.record?.record_id);
    const backSide = async () =>
      (
        await world.client.bitable.v1.appTableRecord.batchGet({
          path: { ...path, table_id: otherTable },
          data: { record_ids: [other] },
        })
      ).data?.records?.[0]?.fields?.['事项'];
    expect((await read(own))['双向关联']).toEqual({ link_record_ids: [other] });
    expect(await backSide()).toEqual({ link_record_ids: [own] });
    await world.client.bitable.v1.appTableRecord.delete({ path: { ...path, record_id: own } });
    expect(await backSide()).toBeUndefined();
  });

  it('takes an attachment only in the base it was uploaded to', async () => {
    const file = Buffer.from('材料〔虚构〕');
    const uploaded = await world.client.drive.v1.media.uploadAll({
      data: {
        file_name: '材料.txt',
        parent_type: 'bitable_file',
        parent_node: path.app_token,
        size: file.byteLength,
        file,
      },
    });
    const token = must(uploaded?.file_token);
    const record = must((await create({ 附件: [{ file_token: token }] })).data?.record?.record_id);
    expect((await read(record))['附件']).toEqual([
      expect.objectContaining({ file_token: token, name: '材料.txt', size: file.byteLength }),
    ]);
    const second = must((await world.client.bitable.v1.app.create({ data: { name: '另一个' } })).data?.app);
    const refused = await world.client.bitable.v1.appTableRecord
      .create({
        path: { app_token: must(second.app_token), table_id: must(second.default_table_id) },
        data: { fields: { 附件: [{ file_token: token }] } },
      })
      .catch((error: { response: { data: unknown } }) => error.response.data);
    expect(refused).toMatchObject({ code: 1254303 });
  });
});

describe('what does not fit is refused with its code and changes nothing', () => {
  const rows: readonly [field: string, value: unknown, code: number][] = [
    ['文本', [{ type: 'text', text: '甲' }], 1254060],
    ['文本', 7, 1254060],
    ['数字', '7', 1254061],
    ['单选', 7, 1254062],
    ['多选', '噪音', 1254063],
    ['日期', '2026-01-01', 1254064],
    ['复选框', 'true', 1254065],
    ['人员', [{ id: 'ou_of_another_app' }], 1254066],
    ['人员', [{ id: staff, name: '甲' }], 1254066],
    ['链接', 'https://example.invalid', 1254068],
    ['附件', 'token', 1254069],
    ['双向关联', { link_record_ids: [] }, 1254074],
    ['单向关联', ['recNobody'], 1254067],
    ['电话', '12-34', 1254072],
    ['没有这列', '甲', 1254045],
    ['编号', '7', 1254015],
  ];
  it.each(rows)('%s ← %j', async (name, value, code) => {
    const before = world.sandbox.state.bases[0]?.revision;
    const answer = await raw('POST', `/tables/${path.table_id}/records/batch_create`, {
      records: [{ fields: { 单选: '新选项' } }, { fields: { [name]: value } }],
    });
    expect(answer.json).toMatchObject({ code });
    const table = must(world.sandbox.state.bases[0]?.tables.at(-1));
    expect(table.records).toHaveLength(0);
    expect(must(table.fields.find((field) => field.name === '单选')).options.map((option) => option.name)).toEqual([
      '甲',
      '乙',
    ]);
    expect(world.sandbox.state.bases[0]?.revision).toBe(before);
  });

  it('holds the batch limits 1000, 500 and 100', async () => {
    const tail = `/tables/${path.table_id}/records`;
    const many = (n: number) => Array.from({ length: n }, () => ({ fields: {} }));
    expect((await raw('POST', `${tail}/batch_create`, { records: many(1001) })).json).toMatchObject({ code: 1254104 });
    expect((await raw('POST', `${tail}/batch_create`, { records: many(1000) })).json).toMatchObject({ code: 0 });
    const ids = must(world.sandbox.state.bases[0]?.tables.at(-1)).records.map((record) => record.recordId);
    expect((await raw('POST', `${tail}/batch_delete`, { records: ids.slice(0, 501) })).json).toMatchObject({
      code: 1254104,
    });
    expect((await raw('POST', `${tail}/batch_delete`, { records: ids.slice(0, 500) })).json).toMatchObject({ code: 0 });
    expect((await raw('POST', `${tail}/batch_get`, { record_ids: ids.slice(0, 101) })).json).toMatchObject({
      code: 1254104,
    });
    const got = await raw('POST', `${tail}/batch_get`, { record_ids: ids.slice(499, 501) });
    expect(got.json).toMatchObject({ data: { absent_record_ids: [ids[499]], records: [{ record_id: ids[500] }] } });
  });

  it('answers a repeated client_token with the first answer and refuses one that is no uuid v4', async () => {
    const token = randomUUID();
    const call = (clientToken: string, text: string) =>
      raw('POST', `/tables/${path.table_id}/records?client_token=${clientToken}`, { fields: { 文本: text } });
    const first = await call(token, '甲');
    expect((await call(token, '甲')).json).toEqual(first.json);
    expect((await call(token, '乙')).json).toMatchObject({ code: 1255006 });
    expect((await call('not-a-uuid', '甲')).json).toMatchObject({ code: 1254037 });
    expect(must(world.sandbox.state.bases[0]?.tables.at(-1)).records).toHaveLength(1);
  });
});

describe('fields', () => {
  const fieldNamed = async (name: string) => {
    const list = await world.client.bitable.v1.appTableField.list({ path, params: { page_size: 100 } });
    return must(list.data?.items?.find((field) => field.field_name === name));
  };

  it('creates unknown select names as options and deletes the ones an update leaves out', async () => {
    await create({ 单选: '丙' });
    const field = await fieldNamed('单选');
    const options = must(field.property?.options);
    expect(options.map((option) => option.name)).toEqual(['甲', '乙', '丙']);
    await world.client.bitable.v1.appTableField.update({
      path: { ...path, field_id: must(field.field_id) },
      data: { field_name: '状态', type: 3, property: { options: options.slice(0, 1) } },
    });
    const after = await fieldNamed('状态');
    expect(after.field_id).toBe(field.field_id);
    expect(after.property?.options).toEqual(options.slice(0, 1));
    expect(must(world.sandbox.state.bases[0]?.tables.at(-1)).records[0]?.cells).not.toHaveProperty(
      must(field.field_id),
    );
  });

  it('answers 1254606 to an update that changes nothing', async () => {
    const field = await fieldNamed('单选');
    const answer = await world.client.bitable.v1.appTableField.update({
      path: { ...path, field_id: must(field.field_id) },
      data: { field_name: '单选', type: 3, property: { options: must(field.property?.options) } },
    });
    expect(answer.code).toBe(1254606);
  });

  it.each([
    ['a used name', { field_name: '文本', type: 1 }, 1254014],
    ['a lookup', { field_name: '引用', type: 19 }, 1254012],
    ['an empty name', { field_name: ' ', type: 1 }, 1254028],
    ['a property on a link', { field_name: '网址', type: 15, property: {} }, 1254087],
    [
      'a currency without its code',
      { field_name: '金额', type: 2, ui_type: 'Currency', property: { formatter: '0' } },
      1254081,
    ],
    ['a link to nowhere', { field_name: '关联', type: 18, property: { table_id: 'tblNone' } }, 1254089],
  ])('refuses %s', async (_what, body, code) => {
    expect((await raw('POST', `/tables/${path.table_id}/fields`, body)).json).toMatchObject({ code });
  });

  it('refuses to delete the primary field, the last view and the last table', async () => {
    const primary = must((await fieldNamed('文本')).field_id);
    expect((await raw('DELETE', `/tables/${path.table_id}/fields/${primary}`)).json).toMatchObject({ code: 1254046 });
    const view = must(world.sandbox.state.bases[0]?.tables.at(-1)?.views[0]).viewId;
    expect((await raw('DELETE', `/tables/${path.table_id}/views/${view}`)).json).toMatchObject({ code: 1254023 });
    const [first, ...rest] = must(world.sandbox.state.bases[0]).tables.map((table) => table.tableId);
    for (const id of rest) expect((await raw('DELETE', `/tables/${id}`)).json).toMatchObject({ code: 0 });
    expect(await raw('DELETE', `/tables/${first}`)).toMatchObject({ status: 403, json: { code: 1254034 } });
  });
});

describe('search', () => {
  const search = async (filter: unknown, more: object = {}) => {
    const answer = await raw('POST', `/tables/${path.table_id}/records/search`, { filter, ...more });
    return answer.json;
  };
  const texts = (json: unknown) => foundSchema.parse(json).data.items.map((item) => item.fields.文本[0]?.text);
  const where = (field_name: string, operator: string, ...value: string[]) => ({
    conjunction: 'and',
    conditions: [{ field_name, operator, value }],
  });

  beforeEach(async () => {
    const day = (text: string) => Date.parse(`${text}+08:00`);
    await world.client.bitable.v1.appTableRecord.batchCreate({
      path,
      data: {
        records: [
          { fields: { 文本: '一', 数字: 1, 单选: '甲', 多选: ['噪音'], 日期: day('2026-11-22T23:59'), 复选框: true } },
          { fields: { 文本: '二', 数字: 2, 单选: '乙', 日期: day('2026-11-23T00:01'), 人员: [{ id: staff }] } },
          { fields: { 文本: '三', 日期: day('2026-11-24T08:00'), 复选框: false } },
        ],
      },
    });
  });

  it.each([
    ['select by name', where('单选', 'is', '甲'), ['一']],
    ['select is not', where('单选', 'isNot', '甲'), ['二', '三']],
    ['multi select contains', where('多选', 'contains', '噪音'), ['一']],
    ['number', where('数字', 'isGreaterEqual', '2'), ['二']],
    ['text contains', where('文本', 'contains', '一'), ['一']],
    ['empty', where('单选', 'isEmpty'), ['三']],
    ['checkbox false includes untouched', where('复选框', 'is', 'false'), ['二', '三']],
    ['person', where('人员', 'is', staff), ['二']],
    [
      'a stamp counts as its whole day',
      where('日期', 'is', 'ExactDate', String(Date.parse('2026-11-23T20:00+08:00'))),
      ['二'],
    ],
    [
      'later than a day',
      where('日期', 'isGreater', 'ExactDate', String(Date.parse('2026-11-22T00:00+08:00'))),
      ['二', '三'],
    ],
    ['today', where('日期', 'is', 'Today'), ['二']],
    ['this week begins on Monday', where('日期', 'is', 'CurrentWeek'), ['二', '三']],
    ['auto number by its running number', where('编号', 'is', '3'), ['三']],
    [
      'children',
      {
        conjunction: 'or',
        conditions: where('文本', 'is', '三').conditions,
        children: [
          {
            conjunction: 'and',
            conditions: [...where('单选', 'is', '乙').conditions, ...where('数字', 'is', '2').conditions],
          },
        ],
      },
      ['二', '三'],
    ],
  ])('%s', async (_what, filter, expected) => {
    expect(texts(await search(filter))).toEqual(expected);
  });

  it.each([
    ['an operator a date does not know', where('日期', 'isGreaterEqual', 'Today'), 1254018],
    ['a week with isLess', where('日期', 'isLess', 'CurrentWeek'), 1254018],
    ['two values for is', where('单选', 'is', '甲', '乙'), 1254018],
    ['an unknown column', where('没有', 'is', '甲'), 1254045],
    ['an unknown operator', where('文本', 'like', '甲'), 1254018],
  ])('refuses %s', async (_what, filter, code) => {
    expect(await search(filter)).toMatchObject({ code });
  });

  it('sorts, pages and refuses a page token whose row is gone', async () => {
    const sort = [{ field_name: '数字', desc: true }];
    const page = await world.client.bitable.v1.appTableRecord.search({
      path,
      params: { page_size: 1 },
      data: { sort, field_names: ['文本'], automatic_fields: true },
    });
    expect(page.data).toMatchObject({ total: 3, has_more: true, items: [{ created_time: startMs }] });
    const token = must(page.data?.page_token);
    const second = await world.client.bitable.v1.appTableRecord.search({
      path,
      params: { page_size: 2, page_token: token },
      data: { sort },
    });
    expect(second.data).toMatchObject({ has_more: false });
    expect(second.data).not.toHaveProperty('page_token');
    await world.client.bitable.v1.appTableRecord.delete({
      path: { ...path, record_id: must(page.data?.items?.[0]?.record_id) },
    });
    const lost = await world.client.bitable.v1.appTableRecord.search({
      path,
      params: { page_token: token },
      data: { sort },
    });
    expect(lost.code).toBe(1254030);
  });
});
