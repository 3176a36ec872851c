/**
 * 三方审批, approval/v4: definitions, instances, the comparison, and the press that is reported to the definition's callback.
 * The approval centre moves nothing itself: what a press changes has to be synced back. Native approvals are not played.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { EventSender } from './events.ts';
import { type ApiEnv, readBody, refuse, succeed } from './http.ts';
import type { ApprovalDefinition, ApprovalInstance } from './office-state.ts';
import { encrypt } from './wire-crypto.ts';
import { findPerson, findPersonBy, type World } from './world.ts';

const badParams = 1390001;
const codeNotFound = 1390002;

const i18nKey = z.string().startsWith('@i18n@');
const resources = z
  .array(
    z.object({
      locale: z.string(),
      is_default: z.boolean(),
      texts: z.array(z.object({ key: i18nKey, value: z.string() })),
    }),
  )
  .min(1);
const moment = z.string().regex(/^\d{1,16}$/);
const links = z
  .object({ pc_link: z.string().optional(), mobile_link: z.string().optional() })
  .refine(({ pc_link, mobile_link }) => (pc_link ?? '') !== '' || (mobile_link ?? '') !== '', 'links');

const definitionBody = z.object({
  approval_name: i18nKey.min(9),
  approval_code: z.string().min(1).max(128),
  group_code: z.string().optional(),
  group_name: i18nKey.optional(),
  description: i18nKey.optional(),
  external: z
    .object({
      biz_name: i18nKey.optional(),
      support_pc: z.boolean().default(false),
      support_mobile: z.boolean().default(false),
      action_callback_url: z.url().optional(),
      action_callback_token: z.string().optional(),
      action_callback_key: z.string().optional(),
    })
    .loose()
    .refine(({ support_pc, support_mobile }) => support_pc || support_mobile, 'support_pc and support_mobile'),
  viewers: z
    .array(z.object({ viewer_type: z.enum(['TENANT', 'DEPARTMENT', 'USER', 'NONE']) }).loose())
    .max(200)
    .optional(),
  i18n_resources: resources.optional(),
});

const actionConfig = z
  .object({
    action_type: z.string().min(1),
    action_name: i18nKey.optional(),
    is_need_reason: z.boolean().default(false),
    is_reason_required: z.boolean().default(false),
  })
  .refine(
    ({ action_type, action_name }) => ['APPROVE', 'REJECT'].includes(action_type) || action_name !== undefined,
    'action_name',
  );
const taskNode = z.object({
  task_id: z.string().min(1),
  open_id: z.string().optional(),
  user_id: z.string().optional(),
  title: i18nKey.optional(),
  links,
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'TRANSFERRED', 'DONE']),
  create_time: moment,
  end_time: moment,
  update_time: moment.optional(),
  action_context: z.string().optional(),
  action_configs: z.array(actionConfig).max(2).default([]),
});
const instanceBody = z.object({
  approval_code: z.string().min(1),
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED', 'CANCELED', 'DELETED', 'HIDDEN', 'TERMINATED']),
  instance_id: z.string().min(1),
  links,
  title: i18nKey.optional(),
  form: z.array(z.object({ name: i18nKey.optional(), value: i18nKey.optional() })).default([]),
  open_id: z.string().optional(),
  user_id: z.string().optional(),
  start_time: moment,
  end_time: moment,
  update_time: moment,
  update_mode: z.enum(['REPLACE', 'UPDATE']).default('REPLACE'),
  task_list: z.array(taskNode).max(300).default([]),
  i18n_resources: resources,
});
const checkBody = z.object({
  instances: z
    .array(
      z.object({
        instance_id: z.string(),
        update_time: z.string(),
        tasks: z.array(z.object({ task_id: z.string(), update_time: z.string() })),
      }),
    )
    .min(1),
});

type Words = (key: string | undefined) => string;
/** A key without its text is refused, as a missing parameter is. */
const wordsOf = (given: z.infer<typeof resources> | undefined): Words => {
  const texts = new Map(given?.find(({ is_default }) => is_default)?.texts.map(({ key, value }) => [key, value]));
  return (key) => (key === undefined ? '' : (texts.get(key) ?? refuse(badParams, `i18n_resources lacks ${key}`)));
};

