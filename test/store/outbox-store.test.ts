/** What the outbox promises on the file and on sqld: wishes coalesce, leases are fenced, tokens change only with the wish. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { AttemptEnd, DueIntention, Fact, Intention } from '../../src/ports.ts';
import { createClockStore } from '../../src/store/clock-store.ts';
import { createHealthCheck } from '../../src/store/health.ts';
import { createAllow } from '../../src/store/rate-limit.ts';
import { rowsOf, statement } from '../../src/store/statement.ts';
import { createUpkeep } from '../../src/store/upkeep.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import {
  beijingDate,
  caseId,
  type DeliveryId,
  deliveryId,
  districtId,
  messageId,
  recordId,
} from '../../src/workflow/ids.ts';
import { onBothDatabases } from './on-both.ts';
import { cardWish, DISTRICT, mirrorWish, NOW, sampleCase } from './samples.ts';

const LEASE_MS = 30_000;
const FINISHED: AttemptEnd = { kind: 'finished' };

onBothDatabases('the outbox', (get, kind) => {
  const wish = (given: Partial<Intention> = {}) =>
    mirrorWish(sampleCase(randomUUID()), { lane: `base:${randomUUID()}`, ...given });
  const save = (intentions: readonly Intention[], now = NOW) =>
    get().outbox.saveEvent(deliveryId(randomUUID()), intentions, now);
  const only = async (lane: string, now = NOW): Promise<DueIntention> => {
    const [due, ...others] = await get().outbox.dueIn(lane, now, 10);
    expect(others).toEqual([]);
    if (!due) throw new Error('nothing is due');
    return due;
  };
  const lease = async (lane: string, now = NOW): Promise<number> => {
    const taken = await get().outbox.lease(lane, 'test', now, LEASE_MS);
    if (!taken) throw new Error('the lane is held');
    return taken.fence;
  };
  const record = (
    due: DueIntention,
    fence: number,
    end: AttemptEnd,
    facts: readonly Fact[] = [],
    intentions: readonly Intention[] = [],
  ) =>
    get().outbox.record({
      lane: due.lane,
      fence,
      district: due.district,
      now: NOW,
      records: [{ key: due.key, wanted: due.wanted, end }],
      facts,
      intentions,
    });

  it('remembers an event in one round trip, and the same event only once', async () => {
    const { outbox, proxy } = get();
    const wanted = wish();
    const delivery = deliveryId(randomUUID());
    proxy?.reset();
    await outbox.saveEvent(delivery, [wanted, wish({ lane: wanted.lane, runAt: NOW + 1 })], NOW);
    if (proxy) expect(proxy.count()).toBe(1);
    await outbox.saveEvent(delivery, [wanted], NOW);
    expect((await only(wanted.lane)).wanted).toBe(1);
  });

  it('makes many wishes of one key one row, due at the earliest of them, with the token of the first', async () => {
    const wanted = wish({ runAt: NOW + 5_000 });
    await save([wanted]);
    const first = await only(wanted.lane, NOW + 5_000);
    await save([{ ...wanted, runAt: NOW }]);
    await save([{ ...wanted, runAt: NOW + 9_000 }]);
    const merged = await only(wanted.lane);
    expect(merged).toMatchObject({ wanted: 3, runAt: NOW, token: first.token });
    expect(first.token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('lists lanes with something due, the most overdue first, without those that are held', async () => {
    const base = NOW - 1_000_000;
    const lanes = [0, 1, 2].map(() => `base:${randomUUID()}`);
    for (const [index, lane] of lanes.entries()) await save([wish({ lane, runAt: base - index })]);
    await save([wish({ lane: 'base:later', runAt: NOW + 1 })]);
    await lease(lanes[1] ?? '', base);
    expect((await get().outbox.dueLanes(base, 10)).filter((lane) => lane !== 'base:later')).toEqual([
      lanes[2],
      lanes[0],
    ]);
    expect(await get().outbox.dueLanes(base, 1)).toEqual([lanes[2]]);
  });

  it('gives a lane to one of many who ask, and again when its time is over', async () => {
    const lane = `base:${randomUUID()}`;
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => get().outbox.lease(lane, randomUUID(), NOW, LEASE_MS)),
    );
    expect(asked.filter((taken) => taken !== null)).toEqual([{ fence: 1 }]);
    expect(await get().outbox.lease(lane, 'late', NOW + LEASE_MS - 1, LEASE_MS)).toBeNull();
    expect(await get().outbox.lease(lane, 'late', NOW + LEASE_MS, LEASE_MS)).toEqual({ fence: 2 });
    await get().outbox.release(lane, 1);
    expect(await get().outbox.lease(lane, 'third', NOW + LEASE_MS, LEASE_MS)).toBeNull();
    await get().outbox.release(lane, 2);
    expect(await get().outbox.lease(lane, 'third', NOW + LEASE_MS, LEASE_MS)).toEqual({ fence: 3 });
  });

  it('refuses whatever an earlier holder of a lane wants to save, facts included', async () => {
    const { outbox } = get();
    const wanted = cardWish(sampleCase(randomUUID()), { lane: `person:${randomUUID()}` });
    await save([wanted]);
    const due = await only(wanted.lane);
    const old = await lease(due.lane);
    const next = await lease(due.lane, NOW + LEASE_MS);
    const sent: Fact = {
      kind: 'cardSent',
      key: due.key,
      messageId: messageId('om_1'),
      hash: 'h',
      isAnswerable: true,
      at: NOW,
    };
    expect(await outbox.begin(due.lane, old, [due.key], NOW)).toBe(false);
    expect(await record(due, old, FINISHED, [sent])).toBe(false);
    expect(await outbox.card(due.key)).toBeNull();
    expect((await only(due.lane)).firstAttemptAt).toBeNull();
    expect(await record(due, next, FINISHED, [sent])).toBe(true);
    expect(await outbox.card(due.key)).toMatchObject({ messageId: 'om_1', hash: 'h', sentAt: NOW });
  });

  it('keeps the token through attempts, and renews it for the wish that came after the fulfilled one', async () => {
    const { outbox } = get();
    const wanted = wish();
    await save([wanted]);
    const first = await only(wanted.lane);
    const fence = await lease(first.lane);
    expect(await outbox.begin(first.lane, fence, [first.key], NOW + 7)).toBe(true);
    await record(first, fence, { kind: 'again', at: NOW + 10, reason: '限流', countsAsAttempt: false });
    await record(first, fence, { kind: 'again', at: NOW + 20, reason: '超时', countsAsAttempt: true });
    expect(await outbox.dueIn(first.lane, NOW + 19, 10)).toEqual([]);
    const second = await only(first.lane, NOW + 20);
    expect(second).toMatchObject({ token: first.token, attempts: 1, firstAttemptAt: NOW + 7, wanted: 1 });
    await save([wanted]);
    expect(await only(first.lane)).toMatchObject({
      token: first.token,
      attempts: 0,
      firstAttemptAt: NOW + 7,
      wanted: 2,
    });
    await record(second, fence, FINISHED);
    const third = await only(first.lane, NOW + 20);
    expect(third).toMatchObject({ wanted: 2, attempts: 0, firstAttemptAt: null });
    expect(third.token).not.toBe(first.token);
    await record(third, fence, FINISHED);
    expect(await outbox.dueIn(first.lane, NOW + 1_000_000, 10)).toEqual([]);
    await save([wanted]);
    expect(await only(first.lane)).toMatchObject({ wanted: 3 });
    expect((await only(first.lane)).token).not.toBe(third.token);
  });

  it('shows what is parked with its reason, in its own district, until it is wished again', async () => {
    const { outbox } = get();
    const district = districtId(randomUUID());
    const subject = sampleCase(randomUUID(), { district });
    const wanted = wish({ ...mirrorWish(subject), lane: `base:${district}` });
    const waiting = wish({ district, lane: `base:${district}`, runAt: NOW - 50 });
    await save([wanted, waiting]);
    const [, due] = await outbox.dueIn(wanted.lane, NOW, 10);
    if (!due) throw new Error('nothing is due');
    const fence = await lease(due.lane);
    await record(due, fence, { kind: 'parked', reason: '字段已删除' });
    expect(await outbox.health(district, NOW)).toMatchObject({
      due: 1,
      oldestDueAt: NOW - 50,
      parked: [
        {
          key: wanted.key,
          kind: 'mirrorCase',
          caseId: subject.id,
          reason: '字段已删除',
          at: NOW,
          errors: [{ at: NOW, reason: '字段已删除' }],
        },
      ],
    });
    expect(await outbox.health(districtId(randomUUID()), NOW)).toMatchObject({ due: 0, oldestDueAt: null, parked: [] });
    await save([wanted]);
    expect((await outbox.health(district, NOW)).parked).toEqual([]);
    expect((await outbox.dueIn(wanted.lane, NOW, 10)).map(({ key }) => key)).toContain(wanted.key);
  });

  it('keeps the last five attempts that failed, with their moments, also after it was fulfilled', async () => {
    const { outbox } = get();
    const district = districtId(randomUUID());
    const wanted = wish({ district, lane: `base:${district}` });
    await save([wanted]);
    const fence = await lease(wanted.lane);
    const failing = async (at: number, end: AttemptEnd) => {
      const { lane, key, wanted: count } = await only(wanted.lane, at);
      const records = [{ key, wanted: count, end }];
      await outbox.record({ lane, fence, district, now: at, records, facts: [], intentions: [] });
    };
    for (const turn of [1, 2, 3, 4, 5, 6])
      await failing(NOW + turn, { kind: 'again', at: NOW + turn, reason: `第${turn}次`, countsAsAttempt: true });
    // A snooze is no failure.
    await failing(NOW + 7, { kind: 'again', at: NOW + 7, reason: '频率限制', countsAsAttempt: false });
    await failing(NOW + 8, FINISHED);
    await save([wanted]);
    await failing(NOW + 9, { kind: 'parked', reason: '字段已删除' });
    const [given] = (await outbox.health(district, NOW + 9)).parked;
    expect(given?.errors).toEqual([
      ...[3, 4, 5, 6].map((turn) => ({ at: NOW + turn, reason: `第${turn}次` })),
      { at: NOW + 9, reason: '字段已删除' },
    ]);
  });

  it('stays due when it was wished again while the attempt was failing for good', async () => {
    const wanted = wish();
    await save([wanted]);
    const due = await only(wanted.lane);
    const fence = await lease(due.lane);
    await save([wanted]);
    await record(due, fence, { kind: 'parked', reason: '旧状态被拒' });
    expect((await only(due.lane)).wanted).toBe(2);
  });

  it('saves facts about a thousand rows and new wishes with the ends, in one round trip', async () => {
    const { mirror, proxy, outbox } = get();
    const district = districtId(randomUUID());
    const wanted = wish({ district });
    await save([wanted]);
    const due = await only(wanted.lane);
    const fence = await lease(due.lane);
    const facts = Array.from(
      { length: 1_000 },
      (_, index): Fact => ({
        kind: 'rowAgreed',
        table: 'cases',
        recordId: recordId(`rec${index}`),
        entityId: `case-${index}`,
        shadow: { 事项: `〔虚构〕第${index}件`, none: null, list: [index] },
      }),
    );
    const follow = wish({ district, lane: due.lane });
    proxy?.reset();
    expect(await record(due, fence, FINISHED, facts, [follow])).toBe(true);
    if (proxy) expect(proxy.count()).toBe(1);
    expect((await outbox.dueIn(due.lane, NOW, 10)).map(({ key }) => key)).toEqual([follow.key]);
    expect(await mirror.rowsByEntity(district, 'cases', ['case-7', 'nobody'])).toEqual([
      {
        table: 'cases',
        recordId: 'rec7',
        entityId: 'case-7',
        shadow: { 事项: '〔虚构〕第7件', none: null, list: [7] },
        isDeleted: false,
      },
    ]);
    await mirror.saveFacts(district, [{ kind: 'rowDeleted', table: 'cases', recordId: recordId('rec7') }]);
    expect(
      (await mirror.rowsByRecord(district, 'cases', [recordId('rec7'), recordId('rec8')])).map((row) => row.isDeleted),
    ).toEqual([true, false]);
    expect(await mirror.rowsByRecord(DISTRICT, 'cases', [recordId('rec8')])).toEqual([]);
  });

  it('keeps the directory as the table was last read, and leaves out values of the wrong shape', async () => {
    const { mirror } = get();
    const district = districtId(randomUUID());
    const unit = (id: string) => ({
      id,
      value: { id, name: `〔虚构〕${id}局`, isFederation: false, headOpenIds: [], officerOpenIds: ['ou_a'] },
    });
    await mirror.saveFacts(district, [
      { kind: 'directoryRows', table: 'units', rows: [unit('rec1'), unit('rec2'), { id: 'rec3', value: { name: 3 } }] },
      {
        kind: 'directoryRows',
        table: 'settings',
        rows: [
          { id: 'problemDays', value: 12 },
          { id: 'hardDays', value: 'soon' },
          { id: 'ladderDays', value: [5, 1, 10] },
          { id: 'phrases', value: ['请阅处。'] },
          { id: 'unheardOf', value: 1 },
        ],
      },
    ]);
    const directory = await mirror.loadDirectory(district);
    expect(directory.units.map(({ id }) => id)).toEqual(['rec1', 'rec2']);
    expect(directory.settings).toMatchObject({
      problemDays: 12,
      hardDays: 63,
      ladderDays: [1, 5, 10],
      phrases: ['请阅处。'],
    });
    expect((await mirror.loadDirectories()).some((one) => one.district === district)).toBe(false);
    await mirror.saveBase({ district, appToken: `app-${district}`, url: '', tables: {}, formUrl: null });
    expect((await mirror.loadDirectories()).find((one) => one.district === district)).toEqual(directory);
    await mirror.saveFacts(district, [{ kind: 'directoryRows', table: 'units', rows: [unit('rec2')] }]);
    const left = await mirror.loadDirectory(district);
    expect(left.units.map(({ id }) => id)).toEqual(['rec2']);
    expect([...left.formerNames]).toEqual([['rec1', '〔虚构〕rec1局']]);
    expect(left.settings.problemDays).toBe(12);
    await mirror.saveFacts(district, [
      { kind: 'directoryRows', table: 'units', rows: [unit('rec1'), unit('rec2')] },
      { kind: 'directoryRows', table: 'settings', rows: [] },
    ]);
    const back = await mirror.loadDirectory(district);
    expect(back.units.map(({ id }) => id)).toEqual(['rec1', 'rec2']);
    expect([[...back.formerNames], back.settings.problemDays]).toEqual([[], DEFAULT_SETTINGS.problemDays]);
  });

  it('remembers cards that are gone and cards that an answer has redrawn', async () => {
    const { mirror, outbox } = get();
    const key = `card:${randomUUID()}`;
    await mirror.saveFacts(DISTRICT, [
      { kind: 'cardSent', key, messageId: messageId('om_9'), hash: 'a', isAnswerable: true, at: NOW },
    ]);
    const press = deliveryId(`press-${randomUUID()}`);
    const drawn = { key, press, hash: 'b', isAnswerable: true, until: NOW + 4_000, now: NOW };
    await outbox.answering({ key, messageId: messageId('om_9'), press, until: NOW + 4_000, now: NOW });
    expect(await outbox.card(key)).toEqual({
      messageId: 'om_9',
      hash: '',
      sentAt: NOW,
      touches: 1,
      heldUntil: NOW + 4_000,
    });
    expect(await outbox.noteDrawn({ ...drawn, messageId: messageId('om_9') })).toBe('om_9');
    expect(await outbox.card(key)).toMatchObject({ messageId: 'om_9', hash: 'b', sentAt: NOW });
    expect(await outbox.noteDrawn({ ...drawn, hash: 'x', messageId: messageId('om_older') })).toBe('om_9');
    expect((await outbox.card(key))?.hash).toBe('b');
    await mirror.saveFacts(DISTRICT, [{ kind: 'cardDrawn', key, hash: 'c', isAnswerable: false, touches: 2 }]);
    expect((await outbox.card(key))?.hash).toBe('c');
    await mirror.saveFacts(DISTRICT, [
      { kind: 'cardSent', key, messageId: messageId('om_10'), hash: 'd', isAnswerable: true, at: NOW + 1 },
      { kind: 'cardGone', key },
    ]);
    expect(await outbox.card(key)).toMatchObject({ messageId: 'om_10', hash: 'd', sentAt: NOW + 1 });
    await mirror.saveFacts(DISTRICT, [{ kind: 'cardGone', key }]);
    expect(await outbox.card(key)).toMatchObject({ messageId: null, hash: null });
  });

  it('does not say what a message shows that two have changed at the same time', async () => {
    const { mirror, outbox } = get();
    const key = `card:${randomUUID()}`;
    const messageOfIt = messageId(`om_${randomUUID()}`);
    const sent = { kind: 'cardSent', key, messageId: messageOfIt, hash: 'a', isAnswerable: true, at: NOW } as const;
    const press = () => deliveryId(`press-${randomUUID()}`);
    const [first, second] = [press(), press()];
    const answering = (one: DeliveryId) =>
      outbox.answering({ key, messageId: messageOfIt, press: one, until: NOW + 4_000, now: NOW });
    const left = async (one: DeliveryId, hash: string) => {
      await outbox.noteDrawn({
        key,
        press: one,
        messageId: messageOfIt,
        hash,
        isAnswerable: true,
        until: NOW + 4_000,
        now: NOW,
      });
      return (await outbox.card(key))?.hash;
    };
    const patched = async (touches: number) => {
      await mirror.saveFacts(DISTRICT, [{ kind: 'cardDrawn', key, hash: 'patched', isAnswerable: true, touches }]);
      return (await outbox.card(key))?.hash;
    };
    const touches = async () => (await outbox.card(key))?.touches ?? -1;
    await mirror.saveFacts(DISTRICT, [sent]);

    // Two answers, in whichever order they leave.
    await answering(first);
    await answering(second);
    expect(await left(first, 'one')).toBe('');
    expect(await left(second, 'two')).toBe('');
    await answering(first);
    await answering(second);
    expect(await left(second, 'two')).toBe('two');
    expect(await left(first, 'one')).toBe('');

    // A call and an answer.
    const before = await touches();
    await answering(first);
    expect(await patched(before)).toBe('');
    expect(await left(first, 'one')).toBe('');
    const again = await touches();
    await answering(second);
    expect(await left(second, 'two')).toBe('two');
    expect(await patched(again)).toBe('');

    // Alone each of them is believed.
    expect(await patched(await touches())).toBe('patched');
    await answering(first);
    expect(await left(first, 'one')).toBe('one');
  });

  it('draws a card anew whose answer met an attempt under way', async () => {
    const { mirror, outbox } = get();
    const due = wish({ key: `card:${randomUUID()}`, kind: 'card' });
    const { key, lane } = due;
    const messageOfIt = messageId(`om_${randomUUID()}`);
    await save([due]);
    await mirror.saveFacts(DISTRICT, [
      { kind: 'cardSent', key, messageId: messageOfIt, hash: 'a', isAnswerable: true, at: NOW },
    ]);
    const attempt = await only(lane);
    const fence = await lease(lane);
    expect(await outbox.begin(lane, fence, [key], NOW)).toBe(true);
    const press = deliveryId(`press-${randomUUID()}`);
    const until = NOW + 4_000;
    await outbox.answering({ key, messageId: messageOfIt, press, until, now: NOW });
    const answer = { key, press, messageId: messageOfIt, hash: 'b', isAnswerable: true, until, now: NOW };
    await outbox.noteDrawn(answer);
    await record(attempt, fence, FINISHED, [{ kind: 'cardDrawn', key, hash: 'c', isAnswerable: true, touches: 0 }]);
    expect((await outbox.card(key))?.hash).toBe('');
    expect((await only(lane, until)).key).toBe(key);
  });

  it('binds a Base to one district', async () => {
    const { mirror } = get();
    const binding = {
      district: districtId(randomUUID()),
      appToken: `app-${randomUUID()}`,
      url: 'https://example.feishu.cn/base/x',
      tables: { cases: 'tbl1' },
      formUrl: null,
    };
    await mirror.saveBase(binding);
    await mirror.saveBase({ ...binding, tables: { cases: 'tbl1', units: 'tbl2' } });
    expect(await mirror.findBase(binding.appToken)).toEqual({ ...binding, tables: { cases: 'tbl1', units: 'tbl2' } });
    expect((await mirror.loadBases()).map(({ district }) => district)).toContain(binding.district);
    expect(await mirror.findBase('foreign')).toBeNull();
    await expect(mirror.saveBase({ ...binding, district: districtId(randomUUID()) })).rejects.toThrow('constraint');
  });

  it('goes on with a turn where it stopped, never backwards, and counts requests over machines', async () => {
    const { database, openAgain } = get();
    const clock = createClockStore({ database });
    const day = beijingDate('2026-11-23');
    const district = districtId(randomUUID());
    expect(await clock.turn(district, day)).toEqual({ after: null, isDone: false });
    await clock.saveTurn(district, day, { after: caseId('b'), isDone: false });
    await clock.saveTurn(district, day, { after: caseId('a'), isDone: false });
    expect(await clock.turn(district, day)).toEqual({ after: 'b', isDone: false });
    await clock.saveTurn(district, day, { after: caseId('c'), isDone: true });
    await clock.saveTurn(district, day, { after: caseId('b'), isDone: false });
    expect(await clock.turn(district, day)).toEqual({ after: 'c', isDone: true });

    const bucket = randomUUID();
    const machines = [database, openAgain()].map((each) => createAllow({ database: each, now: () => NOW }));
    const allowed = await Promise.all(
      Array.from({ length: 10 }, (_, index) => machines[index % 2]?.(bucket, 4, 60_000)),
    );
    expect(allowed.filter((yes) => yes === true)).toHaveLength(4);
    expect(await createAllow({ database, now: () => NOW + 60_000 })(bucket, 4, 60_000)).toBe(true);
  });

  it('proves by writing that the database commits, and drops rows whose time is over and no others', async () => {
    const { database, outbox } = get();
    await createHealthCheck({ database, now: () => NOW })();
    const day = 86_400_000;
    const old = deliveryId(randomUUID());
    const young = deliveryId(randomUUID());
    const fulfilled = wish();
    const waiting = wish();
    await outbox.saveEvent(old, [fulfilled, waiting], NOW - 15 * day);
    await outbox.saveEvent(young, [], NOW - 7 * day);
    const due = await only(fulfilled.lane);
    const fence = await lease(due.lane);
    await outbox.record({
      lane: due.lane,
      fence,
      district: due.district,
      now: NOW - 15 * day,
      records: [{ key: due.key, wanted: 1, end: FINISHED }],
      facts: [],
      intentions: [],
    });
    await createUpkeep({ database }).prune(NOW);
    const [deliveries, wishes] = await database.read([
      statement('SELECT id FROM deliveries WHERE id IN (?, ?)', [old, young]),
      statement('SELECT key AS id FROM outbox WHERE key IN (?, ?)', [fulfilled.key, waiting.key]),
    ]);
    const idRow = z.object({ id: z.string() });
    expect(rowsOf(deliveries, idRow)).toEqual([{ id: young }]);
    expect(rowsOf(wishes, idRow)).toEqual([{ id: waiting.key }]);
  });

  if (kind === 'sqld') {
    it('settles an event whose answer is lost', async () => {
      const { proxy, outbox } = get();
      const wanted = wish();
      proxy?.plan(['lose', 'refuse']);
      await outbox.saveEvent(deliveryId(randomUUID()), [wanted], NOW);
      expect((await only(wanted.lane)).wanted).toBe(1);
    });
  }
});
