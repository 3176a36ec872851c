/** What may still be done to a sheet that is out, who reads it, and what signing and passing a result want beforehand. */
import { describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notices.ts';
import { publicTimeline } from '../../src/pages/public-timeline.ts';
import { inAgendaOrder } from '../../src/workflow/agenda.ts';
import { currentRound, nextRound, roundInHand, type StaffNotes } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { addDays } from '../../src/workflow/deadlines.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Effect, NoticeKind } from '../../src/workflow/effects.ts';
import { beijingDate, caseId, leaderId, unitId } from '../../src/workflow/ids.ts';
import { checkKnownLeader, checkLimit, checkReachable, checkUnits } from '../../src/workflow/signing-checks.ts';
import {
  ACTORS,
  asProposed,
  exampleDirectory,
  LEADERS,
  type Play,
  playTo,
  someNotes,
  someResult,
  UNITS,
} from '../support/given.ts';

const { staff, staffHead, jia, bing, housing, finance, enterprise } = ACTORS;
const MINUTE = 60_000;
const refusal = (play: Play, actor: Parameters<Play['tryOut']>[0], command: Command, when?: number) => {
  const decision = play.tryOut(actor, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};
const told = (effects: readonly Effect[], notice: NoticeKind): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === notice ? [effect.to] : []));
const shown = (effects: readonly Effect[], card: string): readonly string[] =>
  effects.flatMap((effect) => (effect.type === 'showCard' && effect.card === card ? [effect.to] : []));
const words = (play: Play, notice: NoticeKind): string => noticeText(notice, play.subject(), exampleDirectory());
const onPaper: Extract<Command, { type: 'recordInstruction' }> = {
  type: 'recordInstruction',
  words: '请住建牵头办理。',
  files: [{ token: 'box1', name: '批示.jpg', bytes: 200_000 }],
  writtenOn: null,
};
const correct = (changes: Partial<typeof asProposed>): Command => ({
  type: 'correctInstruction',
  signing: { ...asProposed, words: '', ...changes },
});

