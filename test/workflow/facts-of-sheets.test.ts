/** What a sheet says of the 批示, of its limit, of what stands behind it, and to a unit whose part is over, sentence by sentence. */
import { describe, expect, it } from 'vitest';
import type { By, Case, Instruction, Round, Transcript } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { backgroundFacts } from '../../src/workflow/whose-turn/background-facts.ts';
import type { Fact, SheetReader } from '../../src/workflow/whose-turn/fact.ts';
import {
  instructionFacts,
  limitFacts,
  proposalFacts,
  signatureWords,
} from '../../src/workflow/whose-turn/instruction-facts.ts';
import { releaseOf } from '../../src/workflow/whose-turn/released-facts.ts';
import { requestFacts, sheetFacts } from '../../src/workflow/whose-turn/sheet-facts.ts';
import { consultationFacts, unvettedWords, verdictFacts } from '../../src/workflow/whose-turn/vetting-facts.ts';
import { ACTORS, beijing, exampleDirectory, givenCase, UNITS } from '../support/given.ts';

const directory = exampleDirectory();
const OFFICE: SheetReader = { kind: 'office' };
const LEAD: SheetReader = { kind: 'unit', unitIds: [UNITS.housing] };
const by: By = { openId: ACTORS.staff.openId, name: '甲' };
const at = beijing('2026-03-05 09:07');
const BY = '甲 3月5日 09:07';
const said = (facts: readonly Fact[]) => facts.map(({ label, text }) => `${label}：${text}`);
const about = (label: string, facts: readonly Fact[]) => said(facts.filter((one) => one.label === label));
const subject = givenCase('handling');
const [handled] = subject.rounds;
const [resolved] = givenCase('awaiting_rating').rounds;
const signed = handled?.instruction;
const result = resolved?.results[0];
if (!handled || !signed || !resolved || !result) throw new Error('a sheet and a result');
const day = beijingDate;

