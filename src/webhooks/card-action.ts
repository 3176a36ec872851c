/**
 * A button was pressed. The story of one press, top to bottom: who sent it, what was pressed, what the process says, what
 * the card shows now. The decision is saved before the answer leaves, because Feishu never repeats a press.
 */
import type { Context } from 'hono';
import { type PressAnswer, pressAnswer, refusalSentence, unsentSentence } from '../../cards/answer.ts';
import { type Addition, type Ask, drawCard, parseAddition, parseAsk, roomOf } from '../../cards/cards.ts';
import { type Click, parseClick, parseRetired } from '../../cards/click.ts';
import { type HandleCommand, type Outcome, PRESSED_CARD_GRACE_MS } from '../cases/handle-command.ts';
import { cardKey } from '../cases/intentions.ts';
import type { CardPress } from '../feishu/callbacks.ts';
import { errorTag, type Log } from '../log.ts';
import type { After, FilesUrl, Now, OutboxStore } from '../ports.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { CardKind } from '../workflow/effects.ts';
import type { CaseId, DeliveryId, DistrictId, MessageId, Ms, OpenId } from '../workflow/ids.ts';
import { isBlank, tidyText } from '../workflow/plain-text.ts';
import { rolesOf } from '../workflow/roles.ts';
import { FIELDS, LABELS, WRITTEN } from '../workflow/whose-turn/acts.ts';
import { membersOf } from '../workflow/whose-turn/form-values.ts';
import { type AnswerAskDeps, answerAsk } from './answer-ask.ts';
import type { Receive } from './receive.ts';
import { addItem, drawRoom, type RoomAsked } from './room-press.ts';

/** A card as it now stands in someone's chat. */
export interface DrawnCard {
  readonly key: string;
  /** As anybody would draw it. */
  readonly card: object;
  /** The same with what the presser had written besides: it stays until the case gives the card something else to say. */
  readonly shown: object;
  readonly kind: CardKind;
  readonly caseId: CaseId;
  readonly district: DistrictId;
  readonly presser: OpenId;
  readonly press: DeliveryId;
  /** The message it was drawn on; null when the press did not say. */
  readonly messageId: MessageId | null;
}

export interface CardActionDeps extends AnswerAskDeps {
  readonly outbox: Pick<OutboxStore, 'saveEvent' | 'answering'>;
  readonly receive: Receive;
  readonly handleCommand: HandleCommand;
  /** The clock of deadlines, and acting by it. */
  readonly steadyNow: Now;
  readonly after: After;
  /** 照片和附件 beside a card. */
  readonly filesUrl: FilesUrl;
  readonly log: Log;
  /** What follows once the answer has left: note what the card shows, deliver what waits. Never awaited by the answer. */
  readonly afterAnswer: (c: Context, drawn: DrawnCard | null) => void;
}

const UNREADABLE = '这张卡片已失效或不完整，请从最新的卡片操作。';
/** True whether or not the decision was saved in the end: a second press of a decided step changes nothing. */
const NOT_CONFIRMED = '系统繁忙，结果尚未确认，请重试；如已办成，再按不会重复。';
/** Feishu waits 3 s, the ways there and back included. From here on nothing is begun that the presser would not hear of … */
const DECIDES_WITHIN_MS = 2_200;
/** … and by here the answer leaves, whatever is still under way. */
const ANSWERS_WITHIN_MS = 2_500;

