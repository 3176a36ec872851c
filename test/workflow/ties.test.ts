// 关联与回避: what counts as the same enterprise, the same matter again, and an interest.
import { describe, expect, it } from 'vitest';
import { beijingDate, caseId, openId } from '../../src/workflow/ids.ts';
import { ALL_STATES } from '../../src/workflow/states.ts';
import {
  changedLooks,
  changedTies,
  conflictsOf,
  enterpriseKeys,
  interestOf,
  type KnownEnterprise,
  lookAlikes,
  NO_TIES,
  neighbourOf,
  repeatOf,
  signerAvoids,
  type Ties,
  waitsForSignature,
} from '../../src/workflow/ties.ts';
import { ACTORS, exampleDirectory, givenCase, LEADERS, UNITS } from '../support/given.ts';

const sheet = givenCase('awaiting_instruction');
const known: KnownEnterprise = {
  legalRepresentative: '',
  contactName: '',
  linkedLeaderIds: [],
  avoidingOpenIds: [],
  kin: [],
};
const directory = exampleDirectory();
const jia = directory.leaders.find(({ id }) => id === LEADERS.jia);
if (!jia?.openId) throw new Error('no leader');
const kinds = (ties: Ties, subject = sheet) =>
  conflictsOf(subject, ties, directory, LEADERS.jia).map(({ kind }) => kind);

describe('the same enterprise', () => {
  it.each([
    ['91999999MAXX 00015j', '91999999MAXX00015J'],
    ['９１９９９９９９MAXX00015J', '91999999MAXX00015J'],
    ['', ''],
  ])('is known by its code, however it was typed: %s', (typed, code) => {
    expect(enterpriseKeys({ ...sheet.appeal, creditCode: typed }).code).toBe(code);
  });
  it('is known by its name, whichever brackets and blanks it has', () => {
    expect(enterpriseKeys({ ...sheet.appeal, enterpriseName: ' 示例（集团）有限公司 ' }).name).toBe(
      '示例(集团)有限公司',
    );
  });
  it.each([
    ['+86 199-0000-0001', '19900000001'],
    ['0830 2345678', '08302345678'],
    ['+852 2345 6789', '85223456789'],
    ['1990000000', '1990000000'],
    ['2345678', '2345678'],
    ['345678', ''],
    ['110', ''],
    ['000-00000000', ''],
  ])('of a telephone only the digits count, and only where they tell one from another: %s', (typed, phone) => {
    expect(enterpriseKeys({ ...sheet.appeal, phone: typed }).phone).toBe(phone);
  });
});

describe('重复反映', () => {
  const closed = givenCase('closed');
  const near = (changes: Partial<ReturnType<typeof neighbourOf>>, tie: 'same' | 'declared' = 'same'): Ties => ({
    enterprise: null,
    neighbours: [{ tie, of: { ...neighbourOf(closed), ...changes } }],
  });
  const other = '请求协调夜间公交延时。';
  it('is an ended case of the same category', () => {
    expect(repeatOf(sheet, near({ text: other }))).toMatchObject({ number: '示接交〔2026〕1号', grade: 5 });
  });
  it('is an ended case that says nearly the same, whatever its category', () => {
    expect(repeatOf(sheet, near({ category: '其他', text: `${sheet.appeal.text}急。` }))).not.toBeNull();
  });
  it.each([
    ['one still in hand', near({ state: 'handling' })],
    ['one that was merged', near({ state: 'merged' })],
    ['another matter', near({ category: '融资', text: other })],
    ['the catch-all category', near({ category: '其他', text: other })],
    ['one of a tied enterprise', near({}, 'declared')],
  ])('is not %s', (_name, ties) => {
    const subject = { ...sheet, appeal: { ...sheet.appeal, category: ties === near({}) ? '' : sheet.appeal.category } };
    expect(repeatOf(subject, ties)).toBeNull();
  });
});

