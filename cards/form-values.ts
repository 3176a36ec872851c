/**
 * From an act and the form's values to a command. Reads what Feishu's clients are known to send: texts, dates with the
 * client's offset behind them, lists as array, single string or JSON text; a field left empty may be missing, null or ''.
 * It checks shapes and lengths; whether the thing asked for may be is not its business.
 */
import { z } from 'zod';
import { type Officer, OUTCOMES, type Outcome } from '../src/workflow/case.ts';
import type { Command, Signing } from '../src/workflow/commands.ts';
import type { Refusal } from '../src/workflow/decision.ts';
import { type BeijingDate, beijingDate, leaderId, openId, unitId } from '../src/workflow/ids.ts';
import { MAX_MILESTONE_TEXT } from '../src/workflow/milestones.ts';
import type { Act } from './click.ts';

/** Names of the form's components, by act. Unique on every card, because an act appears once on it. */
export const FIELDS = {
  sign: {
    words: 'sign_words',
    phrase: 'sign_phrase',
    leadLeader: 'sign_lead_leader',
    leadUnit: 'sign_lead_unit',
    supportingUnits: 'sign_supporting_units',
    workdays: 'sign_workdays',
    date: 'sign_date',
  },
  sendBack: { reason: 'send_back_reason' },
  passOn: { leader: 'pass_on_leader', words: 'pass_on_words' },
  prepare: { words: 'prepare_words' },
  transcript: { words: 'transcript_words' },
  hold: { reason: 'hold_reason' },
  onTheSpot: { reply: 'on_the_spot_reply' },
  object: { reason: 'object_reason', unit: 'object_unit' },
  nameOfficer: { person: 'officer_person', name: 'officer_name' },
  progress: { text: 'progress_text' },
  setMilestone: { text: 'set_milestone_text', date: 'set_milestone_date' },
  /** Shared by 节点完成 and 调整节点, two buttons of one form. */
  milestone: { id: 'milestone_id', words: 'milestone_words', date: 'milestone_date' },
  contribute: { text: 'contribute_text' },
  extend: { reason: 'extend_reason', doneSoFar: 'extend_done', date: 'extend_date' },
  resolve: {
    outcome: 'resolve_outcome',
    text: 'resolve_text',
    date: 'resolve_date',
    basis: 'resolve_basis',
    unitHead: 'resolve_unit_head',
  },
  answerConsultation: { text: 'consultation_text' },
  askEnterprise: { question: 'ask_question' },
  reconsider: { words: 'reconsider_words' },
  decideExtension: { words: 'extension_words' },
  list: { reason: 'list_reason' },
  unlist: { reason: 'unlist_reason' },
  review: { reply: 'review_reply' },
  returnResult: { reason: 'return_reason' },
  contest: { reason: 'contest_reason' },
  reportPlan: { text: 'report_plan_text' },
  checkPlan: { words: 'check_plan_words' },
} as const;

/** Chosen among supporting units: none at all. An emptied list cannot be told from an untouched one. */
export const NO_SUPPORTING_UNITS = 'none';
/** 同意拟办 in one tap. */
export const APPROVING_WORDS = '同意拟办意见。';
const MAX_TEXT = 1000;
const MAX_SHORT_TEXT = 50;

export interface Asked {
  readonly command: Command;
  readonly problem: Refusal | null;
}

/** The command behind an act. The first thing that cannot be read becomes `problem`. */
export const commandOf = (act: Act, form: unknown): Asked => {
  const values = readForm(form);
  return { command: buildCommand(act, values), problem: values.problem() };
};

