/**
 * The shape of a Base (多维表格结构): tables, fields, views and forms; what surrounds it is in `documents.ts`. Carries orders
 * out one by one; what should be there is declared in `bitable-schema/`. A name that exists already comes back as a
 * `reject` with Feishu's code, and the caller adopts what is there. Everything goes through `sdk.request`: the SDK's types
 * of field and view properties are narrower than the API.
 */
import { z } from 'zod';
import type {
  FeishuResult,
  FieldSpec,
  LiveField,
  LiveForm,
  LiveFormQuestion,
  LiveTable,
  LiveView,
  Structure,
  TableAddress,
} from '../ports.ts';
import type { FeishuClient } from './client.ts';
import { DATA_NOT_CHANGED } from './failures.ts';

const LIST_PAGE_SIZE = 100;
/** A Base has at most 300 fields in a table, 200 views and 100 tables. */
const MAX_LIST_PAGES = 10;
const TIME_ZONE = 'Asia/Shanghai';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Parts = { readonly params?: object; readonly data?: object };

const nothing = z.unknown().transform(() => null);
const properties = z.record(z.string(), z.unknown()).nullish();

const newBase = z
  .object({ app: z.object({ app_token: z.string(), url: z.string(), default_table_id: z.string() }) })
  .transform(({ app }) => ({ appToken: app.app_token, url: app.url, defaultTableId: app.default_table_id }));
const liveBase = z
  .object({
    app: z.object({
      name: z.string(),
      revision: z.number(),
      time_zone: z.string().nullish(),
      is_advanced: z.boolean().nullish(),
    }),
  })
  .transform(({ app }) => ({
    name: app.name,
    revision: app.revision,
    timeZone: app.time_zone ?? '',
    isAdvanced: app.is_advanced ?? false,
  }));
const liveTable = z
  .object({ table_id: z.string(), name: z.string(), revision: z.number().nullish() })
  .transform((raw): LiveTable => ({ tableId: raw.table_id, name: raw.name, revision: raw.revision ?? null }));
const liveField = z
  .object({
    field_id: z.string(),
    field_name: z.string(),
    type: z.number(),
    ui_type: z.string().nullish(),
    is_primary: z.boolean().nullish(),
    property: properties,
  })
  .transform(
    (raw): LiveField => ({
      fieldId: raw.field_id,
      name: raw.field_name,
      type: raw.type,
      uiType: raw.ui_type ?? null,
      isPrimary: raw.is_primary ?? false,
      property: raw.property ?? null,
    }),
  );
const liveView = z
  .object({ view_id: z.string(), view_name: z.string(), view_type: z.string() })
  .transform((raw): LiveView => ({ viewId: raw.view_id, name: raw.view_name, type: raw.view_type }));
const liveForm = z
  .object({
    form: z.object({
      name: z.string(),
      shared: z.boolean(),
      shared_url: z.string().nullish(),
      shared_limit: z.string().nullish(),
    }),
  })
  .transform(
    ({ form }): LiveForm => ({
      name: form.name,
      shared: form.shared,
      sharedUrl: form.shared_url ?? null,
      sharedLimit: form.shared_limit ?? null,
    }),
  );
const liveQuestion = z
  .object({
    field_id: z.string(),
    title: z.string(),
    description: z.string().nullish(),
    required: z.boolean(),
    visible: z.boolean(),
  })
  .transform(
    (raw): LiveFormQuestion => ({
      fieldId: raw.field_id,
      title: raw.title,
      description: raw.description ?? '',
      required: raw.required,
      visible: raw.visible,
    }),
  );
const pageOf = <T>(item: z.ZodType<T>) =>
  z.object({
    items: z.array(item).nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  });
type Page<T> = z.output<ReturnType<typeof pageOf<T>>>;
const liveTables = pageOf(liveTable);
const liveFields = pageOf(liveField);
const liveViews = pageOf(liveView);
const liveQuestions = pageOf(liveQuestion);

