/**
 * People on their phones, 390 px wide, in a real browser: a leader signing item after item in the room, a unit that objects,
 * reports and asks for time, somebody who got a card forwarded, and cards that lay for twenty days. Card, row and toast agree.
 */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { PEOPLE } from '../story/people.ts';
import { bringToLeader, bringToUnits, makeReady } from '../support/town.ts';
import { openWindows, PHONE, sidewaysPx, type Windows } from './browser.ts';
import type { Chat } from './hands.ts';
import { openStreet, type Street } from './street.ts';

const DAY_MS = 86_400_000;
const SECOND_ENTERPRISE = {
  企业名称: '〔虚构〕青禾包装材料有限公司',
  统一社会信用代码: '91999999MAXX00023D',
  联系电话: '19900000102',
} as const;

let windows: Windows;
/** Troubles of earlier tests are theirs. */
let troublesBefore = 0;
let street: Street;
beforeAll(async () => {
  windows = await openWindows();
});
afterAll(() => windows?.close());
beforeEach(async () => {
  troublesBefore = windows.troubles().length;
  street = await openStreet(windows);
});
afterEach(async () => {
  const tooWide: string[] = [];
  for (const page of windows.pages()) {
    if (page.viewportSize()?.width === PHONE.width && (await sidewaysPx(page)) > 0) tooWide.push(page.url());
    await page.context().close();
  }
  await street?.close();
  expect(windows.troubles().slice(troublesBefore)).toEqual([]);
  expect(tooWide).toEqual([]);
});

/**
 * Presses once, reads in the toast what came of it, and lets the town come to rest. Never repeats: in the room the button
 * under the finger belongs to the next item by then.
 */
const press = async (act: () => Promise<void>, said: ReturnType<Chat['toast']>): Promise<void> => {
  await Promise.all([said.waitFor(), act()]);
  await street.town.settle();
};
const numberOf = (count: number): string => `示接交〔2026〕${count}号`;

it('a leader signs four items of two enterprises on one card in the room, and the units have their sheets', async () => {
  const { town } = street;
  const day = await town.add('receptionDays', {
    名称: '三月接待日',
    日期: Date.parse('2026-03-02T00:00:00+08:00'),
    地点: '区政务中心三楼',
    接待领导: [town.idOf('leaders', '书记甲')],
  });
  const records: string[] = [];
  for (const [text, enterprise] of [
    ['一期厂房验收时间对不上，请一次把人叫齐。', {}],
    ['厂区东侧道路雨后积水，货车进出困难。', {}],
    ['设备更新贷款的贴息申请已交，希望告知进度。', SECOND_ENTERPRISE],
    ['技改奖补公示期已满，希望明确拨付时间。', SECOND_ENTERPRISE],
  ] as const) {
    const record = await town.fileByForm({ ...enterprise, 诉求内容: text });
    await makeReady(town, record, { 接待日: [day] });
    await town.edit(record, { 操作: '排入接待日' });
    await town.edit(record, { 操作: '已接待' });
    records.push(record);
  }

  const leader = await street.chatOf(PEOPLE.secretaryJia);
  const list = leader.card('本月接待日');
  await leader.say('本月接待日');
  await town.settle();
  await press(() => leader.pressed(list, '签批'), leader.toast('最新卡片已发出'));
  const room = leader.card('现场签批').filter({ hasText: /全部4件/ });
  const asksFor = (words: string) => room.filter({ hasText: words }).waitFor();
  await asksFor('签批第1件（共4件，含本件还有4件待签）');

  const words = '请住建一周内拿出方案，能合并的一并办。';
  await press(
    async () => {
      await leader.field(room, FIELDS.sign.words).fill(words);
      await leader.pressed(room, '批示并交办');
    },
    leader.toast(numberOf(1)),
  );
  await asksFor('签批第2件（共4件，含本件还有3件待签）');
  expect(await leader.field(room, FIELDS.sign.words).inputValue()).toBe('');
  await press(() => leader.pressed(room, '批示并交办'), leader.toast(numberOf(2)));
  await asksFor('签批第3件（共4件，含本件还有2件待签）');
  await asksFor('〔虚构〕青禾包装材料有限公司');
  await press(async () => {
    await leader.unfold(room, '现场答复');
    await leader.field(room, FIELDS.onTheSpot.reply).fill('贴息资金本周内拨付到企业账户。');
    await leader.pressed(room, '现场答复');
  }, leader.toast('已现场答复'));
  await asksFor('签批第4件（共4件，含本件还有1件待签）');
  await press(() => leader.pressed(room, '批示并交办'), leader.toast(numberOf(3)));
  await asksFor('本次接待4件均已处理：签批3件，现场答复1件');
  expect(await room.getByRole('button', { name: /签发|同意|答复/ }).count()).toBe(0);

  const standing = records.map((record) => town.row(record)).map((row) => [row['状态'], row['交办单编号']]);
  expect(standing).toEqual([
    ['待签收', numberOf(1)],
    ['待签收', numberOf(2)],
    ['待评价', ''],
    ['待签收', numberOf(3)],
  ]);
  expect(town.row(records[0] ?? '')['批示']).toBe(words);
  for (const who of [PEOPLE.housing, PEOPLE.safety]) {
    const unit = await street.chatOf(who);
    const titles = await unit.card('交办单').locator('.fc-title > span:first-child').allTextContents();
    expect(titles).toEqual([1, 2, 3].map((count) => `交办单 ${numberOf(count)}`));
    expect(await unit.card(numberOf(1)).innerText()).toContain(words);
  }
}, 90_000);

