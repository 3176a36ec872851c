/**
 * What somebody does in the chat with the bot besides pressing a card by its act: reads what stands there now, presses a button
 * by its words, and goes into the room of a reception day.
 */
import type { Town } from './town.ts';

export const createChat = (town: Town, who: string) => {
  const contentOf = (messageId: string): string =>
    town.sandbox.state.messages.find((message) => message.messageId === messageId)?.versions.at(-1)?.content ?? '';
  const messages = (): readonly string[] => {
    const chats = new Set(town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId));
    return town.sandbox.state.messages
      .filter(({ chatId, type }) => chats.has(chatId) && type === 'interactive')
      .map(({ messageId }) => messageId);
  };
  /** Presses the button with these words in a message, as it is drawn now; the toast, or what else came of it. */
  const pressWords = async (
    messageId: string,
    words: string,
    formValue?: Record<string, unknown>,
    presser = who,
  ): Promise<string> => {
    const pressed = await town.sandbox.control.press({
      openId: presser,
      messageId,
      path: pathOf(JSON.parse(contentOf(messageId)), words) ?? [],
      ...(formValue ? { formValue } : {}),
    });
    return pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);
  };
  return {
    contentOf,
    messages,
    pressWords,
    /** From the bot’s 本月接待日 into the room: the message of the room. */
    enterRoom: async (): Promise<string> => {
      town.sandbox.control.say(who, '本月接待日');
      await town.settle();
      const asked = await pressWords(messages().at(-1) ?? '', '签批');
      if (!asked.includes('已发出')) throw new Error(`no way into the room: ${asked}`);
      await town.settle();
      return messages().at(-1) ?? '';
    },
  };
};

const pathOf = (node: unknown, words: string): (string | number)[] | null => {
  if (Array.isArray(node))
    return firstOf(
      node.map((each, index) => [index, each] as const),
      words,
    );
  if (typeof node !== 'object' || node === null) return null;
  if ('tag' in node && node.tag === 'button' && 'text' in node && JSON.stringify(node.text).includes(`"${words}"`))
    return [];
  return firstOf(Object.entries(node), words);
};
const firstOf = (members: readonly (readonly [string | number, unknown])[], words: string) => {
  for (const [key, value] of members) {
    const found = pathOf(value, words);
    if (found) return [key, ...found];
  }
  return null;
};

/** Turns one of 参数设置 on or off, as staff do. */
export const switchSetting = async (town: Town, name: string, value: '开' | '关'): Promise<void> => {
  const table = town.sandbox.state.bases
    .find(({ appToken }) => appToken === town.base.appToken)
    ?.tables.find(({ tableId }) => tableId === town.base.tables['settings']);
  const found = table?.records.find((record) => town.row(record.recordId, 'settings')['参数'] === name);
  if (!found) throw new Error(`no setting ${name}`);
  const done = town.sandbox.control.editRecord(
    {
      appToken: town.base.appToken,
      tableId: town.base.tables['settings'] ?? '',
      operator: 'ou_sandbox_staff_1',
      recordId: found.recordId,
    },
    { 值: value },
  );
  if (!done.ok) throw new Error(done.msg);
  await town.settle();
};
