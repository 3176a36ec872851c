/** What a sheet says of units, nodes, rulings and listings, sentence by sentence. */
import { describe, expect, it } from 'vitest';
import type { By, Case, Listing, Milestone, Objection, Round, UnitPart } from '../../src/workflow/case.ts';
import {
  type Directory,
  knownLeaderName,
  knownUnitName,
  leaderById,
  leaderName,
  unitById,
  unitName,
} from '../../src/workflow/directory.ts';
import { beijingDate, unitId } from '../../src/workflow/ids.ts';
import {
  dayWords,
  type Fact,
  filled,
  isLeading,
  line,
  long,
  momentWords,
  namesOf,
  readableBy,
  type SheetReader,
  shortMomentWords,
  whole,
} from '../../src/workflow/whose-turn/fact.ts';
import {
  decidedFacts,
  historyFacts,
  listerWords,
  listingFacts,
  milestoneFacts,
  objectionFacts,
  partFacts,
} from '../../src/workflow/whose-turn/handling-facts.ts';
import { ACTORS, beijing, exampleDirectory, givenCase, LEADERS, UNITS } from '../support/given.ts';

const directory = exampleDirectory();
const OFFICE: SheetReader = { kind: 'office' };
const unit = (...unitIds: readonly (typeof UNITS)['housing'][]): SheetReader => ({ kind: 'unit', unitIds });
const by: By = { openId: ACTORS.staff.openId, name: '甲' };
const at = beijing('2026-03-05 09:07');
const said = (facts: readonly Fact[]) => facts.map(({ label, text }) => `${label}：${text}`);
const [handled] = givenCase('assigned').rounds;
if (!handled) throw new Error('no round');
const withRound = (changes: Partial<Round>): Round => ({ ...handled, ...changes });
const day = beijingDate;

describe('a fact', () => {
  it('is left out where it says nothing, and weighs as it is to be shown', () => {
    expect([line('甲', ' '), long('甲', ''), whole('甲', '\n')]).toEqual([[], [], []]);
    expect(line('甲', '乙', 'rate.words')).toEqual([{ label: '甲', text: '乙', weight: 'line', of: ['rate.words'] }]);
    expect([long('甲', '乙')[0]?.weight, whole('甲', '乙')[0]?.weight]).toEqual(['long', 'whole']);
    expect(filled(['甲', ' ', '', '乙'])).toEqual(['甲', '乙']);
  });
  it('calls days, moments, units and leaders by their names, and says where one is no longer listed', () => {
    expect(dayWords(day('2026-03-05'))).toBe('2026年3月5日');
    expect([momentWords(at), shortMomentWords(at)]).toEqual(['2026年3月5日 09:07', '3月5日 09:07']);
    expect(shortMomentWords(beijing('2026-12-31 23:59'))).toBe('12月31日 23:59');
    expect([unitName(directory, UNITS.housing), unitName(directory, null)]).toEqual(['住建', '（已不在单位名录中）']);
    expect([leaderName(directory, LEADERS.jia), leaderName(directory, null)]).toEqual([
      '书记甲',
      '（已不在领导名录中）',
    ]);
    expect(namesOf(directory, [UNITS.housing, unitId('rec_gone')])).toBe('住建、（已不在单位名录中）');
  });
  it('keeps the name of a unit and a leader whose rows were deleted, and says that they are no longer listed', () => {
    const left: Directory = {
      ...directory,
      units: directory.units.filter(({ id }) => id !== UNITS.housing),
      leaders: directory.leaders.filter(({ id }) => id !== LEADERS.jia),
      formerNames: new Map<string, string>([
        [UNITS.housing, '住建'],
        [LEADERS.jia, '书记甲'],
      ]),
    };
    expect(unitName(left, UNITS.housing)).toBe('住建（已不在单位名录中）');
    expect(leaderName(left, LEADERS.jia)).toBe('书记甲（已不在领导名录中）');
    expect([knownUnitName(left, UNITS.housing), knownLeaderName(left, LEADERS.jia)]).toEqual(['住建', '书记甲']);
    expect([unitById(left, UNITS.housing), leaderById(left, LEADERS.jia)]).toEqual([null, null]);
  });
  it('is read by units as of the lead unit or as of one that supports, and by the office where all of it may', () => {
    const own = line('评价', '没有解决', 'rate.words');
    const ofOffice = line('拟办', '建议', 'amend.notes.proposal.words');
    const ofUnits = line('代拟', '建议', 'prepare.words');
    const read = (facts: readonly Fact[], reader: SheetReader) => readableBy(facts, handled, reader).length;
    expect([read(own, unit(UNITS.housing)), read(own, unit(UNITS.finance)), read(own, OFFICE)]).toEqual([1, 0, 1]);
    expect([read(ofOffice, OFFICE), read(ofUnits, OFFICE)]).toEqual([1, 0]);
    expect(read(line('甲', '乙', 'rate.words', 'reportProgress.text'), unit(UNITS.finance))).toBe(0);
    expect(isLeading(handled.units, [UNITS.finance, UNITS.housing])).toBe(true);
    expect([isLeading(handled.units, [UNITS.finance]), isLeading(handled.units, [])]).toEqual([false, false]);
  });
});

