/** What units do with a sheet: who of them speaks for which part, what a report is, how long a limit may become. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { addDays } from '../../src/workflow/deadlines.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, beijing, exampleDirectory, type Play, playTo, START, someResult, UNITS } from '../support/given.ts';

const { staff, housing, housingHead, finance, safety } = ACTORS;
const refused = (play: Play, by: Actor, command: Command): unknown => {
  const decision = play.tryOut(by, command);
  return decision.kind === 'refused' ? decision.reason : null;
};

describe('a report', () => {
  const files = [1, 2].map((one) => ({ token: `file-${one}`, name: '现场.jpg', bytes: 120_000 }));
  const reported = (command: Extract<Command, { type: 'reportProgress' }>) =>
    playTo('handling').ask(housing, command).events;
  it('may be photos alone, which are counted in its words', () => {
    expect(reported({ type: 'reportProgress', text: ' ', files })).toMatchObject([{ text: '附件2个', files }]);
    expect(reported({ type: 'reportProgress', text: '已踏勘', files })).toMatchObject([{ text: '已踏勘', files }]);
    expect(reported({ type: 'reportProgress', text: '已踏勘' })).toMatchObject([{ files: [] }]);
    expect(refused(playTo('handling'), housing, { type: 'reportProgress', text: ' ', files: [] })).toEqual({
      kind: 'fieldsMissing',
      missing: ['办理进展'],
    });
  });
});

describe('协办意见', () => {
  it('of somebody who is of both units is that of the supporting one', () => {
    const usual = exampleDirectory();
    const units = usual.units.map((unit) =>
      unit.id === UNITS.finance ? { ...unit, officerOpenIds: [housing.openId] } : unit,
    );
    const play = playTo('assigned', { directory: { ...usual, units } });
    for (let times = 0; times < 2; times += 1) play.ask(housing, { type: 'acknowledge' });
    expect(play.ask(housing, { type: 'contribute', text: '资金已列支' }).events).toMatchObject([
      { type: 'contributionMade', unitId: UNITS.finance },
    ]);
    expect(playTo('handling').ask(finance, { type: 'contribute', text: '资金已列支' }).events).toMatchObject([
      { type: 'contributionMade', unitId: UNITS.finance },
    ]);
  });
});

describe('承办人', () => {
  const name = (openId: typeof housing.openId): Command => ({
    type: 'nameOfficer',
    officer: { kind: 'person', openId },
  });
  it('is somebody else of the unit than before', () => {
    const play = playTo('handling');
    play.ask(housingHead, name(housing.openId));
    expect(refused(play, housingHead, name(housing.openId))).toEqual({ kind: 'nothingChanged', what: 'officer' });
    expect(refused(play, housingHead, name(housingHead.openId))).toBeNull();
    expect(refused(play, housingHead, name(safety.openId))).toEqual({ kind: 'unknownOfficer' });
  });
});

describe('延期', () => {
  const until = (newDate: ReturnType<typeof beijingDate>): Command => ({
    type: 'requestExtension',
    reason: '还要会审',
    doneSoFar: '已踏勘',
    newDate,
  });
  const due = beijingDate('2026-03-23');
  it('goes from the day after the limit to 370 days after it', () => {
    const asked = (days: number) => refused(playTo('handling'), housing, until(addDays(due, days)));
    expect([0, 1, 370, 371].map(asked)).toEqual([
      { kind: 'dateNotLater', than: due },
      null,
      null,
      { kind: 'dateTooFar', last: addDays(due, 370) },
    ]);
    expect(refused(playTo('handling'), housing, until(beijingDate('2026-02-30')))).toEqual({ kind: 'dateInvalid' });
  });
  it('is decided where one was asked for; refused it needs its reason, which may be as long as a cell', () => {
    const decide = (isApproved: boolean, words: string): Command => ({ type: 'decideExtension', isApproved, words });
    const play = playTo('handling');
    expect(refused(play, staff, decide(true, ''))).toEqual({ kind: 'noExtension' });
    play.ask(housing, until(addDays(due, 7)));
    expect(refused(play, staff, decide(false, ' '))).toEqual({ kind: 'reasonMissing' });
    const long = '字'.repeat(2_001);
    expect(refused(play, staff, decide(false, long))).toMatchObject({ field: '不同意延期的原因' });
    expect(refused(play, staff, decide(true, long))).toMatchObject({ field: '审批意见' });
    expect(refused(play, staff, decide(true, ''))).toBeNull();
  });
});

describe('a result', () => {
  const resolved = (changes: Partial<typeof someResult>, kind: 'problem' | 'suggestion' = 'problem') =>
    refused(playTo('handling', { appeal: { kind } }), housing, { ...someResult, ...changes });
  it('that says no rests on a rule: an explanation, another road by law, a suggestion that is not taken up', () => {
    const missing = { kind: 'fieldsMissing', missing: ['政策依据'] };
    expect(resolved({ outcome: 'explained' })).toEqual(missing);
    expect(resolved({ outcome: 'legal_channel' })).toEqual(missing);
    expect(resolved({ outcome: 'not_adopted' }, 'suggestion')).toEqual(missing);
    expect(resolved({ outcome: 'explained', basis: '有关规定第三条' })).toBeNull();
  });
  it('that is a plan has a day of the calendar', () => {
    const planned = (date: string) => resolved({ outcome: 'planned', plannedDate: beijingDate(date) });
    expect(planned('2026-02-30')).toEqual({ kind: 'fieldsMissing', missing: ['计划解决日期'] });
    expect(planned('2026-06-01')).toBeNull();
  });
  it('is judged by nobody of the unit that leads, wherever it stands, and by anybody once that unit is no longer listed', () => {
    const review: Command = { type: 'review', publicReply: '已办结' };
    const usual = exampleDirectory();
    const units = usual.units.map((one) => (one.id === UNITS.housing ? { ...one, headOpenIds: [staff.openId] } : one));
    const subject = playTo('awaiting_review').subject();
    const [round] = subject.rounds;
    if (!round) throw new Error('no round');
    const answer = (directory: Directory, parts = round.units) => {
      const context = { actor: staff, now: START + 86_400_000, directory, calendar: playTo('ready').calendar };
      const decision = decide({ ...subject, rounds: [{ ...round, units: parts }] }, review, {
        ...context,
        nextSerial: 2,
      });
      return decision.kind === 'refused' ? decision.reason : null;
    };
    const concerned = { kind: 'reviewerConcerned', why: 'leadUnit' };
    expect(answer({ ...usual, units })).toEqual(concerned);
    expect(answer({ ...usual, units }, round.units.toReversed())).toEqual(concerned);
    expect(answer({ ...usual, units: usual.units.filter(({ id }) => id !== UNITS.housing) })).toBeNull();
  });
});

describe('a result that is sent back', () => {
  it('keeps its limit while the days of a redo are left, and has as many anew where they are not', () => {
    const returnedOn = (date: string) => {
      const play = playTo('awaiting_review');
      return play.ask(staff, { type: 'returnResult', reason: '缺照片' }, beijing(`${date} 10:00`)).events[0];
    };
    expect(returnedOn('2026-03-12')).toMatchObject({ type: 'resultReturned', due: null });
    expect(returnedOn('2026-03-13')).toMatchObject({ due: { date: '2026-03-24', workdays: 7 } });
    expect(returnedOn('2026-03-30')).toMatchObject({ due: { date: '2026-04-09', workdays: 7 } });
  });
});
