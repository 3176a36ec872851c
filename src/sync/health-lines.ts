/**
 * What 运行状况 says about single rows: one that was deleted by hand and came back, one whose service cells were typed over. A line
 * a row, each as a wish of its own, so that it is said also when the run that put the row right ends early.
 */

import type { Table } from '../../bitable-schema/table.ts';
import type { Intention } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { Case } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import type { CaseId, DistrictId, Ms, RecordId } from '../workflow/ids.ts';

const lineOf = (
  district: DistrictId,
  line: string,
  caseId: CaseId | null,
  item: string,
  detail: string,
  now: Ms,
): Intention =>
  wish('mirrorHealth', {
    key: `health:${district}:${line}`,
    district,
    caseId,
    args: { line, item, detail },
    runAt: now,
  });

export const CASE_ROW_DELETED =
  '这一行被删除，已由系统恢复。误登记的，请在“操作”列选“不予受理”并写明原因；已交办的不能撤销，企业要撤回的，请其在查询页提出。';
export const KEPT_ROW_DELETED = '该行被删除，系统已恢复。此表由系统维护。';

/** `record`: the row as it was made again. */
export const caseRestored = (subject: Case, record: RecordId, now: Ms): Intention =>
  lineOf(subject.district, `restored:${record}`, subject.id, rowName(subject), CASE_ROW_DELETED, now);

export const keptRowRestored = (
  district: DistrictId,
  table: Table,
  name: string,
  record: RecordId,
  now: Ms,
): Intention => lineOf(district, `restored:${record}`, null, keptRow(table, name), KEPT_ROW_DELETED, now);

/** One line a row, of the last time. */
export const keptRowPutBack = (
  district: DistrictId,
  table: Table,
  name: string,
  record: RecordId,
  sentence: string,
  now: Ms,
): Intention =>
  lineOf(district, `putBack:${record}`, null, keptRow(table, name), `${momentOf(now)} 手工改动：${sentence}`, now);

/** A row of a table that the service keeps, by its own number. */
export const keptRow = (table: Table, name: string): string => `“${table.name}”表 ${name}`;

const momentOf = (at: Ms): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
