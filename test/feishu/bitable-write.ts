/**
 * Write shapes → stored cells. Read shapes are refused with the documented codes; unknown select names become new
 * options; null clears. Nothing is changed here: new options are collected and kept only if the whole call succeeds.
 */
import { z } from 'zod';
import { type IdType, refuse } from './http.ts';
import type { Base, Cell, Field, SelectOption, Table } from './state.ts';
import { findPersonBy, type World } from './world.ts';

/** Options a call wants to create, by field id. */
export type NewOptions = Map<string, SelectOption[]>;

export type WriteScope = {
  readonly world: World;
  readonly base: Base;
  readonly idType: IdType;
  readonly newOptions: NewOptions;
};

const mostCharacters = 100_000;
const mostChosen = 1000;
const mostFiles = 100;
const mostLinks = 500;
const mostGroups = 10;

/** The cell that a value in write shape stands for; null = empty. */
export const parseCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  if (value === null) return isWritable(field) ? null : refuse(1254015, `FieldTypeValueNotMatch: ${field.name}`);
  switch (field.type) {
    case 1:
      return textCell(value, field);
    case 2:
      return typeof value === 'number' && Number.isFinite(value)
        ? { kind: 'number', number: value }
        : refuse(1254061, `NumberFieldConvFail: ${field.name}`);
    case 3:
      return optionCell(scope, field, value);
    case 4:
      return optionsCell(scope, field, value);
    case 5:
      return typeof value === 'number' && Number.isInteger(value)
        ? { kind: 'date', ms: value }
        : refuse(1254064, `DatetimeFieldConvFail: ${field.name}`);
    case 7:
      return typeof value === 'boolean'
        ? { kind: 'checkbox', checked: value }
        : refuse(1254065, `CheckboxFieldConvFail: ${field.name}`);
    case 11:
      return peopleCell(scope, field, value);
    case 13:
      return phoneCell(field, value);
    case 15:
      return urlCell(field, value);
    case 17:
      return filesCell(scope, field, value);
    case 18:
      return linksCell(scope, field, value, 1254067);
    case 21:
      return linksCell(scope, field, value, 1254074);
    case 22:
      return typeof value === 'string' && /^-?\d+(\.\d+)?,-?\d+(\.\d+)?$/.test(value)
        ? { kind: 'location', location: value }
        : refuse(1254015, `FieldTypeValueNotMatch: ${field.name}`);
    case 23:
      return groupsCell(scope, field, value);
    default:
      return refuse(1254015, `FieldTypeValueNotMatch: ${field.name}`);
  }
};

const writableTypes: readonly number[] = [1, 2, 3, 4, 5, 7, 11, 13, 15, 17, 18, 21, 22, 23];
/** False for computed fields: lookup, formula, created and modified, auto number, stage, button. */
const isWritable = (field: Field): boolean => writableTypes.includes(field.type);

const textCell = (value: unknown, field: Field): Cell | null => {
  if (typeof value !== 'string') return refuse(1254060, `TextFieldConvFail: ${field.name}`);
  if (value.length > mostCharacters) return refuse(1254130, 'TooLargeCell');
  return value === '' ? null : { kind: 'text', text: value };
};

const optionCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  if (typeof value !== 'string') return refuse(1254062, `SingleSelectFieldConvFail: ${field.name}`);
  if (value === '') return null;
  const known = knownOptions(scope, field).find((option) => option.name === value);
  return { kind: 'option', optionId: (known ?? addOption(scope, field, value)).id };
};

const optionsCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  const parsed = z.array(z.string().min(1)).safeParse(value);
  if (!parsed.success) return refuse(1254063, `MultiSelectFieldConvFail: ${field.name}`);
  if (parsed.data.length > mostChosen) return refuse(1254130, 'TooLargeCell');
  // The same new name twice in one cell is created twice, as the endpoint page says.
  const before = [...knownOptions(scope, field)];
  const optionIds = parsed.data.map(
    (name) => (before.find((option) => option.name === name) ?? addOption(scope, field, name)).id,
  );
  return optionIds.length === 0 ? null : { kind: 'options', optionIds: [...new Set(optionIds)] };
};

const knownOptions = (scope: WriteScope, field: Field): readonly SelectOption[] => [
  ...field.options,
  ...(scope.newOptions.get(field.fieldId) ?? []),
];

