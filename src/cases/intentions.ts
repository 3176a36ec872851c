/**
 * Effect → Intention: which row of the outbox a wish becomes. The key decides what coalesces: a case has one row to
 * mirror, a person has one card of a kind per round, and a notice belongs to the event that caused it.
 */

import { createHash } from 'node:crypto';
import type { DueIntention, Intention } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { Case } from '../workflow/case.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { CardKind, Effect, NoticeKind } from '../workflow/effects.ts';
import type { CaseId, DistrictId, Ms, OpenId, ReceptionDayId } from '../workflow/ids.ts';

export const cardKey = (kind: string, subject: CaseId, round: number, to: OpenId): string =>
  `card:${kind}:${subject}:${round}:${to}`;
const mirrorKey = (subject: CaseId): string => `mirror:${subject}`;

/** A fresh copy of a card as a new message, because somebody asked for it, or because it should be noticed. */
export const freshCard = (
  card: { readonly kind: CardKind; readonly caseId: CaseId; readonly district: DistrictId; readonly round: number },
  to: OpenId,
  now: Ms,
  isUrgent = false,
): Intention =>
  wish('card', {
    key: cardKey(card.kind, card.caseId, card.round, to),
    district: card.district,
    caseId: card.caseId,
    args: {
      kind: card.kind,
      round: String(card.round),
      to,
      // A message of this very millisecond was sent before it was asked for.
      askedAt: String(now + 1),
      ...(isUrgent ? { urge: 'once' } : {}),
    },
    runAt: now,
  });

/** What a person hears from the clock on one day of one district: wished often, sent once. */
export const dailyWish = (district: DistrictId, to: OpenId, now: Ms): Intention => {
  const day = beijingDateOf(now);
  return wish('daily', {
    key: `daily:${district}:${day}:${to}`,
    district,
    caseId: null,
    args: { to, day },
    runAt: now + DAILY_GATHERS_MS,
  });
};
/** So that all reasons of the morning are known when it is written. */
const DAILY_GATHERS_MS = 30_000;

/** The same wish for whoever stands in for those who cannot be reached. */
export const wishFor = (due: DueIntention, to: OpenId, insteadOf: readonly OpenId[], now: Ms): Intention => {
  const before = due.args['to'] ?? '';
  return wish(due.kind, {
    key: due.key.endsWith(`:${before}`) ? `${due.key.slice(0, -before.length)}${to}` : `${due.key}:${to}`,
    district: due.district,
    caseId: due.caseId,
    args: { ...due.args, to, insteadOf: insteadOf.join(',') },
    runAt: now,
  });
};

/** 飞书审批 of a case should agree with it. */
export const approvalIntention = (district: DistrictId, subject: CaseId, runAt: Ms): Intention =>
  wish('approval', {
    key: `approval:${subject}`,
    district,
    caseId: subject,
    args: {},
    runAt,
  });

/** 飞书任务 of a case should agree with it; `look`: also where we believe that they do. */
export const tasksIntention = (district: DistrictId, subject: CaseId, runAt: Ms, look = false): Intention =>
  wish('tasks', {
    key: `tasks:${subject}`,
    district,
    caseId: subject,
    args: look ? { look: 'yes' } : {},
    runAt,
  });

/** The event of a reception day should agree with the day and its agenda. */
export const calendarIntention = (district: DistrictId, day: ReceptionDayId, runAt: Ms): Intention =>
  wish('calendar', {
    key: `calendar:${district}:${day}`,
    district,
    caseId: null,
    args: { day },
    runAt,
  });

/** A task was completed by hand, which reports nothing: once for each time and person. */
export const taskIsNoReport = (
  district: DistrictId,
  subject: CaseId,
  occasion: string,
  to: OpenId,
  runAt: Ms,
): Intention =>
  wish('notifyOnce', {
    key: `notify:${subject}:task:${occasion}:${to}`,
    district,
    caseId: subject,
    args: { kind: 'taskIsNoReport', to },
    runAt,
  });

/** An objection waits for its ruling in the afternoon of its day: once a day for each person. */
export const toldThisAfternoon = ({ district, id }: Case, notice: NoticeKind, to: OpenId, now: Ms): Intention =>
  wish('notifyOnce', {
    key: `notify:${id}:${notice}:${beijingDateOf(now)}:${to}`,
    district,
    caseId: id,
    args: { kind: notice, to },
    runAt: now,
  });

/** What is left to do of a merger (合并): a command to one of its two cases, asked in a lane of its own. */
const mergerIntention = (district: DistrictId, merged: CaseId, runAt: Ms): Intention =>
  wish('settleMerger', {
    key: `merger:${merged}`,
    district,
    caseId: merged,
    args: {},
    runAt,
  });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

const intentionOf = (effect: Effect, subject: Case, now: Ms): Intention => {
  const common = { district: subject.district, caseId: subject.id, runAt: now };
  switch (effect.type) {
    case 'mirrorCase':
      return wish('mirrorCase', { ...common, key: mirrorKey(subject.id), args: {} });
    case 'agreeApproval':
      return approvalIntention(subject.district, subject.id, now);
    case 'agreeTasks':
      return tasksIntention(subject.district, subject.id, now);
    case 'agreeCalendar':
      return calendarIntention(subject.district, effect.day, now);
    case 'showCard':
      return wish('card', {
        ...common,
        key: cardKey(effect.card, subject.id, effect.round, effect.to),
        args: { kind: effect.card, round: String(effect.round), to: effect.to },
      });
    case 'settleMerger':
      return mergerIntention(subject.district, effect.merged, now);
    case 'notifyOnce':
      return wish('notifyOnce', {
        ...common,
        key: `notify:once:${subject.district}:${effect.notice}:${digest(effect.about)}:${effect.to}`,
        args: { kind: effect.notice, to: effect.to, of: String(now) },
      });
    case 'remindToday':
      return dailyWish(subject.district, effect.to, now);
    case 'notify':
      return wish('notify', {
        ...common,
        key: `notify:${subject.id}:${subject.seq}:${effect.notice}:${effect.to}`,
        // The case is read when it is told, and may have gone on.
        args: { kind: effect.notice, to: effect.to, of: String(now), ...(effect.about ? { about: effect.about } : {}) },
      });
  }
};

export const intentionsOf = (effects: readonly Effect[], subject: Case, now: Ms): readonly Intention[] =>
  effects.map((effect) => intentionOf(effect, subject, now));
