/**
 * Cards of many cases beside the second opinion: the lines of each list with state, light, days, number and unit, their order, how many
 * there are and whose they are; 月报 with every figure; 议题单, the room and 本月接待日.
 */
import type { BoardView } from '../../cards/cards.ts';
import { drawBoard } from '../../cards/cards.ts';
import { roomView } from '../../cards/room-view.ts';
import { type BoardWorld, dailyViews, listView, queryView, receptionDaysView } from '../../src/outbox/boards.ts';
import { type Case, GRADES, LIGHTS, STATES } from '../../src/workflow/case.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { renderCardText } from '../feishu/card-text.ts';
import { isJson, type Json, listAt, objectAt, objectsAt, stringAt, textOf } from '../feishu/card-tree.ts';
import {
  filedAt,
  firmOf,
  flagsOf,
  hardship,
  isConcerned,
  isListed,
  isOnDay,
  isToSign,
  lateBy,
  lightOf,
  lineOf,
  monthOf,
  ofUnit,
  pressesMore,
} from './reading/boards.ts';
import { dayOf, firstOfMonth } from './reading/days.ts';
import { inFull } from './reading/notices.ts';
import { isOver, stateOf } from './reading/road.ts';
import { notesNow, type Scene } from './reading/scene.ts';
import { last } from './reading/tale.ts';

/** One case with its tale, as both are on the day of the card. */
export interface Told extends Scene {
  readonly subject: Case;
}
export interface Desk {
  readonly told: readonly Told[];
  readonly viewer: OpenId;
  readonly world: BoardWorld;
}

export const boardsAgree = (desk: Desk): readonly string[] => [
  ...(['toSign', 'inHand', 'supervised', 'query'] as const).flatMap((list) => listFaults(list, desk)),
  ...dailyViews(desk.world).flatMap((view) => dailyFaults(view, desk)),
  ...daysFaults(desk),
  ...desk.world.directory.receptionDays.flatMap((day) => roomFaults(day, desk)),
];

// ------------------------------------------------------------------------------------------------ reading a card

interface Row {
  readonly of: Told | null;
  readonly text: string;
}
/** Rows of a list in reading order: the words, and the case that the button beside them opens, or else that they name. */
const rowsOf = (card: unknown, told: readonly Told[]): readonly Row[] => {
  const found: Row[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    if (!isJson(node)) return;
    const id = /"ask":"show".*?"case":"([^"]+)"|"case":"([^"]+)".*?"ask":"show"/.exec(JSON.stringify(node));
    if (stringAt(node, 'tag') === 'column_set' && id) {
      const [words = ''] = objectsAt(node, 'columns').map(wordsIn);
      found.push({ of: told.find(({ subject }) => subject.id === (id[1] ?? id[2])) ?? null, text: words });
      return;
    }
    const alone = textOf(node['text']);
    const named = told.find(
      ({ subject }) => alone.startsWith(subject.appeal.enterpriseName) && /\n(?:问题|建议)：/.test(alone),
    );
    if (named) found.push({ of: named, text: alone });
    for (const each of Object.values(node)) walk(each);
  };
  walk(card);
  return found;
};
const wordsIn = (column: Json): string =>
  listAt(column, 'elements')
    .flatMap((each) => (isJson(each) ? [textOf(each['text'])] : []))
    .join('\n');

const tagsOf = (card: object): readonly string[] =>
  isJson(card) ? objectsAt(objectAt(card, 'header'), 'text_tag_list').map((tag) => textOf(tag['text'])) : [];

const short = (day: string): string => inFull(day).replace(/^\d+年/, '');

// ------------------------------------------------------------------------------------------------ lines and their order

