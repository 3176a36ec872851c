/** What each event makes of a case, where no road of the process is needed to see it. */
import { describe, expect, it } from 'vitest';
import { applyEvent, replay } from '../../src/workflow/apply.ts';
import { type Case, CLOCK, currentRound, type InstructionText } from '../../src/workflow/case.ts';
import type { CaseEventBody } from '../../src/workflow/events.ts';
import { beijingDate, caseId, type UnitId } from '../../src/workflow/ids.ts';
import { ACTORS, beijing, givenCase, LEADERS, playTo, someNotes, someResult, UNITS } from '../support/given.ts';

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

describe('a line of progress', () => {
  const lineOf = (body: CaseEventBody, subject: Case = givenCase('handling')) =>
    currentRound(following(subject, body))?.progress.at(-1);

  it('says what was done in the words of the act, with what was said to it', () => {
    const { housing } = UNITS;
    expect(lineOf({ type: 'enterpriseContacted', unitId: housing, note: '' })).toEqual({
      at,
      by,
      unitId: housing,
      text: '已联系企业',
      files: [],
    });
    const said: readonly (readonly [CaseEventBody, string])[] = [
      [{ type: 'enterpriseContacted', unitId: housing, note: '已通话' }, '已联系企业：已通话'],
      [{ type: 'planReported', unitId: housing, text: '资金已拨付' }, '计划兑现情况：资金已拨付'],
      [{ type: 'resultReturned', reason: '情况不清', due: null }, '审核退回：情况不清'],
      [{ type: 'pauseEnded', due: null }, '已结束等待企业补充，恢复计时'],
    ];
    for (const [body, text] of said) expect(lineOf(body)?.text).toBe(text);
    const subject = givenCase('awaiting_enterprise');
    const ended = { type: 'pauseEnded', due: null, seq: subject.seq + 1, at, by: CLOCK } as const;
    expect(currentRound(applyEvent(subject, ended))?.progress.at(-1)).toMatchObject({
      unitId: null,
      text: '企业补充期满，恢复计时',
    });
  });
  it('names the node that was reached, among several', () => {
    const nodes: readonly CaseEventBody[] = [
      { type: 'milestoneSet', id: 1, text: '方案报批', on: beijingDate('2026-03-25') },
      { type: 'milestoneSet', id: 2, text: '工程验收', on: beijingDate('2026-04-25') },
    ];
    const subject = nodes.reduce<Case>(following, givenCase('handling'));
    const reached = { type: 'milestoneReached', id: 2, unitId: UNITS.housing, words: '已批' } as const;
    expect(lineOf(reached, subject)?.text).toBe('节点“工程验收”完成：已批');
    expect(currentRound(following(subject, reached))?.milestones.map((one) => one.reached !== null)).toEqual([
      false,
      true,
    ]);
  });
  it('of the lead unit is the line of its month; of any other, or of nobody, it is not', () => {
    const [round] = givenCase('handling').rounds;
    if (!round) throw new Error('no round');
    const owed: Case = { ...givenCase('handling'), rounds: [{ ...round, lineOwedFor: beijingDate('2026-02-01') }] };
    const owedAfter = (unitId: UnitId | null) =>
      currentRound(following(owed, { type: 'progressReported', unitId, text: '已推进', files: [] }))?.lineOwedFor;
    expect([UNITS.housing, UNITS.finance, null].map(owedAfter)).toEqual([null, '2026-02-01', '2026-02-01']);
  });
});

describe('an objection that is decided', () => {
  const { proposal } = someNotes();
  if (!proposal) throw new Error('the notes propose something');
  const supportingUnitIds = [UNITS.finance, UNITS.safety];
  const subject = givenCase('assigned', { notes: { proposal: { ...proposal, supportingUnitIds } } });
  const decided = (unitId: UnitId, newUnitId: UnitId | null, isUpheld = true, words = '按职责清单') =>
    following(following(subject, { type: 'unitObjected', unitId, reason: '不属本单位', suggestedUnitId: null }), {
      type: 'objectionDecided',
      unitId,
      isUpheld,
      newUnitId,
      words,
      due: null,
    });
  const partsOf = (of: Case) => currentRound(of)?.units.map(({ unitId, role }) => [unitId, role]);

  it('gives the part to a unit that is new to the round, in its place', () => {
    expect(partsOf(decided(UNITS.housing, UNITS.federation))).toEqual([
      [UNITS.federation, 'lead'],
      [UNITS.finance, 'supporting'],
      [UNITS.safety, 'supporting'],
    ]);
  });
  it('makes a unit of the round lead, where the other led, and leaves each other part as it was', () => {
    expect(partsOf(decided(UNITS.housing, UNITS.safety))).toEqual([
      [UNITS.safety, 'lead'],
      [UNITS.finance, 'supporting'],
    ]);
    expect(partsOf(decided(UNITS.finance, UNITS.safety))).toEqual([
      [UNITS.housing, 'lead'],
      [UNITS.safety, 'supporting'],
    ]);
    expect(partsOf(decided(UNITS.finance, UNITS.housing))).toEqual([
      [UNITS.housing, 'lead'],
      [UNITS.safety, 'supporting'],
    ]);
  });
  it('changes no part where it is not upheld', () => {
    expect(partsOf(decided(UNITS.finance, UNITS.federation, false))).toEqual(partsOf(subject));
    expect(currentRound(decided(UNITS.finance, null, false))?.progress).toEqual([]);
  });
  it('leaves a line with its words, or without where there are none', () => {
    const line = (words: string) =>
      currentRound(decided(UNITS.housing, UNITS.safety, true, words))?.progress.at(-1)?.text;
    expect([line('按职责清单'), line('')]).toEqual(['异议成立并改办。确定意见：按职责清单', '异议成立并改办']);
  });
  it('is the one that waits, and none that was decided before', () => {
    const [first] = currentRound(decided(UNITS.finance, null, false, '不成立'))?.objections ?? [];
    const again = following(decided(UNITS.finance, null, false, '不成立'), {
      type: 'unitObjected',
      unitId: UNITS.finance,
      reason: '仍不属',
      suggestedUnitId: null,
    });
    const after = following(again, {
      type: 'objectionDecided',
      unitId: UNITS.finance,
      isUpheld: true,
      newUnitId: UNITS.safety,
      words: '成立',
      due: null,
    });
    const [kept, second] = currentRound(after)?.objections ?? [];
    expect(kept).toEqual(first);
    expect(second?.decision).toMatchObject({ isUpheld: true, words: '成立' });
  });
});

