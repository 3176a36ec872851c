/** 月报 beside the second opinion: every figure and rate, the kinds, the units and the hardest, each counted by itself. */
import type { BoardView } from '../../cards/cards.ts';
import { drawBoard } from '../../cards/cards.ts';
import { GRADES, LIGHTS } from '../../src/workflow/case.ts';
import { renderCardText } from '../feishu/card-text.ts';
import { isJson, objectAt, objectsAt, stringAt } from '../feishu/card-tree.ts';
import { figureOf, isNameless, lineFaults, type Row, rowsOf, type Told } from './board-rows.ts';
import { filedAt, harder, inHandOf, monthOf, newKinds } from './reading/boards.ts';
import { dayOf } from './reading/days.ts';
import { isOver } from './reading/road.ts';
import { walks } from './reading/tale.ts';

const rate = (part: number, whole: number): string =>
  whole === 0 ? '—' : whole < 10 ? `${part}/${whole}` : `${Math.floor((part * 100) / whole)}%`;

export const monthFaults = (
  board: Extract<BoardView, { kind: 'month' }>,
  { told }: { readonly told: readonly Told[] },
): readonly string[] => {
  const card = drawBoard(board);
  if (!card) return ['month: nothing is drawn'];
  const { texts } = renderCardText(card);
  const whole = texts.join('\n');
  const scenes = told.filter(({ tale }) => dayOf(filedAt(tale)) <= board.to);
  const month = monthOf(scenes, board.from, board.to);
  const sessions = board.directory.receptionDays.filter(({ date }) => date && board.from <= date && date <= board.to);
  const figures: readonly (readonly [string, string])[] = [
    ['接待日', String(sessions.length)],
    ['来访企业', String(month.visits)],
    ['新收问题', String(month.problems)],
    ['新收建议', String(month.suggestions)],
    ['交办', String(month.signed)],
    ['审核通过', String(month.finished)],
    ['按期率', rate(month.inTime, month.withLimit)],
    ['满意率', rate(month.satisfied, month.rated)],
  ];
  const grades = ([5, 4, 3, 2, 1] as const).map((grade) => `${GRADES[grade]}${month.grades(grade)}件`);
  const lights = (['green', 'blue', 'yellow', 'red'] as const).flatMap((light) =>
    month.lights(light) > 0 ? [`${LIGHTS[light]}${month.lights(light)}件`] : [],
  );
  const { due, kept, broken } = month.plans;
  const sentences: readonly string[] = [
    `有时限的${month.withLimit}件，其中按期${month.inTime}件`,
    `企业评价${month.rated}件，其中基本满意以上${month.satisfied}件；未评价${month.unrated}件，不计入${month.leftOut > 0 ? `；另有${month.leftOut}件` : '。'}`,
    month.lights('red') > 0 ? `在办${month.open}件中${month.lights('red')}件已超期` : `在办${month.open}件，没有超期`,
    ...(month.rated > 0 ? [`评价：${grades.join('、')}`] : []),
    ...(lights.length > 0 ? [`亮灯：${lights.join('、')}`] : []),
    ...(due > 0 ? [`本月到期${due}件，已兑现${kept}件，未兑现${broken}件`] : []),
  ];
  const rows = rowsOf(
    card,
    scenes.flatMap((scene) => told.filter((each) => each === scene)),
  );
  return [
    ...figures.flatMap(([name, wanted]) =>
      figureOf(texts, name) === wanted
        ? []
        : [`month: another figure ${name} ⁝ ${figureOf(texts, name)}, not ${wanted}`],
    ),
    ...sentences.flatMap((part) =>
      whole.includes(part) ? [] : [`month: counts otherwise ⁝ no “${part}” in ${whole.slice(0, 700)}`],
    ),
    ...rows.flatMap((row) => lineFaults('month', row)),
    ...hardestFaults(rows, scenes),
    ...kindFaults(whole, newKinds(scenes, board.from, board.to)),
    ...unitTableFaults(card, scenes),
  ];
};

/** The five hardest of those that were signed or answered, the hardest first. */
const hardestFaults = (rows: readonly Row[], scenes: readonly Told[]): readonly string[] => {
  const shown = rows.flatMap(({ of }) => (of ? [of] : []));
  const all = scenes.filter(({ tale }) => !isOver(tale) && walks(tale).length > 0);
  const wanted = Math.min(5, all.length);
  return [
    ...(shown.some((each, index) => index > 0 && harder(shown[index - 1] ?? each, each) > 0)
      ? ['month: the hardest stand in another order']
      : []),
    ...(rows.length === wanted ? [] : [`month: another number of the hardest ⁝ ${rows.length}, not ${wanted}`]),
    ...all
      .filter((each) => !shown.includes(each) && !isNameless(each))
      .filter((each) => shown.some((one) => harder(one, each) > 0))
      .map(({ subject }) => `month: leaves out a harder one ⁝ ${subject.appeal.enterpriseName}`),
  ];
};

/** Each kind once, largest first; what has no place of its own makes the last. */
const kindFaults = (whole: string, kinds: readonly string[]): readonly string[] => {
  const said = [...(/新收类别：(.+)/.exec(whole)?.[1] ?? '').matchAll(/([^、]+?)(\d+)件/g)].map(
    ([, name = '', count]) => [name, Number(count)] as const,
  );
  const names = said.map(([name]) => name);
  const wrong = said.filter(
    ([name, count]) => name !== '其他' && kinds.filter((kind) => kind === name).length !== count,
  );
  const ranked = said.filter(([name]) => name !== '其他').map(([, count]) => count);
  return [
    ...wrong.map(([name, count]) => `month: counts a kind otherwise ⁝ ${name}${count}`),
    ...(said.reduce((sum, [, count]) => sum + count, 0) === kinds.length
      ? []
      : [`month: the kinds do not make the whole ⁝ ${said}, not ${kinds.length}`]),
    ...(new Set(names).size === names.length ? [] : [`month: names a kind twice ⁝ ${said}`]),
    ...(ranked.join() === ranked.toSorted((a, b) => b - a).join() && names.slice(0, -1).every((name) => name !== '其他')
      ? []
      : [`month: the kinds stand in another order ⁝ ${said}`]),
  ];
};

/** Whoever leads most comes first, and each with what it has in hand and how much of that is late. */
const unitTableFaults = (card: object, scenes: readonly Told[]): readonly string[] => {
  const body = isJson(card) ? objectsAt(objectAt(card, 'body'), 'elements') : [];
  const table = body.find((element) => stringAt(element, 'tag') === 'table');
  const rows = table ? objectsAt(table, 'rows') : [];
  const wanted = inHandOf(scenes);
  const most = [...wanted.values()].map(({ open }) => open).toSorted((a, b) => b - a);
  const seen = rows.map((row) => ({ name: stringAt(row, 'name'), open: row['count'], late: row['late'] }));
  return [
    ...seen.flatMap(({ name, open, late }) =>
      wanted.get(name)?.open === open && wanted.get(name)?.late === late
        ? []
        : [`month: counts a unit otherwise ⁝ ${name} ${open}/${late}, not ${JSON.stringify(wanted.get(name))}`],
    ),
    ...(seen.map(({ open }) => open).join() === most.slice(0, 6).join()
      ? []
      : [`month: the units stand in another order ⁝ ${JSON.stringify(seen)}, not ${most}`]),
  ];
};
