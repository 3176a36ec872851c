/**
 * Where the cases of a district in the middle of its work stand when a story begins: some in every state, with what was done to them on
 * the way there, and what their people do first in the story. Dealt anew every so many seeds, because some places have a long road.
 */
import type { State } from '../../src/workflow/case.ts';
import type { Door, Meant } from './intentions.ts';

/** On the way to where a case is brought: what is done where, one after another. */
export interface Stop {
  readonly at: State;
  readonly does: Door;
}
export type Destination = Partial<Meant> & {
  readonly state: State;
  readonly stops?: readonly Stop[];
  /** With what the story goes on there. */
  readonly errands?: readonly Door[];
};

/** Seeds one after another that begin with the same deal: setting up costs as much as some stories. */
const DEAL_LENGTH = 24;

const stop = (at: State, ...all: readonly Door[]): readonly Stop[] => all.map((does) => ({ at, does }));
const TRANSCRIBED = stop('awaiting_instruction', '登记书面批示');
const HEARD = stop('heard', '登记书面批示');
const LISTED = stop('handling', 'list');
const RATED_BADLY = stop('awaiting_rating', 'rate');
const CONTESTED = [...RATED_BADLY, ...stop('awaiting_rating', 'contest')];
const UPHELD = stop('awaiting_rating', '解释并提请复核', 'upholdRating');
const ONCE_MORE = stop('awaiting_closure', '登记书面批示');
const PAUSED = stop('handling', '请企业补充');

/** In the order in which the cases are filed; in every story. */
const ALWAYS: readonly Destination[] = [
  { state: 'vetting' },
  { state: 'awaiting_enterprise' },
  { state: 'ready' },
  { state: 'scheduled' },
  { state: 'heard' },
  { state: 'awaiting_instruction' },
  { state: 'assigned', isByWeb: true },
  { state: 'handling', limit: 15, stops: stop('handling', 'setMilestone') },
  { state: 'awaiting_review', stops: [...TRANSCRIBED, ...LISTED] },
  { state: 'awaiting_rating', isByWeb: true, errands: ['发办理码', 'web:enter'] },
  {
    state: 'awaiting_closure',
    grade: 'bad',
    outcome: 'planned',
    stops: [...TRANSCRIBED, ...LISTED, ...CONTESTED, ...UPHELD],
    errands: ['unlist', 'page:words', '评价申诉成立'],
  },
  { state: 'submitted' },
];

