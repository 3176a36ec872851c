/**
 * Rules of 签批: the sheet goes to a leader, comes back, is passed on or held, and is signed, in the room or afterwards. A
 * signature opens a round with its own number; 新批示 opens the next one.
 */
import { addDays, beijingYearOf } from './beijing-date.ts';
import {
  type Case,
  currentRound,
  type Instruction,
  type Limit,
  type Proposal,
  type SheetNumber,
  type Transcript,
} from './case.ts';
import type { Command, Signing } from './commands.ts';
import { dueAfter, dueOn, MAX_LIMIT_WORKDAYS } from './deadlines.ts';
import type { Refusal } from './decision.ts';
import { type Leader, leaderById, unitById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { LeaderId, UnitId } from './ids.ts';
import { isBlank } from './plain-text.ts';
import {
  handToWebUnits,
  notify,
  notifyStaff,
  peopleOfUnits,
  showAssignment,
  showCard,
  showSheet,
} from './recipients.ts';
import { isDeserted, receivingLeaderIdOf, signersFor, signingLeaderOf, staffOf } from './roles.ts';
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
  yesAll,
} from './ruling.ts';

/** What a leader's signature without own words says. */
export const AGREED = '同意拟办意见。';
/** A paper older than this is not what lies before the leader now. */
const MAX_DAYS_ON_PAPER = 60;
/** No limit is set further ahead; also bounds every walk over the calendar. */
const MAX_LIMIT_CALENDAR_DAYS = 1_100;

