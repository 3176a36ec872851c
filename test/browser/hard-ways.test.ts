/**
 * The ways that are not straight, pressed in a real browser by everybody who has a part in them: leader and handlers on phones, the
 * enterprise on its pages, a unit by web, staff at the table. With HARD_WAYS_PICTURES=<folder> every screen is kept as it stood.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ServerType, serve as serveNode } from '@hono/node-server';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { PEOPLE } from '../story/people.ts';
import { bringToLeader, bringToUnits, liveUntil, SERVICE_URL } from '../support/town.ts';
import { closePages, openWindows, type Windows } from './browser.ts';
import type { Chat } from './hands.ts';
import { openStreet, type Street } from './street.ts';
import { lendTypeface, settled } from './typeface.ts';

const PICTURES = process.env['HARD_WAYS_PICTURES'];
const TOWN_HOST = new URL(SERVICE_URL).hostname;
/** Over http a browser keeps what a unit came in with only of such a host. */
const LOCAL_HOST = 'service.localhost';
const DAY_MS = 86_400_000;
/** What stays in place while a chat is scrolled would lie over the card. */
const WITHOUT_BARS = '.top{position:static!important}.write{display:none!important}';

/** What a browser says of a form that was not taken; what its reader is told stands on the page. */
const REFUSED = /the server responded with a status of (?:400|403|409|422)/;

let windows: Windows;
let street: Street;
let pages: ServerType;
let taken = 0;
beforeEach(async () => {
  const port = await new Promise<number>((listening) => {
    pages = serveNode(
      { fetch: (request) => street.town.service.app.fetch(request), port: 0, hostname: '127.0.0.1' },
      (info) => listening(info.port),
    );
  });
  windows = await openWindows({
    hosts: { [TOWN_HOST]: port, [LOCAL_HOST]: port },
    ...(PICTURES === undefined ? {} : { bypassesPolicy: true, prepare: lendTypeface }),
  });
  street = await openStreet(windows);
});
afterEach(async () => {
  const tooWide = await closePages(windows);
  await windows.close();
  await new Promise<void>((closed) => pages.close(() => closed()));
  await street.close();
  expect(windows.troubles().filter((trouble) => !REFUSED.test(trouble))).toEqual([]);
  expect(tooWide).toEqual([]);
});

const look = async (name: string, what: Page | Locator): Promise<void> => {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  taken += 1;
  await settled('goto' in what ? what : what.page());
  const path = join(PICTURES, `${String(taken).padStart(2, '0')}-${name}.png`);
  await ('goto' in what ? what.screenshot({ path, fullPage: true }) : what.screenshot({ path, style: WITHOUT_BARS }));
};

/**
 * Presses once, reads what came of it, and lets the town come to rest. Opens the talk anew first: a card that changed since
 * would be redrawn under the hands, folded and without what was just typed.
 */
const press = async (chat: Chat, act: () => Promise<void>, said: string): Promise<void> => {
  await chat.page.reload();
  await Promise.all([chat.toast(said).first().waitFor(), act()]).catch(async (error: unknown) => {
    await look(`没有答复“${said}”`, chat.page);
    throw error;
  });
  await street.town.settle();
};
/** The newest card of this title. */
const card = (chat: Chat, title: string | RegExp): Locator => chat.card(title).last();
const settledText = async (chat: Chat, title: string | RegExp): Promise<string> => {
  await chat.page.reload();
  return (await card(chat, title).textContent()) ?? '';
};

/** What a unit does once it has signed for the sheet. */
const report = async (unit: Chat, title: RegExp, text: string): Promise<void> => {
  const order = card(unit, title);
  await press(
    unit,
    async () => {
      await unit.unfold(order, /^\s*(?:报结果|重新报结果.*)\s*$/);
      await unit.field(order, FIELDS.resolve.outcome).selectOption({ label: '已解决' });
      await unit.field(order, FIELDS.resolve.text).fill(text);
      await unit.field(order, FIELDS.resolve.unitHead).fill('自然资源负责人');
      await unit.pressed(order, '报送结果');
    },
    '结果已报送',
  );
};
const acknowledge = (unit: Chat, title: RegExp): Promise<void> =>
  press(unit, () => unit.pressed(card(unit, title), '签收'), '已签收');

