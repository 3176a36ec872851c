/**
 * Each unit's part of a sheet as a thing to do: who has it, until when, and whether anything is left of it. Of every round,
 * because the tasks of an earlier one have to come to an end, too.
 */
import { type Case, type Round, roundInHand, type State, type UnitPart } from './case.ts';
import { contributionDue } from './deadlines.ts';
import type { Directory } from './directory.ts';
import type { BeijingDate, OpenId, UnitId } from './ids.ts';
import { officersOf } from './roles.ts';
import { createWorkCalendar } from './work-calendar.ts';

export interface UnitTask {
  readonly round: number;
  readonly unitId: UnitId;
  readonly role: UnitPart['role'];
  readonly state: 'open' | 'done';
  /** Of a supporting unit, that of its own word (协办). */
  readonly due: BeijingDate | null;
  /** 承办人; the heads where no officer is named. */
  readonly people: readonly OpenId[];
}

/** Nothing for a case that was withdrawn, or a sheet that is void: there is nothing left to do, and nothing was done. */
export const unitTasksOf = (subject: Case, directory: Directory): readonly UnitTask[] => {
  const calendar = createWorkCalendar(directory.settings);
  return subject.state === 'withdrawn'
    ? []
    : subject.rounds.flatMap((round) =>
        (round.voided ? [] : round.units).map((part) => ({
          round: round.round,
          unitId: part.unitId,
          role: part.role,
          state: isLeft(subject, round, part) ? ('open' as const) : ('done' as const),
          due: part.role === 'lead' ? (round.due?.date ?? null) : contributionDue(round, part.unitId, calendar),
          people: officersOf(part, directory),
        })),
      );
};

/** A supporting unit is through when it has said its part; the lead unit, when its result is in. A returned result is not. */
const isLeft = (subject: Case, round: Round, part: UnitPart): boolean => {
  const isInHand = round.round === roundInHand(subject) && AT_WORK.includes(subject.state);
  return isInHand && (part.role === 'lead' || part.contribution === null);
};
const AT_WORK: readonly State[] = ['assigned', 'handling', 'awaiting_enterprise'];
