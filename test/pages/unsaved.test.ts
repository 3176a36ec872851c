// Nothing typed is lost: whatever a post is answered with, its words stand in their field, or first on the page to be copied. And
// what is said from a page that was gone back to is another thing than what was said from it before.
import { describe, expect, it } from 'vitest';
import { ACTORS, type Play, playTo, UNITS } from '../support/given.ts';
import { enterStreet, handleByWeb, playToStreet, STREET } from '../support/web-unit.ts';
import { createPagesWorld, hiddenOf, type PagesWorld, textOf, type WorldOptions } from './pages-world.ts';

const NONCE = 'abcdefghijklmnopqrst';
const MARK = '企业要求：\r\n“三日内”答复 <b>&';
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const LOST = '刚才填写的内容没有提交';

const worldOf = (play: Play, more: WorldOptions = {}): PagesWorld =>
  createPagesWorld({ plays: [play], directory: play.directory, now: play.now() + 60_000, ...more });
/** Typed words as a page shows them. */
const SHOWN = '“三日内”答复 &lt;b&gt;&amp;';

/** Somebody of the street who came in by web, and the page they left open. */
const streetPage = (play: Play, more: WorldOptions = {}) => {
  enterStreet(play);
  const world = worldOf(play, more);
  const path = world.unitPath(play.subject(), STREET);
  const issue =
    play
      .subject()
      .rounds.at(-1)
      ?.units.find(({ unitId }) => unitId === STREET)?.webCode?.issue ?? 0;
  const visit = { caseId: play.subject().id, round: 1, unitId: STREET, issue, name: '经办人甲' };
  const until = play.now() + 8 * 3_600_000;
  // The name of the cookie is told by whoever comes in.
  const cookieOf = async () => {
    const left = await world.post(`${path}/leave`, {});
    const name = (left.headers.get('set-cookie') ?? '').split('=')[0] ?? '';
    return { cookie: `${name}=${world.signed.signVisit(visit, until)}` };
  };
  return { world, path, cookieOf };
};
const handled = (): Play => {
  const play = playToStreet();
  handleByWeb(play);
  return play;
};

