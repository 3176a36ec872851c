/**
 * `npm run screenshots`: plays the walk and writes the pictures of the README into docs/screenshots/. Nothing is arranged:
 * what the pictures show is what stood on the screens. Fails when a picture grows too heavy for a page of documentation.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { CASES } from '../story/cases.ts';
import { onNode } from '../story/stages.ts';
import { openWindows } from './browser.ts';
import type { Chat } from './hands.ts';
import { smallPng } from './small-png.ts';
import { lendTypeface, settled } from './typeface.ts';
import { type StepName, type Walk, walkOneCase } from './walk.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');
const MAX_BYTES = 200_000;
/** Taller pages are cut: the table of the README shows the head of a page, as a phone does. */
const MAX_PHONE_HEIGHT = 1_160;
const WHOLE_PAGE = 1_300;
const TABLE_HEIGHT = 430;
/** What stays in place while a chat is scrolled would lie over the card. */
const WITHOUT_BARS = '.top{position:static!important}.write{display:none!important}';

/** Further appeals, so that the table looks as it does on a working day. All fictional. */
const NEIGHBOURS = [
  { name: '〔虚构〕汇川冷链物流有限公司', category: '融资', text: '设备更新贷款的贴息申请已交，希望告知办理进度。' },
  { name: '〔虚构〕青禾包装材料有限公司', category: '用地', text: '厂区东侧道路雨后积水，货车进出困难，请协调修缮。' },
  { name: '〔虚构〕望江精密零件有限公司', category: '惠企政策兑现', text: '技改奖补公示期已满，希望明确拨付时间。' },
] as const;

const write = (name: string, taken: Buffer): void => {
  const picture = smallPng(taken);
  if (picture.length > MAX_BYTES) throw new Error(`${name}.png has ${picture.length} bytes, more than ${MAX_BYTES}`);
  writeFileSync(join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`docs/screenshots/${name}.png  ${Math.round(picture.length / 1024)} kB\n`);
};

/** The head of a page, as much as a tall phone shows. */
const takePage = async (name: string, page: Page, maxHeight = MAX_PHONE_HEIGHT): Promise<void> => {
  await settled(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: size.width, height: Math.min(height, maxHeight) };
  write(name, await page.screenshot({ clip, fullPage: true, animations: 'disabled' }));
};

/** One card, whole. */
const takeCard = async (name: string, chat: Chat, title: RegExp, waitsFor: string): Promise<void> => {
  const card: Locator = chat.card(title);
  await card.getByText(waitsFor).first().waitFor();
  await settled(chat.page);
  write(name, await card.screenshot({ animations: 'disabled', style: WITHOUT_BARS }));
};

/** 事项 as staff see it: the sticky first column, and beside it the columns from 状态 on. */
const takeTable = async (name: string, page: Page): Promise<void> => {
  await settled(page);
  await page.getByTestId('rows').evaluate((rows) => {
    const scroller = rows.querySelector('[data-keep-scroll]');
    const primary = rows.querySelector('th.primary');
    const state = rows.querySelector('[data-testid="column:状态"]');
    if (!scroller || !primary || !state) throw new Error('the table has no column 状态');
    scroller.scrollLeft += state.getBoundingClientRect().left - primary.getBoundingClientRect().right;
  });
  const width = page.viewportSize()?.width ?? 0;
  const clip = { x: 0, y: 0, width, height: TABLE_HEIGHT };
  write(name, await page.screenshot({ clip, animations: 'disabled' }));
};

/** Others fill in the form too; staff have accepted all but the newest. */
const fileNeighbours = async ({ desk }: Walk): Promise<void> => {
  const { people } = house.stage;
  for (const [index, { name, category, text }] of NEIGHBOURS.entries()) {
    await people.submitForm(house.base.formUrl ?? '', {
      企业名称: name,
      类型: '问题',
      类别: category,
      诉求内容: text,
      联系人: `企业代表${index + 11}`,
      身份: '授权代表',
      联系电话: `199000002${index + 11}`,
    });
    const record = await desk.rowWith(name);
    await desk.shows(record, '状态', '待受理');
    if (index === NEIGHBOURS.length - 1) return;
    await people.edit('事项', record, { 操作: '受理' });
    await desk.shows(record, '状态', '核查中');
  }
};

const PICTURES: Readonly<Partial<Record<StepName, (walk: Walk) => Promise<void>>>> = {
  intakeOpened: ({ enterprise }) => takePage('intake', enterprise),
  receiptGiven: ({ enterprise }) => takePage('receipt', enterprise),
  filed: fileNeighbours,
  sheetOpened: ({ leader }) => takeCard('leader-card', leader, /签批单/, '批示并交办'),
  signed: ({ leadUnit }) => takeCard('assignment-card', leadUnit, /交办单/, '签收'),
  progressReported: async ({ status, desk }) => {
    if (!status) throw new Error('the status page is not open');
    await status.reload();
    await takePage('status', status);
    await takeTable('table', desk.page);
  },
  ratingOpened: ({ enterprise }) => takePage('rating', enterprise, WHOLE_PAGE),
  resultReturned: ({ leader }) => takeCard('closing-card', leader, /办理结果/, '阅（同意销号）'),
};

mkdirSync(FOLDER, { recursive: true });
const house = await onNode();
const windows = await openWindows({ phoneScale: 2, bypassesPolicy: true, prepare: lendTypeface });
try {
  await walkOneCase({ house, windows, text: CASES[0].text, after: async (step, walk) => PICTURES[step]?.(walk) });
  if (windows.troubles().length > 0) throw new Error(windows.troubles().join('\n'));
} finally {
  await windows.close();
  await house.close();
}
