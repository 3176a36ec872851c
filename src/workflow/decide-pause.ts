/**
 * Rules of what concerns the enterprise along the way: asking it (待企业补充, the clock stands still meanwhile) and its
 * wish to withdraw (撤回), which counts only after a call found it voluntary.
 */
import { type Case, currentRound, type DueDate, dueInHand } from './case.ts';
import type { Command } from './commands.ts';
import { afterStandstill, beijingDateOf } from './deadlines.ts';
import type { Ms } from './ids.ts';
import { pauseAllowance, pauseIsOver, pausesSoFar } from './pauses.ts';
import { leadUnitPeople, notify, notifyStaff } from './recipients.ts';
import { rolesOf } from './roles.ts';
import {
  checkFilled,
  checkLength,
  checkReason,
  type Judging,
  no,
  type Ruling,
  refuseIf,
  unless,
  yes,
} from './ruling.ts';

/** The enterprise has no account: staff call it at once where a unit asks, and a round bears only so many pauses. */
export const askEnterprise = (
  subject: Case,
  question: string,
  { actor, directory, calendar, today }: Judging,
): Ruling => {
  const { settings } = directory;
  const { times, days } = pausesSoFar(subject, settings, calendar);
  const isOfStaff = rolesOf(actor, subject, directory, today).has('staff');
  const isInRound = currentRound(subject) !== null;
  return unless(
    [
      checkFilled('请企业补充的内容', question),
      refuseIf(isInRound && times >= settings.maxPauses, { kind: 'pausesUsedUp', max: settings.maxPauses }),
      refuseIf(isInRound && days >= settings.maxPauseSum, {
        kind: 'pauseDaysUsedUp',
        max: settings.maxPauseSum,
        times,
      }),
    ],
    () => yes({ type: 'enterpriseAsked', question }, isOfStaff ? [] : notifyStaff('enterpriseToCall', directory)),
  );
};

export const answerEnterprise = (subject: Case, text: string, judging: Judging): Ruling =>
  unless([checkFilled('补充内容', text)], () =>
    yes(
      { type: 'enterpriseAnswered', text, due: dueAfterPause(subject, judging), ...sinceOf(subject) },
      notifyStaff('enterpriseAnswered', judging.directory),
      notify('enterpriseAnswered', leadUnitPeople(subject, judging.directory)),
      notify(
        'enterpriseAnswered',
        [subject.pause?.askedBy.openId ?? null].filter((who) => who !== null),
      ),
    ),
  );

/** So often one case may be added to; more is sorted out by a call. */
const MAX_MATERIALS = 20;

/** Without being asked, at any time: staff and whoever handles the case hear of it. A pause does not end by it. */
export const submitMaterial = (
  subject: Case,
  { text, files }: Extract<Command, { type: 'submitMaterial' }>,
  { directory }: Judging,
): Ruling =>
  unless(
    [
      refuseIf(files.length === 0, { kind: 'fieldsMissing', missing: ['材料'] }),
      refuseIf(subject.materials.length >= MAX_MATERIALS, { kind: 'materialsUsedUp' }),
      checkLength('材料说明', text),
    ],
    () =>
      yes(
        { type: 'materialSubmitted', text, files },
        notifyStaff('materialSubmitted', directory),
        notify('materialSubmitted', leadUnitPeople(subject, directory)),
      ),
  );

/** Staff may end a pause at any time; the clock only when the enterprise had its time. */
export const endPause = (subject: Case, judging: Judging): Ruling => {
  const { actor, now, directory, calendar } = judging;
  const isTooEarly = actor.kind === 'clock' && !pauseIsOver(subject, now, directory.settings, calendar);
  return unless([refuseIf(isTooEarly, { kind: 'notDueYet' })], () =>
    yes({ type: 'pauseEnded', due: dueAfterPause(subject, judging), ...sinceOf(subject) }),
  );
};

const sinceOf = ({ pause }: Case): { readonly since?: Ms } => (pause ? { since: pause.since } : {});

/** The limit moved by the 工作日 of the pause, at most by what a pause may last; null when nothing moves. */
const dueAfterPause = (subject: Case, { today, directory, calendar }: Judging): DueDate | null => {
  const due = dueInHand(subject);
  if (!due || !subject.pause) return null;
  const most = pauseAllowance(subject, directory.settings, calendar);
  const moved = afterStandstill(due, { from: beijingDateOf(subject.pause.since), to: today, most }, calendar);
  return moved === due ? null : moved;
};

export const requestWithdrawal = (subject: Case, words: string, { directory }: Judging): Ruling =>
  unless(
    [
      refuseIf(subject.withdrawal?.outcome === 'pending', { kind: 'withdrawalPending' }),
      checkLength('撤回说明', words),
    ],
    () => yes({ type: 'withdrawalRequested', words }, notifyStaff('withdrawalRequested', directory)),
  );

export const auditWithdrawal = (
  subject: Case,
  { isVoluntary, note }: Extract<Command, { type: 'auditWithdrawal' }>,
): Ruling => {
  if (subject.withdrawal?.outcome !== 'pending') return no({ kind: 'noWithdrawal' });
  return unless([checkReason('核实情况', note)], () => yes({ type: 'withdrawalAudited', isVoluntary, note }));
};
