/**
 * Removes rows whose time is over: deliveries, fulfilled wishes, request counts. How long each lives is in docs/storage.md.
 * Cases and events are never removed here.
 */
import type { Ms } from '../workflow/ids.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

const DAY_MS = 86_400_000;
/** Feishu repeats an event for about seven hours; a week also covers a form opened before a holiday and sent after it. */
const DELIVERY_LIFE_MS = 14 * DAY_MS;
/** Fulfilled wishes are history for whoever looks into a complaint; cards stay, they are wished again with their case. */
const IDLE_WISH_LIFE_MS = 14 * DAY_MS;
/** Two of Feishu's monthly bills can be compared. */
const CALL_COUNT_LIFE_MS = 90 * DAY_MS;
/** Rows per table and call: a bounded write, so that no press waits behind it. */
const MAX_ROWS = 500;

export interface Upkeep {
  /** Removes a bounded number of rows whose time is over; call it again another time for the rest. */
  readonly prune: (now: Ms) => Promise<void>;
}

export const createUpkeep = ({ database }: { readonly database: Database }): Upkeep => ({
  prune: async (now) => {
    await database.commit([
      statement('DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE at < ? ORDER BY at LIMIT ?)', [
        now - DELIVERY_LIFE_MS,
        MAX_ROWS,
      ]),
      statement(
        `DELETE FROM outbox WHERE key IN (SELECT key FROM outbox
           WHERE status = 'idle' AND kind <> 'card' AND updated_at < ? ORDER BY updated_at LIMIT ?)`,
        [now - IDLE_WISH_LIFE_MS, MAX_ROWS],
      ),
      statement('DELETE FROM call_counts WHERE day < ?', [
        new Date(now - CALL_COUNT_LIFE_MS).toISOString().slice(0, 10),
      ]),
      statement('DELETE FROM rate_counts WHERE rowid IN (SELECT rowid FROM rate_counts WHERE ends_at < ? LIMIT ?)', [
        now,
        MAX_ROWS,
      ]),
    ]);
  },
});
