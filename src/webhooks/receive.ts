/**
 * The door for everything Feishu sends (事件与回调): bytes → size → signature → decryption → JSON → token → app → age.
 * Fails closed: what lacks a header, a key or a member is refused, and nobody outside learns which check failed beyond a
 * status. Does not remember deliveries (the database does) and does not decide what a press means.
 * Used by both HTTP doors; the long connection (长连接) is authenticated when it is opened and does not pass here.
 */
import type { CallbackFlaw, CardPress, FeishuEvent } from '../feishu/callbacks.ts';
import { readCallback, readOldPress, readSealed } from '../feishu/callbacks.ts';
import {
  bodyFingerprint,
  DecryptionError,
  decrypt,
  eventSignature,
  oldCardSignature,
  secretMatches,
  signatureMatches,
} from '../feishu/signature.ts';
import type { Now } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

export interface FeishuKeys {
  readonly appId: string;
  /** Encrypt Key; a second one is accepted while the key is being changed in the console. */
  readonly encryptKeys: readonly string[];
  readonly verificationToken: string;
}

export type RefusalReason =
  | CallbackFlaw
  | 'tooLarge'
  | 'bodyBroken'
  | 'notConfigured'
  /** No signature, and not a challenge that only Feishu could have encrypted. */
  | 'unsigned'
  | 'headerMissing'
  | 'headerMalformed'
  | 'signatureMismatch'
  | 'undecryptable'
  | 'tokenMismatch'
  | 'appMismatch'
  | 'tooOld'
  | 'fromFuture'
  /** The old card shape comes through the cards door only. */
  | 'wrongDoor';

export type Received =
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 413; readonly reason: RefusalReason }
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'press'; readonly press: CardPress }
  | { readonly kind: 'event'; readonly event: FeishuEvent };

