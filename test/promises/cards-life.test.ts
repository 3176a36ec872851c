/**
 * The life of cards, seen from the chats: none dies while somebody is waited for, whoever comes later gets theirs, and what
 * cannot reach one person reaches another.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, bringToLeader, bringToUnits, openTown, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const SUBSTITUTE = 'ou_sandbox_leader_yi';
const HOUSING = 'ou_sandbox_zhujian_1';
const DAY_MS = 86_400_000;

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

/** Days pass as they do for a service that is always up: something ticks every few hours. */
const live = async (days: number) => {
  for (let part = 0; part < days * 4; part += 1) {
    town.advance(DAY_MS / 4);
    await town.service.tick();
    await town.settle();
  }
};
const editRow = async (table: 'leaders' | 'units', name: string, fields: Readonly<Record<string, unknown>>) => {
  const edited = town.sandbox.control.editRecord(
    {
      appToken: town.base.appToken,
      tableId: town.base.tables[table] ?? '',
      recordId: town.idOf(table, name),
      operator: 'ou_sandbox_staff_1',
    },
    fields,
  );
  expect(edited.ok).toBe(true);
  await town.settle();
};
/** A row of 参数设置 is changed by hand. */
const setParameter = async (name: string, value: string) => {
  const table = town.sandbox.state.bases
    .find(({ appToken }) => appToken === town.base.appToken)
    ?.tables.find(({ tableId }) => tableId === town.base.tables['settings']);
  const row = table?.records.find(({ recordId }) => town.row(recordId, 'settings')['参数'] === name);
  const edited = town.sandbox.control.editRecord(
    {
      appToken: town.base.appToken,
      tableId: town.base.tables['settings'] ?? '',
      recordId: row?.recordId ?? '',
      operator: 'ou_sandbox_staff_1',
    },
    { 值: value },
  );
  expect(edited.ok).toBe(true);
  await town.settle();
};
const toastOf = (pressed: Awaited<ReturnType<Town['press']>>): string =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
const contentOf = (messageId: string): string =>
  town.sandbox.state.messages.find((message) => message.messageId === messageId)?.versions.at(-1)?.content ?? '';
const historyOf = async (record: string) => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  if (!id) throw new Error('no case');
  return town.service.cases.loadEvents(id);
};

describe('a card that waits for somebody', { timeout: 120_000 }, () => {
  it('works on its twentieth day: it was sent anew in office hours, and the old one points to it', async () => {
    const record = await town.fileByForm();
    const first = await bringToLeader(town, record);
    await live(20);
    const cards = town.cards(LEADER, 'instruction', record);
    expect(cards).toHaveLength(2);
    expect(contentOf(first.messageId)).toContain('请看新卡片');
    const newest = cards.at(-1);
    if (!newest) throw new Error('no card');
    const sentAt = town.sandbox.state.messages.find((one) => one.messageId === newest.messageId)?.createdAt ?? 0;
    expect(new Date(sentAt + 8 * 3_600_000).getUTCHours()).toBeGreaterThanOrEqual(8);
    expect(new Date(sentAt + 8 * 3_600_000).getUTCHours()).toBeLessThan(18);
    expect(toastOf(await town.press(newest, 'sign'))).toContain('示接交〔2026〕1号');
  });

  it('answers truthfully where it is pressed on an old message, which points to the new one again', async () => {
    const record = await town.fileByForm();
    const first = await bringToLeader(town, record);
    await live(11);
    expect(town.cards(LEADER, 'instruction', record)).toHaveLength(2);
    const path = first.buttons.find((one) => one.act === 'sign')?.path ?? [];
    const pressed = await town.sandbox.control.press({
      openId: LEADER,
      messageId: first.messageId,
      asDrawnAt: 0,
      path,
    });
    expect(toastOf(pressed)).toContain('示接交〔2026〕1号');
    await town.settle();
    expect(contentOf(first.messageId)).toContain('请看新卡片');
    expect(contentOf(town.cards(LEADER, 'instruction', record).at(-1)?.messageId ?? '')).toContain('已签批');
  });

  it('is not repeated when it only records what was done', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    await live(20);
    expect(town.cards(LEADER, 'instruction', record)).toHaveLength(1);
    expect(town.cards(HOUSING, 'assignment', record)).toHaveLength(2);
  });
});

