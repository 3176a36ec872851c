import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRealDate } from '../../src/workflow/beijing-date.ts';
import { currentRound } from '../../src/workflow/case.ts';
import {
  addDays,
  afterStandstill,
  beijingDateOf,
  contributionDue,
  defaultLimitWorkdays,
  dueAfter,
  dueOn,
  lateContributors,
  workdayBefore,
  workdaysBetween,
} from '../../src/workflow/deadlines.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import { type BeijingDate, beijingDate } from '../../src/workflow/ids.ts';
import { lightOf, lightReason, supervisionLevel } from '../../src/workflow/lights.ts';
import { pauseIsOver } from '../../src/workflow/pauses.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, beijing, givenCase, playTo, someNotes, UNITS } from '../support/given.ts';
import { AROUND_MIDNIGHT, reckoned, VECTORS } from './clock-vectors.ts';

const calendar = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });
const day = beijingDate;

describe('工作日', () => {
  it('are weekdays and make-up days, less holidays', () => {
    expect(calendar.isWorkday(day('2026-10-10'))).toBe(true);
    expect(calendar.isWorkday(day('2026-10-11'))).toBe(false);
    expect(calendar.isWorkday(day('2026-10-05'))).toBe(false);
    expect(calendar.holidayName(day('2026-10-05'))).toBe('国庆节');
    expect(calendar.holidayName(day('2026-10-10'))).toBeNull();
    expect(calendar.holidayName(day('2026-10-11'))).toBeNull();
  });

  it('are 248 in 2026', () => {
    expect(workdaysBetween(day('2025-12-31'), day('2026-12-31'), calendar)).toBe(248);
  });

  it('are known to the end of the last published year, which is not over', () => {
    expect(calendar.coveredThrough).toMatch(/^20\d\d-12-31$/);
    expect(calendar.coveredThrough >= '2026-12-31').toBe(true);
  });

  it('follow local days off and local workdays', () => {
    const local = createWorkCalendar({
      extraDaysOff: [day('2026-03-03'), day('2026-03-08')],
      extraWorkdays: [day('2026-03-07'), day('2026-03-08')],
    });
    expect(local.isWorkday(day('2026-03-03'))).toBe(false);
    expect(local.holidayName(day('2026-03-03'))).toBe('本地放假');
    expect(local.isWorkday(day('2026-03-07'))).toBe(true);
    expect(local.isWorkday(day('2026-03-08')), 'a day off wins').toBe(false);
    const due = dueAfter(day('2026-03-02'), 5, local);
    expect(due.date).toBe('2026-03-09');
    expect(due.derivation).toContain('3月3日本地放假');
    expect(due.derivation).toContain('计入3月7日调休上班');
  });
});

describe('a day', () => {
  it('is written as 2026-03-02, and is in the calendar', () => {
    expect(isRealDate(day('2026-03-02'))).toBe(true);
  });
  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-3-2',
    '2026-03-02 ',
    'x2026-03-02',
    '+002026-03-02',
    '2026-03',
    '明天',
    '',
  ])('%j is none', (typed) => expect(isRealDate(day(typed))).toBe(false));
});