const DEALS: readonly (readonly Destination[])[] = [
  [
    { state: 'assigned', stops: HEARD, errands: ['disown', 'old:transcriptRight', 'old:acknowledge'] },
    { state: 'handling', stops: ONCE_MORE, errands: ['disown'] },
    // Signed by whoever avoids it, in the approval centre.
    { state: 'awaiting_instruction', errands: ['wait'] },
    { state: 'awaiting_review', stops: HEARD, errands: ['disown'] },
    { state: 'awaiting_enterprise', stops: [...ONCE_MORE, ...PAUSED], errands: ['disown'] },
    { state: 'awaiting_rating', outcome: 'planned', errands: ['wait', 'reportPlan', 'planKept', '登记电话评价'] },
    { state: 'closed', outcome: 'planned', errands: ['wait', 'reportPlan', '计划未兑现', 'reopen'] },
    {
      state: 'handling',
      limit: 30,
      errands: ['extend', 'old:extend', '同意延期', 'extend', '同意延期', 'approveExtension', 'old:extend', '同意延期'],
    },
  ],
  [
    { state: 'assigned', stops: ONCE_MORE, errands: ['disown'] },
    { state: 'handling', stops: HEARD, errands: ['disown', 'old:acknowledge'] },
    { state: 'awaiting_instruction', errands: ['wait'] },
    { state: 'awaiting_review', stops: ONCE_MORE, errands: ['disown'] },
    { state: 'awaiting_enterprise', stops: [...HEARD, ...PAUSED], errands: ['disown'] },
    { state: 'awaiting_closure', outcome: 'planned', errands: ['wait', 'reportPlan', 'planBroken', 'signAgain'] },
    {
      state: 'awaiting_rating',
      grade: 'bad',
      stops: [...TRANSCRIBED, ...LISTED, ...CONTESTED],
      errands: [
        'old:contest',
        'transcriptRight',
        'old:disown',
        '评价申诉不成立',
        'page:openWords',
        '重办',
        'page:words',
      ],
    },
    {
      state: 'handling',
      limit: 30,
      errands: [...Array<Door>(21).fill('setMilestone'), ...Array<Door>(6).fill('moveMilestone'), 'old:reachMilestone'],
    },
  ],
  [
    { state: 'assigned', errands: ['object', 'wait', '异议成立改办'] },
    {
      state: 'assigned',
      grade: 'bad',
      stops: [...CONTESTED, ...UPHELD, ...stop('awaiting_closure', 'signAgain')],
      errands: ['评价申诉不成立', 'acknowledge', 'contribute', 'acknowledge', 'contribute', 'contribute'],
    },
    { state: 'awaiting_instruction', errands: ['wait'] },
    {
      state: 'handling',
      grade: 'bad',
      stops: [...CONTESTED, ...stop('awaiting_rating', '重办')],
      errands: ['评价申诉成立'],
    },
    {
      state: 'awaiting_enterprise',
      grade: 'bad',
      stops: [...TRANSCRIBED, ...CONTESTED, ...stop('awaiting_rating', '重办'), ...PAUSED],
      errands: ['评价申诉成立', 'transcriptRight', 'old:transcriptWrong', 'note'],
    },
    {
      state: 'awaiting_rating',
      grade: 'alwaysBad',
      limit: 3,
      errands: [
        'rateBadly',
        '重办',
        'resolve',
        '审核通过',
        'rateBadly',
        'old:upholdRating',
        '重办',
        '解释并提请复核',
        'redoRating',
        'resolve',
        '审核通过',
        'rateBadly',
        '重办',
      ],
    },
    { state: 'closed', outcome: 'planned', errands: ['wait', 'reportPlan', 'planKept', 'old:planKept'] },
    { state: 'awaiting_rating', outcome: 'planned', errands: ['wait', 'reportPlan', 'planBroken', '登记电话评价'] },
  ],
  [
    { state: 'assigned', errands: ['acknowledge', 'contribute', 'acknowledge', 'contribute', 'contribute', 'object'] },
    {
      state: 'handling',
      errands: [
        '请企业补充',
        'page:answer',
        '请企业补充',
        'wait',
        'page:answer',
        '请企业补充',
        'page:answer',
        '请企业补充',
      ],
    },
    { state: 'awaiting_instruction', errands: ['wait'] },
    {
      state: 'awaiting_review',
      grade: 'bad',
      stops: [...CONTESTED, ...stop('awaiting_rating', '重办')],
      errands: ['评价申诉不成立', 'review', 'nameOfficer', 'careless:nameOfficer'],
    },
    {
      state: 'awaiting_closure',
      isByWeb: true,
      grade: 'bad',
      stops: [...RATED_BADLY, ...UPHELD],
      errands: ['page:words', '发办理码', 'web:enter'],
    },
    {
      state: 'awaiting_closure',
      grade: 'bad',
      stops: [...RATED_BADLY, ...UPHELD],
      errands: ['contest', 'old:contest'],
    },
    {
      state: 'closed',
      grade: 'bad',
      outcome: 'planned',
      stops: [...CONTESTED, ...UPHELD],
      errands: ['评价申诉成立', 'old:signAgain', 'wait', 'reportPlan'],
    },
    { state: 'handling', limit: 30, errands: ['wait', 'extend', 'reachMilestone'] },
  ],
];

export const dealOf = (seed: number): number => Math.floor(seed / DEAL_LENGTH) % DEALS.length;
export const placesOf = (deal: number): readonly Destination[] => [...ALWAYS, ...(DEALS[deal] ?? [])];
