/**
 * The lines between an instance and the world, each with latency and faults: to the database, to Feishu, and from Feishu to
 * the service's doors. Both sides of every call are yield points of the instance, so it may die before a call leaves and after
 * its effect; what has left goes on without it.
 */
import type { Client } from '@libsql/client';
import type { FaultLedger } from './faults.ts';
import type { DatabaseFault, FeishuFault, Profile } from './profile.ts';
import { DATABASE_FAULTS, FEISHU_FAULTS } from './profile.ts';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

export interface LineDeps {
  readonly scheduler: Scheduler;
  readonly faults: FaultLedger;
  readonly profile: Profile;
  readonly network: Random;
}

// ----------------------------------------------------------------------------------------------------- the database

const databaseError = (message: string, code: string): Error => Object.assign(new Error(message), { code });

/** A call of this connection: latency before and after, and what may befall it. The work itself is one step. */
const databaseCall =
  ({ scheduler, faults, profile, network }: LineDeps, owner: Owner) =>
  async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    const [least, most] = profile.databaseLatencyMs;
    const fault: DatabaseFault | null = faults.next('database', DATABASE_FAULTS, profile.databaseFaultRate);
    await scheduler.park(owner, `${label}>`, network.between(least, most) / 2);
    if (fault === 'busy') throw databaseError('database is locked', 'SQLITE_BUSY');
    if (fault === 'lostBefore') {
      await scheduler.park(owner, `${label} lost`, network.between(50, 1_500));
      throw databaseError('the line broke', '');
    }
    const ended = await work().then(
      (value) => ({ kind: 'done' as const, value }),
      (error: unknown) => ({ kind: 'failed' as const, error }),
    );
    await scheduler.park(owner, `${label}<`, network.between(least, most) / 2);
    if (fault === 'lostAfter') throw databaseError('the line broke', '');
    if (ended.kind === 'failed') throw ended.error;
    return ended.value;
  };

/** The instance's own connection to the database that all of them share. */
export const databaseLine = (deps: LineDeps, owner: Owner, shared: Client, afterWrite: () => void): Client => {
  const call = databaseCall(deps, owner);
  return {
    ...shared,
    batch: (statements, mode) =>
      call(mode === 'write' ? 'write' : 'read', async () => {
        const results = await shared.batch(statements, mode);
        if (mode === 'write') afterWrite();
        return results;
      }),
  };
};

// ------------------------------------------------------------------------------------------------------------ Feishu

/** One request as it arrives at Feishu. */
export interface Arrival {
  readonly owner: Owner;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly request: () => Request;
}

export interface FeishuLineDeps extends LineDeps {
  /** A row is being written by this instance; what comes back is called when it has its answer, or gives up waiting. */
  readonly writes: (owner: Owner) => () => void;
  /** Counts requests that have left and are not done yet. */
  readonly onTheWay: (change: 1 | -1) => void;
  readonly feishu: Owner;
  /** Performs the request at the stand-in. */
  readonly arrive: (arrival: Arrival) => Promise<Response>;
}

const isBitableWrite = (method: string, path: string): boolean =>
  method !== 'GET' && path.includes('/bitable/v1/') && !/\/records\/(search|batch_get)$/.test(path);

const answerOf = (status: number, code: number | null, headers: Readonly<Record<string, string>> = {}): Response =>
  code === null
    ? new Response('<html>gateway</html>', { status, headers })
    : new Response(JSON.stringify({ code, msg: 'injected', data: {} }), { status, headers });

const networkError = (code: string): Error => Object.assign(new TypeError('fetch failed'), { cause: { code } });

const BOUNDARY = '----simulated';
/** As bytes, because what would write a form for us draws its boundary by chance. */
const multipart = async (form: FormData) => {
  const parts: Uint8Array[] = [];
  for (const [name, value] of form) {
    const isFile = typeof value !== 'string';
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${isFile ? '; filename="file"' : ''}\r\n\r\n`;
    const bytes = isFile ? new Uint8Array(await value.arrayBuffer()) : Buffer.from(value);
    parts.push(Buffer.from(head), bytes, Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${BOUNDARY}--\r\n`));
  return {
    body: new Uint8Array(Buffer.concat(parts)),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
};

