/**
 * 评价申诉: a unit that holds a dissatisfied rating to be unfair says so once; staff decide in the row, for all to see. The enterprise's
 * words stay, its case goes on, and the unit's own figures say what was left out.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, lettersTo, openTown, type ShownCard, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const LEAD_LEADER = 'ou_sandbox_leader_bing';
const OFFICER = 'ou_sandbox_zhujian_1';
const HEAD = 'ou_sandbox_zhujian_head';
const SUPPORTING = 'ou_sandbox_yingji_1';
const STAFF = 'ou_sandbox_staff_1';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const inbox = (who: string): readonly string[] => lettersTo(town, who).map(({ content }) => content);
const sheetOf = (record: string, who = HEAD): ShownCard => {
  const card = town.cards(who, 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  return card;
};
const pressed = async (card: ShownCard | undefined, act: string, form: Readonly<Record<string, unknown>> = {}) => {
  if (!card) throw new Error(`no card for ${act}`);
  const answer = await town.press(card, act, form);
  await town.settle();
  return answer.kind === 'answered' ? (answer.toast?.content ?? '') : JSON.stringify(answer);
};
const historyOf = async (record: string): Promise<readonly string[]> =>
  (await town.service.cases.loadEvents(caseId(town.row(record)['受理编号'] ?? ''))).map(({ type }) => type);
const inHand = async (who: string): Promise<string> => {
  town.sandbox.control.menu(who, 'in_hand');
  await town.settle();
  return inbox(who).at(-1) ?? '';
};

const bringToDissatisfied = async (): Promise<string> => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  await pressed(town.cards(OFFICER, 'assignment', record).at(-1), 'resolve', {
    [FIELDS.resolve.outcome]: 'explained',
    [FIELDS.resolve.text]: '区级无权减免。',
    [FIELDS.resolve.basis]: '有关办法第三条',
    [FIELDS.resolve.unitHead]: '住建负责人',
  });
  await town.edit(record, { 对企业的答复: '按规定不能减免，可分期缴纳。', 操作: '审核通过' });
  await town.edit(record, { 回访评价: '不满意', 处理说明: '还是要交', 操作: '登记电话评价' });
  return record;
};

it('is made by the head on the sheet that tells of the rating, once, and decided by staff in the row', async () => {
  const record = await bringToDissatisfied();
  expect(inbox(HEAD).join()).toContain('可在卡片上评价申诉一次');
  expect(inbox(SUPPORTING).join()).not.toContain('申诉');
  expect(sheetOf(record, SUPPORTING).buttons.map(({ act }) => act)).not.toContain('contest');
  const card = sheetOf(record);
  expect(card.content).toContain('还是要交');

  const reason = { [FIELDS.contest.reason]: '收费标准由市级制定，本局无权减免。' };
  const other = sheetOf(record, OFFICER);
  const answers = await Promise.all([town.press(card, 'contest', reason), town.press(other, 'contest', reason)]);
  await town.settle();
  const toasts = answers.map((answer) => (answer.kind === 'answered' ? (answer.toast?.content ?? '') : ''));
  expect(toasts.filter((toast) => toast.includes('待区工商联确定'))).toHaveLength(1);
  expect(toasts.filter((toast) => toast.includes('本轮已申诉过一次'))).toHaveLength(1);
  expect((await historyOf(record)).filter((type) => type === 'ratingContested')).toHaveLength(1);
  expect(inbox(STAFF).join()).toContain('评价申诉成立');
  expect(town.row(record)).toMatchObject({ 满意度评价: '不满意', 评价申诉: '待确定', 状态: '待评价' });

  await town.edit(record, { 操作: '评价申诉成立' });
  expect(town.row(record)['操作结果']).toContain('请在“处理说明”中写明理由');
  await town.edit(record, { 操作: '评价申诉成立', 处理说明: '确属上级规定。' });
  expect(town.row(record)).toMatchObject({ 满意度评价: '不满意', 评价申诉: '成立，不计入单位考核' });
  expect(town.row(record)['评价意见']).toContain('还是要交');
  expect(town.row(record)['申诉情况']).toContain('确属上级规定。');
  expect(sheetOf(record).content).toContain('确属上级规定。');
  expect(inbox(HEAD).join()).toContain('评价申诉成立');

  const page = await (await town.service.app.request(new URL(town.row(record)['查询链接'] ?? '').pathname)).text();
  expect(page).toContain('不满意');
  expect(page).not.toContain('申诉');
  const figures = await inHand(HEAD);
  expect(figures).toContain('企业评价0件，其中基本满意以上0件；另有1件评价申诉成立，不计入');
}, 120_000);

it('holds up neither 研判, 复核 nor 销号, and is decided after them as well', async () => {
  const record = await bringToDissatisfied();
  await pressed(sheetOf(record), 'contest', { [FIELDS.contest.reason]: '本局无权减免。' });
  await town.edit(record, { 操作: '解释并提请复核', 处理说明: '政策限制' });
  const words = { [FIELDS.upholdRating.words]: '维持。' };
  await pressed(town.cards(LEAD_LEADER, 'reconsideration', record).at(-1), 'upholdRating', words);
  await pressed(town.cards(LEADER, 'resolution', record).at(-1), 'endorse');
  expect(town.row(record)).toMatchObject({ 状态: '已销号', 评价申诉: '待确定' });

  await town.edit(record, { 操作: '评价申诉不成立', 处理说明: '可提前告知企业。' });
  expect(town.row(record)).toMatchObject({ 状态: '已销号', 评价申诉: '不成立', 满意度评价: '不满意' });
  expect(inbox(HEAD).join()).toContain('评价申诉不成立');
  expect(await inHand(OFFICER)).toContain('企业评价1件，其中基本满意以上0件。');
  expect(await inHand(STAFF)).not.toContain('本月满意');
}, 120_000);
