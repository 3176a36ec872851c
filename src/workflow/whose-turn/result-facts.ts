/**
 * What came of a round: the result as the unit reported it, the reply that the enterprise read, whether a plan was kept, how the enterprise
 * rated it, what staff judged and the 牵头领导 decided; and a few lines on each round before.
 */

import { byWords } from '../acting.ts';
import {
  type Case,
  CONTEST_STANDINGS,
  contestStandingOf,
  currentResult,
  GRADES,
  judgedThen,
  leadUnitIdOf,
  OUTCOMES,
  PLAN_STANDINGS,
  RATING_CHANNELS,
  type Rating,
  type Result,
  type Round,
} from '../case.ts';
import { type Directory, unitName } from '../directory.ts';
import { clauses } from '../plain-text.ts';
import { planStandingOf } from '../plans.ts';
import { dayWords, type Fact, filled, isLeading, line, long, type SheetReader, who } from './fact.ts';
import { signatureWords } from './instruction-facts.ts';
import { unvettedWords } from './vetting-facts.ts';

/** As reported, and what the enterprise was told of it. 现场答复 is both at once. */
export const resultFacts = (round: Round): readonly Fact[] => {
  const result = currentResult(round);
  return [
    ...reportFacts(result),
    ...(round.review && round.review.publicReply !== result?.text ? replyFacts(round.review) : []),
  ];
};

export const reportFacts = (result: Result | null): readonly Fact[] =>
  result
    ? [
        ...line('办理结果', OUTCOMES[result.outcome]),
        ...line('计划解决', result.plannedDate ? `${dayWords(result.plannedDate)}前` : ''),
        ...line('政策依据', result.basis, 'resolve.basis'),
        ...long('办理情况', result.text, 'resolve.text'),
        ...line('单位负责人', result.unitHead, 'resolve.unitHead'),
        ...line('报送', who(result.by, result.at)),
      ]
    : [];

const replyFacts = ({ publicReply, by, at }: NonNullable<Round['review']>): readonly Fact[] =>
  long(`答复企业（${who(by, at)}）`, publicReply, 'review.publicReply');

/** 计划核实, once somebody asked for it or recorded it. */
export const planFacts = (round: Round): readonly Fact[] => {
  const standing = planStandingOf(round);
  const verdict = round.planCheck?.verdict;
  if (!standing || standing === 'waiting') return [];
  return [
    ...line('计划核实', `${PLAN_STANDINGS[standing]}${verdict ? `（${who(verdict.by, verdict.at)}）` : ''}`),
    ...line('核实情况', verdict?.words ?? '', 'checkPlan.words'),
  ];
};

/** A unit that supports reads the grade, and neither what the enterprise wrote of the lead unit nor what that unit holds against it. */
const isSupporting = ({ units }: Round, reader: SheetReader): boolean =>
  reader.kind === 'unit' && !isLeading(units, reader.unitIds);

/** 评价 with what followed from it, or why there is none. Not rated is never shown as satisfied. */
export const ratingFacts = (round: Round, reader: SheetReader): readonly Fact[] => [
  ...round.earlierRatings.flatMap((rating) => [
    ...givenFacts('此前企业评价', '此前企业意见', rating),
    ...judgementFacts(judgedThen(round, rating), '此前'),
  ]),
  ...(round.rating ? givenFacts('企业评价', '企业意见', round.rating) : []),
  ...(isSupporting(round, reader) ? [] : contestFacts(round)),
  ...(round.rating ? [] : line('企业评价', unratedWords(round))),
  ...judgementFacts(round, ''),
];

const givenFacts = (label: string, words: string, rating: Rating): readonly Fact[] => [
  ...line(
    label,
    `${GRADES[rating.grade]}（${RATING_CHANNELS[rating.channel]}${rating.recordedBy ? `，${byWords(rating.recordedBy)}` : ''}）`,
  ),
  ...line(words, rating.words, 'rate.words'),
  ...rating.added.flatMap((one) => line('企业补充意见', one.words, 'addRatingWords.words')),
];

