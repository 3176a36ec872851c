/** Tokens, messages, presses and delayed updates of the stand-in, through the official SDK and the control functions. */
import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { must, openSdkWorld, type SdkWorld, startMs } from './sdk-world.ts';

let world: SdkWorld;
const staff = 'ou_sandbox_staff_1';
const leader = 'ou_sandbox_leader_jia';
const dayMs = 86_400_000;

beforeEach(async () => {
  world = await openSdkWorld();
});
afterEach(() => world.close());

const plainText = (content: string) => ({ tag: 'plain_text', content });
const callback = (value: object) => [{ type: 'callback', value }];
const card = (title: string, config: object = {}) => ({
  schema: '2.0',
  config: { update_multi: true, ...config },
  header: { title: plainText(title), template: 'blue' },
  body: {
    elements: [
      { tag: 'div', text: plainText('某企业〔虚构〕反映用地手续') },
      {
        tag: 'form',
        name: 'sheet',
        elements: [
          { tag: 'input', name: 'words', required: true, max_length: 20 },
          {
            tag: 'select_static',
            name: 'unit',
            options: [
              { text: plainText('住建局'), value: 'zhujian' },
              { text: plainText('财政局'), value: 'caizheng' },
            ],
            behaviors: callback({}),
          },
          {
            tag: 'button',
            name: 'sign',
            text: plainText('签批'),
            form_action_type: 'submit',
            behaviors: callback({ act: 'sign' }),
          },
        ],
      },
      { tag: 'button', name: 'hold', text: plainText('暂缓'), behaviors: callback({ act: 'hold' }) },
      { tag: 'button', name: 'off', text: plainText('停用'), disabled: true, behaviors: callback({ act: 'off' }) },
    ],
  },
});

const send = (content: unknown, receive_id = leader, uuid?: string) =>
  world.client.im.v1.message.create({
    params: { receive_id_type: 'open_id' },
    data: {
      receive_id,
      msg_type: 'interactive',
      content: JSON.stringify(content),
      ...(uuid === undefined ? {} : { uuid }),
    },
  });
const sendText = (receive_id: string) =>
  world.client.im.v1.message.create({
    params: { receive_id_type: 'open_id' },
    data: { receive_id, msg_type: 'text', content: JSON.stringify({ text: '您好' }) },
  });
const sent = async (content: unknown = card('交办单')) => must((await send(content)).data?.message_id);

const refusalSchema = z.object({
  response: z.object({ status: z.number(), data: z.object({ code: z.number(), msg: z.string() }) }),
});
/** What a refused SDK call says; fails when it was not refused. */
const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { response } = refusalSchema.parse(error);
  return { status: response.status, ...response.data };
};

describe('tenant_access_token', () => {
  const tokenSchema = z.object({
    code: z.number(),
    tenant_access_token: z.string().optional(),
    expire: z.number().optional(),
  });
  const ask = async (secret = 'sandbox') => {
    const response = await fetch(`${world.url}/open-apis/auth/v3/tenant_access_token/internal`, {
      method: 'POST',
      body: JSON.stringify({ app_id: world.sandbox.settings.appId, app_secret: secret }),
    });
    return tokenSchema.parse(await response.json());
  };
  const call = async (token?: string) => {
    const response = await fetch(
      `${world.url}/open-apis/contact/v3/users/${staff}`,
      token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } },
    );
    return { status: response.status, json: await response.json() };
  };

  it('is the same for 90 minutes and then a new one, while the old one stays valid for its two hours', async () => {
    const first = await ask();
    expect(first).toMatchObject({ code: 0, expire: 7200 });
    world.clock.ms += 90 * 60_000;
    expect(await ask()).toMatchObject({ tenant_access_token: first.tenant_access_token, expire: 1800 });
    world.clock.ms += 1000;
    const second = await ask();
    expect(second.tenant_access_token).not.toBe(first.tenant_access_token);
    expect((await call(first.tenant_access_token)).json).toMatchObject({ code: 0 });
    world.clock.ms += 30 * 60_000;
    expect(await call(first.tenant_access_token)).toMatchObject({ status: 400, json: { code: 99991663 } });
    expect((await call(second.tenant_access_token)).json).toMatchObject({ code: 0 });
  });

  it('refuses a wrong secret, a missing and a made-up token', async () => {
    expect(await ask('guess')).toMatchObject({ code: 10015 });
    expect((await call()).json).toMatchObject({ code: 99991661 });
    expect((await call('t-made-up')).json).toMatchObject({ code: 99991663 });
  });
});

