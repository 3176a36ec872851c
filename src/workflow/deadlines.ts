/**
 * 时限: when something is due, with the sentence that shows how it was reckoned; how late it is; which light (灯) and which
 * rung of the 督办 ladder that means. The day of receipt does not count. Pure: takes the moment and the calendar.
 */
import { addDays, beijingDateOf, dayInChinese, isWeekend, yearOf } from './beijing-date.ts';
import { type Case, currentResult, currentRound, type DueDate, type Light, type Round } from './case.ts';
import type { Settings } from './directory.ts';
import type { BeijingDate, Ms } from './ids.ts';
import { overdueMilestones } from './milestones.ts';
import { owedMonth } from './monthly-line.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** No limit, proposed, signed or set as the district's, is longer. */
export const MAX_LIMIT_WORKDAYS = 250;

export { addDays, beijingDateOf, beijingYearOf, minutesOfBeijingDay, startOfBeijingDay } from './beijing-date.ts';

/** The limit of `workdays` 工作日 after `start`, which itself does not count. `workdays` is a positive integer. */
export const dueAfter = (start: BeijingDate, workdays: number, calendar: WorkCalendar): DueDate => {
  const date = addWorkdays(start, workdays, calendar);
  const isProvisional = date > calendar.coveredThrough;
  const say = (day: BeijingDate): string => dayInChinese(day, yearOf(start) !== yearOf(date));
  const parts = [
    `自 ${say(start)}（次日起算）${workdays} 个工作日`,
    skippedInWords(start, date, calendar, say),
    makeUpDaysInWords(start, date, calendar, say),
  ].filter((part) => part !== '');
  return {
    date,
    startedOn: start,
    workdays,
    isProvisional,
    derivation: `${parts.join('，')} → ${say(date)}${isProvisional ? provisionalClause(calendar) : ''}`,
  };
};

/** A limit that was named as a date; it stays as named even when that is a day off. */
export const dueOn = (start: BeijingDate, date: BeijingDate, calendar: WorkCalendar): DueDate => {
  const say = (day: BeijingDate): string => dayInChinese(day, yearOf(start) !== yearOf(date));
  const dayOff = calendar.isWorkday(date) ? '' : `，当日为${calendar.holidayName(date) ?? '周末'}`;
  const isPast = date > calendar.coveredThrough;
  return {
    date,
    startedOn: start,
    workdays: null,
    isProvisional: false,
    derivation: `限定 ${say(date)}（自 ${say(start)}次日起${isPast ? '约' : ''} ${workdaysBetween(start, date, calendar)} 个工作日${dayOff}）`,
  };
};

/** The same limit, later by as many 工作日 as the clock stood still. */
export const shiftDue = (due: DueDate, workdays: number, calendar: WorkCalendar): DueDate => {
  if (workdays <= 0) return due;
  const date = addWorkdays(due.date, workdays, calendar);
  const wasSaidProvisional = due.isProvisional;
  const isProvisional = wasSaidProvisional || (due.workdays !== null && date > calendar.coveredThrough);
  const say = dayInChinese(date, yearOf(due.startedOn) !== yearOf(date));
  return {
    ...due,
    date,
    isProvisional,
    derivation: `${due.derivation}；待企业补充期间停算，顺延 ${workdays} 个工作日 → ${say}${
      isProvisional && !wasSaidProvisional ? provisionalClause(calendar) : ''
    }`,
  };
};

/** Workdays after `a` up to and including `b`; negative when `b` is earlier. Inverse of `dueAfter`. */
export const workdaysBetween = (a: BeijingDate, b: BeijingDate, calendar: WorkCalendar): number => {
  if (b < a) return -workdaysBetween(b, a, calendar);
  return daysAfter(a, b).filter((day) => calendar.isWorkday(day)).length;
};

