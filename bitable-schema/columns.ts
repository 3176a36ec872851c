/**
 * Column builders (列) for what people and the service fill in: one per type of Bitable column that its API can make. Numbers
 * with a look of their own are in `number-columns.ts`, columns that Feishu fills in `computed-columns.ts`.
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
import { phoneOf } from '../src/workflow/plain-text.ts';
import { type Column, type ColumnNotes, defineColumn, NUMBER, type SelectOption, sortedSet, TEXT } from './column.ts';

export type { Cell, Column, ColumnNotes, Owner, SelectOption } from './column.ts';
export { decodeOrEmpty, UnreadableCell } from './column.ts';
export { autoNumber, createdBy, createdTime, formula, lookup, modifiedBy, modifiedTime } from './computed-columns.ts';
export { currency, progress, rating } from './number-columns.ts';

export const text = (name: string, notes: ColumnNotes): Column<string> =>
  defineColumn(name, { type: 1, uiType: 'Text' }, notes, TEXT);

/** Only digits after an optional plus may be written; anything else is a 1254060-like refusal for the whole batch. */
export const phone = (name: string, notes: ColumnNotes): Column<string> =>
  defineColumn(
    name,
    { type: 13, uiType: 'Phone' },
    { privacy: 'personal', ...notes },
    {
      ...TEXT,
      normalise: (value) => phoneOf(value).slice(0, 64),
    },
  );

export const number = (name: string, notes: ColumnNotes & { readonly formatter?: string }): Column<number | null> =>
  defineColumn(name, { type: 2, uiType: 'Number', settings: { formatter: notes.formatter ?? '0' } }, notes, NUMBER);

const optionsOf = (names: readonly (string | SelectOption)[]): readonly SelectOption[] =>
  names.map((one, index) => (typeof one === 'string' ? { name: one, color: index % 11 } : one));