describe('sending', () => {
  it('with the same uuid gives the same message for an hour and a new one afterwards', async () => {
    const uuid = randomUUID();
    const first = await send(card('甲'), leader, uuid);
    expect((await send(card('甲'), leader, uuid)).data?.message_id).toBe(first.data?.message_id);
    expect(world.sandbox.state.messages).toHaveLength(1);
    world.clock.ms += 3_600_000;
    expect((await send(card('甲'), leader, uuid)).data?.message_id).not.toBe(first.data?.message_id);
  });

  it('answers 230020 to the sixth message to one person within a second', async () => {
    for (let n = 0; n < 5; n += 1) await sendText(staff);
    expect(await refusal(sendText(staff))).toMatchObject({ status: 400, code: 230020 });
    expect(await sendText(leader)).toMatchObject({ code: 0 });
    world.clock.ms += 1000;
    expect(await sendText(staff)).toMatchObject({ code: 0 });
  });

  it.each([
    ['a stranger', 'ou_stranger', card('甲'), 230013],
    ['a card of schema 1.0', leader, { elements: [] }, 230099],
    ['a removed tag', leader, { schema: '2.0', body: { elements: [{ tag: 'note', elements: [] }] } }, 230099],
    [
      'more than 30 KB',
      leader,
      { schema: '2.0', body: { elements: [{ tag: 'markdown', content: '字'.repeat(11_000) }] } },
      230025,
    ],
    ['content that is no JSON object', leader, 'words', 230001],
  ])('refuses %s', async (_what, to, content, code) => {
    expect(await refusal(send(content, to))).toMatchObject({ code });
    expect(world.sandbox.state.messages).toEqual([]);
  });

  it('refuses a person who silenced the bot', async () => {
    world.sandbox.control.updatePerson(staff, { hasMutedBot: true });
    expect(await refusal(sendText(staff))).toMatchObject({ code: 230053 });
  });

  it('replies, urges, shows who read, and recalls', async () => {
    const message_id = await sent();
    const reply = await world.client.im.v1.message.reply({
      path: { message_id },
      data: { msg_type: 'text', content: '{"text":"请阅"}' },
    });
    expect(reply.data).toMatchObject({ parent_id: message_id });
    const urged = await world.client.im.v1.message.urgentApp({
      path: { message_id },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: [leader, staff] },
    });
    expect(urged.data).toEqual({ invalid_user_id_list: [staff] });
    world.sandbox.control.markRead(message_id, leader);
    const readers = await world.client.im.v1.message.readUsers({
      path: { message_id },
      params: { user_id_type: 'open_id' },
    });
    expect(readers.data?.items).toMatchObject([{ user_id: leader, timestamp: String(startMs) }]);
    await world.client.im.v1.message.delete({ path: { message_id } });
    expect(
      await refusal(
        world.client.im.v1.message.patch({ path: { message_id }, data: { content: JSON.stringify(card('乙')) } }),
      ),
    ).toMatchObject({ code: 230011 });
    expect((await world.client.im.v1.message.get({ path: { message_id } })).data?.items).toMatchObject([
      { deleted: true },
    ]);
  });
});

