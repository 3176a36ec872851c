// 网页办理: a unit without a seat in Feishu comes in with a code once, speaks for its own part and for nothing else, and whatever it
// would have been told is told to staff.
import { describe, expect, it } from 'vitest';
import { noticeText } from '../../cards/notices.ts';
import { caseJson } from '../../src/store/case-json.ts';
import { caseEventJson } from '../../src/store/event-json.ts';
import type { Actor } from '../../src/workflow/actor.ts';
import { replay } from '../../src/workflow/apply.ts';
import { currentRound } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { nextWorkday } from '../../src/workflow/office-days.ts';
import { remindedToday } from '../../src/workflow/reminders.ts';
import { WEB_CODE_LIFE_MS, WEB_VISIT_LIFE_MS } from '../../src/workflow/web-units.ts';
import { ACTORS, asProposed, beijing, type Play, playTo, someResult, UNITS } from '../support/given.ts';
import {
  enterStreet,
  handleByWeb,
  playToStreet,
  STREET,
  STREET_NAME,
  streetVisitor,
  webCodeOf,
  webDirectory,
} from '../support/web-unit.ts';

const { staff, staffHead, editor, housing, jia, enterprise } = ACTORS;
const refusal = (play: Play, actor: Actor, command: Command, when?: number) => {
  const decision = play.tryOut(actor, command, when);
  return decision.kind === 'refused' ? decision.reason : null;
};
const notices = (effects: readonly Effect[], kind: string) =>
  effects.flatMap((effect) => (effect.type === 'notify' && effect.notice === kind ? [effect.to] : []));
const issue: Command = { type: 'issueUnitCodes' };
const enter: Command = { type: 'enterByWeb' };

describe('a sheet for a unit that works by web', () => {
  it('is told to staff, who take it there, and shown to nobody of that unit', () => {
    const play = playTo('awaiting_instruction', { directory: webDirectory() });
    const signing = { ...asProposed, leadUnitId: STREET, supportingUnitIds: [UNITS.housing] };
    const { effects } = play.ask(jia, { type: 'instruct', signing });
    expect(notices(effects, 'webUnitAssigned')).toEqual([staffHead.openId, staff.openId]);
    expect(effects.flatMap((effect) => (effect.type === 'showCard' ? [effect.to] : []))).toEqual([
      // Whoever signed, and the 联络员.
      jia.openId,
      ACTORS.secretary.openId,
      ACTORS.housingHead.openId,
      housing.openId,
      // 牵头领导
      ACTORS.bing.openId,
    ]);
  });

  it('is told to staff also when the unit took the place of another', () => {
    const play = playTo('assigned', { directory: webDirectory() });
    play.ask(housing, { type: 'object', reason: '属街道职责', suggestedUnitId: STREET });
    const { effects } = play.ask(staff, {
      type: 'decideObjection',
      isUpheld: true,
      newUnitId: null,
      words: '按职责清单改办',
    });
    expect(notices(effects, 'webUnitAssigned')).toEqual([staffHead.openId, staff.openId]);
  });

  it('says nothing of it where every unit has its people in Feishu', () => {
    const play = playTo('awaiting_instruction', { directory: webDirectory() });
    expect(notices(play.ask(jia, { type: 'instruct', signing: asProposed }).effects, 'webUnitAssigned')).toEqual([]);
  });
});

it('a code lives for half an hour, and what it opens for eight', () => {
  const minutes = (ms: number) => ms / 60_000;
  expect([WEB_CODE_LIFE_MS, WEB_VISIT_LIFE_MS].map(minutes)).toEqual([30, 480]);
});

