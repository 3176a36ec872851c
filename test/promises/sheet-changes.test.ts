/**
 * A sheet that is out and is changed by its signer: 更正批示, 追加批示, 非本人批示. What each does to row, cards, messages, tasks of the clock
 * and history; who may; and what it says where it may not be.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadChain, verifyCaseChain } from '../../src/store/audit.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { pressAs } from '../support/forged-press.ts';
import {
  bringToLeader,
  bringToUnits,
  lettersTo,
  liveUntil,
  openTown,
  type ShownCard,
  type Town,
} from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OTHER_LEADER = 'ou_sandbox_leader_yi';
const OVERSEER = 'ou_sandbox_leader_bing';
const HOUSING = 'ou_sandbox_zhujian_1';
const SAFETY = 'ou_sandbox_yingji_1';
const STAFF = 'ou_sandbox_staff_1';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(() => town.close());

const cardOf = (who: string, kind: 'instruction' | 'assignment' | 'oversight', record: string): ShownCard => {
  const card = town.cards(who, kind, record).at(-1);
  if (!card) throw new Error(`no card for ${who}`);
  return card;
};
const inbox = (who: string): string =>
  lettersTo(town, who)
    .map(({ first }) => first)
    .join('\n');
const toastOf = (pressed: Awaited<ReturnType<Town['press']>>) =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
const idOf = (record: string) => caseId(town.row(record)['受理编号'] ?? '');
const eventsOf = async (record: string, type: string) =>
  (await town.service.cases.loadEvents(idOf(record))).filter((event) => event.type === type);
const asSomebodyElse = async (who: string, card: ShownCard, act: string, form: Readonly<Record<string, unknown>>) =>
  (await pressAs(town, who, card, act, form)).toast?.content ?? '';
const isIntact = async (record: string): Promise<boolean> => {
  const chain = await loadChain(town.service.database, idOf(record));
  return verifyCaseChain(chain.entries).kind === 'intact';
};

it('更正批示 keeps the number, shows both texts on row and cards, tells every reader, and is the signer’s until the first 签收', async () => {
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  const before = town.row(record);
  const card = cardOf(LEADER, 'instruction', record);
  const form = {
    [FIELDS.correct.words]: '请应急三日内上门。',
    [FIELDS.correct.leadUnit]: town.idOf('units', '应急'),
    [FIELDS.correct.workdays]: '5',
  };
  expect(await asSomebodyElse(OTHER_LEADER, card, 'correct', form)).toContain('不由您办理');
  expect(toastOf(await town.press(card, 'correct', form))).toContain('批示已更正，编号不变');
  await town.settle();

  const row = town.row(record);
  expect(row).toMatchObject({
    状态: '待签收',
    交办单编号: before['交办单编号'],
    批示: '请应急三日内上门。',
    主办单位: '应急',
  });
  expect(row['批示更正']).toMatch(/书记甲更正批示，原文：.*；主办单位由住建改为应急/);
  expect(cardOf(SAFETY, 'assignment', record).content).toContain('更正前的批示');
  expect(cardOf(OVERSEER, 'oversight', record).content).toContain('请应急三日内上门。');
  for (const who of [SAFETY, OVERSEER, STAFF]) expect(inbox(who), who).toContain('更正批示，编号不变');
  const released = cardOf(HOUSING, 'assignment', record);
  expect(released.content).toContain('本事项不再由住建承办');
  expect(released.buttons).toEqual([]);
  expect(inbox(HOUSING)).toContain('本事项不再由贵单位承办');

  expect(await eventsOf(record, 'instructionCorrected')).toHaveLength(1);
  expect(await isIntact(record)).toBe(true);

  const open = cardOf(LEADER, 'instruction', record);
  await town.press(cardOf(SAFETY, 'assignment', record), 'acknowledge');
  expect(toastOf(await town.press(open, 'correct', form))).toMatch(/已于.*签收，不能再更正，请用“追加批示”。/);
  // The clock asks the unit that has the sheet now, and not the one that is out.
  await liveUntil(town, '2026-03-20T12:00');
  expect(inbox(HOUSING)).not.toMatch(/今日提醒|一周待办|催办/);
});

it('追加批示 stands under the 批示 with its moment, reaches everyone of the sheet, and changes neither number nor limit', async () => {
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  const before = town.row(record);
  const card = cardOf(LEADER, 'instruction', record);
  const form = { [FIELDS.add.words]: '先解决临时用电。' };
  expect(await asSomebodyElse(HOUSING, card, 'add', form)).toContain('不由您办理');
  expect(toastOf(await town.press(card, 'add', { [FIELDS.add.words]: ' ' }))).toContain('请先填写：追加批示');
  expect(toastOf(await town.press(card, 'add', form))).toContain('已追加批示，编号不变');
  await town.settle();

  const row = town.row(record);
  expect(row).toMatchObject({ 交办单编号: before['交办单编号'], 时限: before['时限'], 状态: '待签收' });
  expect(row['批示']).toMatch(/书记甲追加批示：先解决临时用电。$/);
  for (const [who, kind] of [
    [HOUSING, 'assignment'],
    [SAFETY, 'assignment'],
    [OVERSEER, 'oversight'],
    [LEADER, 'instruction'],
  ] as const)
    expect(cardOf(who, kind, record).content, who).toMatch(/追加批示（书记甲.*）：.*先解决临时用电。/s);
  for (const who of [HOUSING, SAFETY, OVERSEER, STAFF])
    expect(inbox(who), who).toContain('追加批示：“先解决临时用电。”');
  expect(await eventsOf(record, 'instructionAdded')).toHaveLength(1);
  expect(await isIntact(record)).toBe(true);
});

it('非本人批示 voids the sheet with its words on row and cards, gives the case back to staff, and the number is not used again', async () => {
  const record = await town.fileByForm();
  await bringToLeader(town, record);
  const paper = Uint8Array.from({ length: 2_048 }, (_, index) => [0xff, 0xd8, 0xff, 0xe0][index] ?? index % 251);
  const token = town.sandbox.control.storeFile(town.base.appToken, '书面批示.jpg', 'image/jpeg', paper);
  await town.edit(record, {
    批示原件: [{ file_token: token }],
    处理说明: '请住建牵头，十五日内办结。',
    批示日期: town.now() - 86_400_000,
    操作: '登记书面批示',
  });
  const card = cardOf(LEADER, 'instruction', record);
  const form = { [FIELDS.disown.words]: '我没有批示过。' };
  expect(await asSomebodyElse(OTHER_LEADER, card, 'disown', form)).toContain('不由您办理');
  expect(toastOf(await town.press(card, 'disown', { [FIELDS.disown.words]: '' }))).toContain('请先填写：说明');
  expect(toastOf(await town.press(card, 'disown', form))).toContain('交办单作废，编号不再使用');
  await town.settle();

  const row = town.row(record);
  expect(row).toMatchObject({ 状态: '待安排', 交办单编号: '', 批示: '', 主办单位: '' });
  expect(row['历次情况']).toMatch(/示接交〔2026〕1号.*交办单已作废：.*书记甲称非本人批示，我没有批示过。/s);
  const released = cardOf(HOUSING, 'assignment', record);
  expect(released.content).toMatch(/本交办单已作废，请勿再办理。书记甲.*：非本人批示。我没有批示过。/);
  expect(released.buttons).toEqual([]);
  for (const who of [HOUSING, SAFETY, STAFF]) {
    expect(inbox(who), who).toMatch(/【示接交〔2026〕1号[^】]*】本交办单已作废/);
    expect(inbox(who), who).toContain('说明：“我没有批示过。”');
  }
  expect(await eventsOf(record, 'transcriptDisowned')).toHaveLength(1);
  expect(await isIntact(record)).toBe(true);

  // Nothing is asked of the units any more; the next sheet has the next number.
  await liveUntil(town, '2026-03-12T12:00');
  expect(inbox(HOUSING)).not.toMatch(/今日提醒|一周待办/);
  await town.edit(record, { 操作: '提交签批' });
  await town.press(cardOf(LEADER, 'instruction', record), 'sign');
  await town.settle();
  expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕2号');
});
