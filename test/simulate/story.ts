/**
 * One story of one seed: a district at rest, instances of the service, people, faults. First the safety phase, in which
 * anything may go wrong and nothing wrong may be seen; then the faults stop, time goes on until all is at rest, and what is then
 * in tables, chats and database is compared with what people did.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { refusalSentence } from '../../cards/answer.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import type { BeijingDate } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { createSandbox } from '../feishu/sandbox.ts';
import { type Act, planStory } from './acts.ts';
import { atRest, type LaneFailure } from './at-rest.ts';
import { createFaultLedger } from './faults.ts';
import { createGhost } from './ghost.ts';
import { type Histogram, histogramOf } from './histogram.ts';
import { type Instance, startInstance } from './instance.ts';
import { createPeople, TAINTS } from './people.ts';
import { dealOf } from './places.ts';
import { DATABASE_FAULTS, type Profile, profileOf } from './profile.ts';
import { streamOf } from './random.ts';
import { createScheduler, type Owner, TooManySteps } from './scheduler.ts';
import { type MemoryDatabase, openMemoryDatabase } from './sqlite-client.ts';
import { FEISHU_URL, SERVICE_URL, startIn, type Town, townOf } from './start.ts';
import { createView, type View } from './view.ts';
import { createWatch } from './watch.ts';
import { beginWitness } from './witness.ts';

export interface StoryOptions {
  readonly seed: number;
  readonly acts?: readonly Act[];
  readonly profile?: Profile;
  readonly town?: Town;
  /** `line#n` of calls that meet no fault. */
  readonly leftOut?: ReadonlySet<string>;
  /** Only the trace counts, as in a second run: what is shown in the end need not be compared again. */
  readonly onlyTrace?: boolean;
  /** Kills the owner of these yield points, counted over all instances. */
  readonly deathsAt?: ReadonlySet<number>;
  readonly onLine?: (line: string) => void;
}

export interface StoryReport {
  readonly seed: number;
  readonly mood: Profile['mood'];
  /** Empty when everything held. */
  readonly violations: readonly string[];
  readonly traceHash: string;
  readonly steps: number;
  readonly yieldPoints: number;
  readonly virtualMs: number;
  readonly faults: readonly string[];
  readonly deaths: number;
  readonly calls: number;
  /** What would have been enough (`least-calls.ts`). */
  readonly leastCalls: number;
  /** Reads of what the service itself had written. */
  readonly echoes: number;
  readonly races: number;
  /** Virtual milliseconds from the end of the faults' night to rest. */
  readonly restAfterMs: number;
  readonly events: number;
  readonly messages: number;
  readonly cases: number;
  /** Cases that came to their end. */
  readonly closed: number;
  readonly secondRounds: number;
  readonly histogram: Histogram;
  /** What it cost this process. */
  readonly cpuMs: number;
}

export const STORY_LENGTH = 36;
const CALENDAR = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
const MAX_STEPS = 200_000;
const FEISHU_LOOKS_EVERY_MS = 1_000;
const REST_CHECK_MS = 5_000;
/** Backoff goes up to a quarter of an hour. */
const REST_LIMIT_MS = 40 * 60_000;
/**
 * A look at the Base's revision every ten minutes. The first may find the last writes: the list of its tables, the newest rows of 事项,
 * rows and columns of the two tables that are read whole. More would be an echo.
 */
const QUIET_BUDGET = 7;
const QUIET_MS = 6 * 60_000;
/**
 * One writer at a time and a tenth of a second for each: more presses, events and forms of one moment than these cannot all be saved
 * before they have to be answered.
 */
const MOST_SAVED_AT_ONCE = 8;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const REDELIVERIES = 8;
const MOST_SKIPS = 3;
/** Sets the ids of what is typed within an act apart from those of acts. */
const TYPED_MEANWHILE = 1_000;
const MOST_VIOLATIONS = 10;

