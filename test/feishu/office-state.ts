/** What the stand-in remembers of 审批, 日历 and 任务: the shapes alone, kept in the one state tree. */
import { z } from 'zod';

const jsonObject = z.record(z.string(), z.unknown());

export const approvalDefinitionSchema = z.object({
  /** The code Feishu gave. */
  code: z.string(),
  /** The code it was made with. */
  customCode: z.string(),
  name: z.string(),
  callbackUrl: z.string(),
  callbackToken: z.string(),
  callbackKey: z.string(),
  request: jsonObject,
});
export type ApprovalDefinition = z.infer<typeof approvalDefinitionSchema>;

const approvalTaskSchema = z.object({
  taskId: z.string(),
  openId: z.string(),
  title: z.string(),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE']),
  createdAt: z.number(),
  endedAt: z.number(),
  updatedAt: z.number(),
  context: z.string(),
  actions: z.array(z.object({ type: z.string(), isReasonRequired: z.boolean() })),
});
export const approvalInstanceSchema = z.object({
  instanceId: z.string(),
  code: z.string(),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'CANCELED', 'DELETED', 'HIDDEN', 'TERMINATED']),
  title: z.string(),
  form: z.array(z.object({ name: z.string(), value: z.string() })),
  openId: z.string(),
  link: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  updatedAt: z.number(),
  tasks: z.array(approvalTaskSchema),
});
export type ApprovalInstance = z.infer<typeof approvalInstanceSchema>;

export const calendarEventSchema = z.object({
  eventId: z.string(),
  summary: z.string(),
  description: z.string(),
  place: z.string(),
  /** `yyyy-MM-dd` of an event that lasts the day, or a moment in seconds. */
  start: z.string(),
  end: z.string(),
  hasMeeting: z.boolean(),
  isDeleted: z.boolean(),
  attendees: z.array(z.object({ openId: z.string(), status: z.string() })),
  /** How often people were told by the calendar bot. */
  notices: z.number(),
});
export type CalendarEvent = z.infer<typeof calendarEventSchema>;

export const todoSchema = z.object({
  guid: z.string(),
  summary: z.string(),
  description: z.string(),
  due: z.object({ timestamp: z.string(), isAllDay: z.boolean() }).nullable(),
  members: z.array(z.object({ id: z.string(), type: z.string(), role: z.string() })),
  completedAt: z.number(),
  /** Where a click on “complete” leads instead (自定义完成). */
  completeHref: z.string().nullable(),
  originUrl: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Todo = z.infer<typeof todoSchema>;

export const officeSchema = z.object({
  definitions: z.array(approvalDefinitionSchema),
  approvals: z.array(approvalInstanceSchema),
  events: z.array(calendarEventSchema),
  /** idempotency_key → event. */
  eventKeys: z.array(z.object({ key: z.string(), eventId: z.string() })),
  todos: z.array(todoSchema),
  /** client_token → task, for five minutes. */
  todoTokens: z.array(z.object({ token: z.string(), guid: z.string(), at: z.number() })),
});
export type Office = z.infer<typeof officeSchema>;

export const emptyOffice = (): Office => ({
  definitions: [],
  approvals: [],
  events: [],
  eventKeys: [],
  todos: [],
  todoTokens: [],
});
