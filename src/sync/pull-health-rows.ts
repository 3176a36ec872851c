/**
 * Rows of 运行状况 that somebody typed into: told, and put back as they were agreed on. What they say anew comes with the next
 * `mirror-health.ts`; a row that was deleted is made again there.
 */
import { type Column, decodeOrEmpty } from '../../bitable-schema/columns.ts';
import { health } from '../../bitable-schema/health.ts';
import { encodeCells, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, TableRow } from '../ports.ts';
import { type RecordId, recordId } from '../workflow/ids.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run, soon, takesAnother } from './base-deps.ts';
import { chunks, MOST_READ } from './batches.ts';
import { shadowOf } from './shadow.ts';
import { selfOf, tellOverwritten } from './tell-editor.ts';
import { NO_TIME } from './within-deadline.ts';

export interface HealthRows {
  /** After the notices are saved. */
  readonly write: () => Promise<void>;
}

export const lookAtHealthRows = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<HealthRows> => {
  const self = selfOf(run.notes);
  const dues = due.filter(({ kind, args }) => kind === 'pullRow' && args['table'] === health.key);
  const isOwn = ({ args }: DueIntention): boolean => self !== null && args['operator'] === self;
  endAll(run, dues.filter(isOwn), FINISHED);
  const looked: { readonly dues: readonly DueIntention[]; readonly back: ReadonlyMap<RecordId, Values> }[] = [];
  for (const part of chunks(
    dues.filter((one) => !isOwn(one)),
    MOST_READ,
  )) {
    if (!takesAnother(deps, run)) {
      endAll(run, part, soon(deps.now(), NO_TIME));
      continue;
    }
    const ids = part.map(({ args }) => recordId(args['record'] ?? ''));
    const read = await deps.rows.get(addressOf(run.base, health.key), ids);
    if (read.kind !== 'ok') endAll(run, part, (one) => deps.endAfter(read, one, deps.now()));
    else looked.push({ dues: part, back: await typedOver(deps, run, read.data.rows) });
  }
  return {
    write: async () => {
      for (const { dues: answered, back } of looked) {
        const rows = [...back].map(([id, cells]) => ({ recordId: id, fields: encodeCells(health, cells) }));
        const written = rows.length === 0 ? null : await deps.rows.update(addressOf(run.base, health.key), rows);
        const isDone = written === null || written.kind === 'ok' || written.kind === 'gone';
        endAll(run, answered, isDone ? FINISHED : (one) => deps.endAfter(written, one, deps.now()));
      }
    },
  };
};

/** What has to stand again in rows that a person changed last. */
const typedOver = async (
  deps: BaseDeps,
  run: Run,
  rows: readonly TableRow[],
): Promise<ReadonlyMap<RecordId, Values>> => {
  const self = selfOf(run.notes);
  const ids = rows.map((row) => row.recordId);
  const known = await deps.mirror.rowsByRecord(run.base.district, health.key, ids);
  const agreed = new Map(known.filter(({ isDeleted }) => !isDeleted).map((row) => [row.recordId, shadowOf(row)]));
  const waiting = run.live.waiting(health.key);
  const back = new Map<RecordId, Values>();
  for (const row of rows.filter(({ modifiedBy }) => modifiedBy !== null && modifiedBy !== self)) {
    const wanted = agreed.get(row.recordId);
    if (!wanted) continue;
    const cells = Object.entries<Column>(health.columns).flatMap(([key, column]) => {
      const cell = wanted[key] ?? column.empty;
      return waiting.has(key) || sameCell(decodeOrEmpty(column, row.fields[column.name]), cell) ? [] : [[key, cell]];
    });
    if (cells.length > 0) back.set(row.recordId, Object.fromEntries(cells));
  }
  const names = new Map(
    [...back].map(([id, cells]) => [
      id,
      Object.entries<Column>(health.columns).flatMap(([key, { name }]) => (key in cells ? [name] : [])),
    ]),
  );
  tellOverwritten(deps, run, health, rows, names);
  return back;
};
