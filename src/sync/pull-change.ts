/**
 * An event from a Base → what should be looked at. An event is only a hint (it may come twice, late, in any order, and
 * says neither enough nor always the truth), so it becomes a wish to read the row, never a change. What only the event knows, who
 * chose which option, goes along with the wish. Pure.
 */

import type { FeishuEvent } from '../feishu/callbacks.ts';
import type { BaseBinding, Intention } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { DistrictId, Ms, RecordId } from '../workflow/ids.ts';
import { choiceArgs } from './lost-choices.ts';

const DIRECTORY_TABLES: readonly string[] = ['leaders', 'units', 'receptionDays', 'settings'];

/** Tables whose rows are read one by one when they change. */
const ROW_TABLES: readonly string[] = ['cases', 'fieldVisits', 'visits', 'confidential', 'progress', 'health'];

/** The wish to read one row. `operator` is who the event names, for history when the row names nobody. */
export const pullRowIntention = (
  district: DistrictId,
  record: RecordId,
  operator: string,
  runAt: Ms,
  table = 'cases',
): Intention =>
  wish('pullRow', {
    key: `pullRow:${district}:${table}:${record}`,
    district,
    caseId: null,
    args: { table, record, operator },
    runAt,
  });

/** The wish for 运行状况 to show what is so now. */
export const healthIntention = (district: DistrictId, runAt: Ms): Intention =>
  wish('mirrorHealth', {
    key: `health:${district}`,
    district,
    caseId: null,
    args: {},
    runAt,
  });

/** The wish to look at the columns of a table again. */
const lookAtColumnsIntention = (district: DistrictId, table: string, runAt: Ms): Intention =>
  wish('lookAtColumns', {
    key: `columns:${district}:${table}`,
    district,
    caseId: null,
    args: { table },
    runAt,
  });

/** The wish to read a whole directory. */
export const pullTableIntention = (district: DistrictId, table: string, runAt: Ms): Intention =>
  wish('pullTable', {
    key: `pullTable:${district}:${table}`,
    district,
    caseId: null,
    args: { table },
    runAt,
  });

/** Wishes for one look at every directory, at 企业 and at 走访. */
export const lookAtDirectories = (base: BaseBinding, runAt: Ms): readonly Intention[] =>
  [...DIRECTORY_TABLES, 'fieldVisits']
    .filter((table) => base.tables[table] !== undefined)
    .map((table) => pullTableIntention(base.district, table, runAt));

/** `debounceMs`: a person who fills in a row saves cell by cell; reading a moment later makes one command of it. */
export const intentionsOfChange = (
  event: Extract<FeishuEvent, { readonly kind: 'recordsChanged' | 'fieldsChanged' }>,
  base: BaseBinding,
  now: Ms,
  debounceMs: number,
): readonly Intention[] => {
  // A copied Base sends its own events; its rows are not ours.
  if (event.appToken !== base.appToken) return [];
  const table = Object.entries(base.tables).find(([, tableId]) => tableId === event.tableId)?.[0];
  if (table === undefined) return [];
  const runAt = now + debounceMs;
  // Columns before rows: what is read next is read under the right names.
  if (event.kind === 'fieldsChanged') return [lookAtColumnsIntention(base.district, table, runAt - debounceMs)];
  if (DIRECTORY_TABLES.includes(table) || table === 'enterprises')
    return [pullTableIntention(base.district, table, runAt)];
  if (!ROW_TABLES.includes(table)) return [];
  return [...new Set(event.recordIds)].map((record) => {
    const wish = pullRowIntention(base.district, record, event.operator ?? '', runAt, table);
    const chosen = table === 'cases' ? event.chosen.filter(({ recordId }) => recordId === record) : [];
    return { ...wish, args: { ...wish.args, ...choiceArgs(event.operator, chosen) } };
  });
};
