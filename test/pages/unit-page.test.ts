// 网页办理: the link alone shows nothing, a code lets in once, a visit is for one part of one case, and everything that is over says
// so without a word of the case.
import { describe, expect, it } from 'vitest';
import { createLinks } from '../../src/pages/links.ts';
import { createUnitCodes } from '../../src/pages/unit-codes.ts';
import { currentRound } from '../../src/workflow/case.ts';
import { beijingDate, caseId } from '../../src/workflow/ids.ts';
import { sheetFacts } from '../../src/workflow/whose-turn/sheet-facts.ts';
import { ACTORS, asProposed, type Play, playTo, someResult, UNITS } from '../support/given.ts';
import { handleByWeb, playToStreet, STREET, STREET_NAME, streetProposal, webDirectory } from '../support/web-unit.ts';
import { type Answer, createPagesWorld, type PagesWorld, SECRETS, textOf } from './pages-world.ts';

const MINUTE_MS = 60_000;
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

/** The case stands where it was left a minute ago. */
const open = (play: Play, more: Parameters<typeof createPagesWorld>[0] = {}) =>
  createPagesWorld({ plays: [play], directory: play.directory, now: play.now() + MINUTE_MS, ...more });
const withCode = (play: Play = playToStreet()) => {
  play.ask(ACTORS.editor, { type: 'issueUnitCodes' });
  return play;
};
const changedAtEnd = (text: string): string => `${text.slice(0, -1)}${text.endsWith('1') ? '2' : '1'}`;
const nonceOn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
const cookieOf = (answer: Answer): string => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

const enter = async (world: PagesWorld, play: Play, fields: Readonly<Record<string, string>> = {}) => {
  const path = world.unitPath(play.subject(), STREET);
  const nonce = nonceOn((await world.get(path)).html);
  const code = world.codeFor(play.subject(), STREET);
  return world.post(`${path}/enter`, { nonce, code, name: '经办人甲', ...fields });
};
/** Somebody came in; what they see and do from here on. */
const entered = async (play: Play = withCode(), more: Parameters<typeof createPagesWorld>[0] = {}) => {
  const world = open(play, more);
  const path = world.unitPath(play.subject(), STREET);
  const answer = await enter(world, play);
  const headers = { cookie: cookieOf(answer) };
  const sheet = async () => world.get(path, headers);
  const act = async (name: string, fields: Readonly<Record<string, string>> = {}) =>
    world.post(`${path}/${name}`, { nonce: nonceOn((await sheet()).html), ...fields }, headers);
  return { world, path, answer, headers, sheet, act, subject: () => world.subjectOf(play.subject().id) };
};
const secretsOf = (play: Play): readonly string[] => {
  const { appeal, id } = play.subject();
  const signed = currentRound(play.subject())?.instruction;
  return [
    appeal.enterpriseName,
    appeal.contactName,
    appeal.phone,
    appeal.text,
    appeal.wish,
    signed?.words ?? '批示',
    signed?.number.text ?? '示接交',
    STREET_NAME,
    id,
  ];
};
const expectNothingOf = (play: Play, html: string) => {
  for (const secret of secretsOf(play)) expect(html).not.toContain(secret);
};

