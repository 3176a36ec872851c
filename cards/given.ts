/**
 * What stood in the fields of a card before anybody touched them. A form sends all its fields, so without this a draft, a former result
 * or the words of a transcript would come back as something the presser had written. A button carries a short mark of each such text,
 * never the text: whoever presses an old card may be anybody by now.
 */
import { tidyText } from '../src/workflow/plain-text.ts';
import { textsOf } from '../src/workflow/whose-turn/form-values.ts';
import { type Field, fieldsOf, type Offer, presetOf } from '../src/workflow/whose-turn/offer.ts';

/** Marks by the name of the field. */
export type Given = Readonly<Record<string, string>>;

/** FNV-1a of 32 bits: tells values apart that stand in one field one after another, and keeps no secret. */
const markOf = (texts: readonly string[]): string => {
  let hash = 0x811c9dc5;
  for (const char of texts.map(tidyText).toSorted().join('\n'))
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
};

type TextField = Extract<Field, { kind: 'text' }>;

/** `drawn`: a text as it stands on the card. */
export const givenIn = (all: readonly Offer[], drawn: (field: TextField) => string): Given =>
  Object.fromEntries(
    all.flatMap(fieldsOf).flatMap((field) => {
      const texts = presetOf(field.kind === 'text' ? { ...field, preset: drawn(field) } : field);
      return texts.length > 0 ? [[field.name, markOf(texts)]] : [];
    }),
  );

/** Without what nobody touched: what stands as it was given, and what was empty and is empty still. */
export const withoutGiven = (form: ReadonlyMap<string, unknown>, given: Given): ReadonlyMap<string, unknown> =>
  new Map(
    [...form].filter(([name, value]) =>
      given[name] === undefined ? !isEmpty(value) : given[name] !== markOf(textsOf(value) ?? []),
    ),
  );
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0);
