/**
 * 合并 in the row: where a case went or what came into it, and, while it is merged, the answer it shares and what its own enterprise
 * thinks of that. Numbers, because 合并到 and the search take them; a firm only where no confidential case is one of the two.
 */
import { type Case, GRADES, STATES } from '../src/workflow/case.ts';
import { answersHere, sharedAnswerOf } from '../src/workflow/mergers.ts';
import { channelWords } from './rating-words.ts';
import { dayOf, lines } from './words.ts';

export const mergersOf = (subject: Case): string => {
  const { state, exit, tookIn, givenBack, sharedAnswers } = subject;
  const standing = answersHere(subject);
  return lines([
    state === 'merged' && exit ? `${dayOf(exit.at)} 已并入事项（受理编号 ${exit.mergedInto ?? ''}）` : '',
    ...tookIn.map(
      ({ at, caseId, enterpriseName, category, submittedAt, reason }) =>
        `${dayOf(at)} 并入：受理编号 ${caseId}${enterpriseName === '' ? '' : `，${enterpriseName}`}，${category}，${dayOf(submittedAt)} 登记。${reason}`,
    ),
    ...sharedAnswers.filter((answer) => !standing.includes(answer)).flatMap(sharedBefore),
    givenBack ? givenBackWords(givenBack) : '',
  ]);
};

const givenBackWords = ({ at, from, why, words }: NonNullable<Case['givenBack']>): string =>
  why === null
    ? `${dayOf(at)} 恢复单独办理（曾并入 ${from}）：${words}`
    : `${dayOf(at)} 退回单独办理：所并入的事项（受理编号 ${from}）${STATES[why]}，没有答复。`;

/** What it was answered while it was merged, and what its enterprise thought of that. */
const sharedBefore = ({ at, publicReply, rating }: Case['sharedAnswers'][number]): readonly string[] => [
  `${dayOf(at)} 合并办理的答复：${publicReply}`,
  rating
    ? `评价${GRADES[rating.grade]}${rating.words === '' ? '' : `，${rating.words}`}（${channelWords(rating).replaceAll('\n', '，')}）`
    : '',
];

export const sharedTextOf = (subject: Case): string => {
  const shared = sharedAnswerOf(subject);
  if (!shared) return '';
  const { at, publicReply, basis, plannedDate } = shared;
  return lines([
    `合并办理的答复（${dayOf(at)}）：${publicReply}`,
    plannedDate ? `计划 ${plannedDate} 前解决` : '',
    basis === '' ? '' : `政策依据：${basis}`,
  ]);
};
