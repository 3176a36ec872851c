/**
 * Proves that the database still commits, by committing. A server that answers reads may have stopped writing for good
 * (sqld under many writers does), so a check that only reads would call it healthy.
 */
import { z } from 'zod';
import type { Now } from '../ports.ts';
import type { Database } from './database.ts';
import { rowsOf, statement } from './statement.ts';

const beatRow = z.object({ at: z.number() });

/** One write that hands back what it wrote. @throws like `Database.commit`, or when something else came back. */
export const createHealthCheck =
  ({ database, now }: { readonly database: Database; readonly now: Now }) =>
  async (): Promise<void> => {
    const at = now();
    const [rows] = await database.commit([
      statement(
        `INSERT INTO heartbeats (name, at) VALUES ('service', ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at RETURNING at`,
        [at],
      ),
    ]);
    if (rowsOf(rows, beatRow)[0]?.at !== at)
      throw new Error('the database did not give back the heartbeat it was given');
  };