export const approvalRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  // Asked for each time: a state may be put in place of another one.
  const office = () => world.state.office;
  const byCode = (code: string): ApprovalDefinition | undefined =>
    office().definitions.find((each) => each.code === code || each.customCode === code);

  const personOf = (given: { open_id?: string | undefined; user_id?: string | undefined }): string => {
    const person = given.open_id
      ? findPerson(world, given.open_id)
      : given.user_id
        ? findPersonBy(world, 'user_id', given.user_id)
        : undefined;
    return person?.openId ?? refuse(badParams, 'param is invalid: open_id or user_id');
  };

  routes.post('/v4/external_approvals', async (c) => {
    const body = await readBody(c, definitionBody, badParams);
    const words = wordsOf(body.i18n_resources);
    for (const key of [body.group_name, body.description, body.external.biz_name]) words(key);
    const known = byCode(body.approval_code);
    const says = {
      name: words(body.approval_name),
      callbackUrl: body.external.action_callback_url ?? '',
      callbackToken: body.external.action_callback_token ?? '',
      callbackKey: body.external.action_callback_key ?? '',
      request: { ...body },
    };
    if (known !== undefined) Object.assign(known, says);
    else office().definitions.push({ code: codeLike(world), customCode: body.approval_code, ...says });
    world.changed();
    // The answer to an update is documented to differ from the code that stays in use.
    return succeed(c, { approval_code: known === undefined ? office().definitions.at(-1)?.code : codeLike(world) });
  });

  routes.get('/v4/external_approvals/:code', (c) => {
    const known = byCode(c.req.param('code')) ?? refuse(codeNotFound, 'approval code not found');
    return succeed(c, { ...known.request, approval_code: known.customCode });
  });

  routes.post('/v4/external_instances', async (c) => {
    const body = await readBody(c, instanceBody, badParams);
    const definition = byCode(body.approval_code);
    if (definition === undefined) return refuse(codeNotFound, 'approval code not found');
    const ids = body.task_list.map(({ task_id }) => task_id);
    if (new Set([...ids, body.instance_id]).size !== ids.length + 1) return refuse(badParams, 'ids must differ');
    const fresh = instanceOf({ ...body, approval_code: definition.code }, wordsOf(body.i18n_resources), personOf);
    if (JSON.stringify(fresh.form).length > 2048) return refuse(badParams, 'form is too long');
    const known = office().approvals.find(({ instanceId }) => instanceId === body.instance_id);
    if (known === undefined) office().approvals.push(fresh);
    else if (body.update_mode === 'REPLACE') Object.assign(known, fresh);
    else updateInstance(known, fresh);
    world.changed();
    return succeed(c, { data: body });
  });

  routes.post('/v4/external_instances/check', async (c) => {
    const body = await readBody(c, checkBody, badParams);
    return succeed(c, { diff_instances: body.instances.flatMap((asked) => differenceOf(office().approvals, asked)) });
  });

  return routes;
};

const instanceOf = (
  body: z.infer<typeof instanceBody>,
  words: Words,
  personOf: (given: { open_id?: string | undefined; user_id?: string | undefined }) => string,
): ApprovalInstance => ({
  instanceId: body.instance_id,
  code: body.approval_code,
  status: body.status,
  title: words(body.title),
  form: body.form.map(({ name, value }) => ({ name: words(name), value: words(value) })),
  openId: personOf(body),
  link: body.links.pc_link ?? body.links.mobile_link ?? '',
  startedAt: Number(body.start_time),
  endedAt: Number(body.end_time),
  updatedAt: Number(body.update_time),
  tasks: body.task_list.map((task) => ({
    taskId: task.task_id,
    openId: personOf(task),
    title: words(task.title),
    status: task.status,
    createdAt: Number(task.create_time),
    endedAt: Number(task.end_time),
    updatedAt: Number(task.update_time ?? '0'),
    context: task.action_context ?? '',
    actions: task.action_configs.map((config) => ({
      type: config.action_type,
      isReasonRequired: config.is_reason_required,
    })),
  })),
});