const buildCommand = (act: Act, values: FormValues): Command => {
  switch (act) {
    case 'approve':
      return { type: 'instruct', signing: AS_PROPOSED };
    case 'sign':
      return { type: 'instruct', signing: readSigning(values) };
    case 'signAgain':
      return { type: 'instructAgain', signing: readSigning(values) };
    case 'sendBack':
      return { type: 'sendBack', reason: values.needed(FIELDS.sendBack.reason, '退回原因') };
    case 'passOn':
      return {
        type: 'passOn',
        leaderId: leaderId(values.chosen(FIELDS.passOn.leader, '转请的领导')),
        words: values.text(FIELDS.passOn.words, '转请说明'),
      };
    case 'prepare':
      return { type: 'prepare', words: values.needed(FIELDS.prepare.words, '代拟批示') };
    case 'transcriptRight':
      return { type: 'checkTranscript', words: null };
    case 'transcriptWrong':
      return { type: 'checkTranscript', words: values.needed(FIELDS.transcript.words, '批示原文') };
    case 'hold':
      return { type: 'hold', reason: values.needed(FIELDS.hold.reason, '暂缓原因') };
    case 'onTheSpot':
      return { type: 'answerOnTheSpot', reply: values.needed(FIELDS.onTheSpot.reply, '现场答复内容') };
    case 'acknowledge':
      return { type: 'acknowledge' };
    case 'object': {
      const unit = values.option(FIELDS.object.unit);
      return {
        type: 'object',
        reason: values.needed(FIELDS.object.reason, '异议理由'),
        suggestedUnitId: unit === '' ? null : unitId(unit),
      };
    }
    case 'nameOfficer':
      return { type: 'nameOfficer', officer: readOfficer(values) };
    case 'contact':
      return { type: 'contactEnterprise', note: values.text(FIELDS.progress.text, '联系情况') };
    case 'progress':
      return { type: 'reportProgress', text: values.needed(FIELDS.progress.text, '进展情况') };
    case 'setMilestone':
      return {
        type: 'setMilestone',
        text: values.needed(FIELDS.setMilestone.text, '节点内容', MAX_MILESTONE_TEXT),
        on: values.date(FIELDS.setMilestone.date) ?? values.missingDate('完成日期'),
      };
    case 'moveMilestone':
      return {
        type: 'moveMilestone',
        id: readMilestone(values),
        on: values.date(FIELDS.milestone.date) ?? values.missingDate('新的日期'),
        reason: values.needed(FIELDS.milestone.words, '调整原因'),
      };
    case 'reachMilestone':
      return {
        type: 'reachMilestone',
        id: readMilestone(values),
        words: values.needed(FIELDS.milestone.words, '完成情况'),
      };
    case 'contribute':
      return { type: 'contribute', text: values.needed(FIELDS.contribute.text, '协办意见') };
    case 'extend':
      return {
        type: 'requestExtension',
        newDate: values.date(FIELDS.extend.date) ?? values.missingDate('新的办结日期'),
        reason: values.needed(FIELDS.extend.reason, '延期原因'),
        doneSoFar: values.needed(FIELDS.extend.doneSoFar, '目前办理情况'),
      };
    case 'resolve':
      return {
        type: 'resolve',
        outcome: readOutcome(values),
        text: values.needed(FIELDS.resolve.text, '办理情况'),
        plannedDate: values.date(FIELDS.resolve.date),
        basis: values.text(FIELDS.resolve.basis, '政策依据'),
        unitHead: values.needed(FIELDS.resolve.unitHead, '单位负责人', MAX_SHORT_TEXT),
      };
    case 'answerConsultation':
      return { type: 'answerConsultation', text: values.needed(FIELDS.answerConsultation.text, '答复内容') };
    case 'askEnterprise':
      return { type: 'askEnterprise', question: values.needed(FIELDS.askEnterprise.question, '需企业补充的内容') };
    case 'endorse':
      return { type: 'endorse' };
    case 'upholdRating':
    case 'redoRating':
      return {
        type: 'reconsider',
        isUpheld: act === 'upholdRating',
        words: values.needed(FIELDS.reconsider.words, '复核意见'),
      };
    case 'review':
      return { type: 'review', publicReply: values.needed(FIELDS.review.reply, '对企业的答复') };
    case 'returnResult':
      return { type: 'returnResult', reason: values.needed(FIELDS.returnResult.reason, '退回原因') };
    case 'contest':
      return { type: 'contestRating', reason: values.needed(FIELDS.contest.reason, '申诉理由') };
    case 'reportPlan':
      return { type: 'reportPlan', text: values.needed(FIELDS.reportPlan.text, '兑现情况') };
    case 'planKept':
    case 'planBroken':
      return {
        type: 'checkPlan',
        isKept: act === 'planKept',
        words: values.needed(FIELDS.checkPlan.words, '对企业的答复'),
      };
    case 'remind':
      return { type: 'remind' };
    case 'list':
      return { type: 'list', reason: values.text(FIELDS.list.reason, '挂牌理由') };
    case 'unlist':
      return { type: 'unlist', reason: values.needed(FIELDS.unlist.reason, '解除挂牌的理由') };
    case 'approveExtension':
    case 'refuseExtension':
      return {
        type: 'decideExtension',
        isApproved: act === 'approveExtension',
        words: values.text(FIELDS.decideExtension.words, '审批意见'),
      };
  }
};

const AS_PROPOSED: Signing = {
  words: APPROVING_WORDS,
  leadLeaderId: null,
  leadUnitId: null,
  supportingUnitIds: null,
  limit: null,
};

const readSigning = (values: FormValues): Signing => {
  const leader = values.option(FIELDS.sign.leadLeader);
  const unit = values.option(FIELDS.sign.leadUnit);
  const supporting = values.options(FIELDS.sign.supportingUnits);
  return {
    words: readWords(values),
    leadLeaderId: leader === '' ? null : leaderId(leader),
    leadUnitId: unit === '' ? null : unitId(unit),
    supportingUnitIds: supporting?.includes(NO_SUPPORTING_UNITS)
      ? []
      : (supporting?.filter((id) => id !== unit).map(unitId) ?? null),
    limit: readLimit(values),
  };
};

/** The leader's words as typed; a phrase chosen from the list follows them, or stands alone. */
const readWords = (values: FormValues): string => {
  const typed = values.text(FIELDS.sign.words, '批示内容');
  const words = [typed, values.option(FIELDS.sign.phrase)].filter((part) => part !== '').join('\n');
  if (words === '') values.report({ kind: 'fieldsMissing', missing: ['批示内容'] });
  return words;
};

