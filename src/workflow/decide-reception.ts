/**
 * Rules of the 接待日: putting a case on an agenda, hearing it, and answering it on the spot (现场答复), which needs no sheet.
 */
import type { Case } from './case.ts';
import { leaderById, receptionDayById } from './directory.ts';
import type { ReceptionDayId } from './ids.ts';
import { changedDayOf, checkNotAhead, checkNotPast, dayChanged, dayFacts } from './reception-day.ts';
import { showSheet } from './recipients.ts';
import { receivingLeaderIdOf } from './roles.ts';
import { checkAllFilled, checkFilled, checkLength, type Judging, no, type Ruling, unless, yes } from './ruling.ts';

export const schedule = (dayId: ReceptionDayId, { directory, today }: Judging): Ruling => {
  const day = receptionDayById(directory, dayId);
  if (!day) return no({ kind: 'unknownReceptionDay', why: 'unknown' });
  return unless([checkNotPast(day, today)], () =>
    yes({ type: 'caseScheduled', receptionDayId: dayId, day: dayFacts(day) }),
  );
};

/** The table says something else of the day than was told: everyone concerned hears it once. */
export const followDay = (subject: Case, judging: Judging): Ruling => {
  const day = changedDayOf(subject, judging.directory);
  if (!day) return no({ kind: 'nothingChanged' });
  const { event, effects } = dayChanged(subject, day, judging);
  return yes(event, effects);
};

export const unschedule = (): Ruling => yes({ type: 'caseUnscheduled' });

/** The receiving leader gets the sheet at once, to sign in the room. */
export const hear = (subject: Case, note: string, { directory, today }: Judging): Ruling => {
  const day = receptionDayById(directory, subject.notes.receptionDayId);
  if (!day) return no({ kind: 'unknownReceptionDay', why: 'unknown' });
  return unless([checkNotAhead(day, today), checkLength('接待记录', note)], () =>
    yes(
      { type: 'caseHeard', receptionDayId: day.id, note },
      showSheet(subject, leaderById(directory, day.leaderId), today),
    ),
  );
};

/** Needs a receiving leader with an account, because the result returns there. */
export const answerOnTheSpot = (subject: Case, reply: string, { directory, now, by, today }: Judging): Ruling => {
  const day = receptionDayById(directory, subject.hearing?.receptionDayId ?? subject.notes.receptionDayId);
  if (!day) return no({ kind: 'unknownReceptionDay', why: 'unknown' });
  const leader = leaderById(directory, receivingLeaderIdOf(subject, directory));
  return unless(
    [
      checkNotAhead(day, today),
      checkAllFilled({ 接待领导: leader !== null, 接待领导的飞书账号: leader === null || leader.openId !== null }),
      checkFilled('现场答复', reply),
    ],
    () =>
      yes(
        {
          type: 'answeredOnTheSpot',
          receptionDayId: day.id,
          publicReply: reply,
          result: {
            at: now,
            by,
            outcome: 'answered_on_the_spot',
            text: reply,
            plannedDate: null,
            basis: '',
            unitHead: '',
          },
        },
        // Whoever received reads what was answered in their name, also where staff wrote it down.
        showSheet(subject, leader, today),
      ),
  );
};
