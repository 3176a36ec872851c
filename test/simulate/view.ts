/**
 * What a person sees in Feishu: rows of tables as words, cards in chats with their buttons. Reads the stand-in's state, so that
 * looking costs no call.
 */
import type { BaseBinding } from '../../src/ports.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Message, Table, TableRecord } from '../feishu/state.ts';
import { buttonsOf, type CardButton } from '../story/cards.ts';
import { shownRow } from '../story/people.ts';

export interface SeenRow {
  readonly recordId: string;
  readonly cells: Readonly<Record<string, string>>;
}
export interface SeenCard {
  readonly messageId: string;
  readonly openId: string;
  readonly content: string;
  readonly buttons: readonly CardButton[];
  /** Which of the message's versions it is, where that is not the last. */
  readonly version?: number;
}

export interface View {
  /** By key (`cases`) of our schema. */
  readonly table: (key: string) => Table;
  /** Rows in which something stands. */
  readonly rows: (key: string) => readonly SeenRow[];
  readonly row: (key: string, recordId: string) => SeenRow | null;
  readonly idsByName: (key: string) => ReadonlyMap<string, string>;
  /** Cards that still have buttons, oldest first. */
  readonly cards: () => readonly SeenCard[];
  /** Cards with a button that asks the bot for something, or adds something, by the name of it in what the button carries. */
  readonly askCards: (key: 'ask' | 'add', what: string) => readonly SeenCard[];
  /** The same as they were drawn before, each time. */
  readonly oldCards: () => readonly SeenCard[];
  /** What the bot wrote to somebody, oldest first. */
  readonly textsTo: (openId: string) => readonly string[];
  /** Cells by the columns' first names, whatever they are called now. */
  readonly byFirstNames: (key: string, cells: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly messages: () => readonly Message[];
  /** The token of a file that was uploaded to the Base; of one that can be no scan of a sheet. */
  readonly storedFile: (isTiny?: boolean) => string;
}

export const createView = (sandbox: Sandbox, base: BaseBinding): View => {
  const table = (key: string): Table => {
    const found = sandbox.state.bases
      .find((one) => one.appToken === base.appToken)
      ?.tables.find((one) => one.tableId === base.tables[key]);
    if (!found) throw new Error(`no table ${key}`);
    return found;
  };
  /** People rename columns in the middle of a story; here every column keeps the name it had first. */
  const firstNames = new Map(
    Object.keys(base.tables).flatMap((key) => table(key).fields.map((field) => [field.fieldId, field.name] as const)),
  );
  const seen = (place: Table, record: TableRecord): SeenRow => ({
    recordId: record.recordId,
    cells: shownRow(
      place.fields.map((field) => ({ ...field, name: firstNames.get(field.fieldId) ?? field.name })),
      record,
    ),
  });
  const rows: View['rows'] = (key) => {
    const place = table(key);
    return place.records.filter((record) => Object.keys(record.cells).length > 0).map((record) => seen(place, record));
  };
  /** Reading a card's buttons is dear, and a card seldom changes. */
  const buttonsByContent = new Map<string, readonly CardButton[]>();
  const buttons = (content: string): readonly CardButton[] => {
    const known = buttonsByContent.get(content) ?? buttonsOf(content);
    buttonsByContent.set(content, known);
    return known;
  };
  const asksByContent = new Map<string, readonly CardButton[]>();
  const askButtons = (key: string, what: string) => (content: string) => {
    // Looked for as text first: most cards have none.
    if (!content.includes(`"${key}":"${what}"`)) return [];
    const known = asksByContent.get(`${key} ${content}`) ?? carrying(content, key, what);
    asksByContent.set(`${key} ${content}`, known);
    return known;
  };
  const cardsAt = (
    drawn: (versions: Message['versions']) => readonly Pick<SeenCard, 'content' | 'version'>[],
    buttonsIn: (content: string) => readonly CardButton[] = buttons,
  ): readonly SeenCard[] => {
    const openIds = new Map(sandbox.state.chats.map((chat) => [chat.chatId, chat.openId]));
    return sandbox.state.messages.flatMap(({ messageId, chatId, type, isRecalled, versions }) => {
      const openId = openIds.get(chatId);
      if (type !== 'interactive' || isRecalled || !openId) return [];
      return drawn(versions).flatMap((one): readonly SeenCard[] => {
        const pressable = buttonsIn(one.content);
        return pressable.length === 0 ? [] : [{ messageId, openId, ...one, buttons: pressable }];
      });
    });
  };
  const asItIs = (versions: Message['versions']) => versions.slice(-1).map(({ content }) => ({ content }));
  const asItWas = (versions: Message['versions']) =>
    versions.slice(0, -1).map(({ content }, version) => ({ content, version }));
  return {
    table,
    rows,
    row: (key, recordId) => {
      const place = table(key);
      const record = place.records.find((one) => one.recordId === recordId);
      return record ? seen(place, record) : null;
    },
    idsByName: (key) => {
      const primary = table(key).fields.find((field) => field.isPrimary)?.name ?? '';
      return new Map(rows(key).map((row) => [row.cells[primary] ?? '', row.recordId]));
    },
    messages: () => sandbox.state.messages,
    storedFile: (isTiny = false) => sandbox.state.files[isTiny ? 1 : 0]?.fileToken ?? '',
    byFirstNames: (key, cells) => {
      const { fields } = table(key);
      const nameOf = (now: string) => firstNames.get(fields.find((field) => field.name === now)?.fieldId ?? '') ?? now;
      return Object.fromEntries(Object.entries(cells).map(([name, value]) => [nameOf(name), value]));
    },
    cards: () => cardsAt(asItIs),
    oldCards: () => cardsAt(asItWas),
    askCards: (key, what) => cardsAt(asItIs, askButtons(key, what)),
    textsTo: (openId) => {
      const chats = sandbox.state.chats.filter((chat) => chat.openId === openId).map(({ chatId }) => chatId);
      return sandbox.state.messages
        .filter(({ chatId, type, sender }) => type === 'text' && sender === 'app' && chats.includes(chatId))
        .map(({ versions }) => versions.at(-1)?.content ?? '');
    },
  };
};

/** Buttons that carry `key: what`; they are of no case. */
const carrying = (content: string, key: string, what: string): readonly CardButton[] => {
  const found: CardButton[] = [];
  const walk = (node: unknown, path: readonly (string | number)[]): void => {
    if (typeof node !== 'object' || node === null) return;
    const value: unknown = 'behaviors' in node && Array.isArray(node.behaviors) ? node.behaviors[0]?.value : null;
    if (typeof value === 'object' && value !== null && new Map(Object.entries(value)).get(key) === what)
      found.push({ act: what, card: key, caseId: '', path, value });
    for (const [name, child] of Object.entries(node)) walk(child, [...path, Array.isArray(node) ? Number(name) : name]);
  };
  walk(JSON.parse(content), []);
  return found;
};
