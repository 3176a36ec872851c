/**
 * What a row says of what came before: what leaders said short of signing (领导意见), 挂牌督办, and each earlier round with its
 * result and rating (历次情况). Pure.
 */
import { GRADES, OUTCOMES, type Rating, type Result, type Round } from '../src/workflow/case.ts';
import type { Directory } from '../src/workflow/directory.ts';
import type { CaseFacts } from './meaning.ts';
import { signerOf } from './round-words.ts';
import { dayOf, leaderName, lines, minuteOf, unitName } from './words.ts';

/** 退回补充, 暂缓, 转请: the words, who and when. */
export const leaderWords = ({ subject, directory }: CaseFacts): string => {
  const { sentBack, awaiting } = subject;
  return lines([
    sentBack ? `${minuteOf(sentBack.at)} ${sentBack.by.name}退回补充：${sentBack.reason}` : '',
    ...(awaiting?.passedOn ?? []).map(
      ({ at, by, words }, index, all) =>
        `${minuteOf(at)} ${by.name}转请${leaderName(directory, all[index + 1]?.from ?? awaiting?.leaderId ?? null)}批示${words === '' ? '' : `：${words}`}`,
    ),
    awaiting?.hold ? `${minuteOf(awaiting.hold.at)} ${awaiting.hold.by.name}暂缓：${awaiting.hold.reason}` : '',
  ]);
};

export const listingWords = ({ subject }: CaseFacts): string =>
  subject.listed ? `${dayOf(subject.listed.at)} ${subject.listed.by.name}挂牌督办` : '';

/** Rounds before the one in hand, and results of this one that were sent back or done again. */
export const earlierWords = ({ subject, round, directory }: CaseFacts): string =>
  lines([
    ...subject.rounds.filter((one) => one !== round).map((one) => roundWords(one, directory)),
    ...(round?.results ?? []).slice(0, -1).map((result) => `本轮此前报过：${resultWords(result)}`),
  ]);

const roundWords = (round: Round, directory: Directory): string => {
  const signed = round.instruction;
  const result = round.results.at(-1);
  return [
    `第${round.round}轮`,
    signed ? `${signed.number.text}，${signerOf(signed, directory)}批示“${signed.words}”` : '现场答复',
    signed ? `主办${unitName(directory, signed.leadUnitId)}` : '',
    result ? resultWords(result) : '',
    round.review ? `答复企业：${round.review.publicReply}` : '',
    round.rating ? ratingWords(round.rating) : round.isUnrated ? '未评价' : '',
    round.judgement
      ? `研判：${round.judgement.decision === 'redo' ? '重办' : '解释并提请复核'}，${round.judgement.words}`
      : '',
    round.reconsideration
      ? `复核：${round.reconsideration.isUpheld ? '维持' : '退回重办'}，${round.reconsideration.words}`
      : '',
  ]
    .filter((part) => part !== '')
    .join('；');
};

const resultWords = ({ at, outcome, text }: Result): string => `${dayOf(at)} ${OUTCOMES[outcome]}，${text}`;
const ratingWords = ({ grade, words, recordedBy }: Rating): string =>
  `评价${GRADES[grade]}${words === '' ? '' : `，${words}`}${recordedBy ? `（${recordedBy.name}电话登记）` : ''}`;
