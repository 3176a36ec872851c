/**
 * A list of cases that somebody asked for (待我签批, 我的在办, 督办清单, 查询结果), a page at a time: each line opens the
 * asker's own card of that case. Ordered by what presses most; it decides nothing about who may see what.
 */
import { type Ask, LISTS, type ListName } from './ask.ts';
import type { ListView } from './board-view.ts';
import { type Card, cardOf, paragraph, remark, rule } from './builder.ts';
import { byPressure, caseRow, lightOn } from './case-line.ts';
import { DUTIES, type Duty, dutyOf } from './duties.ts';
import type { FormElement } from './elements.ts';
import { dayText } from './moment.ts';
import { askButton, buttonsRow } from './rows.ts';
import { unitFiguresSection } from './unit-figures.ts';

/** Fits 30 KB and 200 elements whatever the cases hold; constant, so that pages do not shift. */
const LIST_PAGE = 8;

export const drawListCard = (view: ListView): Card => {
  const ordered = view.cases.toSorted(byPressure(view));
  const pages = Math.max(1, Math.ceil(ordered.length / LIST_PAGE));
  const page = Math.min(Math.max(1, view.page), pages);
  const shown = ordered.slice((page - 1) * LIST_PAGE, page * LIST_PAGE);
  const title = view.list === 'query' ? '查询结果' : LISTS[view.list];
  return cardOf({
    title,
    subtitle: `截至${dayText(view.today)}`,
    template: ordered.some((subject) => lightOn(subject, view) === 'red') ? 'red' : 'blue',
    tags: [{ words: `共${ordered.length}件`, color: 'neutral' }],
    summary: `${title}：共${ordered.length}件`,
    elements: [
      paragraph(firstLine(view, ordered.length), 'heading'),
      ...unitFiguresSection(view.figures, view),
      ...shown.flatMap((subject): readonly FormElement[] => [rule, caseRow(subject, view, noteOf(subject, view))]),
      ...turning(view, page, pages),
    ],
  });
};

const firstLine = ({ list, today }: ListView, count: number): string => {
  const day = dayText(today);
  switch (list) {
    case 'toSign':
      return count === 0 ? '现在没有等您签批的事项。' : `请您签批以下${count}件，点“打开”即可办理。`;
    case 'inHand':
      return count === 0 ? '现在没有您在办的事项。' : `您在办${count}件，请按各自时限办结（截至${day}）。`;
    case 'supervised':
      return count === 0
        ? '现在没有超期或挂牌督办的事项。'
        : `请抓紧办结以下${count}件超期或挂牌督办的事项（截至${day}）。`;
    case 'query':
      return count === 0
        ? '没有查到您可以查看的事项，请换编号或企业名称再查。'
        : `查到${count}件，点“打开”看最新卡片。`;
  }
};

/** The line of state and light says it already. */
const SAID_BY_LIGHT: readonly Duty[] = ['sign', 'overdue', 'milestoneLate', 'lineMissing', 'soon', 'other', 'done'];

const noteOf = (subject: ListView['cases'][number], view: ListView): string => {
  const duty = dutyOf(subject, view);
  return SAID_BY_LIGHT.includes(duty) ? '' : `待办：${DUTIES[duty]}`;
};

const turning = (view: ListView, page: number, pages: number): readonly FormElement[] => {
  if (pages === 1) return [];
  if (view.list === 'query') return [rule, remark('只列出前几件，请用更完整的编号或企业名称再查。')];
  const { list } = view;
  const to = (label: string, target: number) => askButton(label, turn(view, list, target), 'fill');
  return [
    rule,
    remark(`第${page}页，共${pages}页`),
    buttonsRow([...(page > 1 ? [to('上一页', page - 1)] : []), ...(page < pages ? [to('下一页', page + 1)] : [])]),
  ];
};

const turn = ({ directory }: ListView, list: ListName, page: number): Ask => ({
  kind: 'list',
  district: directory.district,
  list,
  page,
});
