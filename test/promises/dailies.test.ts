/**
 * What the clock says to people: at most one message a day, on workdays between 08:30 and 18:00, with everything there is to
 * say; once, however many machines tick; 加急 for what is 急 and late, under a cap.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import {
  beijingMoment,
  bringToHandling,
  bringToLeader,
  bringToUnits,
  lettersTo,
  liveUntil,
  openTown,
  type Town,
} from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const HOUSING = 'ou_sandbox_zhujian_1';
const HOUSING_HEAD = 'ou_sandbox_zhujian_head';
const SAFETY = 'ou_sandbox_yingji_1';
const STAFF = 'ou_sandbox_staff_1';
const HOUR_MS = 3_600_000;
const NAME = '溪乐预制构件';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const until = (text: string): Promise<void> => liveUntil(town, text);
/** What the clock wrote: boards and 督办 cards, as they were sent. */
const letters = (who: string) =>
  lettersTo(town, who)
    .filter(({ first }) => /今日提醒|一周待办|接待日议题单|接待日情况专报|临期提醒|催办|督办|提请挂牌/.test(first))
    .map((letter) => ({ ...letter, content: letter.first }));
const editCases = (record: string, fields: Readonly<Record<string, unknown>>) => town.edit(record, fields);

describe('the clock', { timeout: 120_000 }, () => {
  it('writes to nobody more than once a day, never at night or on days off, whatever there is to say', async () => {
    const records = [await town.fileByForm(), await town.fileByForm({ 诉求内容: '第二件，请协调。' })];
    for (const record of records) await bringToHandling(town, record);
    await until('2026-03-31T12:00');
    for (const who of [LEADER, HOUSING, HOUSING_HEAD, SAFETY, STAFF]) {
      const days = letters(who).map((letter) => letter.day);
      expect(days.length, who).toBeGreaterThan(0);
      expect(new Set(days).size, who).toBe(days.length);
      for (const letter of letters(who)) {
        const hour = new Date(letter.at + 8 * HOUR_MS).getUTCHours() + new Date(letter.at).getUTCMinutes() / 60;
        expect(hour).toBeGreaterThanOrEqual(8.5);
        expect(hour).toBeLessThan(18);
        expect([0, 6]).not.toContain(new Date(letter.at + 8 * HOUR_MS).getUTCDay());
      }
    }
  });

  it('sends a single case under 督办 as its own card, which follows the case', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    // Due on 03-23: the light turns blue two workdays before.
    await until('2026-03-20T12:00');
    const [letter] = letters(HOUSING).filter(({ content }) => content.includes('临期提醒'));
    expect(letter?.content).toContain(NAME);
    const sheet = town
      .cards(HOUSING, 'assignment', record)
      .findLast((card) => card.buttons.some(({ act }) => act === 'resolve'));
    if (!sheet) throw new Error('no sheet');
    const pressed = await town.press(sheet, 'resolve', {
      [FIELDS.resolve.outcome]: 'resolved',
      [FIELDS.resolve.text]: '已联合验收。',
      [FIELDS.resolve.unitHead]: '住建负责人',
    });
    expect(pressed.kind).toBe('answered');
    await town.settle();
    const shown = town.sandbox.state.messages.find(({ messageId }) => messageId === letter?.messageId);
    expect(shown?.versions.at(-1)?.content).toContain('督办解除');
    expect(letters(SAFETY).filter(({ content }) => content.includes('临期提醒'))).toEqual([]);
  });

  it('puts several late cases into one message', async () => {
    for (const text of ['第一件，请协调。', '第二件，请协调。'])
      await bringToHandling(town, await town.fileByForm({ 诉求内容: text }));
    await until('2026-03-24T12:00');
    const today = letters(HOUSING_HEAD).filter((letter) => letter.day === '2026-03-24');
    expect(today).toHaveLength(1);
    expect(today[0]?.content).toContain('今日提醒');
    expect(today[0]?.content.match(/溪乐预制构件/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('tells everyone with open cases on the first workday of the week, and nobody else', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    await until('2026-03-09T12:00');
    for (const who of [LEADER, HOUSING, SAFETY, STAFF]) {
      const monday = letters(who).filter((letter) => letter.day === '2026-03-09');
      expect(
        monday.map(({ content }) => content.includes('一周待办')),
        who,
      ).toEqual([true]);
    }
    expect(letters('ou_sandbox_renshe_1')).toEqual([]);
  });

  it('reminds a leader of an unsigned sheet after one workday, and staff after two', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    // The first day is a Monday, on which everybody is told.
    const days = (who: string) =>
      letters(who)
        .map((letter) => letter.day)
        .filter((day) => day !== '2026-03-02');
    await until('2026-03-06T12:00');
    expect(days(LEADER)).toEqual(['2026-03-03']);
    expect(days(STAFF)).toEqual(['2026-03-04']);
  });

  it('asks the lead unit for its first contact on the last day for it, and a supporting unit for its opinion the day after that was due', async () => {
    await bringToHandling(town, await town.fileByForm());
    await until('2026-03-13T12:00');
    const asking = (who: string, what: string) =>
      letters(who)
        .filter(({ content }) => content.includes('今日提醒') && content.includes(what))
        .map(({ day }) => day);
    for (const who of [HOUSING, HOUSING_HEAD]) expect(asking(who, '待联系企业'), who).toEqual(['2026-03-04']);
    expect(asking(SAFETY, '协办意见逾期')).toEqual(['2026-03-13']);
    // Monday's message asks for it once more, and counts it as theirs to do.
    const week = letters(HOUSING).find(({ content }) => content.includes('一周待办'));
    expect(week?.content).toMatch(/一周待办：待办1件.*待联系企业/s);
  });

  it('sends the briefing on the workday before the reception day, to whoever receives', async () => {
    const record = await town.fileByForm();
    await town.add('receptionDays', {
      名称: '三月第一次',
      日期: beijingMoment('2026-03-16T00:00'),
      地点: '区政务中心',
      接待领导: [town.idOf('leaders', '书记甲')],
    });
    await town.edit(record, { 操作: '受理' });
    await town.edit(record, { 真实: '是', 真实依据: '甲', 合法: '是', 合法依据: '乙', 合理: '是', 合理依据: '丙' });
    await town.edit(record, { 操作: '核查完成' });
    await editCases(record, { 接待日: [town.idOf('receptionDays', '三月第一次')], 操作: '排入接待日' });
    expect(town.row(record)['状态']).toBe('已排入接待日');
    await until('2026-03-14T12:00');
    const briefing = letters(LEADER).filter(({ content }) => content.includes('接待日议题单'));
    expect(briefing.map((letter) => letter.day)).toEqual(['2026-03-13']);
    expect(briefing[0]?.content).toContain(NAME);
    expect(letters('ou_sandbox_leader_yi').filter(({ content }) => content.includes('接待日议题单'))).toEqual([]);
  });

  it('sends the briefing to whoever stands in on the day itself, and to nobody who stands in on the eve alone', async () => {
    const standIn = async (leader: string, who: string, on: string) => {
      const done = town.sandbox.control.editRecord(
        {
          appToken: town.base.appToken,
          tableId: town.base.tables['leaders'] ?? '',
          recordId: town.idOf('leaders', leader),
          operator: STAFF,
        },
        { 受托签批人: [{ id: who }], 委托起: beijingMoment(on), 委托止: beijingMoment(on) },
      );
      expect(done.ok).toBe(true);
      await town.settle();
    };
    for (const [name, leader] of [
      ['三月第一次', '书记甲'],
      ['三月第二次', '区长乙'],
    ] as const) {
      await town.add('receptionDays', {
        名称: name,
        日期: beijingMoment('2026-03-16T00:00'),
        接待领导: [town.idOf('leaders', leader)],
      });
    }
    await standIn('书记甲', SAFETY, '2026-03-16T00:00');
    await standIn('区长乙', HOUSING, '2026-03-13T00:00');
    await until('2026-03-14T12:00');
    const briefed = (who: string) => letters(who).filter(({ content }) => content.includes('接待日议题单'));
    expect(briefed(SAFETY).map(({ day }) => day)).toEqual(['2026-03-13']);
    expect(briefed(HOUSING)).toEqual([]);
    expect(letters(HOUSING)).toEqual([]);
  });

  it('shows the month that ended on the first workday of the next, in the same message as the rest', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    await until('2026-04-01T12:00');
    const [letter, ...more] = letters(LEADER).filter((one) => one.day === '2026-04-01');
    expect(more).toEqual([]);
    expect(letter?.content).toContain('2026年3月接待日情况专报');
  });

  it('is heard once when two machines tick at the same moment', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    town.advance(24 * HOUR_MS);
    await Promise.all([town.service.tick(), town.service.tick(), town.service.tick()]);
    await town.settle();
    expect(letters(LEADER)).toHaveLength(1);
  });
});

