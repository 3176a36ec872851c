/**
 * Every message once: in each person's chat as many as there were wishes for one, counted by the database's own rows as they were
 * written (`ghost.ts` of the tables stands in `story.ts`). What was given up may have arrived all the same.
 */
import { editNoticeText } from '../../cards/edit-notice.ts';
import { lastsThrough } from '../../src/cases/deal-cards.ts';
import type { ReceptionDay } from '../../src/compose.ts';
import { TEXTS } from '../../src/outbox/deliver-boards.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import type { Case } from '../../src/workflow/case.ts';
import { unitById } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { UnitId } from '../../src/workflow/ids.ts';
import { peopleOf, staffOf } from '../../src/workflow/roles.ts';
import type { Settings } from '../../src/workflow/settings.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import type { RestDeps } from './at-rest.ts';

/** How a message about an edit begins. */
const EDIT_NOTICE = editNoticeText([]).slice(0, '【表格修改未采纳'.length);
const ORDINARY = createWorkCalendar({ extraDaysOff: [], extraWorkdays: [] });

/** Within this time a run either notes what it sent or breaks off. */
const RUN_MS = 30_000;

type Wish = Readonly<Record<string, unknown>>;

export const messages = (
  { memory, sandbox, givenUp, failedLanes }: RestDeps,
  settings: Settings,
): readonly string[] => {
  const found: string[] = [];
  /** A day off may have been declared before a card was sent anew, or after. */
  const calendars = [ORDINARY, createWorkCalendar(settings)];
  const wished = memory.rows('SELECT key, lane, kind, args FROM ghost_notices');
  const cards = memory.rows('SELECT key, message_id FROM ghost_cards');
  const byId = new Map(sandbox.state.messages.map((message) => [message.messageId, message]));

  const asked = memory.rows('SELECT key, count(*) AS asks FROM ghost_asked GROUP BY key');
  const asksOf = new Map(asked.map(({ key, asks }) => [key, Number(asks)]));
  const lastByKey = new Map<unknown, number>();
  for (const { key, message_id: id } of cards) {
    const sentAt = byId.get(String(id))?.createdAt ?? 0;
    const before = lastByKey.get(key);
    // A card that still waits for its reader is sent anew before it dies; a second one sooner is one too many, unless its
    // reader asked the bot for it.
    if (
      before !== undefined &&
      calendars.every((one) => before >= lastsThrough(sentAt, one)) &&
      !givenUp.has(String(key))
    ) {
      const asks = asksOf.get(key) ?? 0;
      if (asks <= 0) found.push(`the same card twice: ${String(key)}`);
      asksOf.set(key, asks - 1);
    }
    lastByKey.set(key, sentAt);
  }

  for (const chat of sandbox.state.chats) {
    const mine = wished.filter((wish) => wish['lane'] === `person:${chat.openId}`);
    const of = (kind: string): readonly Wish[] => mine.filter((wish) => wish['kind'] === kind);
    const sent = sandbox.state.messages.filter(
      (message) => message.chatId === chat.chatId && message.sender === 'app' && message.forwardedFrom === null,
    );
    const texts = sent.filter(({ type }) => type === 'text').map(({ versions }) => textOf(versions[0]?.content ?? ''));
    const others = sent.length - texts.filter((text) => text.startsWith(EDIT_NOTICE)).length;
    const known = cards.filter(({ message_id: id }) => byId.get(String(id))?.chatId === chat.chatId).length;
    const doubtful = [...givenUp].filter((key) => key.startsWith('card:') && key.endsWith(`:${chat.openId}`)).length;
    const told = (['help', 'unknown'] as const).map((question) => {
      const asked = of('answer').filter((wish) => String(wish['args']).includes(`"question":"${question}"`));
      const answers = texts.filter((text) => text === TEXTS[question]).length;
      if (answers > asked.length)
        found.push(`${chat.openId} was answered ${answers} times for ${asked.length} questions`);
      return asked.filter(({ key }) => !givenUp.has(String(key))).length;
    });
    const certain = [...of('notify'), ...of('notifyOnce')];
    const lost = certain.filter(({ key }) => givenUp.has(String(key))).length;
    const least = known + certain.length - lost + told.reduce((sum, count) => sum + count, 0);
    // A card sent by an attempt that was not noted is asked for again within Feishu's hour, or, when it is over, not any more.
    const unnoted = sent.filter(
      ({ type, messageId, createdAt }) =>
        type === 'interactive' &&
        !cards.some((card) => card['message_id'] === messageId) &&
        failedLanes.some(
          ({ lane, at }) => lane === `person:${chat.openId}` && at >= createdAt && at <= createdAt + RUN_MS,
        ),
    ).length;
    const most = known + certain.length + of('daily').length + of('answer').length + doubtful + unnoted;
    if (others < least) found.push(`${least - others} messages to ${chat.openId} were lost`);
    if (others > most) {
      const noted = new Set(cards.map((card) => card['message_id']));
      const unknown = sent
        .filter(({ type, messageId }) => type === 'interactive' && !noted.has(messageId))
        .map(({ messageId, createdAt }) => `${messageId} at ${createdAt}`);
      found.push(
        `${others - most} messages to ${chat.openId} were sent twice; cards that nobody noted: ${unknown.join() || 'none'}`,
      );
    }
    found.push(...editNotices(of('editNotice'), texts, givenUp));
  }
  return found;
};