describe('people who come later', { timeout: 120_000 }, () => {
  it('a new officer of a unit gets the sheet that is in hand, once', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    const people = [HOUSING, 'ou_sandbox_renshe_1'].map((id) => ({ id }));
    await editRow('units', '住建', { 承办人: people });
    expect(town.cards('ou_sandbox_renshe_1', 'assignment', record)).toHaveLength(1);
    await editRow('units', '住建', { 承办人: people.toReversed() });
    expect(town.cards('ou_sandbox_renshe_1', 'assignment', record)).toHaveLength(1);
    expect(town.cards(HOUSING, 'assignment', record)).toHaveLength(1);
  });

  it('who left the unit keeps no card that could be pressed', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    await editRow('units', '住建', { 承办人: [{ id: 'ou_sandbox_renshe_1' }] });
    const card = town.cards(HOUSING, 'assignment', record).at(-1);
    expect(card?.buttons).toEqual([]);
    expect(card?.content).toContain('不再由您办理');
  });

  it('a leader who takes over gets the sheet, and the one before cannot sign it any more', async () => {
    const record = await town.fileByForm();
    const before = await bringToLeader(town, record);
    await editRow('leaders', '书记甲', { 飞书账号: [{ id: 'ou_sandbox_secretary' }] });
    const sheet = town.cards('ou_sandbox_secretary', 'instruction', record).at(-1);
    if (!sheet) throw new Error('no sheet');
    expect(town.cards(LEADER, 'instruction', record).at(-1)?.buttons).toEqual([]);
    const late = await town.sandbox.control.press({
      openId: LEADER,
      messageId: before.messageId,
      asDrawnAt: 0,
      path: before.buttons.find((one) => one.act === 'sign')?.path ?? [],
    });
    expect(toastOf(late)).toContain('不由您办理');
    expect(toastOf(await town.press(sheet, 'sign'))).toContain('示接交〔2026〕1号');
  });
});

describe('a substitute', { timeout: 120_000 }, () => {
  it('gets the waiting sheet in the morning of the first day, signs for the leader, and cannot the day after the last', async () => {
    const record = await town.fileByForm();
    const other = await town.fileByForm({ 诉求内容: '第二件诉求，请协调。' });
    await bringToLeader(town, record);
    await bringToLeader(town, other);
    const day = (text: string) => Date.parse(`${text}T00:00:00+08:00`);
    await editRow('leaders', '书记甲', {
      受托签批人: [{ id: SUBSTITUTE }],
      委托起: day('2026-03-04'),
      委托止: day('2026-03-05'),
    });
    expect(town.cards(SUBSTITUTE, 'instruction', record)).toEqual([]);
    await live(2);
    const card = town.cards(SUBSTITUTE, 'instruction', record).at(-1);
    if (!card) throw new Error('no sheet for the substitute');
    expect(toastOf(await town.press(card, 'sign'))).toContain('示接交〔2026〕1号');
    await town.settle();
    const signed = (await historyOf(record)).find((event) => event.type === 'caseInstructed');
    expect(signed?.type === 'caseInstructed' ? signed.instruction.actedForName : null).toBe('书记甲');
    const late = town.cards(SUBSTITUTE, 'instruction', other).at(-1);
    if (!late) throw new Error('no second sheet');
    await live(3);
    expect(toastOf(await town.press(late, 'sign', undefined, { asDrawnAt: 0 }))).toContain('不由您办理');
    expect(town.row(other)['状态']).toBe('待签批');
  });
});

