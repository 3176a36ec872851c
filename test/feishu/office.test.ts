/** 审批, 日历 and 任务 of the stand-in, through the official SDK: what they keep, what they refuse, what a press reports. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must, openSdkWorld, type SdkWorld } from './sdk-world.ts';
import { decrypt } from './wire-crypto.ts';

const leader = 'ou_sandbox_leader_jia';
const officer = 'ou_sandbox_zhujian_1';
const callbackKey = 'a-key-of-the-test';

let world: SdkWorld;
beforeEach(async () => {
  world = await openSdkWorld();
});
afterEach(() => world.close());

/** The code of a refusal, however the SDK reports it; 0 when nothing was refused. */
const codeOf = async (call: Promise<{ code?: number | undefined }>): Promise<number> => {
  try {
    return (await call).code ?? 0;
  } catch (error) {
    const data: unknown = Reflect.get(Object(Reflect.get(Object(error), 'response')), 'data');
    return Number(Reflect.get(Object(data), 'code'));
  }
};
const texts = (...keys: readonly string[]) => [
  { locale: 'zh-CN' as const, is_default: true, texts: keys.map((key) => ({ key, value: `〔虚构〕${key}` })) },
];

describe('三方审批', () => {
  const define = (code = 'ours', more: object = {}) =>
    world.client.approval.v4.externalApproval.create({
      data: {
        approval_name: '@i18n@name',
        approval_code: code,
        external: {
          support_pc: true,
          action_callback_url: 'http://service.invalid/pressed',
          action_callback_token: 'a-token',
          action_callback_key: callbackKey,
        },
        i18n_resources: texts('@i18n@name'),
        ...more,
      },
    });
  const code = async () => must((await define()).data?.approval_code);
  const links = { pc_link: 'https://example.invalid/1' };
  const task = (more: object = {}) => ({
    task_id: 'sheet-task',
    open_id: leader,
    links,
    status: 'PENDING' as const,
    create_time: '1000',
    end_time: '0',
    update_time: '1000',
    action_context: 'shown',
    action_configs: [{ action_type: 'APPROVE' }, { action_type: 'REJECT', is_reason_required: true }],
    ...more,
  });
  const sync = (approvalCode: string, more: object = {}) =>
    world.client.approval.v4.externalInstance.create({
      data: {
        approval_code: approvalCode,
        instance_id: 'sheet',
        status: 'PENDING' as const,
        links,
        title: '@i18n@title',
        open_id: officer,
        start_time: '1000',
        end_time: '0',
        update_time: '1000',
        update_mode: 'UPDATE' as const,
        task_list: [task()],
        i18n_resources: texts('@i18n@title'),
        ...more,
      },
    });
  const held = () => must(world.sandbox.state.office.approvals[0]);

  it('a definition is made once and updated under the code it was asked for', async () => {
    const first = await code();
    const again = must((await define('ours')).data?.approval_code);
    expect(world.sandbox.state.office.definitions).toHaveLength(1);
    expect(again).not.toBe(first);
    expect(await codeOf(world.client.approval.v4.externalApproval.get({ path: { approval_code: again } }))).toBe(
      1390002,
    );
    expect(await codeOf(world.client.approval.v4.externalApproval.get({ path: { approval_code: first } }))).toBe(0);
  });

  it('refuses texts without their words, nobody known, no place to show, an unknown definition, one id twice', async () => {
    const known = await code();
    expect(await codeOf(define('other', { approval_name: 'plain words' }))).toBe(1390001);
    expect(await codeOf(define('other', { i18n_resources: texts('@i18n@else') }))).toBe(1390001);
    expect(await codeOf(define('other', { external: {} }))).toBe(1390001);
    expect(await codeOf(sync('unknown'))).toBe(1390002);
    expect(await codeOf(sync(known, { open_id: 'ou_nobody' }))).toBe(1390001);
    expect(await codeOf(sync(known, { title: '@i18n@absent' }))).toBe(1390001);
    expect(await codeOf(sync(known, { task_list: [task(), task()] }))).toBe(1390001);
    expect(await codeOf(sync(known, { links: { pc_link: '' } }))).toBe(1390001);
    expect(world.sandbox.state.office.approvals).toEqual([]);
  });

  it('an update counts only when it is newer, instance and task each by itself; a replacement always does', async () => {
    const known = await code();
    await sync(known);
    await sync(known, { status: 'APPROVED', task_list: [task({ status: 'APPROVED' })] });
    expect([held().status, held().tasks[0]?.status]).toEqual(['PENDING', 'PENDING']);
    await sync(known, { update_time: '2000', status: 'APPROVED', task_list: [task({ status: 'APPROVED' })] });
    expect([held().status, held().tasks[0]?.status]).toEqual(['APPROVED', 'PENDING']);
    await sync(known, { update_mode: 'REPLACE', task_list: [] });
    expect([held().status, held().tasks]).toEqual(['PENDING', []]);
  });

  it('the comparison tells what is unknown, older, or the same', async () => {
    const known = await code();
    const check = async (time: string) =>
      (
        await world.client.approval.v4.externalInstance.check({
          data: { instances: [{ instance_id: 'sheet', update_time: time, tasks: [] }] },
        })
      ).data?.diff_instances?.map(({ update_time }) => update_time) ?? [];
    expect(await check('0')).toEqual(['0']);
    await sync(known);
    expect(await check('0')).toEqual(['1000']);
    expect(await check('1000')).toEqual([]);
  });

  it('a press is reported encrypted with the token inside; the words of a refusal are shown, and the list moves nothing', async () => {
    await sync(await code());
    const press = (more: object = {}) =>
      world.sandbox.control.pressApproval({ openId: leader, taskId: 'sheet-task', action: 'APPROVE', ...more });
    expect(await press({ openId: officer })).toMatchObject({ kind: 'localError' });
    expect(await press({ action: 'REJECT' })).toMatchObject({ kind: 'localError' });
    expect(await press()).toEqual({ kind: 'answered' });
    const [received] = world.received.filter(({ path }) => path === '/pressed');
    const sealed: unknown = JSON.parse(must(received).raw);
    const plain: unknown = JSON.parse(decrypt(callbackKey, String(Reflect.get(Object(sealed), 'encrypt'))));
    expect(plain).toMatchObject({
      action_type: 'APPROVE',
      action_context: 'shown',
      user_id: 'u_leader_jia',
      instance_id: 'sheet',
      task_id: 'sheet-task',
      token: 'a-token',
    });
    expect(held().tasks[0]?.status).toBe('PENDING');

    world.service.answer = () => Response.json({ message: '已由他人签批。', without_prefix: true }, { status: 422 });
    expect(await press()).toEqual({ kind: 'failed', status: 422, message: '已由他人签批。' });
    world.service.answer = () => new Response('nothing', { status: 500 });
    expect(await press()).toEqual({ kind: 'failed', status: 500, message: '提交失败' });
  });
});

