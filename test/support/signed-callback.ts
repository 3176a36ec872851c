/**
 * Requests as Feishu sends them, really encrypted and really signed, for tests of the doors.
 * Written from the documents and with its own crypto calls, so that a mistake in `src/feishu/signature.ts` cannot cancel out.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

export interface SignedRequestParts {
  readonly url: string;
  /** The envelope; serialised with JSON.stringify. A string is taken as the plaintext itself. */
  readonly plaintext: object | string;
  readonly encryptKey: string;
  readonly timestampSeconds: number;
  readonly nonce: string;
}

/** `{"encrypt":…}` for a plaintext. */
export function sealedBody(plaintext: object | string, encryptKey: string): string {
  const text = typeof plaintext === 'string' ? plaintext : JSON.stringify(plaintext);
  return JSON.stringify({ encrypt: sealedText(text, encryptKey) });
}

/** base64(iv ‖ AES-256-CBC(text)). */
export function sealedText(text: string, encryptKey: string): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** The three headers for a body as it stands, odd spacing and all. */
export function signatureHeaders(
  body: string | Uint8Array,
  key: string,
  timestampSeconds: number,
  nonce: string,
  algorithm: 'sha256' | 'sha1' = 'sha256',
): Record<string, string> {
  const signature = createHash(algorithm).update(`${timestampSeconds}${nonce}${key}`).update(body).digest('hex');
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-lark-request-timestamp': String(timestampSeconds),
    'x-lark-request-nonce': nonce,
    'x-lark-signature': signature,
  };
}

/** An encrypted and signed delivery: an event or a `card.action.trigger`. */
export function signedRequest(parts: SignedRequestParts): Request {
  const body = sealedBody(parts.plaintext, parts.encryptKey);
  const headers = signatureHeaders(body, parts.encryptKey, parts.timestampSeconds, parts.nonce);
  return new Request(parts.url, { method: 'POST', body, headers });
}

/** The URL check of the console: encrypted, unsigned. */
export function challengeRequest(parts: {
  readonly url: string;
  readonly challenge: string;
  readonly token: string;
  readonly encryptKey: string;
}): Request {
  const plaintext = { challenge: parts.challenge, token: parts.token, type: 'url_verification' };
  return new Request(parts.url, { method: 'POST', body: sealedBody(plaintext, parts.encryptKey) });
}

/** The old card callback: plain JSON, signed by SHA-1 with the verification token. */
export function oldCardRequest(parts: {
  readonly url: string;
  readonly body: object;
  readonly verificationToken: string;
  readonly timestampSeconds: number;
  readonly nonce: string;
  readonly refreshToken?: string;
}): Request {
  const body = JSON.stringify(parts.body);
  const headers = signatureHeaders(body, parts.verificationToken, parts.timestampSeconds, parts.nonce, 'sha1');
  const extra = parts.refreshToken === undefined ? {} : { 'x-refresh-token': parts.refreshToken };
  return new Request(parts.url, { method: 'POST', body, headers: { ...headers, ...extra } });
}

export interface EnvelopeHeader {
  readonly eventId: string;
  readonly token: string;
  readonly appId: string;
  readonly createTime: string;
}

/** A v2 envelope around any event. */
export function eventEnvelope(header: EnvelopeHeader, eventType: string, event: object): object {
  return {
    schema: '2.0',
    header: {
      event_id: header.eventId,
      token: header.token,
      create_time: header.createTime,
      event_type: eventType,
      tenant_key: 'tenant_fictional',
      app_id: header.appId,
    },
    event,
  };
}

/** `card.action.trigger` in its 2.0 shape. */
export function cardPressEnvelope(
  parts: EnvelopeHeader & {
    readonly openId: string;
    readonly messageId: string;
    readonly name?: string;
    readonly value?: object;
    readonly form?: object;
    readonly option?: string;
  },
): object {
  return eventEnvelope(parts, 'card.action.trigger', {
    operator: {
      tenant_key: 'tenant_fictional',
      open_id: parts.openId,
      union_id: 'on_fictional',
    },
    token: 'c-fictional-update-token',
    action: {
      tag: 'button',
      timezone: 'Asia/Shanghai',
      ...(parts.value === undefined ? {} : { value: parts.value }),
      ...(parts.name === undefined ? {} : { name: parts.name }),
      ...(parts.form === undefined ? {} : { form_value: parts.form }),
      ...(parts.option === undefined ? {} : { option: parts.option }),
    },
    host: 'im_message',
    context: { open_message_id: parts.messageId, open_chat_id: 'oc_fictional' },
  });
}

/** `drive.file.bitable_record_changed_v1`. */
export function recordChangedEnvelope(
  parts: EnvelopeHeader & {
    readonly appToken: string;
    readonly tableId: string;
    readonly revision: number;
    readonly operator?: string;
    readonly actions: readonly { readonly recordId: string; readonly action: string }[];
  },
): object {
  return eventEnvelope(parts, 'drive.file.bitable_record_changed_v1', {
    file_type: 'bitable',
    file_token: parts.appToken,
    table_id: parts.tableId,
    revision: parts.revision,
    ...(parts.operator === undefined ? {} : { operator_id: { open_id: parts.operator } }),
    action_list: parts.actions.map((item) => ({
      record_id: item.recordId,
      action: item.action,
      before_value: [],
      after_value: [{ field_id: 'fldFictional', field_value: '"optFictional"' }],
    })),
    subscriber_id_list: [{ open_id: 'ou_subscriber' }],
    update_time: 1_767_196_800,
  });
}
