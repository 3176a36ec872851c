/** What is told of a result and of what the enterprise thinks of it: 退回重办, 评价, 评价申诉, 计划核实, 合并. */
import { currentResult, GRADES, type Rating, type Round, STATES } from '../src/workflow/case.ts';
import { dueClause, firmName, leadOf, saying, unitNamed } from './notice-words.ts';
import { isPast, ofMoment, ratingsOf, type Told } from './told-of.ts';

export type ResultNotice =
  | 'resultReturned'
  | 'dissatisfied'
  | 'ratedBadly'
  | 'ratingWordsAdded'
  | 'ratingContested'
  | 'contestDecided'
  | 'planReported'
  | 'planChecked'
  | 'caseTookIn'
  | 'caseGivenBack'
  | 'sharedRatedBadly';

export const noticeOfResult = (kind: ResultNotice, told: Told): string => {
  const { subject, directory, of, round } = told;
  switch (kind) {
    case 'resultReturned': {
      const back = round && ofMoment(round.returns, of);
      const isReported = (round && currentResult(round)?.at) ?? 0;
      return back && (isReported > back.at || isPast(told))
        ? '结果曾退回重办，此后已重新报送或另作批示，请以交办单为准。'
        : `结果已退回重办，请按交办单上的要求办理${dueClause(round)}。`;
    }
    case 'dissatisfied': {
      const rating = ratingThen(told);
      const isJudged = isPast(told) || round?.rating !== rating || (round?.judgement ?? null) !== null;
      return rating && isJudged
        ? `企业评价“${GRADES[rating.grade]}”，此后已研判，不必再办。`
        : `企业评价${gradeOf(rating)}，请研判：重办，或解释并提请复核。`;
    }
    case 'ratedBadly': {
      const rating = ratingThen(told);
      const mayContest = !isPast(told) && round?.rating === rating && round?.contest === null;
      return `企业评价${gradeOf(rating)}，意见见交办单卡片${mayContest ? '；对评价有异议的，销号前可在卡片上评价申诉一次' : ''}。`;
    }
    case 'ratingWordsAdded': {
      const added = round
        ? ofMoment(
            ratingsOf(round).flatMap((rating) => rating.added),
            of,
          )
        : null;
      const isJudged = isPast(told) || (round?.judgement ?? null) !== null;
      return `企业补充了评价意见${saying(subject, added?.words ?? '')}${isJudged ? '此前评价已研判。' : '请研判。'}`;
    }
    case 'ratingContested': {
      const contest = round?.contest ?? null;
      const unit = contest ? unitNamed(directory, contest.unitId) : leadOf(round, directory);
      return contest?.decision
        ? `${unit}对企业评价的申诉已有结论，不必再办。`
        : `${unit}对企业评价提出申诉，请在“事项”表选“评价申诉成立”或“评价申诉不成立”，并写明理由。`;
    }
    case 'contestDecided':
      return contestDecided(told);
    case 'planReported': {
      const unitId = round ? ofMoment(round.progress, of)?.unitId : null;
      const unit = unitId ? unitNamed(directory, unitId) : leadOf(round, directory);
      return isPast(told) || (round?.planCheck?.verdict ?? null) !== null
        ? `${unit}已报计划兑现情况，计划已核实或另作批示，不必再办。`
        : `${unit}已报计划兑现情况，请核实后在“事项”表选“计划已兑现”或“计划未兑现”。`;
    }
    case 'planChecked':
      return planChecked(told);
    case 'caseTookIn': {
      const merged = ofMoment(subject.tookIn, of);
      return `${firmName(merged?.enterpriseName ?? '')}反映的同类事项已并入本事项，请一并办理、一并答复，情况见交办单。`;
    }
    case 'caseGivenBack': {
      const { givenBack } = subject;
      const why = givenBack && (of === null || givenBack.at === of) ? givenBack.why : null;
      return subject.state === 'vetting'
        ? `所并入的事项${why ? STATES[why] : '已结束'}，没有答复。本事项已退回核查中，请单独办理，并告知企业。`
        : `所并入的事项${why ? STATES[why] : '已结束'}，没有答复，本事项曾退回单独办理；现为“${STATES[subject.state]}”。`;
    }
    case 'sharedRatedBadly': {
      const ratings = subject.sharedAnswers.flatMap(({ rating }) => (rating ? [rating] : []));
      return `该企业对合并办理的答复评价${gradeOf(ofMoment(ratings, of))}，意见见“事项”表，请电话了解情况；需要另行办理的，请在“事项”表选“恢复单独办理”，并写明理由。`;
    }
  }
};

const ratingThen = ({ round, of }: Told): Rating | null => (round ? ofMoment(ratingsOf(round), of) : null);
const gradeOf = (rating: Rating | null): string => (rating ? `“${GRADES[rating.grade]}”` : '不满意');

/** A ruling may come in a later round than the rating it speaks of. */
const contestDecided = ({ subject, of }: Told): string => {
  const rulings = subject.rounds.flatMap(({ contest }) => contest?.decision ?? []).toSorted((a, b) => a.at - b.at);
  const ruling = ofMoment(rulings, of);
  if (!ruling) return '评价申诉已有结论，见交办单。';
  return ruling.isUpheld
    ? '评价申诉成立：该评价不计入单位考核，企业评价不变，理由见交办单。'
    : '评价申诉不成立：该评价照常计入，理由见交办单。';
};

/** 重办 takes the plan away with its verdict: then nothing is said of it that is not known. */
const planChecked = ({ round, of }: Told): string => {
  const verdict = verdictOf(round);
  if (!verdict || (of !== null && verdict.at !== of)) return '原计划已核实，此后已重新办理，请以交办单为准。';
  return verdict.isKept
    ? '经核实，计划已兑现。'
    : '经核实，计划未兑现，已报签批领导。请尽快解决，并联系区工商联说明情况。';
};
const verdictOf = (round: Round | null) => round?.planCheck?.verdict ?? null;
