/**
 * Rules of 签收 and 办理: units acknowledge or object, name an officer, talk to the enterprise, report and ask for time.
 * What a unit does counts for the unit of the person who does it.
 */

import { byWords } from './acting.ts';
import { addDays } from './beijing-date.ts';
import {
  type Case,
  currentRound,
  type DueDate,
  leadUnitIdOf,
  type Officer,
  partsInHand,
  type Round,
  roundInHand,
  type UnitPart,
} from './case.ts';
import type { Command } from './commands.ts';
import { dueAfter, dueOn, objectionDue, workdayBefore } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { unitById } from './directory.ts';
import { grantedExtensions, isForLeader, pendingExtension } from './extensions.ts';
import type { BeijingDate, OpenId, UnitId } from './ids.ts';
import { owedMonth } from './monthly-line.ts';
import { isObjecting, objectionOf, pendingObjections } from './objections.ts';
import { checkOwnWork } from './own-work.ts';
import { isBlank } from './plain-text.ts';
import {
  handToWebUnits,
  leadUnitReached,
  notify,
  notifyStaff,
  peopleOfUnits,
  reached,
  showAssignment,
  showCard,
} from './recipients.ts';
import { leadLeaderPeople, partsOfActor, peopleOf, rolesOf, signersOf } from './roles.ts';
import {
  checkAllFilled,
  checkDay,
  checkFilled,
  checkLength,
  checkManned,
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
  const round = currentRound(subject);
  const isOpen = ({ acknowledged }: UnitPart): boolean => acknowledged === null;
  const isFree = ({ unitId }: UnitPart): boolean => round === null || !isObjecting(round, unitId);
  const part = parts.find((each) => isOpen(each) && isFree(each)) ?? parts.find(isOpen) ?? parts[0];
  if (!part) return no({ kind: 'notYourRole' });
  if (part.acknowledged) {
    return no({ kind: 'alreadyAcknowledged', byName: byWords(part.acknowledged.by), at: part.acknowledged.at });
  }
  if (!isFree(part)) return no({ kind: 'objectionPending' });
  const isLast = partsInHand(subject).every((each) => each === part || each.acknowledged !== null);
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
  if (!round) return no({ kind: 'notYourRole' });
  const part =
    parts.find(({ acknowledged, unitId }) => acknowledged === null && objectionOf(round, unitId) === null) ??
    parts.find(({ acknowledged }) => acknowledged === null) ??
    parts[0];
  if (!part) return no({ kind: 'notYourRole' });
  const lastDay = objectionDue(round, part.unitId, directory.settings, calendar);
  return unless(
    [
      part.acknowledged && {
        kind: 'alreadyAcknowledged',
        byName: byWords(part.acknowledged.by),
        at: part.acknowledged.at,
      },
      refuseIf(isObjecting(round, part.unitId), { kind: 'objectionPending' }),
      refuseIf(objectionOf(round, part.unitId) !== null, { kind: 'objectedBefore' }),
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

/** The oldest open objection is decided first. Whoever it concerns reads the words, whichever way it goes. */
export const decideObjection = (
  subject: Case,
  { isUpheld, newUnitId, words }: Extract<Command, { type: 'decideObjection' }>,
  judging: Judging,
): Ruling => {
  const { directory } = judging;
  const round = currentRound(subject);
  const [objection] = round ? pendingObjections(round) : [];
  const part = partsInHand(subject).find(({ unitId }) => unitId === objection?.unitId);
  if (!round || !objection || !part) return no({ kind: 'noObjection' });
  const { unitId } = objection;
  const successor = isUpheld ? (newUnitId ?? objection.suggestedUnitId) : null;
  const own = checkOwnWork(round, { unitId, asker: objection.by }, judging);
  const taking = successor ? [successor] : [];
  return unless(
    [
      own,
      checkAllFilled({ 改办单位: !isUpheld || successor !== null, 确定意见: !isBlank(words) }),
      refuseIf(successor !== null && (successor === unitId || unitById(directory, successor) === null), {
        kind: 'unknownUnit',
      }),
      checkManned(taking, directory),
      checkLength('确定意见', words),
    ],
    () =>
      yes(
        {
          type: 'objectionDecided',
          unitId,
          isUpheld,
          newUnitId: successor,
          words,
          due: dueAnew(round, part, successor, judging),
        },
        notify(
          'objectionDecided',
          [...reached([unitId], directory), ...peopleOfUnits(taking, directory), ...leadersOf(subject, judging)],
          unitId,
        ),
        showAssignment(round.round, taking, directory),
        handToWebUnits(taking, directory),
      ),
  );
};

/** The limit starts anew for a unit that leads from now on; a date that the leader named stays. */
const dueAnew = (
  { instruction }: Round,
  { role }: UnitPart,
  successor: UnitId | null,
  { today, calendar }: Judging,
): DueDate | null =>
  successor && role === 'lead' && instruction && 'workdays' in instruction.limit
    ? dueAfter(today, instruction.limit.workdays, calendar)
    : null;

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
        refuseIf(before?.kind === 'person' && before.openId === openId, { kind: 'nothingChanged', what: 'officer' }),
      ],
      () =>
        yes(
          { type: 'officerNamed', unitId, officer },
          showCard('assignment', roundInHand(subject), [openId]),
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
    const words = isBlank(text) && files.length > 0 ? `附件${files.length}个` : text;
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
  judging: Judging,
): Ruling => {
  const { directory, calendar, today } = judging;
  const round = currentRound(subject);
  if (!round?.due) return no({ kind: 'fieldsMissing', missing: ['办理时限'] });
  const lastDay = workdayBefore(round.due.date, directory.settings.extensionNoticeDays, calendar);
  const month = owedMonth(subject, today, calendar);
  return unless(
    [
      month && { kind: 'monthlyLineMissing', month },
      refuseIf(pendingExtension(round) !== null, { kind: 'extensionPending' }),
      refuseIf(grantedExtensions(round) >= directory.settings.maxExtensions, {
        kind: 'extensionsUsedUp',
        max: directory.settings.maxExtensions,
      }),
      refuseIf(today > lastDay, { kind: 'extensionTooLate', lastDay }),
      checkReason('延期原因', reason),
      checkFilled('已做的工作', doneSoFar),
      checkNewDate(newDate, round.due),
    ],
    () =>
      yes(
        { type: 'extensionRequested', reason, doneSoFar, newDate },
        notifyStaff('extensionRequested', directory),
        isForLeader(round)
          ? [
              ...notify('extensionForLeader', leadersOf(subject, judging)),
              ...showCard('supervision', round.round, leadersOf(subject, judging)),
            ]
          : [],
      ),
  );
};

/**
 * Staff decide on the first extension of a round; a further one is for the leader who signed, or who leads, either way. The limit may have moved
 * by a pause since the request was made, so the date is judged again.
 */
export const decideExtension = (
  subject: Case,
  { isApproved, words }: Extract<Command, { type: 'decideExtension' }>,
  judging: Judging,
): Ruling => {
  const { actor, directory, calendar, today } = judging;
  const round = currentRound(subject);
  const asked = round ? pendingExtension(round) : null;
  if (!round?.due || !asked) return no({ kind: 'noExtension' });
  const due = isApproved ? dueOn(round.due.startedOn, asked.newDate, calendar) : null;
  const roles = rolesOf(actor, subject, directory, today);
  const isLeader = roles.has('signer') || roles.has('lead_leader');
  const own = isLeader ? null : checkOwnWork(round, { unitId: leadUnitIdOf(round), asker: asked.by }, judging);
  return unless(
    [
      refuseIf(isForLeader(round) && !isLeader, { kind: 'extensionNeedsLeader' }),
      own,
      isApproved ? checkNewDate(asked.newDate, round.due) : checkReason('不同意延期的原因', words),
      checkLength('审批意见', words),
    ],
    () =>
      yes(
        { type: 'extensionDecided', isApproved, words, due },
        notify('extensionDecided', leadUnitReached(subject, directory)),
        isLeader ? notifyStaff('extensionDecided', directory) : [],
      ),
  );
};

const leadersOf = (subject: Case, { directory, today }: Judging): readonly OpenId[] => [
  ...signersOf(subject, directory, today),
  ...leadLeaderPeople(subject, directory, today),
];

const checkNewDate = (newDate: BeijingDate, due: DueDate): Refusal | null => {
  return checkDay(newDate, due.date, addDays(due.date, MAX_EXTENSION_CALENDAR_DAYS));
};

const myParts = (subject: Case, { actor, directory }: Judging): readonly UnitPart[] =>
  partsOfActor(actor, subject, directory);

/** Someone who was only consulted is of no unit of this round. */
const asUnit = (subject: Case, judging: Judging, answer: (part: UnitPart) => Ruling): Ruling => {
  const [part] = myParts(subject, judging);
  return part ? answer(part) : no({ kind: 'notYourRole' });
};
