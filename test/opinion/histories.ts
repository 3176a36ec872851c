/**
 * Random histories: somebody says something, the second opinion says whether the procedure allows it, the product decides, and
 * what it accepted goes on the tale. Laws look at each moment; what they find is kept with the shortest history that shows it.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Decision } from '../../src/workflow/decision.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { Ms } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import type { Named } from './named-histories.ts';
import { dayOf, nextDay } from './reading/days.ts';
import { speaksAgainst } from './reading/may.ts';
import { parts, stateOf } from './reading/road.ts';
import { codeOf, type Scene } from './reading/scene.ts';
import { type Tale, walkInHand } from './reading/tale.ts';
import { NEXT, sayings, submissions } from './sayings.ts';
import { CLOCK, ENTERPRISE, FOREIGN_EDIT, PEOPLE, STAFF_EDIT, TOWNS, UNITS } from './towns.ts';

/** One command that was asked, and what came of it. */
export interface Moment {
  readonly scene: Scene;
  readonly actor: Actor;
  readonly command: Command;
  /** Why the procedure says no, or null. */
  readonly against: string | null;
  readonly decision: Decision;
  /** After what was decided. */
  readonly tale: Tale;
  readonly subject: Case | null;
  readonly directory: Directory;
  readonly now: Ms;
  /** What a law may draw by lot. */
  readonly lot: (sides: number) => number;
}
/** Names what is not as it should be: the same name whenever it is the same fault, and after “ ⁝ ” what was seen. */
export type Law = (moment: Moment) => readonly string[];

/** Numbers that look like chance and are the same for a seed. */
export const lots = (seed: number): ((sides: number) => number) => {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};
const pick = <T>(all: readonly T[], lot: (sides: number) => number, otherwise: T): T =>
  all[lot(all.length || 1)] ?? otherwise;

const MINUTE = 60_000;
const DAY_MINUTES = 1440;
const STARTS = ['2026-08-24T09:00', '2026-09-18T16:30', '2026-09-24T10:00', '2026-09-30T15:00', '2026-12-21T09:00'];

const visitors = (tale: Tale, lot: (sides: number) => number): readonly Actor[] => {
  const walk = walkInHand(tale);
  const part = walk && parts(walk).find(({ unitId }) => unitId === UNITS.street);
  const code = walk && part ? codeOf(walk, part) : null;
  const issue = (code?.issue ?? 1) - (lot(6) === 0 ? 1 : 0);
  return [{ kind: 'unit', unitId: UNITS.street, issue, name: '经办人甲' }];
};

/** Somebody who says something; mostly what the procedure allows, so that stories get far. */
export const someone = (scene: Scene, lot: (sides: number) => number): readonly [Command, Actor] => {
  const { tale, now } = scene;
  const actors: readonly Actor[] = [
    ...Object.values(PEOPLE),
    STAFF_EDIT,
    FOREIGN_EDIT,
    ENTERPRISE,
    CLOCK,
    CLOCK,
    ...visitors(tale, lot),
  ];
  const all = tale.length === 0 ? submissions : sayings((days) => nextDay(dayOf(now), days));
  const next = tale.length === 0 ? [] : NEXT[stateOf(tale)];
  const isWild = lot(10) < 2;
  let said: readonly [Command, Actor] = [pick(all, lot, { type: 'accept' }), pick(actors, lot, CLOCK)];
  for (let tries = isWild ? 1 : 9; tries > 0; tries -= 1) {
    const step = lot(5) < 3 ? next[lot(next.length || 1)] : undefined;
    if (step) {
      const [type, ...by] = step;
      const fitting = all.filter((command) => command.type === type);
      said = [pick(fitting, lot, { type: 'accept' }), pick(lot(4) === 0 ? actors : by, lot, CLOCK)];
    } else said = [pick(all, lot, { type: 'accept' }), pick(actors, lot, CLOCK)];
    const [command, actor] = said;
    const isExit = ['decline', 'merge', 'redirect', 'auditWithdrawal'].includes(command.type);
    if (isExit && lot(8) !== 0) continue;
    if (speaksAgainst(command, actor, scene) === null) break;
  }
  return said;
};

/** Who says what next, and when; null at the end. */
type Teller = (scene: Scene) => { readonly now: Ms; readonly said: readonly [Command, Actor] } | null;
type Laws<Group extends string> = Readonly<Record<Group, readonly Law[]>>;

