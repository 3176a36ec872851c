/**
 * 飞书任务 of one case: each unit's part of a sheet is a task of its officers while something is left of it. Completing one by hand
 * reports nothing, because a task cannot carry a result: it is opened again, and its people are told where to report.
 */
import { taskWords } from '../../cards/link-words.ts';
import type { FeishuResult, Link, LiveTask, TaskContent } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import type { Ms } from '../workflow/ids.ts';
import { type UnitTask, unitTasksOf } from '../workflow/unit-tasks.ts';
import {
  endFailed,
  endWork,
  FINISHED,
  hashOf,
  isRepeat,
  type LinkDeps,
  type LinkEnd,
  type LinkWork,
  shownText,
} from './link-work.ts';

const NAME = '飞书任务';
/** Feishu forgets a client_token five minutes after it made the task; a repeat beyond that would make a second one. */
const TOKEN_LIFE_MS = 4 * 60_000;

/** Null: done as far as it can be. */
type Step = Promise<LinkEnd | null>;

export const deliverTasks = async (deps: LinkDeps, work: LinkWork): Promise<LinkEnd> => {
  const { caseId } = work.due;
  const loaded = caseId ? await deps.cases.loadCase(caseId) : null;
  if (!loaded) return endWork(work, { kind: 'parked', reason: `${NAME}：没有这个事项` });
  const { subject, directory } = loaded;
  const isOn = directory.settings.tasks;
  const parts = unitTasksOf(subject, directory).map((task) => ({ task, key: keyOf(subject, task) }));
  const links = await deps.links.linksOfCase(subject.id, 'task');

  for (const [index, { task, key }] of parts.entries()) {
    const link = links.find((one) => one.key === key) ?? null;
    const isWanted = isOn || task.state === 'done';
    const later = parts.slice(index + 1).map((one) => one.key);
    const untried = links.filter((one) => later.includes(one.key) && isMakingOf(one)).map((one) => one.key);
    const ended = !isWanted ? null : await agree(deps, work, { subject, directory, task, key, link, untried });
    if (ended) return ended;
  }
  const obsolete = links.filter((link) => {
    const part = parts.find(({ key }) => key === link.key);
    return !part || (!isOn && part.task.state === 'open');
  });
  for (const link of obsolete) {
    const ended = await remove(deps, work, link, subject);
    if (ended) return ended;
  }
  const isMaking = work.facts.some((fact) => fact.kind === 'linkMade' && fact.shown['triedAt'] !== undefined);
  return endWork(
    work,
    isMaking
      ? { kind: 'again', at: deps.now(), reason: '正在新建飞书任务', countsAsAttempt: false, isUnsent: true }
      : FINISHED,
  );
};

const keyOf = (subject: Case, task: UnitTask): string => `task:${subject.id}:${task.round}:${task.unitId}`;

interface Part {
  readonly subject: Case;
  readonly directory: Directory;
  readonly task: UnitTask;
  readonly key: string;
  readonly link: Link | null;
  /** Tasks that come after this one, whose making was noted and, if this is a first attempt, has not begun. */
  readonly untried: readonly string[];
}

/** Its task may stand there without our knowing which one it is. */
const isInDoubt = (work: LinkWork, link: Link): boolean => isMakingOf(link) && isRepeat(work.due);
const isMakingOf = (link: Link): boolean => link.remoteId === null && shownText(link.shown, 'triedAt') !== null;

const agree = async (deps: LinkDeps, work: LinkWork, part: Part): Step => {
  const { task, link } = part;
  if (!link || link.remoteId === null) {
    if (shownText(link?.shown, 'gaveUp') !== null) return null;
    if (task.state === 'open' && task.people.length > 0) return make(deps, work, part);
    return link && isInDoubt(work, link) ? settle(deps, work, link, part.subject) : null;
  }
  const hash = hashOf([contentOf(deps, part), task.people, task.state]);
  const isLooking = work.due.args['look'] !== undefined || isRepeat(work.due);
  if (shownText(link.shown, 'hash') === hash && !isLooking) return null;

  const guid = link.remoteId;
  const live = await work.call(() => deps.tasks.get(guid));
  if (live.kind === 'gone') {
    // Someone deleted it. What is still to be done gets another one.
    work.facts.push({ kind: 'linkGone', key: part.key });
    return task.state === 'open' && task.people.length > 0 ? make(deps, work, { ...part, link: null }) : null;
  }
  if (live.kind !== 'ok') return endFailed(deps, work, live, NAME);
  return bringUpToDate(deps, work, part, guid, live.data);
};

const bringUpToDate = async (deps: LinkDeps, work: LinkWork, part: Part, guid: string, live: LiveTask): Step => {
  const { task, link, subject } = part;
  const content = contentOf(deps, part);
  const newcomers = task.people.filter((who) => !live.assignees.includes(who));
  const leavers = live.assignees.filter((who) => !task.people.includes(who));
  const isDone = task.state === 'done';
  const calls: (() => Promise<FeishuResult<null>>)[] = [];
  if (shownText(link?.shown, 'content') !== hashOf(content)) calls.push(() => deps.tasks.update(guid, content));
  // Nobody left to do it: the last ones keep it, because a task without people is seen by nobody.
  if (!isDone && task.people.length > 0) {
    if (newcomers.length > 0) calls.push(() => deps.tasks.assign(guid, newcomers));
    if (leavers.length > 0) calls.push(() => deps.tasks.unassign(guid, leavers));
  }
  if (isDone && live.completedAt === null) calls.push(() => deps.tasks.complete(guid, deps.now()));
  if (!isDone && live.completedAt !== null) {
    calls.push(() => deps.tasks.complete(guid, null));
    if (shownText(link?.shown, 'state') === 'open') tell(deps, work, part, live.completedAt);
  }
  for (const send of calls) {
    const sent = await work.call(send);
    if (sent.kind !== 'ok') return endFailed(deps, work, sent, NAME);
  }
  note(work, part, guid, content, subject);
  return null;
};

