/**
 * 合并 from end to end, with every event and press coming twice: two firms bring the same matter, it is signed and handled once, whoever
 * handles it reads whom else it concerns, and each firm reads the answer and rates it for itself.
 */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { settleMerger } from '../../src/cases/settle-mergers.ts';
import { statement } from '../../src/store/statement.ts';
import type { Actor } from '../../src/workflow/actor.ts';
import { type CaseId, caseId, deliveryId, openId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import {
  bringToHandling,
  bringToLeader,
  lettersTo,
  openTown,
  SERVICE_URL,
  type ShownCard,
  type Town,
} from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OFFICER = 'ou_sandbox_zhujian_1';
const STAFF = 'ou_sandbox_staff_1';
const OTHER = '〔虚构〕安富河冷链物流有限公司';
const OTHER_FIRM = { 企业名称: OTHER, 统一社会信用代码: '91999999MAXX000318', 联系电话: '19900000103' };
const REASON = '〔虚构〕同一园区同一批厂房的验收。';

let town: Town;
afterEach(async () => {
  await town.close();
});

const idOf = (record: string): CaseId => caseId(town.row(record)['受理编号'] ?? '');
const eventsOf = async (record: string): Promise<readonly string[]> =>
  (await town.service.cases.loadEvents(idOf(record))).map(({ type }) => type).filter((type) => type !== 'lightChanged');
const twice = async (card: ShownCard | undefined, act: string, form: Readonly<Record<string, unknown>> = {}) => {
  if (!card) throw new Error(`no card for ${act}`);
  await Promise.all([town.press(card, act, form), town.press(card, act, form)]);
  await town.settle();
};
const page = async (record: string): Promise<string> =>
  (await town.service.app.request(new URL(town.row(record)['查询链接'] ?? '').pathname)).text();
const mergedPair = async (): Promise<{ readonly target: string; readonly child: string }> => {
  const target = await town.fileByForm();
  const child = await town.fileByForm(OTHER_FIRM);
  await town.edit(child, { 操作: '受理' });
  await town.edit(child, { 操作: '合并', 合并到: idOf(target), 处理说明: REASON });
  expect(town.row(child)['状态']).toBe('已合并');
  return { target, child };
};
const resolveTwice = (record: string) =>
  twice(town.cards(OFFICER, 'assignment', record).at(-1), 'resolve', {
    [FIELDS.resolve.outcome]: 'resolved',
    [FIELDS.resolve.text]: '〔虚构〕已组织联合验收。',
    [FIELDS.resolve.basis]: '',
    [FIELDS.resolve.unitHead]: '住建负责人',
  });
const rateOnPage = async (record: string, grade: number, words: string): Promise<readonly number[]> => {
  const { pathname } = new URL(town.row(record)['评价链接'] ?? '');
  const form = await (await town.service.app.request(pathname)).text();
  const nonce = /name="nonce" value="([^"]+)"/.exec(form)?.[1] ?? '';
  const send = () =>
    town.service.app.request(pathname, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: SERVICE_URL },
      body: new URLSearchParams({ nonce, grade: String(grade), words }).toString(),
    });
  const answers = await Promise.all([send(), send()]);
  await town.settle();
  return answers.map(({ status }) => status);
};

it('the leader and the units read what was merged in and why; the other firm reads the answer and rates for itself', async () => {
  town = await openTown({ eventCopies: 2, shufflesEvents: true });
  const { target, child } = await mergedPair();
  expect(town.row(target)['合并情况']).toContain(`受理编号 ${idOf(child)}，${OTHER}`);
  expect(town.row(target)['合并情况']).toContain(REASON);
  expect(await eventsOf(target)).toEqual(['caseSubmitted', 'caseTookIn']);

  const sheet = await bringToLeader(town, target);
  for (const part of ['并入事项', OTHER, REASON]) expect(sheet.content).toContain(part);
  await twice(sheet, 'sign');
  for (const who of [OFFICER, 'ou_sandbox_yingji_1']) {
    const order = town.cards(who, 'assignment', target).at(-1);
    for (const part of ['并入事项', OTHER, REASON]) expect(order?.content).toContain(part);
    await twice(order, 'acknowledge');
  }
  await resolveTwice(target);
  await town.edit(target, { 操作: '审核通过', 对企业的答复: '〔虚构〕联合验收已完成，可到窗口领证。' });

  expect(town.row(child)).toMatchObject({ 状态: '已合并', 办理结果: '已解决' });
  for (const record of [target, child]) expect(await page(record)).toContain('联合验收已完成，可到窗口领证。');
  expect(await page(child)).not.toContain('溪乐');
  expect(await rateOnPage(child, 5, '〔虚构〕很快')).toEqual([303, 303]);
  await rateOnPage(target, 4, '');
  expect(town.row(child)).toMatchObject({ 满意度评价: '非常满意', 状态: '已合并' });
  expect(town.row(target)).toMatchObject({ 满意度评价: '满意', 状态: '待销号' });
  expect(await eventsOf(child)).toEqual([
    'caseSubmitted',
    'caseAccepted',
    'caseMerged',
    'answerShared',
    'sharedAnswerRated',
  ]);
  const result = town.cards(LEADER, 'resolution', target).at(-1);
  expect(result?.content).toContain(OTHER);
}, 120_000);