describe('日历', () => {
  const calendar = async () =>
    must((await world.client.calendar.v4.calendar.primary({})).data?.calendars?.[0]?.calendar?.calendar_id);
  const day = { start_time: { date: '2026-12-01' }, end_time: { date: '2026-12-01' } };
  const key = 'a'.repeat(36);
  const create = async (data: object = {}, params: object = { idempotency_key: key }) =>
    world.client.calendar.v4.calendarEvent.create({
      path: { calendar_id: await calendar() },
      params,
      data: { summary: '接待日〔虚构〕', ...day, ...data },
    });
  const pathOf = async () => ({
    calendar_id: await calendar(),
    event_id: must((await create()).data?.event?.event_id),
  });

  it('the same key is the same event; without no_meeting a meeting comes along', async () => {
    const first = (await create()).data?.event?.event_id;
    expect((await create({ summary: '别的' })).data?.event?.event_id).toBe(first);
    expect(world.sandbox.state.office.events).toMatchObject([{ summary: '接待日〔虚构〕', hasMeeting: true }]);
    await create({ vchat: { vc_type: 'no_meeting' } }, {});
    expect(world.sandbox.state.office.events[1]?.hasMeeting).toBe(false);
  });

  it('refuses a short key, two kinds of time, an end before the start, an empty place', async () => {
    expect(await codeOf(create({}, { idempotency_key: 'short' }))).toBe(190014);
    expect(await codeOf(create({ start_time: { date: '2026-12-01', timestamp: '1' } }, {}))).toBe(190014);
    expect(await codeOf(create({ end_time: { date: '2026-11-30' } }, {}))).toBe(190014);
    expect(await codeOf(create({ location: { name: '' } }, {}))).toBe(190014);
    expect(world.sandbox.state.office.events).toEqual([]);
  });

  it('keeps attendees once each, refuses one who has left, and knows a deleted event as deleted', async () => {
    const path = await pathOf();
    const invite = (...ids: readonly string[]) =>
      world.client.calendar.v4.calendarEventAttendee.create({
        path,
        data: { attendees: ids.map((user_id) => ({ type: 'user' as const, user_id })) },
      });
    await invite(leader, officer);
    await invite(leader);
    const list = await world.client.calendar.v4.calendarEventAttendee.list({ path, params: { page_size: 100 } });
    expect(list.data?.items?.map(({ user_id }) => user_id)).toEqual([leader, officer]);
    world.sandbox.control.updatePerson('ou_sandbox_staff_1', { hasResigned: true });
    expect(await codeOf(invite('ou_sandbox_staff_1'))).toBe(195100);
    const dismiss = (user_id: string) =>
      world.client.calendar.v4.calendarEventAttendee.batchDelete({
        path,
        data: { delete_ids: [{ type: 'user' as const, user_id }] },
      });
    expect(await codeOf(dismiss(leader))).toBe(0);
    expect(await codeOf(dismiss(leader))).toBe(194000);
    expect(await codeOf(world.client.calendar.v4.calendarEvent.delete({ path }))).toBe(0);
    expect(await codeOf(world.client.calendar.v4.calendarEvent.delete({ path }))).toBe(193003);
    expect(await codeOf(world.client.calendar.v4.calendarEvent.get({ path }))).toBe(193003);
  });
});