describe('a limit in 工作日', () => {
  it.each(VECTORS)('of $workdays from $start is $due: $why', ({ start, workdays, due }) => {
    expect(dueAfter(day(start), workdays, calendar)).toMatchObject({
      date: due,
      startedOn: start,
      workdays,
      isProvisional: false,
    });
  });

  it('says how it was reckoned', () => {
    expect(dueAfter(day('2026-09-28'), 15, calendar).derivation).toBe(
      '自9月28日次日起算15个工作日，扣除10月1日—10月7日国庆节放假和周末，计入10月10日调休上班，至10月23日止',
    );
    expect(dueAfter(day('2026-03-02'), 2, calendar).derivation).toBe('自3月2日次日起算2个工作日，至3月4日止');
    expect(dueAfter(day('2022-12-16'), 15, calendar).derivation).toBe(
      '自2022年12月16日次日起算15个工作日，扣除2022年12月31日—2023年1月2日元旦放假和周末，至2023年1月9日止',
    );
  });

  it('says which days off it left out: each holiday by name, weekends where there are plain ones, make-up days', () => {
    const said = (start: string, workdays: number, by = calendar) => dueAfter(day(start), workdays, by).derivation;
    expect(said('2026-03-05', 3)).toBe('自3月5日次日起算3个工作日，扣除周末，至3月10日止');
    expect(said('2026-09-30', 1)).toBe('自9月30日次日起算1个工作日，扣除10月1日—10月7日国庆节放假，至10月8日止');
    const local = createWorkCalendar({
      extraDaysOff: [day('2026-03-03'), day('2026-03-05')],
      extraWorkdays: [day('2026-03-07'), day('2026-03-08')],
    });
    expect(said('2026-03-02', 5, local)).toBe(
      '自3月2日次日起算5个工作日，扣除3月3日本地放假、3月5日本地放假，计入3月7日、3月8日调休上班，至3月9日止',
    );
  });

  it('is certain on the last published day, provisional from the next', () => {
    const published = { ...calendar, coveredThrough: day('2026-03-04') };
    expect(dueAfter(day('2026-03-02'), 2, published).isProvisional).toBe(false);
    expect(dueAfter(day('2026-03-02'), 3, published).isProvisional).toBe(true);
  });

  it('is provisional past the end of the published holidays, and says so', () => {
    const end = calendar.coveredThrough;
    const due = dueAfter(addDays(end, -10), 15, calendar);
    expect(due.isProvisional).toBe(true);
    expect(due.derivation).toContain(`暂定：${Number(end.slice(0, 4)) + 1}年放假安排尚未公布`);
    expect(dueAfter(addDays(end, -10), 3, calendar).isProvisional).toBe(false);
  });

  it.each(['UTC', 'America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati'])('is the same under TZ=%s', (zone) => {
    const printed = execFileSync(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'clock-vectors.ts'), '--print'],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    );
    const elsewhere: unknown = JSON.parse(printed);
    expect(elsewhere).toEqual(reckoned());
    expect(elsewhere).toMatchObject({
      dues: VECTORS.map(({ due }) => ({ date: due })),
      days: AROUND_MIDNIGHT.map(({ day: date, minutes }) => ({ day: date, minutes })),
    });
  });

  it('always ends on a workday, that many workdays after its start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_800 }), fc.integer({ min: 1, max: 80 }), (offset, workdays) => {
        const start = addDays(day('2022-01-01'), offset);
        const { date } = dueAfter(start, workdays, calendar);
        expect(calendar.isWorkday(date)).toBe(true);
        expect(workdaysBetween(start, date, calendar)).toBe(workdays);
        expect(workdaysBetween(date, start, calendar)).toBe(-workdays);
        expect(workdaysBetween(workdayBefore(date, workdays, calendar), date, calendar)).toBe(workdays);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a limit named as a date', () => {
  it('stays as named, and tells when that is a day off', () => {
    expect(dueOn(day('2026-09-28'), day('2026-10-03'), calendar)).toEqual({
      date: '2026-10-03',
      startedOn: '2026-09-28',
      workdays: null,
      isProvisional: false,
      derivation: '限定10月3日（自9月28日次日起2个工作日，当日为国庆节）',
      basis: { named: '2026-10-03', standstills: [] },
    });
    expect(dueOn(day('2026-03-02'), day('2026-03-08'), calendar).derivation).toContain('当日为周末');
  });
  it('is so many workdays, about so many past the last published day, with its year where that is another', () => {
    const published = { ...calendar, coveredThrough: day('2026-03-06') };
    const said = (start: string, date: string, by = calendar) => dueOn(day(start), day(date), by).derivation;
    expect(said('2026-03-02', '2026-03-06', published)).toBe('限定3月6日（自3月2日次日起4个工作日）');
    expect(said('2026-03-02', '2026-03-09', published)).toBe('限定3月9日（自3月2日次日起约5个工作日）');
    expect(said('2025-12-30', '2026-01-05')).toBe('限定2026年1月5日（自2025年12月30日次日起3个工作日）');
  });
});

