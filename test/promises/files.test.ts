/**
 * A photo with a report: from the button on the unit's card through the page into the attachment cell of 办理进展, and back on the
 * cards. The real SDK uploads to the stand-in, which reads the multipart body as Feishu does.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, openTown, SERVICE_URL, type ShownCard, type Town } from '../support/town.ts';

const HANDLER = 'ou_sandbox_zhujian_1';
const STAFF = 'ou_sandbox_staff_1';
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 3_000 }, (_, index) => index % 256)]);

let town: Town;
beforeEach(async () => {
  // Waiting for a turn is a matter of seconds; here it takes none.
  town = await openTown({}, undefined, undefined, {
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 40))),
  });
});
afterEach(async () => {
  await town.close();
});

const sheetOf = (record: string): ShownCard => {
  const card = town.cards(HANDLER, 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  return card;
};
const filesPage = (card: ShownCard): string => /"default_url":"([^"]+\/u\/[^"]+)"/.exec(card.content)?.[1] ?? '';
const open = (url: string) => town.service.app.fetch(new Request(url));
const send = async (url: string, text: string, names: readonly string[]) => {
  const nonce = /name="nonce" value="([^"]+)"/.exec(await (await open(url)).text())?.[1] ?? '';
  const form = new FormData();
  form.append('nonce', nonce);
  form.append('text', text);
  for (const name of names) form.append('files', new File([JPEG], name));
  return town.service.app.fetch(
    new Request(url, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: form }),
  );
};
const progressRows = () => {
  const table = town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ name }) => name === '办理进展');
  const files = table?.fields.find(({ name }) => name === '附件');
  return (table?.records ?? []).map((record): Record<string, unknown> & { readonly tokens: readonly string[] } => {
    const cell = files ? record.cells[files.fieldId] : undefined;
    return { ...town.row(record.recordId, 'progress'), tokens: cell?.kind === 'files' ? cell.fileTokens : [] };
  });
};

it('stands in 办理进展 byte for byte, and the cards of handler and staff say so', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const url = filesPage(sheetOf(record));
  expect(url.startsWith(`${SERVICE_URL}/u/`)).toBe(true);

  expect((await send(url, '围挡已拆除。', ['现场1.jpg', '现场2.jpg'])).status).toBe(303);
  await town.settle();

  const [row] = progressRows().filter(({ 进展 }) => 进展 === '围挡已拆除。');
  expect(row).toMatchObject({ 单位: '住建', 填报人: '住建承办人' });
  const files = town.sandbox.state.files.filter(({ fileToken }) => row?.tokens.includes(fileToken));
  expect(files.map(({ name, size, base64 }) => [name, size, base64])).toEqual([
    ['现场1.jpg', JPEG.byteLength, Buffer.from(JPEG).toString('base64')],
    ['现场2.jpg', JPEG.byteLength, Buffer.from(JPEG).toString('base64')],
  ]);
  expect(sheetOf(record).content).toContain('传照片、附件（2个）');
  expect(sheetOf(record).content).toContain('围挡已拆除。〔附件2个〕');

  await town.press(sheetOf(record), 'resolve', {
    [FIELDS.resolve.outcome]: 'resolved',
    [FIELDS.resolve.text]: '已恢复通行。',
    [FIELDS.resolve.unitHead]: '局长戊',
  });
  await town.settle();
  const review = town.cards(STAFF, 'review', record).at(-1);
  expect(review?.content).toContain('看照片、附件（2个）');
  const listed = await (await open(filesPage(review ?? sheetOf(record)))).text();
  expect(listed).toContain('现场1.jpg');
  // Whoever only reads is offered the size of letters, and nothing to send.
  const actions = [...listed.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action);
  expect(actions).toEqual(['?size=larger', '?size=usual']);
});

it('is opened on the page by whoever may read the case, and by nobody else', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const url = filesPage(sheetOf(record));
  const page = Uint8Array.from(Buffer.from('<script>alert(1)</script>'));
  expect((await send(url, '现场', ['现场 1(改).jpg'])).status).toBe(303);
  await town.settle();
  const [link] = /\/u\/[^"]+\/[^"]+/.exec(await (await open(url)).text()) ?? [];
  const file = await open(`${SERVICE_URL}${link}`);
  expect(file.status).toBe(200);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(JPEG);
  expect(Object.fromEntries(file.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent('现场 1')}%28${encodeURIComponent('改')}%29.jpg`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });

  // What stands in the Base under that name by now is not an image: it is saved, never shown.
  const stored = town.sandbox.state.files.find(({ name }) => name.startsWith('现场'));
  if (!stored) throw new Error('no file');
  stored.base64 = Buffer.from(page).toString('base64');
  const changed = await open(`${SERVICE_URL}${link}`);
  expect(changed.headers.get('content-type')).toBe('application/octet-stream');
  expect(changed.headers.get('content-disposition')).toMatch(/^attachment;/);

  // Another case's file under this link, a link changed by one letter, a file that is gone.
  const other = await town.fileByForm();
  await bringToHandling(town, other);
  const foreign = filesPage(sheetOf(other));
  expect((await open(`${foreign}/${stored.fileToken}`)).status).toBe(404);
  expect((await open(`${url.slice(0, -1)}x/${stored.fileToken}`)).status).toBe(404);
  town.sandbox.control.addFaults([{ path: 'medias/', times: 1, effect: { kind: 'code', code: 1061003 } }]);
  const gone = await open(`${SERVICE_URL}${link}`);
  expect(gone.status).toBe(503);
  expect(await gone.text()).toContain('办理进展');
});

it('waits for Feishu when another file is under way, and saves nothing when it is not taken at all', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const url = filesPage(sheetOf(record));

  town.sandbox.control.addFaults([{ path: 'medias/upload_all', times: 2, effect: { kind: 'code', code: 1061045 } }]);
  expect((await send(url, '第一次', ['现场.jpg'])).status).toBe(303);

  town.sandbox.control.addFaults([{ path: 'medias/upload_all', times: 9, effect: { kind: 'code', code: 1061044 } }]);
  const refused = await send(url, '第二次', ['现场.jpg']);
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain('第二次');
  await town.settle();
  expect(progressRows().map(({ 进展 }) => 进展)).toContain('第一次');
  expect(progressRows().map(({ 进展 }) => 进展)).not.toContain('第二次');
});

it('of the enterprise stands there as well, and staff and the lead unit hear of it', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const status = /https?:\/\/[^\s，]+\/s\/[^\s，]+/.exec(town.row(record)['查询链接'] ?? '')?.[0] ?? '';
  const html = await (await open(status)).text();
  const form = new FormData();
  form.append('nonce', /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '');
  form.append('case', town.row(record)['受理编号'] ?? '');
  form.append('text', '租赁合同');
  form.append('files', new File([JPEG], '合同.jpg'));
  const answer = await town.service.app.fetch(
    new Request(`${status}/material`, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body: form }),
  );
  expect(answer.status).toBe(303);
  await town.settle();
  expect(progressRows().find(({ 进展 }) => 进展 === '企业补交材料：租赁合同')).toMatchObject({
    填报人: '企业',
    tokens: [expect.any(String)],
  });
  const told = (who: string) => {
    const chats = town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId);
    return town.sandbox.state.messages
      .filter(({ chatId, type }) => chats.includes(chatId) && type === 'text')
      .map(({ versions }) => versions.at(-1)?.content ?? '');
  };
  expect(told(STAFF).join()).toContain('企业补交了材料');
  expect(told(HANDLER).join()).toContain('企业补交了材料');
});