describe('更正批示', () => {
  it('keeps number and both texts, and tells units that stay, go and come', () => {
    const play = playTo('assigned');
    const { effects } = play.ask(
      jia,
      correct({ words: '请住建三日内上门。', supportingUnitIds: [UNITS.safety], limit: { workdays: 5 } }),
    );
    const round = currentRound(play.subject());
    expect(round).toMatchObject({
      due: { date: '2026-03-09', workdays: 5 },
      instruction: {
        number: { serial: 1 },
        words: '请住建三日内上门。',
        corrections: [
          { before: { words: asProposed.words, supportingUnitIds: [UNITS.finance], limit: { workdays: 15 } } },
        ],
      },
    });
    expect(round?.units.map(({ unitId }) => unitId)).toEqual([UNITS.housing, UNITS.safety]);
    expect(told(effects, 'unitReleased')).toContain(finance.openId);
    expect(told(effects, 'instructionCorrected')).toEqual(
      expect.arrayContaining([housing.openId, bing.openId, staff.openId]),
    );
    expect(told(effects, 'instructionCorrected')).not.toContain(finance.openId);
    expect(shown(effects, 'assignment')).toEqual([ACTORS.safety.openId]);
    expect(words(play, 'instructionCorrected')).toContain('原批示“请住建抓紧办理。”，现批示“请住建三日内上门。”');
    expect(words(play, 'instructionCorrected')).toContain('协办单位由财政改为应急');
  });
  it('is over once a unit has acknowledged, or half an hour later', () => {
    const play = playTo('assigned');
    const at = play.now();
    expect(refusal(play, jia, correct({ words: '另' }), at + 30 * MINUTE)).toBeNull();
    expect(refusal(play, jia, correct({ words: '另' }), at + 30 * MINUTE + 1)).toEqual({
      kind: 'correctionTooLate',
      acknowledged: null,
      minutes: 30,
    });
    play.ask(housing, { type: 'acknowledge' });
    expect(refusal(play, jia, correct({ words: '另' }))).toMatchObject({
      kind: 'correctionTooLate',
      acknowledged: { byName: '住建承办人' },
    });
  });
  it('says who took it up first, where several did', () => {
    const play = playTo('assigned');
    play.ask(finance, { type: 'acknowledge' });
    play.ask(housing, { type: 'acknowledge' });
    expect(refusal(play, jia, correct({ words: '另' }))).toMatchObject({
      kind: 'correctionTooLate',
      acknowledged: { byName: '财政承办人' },
    });
  });
  it('is for whoever’s words they are: who signed, and the leader in whose place', () => {
    const usual = exampleDirectory();
    const today = beijingDate('2026-03-02');
    const substitute = { openId: ACTORS.stranger.openId, from: today, to: today };
    const leaders = usual.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, substitute } : one));
    const directory = { ...usual, leaders };
    const own = playTo('assigned', { directory });
    expect(refusal(own, ACTORS.stranger, correct({ words: '另' }))).toEqual({ kind: 'notYourWords', name: '书记甲' });
    const signed = playTo('awaiting_instruction', { directory });
    signed.ask(ACTORS.stranger, { type: 'instruct', signing: asProposed });
    for (const who of [jia, ACTORS.stranger]) expect(refusal(signed, who, correct({ words: '另' }))).toBeNull();
  });
  it('names units and leaders that are there, and words that fit', () => {
    const play = playTo('assigned');
    const gone = unitId('rec_unit_removed');
    expect(refusal(play, jia, correct({ leadUnitId: gone }))).toEqual({ kind: 'unknownUnit' });
    expect(refusal(play, jia, correct({ supportingUnitIds: [gone] }))).toEqual({ kind: 'unknownUnit' });
    expect(refusal(play, jia, correct({ leadLeaderId: leaderId('rec_leader_removed') }))).toEqual({
      kind: 'unknownLeader',
    });
    expect(refusal(play, jia, correct({ words: '字'.repeat(2_001) }))).toMatchObject({ field: '批示' });
  });
  it('that makes a supporting unit lead leaves it one part', () => {
    const play = playTo('assigned');
    play.ask(jia, correct({ leadUnitId: UNITS.finance }));
    expect(currentRound(play.subject())?.units.map(({ unitId: id, role }) => [id, role])).toEqual([
      [UNITS.finance, 'lead'],
    ]);
  });
  it('of the words alone leaves units that were ruled on since, and the limit, as they are', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '不属本单位', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '改办' });
    const { due } = currentRound(play.subject()) ?? {};
    const [event] = play.ask(jia, correct({ words: '请抓紧。' })).events;
    expect(event).toMatchObject({ leadUnitId: UNITS.safety, supportingUnitIds: [UNITS.finance], due: null });
    expect(currentRound(play.subject())?.due).toEqual(due);
  });
  it('is told to units that stay, leaders before and now, and staff; a unit that comes has the sheet, a leader who comes has it to note', () => {
    const corrected = (changes: Partial<typeof asProposed>) => playTo('assigned').ask(jia, correct(changes)).effects;
    const units = corrected({ supportingUnitIds: [UNITS.safety] });
    expect(told(units, 'instructionCorrected')).not.toContain(ACTORS.safety.openId);
    expect(told(units, 'unitReleased')).toEqual([ACTORS.financeHead.openId, finance.openId]);
    expect(shown(units, 'oversight')).toEqual([]);
    const leaders = corrected({ leadLeaderId: LEADERS.yi });
    expect(told(leaders, 'instructionCorrected')).toEqual(expect.arrayContaining([bing.openId, ACTORS.yi.openId]));
    expect(told(leaders, 'instructionCorrected')).not.toContain(jia.openId);
    expect(shown(leaders, 'oversight')).toEqual([ACTORS.yi.openId]);
    expect(shown(corrected({ leadLeaderId: LEADERS.jia }), 'oversight')).toEqual([]);
  });
  it('waits for an open objection, and changes something', () => {
    const play = playTo('assigned');
    expect(refusal(play, jia, correct({}))).toEqual({ kind: 'nothingChanged' });
    play.ask(housing, { type: 'object', reason: '职责不在本单位', suggestedUnitId: null });
    expect(refusal(play, jia, correct({ words: '另' }))).toEqual({ kind: 'objectionPending' });
  });
});

it('知悉 is not for a leader who signed and leads, and knows', () => {
  const play = playTo('awaiting_instruction');
  play.ask(jia, { type: 'instruct', signing: { ...asProposed, leadLeaderId: LEADERS.jia } });
  expect(refusal(play, jia, { type: 'noteAssignment' })).toEqual({ kind: 'notYourRole' });
});

