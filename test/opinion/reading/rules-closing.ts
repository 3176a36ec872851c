/** The rules from 审结 to 销号 and after it. Nobody passes, rates or confirms what they did themselves. */
import { dayOf } from './days.ts';
import { isOwnResult, isOwnWork, OWN } from './own-work.ts';
import { isBad } from './road.ts';
import { type Asked, fits, only, type Rule, words } from './rules.ts';
import { isVetted } from './rules-before-signing.ts';
import { openPlan, ratingOf, resultOf, sinceRedone } from './scene.ts';
import { every, last, since, type Walk, walkInHand, walks } from './tale.ts';

export const review: Rule<'review'> = ({ publicReply }, asked) => [
  ...only(asked, asked.who.isStaff, 'awaiting_review'),
  [isOwnResult(asked), OWN],
  [!isVetted(asked), 'not vetted'],
  ...words(publicReply, 'reply'),
];
export const returnResult: Rule<'returnResult'> = ({ reason }, asked) => [
  ...only(asked, asked.who.isStaff, 'awaiting_review'),
  [isOwnResult(asked), OWN],
  ...words(reason),
];

export const rate: Rule<'rate'> = ({ grade, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(asked, asked.who.isEnterprise || asked.who.isStaff, 'awaiting_rating'),
    [isOwnResult(asked), OWN],
    [walk !== null && ratingOf(walk) !== null, 'rated already'],
    ...(isBad(grade) ? words(said, 'what was bad') : fits(said)),
  ];
};
/** More words of the enterprise, until staff judged what it said. */
export const addRatingWords: Rule<'addRatingWords'> = ({ words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const rated = walk && ratingOf(walk);
  const later = walk && rated ? since(walk.tale, rated) : [];
  return [
    ...only(asked, asked.who.isEnterprise, 'awaiting_rating', 'awaiting_closure'),
    [!rated, 'not rated yet'],
    [last(later, 'ratingJudged') !== null, 'judged already'],
    [every(later, 'ratingWordsAdded').length >= 5, 'five times are enough'],
    ...words(said),
  ];
};
export const recordCallAttempt: Rule<'recordCallAttempt'> = ({ note }, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(asked, asked.who.isStaff, 'awaiting_rating'),
    [walk !== null && ratingOf(walk) !== null, 'rated already'],
    ...words(note),
  ];
};
export const waiveRating: Rule<'waiveRating'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  const calls = walk ? every(sinceRedone(walk), 'callAttempted').length : 0;
  return [
    ...only(asked, asked.who.isStaff, 'awaiting_rating'),
    [walk !== null && ratingOf(walk) !== null, 'rated already'],
    [calls < asked.directory.settings.callAttempts, 'not called often enough'],
  ];
};

