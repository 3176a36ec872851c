/**
 * The one way to change a case: load → decide → save, in two round trips to the database. When someone was faster, it
 * loads and decides again; when the same delivery comes twice, it answers what was answered then.
 */
import { type CaseStore, type Now, UnreadError } from '../ports.ts';
import { byWords, signatureOf } from '../workflow/acting.ts';
import type { Actor } from '../workflow/actor.ts';
import { nameInDirectory } from '../workflow/actor.ts';
import { type Case, nextRound, roundInHand, type State } from '../workflow/case.ts';
import type { Command, CommandType } from '../workflow/commands.ts';
import { beijingYearOf } from '../workflow/deadlines.ts';
import { decide } from '../workflow/decide.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CardKind } from '../workflow/effects.ts';
import type { CaseId, DeliveryId, DistrictId, Ms } from '../workflow/ids.ts';
import { changedLooks, changedTies, NO_TIES, type Ties } from '../workflow/ties.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';
import { intentionsOf } from './intentions.ts';

export interface CommandRequest {
  readonly deliveryId: DeliveryId;
  readonly caseId: CaseId;
  /** Needed only to open a case. */
  readonly district: DistrictId | null;
  readonly actor: Actor;
  readonly command: Command;
  /** On the clock of deadlines (`steadyNow`): nothing is begun or waited for after it, because nobody would hear of it. */
  readonly endsAt?: Ms;
  /** For a press in the approval centre: why the case it finds is not the one that was shown, or null. */
  readonly stillHolds?: (subject: Case, ties: Ties, directory: Directory) => Refusal | null;
  /** For a press: the card it was made on, so that an earlier round's card cannot act on this one. */
  readonly pressed?: {
    readonly card: CardKind;
    readonly round: number;
    readonly key: string;
    /** The state of the case that the card showed. */
    readonly step: State;
  };
}

export type Outcome = {
  /** What is near the case; only after a press on its sheet. */
  readonly ties: Ties;
} & (
  | { readonly kind: 'accepted'; readonly subject: Case; readonly directory: Directory; readonly reply: string }
  | { readonly kind: 'repeated'; readonly subject: Case | null; readonly directory: Directory; readonly reply: string }
  | {
      readonly kind: 'refused';
      readonly subject: Case | null;
      readonly directory: Directory | null;
      readonly reason: Refusal;
    }
);

export interface HandleCommandDeps {
  readonly cases: CaseStore;
  readonly now: Now;
  /** The clock of `endsAt`, which nobody sets. */
  readonly steadyNow: Now;
  /** Waits a random moment before deciding again, so that rivals do not meet again. */
  readonly pauseBriefly: (attempt: number) => Promise<void>;
  /** The sentence that answers an accepted command; kept with the delivery. */
  readonly replyTo: (command: Command, next: Case) => string;
}

/**
 * Rivals for one case meet at most a few times, but leaders who sign different cases of one district in the same second
 * also compete for the next sheet number, and each round of that race has exactly one winner.
 */
const MAX_DECISIONS = 12;
/** A pressed card is redrawn by the answer; only if that is not confirmed within this time is it updated by a call. */
export const PRESSED_CARD_GRACE_MS = 4_000;

/** Pressed on the 签批单 after it was signed: about the round it opened, 审批延期 among them. */
const ON_SIGNED_SHEET: readonly CommandType[] = [
  'checkTranscript',
  'disownTranscript',
  'correctInstruction',
  'addInstruction',
  'decideExtension',
];

