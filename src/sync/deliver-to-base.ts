/**
 * The lane of one Base (多维表格): what was edited there is taken in first, then rows are made to agree. One run is one pass:
 * read in hundreds, ask the process, write in thousands, and hand back every end and fact to be saved together.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { UnreadableCell } from '../../bitable-schema/columns.ts';
import { health } from '../../bitable-schema/health.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { progress } from '../../bitable-schema/progress.ts';
import type { Deliver, Delivered } from '../outbox/drain.ts';
import type { AttemptEnd, BaseBinding, DueIntention, MirrorRow, TableAddress, TableRow } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { type CaseId, caseId, deliveryId, type Ms, type RecordId, recordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type RowWork, type Run } from './base-deps.ts';
import { chunks, mirrorCases } from './mirror-cases.ts';
import { mirrorHealth } from './mirror-health.ts';
import { mirrorProgress } from './mirror-progress.ts';
import { pullDirectory } from './pull-directory.ts';
import { itemOf, pullRow, shadowOf } from './pull-row.ts';
import { isDirectoryTable } from './read-directory.ts';
import { reconcileStep } from './reconcile.ts';
import { sha256 } from './row-identity.ts';
import type { MappingContext } from './row-mapping.ts';
import { deleterOf, editNotice, selfOf } from './tell-editor.ts';

const READ_BATCH = 100;
/** Until `bitable apply` has been run for the district; nothing is lost meanwhile. */
const NO_BASE_WAIT_MS = 10 * 60_000;
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
  (deps: BaseDeps): Deliver =>
  async (due, context): Promise<Delivered> => {
    const district = due[0]?.district;
    if (district === undefined) return { records: [], facts: [], intentions: [] };
    const base = (await deps.mirror.loadBases()).find((one) => one.district === district);
    if (!base || !isComplete(base)) return withoutBase(due, deps.now());

    const run: Run = {
      base,
      deadlineAt: context.deadlineAt,
      facts: [],
      intentions: [],
      notices: [],
      notes: await deps.mirror.loadNotes(district),
      ends: new Map(),
    };
    await pullDirectories(deps, run, due);
    const mapping = await mappingFor(deps, run);
    const pulled = await pullCases(deps, run, due, mapping);
    await saveNotices(deps, run);
    const others = await untouchedCases(deps, run, due, pulled);
    const works = [...withDues(pulled, due), ...others];
    await mirrorProgress(deps, run, addressOf(base, progress.key), works, mapping);
    await mirrorCases(deps, run, addressOf(base, cases.key), works, mapping);

    const healthDues = due.filter((one) => one.kind === 'mirrorHealth');
    if (healthDues.length > 0) await mirrorHealth(deps, run, addressOf(base, health.key), healthDues);
    return deliveredOf(deps, run, due);
  };

const saveNotices = async (deps: BaseDeps, run: Run): Promise<void> => {
  if (run.notices.length === 0) return;
  const id = deliveryId(`notices:${sha256(run.notices.map(({ key }) => key).join()).slice(0, 32)}`);
  await deps.saveWishes(id, run.notices, deps.now());
};

/** While `apply` is still at work, the binding knows only some of the tables. */
const isComplete = (base: BaseBinding): boolean => TABLES.every((table) => base.tables[table.key] !== undefined);

const withoutBase = (due: readonly DueIntention[], now: Ms): Delivered => ({
  records: due.map(({ key, wanted }) => ({
    key,
    wanted,
    end: { kind: 'again', at: now + NO_BASE_WAIT_MS, reason: '该区县多维表格尚未建好', countsAsAttempt: false },
  })),
  facts: [],
  intentions: [],
});

/** A table the Base lacks is a Base that was made by an older version: `apply` mends it. */
export const addressOf = (base: BaseBinding, table: string): TableAddress => {
  const tableId = base.tables[table];
  if (tableId === undefined) throw new Error(`the Base of ${base.district} has no table ${table}; run bitable apply`);
  return { appToken: base.appToken, tableId };
};

const mappingFor = async (deps: BaseDeps, run: Run): Promise<MappingContext> => {
  const saved = await deps.mirror.loadDirectory(run.base.district);
  return { directory: saved, links: deps.links, isCreditCode: deps.isCreditCode, now: deps.now() };
};

const hasTime = (deps: BaseDeps, run: Run): boolean => deps.now() < run.deadlineAt - RESERVE_MS;

const pullDirectories = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<void> => {
  for (const one of due.filter((intention) => intention.kind === 'pullTable')) {
    const table = one.args['table'] ?? '';
    if (isDirectoryTable(table)) {
      try {
        const read = await pullDirectory(deps, run, table, addressOf(run.base, table), one);
        // Saved before the rows of this run are taken in: one of them may name the 接待日 that was added a moment ago.
        if (read) await deps.mirror.saveFacts(run.base.district, [read]);
      } catch (error) {
        endAll(run, [one], unreadable(error));
      }
    }
  }
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
  mapping: MappingContext,
): Promise<ReadonlyMap<CaseId, RowWork>> => {
  const duesByRecord = new Map<RecordId, DueIntention[]>();
  for (const one of due.filter((intention) => intention.kind === 'pullRow')) {
    const id = recordId(one.args['record'] ?? '');
    duesByRecord.set(id, [...(duesByRecord.get(id) ?? []), one]);
  }
  const table = addressOf(run.base, cases.key);
  const doubtful = new Set(
    due.flatMap((one) => (one.kind === 'mirrorCase' && one.attempts > 0 && one.caseId ? [one.caseId] : [])),
  );
  const work = new Map<CaseId, RowWork>();
  const take = takeRows(deps, run, table, mapping, doubtful, work);

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
  for (const one of due.filter(
    (intention) => intention.kind === 'pullTable' && intention.args['table'] === cases.key,
  )) {
    if (hasTime(deps, run)) await reconcileStep(deps, run, table, one, take);
    else endAll(run, [one], soon(deps.now(), '本轮时间已满'));
  }
  return work;
};

/** Rows as read, ids that are gone, and whose wishes they answer. */
export type TakeRows = (
  rows: readonly TableRow[],
  absent: readonly RecordId[],
  duesOf: (id: RecordId) => readonly DueIntention[],
) => Promise<void>;

const takeRows =
  (
    deps: BaseDeps,
    run: Run,
    table: TableAddress,
    mapping: MappingContext,
    doubtful: ReadonlySet<CaseId>,
    work: Map<CaseId, RowWork>,
  ): TakeRows =>
  async (rows, absent, duesOf) => {
    const ids = [...rows.map((row) => row.recordId), ...absent];
    const mirrorRows = new Map(
      (await deps.mirror.rowsByRecord(run.base.district, cases.key, ids)).map((row) => [row.recordId, row]),
    );
    const subjects = await subjectsById(
      deps,
      [...mirrorRows.values()].map((row) => caseId(row.entityId)),
    );

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
      try {
        const pulled = await pullRow(deps, {
          district: run.base.district,
          row,
          mirrorRow: known,
          subject,
          mapping,
          dues,
          isInDoubt: subject !== null && doubtful.has(subject.id),
          self,
        });
        if (pulled.kind === 'work') {
          work.set(pulled.work.subject.id, pulled.work);
          run.notices.push(...pulled.notices);
        } else if (pulled.kind === 'busy') endAll(run, dues, soon(deps.now(), '数据库繁忙'));
        else if (pulled.kind === 'notTaken' && !pulled.isShown)
          await tell(deps, run, table, row.recordId, pulled.sentence, dues);
        else endAll(run, dues, FINISHED);
      } catch (error) {
        endAll(run, dues, unreadable(error));
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