describe('a code', () => {
  it('is given out by staff, told to whoever asked and to nobody else, and is in no event', () => {
    const play = playToStreet();
    const { events, effects } = play.ask(editor, issue);
    expect(events).toMatchObject([{ type: 'unitCodesIssued', unitIds: [STREET], by: { openId: editor.openId } }]);
    expect(Object.keys(events[0] ?? {}).sort()).toEqual(['at', 'by', 'seq', 'type', 'unitIds']);
    expect(notices(effects, 'unitCodesIssued')).toEqual([editor.openId]);
    expect(webCodeOf(play)).toEqual({
      issue: play.subject().seq,
      issuedAt: play.now(),
      issuedTo: editor.openId,
      enteredAt: null,
    });
  });

  it('is not given out by others, to units with cards, to nobody, before signing or after the end', () => {
    const play = playToStreet();
    for (const actor of [jia, housing, enterprise]) expect(refusal(play, actor, issue)?.kind).toBe('notYourRole');
    const nobody: Actor = { kind: 'editor', openId: null, name: '工作人员' };
    expect(refusal(play, nobody, issue)).toEqual({ kind: 'editorUnknown' });
    expect(refusal(playTo('assigned', { directory: webDirectory() }), editor, issue)).toEqual({ kind: 'noWebUnit' });
    for (const state of ['heard', 'awaiting_instruction', 'closed'] as const)
      expect(refusal(playTo(state, { directory: webDirectory() }), editor, issue)?.kind).toBe('wrongState');
  });

  it('lets one in once, by name; who comes second with it is told so', () => {
    const play = playToStreet();
    play.ask(editor, issue);
    const { events } = play.ask(streetVisitor(play), enter);
    expect(events).toMatchObject([
      { type: 'unitEnteredByWeb', unitId: STREET, by: { openId: null, name: `${STREET_NAME} 经办人甲（网页）` } },
    ]);
    expect(refusal(play, streetVisitor(play, '经办人乙'), enter)).toEqual({ kind: 'codeSpent' });
  });

  it('is for somebody with a name, of twenty characters at most', () => {
    const play = playToStreet();
    play.ask(editor, issue);
    const entering = (name: string) => refusal(play, streetVisitor(play, name), enter);
    expect(entering(' ')).toEqual({ kind: 'fieldsMissing', missing: ['经办人姓名'] });
    expect(entering('字'.repeat(21))).toEqual({ kind: 'textTooLong', field: '经办人姓名', max: 20 });
    expect(entering('字'.repeat(20))).toBeNull();
  });

  it('lives for half an hour, and only until another is given out', () => {
    const play = playToStreet();
    play.ask(editor, issue);
    const first = streetVisitor(play);
    const at = webCodeOf(play)?.issuedAt ?? 0;
    expect(refusal(play, first, enter, at + WEB_CODE_LIFE_MS - 1)).toBeNull();
    expect(refusal(play, first, enter, at + WEB_CODE_LIFE_MS)).toEqual({ kind: 'codeExpired' });
    play.ask(editor, issue);
    expect(refusal(play, first, enter)).toEqual({ kind: 'notYourRole' });
    expect(refusal(play, streetVisitor(play), enter)).toBeNull();
  });

  it('wants a name that fits', () => {
    const play = playToStreet();
    play.ask(editor, issue);
    expect(refusal(play, streetVisitor(play, ' '), enter)).toMatchObject({ kind: 'fieldsMissing' });
    expect(refusal(play, streetVisitor(play, '名'.repeat(20)), enter)).toBeNull();
    expect(refusal(play, streetVisitor(play, '名'.repeat(21)), enter)).toMatchObject({ kind: 'textTooLong', max: 20 });
  });
});