describe('回避', () => {
  it('is asked of nobody where nothing is known', () => {
    expect(kinds(NO_TIES)).toEqual([]);
  });
  it('is asked of a leader with a declared interest, before anybody else', () => {
    const avoidingOpenIds = [jia.openId ?? openId(''), ...jia.secretaryOpenIds];
    expect(kinds({ ...NO_TIES, enterprise: { ...known, avoidingOpenIds } })[0]).toBe('signer');
  });
  it('is asked of a leader who is the contact or the legal representative, to be checked', () => {
    const subject = { ...sheet, appeal: { ...sheet.appeal, contactName: jia.name } };
    expect(conflictsOf(subject, NO_TIES, directory, LEADERS.jia)).toEqual([
      { kind: 'signer', leaderId: LEADERS.jia, why: 'namesake' },
    ]);
    expect(kinds({ ...NO_TIES, enterprise: { ...known, legalRepresentative: jia.name } })).toEqual(['signer']);
  });
  it('is asked of a unit that is complained of and proposed to handle it', () => {
    const subject = { ...sheet, notes: { ...sheet.notes, complainedUnitIds: [UNITS.housing] } };
    expect(conflictsOf(subject, NO_TIES, directory, LEADERS.jia)).toEqual([
      { kind: 'unit', unitId: UNITS.housing, role: 'lead' },
    ]);
  });
  it('is asked of a unit in the part it is proposed for, and of no other that is complained of', () => {
    const units = (...complainedUnitIds: readonly (typeof UNITS)['housing'][]) =>
      conflictsOf({ ...sheet, notes: { ...sheet.notes, complainedUnitIds } }, NO_TIES, directory, LEADERS.jia);
    expect(units(UNITS.finance, UNITS.safety)).toEqual([{ kind: 'unit', unitId: UNITS.finance, role: 'supporting' }]);
  });
  it('is asked of a substitute, and of a 联络员 where any of them has an interest', () => {
    const { stranger, yi, secretary } = ACTORS;
    const substitute = { openId: yi.openId, from: beijingDate('2026-01-01'), to: beijingDate('2026-12-31') };
    const staffed = {
      ...directory,
      leaders: directory.leaders.map((one) =>
        one.id === LEADERS.jia ? { ...one, substitute, secretaryOpenIds: [secretary.openId, stranger.openId] } : one,
      ),
    };
    const avoided = (...avoidingOpenIds: readonly (typeof yi)['openId'][]) =>
      conflictsOf(sheet, { ...NO_TIES, enterprise: { ...known, avoidingOpenIds } }, staffed, LEADERS.jia);
    expect(avoided(yi.openId)).toEqual([{ kind: 'substitute', leaderId: LEADERS.jia }]);
    expect(avoided(stranger.openId)).toEqual([{ kind: 'secretary', leaderId: LEADERS.jia }]);
    expect(avoided(ACTORS.bing.openId)).toEqual([{ kind: 'leadLeader', leaderId: LEADERS.bing, why: 'declared' }]);
  });
  it('of a leader who would sign and lead is asked once; only an interest of the signer stops the signature', () => {
    const proposal = { ...sheet.notes.proposal, leadLeaderId: LEADERS.jia };
    const own = { ...sheet, notes: { ...sheet.notes, proposal, complainedUnitIds: [UNITS.housing] } };
    const ties = { ...NO_TIES, enterprise: { ...known, contactName: jia.name } };
    expect(kinds(ties, own)).toEqual(['signer', 'unit']);
    expect(signerAvoids(own, ties, directory, LEADERS.jia)).toBe(true);
    expect(signerAvoids(own, NO_TIES, directory, LEADERS.jia)).toBe(false);
    expect(signerAvoids(own, ties, directory, null)).toBe(false);
  });
  it('does not follow from two names that are empty', () => {
    const nameless = { ...sheet, appeal: { ...sheet.appeal, contactName: '' } };
    expect(interestOf({ openId: null, name: ' ' }, nameless, NO_TIES)).toBeNull();
    expect(interestOf({ openId: null, name: jia.name }, nameless, NO_TIES)).toBeNull();
    expect(interestOf(null, nameless, NO_TIES)).toBeNull();
  });
  it('does not follow from 挂钩联系 alone', () => {
    expect(kinds({ ...NO_TIES, enterprise: { ...known, linkedLeaderIds: [LEADERS.jia] } })).toEqual([]);
  });
});

