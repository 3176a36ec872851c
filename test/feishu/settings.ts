/**
 * Every switch of the stand-in with its default. Options are what a caller may give; settings are all of them,
 * filled in and changeable at run time through /_sandbox/config.
 */
import type { Person } from './state.ts';

export type SandboxOptions = Partial<SandboxSettings> & {
  /** The clock beneath the sandbox clock, epoch ms; default Date.now. */
  readonly now?: () => number;
  /** JSON file that keeps the state between runs. */
  readonly statePath?: string;
  /** JSON file with sample cards for the page's /gallery. */
  readonly galleryPath?: string;
  /** Instead of the demo district's people. */
  readonly people?: readonly Person[];
  /** How requests reach the service; default the global fetch. Lets a test wire both without a socket. */
  readonly serviceFetch?: (request: Request) => Promise<Response>;
  /** How the stand-in waits (latency, delays); default a timer. A simulation gives its own time. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Ends the wait for the service's answer; default `AbortSignal.timeout`. */
  readonly timeoutSignal?: (ms: number) => AbortSignal;
};

export type SandboxSettings = {
  appId: string;
  appSecret: string;
  tenantKey: string;
  encryptKey: string;
  verificationToken: string;
  /** Where events and callbacks go; null = nothing is sent, events wait. */
  serviceUrl: string | null;
  eventsPath: string;
  cardsPath: string;
  /** The address of this stand-in, for links it hands out. */
  publicUrl: string;
  /** Each API call takes at least this long; overlapping writes to a table then collide (1254291). */
  latencyMs: number;
  /** On the sandbox clock: how long a created record stays invisible to reads (replica lag; the real one: seconds). */
  readLagMs: number;
  /** Record events carry every cell of the row instead of the changed ones; the reports about the real one disagree. */
  sendsWholeRows: boolean;
  /** Real milliseconds the service has for an answer (Feishu: 3 000). */
  answerLimitMs: number;
  /** Answer 429 / 99991400 above the documented rates of an endpoint. */
  limitsCallRate: boolean;
  /** Answer 230020 above 5 messages per second and person, or 5 updates per second and message. */
  limitsMessageRate: boolean;
  /** Send events as soon as they happen; false: only tick() sends. */
  sendsEventsAtOnce: boolean;
  /** How many times each event is sent (Feishu promises at least once). */
  eventCopies: number;
  /** Each event waits this long on the sandbox clock before its first try. */
  eventDelayMs: number;
  /** Due events go out in a shuffled order (seeded, so a run repeats). */
  shufflesEvents: boolean;
  /** Every n-th event is lost for good; 0 = none. */
  dropsEveryNthEvent: number;
  /** Scopes granted to the app itself (应用身份); calls that need another answer 99991672. */
  scopes: readonly string[];
  /** Scopes granted for people (用户身份): events of documents come only with one of them. */
  userScopes: readonly string[];
  /** Seed of every pseudo-random choice of the stand-in. */
  seed: number;
  /** Clients keep to a card's `enable_forward` and `enable_forward_interaction`; false: as clients that know neither. */
  heedsForwarding: boolean;
  /** Which callback shape a press sends. */
  callbackShape: 'card.action.trigger' | 'card.action.trigger_v1';
};

export const defaultSettings: SandboxSettings = {
  appId: 'cli_sandbox',
  appSecret: 'sandbox',
  tenantKey: 'tenant_sandbox',
  encryptKey: 'sandbox-encrypt-key',
  verificationToken: 'sandbox-token',
  serviceUrl: null,
  eventsPath: '/feishu/events',
  cardsPath: '/feishu/cards',
  publicUrl: 'http://127.0.0.1:3900',
  latencyMs: 0,
  readLagMs: 0,
  sendsWholeRows: false,
  answerLimitMs: 3000,
  limitsCallRate: true,
  limitsMessageRate: true,
  sendsEventsAtOnce: true,
  eventCopies: 1,
  eventDelayMs: 0,
  shufflesEvents: false,
  dropsEveryNthEvent: 0,
  scopes: [
    'bitable:app',
    'drive:drive',
    'docs:event:subscribe',
    'im:message',
    'im:message:send_as_bot',
    'contact:user.id:readonly',
    'contact:user.base:readonly',
    'contact:contact.base:readonly',
    'contact:user.employee_id:readonly',
    'approval:external_approval',
    'approval:external_instance',
    'calendar:calendar:read',
    'calendar:calendar.event:create',
    'calendar:calendar.event:read',
    'calendar:calendar.event:update',
    'calendar:calendar.event:delete',
    'task:task:read',
    'task:task:write',
  ],
  userScopes: ['bitable:app', 'drive:drive'],
  seed: 1,
  heedsForwarding: true,
  callbackShape: 'card.action.trigger',
};
