/**
 * 现场签批: five items on one card in five presses, an answer on the spot, an item first raised in the room, and a press on what
 * has changed meanwhile. Seen from the leader's chat and from the table.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { buttonsOf } from '../story/cards.ts';
import { createChat } from '../support/chat.ts';
import { makeReady, openTown, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const STRANGER = 'ou_sandbox_zhujian_1';

let town: Town;
let chat: ReturnType<typeof createChat>;
let day: string;
beforeEach(async () => {
  town = await openTown();
  chat = createChat(town, LEADER);
  day = await town.add('receptionDays', {
    名称: '三月接待日',
    日期: Date.parse('2026-03-02T00:00:00+08:00'),
    地点: '区政务中心三楼',
    接待领导: [town.idOf('leaders', '书记甲')],
  });
});
afterEach(async () => {
  await town.close();
});

const schedule = async (count: number): Promise<readonly string[]> => {
  const records: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const record = await town.fileByForm({ 诉求内容: `第${index + 1}件：一期厂房验收时间对不上。` });
    await makeReady(town, record, { 接待日: [day] });
    await town.edit(record, { 操作: '排入接待日' });
    records.push(record);
  }
  return records;
};

const caseOnCard = (messageId: string): string | undefined =>
  buttonsOf(chat.contentOf(messageId)).find(({ act }) => act === 'sign')?.caseId;

describe('现场签批', () => {
  it('signs five items in five presses on one message, each answered with the next one', async () => {
    const records = await schedule(5);
    const room = await chat.enterRoom();
    const before = chat.messages().length;
    const signed: (string | undefined)[] = [];
    for (let count = 0; count < 5; count += 1) {
      signed.push(caseOnCard(room));
      expect(await chat.pressWords(room, '批示并交办')).toContain(`示接交〔2026〕${count + 1}号`);
    }
    await town.settle();

    expect(signed).toEqual(records.map((record) => town.row(record)['受理编号']));
    for (const record of records) expect(town.row(record)['状态']).toBe('待签收');
    expect(chat.contentOf(room)).toContain('本次接待5件均已处理：签批5件');
    expect(buttonsOf(chat.contentOf(room))).toEqual([]);
    expect(chat.messages()).toHaveLength(before);
  });

  it('takes own words for one item and an answer on the spot for the next', async () => {
    const [first, second] = await schedule(2);
    const room = await chat.enterRoom();
    await chat.pressWords(room, '批示并交办', {
      [FIELDS.sign.words]: '请住建一周内拿出方案。',
      [FIELDS.sign.workdays]: '7',
    });
    expect(await chat.pressWords(room, '现场答复', { [FIELDS.onTheSpot.reply]: '区财政本周内拨付。' })).toContain(
      '已现场答复',
    );
    await town.settle();
    expect(town.row(first ?? '')['批示']).toContain('请住建一周内拿出方案。');
    expect(town.row(second ?? '')['状态']).toBe('待评价');
    expect(chat.contentOf(room)).toContain('签批1件，现场答复1件');
  });

  it('adds an item first raised there, which can be signed at once and has its row', async () => {
    const [record] = await schedule(1);
    const room = await chat.enterRoom();
    const visit = town.row(record ?? '')['受理编号'];
    const form = { add_visit: caseOnCard(room), add_kind: 'problem', add_text: '请一并协调货车通行。' };
    expect(visit).toBe(caseOnCard(room));
    expect(await chat.pressWords(room, '登记这一件', form)).toContain('已登记，可现场签批');
    await town.settle();
    expect(chat.contentOf(room)).toContain('请一并协调货车通行。');
    expect(
      await chat.pressWords(room, '批示并交办', {
        [FIELDS.sign.words]: '请住建办理。',
        [FIELDS.sign.leadUnit]: town.idOf('units', '住建'),
        [FIELDS.sign.workdays]: '15',
      }),
    ).toContain('示接交〔2026〕1号');
    await town.settle();

    const rows = town.sandbox.state.bases
      .flatMap(({ tables }) => tables)
      .find(({ name }) => name === '事项')
      ?.records.map(({ recordId }) => town.row(recordId));
    const added = rows?.find((row) => row['交办单编号'] === '示接交〔2026〕1号');
    expect(added).toMatchObject({
      状态: '待签收',
      诉求内容: '请一并协调货车通行。',
      企业名称: '〔虚构〕溪乐预制构件有限公司',
    });
    expect(rows).toHaveLength(2);
    expect(caseOnCard(room)).toBe(visit);
  });

  it('answers a press on an item that changed meanwhile with what is so now, and goes on', async () => {
    const [first, second] = await schedule(2);
    const room = await chat.enterRoom();
    await town.edit(first ?? '', { 操作: '撤出接待日' });
    expect(caseOnCard(room)).toBe(town.row(first ?? '')['受理编号']);
    expect(await chat.pressWords(room, '批示并交办')).toMatch(/不能办理|已过时|不由您办理/);
    expect(caseOnCard(room)).toBe(town.row(second ?? '')['受理编号']);
    expect(town.row(first ?? '')['状态']).toBe('待安排');
  });

  it('looks at another item first without deciding, and leaves the room as it is for others', async () => {
    const [, second] = await schedule(2);
    const room = await chat.enterRoom();
    await chat.pressWords(room, '先看下一件');
    expect(caseOnCard(room)).toBe(town.row(second ?? '')['受理编号']);
    expect(await chat.pressWords(room, '刷新', undefined, STRANGER)).not.toContain('已显示');
  });
});
