/** What of a case waits for 工商联, in each state and besides it. */
import { describe, expect, it } from 'vitest';
import type { Case, State } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { waitsForStaff } from '../../src/workflow/waits-for-staff.ts';
import { ACTORS, givenCase, playTo, UNITS } from '../support/given.ts';

const { staff, jia, housing, finance, enterprise } = ACTORS;
const kinds = (subject: Case) => waitsForStaff(subject).map(({ kind }) => kind);

describe('staff', () => {
  it.each<[State, readonly string[]]>([
    ['submitted', ['accept']],
    ['vetting', ['vet']],
    ['ready', ['arrange']],
    ['scheduled', ['receive']],
    ['heard', ['answerOrSubmit']],
    ['awaiting_enterprise', ['callForAnswer']],
    ['awaiting_instruction', []],
    ['assigned', []],
    ['handling', []],
    ['awaiting_review', ['review']],
    ['awaiting_rating', ['callBack']],
    ['awaiting_closure', []],
    ['closed', []],
    ['declined', []],
    ['merged', []],
    ['redirected', []],
    ['withdrawn', []],
  ])('of a case that is %s wait for %j', (state, expected) => expect(kinds(givenCase(state))).toEqual(expected));

  it('arrange anew what a leader sent back, from the room as well, and wait for what a leader holds', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, { type: 'hold', reason: '待调研' });
    expect(kinds(play.subject())).toEqual(['held']);
    play.ask(jia, { type: 'sendBack', reason: '请补充' });
    expect(play.subject().state).toBe('heard');
    expect(waitsForStaff(play.subject())).toEqual([{ kind: 'arrange', isSentBack: true }]);
    const ready = givenCase('ready');
    expect(waitsForStaff(ready)).toEqual([{ kind: 'arrange', isSentBack: false }]);
    const { sentBack } = play.subject();
    expect(waitsForStaff({ ...ready, sentBack })).toEqual([{ kind: 'arrange', isSentBack: true }]);
  });

  it('compare a transcript with its original once the leader says it is not theirs, until the case is sent back for another reason', () => {
    for (const state of ['ready', 'heard', 'awaiting_closure'] as const) {
      const [round] = givenCase('handling').rounds;
      if (!round) throw new Error('no round');
      const by = { openId: jia.openId, name: jia.name };
      const disowned: Case = {
        ...givenCase(state),
        rounds: [{ ...round, voided: { at: 100, by, words: '非本人批示' } }],
        sentBack: null,
      };
      expect(kinds(disowned), state).toEqual(['disowned']);
      const back = (at: number) => kinds({ ...disowned, sentBack: { at, by, reason: '请补充' } });
      expect(back(100), 'sent back before it was signed').toEqual(['disowned']);
      expect(back(101)).toEqual(state === 'awaiting_closure' ? [] : ['arrange']);
    }
  });

  it('decide what units object to, the oldest first, and the first extension of a round', () => {
    const play = playTo('assigned');
    play.ask(finance, { type: 'object', reason: '不属本单位', suggestedUnitId: null });
    play.ask(housing, { type: 'object', reason: '不属本单位', suggestedUnitId: null });
    expect(waitsForStaff(play.subject())).toEqual([
      { kind: 'objection', unitId: UNITS.finance },
      { kind: 'objection', unitId: UNITS.housing },
    ]);
  });

  it('vet afterwards what units are at work on, and nothing before its sheet or after its answer', () => {
    const lacking = (state: State): Case => {
      const subject = givenCase(state);
      return { ...subject, notes: { ...subject.notes, lawful: { answer: 'unsure', ground: '' } } };
    };
    expect(kinds(lacking('handling'))).toEqual(['vetAfterwards']);
    expect(kinds(lacking('awaiting_enterprise'))).toEqual(['callForAnswer', 'vetAfterwards']);
    expect(kinds(lacking('awaiting_closure'))).toEqual([]);
    expect(kinds(lacking('heard'))).toEqual(['answerOrSubmit']);
    const asked = playTo('vetting');
    asked.ask(staff, { type: 'askEnterprise', question: '请补充编号' });
    expect(kinds(asked.subject())).toEqual(['callForAnswer']);
  });

  it('judge a bad rating, once, decide what the unit contests, and judge one of an answer that is shared', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 2, words: '没解决' });
    expect(kinds(play.subject())).toEqual(['judgeRating']);
    play.ask(housing, { type: 'contestRating', reason: '政策限制' });
    expect(kinds(play.subject())).toEqual(['judgeRating', 'contest']);
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(kinds(play.subject())).toEqual(['contest']);
    const merged = playTo('merged');
    const answer = {
      from: merged.subject().exit?.mergedInto ?? merged.subject().id,
      round: 1,
      reviewedAt: 1,
      outcome: 'resolved',
      publicReply: '已经办妥。',
      basis: '',
      plannedDate: null,
    } as const;
    merged.ask(ACTORS.clock, { type: 'shareAnswer', answer });
    expect(kinds(merged.subject())).toEqual([]);
    merged.ask(enterprise, { type: 'rateShared', grade: 1, words: '没解决' });
    expect(kinds(merged.subject())).toEqual(['judgeShared']);
  });

  it('verify a withdrawal before all else, and a plan whose day has come', () => {
    const play = playTo('vetting');
    play.ask(enterprise, { type: 'requestWithdrawal', words: '' });
    expect(kinds(play.subject())).toEqual(['withdrawal', 'vet']);
    play.ask(staff, { type: 'decline', reason: '不属于受理范围' });
    expect(kinds(play.subject()), 'ended some other way').toEqual([]);
    const closed = givenCase('closed', { result: { outcome: 'planned', plannedDate: beijingDate('2026-06-01') } });
    const [round] = closed.rounds;
    expect(kinds(closed)).toEqual([]);
    if (!round) throw new Error('no round');
    const asked = { ...closed, rounds: [{ ...round, planCheck: { askedAt: 1, verdict: null } }] };
    expect(kinds(asked)).toEqual(['plan']);
  });
});