/** Once for each time it was completed by hand. */
const tell = (deps: LinkDeps, work: LinkWork, { subject, task }: Part, completedAt: Ms): void => {
  for (const who of task.people) {
    work.intentions.push(
      deps.wishes.taskIsNoReport(subject.district, subject.id, `${task.unitId}:${completedAt}`, who, deps.now()),
    );
  }
};

/**
 * In two passes. The first one only notes the token and the moment, so that a making that ends in doubt is known as such,
 * even when the process dies in between; the second one makes the task. What surely was not made is noted anew, but only when
 * this was the first attempt with the token: an earlier one may have made it, and only its own token finds it again.
 */
const make = async (deps: LinkDeps, work: LinkWork, part: Part): Step => {
  const { key, link, subject, task } = part;
  const token = shownText(link?.shown, 'token');
  const triedAt = Number(shownText(link?.shown, 'triedAt') ?? Number.NaN);
  if (token === null || Number.isNaN(triedAt)) {
    noteMaking(work, part, {
      token: hashOf([work.due.token, key, deps.now()]).slice(0, 32),
      triedAt: String(deps.now()),
    });
    return null;
  }
  if (deps.now() - triedAt >= TOKEN_LIFE_MS) {
    const reason = `${NAME}：是否已建任务无法核实，为避免重复不再新建；请以交办单卡片为准`;
    return giveUp(work, part, reason);
  }
  const content = contentOf(deps, part);
  const made = await work.call(() => deps.tasks.create(content, task.people, token));
  const wasSurelyNotMade = made.kind !== 'ok' && made.kind !== 'unknown' && !isRepeat(work.due);
  if (wasSurelyNotMade) for (const each of [key, ...part.untried]) noteMaking(work, { ...part, key: each }, {});
  if (made.kind !== 'ok') return endFailed(deps, work, made, NAME);
  note(work, part, made.data.guid, content, subject);
  return null;
};

const giveUp = (work: LinkWork, making: Pick<Part, 'key' | 'subject'>, reason: string): LinkEnd => {
  noteMaking(work, making, { gaveUp: 'yes' });
  return endWork(work, { kind: 'parked', reason });
};

/**
 * Nothing is left to do, but a task may have been made for it before. A repeat with its token tells which one, so that it can be
 * completed or removed in the next pass; should there be none, the repeat makes an empty one, which nobody gets to see.
 */
const settle = async (deps: LinkDeps, work: LinkWork, link: Link, subject: Case): Step => {
  const { key } = link;
  const token = shownText(link.shown, 'token') ?? '';
  if (deps.now() - Number(shownText(link.shown, 'triedAt')) >= TOKEN_LIFE_MS) {
    const reason = `${NAME}：是否已建任务无法核实；飞书任务里如有本事项的任务，请手工完成或删除`;
    return giveUp(work, { key, subject }, reason);
  }
  const found = await work.call(() => deps.tasks.create({ ...NOTHING_TO_DO, link: deps.chatLink }, [], token));
  if (found.kind !== 'ok') return endFailed(deps, work, found, NAME);
  const { guid } = found.data;
  work.facts.push({ kind: 'linkMade', key, what: 'task', caseId: subject.id, remoteId: guid, version: 0, shown: {} });
  return endWork(work, { kind: 'again', at: deps.now(), reason: '正在核实飞书任务', countsAsAttempt: false });
};
const NOTHING_TO_DO: Omit<TaskContent, 'link'> = {
  title: '民营企业接待日（无需办理）',
  description: '本任务无需办理，将自动撤销。',
  due: null,
  hint: '本任务无需办理。',
};

const noteMaking = (
  work: LinkWork,
  { key, subject }: Pick<Part, 'key' | 'subject'>,
  shown: Readonly<Record<string, string>>,
): void => {
  work.facts.push({ kind: 'linkMade', key, what: 'task', caseId: subject.id, remoteId: null, version: 0, shown });
};

const note = (work: LinkWork, { key, task }: Part, guid: string, content: TaskContent, subject: Case): void => {
  work.facts.push({
    kind: 'linkMade',
    key,
    what: 'task',
    caseId: subject.id,
    remoteId: guid,
    version: 0,
    shown: { hash: hashOf([content, task.people, task.state]), content: hashOf(content), state: task.state },
  });
};

const remove = async (deps: LinkDeps, work: LinkWork, link: Link, subject: Case): Step => {
  if (isInDoubt(work, link)) return settle(deps, work, link, subject);
  const guid = link.remoteId;
  const removed = guid === null ? null : await work.call(() => deps.tasks.remove(guid));
  if (removed && removed.kind !== 'ok' && removed.kind !== 'gone') return endFailed(deps, work, removed, NAME);
  work.facts.push({ kind: 'linkGone', key: link.key });
  return null;
};

const contentOf = (deps: LinkDeps, { subject, task, directory }: Part): TaskContent => ({
  ...taskWords(subject, task, directory),
  due: task.due,
  link: deps.chatLink,
});
