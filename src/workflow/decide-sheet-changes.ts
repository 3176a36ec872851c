/**
 * Rules of what may still be done to a sheet that is out: putting it right at once (更正), adding to it (追加批示), disowning a
 * transcript (非本人批示), and the 牵头领导's 知悉. The number stays in all of them, and so does every text.
 */
import { byWords, signatureOf } from './acting.ts';
import { beijingDateOf } from './beijing-date.ts';
import {
  type By,
  type Case,
  currentRound,
  type Instruction,
  type InstructionText,
  instructionTextOf,
  type Limit,
  type Round,
  sheetInHand,
} from './case.ts';
import type { Signing } from './commands.ts';
import { dueOf } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { type Directory, leaderById } from './directory.ts';
import type { LeaderId, OpenId, UnitId } from './ids.ts';
import { pendingObjections } from './objections.ts';
import { isBlank, tidyText } from './plain-text.ts';
import {
  handToWebUnits,
  notify,
  notifyStaff,
  othersThan,
  peopleOfUnits,
  showAssignment,
  showCard,
  showOversight,
  unitsOf,
} from './recipients.ts';
import { overseerOf, signersFor, signersOf } from './roles.ts';
import { checkFilled, checkLength, type Judging, no, type Ruling, refuseIf, unless, yes } from './ruling.ts';
import { checkKnownLeader, checkLimit, checkUnits } from './signing-checks.ts';

/** 更正 is for a slip that is seen at once; what is decided later is added, or signed anew. */
const CORRECTION_MINUTES = 30;

export const correctInstruction = (subject: Case, signing: Signing, judging: Judging): Ruling => {
  const { now, today, directory, calendar, by } = judging;
  const round = currentRound(subject);
  const signed = round?.instruction;
  if (!signed) return no({ kind: 'wrongState', state: subject.state });
  const isOver =
    round.units.some(({ acknowledged }) => acknowledged) || now - signed.signedAt > CORRECTION_MINUTES * 60_000;
  const corrected = correctedText(signed, round, signing);
  const isLimitNew = !isSameLimit(corrected.limit, signed.limit);
  return unless(
    [
      checkOwnWords(signed, by, directory),
      isOver ? correctionOver(round) : null,
      refuseIf(pendingObjections(round).length > 0, { kind: 'objectionPending' }),
      checkUnits([corrected.leadUnitId, ...corrected.supportingUnitIds], directory),
      checkKnownLeader(corrected.leadLeaderId, directory),
      isLimitNew ? checkLimit(corrected.limit, today) : null,
      checkLength('批示', corrected.words),
      refuseIf(isSameText(corrected, { ...signed, ...unitsInForce(round, signed) }), { kind: 'nothingChanged' }),
    ],
    () =>
      yes(
        {
          type: 'instructionCorrected',
          ...corrected,
          due: isLimitNew ? dueOf(beijingDateOf(signed.signedAt), corrected.limit, calendar) : null,
        },
        ...toldOfCorrection(subject, round, signed, corrected, judging),
      ),
  );
};

/** Why a sheet can no longer be put right. */
export const correctionOver = ({ units }: Round): Refusal => {
  const first = units
    .flatMap(({ acknowledged }) => (acknowledged ? [acknowledged] : []))
    .toSorted((a, b) => a.at - b.at)
    .at(0);
  return {
    kind: 'correctionTooLate',
    acknowledged: first ? { byName: byWords(first.by), at: first.at } : null,
    minutes: CORRECTION_MINUTES,
  };
};

/** Units that stay read both texts, those that come get the sheet, those that go are told that it is void for them. */
const toldOfCorrection = (
  subject: Case,
  { round }: Round,
  signed: Instruction,
  corrected: InstructionText,
  { directory, today, by }: Judging,
) => {
  const had = unitsOf(subject);
  const wanted = [corrected.leadUnitId, ...corrected.supportingUnitIds];
  const added = wanted.filter((id) => !had.includes(id));
  return [
    showAssignment(round, added, directory),
    handToWebUnits(added, directory),
    notify(
      'unitReleased',
      peopleOfUnits(
        had.filter((id) => !wanted.includes(id)),
        directory,
      ),
    ),
    notify('instructionCorrected', [
      ...peopleOfUnits(
        wanted.filter((id) => had.includes(id)),
        directory,
      ),
      ...othersThan(by, [
        ...accountsOf([signed.leadLeaderId, corrected.leadLeaderId], directory),
        ...signersOf(subject, directory, today),
      ]),
    ]),
    notifyStaff('instructionCorrected', directory),
    corrected.leadLeaderId === signed.leadLeaderId
      ? []
      : showOversight(round, { ...corrected, signerId: signed.signerId }, directory),
  ];
};

