/**
 * Empties the outbox: takes a lane that has something due, holds it by a lease, delivers in batches, saves how each attempt
 * ended, goes on. Any number of drains may run at once and any of them may stop between two lines. Decides nothing about
 * what is sent (the deliverers do) nor about when to try again (`retry-schedule.ts`).
 */

import { errorTag, type Log } from '../log.ts';
import type { AttemptRecord, DueIntention, Fact, Intention, NewId, Now, OutboxStore } from '../ports.ts';
import { laneName } from '../wishes/wish.ts';
import type { Ms } from '../workflow/ids.ts';
import type { RetrySchedule } from './retry-schedule.ts';

export interface Delivered {
  /** One for each intention that was handed over. */
  readonly records: readonly AttemptRecord[];
  readonly facts: readonly Fact[];
  /** Wishes that arose while delivering; saved together with the ends. */
  readonly intentions: readonly Intention[];
}

export interface DeliverContext {
  /** No call may be under way at this moment: start none that could last longer. */
  readonly deadlineAt: Ms;
}

/**
 * Makes the world outside agree with some intentions of one lane and district. May run twice for the same wish, so it
 * repeats calls only with the wish's token or after looking. An error it throws counts as an attempt of each.
 */
export type Deliver = (due: readonly DueIntention[], context: DeliverContext) => Promise<Delivered>;

export interface DrainDeps {
  readonly outbox: Pick<OutboxStore, 'dueLanes' | 'lease' | 'dueIn' | 'begin' | 'record' | 'release'>;
  readonly deliverBase: Deliver;
  readonly deliverPerson: Deliver;
  /** 审批, 日历, 任务 of a district. */
  readonly deliverLinks: Deliver;
  /** What one case asks of another. */
  readonly deliverCases: Deliver;
  readonly schedule: RetrySchedule;
  readonly now: Now;
  readonly newId: NewId;
  readonly log: Log;
  readonly leaseMs?: number;
  /** The longest one call to Feishu may take. Nothing is begun with less than this left in lease and turn. */
  readonly callTimeoutMs?: number;
}

export interface DrainReport {
  readonly delivered: number;
  readonly again: number;
  readonly parked: number;
  /** Lanes given up because someone else holds them by now, or because the database failed. */
  readonly lost: number;
}

const DEFAULT_LEASE_MS = 30_000;
const DEFAULT_CALL_TIMEOUT_MS = 10_000;
/** Kept back from a lease for saving the ends and for clocks that differ between machines. */
const LEASE_MARGIN_MS = 4_000;
/** A Worker may go on for 30 s after its answer. */
const MAX_TURN_MS = 25_000;
const LANES_AT_ONCE = 4;
const LANES_PER_LOOK = 32;
/** Feishu's bound for one batch of row writes. */
const BASE_BATCH = 1_000;
const PERSON_BATCH = 20;

type Drain = (bounds: { readonly untilMs: Ms }) => Promise<DrainReport>;

/**
 * `drain({ untilMs })` works until nothing is due or the moment `untilMs` has come, at most 25 s. It starts nothing new when
 * less than a call's time is left. Failures of a lane are logged and end that lane; only a failed look for lanes is thrown.
 */
