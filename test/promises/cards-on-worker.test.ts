/**
 * What leaders and handlers have besides the main road, on the built Worker in workerd with sqld: room, bot, 审批, 日历, 任务, a
 * substitute, files, the day's message, and a card sent anew before it dies. One walk; each promise has its own test elsewhere.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { createChat, switchSetting } from '../support/chat.ts';
import { bringToLeader, makeReady, type Town } from '../support/town.ts';
import { openWorkerTown } from '../support/worker-town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const SUBSTITUTE = 'ou_sandbox_leader_yi';
const HOUSING = 'ou_sandbox_zhujian_1';
const DAY_MS = 86_400_000;

let town: Town;
beforeAll(async () => {
  town = await openWorkerTown();
}, 90_000);
afterAll(async () => {
  await town?.close();
});

const toastOf = (pressed: Awaited<ReturnType<Town['press']>>): string =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
const newest = (who: string, kind: string, record: string) => {
  const card = town.cards(who, kind, record).at(-1);
  if (!card) throw new Error(`no ${kind} for ${who}`);
  return card;
};

it('carries the room, the bot, approvals, calendar, tasks, a substitute, files, dailies and a card of fourteen days', {
  timeout: 240_000,
}, async () => {
  const leader = createChat(town, LEADER);
  await switchSetting(town, '飞书审批', '开');
  await switchSetting(town, '飞书任务', '开');

  // 日历: the day is an event. 现场签批: two items, two presses, one message.
  const day = await town.add('receptionDays', {
    名称: '三月接待日',
    日期: Date.parse('2026-03-02T00:00:00+08:00'),
    地点: '区政务中心三楼',
    接待领导: [town.idOf('leaders', '书记甲')],
  });
  const items: string[] = [];
  for (const text of ['验收时间对不上。', '货车进不了城。']) {
    const record = await town.fileByForm({ 诉求内容: text });
    await makeReady(town, record, { 接待日: [day] });
    await town.edit(record, { 操作: '排入接待日' });
    items.push(record);
  }
  expect(town.sandbox.state.office.events).toMatchObject([{ start: '2026-03-02', place: '区政务中心三楼' }]);
  const room = await leader.enterRoom();
  for (const _ of items)
    expect(await leader.pressWords(room, '批示并交办')).toMatch(/已签批并交办，编号 示接交〔2026〕\d号/);
  await town.settle();
  expect(leader.contentOf(room)).toContain('本次接待2件均已处理：签批2件，现场答复0件');
  for (const record of items) expect(town.row(record)['状态']).toBe('待签收');

  // 任务 of the units, and a photo with a report, through the page behind the card.
  const [first = '', second = ''] = items;
  expect(town.sandbox.state.office.todos.length).toBeGreaterThanOrEqual(2);
  for (const who of [HOUSING, 'ou_sandbox_yingji_1']) await town.press(newest(who, 'assignment', first), 'acknowledge');
  await town.settle();
  const page = /"default_url":"([^"]+\/u\/[^"]+)"/.exec(newest(HOUSING, 'assignment', first).content)?.[1] ?? '';
  const form = new FormData();
  form.append('nonce', /name="nonce" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '');
  form.append('files', new File([Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1])], '现场.jpg'));
  const posted = await fetch(page, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: form,
    redirect: 'manual',
  });
  expect(posted.status).toBe(303);
  await town.settle();
  expect(town.sandbox.state.files.map(({ name }) => name)).toEqual(['现场.jpg']);
  expect(newest(HOUSING, 'assignment', first).content).toContain('传照片、附件（1个）');

  // 审批: the sheet stands in the approval centre, and a press there is the same command.
  const approved = await town.fileByForm({ 诉求内容: '配套费计算有争议。' });
  await bringToLeader(town, approved);
  const task = town.sandbox.state.office.approvals
    .flatMap(({ tasks }) => tasks)
    .find(({ status }) => status === 'PENDING');
  await town.sandbox.control.pressApproval({ openId: LEADER, taskId: task?.taskId ?? '', action: 'APPROVE' });
  await town.settle();
  expect(town.row(approved)['状态']).toBe('待签收');

  // The bot gives a fresh copy of what waits, which says what is near; a substitute signs it, and the record says for whom.
  const waiting = await town.fileByForm({ 诉求内容: '产权证办不下来。' });
  const sheet = await bringToLeader(town, waiting);
  expect(sheet.content).toContain('同一企业另有：在办3件');
  const edited = town.sandbox.control.editRecord(
    {
      appToken: town.base.appToken,
      tableId: town.base.tables['leaders'] ?? '',
      recordId: town.idOf('leaders', '书记甲'),
      operator: 'ou_sandbox_staff_1',
    },
    {
      受托签批人: [{ id: SUBSTITUTE }],
      委托起: Date.parse('2026-03-01T00:00:00+08:00'),
      委托止: Date.parse('2026-04-30T00:00:00+08:00'),
    },
  );
  expect(edited.ok).toBe(true);
  await town.settle();
  expect(newest(SUBSTITUTE, 'instruction', waiting).buttons[0]?.act).toBe('sign');

  // Tuesday, Monday, Thursday, Friday: it is sent anew, the old one points on, and nobody hears from the clock twice a day.
  for (const days of [1, 6, 3, 1]) {
    town.advance(days * DAY_MS);
    await town.service.tick();
    await town.settle();
  }
  expect(town.cards(LEADER, 'instruction', waiting).length).toBeGreaterThanOrEqual(2);
  expect(leader.contentOf(sheet.messageId)).toContain('请看新卡片');
  const toldOn = town.sandbox.state.messages
    .filter(({ versions }) => /今日提醒 书记甲|一周待办 书记甲/.test(versions[0]?.content ?? ''))
    .map(({ createdAt }) => new Date(createdAt + 8 * 3_600_000).toISOString().slice(0, 10));
  expect(toldOn.length).toBeGreaterThan(0);
  expect(new Set(toldOn).size).toBe(toldOn.length);

  town.sandbox.control.menu(LEADER, 'to_sign');
  await town.settle();
  expect(newest(LEADER, 'instruction', waiting).messageId).not.toBe(sheet.messageId);
  const press = { [FIELDS.sign.words]: '请住建一周内拿出方案。', [FIELDS.sign.workdays]: '7' };
  expect(toastOf(await town.press(newest(SUBSTITUTE, 'instruction', waiting), 'sign', press))).toContain(
    '已签批并交办',
  );
  expect(toastOf(await town.press(newest(LEADER, 'instruction', waiting), 'sign'))).toMatch(/不必再签/);
  await town.settle();
  expect(town.row(waiting)).toMatchObject({ 状态: '待签收', 批示: '请住建一周内拿出方案。' });
  expect(town.row(second)['状态']).not.toBe('');
  expect(town.sandbox.log.unknownCalls()).toEqual([]);
});
