/**
 * The clock's turn: once a day per district it looks at every open case and asks for what time alone brings about: the
 * end of a pause, a light that changed, a rung of the 督办 ladder, a node or a month's line that is missing; and whether a plan (计划解决) whose day has come was kept, of
 * ended cases as well. It decides nothing itself; each is a command.
 */
import { createHash } from 'node:crypto';
import type { CaseStore, ClockStore, Now } from '../ports.ts';
import { type Case, type DueDate, roundInHand } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import { dueToRecompute } from '../workflow/decide-calendar.ts';
import type { Directory, Settings } from '../workflow/directory.ts';
import { type BeijingDate, type CaseId, type DistrictId, deliveryId, type Ms } from '../workflow/ids.ts';
import { isSameLight, readLight, supervisionLevel } from '../workflow/lights.ts';
import { isProgressDue } from '../workflow/monthly-line.ts';
import { pauseIsOver } from '../workflow/pauses.ts';
import { isPlanCheckDue } from '../workflow/plans.ts';
import { changedDayOf } from '../workflow/reception-day.ts';
import { isEnded } from '../workflow/ties.ts';
import { createWorkCalendar, type WorkCalendar } from '../workflow/work-calendar.ts';
import type { HandleCommand } from './handle-command.ts';
import { isOfficeTime } from './office-hours.ts';

export interface SuperviseDeps {
  readonly cases: CaseStore;
  readonly clock: ClockStore;
  readonly handleCommand: HandleCommand;
  readonly now: Now;
}

const PAGE = 200;

/** The name of the turn in which a day's cases are gone through: once more where the district's calendar changed during the day. */
export const superviseOccasion = (day: BeijingDate, settings: Settings): string =>
  `${turnsOf(day)}${calendarMark(settings)}`;
/** How the turns of a day begin: a calendar that is put back as it was is gone through like any other. */
const turnsOf = (day: BeijingDate): string => `${day} `;

const calendarMark = ({ extraDaysOff, extraWorkdays }: Settings): string =>
  createHash('sha256')
    .update(JSON.stringify([extraDaysOff, extraWorkdays]))
    .digest('hex')
    .slice(0, 8);

/**
 * What time asks of this case today, in the order in which it should happen: first its limit as the calendar in force has it, and
 * the rest by that limit.
 */
export const duties = (stored: Case, now: Ms, settings: Settings, calendar: WorkCalendar): readonly Command[] => {
  const moved = dueToRecompute(stored, calendar);
  const asked: Command[] = moved ? [{ type: 'recomputeDue' }] : [];
  const subject = moved ? withDue(stored, moved.due) : stored;
  if (subject.state === 'awaiting_enterprise' && pauseIsOver(subject, now, settings, calendar))
    asked.push({ type: 'endPause' });
  const reading = readLight(subject, now, settings, calendar);
  if (!isSameLight(reading, { light: subject.light, reasons: subject.lightReasons }))
    asked.push({ type: 'changeLight' });
  const level = supervisionLevel(subject, now, settings, calendar);
  if (level !== 0 && level > subject.ladderLevel) asked.push({ type: 'supervise', level });
  if (isPlanCheckDue(subject, beijingDateOf(now))) asked.push({ type: 'askPlanCheck' });
  if (isProgressDue(subject, beijingDateOf(now), calendar)) asked.push({ type: 'askProgress' });
  return asked;
};

const withDue = (subject: Case, due: DueDate): Case => ({
  ...subject,
  rounds: subject.rounds.map((round) => (round.round === roundInHand(subject) ? { ...round, due } : round)),
});

/** Runs what is due; a turn that was cut short goes on after the last case it finished. */
export const createSuperviseOverdue = (deps: SuperviseDeps) => {
  /** Only spares looks: which turns were gone through stands in the database. */
  const lastServed = new Map<DistrictId, string>();
  return async (directories: readonly Directory[]): Promise<void> => {
    const today = beijingDateOf(deps.now());
    for (const directory of directories) {
      const occasion = superviseOccasion(today, directory.settings);
      if (lastServed.get(directory.district) === occasion) continue;
      if (await isGoneThrough(deps, directory)) lastServed.set(directory.district, occasion);
    }
  };
};

/**
 * True when every case of today was met, now or before. Open cases before ended ones: what is closed meanwhile is met by one
 * of the two walks.
 */
const isGoneThrough = async (deps: SuperviseDeps, directory: Directory): Promise<boolean> => {
  const { district, settings } = directory;
  const now = deps.now();
  const calendar = createWorkCalendar(settings);
  if (!isOfficeTime(now, calendar)) return false;

  const today = beijingDateOf(now);
  const occasion = superviseOccasion(today, settings);
  const supersedes = turnsOf(today);
  const turn = await deps.clock.turn(district, occasion);
  if (turn.isDone) return true;

  /** One after another, each looked for in the case as the last left it: a pause that ends may leave it overdue. */
  const isServed = async (first: Case): Promise<boolean> => {
    const { id, seq } = first;
    const asked = new Set<Command['type']>();
    let subject = first;
    for (;;) {
      // A day may have changed in the very moment in which the case was put on it.
      const followed: readonly Command[] = changedDayOf(subject, directory) ? [{ type: 'followDay' }] : [];
      const command = [...followed, ...duties(subject, now, settings, calendar)].find(({ type }) => !asked.has(type));
      if (!command) return true;
      asked.add(command.type);
      const outcome = await deps.handleCommand({
        deliveryId: deliveryId(`clock:${id}:${seq}:${occasion}:${command.type}`),
        caseId: id,
        district,
        actor: { kind: 'clock' },
        command,
      });
      if (outcome.kind === 'refused' && outcome.reason.kind === 'busy') return false;
      subject = outcome.subject ?? subject;
    }
  };
  const areServed = async (page: readonly Case[]): Promise<boolean> => {
    for (const subject of page) if (!(await isServed(subject))) return false;
    return true;
  };

  let after: CaseId | null = turn.after;
  for (;;) {
    const page: readonly Case[] = await deps.cases.openCases(district, after, PAGE);
    // Nothing was decided: the turn stops here and begins again with this page.
    if (!(await areServed(page))) return false;
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) break;
    await deps.clock.saveTurn(district, occasion, { after, isDone: false, supersedes });
  }
  for (let last: CaseId | null = null; ; ) {
    const page: readonly Case[] = await deps.cases.followUps(district, today, last, PAGE);
    if (!(await areServed(page.filter(isEnded)))) return false;
    last = page.at(-1)?.id ?? last;
    if (page.length < PAGE) break;
  }
  await deps.clock.saveTurn(district, occasion, { after, isDone: true, supersedes });
  return true;
};