const lineFaults = (surface: string, { of, text }: Row): readonly string[] => {
  if (!of) return [`${surface}: has a line of a case that is not there ⁝ ${text}`];
  const line = lineOf(of);
  const [head = '', what = '', standing = ''] = text.split('\n');
  const said = text.split('\n').slice(2).join('\n');
  const light = line.light ? `${LIGHTS[line.light]}${line.late > 0 ? `${line.late}个工作日` : ''}` : '';
  const days = [...said.matchAll(/(?<![\d年])(\d{1,2}月\d{1,2}日)前/g)].map(([, day]) => day);
  const wants: readonly (readonly [string, boolean])[] = [
    [
      '急重难',
      flagsOf(of.tale) === '' ? !head.endsWith('）') || !/（[急重难]/.test(head) : head.includes(`（${line.flags}）`),
    ],
    ['name', notesNow(of.tale)?.isConfidential === true || head.startsWith(of.subject.appeal.enterpriseName)],
    ['kind', what.startsWith(`${line.kind}：`)],
    ['state', standing.startsWith(STATES[line.state])],
    ['light', standing === [STATES[line.state], light].filter((part) => part !== '').join(' · ')],
    ['due date', days.join() === (line.due ? short(line.due.day) : '')],
    ['provisional', said.includes('（暂定）') === (line.due?.isProvisional ?? false)],
    ['number', line.number === '' ? !/〔\d{4}〕\d+号/.test(said) : said.includes(line.number)],
    ['unit', line.unit === '' || said.includes(` · ${line.unit}`)],
    ['plan', line.plan === null ? !said.includes('计划解决') : said.includes(`计划解决：${inFull(line.plan)}前`)],
  ];
  return wants.flatMap(([name, isSo]) =>
    isSo ? [] : [`${surface}: a line has another ${name} ⁝ ${text} — ${JSON.stringify(line)}`],
  );
};

const orderFaults = (surface: string, rows: readonly Row[]): readonly string[] =>
  rows.flatMap(({ of, text }, index) => {
    const former = rows[index - 1]?.of;
    return of && former && pressesMore(former, of) > 0
      ? [`${surface}: a case stands before one that presses more ⁝ ${rows[index - 1]?.text} before ${text}`]
      : [];
  });

const listFaults = (
  list: 'toSign' | 'inHand' | 'supervised' | 'query',
  { told, viewer, world }: Desk,
): readonly string[] => {
  const surface = `list ${list}`;
  const found = world.open.slice(0, 5);
  const viewOf = (page: number): BoardView =>
    list === 'query' ? queryView({ by: 'number', cases: found }, world) : listView(list, page, world);
  const cards = [1, 2, 3].map((page) => drawBoard(viewOf(page)));
  const pages = cards.map((card) => rowsOf(card, told));
  const rows = pages
    .filter(
      (page, index) =>
        index === 0 ||
        JSON.stringify(page.map(({ text }) => text)) !== JSON.stringify(pages[index - 1]?.map(({ text }) => text)),
    )
    .flat();
  const own = told.filter((each) => isConcerned(viewer, each));
  const wanted = own.filter((each) => {
    if (list === 'query') return found.includes(each.subject);
    if (isOver(each.tale)) return false;
    if (list === 'toSign') return isToSign(viewer, each);
    return list === 'inHand' || isListed(each.tale) || lightOf(each) === 'red';
  });
  const shown = rows.flatMap(({ of }) => (of ? [of] : []));
  const isExtra = (each: Told): boolean =>
    !wanted.includes(each) && !(list === 'inHand' && isOver(each.tale) && own.includes(each));
  const [card] = cards;
  const text = card ? renderCardText(card).texts.join('\n') : '';
  const count = view(viewOf(1)).length;
  return [
    ...rows.flatMap((row) => lineFaults(surface, row)),
    ...orderFaults(surface, rows),
    ...wanted
      .filter((each) => count <= 24 && !shown.includes(each) && !isNameless(each))
      .map(
        (each) =>
          `${surface}: leaves out a case ⁝ ${each.subject.appeal.enterpriseName} in ${stateOf(each.tale)} for ${viewer}`,
      ),
    ...shown
      .filter(isExtra)
      .map(
        (each) =>
          `${surface}: has a case that is not theirs ⁝ ${each.subject.appeal.enterpriseName} in ${stateOf(each.tale)} for ${viewer}`,
      ),
    ...(card && tagsOf(card)[0] !== `共${count}件`
      ? [`${surface}: counts wrongly ⁝ ${tagsOf(card)}, not ${count}`]
      : []),
    ...(list !== 'inHand' && count !== wanted.length
      ? [`${surface}: has another number of cases ⁝ ${count}, not ${wanted.length}`]
      : []),
    ...(count > 0 && !text.includes(`${count}件`) ? [`${surface}: does not say how many ⁝ ${text.slice(0, 80)}`] : []),
  ];
};
/** Without name and button nobody can tell which case a line is of. */
const isNameless = ({ tale }: Told): boolean => notesNow(tale)?.isConfidential === true;
const view = (board: BoardView): readonly Case[] => ('cases' in board ? board.cases : []);

// ------------------------------------------------------------------------------------------------ the message of a day

const dailyFaults = (board: BoardView, desk: Desk): readonly string[] => {
  switch (board.kind) {
    case 'digest':
      return digestFaults(board, desk);
    case 'month':
      return monthFaults(board, desk);
    case 'briefing':
      return briefingFaults(board, desk);
    default:
      return [];
  }
};

