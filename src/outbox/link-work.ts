/**
 * What the deliverers of 审批, 日历 and 任务 share: what they are given, how a call keeps within the lane's time, and what a failed
 * call means for a wish. A scope that was never granted is told at once: waiting a day would only hide it.
 */
import { createHash } from 'node:crypto';
import type {
  Approvals,
  AttemptEnd,
  Calendar,
  CaseStore,
  DueIntention,
  Fact,
  FeishuFailure,
  Intention,
  LinkStore,
  MirrorStore,
  Now,
  Tasks,
} from '../ports.ts';
import { callsPaced, type InTime, type Pace } from '../sync/within-deadline.ts';
import type { CaseId, DistrictId, Ms, OpenId, ReceptionDayId } from '../workflow/ids.ts';
import type { EndAfter } from './retry-schedule.ts';

export interface LinkDeps {
  readonly approvals: Approvals;
  readonly calendar: Calendar;
  readonly tasks: Tasks;
  readonly cases: Pick<CaseStore, 'loadCase' | 'loadEvents' | 'loadTies' | 'openCases'>;
  readonly links: LinkStore;
  readonly mirror: Pick<MirrorStore, 'loadDirectory'>;
  /** Where a click in 审批 or 任务 leads: the chat with the bot, where the card is. */
  readonly chatLink: string;
  /** Where presses in the approval centre are reported, and how they prove themselves. */
  readonly callback: {
    readonly url: string;
    readonly token: string;
    readonly key: string;
    /** Comes back with a press; holds only for this task of a sheet as it was shown. */
    readonly contextOf: (taskId: string, mark: string) => string;
  };
  readonly wishes: LinkWishes;
  readonly endAfter: EndAfter;
  readonly now: Now;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly callTimeoutMs: number;
}

/** The wishes of this lane, and the message about a task that was completed by hand. */
export interface LinkWishes {
  readonly approval: (district: DistrictId, subject: CaseId, runAt: Ms) => Intention;
  readonly tasks: (district: DistrictId, subject: CaseId, runAt: Ms, look?: boolean) => Intention;
  readonly calendar: (district: DistrictId, day: ReceptionDayId, runAt: Ms) => Intention;
  readonly taskIsNoReport: (
    district: DistrictId,
    subject: CaseId,
    occasion: string,
    to: OpenId,
    runAt: Ms,
  ) => Intention;
}

/** What became of one wish. */
export interface LinkEnd {
  readonly end: AttemptEnd;
  readonly facts: readonly Fact[];
  readonly intentions: readonly Intention[];
  /** Feishu would say the same to the next wish of this kind. */
  readonly wall: FeishuFailure | null;
}

/** One wish being worked on: what became known so far is kept even when a later call fails. */
export interface LinkWork {
  readonly due: DueIntention;
  readonly facts: Fact[];
  readonly intentions: Intention[];
  /** None is begun that could outlast the lease. */
  readonly call: InTime;
}

export const FINISHED: AttemptEnd = { kind: 'finished' };

/** 飞书任务 takes ten changes a second; a call more than needed waits here, not at Feishu. */
const SPACING_MS = 100;

export const startWork = (deps: LinkDeps, due: DueIntention, deadlineAt: Ms, pace: Pace): LinkWork => ({
  due,
  facts: [],
  intentions: [],
  call: callsPaced({ ...deps, deadlineAt }, SPACING_MS, pace),
});

export const endWork = (work: LinkWork, end: AttemptEnd, wall: FeishuFailure | null = null): LinkEnd => ({
  end,
  facts: work.facts,
  intentions: work.intentions,
  wall,
});

/** `name`: what the reader of 运行状况 knows it by. */
export const endFailed = (deps: LinkDeps, work: LinkWork, failure: FeishuFailure, name: string): LinkEnd => {
  const wall = failure.kind === 'retry' || failure.kind === 'auth' ? failure : null;
  if (failure.kind === 'auth' && failure.lacksScope)
    return endWork(work, { kind: 'parked', reason: `${name}：${failure.reason}；不用时可在“参数设置”中关闭` }, wall);
  return endWork(work, named(deps.endAfter(failure, work.due, deps.now()), name), wall);
};

const named = (end: AttemptEnd, name: string): AttemptEnd =>
  end.kind === 'finished' ? end : { ...end, reason: `${name}：${end.reason}` };

/** An earlier attempt of this wish may have got through without our knowing. */
export const isRepeat = (due: DueIntention): boolean => due.firstAttemptAt !== null;

export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Of what a link is remembered to show. */
export const shownText = (shown: Readonly<Record<string, unknown>> | undefined, name: string): string | null => {
  const value = shown?.[name];
  return typeof value === 'string' ? value : null;
};
export const shownTexts = (shown: Readonly<Record<string, unknown>> | undefined, name: string): readonly string[] => {
  const value = shown?.[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};
