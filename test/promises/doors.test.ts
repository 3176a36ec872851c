/**
 * The doors of the running service against senders who are not Feishu: right status, nothing stored, one log line without
 * a word of the body.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statement } from '../../src/store/statement.ts';
import { cardPressEnvelope, eventEnvelope, recordChangedEnvelope, signedRequest } from '../support/signed-callback.ts';
import { openTown, SERVICE_URL, TOWN_KEYS, TOWN_OPERATOR, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(async () => {
  await town.close();
});

const SECRET_WORDS = '不能出现在日志里的诉求 19912345678';
const seconds = () => Math.floor(town.now() / 1000);
const stored = async () => {
  const tables = ['deliveries', 'events', 'outbox', 'cases'];
  const results = await town.service.database.read(
    tables.map((table) => statement(`SELECT count(*) AS n FROM ${table}`, [])),
  );
  return results.map((result) => Number(result.rows[0]?.['n']));
};
let pressCount = 0;
const header = (eventId: string) => ({
  eventId,
  appId: TOWN_KEYS.appId,
  token: TOWN_KEYS.verificationToken,
  createTime: String(town.now()),
});
const press = (over: { readonly token?: string } = {}) => {
  pressCount += 1;
  return cardPressEnvelope({
    ...header(`evt-${pressCount}`),
    ...(over.token ? { token: over.token } : {}),
    openId: 'ou_sandbox_leader_jia',
    messageId: 'om_x',
    value: {
      v: 1,
      act: 'sign',
      card: 'instruction',
      case: 'no-such-case',
      round: 1,
      step: 'awaiting_instruction',
      note: SECRET_WORDS,
    },
  });
};

let logsBefore = 0;
beforeEach(() => {
  logsBefore = town.logLines.length;
});

const attack = async (request: Request | Promise<Request>) => {
  const before = await stored();
  const answer = await town.service.app.fetch(await request);
  const lines = town.logLines.slice(logsBefore);
  expect(await stored()).toEqual(before);
  expect(JSON.stringify(lines)).not.toContain('诉求');
  expect(JSON.stringify(lines)).not.toContain('19912345678');
  expect(await answer.clone().text()).not.toContain('诉求');
  return { status: answer.status, lines: lines.length };
};

describe('the cards door', () => {
  const url = `${SERVICE_URL}/feishu/cards`;
  const signed = (envelope: object, over: { readonly timestampSeconds?: number; readonly encryptKey?: string } = {}) =>
    signedRequest({
      url,
      plaintext: envelope,
      encryptKey: over.encryptKey ?? TOWN_KEYS.encryptKey,
      timestampSeconds: over.timestampSeconds ?? seconds(),
      nonce: 'nonce',
    });

  it('refuses one altered byte', async () => {
    const request = signed(press());
    const body = new Uint8Array(await request.arrayBuffer());
    const at = body.length - 10;
    body[at] = body[at] === 65 ? 66 : 65;
    expect(await attack(new Request(url, { method: 'POST', headers: request.headers, body }))).toEqual({
      status: 401,
      lines: 1,
    });
  });
  it('refuses a wrong token, a wrong key, an old and a future timestamp', async () => {
    expect((await attack(signed(press({ token: 'wrong' })))).status).toBe(401);
    logsBefore = town.logLines.length;
    expect((await attack(signed(press(), { encryptKey: 'wrong' }))).status).toBe(401);
    logsBefore = town.logLines.length;
    expect((await attack(signed(press(), { timestampSeconds: seconds() - 600 }))).status).toBe(401);
    logsBefore = town.logLines.length;
    expect((await attack(signed(press(), { timestampSeconds: seconds() + 600 }))).status).toBe(401);
  });
  it('refuses 2 MB', async () => {
    const huge = new Request(url, { method: 'POST', body: `{"encrypt":"${'A'.repeat(2 * 1024 * 1024)}"}` });
    expect(await attack(huge)).toEqual({ status: 413, lines: 1 });
  });
  it('refuses broken JSON and unsigned plaintext', async () => {
    expect([400, 401]).toContain((await attack(new Request(url, { method: 'POST', body: '{"encrypt":' }))).status);
    logsBefore = town.logLines.length;
    expect((await attack(new Request(url, { method: 'POST', body: JSON.stringify(press()) }))).status).toBe(401);
  });
  it('answers a press on a case that does not exist with a sentence', async () => {
    const envelope = press();
    const answer = await town.service.app.fetch(await signed(envelope));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ toast: { content: expect.stringMatching(/[一-龥]/) } });
  });
});

describe('the events door', () => {
  const url = `${SERVICE_URL}/feishu/events`;
  it('answers an event it does not know with 200 and stores nothing', async () => {
    const envelope = eventEnvelope(header('evt-unknown'), 'im.chat.updated_v1', { note: SECRET_WORDS });
    const result = await attack(
      signedRequest({
        url,
        plaintext: envelope,
        encryptKey: TOWN_KEYS.encryptKey,
        timestampSeconds: seconds(),
        nonce: 'n',
      }),
    );
    expect(result.status).toBe(200);
  });
  it('ignores a copied Base', async () => {
    const envelope = recordChangedEnvelope({
      ...header('evt-copy'),
      appToken: 'CopiedBase',
      tableId: town.base.tables['cases'] ?? '',
      revision: 1,
      actions: [{ recordId: 'recX', action: 'record_edited' }],
    });
    expect(
      (
        await attack(
          signedRequest({
            url,
            plaintext: envelope,
            encryptKey: TOWN_KEYS.encryptKey,
            timestampSeconds: seconds(),
            nonce: 'n',
          }),
        )
      ).status,
    ).toBe(200);
  });
  it('passes the address check of the console, encrypted and within its second', async () => {
    for (const door of ['events', 'cards'] as const) {
      const checked = await town.sandbox.control.verifyUrl(door);
      expect(checked.ok, checked.error ?? '').toBe(true);
    }
  });
});

describe('operators', () => {
  it('metrics need the token; health proves a write', async () => {
    expect((await town.service.app.request('/metrics')).status).toBe(404);
    expect((await town.service.app.request('/metrics', { headers: { authorization: 'Bearer wrong' } })).status).toBe(
      404,
    );
    const seen = await town.service.app.request('/metrics', { headers: { authorization: `Bearer ${TOWN_OPERATOR}` } });
    expect(await seen.text()).toMatch(/reception_day_outbox_due/);
    const health = await town.service.app.request('/healthz');
    expect(await health.json()).toMatchObject({ status: 'ok' });
  });
});
