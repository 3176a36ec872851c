/**
 * A database that can be made slow, busy or mute, on time of its own: whatever of the service waits is parked here, and the
 * earliest goes on as soon as nothing else can. So a test may let seconds pass within one press without waiting for them.
 */
import { type Client, LibsqlError } from '@libsql/client';
import type { Platform } from '../../src/compose.ts';
import type { CreateClient } from '../../src/store/database.ts';

export type Trouble =
  /** Each call takes so long before it is done. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Each write is done at once, and its answer takes so long. */
  | { readonly kind: 'answersLate'; readonly ms: number }
  /** Each write is refused because somebody else writes. */
  | { readonly kind: 'busy' };

export interface SlowDatabase {
  readonly platform: Required<Pick<Platform, 'createClient' | 'steadyNow' | 'sleep'>>;
  readonly elapsed: () => number;
  readonly suffer: (trouble: Trouble | null) => void;
}

/** Enough for what is really asynchronous in one process (bodies, crypto) to come to rest. */
const ROUNDS_OF_REST = 4;
const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const slowDatabase = (createClient: CreateClient): SlowDatabase => {
  let clock = 0;
  let waiting: { readonly at: number; readonly goOn: () => void }[] = [];
  let isPumping = false;
  let trouble: Trouble | null = null;

  const pump = async (): Promise<void> => {
    isPumping = true;
    while (waiting.length > 0) {
      for (let round = 0; round < ROUNDS_OF_REST; round += 1) await immediate();
      const next = waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      waiting = waiting.filter((one) => one !== next);
      clock = Math.max(clock, next.at);
      next.goOn();
    }
    isPumping = false;
  };
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      waiting.push({ at: clock + Math.max(0, ms), goOn: resolve });
      if (!isPumping) void pump();
    });

  const troubled = (client: Client): Client => {
    const send = client.batch.bind(client);
    client.batch = async (statements, mode) => {
      const now = trouble;
      if (now?.kind === 'busy' && mode === 'write') throw new LibsqlError('database is locked', 'SQLITE_BUSY');
      if (now?.kind === 'slow') await sleep(now.ms);
      const result = await send(statements, mode);
      if (now?.kind === 'answersLate' && mode === 'write') await sleep(now.ms);
      return result;
    };
    return client;
  };
  return {
    platform: { createClient: (config) => troubled(createClient(config)), steadyNow: () => clock, sleep },
    elapsed: () => clock,
    suffer: (next) => {
      trouble = next;
    },
  };
};
