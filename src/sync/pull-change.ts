/**
 * An event from a Base → what should be looked at. An event is only a hint (it may come twice, late, in any order, and
 * says neither enough nor always the truth), so it becomes a wish to read the row, never a change. Pure.
 */
import type { FeishuEvent } from '../feishu/callbacks.ts';
import type { BaseBinding, Intention } from '../ports.ts';
import type { DistrictId, Ms, RecordId } from '../workflow/ids.ts';

const DIRECTORY_TABLES: readonly string[] = ['leaders', 'units', 'receptionDays', 'settings'];

export const baseLaneOf = (district: DistrictId): string => `base:${district}`;

/** The wish to read one row of 事项. `operator` is who the event names, for history when the row names nobody. */
export const pullRowIntention = (district: DistrictId, record: RecordId, operator: string, runAt: Ms): Intention => ({
  key: `pullRow:${district}:cases:${record}`,
  lane: baseLaneOf(district),
  kind: 'pullRow',
  district,
  caseId: null,
  args: { table: 'cases', record, operator },
  runAt,
});

/** The wish to read a whole table: a directory, or 事项 for the reconciliation (then `cursor` says from where). */
export const pullTableIntention = (district: DistrictId, table: string, cursor: string, runAt: Ms): Intention => ({
  key: cursor === '' ? `pullTable:${district}:${table}` : `pullTable:${district}:${table}:${cursor}`,
  lane: baseLaneOf(district),
  kind: 'pullTable',
  district,
  caseId: null,
  args: { table, cursor },
  runAt,
});

/** Wishes for one look at every table: the directories, and 事项 from its first row. */
export const lookAtEverything = (base: BaseBinding, runAt: Ms): readonly Intention[] =>
  [...DIRECTORY_TABLES, 'cases']
    .filter((table) => base.tables[table] !== undefined)
    .map((table) => pullTableIntention(base.district, table, '', runAt));

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
  if (DIRECTORY_TABLES.includes(table)) return [pullTableIntention(base.district, table, '', runAt)];
  if (table !== 'cases' || event.kind !== 'recordsChanged') return [];
  return [...new Set(event.recordIds)].map((record) =>
    pullRowIntention(base.district, record, event.operator ?? '', runAt),
  );
};
