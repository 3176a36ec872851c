/**
 * The figures of 月度一览, counted from the cases themselves. Not rated is never counted as satisfied, and every rate
 * stands with what it is a rate of (domain.md B5).
 */
import {
  type Case,
  currentResult,
  currentRound,
  GRADES,
  type Grade,
  LIGHTS,
  type Light,
  leadUnitIdOf,
  timesRedone,
} from '../src/workflow/case.ts';
import { isLeftOut } from '../src/workflow/contests.ts';
import { beijingDateOf } from '../src/workflow/deadlines.ts';
import type { Ms } from '../src/workflow/ids.ts';
import { planOf, planStandingOf } from '../src/workflow/plans.ts';
import { byVisit } from '../src/workflow/visits.ts';
import type { MonthView } from './board-view.ts';
import { byPressure, lightOn } from './case-line.ts';
import type { Share } from './charts.ts';
import { inertLine } from './inert.ts';
import { hasEnded, unitName } from './view.ts';

export interface MonthFigures {
  readonly sessions: number;
  readonly visits: number;
  readonly problems: number;
  readonly suggestions: number;
  /** 交办单 that are not void. */
  readonly signed: number;
  readonly finished: number;
  /** Of `finished`: those with a limit, and those of them within it. */
  readonly finishedWithLimit: number;
  readonly finishedInTime: number;
  readonly open: number;
  readonly lights: readonly (Share & { readonly light: Light })[];
  readonly grades: readonly Share[];
  readonly rated: number;
  readonly satisfied: number;
  /** Ratings that do not count after 评价申诉; in none of the figures. */
  readonly leftOut: number;
  readonly unrated: number;
  /** 计划解决 whose day was in the month. */
  readonly plans: { readonly due: number; readonly kept: number; readonly broken: number };
  readonly categories: readonly Share[];
  /** 主办单位 with most open cases. */
  readonly units: readonly (Share & { readonly late: number })[];
  readonly hardest: readonly Case[];
}

const HARDEST = 5;
const MAX_SHARES = 6;
const GRADE_ORDER: readonly Grade[] = [5, 4, 3, 2, 1];
const LIGHT_ORDER: readonly Light[] = ['green', 'blue', 'yellow', 'red'];

export const monthFigures = (view: MonthView): MonthFigures => {
  const { cases, directory } = view;
  const isInMonth = (at: Ms): boolean => {
    const day = beijingDateOf(at);
    return view.from <= day && day <= view.to;
  };
  const received = cases.filter(({ submittedAt }) => isInMonth(submittedAt));
  const heard = cases.filter(({ hearing }) => hearing !== null && isInMonth(hearing.at));
  const rounds = cases.flatMap(({ rounds: all }) => all);
  const finished = rounds.filter(({ review }) => review !== null && isInMonth(review.at));
  const withLimit = finished.filter(({ due, instruction }) => due !== null && instruction !== null);
  const rated = rounds.filter(({ rating }) => rating !== null && isInMonth(rating.at));
  const ratings = rated.flatMap((round) => (round.rating && !isLeftOut(round) ? [round.rating] : []));
  // Of the round in hand: a new 批示 took the place of an earlier plan.
  const plans = cases.flatMap((subject) => {
    const round = currentRound(subject);
    const day = round && planOf(round)?.plannedDate;
    return round && day && view.from <= day && day <= view.to ? [planStandingOf(round)] : [];
  });
  const open = cases.filter((subject) => !hasEnded(subject));
  const lit = open.flatMap((subject) => {
    const light = lightOn(subject, view);
    return light ? [{ subject, light }] : [];
  });
  return {
    sessions: directory.receptionDays.filter(({ date }) => date !== null && view.from <= date && date <= view.to)
      .length,
    visits: byVisit(heard).length,
    problems: received.filter(({ appeal }) => appeal.kind === 'problem').length,
    suggestions: received.filter(({ appeal }) => appeal.kind === 'suggestion').length,
    signed: rounds.filter(
      ({ instruction, voided }) => instruction !== null && voided === null && isInMonth(instruction.signedAt),
    ).length,
    finished: finished.length,
    finishedWithLimit: withLimit.length,
    finishedInTime: withLimit.filter((round) => {
      const result = currentResult(round);
      return result !== null && round.due !== null && beijingDateOf(result.at) <= round.due.date;
    }).length,
    open: open.length,
    lights: LIGHT_ORDER.map((light) => ({
      light,
      name: LIGHTS[light],
      count: lit.filter((each) => each.light === light).length,
    })).filter(({ count }) => count > 0),
    grades: GRADE_ORDER.map((grade) => ({
      name: GRADES[grade],
      count: ratings.filter((rating) => rating.grade === grade).length,
    })),
    rated: ratings.length,
    leftOut: rated.length - ratings.length,
    satisfied: ratings.filter(({ grade }) => grade >= 3).length,
    unrated: finished.filter(({ isUnrated }) => isUnrated).length,
    plans: {
      due: plans.length,
      kept: plans.filter((standing) => standing === 'kept').length,
      broken: plans.filter((standing) => standing === 'broken').length,
    },
    categories: largest(counted(received.map(({ appeal }) => inertLine(appeal.category, 12) || '未分类'))),
    units: unitsOf(open, view),
    hardest: open
      .filter(({ rounds: all }) => all.length > 0)
      .toSorted((a, b) => byHardship(a, b) || byPressure(view)(a, b))
      .slice(0, HARDEST),
  };
};

/** 挂牌, then the rung reached, then 难, then how often it was handled again. */
const byHardship = (a: Case, b: Case): number =>
  Number(b.listed !== null) - Number(a.listed !== null) ||
  b.ladderLevel - a.ladderLevel ||
  Number(b.notes.isHard) - Number(a.notes.isHard) ||
  redosOf(b) - redosOf(a);
const redosOf = ({ rounds }: Case): number => rounds.reduce((sum, round) => sum + timesRedone(round), 0);

const counted = (names: readonly string[]): readonly Share[] => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).toSorted((a, b) => b.count - a.count);
};

const OTHERS = '其他';
/** The rest is said in one sum with the kind 其他, which comes last: the parts still make the whole, and none is named twice. */
const largest = (shares: readonly Share[]): readonly Share[] => {
  const kinds = shares.filter(({ name }) => name !== OTHERS);
  const shown = kinds.length <= MAX_SHARES && kinds.length === shares.length ? kinds : kinds.slice(0, MAX_SHARES - 1);
  const rest = shares.filter((share) => !shown.includes(share)).reduce((sum, { count }) => sum + count, 0);
  return rest === 0 ? shown : [...shown, { name: OTHERS, count: rest }];
};

/** 在办 is whatever has not ended, as in the sum above and in a unit's own figures. */
const unitsOf = (open: readonly Case[], view: MonthView): MonthFigures['units'] => {
  const leads = open.flatMap((subject) => {
    const round = currentRound(subject);
    const unitId = round ? leadUnitIdOf(round) : null;
    return unitId ? [{ name: unitName(view.directory, unitId), isLate: lightOn(subject, view) === 'red' }] : [];
  });
  return counted(leads.map(({ name }) => name))
    .slice(0, MAX_SHARES)
    .map((share) => ({ ...share, late: leads.filter(({ name, isLate }) => name === share.name && isLate).length }));
};
