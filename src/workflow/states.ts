/**
 * The states of a case (状态), each said once with what is so of it; lists of states are derived from that and written nowhere
 * else. The Chinese names are the ones on the 状态 kanban. Order is the order of the road.
 */
export type Phase =
  /** Until staff lay it before a leader. */
  | 'intake'
  /** The enterprise is asked; it goes on where it came from. */
  | 'paused'
  /** With the leader. */
  | 'signing'
  /** A sheet is out, and units work. */
  | 'handling'
  /** The result has been passed on to the enterprise. */
  | 'answered'
  | 'ended';

interface StateFacts {
  readonly zh: string;
  readonly phase: Phase;
  /** What it was called in earlier versions, so that options of a Base are renamed and not doubled. */
  readonly formerly?: readonly string[];
  /** Ended after the enterprise had its answer. */
  readonly isAnswered?: true;
}

const DECLARED = {
  submitted: { zh: '待受理', phase: 'intake' },
  vetting: { zh: '核查中', phase: 'intake' },
  awaiting_enterprise: { zh: '待企业补充', phase: 'paused' },
  ready: { zh: '待安排', phase: 'intake', formerly: ['待上会/直办'] },
  scheduled: { zh: '已排入接待日', phase: 'intake', formerly: ['已排期'] },
  heard: { zh: '已接待', phase: 'intake' },
  awaiting_instruction: { zh: '待签批', phase: 'signing' },
  assigned: { zh: '待签收', phase: 'handling' },
  handling: { zh: '办理中', phase: 'handling' },
  awaiting_review: { zh: '待审核', phase: 'handling' },
  awaiting_rating: { zh: '待评价', phase: 'answered' },
  awaiting_closure: { zh: '待销号', phase: 'answered' },
  closed: { zh: '已销号', phase: 'ended', isAnswered: true },
  declined: { zh: '不予受理', phase: 'ended' },
  merged: { zh: '已合并', phase: 'ended' },
  redirected: { zh: '转法定途径', phase: 'ended' },
  withdrawn: { zh: '已撤回', phase: 'ended' },
} as const satisfies Readonly<Record<string, StateFacts>>;

export type State = keyof typeof DECLARED;
export const isState = (key: string): key is State => Object.hasOwn(DECLARED, key);
export const ALL_STATES: readonly State[] = Object.keys(DECLARED).filter(isState);
export const stateFacts = (state: State): StateFacts => DECLARED[state];

export const statesWhere = (holds: (facts: StateFacts) => boolean): readonly State[] =>
  ALL_STATES.filter((state) => holds(stateFacts(state)));
export const statesIn = (...phases: readonly Phase[]): readonly State[] =>
  statesWhere(({ phase }) => phases.includes(phase));

const namesOf = (): Readonly<Record<State, string>> => {
  const names: Partial<Record<State, string>> = {};
  for (const state of ALL_STATES) names[state] = stateFacts(state).zh;
  if (!isWhole(names)) throw new Error('a state without a name');
  return names;
};
const isWhole = (names: Partial<Record<State, string>>): names is Record<State, string> =>
  ALL_STATES.every((state) => names[state] !== undefined);
/** How each is called. */
export const STATES = namesOf();

/** The enterprise has its answer, so that a plan in it is a promise. */
export const ANSWERED_STATES = statesWhere(({ phase, isAnswered }) => phase === 'answered' || isAnswered === true);
/** States from which nothing leads on. `closed` alone may be reopened, by a leader's act, as a new round. */
export const FINAL_STATES = statesIn('ended');
