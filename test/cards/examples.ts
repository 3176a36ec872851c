/**
 * Cases at every step of the road, written by hand: one typed base, one thing changed per row. All people and firms are
 * invented. Nothing here runs the process; a case is simply stated as it would be.
 */
import {
  type Case,
  type Instruction,
  instructionTextOf,
  type Result,
  type Round,
  type State,
  type UnitPart,
} from '../../src/workflow/case.ts';
import { DEFAULT_SETTINGS, type Directory } from '../../src/workflow/directory.ts';
import type { CardKind } from '../../src/workflow/effects.ts';
import {
  beijingDate,
  caseId,
  districtId,
  leaderId,
  type Ms,
  openId,
  receptionDayId,
  unitId,
} from '../../src/workflow/ids.ts';
import type { Neighbour, Ties, TiesByCase } from '../../src/workflow/ties.ts';

const at = (text: string): Ms => Date.parse(`${text}+08:00`);

export const people = {
  secretaryA: openId('ou_leader_a'),
  mayorB: openId('ou_leader_b'),
  deputyC: openId('ou_leader_c'),
  substitute: openId('ou_substitute'),
  assistant: openId('ou_assistant'),
  housingHead: openId('ou_housing_head'),
  // Known to the stand-in by name.
  housingOfficer: openId('ou_sandbox_zhujian_1'),
  planningHead: openId('ou_planning_head'),
  staff: openId('ou_staff'),
  stranger: openId('ou_stranger'),
};
export const leaders = { a: leaderId('recLeaderA'), b: leaderId('recLeaderB'), c: leaderId('recLeaderC') };
export const units = {
  housing: unitId('recUnitHousing'),
  planning: unitId('recUnitPlanning'),
  finance: unitId('recUnitFinance'),
  federation: unitId('recUnitFederation'),
};
export const receptionDay = receptionDayId('recDay1');

export const directory: Directory = {
  district: districtId('demo'),
  leaders: [
    {
      id: leaders.a,
      name: '书记甲',
      post: '区委书记',
      openId: people.secretaryA,
      maySign: true,
      secretaryOpenIds: [people.assistant],
      substitute: { openId: people.substitute, from: beijingDate('2026-04-01'), to: beijingDate('2026-04-30') },
    },
    {
      id: leaders.b,
      name: '区长乙',
      post: '区长',
      openId: people.mayorB,
      maySign: true,
      secretaryOpenIds: [],
      substitute: null,
    },
    {
      id: leaders.c,
      name: '副区长丙',
      post: '副区长',
      openId: people.deputyC,
      maySign: false,
      secretaryOpenIds: [],
      substitute: null,
    },
  ],
  units: [
    {
      id: units.housing,
      name: '区住建局',
      isFederation: false,
      headOpenIds: [people.housingHead],
      officerOpenIds: [people.housingOfficer],
      worksByWeb: false,
    },
    {
      id: units.planning,
      name: '自然资源分局',
      isFederation: false,
      headOpenIds: [people.planningHead],
      officerOpenIds: [],
      worksByWeb: false,
    },
    {
      id: units.finance,
      name: '区财政局',
      isFederation: false,
      headOpenIds: [],
      officerOpenIds: [],
      worksByWeb: false,
    },
    {
      id: units.federation,
      name: '区工商联',
      isFederation: true,
      headOpenIds: [people.staff],
      officerOpenIds: [],
      worksByWeb: false,
    },
  ],
  formerNames: new Map(),
  receptionDays: [
    {
      id: receptionDay,
      title: '四月接待日',
      date: beijingDate('2026-04-18'),
      from: '',
      to: '',
      place: '区政府一楼会议室',
      leaderId: leaders.a,
    },
  ],
  settings: DEFAULT_SETTINGS,
};