describe('what a signature is checked for', () => {
  const directory = exampleDirectory();
  const today = beijingDate('2026-03-02');
  it('are leaders and units that are there, where any is named', () => {
    expect(checkKnownLeader(null, directory)).toBeNull();
    expect(checkKnownLeader(LEADERS.jia, directory)).toBeNull();
    expect(checkKnownLeader(leaderId('rec_leader_removed'), directory)).toEqual({ kind: 'unknownLeader' });
    expect(checkUnits([null, UNITS.housing], directory)).toBeNull();
    expect(checkUnits([null, unitId('rec_unit_removed')], directory)).toEqual({ kind: 'unknownUnit' });
    expect(checkReachable(null)).toEqual({ kind: 'unknownLeader' });
  });
  it('is a limit of 1 to 250 whole workdays, or a later day within some three years, where any is named', () => {
    const limit = (workdays: number) => checkLimit({ workdays }, today);
    const invalid = { kind: 'limitInvalid', max: 250 };
    expect([0, 1, 1.5, 250, 251].map(limit)).toEqual([invalid, null, invalid, null, invalid]);
    expect(checkLimit(null, today)).toBeNull();
    const until = (days: number) => checkLimit({ date: addDays(today, days) }, today)?.kind ?? null;
    expect([0, 1, 1_100, 1_101].map(until)).toEqual(['dateNotLater', null, null, 'dateTooFar']);
  });
});

describe('追加批示', () => {
  it('keeps the number and reaches units, 牵头领导 and staff with its words', () => {
    const play = playTo('handling');
    const { effects } = play.ask(jia, { type: 'addInstruction', words: '一并解决门前道路。' });
    expect(told(effects, 'instructionAdded')).toEqual(
      expect.arrayContaining([housing.openId, finance.openId, bing.openId, staff.openId]),
    );
    expect(told(effects, 'instructionAdded')).not.toContain(jia.openId);
    expect(currentRound(play.subject())?.instruction).toMatchObject({
      number: { serial: 1 },
      additions: [{ words: '一并解决门前道路。' }],
    });
    expect(words(play, 'instructionAdded')).toContain('书记甲');
    expect(words(play, 'instructionAdded')).toContain('追加批示：“一并解决门前道路。”');
  });
  it('is over when the result has been passed on', () => {
    expect(refusal(playTo('awaiting_rating'), jia, { type: 'addInstruction', words: '再看' })).toEqual({
      kind: 'additionTooLate',
    });
  });
});

describe('非本人批示', () => {
  const disown: Command = { type: 'disownTranscript', words: '我没有批示过。' };
  it('voids the sheet, gives the case back with the words, and never uses the number again', () => {
    const play = playTo('assigned', { onPaper });
    const { effects } = play.ask(jia, disown);
    expect(play.subject()).toMatchObject({ state: 'heard', light: null, sentBack: { reason: '我没有批示过。' } });
    expect([roundInHand(play.subject()), nextRound(play.subject())]).toEqual([0, 2]);
    expect(told(effects, 'transcriptDisowned')).toEqual(
      expect.arrayContaining([housing.openId, finance.openId, bing.openId, staff.openId]),
    );
    const message = words(play, 'transcriptDisowned');
    expect(message).toContain('示接交〔2026〕1号');
    expect(message).toContain('“我没有批示过。”转录登记人：工商联工作人员');
    play.ask(jia, { type: 'instruct', signing: asProposed });
    expect(currentRound(play.subject())).toMatchObject({ round: 2, instruction: { number: { serial: 2 } } });
  });
  it('gives a second sheet back to the result of the first', () => {
    const play = playTo('awaiting_closure');
    play.ask(staff, onPaper);
    const { effects } = play.ask(jia, disown);
    expect(play.subject().state).toBe('awaiting_closure');
    expect(currentRound(play.subject())?.round).toBe(1);
    expect(effects).toContainEqual({ type: 'showCard', card: 'resolution', round: 1, to: jia.openId });
    expect(refusal(play, jia, { type: 'endorse' })).toBeNull();
  });
  it('is the leader’s own, before the transcript was looked at', () => {
    const play = playTo('assigned', { onPaper });
    play.ask(jia, { type: 'checkTranscript', words: null });
    expect(refusal(play, jia, disown)).toMatchObject({ kind: 'transcriptChecked', byName: '书记甲' });
    expect(refusal(playTo('assigned'), jia, disown)).toEqual({ kind: 'noTranscript' });
  });
  it('is said by the leader in person, and named after the sheet once the leader is no longer listed', () => {
    const usual = exampleDirectory();
    const today = beijingDate('2026-03-02');
    const substitute = { openId: ACTORS.stranger.openId, from: today, to: today };
    const leaders = usual.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, substitute } : one));
    const play = playTo('assigned', { onPaper, directory: { ...usual, leaders } });
    expect(refusal(play, ACTORS.stranger, disown)).toEqual({ kind: 'notYourWords', name: '书记甲' });
  });
  it('is told to whoever wrote the transcript, though no longer of 工商联', () => {
    const play = playTo('assigned', { onPaper });
    const { units, ...rest } = exampleDirectory();
    const left = units.map((one) => ({
      ...one,
      officerOpenIds: one.officerOpenIds.filter((who) => who !== staff.openId),
    }));
    const { calendar } = play;
    const directory = { ...rest, units: left };
    const decision = decide(play.subject(), disown, {
      actor: jia,
      now: play.now(),
      directory,
      calendar,
      nextSerial: 2,
    });
    if (decision.kind === 'refused') throw new Error(decision.reason.kind);
    expect(told(decision.effects, 'transcriptDisowned')).toContain(staff.openId);
  });
  it('is less often needed where a photo has to be one', () => {
    const files = [{ token: 'box1', name: '批示.jpg', bytes: 3 }];
    expect(refusal(playTo('awaiting_instruction'), staff, { ...onPaper, files })).toMatchObject({
      kind: 'fileTooSmall',
      bytes: 3,
      min: 1024,
    });
  });
});

