/**
 * What the Base's lane needs from the rest of the program, as one type; `compose.ts` fills it in. Also the small words that its
 * steps share: one deliverable, one row to be written.
 */
import type { Values } from '../../bitable-schema/table.ts';
import type {
  AttemptEnd,
  BaseBinding,
  CallCounts,
  CaseStore,
  DueIntention,
  Fact,
  FeishuFailure,
  Intention,
  Links,
  MirrorStore,
  Now,
  OutboxStore,
  Rows,
  Structure,
  SyncNote,
  TableAddress,
} from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { CaseId, DeliveryId, DistrictId, Ms, RecordId } from '../workflow/ids.ts';
import type { Settings } from '../workflow/settings.ts';
import type { LiveTables } from './live-tables.ts';
import type { Troubles } from './troubles.ts';

/** How a command ended, as far as a row has to know. */
export type Handled =
  | { readonly kind: 'accepted'; readonly subject: Case; readonly reply?: string }
  | { readonly kind: 'repeated'; readonly subject: Case | null; readonly reply?: string }
  | { readonly kind: 'refused'; readonly subject: Case | null; readonly reason: Refusal };

export interface BaseDeps {
  readonly rows: Rows;
  readonly structure: Pick<Structure, 'getBase' | 'listTables' | 'listFields'>;
  readonly mirror: Pick<
    MirrorStore,
    | 'loadBases'
    | 'loadDirectory'
    | 'loadNotes'
    | 'rowsByRecord'
    | 'rowsByEntity'
    | 'rowsAfter'
    | 'recordIdsAfter'
    | 'saveFacts'
  >;
  readonly cases: Pick<CaseStore, 'loadCases' | 'loadPeers' | 'findByNumber' | 'openCases' | 'countByEnterprise'>;
  readonly health: OutboxStore['health'];
  readonly callsOf: CallCounts['of'];
  /** Saves wishes before the calls that follow from the same look at a row. */
  readonly saveWishes: OutboxStore['saveEvent'];
  readonly handle: (request: {
    readonly deliveryId: DeliveryId;
    readonly district: DistrictId;
    readonly caseId: CaseId;
    readonly actor: Actor;
    readonly command: Command;
  }) => Promise<Handled>;
  readonly refusalSentence: (reason: Refusal) => string;
  /** The hash under which cases with this 查询码 are kept; null when we never gave it out. */
  readonly hashOfReceipt: (typed: string) => string | null;
  /** The same for a row that brought no code of ours. */
  readonly hashForRecord: (record: RecordId) => string;
  readonly links: Links;
  readonly isCreditCode: (code: string) => boolean;
  /** The wait, or the end, that a failed call deserves (`outbox/retry-schedule.ts`). */
  readonly endAfter: (failure: FeishuFailure, due: DueIntention, now: Ms) => AttemptEnd;
  /** Which notice (个人信息告知) is in force under these settings. */
  readonly noticeVersionOf: (settings: Settings) => string;
  readonly now: Now;
  /** The longest one call to Feishu may take. */
  readonly callTimeoutMs: Ms;
}

/** Everything one run of the lane gathers before it is saved in one piece. */
export interface Run {
  readonly base: BaseBinding;
  /** No call begins after this moment. */
  readonly callsUntil: Ms;
  /** Nothing new is taken up after this moment; null until the first row is. */
  takesUntil: Ms | null;
  /** How much of the time for calls is for taking up rows; the rest is for planning and writing them. */
  readonly shareForRows: number;
  readonly facts: Fact[];
  readonly intentions: Intention[];
  /** What editors are to be told; saved before anything they typed is put back, because then no trace of it is left. */
  readonly notices: Intention[];
  /** An earlier attempt of some wish began and nobody knows how it ended: rows may stand that we do not know of. */
  readonly isInDoubt: boolean;
  /** What the sync remembered when the run began. */
  readonly notes: ReadonlyMap<string, SyncNote>;
  /** The tables as they really are. */
  readonly live: LiveTables;
  readonly troubles: Troubles;
  /** Ends by intention key; the first end of an intention stands. */
  readonly ends: Map<string, AttemptEnd>;
  /** The first end of an intention that was not “finished”: what a comparison of many rows has to know. */
  readonly unfinished: Map<string, AttemptEnd>;
  /** How many rows were written for an intention. */
  readonly repaired: Map<string, number>;
  /** 运行状况 should be brought up to date. */
  isHealthStale: boolean;
}

