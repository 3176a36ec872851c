/**
 * Making and taking apart bases, tables and fields: what several endpoints share. Speaks no HTTP and sends no event.
 */
import { nextSerial, type Tenant } from './bitable-changes.ts';
import { buildField, type FieldBody } from './bitable-fields.ts';
import { makeView } from './bitable-views.ts';
import { refuse } from './http.ts';
import { botOpenId } from './people.ts';
import type { Base, Field, Table } from './state.ts';

const blankRows = 10;
/** Tables and dashboards of a base. */
export const mostTables = 100;

/** The columns of a table made without any. */
export const defaultFields: readonly FieldBody[] = [
  { field_name: '文本', type: 1 },
  { field_name: '单选', type: 3, property: { options: [] } },
  { field_name: '日期', type: 5 },
  { field_name: '附件', type: 17 },
];

/** A new base with one default table of blank rows, as the real one comes. */
export const createBase = (tenant: Tenant, name: string, folderToken: string, timeZone: string): Base => {
  const base: Base = {
    appToken: tenant.newId('bas'),
    name,
    folderToken,
    timeZone,
    revision: 1,
    isAdvanced: false,
    appRight: 'full_access',
    createdAt: tenant.now(),
    isSubscribed: false,
    members: [],
    tables: [],
  };
  tenant.state.bases.push(base);
  const table = createTable(tenant, base, '数据表', '表格', defaultFields);
  const now = tenant.now();
  for (let row = 0; row < blankRows; row += 1) {
    const recordId = tenant.newId('rec');
    table.records.push({
      recordId,
      cells: {},
      createdBy: botOpenId,
      createdAt: now,
      modifiedBy: botOpenId,
      modifiedAt: now,
    });
  }
  tenant.changed();
  return base;
};

/** A copy with the same tables; neither its events nor its collaborators come along. */
export const copyBase = (
  tenant: Tenant,
  base: Base,
  asked: { readonly name: string; readonly timeZone: string; readonly withRows: boolean },
): Base => {
  const copy: Base = {
    ...structuredClone(base),
    appToken: tenant.newId('bas'),
    name: asked.name,
    timeZone: asked.timeZone,
    revision: 1,
    appRight: 'full_access',
    createdAt: tenant.now(),
    isSubscribed: false,
    members: [],
  };
  for (const table of copy.tables) {
    if (!asked.withRows) table.records = [];
    for (const view of table.views) if (view.form !== null) view.form.shareToken = tenant.newId('shrcn');
  }
  tenant.state.bases.push(copy);
  tenant.changed();
  return copy;
};

/** Refuses a table name that is taken, empty, too long or holds a forbidden sign. */
export const checkTableName = (base: Base, name: string): void => {
  if (name.length < 1 || name.length > 100 || /[/\\?*:[\]]/.test(name)) refuse(1254001, 'invalid table name');
  if (base.tables.some((table) => table.name === name)) refuse(1254013, 'TableNameDuplicated');
};

/** A table with its fields and one grid view, put into the base; nothing stays when a field is refused. */
export const createTable = (
  tenant: Tenant,
  base: Base,
  name: string,
  viewName: string,
  fields: readonly FieldBody[],
): Table => {
  checkTableName(base, name);
  if (base.tables.length >= mostTables) return refuse(1254100, 'TableExceedLimit');
  const table: Table = { tableId: tenant.newId('tbl'), name, revision: 1, fields: [], views: [], records: [] };
  base.tables.push(table);
  try {
    fields.forEach((body, index) => {
      addField(tenant, base, table, body, index === 0);
    });
  } catch (error) {
    removeTable(base, table.tableId);
    throw error;
  }
  table.views.push(makeView(tenant, table, viewName, 'grid'));
  return table;
};

/** Takes a table out of its base together with the link fields that pointed to it. */
export const removeTable = (base: Base, tableId: string): void => {
  base.tables = base.tables.filter((table) => table.tableId !== tableId);
  for (const table of base.tables) {
    for (const field of table.fields.filter((each) => each.link?.tableId === tableId))
      removeField(table, field.fieldId);
  }
};

/** Takes a field out of its table, its rows and its forms. */
export const removeField = (table: Table, fieldId: string): void => {
  table.fields = table.fields.filter((field) => field.fieldId !== fieldId);
  for (const record of table.records) delete record.cells[fieldId];
  for (const view of table.views) {
    if (view.form !== null)
      view.form.questions = view.form.questions.filter((question) => question.fieldId !== fieldId);
  }
};

/** Adds a field, its other side when it is a duplex link, and numbers for rows that exist already. */
export const addField = (tenant: Tenant, base: Base, table: Table, body: FieldBody, isPrimary: boolean): Field => {
  const field = buildField(tenant, base, table, body, isPrimary);
  const other = base.tables.find((each) => each.tableId === field.link?.tableId);
  if (field.type === 21 && field.link !== null && other !== undefined) {
    const asked = body.property?.['back_field_name'];
    const backName = freeName(other, field, typeof asked === 'string' && asked !== '' ? asked : table.name);
    const back: Field = {
      ...field,
      fieldId: tenant.newId('fld'),
      name: backName,
      isPrimary: false,
      description: '',
      allowsSeveral: true,
      link: { tableId: table.tableId, backFieldId: field.fieldId },
    };
    field.link.backFieldId = back.fieldId;
    other.fields.push(back);
  }
  table.fields.push(field);
  if (field.type === 1005) {
    for (const record of table.records) record.cells[field.fieldId] = nextSerial(base, field, record.createdAt);
  }
  return field;
};

const freeName = (table: Table, self: Field, wanted: string): string => {
  const isTaken = (name: string): boolean => name === self.name || table.fields.some((field) => field.name === name);
  if (!isTaken(wanted)) return wanted;
  let number = 2;
  while (isTaken(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
};

/** Options that an update left out are gone, and so are the cells that held them. */
export const dropLostOptions = (table: Table, field: Field): void => {
  const known = new Set(field.options.map((option) => option.id));
  for (const record of table.records) {
    const cell = record.cells[field.fieldId];
    if (cell?.kind === 'option' && !known.has(cell.optionId)) delete record.cells[field.fieldId];
    if (cell?.kind === 'options') {
      const optionIds = cell.optionIds.filter((id) => known.has(id));
      if (optionIds.length === 0) delete record.cells[field.fieldId];
      else record.cells[field.fieldId] = { kind: 'options', optionIds };
    }
  }
};

/** After a change of type: text keeps what was shown, a single select keeps names it knows, the rest is emptied. */
export const convertCells = (table: Table, field: Field, oldTexts: readonly string[]): void => {
  table.records.forEach((record, index) => {
    delete record.cells[field.fieldId];
    const text = oldTexts[index] ?? '';
    if (text === '') return;
    if (field.type === 1) record.cells[field.fieldId] = { kind: 'text', text };
    const option = field.options.find((each) => each.name === text);
    if (field.type === 3 && option !== undefined) record.cells[field.fieldId] = { kind: 'option', optionId: option.id };
    if (field.type === 4 && option !== undefined)
      record.cells[field.fieldId] = { kind: 'options', optionIds: [option.id] };
    if (field.type === 2 && Number.isFinite(Number(text)))
      record.cells[field.fieldId] = { kind: 'number', number: Number(text) };
  });
};