export const addInstruction = (subject: Case, words: string, { directory, today, by }: Judging): Ruling => {
  const signed = sheetInHand(subject);
  if (!signed) return no({ kind: 'wrongState', state: subject.state });
  return unless([checkFilled('追加批示', words)], () =>
    yes(
      { type: 'instructionAdded', words },
      notify('instructionAdded', [
        ...peopleOfUnits(unitsOf(subject), directory),
        ...othersThan(by, [...accountsOf([signed.leadLeaderId], directory), ...signersOf(subject, directory, today)]),
      ]),
      notifyStaff('instructionAdded', directory),
    ),
  );
};

/** The leader alone says so: the words stand under that leader's name and nobody else's. */
export const disownTranscript = (subject: Case, words: string, { directory, today, by }: Judging): Ruling => {
  const round = currentRound(subject);
  const signed = round?.instruction;
  if (!signed?.transcript) return no({ kind: 'noTranscript' });
  const { checked, recordedBy } = signed.transcript;
  const leader = leaderById(directory, signed.signerId);
  const earlier = currentRound({ rounds: subject.rounds.filter((one) => one !== round) });
  const earlierSigner = leaderById(directory, earlier?.instruction?.signerId ?? null);
  return unless(
    [
      refuseIf(leader?.openId !== by.openId, {
        kind: 'notYourWords',
        name: leader?.name ?? byWords(signatureOf(signed)),
      }),
      checked ? { kind: 'transcriptChecked', byName: byWords(checked.by), at: checked.at } : null,
      checkFilled('说明', words),
    ],
    () =>
      yes(
        { type: 'transcriptDisowned', round: round?.round ?? 0, words },
        notify('transcriptDisowned', [
          ...peopleOfUnits(unitsOf(subject), directory),
          ...othersThan(by, accountsOf([signed.leadLeaderId], directory)),
          ...(recordedBy.openId ? [recordedBy.openId] : []),
        ]),
        notifyStaff('transcriptDisowned', directory),
        earlier ? showCard('resolution', earlier.round, signersFor(earlierSigner, today)) : [],
      ),
  );
};

export const noteAssignment = (subject: Case, { by, directory }: Judging): Ruling =>
  unless(
    [
      refuseIf(overseerOf(subject, directory) !== by.openId, { kind: 'notYourRole' }),
      refuseIf(currentRound(subject)?.leadNoted !== null, { kind: 'alreadyDone' }),
    ],
    () => yes({ type: 'assignmentNoted' }),
  );

/** Nulls and empty words leave what is in force; an upheld objection may have changed the units since they were signed for. */
const correctedText = (signed: Instruction, round: Round, signing: Signing): InstructionText => {
  const inForce = unitsInForce(round, signed);
  const leadUnitId = signing.leadUnitId ?? inForce.leadUnitId;
  const supporting = signing.supportingUnitIds ?? inForce.supportingUnitIds;
  return {
    words: isBlank(signing.words) ? signed.words : signing.words,
    leadLeaderId: signing.leadLeaderId ?? signed.leadLeaderId,
    leadUnitId,
    supportingUnitIds: [...new Set(supporting)].filter((id) => id !== leadUnitId),
    limit: signing.limit ?? signed.limit,
  };
};

const unitsInForce = (
  { units }: Round,
  signed: Instruction,
): { readonly leadUnitId: UnitId; readonly supportingUnitIds: readonly UnitId[] } => ({
  leadUnitId: units.find(({ role }) => role === 'lead')?.unitId ?? signed.leadUnitId,
  supportingUnitIds: units.flatMap(({ unitId, role }) => (role === 'supporting' ? [unitId] : [])),
});

const isSameLimit = (one: Limit, other: Limit): boolean => JSON.stringify(one) === JSON.stringify(other);

const isSameText = (one: InstructionText, other: InstructionText): boolean => {
  const told = (each: InstructionText): string =>
    JSON.stringify({ ...instructionTextOf(each), words: tidyText(each.words) });
  return told(one) === told(other);
};

const checkOwnWords = (signed: Instruction, by: By, directory: Directory): Refusal | null => {
  const leader = leaderById(directory, signed.signerId);
  const isOwn = by.openId === signed.signedBy.openId || by.openId === leader?.openId;
  return refuseIf(!isOwn, { kind: 'notYourWords', name: byWords(signatureOf(signed)) });
};

const accountsOf = (leaders: readonly (LeaderId | null)[], directory: Directory): readonly OpenId[] =>
  leaders.flatMap((id) => leaderById(directory, id)?.openId ?? []);
