/**
 * 计划解决 is a promise that somebody looks at: when its day has come, the unit and staff are asked once, whether the case is
 * closed or not; the unit says how it stands, staff record it, the enterprise and the leader see it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAsk } from '../../cards/ask.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import {
  beijingMoment,
  bringToHandling,
  lettersTo,
  liveUntil,
  openTown,
  type ShownCard,
  type Town,
} from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OFFICER = 'ou_sandbox_zhujian_1';
const STAFF = 'ou_sandbox_staff_1';
/** A Saturday, so that the check is asked for on Monday the 30th. */
const DAY = '2026-03-28';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const until = (text: string): Promise<void> => liveUntil(town, text);
const messagesTo = (who: string, day: string, words: RegExp) =>
  lettersTo(town, who).filter((letter) => letter.day === day && words.test(letter.first));
const BY_THE_CLOCK = /今日提醒|一周待办/;

const pressed = async (card: ShownCard | undefined, act: string, form: Readonly<Record<string, unknown>>) => {
  if (!card) throw new Error(`no card for ${act}`);
  const answer = await town.press(card, act, form);
  await town.settle();
  return answer.kind === 'answered' ? (answer.toast?.content ?? '') : JSON.stringify(answer);
};
/** 打开, beside the case in a list. */
const open = async (who: string, list: { readonly messageId: string; readonly content: string } | undefined) => {
  if (!list) throw new Error('no list');
  const path = pathOfShow(JSON.parse(list.content), []);
  if (!path) throw new Error('nothing to open');
  await town.sandbox.control.press({ openId: who, messageId: list.messageId, path });
  await town.settle();
};
const pathOfShow = (node: unknown, path: readonly (string | number)[]): readonly (string | number)[] | null => {
  if (typeof node !== 'object' || node === null) return null;
  if ('behaviors' in node && Array.isArray(node.behaviors)) {
    const ask = parseAsk({ value: node.behaviors[0]?.value, name: undefined });
    return ask?.kind === 'show' && ask.card === 'plan' ? path : null;
  }
  for (const [key, child] of Object.entries(node)) {
    const found = pathOfShow(child, [...path, Array.isArray(node) ? Number(key) : key]);
    if (found) return found;
  }
  return null;
};

const bringToPlan = async (): Promise<string> => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  await pressed(town.cards(OFFICER, 'assignment', record).at(-1), 'resolve', {
    [FIELDS.resolve.outcome]: 'planned',
    [FIELDS.resolve.text]: '剩余资金分两次拨付。',
    [FIELDS.resolve.date]: `${DAY} +0800`,
    [FIELDS.resolve.unitHead]: '住建负责人',
  });
  await town.edit(record, { 对企业的答复: '三月底前拨付。', 操作: '审核通过' });
  return record;
};
const bringToClosed = async (): Promise<string> => {
  const record = await bringToPlan();
  await town.edit(record, { 回访评价: '满意', 操作: '登记电话评价' });
  await pressed(town.cards(LEADER, 'resolution', record).at(-1), 'endorse', {});
  expect(town.row(record)).toMatchObject({ 状态: '已销号', 计划解决日期: DAY, 计划核实: '未到期' });
  return record;
};
const historyOf = async (record: string, type: string): Promise<number> => {
  const events = await town.service.cases.loadEvents(caseId(town.row(record)['受理编号'] ?? ''));
  return events.filter((event) => event.type === type).length;
};
const statusPage = async (record: string): Promise<string> =>
  (await town.service.app.request(new URL(town.row(record)['查询链接'] ?? '').pathname)).text();

