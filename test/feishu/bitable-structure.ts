/**
 * Endpoints for bases, tables and fields (多维表格的结构): bitable/v1/apps…. Views and forms are in bitable-views.ts,
 * records in bitable-records.ts; roles, dashboards and automations are not offered.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { operatorJson, type Tenant } from './bitable-changes.ts';
import { fieldBodySchema, fieldEventValue, fieldJson, overwriteField } from './bitable-fields.ts';
import { findBase, findField, findTable } from './bitable-find.ts';
import { displayText } from './bitable-read.ts';
import {
  addField,
  checkTableName,
  convertCells,
  copyBase,
  createBase,
  createTable,
  defaultFields,
  dropLostOptions,
  mostTables,
  removeField,
  removeTable,
} from './bitable-tables.ts';
import { onceByClientToken } from './client-tokens.ts';
import { type ApiContext, type ApiEnv, pageOf, readBody, refuse, structurePages, succeed } from './http.ts';
import { botOpenId } from './people.ts';
import { hearsEvents } from './rights.ts';
import type { Base, Table } from './state.ts';

const badBody = 1254001;

const nameSchema = z.object({ name: z.string().optional() });
const tableSchema = z.object({
  name: z.string(),
  default_view_name: z.string().optional(),
  fields: z.array(fieldBodySchema).min(1).max(300).optional(),
});

/** The event about a column, where the base is subscribed. */
export const announceField = (
  tenant: Tenant,
  base: Base,
  table: Table,
  operator: string,
  action: Readonly<Record<string, unknown>>,
): void => {
  if (!hearsEvents(tenant, base)) return;
  tenant.events.send('drive.file.bitable_field_changed_v1', {
    file_type: 'bitable',
    file_token: base.appToken,
    table_id: table.tableId,
    revision: base.revision,
    operator_id: operatorJson(tenant, operator),
    action_list: [action],
    subscriber_id_list: [],
    update_time: Math.floor(tenant.now() / 1000),
  });
};

export const structureRoutes = (tenant: Tenant): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const baseOf = (c: ApiContext): Base => findBase(tenant.state, c.req.param('app') ?? '');
  const tableOf = (c: ApiContext): readonly [Base, Table] => {
    const base = baseOf(c);
    return [base, findTable(base, c.req.param('table') ?? '')];
  };
  const raise = (base: Base, table: Table | null): void => {
    base.revision += 1;
    if (table !== null) table.revision += 1;
    tenant.changed();
  };
  const tellField = (base: Base, table: Table, action: Readonly<Record<string, unknown>>): void =>
    announceField(tenant, base, table, botOpenId, action);

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

  routes.post('/apps/:app/copy', async (c) => {
    const base = baseOf(c);
    const body = await readBody(
      c,
      z.object({
        name: z.string().max(255).optional(),
        folder_token: z.string().optional(),
        without_content: z.boolean().default(false),
        time_zone: z.string().optional(),
      }),
      badBody,
    );
    const copy = copyBase(tenant, base, {
      name: body.name ?? base.name,
      timeZone: body.time_zone ?? base.timeZone,
      withRows: !body.without_content,
    });
    return succeed(c, {
      app: {
        app_token: copy.appToken,
        name: copy.name,
        folder_token: copy.folderToken,
        url: `${tenant.settings.publicUrl}/base/${copy.appToken}`,
        default_table_id: copy.tables[0]?.tableId ?? '',
        time_zone: copy.timeZone,
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
    const { items, ...page } = pageOf(base.tables, (table) => table.tableId, c, structurePages);
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
    const { items, ...page } = pageOf(table.fields, (field) => field.fieldId, c, structurePages);
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

  return routes;
};
