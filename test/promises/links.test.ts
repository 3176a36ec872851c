/**
 * 飞书审批, 飞书日历 and 飞书任务 agree with the process, whatever happens in which order: nothing stands there twice, a press there is
 * the same command as on the card, and what is switched off or not permitted disturbs nothing else.
 */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { switchSetting } from '../support/chat.ts';
import { sealedBody } from '../support/signed-callback.ts';
import {
  bringToHandling,
  bringToLeader,
  bringToUnits,
  makeReady,
  openTown,
  SERVICE_URL,
  type Town,
} from '../support/town.ts';

const JIA = 'ou_sandbox_leader_jia';
const YI = 'ou_sandbox_leader_yi';
const HOUSING = 'ou_sandbox_zhujian_1';
const SAFETY = 'ou_sandbox_yingji_1';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(async () => {
  expect(town.sandbox.log.unknownCalls()).toEqual([]);
  await town.close();
});

const office = () => town.sandbox.state.office;
const typesOf = async (record: string) => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  return (await town.service.cases.loadEvents(caseId(id ?? ''))).map((event) => event.type);
};
const health = async () => town.service.outbox.health(town.base.district, town.now() + 86_400_000);
const callsTo = (path: RegExp) => town.sandbox.log.calls.filter((call) => path.test(call.path));
/** Everything is looked at, as every night. */
const night = async () => {
  await town.service.lookAround(`night ${town.now()}`);
  await town.settle();
};
/** Takes scopes away and hands back what was granted before. */
const withoutScopes = (family: RegExp): readonly string[] => {
  const granted = town.sandbox.settings.scopes;
  town.sandbox.settings.scopes = granted.filter((scope) => !family.test(scope));
  return granted;
};
const must = <T>(value: T | undefined | null): T => {
  if (value === undefined || value === null) throw new Error('it is not there');
  return value;
};