describe('知悉', () => {
  it('is asked of a 牵头领导 who did not sign, when it is signed, and noted once', () => {
    const play = playTo('awaiting_instruction');
    const { effects } = play.ask(jia, { type: 'instruct', signing: asProposed });
    expect(shown(effects, 'oversight')).toEqual([bing.openId]);
    play.ask(bing, { type: 'noteAssignment' });
    expect(currentRound(play.subject())?.leadNoted).toMatchObject({ by: { name: '常务副区长丙' } });
    expect(refusal(play, bing, { type: 'noteAssignment' })).toEqual({ kind: 'alreadyDone' });
    expect(refusal(play, jia, { type: 'noteAssignment' })).toEqual({ kind: 'notYourRole' });
  });
});

describe('what the leader says of a sheet that is not signed', () => {
  it('reaches staff, and of 转请 the next leader, with the words', () => {
    const play = playTo('awaiting_instruction');
    expect(told(play.ask(jia, { type: 'hold', reason: '待常委会后再定' }).effects, 'sheetHeld')).toContain(
      staff.openId,
    );
    expect(words(play, 'sheetHeld')).toContain('暂缓签批：“待常委会后再定”');
    expect(
      told(play.ask(jia, { type: 'passOn', leaderId: LEADERS.yi, words: '请乙定。' }).effects, 'sheetPassedOn'),
    ).toContain(staff.openId);
    expect(words(play, 'sheetPassedOn')).toContain('转请区长乙批示：“请乙定。”');
    play.ask(ACTORS.yi, { type: 'sendBack', reason: '请补充街道意见。' });
    expect(words(play, 'sheetSentBack')).toContain('区长乙');
    expect(words(play, 'sheetSentBack')).toContain('退回补充：“请补充街道意见。”');
  });
  it('and brought again, is told the enterprise as brought again, never twice in the same words', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, { type: 'sendBack', reason: '请补充街道意见。' });
    play.ask(staff, { type: 'requestInstruction' });
    const lines = publicTimeline(play.events(), { directory: play.directory, isConfidential: false });
    expect(lines.map(({ text }) => text).filter((text) => text.includes('呈请'))).toEqual([
      '已呈请区领导签批。',
      '情况补充后，再次呈请区领导签批。',
    ]);
  });
});

