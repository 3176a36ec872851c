/** On which days the clock has a reason to write to somebody, and which days are the first of something. */
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import { contactDue } from '../../src/workflow/first-contact.ts';
import { type BeijingDate, beijingDate, type UnitId } from '../../src/workflow/ids.ts';
import { isEveOf, isFirstOfMonth, isFirstOfWeek, monthBefore, nextWorkday } from '../../src/workflow/office-days.ts';
import { briefedOf, planHorizon, remindedToday } from '../../src/workflow/reminders.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, beijing, exampleDirectory, playTo, UNITS } from '../support/given.ts';

const calendar = createWorkCalendar(DEFAULT_SETTINGS);
const directory = exampleDirectory();
const day = beijingDate;

describe('a reason to remind', () => {
  const accounts = Object.values(ACTORS).flatMap((actor) => ('openId' in actor ? [actor.openId] : []));
  const told = (subject: Parameters<typeof remindedToday>[0], today: string) => {
    const people = remindedToday(subject, directory, day(today), calendar);
    expect(
      people.filter((who) => !accounts.includes(who)),
      'nobody else',
    ).toEqual([]);
    return people;
  };

  it('is an unsigned sheet: the leader hears of it after a workday, staff after another, and then nobody', () => {
    const play = playTo('awaiting_instruction');
    const since = beijingDateOf(play.subject().awaiting?.since ?? 0);
    const first = nextWorkday(since, calendar);
    const second = nextWorkday(first, calendar);
    expect(told(play.subject(), since)).toEqual([]);
    expect(told(play.subject(), first)).toEqual([ACTORS.jia.openId]);
    expect(told(play.subject(), second)).toContain(ACTORS.staff.openId);
    expect(told(play.subject(), nextWorkday(second, calendar))).toEqual([]);
    play.ask(ACTORS.jia, { type: 'hold', reason: '待调研' });
    expect(told(play.subject(), first)).toEqual([]);
  });

  it('is a sheet that a unit did not acknowledge in its time, for that unit only', () => {
    const play = playTo('assigned');
    const signed = beijingDateOf(play.subject().rounds.at(-1)?.instruction?.signedAt ?? 0);
    const late = nextWorkday(nextWorkday(signed, calendar), calendar);
    // The 牵头领导 alone, who has not noted it.
    expect(told(play.subject(), nextWorkday(signed, calendar))).toEqual([ACTORS.bing.openId]);
    expect(told(play.subject(), late)).toContain(ACTORS.housing.openId);
    play.ask(ACTORS.housing, { type: 'acknowledge' });
    play.ask(ACTORS.housing, { type: 'contactEnterprise', note: '' });
    expect(told(play.subject(), late)).not.toContain(ACTORS.housing.openId);
    expect(told(play.subject(), late)).toContain(ACTORS.finance.openId);
  });

  it('is a sheet whose 牵头领导 has not noted it: once, a workday after it was signed', () => {
    const play = playTo('assigned');
    const signed = beijingDateOf(play.subject().rounds.at(-1)?.instruction?.signedAt ?? 0);
    const next = nextWorkday(signed, calendar);
    expect(told(play.subject(), signed)).not.toContain(ACTORS.bing.openId);
    expect(told(play.subject(), next)).toContain(ACTORS.bing.openId);
    expect(told(play.subject(), nextWorkday(next, calendar))).not.toContain(ACTORS.bing.openId);
    play.ask(ACTORS.bing, { type: 'noteAssignment' });
    expect(told(play.subject(), next)).not.toContain(ACTORS.bing.openId);
  });

  it('is a plan whose day is near, for the lead unit, on one workday, also when the case is closed', () => {
    // A Sunday: five workdays before it is the Friday of the week before.
    const plan = { outcome: 'planned', plannedDate: day('2026-03-29') } as const;
    const play = playTo('closed', { result: plan });
    const all = Array.from({ length: 31 }, (_, index) => day(`2026-03-${String(index + 1).padStart(2, '0')}`));
    const on = all.filter((today) => calendar.isWorkday(today) && told(play.subject(), today).length > 0);
    expect(on).toEqual(['2026-03-20']);
    expect(told(play.subject(), day('2026-03-20'))).toEqual([ACTORS.housingHead.openId, ACTORS.housing.openId]);
    expect(planHorizon(day('2026-03-20'), directory.settings, calendar) >= plan.plannedDate).toBe(true);
    play.ask(ACTORS.staff, { type: 'checkPlan', isKept: true, words: '已到账。' });
    expect(told(play.subject(), day('2026-03-20'))).toEqual([]);
  });

  it('is a contested rating that staff did not decide in their time, also when the case is closed', () => {
    const play = playTo('awaiting_rating');
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
    play.ask(ACTORS.housing, { type: 'contestRating', reason: '政策限制' });
    play.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(ACTORS.bing, { type: 'reconsider', isUpheld: true, words: '' });
    play.ask(ACTORS.jia, { type: 'endorse' });
    const late = nextWorkday(nextWorkday(beijingDateOf(play.now()), calendar), calendar);
    expect(told(play.subject(), late)).toEqual([ACTORS.staffHead.openId, ACTORS.staff.openId]);
    expect(told(play.subject(), nextWorkday(late, calendar))).toEqual([]);
    play.ask(ACTORS.staff, { type: 'decideContest', isUpheld: false, words: '理由不充分' });
    expect(told(play.subject(), late)).toEqual([]);
  });

  it('is a bad rating that staff did not judge, on one workday, and none once they did', () => {
    const play = playTo('awaiting_rating');
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
    const days: BeijingDate[] = [beijingDateOf(play.now())];
    for (let each = 0; each < 6; each += 1) days.push(nextWorkday(days.at(-1) ?? day('2026-03-02'), calendar));
    const people = days.map((today) => told(play.subject(), today));
    const { judgeDays } = directory.settings;
    expect(people).toEqual(
      days.map((_, waited) => (waited === judgeDays ? [ACTORS.staffHead.openId, ACTORS.staff.openId] : [])),
    );
    play.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(days.flatMap((today) => told(play.subject(), today))).toEqual([]);
  });

  it('is an enterprise that nobody contacted, on the last day for it, 签收 by another unit outstanding or not', () => {
    for (const state of ['assigned', 'handling'] as const) {
      const play = playTo(state);
      if (state === 'assigned') play.ask(ACTORS.housing, { type: 'acknowledge' });
      expect(play.subject().state).toBe(state);
      const last = contactDue(play.subject(), directory.settings, calendar);
      if (!last) throw new Error('nobody contacted it yet');
      expect(told(play.subject(), last)).toContain(ACTORS.housing.openId);
      expect(told({ ...play.subject(), state: 'awaiting_review' }, last)).not.toContain(ACTORS.housing.openId);
    }
  });

  it('is a week of 挂牌 without a line of the lead unit, on its last workday', () => {
    const play = playTo('handling');
    play.ask(ACTORS.jia, { type: 'list', reason: '久拖不决' });
    const friday = '2026-03-13';
    const people = [ACTORS.housingHead.openId, ACTORS.housing.openId];
    const heard = (subject: Case) => told(subject, friday).filter((who) => people.includes(who));
    expect(heard(play.subject())).toEqual(people);
    expect(told(play.subject(), '2026-03-12').filter((who) => people.includes(who))).toEqual([]);
    const withLine = (at: string, unitId: UnitId) => ({
      ...play.subject(),
      rounds: play.subject().rounds.map((round) => ({
        ...round,
        progress: [{ at: beijing(at), by: { openId: null, name: '住建' }, unitId, text: '已推进', files: [] }],
      })),
    });
    expect(heard(withLine('2026-03-09 00:00', UNITS.housing))).toEqual([]);
    expect(heard(withLine('2026-03-08 23:59', UNITS.housing)), 'of the week before').toEqual(people);
    expect(heard(withLine('2026-03-10 09:00', UNITS.finance)), 'of another unit').toEqual(people);
    play.ask(ACTORS.jia, { type: 'unlist', reason: '已有进展' });
    expect(heard(play.subject())).toEqual([]);
  });

  it('is none of a plan on its day and after it', () => {
    const plan = { outcome: 'planned', plannedDate: day('2026-03-27') } as const;
    const settings = { ...DEFAULT_SETTINGS, planReminderDays: 0 };
    const subject = playTo('closed', { result: plan }).subject();
    expect(remindedToday(subject, { ...directory, settings }, plan.plannedDate, calendar)).toEqual([]);
  });

  it('is the agenda of a day, for whoever may sign on it and the 联络员; for nobody before it has its date and leader', () => {
    const [received] = directory.receptionDays;
    if (!received) throw new Error('no day');
    const substitute = { openId: ACTORS.yi.openId, from: day('2026-03-12'), to: day('2026-03-12') };
    const away = exampleDirectory({ leaders: directory.leaders.map((one) => ({ ...one, substitute })) });
    const briefed = (changes: Partial<typeof received>) => briefedOf({ ...received, ...changes }, away);
    const { jia, yi, secretary } = ACTORS;
    expect(briefed({ date: day('2026-03-12') })).toEqual([jia.openId, yi.openId, secretary.openId]);
    expect(briefed({ date: day('2026-03-13') })).toEqual([jia.openId, secretary.openId]);
    expect(briefed({ date: null })).toEqual([]);
    expect(briefed({ leaderId: null })).toEqual([]);
  });

  it('is a result without a rating, for staff', () => {
    const { review } = playTo('awaiting_rating').subject().rounds.at(-1) ?? {};
    let today = beijingDateOf(review?.at ?? 0);
    const days = Array.from({ length: 7 }, () => {
      today = nextWorkday(today, calendar);
      return told(playTo('awaiting_rating').subject(), today).length > 0;
    });
    expect(days).toEqual([false, false, false, false, true, false, false]);
  });
});

