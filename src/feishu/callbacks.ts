/**
 * What Feishu sends us (回调与事件), from text to our own types: two wire shapes of a card press (卡片回传交互), record and
 * field events of 多维表格, menu clicks and texts to the bot. Reads shape only: whether a message is genuine is decided in
 * `webhooks/receive.ts`, and who may do what is decided further in. Events are hints, so of field values nothing is read but which
 * option of a select took which one's place: that is in no row any more.
 */
import { z } from 'zod';
import type { DeliveryId, MessageId, Ms, OpenId, RecordId } from '../workflow/ids.ts';
import { deliveryId, messageId, openId, recordId } from '../workflow/ids.ts';
import { cleanRecord, parseStrictJson } from './strict-json.ts';

/** A person pressed something on a card. `value` and `form` are what anyone who sees the card could have sent: parse and re-authorise. */
export interface CardPress {
  readonly deliveryId: DeliveryId;
  /** May be missing in 2.0 callbacks; then only `userId` says who it was. */
  readonly openId: OpenId | null;
  readonly userId: string | null;
  readonly messageId: MessageId | null;
  readonly chatId: string | null;
  /** `c-…`: lets the card be updated for 30 minutes, twice. Not the verification token. */
  readonly updateToken: string | null;
  /** The component's name; for a form the submit button's. */
  readonly name: string | null;
  readonly value: Readonly<Record<string, unknown>>;
  readonly form: Readonly<Record<string, unknown>>;
  readonly option: string | null;
  readonly createdAt: Ms | null;
}

/** An option that was put into a select of a row, and the one that stood there; empty: none. Ids, as events have them. */
export interface ChosenOption {
  readonly recordId: RecordId;
  readonly fieldId: string;
  readonly before: string;
  readonly after: string;
}

export type FeishuEvent =
  /** Rows changed. `recordIds` names each touched row once; `deletedRecordIds` are those of them that were deleted at some point. */
  | {
      readonly kind: 'recordsChanged';
      readonly deliveryId: DeliveryId;
      readonly appToken: string;
      readonly tableId: string;
      readonly revision: number | null;
      readonly operator: OpenId | null;
      readonly recordIds: readonly RecordId[];
      readonly deletedRecordIds: readonly RecordId[];
      readonly chosen: readonly ChosenOption[];
    }
  | {
      readonly kind: 'fieldsChanged';
      readonly deliveryId: DeliveryId;
      readonly appToken: string;
      readonly tableId: string;
    }
  | {
      readonly kind: 'menuPressed';
      readonly deliveryId: DeliveryId;
      readonly openId: OpenId;
      readonly eventKey: string;
    }
  /** `deliveryId` is the message id: Feishu asks to recognise repeats of this event by it. */
  | {
      readonly kind: 'textReceived';
      readonly deliveryId: DeliveryId;
      readonly openId: OpenId;
      readonly chatId: string;
      readonly text: string;
    }
  /** A task that the app made was changed, completed or deleted. */
  | { readonly kind: 'taskChanged'; readonly deliveryId: DeliveryId; readonly taskGuid: string }
  /** A type we do not serve, or one of ours in a variant we do not serve (a picture sent to the bot). */
  | { readonly kind: 'unknown'; readonly deliveryId: DeliveryId; readonly type: string };

/** “同意” or “拒绝” in the approval centre. `token` must still be compared; nothing here says yet who or what it is about. */
export interface QuickApproval {
  readonly action: string;
  readonly userId: string;
  readonly taskId: string;
  readonly context: string;
  readonly reason: string;
  readonly token: string;
}

/** A parsed callback with the two things that must still be compared: the verification token and the app id. */
export type Callback =
  | { readonly kind: 'challenge'; readonly token: string; readonly challenge: string }
  | { readonly kind: 'press'; readonly token: string; readonly appId: string; readonly press: CardPress }
  | { readonly kind: 'event'; readonly token: string; readonly appId: string; readonly event: FeishuEvent }
  | { readonly kind: 'unreadable'; readonly flaw: CallbackFlaw };