describe('a limit after a pause', () => {
  const due = dueAfter(day('2026-09-14'), 10, calendar);
  it('moves by the workdays of the pause and says by how many', () => {
    const moved = afterStandstill(due, { from: day('2026-09-21'), to: day('2026-09-24'), most: 10 }, calendar);
    expect(due.date).toBe('2026-09-28');
    expect(moved).toMatchObject({ date: '2026-10-08', startedOn: '2026-09-14', workdays: 10 });
    expect(moved.derivation).toBe(`${due.derivation}；待企业补充期间不计，顺延3个工作日，至10月8日止`);
  });
  it('stays the same when no workday passed', () => {
    expect(afterStandstill(due, { from: day('2026-09-18'), to: day('2026-09-18'), most: 10 }, calendar)).toBe(due);
  });
  it('is certain on the last published day, and says once that it is provisional from the next', () => {
    const published = { ...calendar, coveredThrough: day('2026-03-06') };
    const paused = (from: string, to: string, limit = dueAfter(day('2026-03-02'), 2, published)) =>
      afterStandstill(limit, { from: day(from), to: day(to), most: 10 }, published);
    expect(paused('2026-03-02', '2026-03-04')).toMatchObject({ date: '2026-03-06', isProvisional: false });
    const provisional = paused('2026-03-02', '2026-03-05');
    expect(provisional).toMatchObject({ date: '2026-03-09', isProvisional: true });
    expect(provisional.derivation).toMatch(
      /；待企业补充期间不计，顺延3个工作日，至3月9日止（暂定：2027年放假安排尚未公布）$/u,
    );
    expect(paused('2026-03-05', '2026-03-06', provisional).derivation).toBe(
      `${provisional.derivation}；待企业补充期间不计，顺延1个工作日，至3月10日止`,
    );
  });
  it('says the year it moves into', () => {
    const late = dueAfter(day('2025-12-29'), 2, calendar);
    const pause = { from: day('2025-12-29'), to: day('2025-12-30'), most: 10 };
    expect(late.date).toBe('2025-12-31');
    expect(afterStandstill(late, pause, calendar).derivation).toMatch(/至2026年1月4日止$/u);
  });
  it('becomes provisional when it passes the end of what is published', () => {
    const late = dueAfter(addDays(calendar.coveredThrough, -20), 5, calendar);
    expect(late.isProvisional).toBe(false);
    const pause = { from: addDays(late.startedOn, -60), to: late.startedOn, most: 20 };
    expect(afterStandstill(late, pause, calendar)).toMatchObject({ isProvisional: true });
  });
});

describe('the default limit', () => {
  it('goes by 难, 重 and the kind of appeal', () => {
    const of = (kind: 'problem' | 'suggestion', isGrave: boolean, isHard: boolean) =>
      defaultLimitWorkdays(givenCase('ready', { appeal: { kind }, notes: { isGrave, isHard } }), DEFAULT_SETTINGS);
    expect(of('suggestion', false, false)).toBe(7);
    expect(of('problem', false, false)).toBe(15);
    expect(of('problem', true, false)).toBe(30);
    expect(of('problem', true, true)).toBe(63);
  });
});

// Signed on Monday 2026-03-02 for 15 workdays: due on Monday 2026-03-23.
const handled = givenCase('handling');
const at = (date: string) => beijing(`${date} 10:00`);
const light = (date: string, subject = handled) => lightOf(subject, at(date), DEFAULT_SETTINGS, calendar);
const level = (date: string, subject = handled) => supervisionLevel(subject, at(date), DEFAULT_SETTINGS, calendar);

