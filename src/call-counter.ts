/**
 * Counts calls to Feishu in memory: all since the start, for `/metrics`, and those not yet added to the day's count in the
 * database. Knows neither clock nor database.
 */
import type { CallCount } from './ports.ts';
import type { BeijingDate } from './workflow/ids.ts';

export interface CallCounter {
  readonly count: (day: BeijingDate, what: string, kind: string) => void;
  /** Since the start of this process. */
  readonly total: () => readonly Omit<CallCount, 'day'>[];
  /** Takes what has not been added up yet. */
  readonly take: () => readonly CallCount[];
  /** Gives back what could not be added now. */
  readonly giveBack: (counts: readonly CallCount[]) => void;
}

export const createCallCounter = (): CallCounter => {
  const total = new Map<string, Omit<CallCount, 'day'>>();
  let pending = new Map<string, CallCount>();
  const addTo = <T extends Omit<CallCount, 'day'>>(counts: Map<string, T>, key: string, one: T): void => {
    const known = counts.get(key);
    counts.set(key, known ? { ...known, count: known.count + one.count } : one);
  };
  const addPending = (one: CallCount): void => addTo(pending, `${one.day} ${one.what} ${one.kind}`, one);
  return {
    count: (day, what, kind) => {
      addTo(total, `${what} ${kind}`, { what, kind, count: 1 });
      addPending({ day, what, kind, count: 1 });
    },
    total: () => [...total.values()].toSorted((a, b) => (`${a.what} ${a.kind}` < `${b.what} ${b.kind}` ? -1 : 1)),
    take: () => {
      const taken = [...pending.values()];
      pending = new Map();
      return taken;
    },
    giveBack: (counts) => {
      for (const one of counts) addPending(one);
    },
  };
};
