// The page without a browser: what each address shows, and what its acts leave in the tables and chats.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { leader, openPageWorld, type PageWorld } from './page-world.ts';

let page: PageWorld;
beforeEach(async () => {
  page = await openPageWorld();
});
afterEach(() => page.world.close());

const get = (path: string): Promise<Response> => fetch(`${page.world.url}${path}`);
const html = async (path: string): Promise<string> => (await get(path)).text();
const form = (entries: Readonly<Record<string, string>>): FormData => {
  const data = new FormData();
  for (const [key, value] of Object.entries(entries)) data.append(key, value);
  return data;
};
const table = () => page.world.sandbox.state.bases[0]?.tables.find(({ tableId }) => tableId === page.tableId);
const fieldId = (name: string): string => table()?.fields.find((field) => field.name === name)?.fieldId ?? 'absent';
const textOf = (recordAt: number, name: string): unknown => table()?.records.at(recordAt)?.cells[fieldId(name)];

describe('审批、日历、任务', () => {
  test('are shown with the buttons of what waits, and a press without reason is answered on the page', async () => {
    const { sandbox } = page.world;
    const task = {
      taskId: 'sheet-task',
      openId: leader,
      title: '签批单〔虚构〕',
      status: 'PENDING' as const,
      createdAt: 1,
      endedAt: 0,
      updatedAt: 1,
      context: '',
      actions: [{ type: 'REJECT', isReasonRequired: true }],
    };
    const links = { callbackUrl: 'http://service.invalid/x', callbackToken: '', callbackKey: '' };
    sandbox.state.office.definitions.push({ code: 'CODE', customCode: 'ours', name: '签批', request: {}, ...links });
    sandbox.state.office.approvals.push({
      instanceId: 'sheet',
      code: 'CODE',
      status: 'PENDING',
      title: '签批单〔虚构〕',
      form: [{ name: '拟办', value: '主办住建' }],
      openId: leader,
      link: '',
      startedAt: 1,
      endedAt: 0,
      updatedAt: 1,
      tasks: [task],
    });
    expect(await html('/')).toContain('待审批 1 项');
    expect(await html('/office')).toContain('data-testid="refuse:sheet-task"');
    const press = async (reason: string) => {
      const entries = { openId: leader, taskId: 'sheet-task', action: 'REJECT', reason };
      return (await fetch(`${page.world.url}/office/press`, { method: 'POST', body: form(entries) })).text();
    };
    expect(await press('')).toContain('请填写审批意见');
    expect(await press('请补充材料')).toContain('已提交');
  });
});

describe('the first page', () => {
  test('lists tables, forms and unread chats, and a read chat is no longer unread', async () => {
    const before = await html('/');
    expect(before).toContain('data-testid="table:事项"');
    expect(before).toContain(`/share/base/form/${page.shareToken}`);
    expect(before).toContain(`data-testid="unread:${leader}"`);
    await get(`/chats/${leader}`);
    expect(await html('/')).not.toContain(`data-testid="unread:${leader}"`);
  });

  test('turns the clock on by a day, and refuses to turn it back', async () => {
    const { sandbox } = page.world;
    const before = sandbox.now();
    const leap = (ms: string) =>
      fetch(`${page.world.url}/page/clock`, { method: 'POST', body: form({ ms }), redirect: 'manual' });
    expect((await leap('86400000')).status).toBe(303);
    expect(sandbox.now() - before).toBe(86_400_000);
    expect((await leap('-1')).status).toBe(400);
    expect(sandbox.now() - before).toBe(86_400_000);
  });
});