describe('the light', () => {
  it('is the one of the example', () => expect(currentRound(handled)?.due?.date).toBe('2026-03-23'));

  it.each([
    ['2026-03-02', 'green'],
    ['2026-03-04', 'green'],
    ['2026-03-05', 'yellow'],
    ['2026-03-09', 'yellow'],
    ['2026-03-17', 'yellow'],
    ['2026-03-18', 'blue'],
    ['2026-03-23', 'blue'],
    ['2026-03-24', 'red'],
  ] as const)('of a silent case on %s is %s', (date, expected) => expect(light(date)).toBe(expected));

  it('turns red at midnight in Beijing after the due date', () => {
    const just = (moment: string) => lightOf(handled, Date.parse(moment), DEFAULT_SETTINGS, calendar);
    expect(just('2026-03-23T15:59:59Z')).toBe('blue');
    expect(just('2026-03-23T16:00:00Z')).toBe('red');
  });

  it('is green again after a line of progress', () => {
    const play = playTo('handling');
    play.ask(ACTORS.housing, { type: 'contactEnterprise', note: '已约踏勘' }, at('2026-03-04'));
    play.ask(ACTORS.housing, { type: 'reportProgress', text: '已现场踏勘' }, at('2026-03-09'));
    expect(light('2026-03-12', play.subject())).toBe('green');
    expect(light('2026-03-16', play.subject())).toBe('yellow');
  });

  it('is yellow when the result was returned', () => {
    const play = playTo('awaiting_review');
    play.ask(ACTORS.staff, { type: 'returnResult', reason: '情况不清' });
    expect(play.subject().light).toBe('yellow');
  });

  it('stands still while the enterprise is asked and while staff review', () => {
    const reported = givenCase('awaiting_review');
    const paused = givenCase('awaiting_enterprise');
    for (const subject of [reported, paused]) expect(light('2026-04-20', subject)).toBe('green');
  });

  it('is out when no limit runs', () => {
    for (const state of ['ready', 'awaiting_instruction', 'awaiting_rating', 'closed', 'withdrawn'] as const) {
      const subject = givenCase(state);
      expect(light('2026-04-20', subject)).toBeNull();
      expect(subject.light).toBeNull();
    }
  });

  it('turns blue at the share of the limit that the district says', () => {
    const late = { ...DEFAULT_SETTINGS, blueDaysLeft: 0, bluePercent: 50 };
    expect(lightOf(handled, at('2026-03-11'), late, calendar)).not.toBe('blue');
    expect(lightOf(handled, at('2026-03-13'), late, calendar)).toBe('blue');
    expect(lightOf(handled, at('2026-03-20'), { ...late, bluePercent: 0 }, calendar)).not.toBe('blue');
  });

  it('of a limit of few days is blue from the start', () => {
    const proposal = { ...someNotes().proposal, limitWorkdays: 2 };
    const notes = {
      proposal: {
        signingLeaderId: null,
        leadLeaderId: null,
        leadUnitId: null,
        supportingUnitIds: [],
        words: '',
        ...proposal,
      },
    };
    expect(givenCase('assigned', { notes }).light).toBe('blue');
  });
});

describe('the reason of a light', () => {
  const reason = (subject: Parameters<typeof lightReason>[0]) => lightReason(subject, DEFAULT_SETTINGS);
  const asClockFoundIt = (date: string, change: (play: ReturnType<typeof playTo>) => void = () => {}) => {
    const play = playTo('handling');
    change(play);
    play.ask(ACTORS.clock, { type: 'changeLight' }, at(date));
    return play.subject();
  };
  const contacted = (play: ReturnType<typeof playTo>) =>
    play.ask(ACTORS.housing, { type: 'contactEnterprise', note: '' });

  it.each([
    ['2026-03-05', () => {}, '首次联系企业逾期'],
    ['2026-03-09', contacted, '连续5个工作日没有进展'],
    ['2026-03-18', contacted, '临近时限（3月23日到期）'],
    ['2026-03-24', contacted, '已超期（原定3月23日办结）'],
  ] as const)('on %s is said', (date, change, words) => expect(reason(asClockFoundIt(date, change))).toBe(words));

  it('names all that keep it yellow', () => {
    expect(reason(asClockFoundIt('2026-03-09'))).toBe('连续5个工作日没有进展；首次联系企业逾期');
  });
  it('is that the result was returned', () => {
    const play = playTo('awaiting_review');
    play.ask(ACTORS.staff, { type: 'returnResult', reason: '情况不清' });
    expect(reason(play.subject())).toBe('结果被退回重办');
  });
  it('is empty while it is green', () => expect(reason(handled)).toBe(''));
  it('comes a day earlier for 急', () => {
    const urgent = givenCase('handling', { notes: { isUrgent: true } });
    expect(light('2026-03-03', urgent)).toBe('green');
    expect(light('2026-03-04', urgent)).toBe('yellow');
  });
});

