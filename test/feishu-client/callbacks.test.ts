/** Reading what Feishu wrote: units of time, and envelopes that are almost right. */
import { describe, expect, it } from 'vitest';
import { millisecondsOf, readCallback, readSealed } from '../../src/feishu/callbacks.ts';
import { parseStrictJson } from '../../src/feishu/strict-json.ts';
import { cardPressEnvelope, eventEnvelope } from '../support/signed-callback.ts';

const head = { eventId: 'evt1', token: 'vt', appId: 'cli_fictional', createTime: '1767196800000' };

describe('create_time', () => {
  it.each([
    ['1767196800123', 1_767_196_800_123],
    ['1767196800123456', 1_767_196_800_123],
    ['1767196800', 1_767_196_800_000],
    [1_767_196_800_123, 1_767_196_800_123],
    ['12345', null],
    [undefined, null],
  ])('%s is told by its length', (written, expected) => {
    expect(millisecondsOf(written)).toBe(expected);
  });
});

describe('an envelope', () => {
  const flawOf = (value: unknown): string => {
    const read = readCallback(JSON.stringify(value), 'fallback');
    return read.kind === 'unreadable' ? read.flaw : read.kind;
  };

  it('of a press without event_id takes the fallback', () => {
    const envelope = JSON.stringify(cardPressEnvelope({ ...head, openId: 'ou_a', messageId: 'om_a' }));
    const read = readCallback(envelope.replace('"event_id":"evt1",', ''), 'sha256:aa');
    expect(read.kind === 'press' && read.press.deliveryId).toBe('sha256:aa');
    expect(read.kind === 'press' && read.press.value).toEqual({});
  });

  it('of a press may name only a user_id, and a text as value is no value', () => {
    const event = { operator: { user_id: 'u1' }, action: { tag: 'button', value: 'text', form_value: null } };
    const read = readCallback(JSON.stringify(eventEnvelope(head, 'card.action.trigger', event)), 'f');
    expect(read).toMatchObject({
      kind: 'press',
      press: { openId: null, userId: 'u1', messageId: null, updateToken: null, value: {}, form: {} },
    });
  });

  it('of version 1 is an event we do not serve', () => {
    const old = {
      uuid: 'u-1',
      token: 'vt',
      ts: '1.1',
      type: 'event_callback',
      event: { type: 'app_open', app_id: 'cli' },
    };
    expect(readCallback(JSON.stringify(old), 'f')).toEqual({
      kind: 'event',
      token: 'vt',
      appId: 'cli',
      event: { kind: 'unknown', deliveryId: 'u-1', type: 'app_open' },
    });
  });

  it('that lacks what it needs is a mismatch', () => {
    expect(flawOf({})).toBe('schemaMismatch');
    expect(flawOf(null)).toBe('schemaMismatch');
    expect(flawOf(eventEnvelope({ ...head, token: '' }, 'x', {}))).toBe('schemaMismatch');
    expect(flawOf(eventEnvelope(head, 'drive.file.bitable_record_changed_v1', {}))).toBe('schemaMismatch');
    expect(flawOf(eventEnvelope(head, 'application.bot.menu_v6', { event_key: 'x' }))).toBe('schemaMismatch');
    expect(flawOf({ type: 'url_verification', token: 'vt' })).toBe('schemaMismatch');
  });

  it('that is event and challenge at once is neither, whichever member gives it away', () => {
    expect(flawOf({ ...eventEnvelope(head, 'x', {}), challenge: 'c' })).toBe('eventAndChallenge');
    expect(flawOf({ ...eventEnvelope(head, 'x', {}), type: 'url_verification' })).toBe('eventAndChallenge');
    expect(flawOf({ type: 'url_verification', token: 'vt', challenge: 'c', header: {} })).toBe('eventAndChallenge');
  });
});

describe('strict JSON', () => {
  it.each([
    ['{"a":1,"a":2}', 'doubledKey'],
    ['{"a":{"b":1,"\\u0062":2}}', 'doubledKey'],
    ['[{"a":1},{"a":2}]', 'json'],
    ['{"a":"b","c":"a"}', 'json'],
    ['{"a":"\\"a\\":1","b":{"a":1}}', 'json'],
    ['{"a" : 1 , "a"\n:2}', 'doubledKey'],
    [`${'['.repeat(32)}${']'.repeat(32)}`, 'json'],
    [`${'['.repeat(33)}${']'.repeat(33)}`, 'tooDeep'],
    [`${'['.repeat(200_000)}`, 'broken'],
    ['{"a":', 'broken'],
    ['', 'broken'],
  ])('%.40s is %s', (text, kind) => {
    expect(parseStrictJson(text).kind).toBe(kind);
  });

  it('takes only the sealed member of the wrapper', () => {
    expect(readSealed('{"encrypt":"QUJD","header":{"token":"x"}}')).toEqual({ kind: 'sealed', base64: 'QUJD' });
    expect(readSealed('{"encrypt":1}')).toEqual({ kind: 'unreadable', flaw: 'schemaMismatch' });
  });
});
