/**
 * What the process says of approvals, tasks and agendas, from events and cases alone: a sheet's way through signing, what is
 * left of each unit's part, and which of the three an act touches.
 */
import { describe, expect, it } from 'vitest';
import { attendeesOf } from '../../src/workflow/agenda.ts';
import type { Case } from '../../src/workflow/case.ts';
import { contributionDue } from '../../src/workflow/deadlines.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { beijingDate, openId, receptionDayId } from '../../src/workflow/ids.ts';
import { linksDue } from '../../src/workflow/links-due.ts';
import { approvalTaskId, caseOfApprovalTask, sheetApprovalsOf, sheetMark } from '../../src/workflow/sheet-approvals.ts';
import { unitTasksOf } from '../../src/workflow/unit-tasks.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, CASE_ID, DAY, exampleDirectory, givenCase, LEADERS, playTo, UNITS } from '../support/given.ts';

const directory = exampleDirectory();
const on = (given: Partial<Settings>) =>
  exampleDirectory({ settings: { ...DEFAULT_SETTINGS, approvalCentre: true, tasks: true, calendar: true, ...given } });
const by = { openId: ACTORS.staff.openId, name: '工商联' };
let seq = 0;
const event = (body: object, at: number, who = by): CaseEvent => {
  seq += 1;
  return Object.assign({ seq, at, by: who }, body) as CaseEvent;
};
const signer = { openId: ACTORS.yi.openId, name: '区长乙' };

describe('a sheet on its way through signing', () => {
  const requested = (at: number) => event({ type: 'instructionRequested', leaderId: LEADERS.jia }, at);

  it('lies with one leader after another and ends by the act of the last', () => {
    const [sheet, ...others] = sheetApprovalsOf(CASE_ID, [
      requested(10),
      event({ type: 'sheetHeld', reason: '待研究' }, 20),
      event({ type: 'sheetPassedOn', leaderId: LEADERS.yi, words: '' }, 30),
      event({ type: 'caseInstructed' }, 40, signer),
      event({ type: 'unitReminded', on: beijingDate('2026-03-09') }, 50),
    ]);
    expect(others).toEqual([]);
    expect(sheet).toMatchObject({
      status: 'approved',
      startedAt: 10,
      startedBy: by.openId,
      endedAt: 40,
      endedBy: signer.openId,
    });
    expect(sheet?.legs).toEqual([
      { leaderId: LEADERS.jia, startedAt: 10, endedAt: 30 },
      { leaderId: LEADERS.yi, startedAt: 30, endedAt: 40 },
    ]);
  });

  it('sent back and submitted again is another sheet; a signature in the room makes none', () => {
    const sheets = sheetApprovalsOf(CASE_ID, [
      event({ type: 'caseInstructed' }, 5, signer),
      requested(10),
      event({ type: 'sheetSentBack', reason: '请补充' }, 20, signer),
      requested(30),
    ]);
    expect(sheets.map(({ status }) => status)).toEqual(['rejected', 'pending']);
    expect(new Set(sheets.map(({ id }) => id)).size).toBe(2);
  });

  it('a withdrawal that was found voluntary takes it back, another does not', () => {
    const audited = (isVoluntary: boolean) => event({ type: 'withdrawalAudited', isVoluntary, note: '' }, 20);
    expect(sheetApprovalsOf(CASE_ID, [requested(10), audited(false)])[0]?.status).toBe('pending');
    expect(sheetApprovalsOf(CASE_ID, [requested(10), audited(true)])[0]?.status).toBe('canceled');
  });

  it('a task names its case and differs by leg and person; anything else names none', () => {
    const id = approvalTaskId(`${CASE_ID}-12`, 1, ACTORS.jia.openId);
    expect(caseOfApprovalTask(id)).toBe(CASE_ID);
    expect(approvalTaskId(`${CASE_ID}-12`, 2, ACTORS.jia.openId)).not.toBe(id);
    expect(approvalTaskId(`${CASE_ID}-12`, 1, ACTORS.yi.openId)).not.toBe(id);
    for (const other of ['', 'case', `${CASE_ID}-1`, `${CASE_ID}-1-1-<script>`])
      expect(caseOfApprovalTask(other)).toBeNull();
  });

  it('a task of a long account, a late leg or a long case is still told by its case, and none that is longer than any of ours', () => {
    const long = openId('ou_0123456789abcdef0123456789');
    expect(caseOfApprovalTask(approvalTaskId(`${CASE_ID}-12`, 1, long))).toBe(CASE_ID);
    expect(caseOfApprovalTask(approvalTaskId(`${CASE_ID}-123456`, 1234, ACTORS.jia.openId))).toBe(CASE_ID);
    const id = 'c'.repeat(100);
    expect(caseOfApprovalTask(`${id}-1-1-abcdefgh`)).toBe(id);
    expect(caseOfApprovalTask(`c${id}-1-1-abcdefgh`)).toBeNull();
  });

  it('its mark changes with the proposal and with every submission, and is nothing when nothing waits', () => {
    const waiting = givenCase('awaiting_instruction');
    const markOf = (subject: Case) => sheetMark(subject, directory.settings);
    const mark = markOf(waiting);
    expect(mark).not.toBeNull();
    const proposal = { ...waiting.notes.proposal, limitWorkdays: 3 };
    expect(markOf({ ...waiting, notes: { ...waiting.notes, proposal } })).not.toBe(mark);
    const byGrade = { ...waiting.notes.proposal, limitWorkdays: null };
    const notes = { ...waiting.notes, proposal: byGrade };
    expect(markOf({ ...waiting, notes: { ...notes, isUrgent: true } })).not.toBe(markOf({ ...waiting, notes }));
    const later = waiting.awaiting && { ...waiting.awaiting, since: waiting.awaiting.since + 1 };
    expect(markOf({ ...waiting, awaiting: later })).not.toBe(mark);
    expect(markOf(givenCase('handling'))).toBeNull();
  });
});

