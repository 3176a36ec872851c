/**
 * What is due when, and why: reckoned from what was asked and decided, never from the dates the product wrote into the events.
 * The day of receipt does not count; a limit stands still while the enterprise is asked, and no longer than a pause may last.
 */
import type { Light } from '../../../src/workflow/case.ts';
import type { Directory, Settings } from '../../../src/workflow/directory.ts';
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { Ms } from '../../../src/workflow/ids.ts';
import { dayOf, firstOfMonth, LAST_PUBLISHED, nextDay, workdaysAfter, workdaysBack, workdaysOn } from './days.ts';
import { leadOf, parts, stateOf } from './road.ts';
import { before, every, last, since, type Tale, type Walk, walkInHand } from './tale.ts';

export interface Limit {
  readonly day: string;
  /** From which it was reckoned last. */
  readonly from: string;
  readonly workdays: number | null;
  readonly isProvisional: boolean;
}

const reckoned = (from: string, workdays: number, settings: Settings): Limit => {
  const day = workdaysOn(from, workdays, settings);
  return { day, from, workdays, isProvisional: day > LAST_PUBLISHED };
};

/** The limit of a walk as it stands at the end of this tale; null for an answer on the spot. */
export const limitOf = (walk: Walk, { settings }: Directory): Limit | null => {
  const { sheet, opening, tale } = walk;
  if (!sheet) return null;
  const signedOn = dayOf(opening.at);
  const first: Limit =
    'workdays' in sheet.limit
      ? reckoned(signedOn, sheet.limit.workdays, settings)
      : { day: sheet.limit.date, from: signedOn, workdays: null, isProvisional: false };
  return tale.reduce((now, event): Limit => {
    const day = dayOf(event.at);
    switch (event.type) {
      case 'enterpriseAnswered':
      case 'pauseEnded': {
        const asked = last(before(tale, event), 'enterpriseAsked');
        if (!asked) return now;
        const stood = standstills(walk, { settings }, event).at(-1) ?? 0;
        if (stood === 0) return now;
        const moved = workdaysOn(now.day, stood, settings);
        const { from, workdays } = now;
        return { day: moved, from, workdays, isProvisional: moved > LAST_PUBLISHED };
      }
      case 'extensionDecided': {
        const asked = last(before(tale, event), 'extensionRequested');
        return event.isApproved && asked
          ? { day: asked.newDate, from: now.from, workdays: null, isProvisional: false }
          : now;
      }
      case 'resultReturned': {
        const isEnough = day <= now.day && workdaysAfter(day, now.day, settings) >= settings.redoDays;
        return isEnough ? now : reckoned(day, settings.redoDays, settings);
      }
      case 'ratingJudged':
        return event.decision === 'redo' ? reckoned(day, halfAtMost(walk, settings), settings) : now;
      case 'ratingReconsidered':
        return event.due === null ? now : reckoned(day, halfAtMost(walk, settings), settings);
      // A unit that leads by ruling has the whole limit, from the ruling; a day the leader named stays.
      case 'objectionDecided':
        return event.isUpheld &&
          'workdays' in sheet.limit &&
          leadOf(upTo(walk, event)) === event.newUnitId &&
          wasLead(walk, event)
          ? reckoned(day, sheet.limit.workdays, settings)
          : now;
      default:
        return now;
    }
  }, first);
};

/** 重办 has half of what was signed for, at most. */
const halfAtMost = ({ sheet }: Walk, { redoDays }: Settings): number =>
  sheet && 'workdays' in sheet.limit ? Math.max(1, Math.min(redoDays, Math.floor(sheet.limit.workdays / 2))) : redoDays;

const upTo = (walk: Walk, event: CaseEvent): Walk => ({ ...walk, tale: [...before(walk.tale, event), event] });
const wasLead = (walk: Walk, event: Extract<CaseEvent, { type: 'objectionDecided' }>): boolean =>
  leadOf({ ...walk, tale: before(walk.tale, event) }) === event.unitId;

