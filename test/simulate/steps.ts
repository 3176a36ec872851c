/**
 * What the people of a case do next: what it is meant for (`intentions.ts`), now and then something else that can be done on its cards,
 * and otherwise the plain next step on the road. A step says through which door; filling in is `fill.ts`.
 */
import { ACTIONS, type ActionName } from '../../bitable-schema/case-actions.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { FINAL_STATES, GRADES, type Grade, STATES, type State } from '../../src/workflow/case.ts';
import { ACTS, type Act } from '../../src/workflow/whose-turn/acts.ts';
import { dayAfter, type Manner } from './fill.ts';
import { DEEDS, type Deed, type Door, type Meant } from './intentions.ts';
import type { Random } from './random.ts';
import type { SeenRow, View } from './view.ts';

export type Step =
  | { readonly kind: 'edit'; readonly fields: Readonly<Record<string, unknown>> }
  /** A card about the case that has this button, or had it when it was drawn before. */
  | {
      readonly kind: 'press';
      readonly act: Act;
      readonly isOld: boolean;
      readonly times: number;
      readonly manner?: Manner;
      /** Pressed on a copy by whoever stands in. */
      readonly isLent?: true;
    }
  | { readonly kind: 'rate'; readonly grade: Grade; readonly manner?: Manner }
  /** A form of the page of the enterprise. */
  | { readonly kind: 'page'; readonly form: string; readonly times: number }
  /** A unit's page: come in, send in some form of it, or come in again with a code that is spent. */
  | { readonly kind: 'web'; readonly form: string }
  | { readonly kind: 'deed'; readonly deed: Deed }
  | { readonly kind: 'centre'; readonly isSeen: boolean }
  | { readonly kind: 'nothing' };

type Column = keyof typeof cases.columns;
export const cell = (row: SeenRow, column: Column): string => row.cells[cases.columns[column].name] ?? '';
/** What is typed into a row, by the names its columns had first. */
export const typed = (values: Partial<Record<Column, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [isColumn(key) ? cases.columns[key].name : key, value]),
  );
const isColumn = (key: string): key is Column => Object.hasOwn(cases.columns, key);

const isState = (key: string): key is State => Object.hasOwn(STATES, key);
export const stateOf = (row: SeenRow): State | null =>
  Object.keys(STATES)
    .filter(isState)
    .find((state) => STATES[state] === cell(row, 'state')) ?? null;
const isAction = (door: string): door is ActionName => Object.hasOwn(ACTIONS, door);
export const ACTION_NAMES: readonly ActionName[] = Object.keys(ACTIONS).filter(isAction);
const isAct = (door: string): door is Act => ACTS.some((one) => one === door);
const isDeed = (door: string): door is Deed => DEEDS.some((one) => one === door);

export interface Seat {
  readonly view: View;
  readonly row: SeenRow;
  readonly state: State;
  readonly meant: Meant;
  /** Where the case is to be led next, or null when all it was meant for is done. */
  readonly goal: State | null;
  readonly chance: Random;
  readonly mark: string;
  readonly today: string;
  /** Acts on cards of this case that can be pressed now. */
  readonly acts: readonly Act[];
  readonly ratings: number;
}

const UNITS_BY_WEB = 2;
/** A unit in whose row nobody stands (`start.ts`). */
export const NOBODY = '〔虚构〕空岗单位';
/** Units with people; those that work by web stand last (`start.ts`), and one row cannot be used. */
const unitsOf = (view: View) => {
  const ids = [...view.idsByName('units')].filter(([name]) => name !== '' && name !== NOBODY).map(([, id]) => id);
  return { own: ids[0], seated: ids.slice(1, -UNITS_BY_WEB), byWeb: ids.slice(-UNITS_BY_WEB) };
};
const SIGNERS = 2;

const VETTED = {
  authentic: '是',
  authenticGround: '现场照片',
  lawful: '是',
  lawfulGround: '未见违法',
  reasonable: '是',
  reasonableGround: '与政策相符',
} as const;
const LIMITS = [1, 3, 15] as const;
const TOO_LONG = '长'.repeat(2_100);

