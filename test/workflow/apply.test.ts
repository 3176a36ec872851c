/** What each event makes of a case, where no road of the process is needed to see it. */
import { describe, expect, it } from 'vitest';
import { applyEvent, replay } from '../../src/workflow/apply.ts';
import { type Case, currentRound } from '../../src/workflow/case.ts';
import type { CaseEventBody } from '../../src/workflow/events.ts';
import { ACTORS, beijing, givenCase, playTo } from '../support/given.ts';

const by = { openId: ACTORS.staff.openId, name: ACTORS.staff.name };
const at = beijing('2026-03-20 10:00');
const following = (subject: Case, body: CaseEventBody): Case =>
  applyEvent(subject, { ...body, seq: subject.seq + 1, at, by });
const NOTHING: readonly unknown[] = [null, false, 0, ''];
const isSaid = (value: unknown): boolean => !NOTHING.includes(value) && !(Array.isArray(value) && value.length === 0);
/** What is said of it, field by field; the rest is nothing yet. */
const saidOf = (what: object): readonly string[] =>
  Object.entries(what)
    .filter(([, value]) => isSaid(value))
    .map(([key]) => key)
    .toSorted();

describe('a history', () => {
  const events = playTo('vetting').events();
  const [first, second] = events;
  if (!first || !second) throw new Error('two events');

  it('begins with a registration and has no gap', () => {
    expect(() => replay([])).toThrow('a case without events cannot be');
    expect(() => replay([second])).toThrow('caseAccepted cannot open a case');
    expect(() => applyEvent(null, { ...first, seq: 2 })).toThrow('caseSubmitted cannot open a case');
    expect(() => replay([first, { ...second, seq: 3 }])).toThrow('event 3 cannot follow event 1');
    expect(() => replay([first, { ...first, seq: 2 }])).toThrow('a case is opened once');
    expect(replay(events).seq).toBe(2);
  });
});

describe('a case that was registered', () => {
  it('has what was said of it, and nothing has happened to it yet', () => {
    expect(saidOf(givenCase('submitted'))).toEqual(
      ['id', 'district', 'seq', 'state', 'submittedAt', 'source', 'receiptHash', 'visitKey']
        .concat(['noticeVersion', 'appeal', 'notes'])
        .toSorted(),
    );
    const { notes } = givenCase('submitted');
    expect(saidOf(notes)).toEqual(['authentic', 'lawful', 'proposal', 'reasonable']);
    expect(saidOf(notes.proposal)).toEqual([]);
    const unsure = { answer: 'unsure', ground: '' };
    expect([notes.authentic, notes.lawful, notes.reasonable]).toEqual([unsure, unsure, unsure]);
  });
});

describe('a round', () => {
  it('that was signed has its sheet, limit and units, and nothing has happened in it yet', () => {
    const round = currentRound(givenCase('assigned'));
    expect(saidOf(round ?? {})).toEqual(['due', 'instruction', 'proposed', 'round', 'units']);
    for (const part of round?.units ?? []) expect(saidOf(part)).toEqual(['role', 'unitId']);
  });
  it('that was answered in the room has its result and answer, and no sheet', () => {
    const play = playTo('heard');
    play.ask(ACTORS.jia, { type: 'answerOnTheSpot', reply: '当场办妥。' });
    expect(saidOf(currentRound(play.subject()) ?? {})).toEqual(['results', 'review', 'round']);
  });
});

describe('a light', () => {
  const red: Case = { ...givenCase('handling'), light: 'red', lightReasons: ['overdue'], ladderLevel: 3 };
  it('is out, with its reasons, once nobody is at work: the result is passed on, the sheet is void, the case is withdrawn', () => {
    const ending: readonly CaseEventBody[] = [
      { type: 'resultReviewed', publicReply: '已办结' },
      { type: 'transcriptDisowned', round: 1, words: '非本人批示' },
      { type: 'withdrawalAudited', isVoluntary: true, note: '' },
    ];
    for (const body of ending) {
      const { light, lightReasons } = following(red, body);
      expect([light, lightReasons], body.type).toEqual([null, []]);
    }
    expect(following(red, { type: 'withdrawalAudited', isVoluntary: false, note: '' }).light).toBe('red');
  });
});