describe('a secretary', { timeout: 120_000 }, () => {
  it('sees the sheet and prepares the words, but signs nothing; the leader finds them in the form and signs', async () => {
    await editRow('leaders', '书记甲', { 联络员: [{ id: 'ou_sandbox_secretary' }] });
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    const own = town.cards('ou_sandbox_secretary', 'instruction', record).at(-1);
    if (!own) throw new Error('no sheet for the secretary');
    expect(own.buttons.map(({ act }) => act)).toEqual(['prepare']);
    const prepared = await town.press(own, 'prepare', { [FIELDS.prepare.words]: '请住建牵头，十日内办结。' });
    expect(toastOf(prepared)).toContain('由领导审定');
    await town.settle();
    expect(town.row(record)['状态']).toBe('待签批');

    const sheet = town.cards(LEADER, 'instruction', record).at(-1);
    if (!sheet) throw new Error('no sheet for the leader');
    expect(sheet.content).toContain('书记甲的联络员代拟');
    const redrawn = town.cards('ou_sandbox_secretary', 'instruction', record).at(-1) ?? own;
    const forged = await town.press(redrawn, 'prepare', undefined, {
      value: sheet.buttons.find(({ act }) => act === 'sign')?.value,
      formValue: { [FIELDS.prepare.words]: 'x' },
    });
    expect(toastOf(forged)).toContain('不由您办理');

    expect(toastOf(await town.press(sheet, 'sign', {}))).toContain('示接交〔2026〕1号');
    const signed = (await historyOf(record)).find((event) => event.type === 'caseInstructed');
    expect(signed?.type === 'caseInstructed' ? signed.instruction : null).toMatchObject({
      words: '请住建牵头，十日内办结。',
      actedForName: null,
      signedBy: { name: '书记甲' },
    });
  });
});

describe('someone who cannot be reached', { timeout: 120_000 }, () => {
  it('is named in 运行状况 with whoever gets the card instead', async () => {
    town.sandbox.control.updatePerson(LEADER, { hasMutedBot: true });
    await editRow('leaders', '书记甲', { 联络员: [{ id: 'ou_sandbox_secretary' }] });
    const record = await town.fileByForm();
    await expect(bringToLeader(town, record)).rejects.toThrow('no sheet');
    const seen = town.cards('ou_sandbox_secretary').at(-1);
    expect(seen?.content).toContain('签批单');
    expect(seen?.buttons.map(({ act }) => act)).toEqual(['prepare']);
    const told = () =>
      (town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === '运行状况')?.records ?? [])
        .map((row) => Object.values(town.row(row.recordId, 'health')).join(' '))
        .join('\n');
    expect(told()).toContain('书记甲收不到消息');
    expect(told()).toContain('已转书记甲的联络员');
  });
});

describe('what a card says is so also when nothing happens to its case', { timeout: 120_000 }, () => {
  const sheetOf = (record: string) => town.cards(HOUSING, 'assignment', record).at(-1)?.content ?? '';
  const dueOf = (record: string) => town.row(record)['时限'];

  it('the day for 签收 moves on the card when staff declare it a day off, and back when they take that back the same day', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    const before = { sheet: sheetOf(record), due: dueOf(record) };
    expect(before.sheet).toContain('3月3日前签收');

    await setParameter('另行放假日期', '2026-03-03');
    expect(sheetOf(record)).toContain('3月4日前签收');
    expect(dueOf(record)).not.toBe(before.due);
    expect(town.cards('ou_sandbox_yingji_1', 'assignment', record).at(-1)?.content).toContain('3月4日前签收');

    await setParameter('另行放假日期', '');
    expect(sheetOf(record)).toContain('3月3日前签收');
    expect(dueOf(record)).toBe(before.due);
  });

  it('the day for 签收 follows its parameter', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    await setParameter('签收时限', '3');
    expect(sheetOf(record)).toContain('3月5日前签收');
  });

  it('a unit that was renamed and then named as before is called so again', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    const before = sheetOf(record);
    await editRow('units', '住建', { 单位名称: '〔虚构〕建设局' });
    expect(sheetOf(record)).not.toBe(before);
    await editRow('units', '〔虚构〕建设局', { 单位名称: '住建' });
    expect(sheetOf(record)).toBe(before);
  });
});