describe('a plan', { timeout: 120_000 }, () => {
  it('is asked for once when its day has come, though the case is closed, in the one message of the day', async () => {
    const record = await bringToClosed();
    await until('2026-03-20T12:00');
    const [reminder, ...more] = messagesTo(OFFICER, '2026-03-20', BY_THE_CLOCK);
    expect(reminder?.content).toContain('计划即将到期');
    expect(more).toEqual([]);
    expect(messagesTo(STAFF, '2026-03-20', /计划/)).toEqual([]);

    await until('2026-03-29T12:00');
    expect(await historyOf(record, 'planCheckAsked')).toBe(0);
    town.advance(beijingMoment('2026-03-30T09:00') - town.now());
    await Promise.all([town.service.tick(), town.service.tick(), town.service.tick()]);
    await until('2026-04-02T12:00');
    expect(await historyOf(record, 'planCheckAsked')).toBe(1);
    for (const who of [OFFICER, STAFF]) {
      const asked = messagesTo(who, '2026-03-30', BY_THE_CLOCK);
      expect(asked, who).toHaveLength(1);
      expect(asked[0]?.content, who).toContain('计划到期待核实');
      expect(messagesTo(who, '2026-03-31', BY_THE_CLOCK), who).toEqual([]);
    }
    expect(town.row(record)['计划核实']).toBe('待核实');
    expect(await statusPage(record)).toContain('计划解决的日期已到，正在核实是否解决。');
  });

  it('that was not kept is recorded in the row, seen by the enterprise, and brought to the leader with a new 批示', async () => {
    const record = await bringToClosed();
    await town.edit(record, { 对企业的答复: '资金未到账。', 操作: '计划未兑现' });
    expect(town.row(record)['操作结果']).toContain('到期后才能核实');
    await until('2026-03-30T12:00');

    await open(OFFICER, messagesTo(OFFICER, '2026-03-30', BY_THE_CLOCK)[0]);
    const report = { [FIELDS.reportPlan.text]: '资金未到位，正在协调。' };
    expect(await pressed(town.cards(OFFICER, 'plan', record).at(-1), 'reportPlan', report)).toContain('待核实');
    expect(town.row(record)['最新进展']).toContain('资金未到位');

    await town.edit(record, { 对企业的答复: null, 操作: '计划未兑现' });
    expect(town.row(record)['操作结果']).toContain('对企业的答复');
    await town.edit(record, { 对企业的答复: '资金未到账，已报区领导。', 操作: '计划未兑现' });
    await town.edit(record, { 对企业的答复: '再记一次。', 操作: '计划已兑现' });
    expect(await historyOf(record, 'planChecked')).toBe(1);
    expect(town.row(record)).toMatchObject({ 状态: '已销号', 计划核实: '未兑现' });
    expect(town.row(record)['结果说明']).toContain('资金未到账，已报区领导。');
    expect(await statusPage(record)).toContain('计划未按期兑现。资金未到账，已报区领导。');

    const card = town.cards(LEADER, 'plan', record).at(-1);
    expect(card?.content).toContain('请书记甲阅示');
    await pressed(card, 'signAgain', { [FIELDS.sign.words]: '请财政会同住建限期拨付。', [FIELDS.sign.workdays]: '7' });
    expect(town.row(record)).toMatchObject({ 状态: '待签收', 轮次: '2', 计划解决日期: '', 计划核实: '' });
    expect(town.cards(LEADER, 'plan', record)).toHaveLength(1);
  });

  it('that was kept is recorded on the card by staff, and the leader is told', async () => {
    const record = await bringToClosed();
    await until('2026-03-30T12:00');
    await open(STAFF, messagesTo(STAFF, '2026-03-30', BY_THE_CLOCK)[0]);
    const words = { [FIELDS.planKept.words]: '资金已于3月27日到账。' };
    expect(await pressed(town.cards(STAFF, 'plan', record).at(-1), 'planKept', words)).toContain('计划兑现');
    expect(town.row(record)['计划核实']).toBe('已兑现');
    const told = messagesTo(LEADER, '2026-03-30', /计划核实/);
    expect(told).toHaveLength(1);
    expect(told[0]?.content).toContain('经核实已兑现');
    // Nothing is left to be asked.
    await until('2026-04-14T12:00');
    expect(messagesTo(STAFF, '2026-04-07', /计划/)).toEqual([]);
  });

  it('of an earlier round is not asked for once there is a new 批示', async () => {
    const record = await bringToPlan();
    await town.edit(record, { 回访评价: '满意', 操作: '登记电话评价' });
    const again = { [FIELDS.sign.words]: '提前办理。', [FIELDS.sign.workdays]: '30' };
    await pressed(town.cards(LEADER, 'resolution', record).at(-1), 'signAgain', again);
    await until('2026-03-31T12:00');
    expect(await historyOf(record, 'planCheckAsked')).toBe(0);
    expect(town.row(record)['计划解决日期']).toBe('');
  });
});
