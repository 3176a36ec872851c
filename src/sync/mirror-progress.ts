/**
 * 办理进展: every line of progress of a case as a row of its own. Lines are only ever added, so a row once made is never
 * looked at again, whatever people do to it; 事项 and the case's history hold the truth.
 */
import { progress } from '../../bitable-schema/progress.ts';
import { encodeNewRow, normaliseValues, type Values } from '../../bitable-schema/table.ts';
import type { TableAddress } from '../ports.ts';
import { unitById } from '../workflow/directory.ts';
import { type BaseDeps, endAll, type RowWork, type Run } from './base-deps.ts';
import { chunks } from './mirror-cases.ts';
import { tokenOf } from './row-identity.ts';
import type { MappingContext } from './row-mapping.ts';

const MAX_BATCH = 500;

interface Line {
  readonly entityId: string;
  readonly cells: Values;
  readonly work: RowWork;
}

const linesOf = (work: RowWork, { directory }: MappingContext): readonly Line[] => {
  const subject = work.recordId === null ? [] : [work.recordId];
  const lineOf = (entityId: string, cells: Values): Line => ({
    entityId: `${work.subject.id}:${entityId}`,
    cells: normaliseValues(progress, { ...cells, subject }),
    work,
  });
  return [
    ...work.subject.rounds.flatMap((round) =>
      round.progress.map((line, index) =>
        lineOf(`${round.round}:${index}`, {
          line: line.text,
          files: line.files.map(({ token }) => token),
          round: round.round,
          unit: unitById(directory, line.unitId)?.name ?? '',
          by: line.by.name,
          at: line.at,
        }),
      ),
    ),
    ...work.subject.materials.map(({ at, text, files }, index) =>
      lineOf(`material:${index}`, {
        line: text === '' ? '企业补交材料' : `企业补交材料：${text}`,
        files: files.map(({ token }) => token),
        round: null,
        unit: '',
        by: '企业',
        at,
      }),
    ),
  ];
};

/** Costs nothing for cases without progress, and one call for all new lines together. */
export const mirrorProgress = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  works: readonly RowWork[],
  mapping: MappingContext,
): Promise<void> => {
  const lines = works.flatMap((work) => linesOf(work, mapping));
  if (lines.length === 0) return;
  const known = await deps.mirror.rowsByEntity(
    run.base.district,
    progress.key,
    lines.map((line) => line.entityId),
  );
  const made = new Set(known.map((row) => row.entityId));
  for (const batch of chunks(
    lines.filter((line) => !made.has(line.entityId)),
    MAX_BATCH,
  )) {
    // The token follows from the lines alone: the same lines asked for twice are the same rows.
    const token = tokenOf(batch.map((line) => line.entityId));
    const created = await deps.rows.create(
      table,
      batch.map((line) => encodeNewRow(progress, line.cells)),
      token,
    );
    if (created.kind !== 'ok') {
      const now = deps.now();
      for (const line of batch) endAll(run, line.work.dues, (due) => deps.endAfter(created, due, now));
      continue;
    }
    batch.forEach((line, index) => {
      const recordId = created.data[index];
      if (recordId)
        run.facts.push({
          kind: 'rowAgreed',
          table: progress.key,
          recordId,
          entityId: line.entityId,
          shadow: line.cells,
        });
    });
  }
};