describe('the link alone', () => {
  it('asks for a code and shows nothing of the case', async () => {
    const play = withCode();
    const world = open(play);
    const page = await world.get(world.unitPath(play.subject(), STREET));
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain('请输入办理码');
    expectNothingOf(play, page.html);
    expect(page.html).not.toContain('<script');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  it('is nothing when one character of it is another, when it was signed with another secret, or is of another purpose', async () => {
    const play = withCode();
    const world = open(play);
    const path = world.unitPath(play.subject(), STREET);
    const forged = createLinks({ publicUrl: '', secrets: ['another-secret-of-forty-characters-00000'] });
    const others = [
      changedAtEnd(path),
      path.replace('/w/', '/w/x'),
      forged.links.unit(play.subject(), STREET) ?? '',
      world.filesPath(play.subject(), ACTORS.housing.openId).replace('/u/', '/w/'),
    ];
    for (const other of others) {
      expect((await world.get(other)).status).toBe(404);
      expect((await world.post(`${other}/enter`, {})).status).toBe(404);
    }
    expect((await world.get(path.replace('/w/', '/u/'))).status).toBe(404);
  });

  it('is the same whenever it is asked for, and follows an extended limit', () => {
    const play = playToStreet();
    const world = open(play);
    const before = world.unitPath(play.subject(), STREET);
    const visitor = handleByWeb(play);
    expect(world.unitPath(play.subject(), STREET)).toBe(before);
    expect(world.unitPath(play.subject(), UNITS.housing)).not.toBe(before);
    expect(visitor.unitId).toBe(STREET);
  });
});

describe('a code', () => {
  it('lets in once and sets a cookie that only this door gets', async () => {
    const { answer, sheet, world } = await entered();
    expect(answer.status).toBe(303);
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/w', 'Max-Age=28800'])
      expect(cookie).toContain(part);
    expect(world.commands).toEqual([{ type: 'enterByWeb' }]);
    expect(world.changes()).toBe(1);
    const page = await sheet();
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain('经办人甲');
  });

  it('is taken as people type it', async () => {
    const play = withCode();
    const world = open(play);
    const [head = '', tail = ''] = world.codeFor(play.subject(), STREET).split('-');
    expect((await enter(world, play, { code: ` ${head}－${tail} ` })).status).toBe(303);
  });

  it.each([
    ['wrong', { code: '0000-0000' }, 403],
    ['missing', { code: '' }, 403],
    ['too long', { code: '1'.repeat(50) }, 400],
    ['right, without a name', { name: ' ' }, 400],
    ['right, with a name that is too long', { name: '名'.repeat(21) }, 400],
    ['right, from a page that is too old', { nonce: 'x' }, 400],
  ])('that is %s lets nobody in', async (_what, fields, status) => {
    const play = withCode();
    const world = open(play);
    const answer = await enter(world, play, fields);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expectNothingOf(play, answer.html);
    expect(world.commands).toEqual([]);
  });

  it('cannot be guessed where none was given out', async () => {
    const play = playToStreet();
    const world = open(play);
    expect((await enter(world, play)).status).toBe(403);
  });

  it('is void after half an hour, when another was given out, and for another unit', async () => {
    const late = withCode();
    const world = open(late);
    world.advance(31 * MINUTE_MS);
    const answer = await enter(world, late);
    expect(answer.status).toBe(409);
    expect(textOf(answer.html)).toContain('已过有效期');

    const play = withCode();
    const newer = open(play);
    const old = newer.codeFor(play.subject(), STREET);
    newer.replace(withCode(play));
    expect((await enter(newer, play, { code: old })).status).toBe(403);
    expect((await enter(newer, play, { code: newer.codeFor(play.subject(), UNITS.housing) })).status).toBe(403);
    expect((await enter(newer, play)).status).toBe(303);
  });

  it('lets one of two in who come at once, and whoever pressed twice only once', async () => {
    const play = withCode();
    const world = open(play);
    const both = await Promise.all([enter(world, play), enter(world, play, { name: '经办人乙' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409]);

    const again = withCode();
    const other = open(again);
    const path = other.unitPath(again.subject(), STREET);
    const nonce = nonceOn((await other.get(path)).html);
    const fields = { nonce, code: other.codeFor(again.subject(), STREET), name: '经办人甲' };
    const presses = [await other.post(`${path}/enter`, fields), await other.post(`${path}/enter`, fields)];
    expect(presses.map(({ status }) => status)).toEqual([303, 303]);
    expect(other.commands).toHaveLength(1);
    // Found in the history of a shared computer some minutes later, it opens nothing.
    other.advance(3 * MINUTE_MS);
    const later = await other.post(`${path}/enter`, fields);
    expect([later.status, later.headers.get('set-cookie')]).toEqual([409, null]);
    expect(textOf(later.html)).toContain('已经用过');
  });

  it('may be tried ten times with a link, and by one visitor not without end; a new one begins anew', async () => {
    const play = withCode();
    const world = open(play);
    const statuses: number[] = [];
    for (let tried = 0; tried < 11; tried += 1)
      statuses.push((await enter(world, play, { code: `0000-00${String(tried).padStart(2, '0')}` })).status);
    expect(new Set(statuses.slice(0, 10))).toEqual(new Set([403]));
    expect(statuses[10]).toBe(429);
    expect((await enter(world, play)).status).toBe(429);
    world.replace(withCode(play));
    expect((await enter(world, play)).status).toBe(303);
    for (const bucket of world.buckets.keys()) expect(bucket).not.toContain(play.subject().id);
    const few = open(withCode(), { limit: 0 });
    expect((await enter(few, play)).status).toBe(429);
  });

  it('has eight digits, and none is like another', () => {
    const codes = createUnitCodes(SECRETS);
    const { id } = playToStreet().subject();
    const all = Array.from({ length: 200 }, (_, issue) =>
      codes.codeOf({ caseId: id, round: 1, unitId: STREET, issue }),
    );
    for (const code of all) expect(code).toMatch(/^\d{4}-\d{4}$/);
    expect(new Set(all).size).toBe(200);
    const older = createUnitCodes(['a-newer-secret-of-the-tests-0000000000', ...SECRETS]);
    const given = { caseId: id, round: 1, unitId: STREET, issue: 7 };
    expect(older.isRight(codes.codeOf(given), given)).toBe(true);
    expect(older.isRight(codes.codeOf({ ...given, round: 2 }), given)).toBe(false);
  });
});

describe('a visit', () => {
  it('is not forged, not of another case, unit or secret, and ends after eight hours', async () => {
    const play = withCode();
    const { world, path, headers } = await entered(play);
    const [name = '', value = ''] = headers.cookie.split('=');
    const subject = play.subject();
    const issue = currentRound(subject)?.units.find(({ unitId }) => unitId === STREET)?.webCode?.issue ?? 0;
    const visit = { caseId: subject.id, round: 1, unitId: STREET, issue, name: '经办人乙' };
    const until = play.now() + 8 * 60 * MINUTE_MS;
    const foreign = createLinks({ publicUrl: '', secrets: ['another-secret-of-forty-characters-00000'] });
    const { signVisit } = world.signed;
    const forged = [
      changedAtEnd(value),
      path.split('/').at(-1) ?? '',
      foreign.signVisit(visit, until),
      signVisit({ ...visit, unitId: UNITS.housing }, until),
      signVisit({ ...visit, round: 2 }, until),
      signVisit({ ...visit, issue: issue + 1 }, until),
      signVisit({ ...visit, caseId: caseId(`${subject.id}x`) }, until),
    ];
    for (const one of forged) {
      const page = await world.get(path, { cookie: `${name}=${one}` });
      expectNothingOf(play, page.html);
      expect(textOf(page.html)).toContain('请输入办理码');
    }
    expect((await world.get(path, { cookie: `${name}=${signVisit(visit, until)}` })).html).toContain('批示');
    world.advance(8 * 60 * MINUTE_MS);
    expectNothingOf(play, (await world.get(path, headers)).html);
  });

  it('ends when somebody leaves, and when another code is given out', async () => {
    const play = withCode();
    const { world, path, headers, act } = await entered(play);
    const left = await act('leave');
    expect(left.status).toBe(303);
    expect(left.headers.get('set-cookie')).toMatch(/^w[0-9a-f]{12}=;.*Max-Age=0/);
    play.ask({ kind: 'unit', unitId: STREET, issue: play.subject().seq, name: '经办人甲' }, { type: 'enterByWeb' });
    world.replace(withCode(play));
    const page = await world.get(path, headers);
    expectNothingOf(play, page.html);
    const late = await world.post(`${path}/acknowledge`, { nonce: 'abcdefghijklmnopqrst' }, headers);
    expect(late.status).toBe(403);
    expectNothingOf(play, late.html);
  });

  it('is not used by a form on another site', async () => {
    const { world, path, headers } = await entered();
    for (const foreign of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }]) {
      const answer = await world.post(
        `${path}/acknowledge`,
        { nonce: 'abcdefghijklmnopqrst' },
        { ...headers, ...foreign },
      );
      expect(answer.status).toBe(403);
    }
    expect(world.commands).toEqual([{ type: 'enterByWeb' }]);
  });
});

describe('the sheet', () => {
  it('shows what the card shows this unit, and no more than it may do now', async () => {
    const play = withCode();
    const { sheet } = await entered(play);
    const { html } = await sheet();
    const text = textOf(html);
    const { appeal } = play.subject();
    const round = currentRound(play.subject());
    for (const shown of [
      round?.instruction?.words,
      round?.instruction?.number.text,
      round?.due?.derivation,
      appeal.enterpriseName,
      appeal.contactName,
      appeal.phone,
      appeal.text,
      `${STREET_NAME}（主办）`,
    ])
      expect(text).toContain(shown);
    const acts = [...html.matchAll(/formaction="[^"]*\/([a-zA-Z]+)"/g)].map((match) => match[1]);
    expect(acts).toEqual(['acknowledge', 'object']);
    // What may be done is one form, so that no button loses what stands in another's field.
    expect(html.match(/<form[^>]*\/(acknowledge|object)"/g)).toHaveLength(1);
    expect(html).not.toContain('<script');
  });

  it('shows both texts of a 批示 that was put right, and what was added to it', async () => {
    const play = playToStreet();
    const signing = { ...asProposed, words: '', leadUnitId: STREET, supportingUnitIds: [] };
    play.ask(ACTORS.jia, { type: 'correctInstruction', signing: { ...signing, words: '请街道三日内上门。' } });
    play.ask(ACTORS.jia, { type: 'addInstruction', words: '先解决临时用电。' });
    const { sheet } = await entered(withCode(play));
    const text = textOf((await sheet()).html);
    expect(text).toContain('请街道三日内上门。');
    expect(text).toMatch(/更正前的批示（书记甲.*更正）\s*请住建抓紧办理。/);
    expect(text).toMatch(/追加批示（书记甲.*）\s*先解决临时用电。/);
  });

  it('says all that the sheet says to this unit', async () => {
    const play = playTo('ready', { directory: webDirectory(), notes: { proposal: streetProposal('lead') } });
    play.ask(ACTORS.editor, { type: 'consult', unitIds: [UNITS.housing], question: '能否先接临时用电？' });
    play.ask(ACTORS.housing, { type: 'answerConsultation', text: '可以，三日内接通。' });
    play.ask(ACTORS.editor, { type: 'requestInstruction' });
    play.ask(ACTORS.jia, { type: 'instruct', signing: { ...asProposed, words: '请街道上门。' } });
    const visitor = handleByWeb(play);
    play.ask(ACTORS.jia, { type: 'list', reason: '企业停工已久' });
    play.ask(visitor, { type: 'setMilestone', text: '接通临时用电', on: beijingDate('2026-03-10') });
    play.ask(ACTORS.editor, { type: 'askEnterprise', question: '请提供用电合同' });
    const { sheet, subject } = await entered(withCode(play));
    const html = textOf((await sheet()).html);
    const inHand = currentRound(await subject());
    if (!inHand) throw new Error('it has a sheet');
    const { number, enterprise, contact, ...sections } = sheetFacts(await subject(), inHand, play.directory, {
      kind: 'unit',
      unitIds: [STREET],
    });
    for (const words of [number, enterprise, contact.text]) expect(html).toContain(words);
    for (const section of ['vetting', 'listing', 'milestones', 'question', 'parts'] as const)
      expect(sections[section], section).not.toEqual([]);
    for (const { text } of Object.values(sections).flat()) expect(html).toContain(text);
  });

  it('has the forms of a lead unit and of a supporting one while it is handled', async () => {
    const formsOf = async (part: 'lead' | 'supporting') => {
      const play = playToStreet(part);
      handleByWeb(play);
      const { sheet } = await entered(withCode(play));
      return [...(await sheet()).html.matchAll(/formaction="[^"]*\/([a-zA-Z]+)"/g)].map((match) => match[1]);
    };
    expect(await formsOf('lead')).toEqual([
      'progress',
      'contact',
      'resolve',
      'setMilestone',
      'askEnterprise',
      'extend',
      'nameOfficer',
    ]);
    expect(await formsOf('supporting')).toEqual(['contribute', 'progress', 'contact', 'nameOfficer']);
  });

  it('takes nodes, reached and moved, and lists them', async () => {
    const play = playToStreet();
    const visitor = handleByWeb(play);
    play.ask(visitor, { type: 'setMilestone', text: '完成测绘', on: beijingDate('2026-03-10') });
    const { act, sheet, world } = await entered(withCode(play));
    expect(textOf((await sheet()).html)).toContain('完成测绘2026年3月10日前，未到期');
    expect(
      (await act('setMilestone', { set_milestone_text: '完成招标', set_milestone_date: '2026-03-17' })).status,
    ).toBe(303);
    expect(
      (await act('moveMilestone', { milestone_id: '1', milestone_date: '2026-03-12', milestone_words: '测绘单位更换' }))
        .status,
    ).toBe(303);
    expect((await act('reachMilestone', { milestone_id: '2', milestone_words: '已发中标通知' })).status).toBe(303);
    expect(world.commands.slice(1)).toEqual([
      { type: 'setMilestone', text: '完成招标', on: '2026-03-17' },
      { type: 'moveMilestone', id: 1, on: '2026-03-12', reason: '测绘单位更换' },
      { type: 'reachMilestone', id: 2, words: '已发中标通知' },
    ]);
    for (const id of ['', '0', '1 OR 1', '9'])
      expect(
        (await act('reachMilestone', { milestone_id: id, milestone_words: '已完成' })).status,
      ).toBeGreaterThanOrEqual(400);
  });

  it('hides a confidential enterprise as the card does', async () => {
    const play = withCode(playToStreet('lead', { notes: { isConfidential: true } }));
    const { sheet } = await entered(play);
    const { html } = await sheet();
    const { appeal } = play.subject();
    for (const hidden of [appeal.enterpriseName, appeal.contactName, appeal.phone]) expect(html).not.toContain(hidden);
    expect(textOf(html)).toContain('企业要求保密，请通过区工商联联系');
  });

  it('says that a 批示 was transcribed from paper, and lets its original be seen', async () => {
    const play = playTo('awaiting_instruction', {
      directory: webDirectory(),
      notes: { proposal: streetProposal('lead') },
    });
    const files = [{ token: 'box9', name: '批示原件.jpg', bytes: 70_000 }];
    play.ask(ACTORS.editor, { type: 'recordInstruction', words: '请街道抓紧。', files, writtenOn: null });
    const { sheet } = await entered(withCode(play));
    const { html } = await sheet();
    expect(textOf(html)).toMatch(/书记甲 2026年3月2日.*据书面批示转录（.*），待书记甲核对/);
    expect(html).toContain('/file/box9"');
  });

  it('is text, whatever was typed', async () => {
    const hostile = '<img src=x onerror=alert(1)>"&\'';
    const play = withCode(playToStreet('lead', { appeal: { text: hostile, enterpriseName: hostile } }));
    const { world, path, headers } = await entered(play);
    const world2 = open(withCode(playToStreet()));
    expect((await world.get(path, headers)).html).not.toContain('<img');
    const refused = await enter(world2, play, { name: hostile.slice(0, 20), code: '1' });
    expect(refused.html).not.toContain('<img');
  });
});

describe('what a unit does on its page', () => {
  it('becomes the commands that its cards would ask for', async () => {
    const { world, act, subject, headers, path, sheet } = await entered(withCode(playToStreet('supporting')));
    const done = await act('acknowledge');
    const said = done.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const after = await world.get(done.location ?? '', { ...headers, cookie: `${headers.cookie}; ${said}` });
    expect(textOf(after.html)).toContain('已签收。');
    expect(after.headers.getSetCookie().join()).toMatch(/said=;.*Max-Age=0/u);
    // Looked at again, it is not said again.
    expect((await world.get(done.location ?? '', headers)).html).not.toContain('class="good"');
    await act('nameOfficer', { officer_name: '承办人甲 199-0000-0009' });
    await act('contact', { progress_text: '已通话' });
    const form = new FormData();
    form.append('nonce', nonceOn((await sheet()).html));
    form.append('progress_text', '已踏勘');
    form.append('files', new File([JPEG], '现场.jpg'));
    expect((await world.postForm(`${path}/progress`, form, headers)).status).toBe(303);
    expect(world.commands.slice(1)).toEqual([
      { type: 'acknowledge' },
      { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲 199-0000-0009' } },
      { type: 'contactEnterprise', note: '已通话' },
      { type: 'reportProgress', text: '已踏勘', files: [{ token: 'box1', name: '现场.jpg', bytes: JPEG.byteLength }] },
    ]);
    const [line] = (currentRound(subject())?.progress ?? []).toReversed();
    expect(line?.by).toEqual({ openId: null, name: `${STREET_NAME} 经办人甲（网页）` });

    const link = /href="([^"]*\/file\/box1)"/.exec((await sheet()).html)?.[1] ?? '';
    expect((await world.get(link, headers)).headers.get('content-type')).toBe('image/jpeg');
    expect((await world.get(link)).status).toBe(403);
    expect((await world.get(link.replace('box1', 'box2'), headers)).status).toBe(404);
  });

  it('needs no photo with a report, and both without words are asked for', async () => {
    const play = playToStreet();
    handleByWeb(play);
    const { act, world } = await entered(withCode(play));
    expect((await act('progress', { progress_text: '已踏勘' })).status).toBe(303);
    const empty = await act('progress', { progress_text: '' });
    expect(empty.status).toBe(400);
    expect(textOf(empty.html)).toContain('请先填写：进展情况');
    expect(world.uploads).toEqual([]);
  });

  it('counts once however often the button is pressed', async () => {
    const play = playToStreet();
    handleByWeb(play);
    const { world, path, headers, sheet } = await entered(withCode(play));
    const fields = { nonce: nonceOn((await sheet()).html), progress_text: '已踏勘' };
    const twice = [
      await world.post(`${path}/progress`, fields, headers),
      await world.post(`${path}/progress`, fields, headers),
    ];
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect(world.commands).toHaveLength(2);
  });

  it('is answered beside its form when it cannot be, with what was typed', async () => {
    const play = playToStreet();
    handleByWeb(play);
    const { act, world } = await entered(withCode(play));
    const refused = await act('resolve', {
      resolve_outcome: 'explained',
      resolve_text: '政策不允许，已当面说明',
      resolve_date: '',
      resolve_basis: '',
      resolve_unit_head: '街道主任甲',
      // Of another act: nothing typed is lost.
      ask_question: '请提供合同',
    });
    expect(refused.status).toBe(409);
    const form = /<details open[^>]*>[\s\S]*?<\/details>/.exec(refused.html)?.[0] ?? '';
    expect(textOf(form)).toContain('请先填写：政策依据');
    expect(form).toContain('政策不允许，已当面说明');
    expect(form).toContain('value="街道主任甲"');
    expect(refused.html).toContain('请提供合同');
    expect(form).toMatch(/value="explained"[^>]* selected/);
    const odd = await act('extend', {
      extend_date: '2026-02-30',
      extend_reason: '需检测',
      extend_done: '两项',
    });
    expect(odd.status).toBe(400);
    expect(textOf(odd.html)).toContain('没有这一天');
    expect(world.commands.filter(({ type }) => type === 'requestExtension')).toEqual([]);
    expect((await act('rate')).status).toBe(404);
  });

  it('says why a form is not there once its bound is used up, as the card does', async () => {
    const usual = webDirectory();
    const settings = { ...usual.settings, maxExtensions: 0, maxPauses: 0 };
    const play = playToStreet('lead', { directory: webDirectory({ settings }) });
    handleByWeb(play);
    withCode(play);
    const { sheet } = await entered(play);
    const text = textOf((await sheet()).html);
    expect(text).toContain('每轮最多延期0次，次数已用完，请按现有时限办结。');
    expect(text).toContain('每轮最多请企业补充0次，次数已用完，请电话联系企业并继续办理，时限照常计算。');
    expect(text).not.toContain('申请延期（');
  });

  it('says what is so now when the step was taken meanwhile', async () => {
    const play = withCode();
    const { act, world, headers, path, sheet } = await entered(play);
    const nonce = nonceOn((await sheet()).html);
    await act('acknowledge');
    const late = await world.post(`${path}/object`, { nonce, object_reason: '不属本单位' }, headers);
    expect(late.status).toBe(409);
    expect(textOf(late.html)).toContain('已由');
    expectNothingOf(play, (await world.post(`${path}/object`, { nonce, object_reason: '' })).html);
  });
});

describe('a link that is over', () => {
  it('of an earlier round, an ended case, a replaced unit, a unit that has its seats: one sentence, nothing of the case', async () => {
    const nextRound = playToStreet();
    const visitor = handleByWeb(nextRound);
    const world = open(nextRound);
    const path = world.unitPath(nextRound.subject(), STREET);
    nextRound.ask(visitor, someResult);
    nextRound.ask(ACTORS.staff, { type: 'review', publicReply: '已办结。' });
    nextRound.ask(ACTORS.enterprise, { type: 'rate', grade: 5, words: '' });
    nextRound.ask(ACTORS.jia, { type: 'endorse' });
    world.replace(nextRound);
    const ended = await world.get(path);
    nextRound.ask(ACTORS.jia, { type: 'instructAgain', signing: { ...asProposed, limit: { workdays: 5 } } });
    world.replace(nextRound);
    const earlier = await world.get(path);
    expect((await world.get(world.unitPath(nextRound.subject(), STREET))).status).toBe(200);

    const moved = playToStreet();
    const before = open(moved);
    const movedPath = before.unitPath(moved.subject(), STREET);
    const came = handleByObjection(moved);
    before.replace(moved);
    const replaced = await before.get(movedPath);
    expect(came).toBe(STREET);

    const seated = playToStreet();
    const units = webDirectory().units.map((unit) => ({ ...unit, worksByWeb: false }));
    const withSeats = open(seated, { directory: webDirectory({ units }) });
    const noMore = await withSeats.get(withSeats.unitPath(seated.subject(), STREET));

    for (const page of [ended, earlier, replaced, noMore]) {
      expect(page.status).toBe(410);
      expect(textOf(page.html)).toContain('这一轮办理已经结束，或已改由其他单位办理');
      expectNothingOf(nextRound, page.html);
    }
  });

  it('is nothing sixty days after the limit', async () => {
    const play = withCode();
    const world = open(play);
    const path = world.unitPath(play.subject(), STREET);
    world.advance(120 * 24 * 60 * MINUTE_MS);
    expect((await world.get(path)).status).toBe(404);
  });
});

const handleByObjection = (play: Play) => {
  play.ask(ACTORS.editor, { type: 'issueUnitCodes' });
  const visitor = { kind: 'unit', unitId: STREET, issue: play.subject().seq, name: '经办人甲' } as const;
  play.ask(visitor, { type: 'enterByWeb' });
  play.ask(visitor, { type: 'object', reason: '属应急', suggestedUnitId: UNITS.safety });
  play.ask(ACTORS.staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单' });
  return visitor.unitId;
};