describe('the ladder', () => {
  it.each([
    ['2026-03-17', 0],
    ['2026-03-18', 1],
    ['2026-03-23', 1],
    ['2026-03-24', 2],
    ['2026-03-29', 2],
    ['2026-03-30', 3],
    ['2026-04-03', 3],
    ['2026-04-07', 4],
    ['2027-01-04', 4],
  ] as const)('on %s stands at rung %i', (date, expected) => expect(level(date)).toBe(expected));

  it('rests on the first rung over the weekend after a Friday', () => {
    const play = playTo('handling', { at: beijing('2026-03-06 10:00') });
    expect(currentRound(play.subject())?.due?.date).toBe('2026-03-27');
    expect(level('2026-03-28', play.subject())).toBe(1);
    expect(level('2026-03-30', play.subject())).toBe(2);
  });

  it('presses nobody while others have the next step', () => {
    for (const state of ['awaiting_review', 'awaiting_enterprise', 'awaiting_rating'] as const) {
      expect(level('2026-06-01', givenCase(state))).toBe(0);
    }
  });
});

describe('a pause', () => {
  it('is over on the workday after the tenth', () => {
    const paused = givenCase('awaiting_enterprise');
    const over = (date: string) => pauseIsOver(paused, at(date), DEFAULT_SETTINGS, calendar);
    const tenth: BeijingDate = dueAfter(beijingDateOf(at('2026-03-02')), 10, calendar).date;
    expect(tenth).toBe('2026-03-16');
    expect(over(tenth)).toBe(false);
    expect(over(addDays(tenth, 1))).toBe(true);
    expect(pauseIsOver(handled, at('2027-01-01'), DEFAULT_SETTINGS, calendar)).toBe(false);
  });
});

describe('协办', () => {
  const roundWith = (workdays: number) => {
    const [round] = givenCase('handling').rounds;
    if (!round) throw new Error('a case in handling has a round');
    return { ...round, due: dueAfter(day('2026-04-20'), workdays, calendar) };
  };
  it('has half of the lead unit’s limit, three 工作日 at least, and no more than that limit', () => {
    expect(contributionDue(roundWith(15), UNITS.finance, calendar)).toBe(dueAfter(day('2026-04-20'), 8, calendar).date);
    expect(contributionDue(roundWith(4), UNITS.finance, calendar)).toBe(dueAfter(day('2026-04-20'), 3, calendar).date);
    expect(contributionDue(roundWith(2), UNITS.finance, calendar)).toBe(roundWith(2).due.date);
  });
  it('has half of the workdays up to a day that was named', () => {
    const named = { ...roundWith(15), due: dueOn(day('2026-04-20'), day('2026-05-15'), calendar) };
    expect(workdaysBetween(day('2026-04-20'), day('2026-05-15'), calendar)).toBe(17);
    expect(contributionDue(named, UNITS.finance, calendar)).toBe(dueAfter(day('2026-04-20'), 9, calendar).date);
  });
  it('is late on the day after its own, while the unit has said nothing', () => {
    const round = roundWith(15);
    const own = dueAfter(day('2026-04-20'), 8, calendar).date;
    expect(lateContributors(round, own, calendar)).toEqual([]);
    expect(lateContributors(round, addDays(own, 1), calendar)).toEqual([UNITS.finance]);
    const given = { text: '资金已列支。', at: at('2026-04-22'), by: ACTORS.finance };
    const units = round.units.map((part) => ({ ...part, contribution: given }));
    expect(lateContributors({ ...round, units }, addDays(own, 1), calendar)).toEqual([]);
    expect(lateContributors({ ...round, due: null }, addDays(own, 1), calendar)).toEqual([]);
  });
  it('has none where no limit runs', () => {
    expect(contributionDue({ ...roundWith(5), due: null }, UNITS.finance, calendar)).toBeNull();
  });
});