describe('批示', () => {
  const facts = (
    changes: Partial<Instruction>,
    reader: SheetReader = OFFICE,
    round: Round = handled,
    of: Case = subject,
  ) => instructionFacts(of, round, { ...signed, ...changes }, directory, reader);

  it('is there also where it has no words, with its number and who signed when', () => {
    expect(said(facts({ words: '' })).slice(0, 3)).toEqual([
      '编号：示接交〔2026〕1号',
      '批示：',
      `签批：书记甲 ${signatureWords(signed).slice(4)}`,
    ]);
    expect(signatureWords({ ...signed, signedAt: at })).toBe('书记甲 2026年3月5日 09:07');
    expect(signatureWords({ ...signed, signedAt: at, inTheRoom: true })).toBe('书记甲 2026年3月5日 09:07（现场签批）');
    const transcript = { recordedBy: by, writtenOn: day('2026-03-01'), checked: null };
    expect(signatureWords({ ...signed, signedAt: at, transcript })).toBe('书记甲 2026年3月1日');
  });
  it('says what was put right and what was added, by whom', () => {
    const before = {
      words: '原话',
      leadLeaderId: null,
      leadUnitId: UNITS.housing,
      supportingUnitIds: [],
      limit: { workdays: 5 },
    };
    const changed = facts({ corrections: [{ at, by, before }], additions: [{ at, by, words: '一并办理' }] });
    expect(about(`更正前的批示（${BY}更正）`, changed)).toEqual([`更正前的批示（${BY}更正）：原话`]);
    expect(about(`追加批示（${BY}）`, changed)).toEqual([`追加批示（${BY}）：一并办理`]);
  });
  it('that was transcribed says by whom, and whether the leader looked at it', () => {
    const transcript: Transcript = { recordedBy: by, writtenOn: day('2026-03-01'), checked: null };
    const words = (changes: Partial<Transcript>, round: Round = handled) =>
      about('转录', facts({ signedAt: at, transcript: { ...transcript, ...changes } }, OFFICE, round));
    const checked = (corrected: string | null) => ({
      checked: { at, by: { openId: null, name: '书记甲' }, corrected },
    });
    expect(words({})).toEqual([`转录：据书面批示转录（${BY}），待书记甲核对，原件见照片和附件`]);
    expect(words(checked(null))).toEqual([`转录：据书面批示转录（${BY}），书记甲已核对，原件见照片和附件`]);
    expect(words(checked('原话'))).toEqual([`转录：据书面批示转录（${BY}），书记甲已更正，原件见照片和附件`]);
    const voided = { ...handled, voided: { at, by, words: '' } };
    expect(words({}, voided)).toEqual([`转录：据书面批示转录（${BY}），甲核对：非本人批示，原件见照片和附件`]);
    expect(about('转录', facts({}))).toEqual([]);
  });
  it('tells a unit in whose name it has the work', () => {
    expect(about('交办', facts({}, LEAD))).toEqual(['交办：示例区工商联，经书记甲批示']);
    const nameless = facts({ signedBy: { openId: null, name: '' } }, LEAD);
    expect(about('交办', nameless)).toEqual(['交办：示例区工商联，经领导批示']);
    expect(about('交办', facts({}))).toEqual([]);
  });
  it('names who leads and supports now, and who did when it was signed where that changed', () => {
    expect(about('牵头领导', facts({}))).toEqual(['牵头领导：常务副区长丙']);
    expect(about('牵头领导', facts({ leadLeaderId: null }))).toEqual([]);
    expect(about('协办单位', facts({}))).toEqual(['协办单位：财政']);
    expect(about('协办单位', facts({ supportingUnitIds: [] }))).toEqual(['协办单位：财政（签批时为无）']);
    expect(about('协办单位', facts({ supportingUnitIds: [UNITS.safety, UNITS.finance] }))).toEqual([
      '协办单位：财政（签批时为应急、财政）',
    ]);
    expect(about('主办单位', facts({ leadUnitId: UNITS.safety }))).toEqual(['主办单位：住建（签批时为应急）']);
  });
  it('quotes what was proposed where it agrees to that; else the office reads it behind the sheet, and what is proposed now', () => {
    const agreed = { ...signed, words: '同意拟办意见。' };
    expect(about('所批拟办意见', facts({ words: agreed.words }))).toEqual(['所批拟办意见：建议由住建主办。']);
    expect(about('所批拟办意见', facts({ words: '请抓紧。' }))).toEqual([]);
    const proposed = (instruction: Instruction | null, reader: SheetReader = OFFICE, words = '建议由住建主办。') => {
      const proposal = { ...subject.notes.proposal, words };
      const now = { ...subject, notes: { ...subject.notes, proposal } };
      return said(proposalFacts(now, { ...handled, instruction }, reader));
    };
    expect(proposed(signed)).toEqual(['拟办意见：建议由住建主办。']);
    expect(proposed(agreed)).toEqual([]);
    expect(proposed(agreed, OFFICE, '另行拟办')).toEqual(['现拟办意见：另行拟办']);
    expect([proposed(signed, LEAD), proposed(null)]).toEqual([[], []]);
  });
  it('signed before it was vetted says so, and whether that was made up for', () => {
    const unvetted = { ...handled, isUnvetted: true };
    const lacking = { ...subject, notes: { ...subject.notes, lawful: { answer: 'unsure', ground: '' } as const } };
    expect(unvettedWords(subject, handled)).toBe('');
    expect(unvettedWords(subject, unvetted)).toBe('签批时未经核查，已补核');
    expect(unvettedWords(lacking, unvetted)).toBe('签批时未经核查，待补核');
    expect(about('核查', facts({}, OFFICE, unvetted))).toEqual(['核查：签批时未经核查，已补核']);
  });
});

describe('a limit', () => {
  const { due } = handled;
  if (!due) throw new Error('a limit runs');
  const limit = (changes: Partial<Case>, round: Partial<Round> = {}) =>
    said(limitFacts({ ...subject, ...changes }, { ...handled, ...round }));
  it('has its day and how it was reckoned; provisional, late or standing still it says so', () => {
    expect(limit({})).toEqual(['办理时限：2026年3月23日前办结', `推算：${due.derivation}`]);
    expect(limit({ light: 'red' })[0]).toBe('办理时限：已超期，原定2026年3月23日前办结');
    const pause = { since: 1, returnTo: 'handling', question: '编号', askedBy: by } as const;
    expect(limit({ pause })[0]).toBe('办理时限：2026年3月23日前办结，等企业补充期间暂停计算');
    expect(limit({}, { due: { ...due, isProvisional: true } })).toEqual([
      '办理时限：2026年3月23日前办结（暂定）',
      `推算：${due.derivation}超出已公布的节假日安排，日期为暂定，安排公布后重算。`,
    ]);
    expect(limit({}, { due: null })).toEqual(['办理时限：未定时限']);
  });
  it('that moved says from which day to which, and why', () => {
    const move = { at, from: day('2026-03-20'), to: day('2026-03-23'), why: 'extension' } as const;
    expect(limit({}, { dueMoves: [move] })[2]).toBe(
      '时限调整：2026年3月20日改为2026年3月23日（批准延期，3月5日 09:07）',
    );
  });
});

