/**
 * 每月一报 over any year, any calendar of days off and make-up days, any lines and any pauses: laws that hold of whatever month is
 * said to be owed, beside the examples of `milestones.test.ts`.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, beijingDateOf, startOfBeijingDay } from '../../src/workflow/beijing-date.ts';
import { type Case, currentRound, leadUnitIdOf, type Round } from '../../src/workflow/case.ts';
import { type BeijingDate, beijingDate, type Ms } from '../../src/workflow/ids.ts';
import { isLineWantedSoon, LINE_REMINDER_DAYS, owedMonth } from '../../src/workflow/monthly-line.ts';
import { isFirstOfMonth } from '../../src/workflow/office-days.ts';
import { createWorkCalendar, type WorkCalendar } from '../../src/workflow/work-calendar.ts';
import { givenCase, UNITS } from '../support/given.ts';

const FIRST = beijingDate('2025-10-01');
/** Over the end of two years, with their holidays and make-up days. */
const SPAN_DAYS = 500;
const handled = givenCase('handling');

const dayOffset = fc.nat(SPAN_DAYS);
const dayAt = (offset: number): BeijingDate => addDays(FIRST, offset);
const noon = (day: BeijingDate): Ms => startOfBeijingDay(day) + 12 * 3_600_000;

const calendars = fc
  .record({ off: fc.array(dayOffset, { maxLength: 30 }), on: fc.array(dayOffset, { maxLength: 30 }) })
  .map(({ off, on }) => createWorkCalendar({ extraDaysOff: off.map(dayAt), extraWorkdays: on.map(dayAt) }));

interface Handling {
  readonly since: number;
  readonly lines: readonly number[];
  readonly pauses: readonly { readonly from: number; readonly days: number }[];
}
const handlings: fc.Arbitrary<Handling> = fc.record({
  since: fc.nat(200),
  lines: fc.array(dayOffset, { maxLength: 8 }),
  pauses: fc.array(fc.record({ from: dayOffset, days: fc.nat(70) }), { maxLength: 3 }),
});

const withRound = (subject: Case, change: (round: Round) => Round): Case => ({
  ...subject,
  rounds: subject.rounds.map(change),
});
const line = (day: BeijingDate, unitId: Round['progress'][number]['unitId']): Round['progress'][number] => ({
  at: noon(day),
  by: { openId: null, name: '' },
  unitId,
  text: '',
  files: [],
});
const caseOf = ({ since, lines, pauses }: Handling): Case =>
  withRound(handled, (round) => ({
    ...round,
    units: round.units.map((part) => ({
      ...part,
      acknowledged: { at: noon(dayAt(since)), by: { openId: null, name: '' } },
    })),
    progress: lines.map((offset) => line(dayAt(offset), UNITS.housing)),
    pauses: pauses.map(({ from, days }) => ({ from: noon(dayAt(from)), to: noon(dayAt(from + days)) })),
  }));
/** What could be known on a day: nothing of later ones. */
const asOf = (subject: Case, today: BeijingDate): Case =>
  withRound(subject, (round) => ({
    ...round,
    progress: round.progress.filter(({ at }) => beijingDateOf(at) <= today),
    pauses: round.pauses.filter(({ to }) => beijingDateOf(to) <= today),
  }));
const owed = (subject: Case, today: BeijingDate, calendar: WorkCalendar) =>
  owedMonth(asOf(subject, today), today, calendar);
const lastOf = (month: BeijingDate): BeijingDate => {
  let day = month;
  while (addDays(day, 1).slice(0, 7) === month.slice(0, 7)) day = addDays(day, 1);
  return day;
};

