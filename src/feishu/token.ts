/**
 * The app's access token (tenant_access_token): fetched once for all who wait, renewed when little of it is left, dropped
 * when Feishu refuses it. Held in memory only: losing it costs one request. The SDK's own cache does none of this.
 */
import { z } from 'zod';
import type { FeishuFailure, Now } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';
import type { Exchanged, OutgoingCall } from './exchange.ts';
import { classify } from './failures.ts';

/** With less left than this Feishu issues a new token; with more it would only repeat the old one. */
const RENEW_BEFORE_MS = 30 * 60_000;
/** A token about to expire is still used when renewing fails, but not within its last minute. */
const LAST_USE_MS = 60_000;

export type TokenResult = { readonly kind: 'token'; readonly token: string } | FeishuFailure;

export interface Tokens {
  /** A token to use now. `refused`: the one that was just not accepted, if that is why. */
  get(refused: string | null): Promise<TokenResult>;
}

const tokenAnswer = z.object({ tenant_access_token: z.string().min(1), expire: z.number().positive() });

export function createTokens(deps: {
  readonly appId: string;
  readonly appSecret: string;
  readonly baseUrl: string;
  readonly now: Now;
  readonly send: (call: OutgoingCall) => Promise<Exchanged>;
}): Tokens {
  let held: { readonly token: string; readonly renewAt: Ms; readonly expiresAt: Ms } | null = null;
  let renewal: Promise<TokenResult> | null = null;

  return {
    get: async (refused) => {
      if (held !== null && held.token === refused) held = null;
      if (held !== null && deps.now() < held.renewAt) return { kind: 'token', token: held.token };
      renewal ??= renew().finally(() => {
        renewal = null;
      });
      const renewed = await renewal;
      const isOldUsable = held !== null && deps.now() < held.expiresAt - LAST_USE_MS;
      return renewed.kind !== 'token' && held !== null && isOldUsable ? { kind: 'token', token: held.token } : renewed;
    },
  };

  async function renew(): Promise<TokenResult> {
    const askedAt = deps.now();
    const answer = await deps.send({
      method: 'POST',
      url: `${deps.baseUrl}/open-apis/auth/v3/tenant_access_token/internal`,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ app_id: deps.appId, app_secret: deps.appSecret }),
    });
    // Asking for a token changes nothing, so whatever went wrong may be asked again.
    if (answer.kind !== 'ok') return classify({ ...answer, effect: 'read' });
    const parsed = tokenAnswer.safeParse(answer.body);
    if (!parsed.success) return classify({ kind: 'misshapen', effect: 'read' });
    const lifetimeMs = parsed.data.expire * 1000;
    held = {
      token: parsed.data.tenant_access_token,
      renewAt: askedAt + lifetimeMs - Math.min(RENEW_BEFORE_MS, lifetimeMs / 4),
      expiresAt: askedAt + lifetimeMs,
    };
    return { kind: 'token', token: held.token };
  }
}
