/**
 * Endpoints for bases, tables, fields, views and forms (多维表格的结构): bitable/v1/apps…. Records are in
 * bitable-records.ts; roles, dashboards and automations are not offered.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { nextSerial, operatorJson, type Tenant } from './bitable-changes.ts';
import {
  buildField,
  type FieldBody,
  fieldBodySchema,
  fieldEventValue,
  fieldJson,
  overwriteField,
} from './bitable-fields.ts';
import { findBase, findField, findTable, findView } from './bitable-find.ts';
import { displayText } from './bitable-read.ts';
import { onceByClientToken } from './client-tokens.ts';
import { type ApiContext, type ApiEnv, pageOf, readBody, refuse, succeed } from './http.ts';
import { botOpenId } from './people.ts';
import type { Base, Field, Form, Table, View } from './state.ts';

const badBody = 1254001;
const blankRows = 10;
const mostTables = 100;
const mostViews = 200;
const pageLimits = { normal: 20, most: 100, badSizeCode: 1254011, badTokenCode: 1254030 };

const nameSchema = z.object({ name: z.string().optional() });
const tableSchema = z.object({
  name: z.string(),
  default_view_name: z.string().optional(),
  fields: z.array(fieldBodySchema).min(1).max(300).optional(),
});
const viewTypeSchema = z.enum(['grid', 'kanban', 'gallery', 'gantt', 'form']);

export const structureRoutes = (tenant: Tenant): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const baseOf = (c: ApiContext): Base => findBase(tenant.state, c.req.param('app') ?? '');
  const tableOf = (c: ApiContext): readonly [Base, Table] => {
    const base = baseOf(c);
    return [base, findTable(base, c.req.param('table') ?? '')];
  };
  const formOf = (c: ApiContext): readonly [Base, Table, View, Form] => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('form') ?? '');
    return [base, table, view, view.form ?? refuse(1254012, 'the view is not a form')];
  };
  const raise = (base: Base, table: Table | null): void => {
    base.revision += 1;
    if (table !== null) table.revision += 1;
    tenant.changed();
  };
  const tellField = (base: Base, table: Table, action: Readonly<Record<string, unknown>>): void => {
    if (!base.isSubscribed) return;
    tenant.events.send('drive.file.bitable_field_changed_v1', {
      file_type: 'bitable',
      file_token: base.appToken,
      table_id: table.tableId,
      revision: base.revision,
      operator_id: operatorJson(tenant, botOpenId),
      action_list: [action],
      subscriber_id_list: [],
      update_time: Math.floor(tenant.now() / 1000),
    });
  };

  routes.post('/apps', async (c) => {
    const body = await readBody(
      c,
      z.object({
        name: z.string().max(255).optional(),
        folder_token: z.string().optional(),
        time_zone: z.string().optional(),
      }),
      badBody,
    );
    const base = createBase(
      tenant,
      body.name ?? '未命名多维表格',
      body.folder_token ?? '',
      body.time_zone ?? 'Asia/Shanghai',
    );
    return succeed(c, {
      app: {
        app_token: base.appToken,
        name: base.name,
        folder_token: base.folderToken,
        url: `${tenant.settings.publicUrl}/base/${base.appToken}`,
        default_table_id: base.tables[0]?.tableId ?? '',
        time_zone: base.timeZone,
      },
    });
  });

  routes.get('/apps/:app', (c) => {
    const base = baseOf(c);
    return succeed(c, {
      app: {
        app_token: base.appToken,
        name: base.name,
        revision: base.revision,
        is_advanced: base.isAdvanced,
        time_zone: base.timeZone,
        formula_type: 1,
        advance_version: 'v2',
      },
    });
  });

  routes.put('/apps/:app', async (c) => {
    const base = baseOf(c);
    const body = await readBody(
      c,
      z.object({ name: z.string().max(255).optional(), is_advanced: z.boolean().optional() }),
      badBody,
    );
    if (body.name === '') return refuse(1254031, 'InvalidBaseName');
    base.name = body.name ?? base.name;
    base.isAdvanced = body.is_advanced ?? base.isAdvanced;
    raise(base, null);
    return succeed(c, { app: { app_token: base.appToken, name: base.name, is_advanced: base.isAdvanced } });
  });

  routes.get('/apps/:app/tables', (c) => {
    const base = baseOf(c);
    const { items, ...page } = pageOf(base.tables, (table) => table.tableId, c, pageLimits);
    return succeed(c, {
      ...page,
      items: items.map((table) => ({ table_id: table.tableId, name: table.name, revision: table.revision })),
    });
  });

  routes.post('/apps/:app/tables', async (c) => {
    const base = baseOf(c);
    const { table: body } = await readBody(c, z.object({ table: tableSchema }), badBody);
    if (body.default_view_name !== undefined && body.fields === undefined)
      return refuse(badBody, 'fields are required');
    const table = createTable(tenant, base, body.name, body.default_view_name ?? '表格', body.fields ?? defaultFields);
    raise(base, table);
    return succeed(c, {
      table_id: table.tableId,
      default_view_id: table.views[0]?.viewId ?? '',
      field_id_list: table.fields.map((field) => field.fieldId),
    });
  });

  routes.post('/apps/:app/tables/batch_create', async (c) => {
    const base = baseOf(c);
    const body = await readBody(c, z.object({ tables: z.array(z.object({ name: z.string() })).min(1) }), badBody);
    const names = body.tables.map((table) => table.name);
    if (new Set(names).size !== names.length) return refuse(1254013, 'TableNameDuplicated');
    for (const name of names) checkTableName(base, name);
    if (base.tables.length + names.length > mostTables) return refuse(1254100, 'TableExceedLimit');
    const tables = names.map((name) => createTable(tenant, base, name, '表格', defaultFields));
    raise(base, null);
    return succeed(c, { table_ids: tables.map((table) => table.tableId) });
  });

  routes.post('/apps/:app/tables/batch_delete', async (c) => {
    const base = baseOf(c);
    const body = await readBody(c, z.object({ table_ids: z.array(z.string()).min(1).max(50) }), badBody);
    const gone = new Set(body.table_ids.map((id) => findTable(base, id).tableId));
    if (gone.size >= base.tables.length) return refuse(1254034, 'the last table cannot be deleted');
    for (const id of gone) removeTable(base, id);
    raise(base, null);
    return succeed(c, {});
  });

  routes.patch('/apps/:app/tables/:table', async (c) => {
    const [base, table] = tableOf(c);
    const { name = '' } = await readBody(c, nameSchema, badBody);
    if (name !== '' && name !== table.name) {
      checkTableName(base, name);
      table.name = name;
      raise(base, table);
    }
    return succeed(c, { name: table.name });
  });

  routes.delete('/apps/:app/tables/:table', (c) => {
    const [base, table] = tableOf(c);
    if (base.tables.length === 1) return refuse(1254034, 'the last table cannot be deleted');
    removeTable(base, table.tableId);
    raise(base, null);
    return succeed(c, {});
  });

  routes.get('/apps/:app/tables/:table/fields', (c) => {
    const [base, table] = tableOf(c);
    const { items, ...page } = pageOf(table.fields, (field) => field.fieldId, c, pageLimits);
    const asArray = c.req.query('text_field_as_array') === 'true';
    return succeed(c, {
      ...page,
      items: items.map((field) => ({
        ...fieldJson(base, field),
        ...(asArray
          ? { description: field.description === '' ? [] : [{ type: 'text', text: field.description }] }
          : {}),
      })),
    });
  });

  routes.post('/apps/:app/tables/:table/fields', async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, fieldBodySchema, badBody);
    return onceByClientToken(tenant, c, `field/${table.tableId}`, body, () => {
      const field = addField(tenant, base, table, body, false);
      raise(base, table);
      tellField(base, table, {
        action: 'field_added',
        field_id: field.fieldId,
        after_value: fieldEventValue(base, field),
      });
      return { field: fieldJson(base, field) };
    });
  });

  routes.put('/apps/:app/tables/:table/fields/:field', async (c) => {
    const [base, table] = tableOf(c);
    const field = findField(table, c.req.param('field') ?? '');
    const body = await readBody(c, fieldBodySchema, badBody);
    const before = fieldEventValue(base, field);
    const oldType = field.type;
    const scope = { world: tenant, base, idType: 'open_id' } as const;
    const oldTexts = oldType === body.type ? [] : table.records.map((record) => displayText(scope, field, record));
    if (!overwriteField(tenant, base, table, field, body)) return refuse(1254606, 'DataNotChange');
    if (oldType === body.type) dropLostOptions(table, field);
    else convertCells(table, field, oldTexts);
    raise(base, table);
    tellField(base, table, {
      action: 'field_edited',
      field_id: field.fieldId,
      before_value: before,
      after_value: fieldEventValue(base, field),
    });
    return succeed(c, { field: fieldJson(base, field) });
  });

  routes.delete('/apps/:app/tables/:table/fields/:field', (c) => {
    const [base, table] = tableOf(c);
    const field = findField(table, c.req.param('field') ?? '');
    if (field.isPrimary) return refuse(1254046, 'the primary field cannot be deleted');
    const before = fieldEventValue(base, field);
    removeField(table, field.fieldId);
    const other = base.tables.find((each) => each.tableId === field.link?.tableId);
    if (field.type === 21 && other !== undefined && field.link?.backFieldId != null)
      removeField(other, field.link.backFieldId);
    raise(base, table);
    tellField(base, table, { action: 'field_deleted', field_id: field.fieldId, before_value: before });
    return succeed(c, { field_id: field.fieldId, deleted: true });
  });

  routes.get('/apps/:app/tables/:table/views', (c) => {
    const [, table] = tableOf(c);
    const { items, ...page } = pageOf(table.views, (view) => view.viewId, c, pageLimits);
    return succeed(c, { ...page, items: items.map((view) => viewJson(view, false)) });
  });

  routes.post('/apps/:app/tables/:table/views', async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(
      c,
      z.object({ view_name: z.string(), view_type: viewTypeSchema.default('grid') }),
      badBody,
    );
    checkViewName(table, body.view_name, null);
    if (table.views.length >= mostViews) return refuse(1254101, 'ViewExceedLimit');
    const view = makeView(tenant, table, body.view_name, body.view_type);
    table.views.push(view);
    raise(base, table);
    return succeed(c, { view: viewJson(view, false) });
  });

  routes.get('/apps/:app/tables/:table/views/:view', (c) => {
    const [, table] = tableOf(c);
    return succeed(c, { view: viewJson(findView(table, c.req.param('view') ?? ''), true) });
  });

  routes.patch('/apps/:app/tables/:table/views/:view', async (c) => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('view') ?? '');
    const body = await readBody(
      c,
      z.object({ view_name: z.string().optional(), property: viewPropertySchema.optional() }),
      badBody,
    );
    if (body.view_name !== undefined) {
      checkViewName(table, body.view_name, view);
      view.name = body.view_name;
    }
    if (body.property !== undefined) view.property = { ...view.property, ...checkedViewProperty(table, body.property) };
    raise(base, table);
    return succeed(c, { view: viewJson(view, true) });
  });

  routes.delete('/apps/:app/tables/:table/views/:view', (c) => {
    const [base, table] = tableOf(c);
    const view = findView(table, c.req.param('view') ?? '');
    if (table.views.length === 1) return refuse(1254023, 'the last view cannot be deleted');
    table.views = table.views.filter((each) => each !== view);
    raise(base, table);
    return succeed(c, {});
  });

  routes.get('/apps/:app/tables/:table/forms/:form', (c) => {
    const [, , , form] = formOf(c);
    return succeed(c, { form: formJson(tenant, form) });
  });

  routes.patch('/apps/:app/tables/:table/forms/:form', async (c) => {
    const [base, table, , form] = formOf(c);
    const body = await readBody(c, formPatchSchema, badBody);
    const isShared = body.shared ?? form.isShared;
    if (body.shared_limit !== undefined && !isShared)
      return refuse(1254800, 'InvalidParameter: shared_limit needs shared');
    form.name = body.name ?? form.name;
    form.description = body.description ?? form.description;
    form.isShared = isShared;
    form.sharedLimit = body.shared_limit ?? form.sharedLimit;
    form.submitsOnce = body.submit_limit_once ?? form.submitsOnce;
    raise(base, table);
    return succeed(c, { form: formJson(tenant, form) });
  });

  routes.get('/apps/:app/tables/:table/forms/:form/fields', (c) => {
    const [, table, , form] = formOf(c);
    const questions = questionsOf(table, form);
    const { items, ...page } = pageOf(questions, (question) => question.fieldId, c, pageLimits);
    return succeed(c, {
      ...page,
      items: items.map((question) => ({
        field_id: question.fieldId,
        title: question.title,
        description: question.description,
        required: question.isRequired,
        visible: question.isVisible,
      })),
    });
  });

  routes.patch('/apps/:app/tables/:table/forms/:form/fields/:field', async (c) => {
    const [base, table, , form] = formOf(c);
    const body = await readBody(c, questionPatchSchema, badBody);
    const questions = questionsOf(table, form);
    const question = questions.find((each) => each.fieldId === c.req.param('field'));
    if (question === undefined) return refuse(1254049, 'FormFieldNotFound');
    const { visible, ...rest } = body;
    const others = Object.values(rest).filter((value) => value !== undefined);
    if (visible === false && others.length > 0) return refuse(1254800, 'InvalidParameter: visible=false stands alone');
    question.isVisible = visible ?? question.isVisible;
    question.title = body.title ?? question.title;
    question.description =
      body.rich_description?.map((part) => part.text ?? '').join('') ?? body.description ?? question.description;
    question.isRequired = body.required ?? question.isRequired;
    form.questions =
      body.pre_field_id === undefined ? [...questions] : moved(questions, question.fieldId, body.pre_field_id);
    raise(base, table);
    const place = form.questions.indexOf(question);
    return succeed(c, {
      field: {
        pre_field_id: form.questions[place - 1]?.fieldId ?? '',
        title: question.title,
        description: question.description,
        required: question.isRequired,
        visible: question.isVisible,
      },
    });
  });

  return routes;
};

const formPatchSchema = z.object({
  name: z.string().optional(),
  description: z.string().optional(),
  shared: z.boolean().optional(),
  shared_limit: z.enum(['off', 'tenant_editable', 'anyone_editable']).optional(),
  submit_limit_once: z.boolean().optional(),
});

const questionPatchSchema = z.object({
  pre_field_id: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().optional(),
  visible: z.boolean().optional(),
  rich_description: z
    .array(
      z.object({ segment_type: z.enum(['text', 'url']), text: z.string().optional(), link: z.string().optional() }),
    )
    .max(500)
    .optional(),
});

const viewPropertySchema = z.object({
  filter_info: z
    .object({
      conjunction: z.enum(['and', 'or']),
      conditions: z
        .array(z.object({ field_id: z.string(), operator: z.string(), value: z.string().optional() }))
        .max(50),
    })
    .nullish(),
  hidden_fields: z.array(z.string()).max(300).nullish(),
  hierarchy_config: z.object({ field_id: z.string() }).nullish(),
});

const defaultFields: readonly FieldBody[] = [
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

const checkTableName = (base: Base, name: string): void => {
  if (name.length < 1 || name.length > 100 || /[/\\?*:[\]]/.test(name)) refuse(1254001, 'invalid table name');
  if (base.tables.some((table) => table.name === name)) refuse(1254013, 'TableNameDuplicated');
};

const createTable = (
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

const removeTable = (base: Base, tableId: string): void => {
  base.tables = base.tables.filter((table) => table.tableId !== tableId);
  for (const table of base.tables) {
    for (const field of table.fields.filter((each) => each.link?.tableId === tableId))
      removeField(table, field.fieldId);
  }
};

const removeField = (table: Table, fieldId: string): void => {
  table.fields = table.fields.filter((field) => field.fieldId !== fieldId);
  for (const record of table.records) delete record.cells[fieldId];
  for (const view of table.views) {
    if (view.form !== null)
      view.form.questions = view.form.questions.filter((question) => question.fieldId !== fieldId);
  }
};

/** Adds a field, its other side when it is a duplex link, and numbers for rows that exist already. */
const addField = (tenant: Tenant, base: Base, table: Table, body: FieldBody, isPrimary: boolean): Field => {
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
const dropLostOptions = (table: Table, field: Field): void => {
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
const convertCells = (table: Table, field: Field, oldTexts: readonly string[]): void => {
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

const checkViewName = (table: Table, name: string, self: View | null): void => {
  if (name === '') refuse(1254021, 'EmptyViewName');
  if (name.length > 100 || /[[\]]/.test(name)) refuse(1254022, 'InvalidViewName');
  if (table.views.some((view) => view !== self && view.name === name)) refuse(1254020, 'ViewNameDuplicated');
};

const makeView = (tenant: Tenant, table: Table, name: string, type: View['type']): View => ({
  viewId: tenant.newId('vew'),
  name,
  type,
  property: {},
  form:
    type === 'form'
      ? {
          name,
          description: '',
          isShared: false,
          sharedLimit: 'off',
          submitsOnce: false,
          shareToken: tenant.newId('shrcn'),
          questions: table.fields.filter(canBeAsked).map(questionFor),
        }
      : null,
});

/** Computed columns are not questions. */
const canBeAsked = (field: Field): boolean =>
  field.type < 1000 && field.type !== 19 && field.type !== 20 && field.type !== 24;

const questionFor = (field: Field): Form['questions'][number] => ({
  fieldId: field.fieldId,
  title: field.name,
  description: field.description,
  isRequired: field.isPrimary,
  isVisible: true,
});

/** The questions in order; a column added after the form stands at the end, hidden. */
export const questionsOf = (table: Table, form: Form): Form['questions'] => {
  const known = new Set(form.questions.map((question) => question.fieldId));
  const added = table.fields.filter((field) => canBeAsked(field) && !known.has(field.fieldId));
  form.questions.push(...added.map((field) => ({ ...questionFor(field), isRequired: false, isVisible: false })));
  return form.questions;
};

const moved = (questions: Form['questions'], fieldId: string, afterId: string): Form['questions'] => {
  const self = questions.filter((question) => question.fieldId === fieldId);
  const rest = questions.filter((question) => question.fieldId !== fieldId);
  const place = afterId === '' ? 0 : rest.findIndex((question) => question.fieldId === afterId) + 1;
  if (afterId !== '' && place === 0) return refuse(1254049, 'FormFieldNotFound: pre_field_id');
  return [...rest.slice(0, place), ...self, ...rest.slice(place)];
};

const formJson = (tenant: Tenant, form: Form): Readonly<Record<string, unknown>> => ({
  name: form.name,
  description: form.description,
  shared: form.isShared,
  ...(form.isShared ? { shared_url: `${tenant.settings.publicUrl}/share/base/form/${form.shareToken}` } : {}),
  shared_limit: form.sharedLimit,
  submit_limit_once: form.submitsOnce,
});

const viewJson = (view: View, withProperty: boolean): Readonly<Record<string, unknown>> => ({
  view_id: view.viewId,
  view_name: view.name,
  view_type: view.type,
  view_public_level: 'Public',
  ...(withProperty ? { property: view.property } : {}),
});

const checkedViewProperty = (table: Table, property: z.infer<typeof viewPropertySchema>): Record<string, unknown> => {
  for (const id of property.hidden_fields ?? [])
    if (findField(table, id).isPrimary) refuse(1254800, 'the primary field cannot be hidden');
  for (const condition of property.filter_info?.conditions ?? []) {
    findField(table, condition.field_id);
    if (condition.value !== undefined && !isJsonText(condition.value))
      refuse(1254018, 'InvalidFilter: value is a JSON text');
  }
  if (property.hierarchy_config != null) findField(table, property.hierarchy_config.field_id);
  return { ...property };
};

const isJsonText = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
