import { describe, expect, it } from 'vitest';
import { actedFor } from '../../src/workflow/acting.ts';
import { type Actor, nameInDirectory, type Role } from '../../src/workflow/actor.ts';
import type { Case, State } from '../../src/workflow/case.ts';
import type { Directory, Unit } from '../../src/workflow/directory.ts';
import { beijingDate, type LeaderId, openId as parseOpenId } from '../../src/workflow/ids.ts';
import {
  federationHeads,
  hasNoSeat,
  isConcerned,
  isDeserted,
  leadLeaderPeople,
  officersOf,
  overseerOf,
  partsOf,
  rolesOf,
  signersFor,
  staffOf,
} from '../../src/workflow/roles.ts';
import { ACTORS, exampleDirectory, givenCase, LEADERS, playTo, UNITS } from '../support/given.ts';

const roles = (actor: Actor, subject: Case | null, directory: Directory = exampleDirectory(), today = '2026-03-02') =>
  [...rolesOf(actor, subject, directory, beijingDate(today))].toSorted();

describe('hats that need no case', () => {
  it.each<[keyof typeof ACTORS, readonly Role[]]>([
    ['staff', ['staff']],
    ['staffHead', ['staff']],
    ['editor', ['staff']],
    ['enterprise', ['enterprise']],
    ['clock', ['clock']],
    ['jia', ['leader']],
    ['ding', []],
    ['secretary', []],
    ['housing', []],
    ['stranger', []],
  ])('%s has %j', (key, expected) => expect(roles(ACTORS[key], null)).toEqual(expected));
});

describe('签批领导', () => {
  it.each<[State, boolean]>([
    ['submitted', false],
    ['ready', false],
    ['scheduled', true],
    ['heard', true],
    ['awaiting_instruction', true],
    ['assigned', true],
    ['closed', true],
  ])('in %s the leader of the reception day signs: %s', (state, isSigner) => {
    expect(roles(ACTORS.jia, givenCase(state)).includes('signer')).toBe(isSigner);
  });
  it('is the one with whom the sheet lies, and after signing the one who signed', () => {
    const play = playTo('awaiting_instruction');
    play.ask(ACTORS.jia, { type: 'passOn', leaderId: LEADERS.yi, words: '' });
    expect(roles(ACTORS.yi, play.subject())).toEqual(['leader', 'signer']);
    expect(roles(ACTORS.jia, play.subject())).toEqual(['leader']);
  });
  it('has a substitute from the first to the last day of the entry, who wears the leader’s hats and no other', () => {
    const base = exampleDirectory();
    const substitute = {
      openId: ACTORS.stranger.openId,
      from: beijingDate('2026-03-02'),
      to: beijingDate('2026-03-04'),
    };
    const directory = {
      ...base,
      leaders: base.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, substitute } : one)),
    };
    const on = (today: string) => roles(ACTORS.stranger, givenCase('heard'), directory, today);
    expect([on('2026-03-01'), on('2026-03-02'), on('2026-03-04'), on('2026-03-05')]).toEqual([
      [],
      ['leader', 'signer'],
      ['leader', 'signer'],
      [],
    ]);
    expect(roles(ACTORS.jia, givenCase('heard'), directory)).toContain('signer');
  });
  it('is never a secretary, who prepares and signs nothing', () => {
    for (const state of ['scheduled', 'heard', 'awaiting_instruction', 'awaiting_closure'] as const) {
      expect(roles(ACTORS.secretary, givenCase(state))).toEqual(['secretary']);
    }
  });
  it('after an answer on the spot is the one who received', () => {
    const play = playTo('heard');
    play.ask(ACTORS.staff, { type: 'answerOnTheSpot', reply: '本周内拨付' });
    expect(roles(ACTORS.jia, play.subject())).toEqual(['lead_leader', 'leader', 'signer']);
  });
});

