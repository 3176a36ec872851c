/**
 * 飞书审批 of one case: every sheet that was submitted for signing stands there with the state it has here. Told by the events,
 * compared with what was last sent, sent with a version that only grows. A sheet that ended before it ever stood there stays out.
 */
import { approvalWords } from '../../cards/link-words.ts';
import type { ApprovalInstance, ApprovalTask, FeishuResult, Link } from '../ports.ts';
import { replay } from '../workflow/apply.ts';
import type { Case } from '../workflow/case.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import { type Directory, leaderById } from '../workflow/directory.ts';
import type { CaseEvent } from '../workflow/events.ts';
import { type Ms, type OpenId, openId } from '../workflow/ids.ts';
import { signersFor, staffOf } from '../workflow/roles.ts';
import { approvalTaskId, type SheetApproval, sheetApprovalsOf, sheetMark } from '../workflow/sheet-approvals.ts';
import { NO_TIES, signerAvoids } from '../workflow/ties.ts';
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
  shownTexts,
} from './link-work.ts';

const NAME = '飞书审批';
const MAX_NAME = 40;

interface About {
  readonly subject: Case;
  readonly shown: Case;
  readonly directory: Directory;
  /** 回避: it stands there to be seen, and is decided on the card alone. */
  readonly avoids: boolean;
}

type Wanted = Omit<ApprovalInstance, 'code' | 'version'>;

export const deliverApproval = async (deps: LinkDeps, work: LinkWork): Promise<LinkEnd> => {
  const { caseId } = work.due;
  const loaded = caseId ? await deps.cases.loadCase(caseId) : null;
  if (!loaded) return endWork(work, { kind: 'parked', reason: `${NAME}：没有这个事项` });
  const { subject, directory } = loaded;
  const events = await deps.cases.loadEvents(subject.id);
  const sheets = sheetApprovalsOf(subject.id, events);
  const known = await deps.links.linksOfCase(subject.id, 'approval');
  const avoids =
    directory.settings.approvalCentre &&
    subject.awaiting !== null &&
    signerAvoids(
      subject,
      (await deps.cases.loadTies([subject.id]))[subject.id] ?? NO_TIES,
      directory,
      subject.awaiting.leaderId,
    );

  for (const sheet of sheets) {
    const link = known.find((one) => one.key === `approval:${sheet.id}`) ?? null;
    const held = await heldBy(deps, work, sheet, link);
    if (held.kind !== 'ok') return endFailed(deps, work, held, NAME);
    if (!stands(sheet, link, held.data, directory) || hasEndedThere(sheet, link, subject)) continue;

    const wanted = wantedOf(deps, sheet, link, { subject, shown: asShown(subject, sheet, events), directory, avoids });
    if (!wanted) return endWork(work, { kind: 'parked', reason: `${NAME}：工商联没有飞书账号，无法作为发起人` });
    const hash = hashOf(wanted);
    if (link && shownText(link.shown, 'hash') === hash && held.data === link.version) continue;

    const code = await definitionOf(deps, work, directory);
    if (code.kind !== 'ok') return endFailed(deps, work, code, NAME);
    const version = Math.max(deps.now(), (link?.version ?? 0) + 1, (held.data ?? 0) + 1);
    const sent = await work.call(() => deps.approvals.sync({ ...wanted, code: code.data, version }));
    if (sent.kind === 'gone') {
      // The definition was removed in Feishu's console: it is made anew with the next attempt.
      work.facts.push({ kind: 'linkGone', key: definitionKey(directory) });
      return endFailed(deps, work, { ...sent, kind: 'unknown' }, NAME);
    }
    if (sent.kind !== 'ok') return endFailed(deps, work, sent, NAME);
    work.facts.push({
      kind: 'linkMade',
      key: `approval:${sheet.id}`,
      what: 'approval',
      caseId: subject.id,
      remoteId: sheet.id,
      version,
      shown: {
        hash,
        status: wanted.status,
        people: wanted.tasks.map((task) => `${task.taskId} ${task.openId}`),
        ...hidden(subject),
      },
    });
  }
  return endWork(work, FINISHED);
};

/** What Feishu has of it is only asked where a call may have got through unnoticed. */
const heldBy = async (
  deps: LinkDeps,
  work: LinkWork,
  sheet: SheetApproval,
  link: Link | null,
): Promise<FeishuResult<Ms | null>> =>
  isRepeat(work.due)
    ? work.call(() => deps.approvals.heldVersion(sheet.id))
    : { kind: 'ok', data: link?.version ?? null };

/** Whether it should be sent at all: what waits, and what Feishu knows. Switched off, only what still waits there. */
const stands = (sheet: SheetApproval, link: Link | null, held: Ms | null, directory: Directory): boolean => {
  if (directory.settings.approvalCentre) return sheet.status === 'pending' || held !== null;
  return held !== null && shownText(link?.shown, 'status') === 'pending';
};

/** History is not rewritten by what happens to the case afterwards; only its enterprise may have to be hidden there as well. */
const hasEndedThere = (sheet: SheetApproval, link: Link | null, { notes }: Case): boolean =>
  sheet.status !== 'pending' &&
  shownText(link?.shown, 'status') === sheet.status &&
  (!notes.isConfidential || shownText(link?.shown, 'firm') === HIDDEN.firm);

