/**
 * The lane of one Base (多维表格): what was edited there is taken in first, then rows are made to agree. One run is one pass:
 * read in hundreds, ask the process, write in thousands, and hand back every end and fact to be saved together.
 */

import { cases } from '../../bitable-schema/cases.ts';
import { decodeOrEmpty, UnreadableCell } from '../../bitable-schema/columns.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { fieldVisits } from '../../bitable-schema/field-visits.ts';
import { health } from '../../bitable-schema/health.ts';
import { progress } from '../../bitable-schema/progress.ts';
import type { Values } from '../../bitable-schema/table.ts';
import type { Deliver, Delivered } from '../outbox/drain.ts';
import type {
  AttemptEnd,
  BaseBinding,
  DueIntention,
  FeishuFailure,
  MirrorRow,
  TableAddress,
  TableRow,
} from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { type CaseId, caseId, deliveryId, type Ms, type RecordId, recordId } from '../workflow/ids.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type RowWork, type Run } from './base-deps.ts';
import { createLiveTables } from './live-tables.ts';
import { chunks, mirrorCases } from './mirror-cases.ts';
import { dropConfidential, showConfidential } from './mirror-confidential.ts';
import { mirrorHealth } from './mirror-health.ts';
import { mirrorProgress } from './mirror-progress.ts';
import { mirrorVisits } from './mirror-visits.ts';
import { healthIntention, pullTableIntention } from './pull-change.ts';
import { lookAtDirectory, pullDirectory, saveDirectory } from './pull-directory.ts';
import { pullEnterprises } from './pull-enterprises.ts';
import { pullFieldVisits } from './pull-field-visits.ts';
import { itemOf, pullRow, type RowPull, shadowOf } from './pull-row.ts';
import { isDirectoryTable } from './read-directory.ts';
import { sha256 } from './row-identity.ts';
import type { MappingContext } from './row-mapping.ts';
import { fullSweep, sweepStep } from './sweep.ts';
import type { SweepDirection } from './sweep-step.ts';
import { deleterOf, editNotice, selfOf } from './tell-editor.ts';
import { createTroubles } from './troubles.ts';
import { directoriesUnknownTo } from './unknown-names.ts';
import { withinDeadline } from './within-deadline.ts';

const READ_BATCH = 100;
/** Until `bitable apply` has been run for the district; nothing is lost meanwhile. */
const NO_BASE_WAIT_MS = 10 * 60_000;
/** While `apply` is at work on it, which takes seconds; what was wished meanwhile should not wait for minutes. */
const HALF_BUILT_WAIT_MS = 15_000;
/** What a busy database, or a run that came to its end, is given before the next look. */
const SOON_MS = 1_000;
/** A run takes up nothing new when less than this is left: the writes at its end need it. */
const RESERVE_MS = 5_000;

const ROW_DELETED = '该行被删除，系统已恢复。事项不能靠删行撤销，请使用“操作”列。';

const soon = (now: Ms, reason: string): AttemptEnd => ({
  kind: 'again',
  at: now + SOON_MS,
  reason,
  countsAsAttempt: false,
});

export const createDeliverToBase =
  (given: BaseDeps): Deliver =>
  async (due, context): Promise<Delivered> => {
    const district = due[0]?.district;
    if (district === undefined) return { records: [], facts: [], intentions: [] };
    const base = (await given.mirror.loadBases()).find((one) => one.district === district);
    if (!base) return withoutBase(due, given.now() + NO_BASE_WAIT_MS);
    if (!isComplete(base)) return withoutBase(due, given.now() + HALF_BUILT_WAIT_MS);

    const rows = withinDeadline(given.rows, { ...given, ...context });
    const run = await openRun({ ...given, rows }, base, context.deadlineAt);
    const deps: BaseDeps = { ...given, rows: run.live.rows };
    await lookAtColumns(deps, run, due);
    await pullDirectories(deps, run, due);
    const { pulled, mapping, settleSweeps } = await pullCases(deps, run, due);
    const fieldVisitRows = await pullFieldVisits(deps, run, due);
    await saveNotices(deps, run);
    await fieldVisitRows.write();
    const others = await untouchedCases(deps, run, due, pulled);
    const works = [...withDues(pulled, due), ...others];
    const lines = base.tables[progress.key];
    if (lines !== undefined)
      await mirrorProgress(deps, run, { appToken: base.appToken, tableId: lines }, works, mapping);
    await mirrorVisits(deps, run, works, mapping);
    const maskable = await showConfidential(deps, run, works, mapping);
    await mirrorCases(deps, run, addressOf(base, cases.key), works, mapping, maskable);
    await dropConfidential(deps, run, works);
    settleSweeps();
    noteChangesOfShape(deps, run);

    const healthDues = due.filter((one) => one.kind === 'mirrorHealth');
    if (healthDues.length > 0) await mirrorHealth(deps, run, addressOf(base, health.key), healthDues);
    return deliveredOf(deps, run, due);
  };

