/**
 * Reads how a district's Base looks now, for `plan`, and puts declared columns into Feishu's words. A call that Feishu asks to
 * repeat is repeated a few times; any other failure ends the command with the step it happened in.
 */
import type { Column } from '../../bitable-schema/columns.ts';
import type { LiveTableShape, OptionToSend } from '../../bitable-schema/compare.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { FeishuFailure, FeishuResult, FieldSpec, LiveTable, Structure } from '../ports.ts';

/** A call of `plan` or `apply` that did not succeed. Carries Feishu's code and reason, never cell contents. */
export class SchemaCallFailed extends Error {
  constructor(
    readonly step: string,
    readonly failure: FeishuFailure,
  ) {
    super(`${step}: ${failure.kind} ${failure.code} ${failure.reason}`);
    this.name = 'SchemaCallFailed';
  }
}

/** Waits this long; injected, because waiting belongs to the root. */
export type Pause = (ms: number) => Promise<void>;
export type Insist = <T>(step: string, call: () => Promise<FeishuResult<T>>) => Promise<T>;

const MAX_TRIES = 6;
const MAX_WAIT_MS = 30_000;

/** For calls that may be repeated: reads, overwrites, and creates that carry a token or are looked for before. */
export const createInsist =
  (pause: Pause): Insist =>
  async (step, call) => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await call();
      if (result.kind === 'ok') return result.data;
      const isPassing = result.kind === 'retry' || result.kind === 'conflict';
      if (!isPassing || attempt === MAX_TRIES) throw new SchemaCallFailed(step, result);
      await pause(result.kind === 'retry' ? Math.min(result.afterMs, MAX_WAIT_MS) : 500 * attempt);
    }
  };

export const liveShapeOf = async (
  structure: Structure,
  insist: Insist,
  appToken: string,
  declared: Table,
  live: LiveTable,
): Promise<LiveTableShape> => {
  const address = { appToken, tableId: live.tableId };
  const columns = await insist(`读取“${live.name}”的列`, () => structure.listFields(address));
  const views = await insist(`读取“${live.name}”的视图`, () => structure.listViews(address));
  const formView = views.find((view) => view.type === 'form' && view.name === declared.form?.viewName);
  if (!formView) return { name: live.name, columns, views, form: null };
  const form = await insist('读取登记表单', () => structure.getForm(address, formView.viewId));
  const questions = await insist('读取登记表单的问题', () => structure.listFormQuestions(address, formView.viewId));
  return {
    name: live.name,
    columns,
    views,
    form: { formId: formView.viewId, name: form.name, isShared: form.shared, sharedLimit: form.sharedLimit, questions },
  };
};

/** The live table of a declared one: by the id remembered in the binding (people may rename), else by name. */
export const findLive = (
  tables: readonly LiveTable[],
  declared: Table,
  boundId: string | undefined,
): LiveTable | null =>
  tables.find((one) => one.tableId === boundId) ?? tables.find((one) => one.name === declared.name) ?? null;

/** Ids of a table and its columns, by key: formulas need them. */
export interface FieldIds {
  readonly table: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Field ids of the declared columns that are there, by key. */
export const fieldIdsOf = (
  table: Table,
  live: readonly { readonly fieldId: string; readonly name: string }[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(table.columns).flatMap(([key, column]) => {
      const found = live.find((field) => field.name === column.name);
      return found ? [[key, found.fieldId]] : [];
    }),
  );

/** A column in Feishu's words. `tableIds` by key: links need them. `own`: formulas do. */
export const fieldSpecOf = (
  column: Column,
  tableIds: Readonly<Record<string, string>>,
  own: FieldIds | null = null,
  options: readonly OptionToSend[] | undefined = column.kind.options,
): FieldSpec => {
  const property = propertyOf(column, tableIds, own, options);
  return {
    name: column.name,
    type: column.kind.type,
    uiType: column.kind.uiType,
    ...(property === null ? {} : { property }),
    ...(column.description === '' ? {} : { description: column.description }),
  };
};

const propertyOf = (
  column: Column,
  tableIds: Readonly<Record<string, string>>,
  own: FieldIds | null,
  options: readonly OptionToSend[] | undefined,
): object | null => {
  const { kind } = column;
  if (kind.link) {
    const { table, multiple, backName } = kind.link;
    const tableId = tableIds[table];
    if (tableId === undefined) throw new Error(`column ${column.name} links to table ${table}, which comes later`);
    return { table_id: tableId, multiple, ...(backName === undefined ? {} : { back_field_name: backName }) };
  }
  if (kind.expression !== undefined)
    return { ...kind.settings, formula_expression: expressionOf(column.name, kind.expression, own) };
  if (options) return { options };
  return kind.settings ?? null;
};

/** {key} → the way Feishu names a column of the same table. */
const expressionOf = (name: string, expression: string, own: FieldIds | null): string =>
  expression.replace(/\{(\w+)\}/g, (_all, key: string) => {
    const fieldId = own?.fields[key];
    if (!own || fieldId === undefined) throw new Error(`the formula ${name} uses column ${key}, which is not there`);
    return `bitable::$table[${own.table}].$field[${fieldId}]`;
  });
