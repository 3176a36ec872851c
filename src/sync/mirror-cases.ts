/**
 * Makes rows of 事项 agree with their cases: one batch of only the differing cells, one batch of rows that are missing. A write that
 * may have happened is looked for before it is repeated; a row that is gone is made again and reported.
 */

import { cases } from '../../bitable-schema/cases.ts';
import type { Cell, Column } from '../../bitable-schema/columns.ts';
import {
  decodeRow,
  encodeCells,
  encodeNewRow,
  normaliseValues,
  sameCell,
  type Values,
} from '../../bitable-schema/table.ts';
import type { FeishuFailure, Intention, TableAddress, TableRow } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { CaseId, DistrictId, Ms, RecordId } from '../workflow/ids.ts';
import { lookOnceMore } from './absent-rows.ts';
import { type BaseDeps, endAll, FINISHED, type RowWork, type Run } from './base-deps.ts';
import { chunks, MOST_WRITTEN } from './batches.ts';
import { cellsUnderMask } from './confidential-cells.ts';
import { caseRestored } from './health-lines.ts';
import { cellsForAll, realCells } from './mirror-confidential.ts';
import { pullRowIntention } from './pull-change.ts';
import { caseIdOfRow, isRowBorn, tokenOf } from './row-identity.ts';
import { type MappingContext, peopleCells } from './row-mapping.ts';
import { updateRows } from './update-rows.ts';

const MOST_LOOKED_FOR = 50;
/** A `client_token` that was used for another request (1255006). */
const TOKEN_SPENT = 1255006;
/** 40 pages of 500 rows: the largest 事项 that is searched for a row whose id was lost in a crash. */
const MAX_PAGES = 40;

interface Write {
  readonly work: RowWork;
  /** Service cells and cells to put back; what the row lacks. */
  readonly cells: Values;
  /** What both sides agree on when it is written. */
  readonly agreed: Values;
}
type UpdateWrite = Write & { readonly recordId: RecordId };

const emptyOf = (key: string): Cell => Object.entries(cases.columns).find(([one]) => one === key)?.[1].empty ?? null;

/** What of a row may be written now. */
interface Bounds {
  readonly waiting: ReadonlySet<string>;
  /** Whether this cell of a case stands in 保密事项. */
  readonly isHidden: (id: CaseId, key: string) => boolean;
}

/** Columns that wait are not written and not agreed on: when they are back, the difference is still there to be seen. */
const writeOf = (work: RowWork, mapping: MappingContext, { waiting, isHidden }: Bounds): Write => {
  const { shown } = work;
  const wanted: Values = normaliseValues(cases, {
    ...cellsForAll(work.subject, mapping),
    ...(work.result === null ? {} : { operationResult: work.result }),
    ...work.putBack,
    ...cellsUnderMask(work.subject, shown, realCells(work.subject, mapping), (key) => isHidden(work.subject.id, key)),
  });
  const differing = Object.entries(wanted).filter(
    ([key, value]) => !waiting.has(key) && !sameCell(shown[key] ?? emptyOf(key), value),
  );
  // 更新时间 moves only with something else; else every look at a row would be a write.
  const stamp = differing.length === 0 ? [] : Object.entries(normaliseValues(cases, { updatedAt: mapping.now }));
  const cells: Values = Object.fromEntries([...differing, ...stamp]);
  return { work, cells, agreed: { ...shown, ...cells } };
};

/** The wish to make the row of a case agree with it. */
export const mirrorIntention = (district: DistrictId, id: CaseId, runAt: Ms): Intention =>
  wish('mirrorCase', {
    key: `mirror:${id}`,
    district,
    caseId: id,
    args: {},
    runAt,
  });

const inDoubt = (work: RowWork): boolean => work.dues.some((due) => due.attempts > 0 || due.firstAttemptAt !== null);

export const mirrorCases = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  works: readonly RowWork[],
  mapping: MappingContext,
  isHidden: Bounds['isHidden'],
): Promise<void> => {
  const updates: UpdateWrite[] = [];
  const creates: Write[] = [];
  const bounds: Bounds = { waiting: run.live.unwritable(cases.key), isHidden };
  for (const work of works) {
    if (work.recordId !== null) updates.push({ ...writeOf(work, mapping, bounds), recordId: work.recordId });
    else creates.push(writeNewRow(work, mapping, bounds));
  }
  const gone = await writeUpdates(deps, run, table, updates);
  await createRows(
    deps,
    run,
    table,
    [...creates, ...gone.map((work) => writeNewRow(work, mapping, bounds))],
    mapping,
    bounds,
  );
};

