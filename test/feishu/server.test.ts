/** The stand-in as a server: forms, rate limits, planned faults, one writer per table, persistence, control over HTTP. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox } from './sandbox.ts';
import { must, openSdkWorld, type SdkWorld } from './sdk-world.ts';

let world: SdkWorld;
let path: { app_token: string; table_id: string };
const staff = 'ou_sandbox_staff_1';

beforeEach(async () => {
  world = await openSdkWorld();
  const app = must((await world.client.bitable.v1.app.create({ data: { name: '台账〔虚构〕' } })).data?.app);
  const table = await world.client.bitable.v1.appTable.create({
    path: { app_token: must(app.app_token) },
    data: {
      table: {
        name: '事项',
        default_view_name: '全部',
        fields: [
          { field_name: '诉求', type: 1 },
          { field_name: '类别', type: 3, property: { options: [{ name: '用地' }, { name: '融资' }] } },
          { field_name: '查询码', type: 1 },
        ],
      },
    },
  });
  path = { app_token: must(app.app_token), table_id: must(table.data?.table_id) };
});
afterEach(() => world.close());

const call = async (method: string, tail: string, body?: unknown) => {
  const response = await fetch(`${world.url}${tail}`, {
    method,
    headers: {
      Authorization: `Bearer ${must(world.sandbox.state.tokens[0]).token}`,
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, json: await response.json() };
};
const records = () => `/open-apis/bitable/v1/apps/${path.app_token}/tables/${path.table_id}/records`;
const rows = () => must(world.sandbox.state.bases[0]?.tables.at(-1)).records;

describe('a shared form', () => {
  let shareToken: string;
  let form: { path: { app_token: string; table_id: string; form_id: string } };

  beforeEach(async () => {
    const view = await world.client.bitable.v1.appTableView.create({
      path,
      data: { view_name: '企业填报', view_type: 'form' },
    });
    form = { path: { ...path, form_id: must(view.data?.view?.view_id) } };
    await world.client.bitable.v1.appTableForm.patch({
      ...form,
      data: { shared: true, shared_limit: 'anyone_editable' },
    });
    const got = await world.client.bitable.v1.appTableForm.get(form);
    shareToken = must(got.data?.form?.shared_url?.split('/').at(-1));
  });
  const submit = (answers: Record<string, unknown>, filler: string | null = null) =>
    world.sandbox.control.submitForm({ shareToken, answers, filler });

  it('takes an anonymous answer as a row without a creator and tells the service', async () => {
    await world.client.drive.v1.file.subscribe({
      path: { file_token: path.app_token },
      params: { file_type: 'bitable' },
    });
    expect(submit({ 诉求: '用地手续〔虚构〕', 类别: '用地' })).toMatchObject({ ok: true, value: { createdBy: '' } });
    await world.sandbox.settled();
    expect(world.received).toMatchObject([
      { plain: { event: { operator_id: { open_id: '' }, action_list: [{ action: 'record_added' }] } } },
    ]);
  });

  it('wants its required answers, known options and visible questions only', async () => {
    const list = await world.client.bitable.v1.appTableFormField.list(form);
    const questions = must(list.data?.items);
    expect(questions.map(({ title, required }) => [title, required])).toEqual([
      ['诉求', true],
      ['类别', false],
      ['查询码', false],
    ]);
    expect(submit({ 类别: '用地' })).toMatchObject({ ok: false, code: 1254007 });
    expect(submit({ 诉求: '甲', 类别: '别的' })).toMatchObject({ ok: false });
    const hide = (body: object) =>
      call(
        'PATCH',
        `/open-apis/bitable/v1/apps/${path.app_token}/tables/${path.table_id}/forms/${form.path.form_id}/fields/${questions[2]?.field_id}`,
        body,
      );
    expect(await hide({ visible: false, title: '编码' })).toMatchObject({ status: 400, json: { code: 1254800 } });
    expect((await hide({ visible: false })).json).toMatchObject({ code: 0 });
    expect(submit({ 诉求: '甲', 查询码: 'A1' })).toMatchObject({ ok: false, code: 1254045 });
    expect(rows()).toEqual([]);
  });

  it('moves a question behind another', async () => {
    const questions = must((await world.client.bitable.v1.appTableFormField.list(form)).data?.items);
    await world.client.bitable.v1.appTableFormField.patch({
      path: { ...form.path, field_id: must(questions[2]?.field_id) },
      data: { pre_field_id: '', title: '查询码，请勿改动' },
    });
    const after = must((await world.client.bitable.v1.appTableFormField.list(form)).data?.items);
    expect(after.map((question) => question.title)).toEqual(['查询码，请勿改动', '诉求', '类别']);
  });

  it('is closed to anonymous people inside the tenant, when it is off, and to a second answer', async () => {
    const patch = (data: object) => world.client.bitable.v1.appTableForm.patch({ ...form, data });
    await patch({ shared_limit: 'tenant_editable', submit_limit_once: true });
    expect(submit({ 诉求: '甲' })).toMatchObject({ ok: false, code: 1254302 });
    expect(submit({ 诉求: '甲' }, staff)).toMatchObject({ ok: true, value: { createdBy: staff } });
    expect(submit({ 诉求: '乙' }, staff)).toMatchObject({ ok: false, code: 1254302 });
    await patch({ shared: false });
    expect(submit({ 诉求: '丙' }, 'ou_sandbox_staff_2')).toMatchObject({ ok: false, code: 1254302 });
  });
});

describe('limits', () => {
  it('answer the 21st search within a second with 429, its headers, and the 22nd a second later', async () => {
    for (let n = 0; n < 20; n += 1) expect((await call('POST', `${records()}/search`, {})).status).toBe(200);
    const refused = await call('POST', `${records()}/search`, {});
    expect(refused).toMatchObject({ status: 429, json: { code: 99991400 } });
    expect(refused.headers.get('x-ogw-ratelimit-limit')).toBe('20');
    expect(refused.headers.get('x-ogw-ratelimit-reset')).toBe('1');
    expect((await call('POST', `${records()}/batch_get`, { record_ids: ['recNone'] })).status).toBe(200);
    world.clock.ms += 1000;
    expect((await call('POST', `${records()}/search`, {})).status).toBe(200);
  });

  it('answer 1254291 to a write while another write to the same table is under way', async () => {
    world.sandbox.settings.latencyMs = 40;
    const write = (text: string) => call('POST', records(), { fields: { 诉求: text } });
    const codes = await Promise.all([write('甲'), write('乙'), call('POST', `${records()}/search`, {})]);
    expect(codes).toMatchObject([{ json: { code: 0 } }, { json: { code: 1254291 } }, { json: { code: 0 } }]);
    expect(await write('丙')).toMatchObject({ json: { code: 0 } });
  });
});

it('a created row stays invisible to reads for as long as the read lag says', async () => {
  world.sandbox.settings.readLagMs = 2000;
  await call('POST', records(), { fields: { 诉求: '甲' } });
  const id = must(rows()[0]).recordId;
  expect((await call('POST', `${records()}/batch_get`, { record_ids: [id] })).json).toMatchObject({
    data: { records: [], absent_record_ids: [id] },
  });
  expect((await call('GET', `${records()}/${id}`)).json).toMatchObject({ code: 1254043 });
  expect((await call('PUT', `${records()}/${id}`, { fields: { 诉求: '乙' } })).json).toMatchObject({ code: 0 });
  world.clock.ms += 2000;
  expect((await call('POST', `${records()}/search`, {})).json).toMatchObject({
    data: { total: 1, items: [{ record_id: id }] },
  });
});

describe('planned faults', () => {
  const write = () => call('POST', records(), { fields: { 诉求: '甲' } });

  it('answer a status or a code as often as asked, and only on the path named', async () => {
    world.sandbox.control.addFaults([
      { path: '/records$', times: 2, effect: { kind: 'code', code: 1254607, msg: 'Data not ready', status: 400 } },
    ]);
    expect(await write()).toMatchObject({ status: 400, json: { code: 1254607 } });
    expect((await call('POST', `${records()}/search`, {})).json).toMatchObject({ code: 0 });
    expect(await write()).toMatchObject({ json: { code: 1254607 } });
    expect(await write()).toMatchObject({ json: { code: 0 } });
  });

  it('drop the line before or after the work', async () => {
    world.sandbox.control.addFaults([{ path: '/records$', effect: { kind: 'dropBefore' } }]);
    await expect(write()).rejects.toThrow();
    expect(rows()).toHaveLength(0);
    world.sandbox.control.addFaults([{ path: '/records$', effect: { kind: 'dropAfter' } }]);
    await expect(write()).rejects.toThrow();
    expect(rows()).toHaveLength(1);
  });

  it('leave a call without an answer until the caller gives up', async () => {
    world.sandbox.control.addFaults([{ path: '/records$', effect: { kind: 'hang' } }]);
    await expect(
      fetch(`${world.url}${records()}`, { method: 'POST', body: '{}', signal: AbortSignal.timeout(60) }),
    ).rejects.toThrow();
    expect(rows()).toHaveLength(0);
  });

  it('break a call without a socket too', async () => {
    world.sandbox.control.addFaults([{ path: '/records$', effect: { kind: 'dropAfter' } }]);
    const response = await world.sandbox.app.fetch(
      new Request(`http://feishu.invalid${records()}`, {
        method: 'POST',
        body: JSON.stringify({ fields: {} }),
        headers: { Authorization: `Bearer ${must(world.sandbox.state.tokens[0]).token}` },
      }),
    );
    await expect(response.text()).rejects.toThrow();
    expect(rows()).toHaveLength(1);
  });
});

it('answers an address it does not know with 404 and keeps it in the log', async () => {
  expect(await call('GET', '/open-apis/task/v9/nothing')).toMatchObject({ status: 404, json: { code: 404 } });
  expect(world.sandbox.log.unknownCalls()).toMatchObject([{ path: '/open-apis/task/v9/nothing', status: 404 }]);
  expect(world.sandbox.log.calls.filter((entry) => entry.isUnknown)).toHaveLength(1);
});

it('keeps its state in a file across a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'feishu-'));
  const statePath = join(folder, 'state.json');
  try {
    const first = createSandbox({ statePath });
    first.control.say(staff, '您好');
    first.control.advanceClock(86_400_000);
    await first.close();
    expect(JSON.parse(readFileSync(statePath, 'utf8'))).toMatchObject({ version: 1, messages: [{ sender: staff }] });
    const second = createSandbox({ statePath });
    expect(second.state.messages).toEqual(first.state.messages);
    expect(second.now() - Date.now()).toBeGreaterThan(86_000_000);
    expect(second.control.say(staff, '再会')).not.toBe(first.state.messages[0]?.messageId);
    await second.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('is driven over HTTP: clock, records, faults, people, presses and the log', async () => {
  const control = async (method: string, tail: string, body?: unknown) =>
    (await call(method, `/_sandbox${tail}`, body)).json;
  expect(await control('POST', '/clock', { advanceMs: 1000 })).toEqual({ now: world.clock.ms + 1000 });
  const place = { app_token: path.app_token, table_id: path.table_id, operator: staff };
  const made = await control('POST', '/records/create', { ...place, fields: { 诉求: '甲' } });
  expect(made).toMatchObject({ ok: true, value: { createdBy: staff } });
  const record_id = must(rows()[0]).recordId;
  expect(await control('POST', '/records/edit', { ...place, record_id, fields: { 类别: '融资' } })).toMatchObject({
    ok: true,
  });
  expect(await control('POST', '/records/edit', { ...place, record_id, fields: { 没有: '甲' } })).toMatchObject({
    ok: false,
    code: 1254045,
  });
  expect(await control('POST', '/records/delete', { ...place, record_id })).toMatchObject({ ok: true });
  expect(await control('POST', '/people', { openId: 'ou_sandbox_new', name: '新人〔虚构〕' })).toMatchObject({
    openId: 'ou_sandbox_new',
    isAvailable: true,
  });
  expect(await control('POST', '/say', { openId: 'ou_sandbox_new', text: '您好' })).toMatchObject({
    messageId: expect.stringMatching(/^om_/),
  });
  expect(await control('POST', '/press', { openId: staff, messageId: 'om_none', name: 'x' })).toMatchObject({
    kind: 'localError',
  });
  expect(await control('POST', '/press', { messageId: 'om_none' })).toMatchObject({ error: expect.any(String) });
  expect(await control('POST', '/config', { eventCopies: 2 })).toMatchObject({ eventCopies: 2 });
  await world.sandbox.settled();
  const log = await control('GET', '/log?since=0');
  expect(log).toMatchObject({
    calls: expect.arrayContaining([
      expect.objectContaining({ method: 'POST', path: '/open-apis/bitable/v1/apps', code: 0, status: 200 }),
    ]),
    sends: [expect.objectContaining({ kind: 'event', type: 'im.message.receive_v1', status: 200 })],
    messages: [expect.objectContaining({ sender: 'ou_sandbox_new' })],
  });
});

describe('tables and views', () => {
  const apps = () => `/open-apis/bitable/v1/apps/${path.app_token}`;
  const schema = z.object({ code: z.number(), data: z.record(z.string(), z.unknown()) });
  const ask = async (method: string, tail: string, body?: unknown) =>
    schema.parse((await call(method, `${apps()}${tail}`, body)).json);

  it('a new base has one table with ten blank rows, and every change raises its revision', async () => {
    const [first] = must(world.sandbox.state.bases[0]).tables;
    expect(first).toMatchObject({ name: '数据表' });
    expect(first?.records.map((record) => record.cells)).toEqual(Array.from({ length: 10 }, () => ({})));
    const revision = async () => (await ask('GET', '')).data;
    const before = must(world.sandbox.state.bases[0]).revision;
    await ask('PATCH', `/tables/${path.table_id}`, { name: '诉求事项' });
    expect(await revision()).toMatchObject({ app: { revision: before + 1, time_zone: 'Asia/Shanghai' } });
    expect(await ask('PATCH', `/tables/${path.table_id}`, { name: '诉求事项' })).toMatchObject({ code: 0 });
    expect(await revision()).toMatchObject({ app: { revision: before + 1 } });
  });

  it('tables are made by name, refused when the name is taken or ill-formed, and deleted with the links to them', async () => {
    expect(await ask('POST', '/tables/batch_create', { tables: [{ name: '企业' }, { name: '单位' }] })).toMatchObject({
      code: 0,
    });
    expect(await ask('POST', '/tables/batch_create', { tables: [{ name: '企业' }] })).toMatchObject({ code: 1254013 });
    expect(await ask('POST', '/tables', { table: { name: '甲/乙' } })).toMatchObject({ code: 1254001 });
    const listed = z
      .object({ items: z.array(z.object({ table_id: z.string(), name: z.string() })) })
      .parse((await ask('GET', '/tables')).data);
    expect(listed.items.map((table) => table.name)).toEqual(['数据表', '事项', '企业', '单位']);
    const enterprises = must(listed.items[2]).table_id;
    await ask('POST', `/tables/${path.table_id}/fields`, {
      field_name: '企业',
      type: 18,
      property: { table_id: enterprises },
    });
    await ask('DELETE', `/tables/${enterprises}`);
    expect(must(world.sandbox.state.bases[0]?.tables[1]).fields.map((field) => field.name)).toEqual([
      '诉求',
      '类别',
      '查询码',
    ]);
    expect(await ask('GET', `/tables/${enterprises}/fields`)).toMatchObject({ code: 1254041 });
  });

  it('a table with a refused field is not made at all', async () => {
    const fields = [
      { field_name: '甲', type: 1 },
      { field_name: '甲', type: 1 },
    ];
    expect(await ask('POST', '/tables', { table: { name: '重复', fields } })).toMatchObject({ code: 1254014 });
    expect(
      await ask('POST', '/tables', { table: { name: '重复', fields: [{ field_name: '单选', type: 3 }] } }),
    ).toMatchObject({ code: 1254012 });
    expect(must(world.sandbox.state.bases[0]).tables.map((table) => table.name)).toEqual(['数据表', '事项']);
  });

  it('a view keeps its filter and hidden columns, and refuses a filter value that is no JSON text', async () => {
    const tail = `/tables/${path.table_id}/views`;
    const made = z
      .object({ view: z.object({ view_id: z.string() }) })
      .parse((await ask('POST', tail, { view_name: '看板', view_type: 'kanban' })).data);
    expect(await ask('POST', tail, { view_name: '看板' })).toMatchObject({ code: 1254020 });
    const field = must(must(world.sandbox.state.bases[0]?.tables[1]).fields[1]).fieldId;
    const filter = (value: string) => ({
      property: {
        hidden_fields: [field],
        filter_info: { conjunction: 'and', conditions: [{ field_id: field, operator: 'is', value }] },
      },
    });
    expect(await ask('PATCH', `${tail}/${made.view.view_id}`, filter('用地'))).toMatchObject({ code: 1254018 });
    await ask('PATCH', `${tail}/${made.view.view_id}`, filter('["用地"]'));
    expect((await ask('GET', `${tail}/${made.view.view_id}`)).data).toMatchObject({
      view: { view_type: 'kanban', ...filter('["用地"]') },
    });
  });
});
