/**
 * 保密事项: the texts of confidential cases. They are written here before they are masked in 事项, and removed only after they
 * stand in 事项 again, so that at no moment staff who may read them find them nowhere.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { confidential } from '../../bitable-schema/confidential.ts';
import { normaliseValues, type Values } from '../../bitable-schema/table.ts';
import type { TableAddress } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { textForAll } from '../workflow/hidden-enterprise.ts';
import type { BaseDeps, RowWork, Run } from './base-deps.ts';
import { confidentialCells } from './confidential-cells.ts';
import type { TablePlan } from './mirror-table.ts';
import { type MappingContext, peopleCells, serviceCells } from './row-mapping.ts';

const addressIn = (run: Pick<Run, 'base'>): TableAddress | null => {
  const tableId = run.base.tables[confidential.key];
  return tableId === undefined ? null : { appToken: run.base.appToken, tableId };
};

/** The cells of 事项 as they would be without 保密. */
export const realCells = (subject: Case, mapping: MappingContext): Values =>
  normaliseValues(cases, { ...peopleCells(subject), ...serviceCells(subject, mapping) });

/** What the service writes into a row of 事项, where more people read it than may know of whom it is. */
export const cellsForAll = (subject: Case, mapping: MappingContext): Values =>
  Object.fromEntries(
    Object.entries(serviceCells(subject, mapping)).map(([key, cell]) => [
      key,
      typeof cell === 'string' ? textForAll(subject, cell) : cell,
    ]),
  );

/** The rows of the confidential cases among these; null where the Base has no such table. */
export const planConfidential = (
  run: Pick<Run, 'base'>,
  works: readonly RowWork[],
  mapping: MappingContext,
): TablePlan | null => {
  const secret = works.filter(({ subject }) => subject.notes.isConfidential);
  const address = addressIn(run);
  if (!address) return null;
  return {
    table: confidential,
    address,
    items: secret.map(({ subject, recordId, dues }) => ({
      entityId: subject.id,
      cells: normaliseValues(confidential, confidentialCells(subject, recordId, realCells(subject, mapping))),
      dues,
      unknown: recordId === null ? ['subject'] : [],
      name: subject.id,
    })),
  };
};

/** Removes the rows of cases that are confidential no longer, once 事项 shows their texts. */
export const dropConfidential = async (deps: BaseDeps, run: Run, works: readonly RowWork[]): Promise<void> => {
  const address = addressIn(run);
  const open = works.filter(
    ({ subject, dues }) => !subject.notes.isConfidential && !dues.some((due) => run.unfinished.has(due.key)),
  );
  if (!address || open.length === 0) return;
  const rows = await deps.mirror.rowsByEntity(
    run.base.district,
    confidential.key,
    open.map(({ subject }) => subject.id),
  );
  const ids = rows.filter((row) => !row.isDeleted).map((row) => row.recordId);
  if (ids.length === 0) return;
  const removed = await deps.rows.remove(address, ids.slice(0, MAX_REMOVED));
  if (removed.kind === 'ok' || removed.kind === 'gone') {
    for (const recordId of ids.slice(0, MAX_REMOVED))
      run.facts.push({ kind: 'rowDeleted', table: confidential.key, recordId });
    return;
  }
  const now = deps.now();
  // The rows of 事项 are done, and their wishes with them; only the removal comes again.
  for (const { dues } of open) for (const due of dues) run.ends.set(due.key, deps.endAfter(removed, due, now));
};

/** Feishu's bound for one batch of deletes; there are never so many. */
const MAX_REMOVED = 500;
