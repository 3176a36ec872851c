/**
 * 阶段节点 and 每月一报 in words: the list on the sheet, and what is behind on the cards of leaders. From the case alone, like every
 * card: overdue is what the clock found so, and no count of days stands here that would change from day to day.
 */
import type { Milestone, Round } from '../src/workflow/case.ts';
import { beijingDateOf } from '../src/workflow/deadlines.ts';
import type { BeijingDate } from '../src/workflow/ids.ts';
import { milestoneStanding } from '../src/workflow/milestones.ts';
import type { Fact } from '../src/workflow/whose-turn/fact.ts';
import { type FormElement, fold } from './builder.ts';
import { inertLine } from './inert.ts';
import { shortDayText } from './moment.ts';
import type { Space } from './space.ts';
import { fact, lines } from './view.ts';

/** “11月” */
export const monthWord = (month: BeijingDate): string => shortDayText(month).replace(/\d+日$/u, '');

const MAX_NAME = 30;
export const milestoneName = ({ text }: Milestone, max = MAX_NAME): string => inertLine(text, max) || '（未填）';

/** Closed until tapped; the title says how many are behind. */
export const milestoneFold = ({ milestones }: Round, facts: readonly Fact[], space: Space): readonly FormElement[] => {
  if (milestones.length === 0) return [];
  const late = milestones.filter((each) => milestoneStanding(each) === 'overdue').length;
  const title = `阶段节点（${milestones.length}个${late > 0 ? `，${late}个逾期` : ''}）`;
  return [fold(title, lines(facts.map(({ label, text }) => fact(inertLine(label, 60), text, space.longText))))];
};

const standingWord = (milestone: Milestone): string => {
  switch (milestoneStanding(milestone)) {
    case 'reached':
    case 'reachedLate':
      return `${shortDayText(beijingDateOf(milestone.reached?.at ?? 0))}完成`;
    case 'overdue':
      return '已逾期';
    case 'ahead':
      return '未到期';
  }
};

/** What is behind, for whoever reads: nodes overdue or reached late, and a month without a line. */
export const behindLines = (round: Round): readonly FormElement[] => {
  const late = round.milestones
    .filter((each) => ['overdue', 'reachedLate'].includes(milestoneStanding(each)))
    .map((each) => `节点逾期：${milestoneName(each)}（应于${shortDayText(each.on)}前，${lateWord(each)}）`);
  return lines([...late, round.lineOwedFor ? `${monthWord(round.lineOwedFor)}未报进展` : null]);
};

const lateWord = (milestone: Milestone): string => (milestone.reached ? standingWord(milestone) : '未完成');

/** The same month, to the unit that owes it. */
export const owedLine = ({ lineOwedFor }: Round): readonly FormElement[] =>
  lines([lineOwedFor ? `${monthWord(lineOwedFor)}未报进展，请用下方“报进展”补报；补报前不能申请延期。` : null]);