const told = <Group extends string>(
  { directory, seed, from, lot }: { directory: Directory; seed: number; from: Ms; lot: Moment['lot'] },
  teller: Teller,
  firstSerial: number,
  laws: Laws<Group>,
  found: ReadonlyMap<Group, Findings>,
): Tale => {
  const calendar = createWorkCalendar(directory.settings);
  let tale: readonly CaseEvent[] = [];
  let subject: Case | null = null;
  let serial = firstSerial;
  const history: string[] = [];
  for (let next = teller({ tale, directory, now: from }); next; next = teller({ tale, directory, now: next.now })) {
    const { now } = next;
    const [command, actor] = next.said;
    const scene = { tale, directory, now };
    const against = speaksAgainst(command, actor, scene);
    // Whatever it is merged into is there, and open while it is so itself.
    const mergeTarget: Case | null = command.type === 'merge' && subject ? { ...subject, id: command.into } : null;
    const decision = decide(subject, command, { actor, now, directory, calendar, nextSerial: serial, mergeTarget });
    if (decision.kind === 'accepted') {
      tale = [...tale, ...decision.events];
      subject = decision.next;
      serial += decision.events.filter(({ type }) => type === 'caseInstructed').length;
    }
    if (decision.kind === 'accepted' || against === null) history.push(line(now, actor, command, decision));
    const moment = { scene, actor, command, against, decision, tale, subject, directory, now, lot };
    for (const [group, findings] of found)
      for (const law of laws[group])
        for (const name of law(moment)) findings.note(name, seed, history, line(now, actor, command, decision));
  }
  return tale;
};

/** Where chance tells it. */
export const townOf = (seed: number): Directory => {
  const town = TOWNS[lots(seed)(TOWNS.length)];
  if (!town) throw new Error('no town');
  return town;
};

/** What chance tells: the same for a seed. */
export const tell = <Group extends string>(
  seed: number,
  length: number,
  laws: Laws<Group>,
  found: ReadonlyMap<Group, Findings>,
): Tale => {
  const lot = lots(seed);
  lot(TOWNS.length);
  const directory = townOf(seed);
  const from: Ms = Date.parse(`${STARTS[lot(STARTS.length)]}:00+08:00`);
  let steps = 0;
  const teller: Teller = (scene) => {
    if (steps === length) return null;
    steps += 1;
    const now = scene.now + (lot(3) === 0 ? lot(5 * DAY_MINUTES) : lot(90)) * MINUTE + MINUTE;
    return { now, said: someone({ ...scene, now }, lot) };
  };
  // What laws draw is apart, so that it does not change what happens.
  return told({ directory, seed, from, lot: lots(seed + 1_000_003) }, teller, 1 + lot(5), laws, found);
};

/** A history that is always told, looked at by every law at every moment, with the eyes of one person. */
export const tellNamed = <Group extends string>(
  { sayings: all }: Named,
  directory: Directory,
  viewer: number,
  laws: Laws<Group>,
  found: ReadonlyMap<Group, Findings>,
): Tale => {
  const left = [...all];
  const teller: Teller = () => {
    const [at, actor, command] = left.shift() ?? [];
    return at && actor && command ? { now: Date.parse(`${at}:00+08:00`), said: [command, actor] } : null;
  };
  const lot = (sides: number): number => (sides === Object.keys(PEOPLE).length ? viewer : 0);
  return told({ directory, seed: 0, from: 0, lot }, teller, 7, laws, found);
};

const line = (now: Ms, actor: Actor, command: Command, decision: Decision): string => {
  const who =
    actor.kind === 'enterprise'
      ? '企业'
      : actor.kind === 'clock'
        ? '时钟'
        : `${actor.name}${actor.kind === 'person' ? '' : `（${actor.kind}）`}`;
  const { type, ...fields } = command;
  const said = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields).slice(0, 220)}`;
  const came =
    decision.kind === 'accepted'
      ? decision.events.map((event) => event.type).join(', ')
      : `refused: ${decision.reason.kind}`;
  const at = new Date(now + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return `${at} ${who} ${type}${said} → ${came}`;
};

/** What was found, each once, with the shortest history. */
export const createFindings = () => {
  const kept = new Map<
    string,
    { readonly seed: number; readonly seen: string; readonly history: readonly string[]; times: number }
  >();
  return {
    note: (told: string, seed: number, history: readonly string[], end: string): void => {
      const [name = '', seen = ''] = told.split(' ⁝ ');
      const one = kept.get(name);
      const times = (one?.times ?? 0) + 1;
      if (one && one.history.length <= history.length + 1) one.times = times;
      else kept.set(name, { seed, seen, history: [...history.filter((each) => each !== end), end], times });
    },
    names: (): readonly string[] => [...kept.keys()].sort(),
    /** As a person reads it. */
    told: (name: string): string => {
      const one = kept.get(name);
      return one
        ? `${name}\n  ${one.seen}\n  (${one.times} times, first as seed ${one.seed})\n    ${one.history.join('\n    ')}`
        : name;
    },
  };
};
export type Findings = ReturnType<typeof createFindings>;