describe('a sheet that is put right', () => {
  const noted = following(givenCase('assigned'), { type: 'assignmentNoted' });
  const contacted = following(noted, { type: 'enterpriseContacted', unitId: UNITS.housing, note: '' });
  const signed = currentRound(noted)?.instruction;
  if (!signed) throw new Error('no sheet');
  const corrected = (changes: Partial<InstructionText>) =>
    currentRound(
      following(contacted, {
        type: 'instructionCorrected',
        due: null,
        words: signed.words,
        leadLeaderId: signed.leadLeaderId,
        leadUnitId: signed.leadUnitId,
        supportingUnitIds: signed.supportingUnitIds,
        limit: signed.limit,
        ...changes,
      }),
    );

  it('was noted by its 牵头领导 as long as that is the same one', () => {
    expect(corrected({ words: '请抓紧。' })?.leadNoted).toEqual({ at, by });
    expect(corrected({ leadLeaderId: LEADERS.yi })?.leadNoted).toBeNull();
  });
  it('leaves each unit what it did, in whatever part it has now', () => {
    const parts = corrected({ leadUnitId: UNITS.safety, supportingUnitIds: [UNITS.housing] })?.units;
    expect(parts?.map(({ unitId, role, contactedAt }) => [unitId, role, contactedAt])).toEqual([
      [UNITS.safety, 'lead', null],
      [UNITS.housing, 'supporting', at],
    ]);
  });
});

describe('a result that is handled again', () => {
  it('keeps how each rating was judged, and says that the limit moved for it', () => {
    const play = playTo('awaiting_rating');
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 1, words: '没解决' });
    play.ask(ACTORS.staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(ACTORS.bing, { type: 'reconsider', isUpheld: false, words: '请重办' }, beijing('2026-03-20 10:00'));
    const redone = currentRound(play.subject());
    expect(redone?.dueMoves.map(({ why }) => why)).toEqual(['redo']);
    play.ask(ACTORS.housing, someResult);
    play.ask(ACTORS.staff, { type: 'review', publicReply: '已办结' });
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '仍未解决' });
    expect(currentRound(play.subject())?.earlierJudgements).toMatchObject([
      { judgement: { decision: 'explain', words: '政策限制' }, reconsideration: { isUpheld: false, words: '请重办' } },
    ]);
  });
  it('keeps since when its plan is asked after, whatever the verdict', () => {
    const subject = givenCase('awaiting_rating', {
      result: { outcome: 'planned', plannedDate: beijingDate('2026-03-19') },
    });
    const verdict = { type: 'planChecked', isKept: true, words: '已到账。' } as const;
    const asked = following(subject, { type: 'planCheckAsked' });
    expect(currentRound(following(asked, verdict))?.planCheck).toMatchObject({
      askedAt: at,
      verdict: { isKept: true },
    });
    expect(currentRound(following(subject, verdict))?.planCheck?.askedAt).toBeNull();
  });
});

