/**
 * Where the cases of a district in the middle of its work stand when a story begins: some in every state, with what was done to them on
 * the way there, and what their people do first in the story. Dealt anew every so many seeds, because some places have a long road.
 */
import type { State } from '../../src/workflow/case.ts';
import { isLongSleep } from './acts.ts';
import type { Door, Meant } from './intentions.ts';

/** On the way to where a case is brought: what is done where, one after another. */
export interface Stop {
  readonly at: State;
  readonly does: Door;
}
export type Destination = Partial<Meant> & {
  readonly state: State;
  readonly stops?: readonly Stop[];
  /** With one of these the story goes on there; dealt by seed, because they cost nothing. */
  readonly errands?: readonly (readonly Door[])[];
  /** The same in a story in which more than a month goes by at once. */
  readonly monthly?: readonly Door[];
};

/** Seeds one after another that begin with the same deal: setting up costs as much as some stories. */
const DEAL_LENGTH = 24;

const stop = (at: State, ...all: readonly Door[]): readonly Stop[] => all.map((does) => ({ at, does }));
const TRANSCRIBED = stop('awaiting_instruction', '登记书面批示');
const HEARD = stop('heard', '登记书面批示');
const LISTED = stop('handling', 'list');
const RATED_BADLY = stop('awaiting_rating', 'rateBadly');
const CONTESTED = [...RATED_BADLY, ...stop('awaiting_rating', 'contest')];
const UPHELD = stop('awaiting_rating', '解释并提请复核', 'upholdRating');
const DONE_AGAIN = [...RATED_BADLY, ...stop('awaiting_rating', '重办')];
const RECONSIDERED = [...RATED_BADLY, ...stop('awaiting_rating', '解释并提请复核', 'redoRating')];
const ONCE_MORE = stop('awaiting_closure', '登记书面批示');
const PAUSED = stop('handling', '请企业补充');
const PAUSED_BEFORE = [...PAUSED, ...stop('awaiting_enterprise', '结束补充')];

const WITHDRAWN: readonly Door[] = ['page:withdraw', 'rest', '自愿撤回，同意'];
const NOT_WITHDRAWN: readonly Door[] = ['page:withdraw', 'rest', '非自愿，不予撤回'];
const BY_WEB: readonly Door[] = ['发办理码', 'web:enter', 'web:enter'];
const ONCE_CLOSED: readonly Door[] = ['endorse', 'reopen'];
/** It stands in a list, and is opened from there. */
const SHOWN_PLAN: readonly Door[] = ['rest', 'openPlan', 'openPlan'];
const CALLED: Door = '登记回访（未取得评价）';

