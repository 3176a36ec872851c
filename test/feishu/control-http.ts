/** The control functions over HTTP (/_sandbox/…, JSON), for other processes. Answers only callers on this machine. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { PressRequest } from './control.ts';
import { faultRuleSchema } from './faults.ts';
import type { Sandbox } from './sandbox.ts';
import { personSchema } from './state.ts';

const fields = z.record(z.string(), z.unknown());
const target = z.object({
  app_token: z.string(),
  table_id: z.string(),
  operator: z.string().default('ou_sandbox_staff_1'),
});

const pressSchema = z.object({
  openId: z.string(),
  messageId: z.string(),
  name: z.string().optional(),
  path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).optional(),
  elementId: z.string().optional(),
  text: z.string().optional(),
  formValue: fields.optional(),
  option: z.string().optional(),
  inputValue: z.string().optional(),
  checked: z.boolean().optional(),
  value: z.unknown().optional(),
  asDrawnAt: z.number().int().optional(),
  shape: z.enum(['card.action.trigger', 'card.action.trigger_v1']).optional(),
});

const configSchema = z
  .object({
    serviceUrl: z.string().nullable(),
    eventsPath: z.string(),
    cardsPath: z.string(),
    publicUrl: z.string(),
    latencyMs: z.number().nonnegative(),
    readLagMs: z.number().nonnegative(),
    sendsWholeRows: z.boolean(),
    answerLimitMs: z.number().positive(),
    limitsCallRate: z.boolean(),
    limitsMessageRate: z.boolean(),
    sendsEventsAtOnce: z.boolean(),
    eventCopies: z.number().int().positive(),
    eventDelayMs: z.number().nonnegative(),
    shufflesEvents: z.boolean(),
    dropsEveryNthEvent: z.number().int().nonnegative(),
    scopes: z.array(z.string()),
    userScopes: z.array(z.string()),
    callbackShape: z.enum(['card.action.trigger', 'card.action.trigger_v1']),
  })
  .partial();

/** Leaves out keys whose value is undefined, for exact optional types. */
const given = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key of Object.keys(value)) {
    const entry = Object.getOwnPropertyDescriptor(value, key);
    if (entry !== undefined && entry.value !== undefined) Object.defineProperty(kept, key, entry);
  }
  return kept;
};

const pressRequest = (body: z.infer<typeof pressSchema>): PressRequest => {
  const { openId, messageId, ...rest } = body;
  return { ...given(rest), openId, messageId };
};