export type CallbackFlaw =
  | 'jsonBroken'
  | 'jsonDoubledKey'
  | 'jsonTooDeep'
  | 'schemaMismatch'
  /** Event and challenge in one envelope: nobody honest sends that, and each reader would see another half. */
  | 'eventAndChallenge';

/** Ids end up in paths of our own requests, hence no slash, dot or percent sign. */
const idText = z.string().regex(/^[A-Za-z0-9_@:=-]{1,256}$/);
const optionalText = z
  .string()
  .max(4096)
  .nullish()
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));
const optionalId = idText
  .nullish()
  .or(z.literal(''))
  .transform((text) => (text === undefined || text === null || text === '' ? null : text));

const sealedBody = z.object({ encrypt: z.string().min(1) });

const challengeBody = z.object({
  type: z.literal('url_verification'),
  token: z.string().min(1),
  challenge: z.string().min(1).max(1024),
});

const header = z.object({
  event_id: idText.optional(),
  event_type: z.string().min(1).max(128),
  token: z.string().min(1),
  app_id: z.string().min(1),
  create_time: z.union([z.string().regex(/^\d{1,20}$/), z.number().int().nonnegative()]).optional(),
});
const envelope = z.object({ schema: z.literal('2.0'), header, event: z.unknown() });
type Header = z.infer<typeof header>;

const oldEnvelope = z.object({
  uuid: idText,
  token: z.string().min(1),
  type: z.literal('event_callback'),
  event: z.object({ type: z.string().min(1).max(128), app_id: z.string().min(1) }),
});

const action = z.object({
  name: optionalText,
  option: optionalText,
  value: z.unknown().optional().transform(cleanRecord),
  form_value: z.unknown().optional().transform(cleanRecord),
});

const pressBody = z.object({
  operator: z.object({ open_id: optionalId, user_id: optionalId }),
  token: optionalText,
  action,
  context: z.object({ open_message_id: optionalId, open_chat_id: optionalId }).optional(),
});

const oldPressBody = z.object({
  app_id: z.string().min(1).nullish(),
  open_id: optionalId,
  user_id: optionalId,
  open_message_id: optionalId,
  open_chat_id: optionalId,
  token: optionalText,
  action,
});

const userIds = z.object({ open_id: optionalId }).nullish();

/** `""`: empty. Anything but the id of an option (a text, a list) is passed over unread. */
const optionText = z
  .unknown()
  .transform((value) =>
    typeof value !== 'string' ? null : value === '' ? '' : (/^"(opt[A-Za-z0-9]{1,64})"$/.exec(value)?.[1] ?? null),
  );
const cellValues = z.array(z.object({ field_id: idText, field_value: optionText })).catch([]);
const recordsChangedBody = z.object({
  file_token: idText,
  table_id: idText,
  revision: z.number().int().nonnegative().nullish(),
  operator_id: userIds,
  action_list: z
    .array(
      z.object({
        record_id: idText,
        action: z.string(),
        before_value: cellValues.default([]),
        after_value: cellValues.default([]),
      }),
    )
    .max(10_000),
});
const fieldsChangedBody = z.object({ file_token: idText, table_id: idText });
const menuPressedBody = z.object({
  operator: z.object({ operator_id: z.object({ open_id: idText }) }),
  event_key: z.string().min(1).max(64),
});
const messageBody = z.object({
  sender: z.object({ sender_type: z.string(), sender_id: userIds }),
  message: z.object({
    message_id: idText,
    chat_id: idText,
    chat_type: z.string().nullish(),
    message_type: z.string(),
    content: z.string(),
    mentions: z.array(z.unknown()).nullish(),
  }),
});
/** 富文本: lines of words, links, mentions, pictures; of a mention and a picture nothing is read. */
const postBody = z.object({
  title: z.string().catch(''),
  content: z.array(
    z.array(
      z
        .object({ tag: z.string(), text: z.string().catch('') })
        .transform(({ tag, text }) => ({ text: ['text', 'a', 'md', 'code_block'].includes(tag) ? text : '' })),
    ),
  ),
});
/** As it is received; one that was sent by a bot names its language around it. */
const postContent = postBody.or(
  z.record(z.string(), postBody).transform((byLanguage, context) => {
    const [first] = Object.values(byLanguage);
    if (first) return first;
    context.addIssue({ code: 'custom', message: 'no language' });
    return z.NEVER;
  }),
);
const taskChangedBody = z.object({ task_id: idText });
const quickApprovalBody = z.object({
  action_type: z.string().min(1).max(64),
  user_id: idText,
  /** Named `task_id` in a list and `id` in a search. */
  task_id: z.string().max(200).nullish(),
  id: z.string().max(200).nullish(),
  action_context: z.string().max(4096).nullish(),
  reason: z.string().max(20_000).nullish(),
  token: z.string().min(1).max(1024),
});
const textContent = z.object({ text: z.string() });

