/**
 * What a column (列) is: what it is called, who owns it, and how its cells are read and written. A cell has three shapes: what
 * Feishu sends, what Feishu takes (they differ, and a missing key is an empty cell), and ours, which is normalised so that
 * two equal cells have equal JSON. The builders of each type are in `columns.ts`.
 */
import { z } from 'zod';
import { tidyText } from '../src/workflow/plain-text.ts';

/** Who may change a cell. `action` cells are read as a wish and cleared when it is done (DESIGN.md 5). */
export type Owner = 'people' | 'service' | 'action' | 'form';
export type Privacy = 'public' | 'internal' | 'personal';

/** A normalised cell. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | { readonly text: string; readonly link: string };

export interface SelectOption {
  readonly name: string;
  /** Feishu's palette, 0–54. */
  readonly color: number;
  /** Names it had in earlier versions: a live option of such a name is renamed, and every row that shows it with it. */
  readonly formerNames?: readonly string[];
}

/** What every declaration says about its column. */
export interface ColumnNotes {
  readonly owner: Owner;
  readonly description?: string;
  readonly privacy?: Privacy;
  /** Names it had in earlier versions: a live column of such a name is renamed and keeps its field id. */
  readonly formerNames?: readonly string[];
}

/** How a column is put to Feishu: `link` names a table by key, because ids exist only once the tables do. */
export interface ColumnKind {
  readonly type: number;
  readonly uiType: string;
  readonly options?: readonly SelectOption[];
  readonly link?: {
    readonly table: string;
    readonly multiple: boolean;
    /** Name of the column on the other side; only of a two-way link (双向关联). */
    readonly backName?: string;
  };
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A formula with columns of its own table as {key}: ids exist only once the columns do. */
  readonly expression?: string;
  /** Feishu's API cannot make such a column: how a person makes it. */
  readonly byHand?: string;
}

// Methods, not properties: their bivariance lets a table of mixed columns be handled as columns of any cell.
export interface Column<V extends Cell = Cell> {
  readonly name: string;
  readonly owner: Owner;
  readonly privacy: Privacy;
  readonly description: string;
  readonly formerNames: readonly string[];
  readonly kind: ColumnKind;
  readonly empty: V;
  /** The one spelling of a value; `decode(read(encode(v)))` equals `normalise(v)`. */
  normalise(value: V): V;
  /** Feishu's read shape → ours. Throws UnreadableCell when the column is no longer of its declared type. */
  decode(raw: unknown): V;
  /** Ours → Feishu's write shape; null clears the cell. Undefined for columns that Feishu fills itself. */
  encode(value: V): unknown;
}

/** A cell that is not of the declared column type: somebody changed the column. Never carries the value. */
export class UnreadableCell extends Error {
  readonly column: string;
  constructor(column: string) {
    super(`column ${column} does not hold what it is declared to hold`);
    this.name = 'UnreadableCell';
    this.column = column;
  }
}

export interface Codec<V extends Cell> {
  readonly empty: V;
  readonly read: z.ZodType<V>;
  readonly normalise: (value: V) => V;
  readonly write: (value: V) => unknown;
}

/** Makes a column of a kind with its codec; the builders say which. */
export const defineColumn = <V extends Cell>(
  name: string,
  kind: ColumnKind,
  notes: ColumnNotes,
  codec: Codec<V>,
): Column<V> => ({
  name,
  owner: notes.owner,
  privacy: notes.privacy ?? 'internal',
  description: notes.description ?? '',
  formerNames: notes.formerNames ?? [],
  kind,
  empty: codec.empty,
  normalise: codec.normalise,
  decode(raw) {
    if (raw === undefined || raw === null) return codec.empty;
    const parsed = codec.read.safeParse(raw);
    if (!parsed.success) throw new UnreadableCell(name);
    return codec.normalise(parsed.data);
  },
  encode(value) {
    const plain = codec.normalise(value);
    return JSON.stringify(plain) === JSON.stringify(codec.empty) ? null : codec.write(plain);
  },
});

/** What a cell holds; empty where the column is of another type by now, which is said where the whole row is read. */
export const decodeOrEmpty = (column: Column, raw: unknown): Cell => {
  try {
    return column.decode(raw);
  } catch (error) {
    if (error instanceof UnreadableCell) return column.empty;
    throw error;
  }
};

/** Feishu's bound for a text cell. */
const MAX_TEXT = 100_000;
/** Line ends, outer blanks and what cannot be seen are not a difference: Feishu and its editors change them on the way. */
const tidy = (value: string): string => (value === '' ? '' : tidyText(tidyText(value).slice(0, MAX_TEXT)));
export const TEXT: Codec<string> = {
  empty: '',
  // Segments of text, links and mentions; a plain string is what newer endpoints are known to send.
  read: z.union([
    z.string(),
    z.array(z.object({ text: z.string() })).transform((parts) => parts.map((part) => part.text).join('')),
  ]),
  normalise: tidy,
  write: (value) => value,
};
export const NUMBER: Codec<number | null> = {
  empty: null,
  read: z.number(),
  normalise: (value) => value,
  write: (value) => value,
};
/** Columns that Feishu fills: never written, and no part of any comparison that could be put back. */
export const filledByFeishu = <V extends Cell>(made: Column<V>): Column<V> => ({ ...made, encode: () => undefined });

/** Ids in one order: Feishu promises none. */
export const sortedSet = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();
