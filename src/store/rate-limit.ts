/** Counts requests in fixed windows, in the database, because isolates share no memory. */
import { z } from 'zod';
import type { Allow, Now } from '../ports.ts';
import type { Database } from './database.ts';
import { rowsOf, statement } from './statement.ts';

const countRow = z.object({ count: z.number() });

/** One write per question. A bucket's name must hold nothing personal: it is stored as it is. */
export const createAllow =
  ({ database, now }: { readonly database: Database; readonly now: Now }): Allow =>
  async (bucket, limit, perMs) => {
    const windowStart = Math.floor(now() / perMs) * perMs;
    const [rows] = await database.commit([
      statement(
        `INSERT INTO rate_counts (bucket, window_start, count, ends_at) VALUES (?, ?, 1, ?)
         ON CONFLICT (bucket, window_start) DO UPDATE SET count = rate_counts.count + 1
         RETURNING count`,
        [bucket, windowStart, windowStart + perMs],
      ),
    ]);
    return (rowsOf(rows, countRow)[0]?.count ?? limit + 1) <= limit;
  };
