/**
 * A case as a few lines of a list: whose it is, where it stands, by when; and the order of lists, the most pressing first.
 */
import { type Case, currentRound, LIGHTS, leadUnitIdOf, STATES } from '../src/workflow/case.ts';
import { workdaysBetween } from '../src/workflow/deadlines.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import type { BoardView } from './board-view.ts';
import { paragraph } from './builder.ts';
import type { FormElement } from './elements.ts';
import { inertLine } from './inert.ts';
import { shortDayText } from './moment.ts';
import { askButton, rowWithButton } from './rows.ts';
import { enterpriseName, flagWords, hasEnded, kindWord, unitName, withoutEnterprise } from './view.ts';
import { cardFor, isHiddenFrom } from './which-card.ts';

const MAX_REQUEST = 42;

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
  const request = isHidden ? withoutEnterprise(subject, subject.appeal.text) : subject.appeal.text;
  return [
    `${enterpriseName(subject, isHidden)}${flags === '' ? '' : `（${flags}）`}`,
    `${kindWord(subject)}：${inertLine(request, MAX_REQUEST) || '（未填）'}`,
    standingWords(subject, view),
    note,
  ]
    .filter((line) => line !== '')
    .join('\n');
};

/** 办理中 · 红·超期 · 区住建局 · 5月14日前办结（已超期 3 个工作日） */
export const standingWords = (subject: Case, view: BoardView): string => {
  const round = currentRound(subject);
  const unit = round?.instruction ? unitName(view.directory, leadUnitIdOf(round)) : '';
  return [
    inertLine(round?.instruction?.number.text ?? '', 40),
    STATES[subject.state],
    subject.light && !hasEnded(subject) ? LIGHTS[subject.light] : '',
    unit,
    dueWords(subject, view),
  ]
    .filter((part) => part !== '')
    .join(' · ');
};

const dueWords = (subject: Case, view: BoardView): string => {
  const due = currentRound(subject)?.due;
  if (!due || hasEnded(subject)) return '';
  const late = overdueWorkdays(subject, view);
  return `${shortDayText(due.date)}前办结${due.isProvisional ? '（暂定）' : ''}${late > 0 ? `（已超期${late}个工作日）` : ''}`;
};

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
export const byPressure = (a: Case, b: Case): number =>
  Number(b.listed !== null) - Number(a.listed !== null) ||
  rankOf(a) - rankOf(b) ||
  dueOf(a).localeCompare(dueOf(b)) ||
  a.submittedAt - b.submittedAt ||
  (a.id < b.id ? -1 : 1);

const rankOf = ({ light }: Case): number => (light ? LIGHT_RANK[light] : NO_LIGHT_RANK);
const dueOf = (subject: Case): string => currentRound(subject)?.due?.date ?? '9999';