describe('a case that ends before it was handled', () => {
  it('keeps when and why, and that it went into no other', () => {
    for (const type of ['caseDeclined', 'caseRedirected'] as const)
      expect(following(givenCase('vetting'), { type, reason: '不属于受理范围' }).exit).toEqual({
        at,
        reason: '不属于受理范围',
        mergedInto: null,
        mergedWith: null,
      });
  });
  it('that was merged and given back keeps from where, and why in words or by what became of the other', () => {
    const from = caseId('case-given-2');
    const back = (changes: { readonly words?: string }) =>
      following(givenCase('merged'), { type: 'caseGivenBack', from, why: 'withdrawn', ...changes });
    expect(back({ words: '需单独办理' })).toMatchObject({ exit: null, givenBack: { at, from, words: '需单独办理' } });
    expect(back({}).givenBack).toEqual({ at, from, why: 'withdrawn', words: '' });
  });
  it('rates the answer it was given last, and no earlier one', () => {
    const answer = {
      from: caseId('case-given-2'),
      round: 1,
      reviewedAt: 1,
      outcome: 'resolved',
      publicReply: '已经办妥。',
      basis: '',
      plannedDate: null,
    } as const;
    const rating = { at, grade: 4, words: '', recordedBy: null, channel: 'page', asks: null, added: [] } as const;
    const told: readonly CaseEventBody[] = [
      { type: 'answerShared', answer },
      { type: 'answerShared', answer: { ...answer, round: 2 } },
      { type: 'sharedAnswerRated', rating },
    ];
    const { sharedAnswers } = told.reduce<Case>(following, givenCase('merged'));
    expect(sharedAnswers.map((one) => [one.round, one.rating])).toEqual([
      [1, null],
      [2, rating],
    ]);
  });
  it('keeps every withdrawal that was asked for', () => {
    const asked: readonly CaseEventBody[] = [
      { type: 'withdrawalRequested', words: '一' },
      { type: 'withdrawalAudited', isVoluntary: false, note: '非本人' },
      { type: 'withdrawalRequested', words: '二' },
      { type: 'withdrawalAudited', isVoluntary: false, note: '非本人' },
      { type: 'withdrawalRequested', words: '三' },
    ];
    const { withdrawal, earlierWithdrawals } = asked.reduce<Case>(following, givenCase('vetting'));
    expect(withdrawal).toMatchObject({ words: '三', outcome: 'pending' });
    expect(earlierWithdrawals.map(({ words, outcome }) => [words, outcome])).toEqual([
      ['一', 'void'],
      ['二', 'void'],
    ]);
    expect(following(givenCase('vetting'), { type: 'withdrawalRequested', words: '' }).earlierWithdrawals).toEqual([]);
  });
});

describe('what is said before a sheet is signed', () => {
  it('answers the last question that a unit has not answered yet', () => {
    const asked = (question: string): CaseEventBody => ({ type: 'unitConsulted', unitId: UNITS.safety, question });
    const answered = (text: string): CaseEventBody => ({ type: 'consultationAnswered', unitId: UNITS.safety, text });
    const other: CaseEventBody = { type: 'unitConsulted', unitId: UNITS.finance, question: '有无资金' };
    const { consultations } = [asked('一'), asked('二'), other, answered('答二'), answered('答一')].reduce<Case>(
      following,
      givenCase('vetting'),
    );
    expect(consultations.map(({ question, answer }) => [question, answer?.text ?? null])).toEqual([
      ['一', '答一'],
      ['二', '答二'],
      ['有无资金', null],
    ]);
  });
  it('gives a sheet that is sent back to where it came from', () => {
    for (const state of ['ready', 'heard'] as const) {
      const asked = following(givenCase(state), { type: 'instructionRequested', leaderId: LEADERS.jia });
      expect(following(asked, { type: 'sheetSentBack', reason: '请补充' }).state).toBe(state);
    }
  });
  it('says when a day was changed, where the case was told of one before', () => {
    const scheduled = givenCase('scheduled');
    const now = scheduled.onDay?.now;
    if (!now) throw new Error('it was told of its day');
    const moved = (before: typeof now | null) =>
      following(scheduled, { type: 'receptionDayChanged', before, after: { ...now, place: '另一会议室' } }).onDay;
    expect(moved(now)).toEqual({ now: { ...now, place: '另一会议室' }, before: now, changedAt: at });
    expect(moved(null)?.changedAt).toBeNull();
  });
});

describe('the ladder', () => {
  const climbed: Case = { ...givenCase('handling'), ladderLevel: 3 };
  const { due } = currentRound(climbed) ?? {};
  if (!due) throw new Error('a limit runs');
  it('is begun again with a limit that is later, and not with one that is the same or earlier', () => {
    const level = (to: string) =>
      following(climbed, { type: 'dueMoved', from: due.date, to: beijingDate(to), why: '放假', due }).ladderLevel;
    expect(['2026-03-20', due.date, '2026-03-27'].map(level)).toEqual([3, 3, 0]);
  });
});

it('a contest is decided in the round in which it was raised', () => {
  const play = playTo('awaiting_rating');
  play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
  play.ask(ACTORS.housing, { type: 'contestRating', reason: '政策限制' });
  const [round] = play.subject().rounds;
  if (!round) throw new Error('no round');
  const both = { ...play.subject(), rounds: [round, { ...round, round: 2 }] };
  const after = following(both, { type: 'contestDecided', round: 1, isUpheld: true, words: '确属政策限制' });
  expect(after.rounds.map(({ contest }) => contest?.decision?.isUpheld ?? null)).toEqual([true, null]);
});
