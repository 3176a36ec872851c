// 照片和附件: a unit reports with a photo from the page behind its card, the enterprise adds to its case. A file that is none of
// those allowed, too many of them, a link of somebody who left, or a Feishu that takes nothing: nothing is saved, and it is said.
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/pages/files.ts';
import { ACTORS, givenCase, playTo } from '../support/given.ts';
import { createPagesWorld, type PagesWorld, RECEIPT_HASH } from './pages-world.ts';

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const PDF = new TextEncoder().encode('%PDF-1.7 〔虚构〕');
const who = ACTORS.housing.openId;
const handling = () => playTo('handling');

const fileOf = (name: string, bytes: Uint8Array) => new File([new Uint8Array(bytes)], name);
const formOf = (fields: Readonly<Record<string, string>>, files: readonly File[]): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append('files', file);
  return form;
};
const nonceOn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
const report = async (world: PagesWorld, path: string, files: readonly File[], text = '') =>
  world.postForm(path, formOf({ nonce: nonceOn((await world.get(path)).html), text }, files));

describe('a unit', () => {
  it('opens the page from its card, puts a photo and a paper, and they are one report of progress', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play] });
    const path = world.filesPath(play.subject(), who);
    const page = await world.get(path);
    expect(page.status).toBe(200);
    expect(page.html).toContain('enctype="multipart/form-data"');
    expect(page.html).not.toContain('<script');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');

    const answer = await report(world, path, [fileOf('现场.jpg', JPEG), fileOf('意见.pdf', PDF)], '围挡已拆除');
    expect(answer.status).toBe(303);
    expect(world.uploads.map(({ name, isImage }) => [name, isImage])).toEqual([
      ['现场.jpg', true],
      ['意见.pdf', false],
    ]);
    expect(world.commands).toEqual([
      {
        type: 'reportProgress',
        text: '围挡已拆除',
        files: [
          { token: 'box1', name: '现场.jpg', bytes: JPEG.byteLength },
          { token: 'box2', name: '意见.pdf', bytes: PDF.byteLength },
        ],
      },
    ]);
    expect(world.changes()).toBe(1);
    expect((await world.get(answer.location ?? '')).html).toContain('现场.jpg');
  });

  it('needs no words: the photo is the report; and the same form sent twice counts once', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play] });
    const path = world.filesPath(play.subject(), who);
    const nonce = nonceOn((await world.get(path)).html);
    const send = () => world.postForm(path, formOf({ nonce, text: '' }, [fileOf('a.jpg', JPEG)]));
    expect((await send()).status).toBe(303);
    expect((await send()).status).toBe(303);
    expect(world.commands).toHaveLength(1);
    expect((await world.get(path)).html).toContain('附件1个');
  });

  it.each([
    ['an empty choice', [], '请先选择'],
    ['a program', [fileOf('a.exe', new TextEncoder().encode('MZ\u0090'))], '不能上传'],
    ['a page called photo', [fileOf('a.jpg', new TextEncoder().encode('<script>'))], '不能上传'],
    ['an empty file', [fileOf('a.pdf', new Uint8Array())], '是空文件'],
    ['seven photos', Array.from({ length: 7 }, () => fileOf('a.jpg', JPEG)), '最多传6个'],
    ['a huge one', [fileOf('a.jpg', new Uint8Array(MAX_FILE_BYTES + 1))], '超过10 MB'],
  ])('is told what is wrong with %s, and nothing leaves', async (_name, files, sentence) => {
    const play = handling();
    const world = createPagesWorld({ plays: [play] });
    const answer = await report(world, world.filesPath(play.subject(), who), files, '我写的话');
    expect(answer.status).toBe(400);
    expect(answer.html).toContain(sentence);
    expect(answer.html).toContain('我写的话');
    expect([world.uploads, world.commands]).toEqual([[], []]);
  });

  it('is told that nothing was saved when Feishu does not take the file', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play], failsUploads: true });
    const answer = await report(world, world.filesPath(play.subject(), who), [fileOf('现场.jpg', JPEG)], '已拆除');
    expect(answer.status).toBe(503);
    expect(answer.html).toContain('“现场.jpg”没有传上去，本次内容都没有保存');
    expect(answer.html).toContain('已拆除');
    expect(world.commands).toEqual([]);
  });

  it('finds no form once the result is with staff, and none of it all with the link of a stranger or another round', async () => {
    const play = playTo('awaiting_review');
    const world = createPagesWorld({ plays: [play] });
    const path = world.filesPath(play.subject(), who);
    const page = await world.get(path);
    expect(page.html).toContain('只能查看');
    expect(page.html).not.toContain('multipart/form-data');
    const late = await world.postForm(
      path,
      formOf({ nonce: 'abcdefghijklmnopqrst', text: '' }, [fileOf('a.jpg', JPEG)]),
    );
    expect(late.status).toBe(409);
    expect(world.uploads).toEqual([]);

    const stranger = world.filesPath(play.subject(), ACTORS.stranger.openId);
    expect((await world.get(stranger)).status).toBe(404);
    expect((await world.get(`${path}x`)).status).toBe(404);
    expect((await world.get(path.replace('/u/', '/r/'))).status).toBe(404);
    expect(world.filesPath(play.subject(), who, 2)).toBe('');
  });

  it('has a link that is the same whenever it is drawn, and ends after the round', () => {
    const subject = givenCase('handling');
    const world = createPagesWorld();
    const later = createPagesWorld({ now: Date.parse('2027-01-01T00:00:00+08:00') });
    expect(world.filesPath(subject, who)).toBe(later.filesPath(subject, who));
  });

  it('ends with its date', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play], now: Date.parse('2027-12-01T00:00:00+08:00') });
    expect((await world.get(world.filesPath(play.subject(), who))).status).toBe(404);
  });

  it('cannot send without end', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play], limit: 1 });
    const path = world.filesPath(play.subject(), who);
    await report(world, path, [fileOf('a.jpg', JPEG)]);
    expect((await report(world, path, [fileOf('b.jpg', JPEG)])).status).toBe(429);
    expect(world.uploads).toHaveLength(1);
  });

  it('has names of files shown as words, whatever they hold', async () => {
    const play = handling();
    const world = createPagesWorld({ plays: [play] });
    const path = world.filesPath(play.subject(), who);
    await report(world, path, [fileOf('../<img src=x onerror=alert(1)>\u202egpj.jpg', JPEG)]);
    expect(world.uploads[0]?.name).toBe('img src=x onerror=alert(1)gpj.jpg');
    expect((await world.get(path)).html).not.toContain('<img');
  });
});

