/**
 * 灯: how a running case stands, with the reasons; and which rung of the 督办 ladder that means. Red: past due. Blue: few days or
 * a small share of the limit left. Yellow: sent back to be done again, silent too long, a node (阶段节点) overdue, a month without
 * a line (每月一报), or the enterprise not contacted in time. While the enterprise is asked, and once a result is reported, the light
 * is what it was on that day: the units are not waiting then.
 */
import { beijingDateOf, dayInChinese, yearOf } from './beijing-date.ts';
import {
  type Case,
  currentResult,
  currentRound,
  dueInHand,
  type Light,
  type LightReason,
  type Round,
  timesRedone,
} from './case.ts';
import { workdaysBetween } from './deadlines.ts';
import type { Settings } from './directory.ts';
import { isContactLate } from './first-contact.ts';
import type { Ms } from './ids.ts';
import { overdueMilestones } from './milestones.ts';
import { owedMonth } from './monthly-line.ts';
import type { WorkCalendar } from './work-calendar.ts';

export interface LightReading {
  /** Null while no limit runs. */
  readonly light: Light | null;
  readonly reasons: readonly LightReason[];
}

export const lightOf = (subject: Case, now: Ms, settings: Settings, calendar: WorkCalendar): Light | null =>
  readLight(subject, now, settings, calendar).light;

export const readLight = (subject: Case, now: Ms, settings: Settings, calendar: WorkCalendar): LightReading => {
  const round = currentRound(subject);
  if (!round?.due || !isRunning(subject)) return { light: null, reasons: [] };
  const { due } = round;
  const day = beijingDateOf(stoppedAt(subject, round) ?? now);
  if (day > due.date) return { light: 'red', reasons: ['overdue'] };

  const left = workdaysBetween(day, due.date, calendar);
  const whole = workdaysBetween(due.startedOn, due.date, calendar);
  if (left <= settings.blueDaysLeft || left * 100 <= whole * settings.bluePercent)
    return { light: 'blue', reasons: ['nearlyDue'] };

  const silentDays = workdaysBetween(beijingDateOf(lastSignOfLife(subject, round)), day, calendar);
  const isBehind: Readonly<Record<Exclude<LightReason, 'overdue' | 'nearlyDue'>, boolean>> = {
    returned: timesRedone(round) > 0 && subject.state !== 'awaiting_review',
    silent: silentDays >= settings.yellowSilentDays,
    milestoneLate: overdueMilestones(round, day).length > 0,
    lineMissing: owedMonth(subject, day, calendar) !== null,
    contactLate: isContactLate(subject, day, settings, calendar),
  };
  const reasons = YELLOW.filter((reason) => isBehind[reason]);
  return { light: reasons.length > 0 ? 'yellow' : 'green', reasons };
};
const YELLOW = ['returned', 'silent', 'milestoneLate', 'lineMissing', 'contactLate'] as const;

export const isSameLight = (a: LightReading, b: LightReading): boolean =>
  a.light === b.light && a.reasons.join() === b.reasons.join();

/** Why the light of the case is on, in words that stay true until it changes; empty while it is green or out. */
export const lightReason = (subject: Case, settings: Settings): string => {
  const round = currentRound(subject);
  const due = round?.due;
  if (!due) return '';
  const day = dayInChinese(due.date, yearOf(due.startedOn) !== yearOf(due.date));
  const words: Readonly<Record<LightReason, string>> = {
    overdue: `已超期（原定${day}办结）`,
    nearlyDue: `临近时限（${day}到期）`,
    returned: '结果被退回重办',
    silent: `连续${settings.yellowSilentDays}个工作日没有进展`,
    milestoneLate: '阶段节点逾期',
    lineMissing: '上月未报进展',
    contactLate: '首次联系企业逾期',
  };
  return subject.lightReasons.map((reason) => words[reason]).join('；');
};

/** The rung of the ladder that is due: 0 none, 1 nearly due, 2 … 4 by `ladderDays` 工作日 overdue. */
export const supervisionLevel = (
  subject: Case,
  now: Ms,
  settings: Settings,
  calendar: WorkCalendar,
): 0 | 1 | 2 | 3 | 4 => {
  const due = dueInHand(subject);
  if (!due || (subject.state !== 'assigned' && subject.state !== 'handling')) return 0;
  const light = lightOf(subject, now, settings, calendar);
  if (light !== 'red') return light === 'blue' ? 1 : 0;
  const overdue = workdaysBetween(due.date, beijingDateOf(now), calendar);
  const [second, third, fourth] = settings.ladderDays;
  if (overdue >= fourth) return 4;
  if (overdue >= third) return 3;
  return overdue >= second ? 2 : 1;
};

/** Whether a limit runs, or stands still for a while. */
export const isRunning = ({ state }: Case): boolean =>
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