/** The base64 inside `{"encrypt": …}`, or what is wrong with the wrapper. Other members are ignored: they are not encrypted. */
export function readSealed(
  text: string,
): { readonly kind: 'sealed'; readonly base64: string } | { readonly kind: 'unreadable'; readonly flaw: CallbackFlaw } {
  const json = parseStrictJson(text);
  if (json.kind !== 'json') return { kind: 'unreadable', flaw: flawByJsonKind[json.kind] };
  const parsed = sealedBody.safeParse(json.value);
  return parsed.success
    ? { kind: 'sealed', base64: parsed.data.encrypt }
    : { kind: 'unreadable', flaw: 'schemaMismatch' };
}

/** Reads a decrypted envelope. `fallbackId` stands in when a press brings no `event_id`. Never throws. */
export function readCallback(text: string, fallbackId: string): Callback {
  const json = parseStrictJson(text);
  if (json.kind !== 'json') return { kind: 'unreadable', flaw: flawByJsonKind[json.kind] };
  const top = new Map(typeof json.value === 'object' && json.value !== null ? Object.entries(json.value) : []);
  const looksLikeChallenge = top.has('challenge') || top.get('type') === 'url_verification';
  const looksLikeEvent = top.has('schema') || top.has('header') || top.has('event') || top.has('uuid');
  if (looksLikeChallenge && looksLikeEvent) return { kind: 'unreadable', flaw: 'eventAndChallenge' };
  if (looksLikeChallenge) {
    const parsed = challengeBody.safeParse(json.value);
    return parsed.success
      ? { kind: 'challenge', token: parsed.data.token, challenge: parsed.data.challenge }
      : { kind: 'unreadable', flaw: 'schemaMismatch' };
  }
  if (!top.has('schema')) return readOldEvent(json.value);
  const parsed = envelope.safeParse(json.value);
  if (!parsed.success) return { kind: 'unreadable', flaw: 'schemaMismatch' };
  const { header: head, event } = parsed.data;
  if (head.event_type === 'card.action.trigger') return readPress(head, event, fallbackId);
  const read = head.event_id === undefined ? null : readEvent(head.event_type, deliveryId(head.event_id), event);
  return read === null
    ? { kind: 'unreadable', flaw: 'schemaMismatch' }
    : { kind: 'event', token: head.token, appId: head.app_id, event: read };
}

/** Reads a decrypted press in the approval centre; null for anything else. Never throws. */
export function readQuickApproval(text: string): QuickApproval | null {
  const json = parseStrictJson(text);
  const parsed = json.kind === 'json' ? quickApprovalBody.safeParse(json.value) : null;
  if (!parsed?.success) return null;
  const body = parsed.data;
  return {
    action: body.action_type,
    userId: body.user_id,
    taskId: body.task_id || body.id || '',
    context: body.action_context ?? '',
    reason: body.reason ?? '',
    token: body.token,
  };
}

