/**
 * Whoever edits a table hears of what was not taken over: once, in one message, without a word of what was typed. Nobody hears
 * of drafts, of what was done, or of the service's own writes.
 */
import { afterEach, expect, it } from 'vitest';
import { makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const STAFF = 'ou_sandbox_staff_1';
const OTHER_DESK = 'ou_sandbox_staff_2';
const textsTo = (openId: string): readonly string[] => {
  const chats = town.sandbox.state.chats.filter((chat) => chat.openId === openId).map((chat) => chat.chatId);
  return town.sandbox.state.messages
    .filter((message) => message.type === 'text' && chats.includes(message.chatId))
    .map((message) => message.versions.at(-1)?.content ?? '')
    .filter((content) => content.includes('未采纳'));
};
const editAtOnce = async (edits: readonly (readonly [string, Readonly<Record<string, unknown>>])[]) => {
  for (const [recordId, fields] of edits) {
    town.sandbox.control.editRecord(
      { appToken: town.base.appToken, tableId: town.base.tables['cases'] ?? '', operator: STAFF, recordId },
      fields,
    );
  }
  await town.settle();
};

it('an action that cannot be is told to whoever chose it, once, however often its event comes', async () => {
  town = await openTown({ eventCopies: 5, shufflesEvents: true });
  const record = await town.fileByForm();
  await town.edit(record, { 操作: '审核通过', 对企业的答复: '〔虚构〕不应外传的一句话。' });
  expect(textsTo(STAFF)).toHaveLength(1);
  const [text = ''] = textsTo(STAFF);
  expect(text).toContain(town.row(record)['受理编号']);
  expect(text).toContain('待受理');
  expect(text).not.toContain('不应外传');
  expect(text).not.toMatch(/1990000|企业代表/);

  await town.edit(record, { 操作: '审核通过' });
  expect(textsTo(STAFF)).toHaveLength(2);
});

it('several refusals of one moment are one message', async () => {
  town = await openTown();
  const records = [await town.fileByForm(), await town.fileByForm(), await town.fileByForm()];
  await editAtOnce(records.map((record) => [record, { 操作: '提交签批' }] as const));
  expect(textsTo(STAFF)).toHaveLength(1);
  for (const record of records) expect(textsTo(STAFF)[0]).toContain(town.row(record)['受理编号']);
});

it('a service column put back and a drag that sprang back are told; what was done and what is a draft are not', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record);
  await town.add('cases', { 企业名称: '〔虚构〕只填了名称' });
  expect(textsTo(STAFF)).toEqual([]);
  await town.edit(record, { 交办单编号: '示接交〔2026〕99号' });
  expect(textsTo(STAFF).at(-1)).toContain('“交办单编号”由系统维护');
  await town.edit(record, { 状态: '已销号' });
  expect(textsTo(STAFF).at(-1)).toContain('“状态”不能直接改为“已销号”');
  expect(textsTo(STAFF)).toHaveLength(2);
});

it('whoever deleted a row is told that it came back', async () => {
  town = await openTown({ eventCopies: 3 });
  const record = await town.fileByForm();
  const id = town.row(record)['受理编号'] ?? '?';
  town.sandbox.control.deleteRecord({
    appToken: town.base.appToken,
    tableId: town.base.tables['cases'] ?? '',
    recordId: record,
    operator: STAFF,
  });
  await town.settle();
  expect(textsTo(STAFF)).toHaveLength(1);
  expect(textsTo(STAFF)[0]).toContain(id);
  expect(textsTo(STAFF)[0]).toContain('这一行被删除，已由系统恢复。误登记的，请在“操作”列选“不予受理”并写明原因');
});

it('is not lost when the answer to putting back is, nor told to the app itself', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  town.sandbox.control.addFaults([{ path: '/records/batch_update$', times: 2, effect: { kind: 'dropAfter' } }]);
  await town.edit(record, { 批示: '〔虚构〕我来批' });
  await town.edit(record, { 紧急情况说明: '〔虚构〕下周到期' });
  expect(town.row(record)['批示']).toBe('');
  expect(textsTo(STAFF)).toHaveLength(1);
  expect(textsTo('ou_sandbox_bot')).toEqual([]);
  expect((await town.service.outbox.health(town.base.district, town.now())).parked).toEqual([]);
});

it('two desks that choose in one row within seconds are both told whose choice was done; each alone, or one twice, is not', async () => {
  town = await openTown({ eventCopies: 2 });
  const record = await town.fileByForm();
  const chooses = (operator: string, action: string, more: Readonly<Record<string, unknown>> = {}) =>
    town.sandbox.control.editRecord(
      { appToken: town.base.appToken, tableId: town.base.tables['cases'] ?? '', operator, recordId: record },
      { 操作: action, ...more },
    );
  chooses(STAFF, '不予受理', { 处理说明: '〔虚构〕不属受理范围。' });
  await town.sandbox.settled();
  town.advance(1_000);
  chooses(OTHER_DESK, '受理');
  await town.settle();
  expect(town.row(record)['状态']).toBe('核查中');
  const [lost = '', kept = ''] = [textsTo(STAFF).join(), textsTo(OTHER_DESK).join()];
  expect(lost).toContain('您选的“不予受理”没有执行');
  expect(lost).toContain('改选了“受理”');
  expect(kept).toContain('刚选了“不予受理”，后者没有执行');
  expect([textsTo(STAFF).length, textsTo(OTHER_DESK).length]).toEqual([1, 1]);

  // Minds may change, and one may follow the other when the first is done.
  chooses(STAFF, '转法定途径');
  await town.sandbox.settled();
  chooses(STAFF, '请企业补充', { 处理说明: '〔虚构〕请补一张照片。' });
  await town.settle();
  chooses(OTHER_DESK, '结束补充');
  await town.settle();
  expect(town.row(record)['状态']).toBe('核查中');
  expect([textsTo(STAFF).length, textsTo(OTHER_DESK).length]).toEqual([1, 1]);
});
