/**
 * The lane of one person: cards (卡片) and short notices (通知), in order. What is shown is drawn now, from the case as it is
 * now; a card that would look the same costs no call. A card that waits for a press is sent anew when its message will not
 * last, and the old one points to it. Knows no wording and no card layout: both come in as functions.
 */

import { createHash } from 'node:crypto';
import type { CardView } from '../../cards/view.ts';
import {
  type AttemptEnd,
  type CaseStore,
  type DueIntention,
  type Fact,
  type FeishuFailure,
  type FilesUrl,
  type Intention,
  type Messages,
  type Now,
  type OutboxStore,
  UNKNOWN_WISH,
} from '../ports.ts';
import { callsPaced, type Pace } from '../sync/within-deadline.ts';
import type { WishKind } from '../wishes/kinds.ts';
import { pointerTo } from '../wishes/pointer.ts';
import type { Case } from '../workflow/case.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import { CARD_KINDS, type CardKind, NOTICE_KINDS, type NoticeKind } from '../workflow/effects.ts';
import {
  messageId as asMessageId,
  type CaseId,
  type MessageId,
  type Ms,
  type OpenId,
  openId,
  type UnitId,
  unitId,
} from '../workflow/ids.ts';
import { mayRead } from '../workflow/roles.ts';
import { postOf, standInFor } from '../workflow/stand-ins.ts';
import { NO_TIES, type Ties, waitsForSignature } from '../workflow/ties.ts';
import { UNASKED_ACTS } from '../workflow/whose-turn/acts.ts';
import { type BoardDeps, type Told, tellAnswer, tellDaily, urge, urgeWish } from './deliver-boards.ts';
import { deliverEditNotices } from './deliver-edit-notices.ts';
import type { Deliver, Delivered } from './drain.ts';
import { type EndAfter, isTokenOver, TOKEN_OVER } from './retry-schedule.ts';

type DrawsCard = (kind: CardKind, view: CardView) => object | null;

export interface DeliverToPersonDeps {
  readonly messages: Messages;
  readonly cases: Pick<CaseStore, 'loadCase' | 'loadTies'>;
  readonly cards: Pick<OutboxStore, 'card'>;
  readonly boards: BoardDeps;
  /** Null when the case has nothing (any more) to show on such a card. */
  readonly drawCard: DrawsCard;
  readonly filesUrl: FilesUrl;
  /** What a message says on which there is nothing to show; `isTheirs`: its reader still has a part in the case. */
  readonly drawRetired: (kind: CardKind, view: CardView, isTheirs: boolean) => object;
  /** What a message says whose card was sent anew. */
  readonly drawPointer: (kind: CardKind, subject: Case) => object;
  readonly noticeText: (
    kind: NoticeKind,
    subject: Case,
    directory: Directory,
    /** `of`: the moment of what is told; none of wishes that were kept before it was. */
    told: { readonly to: OpenId; readonly about: UnitId | null; readonly of: Ms | null },
  ) => string;
  /** The same wish for somebody else. */
  readonly wishFor: (due: DueIntention, to: OpenId, insteadOf: readonly OpenId[], now: Ms) => Intention;
  readonly endAfter: EndAfter;
  readonly now: Now;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly callTimeoutMs: number;
}

/** Feishu takes five messages a second for one person. */
const SPACING_MS = 200;
/** Forgetting one costs at most a call that Feishu puts off. */
const MAX_LANES_REMEMBERED = 1_000;

/** A card can be pressed and updated for 14 days (Feishu card JSON 2.0). */
const UPDATE_WINDOW_MS = 14 * 86_400_000;

/** Longer than any answer takes: a clock that was set back must not hold a card for hours. */
const MAX_HOLD_MS = 10_000;

/** In the args of a wish: its message has to be younger than this moment, else the card is sent anew. */
const SENT_BEFORE = 'sentBefore';
/** In the args of a wish: asked for at this moment, so a message from before does not count, whatever it shows. */
const ASKED_AT = 'askedAt';
/** In the args of a wish: the message that is sent for it is 加急. */
const URGE = 'urge';
/** In the args of a wish: for whom this person stands in, and who else was tried, in order, by comma. */
const INSTEAD_OF = 'insteadOf';

/** Of a card as it is shown: equal hashes need no call. */
export const hashOfCard = (card: object): string => createHash('sha256').update(JSON.stringify(card)).digest('hex');

interface Shown {
  readonly end: AttemptEnd;
  readonly facts: readonly Fact[];
  readonly intentions: readonly Intention[];
  /** What Feishu said when it would say the same to the next message of this person. */
  readonly wall: FeishuFailure | null;
}