const proposed = ({ view, chance, meant }: Seat): Partial<Record<Column, unknown>> => {
  const leaders = [...view.idsByName('leaders').values()];
  const { own, seated, byWeb } = unitsOf(view);
  const lead = meant.isOwnUnit ? own : chance.pick(meant.isByWeb ? byWeb : seated);
  const supporting = chance.pick(meant.isByWeb && chance.chance(0.5) ? byWeb : seated);
  const isSupported = meant.isSupported || chance.chance(0.5);
  const other = supporting === lead ? seated.find((id) => id !== lead) : supporting;
  return {
    signingLeader: [meant.signer === undefined ? chance.pick(leaders.slice(0, SIGNERS)) : leaders[meant.signer]],
    // Where somebody else signs, a leader looks on from the beginning, and may list the case.
    leadLeader: [chance.pick(leaders.slice(meant.name === UNDER_WAY ? SIGNERS : 1, 4))],
    leadUnit: [lead],
    supportingUnits: isSupported && (meant.isSupported || supporting !== lead) ? [other] : [],
    limitWorkdays: meant.limit ?? chance.pick(LIMITS),
  };
};

/** What a case is meant for that is led to where a story begins. */
export const UNDER_WAY = 'under way';
/** So often something is proposed that cannot be. */
const ODD = 0.12;
/** A leader who may not sign, rows with which nothing can be done, a limit that is none; and then asked for all the same. */
const odd = ({ view, chance }: Seat): Partial<Record<Column, unknown>> => {
  const leaders = [...view.idsByName('leaders')];
  const units = [...view.idsByName('units')];
  const [nameless] = leaders.filter(([name]) => name === '').map(([, id]) => id);
  const [unit] = units.filter(([name]) => name === '').map(([, id]) => id);
  const without = leaders.find(([name]) => name === '调研员辛')?.[1];
  return {
    ...(chance.pick([
      { signingLeader: [without] },
      { signingLeader: [nameless] },
      { leadLeader: [nameless] },
      { leadUnit: [unit] },
      { leadUnit: [view.idsByName('units').get(NOBODY)] },
      { limitWorkdays: 5_000 },
      { limitWorkdays: 0 },
    ]) ?? {}),
    action: '提交签批',
  };
};

/** What is filled in beside an action; `isBad`: something that it does not take. */
export const inputsFor = (
  action: ActionName,
  { view, row, chance, mark, today }: Pick<Seat, 'view' | 'row' | 'chance' | 'mark' | 'today'>,
  isBad = false,
): Readonly<Record<string, unknown>> => {
  const { seated } = unitsOf(view);
  const target = isBad ? null : targetFor(view, row, chance);
  const days = [...view.idsByName('receptionDays').values()];
  const words = isBad && chance.chance(0.5) ? chance.pick([null, TOO_LONG]) : `${action}${mark}`;
  const inputs: Partial<Record<Column, unknown>> = {
    action,
    remarks: action === '结束补充' && chance.chance(0.5) ? null : words,
  };
  switch (action) {
    case '合并':
      return typed({
        ...inputs,
        mergeInto: isBad
          ? (chance.pick(['没有这一件', cell(row, 'shortId'), ...endedNames(view)]) ?? '')
          : target
            ? cell(target, 'shortId')
            : '',
      });
    case '请部门预沟通':
      return typed({
        ...inputs,
        consultUnits: [...new Set([chance.pick(seated), chance.pick(seated), chance.pick(seated)])],
      });
    case '排入接待日':
      return typed({
        ...inputs,
        receptionDay: isBad
          ? chance.pick([[], [view.idsByName('receptionDays').get('日期未定')]])
          : [chance.pick(chance.chance(0.15) ? days : days.slice(0, 1))],
      });
    case '异议成立改办':
      return typed({
        ...inputs,
        newUnit: [
          isBad
            ? linked(row, 'leadUnit')
            : (chance.pick([linked(row, 'supportingUnits'), chance.pick(seated)].filter((id) => id !== '')) ?? ''),
        ],
      });
    case '登记书面批示':
      return typed({
        ...inputs,
        originals: [{ file_token: view.storedFile(isBad && chance.chance(0.5)) }],
        ...(isBad ? { writtenOn: Date.parse(`${dayAfter(today, 3)}T00:00:00+08:00`) } : {}),
      });
    case '三项均符':
      // What was judged stays: one of them is open again, or none.
      return typed(isBad && chance.chance(0.5) ? inputs : { ...inputs, lawful: '待核' });
    case '登记电话评价':
      return typed({ ...inputs, callGrade: chance.pick([GRADES[4], GRADES[5], GRADES[2]]) });
    case '现场答复':
    case '审核通过':
    case '计划已兑现':
    case '计划未兑现':
      return typed({ ...inputs, publicReply: isBad ? null : `已经办结，可到窗口领取${mark}。` });
    default:
      return typed(inputs);
  }
};
const othersThan = (view: View, row: SeenRow): readonly SeenRow[] =>
  view.rows('cases').filter((one) => one.recordId !== row.recordId && cell(one, 'shortId') !== '');
