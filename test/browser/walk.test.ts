/**
 * The main job as people see it: one case walked by clicks only, from the QR page to 已销号, on the real server process.
 * After every step the table, the cards in the chats and the status page say the same; nothing from outside becomes markup.
 */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { duplicateMessages, finished } from '../story/checks.ts';
import { onNode, type Playhouse } from '../story/stages.ts';
import { openWindows, PATIENCE_MS, PHONE, sidewaysPx, type Windows } from './browser.ts';
import type { Chat } from './hands.ts';
import { APPEAL, STEP_NAMES, type StepName, type Walk, walkOneCase } from './walk.ts';

const HOSTILE =
  '三家验收时间对不上<at id=all></at>，证办不下来</script><b>x<img src=/hostile onerror="document.title=1">。希望一次把人叫齐。';
const NUMBER = /^示接交〔\d{4}〕1号$/;

let house: Playhouse;
let windows: Windows;
const asked: string[] = [];

beforeEach(async () => {
  house = await onNode();
  windows = await openWindows({
    prepare: async (context) => {
      context.on('request', (request) => asked.push(new URL(request.url()).pathname));
    },
  });
}, 90_000);
afterEach(async () => {
  await windows?.close();
  await house?.close();
});

/** What must be so after a step: the row's 状态, what the enterprise reads, and the cards that lie in the chats. */
interface Standing {
  readonly state: string;
  readonly page: string;
  readonly leader: readonly string[];
  readonly leadUnit: readonly string[];
  readonly supportingUnit: readonly string[];
}
const none = { leader: [], leadUnit: [], supportingUnit: [] } as const;
const inRoom = { ...none, leader: ['现场签批'] } as const;
const asking = { ...none, leader: ['签批单'] } as const;
const signed = { leader: ['已签批 #'], leadUnit: ['交办单 #'], supportingUnit: ['交办单 #'] } as const;
const returned = { ...signed, leader: ['已签批 #', '办理结果 #'] } as const;
const STANDINGS: Readonly<Partial<Record<StepName, Standing>>> = {
  filed: { state: '待受理', page: '已收到，等待受理', ...none },
  accepted: { state: '核查中', page: '正在核查', ...none },
  vetted: { state: '待安排', page: '核查完成', ...none },
  scheduled: { state: '已排入接待日', page: '已排入接待日', ...none },
  heard: { state: '已接待', page: '已当面听取', ...inRoom },
  requested: { state: '待签批', page: '等待区领导签批', ...asking },
  signed: { state: '待签收', page: '已交办，等待责任单位签收', ...signed },
  acknowledgedByOne: { state: '待签收', page: '已交办，等待责任单位签收', ...signed },
  acknowledgedByAll: { state: '办理中', page: '正在办理', ...signed },
  progressReported: { state: '办理中', page: '正在办理', ...signed },
  resultReported: { state: '待审核', page: '已有办理结果，正在审核', ...signed },
  resultPassed: { state: '待评价', page: '已答复，请您评价', ...signed },
  rated: { state: '待销号', page: '正在办理销号', ...returned },
  closed: { state: '已销号', page: '已办结', ...returned },
};

/** Cells in which the service speaks to staff, punctuated as Chinese is. */
const WRITTEN_BY_SERVICE = ['操作结果', '责任单位签收', '最新进展'] as const;
const HALF_WIDTH = /[\u4e00-\u9fff〕）”][,;:!?()]|[,;:!?()][\u4e00-\u9fff〔（“]/u;

const soon = <T>(read: () => T, what: string) =>
  expect.poll(read, { timeout: PATIENCE_MS, interval: 100, message: what });

const row = async (record: string) => (await house.stage.people.row('事项', record))?.cells ?? {};

/** Title and state of each card about a case, as drawn in a chat; the sheet's number as `#`. */
const cardsIn = (chat: Chat) =>
  chat.page.locator('article.fc-card').evaluateAll((cards) =>
    cards.map((card) => ({
      title: card.querySelector('.fc-title > span')?.textContent?.replace(/示接交〔\d{4}〕\d+号/, '#') ?? '',
      state: card.querySelector('.fc-title .fc-tag')?.textContent ?? '',
    })),
  );

