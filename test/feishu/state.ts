/**
 * Everything the stand-in Feishu remembers, as one JSON-shaped tree with its schema: people, bases (多维表格), chats,
 * messages, files, queued events. Cells are stored in one canonical shape; each reader (search, list, events, page)
 * encodes them in its own way. Holds no behaviour and no call log (log.ts keeps that, in memory only).
 */
import { z } from 'zod';
import { emptyOffice, officeSchema } from './office-state.ts';

export const personSchema = z.object({
  openId: z.string(),
  unionId: z.string(),
  userId: z.string(),
  name: z.string(),
  enName: z.string(),
  email: z.string(),
  /** With country code, as contact/v3 returns it: +86199… */
  mobile: z.string(),
  /** The unit or post shown on the page only. */
  unit: z.string(),
  /** Inside the app's availability range (可用范围); outside → 230013. */
  isAvailable: z.boolean(),
  /** The person silenced the bot → 230053. */
  hasMutedBot: z.boolean(),
  /** 离职: found only with include_resigned, cannot be messaged. */
  hasResigned: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

/** One stored cell. An empty cell is absent from `record.cells`. */
export const cellSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('number'), number: z.number() }),
  z.object({ kind: z.literal('option'), optionId: z.string() }),
  z.object({ kind: z.literal('options'), optionIds: z.array(z.string()) }),
  z.object({ kind: z.literal('date'), ms: z.number() }),
  z.object({ kind: z.literal('checkbox'), checked: z.boolean() }),
  z.object({ kind: z.literal('people'), openIds: z.array(z.string()) }),
  z.object({ kind: z.literal('url'), text: z.string(), link: z.string() }),
  z.object({ kind: z.literal('files'), fileTokens: z.array(z.string()) }),
  z.object({ kind: z.literal('links'), recordIds: z.array(z.string()) }),
  z.object({ kind: z.literal('location'), location: z.string() }),
  z.object({ kind: z.literal('groups'), chatIds: z.array(z.string()) }),
  z.object({ kind: z.literal('serial'), sequence: z.number(), text: z.string() }),
]);
export type Cell = z.infer<typeof cellSchema>;

export const optionSchema = z.object({ id: z.string(), name: z.string(), color: z.number() });
export type SelectOption = z.infer<typeof optionSchema>;

const jsonObject = z.record(z.string(), z.unknown());

export const fieldSchema = z.object({
  fieldId: z.string(),
  name: z.string(),
  /** Type number of section 1.4 of the fact sheet: 1 text, 3 single select, 5 date… */
  type: z.number(),
  uiType: z.string(),
  isPrimary: z.boolean(),
  description: z.string(),
  /** Types 3 and 4. */
  options: z.array(optionSchema),
  /** Types 11, 18, 21, 23: several values allowed. */
  allowsSeveral: z.boolean(),
  /** Types 18 and 21: the other table; 21 also the field on the other side. */
  link: z.object({ tableId: z.string(), backFieldId: z.string().nullable() }).nullable(),
  /** What else the property holds (formatter, date_formatter, auto_serial, formula_expression…), returned verbatim. */
  settings: jsonObject,
  /** Type 1005: the number the next row gets. */
  nextSequence: z.number(),
});
export type Field = z.infer<typeof fieldSchema>;

export const questionSchema = z.object({
  fieldId: z.string(),
  title: z.string(),
  description: z.string(),
  isRequired: z.boolean(),
  isVisible: z.boolean(),
});
export type FormQuestion = z.infer<typeof questionSchema>;

export const formSchema = z.object({
  name: z.string(),
  description: z.string(),
  isShared: z.boolean(),
  sharedLimit: z.enum(['off', 'tenant_editable', 'anyone_editable']),
  submitsOnce: z.boolean(),
  /** shrcn…, the last part of the public address. */
  shareToken: z.string(),
  questions: z.array(questionSchema),
});
export type Form = z.infer<typeof formSchema>;

export const viewSchema = z.object({
  viewId: z.string(),
  name: z.string(),
  type: z.enum(['grid', 'kanban', 'gallery', 'gantt', 'form']),
  property: jsonObject,
  /** Order and group by field ids, as people set them on the page; the API knows nothing of it. */
  arrangement: z
    .object({ group: z.string(), sort: z.array(z.object({ fieldId: z.string(), desc: z.boolean() })) })
    .optional(),
  /** Present exactly when type is form. */
  form: formSchema.nullable(),
});
export type View = z.infer<typeof viewSchema>;

export const recordSchema = z.object({
  recordId: z.string(),
  /** By field id. */
  cells: z.record(z.string(), cellSchema),
  createdBy: z.string(),
  createdAt: z.number(),
  modifiedBy: z.string(),
  modifiedAt: z.number(),
});
export type TableRecord = z.infer<typeof recordSchema>;