describe('who came in by web', () => {
  const late = beijing('2026-03-09 10:00');
  const acts: readonly Command[] = [
    { type: 'nameOfficer', officer: { kind: 'named', name: '承办人甲' } },
    { type: 'contactEnterprise', note: '' },
    { type: 'reportProgress', text: '已踏勘' },
    { type: 'contribute', text: '已协调' },
    { type: 'askEnterprise', question: '请补充编号' },
    { type: 'requestExtension', reason: '需检测', doneSoFar: '两项', newDate: beijingDate('2026-04-10') },
    someResult,
  ];

  it('does all that its lead unit may do, under the name of unit and person', () => {
    const play = playToStreet();
    const visitor = handleByWeb(play);
    expect(play.subject().state).toBe('handling');
    for (const command of acts) expect(refusal(play, visitor, command, late), command.type).toBeNull();
    play.ask(visitor, { type: 'reportProgress', text: '已踏勘' });
    expect(currentRound(play.subject())?.progress.at(-1)).toMatchObject({
      unitId: STREET,
      by: { openId: null, name: `${STREET_NAME} 经办人甲（网页）` },
    });
    play.ask(visitor, someResult);
    expect(play.subject().state).toBe('awaiting_review');
  });

  it('does as a supporting unit only what that may do', () => {
    const play = playToStreet('supporting');
    const visitor = handleByWeb(play);
    const allowed = acts.filter((command) => refusal(play, visitor, command, late) === null).map(({ type }) => type);
    expect(allowed).toEqual(['nameOfficer', 'contactEnterprise', 'reportProgress', 'contribute']);
    expect(play.ask(visitor, { type: 'contribute', text: '已协调' }).events).toMatchObject([{ unitId: STREET }]);
  });

  it('objects like any unit', () => {
    const play = playToStreet();
    const visitor = enterStreet(play);
    const { events, effects } = play.ask(visitor, { type: 'object', reason: '属住建', suggestedUnitId: UNITS.finance });
    expect(events).toMatchObject([{ type: 'unitObjected', unitId: STREET }]);
    expect(notices(effects, 'objectionRaised')).toContain(staff.openId);
  });

  it('does nothing before it came in', () => {
    const play = playToStreet();
    play.ask(editor, issue);
    const visitor = streetVisitor(play);
    for (const command of [{ type: 'acknowledge' }, ...acts] as const)
      expect(refusal(play, visitor, command)?.kind, command.type).toMatch(/notYourRole/);
    play.ask(visitor, enter);
    expect(refusal(play, visitor, { type: 'acknowledge' })).toBeNull();
  });

  it('does nothing for another unit, for staff, or with the number of another code', () => {
    const play = playToStreet();
    const visitor = handleByWeb(play);
    for (const other of [
      { ...visitor, unitId: UNITS.housing },
      { ...visitor, issue: visitor.issue - 1 },
    ])
      expect(refusal(play, other, { type: 'reportProgress', text: '已踏勘' })).toEqual({ kind: 'notYourRole' });
    for (const command of [{ type: 'remind' }, { type: 'returnResult', reason: '不清' }, issue] as const)
      expect(refusal(play, visitor, command)?.kind).toBe('notYourRole');
  });

  it('is out when another code is given out, when the unit is replaced, brought back, or has its seats', () => {
    const progress: Command = { type: 'reportProgress', text: '已踏勘' };
    const again = playToStreet();
    const first = handleByWeb(again);
    again.ask(editor, issue);
    expect(refusal(again, first, progress)).toEqual({ kind: 'notYourRole' });

    const moved = playToStreet('lead', { notes: {} });
    const visitor = enterStreet(moved);
    moved.ask(visitor, { type: 'object', reason: '属应急', suggestedUnitId: UNITS.safety });
    moved.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单改办' });
    expect(refusal(moved, visitor, { type: 'acknowledge' })).toEqual({ kind: 'notYourRole' });
    moved.ask(ACTORS.safety, { type: 'object', reason: '仍属街道', suggestedUnitId: STREET });
    moved.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单改办' });
    expect(refusal(moved, visitor, { type: 'acknowledge' })).toEqual({ kind: 'notYourRole' });

    const seated = playToStreet();
    const before = handleByWeb(seated);
    const units = seated.directory.units.map((unit) => ({ ...unit, worksByWeb: false }));
    Object.assign(seated.directory, { units });
    expect(refusal(seated, before, progress)).toEqual({ kind: 'notYourRole' });
  });

  it('is out of the next round, and of a case that ended', () => {
    const play = playToStreet();
    const visitor = handleByWeb(play);
    play.ask(visitor, someResult);
    play.ask(staff, { type: 'review', publicReply: '已办结。' });
    play.ask(enterprise, { type: 'rate', grade: 5, words: '' });
    play.ask(jia, { type: 'endorse' });
    expect(refusal(play, visitor, enter)).toEqual({ kind: 'notYourRole' });
    play.ask(jia, { type: 'instructAgain', signing: { ...asProposed, limit: { workdays: 5 } } });
    expect(currentRound(play.subject())?.units.map(({ unitId }) => unitId)).toContain(STREET);
    expect(refusal(play, visitor, { type: 'acknowledge' })).toEqual({ kind: 'notYourRole' });
  });

  it('stands in a history that is stored and read like any other', () => {
    const play = playToStreet();
    handleByWeb(play);
    const events = play.events().map((event) => caseEventJson.parse(JSON.parse(JSON.stringify(event))));
    expect(replay(events)).toEqual(play.subject());
    expect(caseJson.parse(JSON.parse(JSON.stringify(play.subject())))).toEqual(play.subject());
  });
});

