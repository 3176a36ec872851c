/**
 * Whether a command is open to somebody: the rule itself is asked, so that what is offered and what is taken come from one place.
 * From the case alone: whatever only a day speaks against is said when the act arrives, and so are the days of a substitute.
 */
import type { Actor } from '../actor.ts';
import type { Case } from '../case.ts';
import type { Command } from '../commands.ts';
import { refusalOf } from '../decide.ts';
import type { Refusal } from '../decision.ts';
import type { Directory } from '../directory.ts';
import { beijingDate } from '../ids.ts';
import { causeOf } from '../refusal-causes.ts';
import { createWorkCalendar } from '../work-calendar.ts';

/** What stands against it whatever the day, or null. */
export const standsAgainst = (subject: Case, command: Command, actor: Actor, directory: Directory): Refusal | null => {
  const refusal = refusalOf(subject, command, {
    actor,
    // No day is the right one for all that is asked; what a day refuses is passed over.
    now: subject.submittedAt,
    directory: withoutDays(directory),
    calendar: createWorkCalendar(directory.settings),
    nextSerial: 1,
    shown: subject.state,
  });
  return refusal && causeOf(refusal) !== 'day' ? refusal : null;
};

const FROM = beijingDate('0001-01-01');
const TO = beijingDate('9999-12-31');
const known = new WeakMap<Directory, Directory>();
/** Whoever stands in does so on every day. */
const withoutDays = (directory: Directory): Directory => {
  const had = known.get(directory);
  if (had) return had;
  const leaders = directory.leaders.map((leader) =>
    leader.substitute ? { ...leader, substitute: { ...leader.substitute, from: FROM, to: TO } } : leader,
  );
  const made = { ...directory, leaders };
  known.set(directory, made);
  return made;
};