/** In the order in which the cases are filed; in every story. */
const ALWAYS: readonly Destination[] = [
  { state: 'vetting', errands: [[], ['into:submitted'], ['into:ready'], ['into:awaiting_rating'], []] },
  { state: 'awaiting_enterprise', errands: [[], WITHDRAWN, ['rest', 'rest'], NOT_WITHDRAWN] },
  {
    state: 'ready',
    errands: [
      ['odd', 'odd', 'odd'],
      ['into:awaiting_review', 'rest', 'rest', 'rateBadly', '恢复单独办理'],
      WITHDRAWN,
      ['odd', ...NOT_WITHDRAWN],
    ],
  },
  {
    state: 'scheduled',
    errands: [
      ['moveDay', 'rest', 'rest', '已接待', '现场答复'],
      ['clearDay', 'rest', 'roomItem', 'roomItem'],
      // Its leader avoids the enterprise (`start.ts`), and signs in words of the own all the same.
      ['turnPage', 'rest', 'turnPage', 'rest', 'turnPage', 'signOwn', 'turnPage', 'signOwn', '登记书面批示'],
      ['page:material', '现场答复'],
      ['请部门预沟通', '三项均符', ...NOT_WITHDRAWN, '转法定途径'],
      WITHDRAWN,
      [...NOT_WITHDRAWN, 'moveDay', '已接待'],
    ],
  },
  {
    state: 'heard',
    errands: [['roomItem', 'roomItem', ...WITHDRAWN], NOT_WITHDRAWN, ['提交签批', 'sendBack'], ['登记书面批示']],
  },
  {
    state: 'awaiting_instruction',
    errands: [['centre:see', 'namesake', 'rest', 'rest', 'centre:shown', 'centre:shown'], [], WITHDRAWN, ['sendBack']],
  },
  { state: 'assigned', isByWeb: true, errands: [[], WITHDRAWN, BY_WEB, NOT_WITHDRAWN] },
  {
    state: 'handling',
    limit: 15,
    stops: stop('handling', 'setMilestone'),
    monthly: ['wait:30', 'extend', 'extend', 'extend', 'progress'],
    errands: [
      [...Array<Door>(12).fill('moveMilestone'), 'old:moveMilestone', 'old:moveMilestone'],
      ['reachMilestone', 'old:reachMilestone', 'old:moveMilestone'],
      ['misfit:extend', 'careless:extend', 'extend', 'blank:refuseExtension', 'refuseExtension'],
      ['retype', 'rest', 'rest', 'old:resolve', 'old:resolve', 'old:resolve'],
      ['changeOfficers', 'rest', 'rest', ...Array<Door>(4).fill('old:nameOfficer')],
      WITHDRAWN,
    ],
  },
  {
    state: 'awaiting_review',
    limit: 15,
    stops: [...TRANSCRIBED, ...LISTED],
    errands: [
      ['nameOfficer', 'nameOfficer', 'nameOfficer'],
      WITHDRAWN,
      ['disown'],
      [...NOT_WITHDRAWN, 'page:twice'],
      [],
    ],
  },
  {
    state: 'awaiting_rating',
    isByWeb: true,
    errands: [
      BY_WEB,
      WITHDRAWN,
      ['rateMute', 'page:material', ...NOT_WITHDRAWN],
      [CALLED, CALLED, '登记为未评价，报领导阅示', '登记为未评价，报领导阅示'],
      ['old:add', 'old:correct', 'page:twice', '非自愿，不予撤回'],
    ],
  },
  {
    state: 'awaiting_closure',
    grade: 'bad',
    outcome: 'planned',
    stops: [...TRANSCRIBED, ...LISTED, ...CONTESTED, ...UPHELD],
    errands: [
      ['unlist', 'old:unlist', 'old:disown', 'old:add', ...ONCE_CLOSED],
      ['old:contest', 'transcriptRight', '评价申诉成立', 'signAgain'],
      ['计划未兑现', '计划已兑现', ...ONCE_CLOSED],
      ['old:disown', 'old:add', ...WITHDRAWN],
      [...NOT_WITHDRAWN, 'page:material', 'transcriptRight', 'endorse'],
      ['wait', ...SHOWN_PLAN, 'reportPlan', 'planKept', ...ONCE_CLOSED],
    ],
  },
  {
    state: 'submitted',
    errands: [['amend', 'rest', 'rest'], WITHDRAWN, ['page:twice', '非自愿，不予撤回'], ['rest', 'rest']],
  },
];

