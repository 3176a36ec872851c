/**
 * What one browser sees when it comes again: the same code until it is given up, a word of thanks once, the size of text it
 * asked for; and addresses that lead nowhere.
 */
import { describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { playTo } from '../support/given.ts';
import { browserIn, createPagesWorld, hiddenOf, textOf } from './pages-world.ts';

const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/u;

describe('one browser', () => {
  it('is shown the same 查询码 however often it reloads or presses, until it asks for another', async () => {
    const world = createPagesWorld();
    const browser = browserIn(world);
    const first = CODE.exec(textOf((await browser.post('/a/example', {})).html))?.[0];
    expect(first).toBeDefined();
    for (const again of [await browser.get('/a/example/code'), await browser.post('/a/example', {})])
      expect(CODE.exec(textOf(again.html))?.[0]).toBe(first);
    expect(textOf((await browser.get('/a/example')).html)).toContain('打开我的查询码');
    const anew = await browser.post('/a/example/new', {});
    expect(textOf(anew.html)).toContain('领取查询码');
    expect(CODE.exec(textOf((await browser.post('/a/example', {})).html))?.[0]).not.toBe(first);
  });

  it('is led to the notice and back when it has no code', async () => {
    const page = await browserIn(createPagesWorld()).get('/a/example/code');
    expect(textOf(page.html)).toContain('领取查询码');
  });

  it('that keeps no cookies is told so, and what to do, instead of being led round in a circle', async () => {
    const world = createPagesWorld();
    const given = await world.post('/a/example', {});
    const page = await world.get(given.location ?? '');
    expect(page.status).toBe(409);
    expect(textOf(page.html)).toMatch(/没有领到查询码.*换一个浏览器.*打电话，由工作人员为您登记/);
  });

  it('is thanked once, not at every look', async () => {
    const world = createPagesWorld({ plays: [playTo('awaiting_enterprise')] });
    const browser = browserIn(world);
    const fields = { ...hiddenOf((await browser.get(world.statusPath)).html, '/answer'), text: '〔虚构〕受理编号一' };
    expect(textOf((await browser.post(`${world.statusPath}/answer`, fields)).html)).toContain('您的回答已收到');
    expect(textOf((await browser.get(world.statusPath)).html)).not.toContain('您的回答已收到');
  });

  it('keeps larger text on every page, once asked for', async () => {
    const world = createPagesWorld();
    const browser = browserIn(world);
    expect((await browser.post('/q?size=larger', {})).html).toContain('<body class="larger">');
    expect((await browser.get(world.statusPath)).html).toContain('<body class="larger">');
    expect((await browser.post('/a/example?size=usual', {})).html).not.toContain('class="larger"');
  });

  it('comes back to the page before, when the size is changed on the answer to a post', async () => {
    const world = createPagesWorld({ plays: [playTo('awaiting_enterprise')] });
    const sized = await world.post(`${world.statusPath}/answer?size=larger`, {});
    expect([sized.status, sized.location]).toEqual([303, world.statusPath]);
    expect(world.commands).toEqual([]);
  });
});

describe('the notice', () => {
  it('has an address of its own', async () => {
    const page = textOf((await createPagesWorld().get('/a/example/notice')).html);
    for (const told of ['您的信息怎么用', '放在哪里、谁能看', '不想在网上填']) expect(page).toContain(told);
  });
});

describe('a visit of several matters', () => {
  it('shows the one that asks something in full and the others in brief', async () => {
    const plays = (['handling', 'awaiting_enterprise', 'submitted'] as const).map((state, index) => {
      const play = playTo(state);
      return { ...play, subject: () => ({ ...play.subject(), id: caseId(`case-${index}`) }) };
    });
    const world = createPagesWorld({ plays });
    const page = textOf((await world.get(world.statusPath)).html);
    expect(page).toContain('请您补充');
    expect(page.match(/查看第 \d 件的详细情况/gu)).toEqual(['查看第 1 件的详细情况', '查看第 3 件的详细情况']);
  });
});
