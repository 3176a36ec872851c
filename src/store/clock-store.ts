/** How far a turn of the clock has come, so that each occasion is gone through once even when it takes several goes. */
import { z } from 'zod';
import type { ClockStore } from '../ports.ts';
import { caseId } from '../workflow/ids.ts';
import type { Database } from './database.ts';
import { rowsOf, statement } from './statement.ts';

const turnRow = z.object({ after: z.string().transform(caseId).nullable(), is_done: z.number() });

export const createClockStore = ({ database }: { readonly database: Database }): ClockStore => ({
  turn: async (district, occasion) => {
    const [rows] = await database.read([
      statement('SELECT "after", is_done FROM clock_runs WHERE district = ? AND day = ?', [district, occasion]),
    ]);
    const row = rowsOf(rows, turnRow)[0];
    return { after: row?.after ?? null, isDone: row?.is_done === 1 };
  },
  // Two machines may take the same turn: the one behind must not set the other back, nor a finished day to unfinished.
  saveTurn: async (district, occasion, { after, isDone, supersedes }) => {
    await database.commit([
      statement(
        `INSERT INTO clock_runs (district, day, "after", is_done) VALUES (?, ?, ?, ?)
         ON CONFLICT (district, day) DO UPDATE SET
           "after" = CASE WHEN excluded."after" > coalesce(clock_runs."after", '') THEN excluded."after" ELSE clock_runs."after" END,
           is_done = max(clock_runs.is_done, excluded.is_done)`,
        [district, occasion, after, isDone ? 1 : 0],
      ),
      ...(supersedes === undefined
        ? []
        : [
            statement('DELETE FROM clock_runs WHERE district = ? AND day >= ? AND day < ? AND day <> ?', [
              district,
              supersedes,
              `${supersedes}~`,
              occasion,
            ]),
          ]),
    ]);
  },
});
