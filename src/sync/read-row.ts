/**
 * A row of 事项 as it was read → the row as people meant it: what cannot be read now, and what Feishu emptied with its column or
 * option, is as it was agreed on. Pure.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { Cell } from '../../bitable-schema/columns.ts';
import { decodeRow, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { TableRow } from '../ports.ts';
import type { CaseRow } from './row-mapping.ts';
import { isNames } from './unknown-names.ts';

/** What is known of the columns of 事项. */
export interface RowColumns {
  /** Cannot be read or written now: taken as unchanged. */
  readonly waiting: ReadonlySet<string>;
  /** An empty cell of this column is no wish of a person: its column was made anew, or its option taken away. */
  readonly isEmptiedByFeishu: (key: string, value: unknown) => boolean;
  /** The row of a directory to which this column led was deleted: Feishu takes it out of every cell that links to it. */
  readonly isGone: (key: string, id: string) => boolean;
}

/** Throws UnreadableCell. `base` is null for a row that was never agreed on. */
export const readRow = (fields: TableRow['fields'], base: Values | null, columns: RowColumns) =>
  asAgreed(decodeRow(cases, readable(fields, columns.waiting)), base, columns);

const readable = (fields: TableRow['fields'], waiting: ReadonlySet<string>): TableRow['fields'] => {
  const names = new Set([...waiting].map((key) => cases.columns[caseColumn(key)].name));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
};

/** `lost`: cells that Feishu emptied; they are written again. */
const asAgreed = (
  read: CaseRow,
  base: Values | null,
  columns: RowColumns,
): { readonly row: CaseRow; readonly lost: { readonly shown: Values; readonly wanted: Values } } => {
  if (!base) return { row: read, lost: { shown: {}, wanted: {} } };
  const wanted: Record<string, Cell> = {};
  const waited: Record<string, Cell> = {};
  const unlinked: string[] = [];
  for (const [key, value] of Object.entries<Cell>(read)) {
    const before = base[key];
    const { empty } = cases.columns[caseColumn(key)];
    if (columns.waiting.has(key)) waited[key] = before ?? empty;
    else if (isUnlinked(key, before, value, columns)) {
      waited[key] = before ?? empty;
      unlinked.push(key);
    } else if (before !== undefined && sameCell(value, empty) && !sameCell(before, empty))
      if (columns.isEmptiedByFeishu(key, before)) wanted[key] = before;
  }
  const shown = Object.fromEntries([
    ...Object.keys(wanted).map((key) => [key, cases.columns[caseColumn(key)].empty]),
    ...unlinked.map((key) => [key, read[caseColumn(key)]]),
  ]);
  return { row: { ...read, ...waited, ...wanted }, lost: { shown, wanted } };
};

/** Nobody's wish either: what is left is what was agreed on, without rows that are gone. It cannot be written again. */
const isUnlinked = (key: string, before: Cell | undefined, now: Cell, { isGone }: RowColumns): boolean => {
  if (!isNames(before)) return false;
  const left = before.filter((id) => !isGone(key, id));
  return left.length < before.length && sameCell(now, left);
};

const isCaseColumn = (key: string): key is keyof typeof cases.columns => Object.hasOwn(cases.columns, key);
export const caseColumn = (key: string): keyof typeof cases.columns => {
  if (!isCaseColumn(key)) throw new Error(`no column ${key} in 事项`);
  return key;
};
