/**
 * From an act and the values of its form to a command: the one reading for every door. Whether the thing asked for may be is not its
 * business.
 */
import { type AttachedFile, type Officer, OUTCOMES, type Outcome } from '../case.ts';
import type { Command, Signing } from '../commands.ts';
import { MAX_LIMIT_WORKDAYS } from '../deadlines.ts';
import type { Refusal } from '../decision.ts';
import { leaderId, openId, unitId } from '../ids.ts';
import { LENGTHS } from '../lengths.ts';
import { wholeNumberOf } from '../plain-text.ts';
import { type Act, FIELDS, NO_SUPPORTING_UNITS } from './acts.ts';
import { type FormValues, readForm } from './form-values.ts';

export interface Asked {
  readonly command: Command;
  /** Why it cannot be taken as it is; `command` then holds blanks in place of what was wrong, which the process refuses as well. */
  readonly problem: Refusal | null;
}

/** Files that go with 报进展 were put into the Base before; while they are still to come, they count as there. */
export const readAct = (act: Act, form: unknown, files: readonly AttachedFile[] | 'coming' = []): Asked => {
  const values = readForm(form);
  return { command: commandOf(act, values, files), problem: values.problem() };
};

const commandOf = (act: Act, values: FormValues, files: readonly AttachedFile[] | 'coming'): Command => {
  switch (act) {
    case 'sign':
      return { type: 'instruct', signing: readSigning(values, false) };
    case 'signOwn':
      return { type: 'instruct', signing: readSigning(values, true) };
    case 'signAgain':
    case 'reopen':
      return { type: 'instructAgain', signing: readSigning(values, true) };
    case 'sendBack':
      return { type: 'sendBack', reason: values.needed(FIELDS.sendBack.reason) };
    case 'passOn':
      return {
        type: 'passOn',
        leaderId: leaderId(values.chosen(FIELDS.passOn.leader)),
        words: values.text(FIELDS.passOn.words),
      };
    case 'prepare':
      return { type: 'prepare', words: values.needed(FIELDS.prepare.words) };
    case 'transcriptRight':
      return { type: 'checkTranscript', words: null };
    case 'transcriptWrong':
      return { type: 'checkTranscript', words: values.needed(FIELDS.transcriptWrong.words) };
    case 'disown':
      return { type: 'disownTranscript', words: values.needed(FIELDS.disown.words) };
    case 'correct':
      return { type: 'correctInstruction', signing: readSigning(values, false) };
    case 'add':
      return { type: 'addInstruction', words: values.needed(FIELDS.add.words) };
    case 'hold':
      return { type: 'hold', reason: values.needed(FIELDS.hold.reason) };
    case 'onTheSpot':
      return { type: 'answerOnTheSpot', reply: values.needed(FIELDS.onTheSpot.reply) };
    case 'note':
      return { type: 'noteAssignment' };
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'object': {
      const unit = values.option(FIELDS.object.unit);
      return {
        type: 'object',
        reason: values.needed(FIELDS.object.reason),
        suggestedUnitId: unit === '' ? null : unitId(unit),
      };
    }
    case 'nameOfficer':
      return { type: 'nameOfficer', officer: readOfficer(values) };
    case 'contact':
      return { type: 'contactEnterprise', note: values.text(FIELDS.contact.text) };
    case 'progress':
      return {
        type: 'reportProgress',
        text: files.length > 0 ? values.text(FIELDS.progress.text) : values.needed(FIELDS.progress.text),
        ...(files === 'coming' || files.length === 0 ? {} : { files }),
      };
    case 'setMilestone':
      return {
        type: 'setMilestone',
        text: values.needed(FIELDS.setMilestone.text, LENGTHS.milestone),
        on: values.neededDate(FIELDS.setMilestone.date),
      };
    case 'moveMilestone':
      return {
        type: 'moveMilestone',
        id: readMilestone(values),
        on: values.neededDate(FIELDS.moveMilestone.date),
        reason: values.needed(FIELDS.moveMilestone.words, LENGTHS.words, '调整原因'),
      };
    case 'reachMilestone':
      return {
        type: 'reachMilestone',
        id: readMilestone(values),
        words: values.needed(FIELDS.reachMilestone.words, LENGTHS.words, '完成情况'),
      };
    case 'contribute':
      return { type: 'contribute', text: values.needed(FIELDS.contribute.text) };
    case 'extend':
      return {
        type: 'requestExtension',
        newDate: values.neededDate(FIELDS.extend.date),
        reason: values.needed(FIELDS.extend.reason),
        doneSoFar: values.needed(FIELDS.extend.doneSoFar),
      };
    case 'resolve':
      return {
        type: 'resolve',
        outcome: readOutcome(values),
        text: values.needed(FIELDS.resolve.text),
        plannedDate: values.date(FIELDS.resolve.date),
        basis: values.text(FIELDS.resolve.basis),
        unitHead: values.needed(FIELDS.resolve.unitHead, LENGTHS.name),
      };
    case 'answerConsultation':
      return { type: 'answerConsultation', text: values.needed(FIELDS.answerConsultation.text) };
    case 'askEnterprise':
      return { type: 'askEnterprise', question: values.needed(FIELDS.askEnterprise.question) };
    case 'endorse':
      return { type: 'endorse', words: readWords(values) };
    case 'upholdRating':
    case 'redoRating':
      return { type: 'reconsider', isUpheld: act === 'upholdRating', words: values.needed(FIELDS.upholdRating.words) };
    case 'review':
      return { type: 'review', publicReply: values.needed(FIELDS.review.reply) };
    case 'returnResult':
      return { type: 'returnResult', reason: values.needed(FIELDS.returnResult.reason) };
    case 'contest':
      return { type: 'contestRating', reason: values.needed(FIELDS.contest.reason) };
    case 'reportPlan':
      return { type: 'reportPlan', text: values.needed(FIELDS.reportPlan.text) };
    case 'planKept':
    case 'planBroken':
      return { type: 'checkPlan', isKept: act === 'planKept', words: values.needed(FIELDS.planKept.words) };
    case 'remind':
      return { type: 'remind' };
    case 'list':
      return { type: 'list', reason: values.text(FIELDS.list.reason) };
    case 'unlist':
      return { type: 'unlist', reason: values.needed(FIELDS.unlist.reason) };
    case 'approveExtension':
    case 'refuseExtension':
      return {
        type: 'decideExtension',
        isApproved: act === 'approveExtension',
        words: values.text(FIELDS.approveExtension.words),
      };
  }
};

