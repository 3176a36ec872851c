/**
 * 飞书任务, 飞书审批 and 飞书日历 as they come to stand: the product's own deliverers over an office that remembers what it was sent
 * last, turn by turn.
 */

import { taskIsNoReport } from '../../src/cases/intentions.ts';
import { deliverApproval } from '../../src/outbox/deliver-approval.ts';
import { deliverCalendar } from '../../src/outbox/deliver-calendar.ts';
import { deliverTasks } from '../../src/outbox/deliver-tasks.ts';
import { type LinkDeps, type LinkEnd, type LinkWork, startWork } from '../../src/outbox/link-work.ts';
import type {
  ApprovalInstance,
  CalendarEvent,
  DueIntention,
  FeishuResult,
  Intention,
  Link,
  TaskContent,
} from '../../src/ports.ts';
import { agendaItemOf } from '../../src/workflow/agenda.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { Ms, OpenId } from '../../src/workflow/ids.ts';
import { linksDue } from '../../src/workflow/links-due.ts';
import type { Turn } from './lives.ts';

export interface Todo extends TaskContent {
  readonly people: readonly OpenId[];
  readonly completedAt: Ms | null;
}
export interface Meeting extends CalendarEvent {
  readonly people: readonly OpenId[];
}

const ok = <T>(data: T): FeishuResult<T> => ({ kind: 'ok', data });
const GONE = { kind: 'gone', code: 0, reason: '已不在' } as const;
const MOST_PASSES = 5;

