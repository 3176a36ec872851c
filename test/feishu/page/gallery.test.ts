// The gallery draws the cards of the file it is given, reads it anew each time, and says so when there is none.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSandbox } from '../sandbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'gallery-'));
const path = join(folder, 'gallery.json');
afterEach(() => rmSync(path, { force: true }));

const card = (title: string) => ({
  schema: '2.0',
  header: { title: { tag: 'plain_text', content: title }, template: 'blue' },
  body: {
    elements: [
      { tag: 'div', text: { tag: 'plain_text', content: '<b>字</b>' } },
      {
        tag: 'chart',
        chart_spec: { type: 'pie', categoryField: 'n', valueField: 'c', data: { values: [{ n: '绿', c: 3 }] } },
      },
      { tag: 'button', name: 'x', text: { tag: 'plain_text', content: '签收' }, behaviors: [] },
    ],
  },
});
const write = (title: string) =>
  writeFileSync(path, JSON.stringify([{ group: '交办', name: '待签收', forWhom: '某局', card: card(title) }]));
const open = async (galleryPath: string | undefined, address: string) => {
  const sandbox = createSandbox({ serviceUrl: null, ...(galleryPath ? { galleryPath } : {}) });
  const answer = await sandbox.app.fetch(new Request(`http://feishu.local${address}`));
  const html = await answer.text();
  await sandbox.close();
  return { status: answer.status, html };
};

test('a card of the file is drawn as a picture in which nothing can be pressed', async () => {
  write('交办单〔虚构〕');
  expect((await open(path, '/gallery')).html).toContain('交办');
  const { status, html } = await open(path, `/gallery/${encodeURIComponent('交办')}`);
  expect(status).toBe(200);
  expect(html).toContain('交办单〔虚构〕');
  expect(html).toContain('&lt;b&gt;字&lt;/b&gt;');
  expect(html).toContain('绿 3');
  expect(html).not.toContain('data-press');
});

test('a changed file is seen at once', async () => {
  write('第一版');
  await open(path, '/gallery');
  write('第二版');
  expect((await open(path, `/gallery/${encodeURIComponent('交办')}`)).html).toContain('第二版');
});

test.each([undefined, join(folder, 'nothing.json')])('without a file there is a notice: %s', async (given) => {
  const { status, html } = await open(given, '/gallery');
  expect(status).toBe(404);
  expect(html).toContain('没有找到卡片样张');
});

test('the first page leads to it', async () => {
  expect((await open(path, '/')).html).toContain('href="/gallery"');
});
