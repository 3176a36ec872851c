/**
 * Sheets in the approval centre (飞书审批, as 三方审批): Feishu shows them and reports presses, the process stays with us.
 * What stands on them is decided in `cards/`, when they change in `outbox/`. Every text goes as an i18n key with its words,
 * because Feishu takes no plain text here. Sources: “创建三方审批定义”, “同步三方审批实例”, “校验三方审批实例”, “获取单个用户信息”.
 */
import { z } from 'zod';
import type { ApprovalInstance, Approvals, ApprovalTask } from '../ports.ts';
import { openId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';

const defined = z.object({ approval_code: z.string().min(1) }).transform((data) => ({ code: data.approval_code }));
const nothing = z.unknown().transform(() => null);
const compared = z
  .object({ diff_instances: z.array(z.object({ update_time: z.string().nullish() })).nullish() })
  .transform((data): number | null => {
    // “0” is what stands for an instance that Feishu does not know.
    const held = Number(data.diff_instances?.[0]?.update_time ?? '0');
    return Number.isFinite(held) && held > 0 ? held : null;
  });
const person = z
  .object({ user: z.object({ open_id: z.string().min(1) }) })
  .transform((data) => openId(data.user.open_id));

const INSTANCE_STATUS = {
  pending: 'PENDING',
  approved: 'APPROVED',
  rejected: 'REJECTED',
  canceled: 'CANCELED',
} as const satisfies Record<ApprovalInstance['status'], string>;
const TASK_STATUS = {
  pending: 'PENDING',
  approved: 'APPROVED',
  rejected: 'REJECTED',
  transferred: 'TRANSFERRED',
  done: 'DONE',
} as const satisfies Record<ApprovalTask['status'], string>;

/** Older than any version of ours, so that the comparison always tells what Feishu holds. */
const OLDEST = '0';

export function createApprovals(client: FeishuClient): Approvals {
  return {
    define: async (definition) => {
      const words = wordsOf();
      const data = {
        approval_name: words.key(definition.name),
        approval_code: definition.code,
        group_code: 'reception_day',
        group_name: words.key('民营企业接待日'),
        description: words.key('领导签批在接待日系统办理，此处可查看待签批事项，并可快捷同意或退回。'),
        external: {
          biz_name: words.key(definition.organName),
          support_pc: true,
          support_mobile: true,
          action_callback_url: definition.callbackUrl,
          action_callback_token: definition.callbackToken,
          action_callback_key: definition.callbackKey,
          exclude_efficiency_statistics: true,
        },
        // Nobody starts one by hand: sheets come from the process.
        viewers: [{ viewer_type: 'NONE' as const }],
        i18n_resources: words.resources(),
      };
      const answered = await client.call(
        'approval.externalApproval.create',
        (sdk) =>
          sdk.request({
            method: 'POST',
            url: '/open-apis/approval/v4/external_approvals',
            params: { user_id_type: 'open_id' },
            data,
          }),
        defined,
      );
      if (answered.kind !== 'ok' || answered.data.code === definition.code) return answered;
      // A new definition goes on under the code it was given, one that was there before under the code it was asked for; the
      // answer does not tell which it was, so the given code is tried.
      const found = await client.call(
        'approval.externalApproval.get',
        (sdk) => sdk.approval.v4.externalApproval.get({ path: { approval_code: answered.data.code } }),
        nothing,
      );
      if (found.kind === 'gone') return { kind: 'ok', data: { code: definition.code } };
      return found.kind === 'ok' ? answered : found;
    },

    sync: (instance) =>
      client.call(
        'approval.externalInstance.create',
        (sdk) =>
          sdk.request({ method: 'POST', url: '/open-apis/approval/v4/external_instances', data: bodyOf(instance) }),
        nothing,
      ),

    heldVersion: (instanceId) =>
      client.call(
        'approval.externalInstance.check',
        (sdk) =>
          sdk.approval.v4.externalInstance.check({
            data: { instances: [{ instance_id: instanceId, update_time: OLDEST, tasks: [] }] },
          }),
        compared,
      ),

    personOf: (userId) =>
      client.call(
        'contact.user.get',
        (sdk) => sdk.contact.v3.user.get({ path: { user_id: userId }, params: { user_id_type: 'user_id' } }),
        person,
      ),
  };
}

const bodyOf = (instance: ApprovalInstance): object => {
  const words = wordsOf();
  const links = { pc_link: instance.link, mobile_link: instance.link };
  const version = String(instance.version);
  return {
    approval_code: instance.code,
    instance_id: instance.instanceId,
    status: INSTANCE_STATUS[instance.status],
    title: words.key(instance.title),
    form: instance.fields.map(({ name, value }) => ({ name: words.key(name), value: words.key(value) })),
    links,
    open_id: instance.startedBy,
    start_time: String(instance.startedAt),
    end_time: String(instance.endedAt ?? 0),
    update_time: version,
    display_method: 'NORMAL',
    // Not REPLACE: that takes whatever comes last on the wire, also what was sent first.
    update_mode: 'UPDATE',
    task_list: instance.tasks.map((task) => ({
      task_id: task.taskId,
      open_id: task.openId,
      title: words.key(instance.title),
      links,
      status: TASK_STATUS[task.status],
      create_time: String(task.startedAt),
      end_time: String(task.endedAt ?? 0),
      update_time: version,
      display_method: 'NORMAL',
      exclude_statistics: true,
      ...(task.context === null
        ? {}
        : {
            action_context: task.context,
            action_configs: [
              { action_type: 'APPROVE', is_need_reason: false },
              { action_type: 'REJECT', is_need_reason: true, is_reason_required: true },
            ],
          }),
    })),
    i18n_resources: words.resources(),
  };
};

/** Gives each text a key of its own (`@i18n@` and at least three characters) and lists them in the end. */
const wordsOf = () => {
  const texts: { key: string; value: string }[] = [];
  return {
    key: (value: string): string => {
      const key = `@i18n@text${texts.length + 1}`;
      texts.push({ key, value });
      return key;
    },
    resources: () => [{ locale: 'zh-CN' as const, is_default: true, texts }],
  };
};
