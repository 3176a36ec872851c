/**
 * Calls to Feishu through the official SDK, and the only file that knows the SDK. It is loaded when the first call
 * leaves, because it is large and a Worker that only receives should not pay for it. The SDK builds the requests; the
 * way out is ours: few connections, a time limit, one token for all, and every failure as a value (`failures.ts`).
 * It repeats a call once for a refused token and never otherwise: when to come again is the outbox's decision.
 */
import type { Client, HttpInstance, HttpRequestOptions } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { FeishuFailure, FeishuResult, Now } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';
import { type Exchanged, effectOf, exchange, type OutgoingCall } from './exchange.ts';
import { classify, TOKEN_REFUSED_CODES } from './failures.ts';
import { createLimiter } from './limiter.ts';
import { createTokens } from './token.ts';

export type FeishuSdk = Client;

export interface FeishuClient {
  /**
   * One call. `what` names it in logs and counters (`im.message.create`); `schema` reads the answer's `data`
   * (an absent one counts as an empty object). Throws only for a bug.
   */
  call<T>(what: string, send: (sdk: FeishuSdk) => Promise<unknown>, schema: z.ZodType<T>): Promise<FeishuResult<T>>;
}

export interface FeishuClientDeps {
  readonly appId: string;
  readonly appSecret: string;
  /** `https://open.feishu.cn`, or the stand-in's address. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly now: Now;
  readonly callTimeoutMs?: Ms;
  readonly maxConnections?: number;
  readonly timeoutSignal?: (ms: Ms) => AbortSignal;
  readonly log: (line: { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>) => void;
  /** Counts every call, whatever its end; `ms` includes waiting for a free connection and for the token. */
  readonly onCall?: (what: string, kind: FeishuResult<unknown>['kind'], ms: Ms) => void;
}

/** Carries an outcome through the SDK, which knows only resolved and rejected. Its message holds nothing from outside. */
class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: FeishuFailure;
  constructor(failure: FeishuFailure) {
    super(`Feishu call failed: ${failure.kind} ${failure.code}`);
    this.failure = failure;
  }
}

const DEFAULT_CALL_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_CONNECTIONS = 5;
const answerBody = z.object({
  data: z
    .unknown()
    .optional()
    .transform((data) => data ?? {}),
});

