/**
 * Columns that Feishu fills itself (自动编号、创建与修改、公式、查找引用): read, never written. Changes of a formula or a lookup
 * raise no event, so nothing of ours may hang on one.
 */
import { z } from 'zod';
import { type Ms, type OpenId, openId } from '../src/workflow/ids.ts';
import { type Column, type ColumnNotes, defineColumn, filledByFeishu, NUMBER, TEXT } from './column.ts';

/** A piece of an automatic number: text that stays, the day the row was made, or the running number in so many digits. */
export type SerialPart =
  | { readonly fixed: string }
  | { readonly created: 'yyyyMMdd' | 'yyyyMM' | 'yyyy' | 'MMdd' | 'MM' | 'dd' }
  | { readonly digits: number };

const serialOption = (part: SerialPart): object => {
  if ('fixed' in part) return { type: 'fixed_text', value: part.fixed };
  if ('created' in part) return { type: 'created_time', value: part.created };
  return { type: 'system_number', value: String(part.digits) };
};

/** 自动编号: 1, 2, 3 … or as the parts say. Empty for a moment after the row was made, so never a key. */
export const autoNumber = (
  name: string,
  notes: ColumnNotes & { readonly parts?: readonly SerialPart[] },
): Column<string> => {
  const auto_serial = notes.parts
    ? { type: 'custom', reformat_existing_records: false, options: notes.parts.map(serialOption) }
    : { type: 'auto_increment_number' };
  return filledByFeishu(
    defineColumn(name, { type: 1005, uiType: 'AutoNumber', settings: { auto_serial } }, notes, TEXT),
  );
};

const MINUTES = { date_formatter: 'yyyy-MM-dd HH:mm' };
export const createdTime = (name: string, notes: ColumnNotes): Column<Ms | null> =>
  filledByFeishu(defineColumn(name, { type: 1001, uiType: 'CreatedTime', settings: MINUTES }, notes, NUMBER));
export const modifiedTime = (name: string, notes: ColumnNotes): Column<Ms | null> =>
  filledByFeishu(defineColumn(name, { type: 1002, uiType: 'ModifiedTime', settings: MINUTES }, notes, NUMBER));

/** An empty creator is a filler of a public form. */
const PERSON = {
  empty: null,
  read: z.array(z.object({ id: z.string() })).transform((people) => {
    const id = people[0]?.id ?? '';
    return id === '' ? null : openId(id);
  }),
  normalise: (value: OpenId | null) => value,
  write: (value: OpenId | null) => value,
};
export const createdBy = (name: string, notes: ColumnNotes): Column<OpenId | null> =>
  filledByFeishu(defineColumn<OpenId | null>(name, { type: 1003, uiType: 'CreatedUser' }, notes, PERSON));
export const modifiedBy = (name: string, notes: ColumnNotes): Column<OpenId | null> =>
  filledByFeishu(defineColumn<OpenId | null>(name, { type: 1004, uiType: 'ModifiedUser' }, notes, PERSON));

/** What formulas and lookups hold: values of another type, wrapped in a list. */
const wrapped = z.object({
  value: z.array(
    z.union([
      z.string(),
      z.number().transform(String),
      z.boolean().transform((one) => (one ? '是' : '否')),
      z.object({ text: z.string() }).transform((segment) => segment.text),
      z.object({ name: z.string() }).transform((person) => person.name),
    ]),
  ),
});
/** One value may come as several segments; several values of a lookup read as a list of words. */
const wrappedText = (between: string) => ({ ...TEXT, read: wrapped.transform(({ value }) => value.join(between)) });

/**
 * 公式. Columns of the same table stand in it as {key}: `formula('合计', '{count}*{price}', …)`. Read as text. Feishu's pages
 * disagree on whether the API may set the expression: where it is refused, `apply` says how to make the column by hand.
 */
export const formula = (
  name: string,
  expression: string,
  notes: ColumnNotes & { readonly formatter?: string },
): Column<string> =>
  filledByFeishu(
    defineColumn(
      name,
      {
        type: 20,
        uiType: 'Formula',
        expression,
        ...(notes.formatter === undefined ? {} : { settings: { formatter: notes.formatter } }),
      },
      notes,
      wrappedText(''),
    ),
  );

/** 查找引用: the API reads it but cannot make it. `byHand` tells a person how. */
export const lookup = (name: string, notes: ColumnNotes & { readonly byHand: string }): Column<string> =>
  filledByFeishu(defineColumn(name, { type: 19, uiType: 'Lookup', byHand: notes.byHand }, notes, wrappedText('、')));