describe('vetting', () => {
  const unsure = { lawful: { answer: 'unsure', ground: '' } } as const;
  it('is wanted whole at 提交签批, also when a verdict was taken back', () => {
    const play = playTo('ready');
    play.ask(staff, { type: 'amend', change: { notes: unsure } });
    expect(refusal(play, staff, { type: 'requestInstruction' })).toEqual({
      kind: 'verdictsMissing',
      missing: ['合法'],
      before: 'requestInstruction',
    });
    play.ask(staff, { type: 'fillVerdicts', ground: '已电话核实' });
    expect(play.subject().notes).toMatchObject({
      authentic: { ground: '现场照片' },
      lawful: { answer: 'yes', ground: '已电话核实', by: { name: '工商联工作人员' }, at: play.now() },
    });
    expect(refusal(play, staff, { type: 'requestInstruction' })).toBeNull();
  });
  it('may follow a signature in the room, and is there before the result is passed', () => {
    const play = playTo('heard', {});
    play.ask(staff, { type: 'amend', change: { notes: unsure } });
    play.ask(jia, { type: 'instruct', signing: asProposed });
    expect(currentRound(play.subject())?.isUnvetted).toBe(true);
    play.ask(housing, { type: 'acknowledge' });
    play.ask(finance, { type: 'acknowledge' });
    play.ask(housing, someResult);
    const review: Command = { type: 'review', publicReply: '已完成。' };
    expect(refusal(play, staff, review)).toEqual({ kind: 'verdictsMissing', missing: ['合法'], before: 'review' });
    play.ask(staff, { type: 'fillVerdicts', ground: '已核实' });
    expect(refusal(play, staff, review)).toBeNull();
  });
});

describe('an empty limit', () => {
  it.each([
    [{ isUrgent: true, isGrave: true, isHard: true }, 5],
    [{ isGrave: true, isHard: true }, 63],
    [{ isGrave: true }, 30],
    [{}, 15],
  ])('of a case marked %j is %i 工作日', (flags, workdays) => {
    const base = someNotes().proposal;
    const notes = { ...flags, ...(base ? { proposal: { ...base, limitWorkdays: null } } : {}) };
    const play = playTo('assigned', { notes });
    expect(currentRound(play.subject())?.instruction?.limit).toEqual({ workdays });
  });
});

describe('结果审核', () => {
  it('is not for whoever did the work, where 工商联 itself has the lead', () => {
    const base = someNotes().proposal;
    const notes = base ? { proposal: { ...base, leadUnitId: UNITS.federation, supportingUnitIds: [] } } : {};
    const play = playTo('assigned', { notes });
    play.ask(staff, { type: 'acknowledge' });
    play.ask(staffHead, someResult);
    const review: Command = { type: 'review', publicReply: '已完成。' };
    expect(refusal(play, staffHead, review)).toEqual({ kind: 'reviewerConcerned', why: 'reporter' });
    expect(refusal(play, staff, { type: 'returnResult', reason: '再办' })).toEqual({
      kind: 'reviewerConcerned',
      why: 'leadUnit',
    });
  });
});

describe('what 工商联 itself did', () => {
  const base = someNotes().proposal;
  const notes = base ? { proposal: { ...base, leadUnitId: UNITS.federation, supportingUnitIds: [] } } : {};
  const others = (play: Play, command: Command, why: 'reporter' | 'asker') => {
    expect(refusal(play, staff, command)).toEqual({ kind: 'reviewerConcerned', why });
    expect(refusal(play, staffHead, command)).toBeNull();
  };

  it('is decided on by another of its people: an objection and an extension by whoever did not ask for it', () => {
    const play = playTo('assigned', { notes });
    play.ask(staff, { type: 'object', reason: '不属本单位', suggestedUnitId: UNITS.housing });
    others(play, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '职责所在' }, 'asker');
    play.ask(staffHead, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '职责所在' });
    play.ask(staff, { type: 'acknowledge' });
    const newDate = beijingDate('2026-04-10');
    play.ask(staff, { type: 'requestExtension', reason: '需检测', doneSoFar: '两项', newDate });
    others(play, { type: 'decideExtension', isApproved: true, words: '' }, 'asker');
  });

  it('is rated by telephone, judged, confirmed and, where contested, decided by another of its people', () => {
    const play = playTo('assigned', { notes });
    play.ask(staff, { type: 'acknowledge' });
    play.ask(staff, { ...someResult, outcome: 'planned', plannedDate: beijingDate('2026-05-08') });
    play.ask(staffHead, { type: 'review', publicReply: '已列入计划。' });
    others(play, { type: 'rate', grade: 5, words: '' }, 'reporter');
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    others(play, { type: 'judgeRating', decision: 'explain', words: '政策所限' }, 'reporter');
    play.ask(staff, { type: 'contestRating', reason: '政策所限' });
    others(play, { type: 'decideContest', isUpheld: true, words: '属实' }, 'asker');
    others(play, { type: 'checkPlan', isKept: true, words: '已解决' }, 'reporter');
  });

  it('on the spot is nobody’s work: whoever wrote the answer down may write down the rating', () => {
    const play = playTo('heard');
    play.ask(staff, { type: 'answerOnTheSpot', reply: '当场已答复。' });
    expect(refusal(play, staff, { type: 'rate', grade: 4, words: '' })).toBeNull();
  });
});

