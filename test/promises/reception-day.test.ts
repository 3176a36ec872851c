/**
 * 接待日 as its table is edited: whoever is concerned hears of a change once, and what was said of a day before stays as it was. Also
 * what a row says of a code that is none of ours, and which notice a case counts as read.
 */
import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { newReceiptCode } from '../../src/pages/receipt.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { lettersTo, makeReady, openTown, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const NEXT_LEADER = 'ou_sandbox_leader_yi';
const STAFF = 'ou_sandbox_staff_1';

let town: Town;
afterEach(async () => {
  await town.close();
});

const at = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);
const pathOf = (record: string): string => new URL(town.row(record)['查询链接'] ?? '').pathname;
const page = async (record: string): Promise<string> => (await town.service.app.request(pathOf(record))).text();
const changesTold = (who: string): readonly string[] =>
  lettersTo(town, who)
    .map(({ content }) => content)
    .filter((content) => content.includes('接待日安排有调整'));

it('a day moved in its table is told once to everyone concerned; what the pages said before keeps its day', async () => {
  town = await openTown({ eventCopies: 3, shufflesEvents: true });
  const day = await town.add('receptionDays', {
    名称: '三月接待日',
    日期: at('2026-03-20'),
    地点: '区政务中心三楼',
    接待领导: [town.idOf('leaders', '书记甲')],
  });
  const records = [await town.fileByForm(), await town.fileByForm({ 诉求内容: '〔虚构〕另一件事。' })];
  for (const record of records) {
    await makeReady(town, record, { 接待日: [day] });
    await town.edit(record, { 操作: '排入接待日' });
  }
  const target = {
    appToken: town.base.appToken,
    tableId: town.base.tables['receptionDays'] ?? '',
    operator: STAFF,
    recordId: day,
  };
  const fields = { 日期: at('2026-03-27'), 开始时间: '9:00', 接待领导: [town.idOf('leaders', '区长乙')] };
  expect(town.sandbox.control.editRecord(target, fields).ok).toBe(true);
  await town.settle();

  for (const who of [STAFF, LEADER, NEXT_LEADER]) {
    expect(changesTold(who)).toHaveLength(1);
    for (const part of ['3月20日', '3月27日', '09:00', '区长乙']) expect(changesTold(who)[0]).toContain(part);
  }
  for (const record of records) {
    const seen = await page(record);
    expect(seen).toContain('已排入2026年3月20日的接待日');
    expect(seen).toContain('接待安排有调整：时间改为2026年3月27日09:00');
    const events = await town.service.cases.loadEvents(caseId(town.row(record)['受理编号'] ?? ''));
    expect(events.filter(({ type }) => type === 'receptionDayChanged')).toHaveLength(1);
  }
  // The same once more, and the name alone, are no news.
  expect(town.sandbox.control.editRecord(target, { ...fields, 名称: '三月下旬接待日' }).ok).toBe(true);
  await town.settle();
  expect(changesTold(STAFF)).toHaveLength(1);
}, 60_000);

it('a 查询码 that is none of ours is named in the row, with the link to tell instead; without one nothing is said', async () => {
  town = await openTown();
  const foreign = await town.fileByForm({ 查询码: 'ABCD EFGH JKLM' });
  expect(town.row(foreign)['查询码核对']).toBe('查询码不是本系统发出的，请向企业告知查询链接。');
  expect((await town.service.app.request(pathOf(foreign))).status).toBe(200);
  expect(town.row(await town.fileByForm())['查询码核对']).toBe('');
});

it('a case counts as having read the notice only where the page with it was shown', async () => {
  town = await openTown();
  const readBy = async (record: string) =>
    (await town.service.cases.loadCase(caseId(town.row(record)['受理编号'] ?? '')))?.subject.noticeVersion;
  const typed = await town.add('cases', { 企业名称: '〔虚构〕某厂', 诉求内容: '〔虚构〕电话来的。' });
  expect([await readBy(typed), await readBy(await town.fileByForm())]).toEqual(['', '']);
  const code = newReceiptCode((count) => randomBytes(count), 'a-secret-of-the-tests-long-enough-to-count');
  expect(await readBy(await town.fileByForm({ 查询码: code }))).toMatch(/^\d{4}-\d{2}$/);
});
