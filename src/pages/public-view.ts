/**
 * What the enterprise may read of its case: built field by field from an allow-list, never by leaving things out of the
 * case. No phone number, no contact, no internal note, no verdict, no official's name. Pure.
 */

import { beijingDateOf } from '../workflow/beijing-date.ts';
import {
  type Case,
  currentResult,
  currentRound,
  FINAL_STATES,
  GRADES,
  OUTCOMES,
  type Round,
  type State,
} from '../workflow/case.ts';
import { type Directory, receptionDayById, unitById } from '../workflow/directory.ts';
import type { CaseEvent } from '../workflow/events.ts';
import type { CaseId, Ms } from '../workflow/ids.ts';
import { statesIn } from '../workflow/states.ts';
import { dayText, dayWords } from './chinese-moment.ts';
import { nextStepOf, STAGES, stageOf, stateWords } from './public-stages.ts';
import { publicTimeline, type TimelineLine } from './public-timeline.ts';

export { dayWords };

export interface PublicStep {
  readonly name: string;
  readonly standing: 'done' | 'current' | 'ahead';
}

/** 答复: what staff passed for the enterprise to read. */
export interface PublicAnswer {
  readonly outcome: string;
  readonly reply: string;
  /** 政策依据; empty when none is needed. */
  readonly basis: string;
  /** 计划解决: by when; empty otherwise. */
  readonly plannedDay: string;
  /** Whether the plan was kept, with what staff say of it; null until that is known. */
  readonly plan: { readonly standing: string; readonly day: string; readonly words: string } | null;
}

export type PublicRating =
  | { readonly kind: 'none' }
  /** This round may be rated now. */
  | { readonly kind: 'asked'; readonly round: number }
  | { readonly kind: 'given'; readonly grade: string; readonly words: string; readonly isByPhone: boolean };

export interface PublicDue {
  readonly day: string;
  readonly derivation: string;
  readonly isProvisional: boolean;
  /** The clock stands still because the enterprise is asked. */
  readonly isStanding: boolean;
  readonly isOverdue: boolean;
}

export interface PublicCase {
  readonly id: CaseId;
  /** Empty when the case is confidential. */
  readonly enterprise: string;
  /** 问题 / 建议 */
  readonly kind: string;
  readonly category: string;
  /** What was filed, telephone numbers blotted out; a remark instead when the case is confidential. */
  readonly text: string;
  /** 交办单编号; empty before signing. */
  readonly number: string;
  readonly filedOn: string;
  /** Where it is, in words. */
  readonly state: string;
  readonly isFinished: boolean;
  /** Empty when the case left the road before its end. */
  readonly steps: readonly PublicStep[];
  /** Why it left the road; empty otherwise. */
  readonly exitReason: string;
  readonly nextStep: string;
  /** Responsible units with their parts; empty when there are none or the case is confidential. */
  readonly units: string;
  readonly due: PublicDue | null;
  readonly reception: { readonly title: string; readonly day: string; readonly place: string } | null;
  /** What the enterprise is asked to add; there is an answer form while it is there. */
  readonly question: string | null;
  /** 补交材料: while the case is open. What is confidential is handed to staff, because files tell whose they are. */
  readonly takesMaterial: boolean;
  /** The answers of all rounds, oldest first. */
  readonly answers: readonly PublicAnswer[];
  readonly rating: PublicRating;
  readonly withdrawal: 'possible' | 'pending' | 'closed';
  /** Oldest first. */
  readonly events: readonly TimelineLine[];
}

