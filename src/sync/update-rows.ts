/**
 * Differing cells of many rows of one table, written in as few calls as Feishu allows. A batch is all or nothing, so a row that
 * is gone is looked for and left out, and one that cannot be written is found by halving: neither holds back another row. A link
 * to a row that was deleted holds back no other cell: it cannot be shown, and whoever makes that row again links it anew.
 */
import type { FeishuFailure, FeishuResult, Rows, TableAddress } from '../ports.ts';
import type { RecordId } from '../workflow/ids.ts';
import { chunks, MOST_READ, MOST_WRITTEN } from './batches.ts';

export interface RowWrite {
  readonly recordId: RecordId;
  /** By declared column name. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface UpdateEnds<W> {
  readonly written: readonly W[];
  /** Their rows were deleted. */
  readonly gone: readonly W[];
  readonly failed: readonly { readonly write: W; readonly failure: FeishuFailure }[];
}

export const updateRows = async <W extends RowWrite>(
  rows: Pick<Rows, 'get' | 'update'>,
  address: TableAddress,
  writes: readonly W[],
): Promise<UpdateEnds<W>> => {
  const written: W[] = [];
  const gone: W[] = [];
  const failed: { readonly write: W; readonly failure: FeishuFailure }[] = [];
  const fail = (batch: readonly W[], failure: FeishuFailure): void => {
    failed.push(...batch.map((write) => ({ write, failure })));
  };

  const queue: (readonly W[])[] = [...chunks(writes, MOST_WRITTEN)];
  for (let batch = queue.shift(); batch; batch = queue.shift()) {
    const result = await rows.update(
      address,
      batch.map(({ recordId, fields }) => ({ recordId, fields })),
    );
    if (result.kind === 'ok') {
      written.push(...batch);
      continue;
    }
    if (result.kind === 'gone' && batch.length === 1) {
      gone.push(...batch);
      continue;
    }
    if (result.kind === 'gone') {
      const absent = await absentAmong(rows, address, batch);
      if (absent.kind !== 'ok') {
        fail(batch, absent);
        continue;
      }
      // A row that was made a moment ago cannot be read yet, and be written all the same: each is asked for by its own write.
      const suspect = batch.filter(({ recordId }) => absent.data.has(recordId));
      const others = batch.filter(({ recordId }) => !absent.data.has(recordId));
      if (suspect.length === 0) queue.unshift(...halves(batch));
      else queue.unshift(...(others.length > 0 ? [others] : []), ...suspect.map((one) => [one]));
      continue;
    }
    if (result.kind === 'reject' && batch.length > 1) {
      queue.unshift(...halves(batch));
      continue;
    }
    const [only] = batch;
    const rest = only && result.code === LINKED_ROW_GONE ? await withoutLostLinks(rows, address, only) : result;
    if (rest.kind === 'ok') written.push(...batch);
    else fail(batch, rest);
  }
  return { written, gone, failed };
};

const halves = <W>(batch: readonly W[]): readonly (readonly W[])[] => {
  const half = Math.ceil(batch.length / 2);
  return [batch.slice(0, half), batch.slice(half)];
};

/** 1254067 (feishu/bitable-forms-drive.md 3.2): the call does not say which of the links it is. */
export const LINKED_ROW_GONE = 1254067;

const withoutLostLinks = async (
  rows: Pick<Rows, 'update'>,
  address: TableAddress,
  { recordId, fields }: RowWrite,
): Promise<FeishuResult<null>> => {
  const lists = Object.entries(fields).filter(([, value]) => Array.isArray(value) && value.length > 0);
  const names = new Set(lists.map(([name]) => name));
  const others = Object.entries(fields).filter(([name]) => !names.has(name));
  for (const part of [others, ...lists.map((one) => [one])]) {
    if (part.length === 0) continue;
    const result = await rows.update(address, [{ recordId, fields: Object.fromEntries(part) }]);
    if (result.kind !== 'ok' && result.code !== LINKED_ROW_GONE) return result;
  }
  return { kind: 'ok', data: null };
};

const absentAmong = async (
  rows: Pick<Rows, 'get'>,
  address: TableAddress,
  batch: readonly RowWrite[],
): Promise<FeishuResult<ReadonlySet<RecordId>>> => {
  const absent = new Set<RecordId>();
  for (const part of chunks(batch, MOST_READ)) {
    const read = await rows.get(
      address,
      part.map(({ recordId }) => recordId),
    );
    if (read.kind !== 'ok') return read;
    for (const id of read.data.absent) absent.add(id);
  }
  return { kind: 'ok', data: absent };
};