describe('牵头领导', () => {
  it('is the one the 批示 names', () => {
    expect(roles(ACTORS.bing, givenCase('handling'))).toEqual(['lead_leader', 'leader']);
    expect(roles(ACTORS.jia, givenCase('handling'))).toEqual(['leader', 'signer']);
    expect(roles(ACTORS.bing, givenCase('awaiting_instruction'))).toEqual(['leader']);
  });
  it('is the signer where the named one cannot be reached', () => {
    const directory = exampleDirectory();
    const leaders = directory.leaders.map((one) => (one.id === LEADERS.bing ? { ...one, openId: null } : one));
    expect(roles(ACTORS.jia, givenCase('handling'), { ...directory, leaders })).toContain('lead_leader');
  });
});

describe('责任单位', () => {
  it('are heads and officers of units with a part; of the lead unit they lead', () => {
    const subject = givenCase('assigned');
    for (const who of [ACTORS.housing, ACTORS.housingHead])
      expect(roles(who, subject)).toEqual(['handler', 'lead_handler']);
    for (const who of [ACTORS.finance, ACTORS.financeHead]) expect(roles(who, subject)).toEqual(['handler']);
    expect(roles(ACTORS.safety, subject)).toEqual([]);
  });
  it('are people of a consulted unit too, before there is a round', () => {
    const play = playTo('vetting');
    play.ask(ACTORS.staff, { type: 'consult', unitIds: [UNITS.safety], question: '还缺什么' });
    expect(roles(ACTORS.safety, play.subject())).toEqual(['handler']);
    expect(roles(ACTORS.housing, play.subject())).toEqual([]);
  });
  it('of 工商联 are staff and handlers when it has a part itself', () => {
    const play = playTo('heard');
    const signing = {
      words: '',
      leadLeaderId: null,
      leadUnitId: UNITS.federation,
      supportingUnitIds: null,
      limit: null,
    };
    play.ask(ACTORS.jia, { type: 'instruct', signing });
    expect(roles(ACTORS.staff, play.subject())).toEqual(['handler', 'lead_handler', 'staff']);
  });
});

describe('a unit on its page', () => {
  const directory = exampleDirectory({
    units: exampleDirectory().units.map((one) => ({ ...one, worksByWeb: one.id === UNITS.housing })),
  });
  const play = playTo('handling', { directory });
  play.ask(ACTORS.staff, { type: 'issueUnitCodes' });
  const issue = play.events().at(-1)?.seq ?? 0;
  const visitor: Actor = { kind: 'unit', unitId: UNITS.housing, issue, name: '经办人甲' };

  it('that supports does what a supporting unit does, once in', () => {
    const byWeb = exampleDirectory({
      units: exampleDirectory().units.map((one) => ({ ...one, worksByWeb: one.id === UNITS.finance })),
    });
    const supporting = playTo('handling', { directory: byWeb });
    supporting.ask(ACTORS.staff, { type: 'issueUnitCodes' });
    const own: Actor = { ...visitor, unitId: UNITS.finance, issue: supporting.events().at(-1)?.seq ?? 0 };
    supporting.ask(own, { type: 'enterByWeb' });
    expect(roles(own, supporting.subject(), byWeb)).toEqual(['handler', 'web_unit']);
  });
  it('may come in, and once in does what the lead unit does; without a case it is nobody', () => {
    expect(roles(visitor, null, directory)).toEqual([]);
    expect(roles(visitor, play.subject(), directory)).toEqual(['web_unit']);
    play.ask(visitor, { type: 'enterByWeb' });
    expect(roles(visitor, play.subject(), directory)).toEqual(['handler', 'lead_handler', 'web_unit']);
    expect(roles({ ...visitor, issue: issue + 1 }, play.subject(), directory), 'another code').toEqual([]);
  });
});

