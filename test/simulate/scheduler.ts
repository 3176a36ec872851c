/**
 * Virtual time. Whatever waits (a sleep, a database call, a request on its way) is parked here with the moment at which it
 * goes on; the loop takes the earliest, lets every microtask run dry, and takes the next. With no other source of waiting a
 * run repeats to the letter, which the trace's hash proves. A parked continuation whose owner died is never resumed: that is
 * what a crash is, and the yield points of an owner are exactly the places where it can happen.
 */
import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

/** Somebody who can die: an instance of the service. Feishu and people never do. */
export interface Owner {
  readonly name: string;
  isDead: boolean;
}

export interface Scheduler {
  /** Milliseconds of virtual time since the start. */
  readonly now: () => number;
  /** Goes on after `ms`; never, when the owner has died by then. */
  readonly park: (owner: Owner, label: string, ms: number) => Promise<void>;
  /** Calls `run` after `ms`. A `quiet` one is neither traced nor a place to die. */
  readonly post: (owner: Owner, label: string, ms: number, run: () => void, isQuiet?: boolean) => void;
  /** Takes steps until `isDone`; false when nothing is left to do, or at `untilMs`. */
  readonly run: (isDone: () => boolean, untilMs?: number) => Promise<boolean>;
  /** Time that passes for everyone at once, as when a machine sleeps. */
  readonly skip: (ms: number) => void;
  /** What is awaited outside virtual time, as the bytes of a file are: meanwhile no time passes. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  readonly steps: () => number;
  readonly traceHash: () => string;
  /** A line of the trace that is no step: what a person did, what a fault was. */
  readonly note: (text: string) => void;
  /** For whoever reads the trace; no part of its hash, which has to be the same for a run in which nobody looks. */
  readonly remark: (text: string) => void;
}

export interface SchedulerOptions {
  readonly ties: Random;
  /** Asked before an owner goes on at a yield point; true means that it dies here. */
  readonly diesAt?: (owner: Owner, label: string) => boolean;
  readonly kill: (owner: Owner) => void;
  /** Receives every line of the trace, for printing. */
  readonly onLine?: (line: string) => void;
  readonly maxSteps: number;
}

interface Parked {
  readonly at: number;
  readonly tie: number;
  readonly order: number;
  readonly owner: Owner;
  readonly label: string;
  readonly isQuiet: boolean;
  readonly run: () => void;
}

const isBefore = (one: Parked, other: Parked): boolean =>
  one.at !== other.at ? one.at < other.at : one.tie !== other.tie ? one.tie < other.tie : one.order < other.order;

const HASHED_AT_ONCE = 65_536;

/** A story that never comes to rest: a livelock, or a bound set too low. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

export const createScheduler = (options: SchedulerOptions): Scheduler => {
  const heap = createHeap();
  const hash = createHash('sha256');
  let clock = 0;
  let order = 0;
  let steps = 0;
  const outside = new Set<Promise<unknown>>();
  const ranDryAll = async (): Promise<void> => {
    await ranDry();
    while (outside.size > 0) {
      await Promise.allSettled([...outside]);
      await ranDry();
    }
  };

  /** Lines not hashed yet: many short updates cost more than the hash. */
  let pending = '';
  const hashPending = (): void => {
    hash.update(pending);
    pending = '';
  };
  const line = (text: string): void => {
    pending += `${text}\n`;
    if (pending.length > HASHED_AT_ONCE) hashPending();
    options.onLine?.(text);
  };
  const post: Scheduler['post'] = (owner, label, ms, run, isQuiet = false) => {
    if (owner.isDead) return;
    order += 1;
    heap.push({
      at: clock + Math.max(0, Math.ceil(ms)),
      tie: isQuiet ? 0 : options.ties.next(),
      order,
      owner,
      label,
      isQuiet,
      run,
    });
  };
  const step = async (next: Parked): Promise<void> => {
    clock = Math.max(clock, next.at);
    if (next.owner.isDead) return;
    if (next.isQuiet) {
      next.run();
      return;
    }
    steps += 1;
    if (steps > options.maxSteps) throw new TooManySteps(`more than ${options.maxSteps} steps`);
    if (options.diesAt?.(next.owner, next.label)) {
      line(`${clock} ✝ ${next.owner.name} ${next.label}`);
      options.kill(next.owner);
    } else {
      line(`${clock} ${next.owner.name} ${next.label}`);
      next.run();
    }
    await ranDryAll();
  };

  return {
    now: () => clock,
    post,
    park: (owner, label, ms) => new Promise((resolve) => post(owner, label, ms, resolve)),
    run: async (isDone, untilMs = Number.POSITIVE_INFINITY) => {
      await ranDryAll();
      for (;;) {
        if (isDone()) return true;
        const next = heap.peek();
        if (!next) return false;
        if (next.at > untilMs) {
          clock = Math.max(clock, untilMs);
          return false;
        }
        heap.pop();
        await step(next);
      }
    },
    skip: (ms) => {
      clock += ms;
      line(`${clock} skipped ${ms}`);
    },
    outside: (work) => {
      const ended = work.finally(() => outside.delete(ended));
      outside.add(ended);
      return ended;
    },
    steps: () => steps,
    traceHash: () => {
      hashPending();
      return hash.copy().digest('hex').slice(0, 32);
    },
    note: (text) => line(`${clock} · ${text}`),
    remark: (text) => options.onLine?.(`${clock} · ${text}`),
  };
};

/**
 * Every microtask runs before the next tick's callback does; three ticks, for what such a callback wakes in its turn. A turn of the
 * event loop would do the same, and costs a system call each time: a tenth of a story.
 */
const ranDry = (): Promise<void> =>
  new Promise((resolve) => process.nextTick(() => process.nextTick(() => process.nextTick(resolve))));

const createHeap = () => {
  const items: Parked[] = [];
  const swap = (a: number, b: number): void => {
    const [one, other] = [items[a], items[b]];
    if (!one || !other) return;
    items[a] = other;
    items[b] = one;
  };
  const isLess = (a: number, b: number): boolean => {
    const [one, other] = [items[a], items[b]];
    return one !== undefined && other !== undefined && isBefore(one, other);
  };
  return {
    peek: (): Parked | null => items[0] ?? null,
    push: (item: Parked): void => {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isLess(at, parent)) return;
        swap(at, parent);
        at = parent;
      }
    },
    pop: (): void => {
      const last = items.pop();
      if (!last || items.length === 0) return;
      items[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2];
        let least = at;
        if (isLess(left, least)) least = left;
        if (isLess(right, least)) least = right;
        if (least === at) return;
        swap(at, least);
        at = least;
      }
    },
  };
};
