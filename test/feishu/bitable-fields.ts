/**
 * Fields (字段) of a table: which types exist, how a field is made from a request, and how it is shown. Cell values are
 * not here (bitable-write.ts, bitable-read.ts).
 */
import { z } from 'zod';
import { checkProperty } from './bitable-property.ts';
import { refuse } from './http.ts';
import type { Base, Field, SelectOption, Table } from './state.ts';
import type { World } from './world.ts';

type TypeRow = {
  readonly uiTypes: readonly string[];
  readonly isCreatable: boolean;
  readonly canBePrimary: boolean;
  readonly badProperty: number;
};

/** Section 1.4 of the fact sheet, from the field guide. The first ui type is the default. */
const fieldTypes: ReadonlyMap<number, TypeRow> = new Map([
  [1, { uiTypes: ['Text', 'Email', 'Barcode'], isCreatable: true, canBePrimary: true, badProperty: 1254080 }],
  [
    2,
    {
      uiTypes: ['Number', 'Progress', 'Currency', 'Rating'],
      isCreatable: true,
      canBePrimary: true,
      badProperty: 1254081,
    },
  ],
  [3, { uiTypes: ['SingleSelect'], isCreatable: true, canBePrimary: false, badProperty: 1254082 }],
  [4, { uiTypes: ['MultiSelect'], isCreatable: true, canBePrimary: false, badProperty: 1254083 }],
  [5, { uiTypes: ['DateTime'], isCreatable: true, canBePrimary: true, badProperty: 1254084 }],
  [7, { uiTypes: ['Checkbox'], isCreatable: true, canBePrimary: false, badProperty: 1254085 }],
  [11, { uiTypes: ['User'], isCreatable: true, canBePrimary: false, badProperty: 1254086 }],
  [13, { uiTypes: ['Phone'], isCreatable: true, canBePrimary: true, badProperty: 1254080 }],
  [15, { uiTypes: ['Url'], isCreatable: true, canBePrimary: true, badProperty: 1254087 }],
  [17, { uiTypes: ['Attachment'], isCreatable: true, canBePrimary: false, badProperty: 1254088 }],
  [18, { uiTypes: ['SingleLink'], isCreatable: true, canBePrimary: false, badProperty: 1254089 }],
  [19, { uiTypes: ['Lookup'], isCreatable: false, canBePrimary: false, badProperty: 1254090 }],
  [20, { uiTypes: ['Formula'], isCreatable: true, canBePrimary: true, badProperty: 1254091 }],
  [21, { uiTypes: ['DuplexLink'], isCreatable: true, canBePrimary: false, badProperty: 1254092 }],
  [22, { uiTypes: ['Location'], isCreatable: true, canBePrimary: true, badProperty: 1254800 }],
  [23, { uiTypes: ['GroupChat'], isCreatable: true, canBePrimary: false, badProperty: 1254800 }],
  [24, { uiTypes: ['Stage'], isCreatable: false, canBePrimary: false, badProperty: 1254800 }],
  [1001, { uiTypes: ['CreatedTime'], isCreatable: true, canBePrimary: false, badProperty: 1254093 }],
  [1002, { uiTypes: ['ModifiedTime'], isCreatable: true, canBePrimary: false, badProperty: 1254094 }],
  [1003, { uiTypes: ['CreatedUser'], isCreatable: true, canBePrimary: false, badProperty: 1254095 }],
  [1004, { uiTypes: ['ModifiedUser'], isCreatable: true, canBePrimary: false, badProperty: 1254096 }],
  [1005, { uiTypes: ['AutoNumber'], isCreatable: true, canBePrimary: false, badProperty: 1254800 }],
  [3001, { uiTypes: ['Button'], isCreatable: false, canBePrimary: false, badProperty: 1254800 }],
]);

export const fieldBodySchema = z.object({
  field_name: z.string(),
  type: z.number().int(),
  ui_type: z.string().optional(),
  property: z.record(z.string(), z.unknown()).nullish(),
  description: z
    .union([z.string(), z.object({ disable_sync: z.boolean().optional(), text: z.string().optional() })])
    .nullish(),
});
export type FieldBody = z.infer<typeof fieldBodySchema>;

const optionsSchema = z.array(
  z.object({
    name: z.string().min(1).max(100),
    id: z.string().optional(),
    color: z.number().int().min(0).max(54).optional(),
  }),
);

/** Options per select field. */
const mostOptions = 20_000;
const mostFields = 300;

/** Makes a field from a create request without putting it into the table. */
export const buildField = (world: World, base: Base, table: Table, body: FieldBody, isPrimary: boolean): Field => {
  const name = checkedName(table, body.field_name, null);
  const row = fieldTypes.get(body.type);
  if (row === undefined || !row.isCreatable) return refuse(1254012, 'NotSupportFieldOrView: type');
  if (isPrimary && !row.canBePrimary) return refuse(1254012, 'NotSupportFieldOrView: primary');
  if (table.fields.length >= mostFields) return refuse(1254105, 'ColumnExceedLimit');
  const uiType = body.ui_type ?? row.uiTypes[0] ?? '';
  if (!row.uiTypes.includes(uiType)) return refuse(1254012, 'NotSupportFieldOrView: ui_type');
  const property = body.property ?? {};
  checkProperty(base, body.type, uiType, property, row.badProperty, body.property);
  return {
    fieldId: world.newId('fld'),
    name,
    type: body.type,
    uiType,
    isPrimary,
    description: textOf(body.description),
    options: optionsOf(world, [], property['options'], row.badProperty, body.type),
    allowsSeveral: property['multiple'] !== false,
    link: linkOf(body.type, property),
    settings: settingsOf(body.type, uiType, property),
    nextSequence: 1,
  };
};

