/**
 * What may be left to do of a case that has ended: a plan to check (计划解决), a contested rating to decide (评价申诉). Stored beside the
 * case, so that the clock finds such cases without walking all that ended.
 */
import { beijingDateOf } from './beijing-date.ts';
import type { Case } from './case.ts';
import { pendingContest } from './contests.ts';
import type { BeijingDate } from './ids.ts';
import { pendingPlan } from './plans.ts';

/** The first day from which something is left to do; null where there is nothing. */
export const followUpOn = (subject: Case): BeijingDate | null => {
  const [plan, contested] = [pendingPlan(subject), pendingContest(subject)];
  const days = [...(plan ? [plan.on] : []), ...(contested ? [beijingDateOf(contested.contest.at)] : [])];
  return days.toSorted()[0] ?? null;
};