describe('飞书审批', () => {
  beforeEach(() => switchSetting(town, '飞书审批', '开'));

  const waiting = (who = JIA) =>
    office()
      .approvals.flatMap(({ tasks }) => tasks)
      .filter(({ openId, status }) => openId === who && status === 'PENDING');
  const approve = (taskId: string, more: object = {}) =>
    town.sandbox.control.pressApproval({ openId: JIA, taskId, action: 'APPROVE', ...more });

  it('a sheet waits there as on the card, without a word of the appeal, a person or a number', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const [instance, ...others] = office().approvals;
    expect(others).toEqual([]);
    expect(instance).toMatchObject({ status: 'PENDING', openId: 'ou_sandbox_staff_1' });
    expect(instance?.tasks).toMatchObject([{ openId: JIA, status: 'PENDING' }]);
    const shown = JSON.stringify([instance, office().definitions]);
    expect(shown).toContain('溪乐预制构件');
    for (const secret of ['厂房验收', '组织联合验收', '企业代表01', '19900000101', '91999999MAXX00015J'])
      expect(shown).not.toContain(secret);
    expect(shown).toContain('client/bot/open?appId=cli_sandbox');
  });

  it('同意 there signs the proposal as it stands, ten times is once, and both places say so', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const { taskId } = must(waiting()[0]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => approve(taskId)));
    await town.settle();
    expect(answers).toEqual(Array(10).fill({ kind: 'answered' }));
    expect((await typesOf(record)).filter((type) => type === 'caseInstructed')).toHaveLength(1);
    expect(town.row(record)).toMatchObject({ 状态: '待签收', 交办单编号: '示接交〔2026〕1号' });
    expect(town.cards(HOUSING, 'assignment', record)).toHaveLength(1);
    expect(town.cards(JIA, 'instruction', record).at(-1)?.content).toContain('同意拟办意见');
    expect(office().approvals).toMatchObject([{ status: 'APPROVED', tasks: [{ openId: JIA, status: 'APPROVED' }] }]);
  });

  it('拒绝 there sends the sheet back with its reason; submitted again it is another sheet, and the old one cannot be pressed', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const old = must(waiting()[0]);
    const pressed = await town.sandbox.control.pressApproval({
      openId: JIA,
      taskId: old.taskId,
      action: 'REJECT',
      reason: '请补充消防验收材料。',
    });
    await town.settle();
    expect(pressed).toEqual({ kind: 'answered' });
    expect(town.row(record)['状态']).toBe('待安排');
    expect(office().approvals).toMatchObject([{ status: 'REJECTED', tasks: [{ status: 'REJECTED' }] }]);

    await town.edit(record, { 操作: '提交签批' });
    expect(office().approvals.map(({ status }) => status)).toEqual(['REJECTED', 'PENDING']);
    const stale = await approve(old.taskId, { asShownWith: old.context });
    await town.settle();
    expect(stale).toMatchObject({ kind: 'failed', status: 422 });
    expect(town.row(record)['状态']).toBe('待签批');
    expect(await approve(must(waiting()[0]).taskId)).toEqual({ kind: 'answered' });
  });

  it('a proposal changed after it was shown is not signed by the old press', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const shown = { ...must(waiting()[0]) };
    await town.edit(record, { 拟办时限: 5 });
    expect(must(waiting()[0]).context).not.toBe(shown.context);
    expect(office().approvals[0]?.form[1]?.value).toContain('5个工作日');
    const pressed = await approve(shown.taskId, { asShownWith: shown.context });
    expect(pressed).toMatchObject({ kind: 'failed', status: 422 });
    expect(await typesOf(record)).not.toContain('caseInstructed');
    expect(await approve(shown.taskId)).toEqual({ kind: 'answered' });
  });

  it('a sheet under 需回避 stands there to be seen: nothing signs it in one tap, also not what was shown before', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const shown = { ...must(waiting()[0]) };
    expect(shown.context).not.toBeNull();
    const avoided = {
      企业名称: '〔虚构〕溪乐预制构件有限公司',
      统一社会信用代码: '91999999MAXX00015J',
      需回避人员: [{ id: JIA }],
    };
    const enterprise = await town.add('enterprises', avoided);
    // Nothing to press is offered any more; what was offered before is refused.
    expect(must(waiting()[0]).context).not.toBe(shown.context);
    expect(office().approvals[0]?.form.at(-1)?.value).toBe('需回避，请在接待日机器人的签批单上办理');
    expect(await approve(shown.taskId, { asShownWith: shown.context })).toEqual({
      kind: 'failed',
      status: 422,
      message: expect.stringContaining('需回避'),
    });
    expect(await typesOf(record)).not.toContain('caseInstructed');
    expect(town.row(record)['状态']).toBe('待签批');
    // No longer so: one tap again.
    const base = { appToken: town.base.appToken, tableId: town.base.tables['enterprises'] ?? '' };
    town.sandbox.control.editRecord(
      { ...base, operator: 'ou_sandbox_staff_1', recordId: enterprise },
      { 需回避人员: [] },
    );
    await town.settle();
    expect(await approve(must(waiting()[0]).taskId)).toEqual({ kind: 'answered' });
  });

  it('signed on the card, the approval follows; passed on, it waits for the other leader', async () => {
    const record = await town.fileByForm();
    const card = await bringToLeader(town, record);
    await town.press(card, 'passOn', {
      [FIELDS.passOn.leader]: town.idOf('leaders', '区长乙'),
      [FIELDS.passOn.words]: '请乙区长阅示。',
    });
    await town.settle();
    expect(office().approvals[0]?.tasks.map(({ openId, status }) => [openId, status])).toEqual([
      [JIA, 'TRANSFERRED'],
      [YI, 'PENDING'],
    ]);
    await town.press(must(town.cards(YI, 'instruction', record).at(-1)), 'sign');
    await town.settle();
    expect(office().approvals).toMatchObject([
      { status: 'APPROVED', tasks: [{ status: 'TRANSFERRED' }, { openId: YI, status: 'APPROVED' }] },
    ]);
  });

  it('a forged or foreign press changes nothing and learns nothing', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const { taskId, context } = must(waiting()[0]);
    const definition = must(office().definitions[0]);
    const plain = {
      action_type: 'APPROVE',
      action_context: context,
      user_id: 'u_leader_jia',
      approval_code: definition.code,
      instance_id: must(office().approvals[0]).instanceId,
      task_id: taskId,
      token: definition.callbackToken,
    };
    const send = async (body: string) => {
      const request = new Request(`${SERVICE_URL}/feishu/approvals`, { method: 'POST', body });
      const answer = await town.service.app.fetch(request);
      return [answer.status, await answer.text()];
    };
    const key = definition.callbackKey;
    const forged = [
      JSON.stringify(plain),
      sealedBody(plain, 'sandbox-encrypt-key'),
      sealedBody({ ...plain, token: 'guessed' }, key),
      sealedBody({ ...plain, token: '' }, key),
      sealedBody('not json', key),
      sealedBody(`{"token":"x","token":"${definition.callbackToken}"}`, key),
      '{"encrypt":"AAAA"}',
      '',
      'x'.repeat(300_000),
    ];
    for (const body of forged) expect(await send(body)).toEqual([401, '']);
    // Really from the approval centre, but not for this person, this sheet, or anyone.
    for (const change of [
      { action_context: createHash('sha256').update('x').digest('hex') },
      { action_context: undefined },
      { user_id: 'u_leader_yi' },
      { user_id: 'u_nobody' },
      { task_id: `${taskId}0` },
      { task_id: 'someone-elses' },
      { action_type: 'SOMETHING' },
    ])
      expect((await send(sealedBody({ ...plain, ...change }, key)))[0]).toBe(422);
    await town.settle();
    expect(town.row(record)['状态']).toBe('待签批');
    expect((await send(sealedBody(plain, key)))[0]).toBe(200);
  });

  it('a substitute whose days have begun may sign there as well; the leader then has nothing left to do', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
    const target = {
      appToken: town.base.appToken,
      tableId: town.base.tables['leaders'] ?? '',
      operator: 'ou_sandbox_staff_1',
      recordId: town.idOf('leaders', '书记甲'),
    };
    const fields = { 受托签批人: [{ id: YI }], 委托起: day('2026-03-01'), 委托止: day('2026-03-31') };
    expect(town.sandbox.control.editRecord(target, fields).ok).toBe(true);
    await town.settle();
    const { taskId } = must(waiting(YI)[0]);
    expect(waiting(JIA)).toHaveLength(1);
    expect(await town.sandbox.control.pressApproval({ openId: YI, taskId, action: 'APPROVE' })).toEqual({
      kind: 'answered',
    });
    await town.settle();
    expect(
      office()
        .approvals[0]?.tasks.map(({ openId, status }) => [openId, status])
        .toSorted(),
    ).toEqual([
      [JIA, 'DONE'],
      [YI, 'APPROVED'],
    ]);
    expect(office().approvals[0]?.form.at(-1)?.value).toBe('已签批，示接交〔2026〕1号');
    const before = JSON.stringify(office().approvals);
    await night();
    expect(JSON.stringify(office().approvals)).toBe(before);
  });

  it('an answer that got lost is asked after, and nothing stands there twice', async () => {
    town.sandbox.control.addFaults([
      { method: 'POST', path: '/external_approvals$', effect: { kind: 'dropAfter' } },
      { method: 'POST', path: '/external_instances$', times: 2, effect: { kind: 'dropAfter' } },
    ]);
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    expect(office().definitions).toHaveLength(1);
    expect(office().approvals).toHaveLength(1);
    expect(office().approvals[0]?.tasks).toHaveLength(1);
    expect(callsTo(/external_instances\/check$/).length).toBeGreaterThan(0);
    expect((await health()).parked).toEqual([]);
    const before = callsTo(/external_instances$/).length;
    await night();
    expect(callsTo(/external_instances$/)).toHaveLength(before);
  });

  it('switched off, what waits there is taken back and the card goes on; switched on again it stands there again', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    await switchSetting(town, '飞书审批', '关');
    expect(office().approvals).toMatchObject([{ status: 'CANCELED', tasks: [{ status: 'DONE' }] }]);
    const other = await town.fileByForm({ 诉求内容: '另一件诉求。' });
    await bringToLeader(town, other);
    expect(office().approvals).toHaveLength(1);
    await switchSetting(town, '飞书审批', '开');
    expect(office().approvals.map(({ status }) => status)).toEqual(['PENDING', 'PENDING']);
    expect(waiting()).toHaveLength(2);
  });
});