/** One row of 事项 that should be made to agree with its case. */
export interface RowWork {
  readonly subject: Case;
  /** Null: there is no row (any more). */
  readonly recordId: RecordId | null;
  /** What the row shows as far as is known: what was just read, else the shadow. */
  readonly shown: Values;
  /**
   * Of a row that just became a case: what both sides agree on although it cannot be written now, so that the next run finds it
   * taken in. Not where the row says why it was none before, which has to be cleared together with its writing.
   */
  readonly unnoted?: Values;
  /** The shadow with what was typed and taken in: whatever becomes of the write, what is typed next is told from that. */
  readonly takenIn?: Values;
  /** What is agreed on instead of `shown` where 操作 cannot be cleared: what was chosen there is still the same choice. */
  readonly ifActionStays?: Values;
  /** Cells to be written besides the service's own: refused edits, finished actions. */
  readonly putBack: Values;
  /** New text for 操作结果, or null to leave it. */
  readonly result: string | null;
  /** The intentions that this row's writing finishes. */
  readonly dues: readonly DueIntention[];
  readonly isRestored: boolean;
}

export const FINISHED: AttemptEnd = { kind: 'finished' };

export const endAll = (
  run: Pick<Run, 'ends' | 'unfinished'>,
  dues: readonly DueIntention[],
  end: AttemptEnd | ((due: DueIntention) => AttemptEnd),
): void => {
  for (const due of dues) {
    const one = typeof end === 'function' ? end(due) : end;
    if (!run.ends.has(due.key)) run.ends.set(due.key, one);
    if (one.kind !== 'finished' && !run.unfinished.has(due.key)) run.unfinished.set(due.key, one);
  }
};

/** What a busy database, or a run that came to its end, is given before the next look. */
const SOON_MS = 1_000;
export const soon = (now: Ms, reason: string): AttemptEnd => ({
  kind: 'again',
  at: now + SOON_MS,
  reason,
  countsAsAttempt: false,
});

/**
 * Whether another row is taken up; the first one that asks sets until when. It is taken up always: what had to be read before it, such as
 * names it is the first to use, must not have been read in vain, or the next run would begin with the same.
 */
export const takesAnother = (
  deps: Pick<BaseDeps, 'now'>,
  run: Pick<Run, 'takesUntil' | 'callsUntil' | 'shareForRows'>,
): boolean => {
  const now = deps.now();
  run.takesUntil ??= now + (run.callsUntil - now) * run.shareForRows;
  return now < run.takesUntil;
};
/** Whether rows may be read that are to be taken up. */
export const mayRead = (deps: BaseDeps, run: Run): boolean => deps.now() < (run.takesUntil ?? run.callsUntil);

export const subjectsById = async (
  deps: Pick<BaseDeps, 'cases'>,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, Case>> =>
  new Map(
    ids.length === 0 ? [] : (await deps.cases.loadCases([...new Set(ids)])).map((subject) => [subject.id, subject]),
  );

/** A table the Base lacks is a Base that was made by an older version: `apply` mends it. */
export const addressOf = (base: BaseBinding, table: string): TableAddress => {
  const tableId = base.tables[table];
  if (tableId === undefined) throw new Error(`the Base of ${base.district} has no table ${table}; run bitable apply`);
  return { appToken: base.appToken, tableId };
};