describe('what stands behind an appeal', () => {
  it('is the appeal itself, its wish and its urgency; and that nothing was written', () => {
    const { appeal } = subject;
    expect(said(requestFacts({ ...subject, appeal: { ...appeal, text: '', urgency: '资金紧张' } }))).toEqual([
      '诉求：（未填）',
      '希望：组织联合验收',
      '紧急情况：资金紧张',
    ]);
  });
  it('are verdicts with their grounds, and what units were asked and answered', () => {
    const { notes } = subject;
    const unsure = { ...subject, notes: { ...notes, lawful: { answer: 'unsure', ground: ' ' } as const } };
    expect(said(verdictFacts(unsure))).toEqual([
      '真实：是（依据：现场照片）',
      '合法：待核',
      '合理：是（依据：现场照片）',
    ]);
    const question = { unitId: UNITS.safety, question: '还缺什么', askedAt: 1, answer: null };
    const asked = (answer: { at: number; by: By; text: string } | null) =>
      said(consultationFacts({ ...subject, consultations: [{ ...question, answer }] }, directory));
    expect(asked(null)).toEqual(['预沟通问应急：还缺什么', '应急答复：尚未答复']);
    expect(asked({ at, by, text: '缺消防意见' })[1]).toBe(`应急答复：缺消防意见（${BY}）`);
  });
  it('is what was said in the room, what was merged into it, and a withdrawal that was looked into', () => {
    const merged = {
      caseId: subject.id,
      enterpriseName: '',
      isSameEnterprise: false,
      category: '',
      submittedAt: at,
      reason: '同一事项',
      at,
    };
    const background = (changes: Partial<Case>) => said(backgroundFacts({ ...subject, ...changes }));
    expect(background({ hearing: null, tookIn: [merged] })).toEqual([
      '并入事项：另一家企业，2026年3月5日登记，一并办理、一并答复。合并原因：同一事项',
    ]);
    expect(
      background({ hearing: null, tookIn: [{ ...merged, enterpriseName: '〔虚构〕乙', category: '融资' }] })[0],
    ).toContain('〔虚构〕乙，融资，2026年');
    expect(background({})).toEqual(['接待记录：企业当面陈述。']);
    const withdrawal = { at, words: '', outcome: 'void', audit: { at, by, note: '电话核实' } } as const;
    expect(background({ hearing: null, withdrawal })).toEqual([
      '撤回核实：企业曾申请撤回，核实为非自愿，继续办理。',
      '撤回核实情况：电话核实',
    ]);
    expect(background({ hearing: null, withdrawal: { ...withdrawal, outcome: 'voluntary' } })[0]).toBe(
      '撤回核实：企业自愿撤回。',
    );
    expect(background({ hearing: null, withdrawal: { ...withdrawal, outcome: 'pending', audit: null } })).toEqual([]);
  });
});

describe('a sheet', () => {
  it('names the enterprise and how to reach it, and neither to units where it is confidential', () => {
    const facts = (of: Case, reader: SheetReader = OFFICE) => sheetFacts(of, handled, directory, reader);
    expect(facts(subject).contact).toEqual({ text: '企业代表01 法定代表人 199-0000-0001', phone: '19900000001' });
    const secret = { ...subject, notes: { ...subject.notes, isConfidential: true } };
    expect(facts(secret, LEAD)).toMatchObject({
      enterprise: '保密企业',
      contact: { text: '企业要求保密，请通过区工商联联系', phone: '' },
    });
    expect(facts(secret).enterprise).toBe(subject.appeal.enterpriseName);
    const nameless = { ...subject, appeal: { ...subject.appeal, enterpriseName: '', contactRole: ' ' } };
    expect(facts(nameless)).toMatchObject({
      enterprise: '（未填企业名称）',
      contact: { text: '企业代表01 199-0000-0001' },
    });
  });
  it('that is void has no limit and no parts; an answer in the room has no sheet', () => {
    const facts = (changes: Partial<Round>) => sheetFacts(subject, { ...handled, ...changes }, directory, OFFICE);
    const voided = facts({ voided: { at, by, words: '' } });
    expect([voided.limit, voided.parts, voided.number]).toEqual([[], [], '示接交〔2026〕1号']);
    const inRoom = facts({ instruction: null });
    expect([said(inRoom.sheet), inRoom.limit, inRoom.number]).toEqual([['批示：接待日现场答复，未出交办单'], [], '']);
  });
  it('says what the enterprise was asked, while it is', () => {
    const pause = { since: 1, returnTo: 'handling', question: '请补充编号', askedBy: by } as const;
    const question = (of: Case) => said(sheetFacts(of, handled, directory, OFFICE).question);
    expect([question(subject), question({ ...subject, pause })]).toEqual([[], ['已请企业补充：请补充编号']]);
  });
});

