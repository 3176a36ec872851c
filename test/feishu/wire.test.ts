/** What the stand-in sends to the service: documented vectors, event shapes, redelivery, challenge, callbacks' envelope. */
import { EventDispatcher } from '@larksuiteoapi/node-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { challengeVector, dispatchedVector, helloVector, javaVector } from './fixtures/wire-vectors.ts';
import { must, openSdkWorld, type SdkWorld, startMs } from './sdk-world.ts';
import { decrypt, encrypt, sign } from './wire-crypto.ts';

describe('the documented vectors', () => {
  it.each([
    ['V1 documentation page', helloVector],
    ['V2 encrypted challenge', challengeVector],
    ['V3 event with Chinese text', dispatchedVector],
    ['V4 the same, not a challenge', javaVector],
  ])('%s decrypts and encrypts to the same bytes', (_name, vector) => {
    expect(decrypt(vector.key, vector.encrypted)).toBe(vector.plain);
    expect(encrypt(vector.key, vector.plain, Buffer.from(vector.iv, 'hex'))).toBe(vector.encrypted);
  });

  it('V2 without its last byte does not decrypt', () => {
    const cut = Buffer.from(challengeVector.encrypted, 'base64').subarray(0, -1).toString('base64');
    expect(() => decrypt(challengeVector.key, cut)).toThrow();
  });

  it.each([
    [
      'S1',
      '1212121212',
      JSON.stringify({ encrypt: javaVector.encrypted }),
      '7a51a17e7c0c52c059d226070d35f8d76e041993495ffaf5f3d05603c810e253',
    ],
    ['S2', '1212121212', dispatchedVector.plain, '4dca085198cb3216defc5b65b0668c1328b038a22dbadf2bc6c4fdc3d32bbc45'],
    ['S3', '121', dispatchedVector.plain, 'a45b6f47131499bfcb2d1c0213fa8cd85a06c562a7e8bd3121ef546bd8da689b'],
  ])('signature %s', (_name, key, body, expected) => {
    expect(sign('timestamp', 'nonce', key, body)).toBe(expected);
    expect(sign('timestamp', 'nonce', key, `${body} `)).not.toBe(expected);
  });
});

const menuSchema = z.object({ event: z.object({ event_key: z.string() }) });

let world: SdkWorld;
let path: { app_token: string; table_id: string };
const staff = 'ou_sandbox_staff_1';

beforeEach(async () => {
  world = await openSdkWorld();
  const app = must((await world.client.bitable.v1.app.create({ data: { name: '台账〔虚构〕' } })).data?.app);
  const table = await world.client.bitable.v1.appTable.create({
    path: { app_token: must(app.app_token) },
    data: {
      table: {
        name: '事项',
        default_view_name: '全部',
        fields: [
          { field_name: '标题', type: 1 },
          { field_name: '状态', type: 3, property: { options: [{ name: '待受理' }, { name: '办理中' }] } },
          { field_name: '办理人', type: 11 },
          { field_name: '限期', type: 5 },
          { field_name: '标题长度', type: 20, property: { formula_expression: 'LEN([标题])' } },
        ],
      },
    },
  });
  path = { app_token: must(app.app_token), table_id: must(table.data?.table_id) };
});
afterEach(() => world.close());

const subscribe = () =>
  world.client.drive.v1.file.subscribe({ path: { file_token: path.app_token }, params: { file_type: 'bitable' } });
const create = (fields: Record<string, string>) =>
  world.client.bitable.v1.appTableRecord.create({ path, data: { fields } });
const recordIds = () => must(world.sandbox.state.bases[0]?.tables.at(-1)).records.map((record) => record.recordId);
const plain = () => world.received.map((each) => each.plain);

