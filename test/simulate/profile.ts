/**
 * What kind of day a seed describes: how many instances of the service run, how slow and how faulty each line is, what the
 * stand-in does with its events. A third of the days are calm, so that a story without faults is held to stricter rules.
 */
import { streamOf } from './random.ts';

export const FEISHU_FAULTS = [
  /** The connection is refused: surely not sent. */
  'refused',
  'lostBefore',
  'lostAfter',
  /** No answer at all, and nothing was done. */
  'hang',
  /** Done, but the answer comes after the time limit. */
  'slow',
  'conflict',
  'notReady',
  'rateLimited',
  'broken',
  /** 504 of the gateway after the work was done. */
  'brokenAfter',
] as const;
export type FeishuFault = (typeof FEISHU_FAULTS)[number];
export const DATABASE_FAULTS = ['busy', 'lostBefore', 'lostAfter'] as const;
export type DatabaseFault = (typeof DATABASE_FAULTS)[number];

type Range = readonly [number, number];

export interface Profile {
  readonly mood: 'calm' | 'rough' | 'awful';
  readonly instances: number;
  readonly databaseShape: 'file' | 'remote';
  readonly databaseLatencyMs: Range;
  readonly feishuLatencyMs: Range;
  readonly doorLatencyMs: Range;
  /** Each is the probability of that fault per call. */
  readonly feishuFaultRate: number;
  readonly databaseFaultRate: number;
  readonly doorFaultRate: number;
  readonly turnEveryMs: number;
  /** Looks around at its start, as the Node server does; a Worker does not. */
  readonly looksAroundAtStart: boolean;
  /** Instances' clocks differ by at most this. */
  readonly skewMs: number;
  readonly eventCopies: number;
  readonly eventDelayMs: number;
  readonly shufflesEvents: boolean;
  readonly dropsEveryNthEvent: number;
  readonly readLagMs: number;
  readonly tableLatencyMs: number;
  readonly sendsWholeRows: boolean;
}

/** How much a fault rate is worth per kind of day. */
const RATES = {
  calm: { feishu: 0, database: 0, door: 0 },
  rough: { feishu: 0.01, database: 0.004, door: 0.02 },
  awful: { feishu: 0.05, database: 0.02, door: 0.1 },
} as const;

export const profileOf = (seed: number): Profile => {
  const chance = streamOf(seed, 'profile');
  const mood = chance.pick(['calm', 'rough', 'rough', 'awful', 'awful'] as const) ?? 'calm';
  const isCalm = mood === 'calm';
  const rates = RATES[mood];
  return {
    mood,
    instances: chance.pick([1, 1, 2, 3]) ?? 1,
    databaseShape: chance.pick(['file', 'remote'] as const) ?? 'file',
    databaseLatencyMs: chance.pick([
      [0, 2],
      [2, 30],
      [20, 300],
    ] as const) ?? [0, 2],
    feishuLatencyMs: chance.pick([
      [20, 120],
      [80, 600],
      [300, 2_000],
    ] as const) ?? [20, 120],
    doorLatencyMs: [5, 80],
    feishuFaultRate: rates.feishu,
    databaseFaultRate: rates.database,
    doorFaultRate: rates.door,
    turnEveryMs: chance.pick([10_000, 20_000, 60_000]) ?? 20_000,
    looksAroundAtStart: chance.chance(0.3),
    skewMs: chance.pick([0, 0, 500, 2_000]) ?? 0,
    eventCopies: chance.pick([1, 1, 2, 3]) ?? 1,
    eventDelayMs: isCalm ? 0 : (chance.pick([0, 0, 400, 20_000]) ?? 0),
    shufflesEvents: chance.chance(0.5),
    dropsEveryNthEvent: isCalm ? 0 : (chance.pick([0, 0, 0, 7, 3]) ?? 0),
    readLagMs: isCalm ? 0 : (chance.pick([0, 0, 1_500, 12_000]) ?? 0),
    tableLatencyMs: chance.pick([0, 50, 400]) ?? 0,
    sendsWholeRows: chance.chance(0.5),
  };
};

/** A quiet day with two instances, on which nothing happens but that they die. */
export const crashProfile: Profile = {
  mood: 'rough',
  instances: 2,
  databaseShape: 'remote',
  databaseLatencyMs: [2, 10],
  feishuLatencyMs: [20, 120],
  doorLatencyMs: [5, 40],
  feishuFaultRate: 0,
  databaseFaultRate: 0,
  doorFaultRate: 0,
  turnEveryMs: 45_000,
  looksAroundAtStart: false,
  skewMs: 0,
  eventCopies: 1,
  eventDelayMs: 0,
  shufflesEvents: false,
  dropsEveryNthEvent: 0,
  readLagMs: 0,
  tableLatencyMs: 0,
  sendsWholeRows: false,
};
