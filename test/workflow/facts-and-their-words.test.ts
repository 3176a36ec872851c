/**
 * Each fact of a sheet names the fields of words it was taken from: by these it is left out for whoever never may read them
 * (docs/who-reads.md), so a fact without its field would be read by everybody.
 */
import { expect, it } from 'vitest';
import type { By, Case, Rating, Round } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import type { Fact } from '../../src/workflow/whose-turn/fact.ts';
import { sheetFacts } from '../../src/workflow/whose-turn/sheet-facts.ts';
import { ACTORS, exampleDirectory, givenCase, LEADERS, UNITS } from '../support/given.ts';

const by: By = { openId: ACTORS.staff.openId, name: '甲' };
const at = 10;
const rating: Rating = {
  at: 20,
  grade: 1,
  words: '没有解决',
  recordedBy: null,
  channel: 'page',
  asks: null,
  added: [{ at: 21, words: '再看看' }],
};
const judgement = { at: 22, by, decision: 'explain', words: '政策限制' } as const;
const reconsideration = { at: 23, by, isUpheld: true, words: '同意' };

/** A case with something in every part of its sheet. */
const whole = (): { readonly subject: Case; readonly round: Round } => {
  const base = givenCase('awaiting_rating', { result: { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } });
  const [first] = base.rounds;
  if (!first?.instruction) throw new Error('no sheet');
  const [result] = first.results;
  if (!result) throw new Error('no result');
  const before = {
    words: '原话',
    leadLeaderId: null,
    leadUnitId: UNITS.housing,
    supportingUnitIds: [],
    limit: { workdays: 5 },
  };
  const round: Round = {
    ...first,
    round: 2,
    instruction: {
      ...first.instruction,
      words: '同意拟办意见。',
      corrections: [{ at, by, before }],
      additions: [{ at, by, words: '一并办理' }],
    },
    results: [{ ...result, basis: '第三条' }],
    units: first.units.map((part) => ({ ...part, contribution: { at, by, text: '已配合' } })),
    milestones: [
      { id: 1, text: '方案报批', on: beijingDate('2026-03-10'), setAt: 1, moves: [], askedAt: null, reached: null },
    ],
    objections: [
      {
        unitId: UNITS.safety,
        at,
        by,
        reason: '不属本单位',
        suggestedUnitId: null,
        decision: { at, by, isUpheld: false, words: '应办', newUnitId: null },
      },
    ],
    extensions: [
      {
        at,
        by,
        reason: '须等批复',
        doneSoFar: '材料已报',
        newDate: beijingDate('2026-04-10'),
        oldDate: beijingDate('2026-03-23'),
        decision: { at, by, isApproved: true, words: '同意' },
      },
    ],
    returns: [{ at, by, reason: '情况不清' }],
    progress: [{ at, by, unitId: UNITS.housing, text: '已踏勘', files: [] }],
    planCheck: { askedAt: 1, verdict: { at, by, isKept: true, words: '已到账。' } },
    rating,
    judgement,
    reconsideration,
    contest: {
      at,
      by,
      unitId: UNITS.housing,
      reason: '政策限制',
      ratedAt: 20,
      decision: { at, by, isUpheld: true, words: '属实' },
    },
  };
  const listing = { at, by, leaderId: LEADERS.jia, reason: '久拖不决' };
  const subject: Case = {
    ...base,
    appeal: { ...base.appeal, urgency: '资金紧张' },
    notes: { ...base.notes, policyBasis: '有关规定', proposal: { ...base.notes.proposal, words: '另行拟办' } },
    rounds: [
      {
        ...round,
        round: 1,
        earlierRatings: [{ ...rating, at: 5 }],
        earlierJudgements: [{ judgement: { ...judgement, at: 6 }, reconsideration }],
      },
      round,
    ],
    pause: { since: 1, returnTo: 'handling', question: '请补充编号', askedBy: by },
    consultations: [{ unitId: UNITS.safety, question: '还缺什么', askedAt: 1, answer: { at, by, text: '缺消防意见' } }],
    enterpriseAnswers: [{ at, question: '编号', text: '编号如下', recordedBy: null }],
    materials: [{ at, text: '照片', files: [] }],
    tookIn: [
      {
        caseId: base.id,
        enterpriseName: '',
        isSameEnterprise: false,
        category: '',
        submittedAt: 1,
        reason: '同一事项',
        at,
      },
    ],
    withdrawal: { at, words: '', outcome: 'void', audit: { at, by, note: '电话核实' } },
    listed: listing,
    liftedListings: [{ ...listing, lifted: { at, by, reason: '已有进展' } }],
  };
  return { subject, round };
};

