/**
 * Which directories a row of 事项 names somebody of whom we have never read: a 接待日, a leader or a unit that was added after the
 * directory was last read. Pure.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { type Cell, type Column, decodeOrEmpty } from '../../bitable-schema/columns.ts';
import { sameCell, type Values } from '../../bitable-schema/table.ts';
import type { DirectoryTable, TableRow } from '../ports.ts';
import type { Directory } from '../workflow/directory.ts';
import type { RecordId } from '../workflow/ids.ts';
import { isDirectoryTable } from './read-directory.ts';

const LINKS: readonly (readonly [string, Column, DirectoryTable])[] = Object.entries<Column>(cases.columns).flatMap(
  ([key, column]) => {
    const table = column.kind.link?.table;
    return table !== undefined && isDirectoryTable(table) ? [[key, column, table] as const] : [];
  },
);
/** Whose rows a column of 事项 leads to; null for one that leads to no directory. */
export const directoryOf = (key: string): DirectoryTable | null => LINKS.find(([one]) => one === key)?.[2] ?? null;
const ACTION = cases.columns.action.name;

/**
 * A name that was agreed on long ago and is gone from its directory is no reason to look again, unless an action was chosen
 * that may need it.
 */
export const directoriesUnknownTo = (
  rows: readonly TableRow[],
  shadowOfRow: (id: RecordId) => Values,
  waiting: ReadonlySet<string>,
  { leaders, units, receptionDays }: Directory,
): readonly DirectoryTable[] => {
  const known = new Set<string>([...leaders, ...units, ...receptionDays].map(({ id }) => id));
  const unknown = new Set<DirectoryTable>();
  for (const row of rows) {
    const shadow = shadowOfRow(row.recordId);
    for (const [key, column, table] of LINKS) {
      if (waiting.has(key)) continue;
      const named = decodeOrEmpty(column, row.fields[column.name]);
      if (!isNames(named) || named.every((id) => known.has(id))) continue;
      if (row.fields[ACTION] !== undefined || !sameCell(shadow[key] ?? column.empty, named)) unknown.add(table);
    }
  }
  return [...unknown];
};

export const isNames = (cell: Cell | undefined): cell is readonly string[] => Array.isArray(cell);
