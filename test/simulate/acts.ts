/**
 * What happens in a story besides the service: a list of acts, planned from the seed before it begins. An act says only what
 * sort of thing is done; on which row or card is decided when it happens, from what can be seen then, so that a list from which
 * acts were taken out is still a story.
 */
import type { Profile } from './profile.ts';
import { type Random, streamOf } from './random.ts';

export const ACT_KINDS = {
  /** An enterprise fills in the shared form. */
  file: 6,
  /** Several at once, at the beginning of a story. */
  fileMany: 0,
  /** Staff add a row by hand. */
  addRow: 2,
  /** Whoever is next does what the case needs: the road itself. */
  advance: 120,
  /** The plain next step, without chance; only in the walk on which instances die at every yield point. */
  walk: 0,
  /** Staff type into a column of theirs. */
  type: 12,
  /** Typed, and taken back a moment later. */
  undo: 4,
  /** Staff type into a column of the service. */
  overtype: 5,
  /** A card on the kanban is dragged to another state. */
  drag: 5,
  /** An action that is out of place. */
  misact: 4,
  /** Any button of any card that is still around, pressed once or twice. */
  press: 10,
  /** Several people press what waits for them in the same moment. */
  rush: 8,
  /** A card is forwarded to somebody who presses it there. */
  forward: 4,
  /** Somebody looks for the card of a reception day, and writes down what is raised there. */
  room: 7,
  /** A leader answers a sheet in the approval centre. */
  centre: 5,
  /** Somebody of a unit ticks its task, as if that reported anything. */
  task: 5,
  /** Somebody asks the bot by its menu, once or again and again. */
  ask: 5,
  /** A day off is declared. */
  calendar: 6,
  /** One column pasted over all rows, or many rows at once. */
  paste: 2,
  /** A row is deleted by hand. */
  deleteRow: 3,
  /** Somebody else becomes officer of a unit, or a reception day is added. */
  directory: 5,
  /** A column gets another name, and its own again some acts later. */
  rename: 2,
  /** An instance dies at one of its next yield points, and another one comes up later. */
  crash: 10,
  databaseOut: 2,
  feishuOut: 2,
  /** The database goes while what was pressed is being saved. */
  pressInOutage: 4,
  /** Whatever is asked of Feishu right now gets no answer, done or not, and the machine sleeps for more than an hour. */
  doubt: 5,
  /** For some seconds calls get no answer, done or not; people go on meanwhile. */
  callsLost: 3,
  /** The wall clock is set back by five seconds. */
  clockBack: 2,
  /** Hours or days pass while nobody is there; besides, at two moments of most stories. */
  later: 4,
} as const satisfies Readonly<Record<string, number>>;
export type ActKind = keyof typeof ACT_KINDS;

export interface Act {
  readonly id: number;
  readonly kind: ActKind;
  /** Since the act before it. */
  readonly gapMs: number;
  /** So many days pass at least. */
  readonly days?: number;
}

const KINDS: readonly ActKind[] = Object.keys(ACT_KINDS).filter((kind): kind is ActKind =>
  Object.hasOwn(ACT_KINDS, kind),
);
const DISTURBANCES: ReadonlySet<ActKind> = new Set([
  'crash',
  'databaseOut',
  'feishuOut',
  'pressInOutage',
  'doubt',
  'callsLost',
  'clockBack',
]);

const drawKind = (chance: Random, kinds: readonly ActKind[]): ActKind => {
  const total = kinds.reduce((sum, kind) => sum + ACT_KINDS[kind], 0);
  let left = chance.next() * total;
  for (const kind of kinds) {
    left -= ACT_KINDS[kind];
    if (left < 0) return kind;
  }
  return 'advance';
};

/** Pauses between acts: some happen in the same breath, most after the service had its turn, a few after minutes. */
const gapsFor = (turnEveryMs: number): readonly (readonly [number, number])[] => [
  [0, 50],
  [200, 3_000],
  [turnEveryMs, 2 * turnEveryMs],
  [turnEveryMs, 2 * turnEveryMs],
  [turnEveryMs, 2 * turnEveryMs],
  [turnEveryMs, 3 * turnEveryMs],
  [turnEveryMs, 3 * turnEveryMs],
  [60_000, 200_000],
];

/** The last moments of a day that is not calm: what is lost here, no later act makes up for. */
const LAST_MOMENTS: readonly ActKind[] = ['callsLost', 'rush', 'advance', 'press'];
/** Acts in whose place days go by mostly: limits end, plans fall due. */
const DAYS_PASS: readonly number[] = [9, 22];
/** At the first of them whoever waits for days surely has waited. */
const FIRST_DAYS = [3, 8] as const;
/** Every so many acts the cases surely go on. */
const GOES_ON = 3;
/** Longer than a calendar month, from the last days of the one before it (`start.ts`). */
const LONG_SLEEP_DAYS = 36;
/** One story in nine, in the town whose month is nearly over. */
export const isLongSleep = (seed: number): boolean => seed % 9 === 3;
const LAST_GAPS: readonly [number, number] = [0, 1_500];

/** `length` acts; a calm day has no crash, no outage and nothing but the plain working of the district. */
export const planStory = (
  seed: number,
  length: number,
  profile: Pick<Profile, 'mood' | 'turnEveryMs'>,
): readonly Act[] => {
  const isCalm = profile.mood === 'calm';
  const gaps = gapsFor(profile.turnEveryMs);
  const chance = streamOf(seed, 'acts');
  const kinds = KINDS.filter((kind) => !isCalm || !(DISTURBANCES.has(kind) || kind === 'rename'));
  return Array.from({ length }, (_, index): Act => {
    const last = isCalm ? undefined : LAST_MOMENTS[index - length + LAST_MOMENTS.length];
    const [least, most] = last === undefined || last === 'callsLost' ? (chance.pick(gaps) ?? [0, 0]) : LAST_GAPS;
    const goesOn = index % GOES_ON === 1;
    const isFirst = index === DAYS_PASS[0];
    const days = isLongSleep(seed) ? LONG_SLEEP_DAYS : chance.between(...FIRST_DAYS);
    const passes = DAYS_PASS.includes(index) && (isFirst || chance.chance(0.8));
    return {
      id: index + 1,
      kind: index === 0 ? 'fileMany' : (last ?? (passes ? 'later' : goesOn ? 'advance' : drawKind(chance, kinds))),
      gapMs: chance.between(least, most),
      ...(isFirst ? { days } : {}),
    };
  });
};