const HIDDEN = { firm: 'hidden' } as const;
const hidden = ({ notes }: Case): Partial<typeof HIDDEN> => (notes.isConfidential ? HIDDEN : {});

/** As the sheet was when it was decided; who may know the enterprise goes by what is so now. */
const asShown = (subject: Case, { endedSeq }: SheetApproval, events: readonly CaseEvent[]): Case => {
  if (endedSeq === null) return subject;
  const { notes, ...then } = replay(events.filter(({ seq }) => seq <= endedSeq));
  return { ...then, notes: { ...notes, isConfidential: subject.notes.isConfidential } };
};

const wantedOf = (deps: LinkDeps, sheet: SheetApproval, link: Link | null, about: About): Wanted | null => {
  const { shown, directory, avoids } = about;
  const startedBy = sheet.startedBy ?? staffOf(directory)[0];
  if (startedBy === undefined) return null;
  const isOff = !directory.settings.approvalCentre;
  const status = isOff && sheet.status === 'pending' ? 'canceled' : sheet.status;
  const endedAt = sheet.endedAt ?? (status === 'pending' ? null : sheet.startedAt);
  return {
    instanceId: sheet.id,
    status,
    ...approvalWords(shown, directory, { ...sheet, status, avoids }),
    link: deps.chatLink,
    startedBy,
    startedAt: sheet.startedAt,
    endedAt,
    tasks: tasksOf(deps, { ...sheet, status, endedAt }, link, about),
  };
};

/**
 * A task for each leader's account and for whoever stands in today; those of people it lay with before have ended. Tasks that
 * stood there once are named again for ever: left out, they would stay as they were.
 */
const tasksOf = (
  deps: LinkDeps,
  sheet: SheetApproval,
  link: Link | null,
  { subject, directory, avoids }: About,
): readonly ApprovalTask[] => {
  const today = beijingDateOf(deps.now());
  const mark = sheetMark(subject, directory.settings);
  const last = sheet.legs.length - 1;
  const tasks = new Map<string, ApprovalTask>();
  sheet.legs.forEach((leg, index) => {
    const leader = leaderById(directory, leg.leaderId);
    for (const who of signersFor(leader, today)) {
      const taskId = approvalTaskId(sheet.id, index, who);
      const isWaiting = index === last && sheet.status === 'pending';
      tasks.set(taskId, {
        taskId,
        openId: who,
        status: isWaiting ? 'pending' : index < last ? 'transferred' : endOf(sheet, who),
        startedAt: leg.startedAt,
        endedAt: isWaiting ? null : (leg.endedAt ?? sheet.endedAt),
        context: isWaiting && mark !== null && !avoids ? deps.callback.contextOf(taskId, mark) : null,
      });
    }
  });
  for (const [taskId, who] of earlierTasks(link)) {
    if (tasks.has(taskId)) continue;
    tasks.set(taskId, {
      taskId,
      openId: who,
      status: endOf(sheet, who),
      startedAt: sheet.startedAt,
      endedAt: sheet.endedAt ?? sheet.legs.at(-1)?.startedAt ?? sheet.startedAt,
      context: null,
    });
  }
  return [...tasks.values()].toSorted((a, b) => (a.taskId < b.taskId ? -1 : 1));
};

/** The one who acted has done it; for everyone else it was done by others. */
const endOf = (sheet: SheetApproval, who: OpenId): ApprovalTask['status'] =>
  (sheet.status === 'approved' || sheet.status === 'rejected') && sheet.endedBy === who ? sheet.status : 'done';

const earlierTasks = (link: Link | null): readonly (readonly [string, OpenId])[] =>
  shownTexts(link?.shown, 'people').flatMap((line) => {
    const [taskId, who] = line.split(' ');
    return taskId && who ? [[taskId, openId(who)] as const] : [];
  });

const definitionKey = ({ district }: Directory): string => `definition:${district}`;

/** The district's definition, made on first use and brought up to date when what it says has changed. */
const definitionOf = async (deps: LinkDeps, work: LinkWork, directory: Directory): Promise<FeishuResult<string>> => {
  const { district, settings } = directory;
  const key = definitionKey(directory);
  const link = await deps.links.link(key);
  const { url, token, key: secret } = deps.callback;
  const says = {
    name: `${settings.districtName}民营企业接待日签批`.slice(0, MAX_NAME),
    organName: settings.organName.slice(0, MAX_NAME),
    callbackUrl: url,
    callbackToken: token,
    callbackKey: secret,
  };
  const hash = hashOf(says);
  if (link?.remoteId && shownText(link.shown, 'hash') === hash) return { kind: 'ok', data: link.remoteId };
  const code = link?.remoteId ?? `reception-day-${district}`;
  const defined = await work.call(() => deps.approvals.define({ ...says, code }));
  if (defined.kind !== 'ok') return defined;
  const remoteId = defined.data.code;
  work.facts.push({ kind: 'linkMade', key, what: 'definition', caseId: null, remoteId, version: 0, shown: { hash } });
  return { kind: 'ok', data: remoteId };
};
