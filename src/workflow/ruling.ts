/**
 * What one rule says about one command: yes with what happened and what should follow, or no with the reason. The parts
 * from which `decide.ts` makes a `Decision`; also the checks that many rules share.
 */
import type { Actor } from './actor.ts';
import { isRealDate } from './beijing-date.ts';
import { type By, type Case, CLOCK, type State } from './case.ts';
import type { Refusal } from './decision.ts';
import { type Directory, knownUnitName, type Leader, unitById } from './directory.ts';
import type { Effect } from './effects.ts';
import type { CaseEventBody } from './events.ts';
import type { BeijingDate, Ms, UnitId } from './ids.ts';
import { isLonger, LENGTHS } from './lengths.ts';
import { isBlank } from './plain-text.ts';
import { isDeserted } from './roles.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** All that deciding needs besides the case and the command. */
export interface DecideContext {
  readonly actor: Actor;
  readonly now: Ms;
  readonly directory: Directory;
  readonly calendar: WorkCalendar;
  /** The serial the next sheet of this district and Beijing year will have. */
  readonly nextSerial: number;
  /** The state that the card showed on which this is asked; none where it is asked elsewhere. */
  readonly shown?: State | null;
  /** For 合并: the case it is to go into, null where there is none. */
  readonly mergeTarget?: Case | null;
}

/** The same, with what every rule derives from it. */
export interface Judging extends DecideContext {
  readonly by: By;
  /** In whose place it is done. */
  readonly actingFor: Leader | null;
  readonly today: BeijingDate;
}

export type Ruling =
  | { readonly kind: 'yes'; readonly events: readonly CaseEventBody[]; readonly effects: readonly Effect[] }
  | { readonly kind: 'no'; readonly reason: Refusal };

export const yes = (event: CaseEventBody, ...effects: readonly (readonly Effect[])[]): Ruling =>
  yesAll([event], ...effects);
export const yesAll = (events: readonly CaseEventBody[], ...effects: readonly (readonly Effect[])[]): Ruling => ({
  kind: 'yes',
  events,
  effects: effects.flat(),
});
export const no = (reason: Refusal): Ruling => ({ kind: 'no', reason });

/** The rule's answer unless one of the checks speaks against it; the first to do so is told. */
export const unless = (checks: readonly (Refusal | null)[], answer: () => Ruling): Ruling => {
  const against = checks.find((check) => check !== null);
  return against ? no(against) : answer();
};

export const refuseIf = (isSo: boolean, reason: Refusal): Refusal | null => (isSo ? reason : null);

/** A reason has to be there and fit. */
export const checkReason = (field: string, text: string): Refusal | null =>
  isBlank(text) ? { kind: 'reasonMissing' } : checkLength(field, text);

/** A field that has to be filled, named as on the form. */
export const checkFilled = (field: string, text: string): Refusal | null =>
  isBlank(text) ? { kind: 'fieldsMissing', missing: [field] } : checkLength(field, text);

export const checkLength = (field: string, text: string): Refusal | null =>
  isLonger(text, LENGTHS.cell) ? { kind: 'textTooLong', field, max: LENGTHS.cell } : null;

/** A day of the calendar, later than one and no later than another. */
export const checkDay = (day: BeijingDate, than: BeijingDate, last: BeijingDate): Refusal | null => {
  if (!isRealDate(day)) return { kind: 'dateInvalid' };
  if (day <= than) return { kind: 'dateNotLater', than };
  return refuseIf(day > last, { kind: 'dateTooFar', last });
};

/** A unit that nobody speaks for could never acknowledge its part. */
export const checkManned = (ids: readonly UnitId[], directory: Directory): Refusal | null => {
  const empty = ids.map((id) => unitById(directory, id)).find(isDeserted);
  return empty ? { kind: 'nobodyInUnit', name: empty.name } : null;
};

/** All unfilled fields at once, so that nobody has to come back for each. */
export const checkAllFilled = (isFilledByField: Readonly<Record<string, boolean>>): Refusal | null => {
  const missing = Object.entries(isFilledByField).flatMap(([field, isFilled]) => (isFilled ? [] : [field]));
  return missing.length > 0 ? { kind: 'fieldsMissing', missing } : null;
};

export const byOf = (actor: Actor, directory: Directory): By => {
  switch (actor.kind) {
    case 'person':
    case 'editor':
      return { openId: actor.openId, name: actor.name };
    case 'unit':
      return { openId: null, name: `${knownUnitName(directory, actor.unitId) || '责任单位'} ${actor.name}（网页）` };
    case 'enterprise':
      return { openId: null, name: '企业' };
    case 'clock':
      return CLOCK;
  }
};
