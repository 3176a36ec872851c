/**
 * Messages (消息): send, reply, update a card, read, recall, urge; and the delayed card update with a callback's token.
 * Cards are judged by card-check.ts; groups exist only as far as messages were sent to them.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { checkCard } from './card-check.ts';
import { type ApiContext, type ApiEnv, FeishuError, readBody, readIdType, refuse, succeed } from './http.ts';
import type { Rates } from './rates.ts';
import type { Message } from './state.ts';
import { chatOf, findPerson, findPersonBy, personId, type World } from './world.ts';

const badParams = 230001;
const dayMs = 86_400_000;
export const cardLifeMs = 14 * dayMs;
const uuidLifeMs = 3_600_000;
const readListLifeMs = 7 * dayMs;
const updateTokenLifeMs = 30 * 60_000;
const updateTokenUses = 2;
const cardBytes = 30 * 1024;
const textBytes = 150 * 1024;

const newContentSchema = z.object({ content: z.string() });
const contentSchema = z.object({ msg_type: z.string(), content: z.string(), uuid: z.string().max(50).optional() });

export const imRoutes = (world: World, rates: Rates): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const messageOf = (c: ApiContext): Message => {
    const id = c.req.param('message') ?? '';
    if (!id.startsWith('om_')) return refuse(99992354, 'The request you send is not a valid {message_id}');
    return world.state.messages.find((message) => message.messageId === id) ?? refuse(99992354, 'message not found');
  };

  routes.post('/messages', async (c) => {
    const idType = z
      .enum(['open_id', 'union_id', 'user_id', 'email', 'chat_id'])
      .safeParse(c.req.query('receive_id_type'));
    if (!idType.success)
      return refuse(badParams, 'Your request contains an invalid request parameter: receive_id_type');
    const body = await readBody(c, contentSchema.extend({ receive_id: z.string() }), badParams);
    const repeated = sentBefore(world, body.uuid);
    if (repeated !== undefined) return succeed(c, messageJson(world, repeated));
    checkContent(body.msg_type, body.content);
    const chatId = receiverChat(world, idType.data, body.receive_id);
    return succeed(c, messageJson(world, put(world, rates, chatId, body, null)));
  });

  routes.post('/messages/:message/reply', async (c) => {
    const parent = messageOf(c);
    const body = await readBody(c, contentSchema, badParams);
    const repeated = sentBefore(world, body.uuid);
    if (repeated !== undefined) return succeed(c, messageJson(world, repeated));
    if (parent.isRecalled) return refuse(230011, 'The message was recalled.');
    checkContent(body.msg_type, body.content);
    return succeed(c, messageJson(world, put(world, rates, parent.chatId, body, parent.messageId)));
  });

  routes.get('/messages/:message', (c) => succeed(c, { items: [messageJson(world, messageOf(c))] }));

  routes.patch('/messages/:message', async (c) => {
    const message = messageOf(c);
    const { content } = await readBody(c, newContentSchema, badParams);
    if (message.type !== 'interactive') return refuse(badParams, 'This message is NOT a card.');
    if (message.sender !== 'app') return refuse(badParams, 'The message was not sent by this app.');
    if (message.isRecalled) return refuse(230011, 'The message was recalled.');
    if (world.now() - message.createdAt > cardLifeMs)
      return refuse(230031, 'The message exceeds the valid update time.');
    checkContent('interactive', content);
    rates.countMessage(message.messageId);
    redraw(world, message, content);
    return succeed(c, {});
  });

  routes.delete('/messages/:message', (c) => {
    const message = messageOf(c);
    if (message.sender !== 'app') return refuse(230026, 'No permission to recall this message.');
    if (message.isRecalled) return refuse(230110, 'The message was already deleted.');
    message.isRecalled = true;
    message.updatedAt = world.now();
    world.changed();
    return succeed(c, {});
  });

  routes.patch('/messages/:message/urgent_app', async (c) => {
    const message = messageOf(c);
    const idType = readIdType(c, badParams);
    const body = await readBody(c, z.object({ user_id_list: z.array(z.string()).min(1).max(200) }), badParams);
    if (message.sender !== 'app') return refuse(230052, 'not allowed to urge this message');
    if (message.isRecalled) return refuse(230011, 'The message was recalled.');
    const members = world.state.chats.find((chat) => chat.chatId === message.chatId);
    const isIn = (openId: string): boolean => members?.openId === null || members?.openId === openId;
    const found = body.user_id_list.map((id) => ({ id, person: findPersonBy(world, idType, id) }));
    const invalid = found.filter(({ person }) => person === undefined || !isIn(person.openId)).map(({ id }) => id);
    if (invalid.length === found.length) return refuse(badParams, 'invalid user_id_list');
    for (const { person } of found) {
      if (person !== undefined && isIn(person.openId)) message.urged.push({ openId: person.openId, at: world.now() });
    }
    world.changed();
    return succeed(c, { invalid_user_id_list: invalid });
  });

  routes.get('/messages/:message/read_users', (c) => {
    const message = messageOf(c);
    const idType = readIdType(c, badParams);
    if (message.sender !== 'app') return refuse(230012, 'The message was not sent by this app.');
    if (world.now() - message.createdAt > readListLifeMs) return refuse(230033, 'The message is older than 7 days.');
    return succeed(c, {
      items: message.readBy.map(({ openId, at }) => {
        const person = findPerson(world, openId);
        return {
          user_id_type: idType,
          user_id: person === undefined ? openId : personId(person, idType),
          timestamp: String(at),
          tenant_key: world.settings.tenantKey,
        };
      }),
      has_more: false,
    });
  });

  return routes;
};

/** interactive/v1: the delayed update (延时更新) of the pressed card. */
export const cardUpdateRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  routes.post('/v1/card/update', async (c) => {
    const body = await readBody(c, z.object({ token: z.string(), card: z.record(z.string(), z.unknown()) }), 10002);
    const token = world.state.updateTokens.find((each) => each.token === body.token);
    if (token === undefined) return refuse(300020, 'token is malformed');
    if (world.now() - token.issuedAt > updateTokenLifeMs) return refuse(300030, 'token is expired');
    if (token.uses >= updateTokenUses) return refuse(300040, 'token is used up');
    const message = world.state.messages.find((each) => each.messageId === token.messageId);
    if (message === undefined || message.isRecalled) return refuse(200000, 'the message was recalled');
    const [problem] = checkCard(body.card);
    if (problem !== undefined) return refuse(11311, problem.msg);
    token.uses += 1;
    // Sent before the callback was answered, the update is taken and reverted at once.
    if (token.isAnswered) redraw(world, message, JSON.stringify(body.card));
    world.changed();
    return succeed(c, {});
  });
  return routes;
};

