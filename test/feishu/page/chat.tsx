// One person's conversation with the bot (聊天) at phone width: cards that can be pressed, texts, forwarding.
// The script client/chat.ts presses, writes and keeps the talk up to date; here is only the markup.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { stringAt } from '../card-tree.ts';
import { type MessagePart, messageParts } from '../message-text.ts';
import type { Message, Person, SandboxState } from '../state.ts';
import { renderCard } from './card-view.tsx';
import { personName } from './cell-text.ts';
import { Layout } from './layout.tsx';
import { faceOf, shanghaiTime } from './markdown-view.tsx';
import { chatMessages, contentOf, messageMark } from './messages.ts';

interface ChatProps {
  readonly state: SandboxState;
  readonly person: Person;
}

export function ChatPage({ state, person }: ChatProps): JSX.Element {
  return (
    <Layout title={`${person.name}（${person.unit}）`} back="/" script="chat" bodyClass="chat-page">
      <main class="phone" data-chat={person.openId}>
        <ul class="talk" data-testid="talk">
          <Talk state={state} person={person} />
        </ul>
        <form class="write" data-testid="write">
          <input
            class="inp"
            name="text"
            autocomplete="off"
            maxlength={500}
            placeholder="发送给“接待日”"
            aria-label="消息内容"
            data-testid="say-text"
          />
          <button class="btn btn-main" type="submit" data-testid="say">
            发送
          </button>
        </form>
      </main>
      <dialog class="sheet" data-forward data-testid="forward-dialog">
        <form method="dialog">
          <h2>转发给</h2>
          <select class="inp" name="to" aria-label="转发对象" data-testid="forward-to">
            {state.people
              .filter(({ openId }) => openId !== person.openId)
              .map(({ openId, name, unit }) => (
                <option value={openId}>
                  {name}（{unit}）
                </option>
              ))}
          </select>
          <div class="btn-line">
            <button class="btn btn-main" value="send" type="submit" data-testid="forward-send">
              转发
            </button>
            <button class="btn" value="cancel" type="submit">
              取消
            </button>
          </div>
        </form>
      </dialog>
    </Layout>
  );
}

/** The messages alone, for the first page and for every refresh. */
export function Talk({ state, person }: ChatProps): JSX.Element {
  const messages = chatMessages(state, person.openId);
  if (messages.length === 0) return <li class="gone">暂无消息</li>;
  return (
    <>
      {messages.map((message) => (
        <MessageItem state={state} person={person} message={message} />
      ))}
    </>
  );
}

function MessageItem({ state, person, message }: ChatProps & { message: Message }): JSX.Element {
  const marks = {
    'data-message': message.messageId,
    'data-mark': messageMark(message),
    'data-testid': `message:${message.messageId}`,
  };
  if (message.isRecalled) {
    return (
      <li {...marks} class="gone">
        {message.sender === person.openId ? '你撤回了一条消息' : '接待日撤回了一条消息'}
      </li>
    );
  }
  const isMine = message.sender === person.openId;
  const isFromBot = message.sender === 'app';
  const version = message.versions.length - 1;
  return (
    <li {...marks} class={isMine ? 'msg mine' : 'msg'} data-version={version}>
      <span class="face" aria-hidden="true">
        {isFromBot ? '接' : faceOf(personName(state, message.sender))}
      </span>
      <div class="what">
        <div class="meta">
          <span>{isFromBot ? '接待日' : personName(state, message.sender)}</span>
          <span>{shanghaiTime(message.createdAt, 'MM月DD日 HH:mm')}</span>
          {message.forwardedFrom === null ? null : <span>转发</span>}
          {message.urged.length > 0 ? <span class="urged">加急</span> : null}
          {version > 0 ? <span>已更新</span> : null}
        </div>
        <MessageBody state={state} message={message} />
        {message.type === 'interactive' ? (
          <div class="after">
            <button type="button" data-forward-message={message.messageId} data-testid={`forward:${message.messageId}`}>
              转发
            </button>
          </div>
        ) : null}
      </div>
    </li>
  );
}

/** A text message draws more than words: what looks like a link here can be followed there. */
function drawn({ kind, text, to }: MessagePart, state: SandboxState): JSX.Element | string {
  if (kind === 'at') return <b class="at">@{to?.startsWith('ou_') ? personName(state, to) : text}</b>;
  if (kind === 'link') return <u class="link">{text}</u>;
  if (kind !== 'style') return text;
  if (to === 'b') return <b>{text}</b>;
  if (to === 'i') return <i>{text}</i>;
  return to === 's' ? <s>{text}</s> : <u>{text}</u>;
}

function MessageBody({ state, message }: { state: SandboxState; message: Message }): JSX.Element {
  const content = contentOf(message);
  if (message.type !== 'interactive')
    return (
      <div class="bubble">
        {messageParts(stringAt(content, 'text', '[暂不支持显示的消息]')).map((part) => drawn(part, state))}
      </div>
    );
  return renderCard(content, {
    interactive: true,
    nameOf: (openId) => personName(state, openId),
    members: state.people.map(({ openId, name }) => ({ openId, name })),
  });
}
