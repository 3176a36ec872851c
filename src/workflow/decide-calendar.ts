/** Rules of the calendar in force: a running limit whose day it moves is moved, with from, to and why. */
import { type Case, type DueDate, dueInHand } from './case.ts';
import { reckonedAgain } from './deadlines.ts';
import { isRunning } from './lights.ts';
import { notify, notifyStaff, reached, unitsOf } from './recipients.ts';
import { leadLeaderPeople, signersOf } from './roles.ts';
import { type Judging, no, type Ruling, yes } from './ruling.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The running limit as it stands and as this calendar has it, where that is not the same. */
export const dueToRecompute = (
  subject: Case,
  calendar: WorkCalendar,
): { readonly before: DueDate; readonly due: DueDate } | null => {
  const before = isRunning(subject) ? dueInHand(subject) : null;
  if (!before) return null;
  const due = reckonedAgain(before, calendar);
  return due.date === before.date && due.isProvisional === before.isProvisional ? null : { before, due };
};

/** Whoever works by the limit is told of its new day; that a day is now certain is only shown. */
export const recomputeDue = (subject: Case, { directory, calendar, today }: Judging): Ruling => {
  const moved = dueToRecompute(subject, calendar);
  if (!moved) return no({ kind: 'nothingChanged' });
  const { before, due } = moved;
  const why = before.isProvisional && !due.isProvisional ? '放假安排已公布' : '放假或上班日期有变动';
  const event = { type: 'dueMoved', from: before.date, to: due.date, why, due } as const;
  if (before.date === due.date) return yes(event);
  return yes(
    event,
    notifyStaff('dueMoved', directory),
    notify('dueMoved', [
      ...reached(unitsOf(subject), directory),
      ...signersOf(subject, directory, today),
      ...leadLeaderPeople(subject, directory, today),
    ]),
  );
};