/** Why a press on a card of another round cannot count, or null when the card is of the round in hand. */
const staleness = (subject: Case | null, { pressed, command }: CommandRequest): Refusal | null => {
  if (!subject || !pressed || pressed.card === 'consultation') return null;
  // A sheet is signed before its round begins; what was transcribed of it is looked at afterwards, on the same card.
  const isToSign = pressed.card === 'instruction' && !ON_SIGNED_SHEET.includes(command.type);
  if (pressed.round === (isToSign ? nextRound(subject) : roundInHand(subject))) return null;
  const { instruction: signed, voided } = subject.rounds.find((round) => round.round === pressed.round) ?? {};
  if (voided) return { kind: 'sheetVoid', byName: byWords(voided.by), at: voided.at };
  if (isToSign && signed) return { kind: 'alreadySigned', byName: byWords(signatureOf(signed)), at: signed.signedAt };
  return { kind: 'outOfDate', state: subject.state };
};

const named = (actor: Actor, directory: Directory): Actor =>
  (actor.kind === 'person' || actor.kind === 'editor') && actor.openId
    ? { ...actor, name: nameInDirectory(directory, actor.openId) ?? actor.name }
    : actor;

const unlessUnread = async <T>(loading: Promise<T>): Promise<T | 'unread'> => {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof UnreadError) return 'unread';
    throw error;
  }
};

export const createHandleCommand =
  (deps: HandleCommandDeps) =>
  async (request: CommandRequest): Promise<Outcome> => {
    for (let attempt = 1; attempt <= MAX_DECISIONS; attempt += 1) {
      if (request.endsAt !== undefined && deps.steadyNow() >= request.endsAt) break;
      const now = deps.now();
      const endsAt = request.endsAt ?? null;
      const context = await unlessUnread(
        deps.cases.loadForDecision({
          caseId: request.caseId,
          district: request.district,
          year: beijingYearOf(now),
          deliveryId: request.deliveryId,
          endsAt,
          mergeTarget: request.command.type === 'merge' ? request.command.into : null,
          withTies: request.pressed?.card === 'instruction' || request.stillHolds !== undefined,
        }),
      );
      if (context === 'unread') break;
      if (!context)
        return { kind: 'refused', subject: null, directory: null, ties: NO_TIES, reason: { kind: 'noSuchCase' } };

      const { subject, directory } = context;
      const ties = context.ties ?? NO_TIES;
      if (context.earlierReply !== null)
        return { kind: 'repeated', subject, directory, ties, reply: context.earlierReply };

      const stale = staleness(subject, request) ?? (subject && request.stillHolds?.(subject, ties, directory)) ?? null;
      if (stale) return { kind: 'refused', subject, directory, ties, reason: stale };

      const decision = decide(subject, request.command, {
        actor: named(request.actor, directory),
        now,
        directory,
        calendar: createWorkCalendar(directory.settings),
        nextSerial: context.nextSerial,
        shown: request.pressed?.step ?? null,
        mergeTarget: context.mergeTarget,
      });
      if (decision.kind === 'refused') return { kind: 'refused', subject, directory, ties, reason: decision.reason };

      const reply = deps.replyTo(request.command, decision.next);
      const saved = await deps.cases.saveDecision({
        deliveryId: request.deliveryId,
        reply,
        next: decision.next,
        events: decision.events,
        lastHash: context.lastHash,
        intentions: intentionsOf(decision.effects, decision.next, now),
        now,
        pressedCardKey: request.pressed?.key ?? null,
        pressedCardAt: now + PRESSED_CARD_GRACE_MS,
        endsAt,
        nearTo: changedTies(subject, decision.next),
        alikeTo: changedLooks(subject, decision.next),
      });
      switch (saved.kind) {
        case 'saved':
          return { kind: 'accepted', subject: decision.next, directory, ties, reply };
        case 'repeated': {
          const current = await deps.cases.loadCase(request.caseId);
          return { kind: 'repeated', subject: current?.subject ?? subject, directory, ties, reply: saved.reply };
        }
        case 'busy':
          return { kind: 'refused', subject, directory, ties, reason: { kind: 'busy' } };
        case 'conflict':
          await deps.pauseBriefly(attempt);
      }
    }
    return { kind: 'refused', subject: null, directory: null, ties: NO_TIES, reason: { kind: 'busy' } };
  };

export type HandleCommand = ReturnType<typeof createHandleCommand>;
