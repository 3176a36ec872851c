/**
 * The lane of a district's 飞书审批, 飞书日历 and 飞书任务. One at a time; where Feishu refuses one of the three for a reason that
 * holds for all of its kind, the rest of that kind is not tried, and the other two go on.
 */
import { type DueIntention, type FeishuFailure, type Intention, UNKNOWN_WISH } from '../ports.ts';
import type { Pace } from '../sync/within-deadline.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import { type CaseId, type Ms, receptionDayId } from '../workflow/ids.ts';
import { deliverApproval } from './deliver-approval.ts';
import { deliverCalendar } from './deliver-calendar.ts';
import { deliverTasks } from './deliver-tasks.ts';
import type { Deliver, Delivered } from './drain.ts';
import {
  endFailed,
  endWork,
  FINISHED,
  type LinkDeps,
  type LinkEnd,
  type LinkWork,
  shownText,
  startWork,
} from './link-work.ts';

const NAMES: Readonly<Record<string, string>> = { approval: '飞书审批', calendar: '飞书日历', tasks: '飞书任务' };
const PAGE = 200;

export const createDeliverLinks =
  (deps: LinkDeps): Deliver =>
  async (batch, { deadlineAt }): Promise<Delivered> => {
    const walls = new Map<string, FeishuFailure>();
    const records: Delivered['records'][number][] = [];
    const facts: Delivered['facts'][number][] = [];
    const intentions: Intention[] = [];
    const pace: Pace = { endedAt: 0 };
    for (const due of batch) {
      const work = startWork(deps, due, deadlineAt, pace);
      const wall = walls.get(due.kind);
      const ended = wall
        ? endFailed(deps, work, wall, NAMES[due.kind] ?? '')
        : await deliverOne(deps, work, deadlineAt);
      if (ended.wall) walls.set(due.kind, ended.wall);
      records.push({ key: due.key, wanted: due.wanted, end: ended.end });
      facts.push(...ended.facts);
      intentions.push(...ended.intentions);
    }
    return { records, facts, intentions };
  };

const deliverOne = async (deps: LinkDeps, work: LinkWork, deadlineAt: Ms): Promise<LinkEnd> => {
  switch (work.due.kind) {
    case 'approval':
      return deliverApproval(deps, work);
    case 'calendar':
      return deliverCalendar(deps, work);
    case 'tasks':
      return deliverTasks(deps, work);
    case 'links':
      return lookAtAll(deps, work, deadlineAt);
    default:
      return endWork(work, { kind: 'parked', reason: UNKNOWN_WISH });
  }
};

/**
 * A table of the directory was read, which happens at night as well: whatever may have been touched is wished for. Switched off,
 * only what still stands there, so that it is taken away.
 */
const lookAtAll = async (deps: LinkDeps, work: LinkWork, deadlineAt: Ms): Promise<LinkEnd> => {
  const { due } = work;
  const { district } = due;
  const now = deps.now();
  const directory = await deps.mirror.loadDirectory(district);
  const { settings } = directory;
  const today = beijingDateOf(now);

  const days = new Set(
    settings.calendar
      ? directory.receptionDays.filter((day) => day.date !== null && day.date >= today).map(({ id }) => id)
      : [],
  );
  for (const link of await deps.links.linksOfDistrict(district, 'event')) {
    if ((shownText(link.shown, 'date') ?? '') >= today) days.add(receptionDayId(link.key.split(':').at(-1) ?? ''));
  }
  const approvals = new Set(await casesOf(deps, due, 'approval', 'status', 'pending'));
  const tasks = new Set(await casesOf(deps, due, 'task', 'state', 'open'));
  if (settings.approvalCentre || settings.tasks) {
    for (let after: CaseId | null = null; ; ) {
      if (deadlineAt - deps.now() < deps.callTimeoutMs)
        return endWork(work, { kind: 'again', at: now, reason: '本轮时间已满', countsAsAttempt: false });
      const page: Awaited<ReturnType<LinkDeps['cases']['openCases']>> = await deps.cases.openCases(
        district,
        after,
        PAGE,
      );
      for (const subject of page) {
        if (settings.approvalCentre && subject.awaiting) approvals.add(subject.id);
        if (settings.tasks && subject.rounds.length > 0) tasks.add(subject.id);
      }
      after = page.at(-1)?.id ?? after;
      if (page.length < PAGE) break;
    }
  }
  work.intentions.push(
    ...[...days].map((day) => deps.wishes.calendar(district, day, now)),
    ...[...approvals].map((id) => deps.wishes.approval(district, id, now)),
    ...[...tasks].map((id) => deps.wishes.tasks(district, id, now, true)),
  );
  return endWork(work, FINISHED);
};

const casesOf = async (
  deps: LinkDeps,
  { district }: DueIntention,
  what: 'approval' | 'task',
  name: string,
  value: string,
): Promise<readonly CaseId[]> =>
  (await deps.links.linksOfDistrict(district, what)).flatMap((link) =>
    link.caseId && shownText(link.shown, name) === value ? [link.caseId] : [],
  );