/** How many workdays each pause of the walk stood still, up to and with this event: none over its own bound, nor all over theirs. */
export const standstills = (
  { tale }: Walk,
  { settings }: Pick<Directory, 'settings'>,
  until: CaseEvent | null = null,
): readonly number[] => {
  const told = until ? [...before(tale, until), until] : tale;
  const stood: number[] = [];
  for (const end of every(told, 'enterpriseAnswered', 'pauseEnded')) {
    const asked = last(before(tale, end), 'enterpriseAsked');
    if (!asked) continue;
    const left = settings.maxPauseSum - stood.reduce((sum, days) => sum + days, 0);
    const days = workdaysAfter(dayOf(asked.at), dayOf(end.at), settings);
    stood.push(Math.max(0, Math.min(days, settings.maxPauseDays, left)));
  }
  return stood;
};

/** 协办: half of the lead unit's limit, three days at least, never later than that; from the day the unit got its part. */
export const supportingLimitOf = (walk: Walk, directory: Directory, given: Ms = 0): string | null => {
  const limit = limitOf(walk, directory);
  if (!limit) return null;
  const whole = limit.workdays ?? workdaysAfter(limit.from, limit.day, directory.settings);
  const start = dayOf(given) > limit.from ? dayOf(given) : limit.from;
  const own = workdaysOn(start, Math.max(3, Math.ceil(whole / 2)), directory.settings);
  return own < limit.day ? own : limit.day;
};

/** How often the walk was handled again. */
export const redoneIn = ({ tale, sheet }: Walk): number =>
  every(tale, 'resultReturned').length +
  every(tale, 'ratingJudged').filter(({ decision }) => decision === 'redo').length +
  (sheet ? every(tale, 'ratingReconsidered').filter(({ due }) => due !== null).length : 0);

/** When the units' clock stopped, or null while it runs. */
const standsSince = (tale: Tale): Ms | null => {
  const state = stateOf(tale);
  if (state === 'awaiting_enterprise') return last(tale, 'enterpriseAsked')?.at ?? null;
  return state === 'awaiting_review' ? (last(tale, 'caseResolved')?.at ?? null) : null;
};

/** Why a light is on, in the order in which it is told. */
export type Cause = 'overdue' | 'nearly due' | 'done again' | 'silent' | 'node late' | 'month owed' | 'not contacted';
export interface Shining {
  readonly light: Light;
  readonly causes: readonly Cause[];
}

export const shining = (tale: Tale, directory: Directory, now: Ms): Shining | null => {
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  const state = stateOf(tale);
  if (!walk || !limit || !['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'].includes(state))
    return null;
  const { settings } = directory;
  const day = dayOf(standsSince(tale) ?? now);
  if (day > limit.day) return { light: 'red', causes: ['overdue'] };
  const left = workdaysAfter(day, limit.day, settings);
  const whole = workdaysAfter(limit.from, limit.day, settings);
  if (left <= settings.blueDaysLeft || left <= (whole * settings.bluePercent) / 100)
    return { light: 'blue', causes: ['nearly due'] };
  const silent = workdaysAfter(dayOf(lastHeardOf(walk, tale)), day, settings);
  const found: readonly (readonly [Cause, boolean])[] = [
    ['done again', redoneIn(walk) > 0 && state !== 'awaiting_review'],
    ['silent', silent >= settings.yellowSilentDays],
    ['node late', milestones(walk).some(({ on, reached }) => !reached && on < day)],
    ['month owed', owedMonth(tale, directory, day) !== null],
    ['not contacted', isUncontacted(tale, walk, settings, day)],
  ];
  const causes = found.flatMap(([cause, isSo]) => (isSo ? [cause] : []));
  return { light: causes.length > 0 ? 'yellow' : 'green', causes };
};
export const lightAt = (tale: Tale, directory: Directory, now: Ms): Light | null =>
  shining(tale, directory, now)?.light ?? null;

