/** A drain may stop between any two steps, run beside another, or meet a broken row: nothing is lost and nothing doubled. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshCard, wishFor } from '../../src/cases/intentions.ts';
import { createDeliverToPerson } from '../../src/outbox/deliver-to-person.ts';
import type { Deliver } from '../../src/outbox/drain.ts';
import { createRetrySchedule } from '../../src/outbox/retry-schedule.ts';
import type { AttemptEnd, CaseStore, DueIntention, Messages, OutboxStore } from '../../src/ports.ts';
import { openId } from '../../src/workflow/ids.ts';
import { cardWish, mirrorWish, sampleCase } from '../store/samples.ts';
import { CALL_TIMEOUT_MS, createWorld, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const finishAll: Deliver = async (due) => ({
  records: due.map(({ key, wanted }) => ({ key, wanted, end: { kind: 'finished' } })),
  facts: [],
  intentions: [],
});
const baseWishes = (count: number, lane = 'base:demo') =>
  Array.from({ length: count }, () => mirrorWish(sampleCase(randomUUID()), { lane }));
const turn = () => ({ untilMs: world.now() + 25_000 });

describe('a drain', () => {
  it('hands over all that is due in a lane as one batch, and a thousand rows at most', async () => {
    await world.wish(baseWishes(1_003));
    const batches: number[] = [];
    const deliverBase: Deliver = (due, context) => {
      batches.push(due.length);
      return finishAll(due, context);
    };
    expect(await world.drainWith({ deliverBase })(turn())).toEqual({ delivered: 1_003, again: 0, parked: 0, lost: 0 });
    expect(batches).toEqual([1_000, 3]);
  });

  it('isolates the row that breaks the deliverer, and gives it up after a bounded number of attempts', async () => {
    const wishes = baseWishes(5);
    const broken = wishes[2]?.key;
    await world.wish(wishes);
    const deliverBase: Deliver = (due, context) => {
      if (due.some(({ key }) => key === broken)) throw new Error('broken row');
      return finishAll(due, context);
    };
    const drain = world.drainWith({ deliverBase });
    expect(await drain(turn())).toMatchObject({ delivered: 4, again: 1 });
    for (let tries = 0; tries < 20; tries += 1) {
      world.advance(16 * 60_000);
      await drain(turn());
    }
    const { parked, due } = await world.outbox.health(mirrorWish(sampleCase('x')).district, world.now());
    expect({ due, keys: parked.map(({ key }) => key) }).toEqual({ due: 0, keys: [broken] });
  });

  it('counts an intention whose end was forgotten as a failed attempt, instead of turning in circles', async () => {
    await world.wish(baseWishes(2));
    const deliverBase: Deliver = async (due, context) => finishAll(due.slice(0, 1), context);
    expect(await world.drainWith({ deliverBase })(turn())).toMatchObject({ delivered: 1, again: 1 });
  });

  it('tries again together what was tried together, however much came in between', async () => {
    const lane = 'person:ou_editor';
    const notices = (count: number) =>
      baseWishes(count, lane).map((wish) => ({ ...wish, kind: 'editNotice' as const }));
    await world.wish(notices(15));
    const batches: string[][] = [];
    const deliverPerson: Deliver = async (due) => {
      batches.push(due.map(({ key }) => key).sort());
      const end: AttemptEnd =
        batches.length === 1
          ? { kind: 'again', at: world.now() + 2_000, reason: '〔虚构〕无回复', countsAsAttempt: true }
          : { kind: 'finished' };
      return { records: due.map(({ key, wanted }) => ({ key, wanted, end })), facts: [], intentions: [] };
    };
    const drain = world.drainWith({ deliverPerson });
    await drain(turn());
    world.advance(1_000);
    await world.wish(notices(10));
    world.advance(2_000);
    await drain(turn());
    expect(batches.map(({ length }) => length)).toEqual([15, 10, 15]);
    expect(batches[2]).toEqual(batches[0]);
  });

  it('keeps what goes out as one message together, also when a neighbour breaks the deliverer', async () => {
    const lane = 'person:ou_editor';
    const [broken, ...rest] = baseWishes(4, lane);
    await world.wish([...(broken ? [broken] : []), ...rest.map((wish) => ({ ...wish, kind: 'editNotice' as const }))]);
    const sizes: number[] = [];
    const deliverPerson: Deliver = (due, context) => {
      sizes.push(due.length);
      if (due.some(({ key }) => key === broken?.key)) throw new Error('broken row');
      return finishAll(due, context);
    };
    expect(await world.drainWith({ deliverPerson })(turn())).toMatchObject({ delivered: 3, again: 1 });
    expect(sizes).toEqual([4, 1, 3]);
  });

  it('begins nothing that could outlast its turn or its lease', async () => {
    await world.wish(baseWishes(1));
    const deadlines: number[] = [];
    const deliverBase: Deliver = (due, context) => {
      deadlines.push(context.deadlineAt - world.now());
      return finishAll(due, context);
    };
    const drain = world.drainWith({ deliverBase });
    expect(await drain({ untilMs: world.now() + CALL_TIMEOUT_MS - 1 })).toMatchObject({ delivered: 0 });
    await drain({ untilMs: world.now() + CALL_TIMEOUT_MS });
    await world.wish(baseWishes(1));
    await world.drainWith({ deliverBase, leaseMs: 12_000 })(turn());
    expect(deadlines).toEqual([CALL_TIMEOUT_MS, 8_000]);
  });

  it('stops when its lane was taken over, and saves nothing of what it did', async () => {
    await world.wish(baseWishes(1));
    let fence = 0;
    const deliverBase: Deliver = async (due, context) => {
      world.advance(31_000);
      fence = (await world.outbox.lease('base:demo', 'other', world.now(), 30_000))?.fence ?? 0;
      return finishAll(due, context);
    };
    expect(await world.drainWith({ deliverBase })(turn())).toMatchObject({ delivered: 0, lost: 1 });
    expect(fence).toBe(2);
    expect(await world.outbox.dueIn('base:demo', world.now(), 10)).toHaveLength(1);
  });

  it('works on at most four lanes at once and on no lane twice, however many drains run', async () => {
    const lanes = Array.from({ length: 12 }, (_, index) => `base:${index}`);
    for (const lane of lanes) await world.wish(baseWishes(3, lane));
    const inLane = new Map<string, number>();
    let most = 0;
    const deliverBase: Deliver = async (due, context) => {
      const lane = due[0]?.lane ?? '';
      inLane.set(lane, (inLane.get(lane) ?? 0) + 1);
      expect(inLane.get(lane)).toBe(1);
      most = Math.max(
        most,
        [...inLane.values()].reduce((sum, n) => sum + n, 0),
      );
      await new Promise((resolve) => setTimeout(resolve, 5));
      inLane.set(lane, 0);
      return finishAll(due, context);
    };
    const drains = Array.from({ length: 3 }, () => world.drainWith({ deliverBase })(turn()));
    const reports = await Promise.all(drains);
    expect(reports.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(36);
    expect(most).toBeLessThanOrEqual(12);
    most = 0;
    for (const lane of lanes) await world.wish(baseWishes(1, lane));
    await world.drainWith({ deliverBase })(turn());
    expect(most).toBe(4);
  });
});

/** Throws at the n-th step of everything that is awaited, before or after the step was done. */
const crashing = (at: number, isAfter: boolean) => {
  let steps = 0;
  const guard =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      steps += 1;
      const isHere = steps === at;
      // A dead process makes no further step: everything after the crash fails too.
      if (steps > at || (isHere && !isAfter)) throw new Error('crash');
      const result = await work(...args);
      if (isHere) throw new Error('crash');
      return result;
    };
  return { guard, steps: () => steps };
};