const GIVEN_TO_WHO_HAS_A_PART: readonly Door[] = ['object', 'acknowledge', ...Array<Door>(3).fill('keep:异议成立改办')];
/** Nobody of the lead unit, and one who supports, has taken it up. */
const HALF_TAKEN: Destination = {
  state: 'assigned',
  isSupported: true,
  errands: [
    ['acknowledge', 'nameOfficer', 'contact', 'progress', 'nameOfficer'],
    GIVEN_TO_WHO_HAS_A_PART,
    ['acknowledge', 'progress', 'contact', 'nameOfficer', 'old:correct'],
    ['object', '异议不成立', 'old:object', 'old:object'],
    GIVEN_TO_WHO_HAS_A_PART,
  ],
};
const LATE_TO_OBJECT: Destination = {
  state: 'assigned',
  isSupported: true,
  errands: [
    ['object', 'wait:2', 'rest', '异议不成立', 'old:object'],
    ['wait:4', 'object', 'object'],
    ['object', 'wait:2', 'rest', 'rest', '异议成立改办'],
    ['object', 'wait:1', '异议不成立', 'old:object'],
  ],
};
const WORDS_OF_ANOTHER: Destination = {
  state: 'assigned',
  isSupported: true,
  signer: 1,
  stops: TRANSCRIBED,
  errands: [
    ['wait:1', 'lent:disown', 'lent:correct', 'lent:disown', 'disown'],
    ['list', 'unlist', 'transcriptRight', 'old:disown'],
    ['wait:1', 'lent:correct', 'lent:disown', 'lent:correct', 'disown'],
  ],
};
const MORE_WORDS: Destination = {
  state: 'awaiting_rating',
  grade: 'bad',
  stops: RATED_BADLY,
  errands: [
    ['page:openWords', '解释并提请复核', 'rest', 'page:words', 'page:words', 'page:words'],
    ['page:openWords', ...Array<Door>(9).fill('page:words')],
    ['contest', 'old:contest', 'old:contest', '评价申诉不成立'],
  ],
};
const PROMISED: Destination = {
  state: 'closed',
  outcome: 'planned',
  errands: [
    ['wait', ...SHOWN_PLAN, 'reportPlan', 'planKept', 'reopen'],
    ['计划未兑现', 'wait', ...SHOWN_PLAN, 'reportPlan', '计划未兑现', 'signAgain'],
  ],
};
const PROMISED_UNRATED: Destination = {
  state: 'awaiting_rating',
  outcome: 'planned',
  errands: [
    ['wait', ...SHOWN_PLAN, 'reportPlan', 'planKept', 'rateWell'],
    ['计划未兑现', '计划已兑现', 'rateWell'],
    ['wait', ...SHOWN_PLAN, 'reportPlan', '计划未兑现', 'rateWell'],
  ],
};
const PROMISED_RATED: Destination = {
  state: 'awaiting_closure',
  outcome: 'planned',
  errands: [
    ['page:words', 'wait', ...SHOWN_PLAN, 'reportPlan', 'planBroken', 'endorse'],
    ['page:words', 'wait', ...SHOWN_PLAN, 'reportPlan', '计划已兑现', ...ONCE_CLOSED],
    ['page:words', '计划已兑现', 'endorse'],
  ],
};
const LONG_PAUSE: Destination = {
  state: 'awaiting_enterprise',
  limit: 15,
  stops: PAUSED,
  errands: [['wait:2', '结束补充', 'rest', '请企业补充', 'old:askEnterprise', '请企业补充', 'old:askEnterprise']],
};
const LONG_LEAVE: Destination = {
  state: 'handling',
  limit: 30,
  errands: [
    ['extend', '同意延期', 'extend', '同意延期', 'approveExtension', 'old:extend'],
    ['extend', 'approveExtension', 'extend', 'approveExtension', 'old:extend'],
    ['misfit:extend', 'extend', '同意延期', 'old:extend', 'old:extend'],
  ],
};

/** After all others, which are known by their number. */
const LAST: readonly Destination[] = [
  {
    state: 'scheduled',
    errands: [
      WITHDRAWN,
      ['登记书面批示'],
      [...NOT_WITHDRAWN, 'moveDay', '已接待'],
      ['turnPage', 'rest', 'sign', 'signOwn'],
    ],
  },
];

