/**
 * Directory rows (领导, 单位, 接待日, 参数设置) as they are stored, put together to the `Directory` a decision needs. A value
 * of the wrong shape is left out here, because one wrong row must not stop a district; the sync of the table reports it.
 */
import type { ResultSet } from '@libsql/client';
import { z } from 'zod';
import {
  DEFAULT_SETTINGS,
  type Directory,
  type Leader,
  type ReceptionDay,
  type Settings,
  type Unit,
} from '../workflow/directory.ts';
import { type DistrictId, districtId } from '../workflow/ids.ts';
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

const days = z.number().int().min(0).max(1_000);
const someDays = days.min(1);
const dates = z.array(dateJson);
/** `.catch` puts the default in the place of what is missing or wrong, setting by setting. */
const settings: z.ZodType<Settings> = z.object({
  numberPrefix: text.min(1).catch(DEFAULT_SETTINGS.numberPrefix),
  districtName: text.min(1).catch(DEFAULT_SETTINGS.districtName),
  organName: text.min(1).catch(DEFAULT_SETTINGS.organName),
  organPhone: text.catch(DEFAULT_SETTINGS.organPhone),
  urgentDays: someDays.catch(DEFAULT_SETTINGS.urgentDays),
  suggestionDays: someDays.catch(DEFAULT_SETTINGS.suggestionDays),
  problemDays: someDays.catch(DEFAULT_SETTINGS.problemDays),
  graveDays: someDays.catch(DEFAULT_SETTINGS.graveDays),
  hardDays: someDays.catch(DEFAULT_SETTINGS.hardDays),
  acknowledgeDays: someDays.catch(DEFAULT_SETTINGS.acknowledgeDays),
  contactDays: someDays.catch(DEFAULT_SETTINGS.contactDays),
  urgentContactDays: someDays.catch(DEFAULT_SETTINGS.urgentContactDays),
  objectDays: someDays.catch(DEFAULT_SETTINGS.objectDays),
  extensionNoticeDays: days.catch(DEFAULT_SETTINGS.extensionNoticeDays),
  maxExtensions: days.catch(DEFAULT_SETTINGS.maxExtensions),
  maxPauseDays: days.catch(DEFAULT_SETTINGS.maxPauseDays),
  maxPauses: days.catch(DEFAULT_SETTINGS.maxPauses),
  maxPauseSum: days.catch(DEFAULT_SETTINGS.maxPauseSum),
  redoDays: someDays.catch(DEFAULT_SETTINGS.redoDays),
  maxRedoRounds: days.catch(DEFAULT_SETTINGS.maxRedoRounds),
  blueDaysLeft: days.catch(DEFAULT_SETTINGS.blueDaysLeft),
  bluePercent: days.catch(DEFAULT_SETTINGS.bluePercent),
  yellowSilentDays: days.catch(DEFAULT_SETTINGS.yellowSilentDays),
  ladderDays: z
    .tuple([days, days, days])
    .refine(([second, third, fourth]) => second <= third && third <= fourth)
    .catch([...DEFAULT_SETTINGS.ladderDays]),
  callAttempts: someDays.catch(DEFAULT_SETTINGS.callAttempts),
  signReminderDays: someDays.catch(DEFAULT_SETTINGS.signReminderDays),
  ratingReminderDays: someDays.catch(DEFAULT_SETTINGS.ratingReminderDays),
  judgeDays: someDays.catch(DEFAULT_SETTINGS.judgeDays),
  planReminderDays: someDays.catch(DEFAULT_SETTINGS.planReminderDays),
  urgentDailyCap: days.catch(DEFAULT_SETTINGS.urgentDailyCap),
  extraDaysOff: dates.catch([...DEFAULT_SETTINGS.extraDaysOff]),
  extraWorkdays: dates.catch([...DEFAULT_SETTINGS.extraWorkdays]),
  phrases: z.array(text).catch([...DEFAULT_SETTINGS.phrases]),
  approvalCentre: z.boolean().catch(DEFAULT_SETTINGS.approvalCentre),
  calendar: z.boolean().catch(DEFAULT_SETTINGS.calendar),
  tasks: z.boolean().catch(DEFAULT_SETTINGS.tasks),
});

const storedRows = z.array(z.tuple([z.enum(['leaders', 'units', 'receptionDays', 'settings']), text, text]));
type StoredRows = z.infer<typeof storedRows>;
const directoryRow = z.object({ rows: text });
const districtDirectoryRow = directoryRow.extend({ district: text.transform(districtId) });

/** The rows of a district, an expression of SQL, as one text: in id order, so that the same rows always make the same text. */
export const selectDirectory = (district: string): string =>
  `SELECT json_group_array(json_array("table", id, value)) AS rows
   FROM (SELECT "table", id, value FROM directory_rows WHERE district = ${district} ORDER BY "table", id)`;

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

const directoryOf = (district: DistrictId, rows: StoredRows): Directory => {
  const valuesOf = <T>(table: StoredRows[number][0], schema: z.ZodType<T>): readonly T[] =>
    rows
      .filter(([name]) => name === table)
      .flatMap(([, , value]) => {
        const parsed = schema.safeParse(JSON.parse(value));
        return parsed.success ? [parsed.data] : [];
      });
  const given = rows.filter(([name]) => name === 'settings');
  return {
    district,
    leaders: valuesOf('leaders', leader),
    units: valuesOf('units', unit),
    receptionDays: valuesOf('receptionDays', receptionDay),
    settings: settings.parse(
      Object.fromEntries(given.map(([, key, value]): [string, unknown] => [key, JSON.parse(value)])),
    ),
  };
};
