/**
 * What is said on the pages of an enterprise and of a unit without Feishu: each opened at its real address, in the states it has, and
 * with what cannot be taken. One more page or refusal is one more look.
 */
import { type Case, STATES } from '../../src/workflow/case.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { type Answer, browserIn, createPagesWorld, hiddenOf } from '../pages/pages-world.ts';
import { ACTORS, type GivenOverrides, type Play, playTo, withSettings } from '../support/given.ts';
import { playToStreet, STREET } from '../support/web-unit.ts';
import type { Sentence } from './sentences.ts';

type Fields = Readonly<Record<string, string>>;
interface Look {
  readonly act: string;
  readonly state: string;
  readonly forWhom: '企业' | '责任单位';
  readonly answer: Answer;
}

const NONCE = 'n'.repeat(24);
const ENTERPRISE_STATES = Object.keys(STATES).filter((state): state is Case['state'] => state in STATES);
const stateOf = (play: Play): string => STATES[play.subject().state];
const ofEnterprise = (act: string, state: string, answer: Answer): Look => ({ act, state, forWhom: '企业', answer });

const intakeLooks = async (): Promise<readonly Look[]> => {
  const look = async (act: string, asked: Promise<Answer>) => ofEnterprise(act, '未登记', await asked);
  const world = createPagesWorld();
  const browser = browserIn(world);
  const noPhone = createPagesWorld({ directory: withSettings({ organPhone: '' }) });
  return [
    await look('首页', world.get('/')),
    await look('扫码页', browser.get('/a/example')),
    await look('扫码页', browserIn(world).get('/a/example/code?given')),
    await look('查询码', browser.post('/a/example', {})),
    await look('扫码页', browser.get('/a/example')),
    await look('扫码页', browser.get('/a/example/notice')),
    await look('扫码页', createPagesWorld({ formUrl: null }).get('/a/example')),
    await look('扫码页', noPhone.get('/a/example')),
    await look('扫码页', createPagesWorld({ limit: 0 }).post('/a/example', {})),
    await look('扫码页', world.post('/a/example', {}, { 'sec-fetch-site': 'cross-site' })),
    await look('查询页', world.get('/q')),
    await look('查询页', world.post('/q', { code: 'ABCD' })),
    await look('查询页', world.raw('/q', { 'content-type': 'application/json' }, '{}')),
    await look('查询页', createPagesWorld({ limit: 0 }).post('/q', { code: 'ABCD' })),
    await look('查询页', world.get('/nowhere')),
    await look('进度页', world.get(world.statusPath)),
  ];
};

/** The status page of a case, and each of its forms refused and taken. */
const statusLooks = async (play: Play): Promise<readonly Look[]> => {
  const world = createPagesWorld({ plays: [play] });
  const path = world.statusPath;
  const look = (answer: Answer) => ofEnterprise('进度页', stateOf(play), answer);
  const page = await world.get(path);
  const looks = [look(page)];
  const forms: readonly (readonly [string, readonly Fields[]])[] = [
    ['/answer', [{ text: '' }, { text: '长'.repeat(5_000) }, { text: '编号如下' }]],
    ['/withdraw', [{ text: '' }, { voluntary: 'yes', text: '已自行解决' }]],
    ['/material', [{ text: '' }]],
  ];
  for (const [end, tries] of forms) {
    const hidden = hiddenOf(page.html, end);
    if (hidden['nonce'] === undefined) continue;
    for (const fields of tries) looks.push(look(await world.post(`${path}${end}`, { ...hidden, ...fields })));
    looks.push(look(await world.raw(`${path}${end}`, { 'content-type': 'application/json' }, '{}')));
    looks.push(look(await browserIn(world).get(path)));
  }
  return looks;
};

