/**
 * How many calls the service made and how many it could not have done without. The least that could be done with what Feishu
 * lets a service know (an event says that a row was changed, neither by whom nor to what):
 *
 * - rows: one read of up to 100 rows for what was changed since they were last read, per debounce window; one write of up to
 *   1 000 rows per table and moment, if it changed anything;
 * - messages: one call for each that was sent, one for each redrawn card that then looked otherwise;
 * - looks by schedule: once in ten minutes at the revision, at a table and at its columns, and again when they were changed;
 * - 审批, 日历, 任务, tokens: each that changed something or read something new.
 */
import { z } from 'zod';
import { botOpenId } from '../feishu/people.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Arrival } from './lines.ts';

export interface CallCount {
  /** Of a call that is about to be done; the result is called when it was. */
  readonly begin: (arrival: Arrival) => () => void;
  readonly made: () => number;
  readonly least: () => number;
  /** Reads that found nothing but what the service itself had written: the price of events that do not say by whom. */
  readonly echoes: () => number;
  /** Calls that were not needed, by method and path. */
  readonly needless: () => readonly string[];
}

/** As in `config.ts`: edits that come within it are read together. */
const DEBOUNCE_MS = 3_000;
const MOMENT_MS = 1_000;
const ROWS_PER_READ = 100;
const ROWS_PER_WRITE = 1_000;
const LOOK_EVERY_MS = 600_000;

const read = z.object({ record_ids: z.array(z.string()) });
const written = z.object({
  records: z.array(z.union([z.string(), z.object({ record_id: z.string().optional() })])),
});
const ROWS = /\/tables\/([^/]+)\/records\/(search|batch_\w+)$/;
const MESSAGE = /\/im\/v1\/messages\/([^/]+)$/;
const TASK = /\/task\/v2\/tasks\/([^/]+)$/;

export const createCallCount = (sandbox: Sandbox): CallCount => {
  const { state, now } = sandbox;
  let made = 0;
  let least = 0;
  let echoes = 0;
  const needless: string[] = [];
  const seen = new Map<string, string>();
  const readAt = new Map<string, number>();
  const windows = new Map<string, { readonly from: number; readonly rows: Set<string> }>();

  const tableOf = (id: string) => state.bases.flatMap((one) => one.tables).find((one) => one.tableId === id);
  const messageOf = (id: string) => state.messages.find((one) => one.messageId === id);
  /** 1 when this is other than what was seen there last. */
  const news = (place: string, shown: string): number => {
    const before = seen.get(place);
    seen.set(place, shown);
    return before === shown ? 0 : 1;
  };
  /** How many calls these rows need beside those already made in the window that is open at the place. */
  const added = (place: string, ms: number, rows: readonly string[], perCall: number): number => {
    const open = windows.get(place);
    const window = open && now() - open.from <= ms ? open : { from: now(), rows: new Set<string>() };
    windows.set(place, window);
    const before = Math.ceil(window.rows.size / perCall);
    for (const row of rows) window.rows.add(row);
    return Math.ceil(window.rows.size / perCall) - before;
  };
  const slot = (): number => Math.floor(now() / LOOK_EVERY_MS);

  const rowsRead = (tableId: string, ids: readonly string[]): number => {
    const records = new Map(tableOf(tableId)?.records.map((one) => [one.recordId, one]));
    const fresh = ids.filter((id) => (records.get(id)?.modifiedAt ?? now()) >= (readAt.get(id) ?? 0));
    const isEcho = fresh.length > 0 && fresh.every((id) => readAt.has(id) && records.get(id)?.modifiedBy === botOpenId);
    if (isEcho) echoes += 1;
    for (const id of ids) readAt.set(id, now());
    return added(`read ${tableId}`, DEBOUNCE_MS, fresh, ROWS_PER_READ);
  };
  const rowsWritten = (tableId: string, before: number, body: string): number => {
    if (tableOf(tableId)?.revision === before) return 0;
    const { records } = written.parse(JSON.parse(body));
    return added(
      `write ${tableId}`,
      MOMENT_MS,
      records.map((one, position) => (typeof one === 'string' ? one : (one.record_id ?? `new ${now()} ${position}`))),
      ROWS_PER_WRITE,
    );
  };
  /** What of a call was needed; asked before it is done, and answered after. */
  const needOf = ({ method, path, body }: Arrival): (() => number) => {
    const [, tableId = '', what = ''] = ROWS.exec(path) ?? [];
    if (what === 'batch_get') return () => rowsRead(tableId, read.parse(JSON.parse(body)).record_ids);
    if (what === 'search') return () => news(path, `${slot()} ${tableOf(tableId)?.revision}`);
    if (what !== '') {
      const before = tableOf(tableId)?.revision ?? 0;
      return () => rowsWritten(tableId, before, body);
    }
    const [, message = ''] = MESSAGE.exec(path) ?? [];
    if (method === 'PATCH' && message !== '') {
      const before = messageOf(message)?.versions.at(-1)?.content;
      return () => (messageOf(message)?.versions.at(-1)?.content === before ? 0 : 1);
    }
    const [, task = ''] = TASK.exec(path) ?? [];
    if (task !== '') {
      const shown = () => JSON.stringify(state.office.todos.find((one) => one.guid === task) ?? null);
      if (method === 'GET') return () => news(path, shown());
      const before = shown();
      return () => {
        seen.set(path, shown());
        return shown() === before ? 0 : 1;
      };
    }
    if (method === 'GET' && path.includes('/bitable/'))
      return () => news(path, `${slot()} ${JSON.stringify(columnsAt(path))}`);
    return () => 1;
  };
  const columnsAt = (path: string): readonly string[] | null =>
    tableOf(/\/tables\/([^/]+)\/fields/.exec(path)?.[1] ?? '')?.fields.map((one) => one.name) ?? null;

  return {
    begin: (arrival) => {
      made += 1;
      const need = needOf(arrival);
      return () => {
        const needed = need();
        least += needed;
        if (needed === 0) needless.push(`${arrival.method} ${arrival.path.split('/').slice(-2).join('/')}`);
      };
    },
    made: () => made,
    least: () => least,
    echoes: () => echoes,
    needless: () => needless,
  };
};