const linkIn = (record: string, column: string): string => {
  const link = /https?:\/\/\S+/.exec(street.town.row(record)[column] ?? '')?.[0];
  if (!link) throw new Error(`no link in ${column}: ${street.town.row(record)[column]}`);
  return link;
};
const visit = async (record: string, column = '查询链接'): Promise<Page> => {
  const page = await windows.phone();
  await page.goto(linkIn(record, column));
  return page;
};
const rate = async (record: string, grade: string, words: string, name: string): Promise<Page> => {
  const page = await visit(record, '评价链接');
  await page
    .locator('label.choice')
    .filter({ hasText: new RegExp(`^\\s*${grade}`) })
    .locator('input')
    .check();
  await page.getByRole('textbox').fill(words);
  await look(`${name}-企业评价`, page);
  await page.getByRole('button', { name: '提交评价' }).click();
  await page.getByRole('heading', { name: /谢谢/ }).waitFor();
  await street.town.settle();
  await look(`${name}-企业评价之后`, page);
  return page;
};
const days = async (count: number): Promise<void> => {
  const until = new Date(street.town.now() + count * DAY_MS + 8 * 3_600_000).toISOString().slice(0, 10);
  await liveUntil(street.town, `${until}T10:00`);
};

it('退回补充, an upheld objection, two pauses, an extension, 退回重办, a bad rating, 重办, 复核, and a second round to the end', async () => {
  const { town } = street;
  const record = await town.fileByForm();
  await bringToLeader(town, record);
  const row = () => town.row(record);
  const desk = await street.deskOf(PEOPLE.staff);
  const lookAtRow = async (name: string): Promise<void> => {
    await desk.page.reload();
    await look(`${name}-事项表`, desk.page);
  };
  const leader = await street.chatOf(PEOPLE.secretaryJia);
  const sheet = card(leader, '签批单');
  await look('签批单', sheet);

  const back = '请补充用地手续的现状，再报。';
  await press(
    leader,
    async () => {
      await leader.unfold(sheet, '退回补充');
      await leader.field(sheet, FIELDS.sendBack.reason).fill(back);
      await leader.pressed(sheet, '退回补充');
    },
    '已退回',
  );
  expect(row()['领导意见']).toContain(back);
  await lookAtRow('退回补充');
  await town.edit(record, { 拟办意见: '用地手续齐全，建议由住建牵头办理。', 操作: '提交签批' });
  expect(row()['状态']).toBe('待签批');
  const words = '请住建牵头，半月内办结。书记甲';
  await press(
    leader,
    async () => {
      const again = card(leader, '签批单');
      await leader.field(again, FIELDS.sign.words).fill(words);
      await leader.pressed(again, '批示并交办');
    },
    '已签批并交办',
  );
  await look('已签批', card(leader, '已签批'));

  const housing = await street.chatOf(PEOPLE.housing);
  const objection = '该地块权属登记由自然资源负责。';
  await press(
    housing,
    async () => {
      const order = card(housing, '交办单');
      await housing.unfold(order, '提出异议');
      await housing.field(order, FIELDS.object.reason).fill(objection);
      await housing.field(order, FIELDS.object.unit).selectOption({ label: '自然资源' });
      await look('提出异议', order);
      await housing.pressed(order, '提交异议');
    },
    '异议已提出',
  );
  await look('异议待确定', card(housing, '交办单'));
  const ruling = '权属登记归自然资源，改由其主办。';
  await town.edit(record, { 改办单位: [town.idOf('units', '自然资源')], 处理说明: ruling, 操作: '异议成立改办' });
  expect(row()).toMatchObject({ 主办单位: '自然资源' });
  expect(await settledText(housing, /交办单|不再/)).toContain(ruling);
  await look('改办后原单位', card(housing, /交办单|不再/));
  await lookAtRow('改办');
  await leader.page.reload();
  await look('改办后领导', card(leader, '已签批'));

  const safety = await street.chatOf(PEOPLE.safety);
  await acknowledge(safety, /交办单/);
  const land = await street.chatOf(PEOPLE.land);
  const order = () => card(land, '交办单');
  await acknowledge(land, /交办单/);
  await look('新单位交办单', order());
  await press(land, () => land.pressed(order(), '已联系企业'), '已登记');
  const asks = async (question: string): Promise<void> =>
    press(
      land,
      async () => {
        await land.unfold(order(), '请企业补充');
        await land.field(order(), FIELDS.askEnterprise.question).fill(question);
        await land.pressed(order(), '请企业补充');
      },
      '已请企业补充',
    );
  await asks('请补交宗地图。');
  const status = await visit(record);
  await look('企业被问', status);
  const answer = '宗地图已送窗口，编号〔虚构〕17。';
  await status.locator('textarea[name="text"]').first().fill(answer);
  await status.getByRole('button', { name: /提交/ }).first().click();
  await status.waitForLoadState();
  await town.settle();
  expect(row()['状态']).toBe('办理中');
  expect(await settledText(land, '交办单')).toContain(answer);
  await days(1);
  await asks('请补交授权委托书。');
  await town.edit(record, { 处理说明: '企业来电：委托书已交。', 操作: '结束补充' });
  expect(row()['状态']).toBe('办理中');
  await press(
    land,
    async () => {
      await land.unfold(order(), '申请延期');
      await land.field(order(), FIELDS.extend.date).fill('2026-04-10');
      await land.field(order(), FIELDS.extend.reason).fill('需等测绘成果。');
      await land.field(order(), FIELDS.extend.doneSoFar).fill('已完成外业测绘。');
      await land.pressed(order(), '提交延期申请');
    },
    '延期申请已提出',
  );
  await look('申请延期', order());
  await town.edit(record, { 处理说明: '同意，请如期办结。', 操作: '同意延期' });
  expect(row()['时限']).toBe('2026-04-10');
  await look('延期后企业', await visit(record));

  await report(land, /交办单/, '已受理登记。');
  const returned = '只写了受理，没有办结，请写明登记结果。';
  await town.edit(record, { 处理说明: returned, 操作: '退回重办' });
  expect(row()['状态']).toBe('办理中');
  expect(await settledText(land, '交办单')).toContain(returned);
  await look('退回重办', order());
  await report(land, /交办单/, '不动产登记证已发。');
  await town.edit(record, { 对企业的答复: '登记证已制好，可到窗口领取。', 操作: '审核通过' });
  await rate(record, '不满意', '证上面积少了二十平方米。', '不满意');
  await lookAtRow('不满意');
  await town.edit(record, { 处理说明: '面积不符，属实，请重办。', 操作: '重办' });
  expect(row()['状态']).toBe('办理中');
  expect(await settledText(land, '交办单')).toContain('面积不符，属实，请重办。');
  await look('评价后重办', order());
  await look('评价后重办企业', await visit(record));
  await report(land, /交办单/, '已更正面积并换发。');
  await town.edit(record, { 对企业的答复: '已换发新证。', 操作: '审核通过' });
  await rate(record, '不满意', '来回跑了四趟。', '再不满意');
  await town.edit(record, { 处理说明: '结果已更正，流程上确有不便，提请复核。', 操作: '解释并提请复核' });
  const overseer = await street.chatOf(PEOPLE.deputyBing);
  const review = card(overseer, /不满意件复核/);
  await look('复核', review);
  const upheld = '结果无误，请自然资源改进服务。';
  await press(
    overseer,
    async () => {
      await overseer.field(review, FIELDS.upholdRating.words).fill(upheld);
      await overseer.pressed(review, '维持办理结果');
    },
    '维持',
  );
  expect(row()['状态']).toBe('待销号');
  await leader.page.reload();
  const result = card(leader, /办理结果/);
  await look('结果报领导', result);
  const next = '请自然资源把跑四趟的原因查清，一周内改好并告诉企业。';
  await press(
    leader,
    async () => {
      await leader.field(result, FIELDS.signAgain.words).fill(next);
      await leader.pressed(result, '批示并交办');
    },
    '已签批并交办',
  );
  expect(row()).toMatchObject({ 状态: '待签收', 批示: next });
  expect(row()['历次情况']).toContain(words);
  await lookAtRow('第二轮');
  await land.page.reload();
  await look('第二轮交办单', order());
  await acknowledge(land, /交办单/);
  await acknowledge(safety, /交办单/);
  await report(land, /交办单/, '已合并窗口，一次办结，并向企业致歉。');
  await town.edit(record, { 对企业的答复: '今后一次办结，请监督。', 操作: '审核通过' });
  await look('第二轮企业', await visit(record));
  await rate(record, '满意', '这次很快。', '第二轮');
  await leader.page.reload();
  const last = card(leader, /办理结果/);
  await press(leader, () => leader.pressed(last, '阅（同意销号）'), '');
  expect(row()['状态']).toBe('已销号');
  await leader.page.reload();
  await look('销号后领导', leader.page);
  await lookAtRow('销号');
  await look('销号后企业', await visit(record));
}, 240_000);