const ratingLooks = async (): Promise<readonly Look[]> => {
  const play = playTo('awaiting_rating');
  const world = createPagesWorld({ plays: [play] });
  const path = world.ratingPath(play.subject().id);
  const look = (answer: Answer) => ofEnterprise('评价页', STATES[world.subjectOf(play.subject().id).state], answer);
  const looks = [look(await world.get(path))];
  for (const fields of [{}, { grade: '2' }, { grade: '2', words: '长'.repeat(5_000) }, { grade: '2', words: '没解决' }])
    looks.push(look(await world.post(path, { nonce: NONCE, ...fields })));
  looks.push(look(await world.get(path)));
  for (const words of ['', '长'.repeat(5_000), '至今没有人来'])
    looks.push(look(await world.post(`${path}/words`, { nonce: `${NONCE}${words.length}`, words })));
  looks.push(look(await world.get(path)));
  for (const grade of [1, 3, 5] as const) {
    const rated = playTo('awaiting_rating');
    rated.ask(ACTORS.enterprise, { type: 'rate', grade, words: '意见' });
    const there = createPagesWorld({ plays: [rated] });
    looks.push(look(await there.get(there.ratingPath(rated.subject().id))));
    if (grade > 2) continue;
    rated.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策所限' });
    const judged = createPagesWorld({ plays: [rated] });
    looks.push(look(await judged.get(judged.ratingPath(rated.subject().id))));
  }
  const early = playTo('handling');
  const none = createPagesWorld({ plays: [early] });
  looks.push(ofEnterprise('评价页', stateOf(early), await none.get(none.ratingPath(early.subject().id))));
  return looks;
};

/** Called as their senders call them. */
const [ARCHIVE, EMPTY, GOOD] = ['压缩包.zip', '空.jpg', '现场.pdf'] as const;
export const FILES_SENT: readonly string[] = [ARCHIVE, EMPTY, GOOD];
const filesOf = (name: string, content: string, text: string): FormData => {
  const form = new FormData();
  form.append('nonce', NONCE);
  form.append('text', text);
  form.append('files', new File([content], name));
  return form;
};
const uploadLooks = async (): Promise<readonly Look[]> => {
  const play = playTo('handling');
  const world = createPagesWorld({ plays: [play] });
  const failing = createPagesWorld({ plays: [play], failsUploads: true });
  const path = world.filesPath(play.subject(), ACTORS.housing.openId);
  const look = (answer: Answer): Look => ({
    act: '照片和附件',
    state: stateOf(play),
    forWhom: '责任单位',
    answer,
  });
  const over = playTo('awaiting_closure');
  const closed = createPagesWorld({ plays: [over] });
  return [
    look(await world.get(path)),
    look(await world.postForm(path, filesOf(ARCHIVE, 'PK', ''))),
    look(await world.postForm(path, filesOf(EMPTY, '', ''))),
    look(await world.postForm(path, filesOf(GOOD, '%PDF-1.7', '长'.repeat(5_000)))),
    look(await failing.postForm(path, filesOf(GOOD, '%PDF-1.7', ''))),
    look(await world.raw(path, { 'content-type': 'application/json' }, '{}')),
    look(await world.postForm(path, filesOf(GOOD, '%PDF-1.7', '踏勘'))),
    look(await browserIn(world).get(path)),
    look(await closed.get(closed.filesPath(over.subject(), ACTORS.housing.openId))),
  ];
};

