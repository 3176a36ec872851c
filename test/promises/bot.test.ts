/**
 * The bot's menu and words: each question is answered once, by a card, to whoever asked, with what this person may see; and
 * whatever is opened from it is a fresh card that works.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeAsk } from '../../cards/ask.ts';
import { parseAsk } from '../../cards/cards.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { cardPressEnvelope, signedRequest } from '../support/signed-callback.ts';
import {
  bringToHandling,
  bringToLeader,
  lettersTo,
  openTown,
  SERVICE_URL,
  TOWN_KEYS,
  type Town,
} from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OTHER_LEADER = 'ou_sandbox_leader_yi';
const HOUSING = 'ou_sandbox_zhujian_1';
const LABOUR = 'ou_sandbox_renshe_1';
const STAFF = 'ou_sandbox_staff_1';
const STRANGER = 'ou_sandbox_secretary';
const NAME = '溪乐预制构件';

let town: Town;
afterEach(() => town.close());

const inbox = (who: string): readonly string[] => lettersTo(town, who).map(({ content }) => content);
/** What came because of this. */
const answersTo = async (who: string, act: () => void): Promise<readonly string[]> => {
  const before = inbox(who).length;
  act();
  await town.settle();
  return inbox(who).slice(before);
};
const say = (who: string, text: string) => answersTo(who, () => town.sandbox.control.say(who, text));
const menu = (who: string, key: string) => answersTo(who, () => town.sandbox.control.menu(who, key));
const toastOf = (pressed: Awaited<ReturnType<Town['press']>>): string =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);

/** Presses the first button of the newest message that only shows something. */
const openFirst = async (who: string) => {
  const message = town.sandbox.state.messages
    .filter((one) => town.sandbox.state.chats.some((chat) => chat.chatId === one.chatId && chat.openId === who))
    .findLast((one) => (one.versions.at(-1)?.content ?? '').includes('"ask":"show"'));
  if (!message) throw new Error('no list');
  const path = askPath(JSON.parse(message.versions.at(-1)?.content ?? '{}'), []);
  if (!path) throw new Error('no button');
  return town.sandbox.control.press({ openId: who, messageId: message.messageId, path });
};
const askPath = (node: unknown, path: readonly (string | number)[]): readonly (string | number)[] | null => {
  if (typeof node !== 'object' || node === null) return null;
  if ('tag' in node && node.tag === 'button' && 'behaviors' in node && Array.isArray(node.behaviors)) {
    if (parseAsk({ value: node.behaviors[0]?.value, name: undefined })?.kind === 'show') return path;
  }
  for (const [key, child] of Object.entries(node)) {
    const found = askPath(child, [...path, Array.isArray(node) ? Number(key) : key]);
    if (found) return found;
  }
  return null;
};

describe('a question to the bot', () => {
  beforeEach(async () => {
    town = await openTown();
  });

  it('待我签批 brings a list and the waiting sheet as a fresh card that can be signed; the old one points to it', async () => {
    const record = await town.fileByForm();
    const old = await bringToLeader(town, record);
    const [list, sheet] = await menu(LEADER, 'to_sign');
    expect(list).toContain('待我签批');
    expect(list).toContain(NAME);
    expect(sheet).toContain('签批单');
    const fresh = town.cards(LEADER, 'instruction', record).at(-1);
    if (!fresh) throw new Error('no sheet');
    expect(fresh.messageId).not.toBe(old.messageId);
    expect(inbox(LEADER).join()).toContain('请看新卡片');
    expect(toastOf(await town.press(fresh, 'sign'))).toContain('示接交〔2026〕1号');
    await town.settle();
    expect((await menu(LEADER, 'to_sign')).join()).toContain('现在没有等您签批的事项');
  });

  it('is answered only with what the person may see', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    for (const who of [STAFF, HOUSING, LEADER]) expect((await say(who, '我的在办')).join()).toContain(NAME);
    for (const who of [LABOUR, OTHER_LEADER]) expect((await say(who, '我的在办')).join()).not.toContain(NAME);
    expect((await say(HOUSING, '查 溪乐预制')).join()).toContain(NAME);
    expect((await say(LABOUR, '查 溪乐预制')).join()).toContain('没有查到您可以查看的事项');
    expect((await say(LABOUR, `查 ${town.row(record)['交办单编号']}`)).join()).not.toContain(NAME);
    expect((await say(STAFF, `查询：${town.row(record)['交办单编号']}`)).join()).toContain('查到1件');
    expect((await say(STRANGER, '我的在办')).join()).toContain('不在本区接待日的名单中');
  });

  it('is answered once, however often Feishu repeats the event', async () => {
    await town.close();
    town = await openTown({ eventCopies: 3 });
    expect(await say(HOUSING, '本月接待日')).toHaveLength(1);
    expect(await menu(HOUSING, 'supervised')).toHaveLength(1);
  });

  it('that is none is answered with what may be asked', async () => {
    expect((await say(HOUSING, '你好')).join()).toContain('待我签批');
    expect((await menu(HOUSING, 'no_such_key')).join()).toContain('督办清单');
  });

  it('本月接待日 shows the days of this month and names no enterprise', async () => {
    await town.add('receptionDays', {
      名称: '三月第一次',
      日期: Date.parse('2026-03-20T00:00:00+08:00'),
      地点: '区政务中心',
    });
    await town.add('receptionDays', {
      名称: '四月的',
      日期: Date.parse('2026-04-20T00:00:00+08:00'),
      地点: '区政务中心',
    });
    const [card] = await menu(LABOUR, 'reception_days');
    expect(card).toContain('三月第一次');
    expect(card).not.toContain('四月的');
  });

  it('whose list is opened brings a fresh card of one’s own, and nothing to whoever has no part in the case', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    await say(HOUSING, '我的在办');
    const before = town.cards(HOUSING, 'assignment', record);
    expect(toastOf(await openFirst(HOUSING))).toContain('最新卡片已发出');
    await town.settle();
    const after = town.cards(HOUSING, 'assignment', record);
    expect(after).toHaveLength(before.length + 1);
    const fresh = after.at(-1);
    if (!fresh) throw new Error('no fresh card');
    expect(toastOf(await town.press(fresh, 'progress', { [FIELDS.progress.text]: '已到现场。' }))).toContain(
      '进展已登记',
    );
    const [event] = (await historyOf(record)).slice(-1);
    expect(event?.type).toBe('progressReported');

    const id = fresh.buttons[0]?.caseId ?? '';
    const forged = await forgedAsk(
      LABOUR,
      encodeAsk({ kind: 'show', card: 'assignment', caseId: caseId(id), round: 1 }),
    );
    await town.settle();
    expect(forged).toContain('没有找到您可以查看的事项');
    expect(inbox(LABOUR).join()).not.toContain(NAME);
  });
});

const historyOf = async (record: string) => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  return id ? town.service.cases.loadEvents(id) : [];
};

/** A really signed press with this value; the toast. */
const forgedAsk = async (openId: string, value: object): Promise<string> => {
  const request = signedRequest({
    url: `${SERVICE_URL}/feishu/cards`,
    plaintext: cardPressEnvelope({
      eventId: `forged-${openId}`,
      appId: TOWN_KEYS.appId,
      token: TOWN_KEYS.verificationToken,
      createTime: String(town.now() * 1000),
      openId,
      messageId: 'om_forged',
      value,
    }),
    encryptKey: TOWN_KEYS.encryptKey,
    timestampSeconds: Math.floor(town.now() / 1000),
    nonce: 'n',
  });
  return (await town.service.app.fetch(request)).text();
};
