/**
 * A unit's own figures of the month so far (在办, 超期, 办结, 企业评价): on 我的在办 and on its 周报. Counts; a rate only from ten on. Nothing is
 * ranked, and of other units nothing is said.
 */
import { type Case, currentRound, leadUnitIdOf, type Round } from '../src/workflow/case.ts';
import { isLeftOut } from '../src/workflow/contests.ts';
import { beijingDateOf } from '../src/workflow/deadlines.ts';
import type { BeijingDate, Ms, UnitId } from '../src/workflow/ids.ts';
import { firstOfMonth } from '../src/workflow/office-days.ts';
import type { BoardView } from './board-view.ts';
import { remark } from './builder.ts';
import { overdueWorkdays } from './case-line.ts';
import type { FormElement } from './elements.ts';
import { shortDayText } from './moment.ts';
import { figuresRow, rateOf } from './rows.ts';
import { hasEnded, unitName } from './view.ts';

export interface UnitFigures {
  readonly unitId: UnitId;
  readonly from: BeijingDate;
  readonly to: BeijingDate;
  /** Open cases with a part of the unit's. */
  readonly leading: number;
  readonly supporting: number;
  /** Of those that it leads. */
  readonly late: number;
  /** As lead unit, in the month: results passed on, ratings that count, those of them with which the enterprise was satisfied. */
  readonly finished: number;
  readonly rated: number;
  readonly satisfied: number;
  /** Ratings left out after 评价申诉. */
  readonly leftOut: number;
}

/** `cases`: all open ones, and those that ended since the first of the month. */
export const unitFigures = (unitId: UnitId, cases: readonly Case[], view: BoardView): UnitFigures => {
  const from = firstOfMonth(view.today);
  const isInMonth = (at: Ms): boolean => {
    const day = beijingDateOf(at);
    return from <= day && day <= view.today;
  };
  const isLead = (round: Round | null): boolean =>
    round !== null && round.voided === null && leadUnitIdOf(round) === unitId;
  const open = cases.filter((subject) => !hasEnded(subject));
  const leading = open.filter((subject) => isLead(currentRound(subject)));
  const supporting = open.filter((subject) =>
    currentRound(subject)?.units.some((part) => part.unitId === unitId && part.role === 'supporting'),
  );
  const led = cases.flatMap(({ rounds }) => rounds.filter(isLead));
  const rated = led.filter(({ rating }) => rating !== null && isInMonth(rating.at));
  const counted = rated.flatMap((round) => (round.rating && !isLeftOut(round) ? [round.rating] : []));
  return {
    unitId,
    from,
    to: view.today,
    leading: leading.length,
    supporting: supporting.length,
    late: leading.filter((subject) => overdueWorkdays(subject, view) > 0).length,
    finished: led.filter(({ review }) => review !== null && isInMonth(review.at)).length,
    rated: counted.length,
    satisfied: counted.filter(({ grade }) => grade >= 3).length,
    leftOut: rated.length - counted.length,
  };
};

export const unitFiguresSection = (figures: UnitFigures | null, view: BoardView): readonly FormElement[] => {
  if (!figures) return [];
  const { leading, supporting, late, finished, rated, satisfied } = figures;
  return [
    figuresRow([
      { value: String(leading + supporting), label: '在办' },
      { value: String(late), label: '超期' },
      { value: String(finished), label: '本月审核通过' },
      { value: rateOf(satisfied, rated), label: '本月满意' },
    ]),
    unitFiguresLine(figures, view),
  ];
};

/** The same in words, with what each is a count of. */
export const unitFiguresLine = (figures: UnitFigures, { directory }: BoardView): FormElement => {
  const { leading, supporting, late, finished, rated, satisfied, leftOut } = figures;
  return remark(
    [
      `${unitName(directory, figures.unitId)}${shortDayText(figures.from)}至${shortDayText(figures.to)}：`,
      `在办主办${leading}件、协办${supporting}件，主办超期${late}件；主办的结果审核通过${finished}件，`,
      `企业评价${rated}件，其中基本满意以上${satisfied}件`,
      leftOut > 0 ? `；另有${leftOut}件评价申诉成立，不计入` : '',
      '。',
    ].join(''),
  );
};