export const requestInstruction = (subject: Case, { directory, today }: Judging): Ruling => {
  const { proposal } = subject.notes;
  const leaderId = proposal.signingLeaderId ?? receivingLeaderIdOf(subject, directory);
  const leader = leaderById(directory, leaderId);
  const leadUnit = unitById(directory, proposal.leadUnitId);
  return unless(
    [
      checkAllFilled({
        拟主办单位: proposal.leadUnitId !== null,
        拟办时限: proposal.limitWorkdays !== null,
        拟签批领导: leaderId !== null,
      }),
      checkUnits([proposal.leadUnitId, ...proposal.supportingUnitIds], directory),
      checkLimit(proposal.limitWorkdays === null ? null : { workdays: proposal.limitWorkdays }, today),
      // Nobody could acknowledge the sheet.
      checkAllFilled({ 主办单位的负责人或承办人: leadUnit !== null && !isDeserted(leadUnit) }),
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

export const passOn = (subject: Case, to: LeaderId, words: string, { directory, today }: Judging): Ruling => {
  const leader = leaderById(directory, to);
  return unless(
    [
      checkReachable(leader),
      refuseIf(subject.awaiting?.leaderId === to, { kind: 'nothingChanged' }),
      checkLength('转请说明', words),
    ],
    () => yes({ type: 'sheetPassedOn', leaderId: to, words }, showSheet(subject, leader, today)),
  );
};

/** Changes nothing but what the leader finds in the form: the words count only when the leader signs them. */
export const prepare = (words: string): Ruling =>
  unless([checkFilled('代拟批示', words)], () => yes({ type: 'instructionPrepared', words: words.trim() }));

export const hold = (reason: string): Ruling =>
  unless([checkReason('暂缓原因', reason)], () => yes({ type: 'sheetHeld', reason }));

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
    refuseIf(on > today || on < addDays(today, -MAX_DAYS_ON_PAPER), { kind: 'paperDateInvalid' }),
  ].find((check) => check !== null);
  if (refusal) return no(refusal);
  if (!signer?.openId) return no({ kind: 'unknownLeader' });
  const ruling = (subject.rounds.length > 0 ? instructAgain : instruct)(subject, AS_PROPOSED(words), {
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
    showCard('instruction', subject.rounds.length + 1, signersFor(signer, today)),
  );
};

/** The leader alone says what the leader wrote; the units read the words that were put right. */
export const checkTranscript = (subject: Case, words: string | null, judging: Judging): Ruling => {
  const { directory } = judging;
  const signed = currentRound(subject)?.instruction;
  if (!signed?.transcript) return no({ kind: 'noTranscript' });
  if (signed.transcript.checked) return no({ kind: 'alreadyDone' });
  const isCorrected = words !== null && words.trim() !== signed.words.trim();
  return unless([words === null ? null : checkFilled('批示', words)], () =>
    yes(
      { type: 'transcriptChecked', words: isCorrected ? words : null },
      isCorrected
        ? notify('transcriptCorrected', [
            ...peopleOfUnits([signed.leadUnitId, ...signed.supportingUnitIds], directory),
            ...staffOf(directory),
          ])
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
  const { proposal } = subject.notes;
  const round = currentRound(subject);
  const lead = round?.units.find(({ role }) => role === 'lead');
  const base: Proposal = lead
    ? {
        ...proposal,
        leadUnitId: lead.unitId,
        supportingUnitIds: (round?.units ?? []).filter((part) => part !== lead).map(({ unitId }) => unitId),
        leadLeaderId: round?.instruction?.leadLeaderId ?? proposal.leadLeaderId,
      }
    : proposal;
  return signed(subject, signing, base, [], judging);
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
  const limit = signing.limit ?? (proposal.limitWorkdays === null ? null : { workdays: proposal.limitWorkdays });
  const supporting = signing.supportingUnitIds ?? proposal.supportingUnitIds;
  const supportingUnitIds = [...new Set(supporting)].filter((id) => id !== leadUnitId);
  const leadLeaderId = signing.leadLeaderId ?? proposal.leadLeaderId;
  const refusal = [
    checkMaySign(signer),
    checkAllFilled({ 主办单位: leadUnitId !== null, 办理时限: limit !== null }),
    checkUnits([leadUnitId, ...supportingUnitIds], directory),
    checkManned([...(leadUnitId ? [leadUnitId] : []), ...supportingUnitIds], directory),
    checkLimit(limit, today),
    checkKnownLeader(leadLeaderId, directory),
    checkLength('批示', signing.words),
  ].find((check) => check !== null);
  if (refusal) return no(refusal);
  if (!signer || !leadUnitId || !limit) return no({ kind: 'fieldsMissing', missing: ['主办单位', '办理时限'] });

  const round = subject.rounds.length + 1;
  const instruction: Instruction = {
    number: sheetNumber(judging),
    signerId: signer.id,
    signedBy: by,
    actedForName: by.openId === signer.openId ? null : signer.name,
    signedAt: now,
    words: isBlank(signing.words) ? AGREED : signing.words,
    leadLeaderId,
    leadUnitId,
    supportingUnitIds,
    limit,
    inTheRoom: subject.state === 'scheduled' || subject.state === 'heard',
    transcript: null,
  };
  const due = 'workdays' in limit ? dueAfter(today, limit.workdays, calendar) : dueOn(today, limit.date, calendar);
  return yesAll(
    [...before, { type: 'caseInstructed', round, instruction, due, files: [] }],
    showAssignment(round, [leadUnitId, ...supportingUnitIds], directory),
    handToWebUnits([leadUnitId, ...supportingUnitIds], directory),
  );
};

const sheetNumber = ({ now, directory, nextSerial }: Judging): SheetNumber => {
  const year = beijingYearOf(now);
  return { year, serial: nextSerial, text: `${directory.settings.numberPrefix}〔${year}〕${nextSerial}号` };
};

/** A leader to whom a sheet may go: allowed to sign, and reachable. */
const checkReachable = (leader: Leader | null): Refusal | null =>
  checkMaySign(leader) ?? (leader?.openId === null ? { kind: 'fieldsMissing', missing: ['签批领导的飞书账号'] } : null);

const checkMaySign = (leader: Leader | null): Refusal | null => {
  if (!leader) return { kind: 'unknownLeader' };
  return leader.maySign ? null : { kind: 'leaderMayNotSign', name: leader.name };
};

const checkKnownLeader = (id: LeaderId | null, directory: Judging['directory']): Refusal | null =>
  refuseIf(id !== null && leaderById(directory, id) === null, { kind: 'unknownLeader' });

const checkUnits = (ids: readonly (UnitId | null)[], directory: Judging['directory']): Refusal | null =>
  refuseIf(
    ids.some((id) => id !== null && unitById(directory, id) === null),
    { kind: 'unknownUnit' },
  );

const checkLimit = (limit: Limit | null, today: Judging['today']): Refusal | null => {
  if (!limit) return null;
  if ('date' in limit) return checkDay(limit.date, today, addDays(today, MAX_LIMIT_CALENDAR_DAYS));
  const isFit = Number.isInteger(limit.workdays) && limit.workdays >= 1 && limit.workdays <= MAX_LIMIT_WORKDAYS;
  return refuseIf(!isFit, { kind: 'limitInvalid', max: MAX_LIMIT_WORKDAYS });
};