describe('飞书日历', () => {
  const planDay = (date: string, more: object = {}) =>
    town.add('receptionDays', {
      名称: '三月接待日',
      日期: Date.parse(`${date}T00:00:00+08:00`),
      地点: '区政务中心三楼',
      接待领导: [town.idOf('leaders', '书记甲')],
      ...more,
    });
  const change = async (recordId: string, fields: Readonly<Record<string, unknown>>) => {
    const target = {
      appToken: town.base.appToken,
      tableId: town.base.tables['receptionDays'] ?? '',
      operator: 'ou_sandbox_staff_1',
      recordId,
    };
    expect(town.sandbox.control.editRecord(target, fields).ok).toBe(true);
    await town.settle();
  };
  const people = () =>
    office()
      .events[0]?.attendees.map(({ openId }) => openId)
      .toSorted();
  const STAFF = ['ou_sandbox_staff_1', 'ou_sandbox_staff_2'];

  it('a reception day is one event with its leader and 工商联; the heads of units come and go with the agenda', async () => {
    const day = await planDay('2026-03-20');
    expect(office().events).toMatchObject([
      { summary: '三月接待日', place: '区政务中心三楼', start: '2026-03-20', end: '2026-03-20', hasMeeting: false },
    ]);
    expect(people()).toEqual([JIA, ...STAFF]);

    const record = await town.fileByForm();
    await makeReady(town, record, { 接待日: [day] });
    await town.edit(record, { 操作: '排入接待日' });
    expect(people()).toEqual([JIA, ...STAFF, 'ou_sandbox_yingji_head', 'ou_sandbox_zhujian_head']);
    expect(office().events[0]?.description).toContain('1家企业、1件事项');
    // Five were invited; that the agenda grew is no news to those who already were.
    expect(office().events[0]?.notices).toBe(5);
    expect(JSON.stringify(office().events)).not.toMatch(/厂房验收|溪乐|19900000101/);

    await town.edit(record, { 操作: '撤出接待日' });
    expect(people()).toEqual([JIA, ...STAFF]);
    expect(office().events).toHaveLength(1);
  });

  it('carries the hours of a day that has them, and follows them; with one end only it is a day that says so', async () => {
    const day = await planDay('2026-03-20', { 开始时间: '9:00', 结束时间: '11点30分' });
    const seconds = (time: string) => String(Date.parse(`2026-03-20T${time}:00+08:00`) / 1000);
    expect(office().events).toMatchObject([{ start: seconds('09:00'), end: seconds('11:30') }]);
    expect(office().events[0]?.description).toContain('时间：09:00—11:30');
    const before = office().events[0]?.notices ?? 0;
    await change(day, { 开始时间: '14:00', 结束时间: '' });
    expect(office().events).toMatchObject([{ start: '2026-03-20', end: '2026-03-20' }]);
    expect(office().events[0]?.description).toContain('时间：14:00 起');
    expect(office().events[0]?.notices).toBe(before + 3);
  });

  it('another date, place and leader move the event; a day without date, or deleted, is cancelled', async () => {
    const day = await planDay('2026-03-20');
    await change(day, {
      日期: Date.parse('2026-03-27T00:00:00+08:00'),
      地点: '区会议中心',
      接待领导: [town.idOf('leaders', '区长乙')],
    });
    expect(office().events).toMatchObject([{ start: '2026-03-27', place: '区会议中心', isDeleted: false, notices: 7 }]);
    expect(people()).toEqual([YI, ...STAFF]);
    await change(day, { 日期: null });
    expect(office().events).toMatchObject([{ isDeleted: true }]);
    await change(day, { 日期: Date.parse('2026-03-30T00:00:00+08:00') });
    expect(office().events.map(({ start, isDeleted }) => [start, isDeleted])).toEqual([
      ['2026-03-27', true],
      ['2026-03-30', false],
    ]);
  });

  it('one who joined by themselves stays, a day that is over is left alone, an event deleted by hand is made again', async () => {
    const day = await planDay('2026-03-04');
    must(office().events[0]).attendees.push({ openId: 'ou_sandbox_secretary', status: 'accept' });
    await change(day, { 接待领导: [town.idOf('leaders', '区长乙')] });
    expect(people()).toEqual([YI, 'ou_sandbox_secretary', ...STAFF]);

    must(office().events[0]).isDeleted = true;
    await change(day, { 地点: '区会议中心' });
    expect(office().events.map(({ isDeleted }) => isDeleted)).toEqual([true, false]);

    town.advance(5 * 86_400_000);
    await town.settle();
    await change(day, { 地点: '别处' });
    await switchSetting(town, '飞书日历', '关');
    expect(office().events.at(-1)).toMatchObject({ place: '区会议中心', isDeleted: false });
  });

  it('an answer that got lost makes no second event, and one who has left keeps nobody out', async () => {
    town.sandbox.control.addFaults([
      { method: 'POST', path: '/calendars/[^/]+/events$', effect: { kind: 'dropAfter' } },
    ]);
    town.sandbox.control.updatePerson('ou_sandbox_staff_2', { hasResigned: true });
    await planDay('2026-03-20');
    expect(office().events).toHaveLength(1);
    expect(people()).toEqual([JIA, 'ou_sandbox_staff_1']);
    const before = callsTo(/\/calendar\//).length;
    await night();
    expect(callsTo(/\/calendar\//)).toHaveLength(before);
  });

  it('without the scope it is said once in 运行状况 and everything else goes on; granted, the night makes up for it', async () => {
    const granted = withoutScopes(/^calendar:/);
    await planDay('2026-03-20');
    await planDay('2026-03-21', { 名称: '另一个接待日' });
    expect(office().events).toEqual([]);
    const { parked } = await health();
    expect(parked.map(({ kind }) => kind)).toEqual(['calendar', 'calendar']);
    expect(parked[0]?.reason).toMatch(/^飞书日历：应用缺少所需权限/);
    const shown = town.sandbox.state.bases[0]?.tables.find(({ name }) => name === '运行状况')?.records ?? [];
    expect(shown.map((record) => JSON.stringify(town.row(record.recordId, 'health'))).join()).toContain('飞书日历');
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    expect(town.cards(HOUSING, 'assignment', record)).toHaveLength(1);

    town.sandbox.settings.scopes = granted;
    await night();
    expect(office().events).toHaveLength(2);
    expect((await health()).parked).toEqual([]);
  });

  it('switched off, what is still to come is cancelled', async () => {
    await planDay('2026-03-20');
    await switchSetting(town, '飞书日历', '关');
    expect(office().events).toMatchObject([{ isDeleted: true }]);
    await planDay('2026-03-25', { 名称: '另一个接待日' });
    expect(office().events).toHaveLength(1);
  });
});

describe('飞书任务', () => {
  beforeEach(() => switchSetting(town, '飞书任务', '开'));
  const todos = () => office().todos.toSorted((a, b) => (a.summary < b.summary ? -1 : 1));
  const assigneesOf = (index: number) => todos()[index]?.members.map(({ id }) => id);
  const texts = (who: string) => {
    const chats = new Set(town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId));
    return town.sandbox.state.messages
      .filter((message) => chats.has(message.chatId) && message.type === 'text')
      .map((message) => message.versions.at(-1)?.content ?? '');
  };
  const resolve = async (record: string) => {
    await town.press(must(town.cards(HOUSING, 'assignment', record).at(-1)), 'resolve', {
      [FIELDS.resolve.outcome]: 'resolved',
      [FIELDS.resolve.text]: '已联合验收。',
      [FIELDS.resolve.unitHead]: '住建负责人',
    });
    await town.settle();
  };

  it('each unit has a task until the due date, done when the result is in, open again when it is returned', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    expect(todos()).toHaveLength(2);
    expect(assigneesOf(0)).toEqual([HOUSING]);
    expect(assigneesOf(1)).toEqual([SAFETY]);
    const dueDay = new Date(Number(todos()[0]?.due?.timestamp)).toISOString().slice(0, 10);
    expect(town.row(record)['时限']?.replaceAll('/', '-')).toContain(dueDay);
    expect(todos().map(({ completedAt }) => completedAt)).toEqual([0, 0]);
    expect(JSON.stringify(todos())).not.toMatch(/厂房验收|企业代表|19900000101/);

    await resolve(record);
    expect(todos().every(({ completedAt }) => completedAt > 0)).toBe(true);
    await town.edit(record, { 处理说明: '请附验收表。', 操作: '退回重办' });
    expect(todos().map(({ completedAt }) => completedAt)).toEqual([0, 0]);
    expect(texts(HOUSING).join()).not.toContain('不等于报结果');
  });

  it('completed by hand it reports nothing: it is open again and its people are told once', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    const { guid } = must(todos()[0]);
    expect(town.sandbox.control.completeTodo({ openId: HOUSING, guid })).toMatchObject({ kind: 'redirected' });
    expect(town.sandbox.control.completeTodo({ openId: HOUSING, guid, regardless: true })).toEqual({ kind: 'done' });
    await town.settle();
    expect(todos()[0]?.completedAt).toBe(0);
    expect(town.row(record)['状态']).toBe('办理中');
    expect(texts(HOUSING).filter((text) => text.includes('不等于报结果'))).toHaveLength(1);
    await night();
    expect(texts(HOUSING).filter((text) => text.includes('不等于报结果'))).toHaveLength(1);
  });

  it('its people are told once, however often opening it again fails', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    const { guid } = must(todos()[0]);
    town.sandbox.control.addFaults([
      { method: 'PATCH', path: guid, times: 3, effect: { kind: 'status', status: 502 } },
    ]);
    town.sandbox.control.completeTodo({ openId: HOUSING, guid, regardless: true });
    await town.settle();
    expect(todos()[0]?.completedAt).toBe(0);
    expect(texts(HOUSING).filter((text) => text.includes('不等于报结果'))).toHaveLength(1);
  });

  it('where the event never comes, the night finds what was completed or deleted by hand', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    town.sandbox.settings.dropsEveryNthEvent = 1;
    const [housing, safety] = todos();
    town.sandbox.control.completeTodo({ openId: HOUSING, guid: must(housing).guid, regardless: true });
    town.sandbox.control.deleteTodo(must(safety).guid);
    await town.settle();
    expect(todos()).toHaveLength(1);
    town.sandbox.settings.dropsEveryNthEvent = 0;
    await night();
    expect(todos().map(({ completedAt }) => completedAt)).toEqual([0, 0]);
    expect(town.row(record)['状态']).toBe('办理中');
  });

  it('a unit replaced after its objection loses the task, and the new one has it', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    await town.press(must(town.cards(HOUSING, 'assignment', record).at(-1)), 'object', {
      [FIELDS.object.reason]: '不属我局职责。',
    });
    await town.settle();
    await town.edit(record, {
      改办单位: [town.idOf('units', '自然资源')],
      操作: '异议成立改办',
      处理说明: '按职责清单',
    });
    expect(todos().map(({ members }) => members.map(({ id }) => id))).toEqual([['ou_sandbox_ziran_1'], [SAFETY]]);
  });

  it('an answer that got lost makes no second task; in doubt for too long, none is made at all', async () => {
    town.sandbox.control.addFaults([{ method: 'POST', path: '/task/v2/tasks$', effect: { kind: 'dropAfter' } }]);
    await bringToUnits(town, await town.fileByForm());
    expect(todos()).toHaveLength(2);

    town.sandbox.control.addFaults([
      { method: 'POST', path: '/task/v2/tasks$', times: 1, effect: { kind: 'dropAfter' } },
      { method: 'POST', path: '/task/v2/tasks$', times: 100, effect: { kind: 'status', status: 500 } },
    ]);
    const card = await bringToLeader(town, await town.fileByForm({ 诉求内容: '另一件诉求。' }));
    await town.press(card, 'sign');
    for (let second = 0; second < 5; second += 1) {
      town.advance(1_000);
      await town.service.tick();
    }
    town.advance(5 * 60_000);
    await town.settle();
    town.sandbox.control.clearFaults();
    expect((await health()).parked.map(({ reason }) => reason)).toEqual([expect.stringContaining('避免重复')]);
    await night();
    expect(new Set(todos().map(({ summary }) => summary)).size).toBe(todos().length);
  });

  it('refused after an answer that got lost, it is still made once', async () => {
    town.sandbox.control.addFaults([
      { method: 'POST', path: '/task/v2/tasks$', effect: { kind: 'dropAfter' } },
      { method: 'POST', path: '/task/v2/tasks$', times: 2, effect: { kind: 'code', code: 99991400, status: 429 } },
    ]);
    await bringToUnits(town, await town.fileByForm());
    await town.settle();
    expect(office().todos).toHaveLength(2);
  });

  it('made without an answer, and not wanted any more before that is known, it is found and goes away', async () => {
    town.sandbox.control.addFaults([
      { method: 'POST', path: '/task/v2/tasks$', times: 1, effect: { kind: 'dropAfter' } },
      { method: 'POST', path: '/task/v2/tasks$', times: 3, effect: { kind: 'status', status: 502 } },
    ]);
    const card = await bringToLeader(town, await town.fileByForm());
    await town.press(card, 'sign');
    for (let second = 0; second < 2; second += 1) {
      town.advance(1_000);
      await town.service.tick();
    }
    expect(office().todos).toHaveLength(1);
    await switchSetting(town, '飞书任务', '关');
    await town.settle();
    expect(office().todos).toEqual([]);
    expect((await health()).parked).toEqual([]);
  });

  it('refused at first, for longer than a token lives, it is made when that is over', async () => {
    town.sandbox.control.addFaults([
      { method: 'POST', path: '/task/v2/tasks$', effect: { kind: 'status', status: 429, retryAfterSeconds: 280 } },
    ]);
    await bringToUnits(town, await town.fileByForm());
    await town.settle();
    town.advance(300_000);
    await town.settle();
    expect(office().todos).toHaveLength(2);
    expect((await health()).parked).toEqual([]);
  });

  it('switched off, open tasks go away; without the scope everything else goes on', async () => {
    await bringToUnits(town, await town.fileByForm());
    await switchSetting(town, '飞书任务', '关');
    expect(todos()).toEqual([]);
    withoutScopes(/^task:/);
    await switchSetting(town, '飞书任务', '开');
    const { parked } = await health();
    expect(parked).toMatchObject([{ kind: 'tasks' }]);
    expect(parked[0]?.reason).toMatch(/^飞书任务：应用缺少所需权限/);
  });
});
