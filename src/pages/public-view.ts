/**
 * What the enterprise may read of its case: built field by field from an allow-list, never by leaving things out of the
 * case. No phone number, no contact, no internal note, no verdict, no official's name. Pure.
 */

import { beijingDateOf } from '../workflow/beijing-date.ts';
import {
  type Case,
  currentRound,
  FINAL_STATES,
  GRADES,
  OUTCOMES,
  RATING_ASKS,
  type Result,
  type Round,
  type State,
} from '../workflow/case.ts';
import { type Directory, receptionDayById, unitById } from '../workflow/directory.ts';
import type { CaseEvent } from '../workflow/events.ts';
import type { CaseId, Ms } from '../workflow/ids.ts';
import { maskPersonal } from '../workflow/mask-personal.ts';
import { sharedAnswerOf } from '../workflow/mergers.ts';
import { pauseLastDay } from '../workflow/pauses.ts';
import { statesIn } from '../workflow/states.ts';
import { TRANSITIONS } from '../workflow/transitions.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';
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
  /** It was followed by 重办 or a new round: what it said was so then. */
  readonly isEarlier: boolean;
  /** When it was given. */
  readonly day: string;
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
  | {
      readonly kind: 'given';
      readonly round: number;
      readonly grade: string;
      readonly words: string;
      /** 补充意见, oldest first. */
      readonly added: readonly string[];
      /** What the enterprise asked for when it was not satisfied; empty when nothing. */
      readonly asked: string;
      readonly isByPhone: boolean;
      /** Nobody judged it yet, so that more may be said. */
      readonly takesWords: boolean;
    };

/** What was said to a dissatisfied enterprise: the explanation, then the 复核 of the leader. */
export interface PublicExplanation {
  readonly title: string;
  readonly day: string;
  readonly words: string;
}

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
  /** What was filed, personal numbers blotted out as in every field of words; a remark instead when the case is confidential. */
  readonly text: string;
  /** 希望如何解决; empty where nothing was said, or the case is confidential. */
  readonly wish: string;
  /** 紧急情况说明, like the wish. */
  readonly urgency: string;
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
  /** Until when it may be answered. */
  readonly answerBy: string | null;
  /** 补交材料: while the case is open. What is confidential is handed to staff, because files tell whose they are. */
  readonly takesMaterial: boolean;
  /** The answers of all rounds, the ones that were given before a 重办 included, oldest first. */
  readonly answers: readonly PublicAnswer[];
  /** 解释 and 复核 of the rating of the round in hand. */
  readonly explanations: readonly PublicExplanation[];
  readonly rating: PublicRating;
  readonly withdrawal: 'possible' | 'pending' | 'closed';
  /** Oldest first. */
  readonly events: readonly TimelineLine[];
}

/** What may be shown of this case to whoever holds its link. */
export const publicCase = (subject: Case, events: readonly CaseEvent[], directory: Directory, now: Ms): PublicCase => {
  /** Every field of words goes through here: whoever wrote it may have put a number in. The office's own is meant to be called. */
  const said: Said = (words) => maskPersonal(words, [directory.settings.organPhone]);
  const { appeal, notes, pause, withdrawal } = subject;
  const answerBy = pause && pauseLastDay(subject, directory.settings, createWorkCalendar(directory.settings));
  const { isConfidential } = notes;
  const round = currentRound(subject);
  return {
    id: subject.id,
    enterprise: isConfidential ? '' : said(appeal.enterpriseName),
    kind: appeal.kind === 'problem' ? '问题' : '建议',
    category: said(appeal.category),
    text: isConfidential ? CONFIDENTIAL_TEXT : said(appeal.text),
    wish: isConfidential ? '' : said(appeal.wish),
    urgency: isConfidential ? '' : said(appeal.urgency),
    number: round?.instruction?.number.text ?? '',
    filedOn: dayText(beijingDateOf(subject.submittedAt)),
    state: stateWords(subject),
    isFinished: isFinished(subject.state),
    steps: stepsOf(subject),
    exitReason: said(subject.exit?.reason ?? ''),
    nextStep: nextStepOf(subject, directory),
    units: isConfidential || !round ? '' : unitsOf(round, directory),
    due: round ? dueOf(subject, round, now) : null,
    reception: receptionOf(subject, directory),
    question: pause ? said(pause.question) : null,
    answerBy: answerBy && dayText(answerBy),
    takesMaterial: !isFinished(subject.state) && !isConfidential,
    answers: answersOf(subject, events, said),
    explanations: explanationsOf(round, said),
    rating: ratingOf(subject, round, said),
    withdrawal: isFinished(subject.state) ? 'closed' : withdrawal?.outcome === 'pending' ? 'pending' : 'possible',
    events: publicTimeline(events, { directory, isConfidential }).map(({ at, text }) => ({ at, text: said(text) })),
  };
};

