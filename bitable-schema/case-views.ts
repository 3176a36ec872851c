/**
 * The views (视图) of 事项 that a 工商联 works with from day to day. What Feishu's API cannot set (order, groups, the order of
 * columns) stands beside each view as a step for a person, which `doctor` lists.
 */
import { CONTEST_STANDINGS, LIGHTS, PLAN_STANDINGS, STATES } from '../src/workflow/case.ts';
import type { View } from './table.ts';

/** States in which the next step is the 工商联's own. */
const OURS = [
  STATES.submitted,
  STATES.vetting,
  STATES.ready,
  STATES.scheduled,
  STATES.heard,
  STATES.awaiting_review,
  STATES.awaiting_rating,
  STATES.awaiting_closure,
];
/** States in which units work. */
const WITH_UNITS = [STATES.assigned, STATES.handling, STATES.awaiting_enterprise];

/** Everything staff need to see in order to act, without the texts of later stages. */
const ACTING = ['action', 'remarks', 'operationResult'];
const HEAD = ['number', 'kind', 'category', 'isUrgent', 'isGrave', 'isHard'];

/** 台账, in the order in which a paper ledger has its columns. */
const LEDGER = [
  'receptionDay',
  'number',
  'kind',
  'category',
  'isUrgent',
  'isGrave',
  'isHard',
  'text',
  'signer',
  'leaderInCharge',
  'unitInCharge',
  'unitsInSupport',
  'signedOn',
  'dueDate',
  'light',
  'state',
  'latestProgress',
  'extensions',
  'outcome',
  'grade',
  'closedOn',
  'daysTaken',
];

export const CASE_FORM_VIEW = '民营企业接待日诉求登记';

export const CASE_VIEWS: readonly View[] = [
  { name: '全部', type: 'grid' },
  {
    name: '今日待办',
    type: 'grid',
    filters: [{ column: 'state', is: 'contains', values: OURS }],
    shows: [
      'state',
      'light',
      'dueDate',
      ...HEAD,
      'text',
      ...ACTING,
      'unitInCharge',
      'receptionDay',
      'objections',
      'extensions',
      'withdrawal',
    ],
    byHand: ['按“状态”分组，组内按“时限”升序排列。'],
  },
  {
    name: '状态看板',
    type: 'kanban',
    shows: ['state', 'light', 'dueDate', ...HEAD, 'unitInCharge', 'leaderInCharge', 'operationResult'],
    byHand: ['看板的分组依据选“状态”。'],
  },
  {
    name: '超期与临期',
    type: 'grid',
    filters: [{ column: 'light', is: 'contains', values: [LIGHTS.red, LIGHTS.yellow, LIGHTS.blue] }],
    shows: [
      'light',
      'dueDate',
      'dueDerivation',
      'state',
      'number',
      'leaderInCharge',
      'unitInCharge',
      'unitsInSupport',
      'latestProgress',
      'extensions',
      ...ACTING,
    ],
    byHand: ['按“时限”升序排列。'],
  },
  {
    name: '核查与拟办',
    type: 'grid',
    filters: [
      { column: 'state', is: 'contains', values: [STATES.vetting, STATES.ready, STATES.scheduled, STATES.heard] },
    ],
    hides: [
      'receipt',
      'statusLink',
      'ratingLink',
      'unitLinks',
      'outcome',
      'outcomeText',
      'grade',
      'gradeWords',
      'callGrade',
      'acknowledgements',
      'objections',
      'extensions',
      'latestProgress',
      'closedOn',
      'daysTaken',
    ],
  },
  {
    name: '各单位在办',
    type: 'grid',
    filters: [{ column: 'state', is: 'contains', values: WITH_UNITS }],
    shows: [
      'unitInCharge',
      'unitsInSupport',
      'state',
      'light',
      'dueDate',
      'number',
      'text',
      'acknowledgements',
      'unitLinks',
      'latestProgress',
      'objections',
      'extensions',
      ...ACTING,
    ],
    byHand: ['按“主办单位”分组，组内按“时限”升序排列。'],
  },
  {
    name: '建议',
    type: 'grid',
    filters: [{ column: 'kind', is: 'is', values: ['建议'] }],
    shows: [
      'state',
      'category',
      'text',
      'wish',
      'unitInCharge',
      'dueDate',
      'light',
      'outcome',
      'outcomeText',
      'grade',
      ...ACTING,
    ],
  },
  {
    name: '待评价回访',
    type: 'grid',
    filters: [{ column: 'state', is: 'is', values: [STATES.awaiting_rating] }],
    shows: [
      'contactName',
      'phone',
      'outcome',
      'outcomeText',
      'ratingLink',
      'callGrade',
      'grade',
      'gradeWords',
      'withdrawal',
      ...ACTING,
    ],
  },
  {
    name: '评价申诉',
    type: 'grid',
    filters: [{ column: 'contest', is: 'is', values: [CONTEST_STANDINGS.pending] }],
    shows: [
      'contest',
      'contestText',
      'grade',
      'gradeWords',
      'state',
      'number',
      'unitInCharge',
      'outcomeText',
      ...ACTING,
    ],
  },
  {
    name: '计划到期',
    type: 'grid',
    filters: [{ column: 'planCheck', is: 'contains', values: [PLAN_STANDINGS.waiting, PLAN_STANDINGS.asked] }],
    shows: [
      'plannedOn',
      'planCheck',
      'state',
      'number',
      'leaderInCharge',
      'unitInCharge',
      'text',
      'outcomeText',
      'latestProgress',
      'contactName',
      'phone',
      'publicReply',
      ...ACTING,
    ],
    byHand: ['按“计划解决日期”升序排列。'],
  },
  {
    name: '台账',
    type: 'grid',
    shows: LEDGER,
    byHand: [
      '各列按以下顺序拖动：接待日、交办单编号、企业名称、类型、类别、急、重、难、诉求内容、签批人、牵头领导、主办单位、协办单位、签批日期、时限、灯、状态、最新进展、延期情况、办理结果、评价、销号日期、办理天数。',
      '按“签批日期”升序排列。',
    ],
  },
  { name: CASE_FORM_VIEW, type: 'form' },
];
