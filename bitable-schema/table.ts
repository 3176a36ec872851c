/**
 * Tables (数据表) as data: a key, a Chinese name, columns and views. The type of a record, the codecs of whole rows, the
 * plan, the form and the documentation all follow from a declaration. Does no I/O.
 */
import type { Cell, Column } from './columns.ts';

export type Columns = Readonly<Record<string, Column>>;

/** One condition of a view. Selects are named by their options, dates by Feishu's words (Today, CurrentMonth …). */
export interface ViewFilter {
  /** Key of the column. */
  readonly column: string;
  readonly is:
    | 'is'
    | 'isNot'
    | 'contains'
    | 'doesNotContain'
    | 'isEmpty'
    | 'isNotEmpty'
    | 'isGreater'
    | 'isGreaterEqual'
    | 'isLess'
    | 'isLessEqual';
  readonly values?: readonly string[];
}

export interface View {
  readonly name: string;
  /** `calendar` is known to Feishu but not to its API: a person makes it. */
  readonly type: 'grid' | 'kanban' | 'gallery' | 'gantt' | 'form' | 'calendar';
  /** All of these hold. */
  readonly filters?: readonly ViewFilter[];
  /** Keys of the columns it shows besides the primary one; all others are hidden. */
  readonly shows?: readonly string[];
  /** Keys of columns it hides; instead of `shows`. */
  readonly hides?: readonly string[];
  /** Keys of the columns whose values rows are gathered by, the outer one first; of a kanban, its lanes. */
  readonly group?: readonly string[];
  readonly sort?: readonly { readonly column: string; readonly isDescending?: true }[];
  /** The columns stand as `shows` lists them. */
  readonly inThisOrder?: true;
  /** What else the API cannot set: a step for a person each, in Chinese. */
  readonly byHand?: readonly string[];
}

/** Keys of the columns a view hides. */
export const hiddenKeys = (table: Table, view: View): readonly string[] => {
  const { shows } = view;
  if (!shows) return view.hides ?? [];
  return Object.keys(table.columns).filter((key, index) => index > 0 && !shows.includes(key));
};

/** What the API cannot set of a view (groups, order, the order of columns), as steps for a person. */
export const stepsByHand = (table: Table, view: View): readonly string[] => {
  const named = (keys: readonly string[]): string =>
    keys.map((key) => `“${table.columns[key]?.name ?? key}”`).join('、');
  const { group = [], sort = [], shows = [] } = view;
  const primary = Object.keys(table.columns)[0] ?? '';
  const order = sort
    .map(({ column, isDescending }) => `${named([column])}${isDescending ? '降序' : '升序'}`)
    .join('、');
  const sorted = order === '' ? '' : `按${order}排列`;
  const grouped = view.type === 'kanban' ? `看板的分组依据选${named(group)}` : `按${named(group)}分组`;
  const steps = [
    view.inThisOrder ? `各列按以下顺序拖动：${named([primary, ...shows])}` : '',
    group.length === 0 ? sorted : sorted === '' ? grouped : `${grouped}，组内${sorted}`,
  ];
  return [...steps.filter((step) => step !== '').map((step) => `${step}。`), ...(view.byHand ?? [])];
};

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
  /** Key of the column by whose text a row is found again that was made without an answer. */
  readonly identity?: string;
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
