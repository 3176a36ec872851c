/**
 * What the enterprise may read of its case: built field by field from an allow-list, never by leaving things out of the
 * case. No phone number, no contact, no internal note, no verdict, no official's name. Pure.
 */
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
import type { CaseId } from '../workflow/ids.ts';
import { dayText, momentText } from './chinese-moment.ts';
import { isSideExit, nextStepOf, STAGES, stageOf, stateWords } from './public-stages.ts';
import { publicTimeline, type TimelineLine } from './public-timeline.ts';

export type StepPlace = 'done' | 'now' | 'ahead';
export interface Step {
  readonly name: string;
  readonly place: StepPlace;
}

export interface PublicResult {
  readonly outcome: string;
  readonly reply: string;
  readonly basis: string;
  /** 计划解决: by when. */
  readonly plannedDay: string | null;
}

export interface PublicRating {
  readonly grade: string;
  readonly words: string;
  readonly isByPhone: boolean;
}

export interface PublicCase {
  readonly id: CaseId;
  /** 类别 and 问题/建议. */
  readonly title: string;
  /** The beginning of what was filed, so that several cases can be told apart; empty when confidential. */
  readonly excerpt: string;
  /** 交办单编号, once signed. */
  readonly number: string | null;
  readonly submittedAt: string;
  /** Where it is, in words. */
  readonly stateName: string;
  /** Empty when the case took a side exit. */
  readonly steps: readonly Step[];
  /** Why a side exit was taken. */
  readonly exitReason: string | null;
  readonly nextStep: string;
  /** 第几轮, from the second on. */
  readonly round: number;
  readonly units: readonly { readonly name: string; readonly role: string }[];
  readonly due: { readonly day: string; readonly derivation: string; readonly isProvisional: boolean } | null;
  readonly reception: { readonly title: string; readonly day: string; readonly place: string } | null;
  /** What staff or the lead unit asked; there is an answer form while it is there. */
  readonly question: { readonly text: string; readonly askedAt: string; readonly maxPauseDays: number } | null;
  readonly result: PublicResult | null;
  readonly rating: PublicRating | null;
  /** The round that awaits a rating now. */
  readonly ratesRound: number | null;
  readonly withdrawal: 'possible' | 'pending' | 'closed';
  readonly timeline: readonly TimelineLine[];
}

/** What may be shown of this case to whoever holds its link. */
export const publicCase = (subject: Case, events: readonly CaseEvent[], directory: Directory): PublicCase => {
  const round = currentRound(subject);
  const { isConfidential } = subject.notes;
  const isPending = subject.withdrawal?.outcome === 'pending';
  return {
    id: subject.id,
    title: `${subject.appeal.category === '' ? '诉求' : subject.appeal.category}（${subject.appeal.kind === 'problem' ? '问题' : '建议'}）`,
    excerpt: isConfidential ? '' : excerptOf(subject.appeal.text),
    number: round?.instruction?.number.text ?? null,
    submittedAt: momentText(subject.submittedAt),
    stateName: stateWords(subject),
    steps: stepsOf(subject),
    exitReason: subject.exit ? subject.exit.reason : null,
    nextStep: nextStepOf(subject, directory),
    round: round?.round ?? 1,
    units: isConfidential || !round ? [] : unitsOf(round, directory),
    due: dueOf(subject, round),
    reception: receptionOf(subject, directory),
    question: subject.pause
      ? {
          text: subject.pause.question,
          askedAt: momentText(subject.pause.since),
          maxPauseDays: directory.settings.maxPauseDays,
        }
      : null,
    result: round ? publicResult(round) : null,
    rating: round ? publicRating(round) : null,
    ratesRound: subject.state === 'awaiting_rating' && round && !round.rating ? round.round : null,
    withdrawal: isOver(subject.state) ? 'closed' : isPending ? 'pending' : 'possible',
    timeline: publicTimeline(events, { directory, isConfidential }),
  };
};

/** The answer the enterprise gets; null until staff have passed it. */
export const publicResult = (round: Round): PublicResult | null => {
  const result = currentResult(round);
  if (!result || !round.review) return null;
  return {
    outcome: OUTCOMES[result.outcome],
    reply: round.review.publicReply,
    basis: result.basis,
    plannedDay: result.plannedDate ? dayText(result.plannedDate) : null,
  };
};

export const publicRating = (round: Round): PublicRating | null =>
  round.rating && {
    grade: GRADES[round.rating.grade],
    words: round.rating.words,
    isByPhone: round.rating.recordedBy !== null,
  };

const stepsOf = (subject: Case): readonly Step[] => {
  if (isSideExit(subject.state)) return [];
  const current = stageOf(subject);
  return STAGES.map((name, index) => ({ name, place: index < current ? 'done' : index === current ? 'now' : 'ahead' }));
};

const isOver = (state: State): boolean => FINAL_STATES.some((final) => final === state);

const unitsOf = (round: Round, directory: Directory): PublicCase['units'] =>
  round.units.flatMap(({ unitId, role }) => {
    const unit = unitById(directory, unitId);
    return unit ? [{ name: unit.name, role: role === 'lead' ? '主办' : '协办' }] : [];
  });

const RUNNING: readonly State[] = ['assigned', 'handling', 'awaiting_enterprise', 'awaiting_review'];

const dueOf = (subject: Case, round: Round | null): PublicCase['due'] =>
  round?.due && RUNNING.includes(subject.state)
    ? {
        day: dayText(round.due.date),
        derivation: inFullWidth(round.due.derivation),
        isProvisional: round.due.isProvisional,
      }
    : null;

const receptionOf = (subject: Case, directory: Directory): PublicCase['reception'] => {
  if (subject.state !== 'scheduled') return null;
  const day = receptionDayById(directory, subject.notes.receptionDayId);
  return day && { title: day.title, day: day.date ? dayText(day.date) : '日期待定', place: day.place };
};

const FULL_WIDTH: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '(': '（', ')': '）' };
const inFullWidth = (text: string): string => text.replace(/[,;:()]/g, (sign) => FULL_WIDTH[sign] ?? sign);

const EXCERPT_CHARS = 48;
/** Eleven digits that start like a mobile number, with or without separators. */
const PHONE = /(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)/g;

const excerptOf = (text: string): string => {
  const characters = [...text.replace(PHONE, '〔号码〕').replace(/\s+/g, ' ').trim()];
  return characters.length <= EXCERPT_CHARS
    ? characters.join('')
    : `${characters.slice(0, EXCERPT_CHARS - 1).join('')}…`;
};
