/** 签批: what a paper has to be, who hears of a sheet that moves, which units a new 批示 goes to. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import { currentRound } from '../../src/workflow/case.ts';
import type { Command, Signing } from '../../src/workflow/commands.ts';
import { addDays } from '../../src/workflow/deadlines.ts';
import { decide, refusalOf } from '../../src/workflow/decide.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, unitId } from '../../src/workflow/ids.ts';
import {
  ACTORS,
  asProposed,
  exampleDirectory,
  LEADERS,
  type Play,
  playTo,
  someNotes,
  UNITS,
} from '../support/given.ts';

const { staff, staffHead, jia, yi, housing, housingHead, finance, financeHead, stranger, enterprise } = ACTORS;
const refused = (play: Play, by: Actor, command: Command): unknown => {
  const decision = play.tryOut(by, command);
  return decision.kind === 'refused' ? decision.reason : null;
};
const told = (effects: readonly Effect[], notice: string) =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === notice ? [effect.to] : [])).toSorted();
const accounts = (...people: readonly { readonly openId: string }[]) => people.map(({ openId }) => openId).toSorted();
const today = beijingDate('2026-03-02');
const file = (bytes: number) => ({ token: 'box1', name: '书面批示.jpg', bytes });
const onPaper = (changes: Partial<Extract<Command, { type: 'recordInstruction' }>> = {}) =>
  ({ type: 'recordInstruction', words: '请住建办理。', files: [file(1_024)], writtenOn: null, ...changes }) as const;

describe('书面批示', () => {
  const writing = (changes: Parameters<typeof onPaper>[0]) =>
    refused(playTo('awaiting_instruction'), staff, onPaper(changes));
  it('needs the original and the words, each named', () => {
    expect(writing({ files: [], words: ' ' })).toEqual({ kind: 'fieldsMissing', missing: ['批示原件', '处理说明'] });
    expect(writing({ files: [] })).toEqual({ kind: 'fieldsMissing', missing: ['批示原件'] });
    expect(writing({ files: [file(1_024), file(1_023)] })).toEqual({
      kind: 'fileTooSmall',
      name: '书面批示.jpg',
      bytes: 1_023,
      min: 1_024,
    });
    expect(writing({ words: '字'.repeat(2_001) })).toMatchObject({ kind: 'textTooLong', field: '批示' });
  });
  it('was written today or within the sixty days before', () => {
    const writtenOn = (days: number) => writing({ writtenOn: addDays(today, days) });
    const invalid = { kind: 'paperDateInvalid' };
    expect([1, 0, -60, -61].map(writtenOn)).toEqual([invalid, null, null, invalid]);
    const play = playTo('awaiting_instruction');
    play.ask(staff, onPaper());
    expect(currentRound(play.subject())?.instruction?.transcript?.writtenOn).toBe(today);
  });
  it('of the leader put right is told to the people of the units and to staff; found right, to nobody', () => {
    const check = (words: string | null) =>
      playTo('assigned', { onPaper: onPaper() }).ask(jia, { type: 'checkTranscript', words }).effects;
    expect(told(check('请住建、财政办理。'), 'transcriptCorrected')).toEqual(
      accounts(housingHead, housing, financeHead, finance, staffHead, staff),
    );
    for (const words of [null, '请住建办理。'])
      expect(check(words).filter(({ type }) => type === 'notify')).toEqual([]);
  });
  it('of a case still on the agenda says that the enterprise was heard, and nothing else of that', () => {
    const { events } = playTo('scheduled').ask(staff, onPaper());
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(['caseHeard', 'caseInstructed']);
    expect(Object.keys(events[0] ?? {}).toSorted()).toEqual(['at', 'by', 'note', 'receptionDayId', 'seq', 'type']);
  });
  it('is checked where there is one', () => {
    expect(refused(playTo('assigned'), jia, { type: 'checkTranscript', words: null })).toEqual({
      kind: 'noTranscript',
    });
  });
});

describe('a sheet', () => {
  it('passed on is told to staff, and to the leader it leaves where another did it', () => {
    const pass: Command = { type: 'passOn', leaderId: LEADERS.yi, words: '' };
    expect(told(playTo('awaiting_instruction').ask(jia, pass).effects, 'sheetPassedOn')).toEqual(
      accounts(staffHead, staff),
    );
    const usual = exampleDirectory();
    const substitute = { openId: stranger.openId, from: today, to: today };
    const leaders = usual.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, substitute } : one));
    const directory = { ...usual, leaders };
    expect(told(playTo('awaiting_instruction', { directory }).ask(stranger, pass).effects, 'sheetPassedOn')).toEqual(
      accounts(staffHead, staff, jia),
    );
  });
  it('is passed on to another leader, who may sign and has an account', () => {
    const passing = (leaderId: typeof LEADERS.yi) =>
      refused(playTo('awaiting_instruction'), jia, { type: 'passOn', leaderId, words: '' });
    expect(passing(LEADERS.jia)).toEqual({ kind: 'nothingChanged', what: 'signer' });
    expect(passing(LEADERS.ding)).toMatchObject({ kind: 'leaderMayNotSign' });
    expect(passing(LEADERS.wu)).toEqual({ kind: 'fieldsMissing', missing: ['签批领导的飞书账号'] });
    expect(passing(LEADERS.yi)).toBeNull();
  });
  it('signed on the agenda says that the enterprise was heard, without a word, and was signed in the room', () => {
    const signed = playTo('scheduled').ask(jia, { type: 'instruct', signing: asProposed }).events;
    expect(signed).toMatchObject([
      { type: 'caseHeard', note: '' },
      { type: 'caseInstructed', instruction: { inTheRoom: true } },
      ...signed.slice(2),
    ]);
    const later = playTo('awaiting_instruction').ask(jia, { type: 'instruct', signing: asProposed }).events;
    expect(later[0]).toMatchObject({ type: 'caseInstructed', instruction: { inTheRoom: false } });
  });
  it('names each supporting unit once, and never the lead unit', () => {
    const signing: Signing = {
      ...asProposed,
      supportingUnitIds: [UNITS.finance, UNITS.housing, UNITS.finance, UNITS.safety],
    };
    const [event] = playTo('awaiting_instruction').ask(jia, { type: 'instruct', signing }).events;
    expect(event).toMatchObject({
      instruction: { leadUnitId: UNITS.housing, supportingUnitIds: [UNITS.finance, UNITS.safety] },
    });
  });
  it('goes to no unit that is not there, leading or supporting', () => {
    const gone = unitId('rec_unit_removed');
    for (const units of [{ leadUnitId: gone }, { supportingUnitIds: [gone] }])
      expect(
        refused(playTo('awaiting_instruction'), jia, { type: 'instruct', signing: { ...asProposed, ...units } }),
      ).toMatchObject({ kind: 'unknownUnit' });
  });
  it('goes to no unit that nobody speaks for', () => {
    const signing = { ...asProposed, supportingUnitIds: [UNITS.deserted] };
    expect(refused(playTo('awaiting_instruction'), jia, { type: 'instruct', signing })).toEqual({
      kind: 'nobodyInUnit',
      name: '街道',
    });
  });
});

it('an act that would be accepted has no reason against it', () => {
  const play = playTo('awaiting_instruction');
  const { directory, calendar } = play;
  const context = { actor: jia, now: play.now(), directory, calendar, nextSerial: 1 };
  expect(refusalOf(play.subject(), { type: 'instruct', signing: asProposed }, context)).toBeNull();
});

describe('an act that comes too late', () => {
  const correct: Command = { type: 'correctInstruction', signing: { ...asProposed, words: '请抓紧。' } };
  const add: Command = { type: 'addInstruction', words: '请抓紧。' };
  const disown: Command = { type: 'disownTranscript', words: '非本人批示' };
  it('is told what it is too late for', () => {
    expect(refused(playTo('handling'), jia, correct)).toMatchObject({
      kind: 'correctionTooLate',
      acknowledged: { byName: '住建承办人' },
    });
    for (const command of [correct, add])
      expect(refused(playTo('awaiting_rating'), jia, command)).toEqual({ kind: 'additionTooLate' });
    expect(refused(playTo('awaiting_rating', { onPaper: onPaper() }), jia, disown)).toEqual({ kind: 'disownTooLate' });
    expect(refused(playTo('closed'), jia, { type: 'endorse' })).toEqual({ kind: 'alreadyDone' });
  });
  it('is told the state of the case otherwise', () => {
    for (const command of [{ type: 'endorse' }, disown] as const)
      expect(refused(playTo('awaiting_instruction'), jia, command)).toEqual({
        kind: 'wrongState',
        state: 'awaiting_instruction',
      });
  });
});

describe('a new 批示', () => {
  const again: Command = { type: 'instructAgain', signing: { ...asProposed, words: '请再办一次。' } };
  const units = (play: Play) => {
    const signed = currentRound(play.subject())?.instruction;
    return signed && { lead: signed.leadUnitId, supporting: signed.supportingUnitIds, leader: signed.leadLeaderId };
  };
  it('goes to the units that had it last, and to the 牵头领导 of the sheet before', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '不属本单位', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '改办' });
    for (const who of [finance, ACTORS.safety]) play.ask(who, { type: 'acknowledge' });
    play.ask(ACTORS.safety, { ...RESULT });
    play.ask(staff, { type: 'review', publicReply: '已办妥。' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '' });
    play.ask(jia, again);
    expect(units(play)).toEqual({ lead: UNITS.safety, supporting: [UNITS.finance], leader: LEADERS.bing });
  });
  it('goes to the units that had it last where it was written on paper, too', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '不属本单位', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '改办' });
    for (const who of [finance, ACTORS.safety]) play.ask(who, { type: 'acknowledge' });
    play.ask(ACTORS.safety, { ...RESULT });
    play.ask(staff, { type: 'review', publicReply: '已办妥。' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '' });
    play.ask(staff, onPaper());
    expect(units(play)).toEqual({ lead: UNITS.safety, supporting: [UNITS.finance], leader: LEADERS.bing });
  });
  it('that names another lead unit leaves the one before without a part, and keeps the 牵头领导 of the sheet', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, { type: 'instruct', signing: { ...asProposed, leadLeaderId: LEADERS.yi } });
    for (const who of [housing, finance]) play.ask(who, { type: 'acknowledge' });
    play.ask(housing, { ...RESULT });
    play.ask(staff, { type: 'review', publicReply: '已办妥。' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '' });
    const signing = { ...asProposed, words: '请再办一次。', leadUnitId: UNITS.safety };
    play.ask(jia, { type: 'instructAgain', signing });
    expect(units(play)).toEqual({ lead: UNITS.safety, supporting: [UNITS.finance], leader: LEADERS.yi });
  });
  it('goes to the unit that leads now, wherever it stands', () => {
    const play = playTo('awaiting_closure');
    const subject = play.subject();
    const reversed = { ...subject, rounds: subject.rounds.map((one) => ({ ...one, units: one.units.toReversed() })) };
    const { directory, calendar } = play;
    const decision = decide(reversed, again, { actor: jia, now: play.now(), directory, calendar, nextSerial: 2 });
    if (decision.kind === 'refused') throw new Error(decision.reason.kind);
    expect(decision.events[0]).toMatchObject({
      instruction: { leadUnitId: UNITS.housing, supportingUnitIds: [UNITS.finance] },
    });
  });
  it('goes to those proposed, after an answer on the spot', () => {
    const play = playTo('heard', { notes: someNotes() });
    play.ask(staff, { type: 'answerOnTheSpot', reply: '本周内拨付' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '' });
    play.ask(jia, again);
    expect(units(play)).toEqual({ lead: UNITS.housing, supporting: [UNITS.finance], leader: LEADERS.bing });
  });
  it('is not for another leader', () => {
    expect(refused(playTo('awaiting_closure'), yi, again)).toEqual({ kind: 'notYourRole' });
  });
});
const RESULT = {
  type: 'resolve',
  outcome: 'resolved',
  text: '已办妥。',
  plannedDate: null,
  basis: '',
  unitHead: '应急负责人',
} as const;
