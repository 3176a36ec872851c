/**
 * Cards of many cases over histories of chance: a dozen cases of one district are looked at together on a day in between, at the end of a
 * month and after it. Longer runs: OPINION_BOARDS=400 npx vitest run test/opinion/boards
 */
import { describe, expect, it } from 'vitest';
import type { BoardWorld } from '../../src/outbox/boards.ts';
import { replay } from '../../src/workflow/apply.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { beijingDate, caseId, type Ms } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import type { Told } from './board-rows.ts';
import { createFindings, tell, tellNamed } from './histories.ts';
import { boardsAgree, type Desk } from './law-boards.ts';
import { monthFaults } from './law-month.ts';
import { NAMED } from './named-histories.ts';
import { dayOf, firstOfMonth, nextDay, workdaysBack } from './reading/days.ts';
import { limitOf } from './reading/limits.ts';
import { isOver } from './reading/road.ts';
import { type Tale, walks } from './reading/tale.ts';
import { CLOCK, PEOPLE, TOWNS } from './towns.ts';

const BOARDS = Number(process.env['OPINION_BOARDS'] ?? 12);
const SEED = Number(process.env['OPINION_SEED'] ?? 1);
const CASES = 12;
const NINE = 9 * 3_600_000;

/** More than a card names, and 其他 among the first. */
const KINDS = ['其他', '用地', '融资', '招商', '经营管理', '惠企政策兑现', '审批验收办证', '物流'];

/** Two of three are of one firm: by one 查询码, or by one code typed twice. */
const renamed = (tale: Tale, index: number): Tale =>
  tale.map((event): CaseEvent => {
    // 基本满意 is the grade at the edge of what counts as satisfied.
    if (event.type === 'caseRated' && event.rating.grade === 5 && index % 2 === 1)
      return { ...event, rating: { ...event.rating, grade: 3 } };
    if (event.type !== 'caseSubmitted') return event;
    const firm = Math.floor((index * 2) / 3);
    const isByCode = firm % 4 === 2;
    const creditCode = isByCode ? `91999999MAXX0${firm}` : '';
    const category = KINDS[(index * 5) % KINDS.length] ?? '';
    const appeal = { ...event.appeal, category, enterpriseName: `〔虚构〕第${index}企业`, creditCode };
    const visitKey = isByCode ? `visit-of-case-${index}` : `visit-${firm}`;
    return { ...event, id: caseId(`case-board-${String(index).padStart(3, '0')}`), visitKey, appeal };
  });

const CLOCKWORK: readonly Command[] = [
  { type: 'changeLight' },
  ...([4, 3, 2, 1] as const).map((level): Command => ({ type: 'supervise', level })),
];
/** The case on this morning, after the clock went by: its light, and the rung of 督办 that is due. */
const onMorning = (tale: Tale, directory: Directory, now: Ms): Told | null => {
  const past = tale.filter(({ at }) => at <= now);
  if (past.length === 0) return null;
  const calendar = createWorkCalendar(directory.settings);
  let told: Told = { subject: replay(past), tale: past, directory, now };
  for (const command of CLOCKWORK) {
    const turn = decide(told.subject, command, { actor: CLOCK, now, directory, calendar, nextSerial: 1 });
    if (turn.kind === 'accepted') told = { ...told, subject: turn.next, tale: [...told.tale, ...turn.events] };
  }
  return told;
};

/** When a limit has just so many workdays left that it is near. */
const fiveLeft = (tale: Tale, directory: Directory): readonly string[] => {
  const [walk] = walks(tale);
  const signed = walk && { ...walk, tale: [] };
  const limit = signed && limitOf(signed, directory);
  return limit ? [workdaysBack(limit.day, 5, directory.settings)] : [];
};

const desks = (tales: readonly Tale[], directory: Directory, now: Ms): readonly Desk[] => {
  const told = tales.flatMap((tale) => onMorning(tale, directory, now) ?? []);
  return Object.values(PEOPLE).map(({ openId: viewer }) => {
    const world: BoardWorld = {
      directory,
      viewer,
      today: beijingDate(dayOf(now)),
      open: told.flatMap(({ subject, tale }) => (isOver(tale) ? [] : [subject])),
      ended: told.flatMap(({ subject, tale }) => (isOver(tale) ? [subject] : [])),
    };
    return { told, viewer, world };
  });
};

/** 月报 of the month in which this day is, read on the day itself: its last one is of it, and the next is not. */
const monthOn = ({ told, viewer, world }: Desk, from: string, to: string): readonly string[] =>
  monthFaults(
    {
      kind: 'month',
      directory: world.directory,
      viewer,
      today: world.today,
      from: beijingDate(from),
      to: beijingDate(to),
      cases: told.flatMap(({ subject }) => (dayOf(subject.submittedAt) <= to ? [subject] : [])),
    },
    { told },
  );

const morning = (day: string): Ms => Date.parse(`${day}T09:00:00+08:00`) + NINE;
const NO_LAWS = {};
const NOTHING = new Map<never, never>();

/** All of a town: histories of chance, and the named ones among them. */
const talesOf = (board: number, directory: Directory): readonly Tale[] => {
  const told: Tale[] = [];
  for (let seed = SEED + board * 100; told.length < CASES && seed < SEED + board * 100 + 100; seed += 1) {
    const tale = tell(seed, 30 + (seed % 40), NO_LAWS, NOTHING);
    const [first] = tale;
    // A seed chooses its own town.
    if (first?.type === 'caseSubmitted' && first.district === directory.district) told.push(tale);
  }
  const named = NAMED[board % NAMED.length];
  return [...told, ...(named ? [tellNamed(named, directory, 0, NO_LAWS, NOTHING)] : [])].map(renamed);
};

describe('cards of many cases', () => {
  it('agree with the second opinion: lists, 日报 and 周报, 月报, 议题单, the room, the days of the month', () => {
    const found = createFindings();
    for (let board = 0; board < BOARDS; board += 1) {
      const directory = TOWNS[board % TOWNS.length];
      if (!directory) throw new Error('no town');
      const tales = talesOf(board, directory);
      const days = tales.flatMap((tale) => tale.map(({ at }) => dayOf(at))).toSorted();
      const middle = days[Math.floor(days.length * 0.6)] ?? '2026-10-01';
      const next = firstOfMonth(nextDay(`${middle.slice(0, 7)}-28`, 5));
      const last = nextDay(next, -1);
      const near = tales.flatMap((tale) => fiveLeft(tale, directory)).slice(0, 2);
      for (const day of [middle, last, next, nextDay(next, 8), '2026-09-19', '2026-10-09', ...near]) {
        const all = desks(tales, directory, morning(day));
        const [first] = all;
        const seen = `${directory.district} on ${day}, board ${board}`;
        for (const desk of all) for (const fault of boardsAgree(desk)) found.note(fault, board, [desk.viewer], seen);
        // Also of spans that begin or end on a day on which something happened.
        const edges = [...new Set(days)]
          .filter((each) => each <= day)
          .slice(-4)
          .flatMap((edge) => [
            [`${edge.slice(0, 7)}-01`, edge],
            [edge, nextDay(edge, 20)],
          ]);
        for (const [from = '', to = ''] of [[`${last.slice(0, 7)}-01`, last], ...edges])
          if (first) for (const fault of monthOn(first, from, to)) found.note(fault, board, [], seen);
      }
    }
    expect(
      found
        .names()
        .map((name) => found.told(name))
        .join('\n\n'),
    ).toBe('');
  }, 240_000);
});
