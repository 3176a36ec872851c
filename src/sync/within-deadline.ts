/**
 * Calls, none of them begun when it could last longer than the lane is held: it is put off instead. Between two awaits a machine
 * may have slept, and by now someone else may be writing to the same Base or to the same person.
 */
import type { FeishuFailure, FeishuResult, Now, Rows } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

/** Why a call was not begun, or a row not taken up. */
export const NO_TIME = '本轮时间已满';
const NO_TIME_LEFT: FeishuFailure = { kind: 'retry', code: 0, afterMs: 0, reason: NO_TIME };

/** The clock, the longest that one call may take, and the moment at which no call may be under way. */
export interface CallTime {
  readonly now: Now;
  readonly callTimeoutMs: Ms;
  readonly deadlineAt: Ms;
}
/** The call, or that it is put off. */
export type InTime = <T>(call: () => Promise<FeishuResult<T>>) => Promise<FeishuResult<T>>;

const callsInTime =
  ({ now, callTimeoutMs, deadlineAt }: CallTime): InTime =>
  async (call) =>
    deadlineAt - now() < callTimeoutMs ? NO_TIME_LEFT : call();

/** When the last call of several ended. */
export interface Pace {
  endedAt: Ms;
}

/** The same, with a pause between the end of one call and the next. A clock that was set back makes nobody wait longer. */
export const callsPaced = (
  time: CallTime & { readonly sleep: (ms: number) => Promise<unknown> },
  spacingMs: Ms,
  pace: Pace,
): InTime => {
  const inTime = callsInTime(time);
  return async (call) => {
    const pause = pace.endedAt + spacingMs - time.now();
    if (pause > 0) await time.sleep(Math.min(pause, spacingMs));
    return inTime(async () => {
      const result = await call();
      pace.endedAt = time.now();
      return result;
    });
  };
};

export const withinDeadline = (rows: Rows, time: CallTime): Rows => {
  const inTime = callsInTime(time);
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