describe('代', () => {
  const today = beijingDate('2026-03-02');
  const standsIn = { openId: ACTORS.stranger.openId, from: today, to: today };
  /** 旁人 stands in for these leaders today. */
  const standingFor = (...ids: readonly LeaderId[]): Directory => {
    const base = exampleDirectory();
    const leaders = base.leaders.map((one) => (ids.includes(one.id) ? { ...one, substitute: standsIn } : one));
    return { ...base, leaders };
  };
  const forWhom = (who: Actor, roles: readonly Role[], directory: Directory, subject: Case | null = handled) =>
    actedFor(who, subject, roles, directory, today)?.name ?? null;
  const handled = givenCase('handling');
  const { jia, bing, ding, yi } = LEADERS;

  it('is for the leader whom the case concerns, as signer or as 牵头领导', () => {
    const both = standingFor(jia, bing);
    expect(forWhom(ACTORS.stranger, ['signer'], both)).toBe('书记甲');
    expect(forWhom(ACTORS.stranger, ['lead_leader'], both)).toBe('常务副区长丙');
    expect(forWhom(ACTORS.stranger, ['signer', 'lead_leader', 'leader'], standingFor(yi, bing))).toBe('常务副区长丙');
    expect(forWhom(ACTORS.stranger, ['signer'], standingFor(yi))).toBeNull();
  });
  it('is for any leader who may sign, where any leader may act', () => {
    expect(forWhom(ACTORS.stranger, ['leader'], standingFor(yi))).toBe('区长乙');
    expect(forWhom(ACTORS.stranger, ['leader'], standingFor(yi), null)).toBe('区长乙');
    expect(forWhom(ACTORS.stranger, ['leader'], standingFor(ding))).toBeNull();
    expect(forWhom(ACTORS.stranger, ['staff'], standingFor(yi))).toBeNull();
  });
  it('is for nobody, of a leader who acts in person, or of whoever has another of the roles', () => {
    const base = standingFor(jia);
    const leaders = base.leaders.map((one) =>
      one.id === jia ? { ...one, substitute: { ...standsIn, openId: ACTORS.bing.openId } } : one,
    );
    const forJia = { ...base, leaders };
    expect(forWhom(ACTORS.bing, ['signer'], forJia)).toBe('书记甲');
    expect(forWhom(ACTORS.bing, ['signer', 'lead_leader'], forJia)).toBeNull();
    const staffStandsIn = {
      ...base,
      leaders: base.leaders.map((one) =>
        one.id === jia ? { ...one, substitute: { ...standsIn, openId: ACTORS.staff.openId } } : one,
      ),
    };
    expect(forWhom(ACTORS.staff, ['signer'], staffStandsIn)).toBe('书记甲');
    expect(forWhom(ACTORS.staff, ['signer', 'staff'], staffStandsIn)).toBeNull();
    expect(forWhom(ACTORS.staff, ['staff', 'handler', 'signer'], staffStandsIn)).toBeNull();
    expect(forWhom(ACTORS.clock, ['signer'], base)).toBeNull();
  });
});

describe('a name for an account', () => {
  const base = exampleDirectory();
  const substitute = { openId: ACTORS.stranger.openId, from: beijingDate('2026-03-02'), to: beijingDate('2026-03-02') };
  const leaders = base.leaders.map((one) => (one.id === LEADERS.yi ? { ...one, substitute } : one));
  it.each([
    ['jia', '书记甲'],
    ['housingHead', '住建负责人'],
    ['housing', '住建承办人'],
    ['secretary', '书记甲的联络员'],
    ['stranger', '区长乙的受托签批人'],
  ] as const)('%s is %s', (key, name) => expect(nameInDirectory({ ...base, leaders }, ACTORS[key].openId)).toBe(name));
  it('is none for whoever the district does not know', () => {
    expect(nameInDirectory(base, ACTORS.stranger.openId)).toBeNull();
  });
});

it('a case that nobody received concerns no stranger', () => {
  const subject = givenCase('vetting', { notes: { receptionDayId: null } });
  expect(isConcerned(ACTORS.stranger.openId, subject, exampleDirectory(), beijingDate('2026-03-02'))).toBe(false);
});

