/**
 * Rows of 事项 as they were read → work by case. What has to be known before a row can be understood (its columns, the names in
 * it) is looked up first; a row that cannot be read, or has no time left, says so for its own wishes only.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { decodeOrEmpty } from '../../bitable-schema/columns.ts';
import type { Values } from '../../bitable-schema/table.ts';
import type { AttemptEnd, DueIntention, FeishuFailure, MirrorRow, TableAddress, TableRow } from '../ports.ts';
import { type Case, sheetInHand } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import { type CaseId, caseId, type RecordId } from '../workflow/ids.ts';
import { isEnded, type PeersByCase } from '../workflow/ties.ts';
import { lookOnceMore, missedRowIntention } from './absent-rows.ts';
import {
  addressOf,
  type BaseDeps,
  endAll,
  FINISHED,
  type RowWork,
  type Run,
  soon,
  subjectsById,
  takesAnother,
} from './base-deps.ts';
import { lookIfEmptied } from './look-if-emptied.ts';
import { tellReplaced } from './lost-choices.ts';
import { lookAtDirectory, saveDirectory, unreadable } from './pull-directory.ts';
import { pullRow } from './pull-row.ts';
import type { RowColumns } from './read-row.ts';
import { restoreRows } from './restore-rows.ts';
import type { MappingContext } from './row-mapping.ts';
import { goneName } from './rows-in-use.ts';
import { shadowOf } from './shadow.ts';
import type { SweepDirection } from './sweep-step.ts';
import { selfOf } from './tell-editor.ts';
import { directoriesUnknownTo, directoryOf } from './unknown-names.ts';
import { NO_TIME } from './within-deadline.ts';

/** Who is who, as far as is known; learnt anew when a row names somebody unknown. */
export interface Names {
  mapping: MappingContext;
}

/** Rows as read, ids that are gone, and whose wishes they answer. */
export type TakeRows = (
  rows: readonly TableRow[],
  absent: readonly RecordId[],
  duesOf: (id: RecordId) => readonly DueIntention[],
  direction?: SweepDirection,
) => Promise<void>;

export const takeRows =
  (
    deps: BaseDeps,
    run: Run,
    table: TableAddress,
    names: Names,
    doubtful: ReadonlySet<CaseId>,
    work: Map<CaseId, RowWork>,
  ): TakeRows =>
  async (rows, absent, duesOf, direction = 'base') => {
    const ids = [...rows.map((row) => row.recordId), ...absent];
    const mirrorRows = new Map(
      (await deps.mirror.rowsByRecord(run.base.district, cases.key, ids)).map((row) => [row.recordId, row]),
    );
    const subjects = await subjectsById(
      deps,
      [...mirrorRows.values()].map((row) => caseId(row.entityId)),
    );

    const unseen =
      (await lookIfEmptied(run, cases, rows, mirrorRows)) ?? (await learnNames(deps, run, rows, mirrorRows, names));
    if (unseen) {
      for (const id of ids) endAll(run, duesOf(id), (due) => deps.endAfter(unseen, due, deps.now()));
      return;
    }
    const self = selfOf(run.notes);
    const peers = await peersOfOpen(deps, direction === 'base' ? [...subjects.values()] : []);
    for (const row of rows) {
      const dues = duesOf(row.recordId);
      if (!takesAnother(deps, run)) {
        endAll(run, dues, soon(deps.now(), NO_TIME));
        continue;
      }
      const mirrorRow = mirrorRows.get(row.recordId);
      const known = mirrorRow && !mirrorRow.isDeleted ? mirrorRow : null;
      const subject = known ? (subjects.get(caseId(known.entityId)) ?? null) : null;
      if (direction === 'database') {
        if (subject && known) work.set(subject.id, ownCellsOnly(row, known, subject, dues, run.live));
        else endAll(run, dues, FINISHED);
        continue;
      }
      try {
        const pulled = await pullRow(deps, {
          district: run.base.district,
          table,
          row,
          mirrorRow: known,
          former: mirrorRow?.isDeleted ? caseId(mirrorRow.entityId) : null,
          subject,
          mapping: { ...names.mapping, peers },
          dues,
          isInDoubt: subject !== null && doubtful.has(subject.id),
          self,
          columns: columnsOf(run, names.mapping.directory, subject),
        });
        if (pulled.kind === 'work') {
          work.set(pulled.work.subject.id, pulled.work);
          const { directory } = names.mapping;
          const about = {
            district: run.base.district,
            table,
            row,
            dues,
            self,
            subject: pulled.work.subject,
            directory,
          };
          run.notices.push(...pulled.notices, ...(await tellReplaced(deps, about)));
        } else if (pulled.kind === 'busy') endAll(run, dues, soon(deps.now(), '数据库繁忙'));
        else if (pulled.kind === 'lookOnceMore') lookAtRowOnceMore(deps, run, row.recordId, dues);
        else if (pulled.kind === 'unread') endAll(run, dues, (due) => deps.endAfter(pulled.failure, due, deps.now()));
        else if (pulled.kind === 'notTaken' && !pulled.isShown)
          await tell(deps, run, table, row.recordId, pulled.sentence, dues);
        else endAll(run, dues, FINISHED);
      } catch (error) {
        const end = await unreadableRow(deps, run, error);
        endAll(run, dues, (due) => (due.kind === 'sweep' && end.kind === 'parked' ? FINISHED : end));
      }
    }
    await restoreRows(deps, run, absent, { mirrorRows, subjects, duesOf, self }, work);
  };

