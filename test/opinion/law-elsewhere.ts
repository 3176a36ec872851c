/**
 * Notices of what no act of the case's own is about: an objection that nobody ruled on, a calendar or a reception day that was changed
 * in another table, a code that was given out. Each is asked for as the clock would at this moment, and nothing of it is kept.
 */
import { noticeText } from '../../cards/notices.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory, ReceptionDay } from '../../src/workflow/directory.ts';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, type OpenId } from '../../src/workflow/ids.ts';
import { remindedThisAfternoon } from '../../src/workflow/reminders.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import type { Law, Moment } from './histories.ts';
import { dayOf, nextDay } from './reading/days.ts';
import { limitOf } from './reading/limits.ts';
import { inFull } from './reading/notices.ts';
import { openObjections, parts, stateOf } from './reading/road.ts';
import { leaderOf, leadLeaderOf, notesNow, peopleIn, signerOf, signersOf, staffIn, unitOf } from './reading/scene.ts';
import { last, walkInHand } from './reading/tale.ts';
import { CLOCK, LEADERS } from './towns.ts';

type Seen = Moment & { readonly subject: Case };

export const toldFromElsewhere: Law = (moment) => {
  const { subject, decision } = moment;
  if (!subject || decision.kind === 'refused') return [];
  const seen = { ...moment, subject };
  return [
    ...ofAfternoon(seen),
    ...(moment.lot(3) === 0 ? [...ofCalendar(seen), ...ofReceptionDay(seen)] : []),
    ...ofCodes(seen),
  ];
};

const same = (some: readonly string[], others: readonly string[]): boolean =>
  [...new Set(some)].sort().join() === [...new Set(others)].sort().join();
const readersFault = (kind: string, told: readonly OpenId[], wanted: readonly OpenId[]): readonly string[] =>
  same(told, wanted) ? [] : [`notice ${kind}: goes to others than it is for ⁝ ${told}, not ${wanted}`];
const textFault = (kind: string, text: string, wanted: readonly string[]): readonly string[] =>
  wanted.every((part) => text.includes(part)) ? [] : [`notice ${kind}: says otherwise ⁝ ${text}, not ${wanted}`];
const toldBy = (effects: readonly Effect[], kind: string): readonly OpenId[] =>
  effects.flatMap((effect) =>
    (effect.type === 'notify' || effect.type === 'notifyOnce') && effect.notice === kind ? [effect.to] : [],
  );
/** What the clock would do now, in this district. */
const byTheClock = ({ subject, now }: Seen, command: Command, directory: Directory) =>
  decide(subject, command, {
    actor: CLOCK,
    now,
    directory,
    calendar: createWorkCalendar(directory.settings),
    nextSerial: 1,
    mergeTarget: null,
  });

/** An objection is ruled on the day it is made; from the next day on the heads are told besides. */
const ofAfternoon = ({ subject, tale, directory, now }: Seen): readonly string[] => {
  const walk = walkInHand(tale);
  const today = dayOf(now);
  const waiting = walk ? openObjections(walk) : [];
  const open = stateOf(tale) === 'assigned' ? waiting : [];
  const heads = directory.units.filter(({ isFederation }) => isFederation).flatMap(({ headOpenIds }) => headOpenIds);
  const late = open.some(({ at }) => dayOf(at) < today) ? heads : [];
  const told = remindedThisAfternoon(subject, directory, beijingDate(today));
  const toldOf = (kind: string): readonly OpenId[] => told.flatMap(({ notice, to }) => (notice === kind ? [to] : []));
  const staff = open.length > 0 ? staffIn({ directory }) : [];
  const names = open.map(({ unitId }) => unitOf({ directory }, unitId)?.name ?? '').join('、');
  // Nobody can rule while the enterprise is asked.
  const isPaused = stateOf(tale) === 'awaiting_enterprise' && waiting.length > 0;
  const asks =
    open.length > 0 ? [`${names}的异议`, '请', '今日下班前'] : isPaused ? ['尚未确定', '企业补充后'] : ['不必再办'];
  return [
    ...readersFault('objectionOverdue', toldOf('objectionOverdue'), late),
    ...readersFault(
      'objectionUndecided',
      toldOf('objectionUndecided'),
      staff.filter((who) => !late.includes(who)),
    ),
    ...textFault('objectionUndecided', noticeText('objectionUndecided', subject, directory), asks),
    ...textFault('objectionOverdue', noticeText('objectionOverdue', subject, directory), [
      ...asks,
      ...(open.length > 0 ? ['当日未确定', '负责人督促'] : []),
    ]),
  ];
};

