/** A reception day in words: at what time, and who receives: in person, or whoever stands in on that day. */
import { type Directory, leaderById, type ReceptionDay } from '../src/workflow/directory.ts';
import { signersFor } from '../src/workflow/roles.ts';
import { inertLine } from './inert.ts';
import { leaderName } from './view.ts';

/** Empty where no hour is set. */
export const hoursText = ({ from, to }: Pick<ReceptionDay, 'from' | 'to'>): string => {
  if (from === '' && to === '') return '';
  if (from === '') return `${to} 前`;
  return to === '' ? `${from} 起` : `${from}—${to}`;
};

/** “书记甲（副书记丁代）” on a day for which somebody was entered in the leader's place; null for nobody. */
export const hostWords = ({ leaderId, date }: ReceptionDay, directory: Directory): string | null => {
  if (leaderId === null) return null;
  const name = leaderName(directory, leaderId);
  const leader = leaderById(directory, leaderId);
  const deputy = leader?.substitute?.openId;
  if (!leader || !date || deputy === undefined || !signersFor(leader, date).includes(deputy)) return name;
  const known = directory.leaders.find(({ openId }) => openId === deputy)?.name ?? '受托签批人';
  return `${name}（${inertLine(known, 40)}代）`;
};