export const tableSchema = z.object({
  tableId: z.string(),
  name: z.string(),
  revision: z.number(),
  fields: z.array(fieldSchema),
  views: z.array(viewSchema),
  records: z.array(recordSchema),
});
export type Table = z.infer<typeof tableSchema>;

export const baseSchema = z.object({
  appToken: z.string(),
  name: z.string(),
  folderToken: z.string(),
  timeZone: z.string(),
  revision: z.number(),
  isAdvanced: z.boolean(),
  /** What this app may do with the base; the app that made it may manage it. */
  appRight: z.enum(['none', 'view', 'edit', 'full_access']).default('full_access'),
  createdAt: z.number().default(0),
  isSubscribed: z.boolean(),
  members: z.array(z.object({ memberType: z.string(), memberId: z.string(), perm: z.string(), type: z.string() })),
  tables: z.array(tableSchema),
});
export type Base = z.infer<typeof baseSchema>;

const chatSchema = z.object({
  chatId: z.string(),
  /** p2p: the person talking with the bot; null for a group. */
  openId: z.string().nullable(),
  name: z.string(),
});

export const messageSchema = z.object({
  messageId: z.string(),
  chatId: z.string(),
  /** 'app' for the bot, else the person's open_id. */
  sender: z.string(),
  type: z.string(),
  /** Every content ever shown, oldest first; the last one is current. */
  versions: z.array(z.object({ content: z.string(), at: z.number() })),
  createdAt: z.number(),
  updatedAt: z.number(),
  isRecalled: z.boolean(),
  /** Set on a forwarded copy: the message it was copied from. */
  forwardedFrom: z.string().nullable(),
  parentId: z.string().nullable(),
  readBy: z.array(z.object({ openId: z.string(), at: z.number() })),
  /** 加急: who was urged, when. */
  urged: z.array(z.object({ openId: z.string(), at: z.number() })),
});
export type Message = z.infer<typeof messageSchema>;

const attemptSchema = z.object({
  at: z.number(),
  /** HTTP status; 0 when no answer came. */
  status: z.number(),
  ms: z.number(),
  error: z.string().nullable(),
});

export const deliverySchema = z.object({
  eventId: z.string(),
  eventType: z.string(),
  /** The plaintext envelope {schema, header, event}. */
  envelope: jsonObject,
  createdAt: z.number(),
  attempts: z.array(attemptSchema),
  /** When the next try is due; null when nothing more will be tried. */
  nextAt: z.number().nullable(),
  outcome: z.enum(['pending', 'delivered', 'given_up', 'dropped']),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const fileSchema = z.object({
  fileToken: z.string(),
  name: z.string(),
  mimeType: z.string(),
  size: z.number(),
  /** The base it was uploaded to; usable nowhere else. */
  appToken: z.string(),
  base64: z.string(),
});
export type StoredFile = z.infer<typeof fileSchema>;

export const stateSchema = z.object({
  version: z.literal(1),
  /** Milliseconds the sandbox clock runs ahead of the clock it was given. */
  clockOffsetMs: z.number(),
  /** Counter behind every generated id. */
  nextId: z.number(),
  people: z.array(personSchema),
  bases: z.array(baseSchema),
  chats: z.array(chatSchema),
  messages: z.array(messageSchema),
  files: z.array(fileSchema),
  deliveries: z.array(deliverySchema),
  tokens: z.array(z.object({ token: z.string(), expiresAt: z.number() })),
  /** im uuid → message, for one hour. */
  messageUuids: z.array(z.object({ uuid: z.string(), messageId: z.string(), at: z.number() })),
  /** client_token → the answer given the first time. */
  clientTokens: z.array(
    z.object({ token: z.string(), scope: z.string(), request: z.string(), answer: z.string(), at: z.number() }),
  ),
  /** c-… tokens of pressed cards, for the delayed update. */
  updateTokens: z.array(
    z.object({
      token: z.string(),
      messageId: z.string(),
      issuedAt: z.number(),
      uses: z.number(),
      isAnswered: z.boolean(),
    }),
  ),
  /** Forms with submit_limit_once: who answered already. */
  submissions: z.array(z.object({ shareToken: z.string(), filler: z.string() })),
  /** 审批, 日历 and 任务; a state written before they were played has none. */
  office: officeSchema.default(emptyOffice),
});
export type SandboxState = z.infer<typeof stateSchema>;

/** The state of a tenant in which nothing has happened yet. */
export const emptyState = (people: readonly Person[]): SandboxState => ({
  version: 1,
  clockOffsetMs: 0,
  nextId: 1,
  people: [...people],
  bases: [],
  chats: [],
  messages: [],
  files: [],
  deliveries: [],
  tokens: [],
  messageUuids: [],
  clientTokens: [],
  updateTokens: [],
  submissions: [],
  office: emptyOffice(),
});