export const cardAction = (deps: CardActionDeps) => async (c: Context) => {
  const startedAt = deps.steadyNow();
  const received = await deps.receive(c.req.raw, 'cards');
  if (received.kind === 'refused') return c.body(null, received.status);
  if (received.kind === 'challenge') return c.json({ challenge: received.challenge });
  if (received.kind === 'event') return c.body(null, 400);

  const { press } = received;
  const ask = parseAsk(press) ?? parseRetired(press);
  if (ask && press.openId) {
    const { openId, deliveryId, form } = press;
    const shown = unsentOn(deps, ask, form).then((unsent) => unsent ?? answerAsk(deps, ask, openId, deliveryId));
    return answerInTime(shown.then((body): Answer => ({ body, drawn: null })));
  }
  const pressed = parseAddition(press) ?? parseClick(press);
  if (!pressed || !press.openId)
    return c.json(pressAnswer({ toast: { type: 'warning', content: UNREADABLE }, card: null }));

  // What was typed cannot be read as it is: the card stays, with the words still in it.
  if (pressed.problem)
    return c.json(pressAnswer({ toast: { type: 'warning', content: refusalSentence(pressed.problem) }, card: null }));

  const endsAt = startedAt + DECIDES_WITHIN_MS;
  return answerInTime(
    'alike' in pressed
      ? addToRoom(deps, pressed, press.openId, press.deliveryId, endsAt)
      : decidePress(deps, pressed, press.openId, received, endsAt),
  );

  async function answerInTime(work: Promise<Answer>): Promise<Response> {
    const answer = await within(deps, startedAt + ANSWERS_WITHIN_MS, work.catch(failed), notConfirmed);
    if (answer === notConfirmed) deps.log({ event: 'press.notConfirmed', delivery: press.deliveryId });
    deps.afterAnswer(c, answer.drawn);
    return c.json(answer.body);
  }

  /** A press is answered whatever happened, and with nothing that could be untrue; the log says why. */
  function failed(error: unknown): Answer {
    deps.log({ event: 'press.failed', delivery: press.deliveryId, error: errorTag(error) });
    return notConfirmed;
  }
};

interface Answer {
  readonly body: PressAnswer;
  readonly drawn: DrawnCard | null;
}
/** The card is left as it is: should the decision have been saved, the outbox will redraw it. */
const notConfirmed: Answer = {
  body: pressAnswer({ toast: { type: 'error', content: NOT_CONFIRMED }, card: null }),
  drawn: null,
};

const decidePress = async (
  deps: CardActionDeps,
  click: Click,
  presser: OpenId,
  received: Extract<Awaited<ReturnType<Receive>>, { kind: 'press' }>,
  endsAt: Ms,
): Promise<Answer> => {
  const key = cardKey(click.card, click.caseId, click.round, presser);
  const outcome: Outcome = await deps.handleCommand({
    deliveryId: received.press.deliveryId,
    caseId: click.caseId,
    district: null,
    actor: { kind: 'person', openId: presser, name: '' },
    command: click.command,
    endsAt,
    // In the room it is the same sheet that is pressed, on another card.
    pressed: { card: click.card === 'room' ? 'instruction' : click.card, round: click.round, key, step: click.step },
  });
  if (click.card === 'room') {
    const room = outcome.subject && !isMendable(outcome) ? roomOf(outcome.subject) : null;
    const typed = { of: click.caseId, values: notTaken(outcome, click) };
    const asked = room && { ...room, viewer: presser, at: click.caseId, typed };
    return { body: pressAnswer({ toast: toastOf(outcome), card: await roomInTime(deps, asked, endsAt) }), drawn: null };
  }
  const drawn = redraw(deps, outcome, click, presser, received.press);
  // A decision that was saved has noted the answer with it.
  const mayDraw = outcome.kind === 'accepted' || drawn === null || (await noteAnswer(deps, drawn, endsAt));
  return mayDraw
    ? { body: pressAnswer({ toast: toastOf(outcome), card: drawn?.shown ?? null }), drawn }
    : { body: pressAnswer({ toast: toastOf(outcome), card: null }), drawn: null };
};

/** False when it could not be saved in time: then the answer leaves the card alone, so that nobody is misled about it. */
const noteAnswer = async (deps: CardActionDeps, { key, messageId, press }: DrawnCard, endsAt: Ms): Promise<boolean> => {
  const now = deps.now();
  const noted = deps.outbox.answering({ key, messageId, press, until: now + PRESSED_CARD_GRACE_MS, now }).then(
    () => true,
    (error: unknown) => {
      deps.log({ event: 'press.notNoted', delivery: press, error: errorTag(error) });
      return false;
    },
  );
  return within(deps, endsAt, noted, false);
};

const toastOf = (outcome: Outcome): PressAnswer['toast'] => {
  switch (outcome.kind) {
    case 'accepted':
    case 'repeated':
      return { type: 'success', content: outcome.reply };
    case 'refused':
      return { type: outcome.reason.kind === 'busy' ? 'error' : 'warning', content: refusalSentence(outcome.reason) };
  }
};

