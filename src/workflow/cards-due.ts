/**
 * Who should have which card of a case as it is now. Each decision already shows the cards it makes necessary; this says the
 * same from the case alone, so that people who came into the directory later (a new 承办人, another leader, a substitute
 * whose days have begun) get theirs as well. Only cards that wait for someone: records are not sent to newcomers.
 */
import type { Case } from './case.ts';
import { currentRound, roundInHand } from './case.ts';
import { type Directory, type Leader, leaderById } from './directory.ts';
import type { Effect } from './effects.ts';
import type { BeijingDate } from './ids.ts';
import {
  peopleOfUnits,
  showAssignment,
  showCard,
  showOversight,
  showReconsideration,
  showResolution,
  showSheet,
  uniqueEffects,
  unitsOf,
} from './recipients.ts';
import { receivingLeaderIdOf, staffOf } from './roles.ts';

export const cardsDue = (subject: Case, directory: Directory, today: BeijingDate): readonly Effect[] =>
  uniqueEffects([...consultationsDue(subject, directory), ...stageCards(subject, directory, today)]);

/** A question is asked before the first round; its card may be answered until the case ends. */
const consultationsDue = (subject: Case, directory: Directory): readonly Effect[] =>
  roundInHand(subject) > 0
    ? []
    : showCard(
        'consultation',
        0,
        peopleOfUnits(
          subject.consultations.filter(({ answer }) => answer === null).map(({ unitId }) => unitId),
          directory,
        ),
      );

const stageCards = (subject: Case, directory: Directory, today: BeijingDate): readonly Effect[] => {
  const sheet = (leader: Leader | null): readonly Effect[] => showSheet(subject, leader, today);
  switch (subject.state) {
    case 'heard':
      return sheet(leaderById(directory, receivingLeaderIdOf(subject, directory)));
    case 'awaiting_instruction':
      return sheet(leaderById(directory, subject.awaiting?.leaderId ?? null));
    case 'awaiting_enterprise':
    case 'assigned':
    case 'handling':
      return assignments(subject, directory);
    case 'awaiting_review':
      return [...assignments(subject, directory), ...showCard('review', roundInHand(subject), staffOf(directory))];
    case 'awaiting_rating': {
      const round = currentRound(subject);
      const isAsked = round?.judgement?.decision === 'explain' && round.reconsideration === null;
      return isAsked ? showReconsideration(subject, directory, today) : [];
    }
    case 'awaiting_closure':
      return showResolution(subject, directory, today);
    case 'submitted':
    case 'vetting':
    case 'ready':
    case 'scheduled':
    case 'closed':
    case 'declined':
    case 'merged':
    case 'redirected':
    case 'withdrawn':
      return [];
  }
};

const assignments = (subject: Case, directory: Directory): readonly Effect[] => {
  const round = currentRound(subject);
  if (!round) return [];
  const overseen = round.instruction ? showOversight(round.round, round.instruction, directory) : [];
  return [...showAssignment(round.round, unitsOf(subject), directory), ...overseen];
};
