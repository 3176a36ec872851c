/**
 * 任务, task/v2, as far as an app keeps tasks for people: create, get, patch, members, delete, and the event about each change
 * (task.task.updated_v1). Lists, comments, subtasks, reminders and repetition are not played. The app sees what it made.
 */
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { EventSender } from './events.ts';
import { type ApiContext, type ApiEnv, FeishuError, readBody, readIdType, succeed } from './http.ts';
import type { Todo } from './office-state.ts';
import { findPersonBy, type World } from './world.ts';

const badRequest = 1470400;
const tokenLifeMs = 5 * 60_000;
/** obj_type of the event. */
const changes = { content: 1, members: 2, completed: 5, reopened: 6, deleted: 7 } as const;

const fail = (code: number, msg: string, status: ContentfulStatusCode): never => {
  throw new FeishuError(code, msg, status);
};

const due = z.object({ timestamp: z.string().regex(/^\d{1,16}$/), is_all_day: z.boolean().default(false) });
const place = z.object({ href: z.string().optional(), tip: z.record(z.string(), z.string()).optional() });
const customComplete = z.object({ pc: place.optional(), ios: place.optional(), android: place.optional() });
const member = z.object({
  id: z.string().min(1).max(100),
  type: z.enum(['user', 'app']).default('user'),
  role: z.enum(['assignee', 'follower']),
});
const stamp = z.string().regex(/^\d{1,20}$/);
const content = {
  summary: z.string().max(3000).optional(),
  description: z.string().max(3000).optional(),
  due: due.nullish(),
  completed_at: stamp.optional(),
  custom_complete: customComplete.nullish(),
};
const newTask = z.object({
  ...content,
  summary: z.string().min(1).max(3000),
  members: z.array(member).max(50).default([]),
  origin: z
    .object({
      href: z
        .object({
          url: z
            .string()
            .regex(/^https?:\/\//)
            .max(1024),
          title: z.string().max(512),
        })
        .optional(),
    })
    .loose()
    .optional(),
  client_token: z.string().min(10).max(100).optional(),
  mode: z.union([z.literal(1), z.literal(2)]).default(2),
});
const change = z.object({
  task: z.object(content).default({}),
  update_fields: z.array(z.enum(['summary', 'description', 'due', 'completed_at', 'custom_complete'])).min(1),
});

export const todoRoutes = (world: World, events: EventSender): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  // Asked for each time: a state may be put in place of another one.
  const office = () => world.state.office;
  const todoOf = (c: ApiContext): Todo =>
    office().todos.find(({ guid }) => guid === c.req.param('guid')) ?? fail(1470404, 'task not found', 404);
  /** A wrong member is answered as a failure inside, as the page of the real one warns. */
  const membersOf = (c: ApiContext, given: readonly z.infer<typeof member>[]): Todo['members'] =>
    given.map((one) => {
      const person = findPersonBy(world, readIdType(c, badRequest), one.id);
      return { ...one, id: person?.openId ?? fail(1470500, 'create task failed', 500) };
    });
  const changed = (todo: Todo, what: keyof typeof changes): void => {
    todo.updatedAt = world.now();
    world.changed();
    events.send('task.task.updated_v1', { task_id: todo.guid, obj_type: changes[what] });
  };

  routes.post('/v2/tasks', async (c) => {
    const body = await readBody(c, newTask, badRequest);
    const now = world.now();
    office().todoTokens = office().todoTokens.filter(({ at }) => now - at < tokenLifeMs);
    const repeated = office().todoTokens.find(({ token }) => token === body.client_token);
    const known = repeated && office().todos.find(({ guid }) => guid === repeated.guid);
    if (known !== undefined) return succeed(c, { task: todoJson(known) });
    const todo: Todo = {
      guid: world.newId('todo-'),
      summary: body.summary,
      description: body.description ?? '',
      due: dueOf(body.due),
      members: membersOf(c, body.members),
      completedAt: Number(body.completed_at ?? '0'),
      completeHref: body.custom_complete?.pc?.href ?? null,
      originUrl: body.origin?.href?.url ?? '',
      createdAt: now,
      updatedAt: now,
    };
    office().todos.push(todo);
    if (body.client_token !== undefined)
      office().todoTokens.push({ token: body.client_token, guid: todo.guid, at: now });
    world.changed();
    return succeed(c, { task: todoJson(todo) });
  });

  routes.get('/v2/tasks/:guid', (c) => succeed(c, { task: todoJson(todoOf(c)) }));

  routes.patch('/v2/tasks/:guid', async (c) => {
    const todo = todoOf(c);
    const { task, update_fields: fields } = await readBody(c, change, badRequest);
    const completedAt = Number(task.completed_at ?? '0');
    if (fields.includes('summary') && (task.summary ?? '') === '') fail(badRequest, 'summary is empty', 400);
    if (fields.includes('completed_at') && completedAt > 0 && todo.completedAt > 0)
      fail(badRequest, 'task is already completed', 400);
    if (fields.includes('summary')) todo.summary = task.summary ?? todo.summary;
    if (fields.includes('description')) todo.description = task.description ?? '';
    if (fields.includes('due')) todo.due = dueOf(task.due);
    if (fields.includes('custom_complete')) todo.completeHref = task.custom_complete?.pc?.href ?? null;
    if (fields.includes('completed_at')) {
      todo.completedAt = completedAt;
      changed(todo, completedAt > 0 ? 'completed' : 'reopened');
    } else changed(todo, 'content');
    return succeed(c, { task: todoJson(todo) });
  });

  routes.post('/v2/tasks/:guid/add_members', async (c) => {
    const todo = todoOf(c);
    const body = await readBody(c, z.object({ members: z.array(member).min(1).max(50) }), badRequest);
    for (const one of membersOf(c, body.members)) {
      if (!todo.members.some(({ id, role }) => id === one.id && role === one.role)) todo.members.push(one);
    }
    changed(todo, 'members');
    return succeed(c, { task: todoJson(todo) });
  });

  routes.post('/v2/tasks/:guid/remove_members', async (c) => {
    const todo = todoOf(c);
    const body = await readBody(c, z.object({ members: z.array(member).min(1).max(500) }), badRequest);
    todo.members = todo.members.filter(
      (each) => !body.members.some((one) => one.id === each.id && one.role === each.role),
    );
    changed(todo, 'members');
    return succeed(c, { task: todoJson(todo) });
  });

  routes.delete('/v2/tasks/:guid', (c) => {
    const todo = todoOf(c);
    office().todos = office().todos.filter((each) => each !== todo);
    changed(todo, 'deleted');
    return succeed(c, {});
  });

  return routes;
};

