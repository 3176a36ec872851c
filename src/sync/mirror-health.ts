/**
 * 运行状况: how much waits to be sent, what was given up and why, which rows were put back. Rows that say nothing new are not
 * written. Shows kinds, case ids and reasons; never names, phone numbers or appeals.
 */

import { HEALTH_KINDS, health } from '../../bitable-schema/health.ts';
import {
  decodeRow,
  encodeCells,
  encodeNewRow,
  normaliseValues,
  sameCell,
  type Values,
} from '../../bitable-schema/table.ts';
import type { DueIntention, FeishuFailure, FeishuResult, MirrorRow, TableAddress } from '../ports.ts';
import { WISH_KINDS } from '../wishes/kinds.ts';
import { rowName } from '../workflow/case-name.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { CaseId, Ms, RecordId } from '../workflow/ids.ts';
import { type BaseDeps, endAll, FINISHED, type Run, subjectsById } from './base-deps.ts';
import { districtTroubles } from './district-troubles.ts';
import { readAll } from './pull-directory.ts';
import { tokenOf } from './row-identity.ts';
import { shadowOf } from './shadow.ts';
import { lastSweep } from './sweep-step.ts';
import { troublesIn } from './troubles.ts';

const QUEUE = 'queue';
/** In the shadow of the queue's row: which given-up items and troubles have a row. No column of the table. */
const PASSING_ROWS = 'parkedRows';
/** A person reads these; a hundred say as much as a thousand. */
const MAX_PARKED = 100;
interface Item {
  readonly entityId: string;
  readonly cells: Values;
  /** What else is remembered with the row. */
  readonly remembered: Values;
}

export const mirrorHealth = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  dues: readonly DueIntention[],
): Promise<void> => {
  const restored = dues.flatMap((due) => lineOf(deps, due));
  const state = await stateItems(deps, run);
  const items = [...state, ...restored];

  const [queueRow] = await deps.mirror.rowsByEntity(run.base.district, health.key, [QUEUE]);
  const before = queueRow && !queueRow.isDeleted ? shadowOf(queueRow)[PASSING_ROWS] : [];
  const obsolete = (isStrings(before) ? before : []).filter((id) => !items.some((item) => item.entityId === id));
  const known = await deps.mirror.rowsByEntity(run.base.district, health.key, [
    ...items.map((item) => item.entityId),
    ...obsolete,
  ]);
  const alive = new Map(known.filter((row) => !row.isDeleted).map((row) => [row.entityId, row]));

  const failure =
    (await writeItems(deps, run, table, items, alive, dues)) ??
    (await removeItems(
      deps,
      run,
      table,
      obsolete.flatMap((id) => alive.get(id)?.recordId ?? []),
    ));
  const now = deps.now();
  endAll(run, dues, failure ? (due) => deps.endAfter(failure, due, now) : FINISHED);
};

const isStrings = (value: unknown): value is readonly string[] => Array.isArray(value);

const lineOf = (deps: BaseDeps, due: DueIntention): readonly Item[] => {
  const { line, item, detail } = due.args;
  if (line === undefined || item === undefined || detail === undefined) return [];
  const cells = normaliseValues(health, { item, kind: HEALTH_KINDS.restored, detail, at: deps.now() });
  return [{ entityId: line, cells, remembered: {} }];
};

const minutesSince = (at: Ms | null, now: Ms): number =>
  at === null ? 0 : Math.max(0, Math.floor((now - at) / 60_000));

