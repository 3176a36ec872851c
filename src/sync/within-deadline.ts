/**
 * The Base's calls, none of them begun when it could last longer than the lane is held: it is put off instead. Between two
 * awaits a machine may have slept, and by now someone else may be writing to the same Base.
 */
import type { FeishuFailure, FeishuResult, Now, Rows } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

/** Why a call was not begun, or a row not taken up. */
export const NO_TIME = '本轮时间已满';
const NO_TIME_LEFT: FeishuFailure = { kind: 'retry', code: 0, afterMs: 0, reason: NO_TIME };

/** `deadlineAt`: the moment at which no call may be under way. */
export const withinDeadline = (
  rows: Rows,
  { now, callTimeoutMs, deadlineAt }: { readonly now: Now; readonly callTimeoutMs: Ms; readonly deadlineAt: Ms },
): Rows => {
  const inTime = async <T>(call: () => Promise<FeishuResult<T>>): Promise<FeishuResult<T>> =>
    deadlineAt - now() < callTimeoutMs ? NO_TIME_LEFT : call();
  return {
    get: (table, recordIds) => inTime(() => rows.get(table, recordIds)),
    page: (table, pageToken) => inTime(() => rows.page(table, pageToken)),
    recent: (table, column, pageToken) => inTime(() => rows.recent(table, column, pageToken)),
    findByText: (table, column, value) => inTime(() => rows.findByText(table, column, value)),
    create: (table, news, clientToken) => inTime(() => rows.create(table, news, clientToken)),
    update: (table, changes) => inTime(() => rows.update(table, changes)),
    remove: (table, recordIds) => inTime(() => rows.remove(table, recordIds)),
  };
};