describe("a unit's part", () => {
  const states = (subject: Case) => unitTasksOf(subject, directory).map(({ state }) => state);

  it('is left until the result is in, and of a supporting unit until it has said its part', () => {
    for (const state of ['assigned', 'handling'] as const)
      expect(new Set(states(givenCase(state)))).toEqual(new Set(['open']));
    for (const state of ['awaiting_review', 'awaiting_rating', 'closed'] as const)
      expect(new Set(states(givenCase(state)))).toEqual(new Set(['done']));
    const handling = givenCase('handling');
    const said = {
      ...handling,
      rounds: handling.rounds.map((round) => ({
        ...round,
        units: round.units.map((part) => ({ ...part, contribution: { at: 1, by, text: '已配合' } })),
      })),
    };
    expect(unitTasksOf(said, directory).map(({ role, state }) => [role, state])).toContainEqual(['lead', 'open']);
    expect(
      unitTasksOf(said, directory)
        .filter(({ role }) => role === 'supporting')
        .every(({ state }) => state === 'done'),
    ).toBe(true);
  });

  it('is due with the result, and of a supporting unit when its own word is', () => {
    const handling = givenCase('handling');
    const [round] = handling.rounds;
    const calendar = createWorkCalendar(directory.settings);
    const dues = unitTasksOf(handling, directory).map(({ role, due }) => [role, due]);
    expect(dues).toContainEqual(['lead', round?.due?.date]);
    for (const { unitId } of round?.units.filter(({ role }) => role === 'supporting') ?? [])
      expect(dues).toContainEqual(['supporting', round && contributionDue(round, unitId, calendar)]);
    expect(new Set(dues.map(([, due]) => due)).size).toBe(2);
  });

  it('is done in a round that another followed, left while the enterprise is asked, and nothing of a sheet that is void', () => {
    const handling = givenCase('handling');
    const [round] = handling.rounds;
    if (!round) throw new Error('no round');
    const both = { ...handling, rounds: [round, { ...round, round: 2 }] };
    expect(unitTasksOf(both, directory).map((task) => [task.round, task.state])).toEqual([
      [1, 'done'],
      [1, 'done'],
      [2, 'open'],
      [2, 'open'],
    ]);
    expect(new Set(states(givenCase('awaiting_enterprise')))).toEqual(new Set(['open']));
    const voided = { ...round, voided: { at: 1, by, words: '非本人批示' } };
    expect(unitTasksOf({ ...handling, rounds: [voided] }, directory)).toEqual([]);
    const unlimited = unitTasksOf({ ...handling, rounds: [{ ...round, due: null }] }, directory);
    expect(unlimited.find(({ role }) => role === 'lead')?.due).toBeNull();
  });

  it('belongs to the officers, to the heads where there are none, and is nothing after a withdrawal', () => {
    const lead = unitTasksOf(givenCase('handling'), directory).find(({ role }) => role === 'lead');
    expect(lead).toMatchObject({ unitId: UNITS.housing, people: [ACTORS.housing.openId] });
    const headless = exampleDirectory({
      units: directory.units.map((unit) => ({ ...unit, officerOpenIds: [] })),
    });
    expect(unitTasksOf(givenCase('handling'), headless).find(({ role }) => role === 'lead')?.people).toEqual([
      ACTORS.housingHead.openId,
    ]);
    expect(unitTasksOf({ ...givenCase('handling'), state: 'withdrawn' }, directory)).toEqual([]);
    // Whoever was named has it, as long as of the unit.
    const named = playTo('handling');
    named.ask(ACTORS.housing, { type: 'nameOfficer', officer: { kind: 'person', openId: ACTORS.housing.openId } });
    const leadOf = (where: typeof directory) =>
      unitTasksOf(named.subject(), where).find(({ role }) => role === 'lead')?.people;
    expect(leadOf(directory)).toEqual([ACTORS.housing.openId]);
    const left = directory.units.map((unit) =>
      unit.id === UNITS.housing ? { ...unit, headOpenIds: [], officerOpenIds: [ACTORS.stranger.openId] } : unit,
    );
    expect(leadOf({ ...directory, units: left })).toEqual([ACTORS.stranger.openId]);
  });
});

