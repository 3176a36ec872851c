/**
 * How long a text may be, by the kind of field: said once for what forms offer (`maxlength`), what doors take and what the rules
 * allow. Characters as people count them. Pure.
 */
export const LENGTHS = {
  /** Words of an act on a card or a unit's form: 批示, reasons, 进展, 意见, 办理情况, 答复. */
  words: 1_000,
  /** A person's name, or another single line. */
  name: 50,
  /** 经办人姓名 at 网页办理: it stands in a cookie. */
  webName: 20,
  /** 节点: one line of a list. */
  milestone: 60,
  /** What an enterprise answers to a question. */
  answer: 2_000,
  /** What goes with something else: 评价的话, 撤回的原因, 材料说明. */
  remark: 500,
  /** 处理说明 and other cells, which no form bounds: what the rules take of any text. */
  cell: 2_000,
  /** What is searched for. */
  search: 60,
} as const;

export const lengthOf = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** Without counting a text through that is far too long. */
export const isLonger = (text: string, max: number): boolean => {
  let left = max;
  for (const _ of text) {
    if (left === 0) return true;
    left -= 1;
  }
  return false;
};