describe('how far each unit is', () => {
  const [lead, supporting] = handled.units;
  if (!lead || !supporting) throw new Error('two units');
  const parts = (
    changes: Partial<UnitPart>,
    of: UnitPart = lead,
    more: Partial<Round> = {},
    subject: Case = givenCase('assigned'),
  ) => said(partFacts(subject, withRound({ units: [{ ...of, ...changes }], ...more }), directory, OFFICE));

  it('is said step by step', () => {
    expect(parts({})).toEqual(['住建（主办）：未签收']);
    expect(parts({ acknowledged: { at, by }, officer: { kind: 'named', name: '某人' }, contactedAt: at })).toEqual([
      '住建（主办）：已签收（甲 3月5日 09:07）；承办人 某人；已联系企业（3月5日 09:07）',
    ]);
    expect(parts({ officer: { kind: 'person', openId: ACTORS.housing.openId } })).toEqual([
      '住建（主办）：未签收；已指定承办人',
    ]);
  });
  it('of a supporting unit says by when its own word is wanted, until the result is in', () => {
    expect(parts({}, supporting)).toEqual(['财政（协办）：未签收；未报协办意见（应于3月12日前）']);
    expect(parts({ contribution: { at, by, text: '已配合' } }, supporting)).toEqual([
      '财政（协办）：未签收；已报协办意见',
    ]);
    const [resolved] = givenCase('awaiting_review').rounds;
    expect(parts({}, supporting, { results: resolved?.results ?? [] })).toEqual(['财政（协办）：未签收；未报协办意见']);
    expect(parts({}, supporting, { due: null })).toEqual(['财政（协办）：未签收；未报协办意见']);
    const withdrawn: Case = { ...givenCase('assigned'), state: 'withdrawn' };
    expect(parts({}, supporting, {}, withdrawn)).toEqual(['财政（协办）：未签收；未报协办意见']);
  });
  it('begins with the reader’s own', () => {
    const order = (reader: SheetReader) =>
      partFacts(givenCase('assigned'), handled, directory, reader).map(({ label }) => label);
    expect(order(unit(UNITS.finance))).toEqual(['财政（协办）', '住建（主办）']);
    expect(order(unit(UNITS.housing))).toEqual(['住建（主办）', '财政（协办）']);
    expect(order(OFFICE)).toEqual(['住建（主办）', '财政（协办）']);
  });
});

describe('a node', () => {
  const node: Milestone = {
    id: 1,
    text: '方案报批',
    on: day('2026-03-10'),
    setAt: 1,
    moves: [],
    askedAt: null,
    reached: null,
  };
  const nodes = (changes: Partial<Milestone>) =>
    said(milestoneFacts(withRound({ milestones: [{ ...node, ...changes }] })));
  it('is to come, overdue or reached, with what was said to it', () => {
    expect(nodes({})).toEqual(['方案报批：2026年3月10日前，未到期']);
    expect(nodes({ text: '' })).toEqual(['（未填）：2026年3月10日前，未到期']);
    expect(nodes({ askedAt: 2 })).toEqual(['方案报批：2026年3月10日前，已逾期']);
    expect(nodes({ reached: { at, by, words: '已批' } })).toEqual(['方案报批：2026年3月10日前，3月5日完成，已批']);
    expect(nodes({ reached: { at, by, words: '' } })).toEqual(['方案报批：2026年3月10日前，3月5日完成']);
  });
  it('says from which days it was moved, and why', () => {
    const moves = [{ at, by, from: day('2026-03-08'), reason: '等待会审。' }];
    expect(nodes({ moves })).toEqual(['方案报批：2026年3月10日前，未到期；原定3月8日，等待会审。']);
  });
});

