/** 登记 and 修改 word by word: what is kept of what was sent, and what counts as a change. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/workflow/actor.ts';
import { EMPTY_NOTES } from '../../src/workflow/apply.ts';
import type { Case, StaffNotes } from '../../src/workflow/case.ts';
import type { Amendment, Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import { beijingDate, unitId } from '../../src/workflow/ids.ts';
import {
  ACTORS,
  createPlay,
  DAY,
  exampleDirectory,
  LEADERS,
  type Play,
  playTo,
  submission,
  UNITS,
} from '../support/given.ts';

const { staff, jia, enterprise, housing } = ACTORS;
const refused = (play: Play, by: Actor, command: Command): unknown => {
  const decision = play.tryOut(by, command);
  return decision.kind === 'refused' ? decision.reason : null;
};
/** What the history keeps of an amendment; null where there is nothing to keep. */
const kept = (play: Play, change: Amendment): unknown => {
  const decision = play.tryOut(staff, { type: 'amend', change });
  if (decision.kind === 'refused') return decision.reason;
  const [event] = decision.events;
  return event?.type === 'caseAmended' ? event.change : null;
};

describe('登记', () => {
  const registered = (by: Actor, changes: Partial<ReturnType<typeof submission>>): Case => {
    const play = createPlay();
    play.ask(by, { ...submission(), ...changes });
    return play.subject();
  };
  it('keeps the wish of an enterprise to stay unnamed, and nothing else that staff keep', () => {
    expect(registered(enterprise, { notes: { isConfidential: true, isUrgent: true } }).notes).toEqual({
      ...EMPTY_NOTES,
      isConfidential: true,
    });
    expect(registered(enterprise, {}).notes).toEqual(EMPTY_NOTES);
  });
  it('keeps how the receipt stands, where that is told', () => {
    expect(registered(enterprise, { receiptStanding: 'own' }).receiptStanding).toBe('own');
    expect(registered(enterprise, {}).receiptStanding).toBeNull();
    const play = createPlay();
    expect(Object.keys(play.ask(enterprise, submission()).events[0] ?? {})).not.toContain('receiptStanding');
  });
  it('in the room is heard with a note that says so, on a day that is named', () => {
    const raised = { ...submission(), source: 'room', notes: { receptionDayId: DAY } } as const;
    const play = createPlay();
    play.ask(jia, raised);
    expect(play.subject().hearing).toMatchObject({ receptionDayId: DAY, note: '会上新提' });
    expect(refused(createPlay(), jia, { ...submission(), source: 'room' })).toEqual({
      kind: 'unknownReceptionDay',
      why: 'unknown',
    });
  });
});

