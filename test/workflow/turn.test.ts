/** From where it is looked at whose turn it is: for whom somebody speaks, to whom a result returns, by which day a signature is expected. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import type { Case, Round } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import {
  dueIfSignedInTime,
  expectedSigner,
  isStaff,
  reconsidererOf,
  returnedAt,
  signerOfRound,
  signingDay,
  speaksForLeader,
} from '../../src/workflow/whose-turn/turn.ts';
import { ACTORS, beijing, exampleDirectory, givenCase, LEADERS, UNITS, withSettings } from '../support/given.ts';

const { staff, jia, yi, stranger, editor, clock } = ACTORS;
const usual = exampleDirectory();
const withoutDate: Directory = { ...usual, receptionDays: usual.receptionDays.map((day) => ({ ...day, date: null })) };
const looked = (subject: Case, directory: Directory = usual) => ({ subject, directory });
const [handled] = givenCase('handling').rounds;
if (!handled?.instruction) throw new Error('no sheet');
const { instruction } = handled;

describe('somebody', () => {
  const substitute = { openId: stranger.openId, from: beijingDate('2026-01-01'), to: beijingDate('2026-01-02') };
  const directory: Directory = {
    ...usual,
    leaders: usual.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, substitute } : one)),
  };
  const speaks = (actor: Actor, id: (typeof LEADERS)['jia'] | null = LEADERS.jia) =>
    speaksForLeader({ directory, actor }, id);

  it('speaks for a leader in person or as the substitute, on whatever day the card is drawn', () => {
    expect([speaks(jia), speaks(stranger), speaks(yi), speaks(jia, LEADERS.yi)]).toEqual([true, true, false, false]);
    expect([speaks(jia, null), speaks(clock), speaks(yi, LEADERS.wu)]).toEqual([false, false, false]);
    expect(speaks({ kind: 'unit', unitId: UNITS.housing, issue: 1, name: '甲' })).toBe(false);
  });
  it('is of staff as a person of 工商联, and not by typing into the table', () => {
    const of = (actor: Actor) => isStaff({ directory: usual, actor });
    expect([of(staff), of(jia), of(editor), of(clock)]).toEqual([true, false, false, false]);
  });
});

describe('the leader', () => {
  it('who is expected to sign is the one with whom the sheet lies, else the one who receives', () => {
    const waiting = givenCase('awaiting_instruction');
    expect(expectedSigner(looked(waiting))).toBe(LEADERS.jia);
    const passed = waiting.awaiting && { ...waiting.awaiting, leaderId: LEADERS.yi };
    expect(expectedSigner(looked({ ...waiting, awaiting: passed }))).toBe(LEADERS.yi);
    expect(expectedSigner(looked(givenCase('heard')))).toBe(LEADERS.jia);
    expect(expectedSigner({ subject: givenCase('heard'), directory: { ...usual, receptionDays: [] } })).toBeNull();
  });
  it('to whom a result returns is the one who signed, or who received where it was answered in the room', () => {
    const subject = givenCase('handling');
    expect(signerOfRound(looked(subject), { ...handled, instruction: { ...instruction, signerId: LEADERS.yi } })).toBe(
      LEADERS.yi,
    );
    expect(signerOfRound(looked(subject), { ...handled, instruction: null })).toBe(LEADERS.jia);
  });
  it('who looks at a rating again is the 牵头领导, or the signer where that one has no account', () => {
    const subject = givenCase('handling');
    const by = (leadLeaderId: (typeof LEADERS)['jia'] | null) =>
      reconsidererOf(looked(subject), { ...handled, instruction: { ...instruction, leadLeaderId } });
    expect([by(LEADERS.bing), by(LEADERS.wu), by(null)]).toEqual([LEADERS.bing, LEADERS.jia, LEADERS.jia]);
    expect(reconsidererOf(looked(subject), { ...handled, instruction: null })).toBe(LEADERS.jia);
  });
});

describe('a result went back to the leader', () => {
  const by = { openId: null, name: '工商联' };
  const withSteps = (changes: Partial<Round>): Round => ({ ...handled, ...changes });
  const review = { at: 1, by, publicReply: '' };
  const rating = { at: 3, grade: 5, words: '', recordedBy: null, channel: 'page', asks: null, added: [] } as const;
  it('with the last of what was done to it: the reply, a call, the rating, the 复核', () => {
    expect(returnedAt(handled)).toBeNull();
    expect(returnedAt(withSteps({ review }))).toBe(1);
    const calls = [2, 3, 4].map((at) => ({ at, by, note: '' }));
    expect(returnedAt(withSteps({ review, callAttempts: calls }))).toBe(4);
    expect(returnedAt(withSteps({ review, callAttempts: calls, rating }))).toBe(3);
    const reconsideration = { at: 5, by, isUpheld: true, words: '' };
    expect(returnedAt(withSteps({ review, rating, reconsideration }))).toBe(5);
  });
});

describe('a signature is expected', () => {
  it('a workday after the sheet came, or as many as the district gives, and one at least', () => {
    const waiting = givenCase('awaiting_instruction');
    expect(signingDay(looked(waiting))).toBe('2026-03-03');
    expect(signingDay(looked(waiting, withSettings({ signReminderDays: 3 })))).toBe('2026-03-05');
    expect(signingDay(looked(waiting, withSettings({ signReminderDays: 0 })))).toBe('2026-03-03');
  });
  it('on the day of the reception, or on the day the enterprise was heard where that has no date', () => {
    for (const state of ['scheduled', 'heard'] as const)
      expect(signingDay(looked(givenCase(state)))).toBe('2026-03-02');
    const later: Directory = {
      ...usual,
      receptionDays: usual.receptionDays.map((day) => ({ ...day, date: beijingDate('2026-03-19') })),
    };
    expect(signingDay(looked(givenCase('scheduled'), later))).toBe('2026-03-19');
    expect(signingDay(looked(givenCase('scheduled'), withoutDate))).toBeNull();
    const heard = givenCase('heard');
    const hearing = heard.hearing && { ...heard.hearing, at: beijing('2026-03-04 23:58') };
    expect(signingDay(looked({ ...heard, hearing }, withoutDate))).toBe('2026-03-04');
  });
  it('a workday after the result returned; on no day where nothing waits for one', () => {
    expect(signingDay(looked(givenCase('awaiting_closure')))).toBe('2026-03-03');
    for (const state of ['ready', 'handling', 'awaiting_rating', 'closed'] as const)
      expect(signingDay(looked(givenCase(state)))).toBeNull();
  });
  it('and a limit is shown from that day on, of one to 250 whole workdays', () => {
    const waiting = givenCase('awaiting_instruction');
    const due = (workdays: number) => dueIfSignedInTime(looked(waiting), workdays)?.date ?? null;
    expect([0, 1, 1.5, 251].map(due)).toEqual([null, '2026-03-04', null, null]);
    expect(due(250)).toMatch(/^2027-/u);
    expect(dueIfSignedInTime(looked(givenCase('handling')), 5)).toBeNull();
  });
});
