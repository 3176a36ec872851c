/** A complete, visibly fictional case and its events for store tests; fields that a test cares about are given by it. */
import type { Intention } from '../../src/ports.ts';
import type { Case, Instruction, Round } from '../../src/workflow/case.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { beijingDate, caseId, districtId, leaderId, openId, unitId } from '../../src/workflow/ids.ts';

export const DISTRICT = districtId('demo');
export const NOW = Date.UTC(2026, 10, 23, 2);
export const LEADER = openId('ou_leader');
const by = { openId: LEADER, name: '〔虚构〕书记甲' };
const verdict = { answer: 'yes', ground: '〔虚构〕材料齐全' } as const;

export const sampleCase = (id: string, given: Partial<Case> = {}): Case => ({
  id: caseId(id),
  district: DISTRICT,
  seq: 1,
  state: 'submitted',
  submittedAt: NOW,
  source: 'form',
  receiptHash: `receipt-${id}`,
  visitKey: `visit-${id}`,
  noticeVersion: '1',
  appeal: {
    kind: 'problem',
    category: '融资',
    enterpriseName: '〔虚构〕示例机械有限公司',
    creditCode: '',
    contactName: '〔虚构〕张三',
    contactRole: '经理',
    phone: '',
    text: '〔虚构〕贷款续贷困难',
    wish: '〔虚构〕协调续贷',
    urgency: '',
  },
  notes: {
    isUrgent: false,
    isGrave: false,
    isHard: false,
    isConfidential: false,
    authentic: verdict,
    lawful: verdict,
    reasonable: verdict,
    policyBasis: '',
    complainedUnitIds: [],
    proposal: {
      signingLeaderId: leaderId('rec_leader'),
      leadLeaderId: null,
      leadUnitId: unitId('rec_unit'),
      supportingUnitIds: [],
      limitWorkdays: 15,
      words: '',
    },
    receptionDayId: null,
    toldBy: null,
    toldOn: null,
  },
  consultations: [],
  pause: null,
  enterpriseAnswers: [],
  unanswered: [],
  materials: [],
  hearing: null,
  awaiting: null,
  sentBack: null,
  leaderSayings: [],
  rounds: [],
  withdrawal: null,
  earlierWithdrawals: [],
  exit: null,
  receiptStanding: 'own',
  onDay: null,
  tookIn: [],
  sharedAnswers: [],
  givenBack: null,
  light: null,
  lightReasons: [],
  listed: null,
  liftedListings: [],
  ladderLevel: 0,
  lastRemindedOn: null,
  closedAt: null,
  ...given,
});

export const submitted = (subject: Case): CaseEvent => ({
  type: 'caseSubmitted',
  id: subject.id,
  district: subject.district,
  source: subject.source,
  appeal: subject.appeal,
  notes: subject.notes,
  receiptHash: subject.receiptHash,
  visitKey: subject.visitKey,
  noticeVersion: subject.noticeVersion,
  seq: 1,
  at: NOW,
  by,
});

export const accepted = (seq: number): CaseEvent => ({ type: 'caseAccepted', seq, at: NOW + seq, by });

const due = {
  date: beijingDate('2026-12-14'),
  startedOn: beijingDate('2026-11-23'),
  workdays: 15,
  isProvisional: false,
  derivation: '自2026年11月23日起15个工作日。',
  basis: { named: null, standstills: [] },
} as const;

/** The case signed with this number, and the event of it. */
export const signed = (
  subject: Case,
  serial: number,
  year = 2026,
): { readonly next: Case; readonly event: CaseEvent } => {
  const instruction: Instruction = {
    number: { year, serial, text: `示接交〔${year}〕${serial}号` },
    signerId: leaderId('rec_leader'),
    signedBy: by,
    actedForName: null,
    signedAt: NOW,
    words: '〔虚构〕同意拟办意见。',
    leadLeaderId: null,
    leadUnitId: unitId('rec_unit'),
    supportingUnitIds: [],
    limit: { workdays: 15 },
    inTheRoom: false,
    transcript: null,
    corrections: [],
    additions: [],
  };
  const round: Round = {
    round: subject.rounds.length + 1,
    instruction,
    voided: null,
    isUnvetted: false,
    proposed: null,
    leadNoted: null,
    due,
    dueMoves: [],
    units: [],
    objections: [],
    progress: [],
    milestones: [],
    lineOwedFor: null,
    pauses: [],
    extensions: [],
    results: [],
    returns: [],
    review: null,
    earlierReviews: [],
    rating: null,
    earlierRatings: [],
    redoCount: 0,
    judgement: null,
    reconsideration: null,
    earlierJudgements: [],
    callAttempts: [],
    earlierCalls: [],
    isUnrated: false,
    planCheck: null,
    contest: null,
    endorsement: null,
  };
  const seq = subject.seq + 1;
  return {
    next: { ...subject, seq, state: 'assigned', rounds: [...subject.rounds, round] },
    event: { type: 'caseInstructed', round: round.round, instruction, due, files: [], seq, at: NOW + seq, by },
  };
};

export const cardWish = (subject: Case, given: Partial<Intention> = {}): Intention => ({
  key: `card:instruction:${subject.id}:1:${LEADER}`,
  lane: `person:${LEADER}`,
  kind: 'card',
  district: subject.district,
  caseId: subject.id,
  args: { kind: 'instruction', round: '1', to: LEADER },
  runAt: NOW,
  ...given,
});

export const mirrorWish = (subject: Case, given: Partial<Intention> = {}): Intention => ({
  key: `mirror:${subject.id}`,
  lane: `base:${subject.district}`,
  kind: 'mirrorCase',
  district: subject.district,
  caseId: subject.id,
  args: {},
  runAt: NOW,
  ...given,
});
