/**
 * Tables (数据表) as data: a key, a Chinese name, columns and views. The type of a record, the codecs of whole rows, the
 * plan, the form and the documentation all follow from a declaration. Does no I/O.
 */
import type { Cell, Column } from './columns.ts';

export type Columns = Readonly<Record<string, Column>>;

export interface View {
  readonly name: string;
  readonly type: 'grid' | 'kanban' | 'gallery' | 'gantt' | 'form';
  /** Keys of columns the view hides. */
  readonly hides?: readonly string[];
}

/** One question of a form; everything not listed is invisible in it. */
export interface Question {
  readonly column: string;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
}
export interface Form {
  readonly viewName: string;
  readonly title: string;
  readonly description: string;
  readonly questions: readonly Question[];
}

export interface Table<C extends Columns = Columns> {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** The first column is the primary one (索引列). */
  readonly columns: C;
  /** The first view is the one a fresh table opens with; a grid. */
  readonly views: readonly View[];
  readonly form: Form | null;
}

export const defineTable = <const C extends Columns>(table: Table<C>): Table<C> => table;

export type ValueOf<C> = C extends Column<infer V> ? V : never;
/** A whole row in our shape. */
export type RecordOf<T extends Table> = { readonly [K in keyof T['columns']]: ValueOf<T['columns'][K]> };
/** Rows as generic code sees them. */
export type Values = Readonly<Record<string, Cell>>;

/** A parser: Feishu's fields by Chinese name → our row. Throws UnreadableCell. */
export const decodeRow = <T extends Table>(table: T, fields: Readonly<Record<string, unknown>>): RecordOf<T> =>
  Object.fromEntries(
    Object.entries(table.columns).map(([key, column]) => [key, column.decode(fields[column.name])]),
  ) as RecordOf<T>;

/** A row in which nothing is filled in. */
export const emptyRow = <T extends Table>(table: T): RecordOf<T> => decodeRow(table, {});

/** Our values → Feishu's fields by Chinese name; null clears. Columns that Feishu fills itself are left out. */
export const encodeCells = <T extends Table>(table: T, values: Partial<RecordOf<T>>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries<Cell | undefined>(values)) {
    const column = table.columns[key];
    if (!column || value === undefined) continue;
    const written = column.encode(value);
    if (written !== undefined) fields[column.name] = written;
  }
  return fields;
};

/** The same for a row that does not exist yet: empty cells are not mentioned. */
export const encodeNewRow = <T extends Table>(table: T, values: Partial<RecordOf<T>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(encodeCells(table, values)).filter(([, value]) => value !== null));

/** Every value in its one spelling, so that it may be compared with what is read. */
export const normaliseValues = <T extends Table>(table: T, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, table.columns[key]?.normalise(value) ?? value]),
  );

export const sameCell = (a: Cell | undefined, b: Cell | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
