/**
 * Every kind of wish, something that should be true outside, with what it is. Whatever lists kinds (who is told once, what Feishu sends
 * for good, what they are called) is derived from this table, so that a new kind says all of it or does not compile.
 */

/** One wish after another: of one Base, to one person, of one district's approvals, calendar and tasks, or of its cases. */
export type LaneName = 'base' | 'person' | 'link' | 'case';

interface Kind {
  /** What staff read of it in 运行状况. */
  readonly zh: string;
  readonly lane: LaneName;
  /** Wished again it stays as it is: it is told once. */
  readonly isOnce?: true;
  /** Feishu sends it for good and forgets its token after an hour: a repeat could then be a second one. */
  readonly isMessage?: true;
}
const kindsOf = <const Kinds extends Readonly<Record<string, Kind>>>(
  kinds: Kinds,
): Readonly<Record<keyof Kinds, Kind>> => kinds;

export const WISH_KINDS = kindsOf({
  mirrorCase: { zh: '更新事项行', lane: 'base' },
  pullRow: { zh: '读取表格行', lane: 'base' },
  pullTable: { zh: '读取名录', lane: 'base' },
  /** One step of comparing everything. */
  sweep: { zh: '对账', lane: 'base' },
  lookAtColumns: { zh: '核对列', lane: 'base' },
  mirrorHealth: { zh: '更新运行状况', lane: 'base' },

  card: { zh: '发送卡片', lane: 'person', isMessage: true },
  /** The message of a card that was sent anew says where to look. */
  pointer: { zh: '旧卡片作废提示', lane: 'person' },
  /** The clock's one message to a person on a day. */
  daily: { zh: '每日提醒', lane: 'person', isMessage: true, isOnce: true },
  /** What somebody asked the bot for. */
  answer: { zh: '答复机器人询问', lane: 'person', isMessage: true, isOnce: true },
  /** Of a message that was sent. */
  urge: { zh: '加急', lane: 'person', isOnce: true },
  notify: { zh: '发送通知', lane: 'person', isMessage: true },
  /** The same about several cases at once. */
  notifyOnce: { zh: '发送通知', lane: 'person', isMessage: true, isOnce: true },
  /** Tells an editor what was not taken over. */
  editNotice: { zh: '发送修改未采纳通知', lane: 'person', isMessage: true, isOnce: true },

  /** Of a case. */
  approval: { zh: '更新飞书审批', lane: 'link' },
  /** The event of a reception day. */
  calendar: { zh: '更新飞书日历', lane: 'link' },
  /** Of a case. */
  tasks: { zh: '更新飞书任务', lane: 'link' },
  /** Look at everything of a district that stands in these three. */
  links: { zh: '核对审批、日历、任务', lane: 'link' },

  /** What a merger (合并) still asks of its two cases. */
  settleMerger: { zh: '合并事项的后续', lane: 'case' },
  /** Cases follow what has changed in 接待日. */
  followDays: { zh: '接待日变动告知', lane: 'case' },
});
export type WishKind = keyof typeof WISH_KINDS;

export const isWishKind = (kind: string): kind is WishKind => Object.hasOwn(WISH_KINDS, kind);
export const KINDS_TOLD_ONCE: readonly WishKind[] = Object.keys(WISH_KINDS)
  .filter(isWishKind)
  .filter((kind) => WISH_KINDS[kind].isOnce);
