/**
 * What somebody fills in on a form: around a button of a card, or on a page. Read from the form itself, by what sort of field it is, so
 * that a new act is done like the others. Sensibly, or as one who was careless: nothing but blanks, a day out of bounds, somebody who
 * has left.
 */
import { type Act, FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import type { Random } from './random.ts';

/** `misfit`: well but for what is chosen, a day far away or what stands first in a list. */
export type Manner = 'sensible' | 'careless' | 'blank' | 'misfit';

export interface Filling {
  readonly chance: Random;
  readonly manner: Manner;
  /** Makes every text of a story different. */
  readonly mark: string;
  readonly today: string;
  /** '' where no limit runs. */
  readonly due: string;
  /** Choices that are meant, wherever one of them is offered. */
  readonly meant: readonly string[];
}

interface Field {
  readonly name: string;
  readonly sort: 'text' | 'one' | 'many' | 'day' | 'file' | 'other';
  readonly options: readonly string[];
  readonly isRequired: boolean;
  readonly max: number;
}

const DAY_MS = 86_400_000;
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** A day that suits what the field is called, or one that cannot be. */
const dayFor = (name: string, { chance, manner, today, due }: Filling): string => {
  if (manner === 'misfit') return dayAfter(today, YEARS_AWAY);
  const isWrong = manner !== 'sensible';
  if (isWrong && chance.chance(0.5)) return chance.chance(0.5) ? NO_DAY : dayAfter(today, YEARS_AWAY);
  if (/extend|newDate/i.test(name))
    return dayAfter(due || today, isWrong ? chance.between(-3, 0) : chance.between(1, 9));
  if (/milestone|^on$/i.test(name)) {
    const room = Math.max(0, due === '' ? 0 : daysBetween(today, due));
    return isWrong ? dayAfter(due || today, 5) : dayAfter(today, chance.between(0, Math.min(room, 3)));
  }
  return isWrong ? dayAfter(today, chance.between(-2, 0)) : dayAfter(today, chance.between(1, 2));
};

const NO_DAY = '2026-02-30';
const YEARS_AWAY = 4_000;
const TOO_LONG = '长'.repeat(2_100);

const COUNTS = ['1', '2', '3', '5', '15'] as const;
/** So often a field that may stay empty is filled in. */
const OPTIONAL = 0.7;
const CHOSEN = 0.35;
const STRAY = 0.03;
/** What an act reads and can do without. */
const LEFT_OPEN = /^sign_(?!words)|_unit$|_person$/;
const DATED = 0.2;
const PERSON = /officer_person/;

const valueFor = (field: Field, filling: Filling): unknown => {
  const { chance, manner, mark, meant } = filling;
  const { name, sort, options, isRequired, max } = field;
  switch (sort) {
    case 'text':
      if (manner === 'blank') return '  ';
      if (manner === 'careless' && chance.chance(0.2)) return TOO_LONG;
      if (/days|limit/i.test(name)) return manner === 'careless' ? '0' : chance.pick(COUNTS);
      return isRequired || chance.chance(OPTIONAL) ? `${name.replaceAll('_', '')}${mark}`.slice(-max) : undefined;
    case 'one': {
      // 承办人 stand before the heads; whoever was it then may have left.
      if (manner === 'misfit' && PERSON.test(name)) return options[0];
      const wanted = options.find((one) => meant.includes(one));
      if (wanted !== undefined) return wanted;
      return isRequired || chance.chance(CHOSEN) ? (chance.pick(options) ?? undefined) : undefined;
    }
    case 'many':
      return chance.chance(CHOSEN) ? [chance.pick(options)].filter((one) => one !== null) : undefined;
    case 'day':
      return isRequired || chance.chance(/resolve|planned|extend|milestone/i.test(name) ? 1 : DATED)
        ? dayFor(name, filling)
        : undefined;
    case 'file':
    case 'other':
      return undefined;
  }
};

const SORTS: Readonly<Record<string, Field['sort']>> = {
  input: 'text',
  select_static: 'one',
  select_person: 'one',
  multi_select_static: 'many',
  multi_select_person: 'many',
  date_picker: 'day',
};

type Node = Readonly<Record<string, unknown>>;
const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null && !Array.isArray(node);

const childAt = (node: unknown, key: string | number): unknown =>
  Array.isArray(node) ? node[Number(key)] : isNode(node) ? node[String(key)] : undefined;

/** The form in which the button stands, or null. */
const formAround = (card: unknown, path: readonly (string | number)[]): Node | null => {
  let form: Node | null = null;
  let node = card;
  for (const key of path) {
    if (isNode(node) && node['tag'] === 'form') form = node;
    node = childAt(node, key);
  }
  return form;
};

const fieldsIn = (node: unknown): readonly Field[] => {
  if (Array.isArray(node)) return node.flatMap(fieldsIn);
  if (!isNode(node)) return [];
  const sort = SORTS[String(node['tag'])];
  if (sort !== undefined && typeof node['name'] === 'string') {
    const options = Array.isArray(node['options']) ? node['options'] : [];
    return [
      {
        name: node['name'],
        sort,
        options: options.flatMap((one) => (isNode(one) && typeof one['value'] === 'string' ? [one['value']] : [])),
        isRequired: node['required'] === true,
        max: typeof node['max_length'] === 'number' ? node['max_length'] : 100,
      },
    ];
  }
  return Object.values(node).flatMap(fieldsIn);
};

/** The values of the form around a button; null for a button that stands in none. */
export const filledCard = (
  content: string,
  path: readonly (string | number)[],
  filling: Filling,
  act: string,
): Readonly<Record<string, unknown>> | null => {
  const form = formAround(JSON.parse(content), path);
  if (!form) return null;
  const values: Record<string, unknown> = {};
  for (const field of fieldsFor(act, fieldsIn(form), filling)) {
    const value = valueFor(field, filling);
    if (value !== undefined) values[field.name] = field.sort === 'day' ? `${String(value)} +0800` : value;
  }
  return values;
};

/** 补记 of an item first raised in the room. */
const ADDITION = ['add_visit', 'add_kind', 'add_text'] as const;
const FIELDS_BY_ACT = new Map<string, readonly string[]>([
  ...Object.entries(FIELDS).map(([act, fields]) => [act, Object.values(fields)] as const),
  ['item', ADDITION],
]);
/** Beside a report only. */
const TAKES_FILES: Act = 'progress';

/** One form may serve many acts: the fields of this one are wanted, and something may stand in the others. */
const fieldsFor = (act: string, all: readonly Field[], { chance }: Filling): readonly Field[] => {
  const own = FIELDS_BY_ACT.get(act) ?? [];
  // The enterprise has forms of its own, some of which are called as an act of others.
  if (!all.some(({ name }) => OF_ACTS.has(name))) return all;
  return all.flatMap((field) => {
    const isOwn = own.includes(field.name);
    if (field.sort === 'file') return act === TAKES_FILES ? [field] : [];
    if ((act === 'endorse' || !isOwn) && !chance.chance(STRAY)) return [];
    return [isOwn && !LEFT_OPEN.test(field.name) ? { ...field, isRequired: true } : field];
  });
};
const OF_ACTS: ReadonlySet<string> = new Set([...FIELDS_BY_ACT.values()].flat());

export interface PageForm {
  readonly action: string;
  readonly isMultipart: boolean;
  readonly fields: readonly Field[];
  readonly hidden: Readonly<Record<string, string>>;
}

const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** The forms of a page of ours, as a browser would find them: one by each button that posts it to an address of its own. */
export const formsOf = (html: string): readonly PageForm[] =>
  [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].flatMap(([, head = '', body = '']) => {
    const hidden: Record<string, string> = {};
    const fields = new Map<string, Field>();
    for (const [whole, tag = '', attributes = '', rest = ''] of body.matchAll(
      /<(input|textarea|select)\b([^>]*)>((?:<option[\s\S]*?<\/select>)?)/g,
    )) {
      const name = attribute(whole, 'name');
      const type = tag === 'input' ? attribute(attributes, 'type') : tag;
      if (name === '') continue;
      if (type === 'hidden') {
        hidden[name] = attribute(attributes, 'value');
        continue;
      }
      const choices = [...rest.matchAll(/<option[^>]*value="([^"]*)"/g)].flatMap(([, value = '']) => value);
      const value = attribute(attributes, 'value');
      const sort = { radio: 'one', select: 'one', date: 'day', file: 'file' }[type] ?? 'text';
      const before = fields.get(name)?.options ?? [];
      fields.set(name, {
        name,
        sort: sort === 'one' || sort === 'day' || sort === 'file' ? sort : 'text',
        options: [...before, ...(type === 'radio' ? [value] : choices)].filter((one) => one !== ''),
        isRequired: /\brequired\b/.test(attributes),
        max: Number(attribute(attributes, 'maxlength') || 100),
      });
    }
    const buttons = [...body.matchAll(/<button[^>]*>/g)].map(
      ([tag]) => attribute(tag, 'formaction') || attribute(head, 'action'),
    );
    return [...new Set(buttons)].map((action) => ({
      action,
      isMultipart: head.includes('multipart/'),
      fields: [...fields.values()],
      hidden,
    }));
  });

/** The last part of the address it posts to. */
export const nameOfForm = ({ action }: PageForm): string => action.split('/').at(-1) ?? '';

const BOUNDARY = '----simulated-browser';
const PHOTO = '\u00ff\u00d8\u00ff\u00e0photo';

/** What a browser posts: a file of a few bytes where one is wanted, and `given` over what would be filled in. */
export const posted = (
  form: PageForm,
  filling: Filling,
  given: Readonly<Record<string, string>> = {},
): { readonly body: string | Uint8Array<ArrayBuffer>; readonly type: string } => {
  const values: Record<string, string> = { ...form.hidden };
  const fields = fieldsFor(nameOfForm(form), form.fields, filling);
  for (const field of fields) {
    const value = valueFor(field, filling);
    if (typeof value === 'string') values[field.name] = value;
  }
  Object.assign(values, given);
  if (!form.isMultipart)
    return { body: new URLSearchParams(values).toString(), type: 'application/x-www-form-urlencoded' };
  const files = fields.filter(({ sort }) => sort === 'file');
  const parts = [
    ...Object.entries(values).map(([name, value]) => ({ head: `name="${name}"`, bytes: Buffer.from(value) })),
    ...files.map(({ name }) => ({
      head: `name="${name}"; filename="photo.jpg"\r\nContent-Type: image/jpeg`,
      bytes: Buffer.from(PHOTO, 'latin1'),
    })),
  ];
  const body = Buffer.concat([
    ...parts.flatMap(({ head, bytes }) => [
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
  return { body: new Uint8Array(body), type: `multipart/form-data; boundary=${BOUNDARY}` };
};