it('a merged pair, a withdrawn case, a confidential one and a transcript that the leader disowns', async () => {
  const { town } = street;
  const target = await town.fileByForm();
  const child = await town.fileByForm({
    企业名称: '〔虚构〕青禾包装材料有限公司',
    统一社会信用代码: '91999999MAXX00023D',
    诉求内容: '同一片区的验收也约不上。',
    联系电话: '19900000102',
  });
  await town.edit(target, { 操作: '受理' });
  await town.edit(child, { 操作: '受理' });
  const reason = '同一片区同一批验收，一并办理。';
  await town.edit(child, { 合并到: town.row(target)['受理编号'] ?? '', 处理说明: reason, 操作: '合并' });
  expect(town.row(child)['状态']).toBe('已合并');
  await look('合并后另一企业', await visit(child));

  const withdrawn = await town.fileByForm({ 诉求内容: '厂区门口路灯不亮。' });
  const page = await visit(withdrawn);
  await page.getByText('我想撤回这件事').click();
  await page.locator('input[name="voluntary"][value="yes"]').check();
  await look('申请撤回', page);
  await page.getByRole('button', { name: /撤回/ }).click();
  await page.waitForLoadState();
  await town.settle();
  await town.edit(withdrawn, { 处理说明: '电话核实，路灯已修好，自愿撤回。', 操作: '自愿撤回，同意' });
  expect(town.row(withdrawn)['状态']).toBe('已撤回');
  await look('撤回后企业', await visit(withdrawn));

  const name = '〔虚构〕望江精密零件有限公司';
  const secret = await town.fileByForm({
    企业名称: name,
    统一社会信用代码: '91999999MAXX00031A',
    诉求内容: '反映某单位拖欠货款。',
    联系电话: '19900000103',
  });
  await town.edit(secret, { 保密: true });
  await bringToUnits(town, secret);
  const housing = await street.chatOf(PEOPLE.housing);
  const order = card(housing, '交办单');
  await look('保密交办单', order);
  expect(await order.innerText()).not.toContain('望江');
  await look('保密企业页', await visit(secret));

  const paper = await town.fileByForm({ 诉求内容: '二期用电增容迟迟不批。' });
  await bringToLeader(town, paper);
  const photo = Uint8Array.from({ length: 2_048 }, (_, index) => [0xff, 0xd8, 0xff, 0xe0][index] ?? index % 251);
  const token = town.sandbox.control.storeFile(town.base.appToken, '书面批示.jpg', 'image/jpeg', photo);
  await town.edit(paper, {
    批示原件: [{ file_token: token }],
    处理说明: '请住建牵头，十五日内办结。',
    操作: '登记书面批示',
  });
  const leader = await street.chatOf(PEOPLE.secretaryJia);
  const sheet = card(leader, '已签批');
  await look('转录的批示', sheet);
  const words = '我没有批示过这件事。';
  await press(
    leader,
    async () => {
      await leader.unfold(sheet, '没有作过这个批示');
      await leader.field(sheet, FIELDS.disown.words).fill(words);
      await leader.pressed(sheet, '非本人批示');
    },
    '',
  );
  await leader.page.reload();
  await look('非本人批示后', card(leader, /作废|签批单|已签批/));
  expect(town.row(paper)['交办单编号']).toBe('');
  await housing.page.reload();
  await look('作废后单位', card(housing, /作废|交办单/));
  const desk = await street.deskOf(PEOPLE.staff);
  await look('四种事项表', desk.page);
  expect(JSON.stringify(town.row(paper))).toContain(words);
}, 180_000);

