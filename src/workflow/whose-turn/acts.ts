/**
 * What a person can ask for with a button or a form, and the names of the fields it reads. An act becomes one command, whatever
 * door it comes through (`read-act.ts`); who may do which of them now is in `offers.ts`.
 */
export const ACTS = [
  'sign',
  'signOwn',
  'sendBack',
  'passOn',
  'prepare',
  'transcriptRight',
  'transcriptWrong',
  'disown',
  'correct',
  'add',
  'hold',
  'onTheSpot',
  'note',
  'acknowledge',
  'object',
  'nameOfficer',
  'contact',
  'progress',
  'setMilestone',
  'moveMilestone',
  'reachMilestone',
  'contribute',
  'extend',
  'resolve',
  'answerConsultation',
  'askEnterprise',
  'endorse',
  'signAgain',
  'reopen',
  'upholdRating',
  'redoRating',
  'review',
  'returnResult',
  'remind',
  'list',
  'unlist',
  'approveExtension',
  'refuseExtension',
  'contest',
  'reportPlan',
  'planKept',
  'planBroken',
] as const;
export type Act = (typeof ACTS)[number];

/** May be done and is waited for by nobody: a card with nothing else to press only records what was done. */
export const UNASKED_ACTS: readonly string[] = ['correct', 'add', 'reopen'] satisfies readonly Act[];

/** 批示: one set of fields, whether it is the first of a case, a new one, or none at all (阅). */
const SIGNING = {
  words: 'sign_words',
  phrase: 'sign_phrase',
  leadLeader: 'sign_lead_leader',
  leadUnit: 'sign_lead_unit',
  supportingUnits: 'sign_supporting_units',
  workdays: 'sign_workdays',
  date: 'sign_date',
} as const;
/** 节点完成 and 调整节点: two buttons beside the same fields. */
const MILESTONE = { id: 'milestone_id', words: 'milestone_words', date: 'milestone_date' } as const;
const RECONSIDER = { words: 'reconsider_words' } as const;
const CHECK_PLAN = { words: 'check_plan_words' } as const;
const PROGRESS = { text: 'progress_text' } as const;
const DECIDE_EXTENSION = { words: 'decide_extension_words' } as const;
const NONE = {} as const;

/** The fields each act reads. Unique on every card and page, because an act stands on it once. */
export const FIELDS = {
  sign: SIGNING,
  signOwn: SIGNING,
  signAgain: SIGNING,
  reopen: SIGNING,
  endorse: { words: SIGNING.words, phrase: SIGNING.phrase },
  sendBack: { reason: 'send_back_reason' },
  passOn: { leader: 'pass_on_leader', words: 'pass_on_words' },
  prepare: { words: 'prepare_words' },
  transcriptRight: NONE,
  transcriptWrong: { words: 'transcript_words' },
  disown: { words: 'disown_words' },
  correct: SIGNING,
  add: { words: 'add_words' },
  hold: { reason: 'hold_reason' },
  onTheSpot: { reply: 'on_the_spot_reply' },
  note: NONE,
  acknowledge: NONE,
  object: { reason: 'object_reason', unit: 'object_unit' },
  nameOfficer: { person: 'officer_person', name: 'officer_name' },
  contact: PROGRESS,
  progress: PROGRESS,
  setMilestone: { text: 'set_milestone_text', date: 'set_milestone_date' },
  moveMilestone: MILESTONE,
  reachMilestone: { id: MILESTONE.id, words: MILESTONE.words },
  contribute: { text: 'contribute_text' },
  extend: { reason: 'extend_reason', doneSoFar: 'extend_done', date: 'extend_date' },
  resolve: {
    outcome: 'resolve_outcome',
    text: 'resolve_text',
    date: 'resolve_date',
    basis: 'resolve_basis',
    unitHead: 'resolve_unit_head',
  },
  answerConsultation: { text: 'consultation_text' },
  askEnterprise: { question: 'ask_question' },
  upholdRating: RECONSIDER,
  redoRating: RECONSIDER,
  review: { reply: 'review_reply' },
  returnResult: { reason: 'return_reason' },
  remind: NONE,
  list: { reason: 'list_reason' },
  unlist: { reason: 'unlist_reason' },
  approveExtension: DECIDE_EXTENSION,
  refuseExtension: DECIDE_EXTENSION,
  contest: { reason: 'contest_reason' },
  reportPlan: { text: 'report_plan_text' },
  planKept: CHECK_PLAN,
  planBroken: CHECK_PLAN,
} as const satisfies Readonly<Record<Act, Readonly<Record<string, string>>>>;

