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
  readonly buttons: readonly CardButton[];
  /** Values of the options of a select, by its name. */
  readonly options: (name: string) => readonly string[];
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
  /** Cells by the columns' first names, whatever they are called now. */
  readonly byFirstNames: (key: string, cells: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  readonly messages: () => readonly Message[];
  /** The token of a file that was uploaded to the Base. */
  readonly storedFile: () => string;
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
    storedFile: () => sandbox.state.files[0]?.fileToken ?? '',
    byFirstNames: (key, cells) => {
      const { fields } = table(key);
      const nameOf = (now: string) => firstNames.get(fields.find((field) => field.name === now)?.fieldId ?? '') ?? now;
      return Object.fromEntries(Object.entries(cells).map(([name, value]) => [nameOf(name), value]));
    },
    cards: () => {
      const openIds = new Map(sandbox.state.chats.map((chat) => [chat.chatId, chat.openId]));
      return sandbox.state.messages.flatMap((message): readonly SeenCard[] => {
        const openId = openIds.get(message.chatId);
        const content = message.versions.at(-1)?.content;
        if (message.type !== 'interactive' || message.isRecalled || !openId || !content) return [];
        const pressable = buttons(content);
        return pressable.length === 0
          ? []
          : [{ messageId: message.messageId, openId, buttons: pressable, options: (name) => optionsOf(content, name) }];
      });
    },
  };
};

const optionsOf = (content: string, name: string): readonly string[] => {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    if (typeof node !== 'object' || node === null) return;
    if ('name' in node && node.name === name && 'options' in node && Array.isArray(node.options))
      for (const option of node.options) if (typeof option?.value === 'string') found.push(option.value);
    for (const each of Object.values(node)) walk(each);
  };
  walk(JSON.parse(content));
  return found;
};
