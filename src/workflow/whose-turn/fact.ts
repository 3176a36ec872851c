/**
 * One thing that a sheet says: a name and what stands beside it, with the fields of words it was taken from, by which it is left out for
 * whoever never may read them (`readers.ts`). Here too how days, moments, people and units are called on sheets.
 */
import { byWords } from '../acting.ts';
import { dayInChinese, minutesOfBeijingDay } from '../beijing-date.ts';
import type { AttachedFile, By, Round } from '../case.ts';
import { beijingDateOf } from '../deadlines.ts';
import { type Directory, unitName } from '../directory.ts';
import type { BeijingDate, Ms, UnitId } from '../ids.ts';
import { mayRead, type Reader, type WordsName } from '../readers.ts';

/** `whole`: never shortened. `long`: its beginning at once, all of it behind a tap. `line`: one line. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly weight: 'whole' | 'long' | 'line';
  /** Whose words stand in it. None: what the service knows by itself. */
  readonly of: readonly WordsName[];
}
/** A fact with its moment. */
export interface Happened extends Fact {
  readonly at: Ms;
  readonly files: readonly AttachedFile[];
}

const fact =
  (weight: Fact['weight']) =>
  (label: string, text: string, ...of: readonly WordsName[]): readonly Fact[] =>
    text.trim() === '' ? [] : [{ label, text, weight, of }];
export const whole = fact('whole');
export const long = fact('long');
export const line = fact('line');

// ----------------------------------------------------------------------------------------------- who reads

/** `office`: leaders, their 联络员 and staff, who share what they read. `unit`: somebody of these units, who does not know a confidential enterprise. */
export type SheetReader = { readonly kind: 'office' } | { readonly kind: 'unit'; readonly unitIds: readonly UnitId[] };

const OFFICE: readonly Reader[] = ['S', 'L', 'K', 'N'];

/** Less what is never for this reader. */
export const readableBy = <One extends Fact>(all: readonly One[], round: Round, reader: SheetReader): readonly One[] =>
  all.filter(({ of }) => of.every((words) => readsWords(words, round, reader)));

const readsWords = (words: WordsName, { units }: Round, reader: SheetReader): boolean => {
  if (reader.kind === 'office') return OFFICE.every((each) => mayRead(each, words));
  return mayRead(isLeading(units, reader.unitIds) ? 'H' : 'W', words);
};

/** Whoever is of several units of a round reads as of the lead unit; whoever is of none, as of one that supports. */
export const isLeading = (units: Round['units'], own: readonly UnitId[]): boolean =>
  units.some(({ unitId, role }) => role === 'lead' && own.includes(unitId));

// ----------------------------------------------------------------------------------------------- words that several share

export const filled = (all: readonly string[]): readonly string[] => all.filter((each) => each.trim() !== '');

export const dayWords = (day: BeijingDate): string => dayInChinese(day, true);
/** 2026年4月20日 10:30 */
export const momentWords = (at: Ms): string => `${dayWords(beijingDateOf(at))} ${clockWords(at)}`;
/** 4月20日 10:30 */
export const shortMomentWords = (at: Ms): string => `${dayInChinese(beijingDateOf(at), false)} ${clockWords(at)}`;
const clockWords = (at: Ms): string => {
  const minutes = minutesOfBeijingDay(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};
export const who = (by: By, at: Ms): string => `${byWords(by)} ${shortMomentWords(at)}`;

export const namesOf = (directory: Directory, ids: readonly UnitId[]): string =>
  ids.map((id) => unitName(directory, id)).join('、');