/** One of declared names. People may add options of their own, so the value is any text; null is empty. */
export const singleSelect = (
  name: string,
  options: readonly (string | SelectOption)[],
  notes: ColumnNotes,
): Column<string | null> =>
  defineColumn(name, { type: 3, uiType: 'SingleSelect', options: optionsOf(options) }, notes, {
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
  defineColumn<readonly string[]>(name, { type: 4, uiType: 'MultiSelect', options: optionsOf(options) }, notes, {
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
  defineColumn<BeijingDate | null>(
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
  defineColumn(
    name,
    { type: 5, uiType: 'DateTime', settings: { date_formatter: 'yyyy-MM-dd HH:mm', auto_fill: false } },
    notes,
    {
      ...NUMBER,
      normalise: (value) => (value === null ? null : Math.floor(value / 60_000) * 60_000),
    },
  );

export const checkbox = (name: string, notes: ColumnNotes): Column<boolean> =>
  defineColumn<boolean>(name, { type: 7, uiType: 'Checkbox' }, notes, {
    empty: false,
    read: z.boolean(),
    normalise: (value) => value,
    write: (value) => value,
  });

export const person = (name: string, multiple: boolean, notes: ColumnNotes): Column<readonly OpenId[]> =>
  defineColumn<readonly OpenId[]>(name, { type: 11, uiType: 'User', settings: { multiple } }, notes, {
    empty: [],
    read: z.array(z.object({ id: z.string() })).transform((people) => people.map((one) => openId(one.id))),
    normalise: sortedSet,
    write: (people) => people.map((id) => ({ id })),
  });

type Url = { readonly text: string; readonly link: string };
export const url = (name: string, notes: ColumnNotes): Column<Url | null> =>
  defineColumn<Url | null>(name, { type: 15, uiType: 'Url' }, notes, {
    empty: null,
    read: z.object({ text: z.string().default(''), link: z.string() }),
    normalise: (value) =>
      value === null || value.link === '' ? null : { text: value.text.trim() || value.link, link: value.link },
    write: (value) => value,
  });

/** Tokens of files uploaded to this Base. */
export const attachment = (name: string, notes: ColumnNotes): Column<readonly string[]> =>
  defineColumn<readonly string[]>(name, { type: 17, uiType: 'Attachment' }, notes, {
    empty: [],
    read: z.array(z.object({ file_token: z.string() })).transform((files) => files.map((file) => file.file_token)),
    normalise: (tokens) => [...new Set(tokens)],
    write: (tokens) => tokens.map((token) => ({ file_token: token })),
  });

/** What a cell of attachments says of its files besides their tokens; what cannot be read is no file. */
export const filesInCell = (cell: unknown): readonly FileInCell[] =>
  z
    .array(z.object({ file_token: z.string(), name: z.string().catch('附件'), size: z.number().int().min(0).catch(0) }))
    .catch([])
    .parse(cell)
    .map(({ file_token: token, name, size: bytes }) => ({ token, name, bytes }));

interface FileInCell {
  readonly token: string;
  readonly name: string;
  readonly bytes: number;
}

/** One-way link (单向关联) to rows of another declared table, named by its key. */
export const link = (name: string, table: string, multiple: boolean, notes: ColumnNotes): Column<readonly RecordId[]> =>
  defineColumn<readonly RecordId[]>(name, { type: 18, uiType: 'SingleLink', link: { table, multiple } }, notes, {
    empty: [],
    read: z
      .object({ link_record_ids: z.array(z.string()).nullish() })
      .transform((value) => (value.link_record_ids ?? []).map(recordId)),
    normalise: sortedSet,
    write: (ids) => ids,
  });

/** Two-way link (双向关联): Feishu keeps a column `backName` in the other table in step. */
export const duplexLink = (
  name: string,
  table: string,
  multiple: boolean,
  backName: string,
  notes: ColumnNotes,
): Column<readonly RecordId[]> => ({
  ...link(name, table, multiple, notes),
  kind: { type: 21, uiType: 'DuplexLink', link: { table, multiple, backName } },
});

/** An address for mail; read as a link, written as text. */
export const email = (name: string, notes: ColumnNotes): Column<string> =>
  defineColumn(name, { type: 1, uiType: 'Email' }, { privacy: 'personal', ...notes }, TEXT);

/** `scanOnly`: on a phone it can be scanned but not typed. */
export const barcode = (name: string, notes: ColumnNotes & { readonly scanOnly?: boolean }): Column<string> =>
  defineColumn(
    name,
    {
      type: 1,
      uiType: 'Barcode',
      settings: { allowed_edit_modes: { manual: !notes.scanOnly, scan: true } },
    },
    notes,
    TEXT,
  );

/** A place as “longitude,latitude”; Feishu finds the address itself. Anything else would be refused with the whole batch. */
export const location = (name: string, notes: ColumnNotes & { readonly onSiteOnly?: boolean }): Column<string> =>
  defineColumn(
    name,
    {
      type: 22,
      uiType: 'Location',
      settings: { location: { input_type: notes.onSiteOnly ? 'only_mobile' : 'not_limit' } },
    },
    notes,
    {
      empty: '',
      read: z.object({ location: z.string() }).transform((value) => value.location),
      normalise: (value) => {
        const place = value.replace(/\s/g, '');
        return /^-?\d{1,3}(\.\d+)?,-?\d{1,2}(\.\d+)?$/.test(place) ? place : '';
      },
      write: (value) => value,
    },
  );

/** Groups (群组) by chat id. */
export const groupChat = (name: string, multiple: boolean, notes: ColumnNotes): Column<readonly string[]> =>
  defineColumn<readonly string[]>(name, { type: 23, uiType: 'GroupChat', settings: { multiple } }, notes, {
    empty: [],
    read: z.array(z.object({ id: z.string() })).transform((groups) => groups.map((group) => group.id)),
    normalise: sortedSet,
    write: (ids) => ids.map((id) => ({ id })),
  });
