/**
 * 疑似重复 in the row: by which number each can be looked for and merged, what it is about and why it is named. Pure.
 */
import { STATES } from '../src/workflow/case.ts';
import { isEnded, type LookAlike } from '../src/workflow/ties.ts';
import { dayOf, lines } from './words.ts';

/** More of one enterprise are counted: nobody compares them in a cell. */
const MOST_NAMED = 5;

export const lookAlikesWords = (all: readonly LookAlike[]): string =>
  lines([
    ...all.slice(0, MOST_NAMED).map(lookAlikeWords),
    all.length > MOST_NAMED ? `另有 ${all.length - MOST_NAMED} 件。` : '',
  ]);

const WHY = { words: '诉求内容相近', category: '类别相同' } as const satisfies Record<LookAlike['by'], string>;

const lookAlikeWords = ({ of, by }: LookAlike): string => {
  const { id, number, category, state, submittedAt } = of;
  return [
    number ?? `受理编号 ${id}`,
    category,
    `${dayOf(submittedAt)} 登记`,
    isEnded(of) ? `${STATES[state]}（重复反映，请核对原办理情况）` : '在办',
    WHY[by],
  ]
    .filter((part) => part !== '')
    .join('，');
};
