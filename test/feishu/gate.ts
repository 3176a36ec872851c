/**
 * What every server API call passes: planned faults, latency with one writer per table, the bearer, rate limits, the
 * call log. Knows no endpoint.
 */
import { Socket } from 'node:net';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { authRoutes, requireToken } from './auth.ts';
import type { Faults } from './faults.ts';
import { type ApiContext, type ApiEnv, answerError, FeishuError } from './http.ts';
import type { CallEntry } from './log.ts';
import type { Rates } from './rates.ts';
import { requireRight, requireScope } from './rights.ts';
import type { World } from './world.ts';

const tokenPath = '/open-apis/auth/v3/tenant_access_token/internal';
const tablePath = /\/bitable\/v1\/apps\/([^/]+)\/tables\/([^/]+)/;
const readByPost = /\/records\/(search|batch_get)$/;

/** Puts the gate before the routes of `api` and answers what no route knows. */
export const guard = (api: Hono<ApiEnv>, world: World, faults: Faults, rates: Rates, stopped: AbortSignal): void => {
  const writing = new Set<string>();

  const perform = async (c: ApiContext, next: () => Promise<void>): Promise<void> => {
    if (c.req.path !== tokenPath) {
      requireToken(world, c);
      requireScope(world, c);
      requireRight(world, c);
      rates.countCall(c.req.method, c.req.path);
    }
    const lock = lockOf(c);
    if (lock !== null && writing.has(lock)) throw new FeishuError(1254291, 'Write conflict');
    if (lock !== null) writing.add(lock);
    try {
      if (world.settings.latencyMs > 0) await world.sleep(world.settings.latencyMs);
      await next();
    } finally {
      if (lock !== null) writing.delete(lock);
    }
  };

  api.use('*', async (c, next): Promise<Response | undefined> => {
    const started = performance.now();
    const at = world.now();
    c.set('code', -1);
    c.set('msg', '');
    const effect = faults.take(c.req.method, c.req.path);
    const log = (extra: Partial<CallEntry>): void =>
      world.log.addCall({
        at,
        method: c.req.method,
        path: c.req.path,
        query: new URL(c.req.url).search,
        status: c.res.status,
        code: c.get('code'),
        msg: c.get('msg'),
        ms: Math.round(performance.now() - started),
        isUnknown: c.get('code') === unknownCode,
        fault: effect?.kind ?? null,
        ...extra,
      });

    switch (effect?.kind) {
      case 'status': {
        const headers =
          effect.retryAfterSeconds === undefined ? {} : { 'x-ogw-ratelimit-reset': String(effect.retryAfterSeconds) };
        log({ status: effect.status });
        return new Response('', { status: effect.status, headers });
      }
      case 'code':
        log({ status: effect.status, code: effect.code, msg: effect.msg });
        return new Response(JSON.stringify({ code: effect.code, msg: effect.msg, data: {} }), {
          status: effect.status,
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
        });
      case 'hang':
        log({ status: 0 });
        await Promise.race([aborted(c.req.raw.signal), aborted(stopped)]);
        return dropped(c);
      case 'dropBefore':
        log({ status: 0 });
        return dropped(c);
      case 'delay':
        await world.sleep(effect.ms);
        break;
      default:
        break;
    }
    try {
      await perform(c, next);
    } catch (error) {
      if (!(error instanceof FeishuError)) throw error;
      c.res = answerError(c, error);
    }
    log(effect?.kind === 'dropAfter' ? { status: 0 } : {});
    // Not returned but assigned: a returned response would not replace one that a route has already given.
    if (effect?.kind === 'dropAfter') c.res = dropped(c);
    return undefined;
  });

  api.route('/open-apis/auth', authRoutes(world));
  api.notFound((c) => answerError(c, new FeishuError(unknownCode, `404 page not found: ${c.req.path}`, 404)));
  api.onError((error, c) => {
    if (error instanceof FeishuError) return answerError(c, error);
    console.error('stand-in failed:', error);
    return answerError(c, new FeishuError(1255001, `InternalError: ${error.message}`, 500));
  });
};

const unknownCode = 404;

/** The table a call writes to, or null. */
const lockOf = (c: ApiContext): string | null => {
  const match = tablePath.exec(c.req.path);
  if (match === null || c.req.method === 'GET') return null;
  return readByPost.test(c.req.path) ? null : `${match[1]}/${match[2]}`;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** A line that breaks: the socket is destroyed when there is one, else the body fails while it is read. */
const dropped = (c: Context): Response => {
  const socket = socketSchema.safeParse(c.env);
  if (!socket.success) {
    return new Response(new ReadableStream({ start: (body) => body.error(new Error('connection dropped')) }));
  }
  socket.data.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
};

const socketSchema = z.object({ incoming: z.object({ socket: z.instanceof(Socket) }) });
