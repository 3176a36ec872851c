/**
 * What every signature is checked for, whether it opens a round or puts one right: a leader who may sign, units and leaders
 * that are known, a limit within its bounds.
 */
import { addDays } from './beijing-date.ts';
import type { Limit } from './case.ts';
import { MAX_LIMIT_WORKDAYS } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { type Leader, leaderById, unitById } from './directory.ts';
import type { LeaderId, UnitId } from './ids.ts';
import { checkDay, type Judging, refuseIf } from './ruling.ts';

/** No limit is set further ahead; also bounds every walk over the calendar. */
const MAX_LIMIT_CALENDAR_DAYS = 1_100;

/** A leader to whom a sheet may go: allowed to sign, and reachable. */
export const checkReachable = (leader: Leader | null): Refusal | null =>
  checkMaySign(leader) ?? (leader?.openId === null ? { kind: 'fieldsMissing', missing: ['签批领导的飞书账号'] } : null);

export const checkMaySign = (leader: Leader | null): Refusal | null => {
  if (!leader) return { kind: 'unknownLeader' };
  return leader.maySign ? null : { kind: 'leaderMayNotSign', name: leader.name };
};

export const checkKnownLeader = (id: LeaderId | null, directory: Judging['directory']): Refusal | null =>
  refuseIf(id !== null && leaderById(directory, id) === null, { kind: 'unknownLeader' });

export const checkUnits = (ids: readonly (UnitId | null)[], directory: Judging['directory']): Refusal | null =>
  refuseIf(
    ids.some((id) => id !== null && unitById(directory, id) === null),
    { kind: 'unknownUnit' },
  );

export const checkLimit = (limit: Limit | null, today: Judging['today']): Refusal | null => {
  if (!limit) return null;
  if ('date' in limit) return checkDay(limit.date, today, addDays(today, MAX_LIMIT_CALENDAR_DAYS));
  return checkWorkdays(limit.workdays);
};

export const checkWorkdays = (workdays: number): Refusal | null => {
  const isFit = Number.isInteger(workdays) && workdays >= 1 && workdays <= MAX_LIMIT_WORKDAYS;
  return refuseIf(!isFit, { kind: 'limitInvalid', max: MAX_LIMIT_WORKDAYS });
};
