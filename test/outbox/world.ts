/** One person's lane end to end: a real database file, the real drain and deliverer, a fake Feishu, a clock that is set. */
import { randomUUID } from 'node:crypto';
import { freshCard, wishFor } from '../../src/cases/intentions.ts';
import { createDeliverToPerson } from '../../src/outbox/deliver-to-person.ts';
import { createDrain, type Deliver, type DrainDeps } from '../../src/outbox/drain.ts';
import { createRetrySchedule } from '../../src/outbox/retry-schedule.ts';
import type { Intention } from '../../src/ports.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Leader } from '../../src/workflow/directory.ts';
import { deliveryId, leaderId } from '../../src/workflow/ids.ts';
import { storesOn } from '../store/on-both.ts';
import { DISTRICT, LEADER, NOW, sampleCase, submitted } from '../store/samples.ts';
import { openTempDatabase } from '../support/temp-database.ts';
import { createFakeFeishu } from './fake-feishu.ts';

export const CALL_TIMEOUT_MS = 3_000;

/** What the card of a case shows here: its step, and a button while it waits. */
const draw = (subject: Case): object | null => {
  if (subject.state === 'withdrawn') return null;
  const button = { tag: 'button', behaviors: [{ type: 'callback', value: {} }] };
  return { step: subject.seq, elements: subject.state === 'closed' ? [] : [button] };
};

export const createWorld = async () => {
  const temp = await openTempDatabase();
  const stores = storesOn(temp.database);
  const leader: Leader = {
    id: leaderId('recLeader'),
    name: '书记甲',
    post: '',
    openId: LEADER,
    maySign: true,
    secretaryOpenIds: [],
    substitute: null,
  };
  await stores.mirror.saveFacts(DISTRICT, [
    { kind: 'directoryRows', table: 'leaders', rows: [{ id: leader.id, value: leader }] },
  ]);
  const feishu = createFakeFeishu();
  const schedule = createRetrySchedule({ random: () => 0.5 });
  const lines: unknown[] = [];
  let at = NOW;
  const now = () => at;
  const advance = (ms: number) => {
    at += ms;
  };
  const deliverPerson = createDeliverToPerson({
    messages: feishu.messages,
    cases: stores.cases,
    cards: stores.outbox,
    boards: {
      cases: stores.cases,
      mirror: stores.mirror,
      allowUrge: async () => true,
      freshCard,
      now,
    },
    drawCard: (_kind, { subject }) => draw(subject),
    drawPointer: (kind) => ({ pointer: 'renewed', kind }),
    drawRetired: (kind) => ({ pointer: 'retired', kind }),
    filesUrl: () => null,
    noticeText: (kind, subject) => `〔虚构〕${kind} ${subject.id}`,
    wishFor,
    endAfter: schedule.endAfter,
    now,
    sleep: async (ms) => advance(ms),
    callTimeoutMs: CALL_TIMEOUT_MS,
  });
  const noBase: Deliver = async () => {
    throw new Error('no base is expected here');
  };
  const drainWith = (given: Partial<DrainDeps> = {}) =>
    createDrain({
      outbox: stores.outbox,
      deliverBase: noBase,
      deliverPerson,
      deliverLinks: noBase,
      deliverCases: noBase,
      schedule,
      now,
      newId: randomUUID,
      log: (line) => lines.push(line),
      callTimeoutMs: CALL_TIMEOUT_MS,
      ...given,
    });
  const saveCase = async (subject: Case, intentions: readonly Intention[] = []): Promise<void> => {
    const context = await stores.cases.loadForDecision({
      caseId: subject.id,
      district: subject.district,
      year: 2026,
      deliveryId: deliveryId(randomUUID()),
    });
    const event =
      subject.seq === 1
        ? submitted(sampleCase(subject.id))
        : ({ type: 'caseAccepted', seq: subject.seq, at, by: { openId: null, name: '〔虚构〕' } } as const);
    await stores.cases.saveDecision({
      deliveryId: deliveryId(randomUUID()),
      reply: '',
      next: subject,
      events: [event],
      lastHash: context?.lastHash ?? '',
      intentions,
      now: at,
      pressedCardKey: null,
      pressedCardAt: at,
    });
  };
  return {
    ...stores,
    feishu,
    lines,
    now,
    advance,
    deliverPerson,
    drainWith,
    drain: () => drainWith()({ untilMs: at + 25_000 }),
    saveCase,
    wish: (intentions: readonly Intention[]) => stores.outbox.saveEvent(deliveryId(randomUUID()), intentions, at),
    close: temp.close,
  };
};
export type World = Awaited<ReturnType<typeof createWorld>>;
