/** The rules one by one: given a case, when someone asks, then these events and effects, or this refusal. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import { EMPTY_NOTES } from '../../src/workflow/apply.ts';
import { currentRound, type Round, type State } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { isLeftOut } from '../../src/workflow/contests.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Refusal } from '../../src/workflow/decision.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { followUpOn } from '../../src/workflow/follow-ups.ts';
import { beijingDate, caseId, leaderId, receptionDayId, unitId } from '../../src/workflow/ids.ts';
import { dayOfCase } from '../../src/workflow/reception-day.ts';
import {
  ACTORS,
  asProposed,
  beijing,
  CASE_ID,
  createPlay,
  DAY_WITHOUT_LEADER,
  exampleDirectory,
  type GivenOverrides,
  LEADERS,
  type Play,
  playTo,
  someNotes,
  someResult,
  submission,
  UNITS,
  withSettings,
} from '../support/given.ts';

const {
  staff,
  staffHead,
  jia,
  yi,
  bing,
  secretary,
  housing,
  housingHead,
  finance,
  financeHead,
  safety,
  enterprise,
  clock,
} = ACTORS;
const at = (date: string) => beijing(`${date} 10:00`);

const refusal = (play: Play, actor: Actor, command: Command, when?: number): Refusal | null => {
  const decision = play.tryOut(actor, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};
const refused = (state: State, actor: Actor, command: Command, overrides: GivenOverrides = {}): Refusal | null =>
  refusal(playTo(state, overrides), actor, command);

const cards = (effects: readonly Effect[], card: string) =>
  effects.flatMap((effect) => (effect.type === 'showCard' && effect.card === card ? [effect.to] : []));
const notices = (effects: readonly Effect[], notice: string) =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === notice ? [effect.to] : []));
const dueOf = (play: Play) => currentRound(play.subject())?.due?.date;
const proposal = (changes: Partial<typeof EMPTY_NOTES.proposal>): GivenOverrides => {
  const base = { ...EMPTY_NOTES.proposal, ...someNotes().proposal };
  return { notes: { proposal: { ...base, ...changes } } };
};

describe('登记', () => {
  it('gives an enterprise empty notes whatever it sends, and staff theirs', () => {
    const own = createPlay();
    own.ask(enterprise, { ...submission(), notes: { isUrgent: true } });
    expect(own.subject().notes).toEqual(EMPTY_NOTES);
    const byStaff = createPlay();
    byStaff.ask(staff, { ...submission(), notes: { isUrgent: true } });
    expect(byStaff.subject().notes).toEqual({ ...EMPTY_NOTES, isUrgent: true });
  });
  it('takes an appeal with flaws, which has to be mended before it is accepted', () => {
    expect(refused('submitted', staff, { type: 'accept' }, { appeal: { text: ' ', enterpriseName: '' } })).toEqual({
      kind: 'fieldsMissing',
      missing: ['企业名称', '诉求内容'],
    });
  });
});

describe('会上新提', () => {
  const raised = (dayId: string | null): Command => ({
    ...submission({ text: '请一并协调货车通行。' }),
    source: 'room',
    notes: { receptionDayId: dayId === null ? null : receptionDayId(dayId) },
  });
  const day = exampleDirectory().receptionDays[0]?.id ?? '';

  it('is heard as it is written down by the leader who receives, and can be signed at once', () => {
    const play = createPlay();
    play.ask(jia, raised(day));
    expect(play.subject()).toMatchObject({ state: 'heard', source: 'room', hearing: { receptionDayId: day } });
  });
  it('keeps the day as it was when it was heard, whatever is typed into the table of days afterwards', () => {
    const play = createPlay();
    play.ask(jia, raised(day));
    const { receptionDays, ...rest } = exampleDirectory();
    const moved = { ...rest, receptionDays: receptionDays.map((one) => ({ ...one, date: beijingDate('2027-01-04') })) };
    expect(dayOfCase(play.subject(), moved)?.date).toBe(receptionDays[0]?.date);
  });
  it('needs a reception day and words', () => {
    expect(refusal(createPlay(), jia, raised(null))).toEqual({ kind: 'unknownReceptionDay', why: 'unknown' });
    const wordless = { ...raised(day), ...submission({ text: ' ' }), source: 'room' } as const;
    expect(refusal(createPlay(), jia, { ...wordless, notes: { receptionDayId: receptionDayId(day) } })).toEqual({
      kind: 'fieldsMissing',
      missing: ['诉求内容'],
    });
  });
  it('is not for units', () => {
    expect(refusal(createPlay(), housing, raised(day))).toEqual({ kind: 'notYourRole' });
  });
  it('is an ordinary intake where staff type it into the table', () => {
    const play = createPlay();
    play.ask({ kind: 'editor', openId: null, name: '编辑者' }, raised(day));
    expect(play.subject().state).toBe('submitted');
  });
});

describe('修改', () => {
  it('keeps only what differs, and refuses when nothing does', () => {
    const play = playTo('ready');
    const { appeal, notes } = play.subject();
    const { events } = play.ask(staff, { type: 'amend', change: { appeal, notes: { ...notes, isUrgent: true } } });
    expect(events).toMatchObject([{ type: 'caseAmended', change: { notes: { isUrgent: true } } }]);
    expect(JSON.stringify(events[0])).not.toContain('appeal');
    expect(refusal(play, staff, { type: 'amend', change: { appeal, notes: play.subject().notes } })).toEqual({
      kind: 'nothingChanged',
    });
  });
  it('does not take the day from a case on an agenda', () => {
    const away: Command = { type: 'amend', change: { notes: { receptionDayId: null } } };
    expect(refused('scheduled', staff, away)).toEqual({ kind: 'unknownReceptionDay', why: 'cleared' });
    expect(refused('ready', staff, away)).toBeNull();
  });
  it('takes no limit that a leader could not sign', () => {
    const propose = (limitWorkdays: number): Command => ({
      type: 'amend',
      change: { notes: { proposal: { ...EMPTY_NOTES.proposal, limitWorkdays } } },
    });
    for (const limit of [0, -3, 2.5, 251])
      expect(refused('ready', staff, propose(limit))).toEqual({ kind: 'limitInvalid', max: 250 });
    expect(refused('ready', staff, propose(250))).toBeNull();
  });
});

describe('核查', () => {
  const verdicts = (authentic: 'yes' | 'no' | 'unsure', ground: string) =>
    refusal(
      (() => {
        const play = playTo('vetting');
        play.ask(staff, { type: 'amend', change: { notes: someNotes({ authentic: { answer: authentic, ground } }) } });
        return play;
      })(),
      staff,
      { type: 'completeVetting' },
    );
  it('names every verdict that is not given', () => {
    expect(refused('vetting', staff, { type: 'completeVetting' })).toEqual({
      kind: 'verdictsMissing',
      missing: ['真实', '合法', '合理'],
      before: 'completeVetting',
    });
    expect(verdicts('unsure', '查过')).toEqual({
      kind: 'verdictsMissing',
      missing: ['真实'],
      before: 'completeVetting',
    });
  });
  it('takes a no only with its ground', () => {
    expect(verdicts('no', ' ')).toEqual({ kind: 'verdictsMissing', missing: ['真实'], before: 'completeVetting' });
    expect(verdicts('no', '数字不符')).toBeNull();
    expect(verdicts('yes', '')).toBeNull();
  });
  it('asks units, whose answer goes to staff and is given once', () => {
    const play = playTo('vetting');
    const asked = play.ask(staff, {
      type: 'consult',
      unitIds: [UNITS.safety, UNITS.safety, UNITS.housing],
      question: '还缺什么',
    });
    expect(asked.events.map(({ type }) => type)).toEqual(['unitConsulted', 'unitConsulted']);
    expect(cards(asked.effects, 'consultation')).toEqual([safety.openId, housingHead.openId, housing.openId]);
    const answered = play.ask(safety, { type: 'answerConsultation', text: '缺消防意见' });
    expect(notices(answered.effects, 'consultationAnswered')).toEqual([staffHead.openId, staff.openId]);
    expect(play.subject().consultations.map(({ answer }) => answer?.text ?? null)).toEqual(['缺消防意见', null]);
    expect(refusal(play, safety, { type: 'answerConsultation', text: '再答' })).toEqual({ kind: 'alreadyDone' });
    expect(refusal(play, finance, { type: 'answerConsultation', text: '答' })).toEqual({ kind: 'notYourRole' });
  });
  it('refuses questions to nobody and to units that are not there', () => {
    expect(refused('vetting', staff, { type: 'consult', unitIds: [], question: '' })).toEqual({
      kind: 'fieldsMissing',
      missing: ['预沟通单位', '预沟通问题'],
    });
    expect(refused('vetting', staff, { type: 'consult', unitIds: [unitId('rec_gone')], question: '问' })).toEqual({
      kind: 'unknownUnit',
    });
  });
});

describe('side exits', () => {
  it('each want a reason', () => {
    const into = caseId('case-given-2');
    for (const command of [
      { type: 'decline', reason: ' ' },
      { type: 'merge', into, reason: '' },
      { type: 'redirect', reason: '\n' },
    ] as const) {
      expect(refused('vetting', staff, command), command.type).toEqual({ kind: 'reasonMissing' });
    }
  });
  it('a case is not merged into itself', () => {
    expect(refused('vetting', staff, { type: 'merge', into: CASE_ID, reason: '重复' })).toMatchObject({
      kind: 'mergeTarget',
      why: 'itself',
    });
  });
  it('a withdrawal counts when it is voluntary, and only then', () => {
    const play = playTo('handling');
    expect(refusal(play, staff, { type: 'auditWithdrawal', isVoluntary: true, note: '电话' })).toEqual({
      kind: 'noWithdrawal',
    });
    const asked = play.ask(enterprise, { type: 'requestWithdrawal', words: '先撤' });
    expect(notices(asked.effects, 'withdrawalRequested')).toContain(staff.openId);
    expect(refusal(play, enterprise, { type: 'requestWithdrawal', words: '' })).toEqual({ kind: 'withdrawalPending' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: false, note: '单位让先撤' });
    expect(play.subject()).toMatchObject({ state: 'handling', withdrawal: { outcome: 'void' } });
    play.ask(enterprise, { type: 'requestWithdrawal', words: '已解决' });
    play.ask(staff, { type: 'auditWithdrawal', isVoluntary: true, note: '自愿' });
    expect(play.subject()).toMatchObject({ state: 'withdrawn', light: null, exit: { reason: '已解决' } });
  });
});

describe('texts', () => {
  it.each([
    ['a reason', 'vetting', staff, (text: string): Command => ({ type: 'decline', reason: text })],
    ['批示', 'heard', jia, (words: string): Command => ({ type: 'instruct', signing: { ...asProposed, words } })],
    ['a reply', 'awaiting_review', staff, (text: string): Command => ({ type: 'review', publicReply: text })],
    ['progress', 'handling', housing, (text: string): Command => ({ type: 'reportProgress', text })],
  ] as const)('%s may have 2000 characters and no more', (_what, state, actor, say) => {
    expect(refused(state, actor, say('字'.repeat(2_000)))).toBeNull();
    expect(refused(state, actor, say('字'.repeat(2_001)))).toMatchObject({ kind: 'textTooLong', max: 2_000 });
  });
});

describe('接待', () => {
  it('needs a day that is there', () => {
    expect(refused('ready', staff, { type: 'schedule', receptionDayId: receptionDayId('rec_gone') })).toEqual({
      kind: 'unknownReceptionDay',
      why: 'unknown',
    });
  });
  it('puts the sheet before the receiving leader, and before the substitute of the day', () => {
    const heard = playTo('scheduled').ask(staff, { type: 'hear', note: '' });
    expect(heard.effects).toContainEqual({ type: 'showCard', card: 'instruction', round: 1, to: jia.openId });
    expect(cards(heard.effects, 'instruction')).toEqual([jia.openId, secretary.openId]);

    const base = exampleDirectory();
    const substitute = { openId: yi.openId, from: beijingDate('2026-03-01'), to: beijingDate('2026-03-02') };
    const leaders = base.leaders.map((leader) => (leader.id === LEADERS.jia ? { ...leader, substitute } : leader));
    const play = playTo('scheduled', { directory: { ...base, leaders } });
    expect(cards(play.ask(staff, { type: 'hear', note: '' }).effects, 'instruction')).toEqual([
      jia.openId,
      yi.openId,
      secretary.openId,
    ]);
    play.ask(yi, { type: 'instruct', signing: asProposed });
    expect(currentRound(play.subject())?.instruction).toMatchObject({
      signerId: LEADERS.jia,
      actedForName: '书记甲',
      signedBy: { openId: yi.openId },
    });
  });
  it('a secretary’s draft changes nothing but what the leader finds, and goes when the sheet does', () => {
    const play = playTo('awaiting_instruction');
    expect(refusal(play, secretary, { type: 'instruct', signing: asProposed })).toEqual({ kind: 'notYourRole' });
    expect(refusal(play, jia, { type: 'prepare', words: '请住建牵头。' })).toEqual({ kind: 'notYourRole' });
    expect(refusal(play, secretary, { type: 'prepare', words: ' ' })).toMatchObject({ kind: 'fieldsMissing' });
    play.ask(secretary, { type: 'prepare', words: '请住建牵头。' });
    expect(play.subject()).toMatchObject({
      state: 'awaiting_instruction',
      rounds: [],
      awaiting: { draft: { words: '请住建牵头。', by: { openId: secretary.openId } } },
    });
    play.ask(jia, { type: 'passOn', leaderId: LEADERS.yi, words: '' });
    expect(play.subject().awaiting?.draft).toBeNull();
  });
  it('answered on the spot opens a round without sheet, which the enterprise rates and the leader closes', () => {
    const play = playTo('scheduled');
    play.ask(jia, { type: 'answerOnTheSpot', reply: '本周内拨付' });
    expect(play.subject()).toMatchObject({ state: 'awaiting_rating', hearing: { note: '' } });
    expect(currentRound(play.subject())).toMatchObject({
      instruction: null,
      due: null,
      results: [{ outcome: 'answered_on_the_spot' }],
      review: { publicReply: '本周内拨付' },
    });
    const rated = play.ask(enterprise, { type: 'rate', grade: 4, words: '' });
    expect(cards(rated.effects, 'resolution')).toEqual([jia.openId]);
    play.ask(jia, { type: 'endorse' });
    expect(play.subject().state).toBe('closed');
  });
  it('answered on the spot and disliked goes to the signer, who may write a sheet', () => {
    const play = playTo('heard');
    play.ask(staff, { type: 'answerOnTheSpot', reply: '政策不允许' });
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(refusal(play, staff, { type: 'judgeRating', decision: 'redo', words: '重办' })).toEqual({
      kind: 'noUnitToRedo',
    });
    const judged = play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(cards(judged.effects, 'reconsideration')).toEqual([jia.openId]);
    play.ask(jia, { type: 'reconsider', isUpheld: false, words: '交单位再办' });
    expect(play.subject().state).toBe('awaiting_closure');
    play.ask(jia, { type: 'instructAgain', signing: asProposed });
    expect(play.subject()).toMatchObject({ state: 'assigned', rounds: [{ round: 1 }, { round: 2 }] });
  });
  it('is not answered for a day without a leader', () => {
    const play = playTo('scheduled', { notes: { receptionDayId: DAY_WITHOUT_LEADER } });
    expect(refusal(play, staff, { type: 'answerOnTheSpot', reply: '好' })).toEqual({
      kind: 'fieldsMissing',
      missing: ['接待领导'],
    });
  });
});

describe('提交签批', () => {
  const ask: Command = { type: 'requestInstruction' };
  it('wants a lead unit and a leader, both named at once', () => {
    const notes = { proposal: EMPTY_NOTES.proposal, receptionDayId: null };
    expect(refused('ready', staff, ask, { notes })).toEqual({
      kind: 'fieldsMissing',
      missing: ['拟主办单位', '拟签批领导'],
    });
  });
  it('wants a leader who is known, may sign and can be reached', () => {
    const to = (signingLeaderId: typeof LEADERS.ding) => refused('ready', staff, ask, proposal({ signingLeaderId }));
    expect(to(LEADERS.ding)).toEqual({ kind: 'leaderMayNotSign', name: '副书记丁' });
    expect(to(LEADERS.wu)).toEqual({ kind: 'fieldsMissing', missing: ['签批领导的飞书账号'] });
    expect(to(leaderId('rec_gone'))).toEqual({ kind: 'unknownLeader' });
    expect(to(LEADERS.yi)).toBeNull();
  });
  it('wants units that are there and a lead unit with someone to acknowledge', () => {
    expect(refused('ready', staff, ask, proposal({ supportingUnitIds: [unitId('rec_gone')] }))).toEqual({
      kind: 'unknownUnit',
    });
    expect(refused('ready', staff, ask, proposal({ leadUnitId: UNITS.deserted }))).toEqual({
      kind: 'fieldsMissing',
      missing: ['主办单位的负责人或承办人'],
    });
    // Typed into a row as it was made.
    for (const limitWorkdays of [1.5, 0, -3, 251]) {
      const play = createPlay();
      play.ask(staff, { ...submission(), notes: someNotes(proposal({ limitWorkdays }).notes) });
      play.ask(staff, { type: 'accept' });
      play.ask(staff, { type: 'completeVetting' });
      expect(refusal(play, staff, ask)).toEqual({ kind: 'limitInvalid', max: 250 });
    }
  });
  it('goes to the proposed leader before the receiving one', () => {
    const play = playTo('ready', proposal({ signingLeaderId: LEADERS.yi }));
    expect(cards(play.ask(staff, ask).effects, 'instruction')).toEqual([yi.openId]);
    expect(refusal(play, jia, { type: 'instruct', signing: asProposed })).toEqual({ kind: 'notYourRole' });
  });
});

describe('书面批示', () => {
  const onPaper: Extract<Command, { type: 'recordInstruction' }> = {
    type: 'recordInstruction',
    words: ' 请丙同志牵头。\n书记甲 ',
    files: [{ token: 'box1', name: '书面批示.jpg', bytes: 1_024 }],
    writtenOn: beijingDate('2026-02-27'),
  };

  it('counts as the leader’s, with the words, the original and who transcribed it', () => {
    const play = playTo('awaiting_instruction');
    const { effects } = play.ask(staff, onPaper);
    expect(currentRound(play.subject())).toMatchObject({
      instruction: {
        words: onPaper.words,
        signerId: LEADERS.jia,
        signedBy: { openId: jia.openId },
        actedForName: null,
        transcript: { recordedBy: { openId: staff.openId }, writtenOn: '2026-02-27', checked: null },
      },
      progress: [{ text: '书面批示原件', files: onPaper.files }],
    });
    expect(cards(effects, 'instruction')).toContain(jia.openId);
    expect(cards(effects, 'assignment')).not.toEqual([]);
  });

  it('is looked at once, by the leader', () => {
    const play = playTo('handling', { onPaper });
    expect(refusal(play, staff, { type: 'checkTranscript', words: null })).toEqual({ kind: 'notYourRole' });
    play.ask(jia, { type: 'checkTranscript', words: '请丙同志牵头督促。' });
    expect(currentRound(play.subject())?.instruction).toMatchObject({
      words: '请丙同志牵头督促。',
      transcript: { checked: { by: { openId: jia.openId }, corrected: onPaper.words } },
    });
    expect(refusal(play, jia, { type: 'checkTranscript', words: null })).toEqual({ kind: 'alreadyDone' });
    expect(refusal(playTo('handling'), jia, { type: 'checkTranscript', words: null })).toEqual({
      kind: 'noTranscript',
    });
  });

  it('put right to the same words is confirmed', () => {
    const play = playTo('assigned', { onPaper });
    const { effects } = play.ask(jia, { type: 'checkTranscript', words: onPaper.words.trim() });
    expect(currentRound(play.subject())?.instruction).toMatchObject({
      words: onPaper.words,
      transcript: { checked: { corrected: null } },
    });
    expect(effects.filter(({ type }) => type === 'notify')).toEqual([]);
  });

  it('opens the next round where the result has come back', () => {
    const play = playTo('awaiting_closure');
    play.ask(staff, onPaper);
    expect(play.subject().rounds.map(({ instruction }) => instruction?.transcript !== null)).toEqual([false, true]);
  });

  it('comes too late where the leader has signed', () => {
    expect(refused('assigned', staff, onPaper)).toMatchObject({ kind: 'alreadySigned' });
  });
});

describe('签批', () => {
  const sign = (signing: Partial<typeof asProposed>): Command => ({
    type: 'instruct',
    signing: { ...asProposed, ...signing },
  });

  it('as proposed opens a round with number, limit and parts, and tells everyone of its units', () => {
    const play = playTo('awaiting_instruction');
    const { events, effects } = play.ask(jia, sign({ words: '' }));
    expect(events.map(({ type }) => type)).toEqual(['caseInstructed']);
    expect(currentRound(play.subject())).toMatchObject({
      round: 1,
      instruction: {
        number: { year: 2026, serial: 1, text: '示接交〔2026〕1号' },
        words: '同意拟办意见。',
        leadLeaderId: LEADERS.bing,
        actedForName: null,
        inTheRoom: false,
      },
      due: { date: '2026-03-23', workdays: 15 },
      units: [
        { unitId: UNITS.housing, role: 'lead' },
        { unitId: UNITS.finance, role: 'supporting' },
      ],
    });
    expect(cards(effects, 'assignment')).toEqual([
      housingHead.openId,
      housing.openId,
      financeHead.openId,
      finance.openId,
    ]);
    expect(play.subject()).toMatchObject({ awaiting: null, light: 'green', ladderLevel: 0 });
  });

  it('keeps the leader’s words and choices exactly', () => {
    const play = playTo('heard');
    play.ask(
      jia,
      sign({
        words: ' 请丙同志牵头。\n书记甲 ',
        leadUnitId: UNITS.finance,
        supportingUnitIds: [UNITS.finance, UNITS.safety, UNITS.safety],
        limit: { date: beijingDate('2026-03-20') },
      }),
    );
    expect(currentRound(play.subject())).toMatchObject({
      instruction: { words: ' 请丙同志牵头。\n书记甲 ', supportingUnitIds: [UNITS.safety], inTheRoom: true },
      due: { date: '2026-03-20', workdays: null },
    });
  });

  it('of a case still on the agenda says it was heard', () => {
    const play = playTo('scheduled');
    expect(play.ask(jia, sign({})).events.map(({ type }) => type)).toEqual(['caseHeard', 'caseInstructed']);
    expect(play.subject().hearing).not.toBeNull();
  });

  it('wants what neither leader nor staff named', () => {
    expect(refused('heard', jia, sign({}), { notes: { proposal: EMPTY_NOTES.proposal } })).toEqual({
      kind: 'fieldsMissing',
      missing: ['主办单位'],
    });
  });

  it.each([
    ['no day', { workdays: 0 }, { kind: 'limitInvalid', max: 250 }],
    ['half a day', { workdays: 2.5 }, { kind: 'limitInvalid', max: 250 }],
    ['too many days', { workdays: 251 }, { kind: 'limitInvalid', max: 250 }],
    ['today', { date: beijingDate('2026-03-02') }, { kind: 'dateNotLater', than: '2026-03-02' }],
    ['a day that is none', { date: beijingDate('2026-02-30') }, { kind: 'dateInvalid' }],
    ['a day in another age', { date: beijingDate('9999-12-31') }, { kind: 'dateTooFar', last: '2029-03-06' }],
  ])('refuses a limit of %s, and says what is wrong with it', (_what, limit, why) => {
    expect(refused('heard', jia, sign({ limit }))).toEqual(why);
  });

  it('says who signed already, and when', () => {
    const play = playTo('assigned');
    const signedAt = currentRound(play.subject())?.instruction?.signedAt;
    expect(refusal(play, jia, sign({}))).toEqual({ kind: 'alreadySigned', byName: '书记甲', at: signedAt });
    expect(refusal(play, yi, sign({}))).toEqual({ kind: 'notYourRole' });
  });

  it('is numbered by the year it is in Beijing', () => {
    const play = playTo('heard');
    play.ask(jia, sign({}), Date.parse('2026-12-31T16:00:00Z'));
    expect(currentRound(play.subject())?.instruction?.number.text).toBe('示接交〔2027〕1号');
  });

  it('is passed on, held and sent back', () => {
    const play = playTo('awaiting_instruction');
    expect(refusal(play, jia, { type: 'passOn', leaderId: LEADERS.jia, words: '' })).toEqual({
      kind: 'nothingChanged',
      what: 'signer',
    });
    expect(refusal(play, jia, { type: 'passOn', leaderId: LEADERS.ding, words: '' })).toMatchObject({
      kind: 'leaderMayNotSign',
    });
    play.ask(jia, { type: 'hold', reason: '待调研' });
    expect(play.subject().awaiting?.hold?.reason).toBe('待调研');
    const passed = play.ask(jia, { type: 'passOn', leaderId: LEADERS.yi, words: '请乙同志阅示' });
    expect(cards(passed.effects, 'instruction')).toEqual([yi.openId]);
    expect(play.subject().awaiting).toMatchObject({
      leaderId: LEADERS.yi,
      hold: null,
      passedOn: [{ from: LEADERS.jia, words: '请乙同志阅示' }],
    });
    const back = play.ask(yi, { type: 'sendBack', reason: '时限再斟酌' });
    expect(notices(back.effects, 'sheetSentBack')).toEqual([staffHead.openId, staff.openId]);
    expect(play.subject()).toMatchObject({ state: 'heard', awaiting: null, sentBack: { reason: '时限再斟酌' } });
  });
});

describe('签收与异议', () => {
  const object: Command = { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety };

  it('goes on when the last unit acknowledged, and tells who did so before', () => {
    const play = playTo('assigned');
    expect(play.ask(housing, { type: 'acknowledge' }).events).toMatchObject([{ isLast: false }]);
    expect(refusal(play, housingHead, { type: 'acknowledge' })).toMatchObject({
      kind: 'alreadyAcknowledged',
      byName: '住建承办人',
    });
    expect(play.ask(financeHead, { type: 'acknowledge' }).events).toMatchObject([{ isLast: true }]);
    expect(play.subject().state).toBe('handling');
    expect(refusal(play, finance, { type: 'acknowledge' })).toMatchObject({
      kind: 'alreadyAcknowledged',
      byName: '财政负责人',
    });
  });

  it('an objection stops its unit until it is decided, and is made once', () => {
    const play = playTo('assigned');
    expect(notices(play.ask(finance, object).effects, 'objectionRaised')).toContain(staff.openId);
    expect(refusal(play, finance, { type: 'acknowledge' })).toEqual({ kind: 'objectionPending' });
    expect(refusal(play, financeHead, object)).toEqual({ kind: 'objectionPending' });
    play.ask(housing, { type: 'acknowledge' });
    const told = play.ask(staff, { type: 'decideObjection', isUpheld: false, newUnitId: null, words: '属本级事项' });
    expect(notices(told.effects, 'objectionDecided')).toEqual([
      financeHead.openId,
      finance.openId,
      jia.openId,
      bing.openId,
    ]);
    expect(play.subject().state).toBe('assigned');
    expect(refusal(play, finance, object)).toEqual({ kind: 'objectedBefore' });
    play.ask(finance, { type: 'acknowledge' });
    expect(play.subject().state).toBe('handling');
    expect(
      refusal(playTo('assigned'), staff, {
        type: 'decideObjection',
        isUpheld: true,
        newUnitId: null,
        words: '按职责清单改办',
      }),
    ).toEqual({ kind: 'noObjection' });
  });

  it('upheld puts the suggested or another unit in its place, which may object in its turn', () => {
    const play = playTo('assigned');
    play.ask(housing, object);
    const moved = play.ask(
      staff,
      { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单改办' },
      at('2026-03-05'),
    );
    expect(cards(moved.effects, 'assignment')).toEqual([safety.openId]);
    expect(currentRound(play.subject())?.units).toMatchObject([
      { unitId: UNITS.safety, role: 'lead', acknowledged: null },
      { unitId: UNITS.finance, role: 'supporting' },
    ]);
    expect(refusal(play, housing, { type: 'acknowledge' })).toEqual({ kind: 'notYourRole' });
    const back: Command = { type: 'object', reason: '应由住建主办', suggestedUnitId: UNITS.housing };
    expect(refusal(play, safety, back, at('2026-03-06')), 'a day from its own assignment').toBeNull();
    expect(refusal(play, safety, back, at('2026-03-09'))).toEqual({ kind: 'objectionTooLate', lastDay: '2026-03-06' });
  });

  it('upheld for a unit that is there already leaves one part, and goes on when all have acknowledged', () => {
    const play = playTo('assigned');
    play.ask(finance, { type: 'acknowledge' });
    play.ask(housing, { ...object, suggestedUnitId: UNITS.finance });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单改办' });
    expect(play.subject().state).toBe('handling');
    expect(currentRound(play.subject())?.units).toMatchObject([{ unitId: UNITS.finance, role: 'lead' }]);
  });

  it('upheld wants to know who does it instead', () => {
    const play = playTo('assigned');
    play.ask(finance, { ...object, suggestedUnitId: null });
    const uphold = (newUnitId: typeof UNITS.safety | null): Command => ({
      type: 'decideObjection',
      isUpheld: true,
      newUnitId,
      words: '按职责清单改办',
    });
    expect(refusal(play, staff, uphold(null))).toEqual({ kind: 'fieldsMissing', missing: ['改办单位'] });
    expect(refusal(play, staff, uphold(UNITS.finance))).toEqual({ kind: 'unknownUnit' });
    expect(refusal(play, staff, uphold(UNITS.safety))).toBeNull();
  });

  it('is possible for one workday after signing, not after acknowledging', () => {
    const play = playTo('assigned');
    expect(refusal(play, finance, object, at('2026-03-03'))).toBeNull();
    expect(refusal(play, finance, object, at('2026-03-04'))).toEqual({
      kind: 'objectionTooLate',
      lastDay: '2026-03-03',
    });
    play.ask(finance, { type: 'acknowledge' });
    expect(refusal(play, finance, object)).toMatchObject({ kind: 'alreadyAcknowledged' });
  });
});

describe('承办人', () => {
  const name = (openId: typeof housing.openId): Command => ({
    type: 'nameOfficer',
    officer: { kind: 'person', openId },
  });
  it('is somebody of the unit, who gets the sheet and is told', () => {
    const { effects } = playTo('handling').ask(housingHead, name(housing.openId));
    expect(cards(effects, 'assignment')).toEqual([housing.openId]);
    expect(notices(effects, 'officerNamed')).toEqual([housing.openId]);
  });
  it('is nobody of another unit, and not the same person again', () => {
    expect(refused('handling', housing, name(finance.openId))).toEqual({ kind: 'unknownOfficer' });
    const play = playTo('handling');
    play.ask(housing, name(housing.openId));
    expect(refusal(play, housingHead, name(housing.openId))).toEqual({ kind: 'nothingChanged', what: 'officer' });
  });
  it('may be a mere name, which tells nobody', () => {
    const officer = { kind: 'named', name: '张某 0000-0000001' } as const;
    const { effects } = playTo('handling').ask(housing, { type: 'nameOfficer', officer });
    expect(effects.filter(({ type }) => type === 'notify' || type === 'showCard')).toEqual([]);
  });
  it('is asked by the clock instead of the unit’s other people', () => {
    const play = playTo('handling');
    play.ask(housing, name(housingHead.openId));
    const { effects } = play.ask(clock, { type: 'supervise', level: 1 }, at('2026-03-23'));
    expect(effects.filter(({ type }) => type === 'remindToday')).toEqual([
      { type: 'remindToday', to: housingHead.openId },
    ]);
  });
});

describe('待企业补充', () => {
  it('moves the limit by the workdays of the pause and goes back where it was', () => {
    const play = playTo('handling');
    play.ask(housing, { type: 'askEnterprise', question: '请补充编号' }, at('2026-03-04'));
    const { effects } = play.ask(enterprise, { type: 'answerEnterprise', text: '编号如下' }, at('2026-03-09'));
    expect(play.subject()).toMatchObject({
      state: 'handling',
      pause: null,
      enterpriseAnswers: [{ question: '请补充编号', text: '编号如下' }],
    });
    expect(dueOf(play)).toBe('2026-03-26');
    expect(notices(effects, 'enterpriseAnswered').toSorted()).toEqual(
      [staff, staffHead, housing, housingHead].map(({ openId }) => openId).toSorted(),
    );
  });
  it('ends by the clock only when it is over, by staff at any time, and never moves the limit by more than it may last', () => {
    const play = playTo('awaiting_enterprise');
    expect(refusal(play, clock, { type: 'endPause' }, at('2026-03-16'))).toEqual({ kind: 'notDueYet' });
    expect(refusal(play, staff, { type: 'endPause' })).toBeNull();
    play.ask(clock, { type: 'endPause' }, at('2026-03-25'));
    expect(dueOf(play)).toBe('2026-04-07');
  });
  it('before signing moves nothing', () => {
    const play = playTo('vetting');
    play.ask(staff, { type: 'askEnterprise', question: '请补充编号' });
    expect(play.ask(enterprise, { type: 'answerEnterprise', text: '好' }).events).toMatchObject([{ due: null }]);
    expect(play.subject().state).toBe('vetting');
  });
});

describe('延期', () => {
  const ask = (newDate: string): Command => ({
    type: 'requestExtension',
    reason: '需外部检测',
    doneSoFar: '两项',
    newDate: beijingDate(newDate),
  });
  const approve: Command = { type: 'decideExtension', isApproved: true, words: '' };

  it('is asked a workday before the limit at the latest, for a later date', () => {
    const play = playTo('handling');
    expect(refusal(play, housing, ask('2026-04-10'), at('2026-03-20'))).toBeNull();
    expect(refusal(play, housing, ask('2026-04-10'), at('2026-03-21'))).toEqual({
      kind: 'extensionTooLate',
      lastDay: '2026-03-20',
    });
    expect(refusal(play, housing, ask('2026-03-23'))).toEqual({ kind: 'dateNotLater', than: '2026-03-23' });
    expect(refusal(play, housing, ask('2030-01-01'))).toEqual({ kind: 'dateTooFar', last: '2027-03-28' });
    expect(refusal(play, housing, ask('2026-04-31'))).toEqual({ kind: 'dateInvalid' });
    expect(refusal(play, finance, ask('2026-04-10')), 'the lead unit asks').toEqual({ kind: 'notYourRole' });
  });
  it('approved keeps both dates; refused keeps the limit; there are two at most', () => {
    const play = playTo('handling');
    expect(refusal(play, staff, approve)).toEqual({ kind: 'noExtension' });
    expect(notices(play.ask(housing, ask('2026-04-10')).effects, 'extensionRequested')).toContain(staff.openId);
    expect(refusal(play, housing, ask('2026-04-11'))).toEqual({ kind: 'extensionPending' });
    expect(refusal(play, staff, { type: 'decideExtension', isApproved: false, words: '' })).toEqual({
      kind: 'reasonMissing',
    });
    play.ask(staff, { type: 'decideExtension', isApproved: false, words: '理由不足' });
    expect(dueOf(play)).toBe('2026-03-23');
    play.ask(housing, ask('2026-04-10'));
    expect(notices(play.ask(staff, approve).effects, 'extensionDecided')).toEqual([housingHead.openId, housing.openId]);
    play.ask(housing, ask('2026-04-20'));
    expect(notices(play.ask(jia, approve).effects, 'extensionDecided')).toContain(housing.openId);
    expect(currentRound(play.subject())).toMatchObject({
      due: { date: '2026-04-20', startedOn: '2026-03-02', workdays: null },
      extensions: [
        { oldDate: '2026-03-23', decision: { isApproved: false } },
        { oldDate: '2026-03-23', newDate: '2026-04-10', decision: { isApproved: true } },
        { oldDate: '2026-04-10', newDate: '2026-04-20' },
      ],
    });
    expect(refusal(play, housing, ask('2026-05-20'))).toEqual({ kind: 'extensionsUsedUp', max: 2 });
  });
  it('extends as often as the district allows', () => {
    const play = playTo('handling', { directory: withSettings({ maxExtensions: 0 }) });
    expect(refusal(play, housing, ask('2026-04-10'))).toEqual({ kind: 'extensionsUsedUp', max: 0 });
  });
});

describe('报结果与审核', () => {
  const report = (changes: Partial<typeof someResult>): Command => ({ ...someResult, ...changes });

  it('reaches staff as a card on which they pass or return it, whoever of them comes first', () => {
    const play = playTo('handling');
    const decision = play.tryOut(housing, someResult);
    const staffPeople = [staff, staffHead].flatMap((one) => (one.kind === 'person' ? [one.openId] : []));
    expect(decision.kind === 'accepted' ? cards(decision.effects, 'review').toSorted() : []).toEqual(
      staffPeople.toSorted(),
    );
  });
  it('wants an outcome that fits the kind of appeal', () => {
    expect(refused('handling', housing, report({ outcome: 'adopted' }))).toEqual({ kind: 'outcomeUnfit' });
    expect(refused('handling', housing, report({ outcome: 'answered_on_the_spot' }))).toEqual({ kind: 'outcomeUnfit' });
    const suggestion = { appeal: { kind: 'suggestion' } } as const;
    expect(refused('handling', housing, report({}), suggestion)).toEqual({ kind: 'outcomeUnfit' });
    expect(refused('handling', housing, report({ outcome: 'noted' }), suggestion)).toBeNull();
  });
  it('wants a date for a plan, a basis for a no, and who answers for it', () => {
    const missing = (changes: Partial<typeof someResult>) => refused('handling', housing, report(changes));
    expect(missing({ outcome: 'planned' })).toEqual({ kind: 'fieldsMissing', missing: ['计划解决日期'] });
    expect(missing({ outcome: 'planned', plannedDate: beijingDate('2026-03-02') })).toEqual({
      kind: 'dateNotLater',
      than: '2026-03-02',
    });
    expect(missing({ outcome: 'explained' })).toEqual({ kind: 'fieldsMissing', missing: ['政策依据'] });
    expect(missing({ outcome: 'legal_channel', basis: '条例第三条' })).toBeNull();
    expect(missing({ text: '', unitHead: ' ' })).toEqual({
      kind: 'fieldsMissing',
      missing: ['办理情况', '单位负责人'],
    });
  });
  it('keeps a date of a plan alone', () => {
    const past = beijingDate('2026-01-05');
    const { events } = playTo('handling').ask(ACTORS.housing, { ...someResult, plannedDate: past });
    expect(events).toMatchObject([{ type: 'caseResolved', result: { outcome: 'resolved', plannedDate: null } }]);
  });
  it('returned is done again, with a new limit only when the old one is short', () => {
    const early = playTo('awaiting_review');
    const { effects } = early.ask(staff, { type: 'returnResult', reason: '情况不清' });
    expect(notices(effects, 'resultReturned')).toEqual([housingHead.openId, housing.openId]);
    expect(early.subject()).toMatchObject({
      state: 'handling',
      rounds: [{ redoCount: 0, returns: [{ reason: '情况不清' }], due: { date: '2026-03-23' } }],
    });
    const late = playTo('awaiting_review');
    late.ask(staff, { type: 'returnResult', reason: '情况不清' }, at('2026-03-30'));
    expect(dueOf(late)).toBe('2026-04-09');
  });
  it('passed needs a reply that the enterprise can read', () => {
    expect(refused('awaiting_review', staff, { type: 'review', publicReply: ' ' })).toEqual({
      kind: 'fieldsMissing',
      missing: ['对企业的答复'],
    });
  });
});

describe('评价', () => {
  const rate = (grade: 1 | 2 | 3 | 4 | 5): Command => ({ type: 'rate', grade, words: grade <= 2 ? '没解决' : '' });
  const redo: Command = { type: 'judgeRating', decision: 'redo', words: '承办不到位' };
  const explain: Command = { type: 'judgeRating', decision: 'explain', words: '政策限制' };

  it('from three up goes to the signer; by staff it is marked as recorded', () => {
    const play = playTo('awaiting_rating');
    expect(cards(play.ask(staff, rate(3)).effects, 'resolution')).toEqual([jia.openId]);
    expect(play.subject().state).toBe('awaiting_closure');
    expect(currentRound(play.subject())?.rating?.recordedBy?.name).toBe('工商联工作人员');
    const own = playTo('awaiting_rating');
    own.ask(enterprise, rate(5));
    expect(currentRound(own.subject())?.rating?.recordedBy).toBeNull();
  });
  it('dissatisfied stays for staff to judge, and is given once', () => {
    const play = playTo('awaiting_rating');
    expect(refusal(play, staff, redo)).toEqual({ kind: 'notRatedYet' });
    expect(notices(play.ask(enterprise, rate(2)).effects, 'dissatisfied')).toContain(staff.openId);
    expect(play.subject().state).toBe('awaiting_rating');
    expect(refusal(play, enterprise, rate(5))).toEqual({ kind: 'ratedBefore' });
    expect(refusal(play, staff, { type: 'waiveRating' })).toEqual({ kind: 'ratedBefore' });
    expect(refusal(play, bing, { type: 'reconsider', isUpheld: true, words: '' })).toEqual({
      kind: 'judgementPending',
    });
  });
  it('judged as the handler’s fault is done again and rated again; the second time the lead leader decides, and there is no third', () => {
    const play = playTo('awaiting_rating');
    const doneAgain = () => {
      expect(play.subject()).toMatchObject({ state: 'handling', light: 'yellow' });
      expect(dueOf(play)).toBe('2026-03-11');
      play.ask(housing, someResult);
      play.ask(staff, { type: 'review', publicReply: '已重办' });
      expect(refusal(play, staff, { type: 'waiveRating' }), 'calls before the redo do not count').toEqual({
        kind: 'attemptsMissing',
        needed: 2,
        made: 0,
      });
    };
    play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    play.ask(enterprise, rate(1));
    expect(cards(play.ask(staff, redo).effects, 'assignment')).toContain(housing.openId);
    expect(currentRound(play.subject())).toMatchObject({ rating: null, review: null, redoCount: 1 });
    doneAgain();

    play.ask(enterprise, rate(2));
    expect(refusal(play, staff, redo)).toEqual({ kind: 'redoNeedsLeader' });
    expect(cards(play.ask(staff, explain).effects, 'reconsideration')).toEqual([bing.openId]);
    play.ask(bing, { type: 'reconsider', isUpheld: false, words: '请再办' });
    expect(currentRound(play.subject())).toMatchObject({
      redoCount: 2,
      earlierRatings: [{ grade: 1 }, { grade: 2 }],
    });
    doneAgain();

    play.ask(enterprise, rate(2));
    expect(refusal(play, staff, redo)).toEqual({ kind: 'redoUsedUp', max: 2 });
    play.ask(staff, explain);
    expect(
      cards(play.ask(bing, { type: 'reconsider', isUpheld: false, words: '仍未解决' }).effects, 'resolution'),
    ).toEqual([jia.openId]);
    expect(play.subject().state).toBe('awaiting_closure');
  });
  it('explained goes to the lead leader, who upholds it or has it done again', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, rate(2));
    expect(cards(play.ask(staff, explain).effects, 'reconsideration')).toEqual([bing.openId]);
    expect(refusal(play, staff, redo)).toEqual({ kind: 'alreadyDone' });
    expect(refusal(play, bing, { type: 'reconsider', isUpheld: false, words: '' })).toEqual({ kind: 'reasonMissing' });
    const upheld = play.tryOut(bing, { type: 'reconsider', isUpheld: true, words: '' });
    expect(upheld).toMatchObject({
      kind: 'accepted',
      next: { state: 'awaiting_closure', rounds: [{ rating: { grade: 2 } }] },
    });
    play.ask(bing, { type: 'reconsider', isUpheld: false, words: '请重办' });
    expect(play.subject()).toMatchObject({ state: 'handling', rounds: [{ redoCount: 1, rating: null }] });
  });
  it('is done without after two recorded calls, and then counts as unrated', () => {
    const play = playTo('awaiting_rating');
    play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    expect(refusal(play, staff, { type: 'waiveRating' })).toEqual({ kind: 'attemptsMissing', needed: 2, made: 1 });
    play.ask(staff, { type: 'recordCallAttempt', note: '无人接听' });
    play.ask(staff, { type: 'waiveRating' });
    expect(currentRound(play.subject())).toMatchObject({ isUnrated: true, rating: null });
    play.ask(jia, { type: 'endorse' });
    expect(play.subject().state).toBe('closed');
  });
});

describe('销号与新批示', () => {
  it('closes once', () => {
    const play = playTo('closed');
    expect(currentRound(play.subject())?.endorsement?.by.name).toBe('书记甲');
    expect(refusal(play, jia, { type: 'endorse' })).toEqual({ kind: 'alreadyDone' });
    expect(refusal(play, jia, { type: 'instruct', signing: asProposed })).toMatchObject({ kind: 'alreadySigned' });
  });
  it('wants a result, its reply and what the enterprise thinks of it, or that nobody could be asked', () => {
    const play = playTo('awaiting_closure');
    const endorsing = (changes: Partial<Round>) => {
      const subject = play.subject();
      const rounds = subject.rounds.map((round) => ({ ...round, ...changes }));
      const { directory, calendar } = play;
      const context = { actor: ACTORS.jia, now: play.now(), directory, calendar, nextSerial: 2 };
      const decision = decide({ ...subject, rounds }, { type: 'endorse' }, context);
      return decision.kind === 'refused' && decision.reason.kind === 'fieldsMissing' ? decision.reason.missing : null;
    };
    expect(endorsing({ results: [], review: null, rating: null })).toEqual(['办理结果', '对企业的答复', '企业评价']);
    expect(endorsing({ rating: null })).toEqual(['企业评价']);
    expect(endorsing({ rating: null, isUnrated: true })).toBeNull();
  });
  it('a new 批示 opens the next round with the next number and the units that had it last', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责不在本单位', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单改办' });
    play.ask(safety, { type: 'acknowledge' });
    play.ask(finance, { type: 'acknowledge' });
    play.ask(safety, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办结' });
    play.ask(enterprise, { type: 'rate', grade: 4, words: '' });
    play.ask(jia, { type: 'endorse' });
    play.ask(jia, { type: 'instructAgain', signing: { ...asProposed, words: '举一反三。' } });
    expect(play.subject()).toMatchObject({ state: 'assigned', closedAt: null });
    expect(currentRound(play.subject())).toMatchObject({
      round: 2,
      instruction: { number: { serial: 2 }, leadUnitId: UNITS.safety, words: '举一反三。' },
    });
  });
});

describe('评价申诉', () => {
  const rate = (grade: 1 | 2 | 3): Command => ({ type: 'rate', grade, words: '没解决' });
  const contest: Command = { type: 'contestRating', reason: '超出本级权限，已如实说明' };
  const decision = (isUpheld: boolean, words = '确属政策限制'): Command => ({ type: 'decideContest', isUpheld, words });

  it('is open to the lead unit, which hears of a dissatisfied rating on its sheet', () => {
    const play = playTo('awaiting_rating');
    expect(refusal(play, housing, contest)).toEqual({ kind: 'notRatedYet' });
    const { effects } = play.ask(enterprise, rate(2));
    expect(cards(effects, 'assignment')).toEqual([housingHead.openId, housing.openId]);
    expect(notices(effects, 'ratedBadly')).toEqual([housingHead.openId, housing.openId]);
    expect(refusal(play, finance, contest)).toEqual({ kind: 'notYourRole' });
    expect(refusal(play, housing, { type: 'contestRating', reason: '' })).toEqual({ kind: 'reasonMissing' });
    expect(notices(play.ask(housing, contest).effects, 'ratingContested')).toEqual([staffHead.openId, staff.openId]);
    expect(refusal(play, housingHead, contest)).toEqual({ kind: 'contestedBefore' });
  });
  it('is decided once with a reason; the rating stays as it was given, and counts or not', () => {
    for (const isUpheld of [true, false]) {
      const play = playTo('awaiting_rating');
      play.ask(enterprise, rate(1));
      const given = currentRound(play.subject())?.rating;
      play.ask(housing, contest);
      expect(refusal(play, staff, decision(isUpheld, ' '))).toEqual({ kind: 'reasonMissing' });
      const told = play.ask(staff, decision(isUpheld)).effects;
      expect(notices(told, 'contestDecided')).toEqual([housingHead.openId, housing.openId]);
      expect(refusal(play, staff, decision(!isUpheld))).toEqual({ kind: 'noContest' });
      const round = currentRound(play.subject());
      expect(round?.rating).toEqual(given);
      expect(round && isLeftOut(round)).toBe(isUpheld);
    }
  });
  it('holds nothing up, and may be decided when the case is closed', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, rate(2));
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(bing, { type: 'reconsider', isUpheld: true, words: '' });
    play.ask(housing, contest);
    play.ask(jia, { type: 'endorse' });
    expect(play.subject().state).toBe('closed');
    expect(followUpOn(play.subject())).toBe('2026-03-02');
    play.ask(staff, decision(true));
    expect(followUpOn(play.subject())).toBeNull();
    expect(refusal(play, housing, contest)).toMatchObject({ kind: 'wrongState' });
  });
  it('speaks of one rating: another one after 重办 counts, and cannot be contested again', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, rate(2));
    play.ask(housing, contest);
    play.ask(staff, { type: 'judgeRating', decision: 'redo', words: '请再办' });
    play.ask(housing, someResult);
    play.ask(staff, { type: 'review', publicReply: '已重办' });
    play.ask(enterprise, rate(1));
    play.ask(staff, decision(true));
    const round = currentRound(play.subject());
    expect(round && isLeftOut(round)).toBe(false);
    expect(refusal(play, housing, contest)).toEqual({ kind: 'contestedBefore' });
  });
  it('of an earlier round is still decided after a new 批示, whoever has the case then', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, rate(2));
    play.ask(housing, contest);
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    play.ask(bing, { type: 'reconsider', isUpheld: true, words: '' });
    play.ask(jia, { type: 'instructAgain', signing: { ...asProposed, leadUnitId: UNITS.safety } });
    expect(notices(play.ask(staff, decision(true)).effects, 'contestDecided')).toContain(housing.openId);
    expect(play.subject().rounds.map((round) => isLeftOut(round))).toEqual([true, false]);
  });
  it('is not for a rating with which the enterprise was satisfied', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, rate(3));
    expect(refusal(play, housing, contest)).toEqual({ kind: 'notDissatisfied' });
  });
});

describe('到期核实', () => {
  const plan: GivenOverrides = { result: { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } };
  const check = (isKept: boolean, words = '资金未到账。'): Command => ({ type: 'checkPlan', isKept, words });
  const ask: Command = { type: 'askPlanCheck' };
  const due = at('2026-03-20');
  const reminded = (effects: readonly Effect[]) =>
    effects.flatMap((effect) => (effect.type === 'remindToday' ? [effect.to] : []));

  it('is asked once, from the planned day on, of the lead unit and of staff, though the case is closed', () => {
    const play = playTo('closed', plan);
    expect(refusal(play, clock, ask, at('2026-03-19'))).toEqual({ kind: 'notDueYet' });
    const { events, effects } = play.ask(clock, ask, due);
    expect(events.map(({ type }) => type)).toEqual(['planCheckAsked']);
    expect(reminded(effects)).toEqual([housingHead.openId, housing.openId, staffHead.openId, staff.openId]);
    expect(play.subject()).toMatchObject({ state: 'closed', rounds: [{ planCheck: { askedAt: due, verdict: null } }] });
    expect(refusal(play, clock, ask, at('2026-03-23'))).toEqual({ kind: 'nothingChanged' });
    expect(followUpOn(play.subject())).toBe('2026-03-20');
  });
  it('is recorded once, brought to the signer, and told to the unit; nothing is left then', () => {
    const play = playTo('closed', plan);
    play.ask(clock, ask, due);
    expect(refusal(play, staff, check(false, ' '))).toEqual({ kind: 'fieldsMissing', missing: ['对企业的答复'] });
    const { effects } = play.ask(staff, check(false));
    expect(cards(effects, 'plan')).toEqual([jia.openId]);
    expect(notices(effects, 'planChecked')).toEqual([housingHead.openId, housing.openId]);
    expect(refusal(play, staff, check(true))).toEqual({ kind: 'alreadyDone' });
    expect(refusal(play, housing, { type: 'reportPlan', text: '已拨付' })).toEqual({ kind: 'noPlan' });
    expect(followUpOn(play.subject())).toBeNull();
    play.ask(jia, { type: 'instructAgain', signing: asProposed });
    expect(play.subject()).toMatchObject({
      state: 'assigned',
      rounds: [{ planCheck: { verdict: { isKept: false } } }, {}],
    });
  });
  it('may find the plan kept before its day, but not broken', () => {
    const play = playTo('awaiting_rating', plan);
    expect(refusal(play, staff, check(false))).toEqual({ kind: 'planNotDue', on: '2026-03-20' });
    play.ask(housing, { type: 'reportPlan', text: '已提前拨付' });
    expect(currentRound(play.subject())?.progress.at(-1)).toMatchObject({
      unitId: UNITS.housing,
      text: '计划兑现情况：已提前拨付',
    });
    play.ask(staff, check(true));
    expect(refusal(play, clock, ask, due)).toEqual({ kind: 'noPlan' });
  });
  it('holds for no other result, and for no plan that the enterprise was not told of', () => {
    expect(refused('closed', staff, check(true))).toEqual({ kind: 'noPlan' });
    expect(refused('awaiting_review', staff, check(true), plan)).toMatchObject({ kind: 'wrongState' });
    expect(refused('closed', finance, { type: 'reportPlan', text: '已拨付' }, plan)).toEqual({ kind: 'notYourRole' });
  });
  it('ends with a new 批示, and begins anew when the case is handled again within the round', () => {
    const again = playTo('closed', plan);
    again.ask(jia, { type: 'instructAgain', signing: asProposed });
    expect(followUpOn(again.subject())).toBeNull();
    expect(refusal(again, clock, ask, due)).toMatchObject({ kind: 'wrongState' });

    const redone = playTo('awaiting_rating', plan);
    redone.ask(clock, ask, due);
    redone.ask(enterprise, { type: 'rate', grade: 1, words: '没有兑现' });
    redone.ask(staff, { type: 'judgeRating', decision: 'redo', words: '请落实资金' });
    expect(currentRound(redone.subject())?.planCheck).toBeNull();
    redone.ask(housing, { ...someResult, outcome: 'planned', plannedDate: beijingDate('2026-04-10') });
    redone.ask(staff, { type: 'review', publicReply: '四月十日前拨付' });
    expect(followUpOn(redone.subject())).toBe('2026-04-10');
    redone.ask(clock, ask, at('2026-04-10'));
  });
});

describe('催办与督办', () => {
  it('reminds whoever has not acknowledged, then the lead unit, then staff; once a day', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'acknowledge' });
    expect(notices(play.ask(staff, { type: 'remind' }).effects, 'reminder')).toEqual([
      financeHead.openId,
      finance.openId,
    ]);
    expect(refusal(play, jia, { type: 'remind' })).toEqual({ kind: 'remindedToday' });
    play.ask(finance, { type: 'acknowledge' });
    const next = play.ask(bing, { type: 'remind' }, at('2026-03-03'));
    expect(notices(next.effects, 'reminder')).toEqual([housingHead.openId, housing.openId]);
    play.ask(housing, someResult);
    expect(notices(play.ask(jia, { type: 'remind' }, at('2026-03-04')).effects, 'reminder')).toContain(staff.openId);
  });
  it('climbs the ladder a rung at a time when it is due, and lists the case on the last', () => {
    const play = playTo('handling');
    const rung = (level: 1 | 2 | 3 | 4): Command => ({ type: 'supervise', level });
    expect(refusal(play, clock, rung(1))).toEqual({ kind: 'notDueYet' });
    const told = (level: 1 | 2 | 3 | 4, date: string) =>
      play
        .ask(clock, rung(level), at(date))
        .effects.flatMap((effect) => (effect.type === 'remindToday' ? [effect.to] : []));
    expect(told(1, '2026-03-18')).toEqual([housing.openId]);
    expect(refusal(play, clock, rung(1), at('2026-03-19'))).toEqual({ kind: 'nothingChanged' });
    expect(told(2, '2026-03-24')).toEqual([housingHead.openId]);
    expect(told(3, '2026-03-30')).toEqual([bing.openId, housingHead.openId]);
    expect(refusal(play, clock, rung(4), at('2026-03-30'))).toEqual({ kind: 'notDueYet' });
    expect(told(4, '2026-04-07')).toEqual([jia.openId, bing.openId]);
    expect(play.subject()).toMatchObject({ ladderLevel: 4, light: 'red', listed: { by: { name: '系统' } } });
  });
  it('an approved extension starts the ladder anew', () => {
    const play = playTo('handling');
    play.ask(clock, { type: 'supervise', level: 1 }, at('2026-03-18'));
    play.ask(housing, {
      type: 'requestExtension',
      reason: '需外部检测',
      doneSoFar: '两项',
      newDate: beijingDate('2026-04-20'),
    });
    play.ask(staff, { type: 'decideExtension', isApproved: true, words: '' });
    expect(play.subject()).toMatchObject({ ladderLevel: 0, light: 'yellow' });
  });
  it('is listed once, by a leader', () => {
    const play = playTo('handling');
    play.ask(yi, { type: 'list', reason: '' });
    expect(refusal(play, jia, { type: 'list', reason: '' })).toEqual({ kind: 'alreadyDone' });
    expect(refused('handling', staff, { type: 'list', reason: '' })).toEqual({ kind: 'notYourRole' });
  });
  it('changes a light only when it changed', () => {
    const play = playTo('handling');
    expect(refusal(play, clock, { type: 'changeLight' })).toEqual({ kind: 'nothingChanged' });
    play.ask(clock, { type: 'changeLight' }, at('2026-03-24'));
    expect(play.subject().light).toBe('red');
  });
  it('follows the settings of the district', () => {
    const directory = withSettings({ blueDaysLeft: 14 });
    expect(
      playTo('handling', { directory }).tryOut(clock, { type: 'supervise', level: 1 }, at('2026-03-03')).kind,
    ).toBe('accepted');
  });
});
