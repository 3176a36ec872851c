/**
 * 周报: what waits for a leader, a unit or staff, what is late and what was done, each case with a button that opens it.
 * The most pressing group first; a group too long for the card says how many more there are.
 */
import type { Case } from '../src/workflow/case.ts';
import type { DigestView } from './board-view.ts';
import { type Card, cardOf, heading, paragraph, remark, rule } from './builder.ts';
import { byPressure, caseRow, overdueWorkdays } from './case-line.ts';
import { ASKING, DUTIES, type Duty, dutyOf, OWN_DUTIES } from './duties.ts';
import type { FormElement } from './elements.ts';
import { shortDayText } from './moment.ts';
import { figuresRow } from './rows.ts';
import type { Space } from './space.ts';
import { unitFiguresLine } from './unit-figures.ts';
import { hasEnded, leaderName, unitName } from './view.ts';

/** Null when there is nothing to tell: nobody is disturbed for an empty week. */
export const drawDigestCard = (view: DigestView, space: Space): Card | null => {
  if (view.cases.length === 0) return null;
  const groups = grouped(view);
  const late = view.cases.filter((subject) => overdueWorkdays(subject, view) > 0).length;
  const done = groups.get('done')?.length ?? 0;
  const own: readonly Duty[] = OWN_DUTIES[view.audience.kind];
  const waiting = [...groups].reduce((sum, [duty, { length }]) => (own.includes(duty) ? sum + length : sum), 0);
  const open = view.cases.filter((subject) => !hasEnded(subject)).length;
  return cardOf({
    title: `${nameOf(view)} ${whom(view)}`,
    subtitle:
      view.span === 'day' ? shortDayText(view.today) : `${shortDayText(view.since)}至${shortDayText(view.today)}`,
    template: late > 0 ? 'red' : waiting > 0 ? 'orange' : 'blue',
    tags: late > 0 ? [{ words: `超期${late}件`, color: 'red' }] : [],
    summary: `${nameOf(view)}：待办${waiting}件，超期${late}件`,
    elements: [
      paragraph(askOf(view, groups, waiting, late), 'heading'),
      figuresRow([
        { value: String(open), label: '在办' },
        { value: String(waiting), label: '待您办理' },
        { value: String(late), label: '已超期' },
        { value: String(done), label: '本期结束' },
      ]),
      ...(view.figures ? [unitFiguresLine(view.figures, view)] : []),
      ...sections(groups, view, space),
    ],
  });
};

const nameOf = ({ span }: DigestView): string => (span === 'day' ? '今日提醒' : '一周待办');
const spanOf = ({ span }: DigestView): string => (span === 'day' ? '今日' : '本周');

const whom = ({ audience, directory }: DigestView): string => {
  switch (audience.kind) {
    case 'leader':
      return leaderName(directory, audience.leaderId);
    case 'unit':
      return unitName(directory, audience.unitId);
    case 'staff':
      return '工商联';
  }
};

/** 待签批1件、待阅示1件: what is whose to do, by kind. */
const ofDuties = ({ audience }: DigestView, groups: ReadonlyMap<Duty, readonly Case[]>): string =>
  OWN_DUTIES[audience.kind]
    .flatMap((duty) => (groups.has(duty) ? [`${DUTIES[duty]}${groups.get(duty)?.length ?? 0}件`] : []))
    .join('、');

const askOf = (view: DigestView, groups: ReadonlyMap<Duty, readonly Case[]>, waiting: number, late: number): string => {
  const who = whom(view);
  if (waiting === 0)
    return late > 0 ? `请${who}督促办理${late}件已超期的事项。` : `${who}${spanOf(view)}没有需要办理的事项。`;
  if (view.audience.kind === 'unit') {
    if (late === 0) return `${who}待办${waiting}件，请按各自时限办理。`;
    return late < waiting
      ? `${who}待办${waiting}件：${late}件已超期，请先办；其余请按各自时限办理。`
      : `${who}待办${waiting}件，均已超期，请抓紧办理。`;
  }
  const pressed =
    late === 0 ? '。' : `；另有${late}件超期，${view.audience.kind === 'leader' ? '提请督促' : '请督促'}。`;
  return `${who}：${ofDuties(view, groups)}${pressed}`;
};

const grouped = (view: DigestView): ReadonlyMap<Duty, readonly Case[]> => {
  const groups = new Map<Duty, Case[]>();
  for (const subject of view.cases.toSorted(byPressure(view))) {
    const duty = dutyOf(subject, view);
    groups.set(duty, [...(groups.get(duty) ?? []), subject]);
  }
  return groups;
};

/** Rows go to the first groups until the card is full; what is only worth knowing gets no rows. */
const sections = (
  groups: ReadonlyMap<Duty, readonly Case[]>,
  view: DigestView,
  space: Space,
): readonly FormElement[] => {
  let left = space.rows;
  return ASKING.flatMap((duty): readonly FormElement[] => {
    const cases = groups.get(duty) ?? [];
    if (cases.length === 0) return [];
    const shown = cases.slice(0, left);
    left -= shown.length;
    const more = cases.length - shown.length;
    return [
      rule,
      heading(DUTIES[duty]),
      ...shown.map((subject) => caseRow(subject, view)),
      ...(more > 0 ? [remark(`另有${more}件，发送“我的在办”可看全部。`)] : []),
    ];
  });
};