it('an answer that the other firm rates badly waits for staff, who may give its case back on its own, with the reason', async () => {
  town = await openTown({ eventCopies: 2 });
  const { target, child } = await mergedPair();
  await town.edit(child, { 操作: '恢复单独办理', 处理说明: '〔虚构〕另有情形。' });
  expect(town.row(child)['操作结果']).toContain('“不满意”或“非常不满意”后，才能恢复单独办理');
  await bringToHandling(town, target);
  await resolveTwice(target);
  await town.edit(target, { 操作: '审核通过', 对企业的答复: '〔虚构〕已完成。' });
  expect(town.row(child)['可选操作']).toContain('登记电话评价');
  expect(town.row(child)['可选操作']).not.toContain('恢复单独办理');

  await rateOnPage(child, 1, '〔虚构〕没有人联系过我们');
  expect(town.row(child)['待办事由']).toBe('企业对合并答复不满意，待研判');
  expect(town.row(child)['可选操作']).toContain('恢复单独办理（处理说明写理由）');
  expect(
    lettersTo(town, STAFF)
      .map(({ content }) => content)
      .join(),
  ).toContain('恢复单独办理');
  await town.edit(child, { 操作: '恢复单独办理', 处理说明: null });
  expect(town.row(child)).toMatchObject({ 状态: '已合并' });
  await town.edit(child, { 操作: '恢复单独办理', 处理说明: '〔虚构〕冷库验收另有标准，单独核查。' });
  expect(town.row(child)).toMatchObject({ 状态: '核查中', 待办事由: '待核查' });
  for (const part of ['没有人联系过我们', '冷库验收另有标准', '已完成'])
    expect(town.row(child)['合并情况']).toContain(part);
  expect(await page(child)).toContain('冷库验收另有标准，单独核查。');
  expect(town.row(target)['状态']).toBe('待评价');
}, 120_000);

it('goes on where the service died: after each step, and however often it is asked again, each thing happened once', async () => {
  town = await openTown();
  const target = await town.fileByForm();
  const child = await town.fileByForm(OTHER_FIRM);
  await bringToHandling(town, target);
  await resolveTwice(target);
  await town.edit(target, { 操作: '审核通过', 对企业的答复: '〔虚构〕已完成。' });
  const staff: Actor = { kind: 'person', openId: openId(STAFF), name: '工商联经办人' };
  const { handleCommand, cases } = town.service;
  await handleCommand({
    deliveryId: deliveryId('the-merger'),
    caseId: idOf(child),
    district: town.base.district,
    actor: staff,
    command: { type: 'merge', into: idOf(target), reason: REASON },
  });
  let deaths = 0;
  const dying: typeof handleCommand = async (request) => {
    await handleCommand(request);
    deaths += 1;
    throw new Error('died');
  };
  for (let life = 0; life < 9; life += 1) {
    const end = await settleMerger({ cases, handleCommand: dying, now: town.now }, idOf(child)).catch(() => 'died');
    if (end !== 'died') break;
  }
  expect(deaths).toBe(2);
  await town.settle();
  expect((await eventsOf(target)).filter((type) => type === 'caseTookIn')).toHaveLength(1);
  expect(await eventsOf(child)).toEqual(['caseSubmitted', 'caseMerged', 'answerShared']);
  expect(town.row(child)['结果说明']).toContain('已完成。');
}, 120_000);

it('a merger that an earlier version left alone is followed up once the database is upgraded', async () => {
  town = await openTown();
  const target = await town.fileByForm();
  const child = await town.fileByForm(OTHER_FIRM);
  await town.service.handleCommand({
    deliveryId: deliveryId('an-old-merger'),
    caseId: idOf(child),
    district: town.base.district,
    actor: { kind: 'person', openId: openId(STAFF), name: '工商联经办人' },
    command: { type: 'merge', into: idOf(target), reason: REASON },
  });
  await town.service.database.commit([statement("DELETE FROM outbox WHERE kind = 'settleMerger'", [])]);
  await town.settle();
  expect(await eventsOf(target)).toEqual(['caseSubmitted']);
  await town.service.database.commit([
    statement(readFileSync('src/store/migrations/0008_mergers.sql', 'utf8').trim(), []),
  ]);
  await town.settle();
  expect(await eventsOf(target)).toEqual(['caseSubmitted', 'caseTookIn']);
  expect(town.row(target)['合并情况']).toContain(OTHER);
});
