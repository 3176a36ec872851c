/**
 * Leads cases on: remembers what each is meant for and how far that has come, and does the next step with the hands of people.
 */

import type { State } from '../../src/workflow/case.ts';
import { ACTS, type Act } from '../../src/workflow/whose-turn/acts.ts';
import type { CardButton } from '../story/cards.ts';
import type { Browser } from './browser.ts';
import { choreAt, type Place } from './chores.ts';
import type { Filling, Manner } from './fill.ts';
import { dayAfter } from './fill.ts';
import { type Deed, type Door, type Meant, meantFor } from './intentions.ts';
import { type Destination, errandsOf } from './places.ts';
import { type Random, streamOf } from './random.ts';
import { cell, inputsFor, nextStep, plainStep, type Seat, type Step, stateOf, through, UNDER_WAY } from './steps.ts';
import type { SeenCard, SeenRow, View } from './view.ts';

export interface Hands {
  readonly edit: (recordId: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly press: (card: SeenCard, button: CardButton, filling: Filling, isOld: boolean) => void;
  /** A copy of the card reaches somebody, or this one, who presses it there. */
  readonly passAround: (card: SeenCard, button: CardButton, filling: Filling, to?: string) => void;
  readonly deed: (deed: Deed, row: SeenRow, chance: Random, mark: string) => void;
  /** Agrees in the approval centre to what was seen there, or only looks. */
  readonly centre: (row: SeenRow, isSeen: boolean) => void;
  /** Runs what a visitor does at a page. */
  readonly visit: (work: Promise<unknown>) => void;
}

export interface DriveDeps {
  readonly seed: number;
  readonly view: View;
  readonly browser: Browser;
  readonly hands: Hands;
  /** Which of the places (`places.ts`) a row was led to. */
  readonly places: ReadonlyMap<string, number>;
  /** Today in Beijing. */
  readonly today: () => string;
}

export interface Drive {
  /** The next step of so many cases at once. */
  readonly advance: (chance: Random, mark: string, most: number) => void;
  /** Each of these cases towards its place, without going aside. */
  readonly lead: (places: ReadonlyMap<string, Destination>, chance: Random, mark: string) => void;
  /** Whether the case was led to its place, with all that was to be done on the way. */
  readonly hasArrived: (recordId: string) => boolean;
  readonly filling: (chance: Random, mark: string, row: SeenRow | null, manner?: Manner) => Filling;
}

interface Memory {
  readonly meant: Meant;
  leg: number;
  at: number;
  tries: number;
  ratings: number;
  /** Where it stands, and what is still to be done there besides. */
  place: Place | null;
  chores: Door[];
  /** What this case in particular begins with, wherever it then stands. */
  errands: Door[];
}
const newMemory = (meant: Meant, errands: readonly Door[] = []): Memory => ({
  meant,
  leg: 0,
  at: 0,
  tries: 0,
  ratings: 0,
  place: null,
  chores: [],
  errands: [...errands],
});
/** So many chores where a case stands when it is first seen, and so often one where it comes later. */
const AT_FIRST = 2;
const LATER = 0.5;
/** Before a limit runs. */
const EARLY = 0.8;
const LATE: readonly Place[] = ['awaiting_rating', 'awaiting_closure', 'closed'];
const DAYS_WAITED = 3;
/** So many things are done about a case in one moment, by whoever can; one of them in its row. */
const IN_ONE_GO = 3;
const AT_ONCE: readonly Step['kind'][] = ['press', 'rate', 'page', 'web'];
/** Few cases come here, and much may be done. */
const ALWAYS: readonly Place[] = ['awaiting_enterprise', 'rated', 'heard', 'scheduled', 'awaiting_instruction'];

const daysWaited = (door: Door): number | null =>
  door === 'wait' ? DAYS_WAITED : door.startsWith('wait:') ? Number(door.slice('wait:'.length)) : null;

const ENDED: readonly State[] = ['declined', 'redirected', 'withdrawn'];
/** Ended, and yet there may be something to do. */
const STANDING: readonly State[] = ['closed', 'merged'];
/** In this order, so that a place that was passed is not waited for. */
const BEFORE_SIGNING: readonly State[] = [
  'submitted',
  'vetting',
  'ready',
  'scheduled',
  'heard',
  'awaiting_instruction',
];
/** Asked again until it was done. */
const LEADS_AWAY: readonly Door[] = ['登记书面批示', '现场答复', '请企业补充', '结束补充', '重办'];
/** Where units are asked, once, about a case that is brought under way. */
const CONSULTED: readonly State[] = ['vetting'];
const MOST_TRIES = 3;
/** Whoever stands in for a leader (`start.ts`). */
const SUBSTITUTE = 'ou_sandbox_leader_ding';
/** What was asked anew stands on the newest message. */
const NEWEST = 0.7;
/** How often a card goes around before the one whose turn it is presses it. */
const FORWARDED_FIRST = 0.06;
/** How often a form is filled in carelessly, or with nothing, before it is done well. */
const CARELESS = 0.05;
const OUTCOME_PLANNED = 'planned';

export const createDrive = ({ seed, view, browser, hands, places, today }: DriveDeps): Drive => {
  const memories = new Map<string, Memory>();
  const stopsDone = new Map<string, number>();
  /** From where a case was to be led by its stop: it is done once the case stands elsewhere. */
  const leaving = new Map<string, State>();
  const arrived = new Set<string>();
  const errandsFor = (row: SeenRow): readonly Door[] => {
    const place = places.get(row.recordId);
    return place === undefined ? [] : errandsOf(seed, place);
  };
  const memoryOf = (row: SeenRow, state: State): Memory => {
    const index = memories.size;
    const known =
      memories.get(row.recordId) ??
      newMemory(
        meantFor({ seed, index, state, isByWeb: cell(row, 'unitLinks') !== '' }, streamOf(seed, `meant ${index}`)),
        errandsFor(row),
      );
    memories.set(row.recordId, known);
    return known;
  };

  const goalOf = (memory: Memory, state: State): State | null => {
    for (; memory.leg < memory.meant.chosen.length; memory.leg += 1, memory.at = 0, memory.tries = 0) {
      const goal = memory.meant.chosen[memory.leg] ?? null;
      const isDone =
        memory.at >= (memory.meant.legs[memory.leg]?.does.length ?? 0) && (memory.at > 0 || goal === state);
      const place = goal === null ? -1 : BEFORE_SIGNING.indexOf(goal);
      const here = BEFORE_SIGNING.indexOf(state);
      const isPassed = place >= 0 && state !== 'awaiting_enterprise' && (here > place || here < 0);
      if (!isDone && !isPassed) return goal;
    }
    return null;
  };

  /** What is meant at this place, or null. */
  const meantHere = (memory: Memory, seat: Seat): Step | null => {
    if (seat.goal !== seat.state) return null;
    const door = memory.meant.legs[memory.leg]?.does[memory.at];
    if (door === undefined) return null;
    const step = through(door, seat);
    if (step || memory.tries >= MOST_TRIES) {
      memory.at += 1;
      memory.tries = 0;
    } else memory.tries += 1;
    return step;
  };

  /** How many chores people had at each place. */
  const given = new Map<Place, number>();
  const give = (place: Place): readonly Door[] => {
    const index = given.get(place) ?? 0;
    given.set(place, index + 1);
    return choreAt(seed, place, index);
  };
  const firstDay = today();
  /** The case stands still until its errands are done: others may have to act first, and the service to answer. */
  const errandHere = (memory: Memory, seat: Seat): Step | null => {
    for (let [door] = memory.errands; door !== undefined; [door] = memory.errands) {
      const days = daysWaited(door);
      if (days !== null && seat.today < dayAfter(firstDay, days)) return { kind: 'nothing' };
      const step = days === null ? through(door, seat) : null;
      if (step === null && days === null && memory.tries < MOST_TRIES) {
        memory.tries += 1;
        return { kind: 'nothing' };
      }
      memory.errands.shift();
      memory.tries = 0;
      if (step) return step;
    }
    return null;
  };
  const choreHere = (memory: Memory, seat: Seat): Step | null => {
    const place = seat.state === 'awaiting_rating' && cell(seat.row, 'grade') !== '' ? 'rated' : seat.state;
    if (memory.place !== place) {
      const isEarly = BEFORE_SIGNING.some((state) => state === place);
      const isFirst = memory.place === null && seat.state !== 'submitted' && !LATE.includes(place);
      const isGiven = isFirst || ALWAYS.includes(place) || seat.chance.chance(isEarly ? EARLY : LATER);
      memory.place = place;
      memory.chores = isFirst
        ? Array.from({ length: AT_FIRST }, () => give(place)).flat()
        : isGiven
          ? [...give(place)]
          : [];
    }
    for (let door = memory.chores.shift(); door !== undefined; door = memory.chores.shift()) {
      const step = through(door, seat);
      if (step) return step;
    }
    return null;
  };

  const filling: Drive['filling'] = (chance, mark, row, manner) => {
    const roll = chance.next();
    const byRoll = roll < CARELESS ? 'careless' : roll < 2 * CARELESS ? 'blank' : 'sensible';
    const memory = row && memories.get(row.recordId);
    return {
      chance,
      manner: manner ?? byRoll,
      mark,
      today: today(),
      due: row ? cell(row, 'dueDate') : '',
      meant: memory?.meant.outcome === OUTCOME_PLANNED ? [OUTCOME_PLANNED] : [],
    };
  };

  const buttonsFor = (cards: readonly SeenCard[], caseId: string) =>
    cards.flatMap((card) =>
      card.buttons.filter((button) => button.caseId === caseId).map((button) => ({ card, button })),
    );
  const isAct = (name: string): name is Act => ACTS.some((one) => one === name);

  const take = (
    step: Step,
    row: SeenRow,
    open: ReturnType<typeof buttonsFor>,
    chance: Random,
    mark: string,
    manner?: Manner,
  ): void => {
    switch (step.kind) {
      case 'edit':
        hands.edit(row.recordId, step.fields);
        return;
      case 'press': {
        const offering = (all: ReturnType<typeof buttonsFor>) => all.filter(({ button }) => button.act === step.act);
        const old = step.isOld ? offering(buttonsFor(view.oldCards(), cell(row, 'shortId'))) : [];
        const newest = old.at(-1)?.card.messageId;
        const all = chance.chance(NEWEST) ? old.filter(({ card }) => card.messageId === newest) : old;
        const found = chance.pick(all.length > 0 ? all : offering(open));
        if (!found) return;
        const filled = filling(chance, mark, row, step.manner ?? manner);
        if (step.isLent) {
          hands.passAround(found.card, found.button, filled, SUBSTITUTE);
          return;
        }
        if (manner === undefined && chance.chance(FORWARDED_FIRST)) hands.passAround(found.card, found.button, filled);
        for (let time = 0; time < step.times; time += 1) hands.press(found.card, found.button, filled, step.isOld);
        return;
      }
      case 'rate': {
        const memory = memories.get(row.recordId);
        if (memory) memory.ratings += 1;
        hands.visit(browser.rate(row, step.grade, filling(chance, mark, row, step.manner ?? manner)));
        return;
      }
      case 'page':
        for (let time = 0; time < step.times; time += 1)
          hands.visit(browser.enterprise(row, step.form, filling(chance, mark, row, manner)));
        return;
      case 'web':
        hands.visit(
          browser.unit(row, step.form, filling(chance, mark, row, manner)).then((answer) => {
            if (answer === 'wantsCode')
              hands.edit(row.recordId, inputsFor('发办理码', { view, row, chance, mark, today: today() }));
          }),
        );
        return;
      case 'deed':
        hands.deed(step.deed, row, chance, mark);
        return;
      case 'centre':
        hands.centre(row, step.isSeen);
        return;
      case 'nothing':
    }
  };

  return {
    filling,
    hasArrived: (recordId) => arrived.has(recordId),
    lead: (places, chance, mark) => {
      const cards = view.cards();
      for (const [index, row] of view.rows('cases').entries()) {
        const state = stateOf(row);
        const place = places.get(row.recordId);
        if (state === null || !place) continue;
        const left = leaving.get(row.recordId);
        if (left !== undefined && left !== state) stopsDone.set(row.recordId, (stopsDone.get(row.recordId) ?? 0) + 1);
        leaving.delete(row.recordId);
        const done = stopsDone.get(row.recordId) ?? 0;
        const stop = place.stops?.[done];
        if (!stop && state === place.state) {
          arrived.add(row.recordId);
          continue;
        }
        const open = buttonsFor(cards, cell(row, 'shortId'));
        const meant: Meant = { name: UNDER_WAY, weight: 1, legs: [], chosen: [], ...place };
        memories.set(row.recordId, newMemory(meant));
        const seat: Seat = {
          view,
          row,
          state,
          meant,
          goal: stop?.at ?? place.state,
          chance,
          mark: `${mark}.${index}`,
          today: today(),
          acts: [...new Set(open.map(({ button }) => button.act))].filter(isAct),
          ratings: 0,
        };
        if (stop?.at === state) {
          const isReady = stop.does !== 'rate' || cell(row, 'ratingLink') !== '';
          const step = isReady ? through(stop.does, seat) : null;
          if (!step) continue;
          if (LEADS_AWAY.includes(stop.does)) leaving.set(row.recordId, state);
          else stopsDone.set(row.recordId, done + 1);
          take(step, row, open, chance, seat.mark, 'sensible');
          continue;
        }
        const isAsked = cell(row, 'consultationAnswers') !== '' || !CONSULTED.includes(state);
        take(
          (isAsked ? null : through('请部门预沟通', seat)) ?? plainStep(seat),
          row,
          open,
          chance,
          seat.mark,
          'sensible',
        );
      }
    },
    advance: (chance, mark, most) => {
      const rows = view.rows('cases').flatMap((row) => {
        const state = stateOf(row);
        if (state === null || ENDED.includes(state)) return [];
        const memory = memoryOf(row, state);
        const goal = goalOf(memory, state);
        const isDone = memory.place === state && memory.chores.length === 0;
        const isShared = state === 'merged' && cell(row, 'ratingLink') !== '';
        const isPlanned = state === 'closed' && cell(row, 'planCheck').includes('待核实');
        const isIdle = STANDING.includes(state) && goal === null && isDone && !isShared && !isPlanned;
        return isIdle ? [] : [{ row, state, memory, goal }];
      });
      const cards = view.cards();
      for (let count = 0; count < most && rows.length > 0; count += 1) {
        const [taken] = rows.splice(Math.min(rows.length - 1, Math.floor(chance.next() * rows.length)), 1);
        if (!taken) return;
        const { row, state, memory, goal } = taken;
        const open = buttonsFor(cards, cell(row, 'shortId'));
        const seat: Seat = {
          view,
          row,
          state,
          meant: memory.meant,
          goal,
          chance,
          mark: `${mark}${count === 0 ? '' : `.${count}`}`,
          today: today(),
          acts: [...new Set(open.map(({ button }) => button.act))].filter(isAct),
          ratings: memory.ratings,
        };
        for (let turn = 0; turn < IN_ONE_GO; turn += 1) {
          const [errand] = memory.errands;
          const beside = errandHere(memory, seat) ?? meantHere(memory, seat) ?? choreHere(memory, seat);
          const isErrand = memory.errands[0] !== errand;
          take(beside ?? nextStep(seat), row, open, chance, seat.mark, isErrand ? 'sensible' : undefined);
          // Errands may hang on one another, unless it is the same once more.
          if (beside === null || isErrand || !AT_ONCE.includes(beside.kind)) break;
        }
      }
    },
  };
};