describe('what a unit without a seat would have been told', () => {
  it('is told to staff by the clock: a sheet not acknowledged, and every rung that is the unit’s', () => {
    const play = playToStreet();
    const signed = beijingDateOf(currentRound(play.subject())?.instruction?.signedAt ?? 0);
    const late = nextWorkday(nextWorkday(signed, play.calendar), play.calendar);
    const told = remindedToday(play.subject(), play.directory, late, play.calendar);
    expect(told).toEqual([staffHead.openId, staff.openId, ACTORS.housingHead.openId, housing.openId]);
    const overdue = beijing('2026-03-25 10:00');
    const pressed = play.ask(ACTORS.clock, { type: 'supervise', level: 1 }, overdue).effects;
    expect(pressed.flatMap((effect) => (effect.type === 'remindToday' ? [effect.to] : []))).toEqual([
      staffHead.openId,
      staff.openId,
    ]);
  });

  it('is told to staff when somebody presses it, so that they call', () => {
    const play = playToStreet();
    const { effects } = play.ask(jia, { type: 'remind' });
    expect(notices(effects, 'webUnitToCall')).toEqual([staffHead.openId, staff.openId]);
    expect(notices(effects, 'reminder')).toEqual([ACTORS.housingHead.openId, housing.openId]);
  });

  it('is told to staff when it loses the sheet: what was ruled, in which words, and that it is to be called', () => {
    const play = playToStreet();
    const visitor = enterStreet(play);
    play.ask(visitor, { type: 'object', reason: '属应急职责', suggestedUnitId: UNITS.safety });
    const ruled = play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: null, words: '按职责清单' });
    expect(notices(ruled.effects, 'objectionDecided')).toEqual(
      expect.arrayContaining([staffHead.openId, staff.openId]),
    );
    const said = noticeText('objectionDecided', play.subject(), play.directory, { about: STREET });
    for (const words of [
      '属应急职责',
      '成立，改由',
      '确定意见：按职责清单。',
      `${STREET_NAME}收不到飞书消息，由工商联电话告知。`,
    ])
      expect(said).toContain(words);
  });

  it('is told to staff when a 更正 releases it, with both texts', () => {
    const play = playToStreet();
    const signing = { ...asProposed, words: '', leadUnitId: UNITS.finance, supportingUnitIds: [] };
    const corrected = play.ask(jia, { type: 'correctInstruction', signing });
    expect(notices(corrected.effects, 'instructionCorrected')).toEqual(expect.arrayContaining([staff.openId]));
    expect(noticeText('instructionCorrected', play.subject(), play.directory, { of: play.now() })).toContain(
      `${STREET_NAME}收不到飞书消息，由工商联电话告知。`,
    );
  });

  it('is told to staff when its result comes back, and when an extension is decided', () => {
    const play = playToStreet();
    const visitor = handleByWeb(play);
    const ask = { newDate: beijingDate('2026-04-03'), reason: '待检测', doneSoFar: '已踏勘' };
    play.ask(visitor, { type: 'requestExtension', ...ask });
    const granted = play.ask(staff, { type: 'decideExtension', isApproved: true, words: '' });
    play.ask(visitor, someResult);
    const back = play.ask(staff, { type: 'returnResult', reason: '没有答复企业' });
    for (const [kind, { effects }] of [
      ['extensionDecided', granted],
      ['resultReturned', back],
    ] as const) {
      expect(notices(effects, kind)).toEqual([staffHead.openId, staff.openId]);
      expect(noticeText(kind, play.subject(), play.directory)).toContain(`${STREET_NAME}收不到飞书消息`);
    }
  });
});