const openRun = async (deps: BaseDeps, base: BaseBinding, deadlineAt: Ms): Promise<Run> => {
  const notes = await deps.mirror.loadNotes(base.district);
  const troubles = createTroubles(notes);
  return {
    base,
    deadlineAt,
    facts: [],
    intentions: [],
    notices: [],
    notes,
    troubles,
    live: createLiveTables(deps, base, notes, troubles),
    ends: new Map(),
    unfinished: new Map(),
    repaired: new Map(),
    isHealthStale: false,
  };
};

const lookAtColumns = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<void> => {
  for (const one of due.filter((intention) => intention.kind === 'lookAtColumns')) {
    const seen = await run.live.look(one.args['table'] ?? '');
    endAll(run, [one], seen.kind === 'ok' ? FINISHED : deps.endAfter(seen, one, deps.now()));
  }
};

/** What was learnt of columns and troubles; and where something can be used again, everything is looked at once more. */
const noteChangesOfShape = (deps: BaseDeps, run: Run): void => {
  const { district } = run.base;
  const now = deps.now();
  const changed = run.troubles.facts();
  run.facts.push(...run.live.facts(), ...changed);
  for (const table of run.live.madeAnew) if (table !== cases.key) run.facts.push({ kind: 'tableMadeAnew', table });
  for (const table of run.live.resumed())
    if (isDirectoryTable(table)) run.intentions.push(pullTableIntention(district, table, now));
  if (run.live.resumed().includes(cases.key) || run.live.madeAnew.size > 0)
    run.intentions.push(fullSweep(district, `mended ${now}`, now));
  if (changed.length > 0 || run.isHealthStale) run.intentions.push(healthIntention(district, now));
};

const saveNotices = async (deps: BaseDeps, run: Run): Promise<void> => {
  if (run.notices.length === 0) return;
  const id = deliveryId(`notices:${sha256(run.notices.map(({ key }) => key).join()).slice(0, 32)}`);
  await deps.saveWishes(id, run.notices, deps.now());
};

/**
 * While `apply` is still at work, the binding knows no 事项. A table that a newer version declares and this Base has not got
 * yet holds nothing else back.
 */
const isComplete = (base: BaseBinding): boolean =>
  base.tables[cases.key] !== undefined && base.tables[health.key] !== undefined;

const withoutBase = (due: readonly DueIntention[], at: Ms): Delivered => ({
  records: due.map(({ key, wanted }) => ({
    key,
    wanted,
    end: { kind: 'again', at, reason: '该区县多维表格尚未建好', countsAsAttempt: false },
  })),
  facts: [],
  intentions: [],
});

const mappingFor = async (deps: BaseDeps, run: Run): Promise<MappingContext> => {
  const saved = await deps.mirror.loadDirectory(run.base.district);
  return { directory: saved, links: deps.links, isCreditCode: deps.isCreditCode, now: deps.now() };
};

const hasTime = (deps: BaseDeps, run: Run): boolean => deps.now() < run.deadlineAt - RESERVE_MS;

const pullDirectories = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<void> => {
  for (const one of due.filter((intention) => intention.kind === 'pullTable')) {
    const table = one.args['table'] ?? '';
    if (table === fieldVisits.key) continue;
    if (table === enterprises.key && run.base.tables[table] !== undefined) {
      await pullEnterprises(deps, run, addressOf(run.base, table), one);
      continue;
    }
    if (!isDirectoryTable(table) || run.base.tables[table] === undefined) endAll(run, [one], FINISHED);
    else {
      try {
        await pullDirectory(deps, run, table, addressOf(run.base, table), one);
      } catch (error) {
        endAll(run, [one], unreadable(error));
      }
    }
  }
};

/** After a look at the columns, the one of another type waits and the row can be read without it. */
const unreadableRow = async (deps: BaseDeps, run: Run, error: unknown): Promise<AttemptEnd> => {
  const before = run.live.waiting(cases.key).size;
  const seen = await run.live.look(cases.key, true);
  if (seen.kind === 'ok' && run.live.waiting(cases.key).size > before) return soon(deps.now(), '列的类型被改动');
  return unreadable(error);
};

/** A column that somebody gave another type: a person has to change it back. Anything else is a bug and goes up. */
const unreadable = (error: unknown): AttemptEnd => {
  if (error instanceof UnreadableCell)
    return { kind: 'parked', reason: `列“${error.column}”的类型被改动，请恢复后重新处理` };
  throw error;
};

