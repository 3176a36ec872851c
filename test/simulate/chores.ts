/**
 * What people do on the way with a case that stands somewhere, besides what it is meant for: every act that leaves it where it is, in
 * every state that takes it, and now and then what ends it there. Dealt in turn over all seeds, so that none hangs on luck.
 */
import type { State } from '../../src/workflow/case.ts';
import type { Door } from './intentions.ts';

/** Done one after another, while the case stands there. */
export type Chore = readonly Door[];
/** A state, or where a bad rating waits to be judged. */
export type Place = State | 'rated';

const NOT_WITHDRAWN: Chore = ['page:withdraw', '非自愿，不予撤回'];
const WITHDRAWN: Chore = ['page:withdraw', '自愿撤回，同意'];
const EVERYWHERE: readonly Chore[] = [
  ['page:material', '三项均符'],
  NOT_WITHDRAWN,
  WITHDRAWN,
  ['bad:三项均符', 'page:material', 'answerConsultation'],
];
/** Where none stands in the first of these states, into one in the next. */
const INTO: readonly Chore[] = [
  ['into:submitted', 'into:vetting'],
  ['into:scheduled', 'into:heard'],
  ['into:awaiting_instruction', 'into:heard'],
  ['into:awaiting_enterprise', 'into:assigned'],
];
const INTO_OTHERS: readonly Chore[] = [
  ['into:heard', 'into:scheduled'],
  ['into:handling', 'into:awaiting_instruction'],
  ['into:awaiting_rating', 'into:awaiting_closure'],
  ['into:ready', 'into:submitted'],
];
const BEFORE_A_DAY: readonly Chore[] = [
  ['bad:合并', '合并'],
  ['bad:不予受理', '不予受理'],
  ['bad:转法定途径', '转法定途径'],
];
const TRANSCRIBED: readonly Chore[] = [['transcriptRight'], ['disown'], ['transcriptWrong'], ['disown']];
const ON_A_SHEET: readonly Chore[] = [
  ['note'],
  ['add'],
  ['发办理码', 'web:enter'],
  ['list', 'unlist'],
  ['unlist'],
  ['careless:add'],
];
const CONTESTED: readonly Chore[] = [['评价申诉成立'], ['评价申诉不成立']];
const PLANNED: readonly Chore[] = [
  ['reportPlan', 'planKept'],
  ['reportPlan', '计划未兑现'],
  ['计划已兑现', '计划已兑现'],
];

const CALLED: Door = '登记回访（未取得评价）';
const WAIVE: Door = '登记为未评价，报领导阅示';
const WAIVED: readonly Chore[] = [
  [CALLED, WAIVE, CALLED, WAIVE],
  [WAIVE, CALLED, CALLED, WAIVE],
  [CALLED, CALLED, WAIVE],
];