describe('record events', () => {
  it('come only from a subscribed base, and from our own API writes too', async () => {
    await create({ 标题: '甲' });
    await world.sandbox.settled();
    expect(world.received).toEqual([]);
    await subscribe();
    await create({ 标题: '乙', 状态: '办理中' });
    await world.sandbox.settled();
    const fields = must(world.sandbox.state.bases[0]?.tables.at(-1)).fields;
    const [title, state] = fields;
    expect(plain()).toEqual([
      {
        schema: '2.0',
        header: expect.objectContaining({
          event_type: 'drive.file.bitable_record_changed_v1',
          create_time: String(startMs),
          token: 'sandbox-token',
          app_id: world.sandbox.settings.appId,
        }),
        event: expect.objectContaining({
          file_type: 'bitable',
          file_token: path.app_token,
          table_id: path.table_id,
          operator_id: expect.objectContaining({ open_id: 'ou_sandbox_bot' }),
          update_time: startMs / 1000,
          action_list: [
            {
              record_id: recordIds()[1],
              action: 'record_added',
              after_value: [
                { field_id: title?.fieldId, field_value: '[{"type":"text","text":"乙"}]' },
                { field_id: state?.fieldId, field_value: `"${state?.options[1]?.id}"` },
              ],
            },
          ],
        }),
      },
    ]);
  });

  it('carry every action of a batch in one event, and nothing when nothing changed', async () => {
    await create({ 标题: '甲' });
    await create({ 标题: '乙' });
    await subscribe();
    const [first, second] = recordIds();
    await world.client.bitable.v1.appTableRecord.batchUpdate({
      path,
      data: {
        records: [
          { record_id: must(first), fields: { 标题: '丙' } },
          { record_id: must(second), fields: { 标题: '乙' } },
        ],
      },
    });
    await world.client.bitable.v1.appTableRecord.batchUpdate({
      path,
      data: { records: [{ record_id: must(second), fields: { 标题: '乙' } }] },
    });
    await world.client.bitable.v1.appTableRecord.batchDelete({ path, data: { records: [must(first), must(second)] } });
    await world.sandbox.settled();
    expect(plain()).toMatchObject([
      {
        event: {
          action_list: [
            {
              record_id: first,
              action: 'record_edited',
              before_value: [{ field_value: expect.stringContaining('甲') }],
              after_value: [{ field_value: expect.stringContaining('丙') }],
            },
          ],
        },
      },
      {
        event: {
          action_list: [
            { record_id: first, action: 'record_deleted' },
            { record_id: second, action: 'record_deleted' },
          ],
        },
      },
    ]);
  });

  it('name the person who edited and show people with their ids; an emptied cell is an empty text', async () => {
    await create({ 标题: '甲' });
    await subscribe();
    const target = {
      appToken: path.app_token,
      tableId: path.table_id,
      recordId: must(recordIds()[0]),
      operator: staff,
    };
    expect(world.sandbox.control.editRecord(target, { 办理人: [{ id: staff }], 标题: null })).toMatchObject({
      ok: true,
    });
    await world.sandbox.settled();
    expect(plain()).toMatchObject([
      {
        event: {
          operator_id: { open_id: staff },
          action_list: [
            {
              after_value: [
                { field_value: '' },
                { field_identity_value: { users: [{ user_id: { open_id: staff } }] } },
              ],
            },
          ],
        },
      },
    ]);
  });
});

it('record events carry the whole row when the stand-in is told so', async () => {
  world.sandbox.settings.sendsWholeRows = true;
  await create({ 标题: '甲', 状态: '待受理' });
  await subscribe();
  await world.client.bitable.v1.appTableRecord.update({
    path: { ...path, record_id: must(recordIds()[0]) },
    data: { fields: { 状态: '办理中' } },
  });
  await world.sandbox.settled();
  const title = { field_value: '[{"type":"text","text":"甲"}]' };
  const [, state] = must(world.sandbox.state.bases[0]?.tables.at(-1)).fields;
  const option = (n: number) => ({ field_value: `"${state?.options[n]?.id}"` });
  expect(plain()).toMatchObject([
    { event: { action_list: [{ before_value: [title, option(0)], after_value: [title, option(1)] }] } },
  ]);
});