const by = { openId: people.housingHead, name: '区住建局负责人' };
const byPlanning = { openId: people.planningHead, name: '自然资源分局负责人' };
const bySigner = { openId: people.secretaryA, name: '书记甲' };
const byStaff = { openId: people.staff, name: '工商联工作人员' };

export const instruction: Instruction = {
  number: { year: 2026, serial: 7, text: '示接交〔2026〕7号' },
  signerId: leaders.a,
  signedBy: bySigner,
  actedForName: null,
  signedAt: at('2026-04-20T10:30:00'),
  words: '请住建局主动上门，一周内拿出方案。',
  leadLeaderId: leaders.c,
  leadUnitId: units.housing,
  supportingUnitIds: [units.planning],
  limit: { workdays: 15 },
  inTheRoom: false,
  transcript: null,
  corrections: [],
  additions: [],
};

const leadPart: UnitPart = {
  unitId: units.housing,
  role: 'lead',
  acknowledged: null,
  officer: null,
  contactedAt: null,
  contribution: null,
  earlierContributions: [],
  webCode: null,
};
const supportingPart: UnitPart = { ...leadPart, unitId: units.planning, role: 'supporting' };
const acknowledged = { at: at('2026-04-20T15:00:00'), by };
const acknowledgedParts: readonly UnitPart[] = [
  {
    ...leadPart,
    acknowledged,
    officer: { kind: 'person', openId: people.housingOfficer },
    contactedAt: at('2026-04-21T09:00:00'),
  },
  {
    ...supportingPart,
    acknowledged: { at: at('2026-04-20T16:10:00'), by: byPlanning },
    contribution: { at: at('2026-04-23T09:00:00'), by: byPlanning, text: '规划条件已核对，无异议。' },
  },
];