export const createDrain = (deps: DrainDeps): Drain => {
  const leaseMs = deps.leaseMs ?? DEFAULT_LEASE_MS;
  const callTimeoutMs = deps.callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS;

  return async ({ untilMs }) => {
    const until = Math.min(untilMs, deps.now() + MAX_TURN_MS);
    const tally = { delivered: 0, again: 0, parked: 0, lost: 0 };
    /** A lane that failed or is held elsewhere is left to the next turn, so that a turn always ends. */
    const settled = new Set<string>();
    while (until - deps.now() >= callTimeoutMs) {
      const due = await deps.outbox.dueLanes(deps.now(), LANES_PER_LOOK + settled.size);
      const lanes = due.filter((lane) => !settled.has(lane));
      if (lanes.length === 0) break;
      await eachWith(LANES_AT_ONCE, lanes, async (lane) => {
        if (!(await drainLane(lane, until, tally))) settled.add(lane);
      });
    }
    return tally;
  };

  /** True when the lane was worked on and may be looked at again in this turn. */
  async function drainLane(lane: string, until: Ms, tally: Tally): Promise<boolean> {
    const leasedAt = deps.now();
    const deadlineAt = Math.min(until, leasedAt + leaseMs - LEASE_MARGIN_MS);
    if (deadlineAt - leasedAt < callTimeoutMs) return false;
    try {
      const lease = await deps.outbox.lease(lane, deps.newId(), leasedAt, leaseMs);
      if (!lease) return false;
      const isHeld = await workOn(lane, lease.fence, deadlineAt, tally);
      if (isHeld) await deps.outbox.release(lane, lease.fence);
      else tally.lost += 1;
      return isHeld;
    } catch (error) {
      // The database failed. The lease runs out by itself, and whoever comes then finds the rows as they were.
      deps.log({ event: 'drain.laneFailed', lane, error: errorTag(error) });
      tally.lost += 1;
      return false;
    }
  }

  /** Batch after batch while there is time; false when the lane turned out to be someone else's by now. */
  async function workOn(lane: string, fence: number, deadlineAt: Ms, tally: Tally): Promise<boolean> {
    while (deadlineAt - deps.now() >= callTimeoutMs) {
      const at = deps.now();
      const most = laneName(lane) === 'base' ? BASE_BATCH : PERSON_BATCH;
      const batch = ofOneDistrict(ofWholeAttempts(await deps.outbox.dueIn(lane, at, most), most));
      const first = batch[0];
      if (!first) return true;
      const keys = batch.map(({ key }) => key);
      if (!(await deps.outbox.begin(lane, fence, keys, at))) return false;
      for (const done of await attempt(lane, batch, deadlineAt)) {
        const saved = { lane, fence, district: first.district, now: deps.now(), ...done };
        if (!(await deps.outbox.record(saved))) return false;
        for (const record of done.records) count(record, lane, tally);
      }
    }
    return true;
  }

  /**
   * One delivery of the whole batch. When that breaks off, each intention is tried alone, so that a broken one does not
   * take its neighbours with it; they have begun, so whatever was already sent is found again by token or by looking.
   */
  async function attempt(lane: string, batch: readonly DueIntention[], deadlineAt: Ms): Promise<readonly Delivered[]> {
    const deliver = delivererOf(lane);
    const parts = apart(batch);
    try {
      return [withoutGaps(batch, await deliver(batch, { deadlineAt }))];
    } catch (error) {
      deps.log({ event: 'drain.deliveryFailed', lane, rows: batch.length, error: errorTag(error) });
      if (parts.length === 1) return [failed(batch)];
    }
    const alone: Delivered[] = [];
    for (const part of parts) {
      const now = deps.now();
      const begun = part.map((one) => ({ ...one, firstAttemptAt: one.firstAttemptAt ?? now }));
      if (deadlineAt - now < callTimeoutMs) alone.push(failed(begun));
      else alone.push(...(await attempt(lane, begun, deadlineAt)));
    }
    return alone;
  }

  function delivererOf(lane: string): Deliver {
    const { deliverBase, deliverPerson, deliverLinks, deliverCases } = deps;
    return { base: deliverBase, person: deliverPerson, link: deliverLinks, case: deliverCases }[laneName(lane)];
  }

  function failed(batch: readonly DueIntention[]): Delivered {
    const now = deps.now();
    const records = batch.map((due) => ({
      key: due.key,
      wanted: due.wanted,
      end: deps.schedule.endAfterFault(due, now),
    }));
    return { records, facts: [], intentions: [] };
  }

  /** An intention whose end a deliverer forgot would be due at once, again and again: it counts as a fault. */
  function withoutGaps(batch: readonly DueIntention[], delivered: Delivered): Delivered {
    const ended = new Set(delivered.records.map(({ key }) => key));
    const forgotten = batch.filter(({ key }) => !ended.has(key));
    return { ...delivered, records: [...delivered.records, ...failed(forgotten).records] };
  }

  function count({ key, end }: AttemptRecord, lane: string, tally: Tally): void {
    if (end.kind === 'finished') tally.delivered += 1;
    else if (end.kind === 'again') tally.again += 1;
    else {
      tally.parked += 1;
      deps.log({ event: 'drain.parked', lane, key, reason: end.reason });
    }
  }
};

interface Tally {
  delivered: number;
  again: number;
  parked: number;
  lost: number;
}

/**
 * A full batch ends before the attempt that its end might cut: what went out as one message whose answer was lost is known to Feishu as
 * that message only, and a part of it would be another one.
 */
const ofWholeAttempts = (due: readonly DueIntention[], most: number): readonly DueIntention[] => {
  const cut = due.length < most ? null : (due.at(-1)?.firstAttemptAt ?? null);
  const whole = cut === null ? due : due.filter(({ firstAttemptAt }) => firstAttemptAt !== cut);
  return whole.length > 0 ? whole : due;
};

/** Each by itself, but for what goes out as one message: it is known to Feishu by all that it said. */
const apart = (batch: readonly DueIntention[]): readonly (readonly DueIntention[])[] => {
  const notices = batch.filter(({ kind }) => kind === 'editNotice');
  const others = batch.filter(({ kind }) => kind !== 'editNotice').map((one) => [one]);
  return notices.length === 0 ? others : [...others, notices];
};

/** What is saved together belongs to one district; the others of a person's lane follow in the next batch. */
const ofOneDistrict = (due: readonly DueIntention[]): readonly DueIntention[] =>
  due.filter(({ district }) => district === due[0]?.district);

const eachWith = async <T>(atOnce: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
};