describe('a table', () => {
  const here = () => `/base/${page.appToken}/${page.tableId}`;
  const post = (path: string, entries: Readonly<Record<string, string>>) =>
    fetch(`${page.world.url}${here()}${path}`, { method: 'POST', body: form(entries) });

  test('shows names and types of all columns, and cells as words', async () => {
    const shown = await html(here());
    for (const part of ['data-testid="column:截止日期"', '人员', '附件', '&lt;b&gt;道路修缮&lt;/b&gt;'])
      expect(shown).toContain(part);
    expect(shown).not.toContain('<b>道路修缮');
  });

  test('takes edits as the chosen person, and tells the service of them', async () => {
    const edit = (field: string, value: string) =>
      post('/cell', { record: page.recordId, field: fieldId(field), value, as: 'ou_sandbox_staff_2' });
    expect((await edit('状态', '办理中')).status).toBe(200);
    expect((await edit('截止日期', '2026-12-08')).status).toBe(200);
    expect((await edit('责任人', 'ou_sandbox_zhujian_1')).status).toBe(200);
    expect(textOf(0, '截止日期')).toEqual({ kind: 'date', ms: Date.parse('2026-12-08T00:00:00+08:00') });
    expect(textOf(0, '责任人')).toEqual({ kind: 'people', openIds: ['ou_sandbox_zhujian_1'] });
    expect(table()?.records[0]?.modifiedBy).toBe('ou_sandbox_staff_2');
    expect(await html(`${here()}/rows`)).toContain('办理中');
  });

  test('keeps the cell and says why when a value is refused', async () => {
    const answer = await post('/cell', { record: page.recordId, field: fieldId('联系电话'), value: '不是电话' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('1254072');
    expect(textOf(0, '联系电话')).toBeUndefined();
  });

  test('shows the rows that a view lets through, gathered and ordered as people set it, without hidden columns', async () => {
    const { control } = page.world.sandbox;
    const target = { appToken: page.appToken, tableId: page.tableId, operator: leader };
    for (const [title, state] of [
      ['乙件', '办理中'],
      ['丙件', '已销号'],
      ['甲件', '办理中'],
    ] as const)
      control.createRecord(target, { 事项标题: title, 状态: state });
    const view = table()?.views.find(({ name }) => name === '全部');
    const option = table()
      ?.fields.find(({ name }) => name === '状态')
      ?.options.find(({ name }) => name === '已销号');
    if (!view || !option) throw new Error('no view');
    const here = `/base/${page.appToken}/${page.tableId}`;
    const shown = async (): Promise<readonly string[]> =>
      [...(await html(`${here}/rows?view=${view.viewId}`)).matchAll(/(?:乙件|丙件|甲件|道路修缮|group:[^"]+)/g)].map(
        ([word]) => word,
      );
    const condition = { field_id: fieldId('状态'), operator: 'isNot', value: JSON.stringify([option.id]) };
    view.property = {
      filter_info: { conjunction: 'and', conditions: [condition] },
      hidden_fields: [fieldId('联系电话')],
    };
    expect(new Set(await shown())).toEqual(new Set(['道路修缮', '乙件', '甲件']));
    expect(await html(`${here}/rows?view=${view.viewId}`)).not.toContain('column:联系电话');
    const arrange = (entries: Readonly<Record<string, string>>) =>
      fetch(`${page.world.url}${here}/arrange`, { method: 'POST', body: form({ view: view.viewId, ...entries }) });
    await arrange({ group: fieldId('状态') });
    await arrange({ sort: fieldId('事项标题'), desc: 'false' });
    const words = (await shown()).filter((word, index, all) => word !== all[index - 1]);
    expect(words).toEqual(['group:待受理', '道路修缮', 'group:办理中', '甲件', '乙件']);
    await arrange({ sort: fieldId('事项标题'), desc: 'true' });
    expect((await shown()).indexOf('乙件')).toBeLessThan((await shown()).indexOf('甲件'));
  });

  test('adds and deletes rows', async () => {
    await post('/add', {});
    expect(table()?.records).toHaveLength(2);
    await post('/delete', { record: page.recordId });
    expect(table()?.records.map(({ recordId }) => recordId)).not.toContain(page.recordId);
  });

  test('that does not exist is said to be missing', async () => {
    expect((await get(`/base/${page.appToken}/tblnone`)).status).toBe(404);
  });
});

describe('the shared form', () => {
  const path = (query = '') => `/share/base/form/${page.shareToken}${query}`;
  const submit = (entries: Readonly<Record<string, string>>) =>
    fetch(`${page.world.url}${path()}`, { method: 'POST', body: form(entries) });

  test('prefills by title, ignores a title that does not match, and hides what is not to be seen', async () => {
    const shown = await html(path('?prefill_事项标题=修路&prefill_状态=办理中&prefill_没有=x'));
    expect(shown).toMatch(/data-testid="answer:事项标题"[^>]*>修路</);
    expect(shown).toMatch(/value="办理中" checked/);
    expect(shown).not.toContain('责任人');
  });

  test('makes a row for an anonymous person, with the file that was sent', async () => {
    const body = form({ [fieldId('事项标题')]: '修路', [fieldId('联系电话')]: '19900000098' });
    body.append(fieldId('附件'), new File(['现场'], '现场.txt', { type: 'text/plain' }));
    const answer = await fetch(`${page.world.url}${path()}`, { method: 'POST', body });
    expect(await answer.text()).toContain('提交成功');
    expect(textOf(-1, '事项标题')).toEqual({ kind: 'text', text: '修路' });
    expect(table()?.records.at(-1)?.createdBy).toBe('');
    expect(page.world.sandbox.state.files.map(({ name }) => name)).toEqual(['现场.txt']);
  });

  test('keeps what was typed and marks what is missing', async () => {
    const answer = await submit({ [fieldId('事项标题')]: '修路' });
    const shown = await answer.text();
    expect(answer.status).toBe(422);
    expect(shown).toContain('data-testid="problem:联系电话"');
    expect(shown).toContain('>修路<');
    expect(table()?.records).toHaveLength(1);
  });

  test('is refused to outsiders when it is for the organisation only, and gone when it is not shared', async () => {
    const place = { app_token: page.appToken, table_id: page.tableId, form_id: page.formId };
    await page.world.client.bitable.v1.appTableForm.patch({
      path: place,
      data: { shared: true, shared_limit: 'tenant_editable' },
    });
    expect((await get(path())).status).toBe(403);
    expect((await submit({})).status).toBe(403);
    expect((await get('/share/base/form/shrcnnone')).status).toBe(404);
  });
});

describe('a chat', () => {
  const press = (body: unknown) =>
    fetch(`${page.world.url}/chats/${leader}/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('presses by path and answers with the toast', async () => {
    page.world.service.answer = () => Response.json({ toast: { type: 'success', content: '已签批' } });
    const answer = await press({
      messageId: page.messageId,
      path: 'body.elements.1.elements.3',
      formValue: { words: '同意' },
    });
    expect(await answer.json()).toMatchObject({ kind: 'answered', toast: { content: '已签批' } });
    const sent = page.world.received.find(({ path }) => path === '/feishu/cards');
    expect(sent?.plain).toMatchObject({
      event: { action: { name: 'sign', form_value: { words: '同意', due: '2026-12-08 +0800' } } },
    });
  });

  test('refuses a press that no page of ours sends', async () => {
    expect((await press({ messageId: page.messageId, path: '../x' })).status).toBe(400);
    expect(page.world.received.some(({ path }) => path === '/feishu/cards')).toBe(false);
  });

  test('of somebody unknown is not there', async () => {
    expect((await get('/chats/ou_nobody')).status).toBe(404);
  });
});

test('the scripts and the typeface come from here, and nothing else does', async () => {
  expect((await get('/page/chat.js')).headers.get('content-type')).toContain('javascript');
  expect(await html('/page/grid.js')).not.toContain(': HTMLElement');
  expect((await get('/page/routes.js')).status).toBe(404);
  expect(await html('/page/fonts/400.css')).toContain('Noto Sans SC');
  expect((await get('/page/fonts/files/noto-sans-sc-4-400-normal.woff2')).status).toBe(200);
  expect((await get('/page/fonts/files/..%2fpackage.json')).status).toBe(404);
  expect(await html('/')).not.toMatch(/(?:src|href)="https?:/);
});
