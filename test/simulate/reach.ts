/**
 * What stories have to reach: every kind of event, every transition, every refusal, card and notice. The lists are those of the
 * product, so that whatever is added to it is asked for at once; taken out is only what nobody can meet, each with its reason.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandType } from '../../src/workflow/commands.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import { CARD_KINDS, NOTICE_KINDS } from '../../src/workflow/effects.ts';
import { TRANSITIONS, type Transition } from '../../src/workflow/transitions.ts';
import { type Histogram, PARTS } from './histogram.ts';

/** So often, in so many seeds. */
const LEAST = 20;
export const IN_SEEDS = 200;
const LEAST_CLOSED = 0.3;
const LEAST_SECOND_ROUNDS = 0.1;

type From = Transition['from'][number];
type Never = {
  readonly command: CommandType;
  readonly from?: readonly From[];
  readonly to?: string;
  readonly why: string;
};

/** Places of the table of transitions to which no road leads. */
const NO_ROAD: readonly Never[] = [
  { command: 'answerConsultation', from: ['submitted'], why: 'units are asked from 核查中 on' },
  {
    command: 'contribute',
    from: ['assigned'],
    why: 'neither card nor page has the form before all units have acknowledged, and no round goes back to there',
  },
  {
    command: 'changeLight',
    from: ['submitted', 'vetting', 'ready', 'scheduled', 'heard', 'awaiting_instruction'],
    why: 'no limit runs before signing',
  },
  {
    command: 'changeLight',
    from: ['awaiting_enterprise', 'awaiting_review', 'awaiting_rating', 'awaiting_closure'],
    why: 'the light stands still while no unit is waited for',
  },
];

/** Refusals that nobody is told in a story. */
const NOT_MET: Partial<Record<Refusal['kind'], string>> = {
  noSuchCase: 'cases are never deleted, and no button or link is of one that never was',
  notDueYet: 'only the clock asks whether a day has come',
  noTranscript: 'the button stands on the card of a transcript, and the card of another round is out of date first',
  materialsUsedUp: 'a link takes twenty posts an hour, and so many additions a case; held by an example',
};

const SOURCE = join(import.meta.dirname, '../../src/workflow');
const read = (file: string): string => readFileSync(join(SOURCE, file), 'utf8');

/** The members of a union, by the name that tells them apart. @throws Error when there are too few to be all. */
const membersOf = (file: string, union: string, tag: 'kind' | 'type', least: number): readonly string[] => {
  const [, body = ''] = new RegExp(`export type ${union} =\\n([\\s\\S]*?);\\n\\n`).exec(read(file)) ?? [];
  const names = [...body.matchAll(new RegExp(`readonly ${tag}: '(\\w+)'`, 'g'))].flatMap(([, name]) => name ?? []);
  if (names.length < least) throw new Error(`only ${names.length} members of ${union} are found in ${file}`);
  return [...new Set(names)];
};
const eventTypes = (): readonly string[] => membersOf('events.ts', 'CaseEventBody', 'type', 59);
const refusalKinds = (): readonly string[] => membersOf('decision.ts', 'Refusal', 'kind', 55);

const isNever = (command: string, from: string, to: string): boolean =>
  NO_ROAD.some(
    (one) => one.command === command && (one.from?.some((each) => each === from) ?? true) && (one.to ?? to) === to,
  );

const transitions = (): readonly string[] =>
  Object.entries(TRANSITIONS).flatMap(([command, { from, to }]: [string, Transition]) =>
    from.flatMap((one) => to.filter((each) => !isNever(command, one, each)).map((each) => `${command} ${one}→${each}`)),
  );

/** Every name of the histogram that has to be reached. */
export const wanted = (): readonly string[] => [
  ...eventTypes().map((name) => `event ${name}`),
  ...transitions().map((name) => `transition ${name}`),
  ...refusalKinds()
    .filter((kind) => !Object.hasOwn(NOT_MET, kind))
    .map((name) => `refusal ${name}`),
  ...CARD_KINDS.map((name) => `card ${name}`),
  ...NOTICE_KINDS.map((name) => `notice ${name}`),
];

/** How often each has to occur in so many seeds. */
const leastIn = (seeds: number): number => Math.floor((LEAST * seeds) / IN_SEEDS);

export interface Sums {
  readonly seeds: number;
  readonly histogram: Histogram;
  readonly cases: number;
  readonly closed: number;
  readonly secondRounds: number;
}

/** What was missed, in words; empty when stories went everywhere. Of fewer seeds nothing is asked but what they can give. */
export const missed = ({ seeds, histogram, cases, closed, secondRounds }: Sums): readonly string[] => {
  const least = leastIn(seeds);
  const rare = wanted()
    .filter((name) => (histogram[name] ?? 0) < least)
    .map((name) => `${name}: ${histogram[name] ?? 0} times, ${least} are wanted`);
  const share = (count: number): string => `${Math.round((100 * count) / Math.max(1, cases))} %`;
  return [
    ...rare,
    ...(closed < LEAST_CLOSED * cases ? [`${share(closed)} of ${cases} cases were closed`] : []),
    ...(secondRounds < LEAST_SECOND_ROUNDS * cases ? [`${share(secondRounds)} of the cases had a second round`] : []),
  ];
};

/** A table in Markdown, by part, the rarest first. */
export const tableOf = (sums: Sums): string => {
  const { histogram, cases, closed, secondRounds, seeds } = sums;
  const demanded = new Set(wanted());
  const parts = PARTS.map((part) => {
    const names = [...new Set([...demanded, ...Object.keys(histogram)])].filter((name) => name.startsWith(`${part} `));
    const lines = names
      .map((name) => ({ name: name.slice(part.length + 1), times: histogram[name] ?? 0, is: demanded.has(name) }))
      .sort((a, b) => a.times - b.times || (a.name < b.name ? -1 : 1))
      .map(({ name, times, is }) => `${name} ${times}${is ? '' : '*'}`);
    return `**${part}** (${names.length}): ${lines.join(' · ')}`;
  });
  return [
    `${seeds} seeds, ${cases} cases, ${closed} of them closed, ${secondRounds} with a second round. A star: not asked for.`,
    ...parts,
  ].join('\n\n');
};
