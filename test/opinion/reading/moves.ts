/** How the day of a limit moved, reckoned anew from what was told before each act and with it. */
import type { Directory } from '../../../src/workflow/directory.ts';
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { Ms } from '../../../src/workflow/ids.ts';
import { limitOf } from './limits.ts';
import { before, type Tale, type Walk, walks } from './tale.ts';

export interface Move {
  readonly at: Ms;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}
/** Each time the day of the limit became another, but where the leader put the sheet right. */
export const movesOf = (tale: Tale, { round }: Walk, directory: Directory): readonly Move[] => {
  const dayBy = (told: Tale): string | null => {
    const walk = walks(told)[round - 1];
    return (walk && limitOf(walk, directory)?.day) ?? null;
  };
  const all = walks(tale)[round - 1]?.tale ?? [];
  return all.flatMap((event): readonly Move[] => {
    const why = MOVED_BY[event.type];
    if (why === undefined) return [];
    const past = before(tale, event);
    const [from, to] = [dayBy(past), dayBy([...past, event])];
    return from !== null && to !== null && from !== to ? [{ at: event.at, from, to, why }] : [];
  });
};
const MOVED_BY: Partial<Record<CaseEvent['type'], string>> = {
  enterpriseAnswered: '待企业补充期间暂停计算',
  pauseEnded: '待企业补充期间暂停计算',
  extensionDecided: '批准延期',
  resultReturned: '退回重办',
  ratingJudged: '退回重办',
  ratingReconsidered: '退回重办',
  objectionDecided: '异议成立，改办单位重新起算',
};
