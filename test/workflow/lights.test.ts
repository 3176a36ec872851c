/** 灯: what makes a running case yellow, in which words, and when two readings are one. */
import { describe, expect, it } from 'vitest';
import { type Case, currentRound, type LightReason, type Round } from '../../src/workflow/case.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import { contactDue, isContactLate } from '../../src/workflow/first-contact.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { isRunning, isSameLight, lightReason, readLight, supervisionLevel } from '../../src/workflow/lights.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, beijing, givenCase, playTo } from '../support/given.ts';

const calendar = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
const at = (date: string) => beijing(`${date} 10:00`);
const read = (subject: Case, date: string, settings = DEFAULT_SETTINGS) =>
  readLight(subject, at(date), settings, calendar);
/** Signed on Monday 2026-03-02 for 15 workdays, due on 2026-03-23; contacted that day. */
const handled = (() => {
  const play = playTo('handling');
  play.ask(ACTORS.housing, { type: 'contactEnterprise', note: '' });
  return play.subject();
})();
const inRound = (subject: Case, changes: Partial<Round>): Case => ({
  ...subject,
  rounds: subject.rounds.map((round) => ({ ...round, ...changes })),
});
const limit = currentRound(handled)?.due;
if (!limit) throw new Error('no limit');
const node = (on: string): Round['milestones'][number] => ({
  id: 1,
  text: '方案报批',
  on: beijingDate(on),
  setAt: at('2026-03-02'),
  moves: [],
  askedAt: null,
  reached: null,
});

describe('a light', () => {
  it('is yellow by silence, from the fifth workday without a sign', () => {
    expect(read(handled, '2026-03-06')).toEqual({ light: 'green', reasons: [] });
    expect(read(handled, '2026-03-09')).toEqual({ light: 'yellow', reasons: ['silent'] });
  });
  it('is yellow by a node whose day has passed', () => {
    const planned = inRound(handled, { milestones: [node('2026-03-04')] });
    expect(read(planned, '2026-03-04').reasons).toEqual([]);
    expect(read(planned, '2026-03-05')).toEqual({ light: 'yellow', reasons: ['milestoneLate'] });
  });
  it('is yellow by a month without a line', () => {
    const longer = { ...limit, date: beijingDate('2026-06-30') };
    const subject = inRound(handled, { due: longer, lineOwedFor: null });
    expect(read(subject, '2026-04-01').reasons).not.toContain('lineMissing');
    expect(read(subject, '2026-05-06').reasons).toContain('lineMissing');
  });
  it('is yellow by a result that was sent back, while it is not reported again', () => {
    const play = playTo('awaiting_review');
    play.ask(ACTORS.staff, { type: 'returnResult', reason: '缺照片' });
    expect(read(play.subject(), '2026-03-03').reasons).toContain('returned');
    expect(read({ ...play.subject(), state: 'awaiting_review' }, '2026-03-03').reasons).not.toContain('returned');
  });
  it('is none where no limit runs', () => {
    expect(read(inRound(handled, { due: null }), '2026-03-04')).toEqual({ light: null, reasons: [] });
    expect(read({ ...handled, state: 'closed' }, '2026-03-04')).toEqual({ light: null, reasons: [] });
    expect(read(givenCase('ready'), '2026-03-04')).toEqual({ light: null, reasons: [] });
  });
  it('runs in four states', () => {
    const running = ['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'] as const;
    expect(running.map((state) => isRunning(givenCase(state)))).toEqual([true, true, true, true]);
    expect((['ready', 'awaiting_rating', 'closed'] as const).some((state) => isRunning(givenCase(state)))).toBe(false);
  });
  it('is another where the colour or a reason is', () => {
    const one = { light: 'yellow', reasons: ['silent'] } as const;
    expect(isSameLight(one, { ...one })).toBe(true);
    expect(isSameLight(one, { ...one, light: 'green' })).toBe(false);
    expect(isSameLight(one, { ...one, reasons: ['silent', 'returned'] })).toBe(false);
    expect(isSameLight(one, { ...one, reasons: [] })).toBe(false);
  });
});

describe('its reasons in words', () => {
  const words = (reasons: readonly LightReason[], changes: Partial<Round> = {}) =>
    lightReason({ ...inRound(handled, changes), lightReasons: reasons }, DEFAULT_SETTINGS);
  it('say each of them', () => {
    expect(words(['returned', 'silent', 'milestoneLate', 'lineMissing', 'contactLate'])).toBe(
      '结果被退回重办；连续5个工作日没有进展；阶段节点逾期；上月未报进展；首次联系企业逾期',
    );
    expect(words([])).toBe('');
    expect(words(['overdue'], { due: null })).toBe('');
  });
  it('say the day of the limit, with its year where that is another', () => {
    expect(words(['overdue'])).toBe('已超期（原定3月23日办结）');
    const due = { ...limit, date: beijingDate('2027-01-04') };
    expect(words(['nearlyDue'], { due })).toBe('临近时限（2027年1月4日到期）');
  });
});

describe('the ladder', () => {
  it('has rungs only while units have the case, and a limit runs', () => {
    const level = (subject: Case) => supervisionLevel(subject, at('2026-06-01'), DEFAULT_SETTINGS, calendar);
    expect(level(handled)).toBe(4);
    expect(level({ ...handled, state: 'assigned' })).toBe(4);
    for (const state of ['awaiting_review', 'awaiting_rating', 'closed'] as const)
      expect(level({ ...handled, state })).toBe(0);
    expect(level(inRound(handled, { due: null }))).toBe(0);
  });
});

describe('首次联系', () => {
  const acknowledged = givenCase('handling');
  it('is due two workdays after the lead unit acknowledged, one where it is 急, until it was done', () => {
    const due = (subject: Case) => contactDue(subject, DEFAULT_SETTINGS, calendar);
    expect(due(acknowledged)).toBe('2026-03-04');
    expect(due({ ...acknowledged, notes: { ...acknowledged.notes, isUrgent: true } })).toBe('2026-03-03');
    expect(due(handled)).toBeNull();
    expect(due(givenCase('assigned'))).toBeNull();
    expect(due(givenCase('ready'))).toBeNull();
    const units = currentRound(acknowledged)?.units.toReversed() ?? [];
    expect(due(inRound(acknowledged, { units }))).toBe('2026-03-04');
  });
  it('is late from the day after', () => {
    const late = (subject: Case, day: string) => isContactLate(subject, beijingDate(day), DEFAULT_SETTINGS, calendar);
    expect([late(acknowledged, '2026-03-04'), late(acknowledged, '2026-03-05')]).toEqual([false, true]);
    expect(late(handled, '2026-03-20')).toBe(false);
  });
});