const isOpen = (row: SeenRow): boolean => {
  const state = stateOf(row);
  return state !== null && !FINAL_STATES.some((final) => final === state);
};
const endedNames = (view: View): readonly string[] =>
  view.rows('cases').flatMap((row) => (isOpen(row) ? [] : [cell(row, 'shortId')]));
/** Another case, into which this one may be merged. */
const targetFor = (view: View, row: SeenRow, chance: Random): SeenRow | null => {
  const others = othersThan(view, row).filter(isOpen);
  // Where an answer, or an end without one, is near: what is merged into it then hears of it.
  const near = others.filter((one) => cell(one, 'withdrawal').includes('待核实') || stateOf(one) === 'awaiting_review');
  // Every state has its turn, however many stand in it.
  const there = chance.pick([...new Set(others.map(stateOf))]);
  return chance.pick(near.length > 0 && chance.chance(0.3) ? near : others.filter((one) => stateOf(one) === there));
};
const linked = (row: SeenRow, column: Column): string => cell(row, column).split('、')[0] ?? '';

/** Under way it is the first day, which has a leader and has come. */
const schedule = (seat: Seat): Step => {
  const [first] = seat.view.idsByName('receptionDays').values();
  const fields = inputsFor('排入接待日', seat);
  return {
    kind: 'edit',
    fields: seat.meant.name === UNDER_WAY ? { ...fields, ...typed({ receptionDay: [first] }) } : fields,
  };
};
/** Into a case that stands in this state, or null where none does. */
const mergeInto = (state: string, seat: Seat): Step | null => {
  const target = seat.chance.pick(othersThan(seat.view, seat.row).filter((one) => stateOf(one) === state));
  return (
    target && { kind: 'edit', fields: { ...inputsFor('合并', seat), ...typed({ mergeInto: cell(target, 'shortId') }) } }
  );
};
/** By the lead unit or the one that supports: one of them objected, the other has taken it up. */
const keepUnit = (seat: Seat): Step => {
  const newUnit = seat.chance.pick([linked(seat.row, 'leadUnit'), linked(seat.row, 'supportingUnits')]);
  return { kind: 'edit', fields: { ...inputsFor('异议成立改办', seat), ...typed({ newUnit: [newUnit] }) } };
};
const choose = (seat: Seat, action: ActionName, isBad = false): Step => ({
  kind: 'edit',
  fields: inputsFor(action, seat, isBad),
});
const press = (act: Act): Extract<Step, { kind: 'press' }> => ({ kind: 'press', act, isOld: false, times: 1 });
const nothing: Step = { kind: 'nothing' };

/** The step through a door, or null while it is shut. */
export const through = (door: Door, seat: Seat): Step | null => {
  if (door === 'rate' || door === 'rateBadly' || door === 'rateWell' || door === 'rateMute') {
    if (cell(seat.row, 'ratingLink') === '' || cell(seat.row, 'grade') !== '') return null;
    const grade = door === 'rate' ? gradeOf(seat) : door === 'rateWell' ? 5 : 2;
    return { kind: 'rate', grade, ...(door === 'rateMute' ? { manner: 'blank' } : {}) };
  }
  if (door === 'rest') return nothing;
  if (isDeed(door)) return { kind: 'deed', deed: door };
  if (isAction(door)) return choose(seat, door);
  const [kind = '', name = ''] = door.split(':');
  switch (kind) {
    case 'old':
      return isAct(name) ? { kind: 'press', act: name, isOld: true, times: 1, ...whenOld(name) } : null;
    case 'lent':
      return isAct(name) && seat.acts.includes(name) ? { ...press(name), isLent: true } : null;
    case 'into':
      return mergeInto(name, seat);
    case 'keep':
      return keepUnit(seat);
    case 'centre':
      return { kind: 'centre', isSeen: name === 'shown' };
    case 'twice':
      return isAct(name) && seat.acts.includes(name) ? { kind: 'press', act: name, isOld: false, times: 2 } : null;
    case 'odd':
      return { kind: 'edit', fields: typed(odd(seat)) };
    case 'amend':
      return { kind: 'edit', fields: typed({ policyBasis: `依据${seat.mark}` }) };
    case 'careless':
    case 'blank':
    case 'misfit':
      return isAct(name) && seat.acts.includes(name)
        ? { kind: 'press', act: name, isOld: false, times: 1, manner: kind }
        : null;
    case 'bad':
      return isAction(name) ? choose(seat, name, true) : null;
    case 'page':
      return name === 'twice' ? { kind: 'page', form: 'withdraw', times: 2 } : { kind: 'page', form: name, times: 1 };
    case 'web':
      return cell(seat.row, 'unitLinks') === '' ? null : { kind: 'web', form: name };
    default:
      return isAct(door) && seat.acts.includes(door) ? press(door) : null;
  }
};

