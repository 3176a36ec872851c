/**
 * From where it is looked at whose turn it is: a case, its directory, what is near it, and somebody. From the case alone, so that a
 * card changes with its case and not with the calendar: on which days a substitute counts is decided when the act arrives.
 */
import type { Actor } from '../actor.ts';
import { type Case, currentRound, type DueDate, FINAL_STATES, type Round } from '../case.ts';
import { beijingDateOf, dueAfter } from '../deadlines.ts';
import { type Directory, leaderById, receptionDayById } from '../directory.ts';
import type { BeijingDate, LeaderId, Ms } from '../ids.ts';
import { receivingLeaderIdOf, staffOf } from '../roles.ts';
import type { Ties } from '../ties.ts';
import { createWorkCalendar } from '../work-calendar.ts';

export interface Turn {
  readonly subject: Case;
  readonly directory: Directory;
  readonly ties: Ties;
  readonly actor: Actor;
  /** Where the card is of one day, as in the room. */
  readonly today?: BeijingDate;
  /** A 批示 stands on the card that is answered, and was not taken. */
  readonly hasUnsentWords?: boolean;
}
type Looked = Pick<Turn, 'subject' | 'directory'>;

export const hasEnded = ({ state }: Pick<Case, 'state'>): boolean => FINAL_STATES.some((ended) => ended === state);

/** Theirs is this leader's word, their own or as the substitute. */
export const speaksForLeader = (
  { directory, actor }: Pick<Turn, 'directory' | 'actor'>,
  id: LeaderId | null,
): boolean => {
  const leader = leaderById(directory, id);
  return (
    actor.kind === 'person' &&
    leader !== null &&
    (leader.openId === actor.openId || leader.substitute?.openId === actor.openId)
  );
};

export const isStaff = ({ directory, actor }: Pick<Turn, 'directory' | 'actor'>): boolean =>
  actor.kind === 'person' && staffOf(directory).includes(actor.openId);

/** With whom the sheet lies; in the room, the leader who receives the enterprise. */
export const expectedSigner = ({ subject, directory }: Looked): LeaderId | null =>
  subject.awaiting ? subject.awaiting.leaderId : receivingLeaderIdOf(subject, directory);

/** To whom the result of a round returns. */
export const signerOfRound = ({ subject, directory }: Looked, round: Round): LeaderId | null =>
  round.instruction?.signerId ?? receivingLeaderIdOf(subject, directory);

/** 牵头领导; where none was named, or one without an account, the leader who signed or received the enterprise. */
export const reconsidererOf = (looked: Looked, round: Round): LeaderId | null => {
  const named = leaderById(looked.directory, round.instruction?.leadLeaderId ?? null);
  return named?.openId ? named.id : signerOfRound(looked, round);
};

/** When the result went back to the one who signed, as far as the round tells. */
export const returnedAt = (round: Round): Ms | null =>
  round.reconsideration?.at ?? round.rating?.at ?? round.callAttempts.at(-1)?.at ?? round.review?.at ?? null;

/**
 * The day by which a signature is expected, from which a limit not yet signed is shown: the sheet's own last day, the
 * reception day, or that of the 阅.
 */
export const signingDay = ({ subject, directory }: Looked): BeijingDate | null => {
  const after = (at: Ms): BeijingDate => {
    const { settings } = directory;
    return dueAfter(beijingDateOf(at), Math.max(1, settings.signReminderDays), createWorkCalendar(settings)).date;
  };
  if (subject.awaiting) return after(subject.awaiting.since);
  if (subject.state === 'scheduled' || subject.state === 'heard') {
    const day = receptionDayById(directory, subject.hearing?.receptionDayId ?? subject.notes.receptionDayId);
    return day?.date ?? (subject.hearing ? beijingDateOf(subject.hearing.at) : null);
  }
  const round = currentRound(subject);
  const at = round ? returnedAt(round) : null;
  return subject.state === 'awaiting_closure' && at !== null ? after(at) : null;
};

/** Longer limits are refused when signing, so they are not reckoned either. */
const MAX_WORKDAYS = 250;

/** What the limit would be if the sheet is signed by the day it is expected; null for a number that is no limit. */
export const dueIfSignedInTime = (looked: Looked, workdays: number): DueDate | null => {
  const day = signingDay(looked);
  return day && Number.isInteger(workdays) && workdays >= 1 && workdays <= MAX_WORKDAYS
    ? dueAfter(day, workdays, createWorkCalendar(looked.directory.settings))
    : null;
};