/** Takes in every row that is due, and every row of a reconciliation page. Work by case, so that a case is written once. */
const pullCases = async (
  deps: BaseDeps,
  run: Run,
  due: readonly DueIntention[],
): Promise<{
  readonly pulled: ReadonlyMap<CaseId, RowWork>;
  readonly mapping: MappingContext;
  readonly settleSweeps: () => void;
}> => {
  const names: Names = { mapping: await mappingFor(deps, run) };
  const duesByRecord = new Map<RecordId, DueIntention[]>();
  for (const one of due.filter(({ kind, args }) => kind === 'pullRow' && args['table'] === cases.key)) {
    const id = recordId(one.args['record'] ?? '');
    duesByRecord.set(id, [...(duesByRecord.get(id) ?? []), one]);
  }
  const table = addressOf(run.base, cases.key);
  const doubtful = new Set(
    due.flatMap((one) => (one.kind === 'mirrorCase' && one.attempts > 0 && one.caseId ? [one.caseId] : [])),
  );
  const work = new Map<CaseId, RowWork>();
  const take = takeRows(deps, run, table, names, doubtful, work);

  for (const ids of chunks([...duesByRecord.keys()], READ_BATCH)) {
    const dues = ids.flatMap((id) => duesByRecord.get(id) ?? []);
    if (!hasTime(deps, run)) {
      endAll(run, dues, soon(deps.now(), '本轮时间已满'));
      continue;
    }
    const read = await deps.rows.get(table, ids);
    if (read.kind !== 'ok') {
      const now = deps.now();
      endAll(run, dues, (one) => deps.endAfter(read, one, now));
      continue;
    }
    await take(read.data.rows, read.data.absent, (id) => duesByRecord.get(id) ?? []);
  }
  const settles: (() => void)[] = [];
  for (const one of due.filter((intention) => intention.kind === 'sweep')) {
    if (!hasTime(deps, run)) {
      endAll(run, [one], soon(deps.now(), '本轮时间已满'));
      continue;
    }
    const step = await sweepStep(deps, run, one, take);
    if (step) settles.push(step.settle);
  }
  return {
    pulled: work,
    mapping: names.mapping,
    settleSweeps: () => {
      for (const settle of settles) settle();
    },
  };
};

/** Who is who, as far as is known; learnt anew when a row names somebody unknown. */
interface Names {
  mapping: MappingContext;
}

/** Rows as read, ids that are gone, and whose wishes they answer. */
export type TakeRows = (
  rows: readonly TableRow[],
  absent: readonly RecordId[],
  duesOf: (id: RecordId) => readonly DueIntention[],
  direction?: SweepDirection,
) => Promise<void>;

const takeRows =
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
      (await lookIfEmptied(run, rows, mirrorRows)) ?? (await learnNames(deps, run, rows, mirrorRows, names));
    if (unseen) {
      for (const id of ids) endAll(run, duesOf(id), (due) => deps.endAfter(unseen, due, deps.now()));
      return;
    }
    const self = selfOf(run.notes);
    for (const row of rows) {
      const dues = duesOf(row.recordId);
      if (!hasTime(deps, run)) {
        endAll(run, dues, soon(deps.now(), '本轮时间已满'));
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
          row,
          mirrorRow: known,
          subject,
          mapping: names.mapping,
          dues,
          isInDoubt: subject !== null && doubtful.has(subject.id),
          self,
          columns: columnsOf(run),
        });
        if (pulled.kind === 'work') {
          work.set(pulled.work.subject.id, pulled.work);
          run.notices.push(...pulled.notices);
        } else if (pulled.kind === 'busy') endAll(run, dues, soon(deps.now(), '数据库繁忙'));
        else if (pulled.kind === 'notTaken' && !pulled.isShown)
          await tell(deps, run, table, row.recordId, pulled.sentence, dues);
        else endAll(run, dues, FINISHED);
      } catch (error) {
        const end = await unreadableRow(deps, run, error);
        endAll(run, dues, (due) => (due.kind === 'sweep' && end.kind === 'parked' ? FINISHED : end));
      }
    }

    const lost = absent.flatMap((id) => mirrorRows.get(id) ?? []);
    const elsewhere = await livingRows(deps, run, lost);
    for (const id of absent) {
      const mirrorRow = mirrorRows.get(id);
      const subject = mirrorRow && subjects.get(caseId(mirrorRow.entityId));
      // Noted as deleted is not yet restored: the attempt that noted it may have failed to make the new row.
      if (!mirrorRow || !subject || elsewhere.has(mirrorRow.entityId)) {
        endAll(run, duesOf(id), FINISHED);
        continue;
      }
      run.facts.push({ kind: 'rowDeleted', table: cases.key, recordId: id });
      const deletion = { record: id, modifiedAt: null, item: itemOf(subject), sentence: ROW_DELETED };
      run.notices.push(...editNotice(run.base.district, deleterOf(duesOf(id), self), deletion, deps.now()));
      work.set(subject.id, {
        subject,
        recordId: null,
        shown: shadowOf(mirrorRow),
        putBack: {},
        result: null,
        dues: duesOf(id),
        isRestored: true,
      });
    }
  };

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

