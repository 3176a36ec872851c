/**
 * Where a comparison of everything (对账) stands, as the arguments of its wish: what was looked at, how far, what it found. A
 * step ends by wishing for the next one, so a comparison that was cut short goes on where it stopped. Pure.
 */

import { z } from 'zod';
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention, Intention, SyncNote } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';

/** `quick`: what changed since the last look, nothing when the Base did not change. `full`: every row, both ways. */
export type SweepLevel = 'quick' | 'full';
/** What the rows say is taken in; or only what the service keeps is written again, and people's edits wait. */
export type SweepDirection = 'base' | 'database';

export interface SweepStep {
  readonly level: SweepLevel;
  /** Steps of one comparison share it: a date, a time slot, the id of an order. */
  readonly occasion: string;
  readonly direction: SweepDirection;
  readonly phase: 'start' | 'recent' | 'rows' | 'gone' | 'open';
  /** `rows` and `gone`: of which table. */
  readonly table: string;
  readonly cursor: string;
  /** Pages read so far. */
  readonly pages: number;
  readonly startedAt: Ms;
  /** `quick`: rows changed before this are known. */
  readonly since: Ms;
  readonly seen: number;
  readonly repaired: number;
  readonly restored: number;
  /** How often the pages had to be begun again because the table changed under them. */
  readonly restarts: number;
  /** Columns that are being filled again, as `table.column`. */
  readonly refill: readonly string[];
}

export const firstStep = (
  level: SweepLevel,
  occasion: string,
  now: Ms,
  direction: SweepDirection = 'base',
): SweepStep => ({
  level,
  occasion,
  direction,
  phase: 'start',
  table: cases.key,
  cursor: '',
  pages: 0,
  startedAt: now,
  since: 0,
  seen: 0,
  repaired: 0,
  restored: 0,
  restarts: 0,
  refill: [],
});

export const sweepIntention = (district: DistrictId, step: SweepStep, runAt: Ms): Intention =>
  wish('sweep', {
    key: `sweep:${district}:${step.level}:${step.occasion}`,
    district,
    caseId: null,
    args: {
      ...step,
      pages: String(step.pages),
      startedAt: String(step.startedAt),
      since: String(step.since),
      seen: String(step.seen),
      repaired: String(step.repaired),
      restored: String(step.restored),
      restarts: String(step.restarts),
      refill: step.refill.join(),
    },
    runAt,
  });

const count = z.coerce.number();
const stepArgs = z.object({
  level: z.enum(['quick', 'full']),
  occasion: z.string(),
  direction: z.enum(['base', 'database']),
  phase: z.enum(['start', 'recent', 'rows', 'gone', 'open']),
  table: z.string(),
  cursor: z.string(),
  pages: count,
  startedAt: count,
  since: count,
  seen: count,
  repaired: count,
  restored: count,
  restarts: count,
  refill: z.string().transform((keys) => keys.split(',').filter((key) => key !== '')),
});
/** Null for arguments of an older version. */
export const readStep = (due: DueIntention): SweepStep | null => stepArgs.safeParse(due.args).data ?? null;

const result = z.object({
  startedAt: z.number(),
  endedAt: z.number(),
  seen: z.number(),
  repaired: z.number(),
  restored: z.number(),
  /** `quick`: what the Base's and the tables' revisions were when it began. */
  revision: z.number().nullable(),
  tables: z.record(z.string(), z.number()),
});
export type SweepResult = z.infer<typeof result>;

export const sweepNoteName = (level: SweepLevel): string => `sweep:${level}`;
/** How the last comparison of this level ended. */
export const lastSweep = (notes: ReadonlyMap<string, SyncNote>, level: SweepLevel): SweepResult | null =>
  result.safeParse(notes.get(sweepNoteName(level))?.value).data ?? null;
