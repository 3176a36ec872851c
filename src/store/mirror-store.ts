/**
 * What we know of a district's Base (多维表格): where its tables are, what each row and we last agreed on, and the directory
 * read from it. Compares nothing; that is `sync/`.
 */
import { z } from 'zod';
import type { BaseBinding, MirrorRow, MirrorStore } from '../ports.ts';
import { districtId, recordId } from '../workflow/ids.ts';
import type { Database, Statement } from './database.ts';
import { createReadDirectory, selectDirectory } from './directory-json.ts';
import { factStatements } from './facts.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';

export interface MirrorStoreDeps {
  readonly database: Database;
  readonly now: () => number;
}

const SETTLE_MS = 4_000;

const baseRow = z
  .object({
    district: z.string().transform(districtId),
    app_token: z.string(),
    url: z.string(),
    tables: jsonColumn(z.record(z.string(), z.string())),
    form_url: z.string().nullable(),
  })
  .transform(
    (row): BaseBinding => ({
      district: row.district,
      appToken: row.app_token,
      url: row.url,
      tables: row.tables,
      formUrl: row.form_url,
    }),
  );
const mirrorRow = z
  .object({
    table: z.string(),
    record_id: z.string().transform(recordId),
    entity_id: z.string(),
    shadow: jsonColumn(z.record(z.string(), z.unknown())),
    deleted_at: z.number().nullable(),
  })
  .transform(
    (row): MirrorRow => ({
      table: row.table,
      recordId: row.record_id,
      entityId: row.entity_id,
      shadow: row.shadow,
      isDeleted: row.deleted_at !== null,
    }),
  );

const recordIdRow = z.object({ record_id: z.string().transform(recordId) });
const noteRow = z.object({ name: z.string(), value: jsonColumn(z.unknown()), at: z.number() });

const BASES = 'SELECT district, app_token, url, tables, form_url FROM bases';
const ROWS =
  'SELECT "table", record_id, entity_id, shadow, deleted_at FROM mirror_rows WHERE district = ? AND "table" = ?';

export const createMirrorStore = ({ database, now }: MirrorStoreDeps): MirrorStore => {
  const { readDirectory, readDirectories } = createReadDirectory();
  const readRows = async (one: Statement): Promise<readonly MirrorRow[]> => {
    const [rows] = await database.read([one]);
    return rowsOf(rows, mirrorRow);
  };
  return {
    loadBases: async () => {
      const [rows] = await database.read([statement(`${BASES} ORDER BY district`, [])]);
      return rowsOf(rows, baseRow);
    },
    saveBase: async ({ district, appToken, url, tables, formUrl }) => {
      await database.commit(
        [
          statement(
            `INSERT INTO bases (district, app_token, url, tables, form_url) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (district) DO UPDATE SET app_token = excluded.app_token, url = excluded.url,
               tables = excluded.tables, form_url = excluded.form_url`,
            [district, appToken, url, JSON.stringify(tables), formUrl],
          ),
        ],
        { settleMs: SETTLE_MS },
      );
    },
    findBase: async (appToken) => {
      const [rows] = await database.read([statement(`${BASES} WHERE app_token = ?`, [appToken])]);
      return rowsOf(rows, baseRow)[0] ?? null;
    },
    loadDirectory: async (district) => {
      const [rows] = await database.read([statement(selectDirectory('?'), [district])]);
      return readDirectory(district, rows);
    },
    loadDirectories: async () => {
      const [rows] = await database.read([
        statement(`SELECT district, (${selectDirectory('bases.district')}) AS rows FROM bases ORDER BY district`, []),
      ]);
      return readDirectories(rows);
    },
    rowsByRecord: (district, table, recordIds) =>
      readRows(
        statement(`${ROWS} AND record_id IN (SELECT value FROM json_each(?)) ORDER BY record_id`, [
          district,
          table,
          JSON.stringify(recordIds),
        ]),
      ),
    rowsByEntity: (district, table, entityIds) =>
      readRows(
        statement(`${ROWS} AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY record_id`, [
          district,
          table,
          JSON.stringify(entityIds),
        ]),
      ),
    loadNotes: async (district) => {
      const [rows] = await database.read([
        statement('SELECT name, value, at FROM sync_notes WHERE district = ?', [district]),
      ]);
      return new Map(rowsOf(rows, noteRow).map(({ name, value, at }) => [name, { value, at }]));
    },
    rowsAfter: (district, table, after, limit) =>
      readRows(
        statement(`${ROWS} AND record_id > ? AND deleted_at IS NULL ORDER BY record_id LIMIT ?`, [
          district,
          table,
          after,
          limit,
        ]),
      ),
    recordIdsAfter: async (district, table, after, limit) => {
      const [rows] = await database.read([
        statement(
          `SELECT record_id FROM mirror_rows
           WHERE district = ? AND "table" = ? AND record_id > ? AND deleted_at IS NULL ORDER BY record_id LIMIT ?`,
          [district, table, after, limit],
        ),
      ]);
      return rowsOf(rows, recordIdRow).map((row) => row.record_id);
    },
    // Facts say how things are, so saving them twice is saving them once.
    saveFacts: async (district, facts) => {
      const statements = factStatements(district, facts, now());
      if (statements.length > 0) await database.commit(statements, { settleMs: SETTLE_MS });
    },
  };
};