const unitLooks = async (): Promise<readonly Look[]> => {
  const play = playToStreet();
  play.ask(ACTORS.editor, { type: 'issueUnitCodes' });
  const world = createPagesWorld({ plays: [play], directory: play.directory, now: play.now() + 60_000 });
  const path = world.unitPath(play.subject(), STREET);
  const look = (answer: Answer): Look => ({ act: '网页办理', state: stateOf(play), forWhom: '责任单位', answer });
  const code = world.codeFor(play.subject(), STREET);
  const entry = (fields: Fields) => world.post(`${path}/enter`, { nonce: NONCE, code, name: '经办人甲', ...fields });
  const looks = [look(await world.get(path)), look(await entry({ code: '1' })), look(await entry({ name: '' }))];
  const cookie = ((await entry({})).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const act = (name: string, fields: Fields, headers: Fields = { cookie }): Promise<Answer> =>
    world.post(`${path}/${name}`, { nonce: `${NONCE}${name}`, ...fields }, headers);
  const sheet = () => world.get(path, { cookie });
  looks.push(look(await sheet()), look(await act('acknowledge', {}, {})), look(await act('object', {})));
  looks.push(look(await world.raw(`${path}/object`, { 'content-type': 'application/json', cookie }, '{}')));
  await act('acknowledge', {});
  looks.push(look(await sheet()));
  for (const [name, fields] of UNIT_ACTS) looks.push(look(await act(name, fields)));
  looks.push(look(await sheet()));
  return [...looks, look(await unitIsOver())];
};
const UNIT_ACTS: readonly (readonly [string, Fields])[] = [
  ['progress', {}],
  ['resolve', {}],
  ['extend', {}],
  ['extend', { extend_date: '2026-02-30', extend_reason: '需检测', extend_done: '已踏勘' }],
  ['askEnterprise', {}],
  ['setMilestone', {}],
];
/** The link of a unit whose case is closed. */
const unitIsOver = async (): Promise<Answer> => {
  const play = playToStreet();
  const path = createPagesWorld({ plays: [play], directory: play.directory }).unitPath(play.subject(), STREET);
  return createPagesWorld({ plays: [playTo('closed')] }).get(path);
};

/** What opens as a block of its own; what stands within is part of its sentence. */
const BLOCK =
  /<\/?(?:p|li|h[1-3]|dd|dt|div|section|label|button|summary|form|ul|ol|dl|body|main|header|footer|nav|details|option|textarea)\b[^>]*>/gu;
const SIGNS: Readonly<Record<string, string>> = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>', '&#39;': "'" };
const blocksOf = (html: string): readonly string[] =>
  html
    .replace(/<(head|style|svg)\b[\s\S]*?<\/\1>/gu, '')
    .split(BLOCK)
    .map((block) =>
      block
        .replace(/<[^>]*>/gu, '')
        .replace(/&(?:quot|amp|lt|gt|#39);/gu, (sign) => SIGNS[sign] ?? sign)
        .replace(/\s+/gu, ' ')
        .trim(),
    );
/** Shown again to whoever typed too much. */
const isTyped = (text: string): boolean => /长{100}/u.test(text);

export interface SaidOnPages {
  readonly sentences: readonly Sentence[];
  /** What can be pressed or opened on the pages, and how their fields and parts are called. */
  readonly names: readonly string[];
}
export const saidOnPages = async (): Promise<SaidOnPages> => {
  const statuses: Look[] = [];
  for (const state of ENTERPRISE_STATES) statuses.push(...(await statusLooks(playTo(state))));
  statuses.push(...(await statusLooks(playTo('handling', CONFIDENTIAL))), ...(await statusLooks(mergedIntoOwn())));
  const looks = [
    ...(await intakeLooks()),
    ...statuses,
    ...(await ratingLooks()),
    ...(await uploadLooks()),
    ...(await unitLooks()),
  ];
  const found = new Map<string, Sentence>();
  const names = new Set<string>();
  for (const { answer, ...where } of looks)
    for (const text of blocksOf(answer.html)) {
      if (text === '' || isTyped(text)) continue;
      if (!/[。？！]/u.test(text)) names.add(text.replace(/（可不填）$/u, ''));
      else if (!found.has(text.replaceAll(/\d+/gu, '0')))
        found.set(text.replaceAll(/\d+/gu, '0'), { group: '网页', ...where, text });
    }
  return { sentences: [...found.values()], names: [...names] };
};

const CONFIDENTIAL: GivenOverrides = { notes: { isConfidential: true } };
const mergedIntoOwn = (): Play => {
  const play = playTo('merged');
  const answer = {
    from: play.subject().exit?.mergedInto ?? caseId('case-given-2'),
    round: 1,
    reviewedAt: 1,
    outcome: 'resolved',
    publicReply: '已经办妥。',
    basis: '',
    plannedDate: null,
  } as const;
  play.ask(ACTORS.clock, { type: 'shareAnswer', answer });
  return play;
};