/** Makes a new version the current one; older ones stay for presses on a stale copy. */
export const redraw = (world: World, message: Message, content: string): void => {
  const at = world.now();
  message.versions.push({ content, at });
  message.updatedAt = at;
  world.changed();
};

/** The content a message shows now. */
export const currentContent = (message: Message): string => message.versions.at(-1)?.content ?? '';

const sentBefore = (world: World, uuid: string | undefined): Message | undefined => {
  if (uuid === undefined || uuid === '') return undefined;
  const now = world.now();
  world.state.messageUuids = world.state.messageUuids.filter((entry) => now - entry.at < uuidLifeMs);
  const known = world.state.messageUuids.find((entry) => entry.uuid === uuid);
  return world.state.messages.find((message) => message.messageId === known?.messageId);
};

const receiverChat = (world: World, idType: string, id: string): string => {
  if (idType === 'chat_id') {
    const chat = world.state.chats.find((each) => each.chatId === id);
    if (chat === undefined) return refuse(230002, 'The bot is not in the group.');
    if (chat.openId !== null) checkReceiver(world, chat.openId);
    return chat.chatId;
  }
  const person = world.state.people.find((each) => {
    switch (idType) {
      case 'open_id':
        return each.openId === id;
      case 'union_id':
        return each.unionId === id;
      case 'user_id':
        return each.userId === id;
      default:
        return each.email === id;
    }
  });
  if (person === undefined) return refuse(230013, 'Bot has NO availability to this user.');
  checkReceiver(world, person.openId);
  return chatOf(world, person.openId);
};

