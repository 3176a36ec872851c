/** 接待日: which days can be chosen, and who hears what when a day is moved. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory, ReceptionDay } from '../../src/workflow/directory.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { changedDayOf, dayOfCase } from '../../src/workflow/reception-day.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { ACTORS, DAY, DAY_WITHOUT_LEADER, exampleDirectory, LEADERS, playTo, START } from '../support/given.ts';

const DAY_MS = 86_400_000;
const { staff, jia, yi, clock } = ACTORS;
const withDay = (changes: Partial<ReceptionDay>): Directory => {
  const usual = exampleDirectory();
  return { ...usual, receptionDays: usual.receptionDays.map((day) => (day.id === DAY ? { ...day, ...changes } : day)) };
};
const scheduled = () => playTo('scheduled').subject();
const asked = (
  subject: ReturnType<typeof scheduled>,
  directory: Directory,
  command: Parameters<typeof decide>[1],
  at = START + DAY_MS,
) =>
  decide(subject, command, {
    actor: command.type === 'followDay' ? clock : staff,
    now: at,
    directory,
    calendar: createWorkCalendar(directory.settings),
    nextSerial: 1,
  });

describe('a day', () => {
  it('that is past cannot be chosen; the refusal names it', () => {
    const play = playTo('ready');
    const schedule = { type: 'schedule', receptionDayId: DAY } as const;
    expect(play.tryOut(staff, schedule).kind).toBe('accepted');
    expect(play.tryOut(staff, schedule, START + DAY_MS)).toEqual({
      kind: 'refused',
      reason: { kind: 'receptionDayPast', date: '2026-03-02' },
    });
  });
  it.each([
    { type: 'hear', note: '' },
    { type: 'answerOnTheSpot', reply: '当场办妥。' },
  ] as const)('that has not come was no reception: $type', (command) => {
    const ahead = withDay({ date: beijingDate('2026-05-12') });
    expect(asked(scheduled(), ahead, command)).toEqual({
      kind: 'refused',
      reason: { kind: 'receptionDayAhead', date: '2026-05-12' },
    });
    expect(asked(scheduled(), withDay({ date: beijingDate('2026-03-03') }), command).kind).toBe('accepted');
  });
});

describe('a day that is changed', () => {
  const moved = withDay({ date: beijingDate('2026-03-19'), from: '09:00', place: '另一会议室', leaderId: LEADERS.yi });

  it('is told once to staff, the old leader and the new one, and the case keeps both', () => {
    const decision = asked(scheduled(), moved, { type: 'followDay' });
    if (decision.kind === 'refused') throw new Error(JSON.stringify(decision.reason));
    expect(decision.events).toMatchObject([
      {
        type: 'receptionDayChanged',
        before: { date: '2026-03-02', place: '示例会议室', leaderId: LEADERS.jia },
        after: { date: '2026-03-19', from: '09:00', place: '另一会议室', leaderId: LEADERS.yi },
      },
    ]);
    const told = decision.effects.flatMap((effect) => (effect.type === 'notifyOnce' ? [effect] : []));
    expect(new Set(told.map(({ notice }) => notice))).toEqual(new Set(['receptionDayChanged']));
    expect(told.map(({ to }) => to).toSorted()).toEqual(
      [staff.openId, ACTORS.staffHead.openId, jia.openId, yi.openId].toSorted(),
    );
    expect(new Set(told.map(({ about }) => about)).size).toBe(1);
    expect(asked(decision.next, moved, { type: 'followDay' })).toMatchObject({ reason: { kind: 'nothingChanged' } });
  });

  it('says the same of every case on it, so that each person gets one message', () => {
    const about = (subject: ReturnType<typeof scheduled>) => {
      const decision = asked(subject, moved, { type: 'followDay' });
      return decision.kind === 'accepted'
        ? decision.effects.flatMap((effect) => (effect.type === 'notifyOnce' ? [effect.about] : []))
        : [];
    };
    expect(about(scheduled())).toEqual(about(playTo('scheduled', { appeal: { category: '融资' } }).subject()));
  });

  it('is another message where it is moved to another day, from another, or on another day', () => {
    const about = (subject: ReturnType<typeof scheduled>, directory: Directory, at = START + DAY_MS) => {
      const decision = asked(subject, directory, { type: 'followDay' }, at);
      if (decision.kind === 'refused') throw new Error(decision.reason.kind);
      return decision.effects.find((effect) => effect.type === 'notifyOnce')?.about;
    };
    const once = asked(scheduled(), moved, { type: 'followDay' });
    if (once.kind === 'refused') throw new Error(once.reason.kind);
    const further = withDay({ date: beijingDate('2026-04-02') });
    const messages = [
      about(scheduled(), moved),
      about(scheduled(), further),
      about(once.next, further),
      about(scheduled(), moved, START + 2 * DAY_MS),
    ];
    expect(new Set(messages).size).toBe(messages.length);
  });

  it('is followed by no case that was received already', () => {
    expect(changedDayOf(scheduled(), moved)?.date).toBe('2026-03-19');
    expect(changedDayOf(playTo('heard').subject(), moved)).toBeNull();
    expect(changedDayOf(scheduled(), playTo('scheduled').directory)).toBeNull();
  });

  it('is noted in silence by a case that was put on it before such things were kept', () => {
    const decision = asked({ ...scheduled(), onDay: null }, moved, { type: 'followDay' });
    expect(decision).toMatchObject({ kind: 'accepted', events: [{ type: 'receptionDayChanged', before: null }] });
    expect(decision.kind === 'accepted' && decision.effects).toEqual([{ type: 'mirrorCase' }]);
  });

  it('for another one in the row is told like a moved one, and not to a day that is past', () => {
    const usual = exampleDirectory();
    const other = {
      ...usual.receptionDays[0],
      id: usual.receptionDays[1]?.id ?? DAY,
      title: '四月接待日',
      place: '示例会议室',
    };
    const directory: Directory = {
      ...usual,
      receptionDays: [
        ...usual.receptionDays.filter(({ id }) => id === DAY),
        { ...other, date: beijingDate('2026-04-02'), from: '', to: '', leaderId: LEADERS.yi },
      ],
    };
    const amend = { type: 'amend', change: { notes: { receptionDayId: other.id } } } as const;
    const decision = asked(scheduled(), directory, amend);
    expect(decision).toMatchObject({
      events: [{ type: 'caseAmended' }, { type: 'receptionDayChanged', after: { date: '2026-04-02' } }],
    });
    expect(asked(scheduled(), directory, amend, START + 60 * DAY_MS)).toMatchObject({
      reason: { kind: 'receptionDayPast', date: '2026-04-02' },
    });
  });
});

describe('the day on which an enterprise was received', () => {
  it('is the one in the row, where the case was told of none or of another', () => {
    const subject = scheduled();
    const { directory } = playTo('scheduled');
    const facts = {
      dayId: DAY,
      title: '三月接待日',
      date: '2026-03-02',
      from: '',
      to: '',
      place: '示例会议室',
      leaderId: LEADERS.jia,
    };
    expect(dayOfCase({ ...subject, onDay: null }, directory)).toEqual(facts);
    const { onDay } = subject;
    if (!onDay) throw new Error('it was told of its day');
    const ofAnother = { ...onDay, now: { ...onDay.now, dayId: DAY_WITHOUT_LEADER, title: '四月接待日' } };
    expect(dayOfCase({ ...subject, onDay: ofAnother }, directory)).toEqual(facts);
    expect(dayOfCase({ ...subject, onDay: null }, { ...directory, receptionDays: [] })).toBeNull();
  });

  it('stays as the case was told of it, whatever is typed into the row of the day afterwards', () => {
    const play = playTo('heard');
    const told = dayOfCase(play.subject(), play.directory);
    expect(told?.date).not.toBeNull();
    expect(dayOfCase(play.subject(), withDay({ date: beijingDate('2027-12-31') }))).toEqual(told);
  });
});
