/**
 * Calls to Feishu, counted by day, endpoint and end. Counted in memory and added up here once in a while: a process that dies
 * loses the last minute's count, which is a figure to look at and decides nothing.
 */
import { z } from 'zod';
import type { CallCount, CallCounts } from '../ports.ts';
import type { Database } from './database.ts';
import { rowsOf, statement } from './statement.ts';

const countRow = z.object({ what: z.string(), kind: z.string(), count: z.number() });

export const createCallCounts = ({ database }: { readonly database: Database }): CallCounts => ({
  add: async (counts) => {
    if (counts.length === 0) return;
    await database.commit([
      statement(
        `INSERT INTO call_counts (day, what, kind, count)
         SELECT value ->> 'day', value ->> 'what', value ->> 'kind', value ->> 'count' FROM json_each(?) WHERE true
         ON CONFLICT (day, what, kind) DO UPDATE SET count = call_counts.count + excluded.count`,
        [JSON.stringify(counts)],
      ),
    ]);
  },
  of: async (day) => {
    const [rows] = await database.read([
      statement('SELECT what, kind, count FROM call_counts WHERE day = ? ORDER BY what, kind', [day]),
    ]);
    return rowsOf(rows, countRow).map((row): CallCount => ({ day, ...row }));
  },
});
