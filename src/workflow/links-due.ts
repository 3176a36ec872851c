/**
 * What an act means for 飞书审批, 飞书日历 and 飞书任务, as far as the district has switched them on: which of them should be
 * looked at again. What stands there is worked out at delivery.
 */
import { agendaItemOf } from './agenda.ts';
import { type Case, currentRound } from './case.ts';
import type { Directory, Settings } from './directory.ts';
import type { Effect } from './effects.ts';

export const linksDue = (before: Case | null, next: Case, { settings }: Directory): readonly Effect[] => [
  ...(settings.approvalCentre && (before?.awaiting || next.awaiting || isCalledOtherwise(before, next))
    ? [{ type: 'agreeApproval' } as const]
    : []),
  ...(settings.tasks && tasksChanged(before, next) ? [{ type: 'agreeTasks' } as const] : []),
  ...daysTouched(before, next, settings),
];

const tasksChanged = (before: Case | null, next: Case): boolean =>
  JSON.stringify(workOf(before)) !== JSON.stringify(workOf(next));

/** What titles say. */
const calledOf = ({ appeal, notes }: Case) => [
  notes.isConfidential,
  appeal.enterpriseName,
  appeal.kind,
  appeal.category,
];
const isCalledOtherwise = (before: Case | null, next: Case): boolean =>
  before !== null && JSON.stringify(calledOf(before)) !== JSON.stringify(calledOf(next));

const workOf = (subject: Case | null) => {
  const round = subject && currentRound(subject);
  return (
    round && [
      round.round,
      subject.state,
      calledOf(subject),
      round.due?.date,
      round.due?.isProvisional,
      round.units.map(({ unitId, role, officer, contribution }) => [unitId, role, officer, contribution !== null]),
    ]
  );
};

const daysTouched = (before: Case | null, next: Case, settings: Settings): readonly Effect[] => {
  if (!settings.calendar) return [];
  const [was, is] = [before && agendaItemOf(before), agendaItemOf(next)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const days = new Set([was?.day, is?.day].filter((day) => day !== undefined));
  return [...days].map((day) => ({ type: 'agreeCalendar', day }));
};
