/** 每月一报 by examples: a round handled since 2026-03-02, of which April 2026 is the first whole month. */
import { describe, expect, it } from 'vitest';
import { type Case, currentRound, type Round } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import {
  isLineWantedSoon,
  isProgressDue,
  owedMonth,
  progressWanted,
  workdaysLeftInMonth,
} from '../../src/workflow/monthly-line.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { beijing, givenCase, UNITS } from '../support/given.ts';

const calendar = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
const day = beijingDate;
const handled = givenCase('handling');
const inRound = (changes: Partial<Round>): Case => ({
  ...handled,
  rounds: handled.rounds.map((round) => ({ ...round, ...changes })),
});
const line = (moment: string, unitId: Round['progress'][number]['unitId']): Round['progress'][number] => ({
  at: beijing(moment),
  by: { openId: null, name: '住建' },
  unitId,
  text: '已推进',
  files: [],
});
const owedWith = (changes: Partial<Round>, today = '2026-05-06') => owedMonth(inRound(changes), day(today), calendar);
const pause = (from: string, to: string) => ({ from: beijing(from), to: beijing(to) });

describe('a month without a line', () => {
  it('is owed from the first workday after it; the month in which it began is not', () => {
    expect(owedWith({}, '2026-04-30')).toBeNull();
    expect(owedWith({}, '2026-05-05'), 'still a holiday').toBeNull();
    expect(owedWith({})).toBe('2026-04-01');
    expect(owedMonth(givenCase('ready'), day('2026-05-06'), calendar)).toBeNull();
  });
  it('is not owed once the lead unit wrote a line in it or since', () => {
    const lines = [
      [line('2026-04-01 00:00', UNITS.housing), null],
      [line('2026-05-06 09:00', UNITS.housing), null],
      [line('2026-03-31 23:59', UNITS.housing), '2026-04-01'],
      [line('2026-04-10 09:00', UNITS.finance), '2026-04-01'],
      [line('2026-04-10 09:00', null), '2026-04-01'],
    ] as const;
    for (const [one, owed] of lines) expect(owedWith({ progress: [one] })).toBe(owed);
  });
  it('is not owed where the case stood still from its beginning to its end', () => {
    expect(owedWith({ pauses: [pause('2026-03-31 23:59', '2026-05-01 00:00')] })).toBeNull();
    expect(owedWith({ pauses: [pause('2026-04-01 00:00', '2026-05-01 00:00')] })).toBe('2026-04-01');
    expect(owedWith({ pauses: [pause('2026-03-31 23:59', '2026-04-30 23:59')] })).toBe('2026-04-01');
  });
  it('counts from when the last unit acknowledged, and from a result or a redo since', () => {
    const units = currentRound(handled)?.units ?? [];
    expect(owedWith({ units: units.map((part) => ({ ...part, acknowledged: null })) })).toBeNull();
    const late = { at: beijing('2026-04-01 00:00'), by: { openId: null, name: '财政' } };
    expect(
      owedWith({ units: units.map((part, at) => (at === 1 ? { ...part, acknowledged: late } : part)) }),
    ).toBeNull();
    expect(owedWith({ units: [] })).toBeNull();
    const by = { openId: null, name: '工商联' };
    const judgement = { at: beijing('2026-04-02 09:00'), by, decision: 'redo', words: '' } as const;
    expect(owedWith({ judgement })).toBeNull();
    const reconsideration = { at: beijing('2026-04-02 09:00'), by, isUpheld: false, words: '请重办' };
    expect(owedWith({ reconsideration })).toBeNull();
  });
  it('counts from when the last result was sent back; one that was reported in the month is more than a line', () => {
    const [result] = currentRound(givenCase('awaiting_review'))?.results ?? [];
    if (!result) throw new Error('no result');
    const by = { openId: null, name: '工商联' };
    const reported = (at: string, returnedAt: string) =>
      owedWith({
        results: [{ ...result, at: beijing(at) }],
        returns: [{ at: beijing(returnedAt), by, reason: '情况不清' }],
      });
    expect(reported('2026-03-20 09:00', '2026-03-31 23:59')).toBe('2026-04-01');
    expect(reported('2026-03-20 09:00', '2026-04-01 00:00')).toBeNull();
    expect(reported('2026-04-10 09:00', '2026-03-31 23:59'), 'reported again').toBeNull();
    expect(owedWith({ results: [{ ...result, at: beijing('2026-04-10 09:00') }] })).toBeNull();
  });
});

describe('a line that is wanted', () => {
  it('is spoken of on the last three workdays of the month, while the case is handled', () => {
    const wanted = (date: string, subject = handled) => isLineWantedSoon(subject, day(date), calendar);
    expect(['2026-04-27', '2026-04-28', '2026-04-30'].map((date) => wanted(date))).toEqual([false, true, true]);
    expect(wanted('2026-03-31'), 'not in the month it began').toBe(false);
    expect(wanted('2026-05-31'), 'a Sunday').toBe(false);
    expect(wanted('2026-04-30', { ...handled, state: 'awaiting_review' })).toBe(false);
    expect(wanted('2026-04-30', inRound({ progress: [line('2026-04-10 09:00', UNITS.housing)] }))).toBe(false);
    expect(wanted('2026-04-30', givenCase('ready'))).toBe(false);
  });
  it('has so many workdays left', () => {
    const left = (date: string) => workdaysLeftInMonth(day(date), calendar);
    expect(['2026-04-30', '2026-04-25', '2026-04-01'].map(left)).toEqual([1, 4, 21]);
  });
  it('is asked for once, while the case is handled', () => {
    const today = day('2026-05-06');
    expect(progressWanted(handled, today, calendar)).toEqual({ milestoneIds: [], month: '2026-04-01' });
    expect(progressWanted(inRound({ lineOwedFor: day('2026-04-01') }), today, calendar).month).toBeNull();
    expect(progressWanted(givenCase('ready'), today, calendar)).toEqual({ milestoneIds: [], month: null });
    expect(isProgressDue(handled, today, calendar)).toBe(true);
    expect(isProgressDue({ ...handled, state: 'awaiting_review' }, today, calendar)).toBe(false);
    expect(isProgressDue(handled, day('2026-04-30'), calendar)).toBe(false);
  });
});
