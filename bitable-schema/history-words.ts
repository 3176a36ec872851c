/**
 * What a row says of what came before: what leaders said short of signing (领导意见), 挂牌督办, and each earlier round with its
 * result and rating (历次情况). Pure.
 */

import { byWords } from '../src/workflow/acting.ts';
import {
  type Case,
  GRADES,
  judgedThen,
  type LeaderSaying,
  type Listing,
  leadUnitIdOf,
  OUTCOMES,
  type Rating,
  type Result,
  type Review,
  type Round,
  standingResult,
} from '../src/workflow/case.ts';
import type { Directory } from '../src/workflow/directory.ts';
import { clauses } from '../src/workflow/plain-text.ts';
import { listerWords } from '../src/workflow/whose-turn/handling-facts.ts';
import type { CaseFacts } from './meaning.ts';
import { callWords, channelWords, unratedWords } from './rating-words.ts';
import { contestOf, contributionOf, extensionOf, milestoneOf, objectionOf, planVerdictOf } from './round-words.ts';
import { correctionsOf, instructionOf, signerOf } from './sheet-words.ts';
import { dayOf, leaderName, lines, minuteOf, unitName } from './words.ts';

/** 退回补充, 暂缓, 转请, 非本人批示 and 知悉: the words, who and when. */
export const leaderWords = ({ subject, round, directory }: CaseFacts): string =>
  lines([
    ...new Set(sayingsOf(subject).map((one) => sayingWords(one, directory))),
    round?.leadNoted ? `${minuteOf(round.leadNoted.at)} ${byWords(round.leadNoted.by)}知悉` : '',
  ]);

/** As they came to be, whatever clocks say; of cases stored before all were kept, those in force, by their moments. */
const sayingsOf = (subject: Case): readonly LeaderSaying[] =>
  subject.leaderSayings.length > 0 ? subject.leaderSayings : sayingsInForce(subject).toSorted((a, b) => a.at - b.at);
const sayingsInForce = ({ sentBack, awaiting }: Case): readonly LeaderSaying[] => {
  const passedOn = awaiting?.passedOn ?? [];
  return [
    ...(sentBack
      ? [{ kind: 'sentBack', at: sentBack.at, by: sentBack.by, to: null, words: sentBack.reason } as const]
      : []),
    ...passedOn.map(
      ({ at, by, words }, index): LeaderSaying => ({
        kind: 'passedOn',
        at,
        by,
        to: passedOn[index + 1]?.from ?? awaiting?.leaderId ?? null,
        words,
      }),
    ),
    ...(awaiting?.hold
      ? [{ kind: 'held', at: awaiting.hold.at, by: awaiting.hold.by, to: null, words: awaiting.hold.reason } as const]
      : []),
  ];
};

const SAID = { sentBack: '退回补充', held: '暂缓', disowned: '称非本人批示' } as const;
const sayingWords = ({ kind, at, by, to, words }: LeaderSaying, directory: Directory): string => {
  const act = kind === 'passedOn' ? `转请${leaderName(directory, to)}批示` : SAID[kind];
  return `${minuteOf(at)} ${byWords(by)}${act}${words === '' ? '' : `：${words}`}`;
};

export const listingWords = ({ subject: { listed, liftedListings }, directory }: CaseFacts): string =>
  lines([
    ...liftedListings.map(
      (one) =>
        `${listingLine(one, directory)}【${dayOf(one.lifted.at)} ${byWords(one.lifted.by)}解除挂牌】${one.lifted.reason}`,
    ),
    listed ? listingLine(listed, directory) : '',
  ]);

/** In whose name it stands; by whom, where that was somebody else. */
const listingLine = ({ at, by, leaderId, reason }: Listing, directory: Directory): string => {
  return `${dayOf(at)} ${listerWords({ by, leaderId }, directory)}挂牌督办${reason === '' ? '' : `：${reason}`}`;
};

/** Rounds before the one in hand, sheets that are void, and what of this round was sent back or done again. */
export const earlierWords = ({ subject, round, directory }: CaseFacts): string =>
  lines([
    ...subject.rounds.filter((one) => one !== round).map((one) => roundWords(subject, one, directory)),
    ...(round?.results ?? [])
      .filter((one) => round === null || one !== standingResult(round))
      .map((result) => `本轮此前报过：${resultWords(result)}`),
    ...(round?.returns ?? []).map(({ at, by, reason }) => `本轮${minuteOf(at)} ${byWords(by)}审核退回：${reason}`),
    ...(round?.earlierReviews ?? []).map((review) => `本轮此前${replyWords(review)}`),
    ...(round ? earlierRatingsOf(round).map((words) => `本轮此前${words}`) : []),
  ]);

/** Each rating that was handled again, with how it was judged. */
const earlierRatingsOf = (round: Round): readonly string[] =>
  round.earlierRatings.map((rating) => clauses([ratingWords(rating), ...judgedWords(judgedThen(round, rating))]));

const judgedWords = (judged: Pick<Round, 'judgement' | 'reconsideration'> | null): readonly string[] => {
  const { judgement = null, reconsideration = null } = judged ?? {};
  return [
    judgement
      ? `${byWords(judgement.by)}研判：${judgement.decision === 'redo' ? '重办' : '解释并提请复核'}，${judgement.words}`
      : '',
    reconsideration
      ? `${byWords(reconsideration.by)}复核：${reconsideration.isUpheld ? '维持' : '退回重办'}，${reconsideration.words}`
      : '',
  ].filter((part) => part !== '');
};

const roundWords = (subject: Case, round: Round, directory: Directory): string => {
  const signed = round.instruction;
  return clauses([
    `第${round.round}轮`,
    signed ? `${signed.number.text}，${signerOf(subject, round, directory)}批示“${instructionOf(signed)}”` : '现场答复',
    signed ? correctionsOf(signed, directory) : '',
    round.voided
      ? `交办单已作废：${minuteOf(round.voided.at)} ${byWords(round.voided.by)}称非本人批示，${round.voided.words}`
      : '',
    signed ? `主办${unitName(directory, leadUnitIdOf(round))}` : '',
    ...round.objections.map((one) => objectionOf(one, directory, '未确定')),
    ...round.extensions.map((one) => extensionOf(one, '未审批')),
    ...round.units.map((part) => contributionOf(part, directory)),
    ...round.milestones.map(milestoneOf),
    ...round.results.map(resultWords),
    ...round.returns.map(({ at, by, reason }) => `${minuteOf(at)} ${byWords(by)}审核退回：${reason}`),
    ...[...round.earlierReviews, ...(round.review ? [round.review] : [])].map(replyWords),
    planVerdictOf(round),
    ...earlierRatingsOf(round),
    ...[...round.earlierCalls, ...round.callAttempts].map(callWords),
    round.rating ? ratingWords(round.rating) : round.isUnrated ? unratedWords(round) : '',
    ...judgedWords(round),
    round.contest ? contestOf(round.contest, directory) : '',
  ]);
};

const replyWords = ({ at, publicReply }: Review): string => `${dayOf(at)} 答复企业：${publicReply}`;
const resultWords = ({ at, outcome, text }: Result): string => `${dayOf(at)} ${OUTCOMES[outcome]}，${text}`;
const ratingWords = (rating: Rating): string => {
  const { grade, words, added } = rating;
  return clauses([
    [`评价${GRADES[grade]}`, words].filter((part) => part !== '').join('，'),
    ...added.map((one) => `补充：${one.words}`),
    channelWords(rating).replaceAll('\n', '，'),
  ]);
};