type Said = (words: string) => string;

const CONFIDENTIAL_TEXT = '（这件事按保密要求办理，内容不在网页上显示。）';

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

/**
 * A result is an answer only once staff have passed it. Told from the events, because a round keeps the last one only, and
 * what the enterprise was once told must not vanish when it is handled again.
 */
const answersOf = (subject: Case, events: readonly CaseEvent[], said: Said): readonly PublicAnswer[] => {
  const given: GivenAnswer[] = [];
  for (const event of events) {
    const last = given.at(-1);
    if (event.type === 'answeredOnTheSpot') {
      given.push({ ...event.result, at: event.at, reply: event.publicReply, plan: null });
    } else if (event.type === 'caseResolved') {
      given.push({ ...event.result, at: event.at, reply: null, plan: null });
    } else if (event.type === 'resultReviewed' && last) {
      given.splice(-1, 1, { ...last, at: event.at, reply: event.publicReply });
    } else if (event.type === 'planChecked' && last) {
      given.splice(-1, 1, { ...last, plan: planOf(event, said) });
    }
  }
  const shared = subject.sharedAnswers.map((each) => ({ ...each, reply: each.publicReply, plan: null }));
  const passed = [...shared, ...given.filter(({ reply }) => reply !== null)];
  const isStanding = (sharedAnswerOf(subject) ?? currentRound(subject)?.review ?? null) !== null;
  return passed.map(({ at, outcome, reply, basis, plannedDate, plan }, index) => ({
    isEarlier: index < passed.length - 1 || !isStanding,
    day: dayText(beijingDateOf(at)),
    outcome: OUTCOMES[outcome],
    reply: said(reply ?? ''),
    basis: said(basis),
    plannedDay: plannedDate ? dayText(plannedDate) : '',
    plan,
  }));
};
interface GivenAnswer extends Pick<Result, 'at' | 'outcome' | 'basis' | 'plannedDate'> {
  /** Null until staff passed it. */
  readonly reply: string | null;
  readonly plan: PublicAnswer['plan'];
}

const planOf = (event: Extract<CaseEvent, { readonly type: 'planChecked' }>, said: Said): PublicAnswer['plan'] => ({
  standing: event.isKept ? '已兑现' : '未按期兑现',
  day: dayText(beijingDateOf(event.at)),
  words: said(event.words),
});

const explanationsOf = (round: Round | null, said: Said): readonly PublicExplanation[] => {
  const { judgement, reconsideration } = round ?? {};
  return [
    ...(judgement?.decision === 'explain'
      ? [{ title: '对您评价的说明', day: dayText(beijingDateOf(judgement.at)), words: said(judgement.words) }]
      : []),
    ...(reconsideration
      ? [
          {
            title: `牵头领导复核：${reconsideration.isUpheld ? '维持办理结果' : '重新办理'}`,
            day: dayText(beijingDateOf(reconsideration.at)),
            words: said(reconsideration.words),
          },
        ]
      : []),
  ];
};

const RATED_AND_OPEN: readonly State[] = TRANSITIONS.addRatingWords.from;

const ratingOf = (subject: Case, round: Round | null, said: Said): PublicRating => {
  const { state, sharedAnswers } = subject;
  const shared = sharedAnswerOf(subject);
  const rating = shared ? shared.rating : (round?.rating ?? null);
  if (rating) {
    const { grade, words, recordedBy, asks, added } = rating;
    return {
      kind: 'given',
      round: shared ? sharedAnswers.length : (round?.round ?? 0),
      grade: GRADES[grade],
      words: said(words),
      added: added.map((one) => said(one.words)),
      asked: asks ? RATING_ASKS[asks] : '',
      isByPhone: recordedBy !== null,
      takesWords: !shared && RATED_AND_OPEN.some((open) => open === state) && round?.judgement === null,
    };
  }
  if (shared) return { kind: 'asked', round: sharedAnswers.length };
  return round && state === 'awaiting_rating' ? { kind: 'asked', round: round.round } : { kind: 'none' };
};

const FULL_WIDTH: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：', '(': '（', ')': '）' };
const inFullWidth = (text: string): string => text.replace(/[,;:()]/g, (sign) => FULL_WIDTH[sign] ?? sign);