export type Door = 'events' | 'cards';
export type ReceiveLog = (
  line: { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** Consumes the request's body; never throws for anything a sender can do. */
export type Receive = (request: Request, door: Door) => Promise<Received>;

export interface ReceiveDeps {
  readonly keys: FeishuKeys;
  readonly now: Now;
  /** Default 1 MiB; the largest documented delivery (a bulk edit of rows) stays far below. */
  readonly maxBodyBytes?: number;
  /** Gets tags, sizes and delivery ids; never a word of a body. */
  readonly log: ReceiveLog;
}

const DEFAULT_MAX_BODY_BYTES = 1024 * 1024;
/** Presses are never sent again, so an old one is a replay. */
const PRESS_MAX_AGE_MS = 5 * 60_000;
/** The last redelivery of an event comes about 6 h 20 min after it; whether it is signed anew is not documented. */
const EVENT_MAX_AGE_MS = 8 * 3_600_000;
const MAX_SKEW_MS = 5 * 60_000;
/**
 * Seconds or milliseconds and nothing between: timestamp and nonce are signed without a separator, so digits could be
 * moved from one to the other; 10 → 13 digits is then still the same second.
 */
const TIMESTAMP = /^(?:\d{10}|\d{13})$/;
const NONCE = /^[\x21-\x7e]{1,256}$/;

interface Signed {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

/** Makes the receiver for both doors. */
export function createReceive(deps: ReceiveDeps): Receive {
  const maxBodyBytes = deps.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const encryptKeys = deps.keys.encryptKeys.filter((key) => key !== '');
  const isConfigured = encryptKeys.length > 0 && deps.keys.verificationToken !== '' && deps.keys.appId !== '';

  return async (request, door) => {
    const body = await readBody(request, maxBodyBytes);
    const received = body instanceof Uint8Array ? judge(request.headers, body, door) : body;
    logOutcome(received, door, body instanceof Uint8Array ? body.byteLength : null);
    return received;
  };

  function judge(headers: Headers, body: Uint8Array, door: Door): Received {
    if (!isConfigured) return refused(401, 'notConfigured');
    const signed = readSignedHeaders(headers);
    switch (signed.kind) {
      case 'none':
        return answerUnsignedChallenge(body);
      case 'refused':
        return signed;
      case 'signed':
        return signed.headers.signature.length === 40
          ? receiveOldPress(signed.headers, body, door)
          : receiveSealed(signed.headers, body);
    }
  }

  /** Feishu does not sign its URL check. One answer for every failure, so that this is no oracle for the padding. */
  function answerUnsignedChallenge(body: Uint8Array): Received {
    const text = textOf(body);
    const sealed = text === null ? null : readSealed(text);
    if (sealed === null || sealed.kind !== 'sealed') return refused(401, 'unsigned');
    for (const key of encryptKeys) {
      const plain = tryDecrypt(key, sealed.base64);
      const callback = plain === null ? null : readCallback(plain, '');
      if (callback !== null && callback.kind === 'challenge' && isOurToken(callback.token)) {
        return { kind: 'challenge', challenge: callback.challenge };
      }
    }
    return refused(401, 'unsigned');
  }

  function receiveSealed(signed: Signed, body: Uint8Array): Received {
    // Every key is tried, so that the time does not tell which one is in use.
    const matching = encryptKeys.filter((key) =>
      signatureMatches(eventSignature(signed.timestamp, signed.nonce, key, body), signed.signature),
    );
    const key = matching[0];
    if (key === undefined) return refused(401, 'signatureMismatch');
    const text = textOf(body);
    if (text === null) return refused(400, 'jsonBroken');
    const sealed = readSealed(text);
    if (sealed.kind === 'unreadable') return refused(400, sealed.flaw);
    const plain = tryDecrypt(key, sealed.base64);
    if (plain === null) return refused(400, 'undecryptable');
    const callback = readCallback(plain, `sha256:${bodyFingerprint(body)}`);
    if (callback.kind === 'unreadable') return refused(400, callback.flaw);
    if (!isOurToken(callback.token)) return refused(401, 'tokenMismatch');
    if (callback.kind === 'challenge') return { kind: 'challenge', challenge: callback.challenge };
    if (!secretMatches(deps.keys.appId, callback.appId)) return refused(401, 'appMismatch');
    const stale = staleness(signed.timestamp, callback.kind === 'press' ? PRESS_MAX_AGE_MS : EVENT_MAX_AGE_MS);
    if (stale !== null) return refused(401, stale);
    return callback.kind === 'press'
      ? { kind: 'press', press: callback.press }
      : { kind: 'event', event: callback.event };
  }

  /** The old shape is never encrypted, and the verification token is only in its signature. */
  function receiveOldPress(signed: Signed, body: Uint8Array, door: Door): Received {
    if (door !== 'cards') return refused(401, 'wrongDoor');
    const expected = oldCardSignature(signed.timestamp, signed.nonce, deps.keys.verificationToken, body);
    if (!signatureMatches(expected, signed.signature)) return refused(401, 'signatureMismatch');
    const text = textOf(body);
    if (text === null) return refused(400, 'jsonBroken');
    // Not by X-Refresh-Token: the signature does not cover it, so a captured press could be repeated under another id.
    const read = readOldPress(text, `sha256:${bodyFingerprint(body)}`);
    if (read.kind === 'unreadable') return refused(400, read.flaw);
    if (read.appId !== null && !secretMatches(deps.keys.appId, read.appId)) return refused(401, 'appMismatch');
    const stale = staleness(signed.timestamp, PRESS_MAX_AGE_MS);
    return stale === null ? { kind: 'press', press: read.press } : refused(401, stale);
  }

  function isOurToken(token: string): boolean {
    return secretMatches(deps.keys.verificationToken, token);
  }

  function staleness(timestamp: string, maxAgeMs: number): 'tooOld' | 'fromFuture' | null {
    const sentAt: Ms = timestamp.length === 10 ? Number(timestamp) * 1000 : Number(timestamp);
    const ageMs = deps.now() - sentAt;
    if (ageMs > maxAgeMs) return 'tooOld';
    return ageMs < -MAX_SKEW_MS ? 'fromFuture' : null;
  }

  function logOutcome(received: Received, door: Door, bodyBytes: number | null): void {
    switch (received.kind) {
      case 'refused':
        deps.log({ event: 'feishu.refused', door, status: received.status, reason: received.reason, bodyBytes });
        return;
      case 'challenge':
        deps.log({ event: 'feishu.challenge', door, bodyBytes });
        return;
      case 'press':
        deps.log({ event: 'feishu.press', door, deliveryId: received.press.deliveryId, bodyBytes });
        return;
      case 'event': {
        const { kind, deliveryId } = received.event;
        const type = received.event.kind === 'unknown' ? received.event.type : null;
        deps.log({ event: 'feishu.event', door, kind, type, deliveryId, bodyBytes });
        return;
      }
    }
  }
}

type Refused = Extract<Received, { kind: 'refused' }>;

function refused(status: Refused['status'], reason: RefusalReason): Refused {
  return { kind: 'refused', status, reason };
}

function readSignedHeaders(
  headers: Headers,
): { readonly kind: 'none' } | { readonly kind: 'signed'; readonly headers: Signed } | Refused {
  const timestamp = headers.get('x-lark-request-timestamp');
  const nonce = headers.get('x-lark-request-nonce');
  const signature = headers.get('x-lark-signature');
  if (timestamp === null && nonce === null && signature === null) return { kind: 'none' };
  if (timestamp === null || nonce === null || signature === null) return refused(401, 'headerMissing');
  const isHex = /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40})$/.test(signature);
  if (!isHex || !TIMESTAMP.test(timestamp) || !NONCE.test(nonce)) return refused(401, 'headerMalformed');
  return { kind: 'signed', headers: { timestamp, nonce, signature } };
}

/** Reads at most `maxBytes`; a longer body is given up at the chunk that passes the limit, whatever its headers say. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | Refused> {
  const announced = request.headers.get('content-length');
  if (Number(announced ?? '0') > maxBytes) return refused(413, 'tooLarge');
  // HTTP ends a body at its announced length, so it may be taken in one piece, which is several times cheaper than a stream.
  if (announced !== null && !request.headers.has('transfer-encoding')) return readWhole(request, maxBytes);
  if (request.body === null) return new Uint8Array(0);
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return refused(413, 'tooLarge');
      }
      chunks.push(value);
    }
  } catch {
    // The sender went away in the middle of the body: nothing to answer to, and nothing of ours is wrong.
    return refused(400, 'bodyBroken');
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function readWhole(request: Request, maxBytes: number): Promise<Uint8Array | Refused> {
  try {
    const body = new Uint8Array(await request.arrayBuffer());
    return body.byteLength > maxBytes ? refused(413, 'tooLarge') : body;
  } catch {
    // As below: the sender went away.
    return refused(400, 'bodyBroken');
  }
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    // Not UTF-8, so not JSON; the caller refuses it under that name.
    return null;
  }
}

function tryDecrypt(key: string, base64: string): string | null {
  try {
    return decrypt(key, base64);
  } catch (error) {
    if (error instanceof DecryptionError) return null;
    throw error;
  }
}