/** The workday `workdays` 工作日 before `date`: the last day on which something may be asked with that notice. */
export const workdayBefore = (date: BeijingDate, workdays: number, calendar: WorkCalendar): BeijingDate => {
  let day = date;
  for (let left = workdays; left > 0; ) {
    day = addDays(day, -1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return day;
};

/** B13 of the rules: 难 before 重 before what kind of appeal it is. In 工作日. */
export const defaultLimitWorkdays = (subject: Case, settings: Settings): number => {
  if (subject.notes.isHard) return settings.hardDays;
  if (subject.notes.isGrave) return settings.graveDays;
  return subject.appeal.kind === 'suggestion' ? settings.suggestionDays : settings.problemDays;
};

/**
 * The light of a case, null while no limit runs. Red: past due. Blue: few days or a small share of the limit left. Yellow:
 * sent back to be done again, silent too long, a node (阶段节点) overdue, or a month without a line (每月一报). While the
 * enterprise is asked, and once a result is reported, the light is what it was on that day: the units are not waiting then.
 */
export const lightOf = (subject: Case, now: Ms, settings: Settings, calendar: WorkCalendar): Light | null => {
  const round = currentRound(subject);
  if (!round?.due || !isRunning(subject)) return null;
  const { due } = round;
  const day = beijingDateOf(stoppedAt(subject, round) ?? now);
  if (day > due.date) return 'red';

  const left = workdaysBetween(day, due.date, calendar);
  const whole = workdaysBetween(due.startedOn, due.date, calendar);
  if (left <= settings.blueDaysLeft || left * 100 <= whole * settings.bluePercent) return 'blue';

  const isReturned = round.redoCount > 0 && subject.state !== 'awaiting_review';
  const silentDays = workdaysBetween(beijingDateOf(lastSignOfLife(subject, round)), day, calendar);
  const isBehind = overdueMilestones(round, day).length > 0 || owedMonth(subject, day, calendar) !== null;
  return isReturned || isBehind || silentDays >= settings.yellowSilentDays ? 'yellow' : 'green';
};

/** The rung of the ladder that is due: 0 none, 1 nearly due, 2 … 4 by `ladderDays` 工作日 overdue. */
export const supervisionLevel = (
  subject: Case,
  now: Ms,
  settings: Settings,
  calendar: WorkCalendar,
): 0 | 1 | 2 | 3 | 4 => {
  const due = currentRound(subject)?.due;
  if (!due || (subject.state !== 'assigned' && subject.state !== 'handling')) return 0;
  const light = lightOf(subject, now, settings, calendar);
  if (light !== 'red') return light === 'blue' ? 1 : 0;
  const overdue = workdaysBetween(due.date, beijingDateOf(now), calendar);
  const [second, third, fourth] = settings.ladderDays;
  if (overdue >= fourth) return 4;
  if (overdue >= third) return 3;
  return overdue >= second ? 2 : 1;
};

/** 协办: half of the lead unit's limit, three 工作日 at least, and never later than that limit (domain.md B13). */
export const contributionDue = ({ due }: Round, calendar: WorkCalendar): BeijingDate | null => {
  if (!due) return null;
  const whole = due.workdays ?? workdaysBetween(due.startedOn, due.date, calendar);
  const own = addWorkdays(due.startedOn, Math.max(MIN_CONTRIBUTION_DAYS, Math.ceil(whole / 2)), calendar);
  return own < due.date ? own : due.date;
};
const MIN_CONTRIBUTION_DAYS = 3;

/** Whether the enterprise had its `maxPauseDays` 工作日 in full and did not answer. */
export const pauseIsOver = (subject: Case, now: Ms, settings: Settings, calendar: WorkCalendar): boolean =>
  subject.pause !== null &&
  workdaysBetween(beijingDateOf(subject.pause.since), beijingDateOf(now), calendar) > settings.maxPauseDays;

const isRunning = ({ state }: Case): boolean =>
  state === 'assigned' || state === 'handling' || state === 'awaiting_review' || state === 'awaiting_enterprise';

/** Since when the units' clock stands still, or null while it runs. */
const stoppedAt = (subject: Case, round: Round): Ms | null => {
  if (subject.pause) return subject.pause.since;
  return subject.state === 'awaiting_review' ? (currentResult(round)?.at ?? null) : null;
};

const lastSignOfLife = (subject: Case, round: Round): Ms =>
  Math.max(
    round.instruction?.signedAt ?? 0,
    ...round.progress.map(({ at }) => at),
    ...round.results.map(({ at }) => at),
    ...subject.enterpriseAnswers.map(({ at }) => at),
  );

const addWorkdays = (start: BeijingDate, workdays: number, calendar: WorkCalendar): BeijingDate => {
  let day = start;
  for (let left = workdays; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return day;
};

/** The days after `a` up to and including `b`. */
const daysAfter = (a: BeijingDate, b: BeijingDate): readonly BeijingDate[] => {
  const days: BeijingDate[] = [];
  for (let day = addDays(a, 1); day <= b; day = addDays(day, 1)) days.push(day);
  return days;
};

type Say = (day: BeijingDate) => string;

/** “跳过 10月1日—10月7日国庆节及周末”, or nothing. */
const skippedInWords = (start: BeijingDate, end: BeijingDate, calendar: WorkCalendar, say: Say): string => {
  const daysOff = daysAfter(start, end).filter((day) => !calendar.isWorkday(day));
  if (daysOff.length === 0) return '';
  const holidays = holidayRuns(daysOff, calendar).map(({ name, from, to }) =>
    from === to ? `${say(from)}${name}` : `${say(from)}—${say(to)}${name}`,
  );
  const hasPlainWeekend = daysOff.some((day) => calendar.holidayName(day) === null);
  if (holidays.length === 0) return '跳过周末';
  return `跳过 ${holidays.join('、')}${hasPlainWeekend ? '及周末' : ''}`;
};

interface HolidayRun {
  readonly name: string;
  readonly from: BeijingDate;
  readonly to: BeijingDate;
}
const holidayRuns = (daysOff: readonly BeijingDate[], calendar: WorkCalendar): readonly HolidayRun[] => {
  const runs: HolidayRun[] = [];
  for (const day of daysOff) {
    const name = calendar.holidayName(day);
    if (name === null) continue;
    const last = runs.at(-1);
    if (last?.name === name && addDays(last.to, 1) === day) runs.splice(-1, 1, { ...last, to: day });
    else runs.push({ name, from: day, to: day });
  }
  return runs;
};

/** “含调休上班 10月10日”, or nothing. */
const makeUpDaysInWords = (start: BeijingDate, end: BeijingDate, calendar: WorkCalendar, say: Say): string => {
  const days = daysAfter(start, end).filter((day) => isWeekend(day) && calendar.isWorkday(day));
  return days.length === 0 ? '' : `含调休上班 ${days.map(say).join('、')}`;
};

const provisionalClause = (calendar: WorkCalendar): string =>
  `（暂定：${yearOf(calendar.coveredThrough) + 1}年放假安排尚未公布）`;