it('a unit objects, signs for it, reports, asks for time and reports the result; card and row agree after each', async () => {
  const { town } = street;
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟协办单位: null });
  const desk = await street.deskOf(PEOPLE.staff);
  const unit = await street.chatOf(PEOPLE.housing);
  const order = unit.card('交办单');
  const agrees = async (state: string, onCard: string | RegExp, inRow: Readonly<Record<string, unknown>> = {}) => {
    await order.filter({ hasText: onCard }).waitFor();
    expect((await order.locator('.fc-title .fc-tag').first().textContent())?.trim()).toBe(state);
    expect(town.row(record)).toMatchObject({ 状态: state, ...inRow });
    await desk.shows(record, '状态', state);
  };
  const decide = async (action: string, words: string) => {
    await desk.type(record, '处理说明', words);
    await desk.choose(record, '操作', [action]);
    await town.settle();
    await desk.shows(record, '操作', '');
  };
  await agrees('待签收', '签收');

  const objection = '该厂房在经开区，验收由管委会负责。';
  await press(async () => {
    await unit.unfold(order, '提出异议');
    await unit.field(order, FIELDS.object.reason).fill(objection);
    await unit.field(order, FIELDS.object.unit).selectOption({ label: '经开区管委会' });
    await unit.pressed(order, '提交异议');
  }, unit.toast('异议已提出'));
  await agrees('待签收', `${objection}（建议交经开区管委会）（待确定）`);
  expect(town.row(record)['异议情况']).toMatch(/建议由经开区管委会办理）【待确定】/);
  expect(await order.getByRole('button', { name: '签收', exact: true }).count()).toBe(0);

  await decide('异议不成立', '竣工联合验收由住建牵头，管委会配合。');
  await agrees('待签收', /不成立（[^）]+）：竣工联合验收由住建牵头/);
  expect(town.row(record)['异议情况']).toContain('【异议不成立】');
  await press(() => unit.pressed(order, '签收'), unit.toast('已签收'));
  await agrees('办理中', '请住建（主办）办理并报结果');

  const progress = '已组织联合验收，提出两处整改。';
  await unit.field(order, FIELDS.progress.text).fill(progress);
  await press(() => unit.pressed(order, '提交进展'), unit.toast('进展已登记'));
  await agrees('办理中', '进展与意见（1条）');
  expect(town.row(record)['最新进展']).toContain(progress);

  const due = town.row(record)['时限'];
  await press(async () => {
    await unit.unfold(order, '申请延期');
    await unit.field(order, FIELDS.extend.date).fill('2026-04-10');
    await unit.field(order, FIELDS.extend.reason).fill('整改需待设备到货。');
    await unit.field(order, FIELDS.extend.doneSoFar).fill('已完成一处整改。');
    await unit.pressed(order, '提交延期申请');
  }, unit.toast('延期申请已提出'));
  await agrees('办理中', '延至2026年4月10日（待审批）', { 时限: due });
  await decide('同意延期', '同意，请如期办结。');
  await agrees('办理中', '延至2026年4月10日（已批准）', { 时限: '2026-04-10' });
  await order.filter({ hasText: '2026年4月10日前' }).waitFor();

  await press(async () => {
    await unit.unfold(order, /^\s*报结果\s*$/);
    await unit.field(order, FIELDS.resolve.outcome).selectOption({ label: '已解决' });
    await unit.field(order, FIELDS.resolve.text).fill('竣工验收合格，证书已发。');
    await unit.field(order, FIELDS.resolve.unitHead).fill('住建负责人');
    await unit.pressed(order, '报送结果');
  }, unit.toast('结果已报送'));
  await agrees('待审核', '结果已报，待工商联审核', { 办理结果: '已解决' });
  expect(await order.getByRole('button').count()).toBe(0);
}, 90_000);

