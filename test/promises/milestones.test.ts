/**
 * A long piece of work does not go quiet: the lead unit sets nodes on its sheet, hears of one that is overdue and of a month without
 * a line in its one message of the day, and asks for more time only once it has said how things stand.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToUnits, lettersTo, liveUntil, openTown, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OFFICER = 'ou_sandbox_zhujian_1';
const SUPPORTING = 'ou_sandbox_yingji_1';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const until = (text: string): Promise<void> => liveUntil(town, text);
/** What the clock wrote to somebody on a day. */
const dailies = (who: string, day: string): readonly string[] =>
  lettersTo(town, who)
    .filter((letter) => letter.day === day && /今日提醒|一周待办/.test(letter.first))
    .map(({ first }) => first);
const sheetOf = (record: string, who: string) => {
  const sheet = town.cards(who, 'assignment', record).findLast(({ buttons }) => buttons.length > 0);
  if (!sheet) throw new Error('no sheet with buttons');
  return sheet;
};
const press = async (record: string, act: string, form: Readonly<Record<string, unknown>>, who = OFFICER) => {
  const answer = await town.press(sheetOf(record, who), act, form);
  await town.settle();
  return answer.kind === 'answered' ? (answer.toast?.content ?? '') : JSON.stringify(answer);
};
const progress = (record: string, text: string, who = OFFICER) =>
  press(record, 'progress', { [FIELDS.progress.text]: text }, who);
const set = (record: string, text: string, on: string) =>
  press(record, 'setMilestone', { [FIELDS.setMilestone.text]: text, [FIELDS.setMilestone.date]: `${on} +0800` });
const change = (record: string, act: 'reachMilestone' | 'moveMilestone', id: string, words: string, on = '') =>
  press(record, act, {
    [FIELDS.moveMilestone.id]: id,
    [FIELDS.moveMilestone.words]: words,
    [FIELDS.moveMilestone.date]: on === '' ? '' : `${on} +0800`,
  });

/** In hand since 2 March, with a limit in June; the enterprise was spoken to, so that only nodes and lines are owed. */
const bringToLongWork = async (): Promise<string> => {
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟办时限: 63 });
  for (const who of [OFFICER, SUPPORTING]) await press(record, 'acknowledge', {}, who);
  expect(town.row(record)['状态']).toBe('办理中');
  expect(await press(record, 'contact', { [FIELDS.contact.text]: '已电话联系企业代表。' })).toContain('已');
  return record;
};

describe('long work', { timeout: 240_000 }, () => {
  it('has nodes on the sheet and in the row; one that is overdue is said once, and ends by being moved or reached', async () => {
    const record = await bringToLongWork();
    expect(await set(record, '方案报批', '2026-03-18')).toContain('3月18日前完成');
    expect(await set(record, '工程验收', '2027-03-18')).toContain('节点日期不能早于今天，也不能晚于办理时限');
    await set(record, '工程验收', '2026-05-20');
    expect(town.row(record)['阶段节点']).toBe(
      '1. 方案报批：2026-03-18 前【未到期】\n2. 工程验收：2026-05-20 前【未到期】',
    );
    await until('2026-03-17T12:00');
    await progress(record, '方案在会审。');

    await until('2026-03-19T12:00');
    const [daily, ...more] = dailies(OFFICER, '2026-03-19');
    expect(more).toEqual([]);
    expect(daily).toContain('节点逾期1天：方案报批');
    expect(dailies(SUPPORTING, '2026-03-19')).toEqual([]);
    expect(town.row(record)).toMatchObject({ 灯: '黄·滞后' });
    expect(town.row(record)['阶段节点']).toContain('1. 方案报批：2026-03-18 前【逾期未完成】');
    for (const who of [OFFICER, SUPPORTING])
      expect(sheetOf(record, who).content, who).toContain('阶段节点（2个，1个逾期）');
    expect(sheetOf(record, SUPPORTING).content).not.toContain('完成或调整节点');

    expect(await change(record, 'moveMilestone', '1', '等待专家意见', '2026-03-24')).toContain('3月24日');
    expect(town.row(record)).toMatchObject({ 灯: '绿·正常' });
    await until('2026-03-20T12:00');
    expect(dailies(OFFICER, '2026-03-20')).toEqual([]);
    expect(await change(record, 'reachMilestone', '1', '方案已批')).toContain('已完成');
    expect(town.row(record)['最新进展']).toContain('节点“方案报批”完成：方案已批');
    expect(town.row(record)['阶段节点']).toContain(
      '1. 方案报批：2026-03-24 前【2026-03-20 完成】方案已批（原定 2026-03-18，调整1次：等待专家意见）',
    );
    await until('2026-03-25T12:00');
    expect(dailies(OFFICER, '2026-03-25')).toEqual([]);
  });

  it('wants a line in every whole month: spoken of beforehand, missed afterwards, and first to be mended', async () => {
    const record = await bringToLongWork();
    await until('2026-03-30T12:00');
    await progress(record, '方案已批。');
    await until('2026-04-28T12:00');
    expect(dailies(OFFICER, '2026-04-28').join()).toContain('本月未报进展');
    expect(dailies(SUPPORTING, '2026-04-28')).toEqual([]);
    // 1 to 5 May are days off.
    await until('2026-05-06T12:00');
    const [daily, ...more] = dailies(OFFICER, '2026-05-06');
    expect(more).toEqual([]);
    expect(daily).toContain('4月未报进展');
    expect(town.row(record)).toMatchObject({ 灯: '黄·滞后' });
    expect(sheetOf(record, OFFICER).content).toContain('4月未报进展，请用下方“报进展”补报');

    const extension = {
      [FIELDS.extend.reason]: '需外部检测',
      [FIELDS.extend.doneSoFar]: '已完成两项',
      [FIELDS.extend.date]: '2026-06-30 +0800',
    };
    expect(await press(record, 'extend', extension)).toContain('补报4月进展');
    await progress(record, '已协助核对。', SUPPORTING);
    expect(await press(record, 'extend', extension)).toContain('补报4月进展');
    await progress(record, '四月完成两项检测，五月完成其余。');
    expect(town.row(record)).toMatchObject({ 灯: '绿·正常' });
    expect(sheetOf(record, OFFICER).content).not.toContain('未报进展，请用下方');
    expect(await press(record, 'extend', extension)).toContain('延期申请已提出');
    await until('2026-05-07T12:00');
    expect(dailies(OFFICER, '2026-05-07')).toEqual([]);
    expect(dailies(LEADER, '2026-05-07')).toEqual([]);
  });
});
