/**
 * Rules of 到期核实: once the day of a plan (计划解决) has come, the lead unit and staff are asked whether it was kept; the unit
 * may report, staff record it, and the one who signed sees it. The case stays where it is, also when it has ended.
 */
import { type Case, currentRound } from './case.ts';
import type { Command } from './commands.ts';
import { checkOwnResult } from './own-work.ts';
import { isPlanCheckDue, pendingPlan } from './plans.ts';
import {
  leadUnitOf,
  leadUnitPeople,
  leadUnitReached,
  notify,
  notifyStaff,
  remindToday,
  showPlan,
} from './recipients.ts';
import { staffOf } from './roles.ts';
import { checkFilled, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';

export const askPlanCheck = (subject: Case, { directory, today }: Judging): Ruling => {
  const plan = pendingPlan(subject);
  if (!plan) return no({ kind: 'noPlan' });
  return unless(
    [
      refuseIf(plan.isAsked, { kind: 'nothingChanged' }),
      refuseIf(!isPlanCheckDue(subject, today), { kind: 'notDueYet' }),
    ],
    () => yes({ type: 'planCheckAsked' }, remindToday([...leadUnitPeople(subject, directory), ...staffOf(directory)])),
  );
};

/** Also before the day: who is done early need not wait to say so. */
export const reportPlan = (subject: Case, text: string, { directory }: Judging): Ruling => {
  const unitId = leadUnitOf(subject);
  if (!pendingPlan(subject) || !unitId) return no({ kind: 'noPlan' });
  return unless([checkFilled('兑现情况', text)], () =>
    yes({ type: 'planReported', unitId, text }, notifyStaff('planReported', directory)),
  );
};

/** That it was kept may be recorded early; that it was not, only once the day has come. Once per plan. */
export const checkPlan = (
  subject: Case,
  { isKept, words }: Extract<Command, { type: 'checkPlan' }>,
  judging: Judging,
): Ruling => {
  const { directory, today } = judging;
  if (currentRound(subject)?.planCheck?.verdict) return no({ kind: 'alreadyDone' });
  const plan = pendingPlan(subject);
  if (!plan) return no({ kind: 'noPlan' });
  return unless(
    [
      checkOwnResult(subject, judging),
      refuseIf(!isKept && today < plan.on, { kind: 'planNotDue', on: plan.on }),
      checkFilled('对企业的答复', words),
    ],
    () =>
      yes(
        { type: 'planChecked', isKept, words },
        showPlan(subject, directory, today),
        notify('planChecked', leadUnitReached(subject, directory)),
      ),
  );
};
