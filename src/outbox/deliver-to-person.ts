/**
 * The lane of one person: cards (卡片) and short notices (通知), in order. What is shown is drawn now, from the case as it is
 * now; a card that would look the same costs no call. Knows no wording and no card layout: both come in as functions.
 */
import { createHash } from 'node:crypto';
import type {
  AttemptEnd,
  CaseStore,
  DueIntention,
  Fact,
  FeishuFailure,
  FeishuResult,
  Messages,
  Now,
  OutboxStore,
} from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import { CARD_KINDS, type CardKind, NOTICE_KINDS, type NoticeKind } from '../workflow/effects.ts';
import { type Ms, type OpenId, openId } from '../workflow/ids.ts';
import { deliverEditNotices } from './deliver-edit-notices.ts';
import type { Deliver, Delivered } from './drain.ts';
import type { EndAfter } from './retry-schedule.ts';

export interface DeliverToPersonDeps {
  readonly messages: Messages;
  readonly cases: Pick<CaseStore, 'loadCase'>;
  readonly cards: Pick<OutboxStore, 'card'>;
  /** Null when the case has nothing (any more) to show on such a card. */
  readonly drawCard: (
    kind: CardKind,
    view: {
      readonly subject: Case;
      readonly directory: Directory;
      readonly round: number;
      readonly viewer: OpenId;
    },
  ) => object | null;
  readonly noticeText: (kind: NoticeKind, subject: Case, directory: Directory) => string;
  readonly endAfter: EndAfter;
  readonly now: Now;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly callTimeoutMs: number;
}

/** Feishu takes five messages a second for one person. */
const SPACING_MS = 200;

/** A card can be pressed and updated for 14 days (Feishu card JSON 2.0). */
const UPDATE_WINDOW_MS = 14 * 86_400_000;

/** Of a card as it is shown: equal hashes need no call. */
export const hashOfCard = (card: object): string => createHash('sha256').update(JSON.stringify(card)).digest('hex');

interface Shown {
  readonly end: AttemptEnd;
  readonly facts: readonly Fact[];
  /** What Feishu said when it would say the same to the next message of this person. */
  readonly wall: FeishuFailure | null;
}