describe('people', () => {
  const base = exampleDirectory();
  const without = (unit: Unit['id']): Directory => ({ ...base, units: base.units.filter(({ id }) => id !== unit) });
  const today = beijingDate('2026-03-02');
  const openIds = (...who: readonly { readonly openId: string }[]) => who.map(({ openId }) => openId);
  const handled = givenCase('handling');
  const [round] = handled.rounds;
  const part = round?.units[0];
  if (!round || !part) throw new Error('no round');

  it('of a unit do its part: whoever was named while of the unit, else its 承办人, else its heads', () => {
    const of = (openId: string | null) =>
      officersOf({ ...part, officer: openId === null ? null : { kind: 'person', openId: parseOpenId(openId) } }, base);
    expect(of(ACTORS.housingHead.openId)).toEqual(openIds(ACTORS.housingHead));
    expect(of(ACTORS.finance.openId)).toEqual(openIds(ACTORS.housing));
    expect(of(null)).toEqual(openIds(ACTORS.housing));
    expect(officersOf(part, without(UNITS.housing))).toEqual([]);
    const units = base.units.map((one) => (one.id === UNITS.housing ? { ...one, officerOpenIds: [] } : one));
    expect(officersOf(part, { ...base, units })).toEqual(openIds(ACTORS.housingHead));
  });
  it('of 工商联 and its heads are those of no other unit', () => {
    expect(staffOf(base)).toEqual(openIds(ACTORS.staffHead, ACTORS.staff));
    expect(federationHeads(base)).toEqual(openIds(ACTORS.staffHead));
    expect(federationHeads(without(UNITS.federation))).toEqual([]);
  });
  it('who may sign for a leader are none, of one without an account', () => {
    const wu = base.leaders.find(({ id }) => id === LEADERS.wu);
    expect(wu && signersFor(wu, today)).toEqual([]);
    expect(signersFor(null, today)).toEqual([]);
  });
  it('look on as 牵头领导 where the sheet names another than its signer, who is still there', () => {
    expect(overseerOf(handled, base)).toBe(ACTORS.bing.openId);
    expect(overseerOf(handled, { ...base, leaders: base.leaders.filter(({ id }) => id !== LEADERS.bing) })).toBeNull();
    const own = playTo('awaiting_instruction');
    own.ask(ACTORS.jia, {
      type: 'instruct',
      signing: { words: '', leadLeaderId: LEADERS.jia, leadUnitId: null, supportingUnitIds: null, limit: null },
    });
    expect(overseerOf(own.subject(), base)).toBeNull();
    expect(overseerOf(givenCase('ready'), base)).toBeNull();
  });
  it('lead nothing, and have no part, before there is a round', () => {
    expect(leadLeaderPeople(givenCase('ready'), base, today)).toEqual([]);
    expect(partsOf(ACTORS.housing.openId, givenCase('ready'), base)).toEqual([]);
  });
  it('of two units of a round have the part of the lead unit first', () => {
    const units = base.units.map((one) =>
      one.id === UNITS.finance ? { ...one, officerOpenIds: [ACTORS.housing.openId] } : one,
    );
    for (const parts of [round.units, round.units.toReversed()]) {
      const subject = { ...handled, rounds: [{ ...round, units: parts }] };
      expect(partsOf(ACTORS.housing.openId, subject, { ...base, units }).map(({ unitId }) => unitId)).toEqual([
        UNITS.housing,
        UNITS.finance,
      ]);
    }
  });
  it('are missing from a unit that has none, and from none that is not there', () => {
    const of = (id: Unit['id']) => base.units.find((one) => one.id === id) ?? null;
    expect([of(UNITS.deserted), of(UNITS.housing), null].map(hasNoSeat)).toEqual([true, false, false]);
    const deserted = of(UNITS.deserted);
    expect(deserted && [isDeserted(deserted), isDeserted({ ...deserted, worksByWeb: true })]).toEqual([true, false]);
  });
});
