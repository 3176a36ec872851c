/**
 * A directory table read whole → one fact, and 校验 written where it should say something else. Directories are small and every
 * edit may touch references, so the whole table is the unit.
 */
import type { DueIntention, Fact, FeishuResult, TableAddress, TableRow } from '../ports.ts';
import { type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { chunks } from './mirror-cases.ts';
import { DIRECTORY_SCHEMAS, readDirectory } from './read-directory.ts';
import { makerOf, SELF_NOTE, selfOf } from './tell-editor.ts';

/** 10 000 rows; a directory of that size is a mistake and is parked rather than half read. */
const MAX_PAGES = 20;
const MAX_BATCH = 1_000;

export const pullDirectory = async (
  deps: BaseDeps,
  run: Run,
  table: keyof typeof DIRECTORY_SCHEMAS,
  address: TableAddress,
  due: DueIntention,
): Promise<Extract<Fact, { readonly kind: 'directoryRows' }> | null> => {
  const read = await readAll(deps, address);
  if (read.kind !== 'ok') {
    endAll(run, [due], deps.endAfter(read, due, deps.now()));
    return null;
  }

  if (table === 'settings') {
    const self = makerOf(read.data);
    if (self !== null && self !== selfOf(run.notes))
      run.facts.push({ kind: 'noted', name: SELF_NOTE, value: { openId: self } });
  }
  const reading = readDirectory(table, read.data);
  const checkColumn = DIRECTORY_SCHEMAS[table].columns.check;
  const stale = reading.checks.filter((check) => check.wanted !== check.shown);
  for (const batch of chunks(stale, MAX_BATCH)) {
    const written = await deps.rows.update(
      address,
      batch.map(({ recordId, wanted }) => ({ recordId, fields: { [checkColumn.name]: checkColumn.encode(wanted) } })),
    );
    // The directory itself is already known: it is kept even though the remark beside it has to wait.
    if (written.kind !== 'ok') endAll(run, [due], deps.endAfter(written, due, deps.now()));
  }
  endAll(run, [due], FINISHED);
  return { kind: 'directoryRows', table, rows: reading.rows };
};

const readAll = async (deps: BaseDeps, address: TableAddress): Promise<FeishuResult<readonly TableRow[]>> => {
  const rows: TableRow[] = [];
  let pageToken: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read: Awaited<ReturnType<BaseDeps['rows']['page']>> = await deps.rows.page(address, pageToken);
    if (read.kind !== 'ok') return read;
    rows.push(...read.data.rows);
    pageToken = read.data.nextPageToken;
    if (pageToken === null) return { kind: 'ok', data: rows };
  }
  return { kind: 'reject', code: 0, reason: '名录行数过多，请核对该表' };
};
