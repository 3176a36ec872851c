/**
 * What was called and what was sent, in memory and bounded, for tests and for the page (通话日志). Keeps paths, codes
 * and times; the bodies of messages and records are in the state, not here.
 */

export type CallEntry = {
  readonly at: number;
  readonly method: string;
  /** Path with ids, without query. */
  readonly path: string;
  readonly query: string;
  readonly status: number;
  /** Feishu's code in the envelope; 0 is success. */
  readonly code: number;
  readonly msg: string;
  /** Wall-clock milliseconds. */
  readonly ms: number;
  readonly isUnknown: boolean;
  /** Name of the fault that was injected, if any. */
  readonly fault: string | null;
};

export type SendEntry = {
  readonly at: number;
  readonly kind: 'event' | 'callback' | 'challenge';
  readonly type: string;
  readonly eventId: string;
  readonly attempt: number;
  readonly status: number;
  readonly ms: number;
  readonly error: string | null;
};

const keptEntries = 20_000;

export type SandboxLog = {
  readonly calls: readonly CallEntry[];
  readonly sends: readonly SendEntry[];
  readonly addCall: (entry: CallEntry) => void;
  readonly addSend: (entry: SendEntry) => void;
  /** Calls to addresses this stand-in does not know; a test can assert there are none. */
  readonly unknownCalls: () => readonly CallEntry[];
  readonly clear: () => void;
};

export const createLog = (): SandboxLog => {
  const calls: CallEntry[] = [];
  const sends: SendEntry[] = [];
  const keep = <T>(list: T[], entry: T): void => {
    list.push(entry);
    if (list.length > keptEntries) list.splice(0, list.length - keptEntries);
  };
  return {
    calls,
    sends,
    addCall: (entry) => keep(calls, entry),
    addSend: (entry) => keep(sends, entry),
    unknownCalls: () => calls.filter((call) => call.isUnknown),
    clear: () => {
      calls.length = 0;
      sends.length = 0;
    },
  };
};