export const createDeliverToPerson = (deps: DeliverToPersonDeps): Deliver => {
  const parked = (reason: string): Shown => ({ ...finished, end: { kind: 'parked', reason } });
  const afterFailure = (failure: FeishuFailure, due: DueIntention, facts: readonly Fact[] = []): Shown => ({
    ...finished,
    end: deps.endAfter(failure, due, deps.now()),
    facts,
    wall: failure.kind === 'retry' || failure.kind === 'auth' ? failure : null,
  });

  const spaced = spacedBy(deps);

  return async (batch, { deadlineAt }): Promise<Delivered> => {
    const calls = spaced(batch[0]?.lane ?? '', deadlineAt);
    const cases = loadedOnce(deps.cases);
    const records: Delivered['records'][number][] = [];
    const facts: Fact[] = [];
    const intentions: Intention[] = [];
    let wall: FeishuFailure | null = null;
    for (const due of batch.filter(({ kind }) => kind !== 'editNotice')) {
      const shown: Shown = wall ? afterFailure(wall, due) : await deliverOne(due, calls, cases);
      records.push({ key: due.key, wanted: due.wanted, end: shown.end });
      facts.push(...shown.facts);
      intentions.push(...shown.intentions);
      wall = shown.wall;
    }
    const notices = batch.filter(({ kind }) => kind === 'editNotice');
    records.push(...(await deliverEditNotices({ ...deps, messages: calls }, notices, wall)));
    return { records, facts, intentions };
  };

  async function deliverOne(due: DueIntention, calls: Messages, cases: LoadCase): Promise<Shown> {
    const tell = TELLERS.get(due.kind);
    if (tell && isTokenOver(due, deps.now())) return afterFailure(TOKEN_OVER, due);
    if (tell) return telling(due, await tell(deps.boards, due, calls));
    const loaded = due.caseId ? await cases(due.caseId) : null;
    if (!loaded) return parked('没有这个事项');
    const { kind = '', to = '' } = due.args;
    const addressee = openId(to);
    if (due.kind === 'notify' || due.kind === 'notifyOnce') {
      const notice = NOTICE_KINDS.find((known) => known === kind);
      return notice ? notify(due, notice, addressee, loaded, calls) : parked(UNKNOWN_WISH);
    }
    const card = CARD_KINDS.find((known) => known === kind);
    if (!card) return parked(UNKNOWN_WISH);
    if (due.kind === 'pointer') return point(due, deps.drawPointer(card, loaded.subject), calls);
    return due.kind === 'card' ? show(due, card, addressee, loaded, calls) : parked(UNKNOWN_WISH);
  }

  /** What is about several cases; whom it does not reach, it reaches whoever stands in. */
  async function telling(due: DueIntention, { failure, intentions }: Told): Promise<Shown> {
    if (!failure) return { ...finished, intentions };
    // An answer is for whoever asked.
    if (failure.kind !== 'unreachable' || due.kind !== 'daily') return afterFailure(failure, due);
    const directory = await deps.boards.mirror.loadDirectory(due.district);
    return passOn(due, openId(due.args['to'] ?? ''), { directory }, failure);
  }

  async function notify(
    due: DueIntention,
    kind: NoticeKind,
    to: OpenId,
    loaded: Loaded,
    calls: Messages,
  ): Promise<Shown> {
    if (isTokenOver(due, deps.now())) return afterFailure(TOKEN_OVER, due);
    const about = due.args['about'] ? unitId(due.args['about']) : null;
    const of = due.args['of'] ? Number(due.args['of']) : null;
    const text = deps.noticeText(kind, loaded.subject, loaded.directory, { to, about, of });
    const sent = await calls.sendText(to, text, due.token);
    if (sent.kind === 'ok') return finished;
    // 办理码 is for whoever asked for it, and for nobody instead.
    const mayPassOn = sent.kind === 'unreachable' && kind !== 'unitCodesIssued';
    return mayPassOn ? passOn(due, to, loaded, sent) : afterFailure(sent, due);
  }

  /** The old message of a card that was sent anew. Where it cannot be changed any more, nothing is owed to anybody. */
  async function point(due: DueIntention, pointer: object, calls: Messages): Promise<Shown> {
    const message = asMessageId(due.args['message'] ?? '');
    // Somebody may press a new message before it is noted which one the card's is: that one is drawn, and points nowhere.
    const current = due.args['card'] ? await deps.cards.card(due.args['card']) : null;
    if (current?.messageId === message) return finished;
    const updated = await calls.updateCard(message, pointer);
    if (updated.kind === 'ok') return finished;
    const shown = afterFailure(updated, due);
    return shown.end.kind === 'parked' ? finished : shown;
  }

  async function tiesOf(id: CaseId): Promise<Ties> {
    return (await deps.cases.loadTies([id]))[id] ?? NO_TIES;
  }

  async function show(due: DueIntention, kind: CardKind, to: OpenId, loaded: Loaded, calls: Messages): Promise<Shown> {
    const { subject, directory } = loaded;
    const round = Number(due.args['round'] ?? '');
    const view = { subject, directory, round, viewer: to, filesUrl: deps.filesUrl(subject, round, to) };
    const isTheirs = concerns(due, to, loaded);
    const isToSign = isTheirs && kind === 'instruction' && waitsForSignature(subject);
    const ties = isToSign ? await tiesOf(subject.id) : NO_TIES;
    const drawn = isTheirs ? deps.drawCard(kind, { ...view, ties }) : null;
    const existing = await deps.cards.card(due.key);
    const card = drawn ?? deps.drawRetired(kind, { ...view, ties }, isTheirs);
    if (!existing) {
      if (drawn) return send(due, drawn, to, loaded, calls);
      // An attempt without an answer may have put a card before somebody who has none to act on any more: it has to say so.
      return due.firstAttemptAt === null ? finished : { ...(await send(due, card, to, loaded, calls)), intentions: [] };
    }
    const old = existing.messageId;
    const isAnswerable = isAnswerableCard(card);
    // The message is gone, or will not take an update any more, or soon will not. Whoever still has to act on it gets it
    // anew; a mere record is not repeated.
    const sentAt = existing.sentAt ?? 0;
    const isOutOfReach = !old || deps.now() - sentAt >= UPDATE_WINDOW_MS;
    const isTooOld = sentAt < Number(due.args[SENT_BEFORE] ?? '0');
    const isAskedFor = drawn !== null && sentAt < Number(due.args[ASKED_AT] ?? '0');
    // An attempt without an answer may have sent it anew while it still waited: that one has to show what is so now.
    const isInDoubt = due.firstAttemptAt !== null;
    if (isAskedFor || ((isAnswerable || isInDoubt) && (isOutOfReach || isTooOld))) {
      return pointing(await send(due, card, to, loaded, calls), due, isOutOfReach ? null : old);
    }
    // An earlier attempt that was cut short may have changed what the message shows.
    if (isOutOfReach || (!isInDoubt && existing.hash === hashOfCard(card))) return finished;

    // The answer to a press is on its way to this message: a call that overtakes it would be lost or reverted.
    const heldFor = existing.heldUntil - deps.now();
    if (heldFor > 0 && heldFor <= MAX_HOLD_MS) return putOff(due, existing.heldUntil);

    const updated = await calls.updateCard(old, card);
    const noted = (hash: string): Fact => ({
      kind: 'cardDrawn',
      key: due.key,
      hash,
      isAnswerable,
      touches: existing.touches,
    });
    if (updated.kind === 'ok') return { ...finished, facts: [noted(hashOfCard(card))] };
    if (updated.kind === 'unknown') return afterFailure(updated, due, [noted('')]);
    if (updated.kind === 'unreachable') return isAnswerable ? passOn(due, to, loaded, updated) : finished;
    const failed = afterFailure(updated, due);
    if (failed.end.kind !== 'parked') return failed;
    // No more can be done with this message.
    const gone: Fact = { kind: 'cardGone', key: due.key };
    if (!isAnswerable) return updated.kind === 'gone' ? { ...finished, facts: [gone] } : failed;
    const anew = pointing(await send(due, card, to, loaded, calls), due, updated.kind === 'gone' ? null : old);
    return updated.kind === 'gone' ? { ...anew, facts: [gone, ...anew.facts] } : anew;
  }

  function putOff({ firstAttemptAt }: DueIntention, at: Ms): Shown {
    const end = { kind: 'again', at, reason: '卡片正在回应按钮', countsAsAttempt: false } as const;
    return { ...finished, end: firstAttemptAt === null ? { ...end, isUnsent: true } : end };
  }

  /** Whether the person still has a part in the case; whoever stands in for someone has theirs by that. */
  function concerns(due: DueIntention, to: OpenId, { subject, directory }: Loaded): boolean {
    const isStandIn = (due.args[INSTEAD_OF] ?? '') !== '';
    return isStandIn || mayRead(to, subject, directory, beijingDateOf(deps.now()));
  }

  async function send(due: DueIntention, card: object, to: OpenId, loaded: Loaded, calls: Messages): Promise<Shown> {
    if (isTokenOver(due, deps.now())) return afterFailure(TOKEN_OVER, due);
    const sent = await calls.sendCard(to, card, due.token);
    if (sent.kind === 'unreachable') return passOn(due, to, loaded, sent);
    if (sent.kind !== 'ok') return afterFailure(sent, due);
    const { messageId } = sent.data;
    const noted = (hash: string): Fact => ({
      kind: 'cardSent',
      key: due.key,
      messageId,
      hash,
      isAnswerable: isAnswerableCard(card),
      at: Math.max(deps.now(), Number(due.args[ASKED_AT] ?? '0')),
    });
    const hash = hashOfCard(card);
    const intentions = due.args[URGE] ? [urgeWish(due, messageId, to)] : [];
    if (due.firstAttemptAt === null) return { ...finished, facts: [noted(hash)], intentions };
    // An earlier attempt may have sent this message with what was true then: Feishu answers a repeat with the first one.
    const updated = await calls.updateCard(messageId, card);
    return updated.kind === 'ok'
      ? { ...finished, facts: [noted(hash)], intentions }
      : afterFailure(updated, due, [noted('')]);
  }

  /** Saved together with the fact that the new message was sent: whatever comes between, the old one is turned once. */
  function pointing(shown: Shown, due: DueIntention, old: MessageId | null): Shown {
    const isSent = shown.facts.some((fact) => fact.kind === 'cardSent' && fact.messageId !== old);
    if (!old || !isSent) return shown;
    const { key, caseId, district, args } = due;
    const card = { key, caseId, district, kind: args['kind'] ?? '' };
    const pointer = pointerTo(card, old, openId(args['to'] ?? ''), deps.now());
    return { ...shown, intentions: [...shown.intentions, pointer] };
  }

  /** Given up for this person and asked of whoever stands in; 运行状况 says who. The next event tries the person again. */
  function passOn(
    due: DueIntention,
    to: OpenId,
    { directory }: Pick<Loaded, 'directory'>,
    failure: FeishuFailure,
  ): Shown {
    const now = deps.now();
    const tried = [
      ...(due.args[INSTEAD_OF] ?? '')
        .split(',')
        .filter((one) => one !== '')
        .map(openId),
      to,
    ];
    const standIn = standInFor(tried[0] ?? to, tried, directory, beijingDateOf(now));
    const whom = `${postOf(to, directory)}收不到消息（${failure.reason}）`;
    return {
      ...parked(standIn ? `${whom}，已转${postOf(standIn, directory)}。` : `${whom}，名单中无人可代收。`),
      intentions: standIn ? [deps.wishFor(due, standIn, tried, now)] : [],
    };
  }
};