/** The page that follows a press: it says what was done, or why it was not. */
const shown = (page: Page): Promise<unknown> => page.waitForEvent('load');

it('a unit by web objects, asks, asks for time, is sent back and rated badly, on a phone and without an account', async () => {
  const { town } = street;
  const office = '〔虚构〕石盘街道办';
  const unit = await town.add('units', { 单位名称: office, 网页办理: true });
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟主办单位: [unit], 拟协办单位: [] });
  const row = () => town.row(record);
  const codeFor = async (): Promise<string> => {
    await town.edit(record, { 操作: '发办理码' });
    const told = await street.chatOf(PEOPLE.staff);
    const text = (await told.page.locator('body').innerText()).split('办理码：').at(-1) ?? '';
    await told.page.close();
    return /^\d{4}-\d{4}/.exec(text)?.[0] ?? '';
  };
  const link = (): string => linkIn(record, '网页办理链接').replace(TOWN_HOST, LOCAL_HOST);
  const page = await windows.phone();
  const enter = async (code: string): Promise<void> => {
    await page.getByLabel('办理码').fill(code);
    await page.getByLabel('经办人姓名').fill('经办人甲');
    await Promise.all([shown(page), page.getByRole('button', { name: '进入办理' }).click()]);
  };
  await page.goto(link());
  expect(await page.locator('body').innerText()).not.toContain('一期厂房');
  const code = await codeFor();
  await enter(code === '0000-0000' ? '1111-1111' : '0000-0000');
  await look('网页办理码不对', page);
  expect(await page.getByLabel('经办人姓名').inputValue()).toBe('经办人甲');
  await enter(code);
  await look('网页交办单', page);

  /** Unfolds, fills in, presses, and reads what is said. */
  const act = async (
    fold: string | null,
    fields: Readonly<Record<string, string>>,
    button: string,
    said: string,
  ): Promise<void> => {
    await page.goto(link());
    const part = fold === null ? page.locator('main') : page.locator('details').filter({ hasText: fold }).last();
    if (fold !== null) await part.locator('summary').click();
    for (const [name, value] of Object.entries(fields)) {
      const field = page.locator(`[name="${name}"]`);
      if ((await field.evaluate((each) => each.tagName)) === 'SELECT') await field.selectOption({ label: value });
      else await field.fill(value);
    }
    await Promise.all([shown(page), part.getByRole('button', { name: button, exact: true }).click()]);
    await town.settle();
    await look(`网页${button}`, page);
    expect(await page.locator('body').innerText()).toContain(said);
  };
  await act('提出异议', { [FIELDS.object.reason]: '' }, '提交异议', '请先填写：异议理由');
  const objection = '该路段由经开管护，请另行明确。';
  await act('提出异议', { [FIELDS.object.reason]: objection }, '提交异议', '异议已提出');
  await town.edit(record, { 处理说明: '路段已移交街道，仍由街道主办。', 操作: '异议不成立' });
  await act(null, {}, '签收', '已签收');
  await act('报进展', {}, '已联系企业', '已登记联系企业');
  const question = '请告知车辆进出高峰的时段。';
  await act('请企业补充', { [FIELDS.askEnterprise.question]: question }, '请企业补充', '已请企业补充');
  const status = await visit(record);
  expect(await status.locator('body').innerText()).toContain(question);
  await town.edit(record, { 处理说明: '企业来电：早七点至九点。', 操作: '结束补充' });
  await act(
    '申请延期',
    {
      [FIELDS.extend.date]: '2026-04-17',
      [FIELDS.extend.reason]: '待招标。',
      [FIELDS.extend.doneSoFar]: '已完成设计。',
    },
    '提交延期申请',
    '延期申请已提出',
  );
  await town.edit(record, { 处理说明: '请按原定时限办结。', 操作: '不同意延期' });
  await page.reload();
  expect(await page.locator('body').innerText()).toContain('请按原定时限办结。');
  const result = (text: string) => ({
    [FIELDS.resolve.outcome]: '已解决',
    [FIELDS.resolve.text]: text,
    [FIELDS.resolve.unitHead]: '街道主任甲',
  });
  await act('报结果', result('已列入计划。'), '报送结果', '结果已报送');
  await town.edit(record, { 处理说明: '只写了计划，请写明何时完工。', 操作: '退回重办' });
  await page.reload();
  await look('网页退回重办', page);
  expect(await page.locator('body').innerText()).toContain('只写了计划，请写明何时完工。');
  await act('重新报结果', result('已修复通车。'), '报送结果', '结果已报送');
  await town.edit(record, { 对企业的答复: '道路已修复通车。', 操作: '审核通过' });
  await rate(record, '不满意', '修了一半又挖开。', '网页不满意');
  await town.edit(record, { 处理说明: '情况属实，请重办。', 操作: '重办' });
  await page.reload();
  await look('网页评价后重办', page);
  expect(await page.locator('body').innerText()).toContain('情况属实，请重办。');
  // Somebody else comes in with another code: this phone is out, and reads nothing any more.
  const other = await windows.phone();
  await other.goto(link());
  await other.getByLabel('办理码').fill(await codeFor());
  await other.getByLabel('经办人姓名').fill('经办人乙');
  await Promise.all([shown(other), other.getByRole('button', { name: '进入办理' }).click()]);
  await page.goto(link());
  await look('网页换人之后', page);
  expect(await page.locator('body').innerText()).not.toContain('情况属实');
  const desk = await street.deskOf(PEOPLE.staff);
  await look('网页办理事项表', desk.page);
  expect(row()).toMatchObject({ 状态: '办理中', 主办单位: office });
}, 180_000);
