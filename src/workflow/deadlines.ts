/**
 * 时限: when something is due, with the sentence that shows how it was reckoned, and the same by another calendar; how many
 * 工作日 lie between two days. The day of receipt does not count. Pure: takes the moment and the calendar.
 */
import { addDays, beijingDateOf, dayInChinese, isWeekend, yearOf } from './beijing-date.ts';
import type { Case, DueBasis, DueDate, Limit, Round } from './case.ts';
import type { Settings } from './directory.ts';
import type { BeijingDate, UnitId } from './ids.ts';
import { assignedAt } from './objections.ts';
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
    `自${say(start)}次日起算${workdays}个工作日`,
    skippedInWords(start, date, calendar, say),
    makeUpDaysInWords(start, date, calendar, say),
  ].filter((part) => part !== '');
  return {
    date,
    startedOn: start,
    workdays,
    isProvisional,
    derivation: `${parts.join('，')}，至${say(date)}止${isProvisional ? provisionalClause(calendar) : ''}`,
    basis: { named: null, standstills: [] },
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
    derivation: `限定${say(date)}（自${say(start)}次日起${isPast ? '约' : ''}${workdaysBetween(start, date, calendar)}个工作日${dayOff}）`,
    basis: { named: date, standstills: [] },
  };
};

/** A limit as the leader asked for it. */
export const dueOf = (start: BeijingDate, limit: Limit, calendar: WorkCalendar): DueDate =>
  'workdays' in limit ? dueAfter(start, limit.workdays, calendar) : dueOn(start, limit.date, calendar);

/** The same limit, later by as many 工作日 as the clock stood still. */
export const afterStandstill = (due: DueDate, standstill: Standstill, calendar: WorkCalendar): DueDate => {
  const workdays = Math.min(workdaysBetween(standstill.from, standstill.to, calendar), standstill.most);
  if (workdays <= 0) return due;
  const date = addWorkdays(due.date, workdays, calendar);
  const isProvisional = date > calendar.coveredThrough;
  const say = dayInChinese(date, yearOf(due.startedOn) !== yearOf(date));
  return {
    ...due,
    date,
    isProvisional,
    derivation: `${due.derivation}；待企业补充期间不计，顺延${workdays}个工作日，至${say}止${
      isProvisional && !due.isProvisional ? provisionalClause(calendar) : ''
    }`,
    basis: due.basis && { ...due.basis, standstills: [...due.basis.standstills, standstill] },
  };
};
type Standstill = DueBasis['standstills'][number];

/** The same limit by another calendar: from the same day, by the same number or name, over the same standstills. */
export const reckonedAgain = (due: DueDate, calendar: WorkCalendar): DueDate => {
  const { basis, startedOn, workdays } = due;
  if (!basis) return due;
  const first =
    workdays === null ? dueOn(startedOn, basis.named ?? due.date, calendar) : dueAfter(startedOn, workdays, calendar);
  return basis.standstills.reduce((moved, each) => afterStandstill(moved, each, calendar), first);
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

/** In 工作日: 急 before 难 before 重 before what kind of appeal it is. What cannot wait is not given the time of what is hard. */
export const defaultLimitWorkdays = (subject: Pick<Case, 'notes' | 'appeal'>, settings: Settings): number => {
  if (subject.notes.isUrgent) return settings.urgentDays;
  if (subject.notes.isHard) return settings.hardDays;
  if (subject.notes.isGrave) return settings.graveDays;
  return subject.appeal.kind === 'suggestion' ? settings.suggestionDays : settings.problemDays;
};

/** 拟办时限: what staff propose, else the limit of its grade. */
export const proposedWorkdays = (subject: Pick<Case, 'notes' | 'appeal'>, settings: Settings): number =>
  subject.notes.proposal.limitWorkdays ?? defaultLimitWorkdays(subject, settings);

/** 协办: half of the lead unit's limit, three 工作日 at least, and never later than that limit (domain.md B13). */
export const contributionDue = (round: Round, unitId: UnitId, calendar: WorkCalendar): BeijingDate | null => {
  const { due } = round;
  if (!due) return null;
  const whole = due.workdays ?? workdaysBetween(due.startedOn, due.date, calendar);
  const assignedOn = beijingDateOf(assignedAt(round, unitId));
  const start = assignedOn > due.startedOn ? assignedOn : due.startedOn;
  const own = addWorkdays(start, Math.max(MIN_CONTRIBUTION_DAYS, Math.ceil(whole / 2)), calendar);
  return own < due.date ? own : due.date;
};
const MIN_CONTRIBUTION_DAYS = 3;

/** The last day on which a unit acknowledges its part in time. */
export const acknowledgementDue = (
  round: Round,
  unitId: UnitId,
  settings: Settings,
  calendar: WorkCalendar,
): BeijingDate => dueAfter(beijingDateOf(assignedAt(round, unitId)), settings.acknowledgeDays, calendar).date;

/** The last day on which a unit may object to having been given its part. */
export const objectionDue = (round: Round, unitId: UnitId, settings: Settings, calendar: WorkCalendar): BeijingDate =>
  dueAfter(beijingDateOf(assignedAt(round, unitId)), settings.objectDays, calendar).date;

/** Supporting units whose own limit has passed without a word. */
export const lateContributors = (round: Round, day: BeijingDate, calendar: WorkCalendar): readonly UnitId[] =>
  round.units
    .filter(({ role, contribution }) => role === 'supporting' && contribution === null)
    .map(({ unitId }) => unitId)
    .filter((unitId) => day > (contributionDue(round, unitId, calendar) ?? day));

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

/** “扣除10月1日—10月7日国庆节放假和周末”, or nothing. */
const skippedInWords = (start: BeijingDate, end: BeijingDate, calendar: WorkCalendar, say: Say): string => {
  const daysOff = daysAfter(start, end).filter((day) => !calendar.isWorkday(day));
  if (daysOff.length === 0) return '';
  const holidays = holidayRuns(daysOff, calendar).map(({ name, from, to }) =>
    from === to ? `${say(from)}${dayOffWord(name)}` : `${say(from)}—${say(to)}${dayOffWord(name)}`,
  );
  const hasPlainWeekend = daysOff.some((day) => calendar.holidayName(day) === null);
  if (holidays.length === 0) return '扣除周末';
  return `扣除${holidays.join('、')}${hasPlainWeekend ? '和周末' : ''}`;
};

/** 国庆节放假; 本地放假 says it already. */
const dayOffWord = (name: string): string => (name.endsWith('放假') ? name : `${name}放假`);

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

/** “计入10月10日调休上班”, or nothing. */
const makeUpDaysInWords = (start: BeijingDate, end: BeijingDate, calendar: WorkCalendar, say: Say): string => {
  const days = daysAfter(start, end).filter((day) => isWeekend(day) && calendar.isWorkday(day));
  return days.length === 0 ? '' : `计入${days.map(say).join('、')}调休上班`;
};

const provisionalClause = (calendar: WorkCalendar): string =>
  `（暂定：${yearOf(calendar.coveredThrough) + 1}年放假安排尚未公布）`;
