/**
 * Rules of 阶段节点 and 每月一报: the lead unit sets, moves and reaches nodes within its limit; the clock asks once for each that is
 * overdue, and for the line of a month that ended without one.
 */
import { isRealDate } from './beijing-date.ts';
import { type Case, currentRound, type Round } from './case.ts';
import type { Command } from './commands.ts';
import type { Refusal } from './decision.ts';
import type { BeijingDate } from './ids.ts';
import { isLonger, LENGTHS } from './lengths.ts';
import { MAX_MILESTONE_MOVES, MAX_MILESTONES, openMilestones } from './milestones.ts';
import { isProgressDue, progressWanted } from './monthly-line.ts';
import { leadUnitOf, leadUnitPeople, orStaffFor, remindToday } from './recipients.ts';
import { checkFilled, checkReason, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';

export const setMilestone = (
  subject: Case,
  { text, on }: Extract<Command, { type: 'setMilestone' }>,
  { today }: Judging,
): Ruling => {
  const round = currentRound(subject);
  if (!round) return no({ kind: 'noMilestone' });
  const { length } = round.milestones;
  return unless(
    [
      refuseIf(length >= MAX_MILESTONES, { kind: 'milestonesUsedUp', max: MAX_MILESTONES }),
      checkFilled('节点内容', text),
      refuseIf(isLonger(text, LENGTHS.milestone), {
        kind: 'textTooLong',
        field: '节点内容',
        max: LENGTHS.milestone,
      }),
      checkDay(on, round, today),
    ],
    () => yes({ type: 'milestoneSet', id: length + 1, text, on }),
  );
};

/** A new day with its reason; the day before it stays in the history. */
export const moveMilestone = (
  subject: Case,
  { id, on, reason }: Extract<Command, { type: 'moveMilestone' }>,
  { today }: Judging,
): Ruling => {
  const round = currentRound(subject);
  const milestone = round && openMilestones(round).find((each) => each.id === id);
  if (!milestone) return no({ kind: 'noMilestone' });
  return unless(
    [
      refuseIf(milestone.moves.length >= MAX_MILESTONE_MOVES, {
        kind: 'milestoneMovesUsedUp',
        max: MAX_MILESTONE_MOVES,
      }),
      checkDay(on, round, today),
      refuseIf(on === milestone.on, { kind: 'nothingChanged', what: 'milestone' }),
      checkReason('调整原因', reason),
    ],
    () => yes({ type: 'milestoneMoved', id, on, reason }),
  );
};

export const reachMilestone = (subject: Case, { id, words }: Extract<Command, { type: 'reachMilestone' }>): Ruling => {
  const round = currentRound(subject);
  const unitId = leadUnitOf(subject);
  if (!round || !unitId || !openMilestones(round).some((each) => each.id === id)) return no({ kind: 'noMilestone' });
  return unless([checkFilled('完成情况', words)], () => yes({ type: 'milestoneReached', unitId, id, words }));
};

export const askProgress = (subject: Case, { directory, calendar, today }: Judging): Ruling =>
  isProgressDue(subject, today, calendar)
    ? yes(
        { type: 'progressAsked', ...progressWanted(subject, today, calendar) },
        remindToday(orStaffFor(leadUnitOf(subject), leadUnitPeople(subject, directory), directory)),
      )
    : no({ kind: 'nothingChanged' });

/** From today to the limit; a limit that has passed leaves no day. */
const checkDay = (on: BeijingDate, { due }: Round, today: BeijingDate): Refusal | null => {
  if (!due) return { kind: 'fieldsMissing', missing: ['办理时限'] };
  return refuseIf(!isRealDate(on) || on < today || on > due.date, { kind: 'milestoneDate', last: due.date });
};
