/**
 * Column builders (列): what a column is called, who owns it, and how its cells are read and written. A cell has three
 * shapes: what Feishu sends, what Feishu takes (they differ, and a missing key is an empty cell), and ours, which is
 * normalised so that two equal cells have equal JSON. No I/O, and no opinion about what the values mean.
 */
import { z } from 'zod';
import {
  type BeijingDate,
  beijingDate,
  type Ms,
  type OpenId,
  openId,
  type RecordId,
  recordId,
} from '../src/workflow/ids.ts';

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
  readonly link?: { readonly table: string; readonly multiple: boolean };
  readonly settings?: Readonly<Record<string, unknown>>;
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
  constructor(readonly column: string) {
    super(`column ${column} does not hold what it is declared to hold`);
    this.name = 'UnreadableCell';
  }
}

interface Codec<V extends Cell> {
  readonly empty: V;
  readonly read: z.ZodType<V>;
  readonly normalise: (value: V) => V;
  readonly write: (value: V) => unknown;
}

const column = <V extends Cell>(name: string, kind: ColumnKind, notes: ColumnNotes, codec: Codec<V>): Column<V> => ({
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

/** Feishu's bound for a text cell. */
const MAX_TEXT = 100_000;
/** Line ends and outer blanks are not a difference: Feishu and its editors change them on the way. */
const tidy = (value: string): string => value.replace(/\r\n?/g, '\n').trim().slice(0, MAX_TEXT).trimEnd();
const sortedSet = <T extends string>(values: readonly T[]): readonly T[] => [...new Set(values)].sort();

const TEXT: Codec<string> = {
  empty: '',
  // Segments of text, links and mentions; a plain string is what newer endpoints are known to send.
  read: z.union([
    z.string(),
    z.array(z.object({ text: z.string() })).transform((parts) => parts.map((part) => part.text).join('')),
  ]),
  normalise: tidy,
  write: (value) => value,
};
export const text = (name: string, notes: ColumnNotes): Column<string> =>
  column(name, { type: 1, uiType: 'Text' }, notes, TEXT);

/** Only digits after an optional plus may be written; anything else is a 1254060-like refusal for the whole batch. */
export const phone = (name: string, notes: ColumnNotes): Column<string> =>
  column(
    name,
    { type: 13, uiType: 'Phone' },
    { privacy: 'personal', ...notes },
    {
      ...TEXT,
      normalise: (value) => {
        const digits = value.replace(/[^\d+]/g, '');
        return (digits.startsWith('+') ? `+${digits.replaceAll('+', '')}` : digits.replaceAll('+', '')).slice(0, 64);
      },
    },
  );

const NUMBER: Codec<number | null> = {
  empty: null,
  read: z.number(),
  normalise: (value) => value,
  write: (value) => value,
};
export const number = (name: string, notes: ColumnNotes & { readonly formatter?: string }): Column<number | null> =>
  column(name, { type: 2, uiType: 'Number', settings: { formatter: notes.formatter ?? '0' } }, notes, NUMBER);

const optionsOf = (names: readonly (string | SelectOption)[]): readonly SelectOption[] =>
  names.map((one, index) => (typeof one === 'string' ? { name: one, color: index % 11 } : one));

/** One of declared names. People may add options of their own, so the value is any text; null is empty. */
export const singleSelect = (
  name: string,
  options: readonly (string | SelectOption)[],
  notes: ColumnNotes,
): Column<string | null> =>
  column(name, { type: 3, uiType: 'SingleSelect', options: optionsOf(options) }, notes, {
    empty: null,
    read: z.string(),
    normalise: (value) => (value === null || value.trim() === '' ? null : value.trim()),
    write: (value) => value,
  });

export const multiSelect = (
  name: string,
  options: readonly (string | SelectOption)[],
  notes: ColumnNotes,
): Column<readonly string[]> =>
  column<readonly string[]>(name, { type: 4, uiType: 'MultiSelect', options: optionsOf(options) }, notes, {
    empty: [],
    read: z.array(z.string()),
    normalise: (values) => sortedSet(values.map((one) => one.trim()).filter((one) => one !== '')),
    write: (value) => value,
  });

const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const midnightOf = (date: BeijingDate): Ms => Date.parse(`${date}T00:00:00+08:00`);
const dateAt = (ms: Ms): BeijingDate =>
  beijingDate(new Date(Math.floor((ms + BEIJING_OFFSET_MS) / DAY_MS) * DAY_MS).toISOString().slice(0, 10));

/** A calendar day; written as Beijing midnight, read from any moment of that day. */
export const date = (name: string, notes: ColumnNotes): Column<BeijingDate | null> =>
  column<BeijingDate | null>(
    name,
    { type: 5, uiType: 'DateTime', settings: { date_formatter: 'yyyy-MM-dd', auto_fill: false } },
    notes,
    {
      empty: null,
      read: z.number().transform(dateAt),
      normalise: (value) => value,
      write: (value) => (value === null ? null : midnightOf(value)),
    },
  );

/** A moment to the minute, because that is what the column shows. */
export const dateTime = (name: string, notes: ColumnNotes): Column<Ms | null> =>
  column(
    name,
    { type: 5, uiType: 'DateTime', settings: { date_formatter: 'yyyy-MM-dd HH:mm', auto_fill: false } },
    notes,
    {
      ...NUMBER,
      normalise: (value) => (value === null ? null : Math.floor(value / 60_000) * 60_000),
    },
  );

export const checkbox = (name: string, notes: ColumnNotes): Column<boolean> =>
  column<boolean>(name, { type: 7, uiType: 'Checkbox' }, notes, {
    empty: false,
    read: z.boolean(),
    normalise: (value) => value,
    write: (value) => value,
  });

export const person = (name: string, multiple: boolean, notes: ColumnNotes): Column<readonly OpenId[]> =>
  column<readonly OpenId[]>(name, { type: 11, uiType: 'User', settings: { multiple } }, notes, {
    empty: [],
    read: z.array(z.object({ id: z.string() })).transform((people) => people.map((one) => openId(one.id))),
    normalise: sortedSet,
    write: (people) => people.map((id) => ({ id })),
  });

type Url = { readonly text: string; readonly link: string };
export const url = (name: string, notes: ColumnNotes): Column<Url | null> =>
  column<Url | null>(name, { type: 15, uiType: 'Url' }, notes, {
    empty: null,
    read: z.object({ text: z.string().default(''), link: z.string() }),
    normalise: (value) =>
      value === null || value.link === '' ? null : { text: value.text.trim() || value.link, link: value.link },
    write: (value) => value,
  });

/** Tokens of files uploaded to this Base. */
export const attachment = (name: string, notes: ColumnNotes): Column<readonly string[]> =>
  column<readonly string[]>(name, { type: 17, uiType: 'Attachment' }, notes, {
    empty: [],
    read: z.array(z.object({ file_token: z.string() })).transform((files) => files.map((file) => file.file_token)),
    normalise: (tokens) => [...new Set(tokens)],
    write: (tokens) => tokens.map((token) => ({ file_token: token })),
  });

/** One-way link (单向关联) to rows of another declared table, named by its key. */
export const link = (name: string, table: string, multiple: boolean, notes: ColumnNotes): Column<readonly RecordId[]> =>
  column<readonly RecordId[]>(name, { type: 18, uiType: 'SingleLink', link: { table, multiple } }, notes, {
    empty: [],
    read: z
      .object({ link_record_ids: z.array(z.string()).nullish() })
      .transform((value) => (value.link_record_ids ?? []).map(recordId)),
    normalise: sortedSet,
    write: (ids) => ids,
  });

/** Columns that Feishu fills: never written, and no part of any comparison that could be put back. */
const filledByFeishu = <V extends Cell>(made: Column<V>): Column<V> => ({ ...made, encode: () => undefined });

export const autoNumber = (name: string, notes: ColumnNotes): Column<string> =>
  filledByFeishu(
    column(
      name,
      { type: 1005, uiType: 'AutoNumber', settings: { auto_serial: { type: 'auto_increment_number' } } },
      notes,
      TEXT,
    ),
  );
export const createdTime = (name: string, notes: ColumnNotes): Column<Ms | null> =>
  filledByFeishu(
    column(
      name,
      { type: 1001, uiType: 'CreatedTime', settings: { date_formatter: 'yyyy-MM-dd HH:mm' } },
      notes,
      NUMBER,
    ),
  );
export const modifiedTime = (name: string, notes: ColumnNotes): Column<Ms | null> =>
  filledByFeishu(
    column(
      name,
      { type: 1002, uiType: 'ModifiedTime', settings: { date_formatter: 'yyyy-MM-dd HH:mm' } },
      notes,
      NUMBER,
    ),
  );