const stateItems = async (deps: BaseDeps, run: Run): Promise<readonly Item[]> => {
  const now = deps.now();
  const state = await deps.health(run.base.district, now);
  const { base, person } = state.lanes;
  const inDoubt = state.parked.slice(0, MAX_PARKED);
  const subjects = await subjectsById(
    deps,
    inDoubt.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])),
  );
  const nameOf = (id: CaseId | null): string => {
    const subject = id === null ? undefined : subjects.get(id);
    return subject ? ` · ${rowName(subject)}` : id === null ? '' : ` · 受理编号 ${id}`;
  };
  const parked = inDoubt.map(
    (one): Item => ({
      entityId: `parked:${one.key}`,
      cells: normaliseValues(health, {
        item: `${WISH_KINDS[one.kind].zh}${nameOf(one.caseId)}`,
        kind: HEALTH_KINDS.parked,
        detail: one.reason,
        at: one.at,
      }),
      remembered: {},
    }),
  );
  const ofSync = [...troublesIn(run.notes)].map(
    ([name, trouble]): Item => ({
      entityId: `trouble:${name}`,
      cells: normaliseValues(health, {
        item: trouble.item,
        kind: HEALTH_KINDS.trouble,
        detail: trouble.sentence,
        at: trouble.at,
      }),
      remembered: {},
    }),
  );
  const directory = await deps.mirror.loadDirectory(run.base.district);
  const ofDistrict = districtTroubles(directory, beijingDateOf(now)).map(
    ({ name, item, sentence }): Item => ({
      entityId: `trouble:${name}`,
      cells: normaliseValues(health, { item, kind: HEALTH_KINDS.trouble, detail: sentence, at: now }),
      remembered: {},
    }),
  );
  const troubles = [...ofSync, ...ofDistrict];
  const queue: Item = {
    entityId: QUEUE,
    cells: normaliseValues(health, {
      item: '待发送',
      kind: HEALTH_KINDS.queue,
      detail: `待发送 ${state.due} 项（表格 ${base.due} 项，消息 ${person.due} 项），最早一项已等待 ${minutesSince(state.oldestDueAt, now)} 分钟；未能送达 ${state.parked.length} 项；需人工处理 ${troubles.length} 项。`,
      at: now,
    }),
    // Which lines must go when what they say is over.
    remembered: { [PASSING_ROWS]: [...troubles, ...parked].map((item) => item.entityId) },
  };
  return [queue, ...sweepItem(run, now), await callsItem(deps, now), ...troubles, ...parked];
};

const sweepItem = (run: Run, now: Ms): readonly Item[] => {
  const full = lastSweep(run.notes, 'full');
  const quick = lastSweep(run.notes, 'quick');
  if (!full && !quick) return [];
  const words = [
    ...(full
      ? [
          `全量对账 ${momentOf(full.endedAt)} 完成，核对 ${full.seen} 行，修正 ${full.repaired} 行，恢复 ${full.restored} 行。`,
        ]
      : []),
    ...(quick ? [`增量核对 ${momentOf(quick.endedAt)}，核对 ${quick.seen} 行，修正 ${quick.repaired} 行。`] : []),
  ].join('');
  const cells = normaliseValues(health, { item: '对账', kind: HEALTH_KINDS.sweep, detail: words, at: now });
  return [{ entityId: 'sweep', cells, remembered: {} }];
};

const callsItem = async (deps: BaseDeps, now: Ms): Promise<Item> => {
  const counts = await deps.callsOf(beijingDateOf(now));
  const sum = (of: readonly { readonly count: number }[]) => of.reduce((total, one) => total + one.count, 0);
  const conflicts = sum(counts.filter((one) => one.kind === 'conflict'));
  const failed = sum(counts.filter((one) => one.kind !== 'ok')) - conflicts;
  const cells = normaliseValues(health, {
    item: '飞书接口调用',
    kind: HEALTH_KINDS.calls,
    detail: `今日已调用 ${sum(counts)} 次，其中写入冲突 ${conflicts} 次，其他未成功 ${failed} 次（均自动重试或列于本表）。`,
    at: now,
  });
  return { entityId: 'calls', cells, remembered: {} };
};

const momentOf = (at: Ms): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

