/**
 * 计划解决 after it was passed on to the enterprise: a promise with a day. Whether one still waits for its check (到期核实) and
 * how it stands. Only the plan of the round in hand counts: a new 批示 ends an earlier one.
 */
import { type Case, currentResult, currentRound, type PlanStanding, type Result, type Round } from './case.ts';
import type { BeijingDate } from './ids.ts';
import { hasStep } from './transitions.ts';

/** The plan that the enterprise was told of in this round, or null where the result is none or is not passed yet. */
export const planOf = (round: Round): (Result & { readonly plannedDate: BeijingDate }) | null => {
  const result = currentResult(round);
  if (!round.review || !result?.plannedDate) return null;
  return { ...result, plannedDate: result.plannedDate };
};

export const planStandingOf = (round: Round): PlanStanding | null => {
  if (!planOf(round)) return null;
  const { verdict = null, askedAt = null } = round.planCheck ?? {};
  if (verdict) return verdict.isKept ? 'kept' : 'broken';
  return askedAt === null ? 'waiting' : 'asked';
};

/** The plan of which nobody has said yet whether it was kept. */
export const pendingPlan = (subject: Case): { readonly on: BeijingDate; readonly isAsked: boolean } | null => {
  const round = currentRound(subject);
  const plan = round && planOf(round);
  if (!plan || round.planCheck?.verdict || !hasStep('checkPlan', subject)) return null;
  return { on: plan.plannedDate, isAsked: round.planCheck !== null };
};

/** The day has come and nobody was asked yet: what the clock's next turn does. */
export const isPlanCheckDue = (subject: Case, today: BeijingDate): boolean => {
  const plan = pendingPlan(subject);
  return plan !== null && !plan.isAsked && plan.on <= today;
};
