/**
 * A cell that held something and is missing now was cleared by a person, or its column is gone: only a look at the columns tells.
 */
import type { Column } from '../../bitable-schema/columns.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { FeishuFailure, MirrorRow, TableRow } from '../ports.ts';
import type { RecordId } from '../workflow/ids.ts';
import type { Run } from './base-deps.ts';

/** At most one look a run; the failure of it, if it failed. */
export const lookIfEmptied = async (
  run: Run,
  table: Table,
  rows: readonly TableRow[],
  mirrorRows: ReadonlyMap<RecordId, MirrorRow>,
): Promise<FeishuFailure | null> => {
  if (run.live.hasLooked(table.key)) return null;
  const waiting = run.live.waiting(table.key);
  const isEmptied = rows.some((row) => {
    const shadow = mirrorRows.get(row.recordId)?.shadow ?? {};
    return Object.entries<Column>(table.columns).some(
      ([key, column]) =>
        !waiting.has(key) &&
        row.fields[column.name] === undefined &&
        shadow[key] !== undefined &&
        JSON.stringify(shadow[key]) !== JSON.stringify(column.empty),
    );
  });
  if (!isEmptied) return null;
  const seen = await run.live.look(table.key);
  return seen.kind === 'ok' ? null : seen;
};