/** On an old card people are chosen who have left since. */
const whenOld = (act: Act): { readonly manner?: Manner } => (act === 'nameOfficer' ? { manner: 'misfit' } : {});

const SELDOM_BAD = 0.2;
const gradeOf = ({ meant, ratings, chance }: Seat): Grade => {
  const isBad = meant.grade === 'alwaysBad' || (meant.grade !== undefined && ratings === 0);
  const isBadByChance = ratings === 0 && meant.name !== 'closed' && chance.chance(SELDOM_BAD);
  return isBad || isBadByChance ? (chance.chance(0.5) ? 1 : 2) : (chance.pick([3, 4, 5, 5] as const) ?? 5);
};

/** So often somebody does what came to mind, rather than the next step. */
const ASIDE = 0.12;
/** Acts that take a case off its road are rare where it is not meant for them. */
const SELDOM: ReadonlySet<Act> = new Set([
  'sendBack',
  'hold',
  'passOn',
  'askEnterprise',
  'signAgain',
  'reopen',
  'returnResult',
  'redoRating',
  'extend',
  'object',
]);
const SELDOM_TAKEN = 0.15;

/** Something that can be done on a card of the case, whatever it is. */
const aside = ({ acts, chance }: Seat): Step | null => {
  const act = chance.pick(acts.filter((one) => !SELDOM.has(one) || chance.chance(SELDOM_TAKEN)));
  return act === null ? null : press(act);
};

/** On the way before signing, where a goal before that is still ahead. */
const BEFORE_SIGNING: readonly State[] = ['submitted', 'vetting', 'ready', 'scheduled', 'heard'];

/** The next step for the row, where nothing in particular is meant at its state. */
export const nextStep = (seat: Seat): Step => {
  if (seat.chance.chance(ASIDE)) {
    const step = aside(seat);
    if (step) return step;
  }
  return onTheRoad(seat) ?? nothing;
};

/** The same, by whoever does nothing but what is next. */
export const plainStep = (seat: Seat): Step => onTheRoad(seat) ?? nothing;

/** Through the first of these doors that is open. */
const first = (seat: Seat, ...doors: readonly Door[]): Step | null => {
  for (const door of doors) {
    const step = through(door, seat);
    if (step) return step;
  }
  return null;
};