/** Reads the old card callback (消息卡片回传交互（旧）), which is a bare object without envelope. */
export function readOldPress(
  text: string,
  deliveryKey: string,
):
  | { readonly kind: 'press'; readonly appId: string | null; readonly press: CardPress }
  | { readonly kind: 'unreadable'; readonly flaw: CallbackFlaw } {
  const json = parseStrictJson(text);
  if (json.kind !== 'json') return { kind: 'unreadable', flaw: flawByJsonKind[json.kind] };
  const parsed = oldPressBody.safeParse(json.value);
  if (!parsed.success) return { kind: 'unreadable', flaw: 'schemaMismatch' };
  const body = parsed.data;
  const press: CardPress = {
    deliveryId: deliveryId(deliveryKey),
    ...whoAndWhere(body.open_id, body.user_id, body.open_message_id, body.open_chat_id),
    updateToken: body.token,
    ...whatWasPressed(body.action),
    createdAt: null,
  };
  return { kind: 'press', appId: body.app_id ?? null, press };
}

/** Feishu writes `create_time` in milliseconds (13 digits) on some pages and in microseconds (16) on others. */
export function millisecondsOf(createTime: string | number | undefined): Ms | null {
  if (createTime === undefined) return null;
  const digits = String(createTime);
  if (digits.length === 10) return Number(digits) * 1000;
  if (digits.length === 13) return Number(digits);
  if (digits.length === 16) return Math.floor(Number(digits) / 1000);
  return null;
}

const flawByJsonKind = {
  broken: 'jsonBroken',
  doubledKey: 'jsonDoubledKey',
  tooDeep: 'jsonTooDeep',
} as const satisfies Record<string, CallbackFlaw>;

function readPress(head: Header, event: unknown, fallbackId: string): Callback {
  const parsed = pressBody.safeParse(event);
  if (!parsed.success) return { kind: 'unreadable', flaw: 'schemaMismatch' };
  const body = parsed.data;
  const press: CardPress = {
    deliveryId: deliveryId(head.event_id ?? fallbackId),
    ...whoAndWhere(
      body.operator.open_id,
      body.operator.user_id,
      body.context?.open_message_id ?? null,
      body.context?.open_chat_id ?? null,
    ),
    updateToken: body.token,
    ...whatWasPressed(body.action),
    createdAt: millisecondsOf(head.create_time),
  };
  return { kind: 'press', token: head.token, appId: head.app_id, press };
}

function whoAndWhere(
  open: string | null,
  user: string | null,
  message: string | null,
  chat: string | null,
): Pick<CardPress, 'openId' | 'userId' | 'messageId' | 'chatId'> {
  return {
    openId: open === null ? null : openId(open),
    userId: user,
    messageId: message === null ? null : messageId(message),
    chatId: chat,
  };
}

function whatWasPressed(pressed: z.infer<typeof action>): Pick<CardPress, 'name' | 'value' | 'form' | 'option'> {
  return { name: pressed.name, value: pressed.value, form: pressed.form_value, option: pressed.option };
}

