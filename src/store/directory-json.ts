/**
 * Directory rows (领导, 单位, 接待日, 参数设置) as they are stored, put together to the `Directory` a decision needs. A value
 * of the wrong shape is left out here, because one wrong row must not stop a district; the sync of the table reports it.
 */
import type { ResultSet } from '@libsql/client';
import { z } from 'zod';
import type { Directory, Leader, ReceptionDay, Unit } from '../workflow/directory.ts';
import { type DistrictId, districtId } from '../workflow/ids.ts';
import { settingsFrom } from '../workflow/settings.ts';
import { dateJson, leaderIdJson, openIdJson, receptionDayIdJson, unitIdJson } from './case-json.ts';
import { rowsOf } from './statement.ts';

const text = z.string();
const leader: z.ZodType<Leader> = z.object({
  id: leaderIdJson,
  name: text,
  post: text,
  openId: openIdJson.nullable(),
  maySign: z.boolean(),
  secretaryOpenIds: z.array(openIdJson),
  substitute: z.object({ openId: openIdJson, from: dateJson, to: dateJson }).nullable(),
});
const unit: z.ZodType<Unit> = z.object({
  id: unitIdJson,
  name: text,
  isFederation: z.boolean(),
  headOpenIds: z.array(openIdJson),
  officerOpenIds: z.array(openIdJson),
  // Rows read before there was such a column have none.
  worksByWeb: z.boolean().default(false),
});
const receptionDay: z.ZodType<ReceptionDay> = z.object({
  id: receptionDayIdJson,
  title: text,
  date: dateJson.nullable(),
  // Rows read before there were such columns have none.
  from: text.default(''),
  to: text.default(''),
  place: text,
  leaderId: leaderIdJson.nullable(),
});

const storedRows = z.array(
  z.tuple([z.enum(['leaders', 'units', 'receptionDays', 'settings']), text, text, z.enum(['in', 'left'])]),
);
type StoredRows = z.infer<typeof storedRows>;
const directoryRow = z.object({ rows: text });
const districtDirectoryRow = directoryRow.extend({ district: text.transform(districtId) });

/** The rows of a district, an expression of SQL, as one text: in id order, so that the same rows always make the same text. */
export const selectDirectory = (district: string): string =>
  `SELECT json_group_array(json_array("table", id, value, iif(left_at IS NULL, 'in', 'left'))) AS rows
   FROM (SELECT "table", id, value, left_at FROM directory_rows WHERE district = ${district} ORDER BY "table", id)`;

/**
 * Reads what `selectDirectory` found. A directory is read for nearly everything and changes a few times a month, so of each
 * district the last one is kept with its text, and the same text gives the same object.
 */
export const createReadDirectory = () => {
  const last = new Map<DistrictId, { readonly rows: string; readonly directory: Directory }>();
  const read = (district: DistrictId, rows: string): Directory => {
    const known = last.get(district);
    if (known?.rows === rows) return known.directory;
    const directory = directoryOf(district, storedRows.parse(JSON.parse(rows)));
    last.set(district, { rows, directory });
    return directory;
  };
  return {
    readDirectory: (district: DistrictId, result: ResultSet | undefined): Directory =>
      read(district, rowsOf(result, directoryRow)[0]?.rows ?? '[]'),
    /** Of rows with the district beside it. */
    readDirectories: (result: ResultSet | undefined): readonly Directory[] =>
      rowsOf(result, districtDirectoryRow).map(({ district, rows }) => read(district, rows)),
  };
};

const named = z.object({ name: text });

const directoryOf = (district: DistrictId, all: StoredRows): Directory => {
  const rows = all.filter(([, , , stands]) => stands === 'in');
  const valuesOf = <T>(table: StoredRows[number][0], schema: z.ZodType<T>): readonly T[] =>
    rows
      .filter(([name]) => name === table)
      .flatMap(([, , value]) => {
        const parsed = schema.safeParse(JSON.parse(value));
        return parsed.success ? [parsed.data] : [];
      });
  const given = rows.filter(([name]) => name === 'settings');
  const formerNames = all.flatMap(([table, id, value, stands]): [string, string][] => {
    if (stands === 'in' || (table !== 'leaders' && table !== 'units')) return [];
    const parsed = named.safeParse(JSON.parse(value));
    return parsed.success ? [[id, parsed.data.name]] : [];
  });
  return {
    district,
    leaders: valuesOf('leaders', leader),
    units: valuesOf('units', unit),
    receptionDays: valuesOf('receptionDays', receptionDay),
    formerNames: new Map(formerNames),
    settings: settingsFrom(
      Object.fromEntries(given.map(([, key, value]): [string, unknown] => [key, JSON.parse(value)])),
    ),
  };
};