it('a month that is owed was handled from end to end without a line then or since, and not stood still all through', () => {
  fc.assert(
    fc.property(handlings, dayOffset, calendars, (handling, offset, calendar) => {
      const today = dayAt(offset);
      const subject = caseOf(handling);
      const month = owed(subject, today, calendar);
      if (month === null) return;
      expect(month).toMatch(/-01$/);
      const last = lastOf(month);
      expect(dayAt(handling.since) < month && last < today).toBe(true);
      const days = handling.lines.map(dayAt);
      expect(days.filter((day) => month <= day && day <= today)).toEqual([]);
      for (const { from, days: length } of handling.pauses)
        expect(dayAt(from) < month && dayAt(from + length) > last && dayAt(from + length) <= today).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it('a line of the lead unit dated today mends it; one of another unit or of the clock does not', () => {
  fc.assert(
    fc.property(handlings, dayOffset, calendars, (handling, offset, calendar) => {
      const today = dayAt(offset);
      const subject = asOf(caseOf(handling), today);
      const month = owedMonth(subject, today, calendar);
      const with1 = (unitId: Round['progress'][number]['unitId']): Case =>
        withRound(subject, (round) => ({ ...round, progress: [...round.progress, line(today, unitId)] }));
      expect(leadUnitIdOf(currentRound(subject) ?? handledRound)).toBe(UNITS.housing);
      expect(owedMonth(with1(UNITS.housing), today, calendar)).toBeNull();
      for (const other of [UNITS.finance, null]) expect(owedMonth(with1(other), today, calendar)).toBe(month);
    }),
    { numRuns: 500 },
  );
});

it('begins on the first workday of a month and lasts, on days off as well, until there is a line', () => {
  fc.assert(
    fc.property(handlings, calendars, (handling, calendar) => {
      // A pause that ends excuses its months on that day; here only lines do.
      const subject = caseOf({ ...handling, pauses: [] });
      const lineDays = new Set(handling.lines.map(dayAt));
      for (let offset = 1; offset <= SPAN_DAYS; offset += 1) {
        const [before, today] = [dayAt(offset - 1), dayAt(offset)];
        const [was, is] = [owed(subject, before, calendar), owed(subject, today, calendar)];
        if (was === is) continue;
        if (was === null || is !== null) expect(isFirstOfMonth(today, calendar), today).toBe(true);
        const isNewMonth = isFirstOfMonth(today, calendar);
        if (is === null) expect(lineDays.has(today) || isNewMonth, today).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('with a line in every month nothing is ever owed', () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.array(fc.nat(27), { minLength: 18, maxLength: 18 }),
      calendars,
      (since, days, calendar) => {
        let month = FIRST;
        const lines = days.map((within) => {
          const day = addDays(month, within);
          month = addDays(lastOf(month), 1);
          return line(day, UNITS.housing);
        });
        const subject = withRound(caseOf({ since, lines: [], pauses: [] }), (round) => ({ ...round, progress: lines }));
        for (let offset = 0; offset <= SPAN_DAYS; offset += 1)
          expect(owed(subject, dayAt(offset), calendar)).toBeNull();
      },
    ),
    { numRuns: 30 },
  );
}, 60_000);

it('is spoken of beforehand on the last workdays of a month only, and always on the last one before it is owed', () => {
  fc.assert(
    fc.property(handlings, dayOffset, calendars, (handling, offset, calendar) => {
      const subject = caseOf({ ...handling, pauses: [] });
      const month = beijingDate(`${dayAt(offset).slice(0, 7)}-01`);
      const days = Array.from({ length: 31 }, (_, index) => addDays(month, index)).filter(
        (day) => day.slice(0, 7) === month.slice(0, 7) && calendar.isWorkday(day),
      );
      const spoken = days.filter((day) => isLineWantedSoon(asOf(subject, day), day, calendar));
      expect(days.slice(-LINE_REMINDER_DAYS)).toEqual(expect.arrayContaining([...spoken]));
      const next = addDays(lastOf(month), 1);
      let first = next;
      while (!calendar.isWorkday(first)) first = addDays(first, 1);
      const last = days.at(-1);
      if (last && first.slice(0, 7) === next.slice(0, 7) && owed(subject, first, calendar) === month)
        expect(spoken).toContain(last);
    }),
    { numRuns: 500 },
  );
});

const handledRound: Round =
  currentRound(handled) ??
  (() => {
    throw new Error('no round');
  })();