export function createStructure(client: FeishuClient): Structure {
  return {
    createBase: (name) =>
      ask('bitable.app.create', 'POST', 'bitable/v1/apps', { data: { name, time_zone: TIME_ZONE } }, newBase),
    getBase: (appToken) => ask('bitable.app.get', 'GET', basePath(appToken), {}, liveBase),

    listTables: (appToken) => list('bitable.table.list', `${basePath(appToken)}/tables`, liveTables),
    createTable: (appToken, name, defaultViewName, fields) =>
      ask(
        'bitable.table.create',
        'POST',
        `${basePath(appToken)}/tables`,
        { data: { table: { name, default_view_name: defaultViewName, fields: fields.map(fieldBody) } } },
        z.object({ table_id: z.string() }).transform((raw) => ({ tableId: raw.table_id })),
      ),
    deleteTable: (table) => ask('bitable.table.delete', 'DELETE', tablePath(table), {}, nothing),

    listFields: (table) => list('bitable.field.list', `${tablePath(table)}/fields`, liveFields),
    createField: (table, field, clientToken) =>
      ask(
        'bitable.field.create',
        'POST',
        `${tablePath(table)}/fields`,
        { params: { client_token: clientToken }, data: fieldBody(field) },
        z.object({ field: liveField }).transform((data) => data.field),
      ),
    updateField: async (table, fieldId, field) =>
      unchangedIsDone(
        await ask(
          'bitable.field.update',
          'PUT',
          `${tablePath(table)}/fields/${segment(fieldId)}`,
          { data: fieldBody(field) },
          nothing,
        ),
      ),

    deleteField: (table, fieldId) =>
      ask('bitable.field.delete', 'DELETE', `${tablePath(table)}/fields/${segment(fieldId)}`, {}, nothing),

    countRows: (table) =>
      ask(
        'bitable.record.count',
        'POST',
        `${tablePath(table)}/records/search`,
        { params: { page_size: 1 }, data: {} },
        z.object({ total: z.number().nullish() }).transform((data) => data.total ?? 0),
      ),

    listViews: (table) => list('bitable.view.list', `${tablePath(table)}/views`, liveViews),
    viewProperty: (table, viewId) =>
      ask(
        'bitable.view.get',
        'GET',
        `${tablePath(table)}/views/${segment(viewId)}`,
        {},
        z.object({ view: z.object({ property: properties }) }).transform((data) => data.view.property ?? {}),
      ),
    createView: (table, name, type) =>
      ask(
        'bitable.view.create',
        'POST',
        `${tablePath(table)}/views`,
        { data: { view_name: name, view_type: type } },
        z.object({ view: liveView }).transform((data) => data.view),
      ),
    updateView: async (table, viewId, change) =>
      unchangedIsDone(
        await ask(
          'bitable.view.patch',
          'PATCH',
          `${tablePath(table)}/views/${segment(viewId)}`,
          { data: { view_name: change.name, property: change.property } },
          nothing,
        ),
      ),

    getForm: (table, formId) => ask('bitable.form.get', 'GET', formPath(table, formId), {}, liveForm),
    updateForm: async (table, formId, change) =>
      unchangedIsDone(
        await ask(
          'bitable.form.patch',
          'PATCH',
          formPath(table, formId),
          {
            data: {
              name: change.name,
              description: change.description,
              shared: change.shared,
              shared_limit: change.sharedLimit,
            },
          },
          nothing,
        ),
      ),
    listFormQuestions: (table, formId) =>
      list('bitable.formField.list', `${formPath(table, formId)}/fields`, liveQuestions),
    updateFormQuestion: async (table, formId, fieldId, change) => {
      const { title, description, required, visible, previousFieldId } = change;
      // Feishu refuses a call that hides a question and changes it at once; what is hidden needs no words.
      return unchangedIsDone(
        await ask(
          'bitable.formField.patch',
          'PATCH',
          `${formPath(table, formId)}/fields/${segment(fieldId)}`,
          {
            data:
              visible === false
                ? { visible }
                : { title, description, required, visible, pre_field_id: previousFieldId },
          },
          nothing,
        ),
      );
    },
  };

  /** One request; absent members (`undefined`) are left out of the JSON. */
  function ask<T>(
    what: string,
    method: Method,
    path: string,
    parts: Parts,
    schema: z.ZodType<T>,
  ): Promise<FeishuResult<T>> {
    return client.call(what, (sdk) => sdk.request({ method, url: `/open-apis/${path}`, ...parts }), schema);
  }

  /** All pages of a list. */
  async function list<T>(what: string, path: string, page: z.ZodType<Page<T>>): Promise<FeishuResult<readonly T[]>> {
    const items: T[] = [];
    let token: string | null = null;
    for (let count = 0; count < MAX_LIST_PAGES; count += 1) {
      const params: object = { page_size: LIST_PAGE_SIZE, ...(token === null ? {} : { page_token: token }) };
      const result: FeishuResult<Page<T>> = await ask(what, 'GET', path, { params }, page);
      if (result.kind !== 'ok') return result;
      items.push(...(result.data.items ?? []));
      token = result.data.has_more === true ? (result.data.page_token ?? null) : null;
      if (token === null) return { kind: 'ok', data: items };
    }
    return { kind: 'reject', code: 0, reason: '飞书返回的列表超出预期页数' };
  }
}

function unchangedIsDone(result: FeishuResult<null>): FeishuResult<null> {
  return result.kind === 'reject' && result.code === DATA_NOT_CHANGED ? { kind: 'ok', data: null } : result;
}

/** `property` is left out when there is none: an empty one is refused for some types (1254087 for links). */
function fieldBody(field: FieldSpec): object {
  return {
    field_name: field.name,
    type: field.type,
    ui_type: field.uiType,
    property: field.property,
    description: field.description === undefined ? undefined : { disable_sync: true, text: field.description },
  };
}

function segment(id: string): string {
  return encodeURIComponent(id);
}

function basePath(appToken: string): string {
  return `bitable/v1/apps/${segment(appToken)}`;
}

function tablePath(table: TableAddress): string {
  return `${basePath(table.appToken)}/tables/${segment(table.tableId)}`;
}

function formPath(table: TableAddress, formId: string): string {
  return `${tablePath(table)}/forms/${segment(formId)}`;
}
