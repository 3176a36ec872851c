// Stored messages as a chat shows them: the content by version, one line for the chat list, unread counts.

import { summaryOf } from '../card-text.ts';
import { isJson, type Json, stringAt } from '../card-tree.ts';
import type { Message, SandboxState } from '../state.ts';

/** The parsed content of a message as it stood at a version; undefined when it is no JSON object. */
export function contentOf(message: Message, version = message.versions.length - 1): Json | undefined {
  try {
    const parsed: unknown = JSON.parse(message.versions[version]?.content ?? '');
    return isJson(parsed) ? parsed : undefined;
  } catch (error) {
    // Only a text that is no JSON is expected here; the page then shows the message as unreadable.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** One line for the chat list. */
export function messageSummary(state: SandboxState, message: Message): string {
  if (message.isRecalled) return '消息已撤回';
  const content = contentOf(message);
  const words = message.type === 'interactive' ? summaryOf(content) : stringAt(content, 'text', '[消息]');
  const sender =
    message.sender === 'app' ? '' : `${state.people.find(({ openId }) => openId === message.sender)?.name ?? ''}：`;
  return `${sender}${words.replace(/\s+/g, ' ')}`;
}

/** A person's chat with the bot, oldest first. */
export function chatMessages(state: SandboxState, openId: string): readonly Message[] {
  const chat = state.chats.find((each) => each.openId === openId);
  return chat === undefined ? [] : state.messages.filter(({ chatId }) => chatId === chat.chatId);
}

const isUnread = (message: Message, openId: string): boolean =>
  message.sender !== openId && !message.isRecalled && !message.readBy.some((reader) => reader.openId === openId);

export const unreadMessages = (state: SandboxState, openId: string): readonly Message[] =>
  chatMessages(state, openId).filter((message) => isUnread(message, openId));

export const unreadCount = (state: SandboxState, openId: string): number => unreadMessages(state, openId).length;

/** Changes whenever something of the message that can be seen changes. */
export const messageMark = (message: Message): string =>
  `${message.versions.length}.${message.updatedAt}.${message.isRecalled ? 1 : 0}.${message.urged.length}`;