/** Only what is newer counts, instance and each task by itself; nothing is taken away, and whose task it is never changes. */
const updateInstance = (known: ApprovalInstance, fresh: ApprovalInstance): void => {
  for (const task of fresh.tasks) {
    const before = known.tasks.find(({ taskId }) => taskId === task.taskId);
    if (before === undefined) known.tasks.push(task);
    else if (task.updatedAt > before.updatedAt)
      Object.assign(before, { ...task, openId: before.openId, createdAt: before.createdAt });
  }
  if (fresh.updatedAt > known.updatedAt) Object.assign(known, { ...fresh, tasks: known.tasks, code: known.code });
};

/** In the documented order: the instance, its tasks, their times, its time. */
const differenceOf = (
  instances: readonly ApprovalInstance[],
  asked: z.infer<typeof checkBody>['instances'][number],
): readonly Readonly<Record<string, unknown>>[] => {
  const known = instances.find(({ instanceId }) => instanceId === asked.instance_id);
  if (known === undefined) return [{ instance_id: asked.instance_id, update_time: '0', tasks: [] }];
  const tasks = asked.tasks.flatMap((task) => {
    const held = known.tasks.find(({ taskId }) => taskId === task.task_id);
    return String(held?.updatedAt ?? 0) === task.update_time && held !== undefined
      ? []
      : [{ task_id: task.task_id, update_time: String(held?.updatedAt ?? 0) }];
  });
  if (tasks.length === 0 && String(known.updatedAt) === asked.update_time) return [];
  return [{ instance_id: known.instanceId, update_time: String(known.updatedAt), tasks }];
};

const codeLike = (world: World): string => {
  const hex = Buffer.from(world.newId('')).toString('hex').toUpperCase().padEnd(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
};

export type ApprovalPress = {
  readonly openId: string;
  readonly taskId: string;
  readonly action: 'APPROVE' | 'REJECT';
  readonly reason?: string;
  /** Press what was on the screen before the last sync: with this context instead of the present one. */
  readonly asShownWith?: string;
};
export type ApprovalPressResult =
  | { readonly kind: 'answered' }
  /** What the person reads: the service's own words where it gave some. */
  | { readonly kind: 'failed'; readonly status: number; readonly message: string }
  | { readonly kind: 'localError'; readonly msg: string };

/** A person presses a button in the list of what waits. The list itself offers only what the task was configured with. */
export const pressApproval = async (
  world: World,
  events: EventSender,
  request: ApprovalPress,
): Promise<ApprovalPressResult> => {
  const { office } = world.state;
  const instance = office.approvals.find(({ tasks }) => tasks.some(({ taskId }) => taskId === request.taskId));
  const task = instance?.tasks.find(({ taskId }) => taskId === request.taskId);
  const definition = office.definitions.find(({ code }) => code === instance?.code);
  const offered = task?.actions.find(({ type }) => type === request.action);
  const isShownStale = request.asShownWith !== undefined;
  if (!instance || !task || !definition || task.openId !== request.openId)
    return { kind: 'localError', msg: '待办中没有这一项' };
  if (!isShownStale && (task.status !== 'PENDING' || offered === undefined))
    return { kind: 'localError', msg: '该任务不能快捷审批' };
  if (offered?.isReasonRequired && (request.reason ?? '').trim() === '')
    return { kind: 'localError', msg: '请填写审批意见' };
  const body = {
    action_type: request.action,
    action_context: request.asShownWith ?? task.context,
    user_id: findPerson(world, request.openId)?.userId ?? '',
    approval_code: definition.code,
    instance_id: instance.instanceId,
    task_id: task.taskId,
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    token: definition.callbackToken,
  };
  const text = JSON.stringify(body);
  const sealed =
    definition.callbackKey === '' ? text : JSON.stringify({ encrypt: encrypt(definition.callbackKey, text) });
  const answer = await events.callBackTo(definition.callbackUrl, sealed);
  if (answer.failure === null && answer.status === 200) return { kind: 'answered' };
  return { kind: 'failed', status: answer.status, message: ownWords(answer.text) ?? '提交失败' };
};

const ownWords = (text: string): string | null => {
  try {
    const parsed = z.object({ message: z.string(), without_prefix: z.literal(true) }).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.message : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