const crashable = (guard: ReturnType<typeof crashing>['guard'], w: World) => {
  const outbox: OutboxStore = {
    ...w.outbox,
    dueLanes: guard(w.outbox.dueLanes),
    lease: guard(w.outbox.lease),
    dueIn: guard(w.outbox.dueIn),
    begin: guard(w.outbox.begin),
    record: guard(w.outbox.record),
    release: guard(w.outbox.release),
    card: guard(w.outbox.card),
  };
  const cases: Pick<CaseStore, 'loadCase' | 'loadTies'> = {
    loadCase: guard(w.cases.loadCase),
    loadTies: guard(w.cases.loadTies),
  };
  const messages: Messages = {
    sendCard: guard(w.feishu.messages.sendCard),
    sendText: guard(w.feishu.messages.sendText),
    updateCard: guard(w.feishu.messages.updateCard),
    urge: guard(w.feishu.messages.urge),
  };
  const schedule = createRetrySchedule({ random: () => 0.5 });
  const deliverPerson = createDeliverToPerson({
    messages,
    cases,
    cards: outbox,
    boards: { cases: w.cases, mirror: w.mirror, allowUrge: async () => true, freshCard, now: w.now },
    drawCard: (_kind, { subject }) => ({ step: subject.seq, elements: [{ tag: 'form' }] }),
    drawPointer: (kind) => ({ pointer: 'renewed', kind }),
    drawRetired: (kind) => ({ pointer: 'retired', kind }),
    filesUrl: () => null,
    noticeText: (kind, subject) => `〔虚构〕${kind} ${subject.id}`,
    wishFor,
    endAfter: schedule.endAfter,
    now: w.now,
    sleep: async (ms) => w.advance(ms),
    callTimeoutMs: CALL_TIMEOUT_MS,
  });
  return w.drainWith({ outbox, deliverPerson });
};