/** What may be shown of this case to whoever holds its link. */
export const publicCase = (subject: Case, events: readonly CaseEvent[], directory: Directory, now: Ms): PublicCase => {
  const { appeal, notes, pause, withdrawal } = subject;
  const { isConfidential } = notes;
  const round = currentRound(subject);
  return {
    id: subject.id,
    enterprise: isConfidential ? '' : appeal.enterpriseName,
    kind: appeal.kind === 'problem' ? '问题' : '建议',
    category: appeal.category,
    text: isConfidential ? CONFIDENTIAL_TEXT : withoutPhones(appeal.text),
    number: round?.instruction?.number.text ?? '',
    filedOn: dayText(beijingDateOf(subject.submittedAt)),
    state: stateWords(subject),
    isFinished: isFinished(subject.state),
    steps: stepsOf(subject),
    exitReason: subject.exit?.reason ?? '',
    nextStep: nextStepOf(subject, directory),
    units: isConfidential || !round ? '' : unitsOf(round, directory),
    due: round ? dueOf(subject, round, now) : null,
    reception: receptionOf(subject, directory),
    question: pause?.question ?? null,
    takesMaterial: !isFinished(subject.state) && !isConfidential,
    answers: subject.rounds.flatMap(answerOf),
    rating: ratingOf(subject, round),
    withdrawal: isFinished(subject.state) ? 'closed' : withdrawal?.outcome === 'pending' ? 'pending' : 'possible',
    events: publicTimeline(events, { directory, isConfidential }),
  };
};

const CONFIDENTIAL_TEXT = '（本事项按保密要求办理，内容不在网页上显示。）';

const isFinished = (state: State): boolean => FINAL_STATES.some((final) => final === state);

const stepsOf = (subject: Case): readonly PublicStep[] => {
  const inHand = stageOf(subject);
  if (inHand === null) return [];
  return STAGES.map((name, index) => ({
    name,
    standing: index < inHand ? 'done' : index === inHand ? 'current' : 'ahead',
  }));
};

const unitsOf = (round: Round, directory: Directory): string =>
  round.units
    .flatMap(({ unitId, role }) => {
      const unit = unitById(directory, unitId);
      return unit ? [`${unit.name}（${role === 'lead' ? '主办' : '协办'}）`] : [];
    })
    .join('、');

const UNDER_WAY = statesIn('handling', 'paused');

const dueOf = ({ state }: Case, { due }: Round, now: Ms): PublicDue | null => {
  if (!due || !UNDER_WAY.includes(state)) return null;
  const isStanding = state === 'awaiting_enterprise';
  return {
    day: dayText(due.date),
    derivation: inFullWidth(due.derivation),
    isProvisional: due.isProvisional,
    isStanding,
    isOverdue: !isStanding && state !== 'awaiting_review' && beijingDateOf(now) > due.date,
  };
};

/** Only while the day is still ahead; what happened on it is told in the history. */
const receptionOf = (subject: Case, directory: Directory): PublicCase['reception'] => {
  if (subject.state !== 'scheduled') return null;
  const day = receptionDayById(directory, subject.notes.receptionDayId);
  return day && { title: day.title, day: day.date ? dayText(day.date) : '日期另行通知', place: day.place };
};

/** A result is an answer only once staff have passed it. */
const answerOf = (round: Round): readonly PublicAnswer[] => {
  const result = currentResult(round);
  if (!result || !round.review) return [];
  return [
    {
      outcome: OUTCOMES[result.outcome],
      reply: round.review.publicReply,
      basis: result.basis,
      plannedDay: result.plannedDate ? dayText(result.plannedDate) : '',
      plan: planAnswerOf(round),
    },
  ];
};

const planAnswerOf = (round: Round): PublicAnswer['plan'] => {
  const verdict = round.planCheck?.verdict;
  if (!verdict) return null;
  return {
    standing: verdict.isKept ? '已兑现' : '未按期兑现',
    day: dayText(beijingDateOf(verdict.at)),
    words: verdict.words,
  };
};

const ratingOf = ({ state }: Case, round: Round | null): PublicRating => {
  if (round?.rating) {
    const { grade, words, recordedBy } = round.rating;
    return { kind: 'given', grade: GRADES[grade], words, isByPhone: recordedBy !== null };
  }
  return round && state === 'awaiting_rating' ? { kind: 'asked', round: round.round } : { kind: 'none' };
};

const FULL_WIDTH: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '(': '（', ')': '）' };
const inFullWidth = (text: string): string => text.replace(/[,;:()]/g, (sign) => FULL_WIDTH[sign] ?? sign);

/** Eleven digits that start like a mobile number, with or without separators. */
const PHONE = /(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)/g;
const withoutPhones = (text: string): string => text.replace(PHONE, '〔号码〕');
