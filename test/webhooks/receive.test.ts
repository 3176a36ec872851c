/** The door, with really encrypted and really signed requests: what is refused, with which tag, and what comes through. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReceive, type Door, type FeishuKeys, type Received } from '../../src/webhooks/receive.ts';
import vectors from '../fixtures/feishu/signature-vectors.json' with { type: 'json' };
import {
  cardPressEnvelope,
  challengeRequest,
  eventEnvelope,
  oldCardRequest,
  recordChangedEnvelope,
  sealedBody,
  signatureHeaders,
  signedRequest,
} from '../support/signed-callback.ts';

const url = 'https://reception.example/feishu';
const now = 1_767_196_800_000;
const seconds = now / 1000;
const encryptKey = 'encrypt-key-one';
const keys: FeishuKeys = { appId: 'cli_fictional', encryptKeys: [encryptKey], verificationToken: 'vt-fictional' };
const head = { eventId: 'evt1', token: keys.verificationToken, appId: keys.appId, createTime: '1767196799000' };
const secretWords = '〔虚构〕申诉内容不得外泄';

const press = (change: Partial<Parameters<typeof cardPressEnvelope>[0]> = {}): object =>
  cardPressEnvelope({ ...head, openId: 'ou_leader', messageId: 'om_card', value: { act: 'sign' }, ...change });
const changed = (change: Partial<Parameters<typeof recordChangedEnvelope>[0]> = {}): object =>
  recordChangedEnvelope({
    ...head,
    appToken: 'bascn1',
    tableId: 'tbl1',
    revision: 7,
    operator: 'ou_staff',
    actions: [
      { recordId: 'rec1', action: 'record_edited' },
      { recordId: 'rec1', action: 'record_edited' },
      { recordId: 'rec2', action: 'record_deleted' },
    ],
    ...change,
  });

function world(change: { readonly keys?: FeishuKeys; readonly now?: number; readonly maxBodyBytes?: number } = {}) {
  const lines: object[] = [];
  const receive = createReceive({
    keys: change.keys ?? keys,
    now: () => change.now ?? now,
    log: (line) => lines.push(line),
    ...(change.maxBodyBytes === undefined ? {} : { maxBodyBytes: change.maxBodyBytes }),
  });
  return { receive, lines };
}
const signed = (plaintext: object | string, change: { key?: string; at?: number; nonce?: string } = {}): Request =>
  signedRequest({
    url,
    plaintext,
    encryptKey: change.key ?? encryptKey,
    timestampSeconds: change.at ?? seconds,
    nonce: change.nonce ?? '8071',
  });
const raw = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Request =>
  new Request(url, { method: 'POST', body, headers });
const reasonOf = (received: Received): string => (received.kind === 'refused' ? received.reason : received.kind);
const receiveOne = (request: Request, door: Door = 'cards'): Promise<Received> => world().receive(request, door);

describe('what comes through', () => {
  it('gives a 2.0 press with its form, times in milliseconds', async () => {
    const form = { comment: secretWords, cc: ['ou_a'] };
    const received = await receiveOne(signed(press({ name: 'submit', form, createTime: '1767196799000000' })));
    expect(received).toEqual({
      kind: 'press',
      press: {
        deliveryId: 'evt1',
        openId: 'ou_leader',
        userId: null,
        messageId: 'om_card',
        chatId: 'oc_fictional',
        updateToken: 'c-fictional-update-token',
        name: 'submit',
        value: { act: 'sign' },
        form,
        option: null,
        createdAt: 1_767_196_799_000,
      },
    });
  });

  it('gives the old press, named by its content and not by a header that nobody signed', async () => {
    const body = {
      open_id: 'ou_leader',
      open_message_id: 'om_card',
      token: 'c-old',
      action: { tag: 'select_static', value: { act: 'sign' }, option: 'two' },
    };
    const parts = { url, body, verificationToken: keys.verificationToken, timestampSeconds: seconds, nonce: 'n' };
    const named = await receiveOne(oldCardRequest({ ...parts, refreshToken: 'refresh-1' }));
    expect(named).toMatchObject({
      kind: 'press',
      press: { openId: 'ou_leader', option: 'two', value: { act: 'sign' }, createdAt: null },
    });
    const first = await receiveOne(oldCardRequest(parts));
    const again = await receiveOne(oldCardRequest(parts));
    expect(first).toEqual(again);
    expect(named).toEqual(first);
    expect(first.kind === 'press' && first.press.deliveryId).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('names each touched row once and says which were deleted', async () => {
    expect(await receiveOne(signed(changed()), 'events')).toEqual({
      kind: 'event',
      event: {
        kind: 'recordsChanged',
        deliveryId: 'evt1',
        appToken: 'bascn1',
        tableId: 'tbl1',
        revision: 7,
        operator: 'ou_staff',
        recordIds: ['rec1', 'rec2'],
        deletedRecordIds: ['rec2'],
        chosen: expect.any(Array),
      },
    });
  });

  it('reads field changes, menu clicks and texts', async () => {
    const fields = eventEnvelope(head, 'drive.file.bitable_field_changed_v1', {
      file_token: 'bascn1',
      table_id: 'tbl1',
    });
    const menu = eventEnvelope(head, 'application.bot.menu_v6', {
      operator: { operator_name: '〔虚构〕', operator_id: { open_id: 'ou_a' } },
      event_key: 'my_cases',
    });
    const message = (type: string, sender = 'user', content: object = { text: '进度' }, chat: object = {}): object =>
      eventEnvelope(head, 'im.message.receive_v1', {
        sender: { sender_type: sender, sender_id: { open_id: 'ou_a' } },
        message: { message_id: 'om_9', chat_id: 'oc_9', message_type: type, content: JSON.stringify(content), ...chat },
      });
    const read = async (envelope: object) => {
      const received = await receiveOne(signed(envelope), 'events');
      return received.kind === 'event' ? received.event : received;
    };
    expect(await read(fields)).toEqual({
      kind: 'fieldsChanged',
      deliveryId: 'evt1',
      appToken: 'bascn1',
      tableId: 'tbl1',
    });
    expect(await read(menu)).toEqual({
      kind: 'menuPressed',
      deliveryId: 'evt1',
      openId: 'ou_a',
      eventKey: 'my_cases',
    });
    expect(await read(message('text'))).toEqual({
      kind: 'textReceived',
      deliveryId: 'om_9',
      openId: 'ou_a',
      chatId: 'oc_9',
      text: '进度',
    });
    expect(await read(message('text', 'app'))).toMatchObject({ kind: 'unknown' });

    const line = [
      { tag: 'at', user_id: '@_user_1', user_name: '接待日' },
      { tag: 'text', text: '查 ' },
      { tag: 'a', text: '溪乐', href: 'https://example.com' },
      { tag: 'img', image_key: 'img_1' },
    ];
    const post = { title: '', content: [line, [{ tag: 'emotion', emoji_type: 'SMILE' }]] };
    for (const content of [post, { zh_cn: post }])
      expect(await read(message('post', 'user', content))).toMatchObject({ kind: 'textReceived', text: '\n查 溪乐\n' });
    for (const type of ['image', 'audio', 'merge_forward', 'sticker', 'file', 'media', 'share_chat']) {
      expect(await read(message(type)), type).toMatchObject({ kind: 'textReceived', text: '' });
      expect(await read(message(type, 'user', {}, { chat_type: 'group' })), type).toMatchObject({ kind: 'unknown' });
    }
    expect(await read(eventEnvelope(head, 'drive.file.edit_v1', {}))).toEqual({
      kind: 'unknown',
      deliveryId: 'evt1',
      type: 'drive.file.edit_v1',
    });
  });

  it('accepts a body with odd spacing that was signed as it stands', async () => {
    const body = sealedBody(press(), encryptKey).replace(':', ' :\n\t ');
    expect((await receiveOne(raw(body, signatureHeaders(body, encryptKey, seconds, 'n')))).kind).toBe('press');
  });

  it('accepts either key while the key is being changed', async () => {
    const { receive } = world({ keys: { ...keys, encryptKeys: ['encrypt-key-two', encryptKey] } });
    expect((await receive(signed(press()), 'cards')).kind).toBe('press');
    expect((await receive(signed(press(), { key: 'encrypt-key-two' }), 'cards')).kind).toBe('press');
  });

  it('leaves the prototype alone', async () => {
    const evil = JSON.stringify(press({ form: { comment: 'x' } })).replace(
      '"comment":"x"',
      '"__proto__":{"isAdmin":true},"constructor":1,"comment":{"__proto__":{"isAdmin":true},"kept":1}',
    );
    const received = await receiveOne(signed(evil));
    expect(received.kind === 'press' && received.press.form).toStrictEqual({ comment: { kept: 1 } });
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });
});

describe('the URL check', () => {
  const challenge = { url, challenge: 'echo-me', token: keys.verificationToken, encryptKey };

  it('is answered when it came encrypted with our token', async () => {
    expect(await receiveOne(challengeRequest(challenge), 'events')).toEqual({
      kind: 'challenge',
      challenge: 'echo-me',
    });
  });

  it.each<readonly [string, Request]>([
    ['plain', raw(JSON.stringify({ type: 'url_verification', token: keys.verificationToken, challenge: 'x' }))],
    ['with a wrong token', challengeRequest({ ...challenge, token: 'guessed' })],
    ['under another key', challengeRequest({ ...challenge, encryptKey: 'guessed' })],
    ['that is also an event', raw(sealedBody({ ...press(), type: 'url_verification', challenge: 'x' }, encryptKey))],
    ['that is no challenge at all', raw(sealedBody(press(), encryptKey))],
    ['the packet that stops the official SDK', raw('{"encrypt":"AAAA"}')],
    ['an empty body', raw('')],
  ])('is not answered %s', async (_, request) => {
    expect(await receiveOne(request)).toEqual({ kind: 'refused', status: 401, reason: 'unsigned' });
  });

  it('never dispatches an envelope that is both, even signed (official vector V3)', async () => {
    const vector = vectors.decryption.find((one) => one.name === 'V3');
    const body = JSON.stringify({ encrypt: vector?.ciphertext });
    const both: FeishuKeys = { appId: 'cli_xxxxxxxx', encryptKeys: ['1212121212'], verificationToken: 'v' };
    const { receive } = world({ keys: both });
    const request = raw(body, signatureHeaders(body, '1212121212', seconds, 'n'));
    expect(await receive(request, 'events')).toEqual({ kind: 'refused', status: 400, reason: 'eventAndChallenge' });
  });
});

describe('what is refused', () => {
  const spoiled = (change: (headers: Record<string, string>) => Record<string, string>): Request => {
    const body = sealedBody(press(), encryptKey);
    return raw(body, change(signatureHeaders(body, encryptKey, seconds, '8071')));
  };
  const without = (name: string): Request =>
    spoiled((headers) => Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name)));
  const doubled = JSON.stringify(press()).replace('"event":', '"event":{},"event":');
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`;
  const resigned = (body: string): Request => raw(body, signatureHeaders(body, encryptKey, seconds, 'n'));

  it.each<readonly [string, number, string, Request]>([
    ['a missing timestamp', 401, 'headerMissing', without('x-lark-request-timestamp')],
    ['a missing nonce', 401, 'headerMissing', without('x-lark-request-nonce')],
    ['a missing signature', 401, 'headerMissing', without('x-lark-signature')],
    ['a short signature', 401, 'headerMalformed', spoiled((h) => ({ ...h, 'x-lark-signature': 'ab' }))],
    ['a worded timestamp', 401, 'headerMalformed', spoiled((h) => ({ ...h, 'x-lark-request-timestamp': 'today' }))],
    [
      'digits moved from the nonce to the timestamp',
      401,
      'headerMalformed',
      spoiled((h) => ({ ...h, 'x-lark-request-timestamp': `${seconds}80`, 'x-lark-request-nonce': '71' })),
    ],
    ['another nonce', 401, 'signatureMismatch', spoiled((h) => ({ ...h, 'x-lark-request-nonce': '9' }))],
    ['another key', 401, 'signatureMismatch', signed(press(), { key: 'guessed' })],
    ['a wrong token', 401, 'tokenMismatch', signed(press({ token: 'guessed' }))],
    [
      'the card-update token in place of ours',
      401,
      'tokenMismatch',
      signed(press({ token: 'c-fictional-update-token' })),
    ],
    ['another app', 401, 'appMismatch', signed(press({ appId: 'cli_other' }))],
    ['a press of more than five minutes ago', 401, 'tooOld', signed(press(), { at: seconds - 301 })],
    ['an event of more than eight hours ago', 401, 'tooOld', signed(changed(), { at: seconds - 8 * 3600 - 1 })],
    ['a time to come', 401, 'fromFuture', signed(changed(), { at: seconds + 301 })],
    ['broken JSON inside', 400, 'jsonBroken', signed('{"schema":')],
    ['doubled keys inside', 400, 'jsonDoubledKey', signed(doubled)],
    ['endless nesting', 400, 'jsonTooDeep', signed(deep)],
    ['a list in place of an envelope', 400, 'schemaMismatch', signed('[1]')],
    ['an id with a path in it', 400, 'schemaMismatch', signed(changed({ tableId: '../other' }))],
    ['bad base64', 400, 'undecryptable', resigned('{"encrypt":"***"}')],
    ['an IV alone', 400, 'undecryptable', resigned('{"encrypt":"AAAAAAAAAAAAAAAAAAAAAA=="}')],
    ['broken JSON outside', 400, 'jsonBroken', resigned('{"encrypt"')],
    ['doubled keys outside', 400, 'jsonDoubledKey', resigned('{"encrypt":"A","encr\\u0079pt":"B"}')],
    ['a signed plain envelope', 400, 'schemaMismatch', resigned(JSON.stringify(press()))],
  ])('%s', async (_, status, reason, request) => {
    expect(await receiveOne(request, 'events')).toEqual({ kind: 'refused', status, reason });
  });

  it('keeps an event for eight hours but a press for five minutes', async () => {
    expect((await receiveOne(signed(changed(), { at: seconds - 8 * 3600 }), 'events')).kind).toBe('event');
    expect((await receiveOne(signed(press(), { at: seconds - 300 }))).kind).toBe('press');
  });

  it('one altered byte, wherever it is', async () => {
    const body = Buffer.from(sealedBody(press(), encryptKey));
    const headers = signatureHeaders(body, encryptKey, seconds, 'n');
    const results = await Promise.all(
      [...body.keys()].map((at) => {
        const altered = Uint8Array.from(body);
        altered.set([(body[at] ?? 0) ^ 1], at);
        return receiveOne(raw(altered, headers));
      }),
    );
    expect(new Set(results.map(reasonOf))).toEqual(new Set(['signatureMismatch']));
  });

  it('the old card shape at the other door, with a wrong token, too late, or for another app', async () => {
    const body = { open_id: 'ou_a', token: 'c-1', action: { tag: 'button', value: {} } };
    const parts = { url, body, verificationToken: keys.verificationToken, timestampSeconds: seconds, nonce: 'n' };
    const reason = async (change: Partial<typeof parts>, door: Door = 'cards'): Promise<string> =>
      reasonOf(await receiveOne(oldCardRequest({ ...parts, ...change }), door));
    expect(await reason({})).toBe('press');
    expect(await reason({}, 'events')).toBe('wrongDoor');
    expect(await reason({ verificationToken: 'guessed' })).toBe('signatureMismatch');
    expect(await reason({ timestampSeconds: seconds - 301 })).toBe('tooOld');
    expect(await reason({ body: Object.assign({}, body, { app_id: 'cli_other' }) })).toBe('appMismatch');
  });

  it('everything while a key is missing', async () => {
    for (const broken of [
      { ...keys, encryptKeys: [] },
      { ...keys, encryptKeys: [''] },
      { ...keys, verificationToken: '' },
      { ...keys, appId: '' },
    ]) {
      const { receive } = world({ keys: broken });
      expect(await receive(signed(press()), 'cards')).toEqual({
        kind: 'refused',
        status: 401,
        reason: 'notConfigured',
      });
    }
  });

  it('two megabytes, announced or streamed, without reading on', async () => {
    const tooLarge = { kind: 'refused', status: 413, reason: 'tooLarge' };
    const big = new Uint8Array(2 * 1024 * 1024);
    expect(await receiveOne(raw(big, { 'content-length': String(big.length) }))).toEqual(tooLarge);

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: endless, duplex: 'half' };
    expect(await receiveOne(new Request(url, init))).toEqual(tooLarge);
    expect(pulled).toBeLessThan(1.5 * 1024 * 1024);
  });

  it('a sender who goes away in the middle', async () => {
    const dying = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: dying, duplex: 'half' };
    expect(await receiveOne(new Request(url, init))).toEqual({ kind: 'refused', status: 400, reason: 'bodyBroken' });
  });

  it('random bytes, under any headers, without ever throwing', async () => {
    const hostile = fc.record({
      body: fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
        fc.base64String().map((text) => new TextEncoder().encode(JSON.stringify({ encrypt: text }))),
      ),
      signature: fc.oneof(fc.constant(null), fc.stringMatching(/^[0-9a-f]{64}$/), fc.stringMatching(/^[0-9a-f]{40}$/)),
      timestamp: fc.oneof(fc.constant(null), fc.constant(String(seconds)), fc.stringMatching(/^[!-~]{1,20}$/)),
      nonce: fc.oneof(fc.constant(null), fc.stringMatching(/^[!-~]{1,20}$/)),
    });
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom<Door>('events', 'cards'), async (sent, door) => {
        const headers = new Headers();
        if (sent.signature !== null) headers.set('x-lark-signature', sent.signature);
        if (sent.timestamp !== null) headers.set('x-lark-request-timestamp', sent.timestamp);
        if (sent.nonce !== null) headers.set('x-lark-request-nonce', sent.nonce);
        const request = new Request(url, { method: 'POST', body: Uint8Array.from(sent.body), headers });
        expect((await receiveOne(request, door)).kind).toBe('refused');
      }),
      { numRuns: 300 },
    );
  });

  it('random plaintexts that are really signed, without ever throwing or being accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (plaintext) => {
        expect((await receiveOne(signed(plaintext))).kind).toBe('refused');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the log', () => {
  it('has one line for each request, with tags, sizes and delivery ids, and never a word of the body', async () => {
    const { receive, lines } = world();
    await receive(signed(press({ form: { comment: secretWords } })), 'cards');
    await receive(signed(press({ form: { comment: secretWords }, token: secretWords })), 'cards');
    await receive(signed(eventEnvelope(head, 'drive.file.edit_v1', { title: secretWords })), 'events');
    await receive(raw(secretWords), 'events');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatchObject({ event: 'feishu.press', deliveryId: 'evt1' });
    expect(lines[2]).toMatchObject({ event: 'feishu.event', kind: 'unknown', type: 'drive.file.edit_v1' });
    expect(JSON.stringify(lines)).not.toContain('虚构');
  });
});