/** A new card, one to be updated, a notice, and a second person: every kind of step a person's lane can make. */
const story = async (w: World): Promise<number> => {
  const fresh = sampleCase('fresh-case-1');
  const known = sampleCase('known-case-2');
  const other = openId('ou_other');
  await w.saveCase(known, [cardWish(known)]);
  await w.drain();
  const before = w.feishu.sent.length;
  const args = { kind: 'reminder', to: other };
  await w.saveCase(fresh, [
    cardWish(fresh),
    cardWish(fresh, { key: `notify:${fresh.id}:1`, kind: 'notify', lane: `person:${other}`, args }),
  ]);
  await w.saveCase({ ...known, seq: 2 });
  return before;
};

describe('a drain that dies', () => {
  for (const isAfter of [false, true]) {
    it(`${isAfter ? 'right after' : 'right before'} any step loses nothing and sends nothing twice`, async () => {
      let points = 0;
      for (let at = 1; ; at += 1) {
        const w = await createWorld();
        const before = await story(w);
        const tokens = new Map((await allDue(w)).map(({ key, token }) => [key, token]));
        const { guard, steps } = crashing(at, isAfter);
        await crashable(guard, w)({ untilMs: w.now() + 25_000 }).catch(() => {});
        for (const { key, token } of await allDue(w)) expect(token).toBe(tokens.get(key));

        for (let tries = 0; tries < 5; tries += 1) {
          w.advance(31_000);
          await crashable((work) => work, w)({ untilMs: w.now() + 25_000 });
        }
        expect(await allDue(w)).toEqual([]);
        expect(w.feishu.sent).toHaveLength(before + 2);
        expect(w.feishu.sent[0]?.shows).toMatchObject({ step: 2 });
        expect(new Set(w.feishu.sent.map(({ uuid }) => uuid)).size).toBe(before + 2);
        expect(await w.outbox.card(cardWish(sampleCase('fresh-case-1')).key)).toMatchObject({
          messageId: expect.stringMatching(/^om_/),
        });
        w.close();
        if (steps() < at) break;
        points = at;
      }
      expect(points).toBeGreaterThan(15);
    }, 60_000);
  }
});

const allDue = async (w: World): Promise<readonly DueIntention[]> => {
  const lanes = ['person:ou_leader', 'person:ou_other'];
  const dues = await Promise.all(lanes.map((lane) => w.outbox.dueIn(lane, w.now() + 86_400_000, 100)));
  return dues.flat();
};