export const runStory = async (options: StoryOptions): Promise<StoryReport> => {
  const { seed } = options;
  const profile = options.profile ?? profileOf(seed);
  const acts = options.acts ?? planStory(seed, STORY_LENGTH, profile);
  const start = await startIn(options.town ?? townOf(seed), dealOf(seed));
  const { startsAt } = start;
  beginWitness();
  const began = process.cpuUsage();
  const violations: string[] = [];
  const violation = (what: string): void => {
    if (violations.length < MOST_VIOLATIONS && !violations.includes(what)) violations.push(what);
    scheduler.remark(`VIOLATION ${what}`);
  };

  // ------------------------------------------------------------------------------------------------ time and death
  const feishu: Owner = { name: 'feishu', isDead: false };
  const people: Owner = { name: 'people', isDead: false };
  const chance = streamOf(seed, 'circumstances');
  const instances = new Map<Owner, Instance>();
  const dooms = new Map<Owner, number>();
  let yieldPoints = 0;
  let deaths = 0;
  let wallOffsetMs = 0;
  let isSafetyPhase = true;
  const scheduler = createScheduler({
    ties: streamOf(seed, 'ties'),
    maxSteps: MAX_STEPS,
    ...(options.onLine ? { onLine: options.onLine } : {}),
    diesAt: (owner) => {
      if (!instances.has(owner)) return false;
      if (!isSafetyPhase) return false;
      yieldPoints += 1;
      if (options.deathsAt?.has(yieldPoints)) return true;
      const left = dooms.get(owner);
      if (left === undefined) return false;
      dooms.set(owner, left - 1);
      return left <= 1;
    },
    kill: (owner) => {
      deaths += 1;
      dooms.delete(owner);
      instances.get(owner)?.kill();
      instances.delete(owner);
      scheduler.post(feishu, 'restart', chance.between(200, 45_000), startOne);
    },
  });
  // The bytes of a file come by the event loop of the process, which virtual time waits for.
  const bytesOf = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = function (this: Blob) {
    return scheduler.outside(bytesOf.call(this));
  };
  const faults = createFaultLedger(seed, options.leftOut ?? new Set(), scheduler.note, scheduler.now);

  // ------------------------------------------------------------------------------------------- Feishu and database
  const memory = openMemoryDatabase(start.database);
  const before = histogramOf(memory);
  const network = streamOf(seed, 'network');
  const lineDeps = { scheduler, faults, profile, network };
  /** What comes in to be saved at the same time, and of each press the most of it while that waited for its answer. */
  let saving = 0;
  const waiting = new Set<{ most: number }>();
  const entersToSave = (): (() => void) => {
    saving += 1;
    for (const press of waiting) press.most = Math.max(press.most, saving);
    return () => {
      saving -= 1;
    };
  };
  /** One request from outside to whichever instance the balancer picks. */
  const knock = async (request: Request): Promise<Response> => {
    const fault = faults.next('door', ['lostBefore', 'lostAfter'], profile.doorFaultRate);
    const [least, most] = profile.doorLatencyMs;
    await scheduler.park(feishu, 'door>', network.between(least, most));
    const instance = network.pick([...instances.values()]);
    if (!instance || fault === 'lostBefore') throw new TypeError('connection refused');
    const leaves = request.method === 'POST' ? entersToSave() : () => {};
    const answer = await Promise.race([instance.service.app.fetch(request), instance.death]).finally(leaves);
    await scheduler.park(feishu, 'door<', network.between(least, most));
    if (!answer || fault === 'lostAfter') throw new TypeError('connection reset');
    return answer;
  };
  const sandbox = createSandbox({
    seed,
    publicUrl: FEISHU_URL,
    serviceUrl: SERVICE_URL,
    now: () => startsAt + scheduler.now(),
    serviceFetch: knock,
    sleep: (ms) => scheduler.park(feishu, 'at feishu', ms),
    timeoutSignal: (ms) => {
      const controller = new AbortController();
      scheduler.post(feishu, 'answer limit', ms, () => controller.abort());
      return controller.signal;
    },
    latencyMs: profile.tableLatencyMs,
    readLagMs: profile.readLagMs,
    // Presses on forwarded cards arrive as from clients that know no such setting: the service has to refuse them itself.
    heedsForwarding: false,
    eventCopies: profile.eventCopies,
    eventDelayMs: profile.eventDelayMs,
    shufflesEvents: profile.shufflesEvents,
    dropsEveryNthEvent: profile.dropsEveryNthEvent,
    sendsWholeRows: profile.sendsWholeRows,
  });
  Object.assign(sandbox.state, structuredClone(start.state));
  const { base } = start;
  const view = createView(sandbox, base);
  const owners = new Map(Object.values(cases.columns).map((column) => [column.name, column.owner]));
  const ghost = createGhost(
    (name) => owners.get(name) === 'people' || owners.get(name) === 'form',
    (name) => owners.get(name) === 'action',
  );
  for (const id of start.done.filed) ghost.madeRow(id);
  for (const [messageId, each] of start.done.typedOn)
    for (const typed of each) ghost.pressed(messageId, 'redrawn', typed);
  const watch = createWatch({ sandbox, view, base, ghost, violation, isOneInstance: profile.instances === 1 });

  // ---------------------------------------------------------------------------------------------------- instances
  /** Who is writing rows, and how often the machine had slept when that began: a sleeper does not know whose lane it is by now. */
  const writers = new Map<Owner, number>();
  const writes = (owner: Owner): (() => void) => {
    for (const [other, began] of writers)
      if (other !== owner && !other.isDead && began === slept) violation('two instances write rows at once');
    writers.set(owner, slept);
    return () => writers.delete(owner);
  };
  const failedLanes: LaneFailure[] = [];
  let started = 0;
  const startOne = (): void => {
    started += 1;
    const instance = startInstance({
      ...lineDeps,
      seed,
      startsAt,
      name: `i${started}`,
      feishu,
      onTheWay: (change) => {
        onTheWay += change;
      },
      writes,
      arrive: watch.arrive,
      database: memory.client,
      wallOffsetMs: () => wallOffsetMs,
      afterWrite: () => {},
      log: (_name, line) => {
        const text = JSON.stringify(line);
        scheduler.note(`log ${text}`);
        if (line.event === 'drain.laneFailed')
          failedLanes.push({ lane: String(line['lane']), at: startsAt + scheduler.now() });
        if (TAINTS.some((taint) => text.includes(taint))) violation('personal words in a log line');
      },
    });
    instances.set(instance.owner, instance);
  };
  for (let count = 0; count < profile.instances; count += 1) startOne();

  // ------------------------------------------------------------------------------------------------------- people
  const crowd = createPeople({
    seed,
    sandbox,
    base,
    view,
    ghost,
    places: start.done.places,
    note: scheduler.note,
    browse: knock,
    pressed: () => {
      const before = hindrances();
      const press = { most: saving };
      waiting.add(press);
      return (result) => {
        const after = hindrances();
        waiting.delete(press);
        const isCrowded = press.most > MOST_SAVED_AT_ONCE;
        if (result.kind === 'failed' && after.toAnswer === before.toAnswer)
          violation(`a press was not answered within three seconds (${result.msg})`);
        const isBusy = result.kind === 'answered' && result.toast?.content === refusalSentence({ kind: 'busy' });
        if (isBusy && !isCrowded && after.toSave === before.toSave)
          violation('a press was refused because the database was busy once');
      };
    },
    accepted: (deliveryId, toast) => {
      if (memory.rows('SELECT 1 FROM deliveries WHERE id = ?', deliveryId).length === 0)
        violation(`a press was answered “${toast}” before it was saved`);
    },
  });
  /** What may keep a press from its answer, and from being saved: numbers that grow with each such thing. */
  const hindrances = () => {
    const met = faults.met();
    const lost = met.filter((fault) => fault.startsWith('database#') && !fault.endsWith(' busy')).length;
    const atTheDoor = met.filter((fault) => fault.startsWith('door#')).length;
    const isNobodyThere = instances.size === 0 ? scheduler.steps() : 0;
    return {
      toAnswer: atTheDoor + deaths + slept + isNobodyThere,
      toSave: lost + slept + (faults.isOut('database') ? scheduler.steps() : 0),
    };
  };
  let skips = 0;
  let slept = 0;
  let fallingAsleep = 0;
  let onTheWay = 0;
  const isAnythingDue = (): boolean => memory.rows("SELECT 1 FROM outbox WHERE status = 'due' LIMIT 1").length > 0;
  /**
   * A machine that falls asleep stops computing; what has left it arrives all the same. On a calm day time only passes, when
   * nothing is left to do.
   */
  const skipWhenQuiet = (ms: number): void => {
    if (onTheWay === 0 && !(profile.mood === 'calm' && isAnythingDue())) {
      fallingAsleep -= 1;
      slept += 1;
      scheduler.skip(ms);
    } else scheduler.post(people, 'falls asleep', 50, () => skipWhenQuiet(ms), true);
  };
  const disturb = (act: Act): void => {
    const roll = streamOf(seed, `act ${act.id}`);
    switch (act.kind) {
      case 'crash': {
        const victim = roll.pick([...instances.keys()]);
        if (victim) dooms.set(victim, roll.between(1, 25));
        return;
      }
      case 'databaseOut':
        faults.outage('database', { untilMs: scheduler.now() + roll.between(2_000, 40_000) });
        return;
      case 'pressInOutage': {
        const untilMs = scheduler.now() + roll.between(3_000, 15_000);
        const only = roll.pick(DATABASE_FAULTS) ?? 'busy';
        faults.outage('database', { untilMs, afterCalls: roll.between(1, 12), ...(roll.chance(0.7) ? { only } : {}) });
        return;
      }
      case 'feishuOut':
        faults.outage('feishu', { untilMs: scheduler.now() + roll.between(5_000, 400_000) });
        return;
      case 'doubt': {
        const lasts = roll.between(10_000, 60_000);
        fallingAsleep += 1;
        const only = roll.pick(['lostAfter', 'lostAfter', 'lostBefore']) ?? 'lostAfter';
        faults.outage('feishu', { untilMs: scheduler.now() + lasts, only });
        for (const part of [2, 3, 4])
          scheduler.post(people, 'types meanwhile', (lasts * part) / 5, () =>
            crowd.perform({ id: act.id * TYPED_MEANWHILE + part, kind: 'type', gapMs: 0 }),
          );
        scheduler.post(people, 'the lid is closed', lasts, () => skipWhenQuiet(roll.between(61, 200) * 60_000));
        return;
      }
      case 'callsLost': {
        const untilMs = scheduler.now() + roll.between(3_000, 30_000);
        const only = roll.pick(['lostBefore', 'lostAfter'] as const) ?? 'lostBefore';
        faults.outage(roll.chance(0.6) ? 'feishu' : 'database', { untilMs, ...(roll.chance(0.7) ? { only } : {}) });
        return;
      }
      case 'paste':
        // What was pasted is read, and then nothing comes back any more.
        if (profile.mood !== 'calm' && roll.chance(0.5))
          faults.outage('feishu', {
            untilMs: scheduler.now() + roll.between(5_000, 40_000),
            afterCalls: roll.between(1, 3),
          });
        return;
      case 'clockBack':
        wallOffsetMs -= 5_000;
        return;
      case 'later':
        skips += 1;
        if (skips > MOST_SKIPS) return;
        fallingAsleep += 1;
        // Stories begin early in the morning; whoever comes days later comes while the clock's duties are done.
        skipWhenQuiet(
          roll.chance(0.3) && act.days === undefined
            ? roll.between(1, 20) * HOUR_MS
            : (act.days ?? roll.between(2, 9)) * DAY_MS + roll.between(2, 8) * HOUR_MS,
        );
        return;
      default:
    }
  };
  let done = 0;
  const next = (): void => {
    const act = acts[done];
    if (!act) return;
    scheduler.post(people, `act ${act.id} ${act.kind}`, act.gapMs, () => {
      done += 1;
      crowd.perform(act);
      disturb(act);
      next();
    });
  };
  next();
  const feishuLooks = (): void => {
    void sandbox.tick();
    scheduler.post(feishu, 'looks', FEISHU_LOOKS_EVERY_MS, feishuLooks, true);
  };
  feishuLooks();

  // -------------------------------------------------------------------------------------------------------- phases
  const isIdle = (): boolean =>
    crowd.waiting() === 0 &&
    !sandbox.state.deliveries.some((one) => one.nextAt !== null && one.nextAt < startsAt + scheduler.now() + 30_000) &&
    !isAnythingDue() &&
    memory.rows('SELECT 1 FROM lanes WHERE until > ? LIMIT 1', startsAt + scheduler.now() + wallOffsetMs).length === 0;
  const untilRest = async (limitMs: number): Promise<number | null> => {
    const began = scheduler.now();
    let quietChecks = 0;
    const check = (): void => {
      quietChecks = isIdle() ? quietChecks + 1 : 0;
      // Two looks with a turn of every instance between them.
      if (quietChecks * REST_CHECK_MS <= profile.turnEveryMs + 2 * REST_CHECK_MS)
        scheduler.post(people, 'is all quiet?', REST_CHECK_MS, check, true);
    };
    check();
    const isResting = await scheduler.run(
      () => quietChecks * REST_CHECK_MS > profile.turnEveryMs + 2 * REST_CHECK_MS,
      began + limitMs,
    );
    return isResting ? scheduler.now() - began : null;
  };
  /** To the next moment with this Beijing time of day, on a workday if wanted. */
  const skipTo = (minutes: number, onWorkday: boolean): void => {
    const at = startsAt + scheduler.now() + wallOffsetMs;
    const dayStart = Math.floor((at + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS;
    let target = dayStart + minutes * 60_000;
    const isOff = (day: BeijingDate): boolean => !CALENDAR.isWorkday(day) || day === crowd.dayOff();
    while (target <= at || (onWorkday && isOff(beijingDateOf(target)))) target += DAY_MS;
    scheduler.skip(target - at);
  };
  /** Lets time pass until the last redelivery has come; false when Feishu gave one up, which only the night can mend. */
  const allEventsArrived = async (): Promise<boolean> => {
    for (let round = 0; round < REDELIVERIES; round += 1) {
      const waiting = sandbox.state.deliveries.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]));
      const wait = Math.max(0, ...waiting) - (startsAt + scheduler.now());
      if (wait > REST_LIMIT_MS / 2) scheduler.skip(wait);
      if ((await untilRest(REST_LIMIT_MS)) === null) return false;
      if (waiting.length === 0) break;
    }
    return !sandbox.state.deliveries.some(({ outcome }) => outcome === 'given_up' || outcome === 'pending');
  };
  const restDeps = () => ({
    memory,
    sandbox,
    base,
    view,
    ghost,
    givenUp: new Set(memory.rows('SELECT key FROM ghost_given_up').map((row) => String(row['key']))),
    failedLanes,
    profile,
    now: () => startsAt + scheduler.now() + wallOffsetMs,
  });
  let restAfterMs = 0;
  const live = async (): Promise<void> => {
    await scheduler.run(() => done >= acts.length && crowd.waiting() === 0 && fallingAsleep === 0, 60 * DAY_MS);
    isSafetyPhase = false;
    faults.stop();
    dooms.clear();
    crowd.renamedBack();
    await scheduler.run(() => instances.size >= profile.instances, scheduler.now() + HOUR_MS);
    if (profile.dropsEveryNthEvent === 0 && (await allEventsArrived()))
      for (const one of await atRest(restDeps(), 'beforeTheNight')) violation(one);
    for (const [minutes, onWorkday] of [
      [3 * 60 + 1, false],
      [9 * 60 + 30, true],
    ] as const) {
      await scheduler.run(() => onTheWay === 0, scheduler.now() + HOUR_MS);
      skipTo(minutes, onWorkday);
      const rested = await untilRest(REST_LIMIT_MS);
      if (rested === null) {
        const due = memory.rows("SELECT key, attempts, reason FROM outbox WHERE status = 'due' LIMIT 5");
        violation(`no rest ${REST_LIMIT_MS / 60_000} minutes after the faults: ${JSON.stringify(due)}`);
      } else restAfterMs = Math.max(restAfterMs, rested);
    }
    const callsAtRest = watch.count.made();
    await scheduler.run(() => false, scheduler.now() + QUIET_MS);
    const calls = watch.count.made() - callsAtRest;
    if (calls > QUIET_BUDGET) violation(`${calls} calls while nothing happens`);
    // The clock's own look around may just be under way; what is compared is compared at rest.
    if ((await untilRest(REST_LIMIT_MS)) === null) violation('no rest in the end');
  };

  try {
    await live();
    // Looking draws on the stand-in's chance, so it may be left out only where nothing comes after it.
    const found = options.onlyTrace ? [] : await atRest(restDeps(), 'atRest');
    for (const one of found) violation(one);
    // Past the trace, which has to be the same for whoever does not look.
    if (options.onLine && found.length > 0) explain(memory, view, startsAt, options.onLine);
  } catch (error) {
    if (error instanceof TooManySteps) violation(`never comes to rest: ${error.message}`);
    else throw error;
  }
  for (const instance of instances.values()) instance.kill();
  const report: StoryReport = {
    seed,
    mood: profile.mood,
    violations,
    traceHash: scheduler.traceHash(),
    steps: scheduler.steps(),
    yieldPoints,
    virtualMs: scheduler.now(),
    faults: faults.met(),
    deaths,
    calls: watch.count.made(),
    leastCalls: watch.count.least(),
    echoes: watch.count.echoes(),
    races: ghost.races(),
    restAfterMs,
    events: Number(memory.rows('SELECT count(*) AS n FROM events')[0]?.['n']),
    messages: sandbox.state.messages.length,
    // What had ended before, and stayed so, has no part in the story.
    cases: memory.rows(
      'SELECT 1 FROM cases WHERE is_open = 1 OR id IN (SELECT case_id FROM events WHERE at >= ?)',
      startsAt,
    ).length,
    closed: memory.rows("SELECT DISTINCT case_id FROM events WHERE type = 'caseClosed' AND at >= ?", startsAt).length,
    secondRounds: memory.rows(
      "SELECT 1 FROM events WHERE type = 'caseInstructed' AND body ->> '$.round' = 2 AND at >= ?",
      startsAt,
    ).length,
    histogram: histogramOf(memory, before),
    cpuMs: Math.round(process.cpuUsage(began).user / 1000),
  };
  await sandbox.close();
  memory.close();
  Blob.prototype.arrayBuffer = bytesOf;
  return report;
};

