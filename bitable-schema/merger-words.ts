/**
 * 合并 in the row: where a case went or what came into it, and, while it is merged, the answer it shares and what its own enterprise
 * thinks of that. Numbers, because 合并到 and the search take them; a firm only where no confidential case is one of the two.
 */
import { type Case, STATES } from '../src/workflow/case.ts';
import { dayOf, lines } from './words.ts';

export const mergersOf = ({ state, exit, tookIn, givenBack }: Case): string =>
  lines([
    state === 'merged' && exit ? `${dayOf(exit.at)} 已并入事项 ${exit.mergedInto ?? ''}` : '',
    ...tookIn.map(
      ({ at, caseId, enterpriseName, category, submittedAt, reason }) =>
        `${dayOf(at)} 并入：事项 ${caseId}${enterpriseName === '' ? '' : `，${enterpriseName}`}，${category}，${dayOf(submittedAt)} 登记。${reason}`,
    ),
    givenBack
      ? `${dayOf(givenBack.at)} 退回单独办理：所并入的事项 ${givenBack.from} ${STATES[givenBack.why]}，没有答复。`
      : '',
  ]);

export const sharedAnswerOf = ({ state, sharedAnswers }: Case): Case['sharedAnswers'][number] | null =>
  state === 'merged' ? (sharedAnswers.at(-1) ?? null) : null;

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