const round: Round = {
  round: 1,
  instruction,
  voided: null,
  isUnvetted: false,
  proposed: null,
  leadNoted: null,
  due: {
    date: beijingDate('2026-05-14'),
    startedOn: beijingDate('2026-04-20'),
    workdays: 15,
    isProvisional: false,
    derivation: '自4月20日次日起算15个工作日，扣除劳动节放假5天，5月9日调休上班计入。',
    basis: { named: null, standstills: [] },
  },
  dueMoves: [],
  units: [leadPart, supportingPart],
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
const result: Result = {
  at: at('2026-05-10T16:00:00'),
  by,
  outcome: 'resolved',
  text: '已完成消防车道改造，企业仓库通过验收。',
  plannedDate: null,
  basis: '',
  unitHead: '局长戊',
};
const handlingRound: Round = {
  ...round,
  units: acknowledgedParts,
  progress: [{ at: at('2026-04-24T11:00:00'), by, unitId: units.housing, text: '已现场查看，正在做方案。', files: [] }],
};
/** One node reached in time, one late, one moved and overdue, one ahead; and a month without a line. */
const milestoneRound: Round = {
  ...handlingRound,
  due: handlingRound.due && {
    ...handlingRound.due,
    date: beijingDate('2026-07-31'),
    workdays: null,
    derivation: '限定7月31日办结。',
    basis: { named: beijingDate('2026-07-31'), standstills: [] },
  },
  milestones: [
    {
      id: 1,
      text: '现场踏勘，摸清产权',
      on: beijingDate('2026-04-24'),
      setAt: at('2026-04-21T09:30:00'),
      moves: [],
      askedAt: null,
      reached: { at: at('2026-04-24T11:00:00'), by, words: '已踏勘' },
    },
    {
      id: 2,
      text: '围挡拆除方案报批',
      on: beijingDate('2026-04-28'),
      setAt: at('2026-04-21T09:31:00'),
      moves: [],
      askedAt: at('2026-04-29T08:40:00'),
      reached: { at: at('2026-04-30T10:00:00'), by, words: '方案已批' },
    },
    {
      id: 3,
      text: '拆除围挡，恢复通行',
      on: beijingDate('2026-06-12'),
      setAt: at('2026-04-21T09:32:00'),
      moves: [{ at: at('2026-05-28T16:00:00'), by, from: beijingDate('2026-05-29'), reason: '汛期停工' }],
      askedAt: at('2026-06-15T08:40:00'),
      reached: null,
    },
    {
      id: 4,
      text: '消防复验',
      on: beijingDate('2026-07-20'),
      setAt: at('2026-04-21T09:33:00'),
      moves: [],
      askedAt: null,
      reached: null,
    },
  ],
  progress: [
    {
      at: at('2026-04-24T11:00:00'),
      by,
      unitId: units.housing,
      text: '节点“现场踏勘，摸清产权”完成：已踏勘',
      files: [],
    },
    {
      at: at('2026-04-30T10:00:00'),
      by,
      unitId: units.housing,
      text: '节点“围挡拆除方案报批”完成：方案已批',
      files: [],
    },
  ],
  lineOwedFor: beijingDate('2026-05-01'),
};
const reportedRound: Round = { ...handlingRound, results: [result] };
const reviewedRound: Round = {
  ...reportedRound,
  review: { at: at('2026-05-11T09:00:00'), by: byStaff, publicReply: '贵企业反映的消防车道问题已解决。' },
};
const dissatisfiedRound: Round = {
  ...reviewedRound,
  rating: {
    at: at('2026-05-12T09:00:00'),
    grade: 2,
    words: '车道修好了，但工期拖得太久。',
    recordedBy: null,
    channel: 'page',
    asks: null,
    added: [],
  },
  judgement: {
    at: at('2026-05-13T09:00:00'),
    by: byStaff,
    decision: 'explain',
    words: '工期因汛期顺延，已向企业说明。',
  },
};
const contestedRound = (decision: NonNullable<Round['contest']>['decision']): Round => ({
  ...dissatisfiedRound,
  contest: {
    at: at('2026-05-13T15:00:00'),
    by,
    unitId: units.housing,
    reason: '汛期停工有气象预警记录，已提前告知企业。',
    ratedAt: at('2026-05-12T09:00:00'),
    decision,
  },
});
const ratedRound: Round = {
  ...reviewedRound,
  rating: {
    at: at('2026-05-12T09:00:00'),
    grade: 5,
    words: '很快，谢谢。',
    recordedBy: null,
    channel: 'page',
    asks: null,
    added: [],
  },
};
const unratedRound: Round = {
  ...reviewedRound,
  isUnrated: true,
  callAttempts: [
    { at: at('2026-05-12T09:00:00'), by: byStaff, note: '无人接听' },
    { at: at('2026-05-13T09:00:00'), by: byStaff, note: '无人接听' },
  ],
};
const closedRound: Round = { ...ratedRound, endorsement: { at: at('2026-05-14T09:00:00'), by: bySigner } };
const plannedRound: Round = {
  ...closedRound,
  results: [
    { ...result, outcome: 'planned', text: '二期车位列入六月施工计划。', plannedDate: beijingDate('2026-06-30') },
  ],
};
const planVerdict = (isKept: boolean, words: string): Round => ({
  ...plannedRound,
  progress: [
    ...plannedRound.progress,
    { at: at('2026-07-01T15:00:00'), by, unitId: units.housing, text: '计划兑现情况：详见现场照片。', files: [] },
  ],
  planCheck: {
    askedAt: at('2026-07-01T09:00:00'),
    verdict: { at: at('2026-07-02T10:00:00'), by: byStaff, isKept, words },
  },
});
const planned: Partial<Case> = { light: null, closedAt: at('2026-05-14T09:00:00') };
const onTheSpotRound: Round = {
  ...round,
  instruction: null,
  due: null,
  units: [],
  results: [{ ...result, outcome: 'answered_on_the_spot', by: bySigner }],
  review: { at: at('2026-05-10T16:00:00'), by: bySigner, publicReply: '区财政本周内拨付。' },
  rating: {
    at: at('2026-05-12T09:00:00'),
    grade: 4,
    words: '',
    recordedBy: null,
    channel: 'page',
    asks: null,
    added: [],
  },
};

const transcript = { recordedBy: byStaff, writtenOn: beijingDate('2026-04-18'), checked: null };
const onPaperRound: Round = {
  ...round,
  instruction: { ...instruction, words: '请住建局主动上门，一周内拿出方案。丙同志牵头。', transcript },
  progress: [
    {
      at: at('2026-04-20T10:30:00'),
      by: byStaff,
      unitId: null,
      text: '书面批示原件',
      files: [{ token: 'boxPaper1', name: '书面批示.jpg', bytes: 1_200_000 }],
    },
  ],
};
const correctedRound: Round = {
  ...onPaperRound,
  units: handlingRound.units,
  instruction: {
    ...instruction,
    words: '请住建局主动上门，一周内拿出方案。请丙同志牵头督促。',
    transcript: {
      ...transcript,
      checked: {
        at: at('2026-04-20T12:00:00'),
        by: bySigner,
        corrected: '请住建局主动上门，一周内拿出方案。丙同志牵头。',
      },
    },
  },
};

export const base: Case = {
  id: caseId('case-0001'),
  district: districtId('demo'),
  seq: 6,
  state: 'awaiting_instruction',
  submittedAt: at('2026-04-08T09:00:00'),
  source: 'form',
  receiptHash: 'a'.repeat(64),
  visitKey: 'visit-1',
  noticeVersion: '1',
  appeal: {
    kind: 'problem',
    category: '要素保障',
    enterpriseName: '〔虚构〕远山包装有限公司',
    creditCode: '91000000000000000X',
    contactName: '联系人己',
    contactRole: '行政经理',
    phone: '000-00000000',
    text: '仓库门前消防车道被临时围挡占用，车辆无法进出。\n已多次联系街道，未有结果。\n请协调尽快恢复通行，或另行安排出入口，以免影响五月交货，造成违约损失和职工停工。',
    wish: '五月前恢复通行',
    urgency: '五月五日须交货',
  },
  notes: {
    isUrgent: true,
    isGrave: false,
    isHard: true,
    isConfidential: false,
    authentic: { answer: 'yes', ground: '现场查看属实' },
    lawful: { answer: 'yes', ground: '消防车道应保持畅通' },
    reasonable: { answer: 'unsure', ground: '' },
    policyBasis: '《消防法》第二十八条',
    complainedUnitIds: [],
    proposal: {
      signingLeaderId: leaders.a,
      leadLeaderId: leaders.c,
      leadUnitId: units.housing,
      supportingUnitIds: [units.planning],
      limitWorkdays: 15,
      words: '拟请区住建局主办，自然资源分局协办。',
    },
    receptionDayId: receptionDay,
    toldBy: null,
    toldOn: null,
  },
  consultations: [
    {
      unitId: units.housing,
      question: '围挡能否在四月内拆除？',
      askedAt: at('2026-04-10T09:00:00'),
      answer: { at: at('2026-04-11T09:00:00'), by, text: '可以，需企业配合腾退场地。' },
    },
    { unitId: units.planning, question: '是否涉及规划变更？', askedAt: at('2026-04-10T09:00:00'), answer: null },
  ],
  pause: null,
  enterpriseAnswers: [],
  unanswered: [],
  materials: [],
  hearing: null,
  awaiting: {
    leaderId: leaders.a,
    since: at('2026-04-19T17:00:00'),
    cameFrom: 'ready',
    hold: null,
    passedOn: [],
    draft: null,
  },
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
};

const signed = (state: State, rounds: readonly Round[], more: Partial<Case> = {}): Case => ({
  ...base,
  state,
  rounds,
  awaiting: null,
  // A reviewed result puts it out.
  light: state === 'awaiting_rating' || state === 'awaiting_closure' ? null : 'green',
  ...more,
});
const unsigned = (state: State, more: Partial<Case> = {}): Case => ({ ...base, state, awaiting: null, ...more });
const exit = { at: at('2026-04-15T09:00:00'), reason: '不属于本区职权范围。', mergedInto: null, mergedWith: null };

/** One case for every state the road has. */
export const caseByState: Readonly<Record<State, Case>> = {
  submitted: unsigned('submitted'),
  vetting: unsigned('vetting'),
  awaiting_enterprise: signed('awaiting_enterprise', [handlingRound], {
    pause: { since: at('2026-04-25T09:00:00'), returnTo: 'handling', question: '请提供租赁合同。', askedBy: by },
  }),
  ready: unsigned('ready', { sentBack: { at: at('2026-04-19T18:00:00'), by: bySigner, reason: '请补充街道意见。' } }),
  scheduled: unsigned('scheduled'),
  heard: unsigned('heard', { hearing: { at: at('2026-04-18T10:00:00'), receptionDayId: receptionDay, note: '' } }),
  awaiting_instruction: base,
  assigned: signed('assigned', [round]),
  handling: signed('handling', [handlingRound]),
  awaiting_review: signed('awaiting_review', [reportedRound], {
    notes: { ...base.notes, reasonable: { answer: 'yes', ground: '不影响公共安全' } },
  }),
  awaiting_rating: signed('awaiting_rating', [dissatisfiedRound]),
  awaiting_closure: signed('awaiting_closure', [ratedRound]),
  closed: signed('closed', [closedRound], { light: null, closedAt: at('2026-05-14T09:00:00') }),
  declined: unsigned('declined', { exit }),
  merged: unsigned('merged', { exit }),
  redirected: unsigned('redirected', { exit }),
  withdrawn: signed('withdrawn', [handlingRound], { exit, light: null }),
};

/** Standings that the states alone do not show. */
export const specialCases = {
  onHold: {
    ...base,
    awaiting: {
      leaderId: leaders.a,
      since: at('2026-04-19T17:00:00'),
      cameFrom: 'ready',
      hold: { at: at('2026-04-20T09:00:00'), by: bySigner, reason: '待常委会后再定' },
      passedOn: [
        {
          at: at('2026-04-19T17:30:00'),
          by: { openId: people.mayorB, name: '区长乙' },
          from: leaders.b,
          words: '涉及用地，请书记甲定。',
        },
      ],
      draft: null,
    },
  },
  noProposal: {
    ...base,
    notes: { ...base.notes, proposal: { ...base.notes.proposal, leadUnitId: null, limitWorkdays: null } },
  },
  suggestion: signed('handling', [handlingRound], { appeal: { ...base.appeal, kind: 'suggestion' } }),
  confidential: signed('handling', [handlingRound], { notes: { ...base.notes, isConfidential: true } }),
  overdue: signed('handling', [handlingRound], {
    light: 'red',
    lightReasons: ['overdue'],
    listed: { at: at('2026-05-30T09:00:00'), by: bySigner, leaderId: leaders.a, reason: '超期满10个工作日' },
    ladderLevel: 4,
  }),
  objected: signed('assigned', [
    {
      ...round,
      objections: [
        {
          unitId: units.housing,
          at: at('2026-04-21T09:00:00'),
          by,
          reason: '属城管职责',
          suggestedUnitId: units.finance,
          decision: null,
        },
      ],
    },
  ]),
  objectionRejected: signed('assigned', [
    {
      ...round,
      objections: [
        {
          unitId: units.housing,
          at: at('2026-04-21T09:00:00'),
          by,
          reason: '属城管职责',
          suggestedUnitId: null,
          decision: {
            at: at('2026-04-21T16:00:00'),
            by: byStaff,
            isUpheld: false,
            words: '按职责清单由住建局主办',
            newUnitId: null,
          },
        },
      ],
    },
  ]),
  transcribed: signed('assigned', [onPaperRound]),
  transcriptCorrected: signed('handling', [correctedRound]),
  transcriptDisowned: {
    ...base,
    state: 'ready',
    awaiting: null,
    sentBack: { at: at('2026-04-20T14:00:00'), by: bySigner, reason: '我没有批示过，请核对原件。' },
    rounds: [
      {
        ...onPaperRound,
        voided: { at: at('2026-04-20T14:00:00'), by: bySigner, words: '我没有批示过，请核对原件。' },
      },
    ],
  },
  instructionCorrected: signed('assigned', [
    {
      ...round,
      instruction: {
        ...instruction,
        words: '请住建局主动上门，三天内拿出方案。',
        corrections: [{ at: at('2026-04-20T10:40:00'), by: bySigner, before: instructionTextOf(instruction) }],
      },
    },
  ]),
  instructionAdded: signed('handling', [
    {
      ...handlingRound,
      leadNoted: { at: at('2026-04-20T11:00:00'), by: { openId: people.deputyC, name: '常务副区长丙' } },
      instruction: {
        ...instruction,
        additions: [{ at: at('2026-04-24T09:00:00'), by: bySigner, words: '请一并解决门前道路问题。' }],
      },
    },
  ]),
  partlyAcknowledged: signed('assigned', [{ ...round, units: [{ ...leadPart, acknowledged }, supportingPart] }]),
  extensionAsked: signed('handling', [
    {
      ...handlingRound,
      extensions: [
        {
          at: at('2026-05-10T09:00:00'),
          by,
          reason: '汛期停工',
          doneSoFar: '完成七成',
          newDate: beijingDate('2026-05-29'),
          oldDate: beijingDate('2026-05-14'),
          decision: null,
        },
      ],
    },
  ]),
  secondExtensionAsked: signed('handling', [
    {
      ...handlingRound,
      extensions: [
        {
          at: at('2026-05-10T09:00:00'),
          by,
          reason: '汛期停工',
          doneSoFar: '完成七成',
          newDate: beijingDate('2026-05-29'),
          oldDate: beijingDate('2026-05-14'),
          decision: { at: at('2026-05-11T09:00:00'), by: byStaff, isApproved: true, words: '同意，请抓紧。' },
        },
        {
          at: at('2026-05-26T09:00:00'),
          by,
          reason: '设备到货延迟',
          doneSoFar: '完成九成',
          newDate: beijingDate('2026-06-12'),
          oldDate: beijingDate('2026-05-29'),
          decision: null,
        },
      ],
    },
  ]),
  returned: signed('handling', [
    {
      ...reportedRound,
      returns: [{ at: at('2026-05-11T09:00:00'), by: byStaff, reason: '未见验收意见，请补办。' }],
    },
  ]),
  withMilestones: signed('handling', [milestoneRound], { light: 'yellow' }),
  milestoneLate: signed('awaiting_closure', [
    { ...ratedRound, progress: milestoneRound.progress, milestones: milestoneRound.milestones.slice(0, 2) },
  ]),
  provisional: signed('assigned', [
    {
      ...round,
      due: {
        date: beijingDate('2027-01-15'),
        startedOn: beijingDate('2026-12-20'),
        workdays: 15,
        isProvisional: true,
        derivation: '自12月20日次日起算15个工作日。',
        basis: { named: null, standstills: [] },
      },
    },
  ]),
  unrated: signed('awaiting_closure', [unratedRound]),
  upheld: signed('awaiting_closure', [
    {
      ...dissatisfiedRound,
      reconsideration: {
        at: at('2026-05-14T09:00:00'),
        by: { openId: people.deputyC, name: '副区长丙' },
        isUpheld: true,
        words: '结果妥当，维持。',
      },
    },
  ]),
  onTheSpot: signed('awaiting_closure', [onTheSpotRound]),
  secondRound: signed('assigned', [
    ratedRound,
    {
      ...round,
      round: 2,
      instruction: { ...instruction, number: { year: 2026, serial: 9, text: '示接交〔2026〕9号' } },
    },
  ]),
  withFiles: signed('awaiting_review', [
    {
      ...reportedRound,
      progress: [
        ...handlingRound.progress,
        {
          at: at('2026-05-09T15:20:00'),
          by,
          unitId: units.housing,
          text: '围挡已拆除，现场照片见附件。',
          files: [
            { token: 'boxPhoto1', name: '现场1.jpg', bytes: 2_400_000 },
            { token: 'boxPhoto2', name: '验收意见.pdf', bytes: 310_000 },
          ],
        },
      ],
    },
  ]),
  planWaiting: signed('closed', [plannedRound], planned),
  planAsked: signed('closed', [{ ...plannedRound, planCheck: { askedAt: at('2026-07-01T09:00:00'), verdict: null } }], {
    ...planned,
    notes: { ...base.notes, isConfidential: true },
  }),
  planKept: signed('closed', [planVerdict(true, '二期车位已全部交付。')], planned),
  planBroken: signed('closed', [planVerdict(false, '资金未到位，车位尚未开工，正在协调。')], planned),
  planAskedBeforeClosing: signed('awaiting_closure', [
    {
      ...plannedRound,
      endorsement: null,
      planCheck: { askedAt: at('2026-07-01T09:00:00'), verdict: null },
    },
  ]),
  contested: signed('awaiting_rating', [contestedRound(null)]),
  contestUpheld: signed('awaiting_closure', [
    {
      ...contestedRound({
        at: at('2026-05-14T10:00:00'),
        by: byStaff,
        isUpheld: true,
        words: '工期受汛期影响，属不可抗力。',
      }),
      reconsideration: {
        at: at('2026-05-14T09:00:00'),
        by: { openId: people.deputyC, name: '副区长丙' },
        isUpheld: true,
        words: '结果妥当，维持。',
      },
    },
  ]),
  contestRejected: signed('awaiting_rating', [
    contestedRound({
      at: at('2026-05-14T10:00:00'),
      by: byStaff,
      isUpheld: false,
      words: '工期可提前安排，理由不充分。',
    }),
  ]),
  knownEnterprise: { ...base, id: caseId('case-0011') },
  leaderAvoids: { ...base, id: caseId('case-0012'), notes: { ...base.notes, complainedUnitIds: [units.planning] } },
  avoidsInTheRoom: unsigned('heard', {
    id: caseId('case-0013'),
    hearing: { at: at('2026-04-18T10:00:00'), receptionDayId: receptionDay, note: '' },
  }),
} as const satisfies Readonly<Record<string, Case>>;

const neighbour: Neighbour = {
  id: caseId('case-0021'),
  visitKey: base.visitKey,
  state: 'handling',
  category: '惠企政策兑现',
  enterpriseName: base.appeal.enterpriseName,
  text: '二期厂房补贴只到了三成，请明确剩余资金拨付时间。',
  number: '示接交〔2026〕3号',
  grade: null,
  submittedAt: at('2026-04-08T09:05:00'),
  closedAt: null,
};
/** An enterprise that is well known: two more in hand, one closed with a bad rating on the same matter, two others tied to it. */
export const nearby: Ties = {
  enterprise: {
    legalRepresentative: '法人庚',
    contactName: '联系人己',
    linkedLeaderIds: [leaders.c],
    avoidingOpenIds: [],
    kin: [{ code: '', name: '〔虚构〕远山纸业有限公司', why: 'declared' }],
  },
  neighbours: [
    { tie: 'same', of: neighbour },
    {
      tie: 'same',
      of: { ...neighbour, id: caseId('case-0022'), visitKey: 'visit-9', state: 'awaiting_instruction', number: null },
    },
    {
      tie: 'same',
      of: {
        ...neighbour,
        id: caseId('case-0023'),
        visitKey: 'visit-8',
        state: 'closed',
        category: base.appeal.category,
        number: '示接交〔2025〕21号',
        grade: 2,
        submittedAt: at('2025-09-08T09:05:00'),
        closedAt: at('2025-11-03T09:00:00'),
      },
    },
    {
      tie: 'declared',
      of: { ...neighbour, id: caseId('case-0024'), enterpriseName: '〔虚构〕远山纸业有限公司', visitKey: 'visit-7' },
    },
    {
      tie: 'phone',
      of: {
        ...neighbour,
        id: caseId('case-0025'),
        enterpriseName: '〔虚构〕近水物流有限公司',
        visitKey: 'visit-6',
        state: 'closed',
      },
    },
  ],
};
/** Of the page where files are put and listed. */
export const FILES_URL = 'https://reception.example/u/token';
/** 书记甲 has an interest in the enterprise, and so has the leader proposed to lead. */
const interested: Ties = {
  enterprise: {
    legalRepresentative: '副区长丙',
    contactName: '',
    linkedLeaderIds: [],
    avoidingOpenIds: [people.secretaryA, people.substitute, people.assistant],
    kin: [],
  },
  neighbours: [],
};
export const tiesByCase: TiesByCase = {
  [specialCases.knownEnterprise.id]: nearby,
  [specialCases.leaderAvoids.id]: interested,
  [specialCases.avoidsInTheRoom.id]: interested,
};

/** What each is called in the gallery. */
export const specialNames = {
  onHold: '暂缓、转请批示',
  noProposal: '拟办未齐',
  suggestion: '建议办理中',
  confidential: '保密',
  overdue: '超期、挂牌督办',
  objected: '已提异议',
  objectionRejected: '异议不成立',
  partlyAcknowledged: '部分单位已签收',
  extensionAsked: '已申请延期',
  secondExtensionAsked: '再次申请延期，待领导审批',
  returned: '结果退回重办',
  withMilestones: '阶段节点逾期、上月未报进展',
  milestoneLate: '结果有逾期节点',
  provisional: '时限暂定',
  unrated: '未评价',
  upheld: '复核维持',
  onTheSpot: '现场答复',
  secondRound: '新批示',
  withFiles: '结果附照片',
  planWaiting: '计划未到期',
  planAsked: '计划到期待核实（保密）',
  planKept: '计划已兑现',
  planBroken: '计划未兑现',
  planAskedBeforeClosing: '销号前计划到期',
  contested: '评价申诉待确定',
  contestUpheld: '评价申诉成立',
  contestRejected: '评价申诉不成立',
  knownEnterprise: '企业另有事项、重复反映',
  leaderAvoids: '需回避',
  avoidsInTheRoom: '会上需回避',
  transcribed: '书面批示待核对',
  transcriptCorrected: '书面批示已更正',
  transcriptDisowned: '非本人批示，交办单作废',
  instructionCorrected: '批示已更正',
  instructionAdded: '已追加批示，牵头领导已知悉',
} as const satisfies Readonly<Record<keyof typeof specialCases, string>>;

/** Who would hold each kind of card. */
export const holdersOf = {
  instruction: [people.secretaryA, people.substitute, people.mayorB, people.assistant],
  consultation: [people.housingHead, people.planningHead],
  assignment: [people.housingHead, people.housingOfficer, people.planningHead, people.staff, people.stranger],
  oversight: [people.deputyC, people.secretaryA],
  reconsideration: [people.deputyC],
  resolution: [people.secretaryA],
  review: [people.staff, people.housingHead],
  supervision: [people.secretaryA, people.deputyC, people.housingHead, people.staff],
  plan: [people.secretaryA, people.housingHead, people.staff, people.mayorB],
} as const satisfies Readonly<Record<CardKind, readonly unknown[]>>;