const CHORES: Readonly<Partial<Record<Place, readonly Chore[]>>> = {
  submitted: [...EVERYWHERE, ...BEFORE_A_DAY, ...INTO],
  vetting: [
    ...EVERYWHERE,
    ...BEFORE_A_DAY,
    ...INTO_OTHERS,
    ['请部门预沟通', 'answerConsultation'],
    ['请企业补充'],
    ['核查完成'],
  ],
  awaiting_enterprise: [
    ...EVERYWHERE,
    ...TRANSCRIBED,
    ...ON_A_SHEET,
    ...CONTESTED,
    ['结束补充'],
    ['transcriptRight'],
    ['disown'],
  ],
  ready: [
    ...EVERYWHERE,
    ...BEFORE_A_DAY,
    ...INTO,
    ['into:awaiting_review'],
    ['请部门预沟通', 'answerConsultation'],
    ['请企业补充'],
    ['bad:排入接待日'],
    ['提交签批', '排入接待日'],
  ],
  scheduled: [
    ...EVERYWHERE,
    ['bad:转法定途径', '转法定途径'],
    ['请部门预沟通', 'answerConsultation'],
    ['bad:现场答复', '现场答复'],
    ['onTheSpot'],
    ['sign'],
    ['sign'],
    ['登记书面批示'],
    ['撤出接待日'],
  ],
  heard: [
    ...EVERYWHERE,
    ['转法定途径'],
    ['现场答复'],
    ['onTheSpot'],
    ['careless:sign', 'sign'],
    ['bad:登记书面批示', '登记书面批示'],
    ['amend', '提交签批'],
  ],
  awaiting_instruction: [
    ...EVERYWHERE,
    ['prepare', 'hold'],
    ['blank:sendBack', 'sendBack'],
    ['sendBack'],
    ['sendBack'],
    ['blank:hold', 'passOn'],
    ['passOn', 'sign'],
    ['careless:sign'],
    ['登记书面批示'],
    ['bad:登记书面批示'],
  ],
  assigned: [
    ...EVERYWHERE,
    ...TRANSCRIBED,
    ...ON_A_SHEET,
    ...CONTESTED,
    ['请企业补充'],
    ['askEnterprise'],
    ['contact', 'progress'],
    ['contribute'],
    ['contribute'],
    ['nameOfficer'],
    ['blank:object', 'object', '异议不成立', 'old:object'],
    ['object', 'object', 'bad:异议成立改办', '异议成立改办'],
    ['acknowledge', 'object', '异议成立改办'],
    ['careless:correct', 'correct', 'correct'],
    ['催办', '催办'],
    ['异议不成立'],
    ['signOwn'],
  ],
  handling: [
    ...EVERYWHERE,
    ...TRANSCRIBED,
    ...ON_A_SHEET,
    ...CONTESTED,
    ['careless:setMilestone', 'setMilestone', 'moveMilestone', 'reachMilestone'],
    ['setMilestone', 'careless:moveMilestone', 'moveMilestone', 'old:moveMilestone'],
    ['setMilestone', 'reachMilestone', 'old:reachMilestone'],
    ['contribute', 'contact'],
    ['careless:extend', 'extend', '同意延期'],
    ['extend', 'old:extend', 'approveExtension', 'extend', 'approveExtension', 'old:extend'],
    ['extend', 'refuseExtension'],
    ['extend', '同意延期', 'extend', '同意延期', 'extend'],
    ['同意延期'],
    ['请企业补充'],
    ['askEnterprise'],
    ['nameOfficer'],
    ['careless:resolve', 'resolve'],
    ['list', 'old:list', 'unlist', 'old:unlist'],
  ],
  awaiting_review: [
    ...EVERYWHERE,
    ...TRANSCRIBED,
    ...ON_A_SHEET,
    ...CONTESTED,
    ['nameOfficer'],
    ['nameOfficer'],
    ['bad:审核通过'],
    ['blank:returnResult', 'returnResult'],
    ['old:extend'],
    ['old:setMilestone'],
    ['催办'],
  ],
  awaiting_rating: [
    ...EVERYWHERE,
    ...PLANNED,
    ...CONTESTED,
    ...WAIVED,
    ['transcriptRight'],
    ['transcriptRight'],
    ['old:disown'],
    ['发办理码', 'web:enter'],
    ['发办理码', 'web:enter'],
    ['unlist'],
    ['重办', 'page:words'],
    ['old:upholdRating', 'old:contest'],
  ],
  rated: [
    NOT_WITHDRAWN,
    WITHDRAWN,
    ['blank:contest', 'contest', '评价申诉不成立'],
    ['contest'],
    ['contest'],
    ['page:words', 'contest'],
    ['page:words', 'page:words', 'page:words', 'page:words', 'page:words', 'page:words'],
    ['登记电话评价', '解释并提请复核', 'redoRating'],
    ['解释并提请复核', 'page:words', 'redoRating'],
    ['解释并提请复核', '重办', 'upholdRating'],
    ['old:upholdRating'],
    ['bad:重办', '重办'],
    ['old:redoRating', '登记回访（未取得评价）'],
  ],
  awaiting_closure: [
    ...EVERYWHERE,
    ...PLANNED,
    ...CONTESTED,
    ['contest'],
    ['contest'],
    ['transcriptRight'],
    ['发办理码', 'web:enter'],
    ['unlist'],
    ['登记书面批示'],
    ['登记书面批示'],
    ['signAgain'],
    ['signAgain'],
    ['old:contest', '重办'],
    ['careless:endorse'],
    ['page:words'],
  ],
  closed: [...PLANNED, ...CONTESTED, ['old:contest'], ['reopen'], ['signAgain'], ['old:resolve'], ['page:words']],
  merged: [
    ['登记电话评价', '恢复单独办理'],
    ['bad:恢复单独办理', '登记电话评价'],
    ['恢复单独办理', '登记电话评价'],
  ],
};

/** No divisor of the length of a list, so that stories one after another begin elsewhere. */
const STRIDE = 61;
/** The `index`-th chore that this story has at this place. */
export const choreAt = (seed: number, place: Place, index: number): Chore => {
  const all = CHORES[place] ?? [];
  return all[(seed * STRIDE + index) % Math.max(1, all.length)] ?? [];
};