/** Refusals that the person can mend on the card in hand: redrawing it would wipe out what was typed. */
const MENDABLE: readonly Refusal['kind'][] = [
  'fieldsMissing',
  'reasonMissing',
  'textTooLong',
  'limitInvalid',
  'dateInvalid',
  'dateTooFar',
  'dateNotLater',
  'unknownUnit',
  'unknownLeader',
  'leaderMayNotSign',
  'outcomeUnfit',
  'endorsedWithWords',
  'unknownOfficer',
  'busy',
];

const isMendable = (outcome: Outcome): boolean => outcome.kind === 'refused' && MENDABLE.includes(outcome.reason.kind);

const addToRoom = async (
  deps: CardActionDeps,
  addition: Addition,
  presser: OpenId,
  delivery: DeliveryId,
  endsAt: Ms,
): Promise<Answer> => {
  const { toast, room } = await addItem(deps, addition, presser, delivery, endsAt);
  return { body: pressAnswer({ toast, card: await roomInTime(deps, room, endsAt) }), drawn: null };
};

/** The next item, if it can be read in time; the decision is saved, and saying so must not wait for it. */
const roomInTime = async (deps: CardActionDeps, asked: RoomAsked | null, endsAt: Ms): Promise<object | null> =>
  asked ? within(deps, endsAt, drawRoom(deps, asked), null) : null;

/** What the work brings, or `otherwise` where it brings nothing by then. A wait that is over leaves no timer behind. */
const within = <T>(
  { after, steadyNow }: Pick<CardActionDeps, 'after' | 'steadyNow'>,
  endsAt: Ms,
  work: Promise<T>,
  otherwise: T,
): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const callOff = after(endsAt - steadyNow(), () => resolve(otherwise));
    work.then(resolve, reject).finally(callOff);
  });

/** What stands in the fields of the pressed card once its act has taken what it reads; all of it where the act was refused. */
const notTaken = (outcome: Outcome, { act, typed }: Click): ReadonlyMap<string, unknown> => {
  if (outcome.kind === 'refused') return typed;
  const taken: readonly string[] = Object.values(FIELDS[act]);
  return new Map([...typed].filter(([name]) => !taken.includes(name)));
};

/** To be shown another item in place of the card would wipe out what the leader wrote on it; a draft left as it was is no loss. */
const unsentOn = async ({ cases }: CardActionDeps, ask: Ask, form: unknown): Promise<PressAnswer | null> => {
  if (ask.kind !== 'room' || !ask.isHere) return null;
  const written = [...membersOf(form)].flatMap(([name, words]) =>
    WRITTEN.includes(name) && typeof words === 'string' && !isBlank(words) ? [{ name, words: tidyText(words) }] : [],
  );
  if (written.length === 0) return null;
  const { items } = await cases.loadReceptionDay(ask.district, ask.day);
  const drafts = items.map(({ awaiting }) => tidyText(awaiting?.draft?.words ?? ''));
  const unsent = written.find(({ words }) => !drafts.includes(words));
  return unsent
    ? pressAnswer({
        toast: { type: 'warning', content: unsentSentence(LABELS[unsent.name] ?? unsent.name) },
        card: null,
      })
    : null;
};

/** The card as it is now, for those who have a part in the case; whoever merely got it forwarded learns nothing new. */
const redraw = (
  { now, filesUrl }: Pick<CardActionDeps, 'now' | 'filesUrl'>,
  outcome: Outcome,
  click: Click,
  presser: OpenId,
  { messageId, deliveryId }: Pick<CardPress, 'messageId' | 'deliveryId'>,
): DrawnCard | null => {
  const { subject, directory, ties } = outcome;
  if (!subject || !directory) return null;
  if (click.card === 'room' || isMendable(outcome)) return null;
  const actor = { kind: 'person', openId: presser, name: '' } as const;
  if (rolesOf(actor, subject, directory, beijingDateOf(now())).size === 0) return null;
  const view = {
    subject,
    directory,
    round: click.round,
    viewer: presser,
    ties,
    filesUrl: filesUrl(subject, click.round, presser),
  };
  const card = drawCard(click.card, view);
  const shown = drawCard(click.card, { ...view, typed: notTaken(outcome, click) });
  if (!card || !shown) return null;
  const { card: kind, caseId, round } = click;
  const key = cardKey(kind, caseId, round, presser);
  return { key, card, shown, kind, caseId, district: subject.district, presser, press: deliveryId, messageId };
};