/** Empty words say that the leader agrees to what was proposed; the process writes them out. */
const readSigning = (values: FormValues, isOwnWords: boolean): Signing => {
  const leader = values.option(FIELDS.sign.leadLeader);
  const unit = values.option(FIELDS.sign.leadUnit);
  const supporting = values.options(FIELDS.sign.supportingUnits);
  const words = readWords(values);
  if (isOwnWords && words === '') values.report({ kind: 'fieldsMissing', missing: ['批示内容'] });
  return {
    words,
    leadLeaderId: leader === '' ? null : leaderId(leader),
    leadUnitId: unit === '' ? null : unitId(unit),
    supportingUnitIds: supporting?.includes(NO_SUPPORTING_UNITS)
      ? []
      : (supporting?.filter((id) => id !== unit).map(unitId) ?? null),
    limit: readLimit(values),
  };
};

/** The leader's words as typed; a phrase chosen from the list follows them, or stands alone. */
const readWords = (values: FormValues): string =>
  [values.text(FIELDS.sign.words), values.option(FIELDS.sign.phrase)].filter((part) => part !== '').join('\n');

/** A date, where one is given, outranks the number of days, which is there by default. */
const readLimit = (values: FormValues): Signing['limit'] => {
  const date = values.date(FIELDS.sign.date);
  if (date) return { date };
  const typed = values.text(FIELDS.sign.workdays, LENGTHS.name);
  if (typed === '') return null;
  const workdays = wholeNumberOf(typed);
  if (workdays !== null && workdays >= 1 && workdays <= MAX_LIMIT_WORKDAYS) return { workdays };
  values.report({ kind: 'limitInvalid', max: MAX_LIMIT_WORKDAYS });
  return { workdays: 0 };
};

/** Somebody chosen from the list outranks a name that was typed. */
const readOfficer = (values: FormValues): Officer => {
  const chosen = values.option(FIELDS.nameOfficer.person);
  return chosen === ''
    ? { kind: 'named', name: values.needed(FIELDS.nameOfficer.name, LENGTHS.name) }
    : { kind: 'person', openId: openId(chosen) };
};

/** 0 is no node's number, and is refused. */
const readMilestone = (values: FormValues): number => {
  const chosen = values.chosen(FIELDS.moveMilestone.id);
  return /^\d{1,3}$/u.test(chosen) ? Number(chosen) : 0;
};

const isOutcome = (text: string): text is Outcome => Object.hasOwn(OUTCOMES, text);
const readOutcome = (values: FormValues): Outcome => {
  const chosen = values.chosen(FIELDS.resolve.outcome);
  if (isOutcome(chosen)) return chosen;
  values.report({ kind: 'outcomeUnfit' });
  // Belongs to the room and is refused for every reported result.
  return 'answered_on_the_spot';
};