describe('what looks alike (疑似重复)', () => {
  const DAY = 86_400_000;
  const own = { ...sheet, appeal: { ...sheet.appeal, category: '融资', text: '续贷衔接有十天空档，请协调银行。' } };
  const peer = { ...neighbourOf(own), id: caseId('other') };
  const why = (changes: Partial<typeof peer>, subject = own) =>
    lookAlikes(subject, [{ ...peer, ...changes }]).map(({ by }) => by);
  const otherWords = { text: '地块办证卡在验收环节，已经等了半年。' };

  it('is an open case of the same words, however long ago, whatever its category', () => {
    expect(why({ category: '用地', submittedAt: own.submittedAt - 900 * DAY })).toEqual(['words']);
  });
  it('is one of the same category within 90 days before or after', () => {
    expect(why({ ...otherWords, submittedAt: own.submittedAt - 90 * DAY })).toEqual(['category']);
    expect(why({ ...otherWords, submittedAt: own.submittedAt + 90 * DAY })).toEqual(['category']);
    expect(why({ ...otherWords, submittedAt: own.submittedAt - 90 * DAY - 1 })).toEqual([]);
    expect(why({ ...otherWords, category: '用地' })).toEqual([]);
  });
  it('is an ended one of the same category at any time, as on the sheet; one that was merged lives on elsewhere', () => {
    expect(why({ ...otherWords, state: 'closed', submittedAt: own.submittedAt - 900 * DAY })).toEqual(['category']);
    expect(why({ state: 'merged' })).toEqual([]);
  });
  it('is nothing by the category 其他 alone', () => {
    const catchAll = { ...own, appeal: { ...own.appeal, category: '其他' } };
    expect(why({ ...otherWords, category: '其他' }, catchAll)).toEqual([]);
  });
  it('is nothing by a category that was not given', () => {
    const none = { ...own, appeal: { ...own.appeal, category: '' } };
    expect(why({ ...otherWords, category: '' }, none)).toEqual([]);
  });
  it('has three of five neighbouring pairs of characters in common, whatever stands between them', () => {
    const saying = (text: string) => ({ ...own, appeal: { ...own.appeal, category: '', text } });
    const alike = (one: string, other: string) => why({ category: '', text: other }, saying(one));
    expect(alike('甲乙丙丁戊己', '甲乙丙丁庚辛')).toEqual(['words']);
    expect(alike('甲乙丙丁戊己', '甲乙丙庚辛壬')).toEqual([]);
    expect(alike('甲乙丙丁戊己', '己戊丁丙乙甲'), 'the same characters the other way round').toEqual([]);
    expect(alike('甲乙丙丁戊己', '甲，乙。丙 丁、戊；己')).toEqual(['words']);
    expect(alike('', ''), 'nothing said').toEqual([]);
    expect(alike('甲', '甲'), 'no pair').toEqual([]);
  });
  it('is judged by the first 300 characters, which is all that is kept of the other', () => {
    const letters = (from: number) => String.fromCodePoint(...Array.from({ length: 300 }, (_, at) => from + at));
    const long = { ...own, appeal: { ...own.appeal, category: '', text: `${letters(0x4e00)}${letters(0x5e00)}` } };
    const { text } = neighbourOf(long);
    expect(text).toBe(letters(0x4e00));
    const longer = { ...long, appeal: { ...long.appeal, text: `${long.appeal.text}${letters(0x6e00)}` } };
    expect(why({ category: '', text }, longer)).toEqual(['words']);
  });
  it('is not asked of a confidential case, nor of one that has ended', () => {
    expect(why({}, { ...own, notes: { ...own.notes, isConfidential: true } })).toEqual([]);
    expect(why({}, { ...own, state: 'declined' })).toEqual([]);
  });
  it('is looked at again in the rows of others when what they name has changed, not with every step', () => {
    expect(changedLooks(null, own)).toHaveLength(1);
    expect(changedLooks(own, { ...own, state: 'assigned', light: 'red' })).toEqual([]);
    expect(changedLooks(own, { ...own, state: 'closed' })).toHaveLength(2);
    expect(changedLooks(own, { ...own, appeal: { ...own.appeal, text: '另一件事' } })).toHaveLength(2);
    expect(changedLooks(own, { ...own, notes: { ...own.notes, isConfidential: true } })).toHaveLength(2);
  });
});

describe('a neighbour', () => {
  it('is named by its last sheet that is in force, and by its last grade', () => {
    const subject = givenCase('awaiting_closure');
    const [first] = subject.rounds;
    if (!first?.instruction) throw new Error('no sheet');
    const by = { openId: null, name: '书记甲' };
    const number = (serial: number) => ({ year: 2026, serial, text: `示接交〔2026〕${serial}号` });
    const later = { ...first, round: 2, rating: null, instruction: { ...first.instruction, number: number(2) } };
    const near = (...rounds: readonly (typeof first)[]) => {
      const told = neighbourOf({ ...subject, rounds });
      return [told.number, told.grade];
    };
    expect(near(first, later)).toEqual(['示接交〔2026〕2号', 5]);
    expect(near(first, { ...later, voided: { at: 1, by, words: '非本人批示' } })).toEqual(['示接交〔2026〕1号', 5]);
    expect(near(first, { ...later, instruction: null })).toEqual(['示接交〔2026〕1号', 5]);
    expect(near()).toEqual([null, null]);
  });
  it('is shown on a sheet only where a signature is waited for', () => {
    expect(ALL_STATES.filter((state) => waitsForSignature({ state }))).toEqual([
      'scheduled',
      'heard',
      'awaiting_instruction',
    ]);
  });
});

describe('sheets of neighbours', () => {
  it('are looked at again when a case is new, moves, is renamed or becomes confidential, under the old name and the new', () => {
    const keys = enterpriseKeys(sheet.appeal);
    expect(changedTies(null, sheet)).toEqual([keys]);
    expect(changedTies(sheet, { ...sheet, state: 'assigned' })).toHaveLength(2);
    const renamed = { ...sheet, appeal: { ...sheet.appeal, enterpriseName: '〔虚构〕新名称有限公司' } };
    expect(changedTies(sheet, renamed).map(({ name }) => name)).toEqual([keys.name, '(虚构)新名称有限公司']);
    expect(changedTies(sheet, { ...sheet, notes: { ...sheet.notes, isConfidential: true } })).toHaveLength(2);
  });
  it('are left alone by what they do not show', () => {
    expect(changedTies(sheet, { ...sheet, seq: sheet.seq + 1, light: 'red', ladderLevel: 2 })).toEqual([]);
  });
});
