/** What each page says and does, over real cases in many states. The looks are judged by eye; the promises stand here. */
import { describe, expect, it } from 'vitest';
import type { State } from '../../src/workflow/case.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { ACTORS, CASE_ID, playTo } from '../support/given.ts';
import {
  browserIn,
  createPagesWorld,
  FORM_URL,
  hiddenOf,
  hrefsOf,
  NOW,
  type PagesWorld,
  RECEIPT_HASH,
  textOf,
} from './pages-world.ts';

const HOSTILE = '<at id=all></at></script><script>alert(1)</script>"><img src=x onerror=alert(1)>';
const worldAt = (state: State, overrides: Parameters<typeof playTo>[1] = {}) =>
  createPagesWorld({ plays: [playTo(state, overrides)] });
const codeIn = (form: string): string => new URL(form).searchParams.get('prefill_查询码') ?? '';

describe('扫码页', () => {
  it('tells who, why and how before anything is asked, and gives a code once the notice was read', async () => {
    const world = createPagesWorld();
    const intake = await world.get('/a/example');
    expect(intake.status).toBe(200);
    for (const told of [
      '谁收集和使用',
      '凭什么、做什么',
      '收集什么',
      '存多久',
      '您可以',
      '0830-000 0000',
      '告知版本',
    ]) {
      expect(textOf(intake.html)).toContain(told);
    }
    const receipt = await browserIn(world).post('/a/example', hiddenOf(intake.html, '/a/example'));
    expect(receipt.status).toBe(200);
    const form = hrefsOf(receipt.html).find((href) => href.startsWith(FORM_URL)) ?? '';
    expect(form).toContain(`?prefill_${encodeURIComponent('查询码')}=`);
    expect(world.receipts.hashIfIssued(codeIn(form))).not.toBeNull();
    expect(textOf(receipt.html)).toContain(codeIn(form));
    expect(receipt.html).toContain('<svg');
    const status = hrefsOf(receipt.html).find((href) => /\/s\/[^/]+$/.test(href)) ?? '';
    const empty = await world.get(new URL(status).pathname);
    expect(empty.status).toBe(200);
    expect(textOf(empty.html)).toContain('还没有收到您的诉求');
    expect(hrefsOf(empty.html)).toContain(FORM_URL);
  });

  it('says where to call while there is no form, and gives no code', async () => {
    const world = createPagesWorld({ formUrl: null });
    for (const page of [await world.get('/a/example'), await world.post('/a/example', {})]) {
      expect(textOf(page.html)).toContain('0830-000 0000');
      expect(page.html).not.toContain('/s/');
    }
  });

  it('knows no other district, and gives a visitor only so many codes', async () => {
    expect((await createPagesWorld().get('/a/elsewhere')).status).toBe(404);
    const world = createPagesWorld({ limit: 1 });
    expect((await world.post('/a/example', {})).status).toBe(303);
    const second = await world.post('/a/example', {});
    expect(second.status).toBe(429);
    expect(second.html).not.toContain('/share/base/');
    expect([...world.buckets.keys()].join()).not.toMatch(/\d+\.\d+\.\d+\.\d+/);
  });
});

