/**
 * Rules of 签批: the sheet goes to a leader, comes back, is passed on or held, and is signed, in the room or afterwards. A
 * signature opens a round with its own number; 新批示 opens the next one.
 */
import { byWords } from './acting.ts';
import { addDays, beijingYearOf } from './beijing-date.ts';
import {
  type AttachedFile,
  type Case,
  currentRound,
  type Instruction,
  nextRound,
  type Proposal,
  partsInHand,
  roundInHand,
  type SheetNumber,
  sheetInHand,
  type Transcript,
} from './case.ts';
import type { Command, Signing } from './commands.ts';
import { dueOf, proposedWorkdays } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { leaderById, unitById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { LeaderId } from './ids.ts';
import { isBlank, tidyText } from './plain-text.ts';
import {
  handToWebUnits,
  notify,
  notifyStaff,
  othersThan,
  peopleOfSheet,
  peopleOfUnits,
  showAssignment,
  showCard,
  showOversight,
  showSheet,
  showSigned,
  unitsOf,
} from './recipients.ts';
import { isDeserted, receivingLeaderIdOf, signersOf, signingLeaderOf, staffOf } from './roles.ts';
import {
  checkAllFilled,
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
  yesAll,
} from './ruling.ts';
import { checkKnownLeader, checkLimit, checkMaySign, checkReachable, checkUnits } from './signing-checks.ts';
import { missingVerdicts } from './vetting.ts';

/** What a leader's signature without own words says. */
const AGREED = '同意拟办意见。';
/** A paper older than this is not what lies before the leader now. */
const MAX_DAYS_ON_PAPER = 60;
/** Smaller than any photo or scan of a paper. */
const MIN_ORIGINAL_BYTES = 1_024;

export const requestInstruction = (subject: Case, { directory, today }: Judging): Ruling => {
  const { proposal } = subject.notes;
  const leaderId = proposal.signingLeaderId ?? receivingLeaderIdOf(subject, directory);
  const leader = leaderById(directory, leaderId);
  const leadUnit = unitById(directory, proposal.leadUnitId);
  return unless(
    [
      checkVetted(subject, 'requestInstruction'),
      checkAllFilled({ 拟主办单位: proposal.leadUnitId !== null, 拟签批领导: leaderId !== null }),
      checkUnits([proposal.leadUnitId, ...proposal.supportingUnitIds], directory),
      checkLimit({ workdays: proposedWorkdays(subject, directory.settings) }, today),
      // Nobody could acknowledge the sheet.
      checkAllFilled({ 主办单位的负责人或承办人: !isDeserted(leadUnit) }),
      checkManned(proposal.supportingUnitIds, directory),
      checkKnownLeader(proposal.leadLeaderId, directory),
      checkReachable(leader),
    ],
    () =>
      leader
        ? yes({ type: 'instructionRequested', leaderId: leader.id }, showSheet(subject, leader, today))
        : no({ kind: 'unknownLeader' }),
  );
};

export const sendBack = (reason: string, { directory }: Judging): Ruling =>
  unless([checkReason('退回原因', reason)], () =>
    yes({ type: 'sheetSentBack', reason }, notifyStaff('sheetSentBack', directory)),
  );

export const passOn = (subject: Case, to: LeaderId, words: string, { directory, today, by }: Judging): Ruling => {
  const leader = leaderById(directory, to);
  return unless(
    [
      checkReachable(leader),
      refuseIf(subject.awaiting?.leaderId === to, { kind: 'nothingChanged', what: 'signer' }),
      checkLength('转请说明', words),
    ],
    () =>
      yes(
        { type: 'sheetPassedOn', leaderId: to, words },
        showSheet(subject, leader, today),
        notifyStaff('sheetPassedOn', directory),
        // Whom it leaves, where somebody else did it in their name.
        notify('sheetPassedOn', othersThan(by, signersOf(subject, directory, today))),
      ),
  );
};

/** Changes nothing but what the leader finds in the form: the words count only when the leader signs them. */
export const prepare = (words: string): Ruling =>
  unless([checkFilled('代拟批示', words)], () => yes({ type: 'instructionPrepared', words }));

export const hold = (reason: string, { directory }: Judging): Ruling =>
  unless([checkReason('暂缓原因', reason)], () =>
    yes({ type: 'sheetHeld', reason }, notifyStaff('sheetHeld', directory)),
  );

/** Signing what is still on the agenda says that it was heard. */
export const instruct = (subject: Case, signing: Signing, judging: Judging): Ruling => {
  const dayId = subject.notes.receptionDayId;
  const heard: readonly CaseEventBody[] =
    subject.state === 'scheduled' && dayId ? [{ type: 'caseHeard', receptionDayId: dayId, note: '' }] : [];
  return signed(subject, signing, subject.notes.proposal, heard, judging);
};

/**
 * 书面批示: the leader has signed, on paper or by word; staff write down what, and attach the original. It counts as the leader's
 * from then on, marked as a transcript until the leader has looked at it.
 */
export const recordInstruction = (
  subject: Case,
  { words, files, writtenOn }: Extract<Command, { type: 'recordInstruction' }>,
  judging: Judging,
): Ruling => {
  const { directory, today, by } = judging;
  const signer = signingLeaderOf(subject, directory);
  const on = writtenOn ?? today;
  const refusal = [
    checkReachable(signer),
    checkAllFilled({ 批示原件: files.length > 0, 处理说明: !isBlank(words) }),
    checkOriginals(files),
    refuseIf(on > today || on < addDays(today, -MAX_DAYS_ON_PAPER), { kind: 'paperDateInvalid' }),
  ].find((check) => check !== null);
  if (refusal) return no(refusal);
  if (!signer?.openId) return no({ kind: 'unknownLeader' });
  const ruling = (roundInHand(subject) > 0 ? instructAgain : instruct)(subject, AS_PROPOSED(words), {
    ...judging,
    by: { openId: signer.openId, name: signer.name },
  });
  if (ruling.kind === 'no') return ruling;
  const transcript: Transcript = { recordedBy: by, writtenOn: on, checked: null };
  return yesAll(
    ruling.events.map((event) =>
      event.type === 'caseInstructed' ? { ...event, instruction: { ...event.instruction, transcript }, files } : event,
    ),
    ruling.effects,
    // Whoever wrote it on paper has it before them nowhere else.
    showSigned(nextRound(subject), signer, today),
  );
};

/** The leader alone says what the leader wrote; the units read the words that were put right. */
export const checkTranscript = (subject: Case, words: string | null, judging: Judging): Ruling => {
  const { directory } = judging;
  const signed = sheetInHand(subject);
  if (!signed?.transcript) return no({ kind: 'noTranscript' });
  if (signed.transcript.checked) return no({ kind: 'alreadyDone' });
  const isCorrected = words !== null && tidyText(words) !== tidyText(signed.words);
  return unless([words === null ? null : checkFilled('批示', words)], () =>
    yes(
      { type: 'transcriptChecked', words: isCorrected ? words : null },
      isCorrected
        ? notify('transcriptCorrected', [...peopleOfUnits(unitsOf(subject), directory), ...staffOf(directory)])
        : [],
    ),
  );
};

const AS_PROPOSED = (words: string): Signing => ({
  words,
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: null,
});

/** Nulls mean the units that had it last; they may have changed since they were proposed. */
export const instructAgain = (subject: Case, signing: Signing, judging: Judging): Ruling => {
  const refusal = checkFilled('批示', signing.words) ?? checkSeenClosed(subject, judging);
  if (refusal) return no(refusal);
  const { proposal } = subject.notes;
  const parts = partsInHand(subject);
  const lead = parts.find(({ role }) => role === 'lead');
  const base: Proposal = lead
    ? {
        ...proposal,
        leadUnitId: lead.unitId,
        supportingUnitIds: parts.filter((part) => part !== lead).map(({ unitId }) => unitId),
        leadLeaderId: sheetInHand(subject)?.leadLeaderId ?? proposal.leadLeaderId,
      }
    : proposal;
  return signed(subject, signing, base, [], judging);
};

/** A card that was drawn while the case was open must not open it again without a word. */
const checkSeenClosed = (subject: Case, { shown = null }: Judging): Refusal | null => {
  const closing = currentRound(subject)?.endorsement;
  return closing && shown !== null && shown !== 'closed'
    ? { kind: 'closedMeanwhile', byName: byWords(closing.by), at: closing.at }
    : null;
};

const signed = (
  subject: Case,
  signing: Signing,
  proposal: Proposal,
  before: readonly CaseEventBody[],
  judging: Judging,
): Ruling => {
  const { directory, calendar, today, now, by } = judging;
  const signer = signingLeaderOf(subject, directory);
  const leadUnitId = signing.leadUnitId ?? proposal.leadUnitId;
  const limit = signing.limit ?? { workdays: proposedWorkdays(subject, directory.settings) };
  const supporting = signing.supportingUnitIds ?? proposal.supportingUnitIds;
  const supportingUnitIds = [...new Set(supporting)].filter((id) => id !== leadUnitId);
  const leadLeaderId = signing.leadLeaderId ?? proposal.leadLeaderId;
  if (!signer) return no({ kind: 'unknownLeader' });
  if (!leadUnitId) return no(checkMaySign(signer) ?? { kind: 'fieldsMissing', missing: ['主办单位'] });
  const refusal = [
    checkMaySign(signer),
    checkUnits([leadUnitId, ...supportingUnitIds], directory),
    checkManned([leadUnitId, ...supportingUnitIds], directory),
    checkLimit(limit, today),
    checkKnownLeader(leadLeaderId, directory),
    checkLength('批示', signing.words),
  ].find((check) => check !== null);
  if (refusal) return no(refusal);

  const round = nextRound(subject);
  const instruction: Instruction = {
    number: sheetNumber(judging),
    signerId: signer.id,
    signedBy: by,
    actedForName: by.actedFor ?? null,
    signedAt: now,
    words: isBlank(signing.words) ? AGREED : signing.words,
    leadLeaderId,
    leadUnitId,
    supportingUnitIds,
    limit,
    inTheRoom: subject.state === 'scheduled' || subject.state === 'heard',
    transcript: null,
    corrections: [],
    additions: [],
  };
  const due = dueOf(today, limit, calendar);
  const sheetPeople = peopleOfSheet(signer, today);
  return yesAll(
    [...before, { type: 'caseInstructed', round, instruction, due, files: [] }],
    showCard('instruction', round, instruction.inTheRoom ? othersThan(by, sheetPeople) : sheetPeople),
    showAssignment(round, [leadUnitId, ...supportingUnitIds], directory),
    handToWebUnits([leadUnitId, ...supportingUnitIds], directory),
    showOversight(round, instruction, directory),
  );
};

const sheetNumber = ({ now, directory, nextSerial }: Judging): SheetNumber => {
  const year = beijingYearOf(now);
  return { year, serial: nextSerial, text: `${directory.settings.numberPrefix}〔${year}〕${nextSerial}号` };
};

/** 提交签批 and 审核通过 want all three verdicts; a signature in the room does not wait for them. */
export const checkVetted = (subject: Case, before: 'requestInstruction' | 'review'): Refusal | null => {
  const missing = missingVerdicts(subject.notes);
  return refuseIf(missing.length > 0, { kind: 'verdictsMissing', missing, before });
};

const checkOriginals = (files: readonly AttachedFile[]): Refusal | null => {
  const small = files.find(({ bytes }) => bytes < MIN_ORIGINAL_BYTES);
  return small ? { kind: 'fileTooSmall', name: small.name, bytes: small.bytes, min: MIN_ORIGINAL_BYTES } : null;
};