it('whoever got a sheet forwarded cannot sign it and changes nothing, and the card of the leader still works', async () => {
  const { town } = street;
  const stranger = 'ou_sandbox_renshe_1';
  const record = await town.fileByForm();
  await bringToLeader(town, record);
  const leader = await street.chatOf(PEOPLE.secretaryJia);
  const sheet = leader.card('签批单');

  // Today's clients obey the card, which says that it must not be forwarded.
  await leader.forward(sheet, stranger);
  await leader.toast('该卡片不允许转发').waitFor();
  const other = await street.chatOf(stranger);
  expect(await other.card('签批单').count()).toBe(0);

  // One that does not know of that forwards it, and lets it be pressed.
  town.sandbox.settings.heedsForwarding = false;
  const copy = other.card('签批单');
  await leader.forward(sheet, stranger);
  await copy.waitFor();
  const before = { row: town.row(record), copy: await copy.innerText() };
  await press(
    () => other.pressed(copy, '批示并交办'),
    other.toast('这一步不由您办理；如职责有调整，请联系区工商联更新名单。'),
  );
  expect({ row: town.row(record), copy: await copy.innerText() }).toEqual(before);
  expect(before.row).toMatchObject({ 状态: '待签批', 交办单编号: '' });

  await press(() => leader.pressed(sheet, '批示并交办'), leader.toast(numberOf(1)));
  await leader
    .card('已签批')
    .filter({ hasText: numberOf(1) })
    .waitFor();
  expect(town.row(record)).toMatchObject({ 状态: '待签收', 交办单编号: numberOf(1) });
  await press(() => other.pressed(copy, '批示并交办'), other.toast(/已由书记甲.*签批，不必再签/));
  expect(town.row(record)).toMatchObject({ 状态: '待签收', 交办单编号: numberOf(1) });
}, 90_000);

it('a card that lay for twenty days says so where it is pressed and points to the fresh one, which can be signed', async () => {
  const { town } = street;
  const [first, second] = [await town.fileByForm(), await town.fileByForm({ 诉求内容: '厂区东侧道路雨后积水。' })];
  await bringToLeader(town, first);
  await bringToLeader(town, second);
  /** A phone in a drawer: its screen shows what it showed when it was put there. */
  const putAway = async () => {
    const chat = await street.chatOf(PEOPLE.secretaryJia, async (page) => page.clock.install());
    await chat.card('签批单').nth(1).waitFor();
    await chat.page.clock.pauseAt(Date.now() + 600_000);
    return chat;
  };
  const [early, late] = [await putAway(), await putAway()];
  const about = (chat: Chat, text: string) => chat.card('签批单').filter({ hasText: text });
  const live = async (days: number) => {
    for (let part = 0; part < days * 4; part += 1) {
      town.advance(DAY_MS / 4);
      await town.service.tick();
      await town.settle();
    }
  };

  // The old message is a pointer by now; what this phone still shows counts, because Feishu still takes the press.
  await live(12);
  await press(() => early.pressed(about(early, '道路雨后积水').first(), '批示并交办'), early.toast(numberOf(1)));
  expect(town.row(second)).toMatchObject({ 状态: '待签收', 交办单编号: numberOf(1) });

  await live(8);
  await press(() => late.pressed(about(late, '验收时间').first(), '批示并交办'), late.toast('已超过14天'));
  expect(town.row(first)).toMatchObject({ 状态: '待签批', 交办单编号: '' });
  const pointers = late.card('请看新卡片');
  await pointers.nth(1).waitFor();
  expect(await pointers.getByRole('button').count()).toBe(0);

  const leader = await street.chatOf(PEOPLE.secretaryJia);
  const fresh = about(leader, '验收时间');
  await press(() => leader.pressed(fresh, '批示并交办'), leader.toast(numberOf(2)));
  await leader
    .card('已签批')
    .filter({ hasText: numberOf(2) })
    .waitFor();
  expect(town.row(first)).toMatchObject({ 状态: '待签收', 交办单编号: numberOf(2) });
}, 90_000);
