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
      paragraph(askOf(view, waiting, late), 'heading'),
      figuresRow([
        { value: String(open), label: '在办' },
        { value: String(waiting), label: '待您办理' },
        { value: String(late), label: '已超期' },
        { value: String(done), label: '本期办结' },
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

const askOf = (view: DigestView, waiting: number, late: number): string => {
  const who = whom(view);
  // Units handle what is late; leaders and staff press for it.
  const lateClause =
    late === 0 ? '' : view.audience.kind === 'unit' ? `，其中${late}件已超期，请先办` : `；另有${late}件已超期，请督促`;
  if (waiting > 0) return `请${who}${spanOf(view)}${view.span === 'week' ? '内' : ''}办理${waiting}件${lateClause}。`;
  return late > 0 ? `请${who}督促办结${late}件已超期的事项。` : `${who}${spanOf(view)}没有需要办理的事项。`;
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