const addOption = (scope: WriteScope, field: Field, name: string): SelectOption => {
  const added = scope.newOptions.get(field.fieldId) ?? [];
  const option = { id: scope.world.newId('opt'), name, color: (field.options.length + added.length) % 55 };
  scope.newOptions.set(field.fieldId, [...added, option]);
  return option;
};

const personListSchema = z.array(z.strictObject({ id: z.string() }));

const peopleCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  const parsed = personListSchema.safeParse(value);
  if (!parsed.success) return refuse(1254066, `UserFieldConvFail: ${field.name}`);
  if (parsed.data.length > mostChosen) return refuse(1254130, 'TooLargeCell');
  if (!field.allowsSeveral && parsed.data.length > 1)
    return refuse(1254066, `UserFieldConvFail: ${field.name} takes one person`);
  const openIds = parsed.data.map(({ id }) => {
    const person = findPersonBy(scope.world, scope.idType, id);
    return person?.openId ?? refuse(1254066, `UserFieldConvFail: ${field.name}`);
  });
  return openIds.length === 0 ? null : { kind: 'people', openIds: [...new Set(openIds)] };
};

const phoneCell = (field: Field, value: unknown): Cell | null => {
  if (typeof value !== 'string' || !/^\+?\d*$/.test(value) || value.length > 64) {
    return refuse(1254072, `invalid phone number: ${field.name}`);
  }
  return value === '' ? null : { kind: 'text', text: value };
};

const urlSchema = z.object({ text: z.string().optional(), link: z.string().min(1) });

const urlCell = (field: Field, value: unknown): Cell => {
  const parsed = urlSchema.safeParse(value);
  if (!parsed.success) return refuse(1254068, `URLFieldConvFail: ${field.name}`);
  return { kind: 'url', text: parsed.data.text ?? parsed.data.link, link: parsed.data.link };
};

const fileListSchema = z.array(z.object({ file_token: z.string() }));

const filesCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  const parsed = fileListSchema.safeParse(value);
  if (!parsed.success) return refuse(1254069, `AttachFieldConvFail: ${field.name}`);
  if (parsed.data.length > mostFiles) return refuse(1254106, 'AttachmentExceedLimit');
  const fileTokens = parsed.data.map((item) => item.file_token);
  for (const token of fileTokens) {
    const file = scope.world.state.files.find((each) => each.fileToken === token);
    if (file === undefined || file.appToken !== scope.base.appToken)
      refuse(1254303, 'Attachment does not belong to this base');
  }
  return fileTokens.length === 0 ? null : { kind: 'files', fileTokens: [...fileTokens] };
};

const linksCell = (scope: WriteScope, field: Field, value: unknown, code: number): Cell | null => {
  const parsed = z.array(z.string()).safeParse(value);
  if (!parsed.success) return refuse(code, `LinkFieldConvFail: ${field.name}`);
  if (parsed.data.length > mostLinks) return refuse(1254130, 'TooLargeCell');
  if (!field.allowsSeveral && parsed.data.length > 1)
    return refuse(code, `LinkFieldConvFail: ${field.name} takes one record`);
  const other = linkedTable(scope.base, field);
  for (const id of parsed.data) {
    if (!other?.records.some((record) => record.recordId === id))
      refuse(code, `LinkFieldConvFail: unknown record ${id}`);
  }
  return parsed.data.length === 0 ? null : { kind: 'links', recordIds: [...new Set(parsed.data)] };
};

/** The table that a link field points to. */
export const linkedTable = (base: Base, field: Field): Table | undefined =>
  base.tables.find((table) => table.tableId === field.link?.tableId);

const groupsCell = (scope: WriteScope, field: Field, value: unknown): Cell | null => {
  const parsed = personListSchema.safeParse(value);
  if (!parsed.success) return refuse(1254015, `FieldTypeValueNotMatch: ${field.name}`);
  if (parsed.data.length > mostGroups) return refuse(1254130, 'TooLargeCell');
  const chatIds = parsed.data.map((item) => item.id);
  for (const chatId of chatIds) {
    if (!scope.world.state.chats.some((chat) => chat.chatId === chatId))
      refuse(1254015, 'FieldTypeValueNotMatch: unknown group');
  }
  return chatIds.length === 0 ? null : { kind: 'groups', chatIds };
};