export const controlRoutes = (sandbox: Sandbox): Hono => {
  const routes = new Hono();
  const { control } = sandbox;
  const outcome = (result: { readonly ok: boolean }): 200 | 400 => (result.ok ? 200 : 400);

  routes.use('*', async (c, next) => {
    const address = remoteAddress(c.env);
    if (address !== null && !/^(::1|127\.|::ffff:127\.)/.test(address)) return c.json({ error: '仅限本机访问' }, 403);
    await next();
    return undefined;
  });
  routes.onError((error, c) => {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return c.json({ error: error.message }, 400);
    throw error;
  });

  routes.get('/log', (c) => {
    const since = Number(c.req.query('since') ?? 0);
    const { state, log } = sandbox;
    return c.json({
      now: sandbox.now(),
      calls: log.calls.filter((call) => call.at >= since),
      sends: log.sends.filter((send) => send.at >= since),
      unknownCalls: log.unknownCalls(),
      messages: state.messages.filter((message) => message.updatedAt >= since),
      events: state.deliveries.filter((delivery) => delivery.createdAt >= since),
    });
  });
  routes.delete('/log', (c) => {
    sandbox.log.clear();
    return c.json({});
  });
  routes.get('/state', (c) => c.json(sandbox.state));
  routes.get('/tables/:appToken/:tableId', (c) => {
    const base = sandbox.state.bases.find((each) => each.appToken === c.req.param('appToken'));
    const table = base?.tables.find((each) => each.tableId === c.req.param('tableId'));
    return table ? c.json({ fields: table.fields, records: table.records }) : c.json({ error: '没有这张表' }, 404);
  });
  routes.get('/chats/:openId', (c) => {
    const chats = new Set(
      sandbox.state.chats.filter((chat) => chat.openId === c.req.param('openId')).map((chat) => chat.chatId),
    );
    return c.json({ messages: sandbox.state.messages.filter((message) => chats.has(message.chatId)) });
  });
  routes.get('/clock', (c) => c.json({ now: sandbox.now() }));
  routes.post('/clock', async (c) => {
    const body = z.object({ now: z.number().optional(), advanceMs: z.number().optional() }).parse(await c.req.json());
    if (body.now !== undefined) control.setClock(body.now);
    if (body.advanceMs !== undefined) control.advanceClock(body.advanceMs);
    return c.json({ now: sandbox.now() });
  });
  routes.get('/config', (c) => c.json(sandbox.settings));
  routes.post('/config', async (c) => {
    const body = configSchema.parse(await c.req.json());
    Object.assign(sandbox.settings, given(body));
    await sandbox.tick();
    return c.json(sandbox.settings);
  });
  routes.post('/press', async (c) => c.json(await control.press(pressRequest(pressSchema.parse(await c.req.json())))));
  routes.post('/press-many', async (c) => {
    const body = z.object({ presses: z.array(pressSchema) }).parse(await c.req.json());
    return c.json({ results: await control.pressMany(body.presses.map(pressRequest)) });
  });
  routes.post('/forward', async (c) => {
    const body = z.object({ messageId: z.string(), toOpenId: z.string() }).parse(await c.req.json());
    const result = control.forward(body.messageId, body.toOpenId);
    return c.json(result, outcome(result));
  });
  routes.post('/read', async (c) => {
    const body = z.object({ messageId: z.string(), openId: z.string() }).parse(await c.req.json());
    control.markRead(body.messageId, body.openId);
    return c.json({});
  });
  routes.post('/menu', async (c) => {
    const body = z.object({ openId: z.string(), eventKey: z.string() }).parse(await c.req.json());
    return c.json({ eventId: control.menu(body.openId, body.eventKey) });
  });
  routes.post('/say', async (c) => {
    const body = z.object({ openId: z.string(), text: z.string().min(1) }).parse(await c.req.json());
    return c.json({ messageId: control.say(body.openId, body.text) });
  });
  routes.post('/records/edit', async (c) => {
    const body = target.extend({ record_id: z.string(), fields }).parse(await c.req.json());
    const place = {
      appToken: body.app_token,
      tableId: body.table_id,
      recordId: body.record_id,
      operator: body.operator,
    };
    const result = control.editRecord(place, body.fields);
    return c.json(result, outcome(result));
  });
  routes.post('/records/create', async (c) => {
    const body = target.extend({ fields }).parse(await c.req.json());
    const place = { appToken: body.app_token, tableId: body.table_id, operator: body.operator };
    const result = control.createRecord(place, body.fields);
    return c.json(result, outcome(result));
  });
  routes.post('/records/delete', async (c) => {
    const body = target.extend({ record_id: z.string() }).parse(await c.req.json());
    const place = {
      appToken: body.app_token,
      tableId: body.table_id,
      recordId: body.record_id,
      operator: body.operator,
    };
    const result = control.deleteRecord(place);
    return c.json(result, outcome(result));
  });
  routes.post('/forms/submit', async (c) => {
    const body = z
      .object({ share_token: z.string(), answers: fields, filler: z.string().nullable().default(null) })
      .parse(await c.req.json());
    const result = control.submitForm({ shareToken: body.share_token, answers: body.answers, filler: body.filler });
    return c.json(result, outcome(result));
  });
  routes.post('/faults', async (c) => {
    const body = z.object({ rules: z.array(faultRuleSchema) }).parse(await c.req.json());
    control.addFaults(body.rules);
    return c.json({});
  });
  routes.delete('/faults', (c) => {
    control.clearFaults();
    return c.json({});
  });
  routes.post('/tick', async (c) => c.json({ sent: await sandbox.tick() }));
  routes.post('/verify', async (c) => {
    const body = z.object({ door: z.enum(['events', 'cards']).default('events') }).parse(await c.req.json());
    return c.json(await control.verifyUrl(body.door));
  });
  routes.get('/people', (c) => c.json({ people: sandbox.state.people }));
  routes.post('/people', async (c) => {
    const body = personSchema
      .partial()
      .extend({ openId: z.string(), name: z.string() })
      .parse(await c.req.json());
    const { openId, name, ...rest } = body;
    return c.json(control.addPerson({ ...given(rest), openId, name }));
  });
  return routes;
};

const envSchema = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string().optional() }) }) });

/** The caller's address; null for a call without a socket. */
const remoteAddress = (env: unknown): string | null => {
  const parsed = envSchema.safeParse(env);
  return parsed.success ? (parsed.data.incoming.socket.remoteAddress ?? 'unknown') : null;
};
