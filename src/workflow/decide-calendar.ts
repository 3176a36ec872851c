/** Rules of the calendar in force: a running limit whose day it moves is moved, with from, to and why. */
import { type Case, currentRound, type DueDate } from './case.ts';
import { reckonedAgain } from './deadlines.ts';
import { isRunning } from './lights.ts';
import { notify, notifyStaff, peopleOfUnits, unitsOf } from './recipients.ts';
import { leadLeaderPeople, signersFor, signingLeaderOf } from './roles.ts';
import { type Judging, no, type Ruling, yes } from './ruling.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The running limit as this calendar has it, where that is not how it stands. */
export const dueToRecompute = (subject: Case, calendar: WorkCalendar): DueDate | null => {
  const due = isRunning(subject) ? currentRound(subject)?.due : null;
  const again = due && reckonedAgain(due, calendar);
  if (!due || !again) return null;
  return again.date === due.date && again.isProvisional === due.isProvisional ? null : again;
};

/** Whoever works by the limit is told of its new day; that a day is now certain is only shown. */
export const recomputeDue = (subject: Case, { directory, calendar, today }: Judging): Ruling => {
  const before = currentRound(subject)?.due;
  const due = dueToRecompute(subject, calendar);
  if (!before || !due) return no({ kind: 'nothingChanged' });
  const why = before.isProvisional && !due.isProvisional ? '放假安排已公布' : '放假或上班日期有变动';
  const event = { type: 'dueMoved', from: before.date, to: due.date, why, due } as const;
  if (before.date === due.date) return yes(event);
  const signer = signingLeaderOf(subject, directory);
  return yes(
    event,
    notifyStaff('dueMoved', directory),
    notify('dueMoved', [
      ...peopleOfUnits(unitsOf(subject), directory),
      ...(signer ? signersFor(signer, today) : []),
      ...leadLeaderPeople(subject, directory, today),
    ]),
  );
};