describe('加急', { timeout: 120_000 }, () => {
  it('is only for what is 急 and past its limit, and never above the cap of the day', async () => {
    for (const text of ['第一件，请协调。', '第二件，请协调。']) {
      const record = await town.fileByForm({ 诉求内容: text });
      await bringToHandling(town, record);
      if (text.startsWith('第一')) await town.edit(record, { 急: true });
    }
    const cap = town.sandbox.control.editRecord(
      {
        appToken: town.base.appToken,
        tableId: town.base.tables['settings'] ?? '',
        recordId: rowOfSetting('每日加急上限'),
        operator: STAFF,
      },
      { 值: '1' },
    );
    expect(cap.ok).toBe(true);
    await town.settle();
    await until('2026-03-26T12:00');
    const urged = [HOUSING, HOUSING_HEAD, SAFETY, LEADER, STAFF, 'ou_sandbox_leader_bing']
      .flatMap(letters)
      .filter((letter) => letter.urged > 0);
    expect(urged.length).toBeGreaterThan(0);
    const days = urged.map((letter) => letter.day);
    expect(new Set(days).size).toBe(days.length);
    for (const letter of urged) expect(letter.day > '2026-03-23').toBe(true);
  });
});

const rowOfSetting = (name: string): string => town.idOf('settings' as 'leaders', name);
