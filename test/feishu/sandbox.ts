/**
 * The stand-in Feishu (飞书) put together: one Hono app that answers Feishu's server API, sends events and card
 * callbacks to the service, and offers control functions for tests and the page. Knows nothing of src/, cards/ or
 * bitable-schema/.
 */
import type { Hono } from 'hono';
import type { Control } from './control.ts';
import type { SandboxLog } from './log.ts';
import type { SandboxSettings } from './settings.ts';
import type { SandboxState } from './state.ts';

/** A running stand-in; `app.fetch(request)` works without a socket. */
export type Sandbox = {
  readonly app: Hono;
  readonly state: SandboxState;
  readonly settings: SandboxSettings;
  readonly log: SandboxLog;
  readonly control: Control;
  /** The sandbox clock, epoch milliseconds. */
  readonly now: () => number;
  /** Sends every event that is due now; resolves when all of them were answered or failed. Returns how many were tried. */
  readonly tick: () => Promise<number>;
  /** Resolves when no request to the service is under way. */
  readonly settled: () => Promise<void>;
  /** Stops sending and writes the state file a last time. */
  readonly close: () => Promise<void>;
};
