/**
 * `npm run screenshots`: plays the walk and writes the pictures of the README into docs/screenshots/. Nothing is arranged:
 * what the pictures show is what stood on the screens. Fails when a picture grows too heavy for a page of documentation.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { CASES } from '../story/cases.ts';
import { onNode } from '../story/stages.ts';
import { openWindows } from './browser.ts';
import type { Chat } from './hands.ts';
import { smallPng } from './small-png.ts';
import { type StepName, type Walk, walkOneCase } from './walk.ts';

const FOLDER = join(import.meta.dirname, '../../docs/screenshots');
const MAX_BYTES = 200_000;
/** Taller pictures are cut: the table of the README shows the head of a page, as a phone does. */
const MAX_PHONE_HEIGHT = 1_300;

/** The product's pages use the typefaces of the visitor's phone; a build machine has no Chinese one. */
const TYPEFACE = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/400.css'));
const TYPEFACE_PATH = '/typeface-for-pictures/';
const lendTypeface = async (context: BrowserContext): Promise<void> => {
  await context.route(`**${TYPEFACE_PATH}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const isSheet = pathname.endsWith('.css');
    const path = join(TYPEFACE, ...(isSheet ? [] : ['files']), basename(pathname));
    await route.fulfill({ body: await readFile(path), contentType: isSheet ? 'text/css' : 'font/woff2' });
  });
};
const withTypeface = async (page: Page): Promise<void> => {
  if (await page.locator('link[href*="/page/fonts/"]').count()) return;
  for (const weight of ['400', '700']) await page.addStyleTag({ url: `${TYPEFACE_PATH}${weight}.css` });
};

const write = (name: string, taken: Buffer): void => {
  const picture = smallPng(taken);
  if (picture.length > MAX_BYTES) throw new Error(`${name}.png has ${picture.length} bytes, more than ${MAX_BYTES}`);
  writeFileSync(join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`docs/screenshots/${name}.png  ${Math.round(picture.length / 1024)} kB\n`);
};

const settled = async (page: Page): Promise<void> => {
  await withTypeface(page);
  await page.evaluate(() => document.fonts.ready);
};

/** The head of a page, as much as a tall phone shows. */
const takePage = async (name: string, page: Page): Promise<void> => {
  await settled(page);
  await page.evaluate(() => window.scrollTo(0, 0));
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: size.width, height: Math.min(height, MAX_PHONE_HEIGHT) };
  write(name, await page.screenshot({ clip, fullPage: true, animations: 'disabled' }));
};

/** One card, whole. */
const takeCard = async (name: string, chat: Chat, title: RegExp, waitsFor: string): Promise<void> => {
  const card: Locator = chat.card(title);
  await card.getByText(waitsFor).first().waitFor();
  await settled(chat.page);
  write(name, await card.screenshot({ animations: 'disabled' }));
};

const PICTURES: Readonly<Partial<Record<StepName, (walk: Walk) => Promise<void>>>> = {
  intakeOpened: ({ enterprise }) => takePage('intake', enterprise),
  receiptGiven: ({ enterprise }) => takePage('receipt', enterprise),
  sheetOpened: ({ leader }) => takeCard('leader-card', leader, /签批单/, '同意拟办'),
  signed: ({ leadUnit }) => takeCard('assignment-card', leadUnit, /交办单/, '签收'),
  progressReported: async ({ status, desk }) => {
    if (!status) throw new Error('the status page is not open');
    await status.reload();
    await takePage('status', status);
    await settled(desk.page);
    write('table', await desk.page.screenshot({ animations: 'disabled' }));
  },
  ratingOpened: ({ enterprise }) => takePage('rating', enterprise),
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