const DEALS: readonly (readonly Destination[])[] = [
  [
    { state: 'assigned', stops: TRANSCRIBED, errands: [['disown', 'old:transcriptRight', 'old:acknowledge']] },
    { state: 'handling', stops: ONCE_MORE, errands: [['disown'], ['transcriptRight', 'old:disown'], ['disown']] },
    // Signed by whoever avoids it.
    { state: 'awaiting_instruction', errands: [['wait'], ['passOn']] },
    { state: 'awaiting_review', stops: HEARD, errands: [['disown']] },
    { state: 'awaiting_enterprise', stops: [...ONCE_MORE, ...PAUSED], errands: [['disown']] },
    PROMISED_UNRATED,
    PROMISED,
    LONG_LEAVE,
    WORDS_OF_ANOTHER,
    LONG_PAUSE,
    { state: 'awaiting_review', isOwnUnit: true, errands: [['审核通过', '退回重办', 'review']] },
    { state: 'awaiting_enterprise', limit: 15, stops: [...LISTED, ...PAUSED], errands: [['unlist', 'old:unlist']] },
    {
      state: 'awaiting_closure',
      grade: 'bad',
      stops: [...RATED_BADLY, ...UPHELD],
      errands: [
        ['contest', ...ONCE_CLOSED],
        ['page:words', 'contest', 'endorse'],
      ],
    },
  ],
  [
    { state: 'assigned', stops: ONCE_MORE, errands: [['disown']] },
    {
      state: 'handling',
      stops: HEARD,
      errands: [['disown', 'old:acknowledge'], ['transcriptRight', 'old:disown'], ['disown']],
    },
    { state: 'awaiting_instruction', errands: [['wait'], ['passOn']] },
    { state: 'awaiting_review', stops: ONCE_MORE, errands: [['disown']] },
    { state: 'awaiting_enterprise', stops: [...HEARD, ...PAUSED], errands: [['disown']] },
    PROMISED_RATED,
    {
      state: 'awaiting_rating',
      grade: 'bad',
      stops: [...TRANSCRIBED, ...LISTED, ...CONTESTED],
      errands: [
        ['unlist', 'old:contest', '评价申诉不成立', '重办'],
        ['unlist', 'transcriptRight', '评价申诉成立', 'old:contest'],
        ['unlist', 'old:disown', 'old:add', '评价申诉不成立', '解释并提请复核', 'upholdRating', ...ONCE_CLOSED],
      ],
    },
    { state: 'handling', limit: 30, errands: [[...Array<Door>(10).fill('setMilestone'), 'old:setMilestone']] },
    MORE_WORDS,
    HALF_TAKEN,
    // Answered in the room: no unit has a part in it.
    {
      state: 'awaiting_rating',
      grade: 'bad',
      stops: [...stop('heard', '现场答复'), ...RATED_BADLY],
      errands: [['重办', '重办', '解释并提请复核', 'upholdRating', ...ONCE_CLOSED]],
    },
    { state: 'awaiting_enterprise', stops: [...TRANSCRIBED, ...PAUSED], errands: [['disown']] },
    {
      state: 'awaiting_closure',
      isByWeb: true,
      errands: [
        [...BY_WEB, 'signAgain'],
        [...BY_WEB, ...ONCE_CLOSED],
      ],
    },
  ],
  [
    LATE_TO_OBJECT,
    {
      state: 'assigned',
      grade: 'bad',
      stops: [...CONTESTED, ...UPHELD, ...stop('awaiting_closure', 'signAgain')],
      errands: [['评价申诉不成立', 'acknowledge', 'contribute'], ['评价申诉成立']],
    },
    { state: 'awaiting_instruction', errands: [['wait'], ['passOn']] },
    {
      state: 'handling',
      grade: 'bad',
      stops: [...TRANSCRIBED, ...CONTESTED, ...DONE_AGAIN.slice(-1)],
      errands: [['评价申诉成立', 'disown'], ['disown']],
    },
    {
      state: 'awaiting_enterprise',
      grade: 'bad',
      stops: [...TRANSCRIBED, ...CONTESTED, ...DONE_AGAIN.slice(-1), ...PAUSED],
      errands: [
        ['评价申诉成立', 'transcriptRight'],
        ['old:transcriptWrong', 'note', '评价申诉不成立'],
      ],
    },
    {
      state: 'awaiting_rating',
      grade: 'alwaysBad',
      limit: 3,
      stops: [...RECONSIDERED, ...RATED_BADLY],
      errands: [
        ['old:upholdRating', 'old:redoRating', '重办', '解释并提请复核', 'upholdRating', ...ONCE_CLOSED],
        ['old:redoRating', '重办', '重办', '解释并提请复核', 'redoRating'],
      ],
    },
    PROMISED,
    PROMISED_UNRATED,
    WORDS_OF_ANOTHER,
    MORE_WORDS,
    { state: 'awaiting_review', isByWeb: true, errands: [BY_WEB] },
    LONG_PAUSE,
    { state: 'awaiting_closure', errands: [ONCE_CLOSED, ['signAgain']] },
  ],
  [
    HALF_TAKEN,
    {
      state: 'handling',
      stops: [...PAUSED_BEFORE, ...PAUSED_BEFORE],
      errands: [['请企业补充', 'page:answer', 'rest', 'rest', '请企业补充', '请企业补充']],
    },
    { state: 'awaiting_instruction', errands: [['wait'], ['passOn']] },
    {
      state: 'awaiting_review',
      grade: 'bad',
      stops: [...CONTESTED, ...DONE_AGAIN.slice(-1)],
      errands: [
        ['评价申诉不成立', 'nameOfficer'],
        ['评价申诉成立', 'nameOfficer', 'nameOfficer'],
      ],
    },
    {
      state: 'awaiting_closure',
      grade: 'bad',
      stops: [...RATED_BADLY, ...UPHELD],
      errands: [['contest', ...ONCE_CLOSED], ['contest']],
    },
    {
      state: 'awaiting_closure',
      grade: 'bad',
      stops: [...DONE_AGAIN, ...stop('awaiting_rating', 'rateWell')],
      errands: [['old:contest', 'old:contest', 'page:words', ...ONCE_CLOSED]],
    },
    {
      ...PROMISED,
      grade: 'bad',
      stops: [...CONTESTED, ...UPHELD],
      errands: [
        ['评价申诉成立', 'wait', ...SHOWN_PLAN, 'reportPlan', 'planKept', 'reopen'],
        ['评价申诉不成立', 'reopen'],
      ],
    },
    LONG_LEAVE,
    {
      state: 'awaiting_rating',
      grade: 'alwaysBad',
      stops: [...DONE_AGAIN, ...RATED_BADLY],
      errands: [['重办', '重办', '解释并提请复核', 'redoRating', 'resolve']],
    },
    LATE_TO_OBJECT,
    { state: 'awaiting_enterprise', isByWeb: true, limit: 15, stops: PAUSED, errands: [[...BY_WEB, ...NOT_WITHDRAWN]] },
    { state: 'awaiting_review', isByWeb: true, errands: [BY_WEB, WITHDRAWN] },
  ],
];

export const dealOf = (seed: number): number => Math.floor(seed / DEAL_LENGTH) % DEALS.length;
export const placesOf = (deal: number): readonly Destination[] => [...ALWAYS, ...(DEALS[deal] ?? []), ...LAST];

/** Towns alternate with every seed (`start.ts`); each has to have all of them. */
const SEEDS_IN_TURN = 3;
/** With what the people of the `index`-th place begin in this story. */
export const errandsOf = (seed: number, index: number): readonly Door[] => {
  const { errands = [], monthly } = placesOf(dealOf(seed))[index] ?? {};
  if (monthly && isLongSleep(seed)) return monthly;
  return errands[(Math.floor(seed / SEEDS_IN_TURN) + index) % Math.max(1, errands.length)] ?? [];
};