describe('修改', () => {
  it('keeps what differs of the appeal, of the notes, or of both, and no empty part', () => {
    const play = playTo('vetting');
    expect(kept(play, { appeal: { wish: '尽快' } })).toEqual({ appeal: { wish: '尽快' } });
    expect(kept(play, { notes: { isHard: true } })).toEqual({ notes: { isHard: true } });
    expect(kept(play, { appeal: { wish: '尽快' }, notes: { isHard: true } })).toEqual({
      appeal: { wish: '尽快' },
      notes: { isHard: true },
    });
    expect(kept(play, {})).toEqual({ kind: 'nothingChanged' });
  });
  it('of a name or an appeal to nothing is a slip, and no change', () => {
    const play = playTo('vetting');
    const missing = (...names: readonly string[]) => ({ kind: 'fieldsMissing', missing: names });
    expect(kept(play, { appeal: { enterpriseName: ' ' } })).toEqual(missing('企业名称'));
    expect(kept(play, { appeal: { text: ' ' } })).toEqual(missing('诉求内容'));
    expect(kept(play, { appeal: { enterpriseName: '', text: '' } })).toEqual(missing('企业名称', '诉求内容'));
    expect(kept(play, { appeal: { enterpriseName: '〔虚构〕新名称有限公司' } })).toMatchObject({ appeal: {} });
  });
  it('is whatever differs in a list or within a part of the notes, in whatever order its parts stand', () => {
    const play = playTo('ready');
    const { notes } = play.subject();
    const { proposal } = notes;
    const { words, ...rest } = proposal;
    const reversed = { words, ...rest };
    const same: readonly Partial<StaffNotes>[] = [
      { proposal: { ...proposal } },
      { proposal: reversed },
      { complainedUnitIds: [] },
      { authentic: { answer: notes.authentic.answer, ground: notes.authentic.ground } },
      { receptionDayId: DAY },
      { toldOn: null },
    ];
    for (const one of same) expect(kept(play, { notes: one })).toEqual({ kind: 'nothingChanged' });
    const other: readonly Partial<StaffNotes>[] = [
      { proposal: { ...proposal, supportingUnitIds: [] } },
      { proposal: { ...proposal, supportingUnitIds: [UNITS.finance, UNITS.safety] } },
      { proposal: { ...proposal, supportingUnitIds: [UNITS.safety] } },
      { proposal: { ...proposal, leadLeaderId: null } },
      { proposal: { ...proposal, signingLeaderId: LEADERS.yi } },
      { complainedUnitIds: [UNITS.housing] },
      { authentic: { answer: 'yes', ground: '另有依据' } },
      { authentic: { answer: 'no', ground: notes.authentic.ground } },
      { receptionDayId: null },
      { toldOn: beijingDate('2026-03-02') },
      { isGrave: true },
    ];
    for (const one of other) expect(kept(play, { notes: one })).toEqual({ notes: one });
  });
  it('of what was proposed is over once the sheet is signed', () => {
    const play = playTo('handling');
    const proposal = { ...play.subject().notes.proposal, words: '另行拟办' };
    expect(kept(play, { notes: { proposal } })).toEqual({ kind: 'proposalOver' });
  });
});

describe('核查', () => {
  it('is filled in for what nobody judged yet; where all is judged nothing changes', () => {
    expect(refused(playTo('ready'), staff, { type: 'fillVerdicts', ground: '现场查看' })).toEqual({
      kind: 'nothingChanged',
      what: 'verdicts',
    });
  });
  it('asks units that are there, each of them', () => {
    const gone = unitId('rec_unit_removed');
    const consult: Command = { type: 'consult', unitIds: [UNITS.housing, gone], question: '还缺什么' };
    expect(refused(playTo('vetting'), staff, consult)).toEqual({ kind: 'unknownUnit' });
  });
});

describe('接待', () => {
  it('needs a day that is still in the table', () => {
    const play = playTo('scheduled');
    const { calendar } = play;
    const directory = { ...play.directory, receptionDays: [] };
    const commands: readonly Command[] = [
      { type: 'hear', note: '' },
      { type: 'answerOnTheSpot', reply: '本周内拨付' },
    ];
    for (const command of commands)
      expect(
        decide(play.subject(), command, { actor: staff, now: play.now(), directory, calendar, nextSerial: 1 }),
      ).toEqual({ kind: 'refused', reason: { kind: 'unknownReceptionDay', why: 'unknown' } });
  });
  it('answered on the spot is a result of the reply alone', () => {
    const play = playTo('heard');
    play.ask(staff, { type: 'answerOnTheSpot', reply: '本周内拨付' });
    expect(play.subject().rounds[0]?.results).toMatchObject([
      { outcome: 'answered_on_the_spot', text: '本周内拨付', plannedDate: null, basis: '', unitHead: '' },
    ]);
  });
  it('is not answered on the spot for a leader without an account, to whom nothing could return', () => {
    const usual = exampleDirectory();
    const receptionDays = usual.receptionDays.map((day) => ({ ...day, leaderId: LEADERS.wu }));
    const play = playTo('heard', { directory: { ...usual, receptionDays } });
    expect(refused(play, staff, { type: 'answerOnTheSpot', reply: '本周内拨付' })).toEqual({
      kind: 'fieldsMissing',
      missing: ['接待领导的飞书账号'],
    });
  });
});

it('a node that was not set cannot be reached, whatever others there are', () => {
  const play = playTo('handling');
  play.ask(housing, { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-10') });
  expect(refused(play, housing, { type: 'reachMilestone', id: 2, words: '已批' })).toEqual({ kind: 'noMilestone' });
});