/** `fetch` towards Feishu and the signal that limits each call, both in virtual time. */
export const feishuLine = (deps: FeishuLineDeps, owner: Owner) => {
  const { scheduler, faults, profile, network, feishu } = deps;
  const limits = new WeakMap<AbortSignal, { readonly controller: AbortController; readonly endsAt: number }>();
  const latency = () => network.between(profile.feishuLatencyMs[0], profile.feishuLatencyMs[1]);

  const timeoutSignal = (ms: number): AbortSignal => {
    const controller = new AbortController();
    limits.set(controller.signal, { controller, endsAt: scheduler.now() + ms });
    return controller.signal;
  };
  const untilAborted = async (signal: AbortSignal | null): Promise<never> => {
    const limit = signal && limits.get(signal);
    if (!limit) throw new Error('a call to Feishu without a time limit');
    await scheduler.park(owner, 'feishu timeout', limit.endsAt - scheduler.now());
    limit.controller.abort();
    throw new Error('the time limit is over');
  };

  const send = async (input: string, init: RequestInit, fault: FeishuFault | null): Promise<Response> => {
    const method = init.method ?? 'GET';
    const path = new URL(input).pathname;
    const file = init.body instanceof FormData ? await scheduler.outside(multipart(init.body)) : null;
    const body = typeof init.body === 'string' ? init.body : '';
    const label = `${method} ${path.split('/').slice(-2).join('/')}`;
    const back = () => scheduler.park(owner, `${label}<`, latency() / 2);
    await scheduler.park(owner, `${label}>`, 0);
    switch (fault) {
      case 'refused':
        throw networkError('ECONNREFUSED');
      case 'lostBefore':
        await back();
        throw networkError('ECONNRESET');
      case 'hang':
        return untilAborted(init.signal ?? null);
      case 'conflict':
      case 'notReady':
        await back();
        if (isBitableWrite(method, path)) return answerOf(200, fault === 'conflict' ? 1254291 : 1254607);
        return answerOf(500, null);
      case 'rateLimited':
        await back();
        return answerOf(429, 99991400, { 'x-ogw-ratelimit-reset': String(network.between(1, 20)) });
      case 'broken':
        await back();
        return answerOf(502, null);
      default:
        break;
    }
    // From here on the request is on its way, whatever becomes of the sender.
    deps.onTheWay(1);
    const arrived = new Promise<Response>((resolve, reject) => {
      scheduler.post(feishu, `${label} arrives`, latency() / 2, () => {
        deps
          .arrive({
            owner,
            method,
            path,
            body,
            request: () =>
              new Request(input, {
                method,
                headers: { ...Object.fromEntries(new Headers(init.headers)), ...file?.headers },
                ...(file ? { body: file.body } : body === '' ? {} : { body }),
              }),
          })
          .finally(() => deps.onTheWay(-1))
          .then(resolve, reject);
      });
    });
    if (fault === 'slow') return untilAborted(init.signal ?? null);
    const answer = await arrived;
    await back();
    if (fault === 'lostAfter') throw networkError('ECONNRESET');
    if (fault === 'brokenAfter') return answerOf(504, null);
    return answer;
  };
  return {
    timeoutSignal,
    fetch: async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      if (input instanceof Request) throw new Error('only addresses are played');
      const fault = faults.next('feishu', FEISHU_FAULTS, profile.feishuFaultRate);
      const isWrite = isBitableWrite(init.method ?? 'GET', new URL(String(input)).pathname);
      const ended = isWrite ? deps.writes(owner) : () => {};
      return send(String(input), init, fault).finally(ended);
    },
  };
};