const unratedWords = ({ callAttempts, isUnrated, review }: Round): string => {
  const calls = callAttempts.length;
  if (isUnrated) return `未评价（回访${calls}次未取得评价，不计入满意）`;
  return review ? `尚未评价${calls > 0 ? `（已回访${calls}次）` : ''}` : '';
};

/** 研判, and the 复核 that was asked for with it. */
const judgementFacts = (
  judged: Pick<Round, 'judgement' | 'reconsideration'> | null,
  when: '' | '此前',
): readonly Fact[] => {
  const { judgement = null, reconsideration = null } = judged ?? {};
  return [
    ...(judgement
      ? long(
          `${when}${judgement.decision === 'redo' ? '研判重办要求' : '研判说明'}（${who(judgement.by, judgement.at)}）`,
          judgement.words,
          'judgeRating.words',
        )
      : []),
    ...(reconsideration
      ? long(
          `${when}复核意见：${reconsideration.isUpheld ? '维持' : '重办'}（${who(reconsideration.by, reconsideration.at)}）`,
          reconsideration.words,
          'reconsider.words',
        )
      : []),
  ];
};

/** 评价申诉 with how it was decided. */
const contestFacts = ({ contest, rating }: Round): readonly Fact[] => {
  if (!contest) return [];
  // 重办 brought another rating, or will.
  const label = rating?.at === contest.ratedAt ? '评价申诉' : '对前次评价的申诉';
  const { decision } = contest;
  return [
    ...line(label, `${contest.reason}（${who(contest.by, contest.at)}）`, 'contestRating.reason'),
    ...line(
      '申诉结论',
      `${CONTEST_STANDINGS[contestStandingOf(contest)]}${decision ? `（${who(decision.by, decision.at)}）` : ''}`,
    ),
    ...line('确定理由', decision?.words ?? '', 'decideContest.words'),
  ];
};

/** A few lines for each round before this one: by which sheet, who handled it, what came of it, what the enterprise thought. */
export const earlierFacts = (subject: Case, round: Round, directory: Directory): readonly Fact[] =>
  subject.rounds
    .filter((each) => each.round < round.round)
    .flatMap((each) => {
      const named = `历次（第${each.round}轮）`;
      const result = currentResult(each);
      const sheet = each.instruction;
      const graded = each.rating ? `评价“${GRADES[each.rating.grade]}”` : each.isUnrated ? '未评价' : '';
      return [
        ...line(
          named,
          clauses([
            sheet
              ? `原交办单${sheet.number.text}（${filled([signatureWords(sheet), unvettedWords(subject, each)]).join('；')}）${each.voided ? '，非本人批示，已作废' : ''}`
              : '现场答复',
            sheet ? unitName(directory, leadUnitIdOf(each)) : '',
            result ? OUTCOMES[result.outcome] : '',
            graded,
            sheet ? `批示：${sheet.words}` : '',
          ]),
          'instruct.signing.words',
        ),
        ...long(`${named}办理情况`, result?.text ?? '', 'resolve.text'),
        ...long(`${named}答复企业`, each.review?.publicReply ?? '', 'review.publicReply'),
        ...each.earlierRatings.flatMap((rating) => [
          ...line(`${named}此前企业评价`, filled([GRADES[rating.grade], rating.words]).join('，'), 'rate.words'),
          ...long(`${named}此前研判意见`, judgedThen(each, rating)?.judgement?.words ?? '', 'judgeRating.words'),
          ...long(`${named}此前复核意见`, judgedThen(each, rating)?.reconsideration?.words ?? '', 'reconsider.words'),
        ]),
        ...line(`${named}企业意见`, each.rating?.words ?? '', 'rate.words'),
        ...long(`${named}研判意见`, each.judgement?.words ?? '', 'judgeRating.words'),
        ...long(`${named}复核意见`, each.reconsideration?.words ?? '', 'reconsider.words'),
      ];
    });