const onTheRoad = (seat: Seat): Step | null => {
  const { row, state, goal, chance, view, meant } = seat;
  if (cell(row, 'withdrawal').includes('待') && chance.chance(0.5)) return choose(seat, '非自愿，不予撤回');
  switch (state) {
    case 'submitted':
      return choose(seat, '受理');
    case 'vetting':
      if (goal === 'awaiting_enterprise' && chance.chance(0.3)) return choose(seat, '请企业补充');
      if (cell(row, 'authentic') === '')
        return {
          kind: 'edit',
          fields: typed({ ...VETTED, ...proposed(seat), ...(chance.chance(0.2) ? {} : { action: '核查完成' }) }),
        };
      return choose(seat, '核查完成');
    case 'ready': {
      if (meant.name !== UNDER_WAY && chance.chance(ODD)) return { kind: 'edit', fields: typed(odd(seat)) };
      // What was refused is not looked into; it is filled in anew.
      if (chance.chance(3 * ODD)) return { kind: 'edit', fields: typed(proposed(seat)) };
      if (cell(row, 'leadUnit') === '' || cell(row, 'signingLeader') === '')
        return { kind: 'edit', fields: typed(proposed(seat)) };
      if (goal === 'awaiting_enterprise' && chance.chance(0.3)) return choose(seat, '请企业补充');
      const isHeard =
        chance.next() <
        (goal === null || !BEFORE_SIGNING.includes(goal) ? 0.25 : goal === 'awaiting_instruction' ? 0.5 : 1);
      const hasDays = view.idsByName('receptionDays').size > 0;
      return isHeard && hasDays ? schedule(seat) : choose(seat, '提交签批');
    }
    case 'awaiting_enterprise':
      return chance.chance(0.3) ? choose(seat, '结束补充') : { kind: 'page', form: 'answer', times: 1 };
    case 'scheduled':
      if (goal !== 'heard' && goal !== 'awaiting_instruction' && chance.chance(0.4))
        return first(seat, 'sign') ?? choose(seat, '已接待');
      return chance.chance(0.12) ? choose(seat, '撤出接待日') : choose(seat, '已接待');
    case 'heard':
      // What is proposed may be what cannot be signed.
      if (chance.chance(ODD)) return { kind: 'edit', fields: typed(proposed(seat)) };
      if (goal === 'awaiting_instruction' || chance.chance(0.6)) return choose(seat, '提交签批');
      return first(seat, 'sign') ?? choose(seat, '提交签批');
    case 'awaiting_instruction':
      return first(seat, 'sign') ?? choose(seat, '登记书面批示');
    case 'assigned':
      if (goal === 'awaiting_enterprise' && chance.chance(0.4)) return choose(seat, '请企业补充');
      if (cell(row, 'objections').includes('待确定')) return choose(seat, '异议不成立');
      return byUnit(seat, 'acknowledge');
    case 'handling':
      if (goal === 'awaiting_enterprise' && chance.chance(0.5)) return choose(seat, '请企业补充');
      if (cell(row, 'extensions').includes('待审批'))
        return choose(seat, chance.chance(0.5) ? '同意延期' : '不同意延期');
      return byUnit(seat, 'resolve');
    case 'awaiting_review':
      if (goal !== null && ['assigned', 'handling', 'awaiting_enterprise'].includes(goal))
        return choose(seat, '退回重办');
      return chance.chance(0.12) ? choose(seat, '退回重办') : choose(seat, '审核通过');
    case 'awaiting_rating': {
      const grade = cell(row, 'grade');
      if (grade === '') return { kind: 'rate', grade: gradeOf(seat) };
      if (seat.acts.includes('upholdRating')) return press(chance.chance(0.6) ? 'upholdRating' : 'redoRating');
      if (goal !== null && ['handling', 'awaiting_review', 'awaiting_enterprise'].includes(goal))
        return choose(seat, '重办');
      return choose(seat, chance.chance(0.5) && meant.grade !== 'bad' ? '重办' : '解释并提请复核');
    }
    case 'awaiting_closure':
      if (goal !== null && goal !== 'awaiting_closure' && goal !== 'closed') return first(seat, 'signAgain', 'endorse');
      return first(seat, 'endorse');
    case 'closed':
      if (goal !== null && goal !== 'closed') return first(seat, 'signAgain', 'reopen');
      if (cell(row, 'planCheck').includes('待核实'))
        return choose(seat, chance.chance(0.5) ? '计划已兑现' : '计划未兑现');
      return null;
    case 'merged':
      // The answer of the other case is told here as well, and may be rated; badly, and then it is handled by itself after all.
      if (cell(row, 'ratingLink') === '') return null;
      return cell(row, 'grade') === ''
        ? { kind: 'rate', grade: chance.chance(0.7) ? 2 : 5 }
        : choose(seat, '恢复单独办理');
    default:
      return null;
  }
};

/** On a card of the unit, or on its page; a unit on a page needs a code first. */
const byUnit = (seat: Seat, act: Act): Step | null => {
  const { row, chance } = seat;
  const links = cell(row, 'unitLinks');
  if (links === '' || (seat.acts.includes(act) && chance.chance(0.5))) return first(seat, act);
  return { kind: 'web', form: act };
};

/** A choice that may be made again in the same state: done twice, it would not be refused. */
export const repeatable = (row: SeenRow, mark: string): Readonly<Record<string, unknown>> | null =>
  stateOf(row) === 'awaiting_rating' ? typed({ action: '登记回访（未取得评价）', remarks: `无人接听${mark}` }) : null;