/** For whoever reads the trace of a story that failed: what both sides hold in the end. */
const explain = (memory: MemoryDatabase, view: View, startsAt: number, note: (text: string) => void): void => {
  for (const row of view.rows('cases')) {
    const filled = Object.fromEntries(Object.entries(row.cells).filter(([, shown]) => shown !== ''));
    note(`row ${row.recordId} ${JSON.stringify(filled)}`);
  }
  for (const row of memory.rows('SELECT record_id, entity_id, deleted_at, shadow FROM mirror_rows'))
    note(`shadow ${JSON.stringify(row)}`);
  for (const row of memory.rows('SELECT case_id, seq, at, body FROM events ORDER BY case_id, seq'))
    note(`event ${JSON.stringify(row)}`);
  for (const row of memory.rows('SELECT key, status, wanted, done, reason FROM outbox'))
    note(`wish ${JSON.stringify(row)}`);
  for (const row of memory.rows('SELECT key, message_id FROM ghost_cards')) note(`card ${JSON.stringify(row)}`);
  for (const message of view.messages())
    note(
      `message ${message.messageId} in ${message.chatId} at ${message.createdAt - startsAt}: ${message.type} ${shownBy(message)}`,
    );
};

/** What a message began with: of a card its title, whom it is about and its first lines. */
const shownBy = ({ versions }: ReturnType<View['messages']>[number]): string => {
  const first = versions[0]?.content ?? '';
  return (
    first
      .match(/"content":"[^"]{1,40}/g)
      ?.slice(0, 4)
      .join(' ') ?? first.slice(0, 120)
  );
};
