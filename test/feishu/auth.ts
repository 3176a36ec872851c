/**
 * tenant_access_token of a self-built app and the check of the bearer on every other call. User tokens, scopes and
 * IP allow lists are not played.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { type ApiContext, type ApiEnv, readBody, refuse } from './http.ts';
import type { World } from './world.ts';

const lifeMs = 7_200_000;
/** With less than this left a request gets a new token; the old one stays valid until its own end. */
const renewedBelowMs = 1_800_000;

export const authRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  routes.post('/v3/tenant_access_token/internal', async (c) => {
    const body = await readBody(c, z.object({ app_id: z.string(), app_secret: z.string() }), 10003);
    if (body.app_id !== world.settings.appId) return refuse(10003, 'invalid app_id');
    if (body.app_secret !== world.settings.appSecret) return refuse(10015, 'app secret invalid');
    const now = world.now();
    world.state.tokens = world.state.tokens.filter((token) => token.expiresAt > now);
    const fresh = world.state.tokens.find((token) => token.expiresAt - now >= renewedBelowMs);
    const token = fresh ?? { token: world.newId('t-g1'), expiresAt: now + lifeMs };
    if (fresh === undefined) world.state.tokens.push(token);
    world.changed();
    c.set('code', 0);
    return c.json({
      code: 0,
      msg: 'ok',
      tenant_access_token: token.token,
      expire: Math.floor((token.expiresAt - now) / 1000),
    });
  });
  return routes;
};

/** Refuses a call without a valid tenant token. */
export const requireToken = (world: World, c: ApiContext): void => {
  const header = c.req.header('authorization') ?? '';
  const token = /^Bearer (\S+)$/.exec(header)?.[1];
  if (token === undefined)
    refuse(99991661, 'Missing access token for authorization. Please make a request with token attached.');
  if (token?.startsWith('t-') === false && !token.startsWith('u-'))
    refuse(99991671, 'Invalid access token, must start with t- or u-');
  const isKnown = world.state.tokens.some((each) => each.token === token && each.expiresAt > world.now());
  if (!isKnown) refuse(99991663, 'Invalid access token for authorization. Please make a request with token attached.');
};
