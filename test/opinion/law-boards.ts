/**
 * Cards of many cases beside the second opinion: the lines of each list with state, light, days, number and unit, their order, how many
 * there are and whose they are; 月报 with every figure; 议题单, the room and 本月接待日.
 */
import type { BoardView } from '../../cards/cards.ts';
import { drawBoard } from '../../cards/cards.ts';
import { roomView } from '../../cards/room-view.ts';
import { type BoardWorld, dailyViews, listView, queryView, receptionDaysView } from '../../src/outbox/boards.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { remindedToday } from '../../src/workflow/reminders.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { renderCardText } from '../feishu/card-text.ts';
import { figureOf, isNameless, lineFaults, type Row, rowsOf, type Told, tagsOf } from './board-rows.ts';
import { groupFaults } from './law-digest.ts';
import { monthFaults } from './law-month.ts';
import {
  filedAt,
  firmOf,
  flagsOf,
  isConcerned,
  isListed,
  isOnDay,
  isToSign,
  lateBy,
  lightOf,
  lineOf,
  ofUnit,
  pressesMore,
} from './reading/boards.ts';
import { firstOfMonth } from './reading/days.ts';
import { dutyOf, QUIET } from './reading/duties.ts';
import { inFull } from './reading/notices.ts';
import { isOver, stateOf } from './reading/road.ts';
import { notesNow, unitOf } from './reading/scene.ts';
import { every, last } from './reading/tale.ts';

export interface Desk {
  readonly told: readonly Told[];
  readonly viewer: OpenId;
  readonly world: BoardWorld;
}

export const boardsAgree = (desk: Desk): readonly string[] => [
  ...(['toSign', 'inHand', 'supervised', 'query'] as const).flatMap((list) => listFaults(list, desk)),
  ...dailyViews(desk.world).flatMap((view) => dailyFaults(view, desk)),
  ...wokenFaults(desk),
  ...daysFaults(desk),
  ...desk.world.directory.receptionDays.flatMap((day) => roomFaults(day, desk)),
];

// ------------------------------------------------------------------------------------------------ lists and their order

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

/** Whom the clock wakes for a case reads of it in that day's message, as something that is asked. */
const wokenFaults = ({ told, viewer, world }: Desk): readonly string[] => {
  const { directory, today } = world;
  const calendar = createWorkCalendar(directory.settings);
  const read = dailyViews(world).flatMap((board) => (board.kind === 'digest' ? board.cases : []));
  return told
    .filter(({ subject }) => remindedToday(subject, directory, today, calendar).includes(viewer))
    .flatMap((each) => {
      const duty = dutyOf(viewer, each);
      if (!read.includes(each.subject))
        return [`woken: reads nothing of it ⁝ ${viewer}, ${stateOf(each.tale)}, ${duty}`];
      return QUIET.includes(duty) ? [`woken: nothing is asked ⁝ ${viewer}, ${stateOf(each.tale)}`] : [];
    });
};

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
    ...groupFaults(
      board,
      mine.map(({ subject, tale, directory, now }) => ({ id: subject.id, tale, directory, now })),
      viewer,
    ),
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

/** 代 on exactly the days of the entry. */
const hostOf = (
  { leaders }: BoardWorld['directory'],
  { leaderId, date }: Pick<BoardWorld['directory']['receptionDays'][number], 'leaderId' | 'date'>,
): string | null => {
  const leader = leaders.find(({ id }) => id === leaderId);
  const entry = leader?.substitute;
  const isIn = entry && date !== null && entry.from <= date && date <= entry.to;
  const deputy = leaders.find(({ openId }) => openId === entry?.openId)?.name ?? '受托签批人';
  return leader ? `${leader.name}${isIn ? `（${deputy}代）` : ''}` : null;
};

const briefingFaults = (board: Extract<BoardView, { kind: 'briefing' }>, { told }: Desk): readonly string[] => {
  const card = drawBoard(board);
  if (!card) return ['briefing: nothing is drawn'];
  const { texts } = renderCardText(card);
  const items = told.filter((each) => isOnDay(each, board.day) && ['scheduled', 'heard'].includes(stateOf(each.tale)));
  const leader = hostOf(board.directory, board.day) ?? '接待领导';
  const first = `请${leader}${board.day.date ? weekday(board.day.date) : '日期待定'}接待${firmsOf(items)}家企业，听取${items.length}件事项。`;
  const is = (test: (flags: string) => boolean): string =>
    String(items.filter(({ tale }) => test(flagsOf(tale))).length);
  const wants: readonly (readonly [string, string])[] = [
    ['问题', String(items.filter((each) => lineOf(each).kind === '问题').length)],
    ['建议', String(items.filter((each) => lineOf(each).kind === '建议').length)],
    ['急', is((flags) => flags.includes('急'))],
    ['重、难', is((flags) => /[重难]/.test(flags))],
  ];
  // Whoever is proposed, or was asked beforehand, should be in the room.
  const units = items.flatMap(({ tale }) => [
    notesNow(tale)?.proposal.leadUnitId ?? null,
    ...(notesNow(tale)?.proposal.supportingUnitIds ?? []),
    ...every(tale, 'unitConsulted').map(({ unitId }) => unitId),
  ]);
  const names = [...new Set(units.flatMap((id) => unitOf({ directory: board.directory }, id)?.name ?? []))].sort();
  const said = /参会单位：([^\n]+)/.exec(texts.join('\n'))?.[1] ?? '';
  const attending = said === '待定' ? [] : said.split('、').sort();
  const numbered = rowsOf(card, told).flatMap(({ of }) => (of ? [of] : []));
  return [
    ...(attending.join() === names.join() ? [] : [`briefing: asks other units ⁝ ${attending}, not ${names}`]),
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
  const next = world.directory.receptionDays
    .flatMap(({ date, leaderId }) =>
      date && date.slice(0, 7) === month && date >= world.today ? [{ date, leaderId }] : [],
    )
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))[0];
  const whom = (next && hostOf(world.directory, next)) ?? '接待领导（待定）';
  const head = next ? `请${whom}和有关单位${weekday(next.date)}参加下一次接待日。` : '本月';
  const heads = texts.some((text) => text.includes(head)) ? [] : [`days of the month: asks otherwise ⁝ not ${head}`];
  return heads.concat(
    world.directory.receptionDays.flatMap((day) => {
      if (day.date?.slice(0, 7) !== month) return [];
      const items = told.filter((each) => isOnDay(each, day));
      const wanted = items.length === 0 ? '尚未排入事项' : `${firmsOf(items)}家企业，${items.length}件`;
      const said = texts.find((text) => text.includes(day.title)) ?? '';
      const leader = hostOf(world.directory, day) ?? '待定';
      const parts = [weekday(day.date), wanted, `接待领导：${leader}\n`, day.place];
      return parts.every((part) => said.includes(part))
        ? []
        : [`days of the month: another agenda ⁝ ${said}, not ${parts}`];
    }),
  );
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
