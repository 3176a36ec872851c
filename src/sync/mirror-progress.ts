/**
 * 办理进展: every line of progress of a case as a row of its own. Lines are only ever added to a case; their rows follow the case
 * like every other table that the service keeps. Pure.
 */
import { progress } from '../../bitable-schema/progress.ts';
import { normaliseValues } from '../../bitable-schema/table.ts';
import { unitById } from '../workflow/directory.ts';
import { type CaseId, caseId } from '../workflow/ids.ts';
import type { RowWork, Run } from './base-deps.ts';
import type { TableItem, TablePlan } from './mirror-table.ts';
import type { MappingContext } from './row-mapping.ts';

/** The entity of a line is its case, its round and its place in it. */
const entityOf = (id: CaseId, round: number, index: number): string => `${id}:${round}:${index}`;
export const caseIdOfLine = (entityId: string): CaseId => caseId(entityId.split(':', 1)[0] ?? '');

/** Null where the Base has no such table. */
export const planProgress = (run: Run, works: readonly RowWork[], mapping: MappingContext): TablePlan | null => {
  const tableId = run.base.tables[progress.key];
  if (tableId === undefined) return null;
  const items = works.flatMap((work) => linesOf(work, mapping));
  return { table: progress, address: { appToken: run.base.appToken, tableId }, items };
};

const linesOf = ({ subject, recordId, dues }: RowWork, { directory }: MappingContext): readonly TableItem[] =>
  subject.rounds.flatMap((round) =>
    round.progress.map((line, index) => {
      const lineId = `${subject.id}-${round.round}-${index + 1}`;
      return {
        entityId: entityOf(subject.id, round.round, index),
        cells: normaliseValues(progress, {
          line: line.text,
          // The row of a case that is being made anew is not known yet; the link follows when it is.
          ...(recordId === null ? {} : { subject: [recordId] }),
          round: round.round,
          unit: unitById(directory, line.unitId)?.name ?? '',
          by: line.by.name,
          at: line.at,
          lineId,
        }),
        dues,
        name: lineId,
      };
    }),
  );