export const createOffice = () => {
  const todos = new Map<string, Todo>();
  const approvals = new Map<string, Omit<ApprovalInstance, 'version' | 'code'>>();
  const meetings = new Map<string, Meeting>();
  const links = new Map<string, Link>();
  const notices: { readonly notice: string | undefined; readonly to: string | undefined }[] = [];
  let made = 0;
  const nextId = (what: string): string => {
    made += 1;
    return `${what}-${made}`;
  };
  const change = <T>(all: Map<string, T>, id: string, changed: (one: T) => T): FeishuResult<null> => {
    const one = all.get(id);
    if (one === undefined) return GONE;
    all.set(id, changed(one));
    return ok(null);
  };

  const depsOf = ({ directory, now, cases, tales }: Turn): LinkDeps => ({
    tasks: {
      create: async (task, people) => {
        const guid = nextId('task');
        todos.set(guid, { ...task, people, completedAt: null });
        return ok({ guid });
      },
      get: async (guid) => {
        const todo = todos.get(guid);
        return todo ? ok({ assignees: todo.people, completedAt: todo.completedAt }) : GONE;
      },
      update: async (guid, task) => change(todos, guid, (todo) => ({ ...todo, ...task })),
      complete: async (guid, completedAt) => change(todos, guid, (todo) => ({ ...todo, completedAt })),
      assign: async (guid, people) =>
        change(todos, guid, (todo) => ({ ...todo, people: [...new Set([...todo.people, ...people])] })),
      unassign: async (guid, people) =>
        change(todos, guid, (todo) => ({ ...todo, people: todo.people.filter((who) => !people.includes(who)) })),
      remove: async (guid) => (todos.delete(guid) ? ok(null) : GONE),
    },
    approvals: {
      define: async ({ code }) => ok({ code }),
      sync: async ({ version: _version, code: _code, ...instance }) => {
        // Feishu keeps tasks that are not named again.
        const named = new Set(instance.tasks.map(({ taskId }) => taskId));
        const kept = (approvals.get(instance.instanceId)?.tasks ?? []).filter(({ taskId }) => !named.has(taskId));
        approvals.set(instance.instanceId, { ...instance, tasks: [...kept, ...instance.tasks] });
        return ok(null);
      },
      heldVersion: async () => ok(null),
      personOf: async () => GONE,
    },
    calendar: {
      primary: async () => ok({ calendarId: 'calendar' }),
      create: async (_calendar, event) => {
        const eventId = nextId('event');
        meetings.set(eventId, { ...event, people: [] });
        return ok({ eventId });
      },
      update: async (_calendar, id, event) => change(meetings, id, (meeting) => ({ ...meeting, ...event })),
      remove: async (_calendar, id) => (meetings.delete(id) ? ok(null) : GONE),
      attendees: async (_calendar, id) => {
        const meeting = meetings.get(id);
        return meeting ? ok(meeting.people) : GONE;
      },
      invite: async (_calendar, id, people) =>
        change(meetings, id, (meeting) => ({ ...meeting, people: [...meeting.people, ...people] })),
      uninvite: async (_calendar, id, people) =>
        change(meetings, id, (meeting) => ({
          ...meeting,
          people: meeting.people.filter((who) => !people.includes(who)),
        })),
    },
    cases: {
      loadCase: async (id) => {
        const subject = cases.get(id);
        return subject ? { subject, directory } : null;
      },
      loadEvents: async (id) => tales.get(id) ?? [],
      loadTies: async () => ({}),
      openCases: async () => [],
    },
    links: {
      link: async (key) => links.get(key) ?? null,
      linksOfCase: async (id, what) => [...links.values()].filter((link) => link.caseId === id && link.what === what),
      linksOfDistrict: async () => [],
      linkByRemote: async () => null,
      agenda: async (_district, day) => [...cases.values()].filter((subject) => agendaItemOf(subject)?.day === day),
    },
    mirror: { loadDirectory: async () => directory },
    chatLink: 'https://chat.example',
    callback: { url: '', token: '', key: '', contextOf: (taskId) => `context of ${taskId}` },
    wishes: {
      approval: wish,
      tasks: wish,
      calendar: wish,
      taskIsNoReport,
    },
    endAfter: () => ({ kind: 'parked', reason: 'no call fails here' }),
    now: () => now,
    sleep: async () => {},
    callTimeoutMs: 0,
  });

  const settle = async (
    turn: Turn,
    deliver: (deps: LinkDeps, work: LinkWork) => Promise<LinkEnd>,
    of: Pick<Intention, 'kind' | 'caseId' | 'args'>,
  ): Promise<void> => {
    const deps = depsOf(turn);
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const { end, facts, intentions } = await deliver(
        deps,
        startWork(deps, dueOf(turn, of), turn.now + 1, { endedAt: 0 }),
      );
      for (const { kind, args } of intentions)
        if (kind === 'notify' || kind === 'notifyOnce') notices.push({ notice: args['kind'], to: args['to'] });
      for (const fact of facts) {
        if (fact.kind === 'linkMade') links.set(fact.key, { ...fact, district: turn.directory.district });
        if (fact.kind === 'linkGone') links.delete(fact.key);
      }
      if (end.kind === 'finished') return;
      if (end.kind === 'parked') throw new Error(`${of.kind}: ${end.reason}`);
    }
    throw new Error(`${of.kind} comes to no end`);
  };

  const lookAtDay = (turn: Turn, day: string): Promise<void> =>
    settle(turn, deliverCalendar, { kind: 'calendar', caseId: null, args: { day } });

  return {
    todos,
    approvals,
    meetings,
    /** What the process asks for because a case has moved, and nothing else. */
    follow: async (turn: Turn): Promise<void> => {
      const { moved: caseId, before, cases, directory } = turn;
      const next = cases.get(caseId);
      for (const effect of next ? linksDue(before, next, directory) : []) {
        if (effect.type === 'agreeTasks') await settle(turn, deliverTasks, { kind: 'tasks', caseId, args: {} });
        if (effect.type === 'agreeApproval')
          await settle(turn, deliverApproval, { kind: 'approval', caseId, args: {} });
        if (effect.type === 'agreeCalendar') await lookAtDay(turn, effect.day);
      }
    },
    /** Somebody presses “完成” in the task itself; returns what was written to whom because of it. */
    completeByHand: async (turn: Turn, guid: string): Promise<readonly (typeof notices)[number][]> => {
      change(todos, guid, (todo) => ({ ...todo, completedAt: turn.now }));
      notices.length = 0;
      await settle(turn, deliverTasks, { kind: 'tasks', caseId: turn.moved, args: { look: 'yes' } });
      return [...notices];
    },
    /** As after a change in 接待日. */
    lookAtDay,
  };
};
export type Office = ReturnType<typeof createOffice>;

const wish = (): Intention => {
  throw new Error('nothing is looked at again here');
};

const dueOf = ({ directory, now }: Turn, { kind, caseId, args }: Pick<Intention, 'kind' | 'caseId' | 'args'>) =>
  ({
    key: kind,
    lane: `link:${directory.district}`,
    kind,
    district: directory.district,
    caseId,
    args,
    runAt: now,
    wanted: 1,
    attempts: 0,
    firstAttemptAt: null,
    token: '00000000-0000-4000-8000-000000000000',
  }) satisfies DueIntention;

/** All three are on, and two days have hours. */
export const withOffice = (directory: Directory): Directory => ({
  ...directory,
  settings: { ...directory.settings, tasks: true, approvalCentre: true, calendar: true },
  receptionDays: directory.receptionDays.map((day, index) => ({
    ...day,
    ...([
      { from: '09:00', to: '11:30' },
      { from: '14:00', to: '' },
    ][index] ?? {}),
  })),
});
