/**
 * What a row says of a rating: how it was given, what was said since, who tried to get one, how it was judged and reconsidered.
 * From the case alone, without a clock, so that a cell rests. Pure.
 */
import { byWords } from '../src/workflow/acting.ts';
import {
  type CallAttempt,
  type Case,
  GRADES,
  RATING_ASKS,
  RATING_CHANNELS,
  type Rating,
  type Round,
} from '../src/workflow/case.ts';
import { sharedAnswerOf } from '../src/workflow/mergers.ts';
import { lines, minuteOf } from './words.ts';

/** Of the round in hand; of a merged case, of the answer it shares. */
const ratingOf = (subject: Case, round: Round | null): Rating | null =>
  (round ? round.rating : sharedAnswerOf(subject)?.rating) ?? null;

export const gradeOf = (subject: Case, round: Round | null): string | null => {
  const rating = ratingOf(subject, round);
  return rating && GRADES[rating.grade];
};

/** 评价意见 with what was added to it; or that nobody was to be had. */
export const gradeWordsOf = (subject: Case, round: Round | null): string => {
  const rating = ratingOf(subject, round);
  if (rating) return lines([rating.words, ...rating.added.map(({ at, words }) => `${minuteOf(at)} 补充：${words}`)]);
  return round?.isUnrated ? unratedWords(round) : '';
};

export const unratedWords = ({ callAttempts }: Round): string =>
  `回访${callAttempts.length}次，未取得评价，登记为“未评价”，不算满意`;

/** 评价渠道: by which way it came, who wrote it down, and what the enterprise asks for. */
export const ratedByOf = (subject: Case, round: Round | null): string => {
  const rating = ratingOf(subject, round);
  return rating ? channelWords(rating) : '';
};

export const channelWords = ({ at, channel, recordedBy, asks }: Rating): string =>
  lines([
    `${minuteOf(at)} ${RATING_CHANNELS[channel]}${recordedBy ? `（登记人：${byWords(recordedBy)}）` : ''}`,
    asks === null ? '' : `企业要求：${RATING_ASKS[asks]}`,
  ]);

/** Of the round in hand, also from before it was handled again. */
export const callAttemptsOf = (round: Round | null): string =>
  lines([
    ...(round?.earlierCalls ?? []).map((call) => `重办前${callWords(call)}`),
    ...(round?.callAttempts ?? []).map(
      ({ at, by, note }, index) => `${minuteOf(at)} ${byWords(by)}第${index + 1}次回访：${note}`,
    ),
  ]);
export const callWords = ({ at, by, note }: CallAttempt): string => `${minuteOf(at)} ${byWords(by)}回访：${note}`;

/** 研判 by staff, then 复核 by the lead leader. */
export const judgementOf = (round: Round | null): string => {
  const { judgement = null, reconsideration = null } = round ?? {};
  return lines([
    judgement
      ? `${minuteOf(judgement.at)} ${byWords(judgement.by)}研判：${judgement.decision === 'redo' ? '重办' : '解释并提请复核'}。${judgement.words}`
      : '',
    reconsideration
      ? `${minuteOf(reconsideration.at)} ${byWords(reconsideration.by)}复核：${reconsideration.isUpheld ? '维持' : '退回重办'}。${reconsideration.words}`
      : '',
  ]);
};