describe('what was asked and decided', () => {
  const objection: Objection = {
    unitId: UNITS.housing,
    at,
    by,
    reason: '不属本单位',
    suggestedUnitId: null,
    decision: null,
  };
  const upheld = { at, by, isUpheld: true, words: '按职责清单', newUnitId: UNITS.safety };
  const objections = (changes: Partial<Objection>) =>
    said(objectionFacts({ ...objection, ...changes }, directory, false));

  it('is an objection with the unit it suggests and how it was ruled on', () => {
    expect(objections({})).toEqual(['住建异议：不属本单位（待确定）']);
    expect(objections({ suggestedUnitId: UNITS.safety })).toEqual(['住建异议：不属本单位（建议交应急）（待确定）']);
    expect(objections({ decision: upheld })).toEqual([
      '住建异议：不属本单位',
      '确定：成立，改由应急办理（甲 3月5日 09:07）：按职责清单',
    ]);
    expect(objections({ decision: { ...upheld, isUpheld: false, newUnitId: null, words: '' } })).toEqual([
      '住建异议：不属本单位',
      '确定：不成立（甲 3月5日 09:07）：未写理由',
    ]);
  });
  it('of an objection is read by the office, the unit itself and the unit that has it now; its reason by the unit as its own words', () => {
    const round = withRound({ objections: [{ ...objection, decision: upheld }] });
    const read = (reader: SheetReader) => decidedFacts(round, directory, reader).length;
    expect([OFFICE, unit(UNITS.housing), unit(UNITS.safety), unit(UNITS.finance)].map(read)).toEqual([2, 2, 2, 0]);
    expect(read(unit(UNITS.finance, UNITS.safety)), 'of both').toBe(2);
    const of = (reader: SheetReader) => decidedFacts(round, directory, reader)[0]?.of;
    expect([of(OFFICE), of(unit(UNITS.housing)), of(unit(UNITS.safety))]).toEqual([
      ['object.reason'],
      [],
      ['object.reason'],
    ]);
    const pending = withRound({ objections: [objection] });
    expect(decidedFacts(pending, directory, unit(UNITS.safety))).toEqual([]);
  });
  it('is time that was asked for, with what was done and how it was decided', () => {
    const extension = {
      at,
      by,
      reason: '须等批复',
      doneSoFar: '材料已报',
      newDate: day('2026-04-10'),
      oldDate: day('2026-03-23'),
      decision: null,
    };
    const extended = (decision: Round['extensions'][number]['decision']) =>
      said(decidedFacts(withRound({ extensions: [{ ...extension, decision }] }), directory, OFFICE));
    const asked = (standing: string) => `申请延期：自2026年3月23日延至2026年4月10日（${standing}）：须等批复`;
    expect(extended(null)).toEqual([asked('待审批'), '已做的工作：材料已报']);
    expect(extended({ at, by, isApproved: true, words: '同意' })).toEqual([
      asked('已批准'),
      '已做的工作：材料已报',
      '延期审批：同意',
    ]);
    expect(extended({ at, by, isApproved: false, words: '' })[0]).toBe(asked('未批准'));
  });
  it('is a result that was sent back, with the reason', () => {
    expect(said(decidedFacts(withRound({ returns: [{ at, by, reason: '情况不清' }] }), directory, OFFICE))).toEqual([
      '退回重办（甲 3月5日 09:07）：情况不清',
    ]);
  });
});

describe('挂牌督办', () => {
  const listing: Listing = { at, by: { openId: null, name: '书记甲' }, leaderId: LEADERS.jia, reason: '久拖不决' };
  it('names who listed: in person, by somebody who wrote it down, in a leader’s place, or by the clock', () => {
    const words = (changes: Partial<Listing>) => listerWords({ ...listing, ...changes }, directory);
    expect(words({})).toBe('书记甲');
    expect(words({ by: { openId: null, name: '系统' } })).toBe('书记甲（系统登记）');
    expect(words({ by: { openId: null, name: '旁人', actedFor: '书记甲' } })).toBe('旁人（代书记甲）');
    expect(words({ leaderId: null })).toBe('书记甲');
    expect(words({ leaderId: LEADERS.yi })).toBe('区长乙（书记甲登记）');
  });
  it('is what was lifted, with why, and then what is in force', () => {
    const subject: Case = {
      ...givenCase('handling'),
      liftedListings: [{ ...listing, lifted: { at, by, reason: '已有进展' } }],
      listed: { ...listing, reason: '' },
    };
    expect(said(listingFacts(subject, directory))).toEqual([
      '曾挂牌督办：久拖不决（书记甲 3月5日 09:07）',
      '解除挂牌：已有进展（甲 3月5日 09:07）',
      '已挂牌督办：未写理由（书记甲 3月5日 09:07）',
    ]);
    expect(listingFacts(givenCase('handling'), directory)).toEqual([]);
  });
});

describe('what was told on the way', () => {
  it('is in the order in which it came, under the name of the unit or of whoever said it', () => {
    const [lead, supporting] = handled.units;
    if (!lead || !supporting) throw new Error('two units');
    const file = { token: 'file-1', name: '现场.jpg', bytes: 1 };
    const progress = [
      { at: 40, by, unitId: null, text: '恢复计时', files: [] },
      { at: 10, by, unitId: UNITS.housing, text: '已踏勘', files: [file] },
    ];
    const units = [lead, { ...supporting, contribution: { at: 30, by, text: '已配合' } }];
    const subject: Case = {
      ...givenCase('handling'),
      enterpriseAnswers: [{ at: 20, question: '编号', text: '编号如下', recordedBy: null }],
      materials: [
        { at: 5, text: '', files: [file] },
        { at: 50, text: '补充照片', files: [] },
      ],
    };
    const told = (isHidden: boolean) => historyFacts(subject, withRound({ progress, units }), directory, isHidden);
    expect(said(told(false))).toEqual([
      '企业补交材料：（无说明）',
      '住建：已踏勘',
      '企业补充：编号如下',
      '财政协办意见：已配合',
      '甲：恢复计时',
      '企业补交材料：补充照片',
    ]);
    expect(told(false).map(({ files }) => files.length)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(new Set(told(false).map(({ weight }) => weight))).toEqual(new Set(['line']));
    expect(said(told(true)), 'a confidential enterprise sends what may name it').toHaveLength(4);
  });
});
