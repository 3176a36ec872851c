/** Finds bases, tables, fields, views and records by the ids of a request, refusing as Bitable (多维表格) does. */
import { refuse } from './http.ts';
import type { Base, Field, SandboxState, Table, TableRecord, View } from './state.ts';

export const findBase = (state: SandboxState, appToken: string): Base =>
  state.bases.find((base) => base.appToken === appToken) ?? refuse(1254040, 'BaseTokenNotFound');

export const findTable = (base: Base, tableId: string): Table => {
  if (!tableId.startsWith('tbl')) return refuse(1254004, 'WrongTableId');
  return base.tables.find((table) => table.tableId === tableId) ?? refuse(1254041, 'TableIdNotFound');
};

export const findField = (table: Table, fieldId: string): Field =>
  table.fields.find((field) => field.fieldId === fieldId) ?? refuse(1254044, 'FieldIdNotFound');

export const findFieldByName = (table: Table, name: string): Field =>
  table.fields.find((field) => field.name === name) ?? refuse(1254045, `FieldNameNotFound: ${name}`);

export const findView = (table: Table, viewId: string): View =>
  table.views.find((view) => view.viewId === viewId) ?? refuse(1254042, 'ViewIdNotFound');

export const findRecord = (records: readonly TableRecord[], recordId: string): TableRecord => {
  const record = records.find((each) => each.recordId === recordId);
  return record ?? refuse(1254043, 'RecordIdNotFound');
};

/** Records by id, for batches. */
export const recordsById = (records: readonly TableRecord[]): ReadonlyMap<string, TableRecord> =>
  new Map(records.map((record) => [record.recordId, record]));