const WORDS_OF: Readonly<Record<string, readonly string[]>> = {
  request: [
    '诉求：submit.appeal.text amend.appeal.text',
    '希望：submit.appeal.wish',
    '紧急情况：submit.appeal.urgency',
    '接待记录：hear.note',
    '并入事项：merge.reason',
    '撤回核实：',
    '撤回核实情况：auditWithdrawal.note',
  ],
  sheet: [
    '编号：',
    '批示：instruct.signing.words instructAgain.signing.words correctInstruction.signing.words recordInstruction.words checkTranscript.words',
    '所批拟办意见：amend.notes.proposal.words',
    '更正前的批示：instruct.signing.words instructAgain.signing.words correctInstruction.signing.words recordInstruction.words checkTranscript.words',
    '追加批示：addInstruction.words',
    '签批：',
    '牵头领导：',
    '主办单位：',
    '协办单位：',
    '政策依据：amend.notes.policyBasis',
  ],
  limit: ['办理时限：', '推算：'],
  parts: ['住建：nameOfficer.officer.name', '财政：nameOfficer.officer.name'],
  milestones: ['方案报批：setMilestone.text moveMilestone.reason reachMilestone.words'],
  decided: [
    '应急异议：object.reason',
    '确定：decideObjection.words',
    '申请延期：requestExtension.reason',
    '已做的工作：requestExtension.doneSoFar',
    '延期审批：decideExtension.words',
    '退回重办：returnResult.reason',
  ],
  listing: ['曾挂牌督办：list.reason', '解除挂牌：unlist.reason', '已挂牌督办：list.reason'],
  question: ['已请企业补充：askEnterprise.question'],
  history: [
    '住建：reportProgress.text contactEnterprise.note reachMilestone.words decideObjection.words returnResult.reason reportPlan.text',
    '住建协办意见：contribute.text',
    '财政协办意见：contribute.text',
    '企业补充：answerEnterprise.text',
    '企业补交材料：submitMaterial.text',
  ],
  result: [
    '办理结果：',
    '计划解决：',
    '政策依据：resolve.basis',
    '办理情况：resolve.text',
    '单位负责人：resolve.unitHead',
    '报送：',
    '答复企业：review.publicReply',
  ],
  rating: [
    '计划核实：',
    '核实情况：checkPlan.words',
    '企业评价：',
    '企业意见：rate.words',
    '企业补充意见：addRatingWords.words',
    '评价申诉：contestRating.reason',
    '申诉结论：',
    '确定理由：decideContest.words',
    '研判说明：judgeRating.words',
    '复核意见：维持：reconsider.words',
  ],
  vetting: [
    '真实：amend.notes.authentic.ground fillVerdicts.ground',
    '合法：amend.notes.authentic.ground fillVerdicts.ground',
    '合理：amend.notes.authentic.ground fillVerdicts.ground',
    '预沟通问应急：consult.question',
    '应急答复：answerConsultation.text',
    '现拟办意见：amend.notes.proposal.words',
  ],
  earlier: [
    '历次：instruct.signing.words',
    '历次：resolve.text',
    '历次：review.publicReply',
    '历次：rate.words',
    '历次：judgeRating.words',
    '历次：reconsider.words',
    '历次：rate.words',
    '历次：judgeRating.words',
    '历次：reconsider.words',
  ],
};

it('and what the service knows by itself names none', () => {
  const { subject, round } = whole();
  const facts = sheetFacts(subject, round, exampleDirectory(), { kind: 'office' });
  const wordsOf = (all: readonly Fact[]) =>
    all.map(({ label, of }) => `${label.replace(/（.*$/u, '')}：${of.join(' ')}`);
  const sections = Object.entries<unknown>({ ...facts }).flatMap(([section, all]) =>
    Array.isArray(all) && all.length > 0 ? [[section, wordsOf(all)]] : [],
  );
  expect(Object.fromEntries(sections)).toEqual(WORDS_OF);
});
