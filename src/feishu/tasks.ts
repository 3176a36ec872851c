/**
 * A unit's sheet as a task (飞书任务, v2), made by the app, which may therefore always edit it. A click on “complete” leads to the
 * card (自定义完成): a task cannot carry a result. Sources: “创建任务”, “更新任务”, “获取任务详情”, “添加任务成员”, “移除任务成员”,
 * “删除任务”, “任务功能概述”.
 */
import { z } from 'zod';
import type { LiveTask, TaskContent, Tasks } from '../ports.ts';
import { type BeijingDate, type OpenId, openId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';

const created = z
  .object({ task: z.object({ guid: z.string().min(1) }) })
  .transform(({ task }) => ({ guid: task.guid }));
const nothing = z.unknown().transform(() => null);
const live = z
  .object({
    task: z.object({
      completed_at: z.string().nullish(),
      members: z
        .array(z.object({ id: z.string().nullish(), type: z.string().nullish(), role: z.string().nullish() }))
        .nullish(),
    }),
  })
  .transform(({ task }): LiveTask => {
    const completedAt = Number(task.completed_at ?? '0');
    return {
      completedAt: completedAt > 0 ? completedAt : null,
      assignees: (task.members ?? []).flatMap((member) =>
        member.role === 'assignee' && (member.type ?? 'user') === 'user' && member.id ? [openId(member.id)] : [],
      ),
    };
  });

const OPEN_AGAIN = '0';

export function createTasks(client: FeishuClient): Tasks {
  return {
    create: (task, assignees, token) =>
      client.call(
        'task.task.create',
        (sdk) =>
          sdk.task.v2.task.create({
            params: { user_id_type: 'open_id' },
            data: {
              ...contentOf(task),
              members: assignees.map(assignee),
              client_token: token,
              // 或签: the unit is one; any of its people stands for it.
              mode: 2,
              origin: {
                platform_i18n_name: { zh_cn: '民营企业接待日' },
                href: { url: task.link, title: '交办单' },
              },
            },
          }),
        created,
      ),

    get: (guid) =>
      client.call(
        'task.task.get',
        (sdk) => sdk.task.v2.task.get({ path: { task_guid: guid }, params: { user_id_type: 'open_id' } }),
        live,
      ),

    update: (guid, task) => patch(guid, contentOf(task), ['summary', 'description', 'due', 'custom_complete']),

    complete: (guid, at) => patch(guid, { completed_at: at === null ? OPEN_AGAIN : String(at) }, ['completed_at']),

    assign: (guid, people) =>
      client.call(
        'task.task.addMembers',
        (sdk) =>
          sdk.task.v2.task.addMembers({
            path: { task_guid: guid },
            params: { user_id_type: 'open_id' },
            data: { members: people.map(assignee) },
          }),
        nothing,
      ),

    unassign: (guid, people) =>
      client.call(
        'task.task.removeMembers',
        (sdk) =>
          sdk.task.v2.task.removeMembers({
            path: { task_guid: guid },
            params: { user_id_type: 'open_id' },
            data: { members: people.map(assignee) },
          }),
        nothing,
      ),

    remove: (guid) =>
      client.call('task.task.delete', (sdk) => sdk.task.v2.task.delete({ path: { task_guid: guid } }), nothing),
  };

  function patch(guid: string, task: object, fields: readonly string[]) {
    return client.call(
      'task.task.patch',
      (sdk) =>
        sdk.task.v2.task.patch({
          path: { task_guid: guid },
          params: { user_id_type: 'open_id' },
          data: { task, update_fields: [...fields] },
        }),
      nothing,
    );
  }
}

const assignee = (who: OpenId) => ({ id: who, type: 'user', role: 'assignee' });

const contentOf = (task: TaskContent) => {
  const elsewhere = { href: task.link, tip: { zh_cn: task.hint } };
  return {
    summary: task.title,
    description: task.description,
    ...(task.due === null ? {} : { due: { timestamp: String(dayStamp(task.due)), is_all_day: true } }),
    custom_complete: { pc: elsewhere, ios: elsewhere, android: elsewhere },
  };
};

/** A date goes as midnight UTC of that day: only its day is read. */
const dayStamp = (date: BeijingDate): number => Date.parse(`${date}T00:00:00Z`);