/** Chosen among supporting units: none at all. An emptied list cannot be told from an untouched one. */
export const NO_SUPPORTING_UNITS = 'none';

type FieldName = { readonly [A in Act]: (typeof FIELDS)[A][keyof (typeof FIELDS)[A]] }[Act];
type RoomField = 'add_visit' | 'add_kind' | 'add_text';
/** A field without a name does not compile. */
const NAMES: Readonly<Record<FieldName | RoomField, string>> = {
  [SIGNING.words]: '批示内容',
  [SIGNING.phrase]: '常用语',
  [SIGNING.leadLeader]: '牵头领导',
  [SIGNING.leadUnit]: '主办单位',
  [SIGNING.supportingUnits]: '协办单位',
  [SIGNING.workdays]: '办理时限',
  [SIGNING.date]: '办结日期',
  send_back_reason: '退回原因',
  pass_on_leader: '转请的领导',
  pass_on_words: '转请说明',
  prepare_words: '代拟批示',
  transcript_words: '批示原文',
  disown_words: '说明',
  add_words: '追加批示',
  hold_reason: '暂缓原因',
  on_the_spot_reply: '现场答复内容',
  object_reason: '异议理由',
  object_unit: '建议交办单位',
  officer_person: '承办人',
  officer_name: '承办人',
  [PROGRESS.text]: '进展情况',
  set_milestone_text: '节点内容',
  set_milestone_date: '完成日期',
  [MILESTONE.id]: '节点',
  [MILESTONE.words]: '完成情况或调整原因',
  [MILESTONE.date]: '新的日期',
  contribute_text: '协办意见',
  extend_reason: '延期原因',
  extend_done: '目前办理情况',
  extend_date: '新的办结日期',
  resolve_outcome: '办理结果',
  resolve_text: '办理情况',
  resolve_date: '计划解决日期',
  resolve_basis: '政策依据',
  resolve_unit_head: '单位负责人',
  consultation_text: '答复内容',
  ask_question: '需企业补充的内容',
  [RECONSIDER.words]: '复核意见',
  review_reply: '对企业的答复',
  return_reason: '退回原因',
  list_reason: '挂牌理由',
  unlist_reason: '解除挂牌的理由',
  [DECIDE_EXTENSION.words]: '审批意见',
  contest_reason: '申诉理由',
  report_plan_text: '兑现情况',
  [CHECK_PLAN.words]: '对企业的答复',
  // 补记 of an item first raised in the room: its words open a case, and belong to no act upon one.
  add_visit: '提出的企业',
  add_kind: '类型',
  add_text: '诉求内容',
};
/** What a field is called wherever it is shown or missing. */
export const LABELS: Readonly<Record<string, string>> = NAMES;

/** Chosen from a list or a calendar; every other field holds words. */
const CHOSEN: readonly string[] = [
  SIGNING.phrase,
  SIGNING.leadLeader,
  SIGNING.leadUnit,
  SIGNING.supportingUnits,
  SIGNING.workdays,
  SIGNING.date,
  FIELDS.passOn.leader,
  FIELDS.object.unit,
  FIELDS.nameOfficer.person,
  FIELDS.setMilestone.date,
  MILESTONE.id,
  MILESTONE.date,
  FIELDS.extend.date,
  FIELDS.resolve.outcome,
  FIELDS.resolve.date,
  'add_visit',
  'add_kind',
];
export const WRITTEN: readonly string[] = Object.keys(LABELS).filter((name) => !CHOSEN.includes(name));