describe('days of the office', () => {
  it('the first workday after a holiday takes the place of Monday and of the first', () => {
    // 国庆节 2026: days off 10-01 … 10-07, work on 10-10.
    expect(isFirstOfMonth(day('2026-10-01'), calendar)).toBe(false);
    expect(isFirstOfMonth(day('2026-10-08'), calendar)).toBe(true);
    expect(isFirstOfWeek(day('2026-10-08'), calendar)).toBe(true);
    expect(isFirstOfWeek(day('2026-10-09'), calendar)).toBe(false);
    expect(isFirstOfWeek(day('2026-10-12'), calendar)).toBe(true);
    expect(isFirstOfWeek(day('2026-10-11'), calendar)).toBe(false);
  });
  it('the eve of a day is the last workday before it', () => {
    expect(isEveOf(day('2026-03-16'), day('2026-03-13'), calendar)).toBe(true);
    expect(isEveOf(day('2026-03-16'), day('2026-03-15'), calendar)).toBe(false);
    expect(isEveOf(day('2026-03-14'), day('2026-03-13'), calendar)).toBe(true);
    expect(isEveOf(day('2026-03-13'), day('2026-03-13'), calendar)).toBe(false);
    expect(isEveOf(day('2026-03-17'), day('2026-03-13'), calendar)).toBe(false);
  });
  it('the month before reaches from its first to its last day', () => {
    expect(monthBefore(day('2026-03-02'))).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(monthBefore(day('2026-01-04'))).toEqual({ from: '2025-12-01', to: '2025-12-31' });
  });
});