describe('delivery', () => {
  it('is signed and encrypted so that the official SDK accepts it', async () => {
    const seen: unknown[] = [];
    const dispatcher = new EventDispatcher({ encryptKey: 'sandbox-encrypt-key' }).register({
      'application.bot.menu_v6': (data) => void seen.push(data.event_key),
    });
    world.sandbox.control.menu(staff, 'my_cases');
    await world.sandbox.settled();
    const [entry] = world.received;
    const headers = Object.fromEntries(must(entry).headers.entries());
    const body: object = JSON.parse(must(entry).raw);
    await dispatcher.invoke(Object.assign(Object.create({ headers }), body));
    expect(seen).toEqual(['my_cases']);
  });

  it('is tried again after 15 s, 5 min, 1 h and 6 h, with the same id, signed afresh, and then given up', async () => {
    world.service.answer = () => new Response('', { status: 500 });
    world.sandbox.control.menu(staff, 'my_cases');
    await world.sandbox.settled();
    const sentAfterMs = [0];
    for (const waitMs of [15_000, 300_000, 3_600_000, 21_600_000]) {
      world.clock.ms += waitMs - 1;
      expect(await world.sandbox.tick()).toBe(0);
      world.clock.ms += 1;
      expect(await world.sandbox.tick()).toBe(1);
      sentAfterMs.push(world.clock.ms - startMs);
    }
    world.clock.ms += 7 * 86_400_000;
    expect(await world.sandbox.tick()).toBe(0);
    expect(world.sandbox.state.deliveries).toMatchObject([{ outcome: 'given_up', nextAt: null }]);
    const stamps = world.received.map((each) => Number(each.headers.get('x-lark-request-timestamp')) * 1000 - startMs);
    expect(stamps).toEqual(sentAfterMs);
    expect(new Set(world.sandbox.log.sends.map((send) => send.eventId)).size).toBe(1);
  });

  it('counts an answer later than the limit as none', async () => {
    world.sandbox.settings.answerLimitMs = 30;
    world.service.answer = () => new Promise((resolve) => setTimeout(() => resolve(Response.json({})), 200));
    world.sandbox.control.menu(staff, 'my_cases');
    await world.sandbox.settled();
    expect(world.sandbox.state.deliveries).toMatchObject([
      { outcome: 'pending', attempts: [{ status: 0, error: 'timeout' }] },
    ]);
  });

  it('can be doubled, delayed and dropped', async () => {
    world.sandbox.settings.eventCopies = 2;
    world.sandbox.settings.eventDelayMs = 5000;
    world.sandbox.settings.dropsEveryNthEvent = 2;
    world.sandbox.control.menu(staff, 'first');
    world.sandbox.control.menu(staff, 'second');
    await world.sandbox.settled();
    expect(world.received).toEqual([]);
    world.clock.ms += 5000;
    await world.sandbox.tick();
    expect(plain()).toMatchObject([{ event: { event_key: 'first' } }, { event: { event_key: 'first' } }]);
    expect(new Set(world.sandbox.log.sends.map((send) => send.eventId)).size).toBe(1);
  });

  it('can be shuffled, the same way for the same seed', async () => {
    const keys = Array.from({ length: 8 }, (_, n) => `item_${n}`);
    const orderWith = async (seed: number) => {
      const each = await openSdkWorld({ seed, shufflesEvents: true, sendsEventsAtOnce: false });
      for (const key of keys) each.sandbox.control.menu(staff, key);
      await each.sandbox.tick();
      await each.close();
      return each.received.map(({ plain: sent }) => menuSchema.parse(sent).event.event_key);
    };
    const order = await orderWith(7);
    expect(order).not.toEqual(keys);
    expect([...order].sort()).toEqual(keys);
    expect(await orderWith(7)).toEqual(order);
  });

  it('asks for the challenge encrypted and unsigned', async () => {
    world.service.answer = ({ plain: asked }) => Response.json(asked);
    expect(await world.sandbox.control.verifyUrl()).toMatchObject({ ok: true });
    expect(world.received[0]?.headers.get('x-lark-signature')).toBeNull();
    expect(plain()).toMatchObject([{ type: 'url_verification', token: 'sandbox-token' }]);
    world.service.answer = () => Response.json({});
    expect(await world.sandbox.control.verifyUrl('cards')).toMatchObject({
      ok: false,
      error: 'Challenge code 没有返回',
    });
    world.service.answer = () => new Response('<html>');
    expect(await world.sandbox.control.verifyUrl()).toMatchObject({ ok: false, error: '返回数据不是合法的 JSON 格式' });
  });

  it('tells of fields that were added, changed and deleted', async () => {
    await subscribe();
    const field = must(
      (await world.client.bitable.v1.appTableField.create({ path, data: { field_name: '电话', type: 13 } })).data
        ?.field,
    );
    const place = { path: { ...path, field_id: must(field.field_id) } };
    await world.client.bitable.v1.appTableField.update({ ...place, data: { field_name: '联系电话', type: 13 } });
    await world.client.bitable.v1.appTableField.delete(place);
    await world.sandbox.settled();
    expect(plain()).toMatchObject([
      {
        event: {
          action_list: [{ action: 'field_added', field_id: field.field_id, after_value: { name: '电话', type: 13 } }],
        },
      },
      {
        event: {
          action_list: [{ action: 'field_edited', before_value: { name: '电话' }, after_value: { name: '联系电话' } }],
        },
      },
      { event: { action_list: [{ action: 'field_deleted', before_value: { name: '联系电话' } }] } },
    ]);
  });
});
