/**
 * Declared columns in Feishu's words (字段): type, look and property. Links name tables and formulas name columns by ids, which
 * exist only once those do. Pure.
 */
import type { Column } from '../../bitable-schema/columns.ts';
import { columnsByKey, type LiveTableShape, type OptionToSend } from '../../bitable-schema/compare.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { FieldSpec } from '../ports.ts';

/** Ids of a table and its columns, by key: formulas need them. */
export interface FieldIds {
  readonly table: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Field ids of the declared columns that are there, by key, whatever people call them. */
export const fieldIdsOf = (table: Table, live: LiveTableShape): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(columnsByKey(table, live)).flatMap(([key, found]) => (found ? [[key, found.fieldId]] : [])),
  );

/** A column in Feishu's words. `tableIds` by key: links need them. `own`: formulas do. */
export const fieldSpecOf = (
  column: Column,
  tableIds: Readonly<Record<string, string>>,
  own: FieldIds | null = null,
  options: readonly OptionToSend[] | undefined = column.kind.options,
): FieldSpec => {
  const property = propertyOf(column, tableIds, own, options);
  return {
    name: column.name,
    type: column.kind.type,
    uiType: column.kind.uiType,
    ...(property === null ? {} : { property }),
    ...(column.description === '' ? {} : { description: column.description }),
  };
};

const propertyOf = (
  column: Column,
  tableIds: Readonly<Record<string, string>>,
  own: FieldIds | null,
  options: readonly OptionToSend[] | undefined,
): object | null => {
  const { kind } = column;
  if (kind.link) {
    const { table, multiple, backName } = kind.link;
    const tableId = tableIds[table];
    if (tableId === undefined) throw new Error(`column ${column.name} links to table ${table}, which comes later`);
    return { table_id: tableId, multiple, ...(backName === undefined ? {} : { back_field_name: backName }) };
  }
  if (kind.expression !== undefined)
    return { ...kind.settings, formula_expression: expressionOf(column.name, kind.expression, own) };
  if (options) return { options };
  return kind.settings ?? null;
};

/** {key} → the way Feishu names a column of the same table. */
const expressionOf = (name: string, expression: string, own: FieldIds | null): string =>
  expression.replace(/\{(\w+)\}/g, (_all, key: string) => {
    const fieldId = own?.fields[key];
    if (!own || fieldId === undefined) throw new Error(`the formula ${name} uses column ${key}, which is not there`);
    return `bitable::$table[${own.table}].$field[${fieldId}]`;
  });