describe('查询页', () => {
  it('leads from a code of ours to its status page, and answers everything else alike', async () => {
    const world = createPagesWorld();
    const right = await world.post('/q', { code: world.receipts.issue().toLowerCase() });
    expect(right.status).toBe(303);
    expect(right.location).toMatch(/\/s\/[^/]+$/);
    const answers = await Promise.all(
      ['0000-0000-0000', '', HOSTILE, 'x'.repeat(300)].map((code) => world.post('/q', { code })),
    );
    expect(new Set(answers.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
    expect(answers[0]?.html).toContain('没有找到对应的查询码');
  });

  it('stops listening to someone who tries too often, even with a right code', async () => {
    const world = createPagesWorld({ limit: 2 });
    for (let tries = 0; tries < 2; tries += 1) await world.post('/q', { code: 'wrong' });
    expect((await world.post('/q', { code: world.receipts.issue() })).status).toBe(429);
  });
});

const EVERY_STATE = [
  'submitted',
  'vetting',
  'awaiting_enterprise',
  'ready',
  'scheduled',
  'heard',
  'awaiting_instruction',
  'assigned',
  'handling',
  'awaiting_review',
  'awaiting_rating',
  'awaiting_closure',
  'closed',
  'declined',
  'merged',
  'redirected',
  'withdrawn',
] as const satisfies readonly State[];

describe('进度页', () => {
  it.each(EVERY_STATE)('at %s says where the case is and what is next, and nothing internal', async (state) => {
    const page = await worldAt(state).get(worldAt(state).statusPath);
    const text = textOf(page.html);
    expect(page.status).toBe(200);
    expect(text).toContain('接下来：');
    for (const secret of [
      '199-0000-0001',
      '19900000001',
      '企业代表01',
      '书记甲',
      '住建负责人',
      '现场照片',
      '电话核实，自愿',
      '已组织联合验收。',
      '建议由住建主办',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(page.html).not.toMatch(/<script/i);
    expect(Buffer.byteLength(page.html)).toBeLessThan(50 * 1024);
  });

  it('shows each step in words, the units, and the limit with its reckoning', async () => {
    const world = worldAt('handling');
    const text = textOf((await world.get(world.statusPath)).html);
    for (const told of [
      '核查已完成',
      '办理进行中',
      '评价未开始',
      '住建（主办）、财政（协办）',
      '示接交〔2026〕1号',
      '15个工作日',
    ]) {
      expect(text).toContain(told);
    }
    expect(text).not.toContain('暂定');
  });

  it('marks a limit beyond the published holidays as provisional, and one that has passed as passed', async () => {
    const late = createPagesWorld({
      plays: [playTo('handling', { at: Date.parse('2026-12-21T02:00:00Z') })],
      now: Date.parse('2027-03-01T02:00:00Z'),
    });
    const text = textOf((await late.get(late.statusPath)).html);
    expect(text).toContain('（暂定）');
    expect(text).toContain('已超过时限');
  });

  it('hides units, enterprise and words of a confidential case', async () => {
    const world = worldAt('handling', { notes: { isConfidential: true } });
    const text = textOf((await world.get(world.statusPath)).html);
    for (const hidden of ['住建', '财政', '溪乐', '验收时间']) expect(text).not.toContain(hidden);
    expect(text).toContain('按保密要求办理');
  });

  it('shows the answer only once staff have passed it, with its policy and planned day', async () => {
    const play = playTo('handling');
    play.ask(ACTORS.housing, {
      type: 'resolve',
      outcome: 'planned',
      text: '内部办理情况。',
      plannedDate: play.subject().rounds[0]?.due?.date ?? null,
      basis: '《示例规定》第三条',
      unitHead: '住建负责人',
    });
    const before = createPagesWorld({ plays: [play] });
    expect((await before.get(before.statusPath)).html).not.toContain('示例规定');
    play.ask(ACTORS.staff, { type: 'review', publicReply: '三月内组织联合验收。' });
    const after = createPagesWorld({ plays: [play] });
    const text = textOf((await after.get(after.statusPath)).html);
    for (const told of ['计划解决', '三月内组织联合验收。', '《示例规定》第三条', '2026年3月'])
      expect(text).toContain(told);
    expect(text).not.toContain('内部办理情况');
  });

  it('shows what outsiders wrote as text, never as markup', async () => {
    const world = worldAt('awaiting_enterprise', {
      appeal: { text: HOSTILE, enterpriseName: HOSTILE, category: HOSTILE },
    });
    const { html } = await world.get(world.statusPath);
    expect(html).toContain('&lt;at id=all&gt;');
    expect(html).not.toMatch(/<(script|img|at)\b/i);
  });

  it('takes an answer once, however often the button is pressed', async () => {
    const world = worldAt('awaiting_enterprise');
    const page = await world.get(world.statusPath);
    expect(textOf(page.html)).toContain('请补充验收申请的受理编号。');
    const fields = { ...hiddenOf(page.html, '/answer'), text: '受理编号〔虚构〕0001' };
    const [first, second] = [
      await world.post(`${world.statusPath}/answer`, fields),
      await world.post(`${world.statusPath}/answer`, fields),
    ];
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(world.commands).toEqual([{ type: 'answerEnterprise', text: '受理编号〔虚构〕0001' }]);
    expect(world.changes()).toBe(1);
  });

  it('says what is wrong with an answer and keeps what was typed', async () => {
    const world = worldAt('awaiting_enterprise');
    const hidden = hiddenOf((await world.get(world.statusPath)).html, '/answer');
    const empty = await world.post(`${world.statusPath}/answer`, { ...hidden, text: '  ' });
    expect([empty.status, textOf(empty.html).includes('请填写回答')]).toEqual([400, true]);
    const long = await world.post(`${world.statusPath}/answer`, { ...hidden, text: `开头${'长'.repeat(2_100)}` });
    expect(long.status).toBe(400);
    expect(textOf(long.html)).toContain('最多 2000 字');
    expect(long.html).toContain('开头长长');
    expect(world.commands).toEqual([]);
  });

  it('says that the case has moved on when an answer comes too late', async () => {
    const world = worldAt('handling');
    const late = await world.post(`${world.statusPath}/answer`, {
      case: CASE_ID,
      nonce: 'n'.repeat(24),
      text: '迟到的补充',
    });
    expect(late.status).toBe(409);
    expect(textOf(late.html)).toContain('办理情况已有变化');
  });

  it('asks whether a withdrawal is voluntary, and tells staff when it is not', async () => {
    const world = worldAt('handling');
    const hidden = hiddenOf((await world.get(world.statusPath)).html, '/withdraw');
    const unanswered = await world.post(`${world.statusPath}/withdraw`, { ...hidden, text: '' });
    expect([unanswered.status, textOf(unanswered.html).includes('是否出于您本人自愿？')]).toEqual([400, true]);
    const pressed = await world.post(`${world.statusPath}/withdraw`, { ...hidden, voluntary: 'no', text: '有人来电' });
    expect(pressed.status).toBe(303);
    expect(world.commands).toEqual([
      { type: 'requestWithdrawal', words: expect.stringMatching(/并非出于本人自愿.*有人来电/) },
    ]);
    const page = await world.get(world.statusPath);
    expect(hiddenOf(page.html, '/withdraw')).toEqual({});
    expect(textOf(page.html)).toContain('核实撤回');
  });

  it('never acts on a case of somebody else', async () => {
    const world = worldAt('handling');
    const foreign = await world.post(`${world.statusPath}/withdraw`, {
      case: 'case-of-others',
      nonce: 'n'.repeat(24),
      voluntary: 'yes',
      text: '',
    });
    expect(foreign.status).toBe(404);
    expect(world.commands).toEqual([]);
  });
});

describe('评价页', () => {
  const open = async (world: PagesWorld) => {
    const status = await world.get(world.statusPath);
    const link = hrefsOf(status.html).find((href) => /\/r\/[^/]+$/.test(href)) ?? '';
    return new URL(link).pathname;
  };

  it('is reached from the status page, says it is voluntary, takes one rating and thanks', async () => {
    const world = worldAt('awaiting_rating');
    const path = await open(world);
    const page = await world.get(path);
    for (const told of ['非常满意', '非常不满意', '评价自愿', '联合验收已完成。'])
      expect(textOf(page.html)).toContain(told);
    const fields = { ...hiddenOf(page.html, path), grade: '2', words: '来得太晚' };
    const [first, again] = [await world.post(path, fields), await world.post(path, fields)];
    expect([first.status, again.status]).toEqual([303, 303]);
    expect(world.commands).toEqual([{ type: 'rate', grade: 2, words: '来得太晚', asks: null }]);
    const page2 = textOf((await world.get(first.location ?? '')).html);
    for (const told of ['不满意', '来得太晚', '研判', '回到办理情况']) expect(page2).toContain(told);
    expect(textOf((await world.get(path)).html)).toContain('已经评价过了');
    const other = await world.post(path, { ...fields, nonce: 'another-page-of-the-same', grade: '5' });
    expect(other.status).toBe(409);
    expect(textOf(other.html)).toContain('不满意');
  });

  it('asks whoever is not satisfied why, and what should be done about it', async () => {
    const world = worldAt('awaiting_rating');
    const path = await open(world);
    const fields = { ...hiddenOf((await world.get(path)).html, path), grade: '1', asks: 'reconsider' };
    const bare = await world.post(path, { ...fields, words: ' ' });
    expect([bare.status, textOf(bare.html).includes('请写明哪里不满意')]).toEqual([409, true]);
    expect(bare.html).toMatch(/value="reconsider" checked/u);
    const other = { ...hiddenOf(bare.html, path), grade: '1', asks: 'reconsider', words: '〔虚构〕没有人来' };
    expect((await world.post(path, other)).status).toBe(303);
    expect(textOf((await world.get(path)).html)).toContain('您希望：领导复核');
  });

  it('takes more words until it is judged, from the page and from the status page', async () => {
    const world = worldAt('awaiting_rating');
    const path = await open(world);
    const rating = { ...hiddenOf((await world.get(path)).html, path), grade: '2', words: '〔虚构〕来得太晚' };
    await world.post(path, rating);
    expect(textOf((await world.get(world.statusPath)).html)).toContain('补充意见');
    const page = await world.get(path);
    const more = { ...hiddenOf(page.html, '/words'), words: '〔虚构〕而且没有说明' };
    expect((await world.post(`${path}/words`, more)).status).toBe(303);
    const shown = textOf((await world.get(world.statusPath)).html);
    for (const said of ['来得太晚', '而且没有说明']) expect(shown).toContain(said);
    const empty = await world.post(`${path}/words`, { ...hiddenOf(page.html, '/words'), words: '\u200b' });
    expect([empty.status, textOf(empty.html).includes('请写下要补充的意见')]).toEqual([400, true]);
  });

  it('asks for a grade and keeps the words', async () => {
    const world = worldAt('awaiting_rating');
    const path = await open(world);
    for (const grade of ['', '0', '6', '5; drop']) {
      const answer = await world.post(path, { nonce: 'n'.repeat(24), grade, words: '写了很久的话' });
      expect(answer.status).toBe(400);
      expect(textOf(answer.html)).toContain('请选择一个评价');
      expect(answer.html).toContain('写了很久的话');
    }
    expect(world.commands).toEqual([]);
  });

  it('is not open while nothing is to be rated', async () => {
    const world = worldAt('handling');
    expect(hrefsOf((await world.get(world.statusPath)).html).some((href) => href.includes('/r/'))).toBe(false);
    expect(textOf((await world.get(world.ratingPath(CASE_ID))).html)).toContain('现在无需评价');
  });

  it('is nothing for a round or a case that is not there', async () => {
    const world = worldAt('awaiting_rating');
    expect((await world.get(world.ratingPath(CASE_ID, 7))).status).toBe(404);
    expect((await world.get(world.ratingPath(caseId('case-unknown')))).status).toBe(404);
  });
});

describe('every page', () => {
  it('gives one and the same answer to every link that leads nowhere', async () => {
    const world = worldAt('awaiting_rating');
    const forged = `${world.statusPath.slice(0, 10)}B${world.statusPath.slice(11)}`;
    const swapped = world.ratingPath(CASE_ID).replace('/r/', '/s/');
    const expired = createPagesWorld({ now: NOW - 500 * 86_400_000 }).statusPath;
    const answers = [
      ...(await Promise.all(
        [
          '/s/x',
          '/r/x',
          forged,
          swapped,
          expired,
          world.statusPath.replace('/s/', '/r/'),
          world.ratingPath(CASE_ID, 9),
          '/a/nowhere',
        ].map((path) => world.get(path)),
      )),
      await world.post('/s/x/answer', {}),
      await world.post('/s/x/withdraw', {}),
      await world.post('/r/x', { grade: '5' }),
    ];
    expect(new Set(answers.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    expect(RECEIPT_HASH).toHaveLength(64);
  });

  it('runs nothing, is kept nowhere and framed by nobody', async () => {
    const world = worldAt('awaiting_rating');
    for (const path of ['/a/example', '/q', world.statusPath, world.ratingPath(CASE_ID), '/s/x']) {
      const { headers, html } = await world.get(path);
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*style-src 'sha256-[^']+'.*frame-ancestors 'none'/,
      );
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
      expect(html).toContain('<html lang="zh-CN">');
      expect(html).not.toMatch(/<script|\son\w+=|style="/i);
      expect(Buffer.byteLength(html)).toBeLessThan(50 * 1024);
    }
  });

  it('takes no post from another site and no body above its bound', async () => {
    const world = worldAt('awaiting_rating');
    const path = world.ratingPath(CASE_ID);
    const fields = { nonce: 'n'.repeat(24), grade: '5', words: '' };
    expect((await world.post(path, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await world.post(path, fields, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await world.post(path, { ...fields, words: 'x'.repeat(70_000) })).status).toBe(413);
    expect(world.commands).toEqual([]);
    expect((await world.post(path, fields, { origin: 'null' })).status).toBe(303);
  });

  it('limits how often one link may post', async () => {
    const world = createPagesWorld({ plays: [playTo('awaiting_rating')], limit: 1 });
    const path = world.ratingPath(CASE_ID);
    await world.post(path, {});
    expect((await world.post(path, { nonce: 'n'.repeat(24), grade: '5', words: '' })).status).toBe(429);
    expect(world.commands).toEqual([]);
  });

  it('stays within 50 KB when one visit brings many long cases', async () => {
    const plays = Array.from({ length: 30 }, (_, index) => {
      const play = playTo('closed', { appeal: { text: '很长的诉求。'.repeat(300) } });
      return { ...play, subject: () => ({ ...play.subject(), id: caseId(`case-${index}`) }) };
    });
    const world = createPagesWorld({ plays });
    const page = await world.get(world.statusPath);
    expect(Buffer.byteLength(page.html)).toBeLessThan(50 * 1024);
    expect(textOf(page.html)).toContain('查看第 29 件的详细情况');
    expect(textOf((await world.get(`${world.statusPath}?no=30`)).html)).toContain('查看第 1 件的详细情况');
  });
});