/** The lead unit talks to the enterprise within days of taking the sheet. */
const isUncontacted = (tale: Tale, walk: Walk, settings: Settings, day: string): boolean => {
  const last = contactDayOf(tale, walk, settings);
  return last !== null && day > last;
};
/** The last day for it; null before the sheet was taken up and once it was done. */
export const contactDayOf = (tale: Tale, walk: Walk, settings: Settings): string | null => {
  const lead = parts(walk).find(({ role }) => role === 'lead');
  if (!lead?.acknowledged) return null;
  const mine = every(since(walk.tale, lead.given), 'enterpriseContacted');
  if (mine.some(({ unitId }) => unitId === lead.unitId)) return null;
  const isUrgent = every(tale, 'caseAmended').findLast(({ change }) => change.notes?.isUrgent !== undefined);
  const filed = last(tale, 'caseSubmitted')?.notes.isUrgent ?? false;
  const within = (isUrgent?.change.notes?.isUrgent ?? filed) ? settings.urgentContactDays : settings.contactDays;
  return workdaysOn(dayOf(lead.acknowledged.at), within, settings);
};

/** The last line about the walk, of whoever. */
const lastHeardOf = ({ tale, opening }: Walk, whole: Tale): Ms =>
  Math.max(
    opening.at,
    ...every(tale, 'enterpriseAnswered', 'pauseEnded', 'enterpriseContacted', 'progressReported').map(({ at }) => at),
    ...every(tale, 'milestoneReached', 'planReported', 'caseResolved', 'resultReturned').map(({ at }) => at),
    ...every(tale, 'objectionDecided').flatMap(({ isUpheld, at }) => (isUpheld ? [at] : [])),
    ...every(whole, 'enterpriseAnswered').map(({ at }) => at),
  );

export interface Node {
  readonly id: number;
  readonly text: string;
  readonly on: string;
  readonly moves: number;
  readonly reached: boolean;
  /** Asked for by the clock since its day was set last. */
  readonly isAsked: boolean;
}
export const milestones = ({ tale }: Walk): readonly Node[] =>
  every(tale, 'milestoneSet').map((set): Node => {
    const moves = every(tale, 'milestoneMoved').filter(({ id }) => id === set.id);
    const latest = moves.at(-1) ?? set;
    return {
      id: set.id,
      text: set.text,
      on: latest.on,
      moves: moves.length,
      reached: every(tale, 'milestoneReached').some(({ id }) => id === set.id),
      isAsked: every(since(tale, latest), 'progressAsked').some(({ milestoneIds }) => milestoneIds.includes(set.id)),
    };
  });

/** First day of a whole month of handling that ended without a line of the lead unit, or null. */
export const owedMonth = (tale: Tale, { settings }: Directory, today: string): string | null => {
  const walk = walkInHand(tale);
  if (!walk?.sheet || parts(walk).some(({ acknowledged }) => !acknowledged)) return null;
  const lastWorkday = workdaysBack(nextDay(today), 1, settings);
  const to = nextDay(firstOfMonth(lastWorkday), -1);
  const from = firstOfMonth(to);
  const starts = [
    ...parts(walk).map(({ acknowledged }) => acknowledged?.at ?? 0),
    ...every(walk.tale, 'caseResolved', 'resultReturned', 'ratingJudged', 'ratingReconsidered').map(({ at }) => at),
  ];
  if (dayOf(Math.max(...starts)) >= from) return null;
  if (linesOfLead(walk).some((at) => dayOf(at) >= from)) return null;
  const stoodStill = every(walk.tale, 'enterpriseAnswered', 'pauseEnded').some((end) => {
    const asked = last(before(walk.tale, end), 'enterpriseAsked');
    return asked !== null && dayOf(asked.at) < from && dayOf(end.at) > to;
  });
  return stoodStill ? null : from;
};

const linesOfLead = (walk: Walk): readonly Ms[] => {
  const lead = leadOf(walk);
  return [
    ...every(walk.tale, 'enterpriseContacted', 'progressReported', 'milestoneReached', 'planReported').filter(
      ({ unitId }) => unitId === lead,
    ),
  ].map(({ at }) => at);
};