describe('an act touches', () => {
  const types = (before: Case | null, next: Case, given: Partial<Settings> = {}) =>
    linksDue(before, next, on(given)).map(({ type }) => type);

  it('the approval while a sheet waits, the day of an agenda when it changes, the tasks when the work changes', () => {
    const [ready, scheduled, waiting, assigned, handling] = (
      ['ready', 'scheduled', 'awaiting_instruction', 'assigned', 'handling'] as const
    ).map((state) => givenCase(state));
    if (!ready || !scheduled || !waiting || !assigned || !handling) throw new Error('no case');
    expect(types(ready, scheduled)).toEqual(['agreeCalendar']);
    expect(types(scheduled, scheduled)).toEqual([]);
    expect(types(ready, waiting)).toContain('agreeApproval');
    expect(types(waiting, assigned)).toEqual(expect.arrayContaining(['agreeApproval', 'agreeTasks']));
    expect(types(assigned, handling)).toEqual(['agreeTasks']);
    expect(types(handling, handling)).toEqual([]);
  });

  it('approvals and tasks when the case is called otherwise, and not when anything else of the appeal changes', () => {
    const handling = givenCase('handling');
    const { appeal, notes } = handling;
    const called: readonly Case[] = [
      { ...handling, appeal: { ...appeal, enterpriseName: '〔虚构〕另一家有限公司' } },
      { ...handling, appeal: { ...appeal, kind: 'suggestion' } },
      { ...handling, appeal: { ...appeal, category: '融资' } },
      { ...handling, notes: { ...notes, isConfidential: true } },
    ];
    for (const next of called) expect(types(handling, next)).toEqual(['agreeApproval', 'agreeTasks']);
    expect(types(handling, { ...handling, appeal: { ...appeal, wish: '尽快' } })).toEqual([]);
    expect(types(null, givenCase('submitted')), 'a case that is new').toEqual([]);
  });

  it("tasks when the limit moves or becomes certain, and when a unit's part changes hands or is done", () => {
    const handling = givenCase('handling');
    const [round] = handling.rounds;
    if (!round?.due) throw new Error('a limit runs');
    const { due } = round;
    const [lead, ...others] = round.units;
    if (!lead) throw new Error('a unit leads');
    const withRound = (changes: Partial<typeof round>): Case => ({ ...handling, rounds: [{ ...round, ...changes }] });
    const withLead = (changes: Partial<typeof lead>) => withRound({ units: [{ ...lead, ...changes }, ...others] });
    const changed = [
      withRound({ due: { ...due, date: beijingDate('2026-04-30') } }),
      withRound({ due: { ...due, isProvisional: !due.isProvisional } }),
      withRound({ due: null }),
      withLead({ unitId: UNITS.safety }),
      withLead({ role: 'supporting' }),
      withLead({ officer: { kind: 'named', name: '承办人甲' } }),
      withLead({ contribution: { at: 1, by, text: '已配合' } }),
    ];
    for (const next of changed) expect(types(handling, next)).toEqual(['agreeTasks']);
    expect(types(handling, withLead({ contactedAt: 1 }))).toEqual([]);
    const said = (text: string) => withLead({ contribution: { at: 1, by, text } });
    expect(types(said('已配合'), said('已配合完毕')), 'done is done').toEqual([]);
  });

  it('nothing that is switched off', () => {
    const off = { approvalCentre: false, tasks: false, calendar: false };
    expect(types(givenCase('ready'), givenCase('scheduled'), off)).toEqual([]);
    expect(types(givenCase('awaiting_instruction'), givenCase('assigned'), off)).toEqual([]);
  });

  it('both days when a case moves from one to another', () => {
    const scheduled = givenCase('scheduled');
    const moved = { ...scheduled, notes: { ...scheduled.notes, receptionDayId: receptionDayId('rec_other') } };
    expect(
      linksDue(scheduled, moved, on({})).flatMap((effect) => (effect.type === 'agreeCalendar' ? [effect.day] : [])),
    ).toEqual([DAY, 'rec_other']);
  });
});

