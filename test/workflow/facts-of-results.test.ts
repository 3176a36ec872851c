/** What a sheet says of a result, of what the enterprise thought, and of the rounds before, sentence by sentence. */
import { describe, expect, it } from 'vitest';
import type { By, Rating, Round } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import type { Fact, SheetReader } from '../../src/workflow/whose-turn/fact.ts';
import { signatureWords } from '../../src/workflow/whose-turn/instruction-facts.ts';
import {
  earlierFacts,
  planFacts,
  ratingFacts,
  reportFacts,
  resultFacts,
} from '../../src/workflow/whose-turn/result-facts.ts';
import { ACTORS, beijing, exampleDirectory, givenCase, UNITS } from '../support/given.ts';

const directory = exampleDirectory();
const OFFICE: SheetReader = { kind: 'office' };
const LEAD: SheetReader = { kind: 'unit', unitIds: [UNITS.housing] };
const SUPPORTING: SheetReader = { kind: 'unit', unitIds: [UNITS.finance] };
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

describe('a result', () => {
  it('is what was reported, by whom, and what the enterprise was told where that is another text', () => {
    const planned = { ...result, at, by, outcome: 'planned', plannedDate: day('2026-06-01'), basis: '第三条' } as const;
    expect(said(reportFacts(planned))).toEqual([
      '办理结果：计划解决',
      '计划解决：2026年6月1日前',
      '政策依据：第三条',
      '办理情况：已组织联合验收。',
      '单位负责人：住建负责人',
      `报送：${BY}`,
    ]);
    expect(about('计划解决', reportFacts(result))).toEqual([]);
    expect(reportFacts(null)).toEqual([]);
    const replied = (publicReply: string) => said(resultFacts({ ...resolved, review: { at, by, publicReply } })).at(-1);
    expect(replied('联合验收已完成。')).toBe(`答复企业（${BY}）：联合验收已完成。`);
    expect(replied(result.text)).toMatch(/^报送/u);
    const alone = { ...resolved, results: [], review: { at, by, publicReply: '已答复' } };
    expect(said(resultFacts(alone))).toEqual([`答复企业（${BY}）：已答复`]);
    expect(said(resultFacts({ ...resolved, review: null })).at(-1)).toMatch(/^报送/u);
  });
  it('that is a plan says how it stands, once somebody asked', () => {
    const plan = { ...resolved, results: [{ ...result, outcome: 'planned', plannedDate: day('2026-03-02') } as const] };
    const standing = (planCheck: Round['planCheck']) => said(planFacts({ ...plan, planCheck }));
    expect(standing(null)).toEqual([]);
    expect(standing({ askedAt: 1, verdict: null })).toHaveLength(1);
    expect(standing({ askedAt: 1, verdict: { at, by, isKept: true, words: '已到账。' } })).toEqual([
      expect.stringMatching(/^计划核实：.*（甲 3月5日 09:07）$/u),
      '核实情况：已到账。',
    ]);
    expect(planFacts({ ...resolved, planCheck: { askedAt: 1, verdict: null } })).toEqual([]);
  });
});

describe('what the enterprise thought', () => {
  const rating = (grade: Rating['grade'], more: Partial<Rating> = {}): Rating => ({
    at: 30,
    grade,
    words: '没有解决',
    recordedBy: null,
    channel: 'page',
    asks: null,
    added: [],
    ...more,
  });
  const rated = (changes: Partial<Round>, reader: SheetReader = OFFICE) =>
    said(ratingFacts({ ...resolved, ...changes }, reader));

  it('is its grade, by which way it came, with its words and what it added', () => {
    const added = [{ at: 40, words: '再看看' }];
    expect(rated({ rating: rating(5, { words: '', channel: 'phone', recordedBy: by }) })).toEqual([
      expect.stringMatching(/^企业评价：非常满意（.*，甲）$/u),
    ]);
    expect(rated({ rating: rating(1, { added }) }).slice(1)).toEqual(['企业意见：没有解决', '企业补充意见：再看看']);
  });
  it('is not there yet, after so many calls, or was done without; never before the answer', () => {
    const call = { at, by, note: '' };
    expect(rated({})).toEqual(['企业评价：尚未评价']);
    expect(rated({ callAttempts: [call, call] })).toEqual(['企业评价：尚未评价（已回访2次）']);
    expect(rated({ callAttempts: [call, call], isUnrated: true })).toEqual([
      '企业评价：未评价（回访2次未取得评价，不计入满意）',
    ]);
    expect(rated({ review: null })).toEqual([]);
  });
  it('is followed by how staff judged it and the 牵头领导 decided, also of an earlier rating', () => {
    const judgement = { at, by, decision: 'explain', words: '政策限制' } as const;
    const reconsideration = { at, by, isUpheld: true, words: '同意' };
    expect(rated({ rating: rating(1), judgement, reconsideration }).slice(2)).toEqual([
      `研判说明（${BY}）：政策限制`,
      `复核意见：维持（${BY}）：同意`,
    ]);
    const redone = { ...judgement, decision: 'redo' } as const;
    expect(
      rated({ rating: rating(1), judgement: redone, reconsideration: { ...reconsideration, isUpheld: false } }).slice(
        2,
      ),
    ).toEqual([`研判重办要求（${BY}）：政策限制`, `复核意见：重办（${BY}）：同意`]);
    const earlier = rated({
      earlierRatings: [rating(1)],
      earlierJudgements: [{ judgement: redone, reconsideration: null }],
    });
    expect(earlier).toEqual([
      expect.stringMatching(/^此前企业评价：/u),
      '此前企业意见：没有解决',
      `此前研判重办要求（${BY}）：政策限制`,
      '企业评价：尚未评价',
    ]);
  });
  it('that the unit contests says so to the office and to that unit, and not to one that supports', () => {
    const contest = { at, by, unitId: UNITS.housing, reason: '政策限制', ratedAt: 30, decision: null };
    const contested = (changes: Partial<Round>, reader: SheetReader = OFFICE) =>
      rated({ rating: rating(1), contest, ...changes }, reader).slice(2);
    const open = contested({});
    expect(open).toEqual([`评价申诉：政策限制（${BY}）`, expect.stringMatching(/^申诉结论：[^（]*$/u)]);
    expect(contested({}, LEAD)).toEqual(open);
    expect(contested({}, SUPPORTING)).toEqual([]);
    const decision = { at, by, isUpheld: true, words: '确属政策限制' };
    expect(contested({ contest: { ...contest, decision } }).slice(1)).toEqual([
      expect.stringMatching(/^申诉结论：.+（甲 3月5日 09:07）$/u),
      '确定理由：确属政策限制',
    ]);
    expect(contested({ contest: { ...contest, ratedAt: 10 } })[0]).toMatch(/^对前次评价的申诉：/u);
    expect(rated({ contest })[0]).toMatch(/^对前次评价的申诉：/u);
  });
});