/** A day off that is announced while a limit runs over it. */
const ofCalendar = (seen: Seen): readonly string[] => {
  const { subject, tale, directory, now, lot } = seen;
  const walk = walkInHand(tale);
  const was = walk && limitOf(walk, directory);
  if (!walk || !was || !['assigned', 'handling', 'awaiting_review', 'awaiting_enterprise'].includes(stateOf(tale)))
    return [];
  // 退回重办 was reckoned by the calendar of its day.
  if (last(walk.tale, 'resultReturned')) return [];
  const free = nextDay(dayOf(now), 1 + lot(12));
  const settings = { ...directory.settings, extraDaysOff: [...directory.settings.extraDaysOff, beijingDate(free)] };
  const changed: Directory = { ...directory, settings };
  const is = limitOf(walk, changed);
  const found = byTheClock(seen, { type: 'recomputeDue' }, changed);
  const moved = found.kind === 'accepted' ? found.events.find(({ type }) => type === 'dueMoved') : undefined;
  if (!is || is.day === was.day)
    return moved?.type === 'dueMoved' && moved.from !== moved.to
      ? [`a limit moves though the day off is none of its days ⁝ ${moved.from} to ${moved.to} for ${free}`]
      : [];
  if (found.kind === 'refused' || moved?.type !== 'dueMoved')
    return [`a limit stays though a day of it is off ⁝ ${was.day}, not ${is.day} for ${free}`];
  const today = dayOf(now);
  const scene = { tale, directory, now };
  const wanted = [
    ...staffIn(scene),
    ...parts(walk).flatMap(({ unitId }) => peopleIn(unitOf(scene, unitId))),
    ...signersOf(signerOf(scene), today),
    ...signersOf(leadLeaderOf(scene), today),
  ];
  const next = found.events.reduce<Case>(applyEvent, subject);
  const text = noticeText('dueMoved', next, changed, { of: now });
  return [
    ...readersFault('dueMoved', toldBy(found.effects, 'dueMoved'), wanted),
    ...textFault('dueMoved', text, [
      `由${inFull(was.day)}改为${inFull(is.day)}${is.isProvisional ? '（暂定）' : ''}`,
      walk.sheet?.number.text ?? '',
    ]),
  ];
};

/** The day of a case on an agenda becomes another one in its table. */
const ofReceptionDay = (seen: Seen): readonly string[] => {
  const { subject, tale, directory, now, lot } = seen;
  const id = stateOf(tale) === 'scheduled' ? (notesNow(tale)?.receptionDayId ?? null) : null;
  const was = directory.receptionDays.find((day) => day.id === id);
  // One that was put into the column afterwards is not the one it was put on.
  if (!was || last(tale, 'caseScheduled')?.receptionDayId !== id) return [];
  const other = was.leaderId === LEADERS.yi ? LEADERS.jia : LEADERS.yi;
  const changes: readonly Partial<ReceptionDay>[] = [
    { date: beijingDate(nextDay(was.date ?? dayOf(now), 7)) },
    { place: '三号会议室' },
    { leaderId: other },
    { from: '09:30', to: '11:00' },
    { title: '更名的接待日' },
  ];
  const change = changes[lot(changes.length)] ?? {};
  const is = { ...was, ...change };
  const changed: Directory = {
    ...directory,
    receptionDays: directory.receptionDays.map((day) => (day === was ? is : day)),
  };
  const found = byTheClock(seen, { type: 'followDay' }, changed);
  const isTold = change.title === undefined;
  if (found.kind === 'refused')
    return isTold ? [`a day that was moved is followed by nobody ⁝ ${found.reason.kind}`] : [];
  if (!isTold) return ['a day that was only named anew is told'];
  const today = dayOf(now);
  const wanted = [was.leaderId, is.leaderId].flatMap((leader) => signersOf(leaderOf({ directory }, leader), today));
  const next = found.events.reduce<Case>(applyEvent, subject);
  const text = noticeText('receptionDayChanged', next, changed, { of: now });
  const name = (leader: ReceptionDay['leaderId']): string => leaderOf({ directory }, leader)?.name ?? '待定';
  const when = ({ date, from, to }: ReceptionDay): string =>
    `${date ? inFull(date) : '日期待定'}${from === '' ? '' : ` ${from}${to === '' ? '' : `—${to}`}`}`;
  const parts: readonly (readonly [string, string, string])[] = [
    ['时间', when(was), when(is)],
    ['地点', was.place || '待定', is.place || '待定'],
    ['接待领导', name(was.leaderId), name(is.leaderId)],
  ];
  return [
    ...readersFault('receptionDayChanged', toldBy(found.effects, 'receptionDayChanged'), [
      ...staffIn({ directory }),
      ...wanted,
    ]),
    ...textFault(
      'receptionDayChanged',
      text,
      parts.flatMap(([what, before, after]) => (before === after ? [] : [`${what}由${before}改为${after}`])),
    ),
    ...parts
      .filter(([what, before, after]) => before === after && text.includes(`${what}由`))
      .map(([what]) => `notice receptionDayChanged: says that something changed that did not ⁝ ${what} in ${text}`),
    ...textFault(
      'receptionDayChanged, read after another change,',
      noticeText('receptionDayChanged', next, changed, { of: now - 1 }),
      ['此后又有调整'],
    ),
  ];
};

/** A code is told for its own unit; one that is used up or replaced is not. */
const ofCodes = ({ subject, decision, directory }: Seen): readonly string[] => {
  const issued = decision.kind === 'accepted' ? decision.events.find(({ type }) => type === 'unitCodesIssued') : null;
  if (issued?.type !== 'unitCodesIssued') return [];
  const codes = issued.unitIds.map((unitId, index) => ({ unitId, code: `80217${index}` }));
  const said = codes.map(({ unitId, code }) => `${unitOf({ directory }, unitId)?.name}的办理码：${code}`);
  return [
    ...textFault('unitCodesIssued', noticeText('unitCodesIssued', subject, directory, { codes }), [
      ...said,
      '30分钟内有效',
    ]),
    ...textFault('unitCodesIssued', noticeText('unitCodesIssued', subject, directory), ['已失效']),
  ];
};
