/**
 * Rolling-window rate limits (频控) on the sandbox clock: per endpoint 429 / 99991400 with the x-ogw headers, per person
 * and per message 230020. Windows live in memory only.
 */
import { FeishuError } from './http.ts';
import type { World } from './world.ts';

type Limit = { readonly most: number; readonly windowMs: number };
type Rule = { readonly method: string; readonly path: RegExp; readonly limits: readonly Limit[] };

const perSecond = (most: number): Limit => ({ most, windowMs: 1000 });
const perMinute = (most: number): Limit => ({ most, windowMs: 60_000 });
const records = '/bitable/v1/apps/[^/]+/tables/[^/]+/records';

/** First match wins; an endpoint that is not listed has no limit here. */
const rules: readonly Rule[] = [
  { method: 'POST', path: new RegExp(`${records}/(batch_get|search)$`), limits: [perSecond(20)] },
  { method: 'POST', path: new RegExp(`${records}(/batch_(create|update|delete))?$`), limits: [perSecond(50)] },
  { method: 'PUT', path: new RegExp(`${records}/[^/]+$`), limits: [perSecond(50)] },
  { method: 'DELETE', path: new RegExp(`${records}/[^/]+$`), limits: [perSecond(50)] },
  { method: 'POST', path: /\/bitable\/v1\/apps$/, limits: [perMinute(20)] },
  { method: 'GET', path: /\/bitable\/v1\//, limits: [perSecond(20)] },
  { method: '*', path: /\/bitable\/v1\//, limits: [perSecond(10)] },
  { method: '*', path: /\/(get_subscribe|delete_subscribe)$/, limits: [perMinute(10)] },
  { method: 'POST', path: /\/subscribe$/, limits: [perMinute(1000), perSecond(50)] },
  { method: '*', path: /\/permissions\//, limits: [perMinute(100)] },
  { method: '*', path: /\/medias\//, limits: [perSecond(5)] },
  { method: '*', path: /\/task\/v2\/tasks\/[^/]+\/(add|remove)_members$/, limits: [perMinute(100)] },
  { method: 'GET', path: /\/task\/v2\/tasks\//, limits: [perMinute(1000), perSecond(50)] },
  { method: '*', path: /\/task\/v2\//, limits: [perSecond(10)] },
  { method: '*', path: /\/(approval|calendar)\/v4\//, limits: [perMinute(1000), perSecond(50)] },
  { method: '*', path: /\/(im|contact|interactive)\/v[13]\//, limits: [perMinute(1000), perSecond(50)] },
];

/** Feishu's figure for messages to one person and for updates of one message. */
const messagesPerSecond = 5;

export type Rates = {
  /** Throws 99991400 when the endpoint was called too often. */
  readonly countCall: (method: string, path: string) => void;
  /** Throws 230020; `key` is a chat or a message. */
  readonly countMessage: (key: string) => void;
};

export const createRates = (world: World): Rates => {
  const seen = new Map<string, number[]>();

  /** Milliseconds until there is room again, 0 when there is; counts the call only when there is. */
  const waitMs = (key: string, limits: readonly Limit[]): number => {
    const now = world.now();
    const longestMs = Math.max(...limits.map((limit) => limit.windowMs));
    const times = (seen.get(key) ?? []).filter((at) => at > now - longestMs && at <= now);
    const waits = limits.map((limit) => {
      const within = times.filter((at) => at > now - limit.windowMs);
      const oldest = within[within.length - limit.most];
      return oldest === undefined ? 0 : oldest + limit.windowMs - now;
    });
    const longest = Math.max(...waits);
    if (longest <= 0) times.push(now);
    seen.set(key, times);
    return longest;
  };

  return {
    countCall: (method, path) => {
      if (!world.settings.limitsCallRate) return;
      const rule = rules.find((each) => (each.method === '*' || each.method === method) && each.path.test(path));
      if (rule === undefined) return;
      const wait = waitMs(`${rule.method} ${rule.path.source} ${lastWord(method, path)}`, rule.limits);
      if (wait <= 0) return;
      throw new FeishuError(99991400, 'request trigger frequency limit', 429, {
        'x-ogw-ratelimit-limit': String(rule.limits.at(-1)?.most ?? 0),
        'x-ogw-ratelimit-reset': String(Math.max(1, Math.ceil(wait / 1000))),
      });
    },
    countMessage: (key) => {
      if (!world.settings.limitsMessageRate) return;
      if (waitMs(`message ${key}`, [perSecond(messagesPerSecond)]) > 0) {
        throw new FeishuError(230020, 'This operation triggers the frequency limit.', 400);
      }
    },
  };
};

/** Separates endpoints that share a rule: the last path part that is a word, not an id. */
const lastWord = (method: string, path: string): string => {
  const words = path.split('/').filter((part) => /^[a-z_]+$/.test(part));
  return `${method} ${words.at(-1) ?? ''}`;
};
