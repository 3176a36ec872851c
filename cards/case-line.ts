/**
 * A case as a few lines of a list: whose it is, where it stands, by when; and the order of lists, the most pressing first.
 */

import { startOfBeijingDay } from '../src/workflow/beijing-date.ts';
import { type Case, currentRound, LIGHTS, type Light, leadUnitIdOf, STATES } from '../src/workflow/case.ts';
import { workdaysBetween } from '../src/workflow/deadlines.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import type { BeijingDate } from '../src/workflow/ids.ts';
import { lightOf } from '../src/workflow/lights.ts';
import { overdueMilestones } from '../src/workflow/milestones.ts';
import { owedMonth } from '../src/workflow/monthly-line.ts';
import { pendingPlan } from '../src/workflow/plans.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import type { BoardView } from './board-view.ts';
import { paragraph } from './builder.ts';
import type { FormElement } from './elements.ts';
import { inertLine } from './inert.ts';
import { milestoneName, monthWord } from './milestone-section.ts';
import { dayText, shortDayText } from './moment.ts';
import { askButton, rowWithButton } from './rows.ts';
import { enterpriseName, flagWords, hasEnded, kindWord, mergedWords, unitName } from './view.ts';
import { cardFor, isHiddenFrom, questionTo } from './which-card.ts';

/** One line of a phone beside the button. */
const MAX_REQUEST = 17;

/** One case with the button that opens the viewer's own card of it. `note` says why it stands in this list. */
export const caseRow = (subject: Case, view: BoardView, note = ''): FormElement => {
  const card = cardFor(subject, view);
  return rowWithButton(
    paragraph(caseWords(subject, view, note)),
    card ? askButton('打开', { kind: 'show', caseId: subject.id, ...card }) : null,
  );
};

/** Who, what, where it stands, by when: four short lines. */
export const caseWords = (subject: Case, view: BoardView, note = ''): string => {
  const isHidden = isHiddenFrom(subject, view.directory, view.viewer);
  const flags = flagWords(subject);
  const request = isHidden ? withoutEnterprise(subject, requestTo(subject, view)) : requestTo(subject, view);
  return [
    `${enterpriseName(subject, isHidden)}${flags === '' ? '' : `（${flags}）`}`,
    `${kindWord(subject)}：${inertLine(request, MAX_REQUEST) || '（未填）'}`,
    standingWords(subject, view),
    note,
  ]
    .filter((line) => line !== '')
    .join('\n');
};

/** Whoever was only asked beforehand reads what was asked, and not the appeal. */
const requestTo = (subject: Case, view: BoardView): string =>
  cardFor(subject, view)?.card === 'consultation'
    ? (questionTo(subject, view.directory, view.viewer)?.question ?? '')
    : subject.appeal.text;

/** “办理中 · 红·超期5个工作日”, and under it “示接交〔2026〕7号 · 区住建局 · 5月14日前”. */
const standingWords = (subject: Case, view: BoardView): string => {
  const round = currentRound(subject);
  const light = lightOn(subject, view);
  const late = overdueWorkdays(subject, view);
  const plan = pendingPlan(subject);
  const due = round?.due && !hasEnded(subject) ? `${shortDayText(round.due.date)}前` : '';
  return [
    [STATES[subject.state], light ? `${LIGHTS[light]}${late > 0 ? `${late}个工作日` : ''}` : ''],
    [
      inertLine(round?.instruction?.number.text ?? '', 40),
      round?.instruction ? unitName(view.directory, leadUnitIdOf(round)) : '',
      due === '' || !round?.due?.isProvisional ? due : `${due}（暂定）`,
    ],
    [plan ? `计划解决：${dayText(plan.on)}前` : ''],
    [mergedWords(subject)],
    [behindWords(subject, view)],
  ]
    .map((parts) => parts.filter((part) => part !== '').join(' · '))
    .filter((line) => line !== '')
    .join('\n');
};

/** “节点逾期2天：方案审定；11月未报进展”: why a case is behind besides its limit, while the unit has it. */
const behindWords = (subject: Case, { today, directory }: BoardView): string => {
  const round = currentRound(subject);
  if (!round || subject.state !== 'handling') return '';
  const calendar = createWorkCalendar(directory.settings);
  const [first, ...others] = overdueMilestones(round, today).toSorted((a, b) => (a.on < b.on ? -1 : 1));
  const owed = owedMonth(subject, today, calendar);
  return [
    first
      ? `节点逾期${daysBetween(first.on, today)}天：${milestoneName(first, MAX_REQUEST)}${others.length > 0 ? `等${others.length + 1}个` : ''}`
      : '',
    owed ? `${monthWord(owed)}未报进展` : '',
  ]
    .filter((each) => each !== '')
    .join('；');
};

const DAY_MS = 86_400_000;
const daysBetween = (from: BeijingDate, to: BeijingDate): number =>
  Math.round((startOfBeijingDay(to) - startOfBeijingDay(from)) / DAY_MS);

/** The light as it is on the day of the card; the stored one is that of the clock's last turn. */
export const lightOn = (subject: Case, { today, directory }: BoardView): Light | null =>
  hasEnded(subject)
    ? null
    : lightOf(subject, startOfBeijingDay(today), directory.settings, createWorkCalendar(directory.settings));

const isRunning = ({ state }: Case): boolean => state === 'assigned' || state === 'handling';

/** How many 工作日 past the limit, 0 while there is time or nobody is waiting for the units. */
export const overdueWorkdays = (subject: Case, { today, directory }: BoardView): number => {
  const due = currentRound(subject)?.due;
  if (!due || !isRunning(subject) || today <= due.date) return 0;
  return workdaysBetween(due.date, today, createWorkCalendar(directory.settings));
};

/** How many 工作日 are left, null where no limit runs. */
export const workdaysLeft = (subject: Case, { today, directory }: BoardView): number | null => {
  const due = currentRound(subject)?.due;
  if (!due || !isRunning(subject) || today > due.date) return null;
  return workdaysBetween(today, due.date, createWorkCalendar(directory.settings));
};

const LIGHT_RANK = { red: 0, blue: 1, yellow: 2, green: 4 } as const;
const NO_LIGHT_RANK = 3;

/** Listed first, then by light, then by due date, then who has waited longest. */
export const byPressure =
  (view: BoardView) =>
  (a: Case, b: Case): number =>
    Number(b.listed !== null) - Number(a.listed !== null) ||
    rankOf(lightOn(a, view)) - rankOf(lightOn(b, view)) ||
    dueOf(a).localeCompare(dueOf(b)) ||
    a.submittedAt - b.submittedAt ||
    (a.id < b.id ? -1 : 1);

const rankOf = (light: Light | null): number => (light ? LIGHT_RANK[light] : NO_LIGHT_RANK);
const dueOf = (subject: Case): string => currentRound(subject)?.due?.date ?? '9999';
