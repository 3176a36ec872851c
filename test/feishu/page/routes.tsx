// The web page of the stand-in Feishu: what a person sees and does there. Each address on one screen; drawing is in the
// files beside it, and whatever is done goes through the sandbox's control functions, as a person's act.

import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { findSharedForm, type SharedForm } from '../forms.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Base, Field, Person, Table, TableRecord, View } from '../state.ts';
import { CellEditor } from './cell-editor.tsx';
import { personName, typedValue } from './cell-text.ts';
import { ChatPage, Talk } from './chat.tsx';
import { fontPath, fontRoutes } from './fonts.ts';
import { prefilled, SharedFormPage, shownQuestions } from './form.tsx';
import { galleryAddress, galleryRoutes } from './gallery.tsx';
import { GridPage, type GridProps, Rows } from './grid.tsx';
import { HomePage } from './home.tsx';
import { Notice } from './layout.tsx';
import { unreadMessages } from './messages.ts';
import { OfficePage } from './office.tsx';
import { scriptOf } from './scripts.ts';

/** The parts of the sandbox that the page uses. */
export type PageSandbox = Pick<Sandbox, 'state' | 'settings' | 'log' | 'control' | 'now' | 'tick' | 'rowsOf'>;

const maxUploadBytes = 20 * 1024 * 1024;
const defaultOperator = 'ou_sandbox_staff_1';
/** A year: longer leaps of the clock are a slip of the hand. */
const maxLeapMs = 366 * 86_400_000;

const pressSchema = z.object({
  messageId: z.string(),
  path: z.string().regex(/^[a-z_]+(\.[a-z_0-9]+)*$/),
  asDrawnAt: z.number().int().nonnegative().optional(),
  formValue: z.record(z.string(), z.unknown()).optional(),
  option: z.string().optional(),
  inputValue: z.string().optional(),
  checked: z.boolean().optional(),
});
const forwardSchema = z.object({ messageId: z.string(), to: z.string() });
const saySchema = z.object({ text: z.string().min(1).max(500) });

