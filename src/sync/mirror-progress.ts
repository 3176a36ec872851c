/**
 * 办理进展: every line of progress of a case as a row of its own. Lines are only ever added to a case; their rows follow the case
 * like every other table that the service keeps. Pure.
 */
import { progress } from '../../bitable-schema/progress.ts';
import { normaliseValues, type Values } from '../../bitable-schema/table.ts';
import { byWords } from '../workflow/acting.ts';
import { knownUnitName } from '../workflow/directory.ts';
import { textForAll } from '../workflow/hidden-enterprise.ts';
import { type CaseId, caseId } from '../workflow/ids.ts';
import type { RowWork, Run } from './base-deps.ts';
import type { TableItem, TablePlan } from './mirror-table.ts';
import type { MappingContext } from './row-mapping.ts';

/** The entity of a line is its case, its round (or `material` for what the enterprise added) and its place in it. */
const entityOf = (id: CaseId, part: string, index: number): string => `${id}:${part}:${index}`;
export const caseIdOfLine = (entityId: string): CaseId => caseId(entityId.split(':', 1)[0] ?? '');

/** Null where the Base has no such table. */
export const planProgress = (
  run: Pick<Run, 'base'>,
  works: readonly RowWork[],
  mapping: Pick<MappingContext, 'directory'>,
): TablePlan | null => {
  const tableId = run.base.tables[progress.key];
  if (tableId === undefined) return null;
  const items = works.flatMap((work) => linesOf(work, mapping));
  return { table: progress, address: { appToken: run.base.appToken, tableId }, items };
};

const linesOf = (
  { subject, recordId, dues }: RowWork,
  { directory }: Pick<MappingContext, 'directory'>,
): readonly TableItem[] => {
  const itemOf = (entityId: string, lineId: string, cells: Values): TableItem => ({
    entityId,
    cells: normaliseValues(progress, {
      ...cells,
      // The row of a case that is being made anew is not known yet; the link follows when it is.
      ...(recordId === null ? {} : { subject: [recordId] }),
      lineId,
    }),
    unknown: recordId === null ? ['subject'] : [],
    dues,
    name: lineId,
  });
  return [
    ...subject.rounds.flatMap(({ round, progress: told }) =>
      told.map((line, index) =>
        itemOf(entityOf(subject.id, String(round), index), `${subject.id}-${round}-${index + 1}`, {
          line: textForAll(subject, line.text),
          files: line.files.map(({ token }) => token),
          round,
          unit: knownUnitName(directory, line.unitId),
          by: byWords(line.by),
          at: line.at,
        }),
      ),
    ),
    ...subject.materials.map(({ at, text, files }, index) =>
      itemOf(entityOf(subject.id, 'material', index), `${subject.id}-补${index + 1}`, {
        line: text === '' ? '企业补交材料' : `企业补交材料：${textForAll(subject, text)}`,
        files: files.map(({ token }) => token),
        round: null,
        unit: '',
        by: '企业',
        at,
      }),
    ),
  ];
};