/** Makes a client that has not yet loaded or sent anything. */
export function createFeishuClient(deps: FeishuClientDeps): FeishuClient {
  const baseUrl = deps.baseUrl.replace(/\/+$/, '');
  const limiter = createLimiter(deps.maxConnections ?? DEFAULT_MAX_CONNECTIONS);
  const exchangeDeps = {
    // Called as a bare function: workerd refuses a fetch whose `this` is some other object.
    fetch: (...args: Parameters<typeof globalThis.fetch>) => deps.fetch.call(globalThis, ...args),
    callTimeoutMs: deps.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
    timeoutSignal: deps.timeoutSignal ?? ((ms: Ms) => AbortSignal.timeout(ms)),
  };
  const send = (call: OutgoingCall): Promise<Exchanged> => limiter.run(() => exchange(exchangeDeps, call));
  const tokens = createTokens({ appId: deps.appId, appSecret: deps.appSecret, baseUrl, now: deps.now, send });
  /** Answers to writes, so that one of unknown shape is not taken for a failed read. */
  const writeAnswers = new WeakSet<object>();
  let loading: Promise<Client> | null = null;

  return {
    call: async (what, sendBySdk, schema) => {
      const startedAt = deps.now();
      const result = await attempt(sendBySdk, schema);
      const ms = deps.now() - startedAt;
      deps.onCall?.(what, result.kind, ms);
      if (result.kind !== 'ok') {
        deps.log({ event: 'feishu.callFailed', what, kind: result.kind, code: result.code, ms });
      }
      return result;
    },
  };

  async function attempt<T>(
    sendBySdk: (sdk: Client) => Promise<unknown>,
    schema: z.ZodType<T>,
  ): Promise<FeishuResult<T>> {
    const sdk = await loaded();
    try {
      const body = await sendBySdk(sdk);
      const parsed = schema.safeParse(answerBody.parse(body).data);
      if (parsed.success) return { kind: 'ok', data: parsed.data };
      const wasWrite = typeof body === 'object' && body !== null && writeAnswers.has(body);
      return classify({ kind: 'misshapen', effect: wasWrite ? 'write' : 'read' });
    } catch (error) {
      if (error instanceof CallFailed) return error.failure;
      throw error;
    }
  }

  /** One load for all; a failed one is tried again by the next call. */
  async function loaded(): Promise<Client> {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return await loading;
  }

  async function load(): Promise<Client> {
    const sdk = await import('@larksuiteoapi/node-sdk');
    return new sdk.Client({
      appId: deps.appId,
      appSecret: deps.appSecret,
      domain: baseUrl,
      // “I bring the token myself”: the SDK's cache has no single flight and keeps a refused token.
      disableTokenCache: true,
      httpInstance: createHttpInstance(),
      // The SDK would print failed requests with their payloads.
      logger: silentLogger,
      loggerLevel: sdk.LoggerLevel.fatal,
    });
  }

  function createHttpInstance(): HttpInstance {
    const to = (method: string, url: string, opts?: HttpRequestOptions<unknown>) => forward({ ...opts, method, url });
    return {
      request: forward,
      get: (url, opts) => to('GET', url, opts),
      delete: (url, opts) => to('DELETE', url, opts),
      head: (url, opts) => to('HEAD', url, opts),
      options: (url, opts) => to('OPTIONS', url, opts),
      post: (url, data, opts) => to('POST', url, { ...opts, data }),
      put: (url, data, opts) => to('PUT', url, { ...opts, data }),
      patch: (url, data, opts) => to('PATCH', url, { ...opts, data }),
    };
  }

  /** Sends with our token; once more with a fresh one if that was refused, since then nothing was done. */
  async function forward(opts: HttpRequestOptions<unknown>) {
    const call = outgoing(opts);
    let refused: string | null = null;
    for (;;) {
      const held = await tokens.get(refused);
      if (held.kind !== 'token') throw new CallFailed(held);
      const answer = await send({ ...call, headers: { ...call.headers, authorization: `Bearer ${held.token}` } });
      if (answer.kind === 'ok') {
        if (effectOf(call) === 'write') writeAnswers.add(answer.body);
        return answer.body;
      }
      const isTokenRefused = answer.kind === 'answered' && TOKEN_REFUSED_CODES.has(answer.code);
      if (!isTokenRefused || refused !== null) throw new CallFailed(classify(answer));
      refused = held.token;
    }
  }
}

const silentLogger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} };

function outgoing(opts: HttpRequestOptions<unknown>): OutgoingCall {
  const method = (opts.method ?? 'GET').toUpperCase();
  const url = new URL(opts.url ?? '');
  for (const [name, value] of Object.entries(opts.params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) url.searchParams.append(name, String(one));
    }
  }
  const headers = Object.fromEntries(Object.entries(opts.headers ?? {}).map(([name, value]) => [name, String(value)]));
  if (headers['Content-Type'] === MULTIPART) {
    const { 'Content-Type': _made, ...others } = headers;
    return { method, url: url.href, headers: others, body: formOf(opts.data), timeoutMs: FILE_TIMEOUT_MS };
  }
  // The SDK hands an empty object along with reads; a body there is what some gateways refuse.
  const hasBody = method !== 'GET' && method !== 'HEAD' && opts.data !== undefined;
  return hasBody
    ? {
        method,
        url: url.href,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(opts.data),
      }
    : {
        method,
        url: url.href,
        headers,
        body: null,
        ...(opts.responseType === 'arraybuffer' ? { wantsBytes: true, timeoutMs: FILE_TIMEOUT_MS } : {}),
      };
}

const MULTIPART = 'multipart/form-data';
/** Twenty megabytes over a slow line; whoever waits is a person with a page open. */
const FILE_TIMEOUT_MS = 25_000;

/** As a form the platform can send; its boundary comes with the body. Bytes become a file, everything else a text. */
function formOf(data: unknown): FormData {
  const form = new FormData();
  if (typeof data !== 'object' || data === null) return form;
  for (const [name, value] of Object.entries(data)) {
    if (value instanceof Uint8Array) form.append(name, new Blob([new Uint8Array(value)]), 'file');
    else form.append(name, String(value));
  }
  return form;
}
