/**
 * 关联与回避 in words: what else is in hand of the enterprise and how earlier matters ended, whether it asks for the same again,
 * and who should have no hand in the sheet. Shared by the 签批单, the card of the room and the 接待日议题单.
 */
import { type Case, GRADES, STATES } from '../src/workflow/case.ts';
import { beijingDateOf } from '../src/workflow/deadlines.ts';
import { type Directory, leaderById } from '../src/workflow/directory.ts';
import type { LeaderId } from '../src/workflow/ids.ts';
import {
  type Conflict,
  conflictsOf,
  isEnded,
  type Neighbour,
  repeatOf,
  TIES,
  type Tie,
  type Ties,
} from '../src/workflow/ties.ts';
import { inertLine } from './inert.ts';
import { dayText } from './moment.ts';
import type { Space } from './space.ts';
import { leaderName, unitName } from './view.ts';

export interface Near {
  readonly subject: Case;
  readonly directory: Directory;
  readonly ties: Ties;
}

/** What must not be overlooked, 回避 first. */
export const warnings = (near: Near, signer: LeaderId | null): readonly string[] => [
  ...conflictsOf(near.subject, near.ties, near.directory, signer).map((conflict) => conflictSentence(conflict, near)),
  ...repeatSentence(near),
];

const conflictSentence = (conflict: Conflict, { subject, directory }: Near): string => {
  switch (conflict.kind) {
    case 'signer':
      return `需回避：${whyAvoid(conflict.why, leaderName(directory, conflict.leaderId))}，${
        subject.state === 'awaiting_instruction' ? '请转请另一领导批示' : '请会后另请领导签批'
      }。`;
    case 'leadLeader':
      return `需回避：${whyAvoid(conflict.why, `拟请牵头的${leaderName(directory, conflict.leaderId)}`)}，请另选牵头领导。`;
    case 'substitute':
      return `需回避：${leaderName(directory, conflict.leaderId)}的受托签批人与该企业有利害关系，不宜代签。`;
    case 'secretary':
      return `需回避：${leaderName(directory, conflict.leaderId)}的联络员与该企业有利害关系，不宜代拟批示。`;
    case 'unit':
      return `需回避：${unitName(directory, conflict.unitId)}是被反映单位，不宜${conflict.role === 'lead' ? '主办' : '协办'}，请改交其他单位。`;
  }
};

const whyAvoid = (why: 'declared' | 'namesake', who: string): string =>
  why === 'declared'
    ? `${who}与该企业有利害关系（“企业”表登记）`
    : `${who}与企业联系人或法定代表人同名，请核对，确系本人的`;

const repeatSentence = ({ subject, ties }: Near): readonly string[] => {
  const earlier = repeatOf(subject, ties);
  if (!earlier) return [];
  const when = earlier.closedAt === null ? '' : `，${dayText(beijingDateOf(earlier.closedAt))}销号`;
  return [`重复反映：同一诉求此前已办过（${nameOf(earlier)}，${endingOf(earlier)}${when}），请核对原办理情况。`];
};

/** 已销号 with the rating, or how else it ended. */
const endingOf = ({ state, grade }: Neighbour): string =>
  state === 'closed' ? `评价${grade ? GRADES[grade] : '未作'}` : STATES[state];
const nameOf = ({ number, category, id }: Neighbour): string =>
  inertLine(number ?? '', 40) || inertLine(category, 12) || `受理编号 ${inertLine(id, 12)}`;

/** 挂钩联系领导, and what else is near, a line each; none where nothing is. */
export const nearLines = ({ subject, directory, ties }: Near, space: Space): readonly string[] => {
  const linked = (ties.enterprise?.linkedLeaderIds ?? []).filter((id) => leaderById(directory, id) !== null);
  const same = ties.neighbours.filter(({ tie }) => tie === 'same').map(({ of }) => of);
  return [
    ...(linked.length === 0
      ? []
      : [
          `挂钩联系领导：${linked
            .slice(0, 4)
            .map((id) => leaderName(directory, id))
            .join('、')}`,
        ]),
    ...(same.length === 0 ? [] : [`同一企业另有：${countsOf(same, subject)}${namedOf(same, space)}`]),
    ...OTHERS.flatMap((tie) => {
      const near = ties.neighbours.filter((one) => one.tie === tie).map(({ of }) => of);
      return near.length === 0 ? [] : [otherLine(tie, near)];
    }),
  ];
};
const OTHERS = ['declared', 'representative', 'phone'] as const satisfies readonly Tie[];

/** “在办2件（同次来访1件）、已销号1件（上次评价：不满意）”. */
const countsOf = (all: readonly Neighbour[], subject: Pick<Case, 'visitKey'>): string => {
  const open = all.filter((one) => !isEnded(one));
  const closed = all.filter(({ state }) => state === 'closed');
  const others = all.filter((one) => isEnded(one) && one.state !== 'closed');
  const together = open.filter(({ visitKey }) => visitKey === subject.visitKey).length;
  const last = closed.toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))[0];
  return [
    open.length === 0 ? '' : `在办${open.length}件${together === 0 ? '' : `（同次来访${together}件）`}`,
    last ? `已销号${closed.length}件（上次评价：${last.grade ? GRADES[last.grade] : '未评价'}）` : '',
    ...[...new Set(others.map(({ state }) => state))].map(
      (state) => `${STATES[state]}${others.filter((one) => one.state === state).length}件`,
    ),
  ]
    .filter((part) => part !== '')
    .join('、');
};

const MAX_NAMED = 3;
/** The newest, with what became of them. */
const namedOf = (all: readonly Neighbour[], { historyLines }: Space): string => {
  const named = all.slice(0, Math.min(MAX_NAMED, historyLines)).map((one) => `${nameOf(one)}${STATES[one.state]}`);
  return `。${all.length > named.length ? '最近：' : '其中：'}${named.join('，')}。`;
};

const otherLine = (tie: (typeof OTHERS)[number], near: readonly Neighbour[]): string => {
  const names = [...new Set(near.map(({ enterpriseName }) => inertLine(enterpriseName, 24)))].filter(
    (name) => name !== '',
  );
  const shown = names.slice(0, 2).join('、') + (names.length > 2 ? `等${names.length}家` : '');
  const open = near.filter((one) => !isEnded(one)).length;
  const counts = [open === 0 ? '' : `在办${open}件`, near.length === open ? '' : `已结${near.length - open}件`];
  return `${TIES[tie]}（${shown || '未填企业名称'}）：${counts.filter((count) => count !== '').join('、')}`;
};
