/**
 * `npm run cards`: writes docs/cards/gallery.json (every card in every state), docs/cards/sentences.json (every receipt, refusal
 * and message, with where it occurs) and a picture, 390 px wide, of each card named
 * in SHOTS, as the stand-in draws it on a phone. `-- --json-only` leaves the pictures; `-- --all <folder>` takes every card.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import chromium from '@sparticuz/chromium';
import { chromium as launcher } from 'playwright-core';
import { galleryCards, galleryPath, galleryText } from '../cards/gallery.ts';
import { saidOnPages } from '../cards/page-sentences.ts';
import { sentences, sentencesPath, sentencesText } from '../cards/sentences.ts';
import { createSandbox, serve } from '../feishu/sandbox.ts';
import { SHOTS } from './card-shot-list.ts';

const { values } = parseArgs({ options: { 'json-only': { type: 'boolean' }, all: { type: 'string' } } });

const cards = galleryCards();
mkdirSync(fileURLToPath(new URL('../../docs/cards/', import.meta.url)), { recursive: true });
writeFileSync(galleryPath, galleryText(cards));
console.error(`docs/cards/gallery.json：${cards.length} 张`);
const said = [...sentences(), ...(await saidOnPages()).sentences];
writeFileSync(sentencesPath, sentencesText(said));
console.error(`docs/cards/sentences.json：${said.length} 句`);

const takePictures = async (folder: string, wanted: readonly (readonly [string, string, string, string])[]) => {
  const feishu = await serve(createSandbox({ serviceUrl: null, galleryPath }), { port: 0 });
  const browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    headless: true,
  });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    let open = '';
    for (const [file, group, name, forWhom] of wanted) {
      if (open !== group) await page.goto(`${feishu.url}/gallery/${encodeURIComponent(group)}`);
      open = group;
      await page.evaluate(() => document.fonts.ready);
      await page.getByTestId(`sample:${name}:${forWhom}`).screenshot({ path: `${folder}/${file}.png` });
    }
    console.error(`${folder}：${wanted.length} 张图片`);
  } finally {
    await browser.close();
    await feishu.close();
  }
};

if (values.all !== undefined) {
  mkdirSync(values.all, { recursive: true });
  await takePictures(
    values.all,
    cards.map(({ group, name, forWhom }, index) => [
      `${String(index).padStart(3, '0')}-${group}-${name.replaceAll('/', '')}-${forWhom}`,
      group,
      name,
      forWhom,
    ]),
  );
} else if (!values['json-only']) {
  const folder = fileURLToPath(new URL('../../docs/cards/pictures/', import.meta.url));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await takePictures(folder, SHOTS);
}