it('an agenda brings its leader, 工商联 and the heads of the units concerned, each once', () => {
  const day = directory.receptionDays[0];
  if (!day) throw new Error('no day');
  const people = attendeesOf(day, [givenCase('scheduled'), givenCase('scheduled')], directory);
  expect(people).toEqual([...new Set(people)].toSorted());
  expect(people).toEqual(
    expect.arrayContaining([
      ACTORS.jia.openId,
      ACTORS.staff.openId,
      ACTORS.staffHead.openId,
      ACTORS.housingHead.openId,
    ]),
  );
  expect(people).not.toContain(openId(ACTORS.housing.openId));
  expect(attendeesOf({ ...day, leaderId: LEADERS.wu }, [], directory)).not.toContain(null);
});

it('whoever stands in for the leader on the day itself comes to it', () => {
  const substitute = {
    openId: ACTORS.stranger.openId,
    from: beijingDate('2026-03-12'),
    to: beijingDate('2026-03-12'),
  };
  const away = exampleDirectory({ leaders: directory.leaders.map((one) => ({ ...one, substitute })) });
  const [day] = away.receptionDays;
  if (!day) throw new Error('a day is expected');
  const on = (date: string) => attendeesOf({ ...day, date: beijingDate(date) }, [], away);
  expect(on('2026-03-12')).toContain(ACTORS.stranger.openId);
  expect(on('2026-03-13')).not.toContain(ACTORS.stranger.openId);
});