const writeItems = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  items: readonly Item[],
  alive: ReadonlyMap<string, MirrorRow>,
  dues: readonly DueIntention[],
): Promise<FeishuFailure | null> => {
  const agree = (item: Item, recordId: RecordId): void => {
    run.facts.push({
      kind: 'rowAgreed',
      table: health.key,
      recordId,
      entityId: item.entityId,
      shadow: { ...item.cells, ...item.remembered },
    });
  };
  const updates = items.flatMap((item) => {
    const row = alive.get(item.entityId);
    // 时间 alone is no news.
    return row && !sameCell(shadowOf(row)['detail'], item.cells['detail']) ? [{ item, recordId: row.recordId }] : [];
  });
  if (updates.length > 0) {
    const written = await deps.rows.update(
      table,
      updates.map(({ item, recordId }) => ({ recordId, fields: encodeCells(health, item.cells) })),
    );
    if (written.kind === 'gone')
      return (
        (await forgetAbsent(
          deps,
          run,
          table,
          updates.map((one) => one.recordId),
        )) ?? written
      );
    if (written.kind !== 'ok') return written;
    for (const { item, recordId } of updates) agree(item, recordId);
  }
  const unknown = items.filter((item) => !alive.has(item.entityId));
  const made = await madeBefore(deps, run, table, unknown, dues);
  if (made.kind !== 'ok') return made;
  if (made.data.size > 0) {
    const again = [...made.data].map(([item, recordId]) => ({ recordId, fields: encodeCells(health, item.cells) }));
    const written = await deps.rows.update(table, again);
    if (written.kind !== 'ok') return written;
    for (const [item, recordId] of made.data) agree(item, recordId);
  }
  const fresh = unknown.filter((item) => !made.data.has(item));
  if (fresh.length === 0) return null;
  const rows = fresh.map((item) => encodeNewRow(health, item.cells));
  // Of the rows' words too: what is said changes from minute to minute, and another request under the same token is refused.
  const token = tokenOf([...dues.map((due) => due.token).sort(), JSON.stringify(rows)]);
  const created = await deps.rows.create(table, rows, token);
  if (created.kind !== 'ok') return created;
  fresh.forEach((item, index) => {
    const recordId = created.data[index];
    if (recordId) agree(item, recordId);
  });
  return null;
};

/** Rows that an attempt without answer may have made: they say the same, and nobody knows them. */
const madeBefore = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  items: readonly Item[],
  dues: readonly DueIntention[],
): Promise<FeishuResult<ReadonlyMap<Item, RecordId>>> => {
  const made = new Map<Item, RecordId>();
  const isInDoubt = dues.some((due) => due.attempts > 0 || due.firstAttemptAt !== null);
  if (!isInDoubt || items.length === 0) return { kind: 'ok', data: made };
  const read = await readAll(deps, table);
  if (read.kind !== 'ok') return read;
  const ids = read.data.map((row) => row.recordId);
  const rows = await deps.mirror.rowsByRecord(run.base.district, health.key, ids);
  const known = new Set(rows.map((row) => row.recordId));
  for (const { recordId, fields } of read.data.filter((row) => !known.has(row.recordId))) {
    const cells: Values = decodeRow(health, fields);
    const isSame = (one: Item, key: string): boolean => sameCell(cells[key], one.cells[key]);
    const item = items.find((one) => !made.has(one) && isSame(one, 'item') && isSame(one, 'kind'));
    if (item) made.set(item, recordId);
  }
  return { kind: 'ok', data: made };
};

/** Somebody deleted rows of 运行状况: they are forgotten, and made again the next time. */
const forgetAbsent = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  recordIds: readonly RecordId[],
): Promise<FeishuFailure | null> => {
  const read = await deps.rows.get(table, recordIds.slice(0, 100));
  if (read.kind !== 'ok') return read;
  for (const recordId of read.data.absent) run.facts.push({ kind: 'rowDeleted', table: health.key, recordId });
  return { kind: 'retry', code: 0, afterMs: 0, reason: '运行状况的行被删除，重新生成' };
};

const removeItems = async (
  deps: BaseDeps,
  run: Run,
  table: TableAddress,
  recordIds: readonly RecordId[],
): Promise<FeishuFailure | null> => {
  if (recordIds.length === 0) return null;
  const removed = await deps.rows.remove(table, recordIds);
  if (removed.kind !== 'ok' && removed.kind !== 'gone') return removed;
  for (const recordId of recordIds) run.facts.push({ kind: 'rowDeleted', table: health.key, recordId });
  return null;
};
