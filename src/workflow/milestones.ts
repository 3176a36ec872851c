/**
 * 阶段节点: what the lead unit means to have reached by days of its own within the limit. A node is overdue once its day has
 * passed and nobody said that it was reached; which of them were asked for is the clock's (`askProgress`).
 */
import { beijingDateOf } from './beijing-date.ts';
import type { Milestone, Round } from './case.ts';
import type { BeijingDate } from './ids.ts';

/** So many fit on a card and on a phone's list. */
export const MAX_MILESTONES = 8;
/** A node that is moved on and on is none. */
export const MAX_MILESTONE_MOVES = 5;

export const openMilestones = ({ milestones }: Round): readonly Milestone[] =>
  milestones.filter(({ reached }) => reached === null);

export const overdueMilestones = (round: Round, today: BeijingDate): readonly Milestone[] =>
  openMilestones(round).filter(({ on }) => on < today);

/** How one stands, as far as its case tells without a calendar: overdue once the clock found it so. */
export const milestoneStanding = ({
  on,
  askedAt,
  reached,
}: Milestone): 'reached' | 'reachedLate' | 'overdue' | 'ahead' => {
  if (reached) return beijingDateOf(reached.at) > on ? 'reachedLate' : 'reached';
  return askedAt === null ? 'ahead' : 'overdue';
};
