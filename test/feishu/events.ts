/**
 * Sends events (事件) and callbacks (回调) to the service: encrypted, signed, with Feishu's deadline, and events again
 * after 15 s, 5 min, 1 h and 6 h on the sandbox clock. Each try is signed afresh. Callbacks are never sent again.
 */
import { randomBytes } from 'node:crypto';
import type { SandboxOptions } from './settings.ts';
import type { Delivery } from './state.ts';
import { encrypt, sign, signOld } from './wire-crypto.ts';
import type { World } from './world.ts';

/** Waits before try 2, 3, 4 and 5. */
const redeliveryWaitsMs: readonly number[] = [15_000, 300_000, 3_600_000, 21_600_000];

/** Delivered events kept in the state for looking back. */
const keptDeliveries = 3000;
const sentAtOnce = 8;
/** The approval centre waits longer than a card. */
const approvalLimitMs = 10_000;

export type Answer = {
  /** 0 when no answer came in time or at all. */
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  /** Null when an answer came. */
  readonly failure: 'timeout' | 'connection' | null;
};

export type EventSender = {
  /** Queues an event; its header is added here. Returns the event id. */
  readonly send: (eventType: string, event: Readonly<Record<string, unknown>>) => string;
  /** Sends what is due; resolves when every try has ended. Returns how many tries were made. */
  readonly sendDue: () => Promise<number>;
  /** Posts a card callback and waits for its answer. */
  readonly callBack: (eventType: string, event: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** Posts the old, unencrypted card callback. */
  readonly callBackOld: (body: Readonly<Record<string, unknown>>) => Promise<Answer>;
  /** Posts a press in the approval centre to the address its definition names. */
  readonly callBackTo: (url: string, body: string) => Promise<Answer>;
  readonly challenge: (
    path: string,
  ) => Promise<{ readonly ok: boolean; readonly error: string | null; readonly ms: number }>;
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
};

export const createEvents = (
  world: World,
  serviceFetch: NonNullable<SandboxOptions['serviceFetch']> = fetch,
): EventSender => {
  const { state, settings, log } = world;
  const running = new Set<Promise<unknown>>();
  const inFlight = new Set<Delivery>();
  const waiting = new Set(state.deliveries.filter((delivery) => delivery.nextAt !== null));
  let sent = 0;
  let isStopped = false;
  let isScheduled = false;

  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    const done = (): void => void running.delete(work);
    work.then(done, done);
    return work;
  };

  const post = async (
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    limitMs: number,
  ): Promise<Answer> => {
    const started = performance.now();
    const ended = (): number => Math.round(performance.now() - started);
    const limit = world.timeoutSignal(limitMs);
    const expired = new Promise<'expired'>((resolve) =>
      limit.addEventListener('abort', () => resolve('expired'), { once: true }),
    );
    const exchange = async (): Promise<Answer> => {
      const request = new Request(new URL(path, settings.serviceUrl ?? 'http://service.invalid'), {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
        redirect: 'manual',
        signal: limit,
      });
      const response = await serviceFetch(request);
      return { status: response.status, text: await response.text(), ms: ended(), failure: null };
    };
    try {
      const first = await Promise.race([exchange(), expired]);
      return first === 'expired' ? { status: 0, text: '', ms: ended(), failure: 'timeout' } : first;
    } catch (error) {
      return { status: 0, text: String(error), ms: ended(), failure: limit.aborted ? 'timeout' : 'connection' };
    }
  };

  const signedPost = (path: string, plaintext: string): Promise<Answer> => {
    const body = JSON.stringify({ encrypt: encrypt(settings.encryptKey, plaintext) });
    const timestamp = String(Math.floor(world.now() / 1000));
    const nonce = randomBytes(8).toString('hex');
    const headers = {
      'X-Lark-Request-Timestamp': timestamp,
      'X-Lark-Request-Nonce': nonce,
      'X-Lark-Signature': sign(timestamp, nonce, settings.encryptKey, body),
    };
    return post(path, body, headers, settings.answerLimitMs);
  };

  const header = (eventId: string, eventType: string, createTime: string): Readonly<Record<string, string>> => ({
    event_id: eventId,
    token: settings.verificationToken,
    create_time: createTime,
    event_type: eventType,
    tenant_key: settings.tenantKey,
    app_id: settings.appId,
  });

  const attempt = async (delivery: Delivery): Promise<void> => {
    inFlight.add(delivery);
    const at = world.now();
    const answer = await signedPost(settings.eventsPath, JSON.stringify(delivery.envelope));
    inFlight.delete(delivery);
    const error = answer.failure ?? (answer.status === 200 ? null : `HTTP ${answer.status}`);
    delivery.attempts.push({ at, status: answer.status, ms: answer.ms, error });
    log.addSend({
      at,
      kind: 'event',
      type: delivery.eventType,
      eventId: delivery.eventId,
      attempt: delivery.attempts.length,
      status: answer.status,
      ms: answer.ms,
      error,
    });
    const waitMs = redeliveryWaitsMs[delivery.attempts.length - 1];
    if (error === null) settle(delivery, 'delivered');
    else if (waitMs === undefined) settle(delivery, 'given_up');
    else delivery.nextAt = at + waitMs;
    world.changed();
  };

  const settle = (delivery: Delivery, outcome: Delivery['outcome']): void => {
    delivery.outcome = outcome;
    delivery.nextAt = null;
    waiting.delete(delivery);
  };

  const sendDue = async (): Promise<number> => {
    if (settings.serviceUrl === null) return 0;
    let tries = 0;
    for (;;) {
      const due = [...waiting].filter(
        (each) => !inFlight.has(each) && each.nextAt !== null && each.nextAt <= world.now(),
      );
      if (due.length === 0 || isStopped) return tries;
      const batch = (settings.shufflesEvents ? shuffled(due, world.random) : due).slice(0, sentAtOnce);
      tries += batch.length;
      await Promise.all(batch.map((delivery) => track(attempt(delivery))));
    }
  };

  const scheduleSending = (): void => {
    if (isScheduled || isStopped || settings.serviceUrl === null) return;
    isScheduled = true;
    void track(
      Promise.resolve().then(async () => {
        isScheduled = false;
        await sendDue();
      }),
    );
  };

  const send = (eventType: string, event: Readonly<Record<string, unknown>>): string => {
    const eventId = world.newId('ev');
    sent += 1;
    const isDropped = settings.dropsEveryNthEvent > 0 && sent % settings.dropsEveryNthEvent === 0;
    const createdAt = world.now();
    for (let copy = 0; copy < Math.max(1, settings.eventCopies); copy += 1) {
      const delivery: Delivery = {
        eventId,
        eventType,
        envelope: { schema: '2.0', header: header(eventId, eventType, String(createdAt)), event },
        createdAt,
        attempts: [],
        nextAt: isDropped ? null : createdAt + settings.eventDelayMs,
        outcome: isDropped ? 'dropped' : 'pending',
      };
      state.deliveries.push(delivery);
      if (!isDropped) waiting.add(delivery);
    }
    if (state.deliveries.length > keptDeliveries * 2) {
      const settled = state.deliveries.filter((delivery) => delivery.nextAt === null).slice(0, keptDeliveries);
      const forgotten = new Set(settled);
      state.deliveries = state.deliveries.filter((delivery) => !forgotten.has(delivery));
    }
    world.changed();
    if (settings.sendsEventsAtOnce) scheduleSending();
    return eventId;
  };

  const logCallback = (type: string, eventId: string, at: number, answer: Answer): void =>
    log.addSend({
      at,
      kind: 'callback',
      type,
      eventId,
      attempt: 1,
      status: answer.status,
      ms: answer.ms,
      error: answer.failure ?? (answer.status === 200 ? null : `HTTP ${answer.status}`),
    });

  return {
    send,
    sendDue,
    callBack: (eventType, event) => {
      const eventId = world.newId('cb');
      const at = world.now();
      const envelope = { schema: '2.0', header: header(eventId, eventType, `${at}000`), event };
      return track(
        signedPost(settings.cardsPath, JSON.stringify(envelope)).then((answer) => {
          logCallback(eventType, eventId, at, answer);
          return answer;
        }),
      );
    },
    callBackOld: (body) => {
      const at = world.now();
      const raw = JSON.stringify(body);
      const timestamp = String(Math.floor(at / 1000));
      const nonce = randomBytes(8).toString('hex');
      const headers = {
        'X-Lark-Request-Timestamp': timestamp,
        'X-Lark-Request-Nonce': nonce,
        'X-Lark-Signature': signOld(timestamp, nonce, settings.verificationToken, raw),
        'X-Refresh-Token': randomBytes(16).toString('hex'),
      };
      return track(
        post(settings.cardsPath, raw, headers, settings.answerLimitMs).then((answer) => {
          logCallback('card.action.trigger_v1', headers['X-Refresh-Token'], at, answer);
          return answer;
        }),
      );
    },
    callBackTo: (url, body) => {
      const at = world.now();
      return track(
        post(url, body, {}, approvalLimitMs).then((answer) => {
          logCallback('external_approval', '', at, answer);
          return answer;
        }),
      );
    },
    challenge: async (path) => {
      const challenge = randomBytes(16).toString('hex');
      const at = world.now();
      const plaintext = JSON.stringify({ challenge, token: settings.verificationToken, type: 'url_verification' });
      const body = JSON.stringify({ encrypt: encrypt(settings.encryptKey, plaintext) });
      const answer = await track(post(path, body, {}, 1000));
      const error = challengeError(answer, challenge);
      log.addSend({
        at,
        kind: 'challenge',
        type: 'url_verification',
        eventId: '',
        attempt: 1,
        status: answer.status,
        ms: answer.ms,
        error,
      });
      return { ok: error === null, error, ms: answer.ms };
    },
    settled: async () => {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
    stop: () => {
      isStopped = true;
    },
  };
};

/** What the developer console says when an address cannot be saved. */
const challengeError = (answer: Answer, challenge: string): string | null => {
  if (answer.failure !== null || answer.status !== 200) return 'Challenge code 没有返回';
  try {
    const json: unknown = JSON.parse(answer.text);
    const echoed = typeof json === 'object' && json !== null && 'challenge' in json ? json.challenge : undefined;
    return echoed === challenge ? null : 'Challenge code 没有返回';
  } catch {
    return '返回数据不是合法的 JSON 格式';
  }
};

const shuffled = <T>(items: readonly T[], random: () => number): readonly T[] =>
  items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