describe('a unit whose part is over', () => {
  const release = (round: Partial<Round>, of: Partial<Case> = {}, who = ACTORS.housing.openId) => {
    const own = { ...handled, ...round };
    return releaseOf({ ...subject, rounds: [own], ...of }, own, directory, who);
  };
  const objection = { unitId: UNITS.safety, at, by, reason: '不属本单位', suggestedUnitId: null };
  const decision = { at, by, isUpheld: true, words: '按职责清单', newUnitId: UNITS.housing };

  it('is none that still has one, or never had', () => {
    expect(release({})).toBeNull();
    expect(release({}, {}, ACTORS.safety.openId)).toBeNull();
    const pending = { objections: [{ ...objection, decision: null }] };
    expect(release(pending, {}, ACTORS.safety.openId)).toBeNull();
  });
  it('reads that its objection was upheld, who has it now, and what it said itself', () => {
    const released = release({ objections: [{ ...objection, decision }] }, {}, ACTORS.safety.openId);
    expect(released?.unitId).toBe(UNITS.safety);
    expect(released?.why).toBe('应急的异议成立，本事项改由住建办理，本交办单对应急作废，请勿再办理。');
    expect(said(released?.facts ?? [])).toEqual([
      '现主办单位：住建',
      '应急异议：不属本单位',
      `确定：成立，改由住建办理（${BY}）：按职责清单`,
    ]);
  });
  it('reads of its own objection, and of no other’s, though that was upheld first', () => {
    const other = {
      ...objection,
      unitId: UNITS.federation,
      reason: '另有理由',
      decision: { ...decision, newUnitId: UNITS.finance },
    };
    const released = release({ objections: [other, { ...objection, decision }] }, {}, ACTORS.safety.openId);
    expect(released?.why).toContain('本事项改由住建办理');
    expect(said(released?.facts ?? [])).toHaveLength(3);
    expect(released?.facts[1]).toMatchObject({ label: '应急异议', of: [] });
  });
  it('reads that the 批示 was put right, by whom', () => {
    const before = {
      words: '',
      leadLeaderId: null,
      leadUnitId: UNITS.housing,
      supportingUnitIds: [UNITS.safety],
      limit: { workdays: 5 },
    };
    const instruction = { ...signed, corrections: [{ at, by, before }] };
    expect(release({ instruction }, {}, ACTORS.safety.openId)?.why).toBe(
      `${BY}更正批示，本事项不再由应急承办，本交办单对应急作废，请勿再办理。`,
    );
  });
  it('reads that the sheet is void, with the leader’s words', () => {
    const voided = { at, by, words: '我没有批示过。' };
    const own = { ...handled, voided };
    const none = { ...subject, state: 'heard', rounds: [own] } as const;
    expect(releaseOf(none, own, directory, ACTORS.housing.openId)).toMatchObject({
      why: `本交办单已作废，请勿再办理。${BY}：非本人批示。我没有批示过。`,
      facts: [],
    });
  });
  it('of an earlier round reads that another 批示 was written, and what it did', () => {
    const [lead, supporting] = resolved.units;
    if (!lead || !supporting) throw new Error('two units');
    const contribution = { at, by, text: '已配合' };
    const progress = [
      { at, by, unitId: UNITS.housing, text: '已踏勘', files: [] },
      { at, by, unitId: UNITS.finance, text: '已列支', files: [] },
    ];
    const first = { ...resolved, progress, units: [lead, { ...supporting, contribution }] };
    const next = { ...handled, round: 2, units: [{ ...lead, unitId: UNITS.safety }] };
    const again = { ...subject, rounds: [first, next] };
    const read = (who: (typeof ACTORS)['housing']['openId']) => releaseOf(again, first, directory, who);
    expect(read(ACTORS.housing.openId)?.why).toBe('本轮已结束，领导已作新批示，本事项不再由住建办理。');
    expect(said(read(ACTORS.housing.openId)?.facts ?? []).slice(0, 3)).toEqual([
      '现主办单位：应急',
      '进展（3月5日 09:07）：已踏勘',
      '办理结果：已解决',
    ]);
    expect(said(read(ACTORS.finance.openId)?.facts ?? [])).toEqual([
      '现主办单位：应急',
      '进展（3月5日 09:07）：已列支',
      '协办意见：已配合',
    ]);
  });
  it('reads nothing that names a confidential enterprise', () => {
    const { enterpriseName } = subject.appeal;
    const named = { ...objection, reason: `${enterpriseName}不归我管`, decision: { ...decision, words: '' } };
    const notes = { ...subject.notes, isConfidential: true };
    const released = release({ objections: [named] }, { notes }, ACTORS.safety.openId);
    expect(JSON.stringify(released)).not.toContain(enterpriseName);
    expect(JSON.stringify(released)).toContain('〔保密企业〕不归我管');
    const voided = { at, by, words: `${enterpriseName}的事我没有批示过` };
    const own = { ...handled, voided };
    const secret = { ...subject, state: 'heard', notes, rounds: [own] } as const;
    expect(releaseOf(secret, own, directory, ACTORS.housing.openId)?.why).not.toContain(enterpriseName);
  });
});
