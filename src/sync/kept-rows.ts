/**
 * Looks at rows of the tables that the service keeps (来访, 保密事项, 办理进展). A row that stands as agreed costs no more than its
 * reading, and what people noted in their own columns is remembered; a row whose service cells differ, or that is gone, becomes
 * a look, which `mirror-table.ts` settles together with whatever else the table should show.
 */
import { type Cell, type Column, decodeOrEmpty } from '../../bitable-schema/columns.ts';
import { confidential } from '../../bitable-schema/confidential.ts';
import { progress } from '../../bitable-schema/progress.ts';
import { sameCell, type Table, type Values } from '../../bitable-schema/table.ts';
import { visits } from '../../bitable-schema/visits.ts';
import type { DueIntention, MirrorRow, TableRow } from '../ports.ts';
import { type CaseId, caseId, type RecordId, recordId } from '../workflow/ids.ts';
import { isCertainlyAbsent, lookOnceMore } from './absent-rows.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run, soon, takesAnother } from './base-deps.ts';
import { chunks, MOST_READ } from './batches.ts';
import { lookIfEmptied } from './look-if-emptied.ts';
import { caseIdOfLine } from './mirror-progress.ts';
import { shadowOf } from './shadow.ts';
import { deleterOf, editNotice, selfOf } from './tell-editor.ts';
import { NO_TIME } from './within-deadline.ts';

/** Their rows follow from cases; staff add nothing to them but notes of their own. */
export const KEPT_TABLES: readonly Table[] = [visits, confidential, progress];
export const isKept = (table: string): boolean => KEPT_TABLES.some(({ key }) => key === table);

/** A row that does not show what was agreed on. */
export interface KeptLook {
  readonly mirrorRow: MirrorRow;
  /** Null: it is gone. */
  readonly row: TableRow | null;
  /** What it shows; cells that cannot be read are as agreed. */
  readonly shown: Values;
  readonly dues: readonly DueIntention[];
}

export interface KeptRows {
  /** Rows as read, ids that are gone, and whose wishes they answer. */
  readonly take: (
    table: Table,
    rows: readonly TableRow[],
    absent: readonly RecordId[],
    duesOf: (id: RecordId) => readonly DueIntention[],
  ) => Promise<void>;
  readonly looksAt: (table: string) => ReadonlyMap<RecordId, KeptLook>;
  /** Whose wishes the cases answer from which these rows follow. */
  readonly duesByCase: () => ReadonlyMap<CaseId, readonly DueIntention[]>;
  /** All wishes that looks were taken for. */
  readonly dues: () => readonly DueIntention[];
}

export const createKeptRows = (deps: BaseDeps, run: Run): KeptRows => {
  const looks = new Map<string, Map<RecordId, KeptLook>>(KEPT_TABLES.map(({ key }) => [key, new Map()]));
  return {
    take: async (table, rows, absent, duesOf) => {
      const ids = [...rows.map((row) => row.recordId), ...absent];
      const known = new Map(
        (await deps.mirror.rowsByRecord(run.base.district, table.key, ids)).map((one) => [one.recordId, one]),
      );
      const unseen = await lookIfEmptied(run, table, rows, known);
      if (unseen) {
        for (const id of ids) endAll(run, duesOf(id), (due) => deps.endAfter(unseen, due, deps.now()));
        return;
      }
      const doubles = await doublesOf(deps, run, table, rows, known);
      await dropDoubles(deps, run, table, doubles, duesOf);
      for (const row of rows.filter(({ recordId }) => !doubles.includes(recordId))) {
        const mirrorRow = known.get(row.recordId);
        const look = mirrorRow ? lookAt(run, table, row, mirrorRow) : null;
        if (look) looks.get(table.key)?.set(row.recordId, { ...look, dues: duesOf(row.recordId) });
        else endAll(run, duesOf(row.recordId), FINISHED);
      }
      for (const id of absent) {
        const mirrorRow = known.get(id);
        if (!mirrorRow) {
          endAll(run, duesOf(id), FINISHED);
          continue;
        }
        if (!isCertainlyAbsent(duesOf(id), deps.now())) {
          endAll(run, duesOf(id), lookOnceMore(deps.now()));
          continue;
        }
        // Noted as deleted is not yet restored: the attempt that noted it may have failed to make the new row.
        run.facts.push({ kind: 'rowDeleted', table: table.key, recordId: id });
        looks.get(table.key)?.set(id, { mirrorRow, row: null, shown: shadowOf(mirrorRow), dues: duesOf(id) });
      }
    },
    looksAt: (table) => looks.get(table) ?? new Map(),
    duesByCase: () => {
      const byCase = new Map<CaseId, readonly DueIntention[]>();
      for (const [table, found] of looks)
        for (const { mirrorRow, dues } of found.values()) {
          const id = caseOf(table, mirrorRow.entityId);
          if (id) byCase.set(id, [...new Set([...(byCase.get(id) ?? []), ...dues])]);
        }
      return byCase;
    },
    dues: () => [...looks.values()].flatMap((found) => [...found.values()].flatMap(({ dues }) => dues)),
  };
};