describe('任务', () => {
  const create = (data: object = {}) =>
    world.client.task.v2.task.create({
      data: {
        summary: '交办单〔虚构〕',
        members: [{ id: officer, type: 'user', role: 'assignee' }],
        client_token: 'a-token-of-the-test',
        ...data,
      },
    });
  const guid = async (data: object = {}) => must((await create(data)).data?.task?.guid);
  const patch = (task_guid: string, task: object, update_fields: string[]) =>
    world.client.task.v2.task.patch({ path: { task_guid }, data: { task, update_fields } });
  const todo = () => must(world.sandbox.state.office.todos[0]);

  it('a token makes one task for five minutes and another one afterwards', async () => {
    const first = await guid();
    expect(await guid()).toBe(first);
    world.clock.ms += 5 * 60_000;
    expect(await guid()).not.toBe(first);
  });

  it('changes only what update_fields names, empties what is named without a value, and is completed once', async () => {
    const id = await guid({ description: '说明', due: { timestamp: '1764547200000', is_all_day: true } });
    await patch(id, { summary: '新标题', description: '不算' }, ['summary', 'due']);
    expect(todo()).toMatchObject({ summary: '新标题', description: '说明', due: null });
    expect(await codeOf(patch(id, { summary: '' }, ['summary']))).toBe(1470400);
    expect(await codeOf(patch(id, { completed_at: '1764547200000' }, ['completed_at']))).toBe(0);
    expect(await codeOf(patch(id, { completed_at: '1764547200001' }, ['completed_at']))).toBe(1470400);
    expect(await codeOf(patch(id, { completed_at: '0' }, ['completed_at']))).toBe(0);
    expect(todo().completedAt).toBe(0);
  });

  it('a person is led elsewhere by 自定义完成, completes otherwise, and the app hears of it', async () => {
    const elsewhere = { href: 'https://example.invalid/card' };
    const id = await guid({ custom_complete: { pc: elsewhere } });
    const complete = (more: object = {}) => world.sandbox.control.completeTodo({ openId: officer, guid: id, ...more });
    expect(complete()).toEqual({ kind: 'redirected', href: elsewhere.href });
    expect(complete({ openId: leader })).toMatchObject({ kind: 'localError' });
    expect(complete({ regardless: true })).toEqual({ kind: 'done' });
    await world.sandbox.settled();
    expect(world.received.map(({ plain }) => plain)).toMatchObject([
      { header: { event_type: 'task.task.updated_v1' }, event: { task_id: id, obj_type: 5 } },
    ]);
  });

  it('members come and go; a stranger fails inside, a deleted task is gone', async () => {
    const id = await guid();
    const member = (who: string) => ({ id: who, type: 'user', role: 'assignee' });
    const add = (who: string) =>
      world.client.task.v2.task.addMembers({ path: { task_guid: id }, data: { members: [member(who)] } });
    await add(leader);
    await add(leader);
    await world.client.task.v2.task.removeMembers({ path: { task_guid: id }, data: { members: [member(officer)] } });
    expect(todo().members.map((each) => each.id)).toEqual([leader]);
    expect(await codeOf(add('ou_nobody'))).toBe(1470500);
    expect(await codeOf(world.client.task.v2.task.delete({ path: { task_guid: id } }))).toBe(0);
    expect(await codeOf(world.client.task.v2.task.get({ path: { task_guid: id } }))).toBe(1470404);
  });

  it('without the scope every call of the three is refused with its code', async () => {
    world.sandbox.settings.scopes = ['im:message'];
    expect(await codeOf(create())).toBe(99991672);
    expect(await codeOf(world.client.calendar.v4.calendar.primary({}))).toBe(99991672);
    expect(await codeOf(world.client.approval.v4.externalApproval.get({ path: { approval_code: 'x' } }))).toBe(
      99991672,
    );
  });
});