/** The figure above its name. */
const figureOf = (texts: readonly string[], name: string): string | undefined => texts[texts.indexOf(name) - 1];

const digestFaults = (board: Extract<BoardView, { kind: 'digest' }>, { told, viewer }: Desk): readonly string[] => {
  const card = drawBoard(board);
  if (!card) return [];
  const { texts } = renderCardText(card);
  const rows = rowsOf(card, told);
  const surface = `digest ${board.span} ${board.audience.kind}`;
  const mine = told.filter(({ subject }) => board.cases.includes(subject));
  const open = mine.filter(({ tale }) => !isOver(tale));
  const late = mine.filter((each) => lateBy(each) > 0);
  const wants: readonly (readonly [string, string])[] = [
    ['在办', String(open.length)],
    ['已超期', String(late.length)],
  ];
  const missing =
    board.span === 'week'
      ? told.filter((each) => !isOver(each.tale) && isConcerned(viewer, each) && !mine.includes(each))
      : [];
  const unit = board.audience.kind === 'unit' && board.figures ? board.audience.unitId : null;
  return [
    ...rows.flatMap((row) => lineFaults(surface, row)),
    ...wants.flatMap(([name, wanted]) =>
      figureOf(texts, name) === wanted
        ? []
        : [`${surface}: another figure ${name} ⁝ ${figureOf(texts, name)}, not ${wanted}`],
    ),
    ...((tagsOf(card)[0] ?? '') === (late.length > 0 ? `超期${late.length}件` : '')
      ? []
      : [`${surface}: another tag ⁝ ${tagsOf(card)}`]),
    ...mine.filter((each) => !isConcerned(viewer, each)).map(() => `${surface}: has a case that is not theirs`),
    ...missing.map((each) => `${surface}: leaves out an open case ⁝ ${each.subject.appeal.enterpriseName}`),
    ...(unit ? unitFaults(surface, texts.join('\n'), ofUnit(told, unit, firstOfMonth(board.today))) : []),
  ];
};

const unitFaults = (surface: string, text: string, wanted: ReturnType<typeof ofUnit>): readonly string[] => {
  const said = `在办主办${wanted.leading}件、协办${wanted.supporting}件，主办超期${wanted.late}件；主办的结果审核通过${wanted.finished}件`;
  return text.includes(said)
    ? []
    : [`${surface}: figures of the unit differ ⁝ ${/在办主办.*?件，企业/.exec(text)?.[0]}, not ${said}`];
};

const rate = (part: number, whole: number): string =>
  whole === 0 ? '—' : whole < 10 ? `${part}/${whole}` : `${Math.floor((part * 100) / whole)}%`;

export const monthFaults = (
  board: Extract<BoardView, { kind: 'month' }>,
  { told }: Pick<Desk, 'told'>,
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
    ...rows.flatMap(({ of }, index) => {
      const former = rows[index - 1]?.of;
      // Of two that are listed alike, who reached the higher rung comes first.
      return of && former && (hardship(former)[0] ?? 0) < (hardship(of)[0] ?? 0)
        ? ['month: the hardest stand in another order']
        : [];
    }),
  ];
};

const weekday = (day: string): string =>
  `${inFull(day)}（周${'日一二三四五六'[new Date(`${day}T00:00:00Z`).getUTCDay()]}）`;
const pressure = ({ tale }: Told): readonly number[] => {
  const notes = notesNow(tale);
  return [notes?.isUrgent ? 0 : 1, notes?.isGrave ? 0 : 1, notes?.isHard ? 0 : 1, filedAt(tale)];
};
/** 急, 重, 难, filing: the first number that differs decides. */
const agenda = (a: Told, b: Told): number => {
  const [one, other] = [pressure(a), pressure(b)];
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
};
const firmsOf = (all: readonly Told[]): number => new Set(all.map(({ tale }) => firmOf(tale))).size;

