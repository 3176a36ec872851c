/** The calendar in force decides every running limit; what was reckoned by another one is reckoned again, and said. */
import { describe, expect, it } from 'vitest';
import { duties } from '../../src/cases/supervise-overdue.ts';
import type { Case, DueDate } from '../../src/workflow/case.ts';
import { currentRound } from '../../src/workflow/case.ts';
import { afterStandstill, contributionDue, dueOn, reckonedAgain } from '../../src/workflow/deadlines.ts';
import { decide } from '../../src/workflow/decide.ts';
import { dueToRecompute } from '../../src/workflow/decide-calendar.ts';
import type { Decision } from '../../src/workflow/decision.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { type BeijingDate, beijingDate } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, asProposed, beijing, playTo, someNotes, UNITS, withSettings } from '../support/given.ts';

const { staff, jia, bing, housing, housingHead, finance, financeHead, enterprise, clock } = ACTORS;
const at = (date: string) => beijing(`${date} 10:00`);
const NEW_YEAR: Directory = withSettings({ extraDaysOff: [beijingDate('2027-01-01')] });
const dueOf = (subject: Case): DueDate | null => currentRound(subject)?.due ?? null;

/** Signed on Thursday 2026-12-24 for six 工作日. */
const signedAtYearsEnd = () => {
  const { proposal } = someNotes();
  if (!proposal) throw new Error('the notes propose something');
  const notes = { proposal: { ...proposal, limitWorkdays: 6 } };
  const play = playTo('awaiting_instruction', { at: beijing('2026-12-24 09:00'), notes });
  play.ask(jia, { type: 'instruct', signing: asProposed }, beijing('2026-12-24 15:00'));
  return play;
};

const recompute = (subject: Case, directory: Directory, date: string): Decision =>
  decide(
    subject,
    { type: 'recomputeDue' },
    {
      actor: clock,
      now: at(date),
      directory,
      calendar: createWorkCalendar(directory.settings),
      nextSerial: 2,
    },
  );
const moved = (subject: Case, directory: Directory, date: string) => {
  const decision = recompute(subject, directory, date);
  if (decision.kind === 'refused') throw new Error(decision.reason.kind);
  return decision;
};

describe('a limit over days that become days off', () => {
  it('signed on 2026-12-24 with six workdays is due on 2027-01-04 once the first of January is off', () => {
    const play = signedAtYearsEnd();
    expect(dueOf(play.subject())).toMatchObject({ date: '2027-01-01', isProvisional: true });
    const { next, events } = moved(play.subject(), NEW_YEAR, '2026-12-28');
    expect(dueOf(next)).toMatchObject({ date: '2027-01-04', isProvisional: true });
    expect(events[0]).toMatchObject({
      type: 'dueMoved',
      from: '2027-01-01',
      to: '2027-01-04',
      why: '放假或上班日期有变动',
    });
    expect(currentRound(next)?.dueMoves).toMatchObject([{ from: '2027-01-01', to: '2027-01-04', why: 'calendar' }]);
  });

  it('tells staff, both units, the signer and the lead leader, each once', () => {
    const { effects } = moved(signedAtYearsEnd().subject(), NEW_YEAR, '2026-12-28');
    const told = effects.flatMap((effect) =>
      effect.type === 'notify' && effect.notice === 'dueMoved' ? [effect.to] : [],
    );
    const people = [ACTORS.staffHead, staff, housingHead, housing, financeHead, finance, jia, bing];
    expect(told.toSorted()).toEqual(people.map(({ openId }) => openId).toSorted());
  });

  it('is asked for by the clock, before a light is judged by it, and only while something differs', () => {
    const play = signedAtYearsEnd();
    const { settings } = NEW_YEAR;
    const calendar = createWorkCalendar(settings);
    const asked = duties(play.subject(), at('2027-01-04'), settings, calendar).map(({ type }) => type);
    expect(asked[0]).toBe('recomputeDue');
    const { next } = moved(play.subject(), NEW_YEAR, '2027-01-04');
    expect(next.light, 'due today, not overdue').toBe('blue');
    expect(recompute(next, NEW_YEAR, '2027-01-04')).toEqual({ kind: 'refused', reason: { kind: 'nothingChanged' } });
  });

  it('is earlier again when the day off is taken back', () => {
    const { next } = moved(signedAtYearsEnd().subject(), NEW_YEAR, '2026-12-28');
    expect(dueOf(moved(next, withSettings({}), '2026-12-29').next)?.date).toBe('2027-01-01');
  });

  it('holds for a limit of which nobody counts days: a named date stays', () => {
    const play = playTo('awaiting_instruction', { at: beijing('2026-12-24 09:00') });
    const limit = { date: beijingDate('2027-01-01') };
    play.ask(jia, { type: 'instruct', signing: { ...asProposed, limit } }, beijing('2026-12-24 15:00'));
    expect(recompute(play.subject(), NEW_YEAR, '2026-12-28').kind).toBe('refused');
  });

  it('is none of a case without a limit that runs, of which nothing is asked', () => {
    const { calendar } = signedAtYearsEnd();
    for (const state of ['ready', 'awaiting_rating', 'withdrawn'] as const)
      expect(dueToRecompute(playTo(state).subject(), calendar)).toBeNull();
  });

  it('ends with the case', () => {
    const play = signedAtYearsEnd();
    play.ask(enterprise, { type: 'requestWithdrawal', words: '' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: true, note: '电话核实' });
    expect(recompute(play.subject(), NEW_YEAR, '2026-12-28')).toMatchObject({ kind: 'refused' });
  });
});

