/**
 * Rows of a Bitable table (多维表格记录). Moves rows in and out in Feishu's shapes; what a column means is known in
 * `bitable-schema/` and `sync/`. Reads are by search and batch_get only: the legacy list encodes values differently.
 * Writes go through `sdk.request`, because the SDK's types know no `null`, which is how Feishu clears a cell.
 */
import { z } from 'zod';
import type { Rows, TableAddress, TableRow } from '../ports.ts';
import { openId, recordId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';
import { DATA_NOT_CHANGED } from './failures.ts';

const SEARCH_PAGE_SIZE = 500;
/** Few rows have changed since the last look. */
const RECENT_PAGE_SIZE = 100;
/** A value that names more rows than this is no key; asking on would only hide that. */
const MAX_FOUND_PAGES = 20;

const person = z.object({ id: z.string().nullish(), name: z.string().nullish() }).nullish();
const row = z
  .object({
    record_id: z.string().min(1),
    fields: z.record(z.string(), z.unknown()),
    created_by: person,
    last_modified_by: person,
    last_modified_time: z.number().nullish(),
  })
  .transform((raw): TableRow => {
    const createdBy = raw.created_by?.id ?? '';
    const modifiedBy = raw.last_modified_by?.id ?? '';
    return {
      recordId: recordId(raw.record_id),
      fields: raw.fields,
      createdBy: createdBy === '' ? null : openId(createdBy),
      modifiedBy: modifiedBy === '' ? null : openId(modifiedBy),
      modifiedByName: raw.last_modified_by?.name ?? null,
      modifiedAt: raw.last_modified_time ?? null,
    };
  });

const gotten = z
  .object({
    records: z.array(row).nullish(),
    absent_record_ids: z.array(z.string()).nullish(),
    forbidden_record_ids: z.array(z.string()).nullish(),
  })
  .transform((data) => ({
    rows: data.records ?? [],
    absent: (data.absent_record_ids ?? []).map(recordId),
    forbidden: data.forbidden_record_ids ?? [],
  }));
const found = z
  .object({ items: z.array(row).nullish(), has_more: z.boolean().nullish(), page_token: z.string().nullish() })
  .transform((data) => ({
    rows: data.items ?? [],
    nextPageToken: data.has_more === true ? (data.page_token ?? null) : null,
  }));
const created = z
  .object({ records: z.array(z.object({ record_id: z.string().min(1) })) })
  .transform((data) => data.records.map((record) => recordId(record.record_id)));
const nothing = z.unknown().transform(() => null);

export function createRows(client: FeishuClient): Rows {
  return {
    get: async (table, recordIds) => {
      if (recordIds.length === 0) return { kind: 'ok', data: { rows: [], absent: [] } };
      const result = await client.call(
        'bitable.record.batchGet',
        (sdk) =>
          sdk.bitable.v1.appTableRecord.batchGet({
            path: pathOf(table),
            data: { record_ids: [...recordIds], user_id_type: 'open_id', automatic_fields: true },
          }),
        gotten,
      );
      if (result.kind !== 'ok') return result;
      const { rows, absent, forbidden } = result.data;
      // Taken for missing, a hidden row would be “restored”, that is, doubled.
      return forbidden.length === 0
        ? { kind: 'ok', data: { rows, absent } }
        : { kind: 'auth', code: 0, reason: '应用无权读取部分行，请管理员检查多维表格高级权限' };
    },

    page: (table, pageToken) => search(table, pageToken, {}),

    recent: (table, column, pageToken) =>
      search(table, pageToken, { sort: [{ field_name: column, desc: true }] }, RECENT_PAGE_SIZE),

    findByText: async (table, column, value) => {
      const rows: TableRow[] = [];
      let pageToken: string | null = null;
      for (let page = 0; page < MAX_FOUND_PAGES; page += 1) {
        const result = await search(table, pageToken, {
          filter: { conjunction: 'and', conditions: [{ field_name: column, operator: 'is', value: [value] }] },
        });
        if (result.kind !== 'ok') return result;
        rows.push(...result.data.rows);
        pageToken = result.data.nextPageToken;
        if (pageToken === null) break;
      }
      return { kind: 'ok', data: rows };
    },

    create: async (table, rows, clientToken) => {
      const result = await client.call(
        'bitable.record.batchCreate',
        (sdk) =>
          sdk.request({
            method: 'POST',
            url: `${urlOf(table)}/batch_create`,
            params: { user_id_type: 'open_id', client_token: clientToken },
            data: { records: rows.map((fields) => ({ fields })) },
          }),
        created,
      );
      // Ids are matched to rows by their order: with one missing, none is certain.
      return result.kind === 'ok' && result.data.length !== rows.length
        ? { kind: 'unknown', code: 0, reason: '飞书返回的新行数量不符，需核对' }
        : result;
    },

    update: async (table, rows) => {
      const result = await client.call(
        'bitable.record.batchUpdate',
        (sdk) =>
          sdk.request({
            method: 'POST',
            url: `${urlOf(table)}/batch_update`,
            params: { user_id_type: 'open_id' },
            data: { records: rows.map((change) => ({ record_id: change.recordId, fields: change.fields })) },
          }),
        nothing,
      );
      return result.kind === 'reject' && result.code === DATA_NOT_CHANGED ? { kind: 'ok', data: null } : result;
    },

    remove: (table, recordIds) =>
      client.call(
        'bitable.record.batchDelete',
        (sdk) => sdk.bitable.v1.appTableRecord.batchDelete({ path: pathOf(table), data: { records: [...recordIds] } }),
        nothing,
      ),
  };

  function search(
    table: TableAddress,
    pageToken: string | null,
    wanted: {
      readonly filter?: { conjunction: 'and'; conditions: { field_name: string; operator: 'is'; value: string[] }[] };
      readonly sort?: { field_name: string; desc: boolean }[];
    },
    pageSize = SEARCH_PAGE_SIZE,
  ) {
    return client.call(
      'bitable.record.search',
      (sdk) =>
        sdk.bitable.v1.appTableRecord.search({
          path: pathOf(table),
          params: {
            user_id_type: 'open_id',
            page_size: pageSize,
            ...(pageToken === null ? {} : { page_token: pageToken }),
          },
          data: { automatic_fields: true, ...wanted },
        }),
      found,
    );
  }
}

function pathOf(table: TableAddress): { app_token: string; table_id: string } {
  return { app_token: table.appToken, table_id: table.tableId };
}

function urlOf(table: TableAddress): string {
  const [app, id] = [encodeURIComponent(table.appToken), encodeURIComponent(table.tableId)];
  return `/open-apis/bitable/v1/apps/${app}/tables/${id}/records`;
}
