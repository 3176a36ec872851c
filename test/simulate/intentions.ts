/**
 * What a case is meant for. Each is given one intention when it is first seen, in turn, so that none is rare: legs, each a place (a state)
 * and what is done there, one after another. The road leads from place to place; what was not possible is left out after a while.
 */
import type { ActionName } from '../../bitable-schema/case-actions.ts';
import type { State } from '../../src/workflow/case.ts';
import type { Act } from '../../src/workflow/whose-turn/acts.ts';
import type { Random } from './random.ts';

/**
 * One way to ask for something: a choice in the row, a button of a card (`old:` as it was drawn first, `twice:` twice at once), a form of
 * the page of the enterprise (`page:`) or of a unit (`web:`). `bad:`, `careless:`, `blank:`, `misfit:`: not as it should be filled in.
 */
export type Door =
  | ActionName
  | Act
  | `old:${Act}`
  | `twice:${Act}`
  | `page:${'answer' | 'withdraw' | 'material' | 'words' | 'openWords' | 'twice'}`
  | `web:${string}`
  | `bad:${ActionName}`
  | `careless:${Act}`
  | `blank:${Act}`
  | `misfit:${Act}`
  /** By whoever stands in for the leader, on a copy of the leader's card. */
  | `lent:${Act}`
  /** 合并 into a case that stands there. */
  | `into:${State}`
  /** 改办 by a unit that has a part already. */
  | `keep:${'异议成立改办'}`
  /** In the approval centre: to look, and to agree to what was seen. */
  | `centre:${'see' | 'shown'}`
  | Deed
  /** Staff put something right in the row, or propose what cannot be. */
  | 'amend'
  | 'odd'
  /** Nothing, until days have passed; or only now. */
  | 'wait'
  | `wait:${number}`
  | 'rest'
  | 'rateBadly'
  | 'rateWell'
  /** Badly, and without a word. */
  | 'rateMute'
  | 'rate';

/** What staff do that is no act on the case: another day or place for its reception, none at all, somebody else to contact, 问题 instead
 * of 建议, other people in its unit, an item that is first raised in the room, a look at its item there or at the check of its plan. */
