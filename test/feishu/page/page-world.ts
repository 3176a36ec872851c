// A small tenant for the page's tests: one base with one table, a kanban view, a public form, and a card to sign.
// Made through the official SDK, as the real one would be.

import { z } from 'zod';
import { openSdkWorld, type SdkWorld } from '../sdk-world.ts';

export interface PageWorld {
  readonly world: SdkWorld;
  readonly appToken: string;
  readonly tableId: string;
  readonly recordId: string;
  readonly formId: string;
  readonly shareToken: string;
  readonly messageId: string;
}

export const leader = 'ou_sandbox_leader_jia';
const words = (content: string) => ({ tag: 'plain_text', content });

/** The card to sign: one required field, a confirmed refusal, and words that try to be markup. */
const signCard = {
  schema: '2.0',
  config: { update_multi: true },
  header: { title: words('交办单〔虚构〕'), template: 'blue' },
  body: {
    elements: [
      { tag: 'markdown', content: '**诉求**：道路修缮 &#60;b&#62;' },
      {
        tag: 'form',
        name: 'sheet',
        elements: [
          {
            tag: 'collapsible_panel',
            expanded: true,
            header: { title: words('批示意见') },
            elements: [{ tag: 'input', name: 'words', required: true, input_type: 'multiline_text' }],
          },
          { tag: 'date_picker', name: 'due', initial_date: '2026-12-08' },
          {
            tag: 'multi_select_static',
            name: 'units',
            required: false,
            options: [
              { text: words('住建局'), value: 'zhujian' },
              { text: words('财政局'), value: 'caizheng' },
            ],
          },
          {
            tag: 'button',
            name: 'sign',
            text: words('签批'),
            form_action_type: 'submit',
            behaviors: [{ type: 'callback', value: { act: 'sign' } }],
          },
        ],
      },
      {
        tag: 'button',
        name: 'back',
        text: words('退回'),
        confirm: { title: words('退回'), text: words('确定退回吗？') },
        behaviors: [{ type: 'callback', value: { act: 'back' } }],
      },
    ],
  },
};

const named = <T extends z.ZodType>(schema: T, answer: { readonly data?: unknown }): z.infer<T> =>
  schema.parse(answer.data);

/** Opens the tenant on a port of its own; close `world` afterwards. */
export async function openPageWorld(): Promise<PageWorld> {
  const world = await openSdkWorld();
  const { bitable, im } = world.client;
  const { app } = named(
    z.object({ app: z.object({ app_token: z.string() }) }),
    await bitable.v1.app.create({ data: { name: '接待日台账〔虚构〕' } }),
  );
  const appToken = app.app_token;
  const options = ['待受理', '办理中', '已销号'].map((name) => ({ name }));
  const table = named(
    z.object({ table_id: z.string() }),
    await bitable.v1.appTable.create({
      path: { app_token: appToken },
      data: {
        table: {
          name: '事项',
          default_view_name: '全部',
          fields: [
            { field_name: '事项标题', type: 1 },
            { field_name: '状态', type: 3, property: { options } },
            { field_name: '截止日期', type: 5 },
            { field_name: '责任人', type: 11 },
            { field_name: '联系电话', type: 13 },
            { field_name: '附件', type: 17 },
          ],
        },
      },
    }),
  );
  const place = { app_token: appToken, table_id: table.table_id };
  const { record } = named(
    z.object({ record: z.object({ record_id: z.string() }) }),
    await bitable.v1.appTableRecord.create({
      path: place,
      data: { fields: { 事项标题: '<b>道路修缮</b>', 状态: '待受理' } },
    }),
  );
  await bitable.v1.appTableView.create({ path: place, data: { view_name: '看板', view_type: 'kanban' } });
  const { view } = named(
    z.object({ view: z.object({ view_id: z.string() }) }),
    await bitable.v1.appTableView.create({ path: place, data: { view_name: '登记', view_type: 'form' } }),
  );
  const formPlace = { ...place, form_id: view.view_id };
  await bitable.v1.appTableForm.patch({ path: formPlace, data: { name: '诉求登记〔虚构〕', shared: true } });
  await bitable.v1.appTableForm.patch({ path: formPlace, data: { shared: true, shared_limit: 'anyone_editable' } });
  const questions = named(
    z.object({ items: z.array(z.object({ field_id: z.string(), title: z.string() })) }),
    await bitable.v1.appTableFormField.list({ path: formPlace }),
  );
  for (const { field_id, title } of questions.items) {
    const path = { ...formPlace, field_id };
    if (title === '责任人') await bitable.v1.appTableFormField.patch({ path, data: { visible: false } });
    if (title === '联系电话') await bitable.v1.appTableFormField.patch({ path, data: { required: true } });
  }
  const { form } = named(
    z.object({ form: z.object({ shared_url: z.string() }) }),
    await bitable.v1.appTableForm.get({ path: formPlace }),
  );
  const { message_id } = named(
    z.object({ message_id: z.string() }),
    await im.v1.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: leader, msg_type: 'interactive', content: JSON.stringify(signCard) },
    }),
  );
  await world.sandbox.settled();
  return {
    world,
    appToken,
    tableId: table.table_id,
    recordId: record.record_id,
    formId: view.view_id,
    shareToken: new URL(form.shared_url).pathname.split('/').at(-1) ?? '',
    messageId: message_id,
  };
}