describe('the enterprise', () => {
  it('adds a photo to its open case from the status page, and reads that it has come in', async () => {
    const play = playTo('vetting');
    const world = createPagesWorld({ plays: [play] });
    const page = await world.get(world.statusPath);
    expect(page.html).toContain('补交照片或材料');
    const form = formOf({ nonce: nonceOn(page.html), case: play.subject().id, text: '合同扫描件' }, [
      fileOf('合同.pdf', PDF),
    ]);
    const answer = await world.postForm(`${world.statusPath}/material`, form);
    expect(answer.status).toBe(303);
    expect(world.commands).toEqual([
      {
        type: 'submitMaterial',
        text: '合同扫描件',
        files: [{ token: 'box1', name: '合同.pdf', bytes: PDF.byteLength }],
      },
    ]);
    expect((await world.get(answer.location ?? '')).html).toContain('您补交了材料（1个文件）');
  });

  it.each([
    ['an ended one', () => playTo('closed')],
    ['a confidential one', () => playTo('ready', { notes: { isConfidential: true } })],
  ])('cannot add to %s', async (_name, given) => {
    const play = given();
    const world = createPagesWorld({ plays: [play] });
    expect((await world.get(world.statusPath)).html).not.toContain('补交照片或材料');
    const form = formOf({ nonce: 'abcdefghijklmnopqrst', case: play.subject().id, text: '' }, [fileOf('a.jpg', JPEG)]);
    expect((await world.postForm(`${world.statusPath}/material`, form)).status).toBe(409);
    expect([world.uploads, world.commands, RECEIPT_HASH.length]).toEqual([[], [], 64]);
  });
});

describe('a confidential enterprise', () => {
  it('is unknown on the page of its files, in words and in the names of files, and where one is saved', async () => {
    const play = playTo('handling', { notes: { isConfidential: true } });
    const { enterpriseName } = play.subject().appeal;
    const world = createPagesWorld({ plays: [play] });
    const path = world.filesPath(play.subject(), who);
    const files = [fileOf(`${enterpriseName}.pdf`, PDF)];
    expect((await report(world, path, files, `已与${enterpriseName}通话`)).status).toBe(303);
    const { html } = await world.get(path);
    expect(html).toContain('已与〔保密企业〕通话');
    expect(html).not.toContain(enterpriseName);
    const saved = await world.get(`${path}/box1`);
    expect(decodeURIComponent(saved.headers.get('content-disposition') ?? '')).toContain('〔保密企业〕.pdf');
  });
});