/** Null when a type of ours does not have the shape it must have. */
function readEvent(type: string, delivery: DeliveryId, event: unknown): FeishuEvent | null {
  switch (type) {
    case 'drive.file.bitable_record_changed_v1': {
      const parsed = recordsChangedBody.safeParse(event);
      if (!parsed.success) return null;
      const { action_list: actions, operator_id: operator, revision } = parsed.data;
      const named = (list: typeof actions): readonly RecordId[] => [
        ...new Set(list.map((item) => recordId(item.record_id))),
      ];
      const operatorId = operator?.open_id ?? null;
      return {
        kind: 'recordsChanged',
        deliveryId: delivery,
        appToken: parsed.data.file_token,
        tableId: parsed.data.table_id,
        revision: revision ?? null,
        operator: operatorId === null ? null : openId(operatorId),
        recordIds: named(actions),
        deletedRecordIds: named(actions.filter((item) => item.action === 'record_deleted')),
        chosen: actions.flatMap(chosenIn),
      };
    }
    case 'drive.file.bitable_field_changed_v1': {
      const parsed = fieldsChangedBody.safeParse(event);
      if (!parsed.success) return null;
      const { file_token: appToken, table_id: tableId } = parsed.data;
      return { kind: 'fieldsChanged', deliveryId: delivery, appToken, tableId };
    }
    case 'application.bot.menu_v6': {
      const parsed = menuPressedBody.safeParse(event);
      if (!parsed.success) return null;
      const { operator, event_key: eventKey } = parsed.data;
      return { kind: 'menuPressed', deliveryId: delivery, openId: openId(operator.operator_id.open_id), eventKey };
    }
    case 'task.task.updated_v1':
    case 'task.task.update_tenant_v1': {
      const parsed = taskChangedBody.safeParse(event);
      return parsed.success ? { kind: 'taskChanged', deliveryId: delivery, taskGuid: parsed.data.task_id } : null;
    }
    case 'im.message.receive_v1':
      return readMessage(type, delivery, event);
    default:
      return { kind: 'unknown', deliveryId: delivery, type };
  }
}

function readMessage(type: string, delivery: DeliveryId, event: unknown): FeishuEvent | null {
  const parsed = messageBody.safeParse(event);
  if (!parsed.success) return null;
  const { sender, message } = parsed.data;
  const sentBy = sender.sender_id?.open_id ?? null;
  // A bot's own words must never answer themselves.
  if (sender.sender_type !== 'user' || sentBy === null) return { kind: 'unknown', deliveryId: delivery, type };
  const text = wordsOf(message);
  if (text === null) return null;
  // In a group that lets the bot read along, a picture is none of its business.
  if (text === '' && message.chat_type === 'group' && !message.mentions?.length)
    return { kind: 'unknown', deliveryId: delivery, type };
  return {
    kind: 'textReceived',
    deliveryId: deliveryId(message.message_id),
    openId: openId(sentBy),
    chatId: message.chat_id,
    text,
  };
}

/** What was written, in a text or a post; '' for a picture, a voice, a file, what was forwarded. Null when it is not what its type says. */
function wordsOf({ message_type: type, content }: z.infer<typeof messageBody>['message']): string | null {
  if (type !== 'text' && type !== 'post') return '';
  const json = parseStrictJson(content);
  if (json.kind !== 'json') return null;
  if (type === 'text') return textContent.safeParse(json.value).data?.text ?? null;
  const post = postContent.safeParse(json.value).data;
  return post ? [post.title, ...post.content.map((line) => line.map(({ text }) => text).join(''))].join('\n') : null;
}

/** v1 envelopes: no event of ours uses them, but an app may be subscribed to one, and its delivery must be answered. */
function readOldEvent(value: unknown): Callback {
  const parsed = oldEnvelope.safeParse(value);
  if (!parsed.success) return { kind: 'unreadable', flaw: 'schemaMismatch' };
  const { uuid, token, event } = parsed.data;
  return {
    kind: 'event',
    token,
    appId: event.app_id,
    event: { kind: 'unknown', deliveryId: deliveryId(uuid), type: event.type },
  };
}

/** Whole rows may come, so what did not change is left out. */
function chosenIn(item: z.infer<typeof recordsChangedBody>['action_list'][number]): readonly ChosenOption[] {
  const before = new Map(item.before_value.map(({ field_id: id, field_value: value }) => [id, value]));
  return item.after_value.flatMap(({ field_id: fieldId, field_value: after }) => {
    const stood = before.get(fieldId) ?? '';
    return after === null || after === '' || after === stood
      ? []
      : [{ recordId: recordId(item.record_id), fieldId, before: stood, after }];
  });
}
