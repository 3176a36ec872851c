/** Cards and notices to one person: sent once, updated when they differ, sent anew when gone and still waited for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAnswerableCard } from '../../src/outbox/deliver-to-person.ts';
import type { FeishuFailure } from '../../src/ports.ts';
import { pointerTo } from '../../src/wishes/pointer.ts';
import { deliveryId, messageId } from '../../src/workflow/ids.ts';
import { cardWish, LEADER, NOW, sampleCase } from '../store/samples.ts';
import { CALL_TIMEOUT_MS, createWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const subject = sampleCase('11111111-aaaa');
const DAY_MS = 86_400_000;
const notice = (n: number) =>
  cardWish(subject, {
    key: `notify:${subject.id}:${n}:reminder:${LEADER}`,
    kind: 'notify',
    args: { kind: 'reminder', to: LEADER },
  });

describe('a card', () => {
  it('is sent once, updated when the case has moved, and costs no call when it looks the same', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard']);
    await world.wish([cardWish(subject, { runAt: world.now() })]);
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard']);
    await world.saveCase({ ...subject, seq: 2 });
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard', 'updateCard']);
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ step: 2 }]);
  });

  it('is sent anew when it is gone and still waits for an answer, and not when it is a mere record', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    world.feishu.recall('om_1');
    await world.saveCase({ ...subject, seq: 2 });
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ step: 1 }, { step: 2 }]);
    world.feishu.recall('om_2');
    await world.saveCase({ ...subject, seq: 3, state: 'closed' });
    await world.drain();
    expect(world.feishu.sent).toHaveLength(2);
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ messageId: null });
  });

  it('is sent anew before its message stops taking presses, once, and the old message points to the new one', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    world.advance(11 * DAY_MS);
    for (const moment of [world.now() - DAY_MS, world.now() - DAY_MS, world.now() - 20 * DAY_MS]) {
      await world.outbox.renewCards(subject.district, moment, world.now());
      await world.drain();
    }
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ pointer: 'renewed' }, { step: 1 }]);
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ messageId: 'om_2' });
  });

  it('that was pressed before it was noted where it is, goes on showing itself', async () => {
    const wish = cardWish(subject);
    await world.saveCase(subject, [wish]);
    await world.drain();
    // The press came to a message that nobody knew yet; by now it is known to be the card's own.
    const card = { key: wish.key, kind: 'instruction', caseId: subject.id, district: subject.district } as const;
    await world.wish([pointerTo(card, messageId('om_1'), LEADER, world.now())]);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ step: 1 }]);
    world.advance(11 * DAY_MS);
    await world.outbox.renewCards(subject.district, world.now(), world.now());
    await world.drain();
    const before = world.feishu.calls.length;
    await world.wish([pointerTo(card, messageId('om_1'), LEADER, world.now())]);
    await world.drain();
    expect(world.feishu.calls.slice(before)).toEqual(['updateCard']);
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ pointer: 'renewed' }, { step: 1 }]);
  });

  it('whose sending anew was in doubt shows what is so, also when nothing waits in it any more', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    world.advance(11 * DAY_MS);
    await world.outbox.renewCards(subject.district, world.now() - DAY_MS, world.now());
    world.feishu.plan(['appliedThenLost']);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2, state: 'closed' });
    world.advance(60_000);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ pointer: 'renewed' }, { step: 2 }]);
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ messageId: 'om_2' });
  });

  it('that nobody can act on any more is not sent anew', async () => {
    await world.saveCase({ ...subject, state: 'closed' }, [cardWish(subject)]);
    await world.drain();
    world.advance(20 * DAY_MS);
    await world.outbox.renewCards(subject.district, world.now(), world.now());
    expect(await world.drain()).toMatchObject({ delivered: 0 });
    expect(world.feishu.calls).toEqual(['sendCard']);
  });

  it('whose update Feishu refuses is sent anew while it waits for an answer', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2 });
    world.feishu.plan([{ kind: 'reject', code: 230099, reason: '消息内容未通过飞书审核或格式校验' }]);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ pointer: 'renewed' }, { step: 2 }]);
  });

  it('that its reader has no part in any more says so and has nothing to press', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2, state: 'withdrawn' });
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toEqual([{ pointer: 'retired', kind: 'instruction' }]);
  });

  it('whose old message cannot be turned into a pointer is left as it is', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    world.advance(11 * DAY_MS);
    await world.outbox.renewCards(subject.district, world.now(), world.now());
    world.feishu.plan([null, { kind: 'reject', code: 230031, reason: '已超过可更新期限' }]);
    expect(await world.drain()).toMatchObject({ delivered: 2, parked: 0 });
  });

  it('whose sending was in doubt is repeated with its token and brought up to date', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    world.feishu.plan(['appliedThenLost']);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2 });
    world.advance(60_000);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ step: 2 }]);
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ messageId: 'om_1' });
  });

  it('whose sending was in doubt says that it is over where its reader has no part in it by the next attempt', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    world.feishu.plan(['appliedThenLost']);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2, state: 'withdrawn' });
    world.advance(60_000);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toEqual([{ pointer: 'retired', kind: 'instruction' }]);
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ messageId: 'om_1' });
  });

  it('whose update got no answer is updated again, whatever it is to show', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    await world.saveCase({ ...subject, seq: 2 });
    world.feishu.plan(['appliedThenLost']);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toMatchObject([{ step: 2 }]);
    // Nobody knows what it shows: whatever it is to show, it is not taken for that.
    expect(await world.outbox.card(cardWish(subject).key)).toMatchObject({ hash: '' });
    world.advance(DAY_MS / 24);
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard', 'updateCard', 'updateCard']);
  });

  it('to which the answer to a press is on its way is let alone until that has left', async () => {
    await world.saveCase(subject, [cardWish(subject)]);
    await world.drain();
    const { key } = cardWish(subject);
    const until = world.now() + 4_000;
    await world.outbox.answering({
      key,
      messageId: null,
      press: deliveryId('press'),
      until,
      now: world.now(),
    });
    await world.saveCase({ ...subject, seq: 2 });
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard']);
    world.advance(4_000);
    await world.drain();
    expect(world.feishu.calls).toEqual(['sendCard', 'updateCard']);
  });

  it('that has nothing to show any more is not sent', async () => {
    await world.saveCase({ ...subject, state: 'withdrawn' }, [cardWish(subject)]);
    expect(await world.drain()).toMatchObject({ delivered: 1 });
    expect(world.feishu.calls).toEqual([]);
  });

  it('of a case that does not exist is parked with a reason', async () => {
    await world.wish([cardWish(subject)]);
    expect(await world.drain()).toMatchObject({ parked: 1 });
    expect((await world.outbox.health(subject.district, world.now())).parked).toMatchObject([
      { reason: '没有这个事项' },
    ]);
  });
});

describe('a message that may have been sent before the machine stopped', () => {
  const stopAfterSending = async () => {
    const first = world.drainWith({
      outbox: {
        ...world.outbox,
        record: async () => {
          throw new Error('the machine stopped');
        },
      },
    });
    await first({ untilMs: world.now() + 25_000 });
    expect(world.feishu.sent).toHaveLength(1);
  };

  it('is not sent again once Feishu may have forgotten it', async () => {
    await world.saveCase(subject, [notice(1)]);
    await stopAfterSending();
    world.advance(60 * 60_000);
    expect(await world.drain()).toMatchObject({ delivered: 0, parked: 1 });
    expect(world.feishu.calls).toHaveLength(1);
  });

  it('is repeated with its token while Feishu remembers it', async () => {
    await world.saveCase(subject, [notice(1)]);
    await stopAfterSending();
    world.advance(10 * 60_000);
    expect(await world.drain()).toMatchObject({ delivered: 1 });
    expect(world.feishu.sent).toHaveLength(1);
  });

  it('is sent after an hour of rate limits, because it never left', async () => {
    await world.saveCase(subject, [notice(1)]);
    const limited: FeishuFailure = { kind: 'retry', code: 230020, afterMs: 3_600_000, reason: '限流' };
    world.feishu.plan([limited]);
    expect(await world.drain()).toMatchObject({ again: 1 });
    world.advance(3_700_000);
    expect(await world.drain()).toMatchObject({ delivered: 1 });
  });
});

describe('a person', () => {
  it('gets notices in order, each once, at most five a second', async () => {
    await world.saveCase(subject, [notice(1), notice(2), notice(3), notice(4)]);
    const startedAt = world.now();
    expect(await world.drain()).toMatchObject({ delivered: 4 });
    expect(world.feishu.sent).toHaveLength(4);
    expect(world.now() - startedAt).toBeGreaterThanOrEqual(600);
    await world.drain();
    expect(world.feishu.calls).toHaveLength(4);
  });

  it('is not called on again in the same turn after a rate limit', async () => {
    await world.saveCase(subject, [notice(1), notice(2), notice(3)]);
    const limited: FeishuFailure = { kind: 'retry', code: 230020, afterMs: 60_000, reason: '限流' };
    world.feishu.plan([null, limited]);
    expect(await world.drain()).toMatchObject({ delivered: 1, again: 2 });
    expect(world.feishu.calls).toHaveLength(2);
    world.advance(62_000);
    expect(await world.drain()).toMatchObject({ delivered: 2 });
  });

  it('is called on only while the call can end within the lease; the rest waits for the next turn', async () => {
    await world.saveCase(subject, [notice(1), notice(2), notice(3)]);
    expect(await world.drainWith()({ untilMs: world.now() + CALL_TIMEOUT_MS + 300 })).toMatchObject({
      delivered: 2,
      again: 1,
    });
    expect(world.feishu.calls).toHaveLength(2);
    world.advance(1_000);
    expect(await world.drain()).toMatchObject({ delivered: 1 });
  });

  it('hears of edits that were not taken over in one message, which is repeated whole when its answer is lost', async () => {
    const edit = (n: number) =>
      cardWish(subject, {
        key: `edit:demo:rec${n}:1:hash`,
        caseId: null,
        kind: 'editNotice',
        args: { to: LEADER, item: `事项 ${n}`, sentence: '“交办单编号”由系统维护，已恢复。' },
      });
    await world.wish([edit(1), edit(2)]);
    world.feishu.plan(['appliedThenLost']);
    await world.drain();
    await world.wish([edit(1), edit(3)]);
    world.advance(60_000);
    await world.drain();
    await world.wish([edit(1), edit(2), edit(3)]);
    await world.drain();
    expect(world.feishu.sent.map(({ shows }) => shows)).toEqual([
      '【表格修改未采纳，共 2 处】\n事项 1：“交办单编号”由系统维护，已恢复。\n事项 2：“交办单编号”由系统维护，已恢复。',
      '【表格修改未采纳】\n事项 3：“交办单编号”由系统维护，已恢复。',
    ]);
  });

  it('who cannot be reached blocks nobody else and no other notice', async () => {
    await world.saveCase(subject, [notice(1), notice(2)]);
    world.feishu.plan([{ kind: 'unreachable', code: 230013, reason: '该人员不在应用可用范围内' }]);
    expect(await world.drain()).toMatchObject({ delivered: 1, parked: 1 });
    expect((await world.outbox.health(subject.district, NOW)).parked).toMatchObject([
      { reason: expect.stringMatching(/收不到消息（该人员不在应用可用范围内），名单中无人可代收。/) },
    ]);
  });
});

it('a card is answerable when something in it is asked for', () => {
  expect(isAnswerableCard({ body: [{ a: { behaviors: [{ type: 'callback' }] } }] })).toBe(true);
  const form = (act: string) => ({
    tag: 'form',
    elements: [
      { tag: 'input', behaviors: [{ type: 'callback', value: { v: 1, field: 'words' } }] },
      { tag: 'button', behaviors: [{ type: 'callback', value: { v: 1, act } }] },
    ],
  });
  expect(isAnswerableCard({ body: [form('sign')] })).toBe(true);
  expect(isAnswerableCard({ body: [form('correct'), form('add')] })).toBe(false);
  expect(
    isAnswerableCard({ body: [{ tag: 'markdown', content: 'callback', behaviors: [{ type: 'open_url' }] }] }),
  ).toBe(false);
});