const checkReceiver = (world: World, openId: string): void => {
  const person = findPerson(world, openId);
  if (person === undefined || !person.isAvailable) refuse(230013, 'Bot has NO availability to this user.');
  if (person?.hasResigned === true) refuse(230029, 'User has resigned.');
  if (person?.hasMutedBot === true) refuse(230053, 'The user has stopped the bot from sending messages.');
};

/** Refuses content that is not a JSON text, too long, or a card the real one would refuse. */
const checkContent = (type: string, content: string): void => {
  const knownTypes = [
    'text',
    'post',
    'image',
    'file',
    'audio',
    'media',
    'sticker',
    'interactive',
    'share_chat',
    'share_user',
    'system',
  ];
  if (!knownTypes.includes(type)) refuse(badParams, 'invalid msg_type');
  const most = type === 'text' ? textBytes : cardBytes;
  if (Buffer.byteLength(content) > most) refuse(230025, 'The length of the message content reaches its limit.');
  const json = parseJson(content);
  if (typeof json !== 'object' || json === null)
    throw new FeishuError(badParams, 'content is not a string in json format');
  if (type === 'text' && !('text' in json && typeof json.text === 'string' && json.text !== ''))
    refuse(badParams, 'text is empty');
  if (type !== 'interactive') return;
  const [problem] = checkCard(json);
  if (problem !== undefined) refuse(problem.code, problem.msg);
};

const parseJson = (text: string): unknown => {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return undefined;
  }
};

const put = (
  world: World,
  rates: Rates,
  chatId: string,
  body: z.infer<typeof contentSchema>,
  parentId: string | null,
): Message => {
  rates.countMessage(chatId);
  const message = addMessage(world, chatId, 'app', body.msg_type, body.content, parentId);
  if (body.uuid !== undefined && body.uuid !== '') {
    world.state.messageUuids.push({ uuid: body.uuid, messageId: message.messageId, at: message.createdAt });
  }
  return message;
};

/** Puts a message into a chat; sender is 'app' or an open_id. */
export const addMessage = (
  world: World,
  chatId: string,
  sender: string,
  type: string,
  content: string,
  parentId: string | null,
  forwardedFrom: string | null = null,
): Message => {
  const at = world.now();
  const message: Message = {
    messageId: world.newId('om_'),
    chatId,
    sender,
    type,
    versions: [{ content, at }],
    createdAt: at,
    updatedAt: at,
    isRecalled: false,
    forwardedFrom,
    parentId,
    readBy: [],
    urged: [],
  };
  world.state.messages.push(message);
  world.changed();
  return message;
};

const messageJson = (world: World, message: Message): Readonly<Record<string, unknown>> => ({
  message_id: message.messageId,
  ...(message.parentId === null ? {} : { parent_id: message.parentId, root_id: message.parentId }),
  msg_type: message.type,
  create_time: String(message.createdAt),
  update_time: String(message.updatedAt),
  deleted: message.isRecalled,
  updated: message.versions.length > 1,
  chat_id: message.chatId,
  sender:
    message.sender === 'app'
      ? { id: world.settings.appId, id_type: 'app_id', sender_type: 'app', tenant_key: world.settings.tenantKey }
      : { id: message.sender, id_type: 'open_id', sender_type: 'user', tenant_key: world.settings.tenantKey },
  body: { content: currentContent(message) },
});
