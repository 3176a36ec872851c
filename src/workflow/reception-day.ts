/**
 * 接待日 as a case has it: what of the day it was told, what has changed since, who is told of that, and which days can be chosen at
 * all. A day without a date may be chosen: it is announced later.
 */
import type { Case, DayFacts } from './case.ts';
import type { Refusal } from './decision.ts';
import { type Directory, leaderById, type ReceptionDay, receptionDayById } from './directory.ts';
import type { Effect } from './effects.ts';
import type { CaseEventBody } from './events.ts';
import type { BeijingDate } from './ids.ts';
import { signersFor, staffOf } from './roles.ts';

export const dayFacts = ({ id, title, date, from, to, place, leaderId }: ReceptionDay): DayFacts => ({
  dayId: id,
  title,
  date,
  from,
  to,
  place,
  leaderId,
});

/** The day on which the enterprise is or was received, as the case was told of it: what is typed into its row afterwards is another. */
export const dayOfCase = ({ hearing, notes, onDay }: Case, directory: Directory): DayFacts | null => {
  const id = hearing?.receptionDayId ?? notes.receptionDayId;
  if (onDay !== null && onDay.now.dayId === id) return onDay.now;
  const day = receptionDayById(directory, id);
  return day && dayFacts(day);
};

/** The day of a case on an agenda, where the table says something else by now than the case was told. */
export const changedDayOf = (subject: Case, directory: Directory): ReceptionDay | null => {
  if (subject.state !== 'scheduled') return null;
  const day = receptionDayById(directory, subject.notes.receptionDayId);
  return day && !isToldOf(subject, day) ? day : null;
};

const isToldOf = ({ onDay }: Case, day: ReceptionDay): boolean =>
  onDay !== null && JSON.stringify(told(onDay.now)) === JSON.stringify(told(dayFacts(day)));
/** What the title says is not worth a message. */
const told = ({ dayId, date, from, to, place, leaderId }: DayFacts) => [dayId, date, from, to, place, leaderId];

/** The event, and who is told: staff, the leader who was to receive and the one who is. All cases of a day make one message. */
export const dayChanged = (
  subject: Case,
  day: ReceptionDay,
  { directory, today }: { readonly directory: Directory; readonly today: BeijingDate },
): { readonly event: CaseEventBody; readonly effects: readonly Effect[] } => {
  const before = subject.onDay?.now ?? null;
  const after = dayFacts(day);
  const leaders = [...new Set([before?.leaderId ?? null, after.leaderId])].flatMap((id) => {
    const leader = leaderById(directory, id);
    return signersFor(leader, today);
  });
  const about = JSON.stringify([before && told(before), told(after), today]);
  return {
    event: { type: 'receptionDayChanged', before, after },
    effects: before
      ? [...new Set([...staffOf(directory), ...leaders])].map((to) => ({
          type: 'notifyOnce',
          notice: 'receptionDayChanged',
          about,
          to,
        }))
      : [],
  };
};

export const checkNotPast = (day: ReceptionDay | null, today: BeijingDate): Refusal | null =>
  day?.date && day.date < today ? { kind: 'receptionDayPast', date: day.date } : null;

/** Nobody was received on a day that has not come. */
export const checkNotAhead = (day: ReceptionDay, today: BeijingDate): Refusal | null =>
  day.date && day.date > today ? { kind: 'receptionDayAhead', date: day.date } : null;