describe('updating a card', () => {
  const patch = (message_id: string, content: unknown) =>
    world.client.im.v1.message.patch({ path: { message_id }, data: { content: JSON.stringify(content) } });

  it('shows the new card, five times a second at most, for 14 days', async () => {
    const id = await sent();
    for (const title of ['一', '二', '三', '四', '五']) await patch(id, card(title));
    expect(await refusal(patch(id, card('六')))).toMatchObject({ code: 230020 });
    expect(world.sandbox.state.messages[0]?.versions.at(-1)?.content).toContain('五');
    world.clock.ms += 14 * dayMs;
    // The SDK keeps its token by the wall clock, so this one has to live as long.
    must(world.sandbox.state.tokens[0]).expiresAt += 15 * dayMs;
    expect(await patch(id, card('七'))).toMatchObject({ code: 0 });
    world.clock.ms += 1000;
    expect(await refusal(patch(id, card('八')))).toMatchObject({ code: 230031 });
  });

  it('refuses update_multi:false', async () => {
    const { code } = await refusal(patch(await sent(), card('乙', { update_multi: false })));
    expect(code).toBe(230099);
  });

  it('by a press token works twice within 30 minutes', async () => {
    const id = await sent();
    await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' });
    const token = must(world.sandbox.state.updateTokens[0]).token;
    const update = (title: string, used = token) =>
      world.client.request({
        method: 'POST',
        url: '/open-apis/interactive/v1/card/update',
        data: { token: used, card: card(title) },
      });
    expect(await refusal(update('甲', 'c-made-up'))).toMatchObject({ code: 300020 });
    await update('甲');
    await update('乙');
    expect(world.sandbox.state.messages[0]?.versions.at(-1)?.content).toContain('乙');
    expect(await refusal(update('丙'))).toMatchObject({ code: 300040 });
    await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' });
    const second = must(world.sandbox.state.updateTokens[1]).token;
    world.clock.ms += 30 * 60_000 + 1;
    expect(await refusal(update('丁', second))).toMatchObject({ code: 300030 });
  });
});