const briefingFaults = (board: Extract<BoardView, { kind: 'briefing' }>, { told }: Desk): readonly string[] => {
  const card = drawBoard(board);
  if (!card) return ['briefing: nothing is drawn'];
  const { texts } = renderCardText(card);
  const items = told.filter((each) => isOnDay(each, board.day) && ['scheduled', 'heard'].includes(stateOf(each.tale)));
  const leader = board.directory.leaders.find(({ id }) => id === board.day.leaderId)?.name ?? '接待领导';
  const first = `请${leader}${board.day.date ? weekday(board.day.date) : '日期待定'}接待${firmsOf(items)}家企业，听取${items.length}件事项。`;
  const is = (test: (flags: string) => boolean): string =>
    String(items.filter(({ tale }) => test(flagsOf(tale))).length);
  const wants: readonly (readonly [string, string])[] = [
    ['问题', String(items.filter((each) => lineOf(each).kind === '问题').length)],
    ['建议', String(items.filter((each) => lineOf(each).kind === '建议').length)],
    ['急', is((flags) => flags.includes('急'))],
    ['重、难', is((flags) => /[重难]/.test(flags))],
  ];
  const numbered = rowsOf(card, told).flatMap(({ of }) => (of ? [of] : []));
  return [
    ...(texts.includes(first) ? [] : [`briefing: asks otherwise ⁝ ${texts[0]}, not ${first}`]),
    ...wants.flatMap(([name, wanted]) =>
      figureOf(texts, name) === wanted
        ? []
        : [`briefing: another figure ${name} ⁝ ${figureOf(texts, name)}, not ${wanted}`],
    ),
    ...numbered.flatMap((each, index) => {
      const former = numbered[index - 1];
      const isOneFirm = former && firmOf(former.tale) === firmOf(each.tale);
      return former && isOneFirm && agenda(former, each) > 0
        ? ['briefing: items of one firm stand in another order']
        : [];
    }),
  ];
};

// ------------------------------------------------------------------------------------------------ days and the room

const daysFaults = ({ told, world }: Desk): readonly string[] => {
  const card = drawBoard(receptionDaysView(world));
  const texts = card ? renderCardText(card).texts : [];
  const month = world.today.slice(0, 7);
  return world.directory.receptionDays.flatMap((day) => {
    if (day.date?.slice(0, 7) !== month) return [];
    const items = told.filter((each) => isOnDay(each, day));
    const wanted = items.length === 0 ? '尚未排入事项' : `${firmsOf(items)}家企业，${items.length}件`;
    const said = texts.find((text) => text.includes(day.title)) ?? '';
    return said.includes(weekday(day.date)) && said.includes(wanted)
      ? []
      : [`days of the month: another agenda ⁝ ${said}, not ${wanted}`];
  });
};

const roomFaults = (
  day: BoardWorld['directory']['receptionDays'][number],
  { told, viewer, world }: Desk,
): readonly string[] => {
  const items = told.filter((each) => isOnDay(each, day) && !isOver(each.tale));
  const board = roomView(
    { directory: world.directory, items: items.map(({ subject }) => subject), ties: {}, viewer, today: world.today },
    day.id,
    null,
  );
  const card = board && drawBoard(board);
  if (!card || items.length === 0) return [];
  const whole = renderCardText(card).texts.join('\n');
  const waiting = items.filter(({ tale }) => {
    const state = stateOf(tale);
    const lies = last(tale, 'instructionRequested', 'sheetPassedOn')?.leaderId;
    return state === 'scheduled' || state === 'heard' || (state === 'awaiting_instruction' && lies === day.leaderId);
  });
  const lines = [...whole.matchAll(/^(\d+)\. (问题|建议) (.+?)：.*（(.+?)）$/gm)].map(([, , kind, firm, standing]) => ({
    of: items.find(({ subject }) => subject.appeal.enterpriseName === firm),
    kind,
    standing,
  }));
  const fault = (law: string, seen: string): string => `room: ${law} ⁝ ${seen}`;
  return [
    ...(waiting.length > 0 && !whole.includes(`共${items.length}件，含本件还有${waiting.length}件待签`)
      ? [fault('counts otherwise', `${whole.slice(0, 60)}, not ${items.length} and ${waiting.length}`)]
      : []),
    ...(waiting.length === 0 && !whole.includes(`本次接待${items.length}件均已处理`)
      ? [fault('counts otherwise', whole.slice(0, 60))]
      : []),
    ...lines.flatMap(({ of, kind, standing }) => {
      if (!of) return [fault('has a line of another case', standing ?? '')];
      const { number, kind: wantedKind } = lineOf(of);
      const wanted = waiting.includes(of) ? '待签批' : number === '' ? null : `已签批 ${number}`;
      return kind === wantedKind && (wanted === null || wanted === standing)
        ? []
        : [fault('says another standing', `${standing}, not ${wanted}`)];
    }),
    ...lines.flatMap(({ of }, index) => {
      const former = lines[index - 1]?.of;
      const isOneFirm = former && of && firmOf(former.tale) === firmOf(of.tale);
      return former && of && isOneFirm && agenda(former, of) > 0 ? [fault('items stand in another order', '')] : [];
    }),
  ];
};
