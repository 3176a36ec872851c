/** For pictures: the product's pages use the typefaces of the visitor's phone, and a machine that builds has no Chinese one. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

const TYPEFACE = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/400.css'));
const TYPEFACE_PATH = '/typeface-for-pictures/';

/** To be given to `openWindows` as `prepare`, together with `bypassesPolicy`. */
export const lendTypeface = async (context: BrowserContext): Promise<void> => {
  await context.route(`**${TYPEFACE_PATH}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const isSheet = pathname.endsWith('.css');
    const path = join(TYPEFACE, ...(isSheet ? [] : ['files']), basename(pathname));
    await route.fulfill({ body: await readFile(path), contentType: isSheet ? 'text/css' : 'font/woff2' });
  });
};

/** Before a picture is taken of a page. */
export const settled = async (page: Page): Promise<void> => {
  if (!(await page.locator('link[href*="/page/fonts/"]').count()))
    for (const weight of ['400', '700']) await page.addStyleTag({ url: `${TYPEFACE_PATH}${weight}.css` });
  await page.evaluate(() => document.fonts.ready);
};