const dueOf = (given: z.infer<typeof due> | null | undefined): Todo['due'] =>
  given === undefined || given === null || given.timestamp === '0'
    ? null
    : { timestamp: given.timestamp, isAllDay: given.is_all_day };

const todoJson = (todo: Todo): Readonly<Record<string, unknown>> => ({
  guid: todo.guid,
  summary: todo.summary,
  description: todo.description,
  ...(todo.due === null ? {} : { due: { timestamp: todo.due.timestamp, is_all_day: todo.due.isAllDay } }),
  members: todo.members,
  creator: { id: 'cli_sandbox', type: 'app', role: 'creator' },
  completed_at: String(todo.completedAt),
  status: todo.completedAt > 0 ? 'done' : 'todo',
  created_at: String(todo.createdAt),
  updated_at: String(todo.updatedAt),
});

export type TodoResult =
  | { readonly kind: 'done' }
  /** 自定义完成: the client opened this address and completed nothing. */
  | { readonly kind: 'redirected'; readonly href: string }
  | { readonly kind: 'localError'; readonly msg: string };

/** A person ticks a task. `regardless`: by a way that knows no 自定义完成, such as another app of the tenant. */
export const completeTodo = (
  world: World,
  events: EventSender,
  request: { readonly openId: string; readonly guid: string; readonly regardless?: boolean },
): TodoResult => {
  const todo = world.state.office.todos.find(({ guid }) => guid === request.guid);
  if (todo === undefined || !todo.members.some(({ id, role }) => id === request.openId && role === 'assignee'))
    return { kind: 'localError', msg: '您不是该任务的负责人' };
  if (todo.completedAt > 0) return { kind: 'localError', msg: '任务已完成' };
  if (todo.completeHref !== null && !request.regardless) return { kind: 'redirected', href: todo.completeHref };
  todo.completedAt = world.now();
  world.changed();
  events.send('task.task.updated_v1', { task_id: todo.guid, obj_type: changes.completed });
  return { kind: 'done' };
};

/** An assignee may delete a task. */
export const deleteTodo = (world: World, events: EventSender, guid: string): void => {
  const { office } = world.state;
  office.todos = office.todos.filter((each) => each.guid !== guid);
  world.changed();
  events.send('task.task.updated_v1', { task_id: guid, obj_type: changes.deleted });
};