export const judgeRating: Rule<'judgeRating'> = ({ decision, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const rated = walk && ratingOf(walk);
  const redone = walk ? timesRedone(walk) : 0;
  return [
    ...only(asked, asked.who.isStaff, 'awaiting_rating'),
    [isOwnResult(asked), OWN],
    [!rated, 'not rated yet'],
    [rated !== null && !isBad(rated.rating.grade), 'nobody is dissatisfied'],
    [walk !== null && rated !== null && last(since(walk.tale, rated), 'ratingJudged') !== null, 'judged already'],
    [decision === 'redo' && !walk?.sheet, 'no unit to do it again'],
    [decision === 'redo' && redone >= asked.directory.settings.maxRedoRounds, 'done again as often as may be'],
    [decision === 'redo' && redone > 0, 'the second time is for the lead leader to decide'],
    ...words(said),
  ];
};
/** Because the enterprise was dissatisfied; what staff sent back before it heard of it is another count. */
const timesRedone = ({ tale }: Walk): number =>
  every(tale, 'ratingJudged').filter(({ decision }) => decision === 'redo').length +
  every(tale, 'ratingReconsidered').filter(({ due }) => due !== null).length;

/** The enterprise reads what is said, so there is something to read. */
export const reconsider: Rule<'reconsider'> = ({ isUpheld, words: said }, asked) => {
  const walk = walkInHand(asked.tale);
  const rated = walk && ratingOf(walk);
  return [
    ...only(asked, asked.who.isLeadLeader, 'awaiting_rating'),
    [!rated, 'not rated yet'],
    [rated !== null && !isBad(rated.rating.grade), 'nobody is dissatisfied'],
    [walk !== null && rated !== null && last(since(walk.tale, rated), 'ratingJudged') === null, 'not judged yet'],
    ...(isUpheld ? fits(said) : words(said)),
  ];
};

export const endorse: Rule<'endorse'> = (_, asked) => {
  const walk = walkInHand(asked.tale);
  return [
    ...only(asked, asked.who.isSigner, 'awaiting_closure'),
    [!walk || !resultOf(walk)?.told, 'the enterprise was not answered'],
    [walk !== null && !ratingOf(walk) && !last(sinceRedone(walk), 'ratingWaived'), 'the enterprise was not asked'],
  ];
};

export const contestRating: Rule<'contestRating'> = ({ reason }, asked) => {
  const walk = walkInHand(asked.tale);
  const rated = walk && ratingOf(walk);
  const isLead = asked.who.parts.some(({ role }) => role === 'lead') && isIn(asked, walk);
  return [
    ...only(asked, isLead, 'awaiting_rating', 'awaiting_closure'),
    [!rated, 'not rated yet'],
    [rated !== null && !isBad(rated.rating.grade), 'nobody is dissatisfied'],
    [walk !== null && last(walk.tale, 'ratingContested') !== null, 'contested before'],
    ...words(reason),
  ];
};
/** Of a unit that works by web only who came in. */
const isIn = ({ actor }: Asked, walk: Walk | null): boolean =>
  actor.kind !== 'unit' ||
  (walk !== null &&
    every(walk.tale, 'unitEnteredByWeb').some(({ unitId, seq }) => unitId === actor.unitId && seq > actor.issue));

export const decideContest: Rule<'decideContest'> = ({ words: said }, asked) => {
  const contests = every(asked.tale, 'ratingContested').length;
  const walk = walks(asked.tale).findLast((one) => last(one.tale, 'ratingContested') !== null) ?? null;
  const contest = walk && last(walk.tale, 'ratingContested');
  return [
    ...only(
      asked,
      asked.who.isStaff,
      ...(['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'] as const),
      ...(['awaiting_rating', 'awaiting_closure', 'closed'] as const),
    ),
    [contests <= every(asked.tale, 'contestDecided').length, 'none was contested'],
    [isOwnWork(asked, walk, contest?.unitId ?? null, contest), OWN],
    ...words(said),
  ];
};

export const askPlanCheck: Rule<'askPlanCheck'> = (_, asked) => {
  const plan = openPlan(asked.tale);
  return [
    ...only(asked, asked.who.isClock, 'awaiting_rating', 'awaiting_closure', 'closed'),
    [!plan, 'no plan waits'],
    [plan?.isAsked === true, 'asked already'],
    [plan !== null && plan.on > dayOf(asked.now), 'its day has not come'],
  ];
};
export const reportPlan: Rule<'reportPlan'> = ({ text }, asked) => {
  const walk = walkInHand(asked.tale);
  const isLead = asked.who.parts.some(({ role }) => role === 'lead') && isIn(asked, walk);
  return [
    ...only(asked, isLead, 'awaiting_rating', 'awaiting_closure', 'closed'),
    [!openPlan(asked.tale), 'no plan waits'],
    ...words(text),
  ];
};
export const checkPlan: Rule<'checkPlan'> = ({ isKept, words: said }, asked) => {
  const plan = openPlan(asked.tale);
  return [
    ...only(asked, asked.who.isStaff, 'awaiting_rating', 'awaiting_closure', 'closed'),
    [isOwnResult(asked), OWN],
    [!plan, 'no plan waits'],
    [!isKept && plan !== null && dayOf(asked.now) < plan.on, 'its day has not come'],
    ...words(said),
  ];
};