/** All that is known goes into a new row: what the case knows, and what people had noted besides (from the shadow). */
const writeNewRow = (work: RowWork, mapping: MappingContext, bounds: Bounds): Write => {
  const masked = cellsUnderMask(work.subject, work.shown, realCells(work.subject, mapping), (key) =>
    bounds.isHidden(work.subject.id, key),
  );
  // The case is ahead of what was agreed on where an edit was taken in and its row lost before that was noted.
  const { source, ...told } = normaliseValues(cases, peopleCells(work.subject));
  const known: Values = { ...(source === undefined ? {} : { source }), ...work.shown, ...told, ...masked };
  const shown = Object.fromEntries(Object.entries(known).filter(([key]) => bounds.waiting.has(key)));
  return writeOf({ ...work, shown, putBack: { ...known, ...work.putBack, action: null } }, mapping, bounds);
};

/**
 * What was written, without the cells of columns that were refused: the service's stay what the row shows, so that the difference
 * is seen again; people's stay what they had typed, so that an empty cell is not taken for their wish.
 */
const agreedOf = (run: Run, { work, agreed }: Write): Values => {
  const refused = run.live.refused(cases.key);
  if (refused.size === 0) return agreed;
  const cells = Object.entries<Column>(cases.columns).flatMap(([key, { owner, empty }]): [string, Cell][] => {
    if (!refused.has(key)) return [];
    if (owner === 'service') return [[key, work.shown[key] ?? empty]];
    const typed = work.putBack[key] ?? agreed[key];
    return typed === undefined ? [] : [[key, typed]];
  });
  const choice = refused.has('action') ? (work.ifActionStays ?? {}) : {};
  return { ...agreed, ...choice, ...Object.fromEntries(cells) };
};

const note = (deps: BaseDeps, run: Run, write: Write, recordId: RecordId): void => {
  run.facts.push({
    kind: 'rowAgreed',
    table: cases.key,
    recordId,
    entityId: write.work.subject.id,
    shadow: agreedOf(run, write),
  });
  endAll(run, write.work.dues, FINISHED);
  if (Object.keys(write.cells).length > 0)
    for (const due of write.work.dues) run.repaired.set(due.key, (run.repaired.get(due.key) ?? 0) + 1);
  if (write.work.isRestored) run.intentions.push(caseRestored(write.work.subject, recordId, deps.now()));
};

/** Returns the work whose rows turned out to be deleted. */
const writeUpdates = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  writes: readonly UpdateWrite[],
): Promise<readonly RowWork[]> => {
  for (const write of writes) if (Object.keys(write.cells).length === 0) note(deps, run, write, write.recordId);
  const { written, gone, failed } = await updateRows(
    deps.rows,
    table,
    writes
      .filter((write) => Object.keys(write.cells).length > 0)
      .map((write) => ({ ...write, fields: encodeCells(cases, write.cells) })),
  );
  for (const write of written) note(deps, run, write, write.recordId);
  for (const { write, failure } of failed) fail(deps, run, [write], failure);
  for (const { recordId } of gone) run.facts.push({ kind: 'rowDeleted', table: cases.key, recordId });
  return gone.map(({ work }) => ({
    ...work,
    recordId: null,
    shown: { ...work.shown, ...work.putBack },
    isRestored: true,
  }));
};

const fail = (deps: BaseDeps, run: Run, writes: readonly Write[], failure: FeishuFailure): void => {
  const now = deps.now();
  for (const write of writes) {
    const { dues, subject, recordId, unnoted, takenIn } = write.work;
    // After `retry` it is surely not written: the row is as it was read.
    const shadow = (failure.kind === 'retry' ? unnoted : undefined) ?? takenIn;
    if (recordId !== null && shadow)
      run.facts.push({ kind: 'rowAgreed', table: cases.key, recordId, entityId: subject.id, shadow });
    endAll(run, dues, (due) => deps.endAfter(failure, due, now));
    // A comparison goes on past a row that cannot be written for good; the row gets a wish of its own, which says so.
    if (dues.some((due) => due.kind === 'sweep' && run.unfinished.get(due.key)?.kind === 'parked'))
      run.intentions.push(mirrorIntention(run.base.district, subject.id, now));
  }
};