describe('words that a unit typed on its page', () => {
  const report = { nonce: NONCE, progress_text: MARK };

  it('stand on the page that says that the case was given to another unit meanwhile', async () => {
    const play = playToStreet();
    const { world, path, cookieOf } = streetPage(play);
    const cookie = await cookieOf();
    play.ask(
      { kind: 'unit', unitId: STREET, issue: play.subject().seq - 1, name: '经办人甲' },
      { type: 'object', reason: '属应急', suggestedUnitId: UNITS.safety },
    );
    play.ask(ACTORS.staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单' });
    world.replace(play);
    const answer = await world.post(`${path}/object`, { nonce: NONCE, object_reason: MARK }, cookie);
    expect(answer.status).toBe(410);
    expect(textOf(answer.html)).toContain(`${LOST}原文如下，请先长按复制保存，需要时再粘贴提交。异议理由`);
    expect(answer.html).toContain(SHOWN);
  });

  it('stand on the page that asks for a code once the visit is over', async () => {
    const { world, path } = streetPage(handled());
    const answer = await world.post(`${path}/progress`, report);
    expect(answer.status).toBe(403);
    expect(answer.html).toContain(LOST);
    expect(answer.html).toContain(SHOWN);
    expect(hiddenOf(answer.html, '/enter')['nonce']).toMatch(/^[\w-]{16,64}$/);
  });

  it('stand in their field where that is still there, and are not said to be lost', async () => {
    const { world, path, cookieOf } = streetPage(handled(), { limit: 0 });
    const answer = await world.post(`${path}/progress`, report, await cookieOf());
    expect(answer.status).toBe(429);
    expect(answer.html).toContain(SHOWN);
    expect(answer.html).not.toContain(LOST);
  });

  it('for another act stand on the page when the one that was taken leaves no field for them', async () => {
    const play = playToStreet();
    const { world, path, cookieOf } = streetPage(play);
    const answer = await world.post(`${path}/acknowledge`, { nonce: NONCE, object_reason: MARK }, await cookieOf());
    expect(answer.status).toBe(200);
    expect(textOf(answer.html)).toContain('已签收。');
    expect(answer.html).toContain(LOST);
    expect(answer.html).toContain(SHOWN);
  });
});

describe('words that an enterprise typed on its page', () => {
  const onStatus = (world: PagesWorld, form: string, fields: Readonly<Record<string, string>>) =>
    world.post(`${world.statusPath}/${form}`, { nonce: NONCE, text: MARK, ...fields });

  it('stand first on it when the question was answered meanwhile', async () => {
    const play = playTo('handling');
    const world = worldOf(play);
    const answer = await onStatus(world, 'answer', { case: play.subject().id });
    expect(answer.status).toBe(409);
    expect(answer.html).toContain(LOST);
    expect(answer.html).toContain(SHOWN);
  });

  it('stand in the form they were typed into, which is open, and in no other', async () => {
    const play = playTo('awaiting_enterprise');
    const world = worldOf(play);
    const { id } = play.subject();
    const withdrawn = await onStatus(world, 'withdraw', { case: id, voluntary: 'maybe' });
    expect(withdrawn.status).toBe(400);
    expect(withdrawn.html).toMatch(/<details open[^>]*><summary>我想撤回这件事/);
    expect(withdrawn.html.split(SHOWN)).toHaveLength(2);
    expect(withdrawn.html).not.toContain(LOST);
    const unwilling = await onStatus(world, 'withdraw', { case: id, voluntary: 'no', nonce: 'x' });
    expect(unwilling.html).toMatch(/value="no"[^>]* checked/);

    const form = new FormData();
    for (const [name, value] of Object.entries({ nonce: NONCE, case: id, text: MARK })) form.append(name, value);
    const material = await world.postForm(`${world.statusPath}/material`, form);
    expect(material.status).toBe(400);
    expect(material.html).toMatch(/<details open[^>]*><summary>补交照片或材料/);
    expect(/name="text" required[^>]*>([^<]*)</.exec(material.html)?.[1]).toBe('');
    expect(material.html).toContain(SHOWN);
  });

  it('stand on the page also where material is no longer taken, which is said and is no missing page', async () => {
    const play = playTo('closed');
    const world = worldOf(play);
    const form = new FormData();
    for (const [name, value] of Object.entries({ nonce: NONCE, case: play.subject().id, text: MARK }))
      form.append(name, value);
    form.append('files', new File([JPEG], '现场.jpg'));
    const answer = await world.postForm(`${world.statusPath}/material`, form);
    expect(answer.status).toBe(409);
    expect(textOf(answer.html)).toContain('现在不能补交材料，文件没有保存');
    expect(answer.html).toContain(SHOWN);
    expect(world.uploads).toEqual([]);
  });

  it.each([
    ['too often', 'awaiting_enterprise', { limit: 0 }, 429],
    ['with a page that is too old', 'awaiting_enterprise', {}, 400],
  ] as const)('stand on what answers %s', async (_what, state, more, status) => {
    const play = playTo(state);
    const world = worldOf(play, more);
    const answer = await onStatus(world, 'answer', { case: play.subject().id, nonce: 'x' });
    expect(answer.status).toBe(status);
    expect(answer.html).toContain(SHOWN);
  });

  it('stand on the page of a rating that was given or waived meanwhile', async () => {
    const waived = playTo('awaiting_closure');
    const world = worldOf(waived);
    const rating = { nonce: NONCE, grade: '1', words: MARK };
    const answer = await world.post(world.ratingPath(waived.subject().id), rating);
    expect(answer.status).toBe(409);
    expect(answer.html).toContain(SHOWN);
  });
});

describe('the same page used twice', () => {
  it('says two things when other words are sent from it, and one when the same are', async () => {
    const play = handled();
    const { world, path, cookieOf } = streetPage(play);
    const cookie = await cookieOf();
    const say = (progress_text: string) => world.post(`${path}/progress`, { nonce: NONCE, progress_text }, cookie);
    for (const words of ['已踏勘', '已踏勘', '已约见企业']) expect((await say(words)).status).toBe(303);
    const told = world
      .subjectOf(play.subject().id)
      .rounds.at(-1)
      ?.progress.map(({ text }) => text);
    expect(told?.slice(-2)).toEqual(['已踏勘', '已约见企业']);
  });

  it('of a rating does not take the second one for the first', async () => {
    const play = playTo('awaiting_rating');
    const world = worldOf(play);
    const path = world.ratingPath(play.subject().id);
    expect((await world.post(path, { nonce: NONCE, grade: '5', words: '' })).status).toBe(303);
    expect((await world.post(path, { nonce: NONCE, grade: '5', words: '' })).status).toBe(303);
    const other = await world.post(path, { nonce: NONCE, grade: '1', words: MARK });
    expect(other.status).toBe(409);
    expect(textOf(other.html)).toContain('这件事已经评价过了');
    expect(other.html).toContain(SHOWN);
  });
});