describe('结果审核 of what 工商联 itself did with another unit', () => {
  const done = (officer: typeof staff | null) => {
    const base = someNotes().proposal;
    const notes = base
      ? { proposal: { ...base, leadUnitId: UNITS.federation, supportingUnitIds: [UNITS.housing] } }
      : {};
    const play = playTo('assigned', { notes });
    if (officer) play.ask(staff, { type: 'nameOfficer', officer: { kind: 'person', openId: officer.openId } });
    for (const who of [staff, housing]) play.ask(who, { type: 'acknowledge' });
    play.ask(staff, someResult);
    return play;
  };
  const review: Command = { type: 'review', publicReply: '已完成。' };
  it('is for its head where an officer did it, named or by post, and for staff where the head was named', () => {
    expect(refusal(done(null), staffHead, review)).toBeNull();
    expect(refusal(done(staff), staffHead, review)).toBeNull();
    expect(refusal(done(staffHead), staffHead, review)).toEqual({ kind: 'reviewerConcerned', why: 'leadUnit' });
  });
});

describe('a case that was closed meanwhile', () => {
  const again: Command = { type: 'instructAgain', signing: { ...asProposed, words: '请再办一次。' } };
  it('is not opened again by a card drawn before, and is by one that says so', () => {
    const play = playTo('closed');
    const context = { actor: jia, now: play.now(), directory: play.directory, calendar: play.calendar, nextSerial: 2 };
    expect(decide(play.subject(), again, { ...context, shown: 'awaiting_closure' })).toMatchObject({
      kind: 'refused',
      reason: { kind: 'closedMeanwhile', byName: '书记甲' },
    });
    expect(decide(play.subject(), again, { ...context, shown: 'closed' })).toMatchObject({ kind: 'accepted' });
  });
  it('is closed by 阅 only where no words would be lost', () => {
    const play = playTo('awaiting_closure');
    expect(refusal(play, jia, { type: 'endorse', words: '请再办' })).toEqual({ kind: 'endorsedWithWords' });
    expect(refusal(play, jia, { type: 'endorse', words: ' \u200b' })).toBeNull();
    expect(refusal(play, enterprise, { type: 'endorse' })).toEqual({ kind: 'notYourRole' });
  });
});

describe('words that cannot be seen', () => {
  it('are none: a signature agrees to the proposal, a reason is missing', () => {
    const play = playTo('awaiting_instruction');
    expect(refusal(play, jia, { type: 'sendBack', reason: '\u200b\u2060' })).toEqual({ kind: 'reasonMissing' });
    play.ask(jia, { type: 'instruct', signing: { ...asProposed, words: '\u200b' } });
    expect(currentRound(play.subject())?.instruction?.words).toBe('同意拟办意见。');
  });
});

describe('an agenda', () => {
  it('goes by 急, 重, 难, then filing, and keeps items of one enterprise together', () => {
    const item = (id: string, visitKey: string, submittedAt: number, flags: Partial<StaffNotes>) => {
      const subject = playTo('scheduled').subject();
      const appeal = { ...subject.appeal, enterpriseName: `〔虚构〕企业${visitKey}`, creditCode: '' };
      return { ...subject, id: caseId(id), visitKey, submittedAt, appeal, notes: { ...subject.notes, ...flags } };
    };
    const cases = [
      item('first', 'A', 1, {}),
      item('hard', 'B', 2, { isHard: true }),
      item('grave', 'C', 3, { isGrave: true }),
      item('urgent', 'A', 4, { isUrgent: true }),
      item('last', 'D', 5, {}),
    ];
    expect(inAgendaOrder(cases).map(({ id }) => id)).toEqual(['urgent', 'first', 'grave', 'hard', 'last']);
  });
});
