/**
 * What a press may and may not do, seen from the chat: twice, ten at once, forwarded, of an earlier round, by a second
 * leader, in the old shape of the callback.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { buttonsOf } from '../story/cards.ts';
import { pressAs } from '../support/forged-press.ts';
import { bringToHandling, bringToLeader, bringToUnits, openTown, type Town } from '../support/town.ts';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(async () => {
  await town.close();
});

const toastOf = (pressed: Awaited<ReturnType<Town['press']>>) =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
const historyOf = async (record: string) => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  return (await town.service.cases.loadEvents(caseId(id ?? ''))).map((event) => event.type);
};
const LEADER = 'ou_sandbox_leader_jia';
const HOUSING = 'ou_sandbox_zhujian_1';

describe('one press counts once', () => {
  it('ten presses in parallel sign once and get ten truthful answers', async () => {
    const record = await town.fileByForm();
    const card = await bringToLeader(town, record);
    const button = card.buttons.find((one) => one.act === 'sign');
    const presses = Array.from({ length: 10 }, () => ({
      openId: LEADER,
      messageId: card.messageId,
      path: button?.path ?? [],
    }));
    const answers = (await town.sandbox.control.pressMany(presses)).map(toastOf);
    await town.settle();

    expect((await historyOf(record)).filter((type) => type === 'caseInstructed')).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes('示接交〔2026〕1号'))).not.toHaveLength(0);
    for (const answer of answers) expect(answer).toMatch(/已签批并交办|已由.*签/);
    expect(town.cards(HOUSING, 'assignment', record)).toHaveLength(1);
    expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');
  });

  it('parallel presses of several leaders on several cases take numbers without gap or repetition', async () => {
    const records: string[] = [];
    for (let index = 0; index < 6; index += 1)
      records.push(await town.fileByForm({ 诉求内容: `第${index + 1}件诉求，请协调。` }));
    const cards = [];
    for (const record of records) cards.push(await bringToLeader(town, record));
    await town.sandbox.control.pressMany(
      cards.flatMap((card) => {
        const path = card.buttons.find((one) => one.act === 'sign')?.path ?? [];
        return [
          { openId: LEADER, messageId: card.messageId, path },
          { openId: LEADER, messageId: card.messageId, path },
        ];
      }),
    );
    await town.settle();
    expect(records.map((record) => town.row(record)['交办单编号']).sort()).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `示接交〔2026〕${n}号`),
    );
  });
});

describe('a press that cannot count', () => {
  it('by someone the card was forwarded to is refused, changes nothing and shows nothing', async () => {
    const record = await town.fileByForm();
    const card = await bringToLeader(town, record);
    const before = await historyOf(record);
    // The card says that it must not be forwarded, and today's clients obey; a press may still be made by hand.
    expect(town.sandbox.control.forward(card.messageId, 'ou_sandbox_renshe_1').ok).toBe(false);
    const forged = await pressAs(town, 'ou_sandbox_renshe_1', card, 'sign');
    await town.settle();
    expect(forged.toast?.content).toMatch(/不由您办理/);
    expect(forged.card).toBeUndefined();
    expect(await historyOf(record)).toEqual(before);
    expect(town.row(record)['状态']).toBe('待签批');
  });

  it('by a second leader is refused with what is so now', async () => {
    const record = await town.fileByForm();
    const card = await bringToLeader(town, record);
    const early = await pressAs(town, 'ou_sandbox_leader_yi', card, 'sign');
    expect(town.row(record)['状态']).toBe('待签批');
    expect(early.toast?.content).toMatch(/不由您办理/);
    await town.press(card, 'sign');
    await town.settle();
    const late = await pressAs(town, 'ou_sandbox_leader_yi', card, 'sign');
    expect(late.toast?.content).toMatch(/已由书记甲.*签批/);
    expect((await historyOf(record)).filter((type) => type === 'caseInstructed')).toHaveLength(1);
  });

  it('on an old copy of the card answers with the present state and redraws it', async () => {
    const record = await town.fileByForm();
    await bringToUnits(town, record);
    const sheet = town.cards(LEADER, 'instruction', record).at(-1);
    const again = await town.sandbox.control.press({
      openId: LEADER,
      messageId: sheet?.messageId ?? '',
      asDrawnAt: 0,
      path: firstButtons(sheet?.messageId ?? '').find((one) => one.act === 'sign')?.path ?? [],
    });
    expect(toastOf(again)).toMatch(/已由.*书记甲.*签/);
    expect(again.kind === 'answered' && again.redrawn).toBe(true);
  });

  it('on a card of an earlier round is refused once a new round began', async () => {
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    const oldSheet = town.cards(HOUSING, 'assignment', record).at(-1);
    if (!oldSheet) throw new Error('no sheet');
    const oldButton = oldSheet.buttons.find((one) => one.act === 'progress');
    await finishRound(record);
    const resolution = town.cards(LEADER, 'resolution', record).at(-1);
    if (!resolution) throw new Error('no resolution card');
    const signed = await town.press(resolution, 'signAgain', {
      [FIELDS.sign.words]: '再盯一个月，务必到位。',
      [FIELDS.sign.workdays]: '10',
    });
    expect(toastOf(signed)).toContain('示接交〔2026〕2号');
    await town.settle();
    const before = await historyOf(record);
    const stale = await town.sandbox.control.press({
      openId: HOUSING,
      messageId: oldSheet.messageId,
      path: oldButton?.path ?? [],
      asDrawnAt: versionWith(oldSheet.messageId, 'progress'),
      formValue: { [FIELDS.progress.text]: '旧卡片上的进展' },
    });
    await town.settle();
    expect(toastOf(stale)).not.toMatch(/已登记|已报/);
    expect(await historyOf(record)).toEqual(before);
    expect(town.row(record)['轮次']).toBe('2');
    expect(town.row(record)['状态']).toBe('待签收');
  });

  it('in the old shape of the callback counts like any other', async () => {
    const record = await town.fileByForm();
    const card = await bringToLeader(town, record);
    const pressed = await town.press(card, 'sign', undefined, { shape: 'card.action.trigger_v1' });
    await town.settle();
    expect(toastOf(pressed)).toContain('示接交〔2026〕1号');
    expect(town.row(record)['状态']).toBe('待签收');
  });
});

const versionsOf = (messageId: string) =>
  town.sandbox.state.messages.find((message) => message.messageId === messageId)?.versions ?? [];
const versionWith = (messageId: string, act: string) =>
  versionsOf(messageId).findLastIndex((version) => version.content.includes(`"act":"${act}"`));
const firstButtons = (messageId: string) => buttonsOf(versionsOf(messageId)[0]?.content ?? '{}');

const finishRound = async (record: string) => {
  const card = town.cards(HOUSING, 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  const resolved = await town.press(card, 'resolve', {
    [FIELDS.resolve.outcome]: 'resolved',
    [FIELDS.resolve.text]: '已联合验收。',
    [FIELDS.resolve.unitHead]: '住建负责人',
  });
  expect(toastOf(resolved)).not.toBe('');
  await town.settle();
  await town.edit(record, { 对企业的答复: '验收已通过。', 操作: '审核通过' });
  await town.edit(record, { 回访评价: '满意', 操作: '登记电话评价' });
  expect(town.row(record)['状态']).toBe('待销号');
};
