/**
 * 本月接待日: which days there are, who receives where, and how many items stand on the agenda of each. For anyone who asks;
 * it names no enterprise.
 */
import { agendaDayOf } from '../src/workflow/agenda.ts';
import type { ReceptionDay } from '../src/workflow/directory.ts';
import { hostsOf } from '../src/workflow/roles.ts';
import { byVisit } from '../src/workflow/visits.ts';
import type { ReceptionDaysView } from './board-view.ts';
import { type Card, cardOf, paragraph, remark, rule } from './builder.ts';
import { hostWords, hoursText } from './day-words.ts';
import type { Button, FormElement } from './elements.ts';
import { inertLine } from './inert.ts';
import { dayWithWeekday } from './moment.ts';
import { askButton, rowWithButton } from './rows.ts';
import { fact } from './view.ts';

const MAX_DAYS = 12;

export const drawReceptionDaysCard = (view: ReceptionDaysView): Card => {
  const days = view.days.toSorted((a, b) => (a.date ?? '9999').localeCompare(b.date ?? '9999'));
  const next = days.find(({ date }) => date !== null && date >= view.today);
  const shown = days.slice(0, MAX_DAYS);
  return cardOf({
    title: '本月接待日',
    subtitle: inertLine(view.directory.settings.districtName, 40) || '接待日',
    template: 'blue',
    tags: [{ words: `${days.length}次`, color: 'neutral' }],
    summary: `本月接待日：${days.length}次`,
    elements: [
      paragraph(askOf(view, next), 'heading'),
      ...shown.flatMap((day): readonly FormElement[] => [
        rule,
        rowWithButton(paragraph(wordsOf(view, day)), isOwn(view, day) ? roomButton(view, day) : null),
      ]),
      ...(days.length > shown.length ? [remark(`另有${days.length - shown.length}次，见“接待日”表。`)] : []),
    ],
  });
};

/** The door asks the same: a substitute signs on the days of the entry and no other. */
const isOwn = ({ directory, viewer, today }: ReceptionDaysView, day: ReceptionDay): boolean =>
  hostsOf(day, directory, today).includes(viewer);

const roomButton = ({ directory }: ReceptionDaysView, day: ReceptionDay): Button =>
  askButton('签批', { kind: 'room', district: directory.district, day: day.id, at: null, isHere: false });

const askOf = ({ directory, days }: ReceptionDaysView, next: ReceptionDay | undefined): string => {
  if (days.length === 0) return '本月尚未安排接待日。';
  if (!next?.date) return '本月接待日均已举行。';
  const whom = hostWords(next, directory) ?? '接待领导（待定）';
  return `请${whom}和有关单位${dayWithWeekday(next.date)}参加下一次接待日。`;
};

const wordsOf = ({ directory, cases }: ReceptionDaysView, day: ReceptionDay): string => {
  const items = cases.filter((subject) => agendaDayOf(subject) === day.id);
  const visits = byVisit(items).length;
  return [
    `${day.date ? dayWithWeekday(day.date) : '日期待定'} ${inertLine(day.title, 40)}`.trim(),
    `接待领导：${hostWords(day, directory) ?? '待定'}`,
    fact('时间', hoursText(day), 20),
    fact('地点', day.place, 60),
    items.length === 0 ? '议程：尚未排入事项' : `议程：${visits}家企业，${items.length}件`,
  ]
    .filter((line) => line !== null)
    .join('\n');
};