/** Rows that were deleted, made anew, and then brought back by whoever took the deletion back. */
const doublesOf = async (
  deps: BaseDeps,
  run: Run,
  table: Table,
  rows: readonly TableRow[],
  known: ReadonlyMap<RecordId, MirrorRow>,
): Promise<readonly RecordId[]> => {
  const back = rows.flatMap((row) => known.get(row.recordId) ?? []).filter(({ isDeleted }) => isDeleted);
  if (back.length === 0) return [];
  const entities = back.map(({ entityId }) => entityId);
  const living = (await deps.mirror.rowsByEntity(run.base.district, table.key, entities)).filter(
    ({ isDeleted }) => !isDeleted,
  );
  return back.filter((row) => living.some(({ entityId }) => entityId === row.entityId)).map((row) => row.recordId);
};

/** The row made anew has all that stood in the one before it, notes of staff included. */
const dropDoubles = async (
  deps: BaseDeps,
  run: Run,
  table: Table,
  doubles: readonly RecordId[],
  duesOf: (id: RecordId) => readonly DueIntention[],
): Promise<void> => {
  if (doubles.length === 0) return;
  const removed = await deps.rows.remove(addressOf(run.base, table.key), doubles);
  for (const id of doubles) {
    const dues = duesOf(id);
    if (removed.kind !== 'ok' && removed.kind !== 'gone') {
      endAll(run, dues, (due) => deps.endAfter(removed, due, deps.now()));
      continue;
    }
    endAll(run, dues, FINISHED);
    const double = { record: id, modifiedAt: null, item: `“${table.name}”表的一行`, sentence: DOUBLE };
    run.notices.push(...editNotice(run.base.district, deleterOf(dues, selfOf(run.notes)), double, deps.now()));
  }
};
const DOUBLE = '该行删除后系统已另建一行，恢复的一行与之重复，已删去；内容见另建的一行。';

/** Null for 来访, whose rows follow from the cases of a whole day. */
const caseOf = (table: string, entityId: string): CaseId | null => {
  if (table === confidential.key) return caseId(entityId);
  return table === progress.key ? caseIdOfLine(entityId) : null;
};

/** Null when its service cells are as agreed. */
const lookAt = (run: Run, table: Table, row: TableRow, mirrorRow: MirrorRow): Omit<KeptLook, 'dues'> | null => {
  const waiting = run.live.waiting(table.key);
  const agreed = shadowOf(mirrorRow);
  const read = Object.fromEntries(
    Object.entries<Column>(table.columns)
      .filter(([key]) => !waiting.has(key))
      .map(([key, column]): [string, Cell] => [key, decodeOrEmpty(column, row.fields[column.name])]),
  );
  const shown = { ...agreed, ...read };
  const moved = Object.entries<Column>(table.columns).filter(
    ([key, column]) => !sameCell(shown[key] ?? column.empty, agreed[key] ?? column.empty),
  );
  // One that was noted as deleted and stands again is agreed on anew.
  if (mirrorRow.isDeleted || moved.some(([, { owner }]) => owner === 'service')) return { mirrorRow, row, shown };
  if (moved.length > 0) {
    const { recordId, entityId } = mirrorRow;
    run.facts.push({ kind: 'rowAgreed', table: table.key, recordId, entityId, shadow: shown });
  }
  return null;
};

/** Reads the rows that events named, a hundred a call. */
export const lookAtKeptRows = async (
  deps: BaseDeps,
  run: Run,
  due: readonly DueIntention[],
  kept: KeptRows,
): Promise<void> => {
  for (const table of KEPT_TABLES) {
    const dues = due.filter((one) => one.kind === 'pullRow' && one.args['table'] === table.key);
    if (dues.length === 0) continue;
    if (run.base.tables[table.key] === undefined) {
      endAll(run, dues, FINISHED);
      continue;
    }
    for (const part of chunks(dues, MOST_READ)) {
      if (!takesAnother(deps, run)) {
        endAll(run, part, soon(deps.now(), NO_TIME));
        continue;
      }
      const ids = part.map((one) => recordId(one.args['record'] ?? ''));
      const read = await deps.rows.get(addressOf(run.base, table.key), ids);
      if (read.kind !== 'ok') endAll(run, part, (one) => deps.endAfter(read, one, deps.now()));
      else
        await kept.take(table, read.data.rows, read.data.absent, (id) =>
          part.filter((one) => one.args['record'] === id),
        );
    }
  }
};
