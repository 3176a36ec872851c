/**
 * One HTTP request to Feishu and what became of it: no redirects, a time limit over headers and body, and the body's
 * `code` judged whatever the HTTP status (the same code comes with 200, 400 and 500). Adds no token and retries nothing.
 */
import type { Ms } from '../workflow/ids.ts';
import type { CallEffect, CallOutcome } from './failures.ts';

export interface ExchangeDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly callTimeoutMs: Ms;
  /** Default `AbortSignal.timeout`; a simulation gives one that follows its own clock. */
  readonly timeoutSignal: (ms: Ms) => AbortSignal;
}

export interface OutgoingCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData | null;
  /** Instead of the usual limit: a file takes its time. */
  readonly timeoutMs?: Ms;
  /** The answer is a file, given as `data.bytes`; what went wrong comes as JSON like everywhere. */
  readonly wantsBytes?: true;
}

/** What JSON.parse gives: the SDK's own interface promises its callers a type that nobody has checked. */
type Json = ReturnType<typeof JSON.parse>;

export type Exchanged = { readonly kind: 'ok'; readonly body: Json } | CallOutcome;

/** Failures of the network that happen before a request can have left. Anything else may have arrived. */
const UNSENT_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Calls that only look, though they are POSTed. */
const READING_PATH = /\/records\/(?:search|batch_get)$|\/calendars\/primary$|\/external_instances\/check$/;

export function effectOf(call: OutgoingCall): CallEffect {
  return call.method === 'GET' || READING_PATH.test(new URL(call.url).pathname) ? 'read' : 'write';
}

/** Sends it; the time limit starts now. Never throws for anything the network or Feishu does. */
export async function exchange(deps: ExchangeDeps, call: OutgoingCall): Promise<Exchanged> {
  const effect = effectOf(call);
  const signal = deps.timeoutSignal(call.timeoutMs ?? deps.callTimeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await deps.fetch(call.url, {
      method: call.method,
      headers: { ...call.headers },
      body: call.body,
      redirect: 'manual',
      signal,
    });
    if (call.wantsBytes && response.ok && !isJson(response))
      return { kind: 'ok', body: { code: 0, data: { bytes: new Uint8Array(await response.arrayBuffer()) } } };
    text = await response.text();
  } catch (error) {
    if (signal.aborted) return { kind: 'timedOut', effect };
    return { kind: 'disconnected', wasSent: !UNSENT_CODES.has(networkCodeOf(error)), effect };
  }
  const resetMs = resetOf(response.headers);
  const body = parseJson(text);
  const code: unknown = typeof body === 'object' && body !== null ? body.code : undefined;
  if (typeof code !== 'number') return { kind: 'unreadable', status: response.status, resetMs, effect };
  if (code !== 0) return { kind: 'answered', status: response.status, code, resetMs, effect };
  return { kind: 'ok', body };
}

/** Node says why a fetch failed in `cause.code`; workerd says nothing, and then the request counts as sent. */
function networkCodeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : '';
}

function isJson(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').includes('application/json');
}

function resetOf(headers: Headers): Ms | null {
  const seconds = Number(headers.get('x-ogw-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds * 1000) : null;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    // HTML of a gateway, or a body cut off: reported as unreadable with its status.
    return undefined;
  }
}