describe('a press', () => {
  it('of a form sends what was entered, and the answer toasts and redraws', async () => {
    const id = await sent();
    world.service.answer = () =>
      Response.json({ toast: { type: 'success', content: '已签批' }, card: { type: 'raw', data: card('已签批') } });
    const result = await world.sandbox.control.press({
      openId: leader,
      messageId: id,
      name: 'sign',
      formValue: { words: '请住建局办理', unit: 'zhujian' },
    });
    expect(result).toMatchObject({ kind: 'answered', toast: { type: 'success', content: '已签批' }, redrawn: true });
    expect(world.received).toMatchObject([
      {
        path: '/feishu/cards',
        plain: {
          schema: '2.0',
          header: { event_type: 'card.action.trigger', create_time: `${startMs}000`, token: 'sandbox-token' },
          event: {
            operator: { open_id: leader },
            token: expect.stringMatching(/^c-/),
            action: {
              tag: 'button',
              name: 'sign',
              value: { act: 'sign' },
              form_value: { words: '请住建局办理', unit: 'zhujian' },
              timezone: 'Asia/Shanghai',
            },
            host: 'im_message',
            context: { open_message_id: id },
          },
        },
      },
    ]);
    expect(world.sandbox.state.messages[0]?.versions.map((version) => version.content.includes('已签批'))).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['a required field left empty', { name: 'sign', formValue: {} }],
    ['more letters than fit', { name: 'sign', formValue: { words: '字'.repeat(21) } }],
    ['an option that is not offered', { name: 'sign', formValue: { words: '阅', unit: 'renshe' } }],
    ['a field the form does not have', { name: 'sign', formValue: { words: '阅', other: '甲' } }],
    ['a disabled button', { name: 'off' }],
    ['a button that is not there', { name: 'gone' }],
  ])('with %s stays in the client', async (_what, what) => {
    expect(await world.sandbox.control.press({ openId: leader, messageId: await sent(), ...what })).toMatchObject({
      kind: 'localError',
    });
    expect(world.received).toEqual([]);
  });

  it('of a stale copy finds the button that the current card no longer has', async () => {
    const id = await sent();
    await world.client.im.v1.message.patch({
      path: { message_id: id },
      data: { content: JSON.stringify({ schema: '2.0', body: { elements: [] } }) },
    });
    expect(await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' })).toMatchObject({
      kind: 'localError',
    });
    expect(
      await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold', asDrawnAt: 0 }),
    ).toMatchObject({ kind: 'answered' });
  });

  it('ends 14 days after the card was sent', async () => {
    const id = await sent();
    world.clock.ms += 14 * dayMs + 1;
    expect(await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' })).toMatchObject({
      kind: 'localError',
    });
  });

  it.each<[string, () => Response | Promise<Response>, number]>([
    ['a status other than 200', () => new Response('', { status: 302 }), 200671],
    ['no JSON', () => new Response('ok'), 200672],
    ['a toast without words', () => Response.json({ toast: { type: 'success' } }), 200672],
    ['a 1.0 card', () => Response.json({ card: { type: 'raw', data: { elements: [] } } }), 200830],
    [
      'a card the real one refuses',
      () => Response.json({ card: { type: 'raw', data: { schema: '2.0', body: { elements: [{ tag: 'action' }] } } } }),
      200673,
    ],
    ['an error of the line', () => Promise.reject(new TypeError('refused')), 200342],
  ])('answered with %s shows its code and leaves the card', async (_what, answer, code) => {
    const id = await sent();
    world.service.answer = answer;
    expect(await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' })).toMatchObject({
      kind: 'failed',
      code,
    });
    expect(world.sandbox.state.messages[0]?.versions).toHaveLength(1);
  });

  it('without an answer in time shows 200341 and is not sent again', async () => {
    world.sandbox.settings.answerLimitMs = 30;
    const id = await sent();
    world.service.answer = () => new Promise((resolve) => setTimeout(() => resolve(Response.json({})), 150));
    expect(await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold' })).toMatchObject({
      kind: 'failed',
      code: 200341,
    });
    world.clock.ms += dayMs;
    expect(await world.sandbox.tick()).toBe(0);
    expect(world.received).toHaveLength(1);
  });

  it('on a forwarded copy calls back only when the card allows it, in the name of the other person', async () => {
    const closed = await sent();
    const closedCopy = world.sandbox.control.forward(closed, staff);
    const open = await sent(card('可转发', { enable_forward_interaction: true }));
    const openCopy = world.sandbox.control.forward(open, staff);
    const sealed = await sent(card('不可转发', { enable_forward: false }));
    expect(world.sandbox.control.forward(sealed, staff)).toMatchObject({ ok: false });
    if (!closedCopy.ok || !openCopy.ok) throw new Error('forwarding failed');
    const pressAs = (openId: string, messageId: string) =>
      world.sandbox.control.press({ openId, messageId, name: 'hold' });
    expect(await pressAs(staff, closedCopy.value.messageId)).toMatchObject({ kind: 'localError' });
    expect(await pressAs(leader, openCopy.value.messageId)).toMatchObject({ kind: 'localError' });
    expect(await pressAs(staff, openCopy.value.messageId)).toMatchObject({ kind: 'answered' });
    expect(world.received).toMatchObject([{ plain: { event: { operator: { open_id: staff } } } }]);
  });

  it('can arrive in the old shape, unencrypted and signed with SHA-1', async () => {
    const id = await sent();
    await world.sandbox.control.press({ openId: leader, messageId: id, name: 'hold', shape: 'card.action.trigger_v1' });
    const [entry] = world.received;
    const header = (name: string) => must(must(entry).headers.get(name));
    const signed = `${header('x-lark-request-timestamp')}${header('x-lark-request-nonce')}sandbox-token${must(entry).raw}`;
    expect(header('x-lark-signature')).toBe(createHash('sha1').update(signed).digest('hex'));
    expect(JSON.parse(must(entry).raw)).toMatchObject({
      open_id: leader,
      open_message_id: id,
      action: { value: { act: 'hold' }, tag: 'button' },
    });
  });

  it('by several at once reaches the service as many times', async () => {
    const id = await sent();
    const results = await world.sandbox.control.pressMany(
      [1, 2, 3].map(() => ({ openId: leader, messageId: id, name: 'hold' })),
    );
    expect(results.map((result) => result.kind)).toEqual(['answered', 'answered', 'answered']);
    expect(world.received).toHaveLength(3);
  });
});

describe('people', () => {
  it('are found by mobile and e-mail; an unknown one comes back without an id', async () => {
    const answer = await world.client.contact.v3.user.batchGetId({
      params: { user_id_type: 'open_id' },
      data: { mobiles: ['19900000001', '+8619900000008', '13000000000'], emails: ['staff.1@example.invalid'] },
    });
    expect(answer.data?.user_list?.map((user) => user.user_id)).toEqual([staff, leader, staff, undefined]);
  });

  it('write to the bot', async () => {
    const id = world.sandbox.control.say(staff, '我的事项');
    await world.sandbox.settled();
    expect(world.received).toMatchObject([
      {
        path: '/feishu/events',
        plain: {
          header: { event_type: 'im.message.receive_v1' },
          event: {
            sender: { sender_id: { open_id: staff } },
            message: { message_id: id, chat_type: 'p2p', content: '{"text":"我的事项"}' },
          },
        },
      },
    ]);
  });
});
