/**
 * 修改未采纳通知: the short message to whoever edited a table, when something of it was not taken over. Names the row and says why;
 * never repeats what was typed. Several edits of one moment are one message.
 */
import { inertMessageLine } from './inert.ts';

export interface EditNotice {
  /** The row, as people know it: 受理编号 or the name of the table. */
  readonly item: string;
  readonly sentence: string;
}

/** As many as are pasted at once by hand; each stands nowhere else with its reason. */
const MAX_LINES = 60;
const MAX_ITEM = 120;
const MAX_SENTENCE = 200;

/** One message for all of them; what exceeds sixty lines is counted. */
export const editNoticeText = (notices: readonly EditNotice[]): string => {
  const shown = notices.slice(0, MAX_LINES).map(lineOf);
  const rest = notices.length - shown.length;
  return [
    notices.length === 1 ? '【表格修改未采纳】' : `【表格修改未采纳，共 ${notices.length} 处】`,
    ...shown,
    ...(rest > 0 ? [`另有 ${rest} 处，原因见所在行的“操作结果”；没有这一列的表格，已恢复为原内容。`] : []),
  ].join('\n');
};

const lineOf = ({ item, sentence }: EditNotice): string =>
  `${inertMessageLine(item, MAX_ITEM)}：${inertMessageLine(sentence, MAX_SENTENCE)}`;
