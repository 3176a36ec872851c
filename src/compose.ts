/**
 * The composition root: Config and platform in, the whole service out. The only file that names concrete parts of every
 * room; it wires and decides nothing. Runs in a Worker and on Node: what differs comes in as `Platform`.
 */

import { randomBytes, randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { acceptedSentence, refusalSentence } from '../cards/answer.ts';
import { drawCard } from '../cards/cards.ts';
import { noticeText } from '../cards/notices.ts';
import { drawPointerCard } from '../cards/pointer-card.ts';
import { drawRetiredCard } from '../cards/released-card.ts';
import { createApp } from './app.ts';
import { createCallCounter } from './call-counter.ts';
import { createDealCards } from './cases/deal-cards.ts';
import { createDeliverToCases } from './cases/deliver-to-cases.ts';
import { createHandleCommand, type HandleCommand } from './cases/handle-command.ts';
import {
  approvalIntention,
  calendarIntention,
  freshCard,
  taskIsNoReport,
  tasksIntention,
  wishFor,
} from './cases/intentions.ts';
import { createSendAfternoons } from './cases/send-afternoons.ts';
import { createSendDailies } from './cases/send-dailies.ts';
import { createSuperviseOverdue } from './cases/supervise-overdue.ts';
import type { Config } from './config.ts';
import { createApprovalProof } from './feishu/approval-proof.ts';
import { createApprovals } from './feishu/approvals.ts';
import { createCalendar } from './feishu/calendar.ts';
import { createFeishuClient } from './feishu/client.ts';
import { createDocuments } from './feishu/documents.ts';
import { createMedia } from './feishu/media.ts';
import { createMessages } from './feishu/messages.ts';
import { createRows } from './feishu/rows.ts';
import { createStructure } from './feishu/structure.ts';
import { createTasks } from './feishu/tasks.ts';
import { errorTag, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { type BoardDeps, drawListFor } from './outbox/deliver-boards.ts';
import { createDeliverLinks } from './outbox/deliver-links.ts';
import { createDeliverToPerson, hashOfCard, isAnswerableCard } from './outbox/deliver-to-person.ts';
import { createDrain } from './outbox/drain.ts';
import { reportingParked } from './outbox/report-parked.ts';
import { createRetrySchedule } from './outbox/retry-schedule.ts';
import { createTurns } from './outbox/turns.ts';
import { createLinks } from './pages/links.ts';
import { noticeVersionOf } from './pages/notice.ts';
import { createPages, notFoundPage } from './pages/pages.tsx';
import { createReceipts } from './pages/receipt.ts';
import { createUnitCodes } from './pages/unit-codes.ts';
import type { After, BaseBinding, CaseStore, Feishu, MirrorStore, NewId, Now, OutboxStore } from './ports.ts';
import { createCallCounts } from './store/call-counts.ts';
import { createCaseStore } from './store/case-store.ts';
import { createClockStore } from './store/clock-store.ts';
import { type CreateClient, type Database, openDatabase } from './store/database.ts';
import { createHealthCheck } from './store/health.ts';
import { createLinkStore } from './store/link-store.ts';
import { createMirrorStore } from './store/mirror-store.ts';
import { createOutboxStore } from './store/outbox-store.ts';
import { createAllow } from './store/rate-limit.ts';
import { createUpkeep } from './store/upkeep.ts';
import type { ApplyDeps } from './sync/apply-schema.ts';
import { createDeliverToBase } from './sync/deliver-to-base.ts';
import { healthIntention } from './sync/pull-change.ts';
import { lookAtEverything, quickSweep } from './sync/sweep.ts';
import { approvalPress } from './webhooks/approval-press.ts';
import { cardAction, type DrawnCard } from './webhooks/card-action.ts';
import { createReceive } from './webhooks/receive.ts';
import { tableChange } from './webhooks/table-change.ts';
import { pointerTo } from './wishes/pointer.ts';
import { isCreditCode } from './workflow/credit-code.ts';
import { beijingDateOf, minutesOfBeijingDay } from './workflow/deadlines.ts';
import { deliveryId, type MessageId, type Ms, type OpenId } from './workflow/ids.ts';
import { isKnown } from './workflow/roles.ts';

/** What differs between a Worker, a Node machine and a test. */
export interface Platform {
  readonly createClient: CreateClient;
  readonly log: Log;
  /** Keeps the process or isolate going until this work is done. It never fails. */
  readonly background: (c: Context, work: Promise<void>) => void;
  readonly now?: Now;
  readonly fetch?: typeof fetch;
  readonly version?: string;
  // Time, chance and ids of the process itself: given only by a simulation, which has to repeat a run to the letter.
  /** The clock of deadlines; unlike `now` nobody sets it. */
  readonly steadyNow?: Now;
  readonly sleep?: (ms: Ms) => Promise<void>;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly newId?: NewId;
  readonly randomBytes?: (count: number) => Uint8Array;
  /** Aborts after so long, as `AbortSignal.timeout` does. */
  readonly timeoutSignal?: (ms: Ms) => AbortSignal;
}

export interface ReceptionDay {
  readonly app: Hono;
  /** Delivers what is due and takes the clock's daily turn. Harmless to call at any time, by any number of machines. */
  readonly tick: () => Promise<void>;
  readonly handleCommand: HandleCommand;
  readonly cases: CaseStore;
  readonly mirror: MirrorStore;
  readonly outbox: OutboxStore;
  readonly feishu: Feishu;
  readonly database: Database;
  /** What `bitable plan|apply` needs. */
  readonly schema: Omit<ApplyDeps, 'say'>;
  /**
   * Wishes for one look at every table of every district, so that what happened while nobody listened is seen. Once per
   * `occasion`, however many machines ask.
   */
  readonly lookAround: (occasion: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A Feishu call may take this long; a lane's lease (30 s) must cover a token, a call and one repeat of it. */
const FEISHU_CALL_TIMEOUT_MS = 6_000;
/** One turn of delivering: below the 30 s that a Worker may go on after its answer, and long enough where all is slow. */
const TURN_MS = 25_000;
/** An answer of a few kilobytes is on its way by then. */
const ANSWER_LEAVES_MS = 30;
/** An old card that was pressed shows the answer first. */
const POINTS_AFTER_MS = 4_000;
/** The bucket names the day; the window only has to be longer than one. */
const URGE_WINDOW_MS = 7 * 86_400_000;
const UPKEEP_EVERY_MS = 60 * 60_000;
/** How long an edit whose event was lost stays unseen. While nothing changes, a look costs one call. */
const QUICK_SWEEP_EVERY_MS = 10 * 60_000;
const ADD_UP_CALLS_EVERY_MS = 60_000;
/** A look that is still under way is not disturbed by the next one. */
const QUICK_SWEEP_KEYS = 6;
/** The nightly reconciliation: 03:00 in Beijing. */
const NIGHTLY_MINUTES = 3 * 60;

const afterByTimer: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};
const afterBySleeping =
  (sleep: (ms: Ms) => Promise<void>): After =>
  (ms, act) => {
    let isCalledOff = false;
    void sleep(ms).then(() => {
      if (!isCalledOff) act();
    });
    return () => {
      isCalledOff = true;
    };
  };

export const compose = (config: Config, platform: Platform): ReceptionDay => {
  const { log } = platform;
  const now: Now = platform.now ?? Date.now;
  const sleep = platform.sleep ?? ((ms: Ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const after = platform.sleep ? afterBySleeping(platform.sleep) : afterByTimer;
  const steadyNow = platform.steadyNow ?? Date.now;
  const random = platform.random ?? Math.random;
  const newId: NewId = platform.newId ?? (() => randomUUID());
  const bytes = platform.randomBytes ?? ((count: number) => randomBytes(count));

  const database = openDatabase({
    url: config.database.url,
    authToken: config.database.authToken,
    // Deadlines are real time, also where the clock of the process is moved by a test.
    now: steadyNow,
    sleep,
    random,
    createClient: platform.createClient,
  });
  const cases = createCaseStore({ database, newId });
  const mirror = createMirrorStore({ database, now });
  const outbox = createOutboxStore({ database, newId });
  const linkStore = createLinkStore({ database });
  const clock = createClockStore({ database });
  const upkeep = createUpkeep({ database });
  const callCounts = createCallCounts({ database });
  const calls = createCallCounter();

  const client = createFeishuClient({
    ...config.feishu,
    fetch: platform.fetch ?? fetch,
    now,
    callTimeoutMs: FEISHU_CALL_TIMEOUT_MS,
    ...(platform.timeoutSignal ? { timeoutSignal: platform.timeoutSignal } : {}),
    log,
    onCall: (what, kind) => calls.count(beijingDateOf(now()), what, kind),
  });
  const feishu: Feishu = {
    messages: createMessages(client),
    media: createMedia(client, { now, sleep }),
    rows: createRows(client),
    structure: createStructure(client),
    documents: createDocuments(client),
    approvals: createApprovals(client),
    calendar: createCalendar(client),
    tasks: createTasks(client),
  };

  const handleCommand = createHandleCommand({
    cases,
    now,
    steadyNow,
    pauseBriefly: (attempt) => sleep(random() * 15 * attempt),
    replyTo: acceptedSentence,
  });
  const receipts = createReceipts({ secrets: config.linkSecrets, randomBytes: bytes });
  const unitCodes = createUnitCodes(config.linkSecrets);
  const { links, filesUrl, verifyStatus, verifyRating, verifyUpload, verifyUnit, signVisit, verifyVisit } = createLinks(
    {
      publicUrl: config.publicUrl,
      secrets: config.linkSecrets,
    },
  );

  const approvalProof = createApprovalProof(config.linkSecrets);

  const allow = createAllow({ database, now });
  const boards: BoardDeps = {
    cases,
    mirror,
    allowUrge: (district, cap) => allow(`urge ${district} ${beijingDateOf(now())}`, cap, URGE_WINDOW_MS),
    freshCard,
    now,
  };
  const schedule = createRetrySchedule({ random });
  const drain = createDrain({
    outbox,
    now,
    newId,
    log,
    schedule,
    callTimeoutMs: FEISHU_CALL_TIMEOUT_MS,
    deliverBase: reportingParked(
      createDeliverToBase({
        rows: feishu.rows,
        structure: feishu.structure,
        mirror,
        cases,
        health: outbox.health,
        saveWishes: outbox.saveEvent,
        callsOf: callCounts.of,
        handle: handleCommand,
        refusalSentence,
        hashOfReceipt: receipts.hashIfIssued,
        hashForRecord: receipts.hashForRecord,
        links,
        isCreditCode: isCreditCode,
        endAfter: schedule.endAfter,
        noticeVersionOf,
        now,
        callTimeoutMs: FEISHU_CALL_TIMEOUT_MS,
      }),
      now,
    ),
    deliverPerson: reportingParked(
      createDeliverToPerson({
        messages: feishu.messages,
        cases,
        cards: outbox,
        boards,
        drawCard,
        filesUrl,
        drawPointer: drawPointerCard,
        drawRetired: drawRetiredCard,
        noticeText: (kind, subject, directory, told) =>
          noticeText(kind, subject, directory, {
            ...told,
            codes: unitCodes.toTell(subject, directory, told.to, now()),
          }),
        wishFor,
        endAfter: schedule.endAfter,
        now,
        sleep,
        callTimeoutMs: FEISHU_CALL_TIMEOUT_MS,
      }),
      now,
    ),
    deliverCases: reportingParked(createDeliverToCases({ cases, mirror, handleCommand, now }), now),
    deliverLinks: reportingParked(
      createDeliverLinks({
        ...feishu,
        cases,
        mirror,
        links: linkStore,
        chatLink: `https://applink.feishu.cn/client/bot/open?appId=${config.feishu.appId}`,
        callback: { ...approvalProof, url: `${config.publicUrl}/feishu/approvals` },
        wishes: { approval: approvalIntention, tasks: tasksIntention, calendar: calendarIntention, taskIsNoReport },
        endAfter: schedule.endAfter,
        now,
        sleep,
        callTimeoutMs: FEISHU_CALL_TIMEOUT_MS,
      }),
      now,
    ),
  });
  const superviseOverdue = createSuperviseOverdue({
    cases,
    clock,
    handleCommand,
    now,
  });
  const sendAfternoons = createSendAfternoons({ cases, clock, outbox, now });
  const sendDailies = createSendDailies({
    cases,
    clock,
    outbox,
    now,
  });
  const dealCards = createDealCards({
    cases,
    clock,
    outbox,
    now,
  });
  /** A press on a message that is not the card's own any more was answered like any other; then that message points on. */
  const noteDrawn = async (drawn: DrawnCard & { readonly messageId: MessageId }): Promise<void> => {
    const { key, card, press, messageId, presser } = drawn;
    const known = await outbox.noteDrawn({
      key,
      press,
      messageId,
      hash: hashOfCard(card),
      isAnswerable: isAnswerableCard(card),
      until: now() + POINTS_AFTER_MS,
      now: now(),
    });
    if (known === null || known === messageId) return;
    await outbox.saveEvent(
      deliveryId(`pointer:${messageId}:${now()}`),
      [pointerTo(drawn, messageId, presser, now() + POINTS_AFTER_MS)],
      now(),
    );
  };
  const districtsOf = async (who: OpenId) => {
    const directories = await mirror.loadDirectories();
    const known = directories.filter((directory) => isKnown(who, directory)).map(({ district }) => district);
    return { known, any: directories[0]?.district ?? null };
  };
  const findBase = rememberingBases(mirror, now);

  const deliver = createTurns({
    drain: (lastsMs) => drain({ untilMs: now() + lastsMs }),
    steadyNow,
    turnMs: TURN_MS,
  });
  // A card must not be touched before the answer to its press has left, so what follows waits for that moment.
  const afterAnswer = (c: Context, first: () => Promise<unknown> = async () => {}) =>
    platform.background(
      c,
      sleep(ANSWER_LEAVES_MS)
        .then(first)
        .then(deliver)
        .then(
          () => {},
          (error: unknown) => log({ event: 'afterAnswer.failed', error: errorTag(error) }),
        ),
    );

  const receive = createReceive({
    keys: {
      appId: config.feishu.appId,
      encryptKeys: config.feishu.encryptKeys,
      verificationToken: config.feishu.verificationToken,
    },
    now,
    log,
  });
  const app = createApp({
    log,
    version: platform.version ?? 'development',
    pressCard: cardAction({
      receive,
      handleCommand,
      cases,
      outbox,
      freshCard,
      filesUrl,
      drawList: (district, viewer, list, page) => drawListFor(boards, district, viewer, list, page),
      now,
      steadyNow,
      after,
      log,
      afterAnswer: (c, drawn: DrawnCard | null) =>
        afterAnswer(c, async () => {
          if (drawn?.messageId) await noteDrawn({ ...drawn, messageId: drawn.messageId });
        }),
    }),
    receiveEvent: tableChange({
      receive,
      outbox,
      findBase,
      wishesOfTask: async (guid) => {
        const link = await linkStore.linkByRemote('task', guid);
        return link?.caseId ? [tasksIntention(link.district, link.caseId, now(), true)] : [];
      },
      districtsOf,
      now,
      debounceMs: config.editDebounceMs,
      log,
      afterAnswer,
    }),
    pressApproval: approvalPress({
      proof: approvalProof,
      personOf: feishu.approvals.personOf,
      handleCommand,
      steadyNow,
      log,
      afterAnswer,
    }),
    notFound: notFoundPage,
    pages: createPages({
      cases,
      mirror,
      links,
      verifyStatus,
      verifyRating,
      verifyUpload,
      unitDoor: { verifyLink: verifyUnit, signVisit, verifyVisit, isCode: unitCodes.isRight },
      media: feishu.media,
      sleep,
      receipts,
      handle: handleCommand,
      allow,
      visitorKey: config.linkSecrets[0] ?? '',
      refusalSentence,
      publicUrl: config.publicUrl,
      randomBytes: bytes,
      now,
      afterChange: afterAnswer,
    }),
    checkHealth: createHealthCheck({ database, now }),
    metrics: createMetrics({ operatorToken: config.operatorToken, mirror, outbox, calls, callCounts, now }),
  });

  const lookAround = async (occasion: string): Promise<void> => {
    for (const base of await mirror.loadBases()) {
      await outbox.saveEvent(
        deliveryId(`look:${base.district}:${occasion}`),
        [...lookAtEverything(base, occasion, now()), healthIntention(base.district, now())],
        now(),
      );
    }
  };

  /** Once per slot, however many machines ask. */
  const lookForChanges = async (): Promise<void> => {
    const slot = Math.floor(now() / QUICK_SWEEP_EVERY_MS);
    for (const { district } of await mirror.loadBases()) {
      await outbox.saveEvent(
        deliveryId(`quick:${district}:${slot}`),
        [quickSweep(district, String(slot % QUICK_SWEEP_KEYS), now())],
        now(),
      );
    }
  };

  const addUpCalls = async (): Promise<void> => {
    const counted = calls.take();
    try {
      await callCounts.add(counted);
    } catch (error) {
      // A figure to look at: it must not stop the turn, and what is in doubt is rather counted twice than never.
      calls.giveBack(counted);
      log({ event: 'calls.notAddedUp', error: errorTag(error) });
    }
  };

  let nextUpkeepAt = 0;
  let nextCountAt = 0;
  let nextQuickSweepAt = 0;
  return {
    app,
    tick: async () => {
      await deliver();
      const directories = await mirror.loadDirectories();
      await superviseOverdue(directories);
      await dealCards(directories);
      await sendDailies(directories);
      await sendAfternoons(directories);
      if (now() >= nextCountAt) {
        nextCountAt = now() + ADD_UP_CALLS_EVERY_MS;
        await addUpCalls();
      }
      if (now() >= nextQuickSweepAt) {
        nextQuickSweepAt = now() - (now() % QUICK_SWEEP_EVERY_MS) + QUICK_SWEEP_EVERY_MS;
        await lookForChanges();
      }
      if (now() < nextUpkeepAt) return;
      if (minutesOfBeijingDay(now()) >= NIGHTLY_MINUTES) await lookAround(`night ${beijingDateOf(now())}`);
      nextUpkeepAt = now() + UPKEEP_EVERY_MS;
      await upkeep.prune(now());
    },
    handleCommand,
    cases,
    mirror,
    outbox,
    feishu,
    database,
    lookAround,
    schema: { structure: feishu.structure, documents: feishu.documents, rows: feishu.rows, mirror, pause: sleep },
    close: async () => database.close(),
  };
};

/** A binding changes only when a Base is set up, and an event should cost one round trip: the write. */
const BINDING_LIFE_MS = 60_000;
const rememberingBases = (mirror: MirrorStore, now: Now): ((appToken: string) => Promise<BaseBinding | null>) => {
  const known = new Map<string, { readonly binding: BaseBinding; readonly until: number }>();
  return async (appToken) => {
    const remembered = known.get(appToken);
    if (remembered && remembered.until > now()) return remembered.binding;
    const binding = await mirror.findBase(appToken);
    if (binding) known.set(appToken, { binding, until: now() + BINDING_LIFE_MS });
    return binding;
  };
};
