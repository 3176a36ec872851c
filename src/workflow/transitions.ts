/**
 * The process on one screen: which command leads from which states to which, and who may ask it. Anything not here is
 * refused. The diagram in ARCHITECTURE.md is drawn from this table. Conditions beyond state and role are in `decide.ts`.
 */
import type { Role } from './actor.ts';
import type { State } from './case.ts';
import type { CommandType } from './commands.ts';
import { ANSWERED_STATES, statesIn, statesWhere } from './states.ts';

/** `stays`: the state does not change. `back`: the state before the pause. */
export type Target = State | 'stays' | 'back';

export interface Transition {
  readonly zh: string;
  readonly from: readonly (State | 'none')[];
  /** Every state it can lead to; which one is decided by the case. */
  readonly to: readonly Target[];
  readonly by: readonly Role[];
}

const OPEN = statesWhere(({ phase }) => phase !== 'ended');
const BEFORE_SIGNING = statesIn('intake');
const PROMISED = ANSWERED_STATES;
const SIGNED = statesIn('handling');
/** From signing until the result is passed on to the enterprise. */
const HANDLED = statesIn('handling', 'paused');
/** Where a unit that works by web (网页办理) may come in. */
const WITH_UNITS = statesIn('handling', 'paused', 'answered');

export const TRANSITIONS = {
  /** 已接待 at once where it was first raised in the room. */
  submit: { zh: '登记', from: ['none'], to: ['submitted', 'heard'], by: ['enterprise', 'staff', 'leader', 'clock'] },
  amend: { zh: '修改', from: OPEN, to: ['stays'], by: ['staff'] },
  accept: { zh: '受理', from: ['submitted'], to: ['vetting'], by: ['staff'] },
  decline: { zh: '不予受理', from: ['submitted', 'vetting', 'ready'], to: ['declined'], by: ['staff'] },
  merge: { zh: '合并', from: ['submitted', 'vetting', 'ready'], to: ['merged'], by: ['staff'] },
  takeIn: { zh: '并入', from: OPEN, to: ['stays'], by: ['clock'] },
  giveBack: { zh: '退回单独办理', from: ['merged'], to: ['vetting'], by: ['clock', 'staff'] },
  shareAnswer: { zh: '告知合并答复', from: ['merged'], to: ['stays'], by: ['clock'] },
  rateShared: { zh: '评价合并答复', from: ['merged'], to: ['stays'], by: ['enterprise', 'staff'] },
  redirect: { zh: '转法定途径', from: BEFORE_SIGNING, to: ['redirected'], by: ['staff'] },
  fillVerdicts: { zh: '三项均符', from: OPEN, to: ['stays'], by: ['staff'] },
  completeVetting: { zh: '核查完成', from: ['vetting'], to: ['ready'], by: ['staff'] },
  consult: { zh: '请部门预沟通', from: ['vetting', 'ready', 'scheduled'], to: ['stays'], by: ['staff'] },
  answerConsultation: { zh: '答复预沟通', from: OPEN, to: ['stays'], by: ['handler'] },
  askEnterprise: {
    zh: '请企业补充',
    from: ['vetting', 'ready', 'assigned', 'handling'],
    to: ['awaiting_enterprise'],
    by: ['staff', 'lead_handler'],
  },
  answerEnterprise: { zh: '企业补充', from: ['awaiting_enterprise'], to: ['back'], by: ['enterprise', 'staff'] },
  submitMaterial: { zh: '补交材料', from: OPEN, to: ['stays'], by: ['enterprise'] },
  endPause: { zh: '结束补充', from: ['awaiting_enterprise'], to: ['back'], by: ['clock', 'staff'] },
  schedule: { zh: '排入接待日', from: ['ready'], to: ['scheduled'], by: ['staff'] },
  followDay: { zh: '接待日变动', from: ['scheduled'], to: ['stays'], by: ['clock'] },
  unschedule: { zh: '撤出接待日', from: ['scheduled'], to: ['ready'], by: ['staff'] },
  hear: { zh: '已接待', from: ['scheduled'], to: ['heard'], by: ['staff', 'signer'] },
  answerOnTheSpot: { zh: '现场答复', from: ['scheduled', 'heard'], to: ['awaiting_rating'], by: ['staff', 'signer'] },
  requestInstruction: { zh: '提交签批', from: ['ready', 'heard'], to: ['awaiting_instruction'], by: ['staff'] },
  instruct: { zh: '签批', from: ['scheduled', 'heard', 'awaiting_instruction'], to: ['assigned'], by: ['signer'] },
  recordInstruction: {
    zh: '登记书面批示',
    from: ['scheduled', 'heard', 'awaiting_instruction', 'awaiting_closure'],
    to: ['assigned'],
    by: ['staff'],
  },
  checkTranscript: {
    zh: '核对转录',
    from: WITH_UNITS,
    to: ['stays'],
    by: ['signer'],
  },
  disownTranscript: {
    zh: '非本人批示',
    from: HANDLED,
    to: ['ready', 'heard', 'awaiting_closure'],
    by: ['signer'],
  },
  correctInstruction: { zh: '更正批示', from: ['assigned'], to: ['stays'], by: ['signer'] },
  addInstruction: { zh: '追加批示', from: HANDLED, to: ['stays'], by: ['signer'] },
  noteAssignment: { zh: '知悉交办', from: HANDLED, to: ['stays'], by: ['lead_leader'] },
  prepare: { zh: '代拟批示', from: ['awaiting_instruction'], to: ['stays'], by: ['secretary'] },
  sendBack: { zh: '退回补充', from: ['awaiting_instruction'], to: ['ready', 'heard'], by: ['signer'] },
  passOn: { zh: '转请批示', from: ['awaiting_instruction'], to: ['stays'], by: ['signer'] },
  hold: { zh: '暂缓', from: ['awaiting_instruction'], to: ['stays'], by: ['signer'] },
  acknowledge: { zh: '签收', from: ['assigned'], to: ['stays', 'handling'], by: ['handler'] },
  issueUnitCodes: { zh: '发办理码', from: WITH_UNITS, to: ['stays'], by: ['staff'] },
  enterByWeb: { zh: '网页进入', from: WITH_UNITS, to: ['stays'], by: ['web_unit'] },
  object: { zh: '异议', from: ['assigned'], to: ['stays'], by: ['handler'] },
  decideObjection: { zh: '确定异议', from: ['assigned'], to: ['stays', 'handling'], by: ['staff'] },
  nameOfficer: { zh: '指定承办人', from: SIGNED, to: ['stays'], by: ['handler'] },
  contactEnterprise: { zh: '已联系企业', from: ['assigned', 'handling'], to: ['stays'], by: ['handler'] },
  reportProgress: { zh: '报进展', from: ['assigned', 'handling'], to: ['stays'], by: ['handler'] },
  setMilestone: { zh: '安排节点', from: ['handling'], to: ['stays'], by: ['lead_handler'] },
  moveMilestone: { zh: '调整节点', from: ['handling'], to: ['stays'], by: ['lead_handler'] },
  reachMilestone: { zh: '节点完成', from: ['handling'], to: ['stays'], by: ['lead_handler'] },
  askProgress: { zh: '催报进展', from: ['handling'], to: ['stays'], by: ['clock'] },
  contribute: { zh: '协办意见', from: ['assigned', 'handling'], to: ['stays'], by: ['handler'] },
  requestExtension: { zh: '申请延期', from: ['handling'], to: ['stays'], by: ['lead_handler'] },
  decideExtension: {
    zh: '审批延期',
    from: ['handling'],
    to: ['stays'],
    by: ['staff', 'signer', 'lead_leader'],
  },
  resolve: { zh: '报结果', from: ['handling'], to: ['awaiting_review'], by: ['lead_handler'] },
  review: { zh: '审核通过', from: ['awaiting_review'], to: ['awaiting_rating'], by: ['staff'] },
  returnResult: { zh: '退回重办', from: ['awaiting_review'], to: ['handling'], by: ['staff'] },
  rate: { zh: '评价', from: ['awaiting_rating'], to: ['stays', 'awaiting_closure'], by: ['enterprise', 'staff'] },
  addRatingWords: {
    zh: '补充评价意见',
    from: ['awaiting_rating', 'awaiting_closure'],
    to: ['stays'],
    by: ['enterprise'],
  },
  recordCallAttempt: { zh: '登记回访（未取得评价）', from: ['awaiting_rating'], to: ['stays'], by: ['staff'] },
  waiveRating: {
    zh: '登记为未评价，报领导阅示',
    from: ['awaiting_rating'],
    to: ['awaiting_closure'],
    by: ['staff'],
  },
  judgeRating: { zh: '不满意研判', from: ['awaiting_rating'], to: ['stays', 'handling'], by: ['staff'] },
  reconsider: { zh: '复核', from: ['awaiting_rating'], to: ['awaiting_closure', 'handling'], by: ['lead_leader'] },
  contestRating: {
    zh: '评价申诉',
    from: ['awaiting_rating', 'awaiting_closure'],
    to: ['stays'],
    by: ['lead_handler'],
  },
  decideContest: {
    zh: '确定评价申诉',
    from: [...HANDLED, ...PROMISED],
    to: ['stays'],
    by: ['staff'],
  },
  endorse: { zh: '阅（销号）', from: ['awaiting_closure'], to: ['closed'], by: ['signer'] },
  instructAgain: { zh: '新批示', from: ['awaiting_closure', 'closed'], to: ['assigned'], by: ['signer'] },
  askPlanCheck: { zh: '到期核实', from: PROMISED, to: ['stays'], by: ['clock'] },
  reportPlan: { zh: '报兑现情况', from: PROMISED, to: ['stays'], by: ['lead_handler'] },
  checkPlan: { zh: '计划核实', from: PROMISED, to: ['stays'], by: ['staff'] },
  requestWithdrawal: { zh: '申请撤回', from: OPEN, to: ['stays'], by: ['enterprise', 'staff'] },
  auditWithdrawal: { zh: '核实撤回', from: OPEN, to: ['stays', 'withdrawn'], by: ['staff'] },
  remind: { zh: '催办', from: SIGNED, to: ['stays'], by: ['staff', 'signer', 'lead_leader'] },
  supervise: { zh: '督办', from: ['assigned', 'handling'], to: ['stays'], by: ['clock'] },
  list: { zh: '挂牌督办', from: SIGNED, to: ['stays'], by: ['signer', 'lead_leader', 'leader'] },
  unlist: { zh: '解除挂牌', from: WITH_UNITS, to: ['stays'], by: ['signer', 'lead_leader', 'leader'] },
  recomputeDue: { zh: '重算时限', from: [...SIGNED, 'awaiting_enterprise'], to: ['stays'], by: ['clock'] },
  changeLight: { zh: '亮灯', from: OPEN, to: ['stays'], by: ['clock'] },
} as const satisfies Readonly<Record<CommandType, Transition>>;

/** Whether the table has such a step from where a case stands. */
export const hasStep = (type: CommandType, { state }: { readonly state: State }): boolean => {
  const { from }: Transition = TRANSITIONS[type];
  return from.includes(state);
};