describe('the rounds before', () => {
  const second: Round = { ...handled, round: 2 };
  const earlier = (changes: Partial<Round>) =>
    said(earlierFacts({ ...subject, rounds: [{ ...resolved, ...changes }, second] }, second, directory));
  it('are told in a few lines: the sheet, who had it, what came of it, what the enterprise thought', () => {
    const [first, ...rest] = earlier({});
    expect(first).toBe(
      `历次（第1轮）：原交办单示接交〔2026〕1号（${signatureWords(signed)}）；住建；已解决；批示：请住建抓紧办理。`,
    );
    expect(rest).toEqual(['历次（第1轮）办理情况：已组织联合验收。', '历次（第1轮）答复企业：联合验收已完成。']);
    expect(earlier({ isUnrated: true })[0]).toContain('；已解决；未评价；批示');
    const voided = { at, by, words: '' };
    expect(earlier({ voided })[0]).toContain('），非本人批示，已作废；住建');
    expect(earlier({ isUnvetted: true })[0]).toContain('；签批时未经核查，已补核）');
    expect(earlier({ instruction: null, units: [] })[0]).toBe('历次（第1轮）：现场答复；已解决');
    expect(earlierFacts({ ...subject, rounds: [handled] }, handled, directory)).toEqual([]);
    const unanswered = earlier({ results: [], review: null });
    expect(unanswered).toEqual([
      `历次（第1轮）：原交办单示接交〔2026〕1号（${signatureWords(signed)}）；住建；批示：请住建抓紧办理。`,
    ]);
  });
  it('keep every rating with how it was judged', () => {
    const rating = (grade: 1 | 2, when: number): Rating => ({
      at: when,
      grade,
      words: `不满意${grade}`,
      recordedBy: null,
      channel: 'page',
      asks: null,
      added: [],
    });
    const judgement = { at: 15, by, decision: 'redo', words: '请重办' } as const;
    const lines = earlier({
      earlierRatings: [rating(1, 10)],
      earlierJudgements: [{ judgement, reconsideration: { at: 16, by, isUpheld: false, words: '同意重办' } }],
      rating: rating(2, 20),
      judgement: { ...judgement, words: '已解释' },
      reconsideration: { at, by, isUpheld: true, words: '维持' },
    });
    expect(lines.slice(3)).toEqual([
      '历次（第1轮）此前企业评价：非常不满意，不满意1',
      '历次（第1轮）此前研判意见：请重办',
      '历次（第1轮）此前复核意见：同意重办',
      '历次（第1轮）企业意见：不满意2',
      '历次（第1轮）研判意见：已解释',
      '历次（第1轮）复核意见：维持',
    ]);
    expect(lines[0]).toContain('；评价“不满意”；批示');
    const unjudged = earlier({ earlierRatings: [rating(1, 10)] });
    expect(unjudged.slice(3)).toEqual(['历次（第1轮）此前企业评价：非常不满意，不满意1']);
    const half = earlier({
      earlierRatings: [rating(1, 10)],
      earlierJudgements: [{ judgement, reconsideration: null }],
    });
    expect(half.slice(4)).toEqual(['历次（第1轮）此前研判意见：请重办']);
  });
});
