/** 议题: in which order a day goes through its cases, whose it is, and who comes to it. */
import { describe, expect, it } from 'vitest';
import { agendaItemOf, attendeesOf, inAgendaOrder, unitsConcerned } from '../../src/workflow/agenda.ts';
import type { Case, StaffNotes } from '../../src/workflow/case.ts';
import type { Directory, ReceptionDay } from '../../src/workflow/directory.ts';
import { beijingDate, caseId, unitId } from '../../src/workflow/ids.ts';
import { ACTORS, DAY, exampleDirectory, givenCase, LEADERS, UNITS } from '../support/given.ts';

const scheduled = givenCase('scheduled');
const item = (id: string, notes: Partial<StaffNotes> = {}, submittedAt = 1): Case => ({
  ...scheduled,
  id: caseId(id),
  visitKey: id,
  submittedAt,
  appeal: { ...scheduled.appeal, creditCode: '', enterpriseName: `〔虚构〕${id}` },
  notes: { ...scheduled.notes, ...notes },
});

describe('the order of a day', () => {
  it('is 急, then 重, then 难, then as they were filed, whichever way they are given', () => {
    const cases = [
      item('a', { isUrgent: true }, 9),
      item('b', { isGrave: true, isHard: true }, 8),
      item('c', { isGrave: true }, 7),
      item('d', { isHard: true }, 6),
      item('e', {}, 4),
      item('f', {}, 5),
      item('g', {}, 5),
    ];
    const ids = (given: readonly Case[]) => inAgendaOrder(given).map(({ id }) => id);
    const order = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(ids(cases)).toEqual(order);
    expect(ids(cases.toReversed())).toEqual(order);
  });
});

describe('a case on an agenda', () => {
  it('brings the units that are proposed or were asked, until it has ended', () => {
    expect(agendaItemOf(scheduled)).toEqual({ day: DAY, units: [UNITS.finance, UNITS.housing] });
    expect(agendaItemOf({ ...scheduled, state: 'withdrawn' })).toBeNull();
    expect(agendaItemOf(givenCase('closed')), 'received, and over').toBeNull();
    expect(agendaItemOf(givenCase('ready'))).toBeNull();
    const question = {
      unitId: UNITS.safety,
      question: '',
      askedAt: 1,
      askedBy: { openId: null, name: '' },
      answer: null,
    };
    const { proposal } = scheduled.notes;
    const unproposed = item('a', { proposal: { ...proposal, leadUnitId: null, supportingUnitIds: [] } });
    expect(unitsConcerned(unproposed)).toEqual([]);
    expect(unitsConcerned({ ...unproposed, consultations: [question] })).toEqual([UNITS.safety]);
  });
});

describe('people of a day', () => {
  const directory = exampleDirectory();
  const [day] = directory.receptionDays;
  if (!day) throw new Error('no day');
  const staff = [ACTORS.staffHead.openId, ACTORS.staff.openId];
  const guests = (changes: Partial<ReceptionDay>, cases: readonly Case[] = [], where: Directory = directory) =>
    attendeesOf({ ...day, ...changes }, cases, where).filter((who) => !staff.includes(who));

  it('are the leader, before there is a date as well, and nobody for a leader who is not there', () => {
    expect(guests({ date: beijingDate('2026-03-12') })).toEqual([ACTORS.jia.openId]);
    expect(guests({ date: null })).toEqual([ACTORS.jia.openId]);
    expect(guests({ date: null, leaderId: null })).toEqual([]);
    expect(guests({ leaderId: null })).toEqual([]);
    expect(guests({ date: null, leaderId: LEADERS.wu }), 'without an account').toEqual([]);
  });
  it('are the heads of the units concerned, its officers where there are none, and nobody of a unit that was removed', () => {
    const of = (leadUnitId: (typeof UNITS)['safety']) =>
      guests({ leaderId: null }, [
        item('a', { proposal: { ...scheduled.notes.proposal, leadUnitId, supportingUnitIds: [] } }),
      ]);
    expect(of(UNITS.housing)).toEqual([ACTORS.housingHead.openId]);
    expect(of(UNITS.safety), 'no head').toEqual([ACTORS.safety.openId]);
    expect(of(unitId('rec_unit_removed'))).toEqual([]);
  });
});
