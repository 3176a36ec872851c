/**
 * Record endpoints (记录): create, update, delete and their batches, batch_get, search, and the legacy list and get.
 * Batches are all-or-nothing: everything is parsed before anything changes.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { applyChanges, type Change, type Tenant } from './bitable-changes.ts';
import { compileFilter, filterSchema, sortRecords, sortSchema } from './bitable-filter.ts';
import { findBase, findFieldByName, findRecord, findTable, findView, recordsById } from './bitable-find.ts';
import { echoShape, listShape, personJson, type ReadScope, readShape } from './bitable-read.ts';
import { parseCell, type WriteScope } from './bitable-write.ts';
import { onceByClientToken } from './client-tokens.ts';
import { type ApiContext, type ApiEnv, idTypeSchema, pageOf, readBody, readIdType, refuse, succeed } from './http.ts';
import { botOpenId } from './people.ts';
import { seesRows } from './rights.ts';
import type { Base, Cell, Table, TableRecord } from './state.ts';

const badBody = 1254001;
const mostWritten = 1000;
const mostDeleted = 500;
const mostGot = 100;
const mostListed = 500;

const fieldsSchema = z.record(z.string(), z.unknown());
const rowBody = z.object({ fields: fieldsSchema });
const newRowsBody = z.object({ records: z.array(rowBody).min(1) });
const changedRowsBody = z.object({
  records: z.array(z.object({ record_id: z.string(), fields: fieldsSchema })).min(1),
});
const deletedRowsBody = z.object({ records: z.array(z.string()).min(1) });
const wantedRowsBody = z.object({
  record_ids: z.array(z.string()).min(1),
  user_id_type: idTypeSchema.default('open_id'),
  with_shared_url: z.boolean().default(false),
  automatic_fields: z.boolean().default(false),
});
const searchBody = z.object({
  view_id: z.string().optional(),
  field_names: z.array(z.string()).max(200).optional(),
  sort: sortSchema.optional(),
  filter: filterSchema.optional(),
  automatic_fields: z.boolean().default(false),
});

/** Parses fields given by name; what is not named stays as it is. */
export const parseCells = (
  scope: WriteScope,
  table: Table,
  fields: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Cell | null> =>
  new Map(
    Object.entries(fields).map(([name, value]) => {
      const field = findFieldByName(table, name);
      return [field.fieldId, parseCell(scope, field, value)];
    }),
  );

export const recordRoutes = (tenant: Tenant): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const at = '/apps/:app/tables/:table/records';
  const tableOf = (c: ApiContext): readonly [Base, Table] => {
    const base = findBase(tenant.state, c.req.param('app') ?? '');
    return [base, findTable(base, c.req.param('table') ?? '')];
  };
  /** Rows a read may see: with a read lag, just created ones are not there yet. */
  const visible = (base: Base, table: Table): readonly TableRecord[] => {
    if (!seesRows(base)) return [];
    const { readLagMs } = tenant.settings;
    return readLagMs === 0
      ? table.records
      : table.records.filter((record) => tenant.now() - record.createdAt >= readLagMs);
  };
  const writeScope = (c: ApiContext, base: Base): WriteScope => ({
    world: tenant,
    base,
    idType: readIdType(c, 1254010),
    newOptions: new Map(),
  });
  const echo = (scope: ReadScope, table: Table, record: TableRecord): Readonly<Record<string, unknown>> => ({
    record_id: record.recordId,
    id: record.recordId,
    fields: shaped(table, (field) => echoShape(scope, field, record)),
  });
  const create = (
    scope: WriteScope,
    table: Table,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): readonly TableRecord[] => {
    const changes = rows.map(
      (fields): Change => ({ kind: 'add', recordId: tenant.newId('rec'), cells: parseCells(scope, table, fields) }),
    );
    return applyChanges(tenant, scope.base, table, changes, botOpenId, scope.newOptions);
  };

  routes.post(at, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, rowBody, badBody);
    const scope = writeScope(c, base);
    return onceByClientToken(tenant, c, `record/${table.tableId}`, body, () => {
      const [record] = create(scope, table, [body.fields]);
      return record === undefined ? refuse(1255001, 'InternalError') : { record: echo(scope, table, record) };
    });
  });

  routes.post(`${at}/batch_create`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, newRowsBody, badBody);
    if (body.records.length > mostWritten) return refuse(1254104, 'RecordAddOnceExceedLimit');
    const scope = writeScope(c, base);
    return onceByClientToken(tenant, c, `records/${table.tableId}`, body, () => {
      const rows = body.records.map((record) => record.fields);
      return { records: create(scope, table, rows).map((record) => echo(scope, table, record)) };
    });
  });

  routes.put(`${at}/:record`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, rowBody, badBody);
    const record = findRecord(table.records, c.req.param('record') ?? '');
    const scope = writeScope(c, base);
    const cells = parseCells(scope, table, body.fields);
    applyChanges(tenant, base, table, [{ kind: 'edit', record, cells }], botOpenId, scope.newOptions);
    return succeed(c, { record: echo(scope, table, record) });
  });

  routes.post(`${at}/batch_update`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, changedRowsBody, badBody);
    if (body.records.length > mostWritten) return refuse(1254104, 'RecordAddOnceExceedLimit');
    const scope = writeScope(c, base);
    const byId = recordsById(table.records);
    const changes = body.records.map((row): Change & { readonly kind: 'edit' } => {
      const record = byId.get(row.record_id) ?? refuse(1254043, 'RecordIdNotFound');
      return { kind: 'edit', record, cells: parseCells(scope, table, row.fields) };
    });
    applyChanges(tenant, base, table, changes, botOpenId, scope.newOptions);
    return succeed(c, { records: changes.map((change) => echo(scope, table, change.record)) });
  });

  routes.delete(`${at}/:record`, (c) => {
    const [base, table] = tableOf(c);
    const record = findRecord(table.records, c.req.param('record') ?? '');
    applyChanges(tenant, base, table, [{ kind: 'delete', record }], botOpenId);
    return succeed(c, { deleted: true, record_id: record.recordId });
  });

  routes.post(`${at}/batch_delete`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, deletedRowsBody, badBody);
    if (body.records.length > mostDeleted) return refuse(1254104, 'RecordAddOnceExceedLimit');
    const byId = recordsById(table.records);
    const ids = [...new Set(body.records)];
    const changes = ids.map(
      (id): Change => ({ kind: 'delete', record: byId.get(id) ?? refuse(1254043, 'RecordIdNotFound') }),
    );
    applyChanges(tenant, base, table, changes, botOpenId);
    return succeed(c, { records: ids.map((id) => ({ deleted: true, record_id: id })) });
  });

  routes.post(`${at}/batch_get`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, wantedRowsBody, badBody);
    if (body.record_ids.length > mostGot) return refuse(1254104, 'at most 100 records');
    const scope: ReadScope = { world: tenant, base, idType: body.user_id_type };
    const byId = recordsById(visible(base, table));
    const ids = [...new Set(body.record_ids)];
    return succeed(c, {
      records: ids.flatMap((id) => {
        const record = byId.get(id);
        if (record === undefined) return [];
        const shared = body.with_shared_url ? { shared_url: `${tenant.settings.publicUrl}/record/${id}` } : {};
        return [{ ...read(scope, table, record, null, body.automatic_fields), ...shared }];
      }),
      forbidden_record_ids: [],
      absent_record_ids: ids.filter((id) => !byId.has(id)),
    });
  });

  routes.post(`${at}/search`, async (c) => {
    const [base, table] = tableOf(c);
    const body = await readBody(c, searchBody, 1254018);
    const scope: ReadScope = { world: tenant, base, idType: readIdType(c, 1254010) };
    if (body.view_id !== undefined && body.view_id !== '') findView(table, body.view_id);
    const names = body.field_names === undefined || body.field_names.length === 0 ? null : body.field_names;
    for (const name of names ?? []) findFieldByName(table, name);
    const test = body.filter === undefined ? () => true : compileFilter(scope, table, body.filter);
    const found = sortRecords(scope, table, visible(base, table).filter(test), body.sort ?? []);
    const { items, ...page } = pageOf(found, (record) => record.recordId, c, {
      normal: 20,
      most: mostListed,
      badSizeCode: 1254011,
      badTokenCode: 1254030,
    });
    return succeed(c, {
      ...page,
      items: items.map((record) => read(scope, table, record, names, body.automatic_fields)),
    });
  });

  const legacy = (
    c: ApiContext,
    scope: ReadScope,
    table: Table,
    record: TableRecord,
  ): Readonly<Record<string, unknown>> => ({
    record_id: record.recordId,
    id: record.recordId,
    fields: shaped(table, (field) => listShape(scope, field, record, c.req.query('text_field_as_array') === 'true')),
    ...(c.req.query('automatic_fields') === 'true' ? automatic(scope, record) : {}),
  });

  routes.get(at, (c) => {
    const [base, table] = tableOf(c);
    if ((c.req.query('filter') ?? '') !== '' || (c.req.query('sort') ?? '') !== '') {
      return refuse(1254018, 'this stand-in filters by the search endpoint only');
    }
    const scope: ReadScope = { world: tenant, base, idType: readIdType(c, 1254010) };
    const { items, ...page } = pageOf(visible(base, table), (record) => record.recordId, c, {
      normal: 20,
      most: mostListed,
      badSizeCode: 1254011,
      badTokenCode: 1254030,
    });
    return succeed(c, { ...page, items: items.map((record) => legacy(c, scope, table, record)) });
  });

  routes.get(`${at}/:record`, (c) => {
    const [base, table] = tableOf(c);
    const scope: ReadScope = { world: tenant, base, idType: readIdType(c, 1254010) };
    return succeed(c, {
      record: legacy(c, scope, table, findRecord(visible(base, table), c.req.param('record') ?? '')),
    });
  });

  return routes;
};

/** Values by field name; a field without a value has no key. */
const shaped = (table: Table, shape: (field: Table['fields'][number]) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    table.fields.flatMap((field) => {
      const value = shape(field);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );

const read = (
  scope: ReadScope,
  table: Table,
  record: TableRecord,
  names: readonly string[] | null,
  withAutomatic: boolean,
): Readonly<Record<string, unknown>> => ({
  record_id: record.recordId,
  fields: shaped(table, (field) =>
    names === null || names.includes(field.name) ? readShape(scope, field, record) : undefined,
  ),
  ...(withAutomatic ? automatic(scope, record) : {}),
});

const automatic = (scope: ReadScope, record: TableRecord): Readonly<Record<string, unknown>> => ({
  created_by: personJson(scope, record.createdBy),
  created_time: record.createdAt,
  last_modified_by: personJson(scope, record.modifiedBy),
  last_modified_time: record.modifiedAt,
});