/** Applies an update request, which overwrites the whole property. Answers false when nothing would change (1254606). */
export const overwriteField = (world: World, base: Base, table: Table, field: Field, body: FieldBody): boolean => {
  const name = checkedName(table, body.field_name, field);
  const row = fieldTypes.get(body.type);
  if (row === undefined || (!row.isCreatable && body.type !== field.type))
    return refuse(1254012, 'NotSupportFieldOrView: type');
  if (field.isPrimary && !row.canBePrimary) return refuse(1254012, 'NotSupportFieldOrView: primary');
  const uiType = body.ui_type ?? (body.type === field.type ? field.uiType : (row.uiTypes[0] ?? ''));
  if (!row.uiTypes.includes(uiType)) return refuse(1254012, 'NotSupportFieldOrView: ui_type');
  const property = body.property ?? {};
  checkProperty(base, body.type, uiType, property, row.badProperty, body.property);
  const next = {
    name,
    type: body.type,
    uiType,
    description: body.description === undefined ? field.description : textOf(body.description),
    options: optionsOf(
      world,
      body.type === field.type ? field.options : [],
      property['options'],
      row.badProperty,
      body.type,
    ),
    allowsSeveral: property['multiple'] !== false,
    link: body.type === 21 && field.type === 21 ? field.link : linkOf(body.type, property),
    settings: settingsOf(body.type, uiType, property),
  };
  const { fieldId: _id, isPrimary: _primary, nextSequence: _next, ...current } = field;
  if (sameJson(next, { ...current })) return false;
  Object.assign(field, next);
  return true;
};

const sameJson = (left: unknown, right: unknown): boolean => stable(left) === stable(right);

/** JSON with sorted keys. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

const checkedName = (table: Table, given: string, self: Field | null): string => {
  const name = given.trim();
  if (name === '') return refuse(1254028, 'EmptyFieldName');
  if (name.length > 1000) return refuse(1254029, 'InvalidFieldName');
  if (table.fields.some((field) => field !== self && field.name === name))
    return refuse(1254014, 'FieldNameDuplicated');
  return name;
};

const textOf = (description: FieldBody['description']): string =>
  description === undefined || description === null
    ? ''
    : typeof description === 'string'
      ? description
      : (description.text ?? '');

const linkOf = (type: number, property: Readonly<Record<string, unknown>>): Field['link'] => {
  const tableId = property['table_id'];
  return (type === 18 || type === 21) && typeof tableId === 'string' ? { tableId, backFieldId: null } : null;
};

const optionsOf = (
  world: World,
  current: readonly SelectOption[],
  given: unknown,
  badProperty: number,
  type: number,
): SelectOption[] => {
  if (type !== 3 && type !== 4) return [];
  if (given === undefined || given === null) return [];
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) return refuse(badProperty, 'invalid options');
  if (parsed.data.length > mostOptions) return refuse(badProperty, 'too many options');
  const names = new Set(parsed.data.map((option) => option.name));
  if (names.size !== parsed.data.length) return refuse(badProperty, 'option name duplicated');
  return parsed.data.map((option, index) => {
    const known = option.id === undefined ? undefined : current.find((each) => each.id === option.id);
    if (option.id !== undefined && known === undefined && current.length > 0)
      return refuse(badProperty, 'unknown option id');
    return {
      id: known?.id ?? world.newId('opt'),
      name: option.name,
      color: option.color ?? known?.color ?? index % 55,
    };
  });
};

const settingsOf = (
  type: number,
  uiType: string,
  property: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const {
    options: _options,
    multiple: _multiple,
    table_id: _table,
    table_name: _name,
    back_field_name: _back,
    back_field_id: _id,
    ...rest
  } = property;
  switch (type) {
    case 2:
      return { formatter: uiType === 'Number' ? '0.0' : '0', ...rest };
    case 5:
      return { auto_fill: false, date_formatter: 'yyyy/MM/dd', ...rest };
    case 1001:
    case 1002:
      return { date_formatter: 'yyyy/MM/dd', ...rest };
    case 1005:
      return { auto_serial: { type: 'auto_increment_number' }, ...rest };
    default:
      return rest;
  }
};

/** The property as an endpoint shows it; null where the guide says null. */
const propertyJson = (base: Base, field: Field): Readonly<Record<string, unknown>> | null => {
  switch (field.type) {
    case 3:
    case 4:
      return { options: field.options.map((option) => ({ color: option.color, id: option.id, name: option.name })) };
    case 11:
    case 23:
      return { multiple: field.allowsSeveral };
    case 18:
    case 21: {
      const other = base.tables.find((table) => table.tableId === field.link?.tableId);
      const back = other?.fields.find((each) => each.fieldId === field.link?.backFieldId);
      return {
        multiple: field.allowsSeveral,
        table_id: field.link?.tableId ?? '',
        table_name: other?.name ?? '',
        ...(back === undefined ? {} : { back_field_id: back.fieldId, back_field_name: back.name }),
      };
    }
    // The details of a lookup are not shown by v1.
    case 19:
      return null;
    default:
      return Object.keys(field.settings).length === 0 ? null : field.settings;
  }
};

/** A field as `GET …/fields` lists it. */
export const fieldJson = (base: Base, field: Field): Readonly<Record<string, unknown>> => ({
  field_id: field.fieldId,
  field_name: field.name,
  type: field.type,
  ui_type: field.uiType,
  is_primary: field.isPrimary,
  is_hidden: false,
  property: propertyJson(base, field),
  description: field.description,
});

/** The value of a field in drive.file.bitable_field_changed_v1. */
export const fieldEventValue = (base: Base, field: Field): Readonly<Record<string, unknown>> => ({
  id: field.fieldId,
  name: field.name,
  type: field.type,
  description: field.description,
  property: propertyJson(base, field) ?? {},
});
