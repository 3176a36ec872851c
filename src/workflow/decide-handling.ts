/**
 * Rules of 签收 and 办理: units acknowledge or object, name an officer, talk to the enterprise, report and ask for time.
 * What a unit does counts for the unit of the person who does it.
 */

import { addDays } from './beijing-date.ts';
import {
  type Case,
  currentRound,
  type DueDate,
  type Extension,
  type Officer,
  type Round,
  type UnitPart,
} from './case.ts';
import type { Command } from './commands.ts';
import { beijingDateOf, dueAfter, dueOn, workdayBefore } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { unitById } from './directory.ts';
import type { BeijingDate } from './ids.ts';
import { owedMonth } from './monthly-line.ts';
import {
  handToWebUnits,
  leadUnitPeople,
  notify,
  notifyStaff,
  peopleOfUnits,
  showAssignment,
  showCard,
} from './recipients.ts';
import { partsOfActor, peopleOf } from './roles.ts';
import {
  checkAllFilled,
  checkDay,
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

/** An extension beyond this is a new limit and needs a new 批示; also bounds walks over the calendar. */
const MAX_EXTENSION_CALENDAR_DAYS = 370;

export const acknowledge = (subject: Case, judging: Judging): Ruling => {
  const parts = myParts(subject, judging);
  const part = parts.find(({ acknowledged }) => acknowledged === null) ?? parts[0];
  if (!part) return no({ kind: 'notYourRole' });
  if (part.acknowledged) {
    return no({ kind: 'alreadyAcknowledged', byName: part.acknowledged.by.name, at: part.acknowledged.at });
  }
  if (isPending(part)) return no({ kind: 'objectionPending' });
  const isLast = (currentRound(subject)?.units ?? []).every((each) => each === part || each.acknowledged !== null);
  return yes({ type: 'unitAcknowledged', unitId: part.unitId, isLast });
};

export const object = (
  subject: Case,
  { reason, suggestedUnitId }: Extract<Command, { type: 'object' }>,
  judging: Judging,
): Ruling => {
  const { directory, calendar, today } = judging;
  const round = currentRound(subject);
  const parts = myParts(subject, judging);
  const part = parts.find(({ acknowledged, objection }) => acknowledged === null && objection === null) ?? parts[0];
  if (!round || !part) return no({ kind: 'notYourRole' });
  const lastDay = dueAfter(assignedOn(round, part), directory.settings.objectDays, calendar).date;
  return unless(
    [
      part.acknowledged && {
        kind: 'alreadyAcknowledged',
        byName: part.acknowledged.by.name,
        at: part.acknowledged.at,
      },
      refuseIf(isPending(part), { kind: 'objectionPending' }),
      refuseIf(part.objection !== null, { kind: 'objectedBefore' }),
      refuseIf(today > lastDay, { kind: 'objectionTooLate', lastDay }),
      checkReason('异议理由', reason),
      refuseIf(
        suggestedUnitId !== null && (suggestedUnitId === part.unitId || unitById(directory, suggestedUnitId) === null),
        { kind: 'unknownUnit' },
      ),
    ],
    () =>
      yes(
        { type: 'unitObjected', unitId: part.unitId, reason, suggestedUnitId },
        notifyStaff('objectionRaised', directory),
      ),
  );
};

/** The oldest open objection is decided first. */
export const decideObjection = (
  subject: Case,
  { isUpheld, newUnitId, words }: Extract<Command, { type: 'decideObjection' }>,
  { directory }: Judging,
): Ruling => {
  const round = currentRound(subject);
  const part = round?.units
    .filter(isPending)
    .toSorted((a, b) => (a.objection?.at ?? 0) - (b.objection?.at ?? 0))
    .at(0);
  if (!round || !part?.objection) return no({ kind: 'noObjection' });
  const told = notify('objectionDecided', peopleOfUnits([part.unitId], directory));
  if (!isUpheld) {
    return unless([checkLength('裁定意见', words)], () =>
      yes({ type: 'objectionDecided', unitId: part.unitId, isUpheld, newUnitId: null, words }, told),
    );
  }
  const successor = newUnitId ?? part.objection.suggestedUnitId;
  return unless(
    [
      checkAllFilled({ 改派单位: successor !== null }),
      refuseIf(successor === part.unitId || unitById(directory, successor) === null, { kind: 'unknownUnit' }),
      checkLength('裁定意见', words),
    ],
    () =>
      yes(
        { type: 'objectionDecided', unitId: part.unitId, isUpheld, newUnitId: successor, words },
        told,
        showAssignment(round.round, successor ? [successor] : [], directory),
        handToWebUnits(successor ? [successor] : [], directory),
      ),
  );
};

/** A person has to be of the unit; somebody who is not in the directory is only a name, and gets nothing. */
export const nameOfficer = (subject: Case, officer: Officer, judging: Judging): Ruling =>
  asUnit(subject, judging, ({ unitId, officer: before }) => {
    const { directory } = judging;
    if (officer.kind === 'named')
      return unless([checkFilled('承办人', officer.name)], () => yes({ type: 'officerNamed', unitId, officer }));
    const { openId } = officer;
    return unless(
      [
        refuseIf(!peopleOf(unitById(directory, unitId)).includes(openId), { kind: 'unknownOfficer' }),
        refuseIf(before?.kind === 'person' && before.openId === openId, { kind: 'nothingChanged' }),
      ],
      () =>
        yes(
          { type: 'officerNamed', unitId, officer },
          showCard('assignment', subject.rounds.length, [openId]),
          notify('officerNamed', [openId]),
        ),
    );
  });

export const contactEnterprise = (subject: Case, note: string, judging: Judging): Ruling =>
  asUnit(subject, judging, ({ unitId }) =>
    unless([checkLength('联系情况', note)], () => yes({ type: 'enterpriseContacted', unitId, note })),
  );

/** A photo may speak for itself. */
export const reportProgress = (
  subject: Case,
  { text, files = [] }: Extract<Command, { type: 'reportProgress' }>,
  judging: Judging,
): Ruling =>
  asUnit(subject, judging, ({ unitId }) => {
    const words = text.trim() === '' && files.length > 0 ? `附件${files.length}个` : text;
    return unless([checkFilled('办理进展', words)], () =>
      yes({ type: 'progressReported', unitId, text: words, files }),
    );
  });

export const contribute = (subject: Case, text: string, judging: Judging): Ruling => {
  // Someone of several units speaks for the one that supports.
  const parts = myParts(subject, judging);
  const part = parts.find(({ role }) => role === 'supporting') ?? parts[0];
  if (!part) return no({ kind: 'notYourRole' });
  return unless([checkFilled('协办意见', text)], () => yes({ type: 'contributionMade', unitId: part.unitId, text }));
};

export const requestExtension = (
  subject: Case,
  { reason, doneSoFar, newDate }: Extract<Command, { type: 'requestExtension' }>,
  { directory, calendar, today }: Judging,
): Ruling => {
  const round = currentRound(subject);
  if (!round?.due) return no({ kind: 'fieldsMissing', missing: ['办理时限'] });
  const lastDay = workdayBefore(round.due.date, directory.settings.extensionNoticeDays, calendar);
  const month = owedMonth(subject, today, calendar);
  return unless(
    [
      month && { kind: 'monthlyLineMissing', month },
      refuseIf(pendingExtension(round) !== null, { kind: 'extensionPending' }),
      refuseIf(approvedCount(round) >= directory.settings.maxExtensions, { kind: 'extensionsUsedUp' }),
      refuseIf(today > lastDay, { kind: 'extensionTooLate', lastDay }),
      checkReason('延期原因', reason),
      checkFilled('已做的工作', doneSoFar),
      checkNewDate(newDate, round.due),
    ],
    () => yes({ type: 'extensionRequested', reason, doneSoFar, newDate }, notifyStaff('extensionRequested', directory)),
  );
};

/** The limit may have moved by a pause since the request was made, so the date is judged again. */
export const decideExtension = (
  subject: Case,
  { isApproved, words }: Extract<Command, { type: 'decideExtension' }>,
  { directory, calendar }: Judging,
): Ruling => {
  const round = currentRound(subject);
  const asked = round ? pendingExtension(round) : null;
  if (!round?.due || !asked) return no({ kind: 'noExtension' });
  const due = isApproved ? dueOn(round.due.startedOn, asked.newDate, calendar) : null;
  return unless(
    [
      isApproved ? checkNewDate(asked.newDate, round.due) : checkReason('不同意延期的原因', words),
      checkLength('审批意见', words),
    ],
    () =>
      yes(
        { type: 'extensionDecided', isApproved, words, due },
        notify('extensionDecided', leadUnitPeople(subject, directory)),
      ),
  );
};

const pendingExtension = (round: Round): Extension | null =>
  round.extensions.find(({ decision }) => decision === null) ?? null;

const approvedCount = (round: Round): number => round.extensions.filter(({ decision }) => decision?.isApproved).length;

const checkNewDate = (newDate: BeijingDate, due: DueDate): Refusal | null => {
  return checkDay(newDate, due.date, addDays(due.date, MAX_EXTENSION_CALENDAR_DAYS));
};

const isPending = (part: UnitPart): boolean => part.objection !== null && part.objection.decision === null;

/**
 * The day a unit got its part: the signing, or for a unit that took another's place the day of that decision, which is the
 * first line of history about it.
 */
export const assignedOn = (round: Round, { unitId }: UnitPart): BeijingDate => {
  const signing = round.instruction;
  const isNamedInSheet = signing?.leadUnitId === unitId || signing?.supportingUnitIds.includes(unitId);
  const broughtInAt = isNamedInSheet ? null : round.progress.find((line) => line.unitId === unitId)?.at;
  return beijingDateOf(broughtInAt ?? signing?.signedAt ?? 0);
};

const myParts = (subject: Case, { actor, directory }: Judging): readonly UnitPart[] =>
  partsOfActor(actor, subject, directory);

/** Someone who was only consulted is of no unit of this round. */
const asUnit = (subject: Case, judging: Judging, answer: (part: UnitPart) => Ruling): Ruling => {
  const [part] = myParts(subject, judging);
  return part ? answer(part) : no({ kind: 'notYourRole' });
};