const columnsOf = (run: Run): RowPull['columns'] => ({
  waiting: run.live.waiting(cases.key),
  isEmptiedByFeishu: (key, value) =>
    run.live.refilling(cases.key).has(key) || run.live.hasLostOption(cases.key, key, value),
});

/** A cell that held something and is missing now was cleared by a person, or its column is gone: only a look tells. */
const lookIfEmptied = async (
  run: Run,
  rows: readonly TableRow[],
  mirrorRows: ReadonlyMap<RecordId, MirrorRow>,
): Promise<FeishuFailure | null> => {
  if (run.live.hasLooked(cases.key)) return null;
  const waiting = run.live.waiting(cases.key);
  const isEmptied = rows.some((row) => {
    const shadow = mirrorRows.get(row.recordId)?.shadow ?? {};
    return Object.entries(cases.columns).some(
      ([key, column]) =>
        !waiting.has(key) &&
        row.fields[column.name] === undefined &&
        shadow[key] !== undefined &&
        JSON.stringify(shadow[key]) !== JSON.stringify(column.empty),
    );
  });
  if (!isEmptied) return null;
  const seen = await run.live.look(cases.key);
  return seen.kind === 'ok' ? null : seen;
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
/** Entities among these that have another row, which is alive. */
const livingRows = async (deps: BaseDeps, run: Run, lost: readonly MirrorRow[]): Promise<ReadonlySet<string>> => {
  if (lost.length === 0) return new Set();
  const gone = new Set(lost.map((row) => row.recordId));
  const rows = await deps.mirror.rowsByEntity(
    run.base.district,
    cases.key,
    lost.map((row) => row.entityId),
  );
  return new Set(rows.filter((row) => !row.isDeleted && !gone.has(row.recordId)).map((row) => row.entityId));
};

const subjectsById = async (deps: BaseDeps, ids: readonly CaseId[]): Promise<ReadonlyMap<CaseId, Case>> =>
  new Map(
    ids.length === 0 ? [] : (await deps.cases.loadCases([...new Set(ids)])).map((subject) => [subject.id, subject]),
  );

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

/** Cases that changed without their row being touched: compared with the shadow, nothing is read. */
const untouchedCases = async (
  deps: BaseDeps,
  run: Run,
  due: readonly DueIntention[],
  pulled: ReadonlyMap<CaseId, RowWork>,
): Promise<readonly RowWork[]> => {
  const duesByCase = new Map<CaseId, DueIntention[]>();
  for (const one of due.filter((intention) => intention.kind === 'mirrorCase')) {
    if (one.caseId === null) endAll(run, [one], { kind: 'parked', reason: '缺少事项编号' });
    else if (!pulled.has(one.caseId)) duesByCase.set(one.caseId, [...(duesByCase.get(one.caseId) ?? []), one]);
  }
  const subjects = await subjectsById(deps, [...duesByCase.keys()]);
  const rows = await deps.mirror.rowsByEntity(run.base.district, cases.key, [...subjects.keys()]);
  for (const [id, dues] of duesByCase)
    if (!subjects.has(id)) endAll(run, dues, { kind: 'parked', reason: '没有这个事项' });

  return [...subjects.values()].map((subject): RowWork => {
    const row = rows.find((one) => one.entityId === subject.id && !one.isDeleted);
    const lost = rows.find((one) => one.entityId === subject.id && one.isDeleted);
    return {
      subject,
      recordId: row?.recordId ?? null,
      shown: row ? shadowOf(row) : lost ? shadowOf(lost) : {},
      putBack: {},
      result: null,
      dues: duesByCase.get(subject.id) ?? [],
      isRestored: !row && lost !== undefined,
    };
  });
};

/** A row taken in just now is written with its case as it is now, which answers the wish to mirror that case too. */
const withDues = (pulled: ReadonlyMap<CaseId, RowWork>, due: readonly DueIntention[]): readonly RowWork[] =>
  [...pulled.values()].map((work) => ({
    ...work,
    dues: [...work.dues, ...due.filter((one) => one.kind === 'mirrorCase' && one.caseId === work.subject.id)],
  }));

const deliveredOf = (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Delivered => ({
  records: due.map(({ key, wanted }) => ({ key, wanted, end: run.ends.get(key) ?? soon(deps.now(), '本轮未轮到') })),
  facts: run.facts,
  intentions: run.intentions,
});