const TELLERS: ReadonlyMap<WishKind, (deps: BoardDeps, due: DueIntention, calls: Messages) => Promise<Told>> = new Map([
  ['daily', tellDaily],
  ['answer', tellAnswer],
  ['urge', urge],
]);

const finished: Shown = { end: { kind: 'finished' }, facts: [], intentions: [], wall: null };

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

/** The same calls with a pause between any two to one person, also of batches that follow each other at once. */
const spacedBy = ({ messages, ...time }: DeliverToPersonDeps) => {
  const paces = new Map<string, Pace>();
  return (lane: string, deadlineAt: Ms): Messages => {
    const pace = paces.get(lane) ?? { endedAt: 0 };
    if (paces.size >= MAX_LANES_REMEMBERED) paces.clear();
    paces.set(lane, pace);
    const inTime = callsPaced({ ...time, deadlineAt }, SPACING_MS, pace);
    return {
      sendCard: (to, card, uuid) => inTime(() => messages.sendCard(to, card, uuid)),
      sendText: (to, text, uuid) => inTime(() => messages.sendText(to, text, uuid)),
      updateCard: (message, card) => inTime(() => messages.updateCard(message, card)),
      urge: (message, who) => inTime(() => messages.urge(message, who)),
    };
  };
};

/** Whether somebody is waited for on the card: anything in it that calls back, but what may be done unasked. */
export const isAnswerableCard = (part: unknown): boolean => {
  if (Array.isArray(part)) return part.some(isAnswerableCard);
  if (typeof part !== 'object' || part === null) return false;
  if ('type' in part && part.type === 'callback') return !('value' in part && isUnasked(part.value));
  return Object.values(part).some(isAnswerableCard);
};
/** A field calls back to say what stands in it, which asks for nothing by itself. */
const isUnasked = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('field' in value || ('act' in value && UNASKED_ACTS.some((act) => act === value.act)));