/** All pages, to be mounted at `/`. They reach out to nothing but the sandbox they are given. */
export function pageRoutes(sandbox: PageSandbox, galleryPath?: string): Hono {
  const routes = new Hono();
  routes.route(fontPath, fontRoutes());
  routes.get('/page/:file{[a-z]+\\.js}', (c) => {
    const code = scriptOf(c.req.param('file').replace(/\.js$/, ''));
    return code === undefined ? c.notFound() : c.body(code, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  });
  routes.route(
    galleryAddress,
    galleryRoutes(galleryPath, (openId) => personName(sandbox.state, openId)),
  );
  homeRoutes(routes, sandbox);
  chatRoutes(routes, sandbox);
  gridRoutes(routes, sandbox);
  formRoutes(routes, sandbox);
  officeRoutes(routes, sandbox);
  return routes;
}

function homeRoutes(routes: Hono, sandbox: PageSandbox): void {
  routes.get('/', (c) => c.html(<HomePage sandbox={sandbox} />));
  routes.post('/page/clock', async (c) => {
    const { ms } = await c.req.parseBody();
    const leapMs = z.coerce.number().int().positive().max(maxLeapMs).safeParse(ms);
    if (!leapMs.success) return c.text('时间不正确', 400);
    sandbox.control.advanceClock(leapMs.data);
    await sandbox.tick();
    return c.redirect('/', 303);
  });
}

const approvalPressSchema = z.object({
  openId: z.string(),
  taskId: z.string(),
  action: z.enum(['APPROVE', 'REJECT']),
  reason: z.string().max(2000),
});

function officeRoutes(routes: Hono, { state, control }: PageSandbox): void {
  const page = (c: Context, said = '') => c.html(<OfficePage state={state} said={said} />);
  routes.get('/office', (c) => page(c));
  routes.post('/office/press', async (c) => {
    const parsed = approvalPressSchema.safeParse(await c.req.parseBody());
    if (!parsed.success) return c.text('操作无效，请刷新后重试', 400);
    const { reason, ...press } = parsed.data;
    const result = await control.pressApproval({ ...press, ...(reason.trim() === '' ? {} : { reason }) });
    switch (result.kind) {
      case 'answered':
        return page(c, '已提交。');
      case 'failed':
        return page(c, result.message);
      case 'localError':
        return page(c, result.msg);
    }
  });
  routes.post('/office/complete', async (c) => {
    const parsed = z.object({ openId: z.string(), guid: z.string() }).safeParse(await c.req.parseBody());
    if (!parsed.success) return c.text('操作无效，请刷新后重试', 400);
    const result = control.completeTodo(parsed.data);
    switch (result.kind) {
      case 'done':
        return page(c, '任务已完成。');
      case 'redirected':
        return page(c, `该任务须到别处完成，已打开：${result.href}`);
      case 'localError':
        return page(c, result.msg);
    }
  });
}

function chatRoutes(routes: Hono, sandbox: PageSandbox): void {
  const { state, control } = sandbox;
  const personOf = (c: Context): Person | undefined =>
    state.people.find(({ openId }) => openId === c.req.param('open_id'));
  const readAll = (person: Person): void => {
    for (const { messageId } of unreadMessages(state, person.openId)) control.markRead(messageId, person.openId);
  };

  routes.get('/chats/:open_id', (c) => {
    const person = personOf(c);
    if (person === undefined) return c.html(<Notice title="查无此人" words="通讯录中没有这个人。" back="/" />, 404);
    readAll(person);
    return c.html(<ChatPage state={state} person={person} />);
  });
  routes.get('/chats/:open_id/talk', (c) => {
    const person = personOf(c);
    if (person === undefined) return c.notFound();
    readAll(person);
    return c.html(<Talk state={state} person={person} />);
  });
  routes.post('/chats/:open_id/press', async (c) => {
    const person = personOf(c);
    const parsed = pressSchema.safeParse(await c.req.json());
    if (person === undefined || !parsed.success)
      return c.json({ kind: 'localError', msg: '操作无效，请刷新后重试' }, 400);
    const { messageId, path, asDrawnAt, formValue, option, inputValue, checked } = parsed.data;
    const result = await control.press({
      openId: person.openId,
      messageId,
      path: path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      ...(asDrawnAt === undefined ? {} : { asDrawnAt }),
      ...(formValue === undefined ? {} : { formValue }),
      ...(option === undefined ? {} : { option }),
      ...(inputValue === undefined ? {} : { inputValue }),
      ...(checked === undefined ? {} : { checked }),
    });
    return c.json(result);
  });
  routes.post('/chats/:open_id/say', async (c) => {
    const person = personOf(c);
    const parsed = saySchema.safeParse(await c.req.json());
    if (person === undefined || !parsed.success) return c.text('消息无法发送', 400);
    control.say(person.openId, parsed.data.text);
    return c.text('已发送');
  });
  routes.post('/chats/:open_id/forward', async (c) => {
    const parsed = forwardSchema.safeParse(await c.req.json());
    if (personOf(c) === undefined || !parsed.success) return c.text('消息无法转发', 400);
    const result = control.forward(parsed.data.messageId, parsed.data.to);
    // What the client says to whoever tried, not an error of the page.
    return c.text(result.ok ? '已转发' : `无法转发：${result.msg}`);
  });
}

function gridRoutes(routes: Hono, sandbox: PageSandbox): void {
  const { state, control } = sandbox;
  const placeOf = (c: Context): { readonly base: Base; readonly table: Table } | undefined => {
    const base = state.bases.find(({ appToken }) => appToken === c.req.param('app'));
    const table =
      base?.tables.find(({ tableId }) => tableId === c.req.param('table')) ??
      (c.req.param('table') === undefined ? base?.tables[0] : undefined);
    return base === undefined || table === undefined ? undefined : { base, table };
  };
  const operatorOf = (given: unknown): string => {
    const known =
      state.people.find(({ openId }) => openId === given) ??
      state.people.find(({ openId }) => openId === defaultOperator);
    return (known ?? state.people[0])?.openId ?? defaultOperator;
  };
  const viewOf = (c: Context, table: Table): View | undefined =>
    table.views.find(({ viewId }) => viewId === c.req.query('view')) ?? table.views[0];
  const propsOf = (c: Context): GridProps | undefined => {
    const place = placeOf(c);
    if (place === undefined) return undefined;
    const view = viewOf(c, place.table);
    const groups = sandbox.rowsOf(place.base, place.table, view);
    return { state, ...place, view, groups, operator: operatorOf(c.req.query('as')) };
  };
  const show = (c: Context) => {
    const props = propsOf(c);
    if (props === undefined)
      return c.html(<Notice title="没有找到" words="这个多维表格或数据表不存在，可能已被删除。" back="/" />, 404);
    return c.html(<GridPage {...props} />);
  };

  routes.get('/base/:app', show);
  routes.get('/base/:app/:table', show);
  routes.get('/base/:app/:table/rows', (c) => {
    const props = propsOf(c);
    return props === undefined ? c.notFound() : c.html(<Rows {...props} />);
  });
  routes.get('/base/:app/:table/cell', (c) => {
    const place = placeOf(c);
    const record = place?.table.records.find(({ recordId }) => recordId === c.req.query('record'));
    const field = place?.table.fields.find(({ fieldId }) => fieldId === c.req.query('field'));
    if (place === undefined || record === undefined || field === undefined) return c.notFound();
    return c.html(<CellEditor scope={{ state, base: place.base }} field={field} record={record} />);
  });

  routes.post('/base/:app/:table/cell', async (c) => {
    const place = placeOf(c);
    const body = await c.req.parseBody({ all: true });
    const record = place?.table.records.find(({ recordId }) => recordId === body['record']);
    const field = place?.table.fields.find(({ fieldId }) => fieldId === body['field']);
    if (place === undefined || record === undefined || field === undefined) return c.text('这一行已被他人删除', 404);
    const value =
      field.type === 17
        ? await filesValue(sandbox, place.base, field, record, body['file'])
        : typedValue(field, textsOf(body['value']));
    if (!value.ok) return c.text(value.problem, 400);
    const target = {
      appToken: place.base.appToken,
      tableId: place.table.tableId,
      operator: operatorOf(body['as']),
      recordId: record.recordId,
    };
    const result = control.editRecord(target, { [field.name]: value.value });
    return result.ok ? c.text('已保存') : c.text(`未能保存（${result.code}）：${result.msg}`, 400);
  });
  // What the API cannot set of a view and a person does by hand: its group and its order.
  routes.post('/base/:app/:table/arrange', async (c) => {
    const place = placeOf(c);
    const { view: viewId, group, sort, desc } = await c.req.parseBody();
    const view = place?.table.views.find((one) => one.viewId === viewId);
    if (view === undefined) return c.notFound();
    const before = view.arrangement ?? { group: '', sort: [] };
    view.arrangement = {
      group: typeof group === 'string' ? group : before.group,
      sort: typeof sort !== 'string' ? before.sort : sort === '' ? [] : [{ fieldId: sort, desc: desc === 'true' }],
    };
    return c.text('已设置');
  });
  routes.post('/base/:app/:table/add', async (c) => {
    const place = placeOf(c);
    if (place === undefined) return c.notFound();
    const { as } = await c.req.parseBody();
    const result = control.createRecord(
      { appToken: place.base.appToken, tableId: place.table.tableId, operator: operatorOf(as) },
      {},
    );
    return result.ok ? c.text('已添加') : c.text(`未能添加（${result.code}）：${result.msg}`, 400);
  });
  routes.post('/base/:app/:table/delete', async (c) => {
    const place = placeOf(c);
    const { as, record } = await c.req.parseBody();
    if (place === undefined || typeof record !== 'string') return c.notFound();
    const target = {
      appToken: place.base.appToken,
      tableId: place.table.tableId,
      operator: operatorOf(as),
      recordId: record,
    };
    const result = control.deleteRecord(target);
    return result.ok ? c.text('已删除') : c.text(`未能删除（${result.code}）：${result.msg}`, 400);
  });
}

function formRoutes(routes: Hono, sandbox: PageSandbox): void {
  const { state, control } = sandbox;
  const closedNotice = (shared: SharedForm | undefined) => {
    if (shared === undefined || !shared.form.isShared)
      return <Notice title="表单不存在或已停止收集" words="请向发布单位核实链接是否正确。" />;
    return shared.form.sharedLimit === 'anyone_editable' ? undefined : (
      <Notice title="无权填写" words="此表单仅限组织内成员填写，请在飞书中登录后打开。" />
    );
  };

  routes.get('/share/base/form/:token', (c) => {
    const shared = findSharedForm(sandbox, c.req.param('token'));
    const closed = closedNotice(shared);
    if (closed !== undefined || shared === undefined) return c.html(closed ?? '', shared === undefined ? 404 : 403);
    const answers = prefilled(shared, new URL(c.req.url).searchParams);
    return c.html(
      <SharedFormPage shared={shared} scope={{ state, base: shared.base }} answers={answers} problems={new Map()} />,
    );
  });

  routes.post('/share/base/form/:token', async (c) => {
    const shared = findSharedForm(sandbox, c.req.param('token'));
    const closed = closedNotice(shared);
    if (closed !== undefined || shared === undefined) return c.html(closed ?? '', shared === undefined ? 404 : 403);
    const body = await c.req.parseBody({ all: true });
    const answers: Record<string, unknown> = {};
    const given = new Map<string, readonly string[]>();
    const problems = new Map<string, string>();
    for (const { question, field } of shownQuestions(shared)) {
      const texts = textsOf(body[field.fieldId]);
      given.set(field.fieldId, texts);
      const value =
        field.type === 17
          ? await filesValue(sandbox, shared.base, field, undefined, body[field.fieldId])
          : typedValue(field, texts);
      if (!value.ok) problems.set(field.fieldId, value.problem);
      else if (question.isRequired && (value.value === null || value.value === false))
        problems.set(field.fieldId, '此题为必填题');
      else if (value.value !== null) answers[field.fieldId] = value.value;
    }
    const again = (refusal?: string) =>
      c.html(
        <SharedFormPage
          shared={shared}
          scope={{ state, base: shared.base }}
          answers={given}
          problems={problems}
          {...(refusal === undefined ? {} : { refusal })}
        />,
        422,
      );
    if (problems.size > 0) return again('有题目需要修改，请查看下方提示。');
    const result = control.submitForm({ shareToken: shared.form.shareToken, answers, filler: null });
    if (!result.ok) return again(`提交未成功（${result.code}）：${result.msg}`);
    return c.html(<Notice title="提交成功" words="已收到您填写的内容，感谢您的配合。" isGood={true} />);
  });
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

/** Stores uploaded files and gives the attachment cell: what was there before, then what is new. Nothing chosen leaves it. */
async function filesValue(
  sandbox: PageSandbox,
  base: Base,
  field: Field,
  record: TableRecord | undefined,
  uploads: unknown,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string }> {
  const files = (Array.isArray(uploads) ? uploads : [uploads])
    .filter((each) => each instanceof File)
    .filter(({ size }) => size > 0);
  if (files.reduce((sum, { size }) => sum + size, 0) > maxUploadBytes)
    return { ok: false, problem: '附件合计不得超过 20 MB' };
  const before = record?.cells[field.fieldId];
  const tokens = before?.kind === 'files' ? [...before.fileTokens] : [];
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    tokens.push(sandbox.control.storeFile(base.appToken, file.name, file.type || 'application/octet-stream', bytes));
  }
  return { ok: true, value: tokens.length === 0 ? null : tokens.map((token) => ({ file_token: token })) };
}
