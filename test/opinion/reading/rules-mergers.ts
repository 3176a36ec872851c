/** The rules of what follows from 合并, in the case that was merged and in the one it went into. */
import { isBad } from './road.ts';
import { fits, OPEN, only, type Rule, words } from './rules.ts';
import { every, last, since, type Tale } from './tale.ts';

/** Into which it went, and what it was told there. */
const mergedInto = (tale: Tale) => last(tale, 'caseMerged');
const answersSince = (tale: Tale) => every(since(tale, mergedInto(tale)), 'answerShared');
const ratingSince = (tale: Tale) => {
  const told = last(since(tale, mergedInto(tale)), 'answerShared', 'sharedAnswerRated');
  return told?.type === 'sharedAnswerRated' ? told.rating : null;
};

export const takeIn: Rule<'takeIn'> = ({ merged }, asked) => [
  ...only(asked, asked.who.isClock, ...OPEN),
  [every(asked.tale, 'caseTookIn').some((told) => told.merged.caseId === merged.caseId), 'taken in already'],
];

/** By staff only where the enterprise is not content with the answer it shares. */
export const giveBack: Rule<'giveBack'> = ({ from, words: said }, asked) => {
  const rating = ratingSince(asked.tale);
  return [
    ...only(asked, asked.who.isClock || asked.who.isStaff, 'merged'),
    [mergedInto(asked.tale)?.into !== from, 'went elsewhere'],
    [!asked.who.isClock && !(rating && isBad(rating.grade)), 'nobody is dissatisfied'],
    ...(asked.who.isClock ? [] : words(said)),
  ];
};

export const shareAnswer: Rule<'shareAnswer'> = ({ answer }, asked) => [
  ...only(asked, asked.who.isClock, 'merged'),
  [mergedInto(asked.tale)?.into !== answer.from, 'went elsewhere'],
  [
    answersSince(asked.tale).some(
      (told) => told.answer.round === answer.round && told.answer.reviewedAt === answer.reviewedAt,
    ),
    'told already',
  ],
];

export const rateShared: Rule<'rateShared'> = ({ words: said }, asked) => [
  ...only(asked, asked.who.isEnterprise || asked.who.isStaff, 'merged'),
  [answersSince(asked.tale).length === 0, 'nothing to rate'],
  [ratingSince(asked.tale) !== null, 'rated already'],
  ...fits(said),
];
