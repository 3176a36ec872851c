/**
 * One case from the QR page to 已销号, walked by clicks only: an enterprise, a leader and two units on their phones, staff at
 * the table. Each step ends when whoever acted can see that it worked; what else must then be so is for `after` to look at.
 */
import type { Page } from 'playwright-core';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { ENTERPRISE } from '../story/cases.ts';
import { PEOPLE } from '../story/people.ts';
import type { Playhouse } from '../story/stages.ts';
import type { Windows } from './browser.ts';
import { type Chat, createChat, createDesk, type Desk, until } from './hands.ts';

export const APPEAL = {
  category: '审批验收办证',
  wish: '组织一次联合验收',
  instruction: '请丙同志牵头，住建主办，下周内组织联合验收，能合并的一并办。书记甲',
  progress: '已组织联合验收，提出两处整改。',
  result: '竣工验收合格，证书已发。',
  reply: '联合验收已通过，竣工手续办结，可到窗口领证。',
  ratingWords: '一次把人叫齐了',
} as const;

/** The steps in their order, by what each one brings about. */
export const STEP_NAMES = [
  'intakeOpened',
  'receiptGiven',
  'formFilled',
  'filed',
  'accepted',
  'vetted',
  'scheduled',
  'heard',
  'requested',
  'sheetOpened',
  'signed',
  'acknowledgedByOne',
  'acknowledgedByAll',
  'progressReported',
  'resultReported',
  'resultPassed',
  'ratingOpened',
  'rated',
  'resultReturned',
  'closed',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

export interface Walk {
  /** The tab in which the enterprise moves on from page to page. */
  readonly enterprise: Page;
  /** The same tab while it shows the status page. */
  readonly status: Page | null;
  readonly desk: Desk;
  readonly leader: Chat;
  readonly leadUnit: Chat;
  readonly supportingUnit: Chat;
  /** The row of the case; empty before it was filed. */
  readonly record: string;
}

export interface WalkOptions {
  readonly house: Playhouse;
  readonly windows: Windows;
  readonly text: string;
  readonly after: (step: StepName, walk: Walk) => Promise<void>;
}

export const walkOneCase = async ({ house, windows, text, after }: WalkOptions): Promise<Walk> => {
  const feishuUrl = house.sandbox.settings.publicUrl;
  const openChat = async (who: string): Promise<Chat> => {
    const page = await windows.phone();
    await page.goto(`${feishuUrl}/chats/${who}`);
    return createChat(page);
  };
  const enterprise = await windows.phone();
  const desk = createDesk(await windows.desk());
  const leader = await openChat(PEOPLE.secretaryJia);
  const leadUnit = await openChat(PEOPLE.housing);
  const supportingUnit = await openChat(PEOPLE.safety);
  let walk: Walk = { enterprise, status: null, desk, leader, leadUnit, supportingUnit, record: '' };
  const done = (step: StepName) => after(step, walk);

  // ---------------------------------------------------------------------------------------------- the enterprise
  const agree = enterprise.getByRole('button', { name: '我已阅读并同意，领取查询码' });
  // A district that was set up this moment opens its page once the service has read its settings.
  await until(async () => void (await enterprise.goto(`${house.stage.serviceUrl}/a/${house.stage.district}`)), agree);
  await done('intakeOpened');
  await agree.click();
  const code = ((await enterprise.locator('.code').textContent()) ?? '').trim();
  await done('receiptGiven');

  // Form and status open beside the receipt, which stays.
  const form = await inNewTab(enterprise, '去填写诉求');
  const prefilled = await form.getByTestId('answer:查询码').inputValue();
  if (prefilled !== code) throw new Error(`the form opens with “${prefilled}” in place of the receipt code`);
  await fillForm(form, text);
  await done('formFilled');
  await form.getByTestId('submit-form').click();
  await form.getByTestId('notice-good').waitFor();
  await form.close();
  await enterprise.getByText(code).waitFor();

  await desk.page.goto(`${feishuUrl}/base/${house.base.appToken}?as=${PEOPLE.staff}`);
  await desk.openTable('事项');
  const record = await desk.rowWith(ENTERPRISE.name);
  await desk.shows(record, '状态', '待受理');
  const status = await inNewTab(enterprise, '打开查询页并收藏');
  await status.getByRole('heading', { name: '办理情况', exact: true }).waitFor();
  await enterprise.close();
  walk = { ...walk, enterprise: status, status, record };
  await done('filed');

  // ------------------------------------------------------------------------------------------------------- staff
  await desk.choose(record, '操作', ['受理']);
  await desk.shows(record, '状态', '核查中');
  await done('accepted');

  for (const [verdict, ground] of [
    ['真实', '现场照片、合同'],
    ['合法', '未见违法情形'],
    ['合理', '诉求与政策相符'],
  ] as const) {
    await desk.choose(record, verdict, ['是']);
    await desk.type(record, `${verdict}依据`, ground);
  }
  await desk.tick(record, '急');
  await desk.choose(record, '操作', ['核查完成']);
  await desk.shows(record, '状态', '待安排');
  await done('vetted');

  await desk.openTable('接待日');
  const day = await desk.addRow();
  await desk.type(day, '名称', '第13期');
  await desk.type(day, '日期', house.stage.today());
  await desk.type(day, '地点', '区工商联会议室');
  await desk.choose(day, '接待领导', ['书记甲']);
  await desk.openTable('事项');
  await desk.choose(record, '接待日', ['第13期']);
  await desk.choose(record, '操作', ['排入接待日']);
  await desk.shows(record, '状态', '已排入接待日');
  await done('scheduled');

  await desk.choose(record, '操作', ['已接待']);
  await desk.shows(record, '状态', '已接待');
  await done('heard');

  await desk.choose(record, '拟签批领导', ['书记甲']);
  await desk.choose(record, '拟牵头领导', ['副区长戊']);
  await desk.choose(record, '拟主办单位', ['住建']);
  await desk.choose(record, '拟协办单位', ['自然资源']);
  await desk.type(record, '拟办时限', '15');
  await desk.type(record, '拟办意见', '建议由住建牵头办理，按期报结果。');
  await desk.choose(record, '操作', ['提交签批']);
  await desk.shows(record, '状态', '待签批');
  await done('requested');

  // ------------------------------------------------------------------------------------------------------ leader
  const sheet = leader.card('签批单');
  await sheet.getByText('自然资源').first().waitFor();
  await done('sheetOpened');
  await until(
    async () => {
      await leader.field(sheet, FIELDS.sign.words).fill(APPEAL.instruction);
      await leader.unfold(sheet, '牵头领导');
      await leader.field(sheet, FIELDS.sign.leadLeader).selectOption({ label: '常务副区长丙' });
      await leader.field(sheet, FIELDS.sign.leadUnit).selectOption({ label: '住建' });
      await leader.setChoice(sheet, FIELDS.sign.supportingUnits, '自然资源', false);
      await leader.setChoice(sheet, FIELDS.sign.supportingUnits, '应急', true);
      await leader.field(sheet, FIELDS.sign.workdays).selectOption('10');
      await leader.pressed(sheet, '批示并交办');
    },
    leader.card(/已签批/),
  );
  await done('signed');

  // ------------------------------------------------------------------------------------------------------- units
  const orderOf = (unit: Chat) => unit.card(/交办单/);
  const acknowledge = async (unit: Chat): Promise<void> => {
    const order = orderOf(unit);
    await until(
      () => unit.pressed(order, '签收'),
      order
        .filter({ hasText: /已签收|请住建（主办）办理|配合办理/ })
        .filter({ hasNot: unit.page.getByText('签收', { exact: true }) }),
    );
  };
  await acknowledge(supportingUnit);
  await done('acknowledgedByOne');
  await acknowledge(leadUnit);
  await done('acknowledgedByAll');

  const order = orderOf(leadUnit);
  await until(
    async () => {
      await leadUnit.field(order, FIELDS.progress.text).fill(APPEAL.progress);
      await leadUnit.pressed(order, '提交进展');
    },
    order.filter({ hasText: '进展与意见（1条）' }),
  );
  await desk.shows(record, '状态', '办理中');
  await done('progressReported');

  await until(
    async () => {
      await leadUnit.unfold(order, /^\s*报结果\s*$/);
      await leadUnit.field(order, FIELDS.resolve.outcome).selectOption({ label: '已解决' });
      await leadUnit.field(order, FIELDS.resolve.text).fill(APPEAL.result);
      await leadUnit.field(order, FIELDS.resolve.unitHead).fill('住建负责人');
      await leadUnit.pressed(order, '报送结果');
    },
    order.filter({ hasText: '结果已报，待工商联审核' }),
  );
  await desk.shows(record, '状态', '待审核');
  await done('resultReported');

  // ------------------------------------------------------------------------------- staff, enterprise, leader again
  await desk.type(record, '对企业的答复', APPEAL.reply);
  await desk.choose(record, '操作', ['审核通过']);
  await desk.shows(record, '状态', '待评价');
  await done('resultPassed');

  await status.reload();
  await status.getByRole('link', { name: '去评价' }).click();
  await status.getByLabel('非常满意').check();
  await status.getByLabel('想说的话').fill(APPEAL.ratingWords);
  walk = { ...walk, status: null };
  await done('ratingOpened');
  await status.getByRole('button', { name: '提交评价' }).click();
  await status.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
  await desk.shows(record, '状态', '待销号');
  const heading = status.getByRole('heading', { name: '办理情况', exact: true });
  for (let back = 0; back < 3 && !(await heading.isVisible()); back += 1) await status.goBack();
  await heading.waitFor();
  walk = { ...walk, status };
  await done('rated');

  const result = leader.card(/办理结果/);
  await result.getByRole('button', { name: '阅（同意销号）' }).waitFor();
  await done('resultReturned');
  await until(() => leader.pressed(result, '阅（同意销号）'), result.filter({ hasText: '本事项已销号' }));
  await desk.shows(record, '状态', '已销号');
  await done('closed');
  return walk;
};

const inNewTab = async (page: Page, link: string): Promise<Page> => {
  const opening = page.context().waitForEvent('page');
  await page.getByRole('link', { name: link }).click();
  return opening;
};

/** Types what the enterprise has to say, question by question. */
const fillForm = async (form: Page, text: string): Promise<void> => {
  const answer = (question: string, words: string) => form.getByTestId(`answer:${question}`).fill(words);
  const choose = (question: string, option: string) =>
    form.getByTestId(`question:${question}`).getByTestId(`choice:${option}`).check();
  await answer('企业名称', ENTERPRISE.name);
  await answer('统一社会信用代码', ENTERPRISE.creditCode);
  await choose('类型', '问题');
  await choose('类别', APPEAL.category);
  await form.getByTestId('answer:诉求内容').pressSequentially(text);
  await answer('希望如何解决', APPEAL.wish);
  await answer('联系人', ENTERPRISE.contact);
  await choose('身份', ENTERPRISE.role);
  await answer('联系电话', ENTERPRISE.phone);
};