export const mappingFor = async (deps: BaseDeps, run: Run): Promise<MappingContext> => {
  const saved = await deps.mirror.loadDirectory(run.base.district);
  return { directory: saved, links: deps.links, isCreditCode: deps.isCreditCode, now: deps.now(), peers: {} };
};

/** One look for all of them. What has ended names no others. */
export const peersOfOpen = (deps: BaseDeps, subjects: readonly Case[]): Promise<PeersByCase> =>
  deps.cases.loadPeers(subjects.filter((subject) => !isEnded(subject)).map(({ id }) => id));

/**
 * A row may name a 接待日, a leader or a unit that was added a moment ago, by an event that is late or lost. Its directory is
 * then read first, so that nobody is told that what stands in front of them cannot be found.
 */
const learnNames = async (
  deps: BaseDeps,
  run: Run,
  rows: readonly TableRow[],
  mirrorRows: ReadonlyMap<RecordId, MirrorRow>,
  names: Names,
): Promise<FeishuFailure | null> => {
  const shadowOfRow = (id: RecordId): Values => {
    const mirrorRow = mirrorRows.get(id);
    return mirrorRow ? shadowOf(mirrorRow) : {};
  };
  const waiting = run.live.waiting(cases.key);
  for (const table of directoriesUnknownTo(rows, shadowOfRow, waiting, names.mapping.directory)) {
    if (run.base.tables[table] === undefined) continue;
    const look = await lookAtDirectory(deps, run, table, addressOf(run.base, table));
    if (look.kind === 'lastGoodStays') continue;
    if (look.kind !== 'rows') return look;
    await saveDirectory(deps, run, look.fact);
    names.mapping = await mappingFor(deps, run);
  }
  return null;
};

/** From being on an agenda on, what a row links to is no longer staff's to empty: until then a link that is gone is an empty cell. */
const isSetDown = (subject: Case): boolean => subject.state === 'scheduled' || sheetInHand(subject) !== null;

const columnsOf = (run: Run, directory: Directory, subject: Case | null): RowColumns => ({
  isGone: (key, id) => {
    const table = directoryOf(key);
    if (table === null || table === 'settings' || !subject || !isSetDown(subject)) return false;
    const isKnown = directory[table].some((one) => one.id === id);
    return !isKnown || run.troubles.has(goneName(table, id));
  },
  waiting: run.live.waiting(cases.key),
  isEmptiedByFeishu: (key, value) =>
    run.live.refilling(cases.key).has(key) ||
    run.live.refused(cases.key).has(key) ||
    run.live.hasLostOption(cases.key, key, value),
});

/** After a look at the columns, the one of another type waits and the row can be read without it. */
const unreadableRow = async (deps: BaseDeps, run: Run, error: unknown): Promise<AttemptEnd> => {
  const before = run.live.waiting(cases.key).size;
  const seen = await run.live.look(cases.key, true);
  if (seen.kind === 'ok' && run.live.waiting(cases.key).size > before) return soon(deps.now(), '列的类型被改动');
  return unreadable(error);
};

/** The row as its case wants it, whatever people typed: their edits stay in the row and wait to be taken in. */
const ownCellsOnly = (
  row: TableRow,
  known: MirrorRow,
  subject: Case,
  dues: readonly DueIntention[],
  live: Run['live'],
): RowWork => {
  const waiting = live.waiting(cases.key);
  const own = Object.entries(cases.columns).filter(([key, { owner }]) => owner === 'service' && !waiting.has(key));
  // A cell of another type by now is written over, and Feishu says whether it takes that.
  const read = Object.fromEntries(own.map(([key, column]) => [key, decodeOrEmpty(column, row.fields[column.name])]));
  const shown = { ...shadowOf(known), ...read };
  return { subject, recordId: row.recordId, shown, putBack: {}, result: null, dues, isRestored: false };
};

/** A comparison goes on; the row gets a wish of its own. */
const lookAtRowOnceMore = (deps: BaseDeps, run: Run, id: RecordId, dues: readonly DueIntention[]): void => {
  const now = deps.now();
  endAll(run, dues, (due) => (due.kind === 'sweep' ? FINISHED : lookOnceMore(now)));
  if (dues.some(({ kind }) => kind === 'sweep'))
    run.intentions.push(missedRowIntention(run.base.district, cases.key, id, now));
};

/** A row that is no case yet has only 操作结果 to speak through. */
const tell = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  id: RecordId,
  sentence: string,
  dues: readonly DueIntention[],
): Promise<void> => {
  const { operationResult } = cases.columns;
  const written = await deps.rows.update(table, [
    { recordId: id, fields: { [operationResult.name]: operationResult.encode(sentence) } },
  ]);
  const now = deps.now();
  endAll(run, dues, (due) =>
    written.kind === 'ok' || written.kind === 'gone' ? FINISHED : deps.endAfter(written, due, now),
  );
};