export const DEEDS = [
  'moveDay',
  'clearDay',
  'namesake',
  'retype',
  'changeOfficers',
  'roomItem',
  'turnPage',
  'openPlan',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface Leg {
  readonly places: readonly State[];
  readonly does: readonly Door[];
}
interface Intention {
  readonly name: string;
  /** So many of a hundred cases or so. */
  readonly weight: number;
  readonly legs: readonly Leg[];
  /** What the enterprise thinks of the first result of a round. */
  readonly grade?: 'bad' | 'alwaysBad' | 'badThenGood';
  readonly outcome?: 'planned';
  /** Who is to handle it: a unit that works by web. */
  readonly isByWeb?: true;
  readonly limit?: number;
  /** Whose signature is asked for, by place in the table. */
  readonly signer?: number;
  /** Some unit supports. */
  readonly isSupported?: true;
  /** 工商联 itself is to handle it. */
  readonly isOwnUnit?: true;
}

const SIGNED = ['assigned', 'handling', 'awaiting_review'] as const satisfies readonly State[];
const LATE = ['awaiting_rating', 'awaiting_closure'] as const satisfies readonly State[];
const OPEN = [
  'submitted',
  'vetting',
  'awaiting_enterprise',
  'ready',
  'scheduled',
  'heard',
  'awaiting_instruction',
  'assigned',
  'handling',
  'awaiting_review',
  'awaiting_rating',
  'awaiting_closure',
] as const satisfies readonly State[];
const AFTERWARDS = [...SIGNED, 'awaiting_enterprise', ...LATE] as const;
const TO_SIGN = ['scheduled', 'heard', 'awaiting_instruction'] as const;

const INTENTIONS: readonly Intention[] = [
  { name: 'closed', weight: 160, legs: [] },
  {
    name: 'consulted',
    weight: 16,
    legs: [
      { places: ['vetting', 'ready', 'scheduled'], does: ['请部门预沟通'] },
      { places: ['vetting', 'ready', 'scheduled'], does: ['answerConsultation'] },
      { places: OPEN.slice(2), does: ['answerConsultation'] },
      { places: OPEN.slice(5), does: ['answerConsultation'] },
    ],
  },
  {
    name: 'asked and answered',
    weight: 12,
    legs: [
      { places: ['vetting', 'ready', 'assigned', 'handling'], does: ['请企业补充'] },
      { places: ['awaiting_enterprise'], does: ['page:answer'] },
    ],
  },
  {
    name: 'transcribed',
    weight: 16,
    legs: [
      { places: [...TO_SIGN, 'awaiting_closure'], does: ['bad:登记书面批示', '登记书面批示'] },
      { places: AFTERWARDS, does: ['transcriptRight'] },
    ],
  },
  {
    name: 'transcribed wrongly',
    weight: 14,
    legs: [
      { places: TO_SIGN, does: ['登记书面批示'] },
      { places: AFTERWARDS, does: ['transcriptWrong', 'old:transcriptRight'] },
    ],
  },
  {
    name: 'disowned',
    weight: 14,
    legs: [
      { places: TO_SIGN, does: ['登记书面批示'] },
      { places: SIGNED, does: ['disown', 'old:disown', 'old:transcriptRight'] },
    ],
  },
  {
    name: 'put right and added to',
    weight: 14,
    legs: [
      { places: ['assigned'], does: ['correct', 'correct', 'add'] },
      { places: AFTERWARDS, does: ['add', 'old:correct', 'old:add'] },
    ],
  },
  { name: 'verdicts filled in at once', weight: 6, legs: [{ places: ['vetting', 'ready'], does: ['三项均符'] }] },
  {
    name: 'prepared, held, sent back',
    weight: 8,
    legs: [
      { places: ['heard', 'ready'], does: [] },
      { places: ['awaiting_instruction'], does: ['prepare', 'hold', 'sendBack'] },
      { places: ['awaiting_instruction'], does: ['passOn', 'twice:sign'] },
    ],
  },
  { name: 'answered in the room', weight: 9, legs: [{ places: ['scheduled', 'heard'], does: ['现场答复'] }] },
  { name: 'taken off the day', weight: 5, legs: [{ places: ['scheduled'], does: ['撤出接待日'] }] },
  {
    name: 'objected to',
    weight: 12,
    legs: [{ places: ['assigned'], does: ['object', '异议不成立', 'old:object', 'old:acknowledge'] }],
  },
  {
    name: 'given to another unit',
    weight: 12,
    legs: [{ places: ['assigned'], does: ['object', 'old:acknowledge', 'bad:异议成立改办', '异议成立改办'] }],
  },
  {
    name: 'given to a unit that has a part',
    weight: 14,
    isSupported: true,
    legs: [{ places: ['assigned'], does: ['object', 'acknowledge', 'keep:异议成立改办', 'keep:异议成立改办'] }],
  },
  {
    name: 'with nodes',
    weight: 10,
    limit: 15,
    legs: [
      {
        places: ['handling'],
        does: ['setMilestone', 'setMilestone', 'moveMilestone', 'reachMilestone', 'old:moveMilestone'],
      },
      { places: ['handling'], does: ['progress', 'contribute', 'contact'] },
    ],
  },
  {
    name: 'with too many nodes',
    weight: 5,
    limit: 30,
    legs: [
      {
        places: ['handling'],
        does: Array.from({ length: 9 }, (): Door => 'setMilestone').concat(
          Array.from({ length: 6 }, () => 'moveMilestone'),
        ),
      },
    ],
  },
  {
    name: 'extended',
    weight: 12,
    limit: 5,
    legs: [
      { places: ['handling'], does: ['extend', 'old:extend', '同意延期', 'extend', '不同意延期'] },
      { places: ['handling'], does: ['extend', '同意延期', 'extend', '同意延期', 'extend'] },
    ],
  },
  {
    name: 'done again after a rating',
    weight: 12,
    grade: 'badThenGood',
    legs: [
      { places: ['awaiting_rating'], does: ['登记电话评价', '重办'] },
      { places: ['awaiting_closure'], does: ['old:contest'] },
    ],
  },
  {
    name: 'done again until no more',
    weight: 9,
    grade: 'alwaysBad',
    legs: [
      { places: ['awaiting_rating'], does: ['重办'] },
      { places: ['awaiting_rating'], does: ['重办', '重办'] },
    ],
  },
  {
    name: 'rated, and more to say',
    weight: 14,
    grade: 'bad',
    legs: [
      {
        places: ['awaiting_rating', 'awaiting_closure'],
        does: ['page:words', 'page:words', 'page:words', 'page:words'],
      },
    ],
  },
  {
    name: 'explained and upheld',
    weight: 10,
    grade: 'bad',
    legs: [
      { places: ['awaiting_rating'], does: ['contest', '解释并提请复核', 'upholdRating'] },
      { places: [...LATE, 'closed', 'assigned', 'handling'], does: ['评价申诉成立', 'old:contest'] },
    ],
  },
  {
    name: 'explained and not upheld',
    weight: 10,
    grade: 'alwaysBad',
    legs: [
      { places: ['awaiting_rating'], does: ['解释并提请复核', 'redoRating'] },
      { places: ['awaiting_rating'], does: ['old:upholdRating', '解释并提请复核', 'upholdRating'] },
      { places: ['awaiting_closure'], does: ['contest'] },
    ],
  },
  {
    name: 'contested, decided late',
    weight: 22,
    grade: 'bad',
    legs: [
      { places: ['awaiting_rating'], does: ['contest', '重办'] },
      { places: [...SIGNED, 'awaiting_enterprise', ...LATE, 'closed'], does: ['评价申诉不成立'] },
    ],
  },
  {
    name: 'contested after all',
    weight: 8,
    grade: 'bad',
    legs: [
      { places: ['awaiting_rating'], does: ['解释并提请复核', 'upholdRating'] },
      { places: ['awaiting_closure'], does: ['contest', 'signAgain'] },
      { places: ['assigned', 'handling'], does: ['评价申诉成立'] },
    ],
  },
  {
    name: 'in a second round',
    weight: 16,
    legs: [
      { places: ['awaiting_closure', 'closed'], does: ['signAgain', 'reopen', 'old:resolve'] },
      { places: ['assigned', 'handling'], does: ['old:acknowledge', 'old:progress'] },
    ],
  },
  {
    name: 'waived',
    weight: 8,
    legs: [
      {
        places: ['awaiting_rating'],
        does: [
          '登记回访（未取得评价）',
          '登记为未评价，报领导阅示',
          '登记回访（未取得评价）',
          '登记为未评价，报领导阅示',
          '登记电话评价',
        ],
      },
    ],
  },
  {
    name: 'planned',
    weight: 20,
    outcome: 'planned',
    legs: [
      { places: [...LATE, 'closed'], does: ['reportPlan', '计划未兑现'] },
      { places: [...LATE, 'closed'], does: ['计划已兑现', '计划已兑现'] },
    ],
  },
  {
    name: 'planned and broken',
    weight: 20,
    outcome: 'planned',
    legs: [
      { places: [...LATE, 'closed'], does: ['reportPlan'] },
      { places: [...LATE, 'closed'], does: ['计划未兑现'] },
    ],
  },
  {
    name: 'by web',
    weight: 30,
    isByWeb: true,
    legs: [
      { places: AFTERWARDS, does: ['发办理码', 'web:enter', 'web:'] },
      { places: AFTERWARDS, does: ['发办理码', 'web:enter', 'web:', 'web:again'] },
    ],
  },
  {
    name: 'pressed for',
    weight: 18,
    limit: 1,
    legs: [
      { places: SIGNED, does: ['催办', '催办', 'list', 'old:list'] },
      { places: SIGNED, does: ['催办', 'list', 'nameOfficer', 'nameOfficer'] },
    ],
  },
  {
    name: 'listed and taken off',
    weight: 14,
    legs: [
      { places: SIGNED, does: ['list'] },
      { places: [...SIGNED, 'awaiting_enterprise', ...LATE], does: ['unlist', 'old:unlist'] },
    ],
  },
  { name: 'returned', weight: 8, legs: [{ places: ['awaiting_review'], does: ['退回重办'] }] },
];

export interface Meant extends Intention {
  /** The place chosen of each leg. */
  readonly chosen: readonly State[];
}

/** No divisor of a sum of weights, so that stories one after another are meant for different things. */
const STRIDE = 61;
const NEXT = 17;

/**
 * The `index`-th case of the story, first seen in this state. Intentions that begin there are dealt in turn over all seeds, and their
 * places in turn as well, so that what many seeds reach does not hang on luck.
 */
export const meantFor = (
  {
    seed,
    index,
    state,
    isByWeb,
  }: { readonly seed: number; readonly index: number; readonly state: State; readonly isByWeb: boolean },
  chance: Random,
): Meant => {
  const fitting = INTENTIONS.filter(
    ({ legs, isByWeb: wantsWeb }) =>
      state === 'submitted' ||
      ((legs[0]?.places.includes(state) ?? true) &&
        (!wantsWeb || isByWeb) &&
        (!isByWeb || wantsWeb || chance.chance(0.3))),
  );
  const total = fitting.reduce((sum, { weight }) => sum + weight, 0);
  const turn = seed * STRIDE + index * NEXT;
  let left = turn % Math.max(1, total);
  const intention = fitting.find(({ weight }) => {
    left -= weight;
    return left < 0;
  }) ?? { name: 'closed', weight: 1, legs: [] };
  const chosen = intention.legs.map(({ places }, leg): State => {
    if (leg > 0) return chance.pick(places) ?? 'handling';
    const isHere = state !== 'submitted' && places.includes(state);
    return (isHere ? state : places[(seed + index) % places.length]) ?? 'handling';
  });
  return { ...intention, chosen };
};