const editNotices = (
  wishes: readonly Wish[],
  texts: readonly string[],
  givenUp: ReadonlySet<string>,
): readonly string[] => {
  const found: string[] = [];
  // What was counted is taken out: a short sentence may be part of a longer one.
  let left = texts.join('\n');
  for (const sentence of [...new Set(wishes.map(sentenceOf))].toSorted((a, b) => b.length - a.length)) {
    const asked = wishes.filter((wish) => sentenceOf(wish) === sentence);
    const told = left.split(sentence).length - 1;
    left = left.replaceAll(sentence, '…');
    if (told > asked.length) found.push(`an editor was told ${told} times what was to be said ${asked.length} times`);
    if (told < asked.filter((wish) => !givenUp.has(String(wish['key']))).length)
      found.push('an editor was not told what was not taken over');
  }
  return found;
};

/** Who asked the bot, and whose question reached us, is answered. */
export const unanswered = ({ ghost, sandbox, memory }: RestDeps): readonly string[] =>
  [...ghost.asks].flatMap((eventId) => {
    const hasArrived = sandbox.state.deliveries.some((one) => one.eventId === eventId && one.outcome === 'delivered');
    const wishes = memory.rows("SELECT 1 FROM ghost_notices WHERE kind = 'answer' AND instr(key, ?) > 0", eventId);
    return hasArrived && wishes.length === 0 ? [`the question ${eventId} was taken and never answered`] : [];
  });

/** What an enterprise wrote, and its telephone, stand only in chats of those who have a part in its case. */
export const personalWords = async (
  { sandbox, base, ghost }: RestDeps,
  inspector: ReceptionDay,
  cases: readonly Case[],
): Promise<readonly string[]> => {
  if (ghost.hasDirectoryChanged()) return [];
  const directory = await inspector.mirror.loadDirectory(base.district);
  const everywhere = new Set<string | null | undefined>([
    ...staffOf(directory),
    ...directory.leaders.flatMap(({ openId, substitute, secretaryOpenIds }) => [
      openId,
      substitute?.openId,
      ...secretaryOpenIds,
    ]),
  ]);
  const insidersOf = new Map<string, ReadonlySet<string>>();
  for (const subject of cases) {
    const units = unitsOnce(await inspector.cases.loadEvents(subject.id));
    insidersOf.set(subject.id, new Set(units.flatMap((id) => peopleOf(unitById(directory, id)))));
  }
  const openIds = new Map(sandbox.state.chats.map((chat) => [chat.chatId, chat.openId]));
  // The same person may file twice.
  const casesByWord = new Map<string, Case[]>();
  for (const subject of cases)
    for (const word of new Set([subject.appeal.phone, subject.appeal.text]))
      if (word !== '') casesByWord.set(word, [...(casesByWord.get(word) ?? []), subject]);
  const found: string[] = [];
  for (const message of sandbox.state.messages) {
    const reader = openIds.get(message.chatId);
    if (message.sender !== 'app' || message.forwardedFrom !== null || !reader || everywhere.has(reader)) continue;
    const told = message.versions.map(({ content }) => content).join('\n');
    for (const [word, subjects] of casesByWord) {
      const isTold = told.split(word).some((after, at) => at > 0 && !/^\d/.test(after));
      if (isTold && !subjects.some(({ id }) => insidersOf.get(id)?.has(reader)))
        found.push(`${reader} was told of ${subjects.map(({ id }) => id).join()} without a part in it`);
    }
  }
  return found;
};

const textOf = (content: string): string => {
  const parsed: unknown = JSON.parse(content);
  return typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string'
    ? parsed.text
    : '';
};
const sentenceOf = (wish: Wish): string => {
  const { sentence = '', item = '' }: Record<string, string> = JSON.parse(String(wish['args']));
  return editNoticeText([{ item, sentence }]).split('\n').at(-1) ?? '';
};

/** Every unit that had a part at some time: what it was told then still stands in its chat after 改办, or a 批示 put right. */
const unitsOnce = (events: readonly CaseEvent[]): readonly UnitId[] => {
  let subject: Case | null = null;
  const found = new Set<UnitId>();
  for (const event of events) {
    const after: Case = applyEvent(subject, event);
    for (const { unitId } of [...after.rounds.flatMap(({ units }) => units), ...after.consultations]) found.add(unitId);
    subject = after;
  }
  return [...found];
};