export const createDeliverToPerson = (deps: DeliverToPersonDeps): Deliver => {
  const finished: Shown = { end: { kind: 'finished' }, facts: [], wall: null };
  const parked = (reason: string): Shown => ({ end: { kind: 'parked', reason }, facts: [], wall: null });
  const afterFailure = (failure: FeishuFailure, due: DueIntention, facts: readonly Fact[] = []): Shown => ({
    end: deps.endAfter(failure, due, deps.now()),
    facts,
    wall: failure.kind === 'retry' || failure.kind === 'auth' ? failure : null,
  });

  return async (batch, { deadlineAt }): Promise<Delivered> => {
    const calls = spaced(deps, deadlineAt);
    const cases = loadedOnce(deps.cases);
    const records: Delivered['records'][number][] = [];
    const facts: Fact[] = [];
    let wall: FeishuFailure | null = null;
    for (const due of batch.filter(({ kind }) => kind !== 'editNotice')) {
      const shown: Shown = wall ? afterFailure(wall, due) : await deliverOne(due, calls, cases);
      records.push({ key: due.key, wanted: due.wanted, end: shown.end });
      facts.push(...shown.facts);
      wall = shown.wall;
    }
    const notices = batch.filter(({ kind }) => kind === 'editNotice');
    records.push(...(await deliverEditNotices({ ...deps, messages: calls }, notices, wall)));
    return { records, facts, intentions: [] };
  };

  async function deliverOne(due: DueIntention, calls: Messages, cases: LoadCase): Promise<Shown> {
    const loaded = due.caseId ? await cases(due.caseId) : null;
    if (!loaded) return parked('没有这个事项');
    const { kind = '', to = '', round = '' } = due.args;
    const viewer = openId(to);
    if (due.kind === 'notify') {
      const notice = NOTICE_KINDS.find((known) => known === kind);
      return notice ? notify(due, notice, viewer, loaded, calls) : parked('不认识的通知类型');
    }
    const card = CARD_KINDS.find((known) => known === kind);
    if (due.kind !== 'card' || !card) return parked('不认识的卡片类型');
    return show(due, deps.drawCard(card, { ...loaded, round: Number(round), viewer }), viewer, calls);
  }

  async function notify(
    due: DueIntention,
    kind: NoticeKind,
    to: OpenId,
    loaded: Loaded,
    calls: Messages,
  ): Promise<Shown> {
    const sent = await calls.sendText(to, deps.noticeText(kind, loaded.subject, loaded.directory), due.token);
    return sent.kind === 'ok' ? finished : afterFailure(sent, due);
  }

  async function show(due: DueIntention, card: object | null, to: OpenId, calls: Messages): Promise<Shown> {
    if (!card) return finished;
    const hash = hashOfCard(card);
    const existing = await deps.cards.card(due.key);
    if (!existing) return send(due, card, hash, to, calls);
    if (existing.hash === hash) return finished;
    // The message is gone, or will not take an update any more. Whoever still has to act on it gets it anew; a mere record
    // is not repeated.
    const isOutOfReach = !existing.messageId || deps.now() - (existing.sentAt ?? 0) >= UPDATE_WINDOW_MS;
    if (isOutOfReach && !isAnswerable(card)) return finished;
    if (!existing.messageId || isOutOfReach) return send(due, card, hash, to, calls);

    const updated = await calls.updateCard(existing.messageId, card);
    if (updated.kind === 'ok') return { ...finished, facts: [{ kind: 'cardDrawn', key: due.key, hash }] };
    if (updated.kind !== 'gone') return afterFailure(updated, due);
    const gone: Fact = { kind: 'cardGone', key: due.key };
    if (!isAnswerable(card)) return { ...finished, facts: [gone] };
    const sentAnew = await send(due, card, hash, to, calls);
    return { ...sentAnew, facts: [gone, ...sentAnew.facts] };
  }

  async function send(due: DueIntention, card: object, hash: string, to: OpenId, calls: Messages): Promise<Shown> {
    const sent = await calls.sendCard(to, card, due.token);
    if (sent.kind !== 'ok') return afterFailure(sent, due);
    const { messageId } = sent.data;
    const noted = (shownHash: string): Fact => ({
      kind: 'cardSent',
      key: due.key,
      messageId,
      hash: shownHash,
      at: deps.now(),
    });
    if (due.firstAttemptAt === null) return { ...finished, facts: [noted(hash)] };
    // An earlier attempt may have sent this message with what was true then: Feishu answers a repeat with the first one.
    const updated = await calls.updateCard(messageId, card);
    return updated.kind === 'ok' ? { ...finished, facts: [noted(hash)] } : afterFailure(updated, due, [noted('')]);
  }
};

interface Loaded {
  readonly subject: Case;
  readonly directory: Directory;
}
type LoadCase = CaseStore['loadCase'];

/** One look per case and batch: several cards of a case usually become due together. */
const loadedOnce = (cases: Pick<CaseStore, 'loadCase'>): LoadCase => {
  const loading = new Map<string, ReturnType<LoadCase>>();
  return (id) => {
    const known = loading.get(id) ?? cases.loadCase(id);
    loading.set(id, known);
    return known;
  };
};

const NO_TIME_LEFT: FeishuFailure = { kind: 'retry', code: 0, afterMs: 0, reason: '本轮时间已满' };

/** The same calls with a pause between any two, and none that could outlast the lease: it is put off instead. */
const spaced = ({ messages, sleep, now, callTimeoutMs }: DeliverToPersonDeps, deadlineAt: Ms): Messages => {
  let isFirst = true;
  const after = async <T>(call: () => Promise<FeishuResult<T>>): Promise<FeishuResult<T>> => {
    if (!isFirst) await sleep(SPACING_MS);
    isFirst = false;
    return deadlineAt - now() < callTimeoutMs ? NO_TIME_LEFT : call();
  };
  return {
    sendCard: (to, card, uuid) => after(() => messages.sendCard(to, card, uuid)),
    sendText: (to, text, uuid) => after(() => messages.sendText(to, text, uuid)),
    updateCard: (message, card) => after(() => messages.updateCard(message, card)),
  };
};

/** Whether a press on the card would reach us: anything in it that calls back, or a form. */
export const isAnswerable = (part: unknown): boolean => {
  if (Array.isArray(part)) return part.some(isAnswerable);
  if (typeof part !== 'object' || part === null) return false;
  if ('type' in part && part.type === 'callback') return true;
  if ('tag' in part && part.tag === 'form') return true;
  return Object.values(part).some(isAnswerable);
};