/** A date, where one is given, outranks the number of days, which is there by default. */
const readLimit = (values: FormValues): Signing['limit'] => {
  const date = values.date(FIELDS.sign.date);
  if (date) return { date };
  const typed = values.text(FIELDS.sign.workdays, '办理时限', MAX_SHORT_TEXT);
  if (typed === '') return null;
  const workdays = Number(
    typed
      .normalize('NFKC')
      .replace(/\s*(个?工作日|天|日)$/u, '')
      .trim() || Number.NaN,
  );
  if (Number.isInteger(workdays) && workdays >= 1 && workdays <= 1000) return { workdays };
  values.report({ kind: 'limitInvalid' });
  return { workdays: 0 };
};

/** Somebody chosen from the list outranks a name that was typed. */
const readOfficer = (values: FormValues): Officer => {
  const chosen = values.option(FIELDS.nameOfficer.person);
  return chosen === ''
    ? { kind: 'named', name: values.needed(FIELDS.nameOfficer.name, '承办人', MAX_SHORT_TEXT) }
    : { kind: 'person', openId: openId(chosen) };
};

/** 0 is no node's number, and is refused. */
const readMilestone = (values: FormValues): number => {
  const chosen = values.chosen(FIELDS.milestone.id, '节点');
  return /^\d{1,3}$/u.test(chosen) ? Number(chosen) : 0;
};

const isOutcome = (text: string): text is Outcome => Object.hasOwn(OUTCOMES, text);
const readOutcome = (values: FormValues): Outcome => {
  const chosen = values.chosen(FIELDS.resolve.outcome, '办理结果');
  if (isOutcome(chosen)) return chosen;
  values.report({ kind: 'outcomeUnfit' });
  // Belongs to the room and is refused for every reported result.
  return 'answered_on_the_spot';
};

interface FormValues {
  /** Trimmed text, '' when left empty. */
  readonly text: (name: string, label: string, max?: number) => string;
  /** The same, where empty is a problem. */
  readonly needed: (name: string, label: string, max?: number) => string;
  /** A single choice, '' when none was made. */
  readonly option: (name: string) => string;
  readonly chosen: (name: string, label: string) => string;
  /** Null when the client sent nothing; an empty list when it sent an empty one. */
  readonly options: (name: string) => readonly string[] | null;
  readonly date: (name: string) => BeijingDate | null;
  /** Reports the missing date and stands in for it: a day before every other. */
  readonly missingDate: (label: string) => BeijingDate;
  readonly report: (problem: Refusal) => void;
  readonly problem: () => Refusal | null;
}

const formSchema = z.record(z.string(), z.unknown());

/** The values of a form, with what could not be read noted down as it is read. */
export const readForm = (form: unknown): FormValues => {
  const values = formSchema.safeParse(typeof form === 'string' ? parseJson(form) : form).data ?? {};
  const problems: Refusal[] = [];
  const missing: string[] = [];
  const raw = (name: string): unknown => (Object.hasOwn(values, name) ? values[name] : undefined);

  const text = (name: string, label: string, max = MAX_TEXT): string => {
    const value = raw(name);
    const typed = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
    if ([...typed.slice(0, max * 2 + 1)].length <= max) return typed;
    problems.push({ kind: 'textTooLong', field: label, max });
    return '';
  };
  const orMissing = (value: string, label: string): string => {
    if (value === '') missing.push(label);
    return value;
  };
  const options = (name: string): readonly string[] | null => {
    const list = listOf(raw(name));
    return list === null ? null : [...new Set(list.map((each) => each.trim()).filter((each) => each !== ''))];
  };
  const option = (name: string): string => options(name)?.[0] ?? '';
  const date = (name: string): BeijingDate | null => {
    const typed = option(name);
    if (typed === '') return null;
    const day = /^(\d{4}-\d{2}-\d{2})(?:[ T].*)?$/u.exec(typed)?.[1];
    if (day !== undefined && isDay(day)) return beijingDate(day);
    problems.push({ kind: 'limitInvalid' });
    return null;
  };
  return {
    text,
    needed: (name, label, max) => {
      const before = problems.length;
      const typed = text(name, label, max);
      return problems.length > before ? typed : orMissing(typed, label);
    },
    option,
    chosen: (name, label) => orMissing(option(name), label),
    options,
    date,
    missingDate: (label) => {
      missing.push(label);
      return beijingDate('0001-01-01');
    },
    report: (problem) => problems.push(problem),
    problem: () => (missing.length > 0 ? { kind: 'fieldsMissing', missing } : (problems[0] ?? null)),
  };
};

const isDay = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(day);
};

const listOf = (value: unknown): readonly string[] | null => {
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = value.trim().startsWith('[') ? parseJson(value) : null;
  return Array.isArray(parsed) ? parsed.filter((each) => typeof each === 'string') : [value];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A text that only looks like JSON is a plain value.
    return null;
  }
};
