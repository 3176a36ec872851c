/**
 * The lane of a district's own cases (`case:<district>`): what a change elsewhere, in another case or in 接待日, asks of a case. No
 * call to Feishu is made here.
 */
import {
  type AttemptEnd,
  type AttemptRecord,
  type DueIntention,
  type Fact,
  type Intention,
  UNKNOWN_WISH,
} from '../ports.ts';
import { type FollowDaysDeps, followDays } from './follow-days.ts';
import { type SettleMergerDeps, settleMerger } from './settle-mergers.ts';

export type DeliverToCasesDeps = FollowDaysDeps & SettleMergerDeps;

interface Delivered {
  readonly records: readonly AttemptRecord[];
  readonly facts: readonly Fact[];
  readonly intentions: readonly Intention[];
}

export const createDeliverToCases =
  (deps: DeliverToCasesDeps) =>
  async (due: readonly DueIntention[]): Promise<Delivered> => {
    const records: AttemptRecord[] = [];
    for (const one of due) records.push({ key: one.key, wanted: one.wanted, end: await endOf(deps, one) });
    return { records, facts: [], intentions: [] };
  };

const endOf = async (deps: DeliverToCasesDeps, { kind, caseId, district }: DueIntention): Promise<AttemptEnd> => {
  if (kind === 'followDays') return followDays(deps, district);
  if (kind === 'settleMerger' && caseId) return settleMerger(deps, caseId);
  return { kind: 'parked', reason: UNKNOWN_WISH };
};