const agree = async (step: StepName, { status, desk, leader, leadUnit, supportingUnit, record }: Walk) => {
  const standing = STANDINGS[step];
  if (!standing || !status) return;
  await soon(async () => (await row(record))['状态'], `${step}: the row`).toBe(standing.state);
  await soon(() => desk.read(record, '状态'), `${step}: the table on the screen`).toBe(standing.state);
  for (const [who, chat, titles] of [
    ['leader', leader, standing.leader],
    ['lead unit', leadUnit, standing.leadUnit],
    ['supporting unit', supportingUnit, standing.supportingUnit],
  ] as const) {
    const wanted = titles.map((title) => ({ title, state: standing.state }));
    await soon(() => cardsIn(chat), `${step}: the cards of the ${who}`).toEqual(wanted);
  }
  const said = await row(record);
  for (const column of WRITTEN_BY_SERVICE) expect(said[column], `${step}: ${column}`).not.toMatch(HALF_WIDTH);
  await status.reload();
  expect((await status.locator('.state').textContent())?.trim(), `${step}: the status page`).toBe(standing.page);
};

/** What the enterprise wrote stands somewhere as text, and nowhere as an element. */
const showsAsText = async (page: Page, where: string) => {
  await soon(() => page.locator('body').innerText(), `${where} shows the text`).toContain(HOSTILE);
};
const hasNoIntruder = async (page: Page) => {
  expect(await page.locator('at, img[src="/hostile"], b:text-is("x")').count(), page.url()).toBe(0);
  expect(await page.title()).not.toBe('1');
};

it('one case is walked by clicks from the QR page to 已销号, and every screen agrees after every step', async () => {
  const walked: StepName[] = [];
  await walkOneCase({
    house,
    windows,
    text: HOSTILE,
    after: async (step, walk) => {
      walked.push(step);
      await agree(step, walk);
      await checks[step]?.(walk);
      for (const page of windows.pages()) {
        await hasNoIntruder(page);
        if (page.viewportSize()?.width === PHONE.width)
          expect(await sidewaysPx(page), `${step}: ${page.url()}`).toBe(0);
      }
      expect(windows.troubles(), step).toEqual([]);
    },
  });

  expect(walked).toEqual(STEP_NAMES);
  expect(asked).not.toContain('/hostile');
  expect(house.sandbox.log.unknownCalls()).toEqual([]);
  await finished(house);
  expect(duplicateMessages(house)).toEqual([]);
}, 180_000);

/** What is special to a step, beyond the agreement of all screens. */
const checks: Readonly<Partial<Record<StepName, (walk: Walk) => Promise<void>>>> = {
  filed: async ({ status, record }) => {
    expect((await row(record))['诉求内容']).toBe(HOSTILE);
    if (status) await showsAsText(status, 'the status page');
  },
  sheetOpened: ({ leader }) => showsAsText(leader.page, 'the 签批单'),
  signed: async ({ status, leader, leadUnit, desk, record }) => {
    const { 交办单编号: number, 批示: words, 时限: due } = await row(record);
    expect(number).toMatch(NUMBER);
    expect(words).toBe(APPEAL.instruction);
    expect(due).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    await soon(() => desk.read(record, '交办单编号'), 'the number on the screen').toBe(number);
    for (const chat of [leader, leadUnit]) {
      const card = chat.card(String(number));
      const said = await card.innerText();
      expect(said).toContain(APPEAL.instruction);
      expect(said).toContain('常务副区长丙');
      expect(said).toContain('应急');
      expect(said).not.toContain('自然资源');
    }
    await showsAsText(leadUnit.page, 'the 交办单');
    const page = await status?.locator('main').innerText();
    expect(page).toContain(number);
    expect(page).toContain('住建（主办）、应急（协办）');
  },
  progressReported: async ({ record }) => {
    await soon(async () => (await row(record))['最新进展'], 'the progress in the row').toContain(APPEAL.progress);
  },
  resultReported: async ({ status, record }) => {
    expect((await row(record))['办理结果']).toBe('已解决');
    expect(await status?.locator('main').innerText()).not.toContain(APPEAL.result);
  },
  resultPassed: async ({ status }) => {
    const page = await status?.locator('main').innerText();
    expect(page).toContain('办理结果：已解决');
    expect(page).toContain(APPEAL.reply);
  },
  ratingOpened: ({ enterprise }) => showsAsText(enterprise, 'the rating page'),
  rated: async ({ record }) => {
    expect(await row(record)).toMatchObject({ 评价: '非常满意', 评价意见: APPEAL.ratingWords });
  },
  resultReturned: async ({ leader }) => {
    const said = await leader.card(/办理结果/).innerText();
    for (const words of ['已解决', '非常满意', APPEAL.ratingWords, APPEAL.reply, APPEAL.instruction]) {
      expect(said).toContain(words);
    }
    await showsAsText(leader.page, 'the result card');
  },
  closed: async ({ leader, leadUnit, supportingUnit }) => {
    for (const chat of [leader, leadUnit, supportingUnit]) {
      expect(await chat.page.locator('article.fc-card').getByRole('button').count()).toBe(0);
    }
  },
};