describe('a limit that stood still', () => {
  it('is reckoned over its own pause: a day off within the pause counts once', () => {
    const play = playTo('handling');
    play.ask(housing, { type: 'askEnterprise', question: '请补充编号' }, at('2026-03-04'));
    play.ask(enterprise, { type: 'answerEnterprise', text: '编号如下' }, at('2026-03-09'));
    expect(dueOf(play.subject())?.date).toBe('2026-03-26');
    const within = withSettings({ extraDaysOff: [beijingDate('2026-03-06')] });
    expect(recompute(play.subject(), within, '2026-03-10'), 'one later, one pause day less').toMatchObject({
      reason: { kind: 'nothingChanged' },
    });
  });

  it.each(['2026-03-03', '2026-03-16', '2026-03-26'])('moves by one workday when %s is off', (dayOff) => {
    const play = playTo('handling');
    play.ask(housing, { type: 'askEnterprise', question: '请补充编号' }, at('2026-03-04'));
    play.ask(enterprise, { type: 'answerEnterprise', text: '编号如下' }, at('2026-03-09'));
    const directory = withSettings({ extraDaysOff: [beijingDate(dayOff)] });
    expect(dueOf(moved(play.subject(), directory, '2026-03-10').next)?.date).toBe('2026-03-27');
  });

  it('that was named as a date is reckoned again from that date', () => {
    const calendar = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
    const named = dueOn(beijingDate('2026-03-02'), beijingDate('2026-03-20'), calendar);
    const pause = { from: beijingDate('2026-03-04'), to: beijingDate('2026-03-09'), most: 10 };
    const due = afterStandstill(named, pause, calendar);
    expect(due.date).toBe('2026-03-25');
    expect(reckonedAgain(due, calendar)).toEqual(due);
  });

  it('stays where its pauses are not known, as in what was stored before they were kept', () => {
    const due = dueOf(playTo('handling').subject());
    if (!due) throw new Error('a limit runs');
    const calendar = createWorkCalendar({ extraDaysOff: [beijingDate('2026-03-16')], extraWorkdays: [] });
    expect(reckonedAgain({ ...due, basis: null }, calendar).date).toBe('2026-03-23');
    expect(reckonedAgain(due, calendar).date).toBe('2026-03-24');
  });
});

describe('the limits that follow from it', () => {
  it('协办 and 异议 go by the same calendar as the limit', () => {
    const play = playTo('assigned');
    const directory = withSettings({ extraDaysOff: [beijingDate('2026-03-03')] });
    const calendar = createWorkCalendar(directory.settings);
    const { next } = moved(play.subject(), directory, '2026-03-02');
    const round = currentRound(next);
    const half: BeijingDate | null = round && contributionDue(round, UNITS.finance, calendar);
    expect(half).toBe('2026-03-13');
    const objecting = decide(
      next,
      { type: 'object', reason: '不属本单位', suggestedUnitId: null },
      { actor: finance, now: at('2026-03-04'), directory, calendar, nextSerial: 2 },
    );
    expect(objecting.kind, 'the first workday after signing').toBe('accepted');
  });
});

describe('a limit that was provisional', () => {
  it('becomes certain without another day, with its reason, and nobody is told', () => {
    const play = signedAtYearsEnd();
    const directory = withSettings({});
    const published = { ...createWorkCalendar(directory.settings), coveredThrough: beijingDate('2027-12-31') };
    const context = { actor: clock, now: at('2026-12-28'), directory, calendar: published, nextSerial: 2 };
    expect(decide(play.subject(), { type: 'recomputeDue' }, context)).toMatchObject({
      kind: 'accepted',
      events: [{ type: 'dueMoved', from: '2027-01-01', to: '2027-01-01', why: '放假安排已公布' }],
      effects: [{ type: 'mirrorCase' }],
    });
  });
});
