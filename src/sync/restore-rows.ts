/**
 * Rows of 事项 that were deleted by hand: each becomes work without a row, so that it is made again from what was agreed on,
 * and whoever deleted it is told that a case does not end that way.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention, MirrorRow } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import { type CaseId, caseId, type OpenId, type RecordId } from '../workflow/ids.ts';
import { isCertainlyAbsent, lookOnceMore } from './absent-rows.ts';
import { type BaseDeps, endAll, FINISHED, type RowWork, type Run } from './base-deps.ts';
import { CASE_ROW_DELETED } from './health-lines.ts';
import { shadowOf } from './shadow.ts';
import { deleterOf, editNotice } from './tell-editor.ts';

/** What is known of rows, and whose wishes they answer. */
interface Known {
  readonly mirrorRows: ReadonlyMap<RecordId, MirrorRow>;
  readonly subjects: ReadonlyMap<CaseId, Case>;
  readonly duesOf: (id: RecordId) => readonly DueIntention[];
  readonly self: OpenId | null;
}

export const restoreRows = async (
  deps: BaseDeps,
  run: Run,
  absent: readonly RecordId[],
  { mirrorRows, subjects, duesOf, self }: Known,
  work: Map<CaseId, RowWork>,
): Promise<void> => {
  const lost = absent.flatMap((id) => mirrorRows.get(id) ?? []);
  // A row that may only be too new to be read is no reason to make the case another one.
  const certain = new Set(absent.filter((id) => isCertainlyAbsent(duesOf(id), deps.now())));
  const living = await livingRows(deps, run, lost, certain);
  const isElsewhere = ({ entityId, recordId }: MirrorRow): boolean =>
    living.some((row) => row.entityId === entityId && row.recordId !== recordId);
  for (const id of absent) {
    const mirrorRow = mirrorRows.get(id);
    const subject = mirrorRow && subjects.get(caseId(mirrorRow.entityId));
    // Noted as deleted is not yet restored: the attempt that noted it may have failed to make the new row.
    if (mirrorRow && (!subject || isElsewhere(mirrorRow))) {
      endAll(run, duesOf(id), FINISHED);
      continue;
    }
    // Also a row nobody knows yet: it may have been added by hand a moment ago.
    if (!certain.has(id)) {
      endAll(run, duesOf(id), lookOnceMore(deps.now()));
      continue;
    }
    if (!mirrorRow || !subject) {
      endAll(run, duesOf(id), FINISHED);
      continue;
    }
    run.facts.push({ kind: 'rowDeleted', table: cases.key, recordId: id });
    // Cut out and pasted elsewhere: the case has its row.
    if (work.get(subject.id)?.recordId) {
      endAll(run, duesOf(id), FINISHED);
      continue;
    }
    const deletion = { record: id, modifiedAt: null, item: rowName(subject), sentence: CASE_ROW_DELETED };
    run.notices.push(...editNotice(run.base.district, deleterOf(duesOf(id), self), deletion, deps.now()));
    work.set(subject.id, {
      subject,
      recordId: null,
      shown: shadowOf(mirrorRow),
      putBack: {},
      result: null,
      // Two rows of one case may have been deleted at once.
      dues: [...(work.get(subject.id)?.dues ?? []), ...duesOf(id)],
      isRestored: true,
    });
  }
};

/** Rows of the same cases that are alive, as far as is known. */
const livingRows = async (
  deps: BaseDeps,
  run: Run,
  lost: readonly MirrorRow[],
  gone: ReadonlySet<RecordId>,
): Promise<readonly MirrorRow[]> => {
  if (lost.length === 0) return [];
  const rows = await deps.mirror.rowsByEntity(
    run.base.district,
    cases.key,
    lost.map((row) => row.entityId),
  );
  return rows.filter((row) => !row.isDeleted && !gone.has(row.recordId));
};
