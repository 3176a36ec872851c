// The page in a real browser at phone width: what its scripts do when a person presses, edits, drags and fills in.

import chromium from '@sparticuz/chromium';
import { type Browser, chromium as launcher, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { leader, openPageWorld, type PageWorld } from './page-world.ts';

const slowMs = 60_000;
let browser: Browser;
let page: Page;
let tenant: PageWorld;
let errors: string[];

beforeAll(async () => {
  browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    headless: true,
  });
}, slowMs);
afterAll(() => browser.close());

beforeEach(async () => {
  tenant = await openPageWorld();
  page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  page.setDefaultTimeout(8000);
  errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
}, slowMs);
afterEach(async () => {
  expect(errors).toEqual([]);
  const widthPx = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widthPx).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await page.close();
  await tenant.world.close();
});

/** The page looks for news every two seconds; this waits for what must follow. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 8000 });
const at = (id: string) => page.getByTestId(id);
const presses = () => tenant.world.received.filter(({ path }) => path === '/feishu/cards').map(({ plain }) => plain);

test(
  'a leader signs: a missing field stops the press, then the toast comes and the card is redrawn',
  async () => {
    const done = {
      schema: '2.0',
      config: { update_multi: true },
      header: { title: { tag: 'plain_text', content: '已签批〔虚构〕' }, template: 'green' },
      body: { elements: [] },
    };
    tenant.world.service.answer = () =>
      Response.json({ toast: { type: 'success', content: '已记录' }, card: { type: 'raw', data: done } });
    await page.goto(`${tenant.world.url}/chats/${leader}`);
    await page.getByText('批示意见').click();
    expect(await at('field:words').isVisible()).toBe(false);
    await at('press:sign').click();
    await soon(() => at('toast').textContent()).toBe('请填写必填项');
    expect(await at('field:words').isVisible()).toBe(true);
    expect(presses()).toEqual([]);

    await at('field:words').fill('请依法办理。');
    await at('field:units').getByText('财政局').click();
    await at('press:sign').click();
    await soon(() => at('toast').textContent()).toBe('已记录');
    await soon(() => page.locator('.fc-title').textContent()).toBe('已签批〔虚构〕');
    expect(presses()).toMatchObject([
      {
        event: {
          operator: { open_id: leader },
          action: { form_value: { words: '请依法办理。', due: '2026-12-08 +0800', units: ['caizheng'] } },
        },
      },
    ]);
  },
  slowMs,
);

test(
  'a confirmed press is sent only after the second question',
  async () => {
    await page.goto(`${tenant.world.url}/chats/${leader}`);
    await at('press:back').click();
    await at('confirm-no').click();
    expect(presses()).toEqual([]);
    await at('press:back').click();
    await at('confirm-yes').click();
    await soon(() => presses().length).toBe(1);
  },
  slowMs,
);

test(
  'words half typed survive a message that arrives meanwhile',
  async () => {
    await page.goto(`${tenant.world.url}/chats/${leader}`);
    await at('field:words').fill('写到一半');
    tenant.world.sandbox.control.say(leader, '另一条');
    await soon(() => page.locator('.bubble').count()).toBe(1);
    expect(await at('field:words').inputValue()).toBe('写到一半');
  },
  slowMs,
);

test(
  'staff edit a cell, see what others changed, and drag a card between lanes',
  async () => {
    const { world, appToken, tableId, recordId } = tenant;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${world.url}/base/${appToken}/${tableId}`);
    await at(`cell:${recordId}:事项标题`).click();
    await at('editor-value').fill('道路修缮');
    await at('editor-save').click();
    await soon(async () => (await at(`cell:${recordId}:事项标题`).textContent())?.trim()).toBe('道路修缮');

    const target = { appToken, tableId, operator: 'ou_sandbox_staff_2', recordId };
    world.sandbox.control.editRecord(target, { 状态: '办理中' });
    await soon(async () => (await at(`cell:${recordId}:状态`).textContent())?.trim()).toBe('办理中');

    await at('view').selectOption({ label: '看板' });
    await at(`tile:${recordId}`).dragTo(at('lane:已销号'));
    await soon(() => at('lane:已销号').locator('.tile').count()).toBe(1);
  },
  slowMs,
);

test(
  'an entrepreneur fills in the shared form on a phone',
  async () => {
    await page.goto(`${tenant.world.url}/share/base/form/${tenant.shareToken}?prefill_事项标题=修路`);
    expect(await at('answer:事项标题').inputValue()).toBe('修路');
    await at('answer:联系电话').fill('19900000098');
    await at('submit-form').click();
    await soon(() => at('notice-good').textContent()).toContain('提交成功');
  },
  slowMs,
);
