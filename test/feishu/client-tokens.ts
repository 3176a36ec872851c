/**
 * client_token: the same call twice is one operation and gets the first answer again. How long the real one remembers
 * is not documented; here it is a day on the sandbox clock.
 */
import { createHash } from 'node:crypto';
import { type ApiContext, refuse, succeed } from './http.ts';
import type { World } from './world.ts';

const rememberedMs = 24 * 3_600_000;
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Runs the work once per token and scope; another request under the same token is a clash (1255006). */
export const onceByClientToken = (
  world: World,
  c: ApiContext,
  scope: string,
  request: unknown,
  work: () => unknown,
): Response => {
  const token = c.req.query('client_token');
  if (token === undefined || token === '') return succeed(c, work());
  if (!uuidV4.test(token)) return refuse(1254037, 'InvalidClientToken');
  const { state } = world;
  const now = world.now();
  state.clientTokens = state.clientTokens.filter((entry) => now - entry.at < rememberedMs);
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const known = state.clientTokens.find((entry) => entry.token === token && entry.scope === scope);
  if (known !== undefined) {
    if (known.request !== digest) return refuse(1255006, 'ClientTokenConflict');
    const answer: unknown = JSON.parse(known.answer);
    return succeed(c, answer);
  }
  const answer = work();
  state.clientTokens.push({ token, scope, request: digest, answer: JSON.stringify(answer), at: now });
  world.changed();
  return succeed(c, answer);
};