const createRows = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  writes: readonly Write[],
  mapping: MappingContext,
  bounds: Bounds,
): Promise<void> => {
  const missing: Write[] = [];
  const adopted: UpdateWrite[] = [];
  const originOf = await originsOf(deps, run, table, writes.filter(hasOrigin));
  for (const write of writes) {
    const isWave = writes.length > MOST_LOOKED_FOR && !inDoubt(write.work);
    const origin = hasOrigin(write) ? originOf(write) : 'none';
    const found = origin !== 'none' || isWave ? origin : await rowMadeBefore(deps, table, write);
    if (found === 'none') missing.push(write);
    else if (found.kind === 'row') adopted.push(adopt(deps, run, write, found, mapping, bounds));
    else fail(deps, run, [write], found);
  }
  await writeUpdates(deps, run, table, adopted);
  for (const batch of chunks(missing, MOST_WRITTEN)) {
    const token = tokenOf(
      batch.flatMap((write) => [write.work.subject.id, ...write.work.dues.map((due) => due.token)]).sort(),
    );
    const result = await deps.rows.create(
      table,
      batch.map((write) => encodeNewRow(cases, write.cells)),
      token,
    );
    if (result.kind === 'unknown' && result.code === TOKEN_SPENT) {
      wishAnew(deps, run, batch);
      continue;
    }
    if (result.kind !== 'ok') {
      fail(deps, run, batch, result);
      continue;
    }
    batch.forEach((write, index) => {
      const recordId = result.data[index];
      if (recordId) note(deps, run, write, recordId);
    });
  }
};

/**
 * The rows were made before under this token, and none is found: deleted since, or too new to be found. Another wish, which has a
 * token of its own, looks once more when a new row could be found, and makes what is then missing.
 */
const wishAnew = (deps: BaseDeps, run: Run, writes: readonly Write[]): void => {
  const { at } = lookOnceMore(deps.now());
  for (const { work } of writes) {
    endAll(run, work.dues, FINISHED);
    run.intentions.push(mirrorIntention(run.base.district, work.subject.id, at));
  }
};

/**
 * The write to a row that was there already. What people may have typed into it meanwhile is not agreed on: only what we would
 * have written there is, so that the row, looked at once more, still shows the difference.
 */
const adopt = (
  deps: BaseDeps,
  run: Run,
  write: Write,
  found: Pick<TableRow, 'recordId' | 'fields'>,
  mapping: MappingContext,
  bounds: Bounds,
): UpdateWrite => {
  const shown: Values = decodeRow(cases, found.fields);
  const again = writeOf({ ...write.work, shown, putBack: {} }, mapping, bounds);
  const theirs = Object.entries(cases.columns)
    .filter(([key, column]) => column.owner !== 'service' && !bounds.waiting.has(key))
    .map(([key]) => [key, write.agreed[key] ?? emptyOf(key)] as const);
  if (theirs.some(([key, known]) => !sameCell(shown[key], known)))
    run.intentions.push(pullRowIntention(run.base.district, found.recordId, '', deps.now()));
  return { ...again, agreed: { ...again.agreed, ...Object.fromEntries(theirs) }, recordId: found.recordId };
};

/**
 * Looks for a row that an attempt without answer may have made, or that a crash left without its shadow. The wish whose attempt
 * had no answer may be another than the one in hand, so a look is taken always, except in a wave of new rows.
 */
const rowMadeBefore = async (deps: BaseDeps, table: TableAddress, { work }: Write): Promise<Found> => {
  const found = await deps.rows.findByText(table, cases.columns.shortId.name, work.subject.id);
  if (found.kind !== 'ok') return found;
  const row = found.data[0];
  return row ? { kind: 'row', ...row } : 'none';
};

type Found = 'none' | FeishuFailure | ({ readonly kind: 'row' } & TableRow);

/** A case that a row opened has that row, noted or not, until it is seen to be gone. */
const hasOrigin = ({ work }: Write): boolean => !work.isRestored && isRowBorn(work.subject.id);

/**
 * The rows that opened these cases, found by deriving every row's case again: however many there are, the pages are read once,
 * and none of them is ever made a second time because its wave was large.
 */
const originsOf = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  writes: readonly Write[],
): Promise<(write: Write) => Found> => {
  const sought = new Set(writes.map(({ work }) => work.subject.id));
  const found = new Map<CaseId, Found>();
  let pageToken: string | null = null;
  for (let page = 0; page < MAX_PAGES && found.size < sought.size; page += 1) {
    const read: Awaited<ReturnType<BaseDeps['rows']['page']>> = await deps.rows.page(table, pageToken);
    if (read.kind !== 'ok') return ({ work }) => found.get(work.subject.id) ?? read;
    for (const row of read.data.rows) {
      const id = caseIdOfRow(run.base.district, row.recordId);
      if (sought.has(id)) found.set(id, { kind: 'row', ...row });
    }
    pageToken = read.data.nextPageToken;
    if (pageToken === null) break;
  }
  return ({ work }) => found.get(work.subject.id) ?? 'none';
};
