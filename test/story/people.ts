/**
 * What people do in Feishu, driven from outside over HTTP: read tables as any API client would, edit cells, fill in the
 * form, press buttons on cards. Talks to the stand-in Feishu only; knows nothing of the service.
 */
import { z } from 'zod';
import { type Cell, type Field, fieldSchema, messageSchema, recordSchema, type TableRecord } from '../feishu/state.ts';

export const PEOPLE = {
  staff: 'ou_sandbox_staff_1',
  secretaryJia: 'ou_sandbox_leader_jia',
  mayorYi: 'ou_sandbox_leader_yi',
  deputyBing: 'ou_sandbox_leader_bing',
  housing: 'ou_sandbox_zhujian_1',
  finance: 'ou_sandbox_caizheng_1',
  safety: 'ou_sandbox_yingji_1',
  land: 'ou_sandbox_ziran_1',
  zone: 'ou_sandbox_jingkai_1',
} as const;

/** A row as a person reads it: every cell as text, links as record ids. Blank rows are not listed. */
export interface Row {
  readonly recordId: string;
  readonly cells: Readonly<Record<string, string>>;
}

export interface Message {
  readonly messageId: string;
  readonly openId: string;
  readonly type: string;
  readonly content: string;
  readonly isRecalled: boolean;
}

const envelope = <T extends z.ZodType>(data: T) => z.object({ code: z.literal(0), data });

/** A stored cell as a person reads it; the stand-in's own shape (`test/feishu/state.ts`), so that looking costs no API call. */
const tableSchema = z.object({ fields: z.array(fieldSchema), records: z.array(recordSchema) });
const shown = (field: Field, cell: Cell): string => {
  const optionName = (id: string) => field.options.find((option) => option.id === id)?.name ?? id;
  switch (cell.kind) {
    case 'text':
    case 'serial':
      return cell.text;
    case 'number':
      return String(cell.number);
    case 'option':
      return optionName(cell.optionId);
    case 'options':
      return cell.optionIds.map(optionName).join('、');
    case 'date':
      return new Date(cell.ms + 8 * 3_600_000).toISOString().slice(0, 10);
    case 'checkbox':
      return cell.checked ? '是' : '否';
    case 'url':
      return cell.link;
    case 'people':
      return cell.openIds.join('、');
    case 'links':
      return cell.recordIds.join('、');
    case 'files':
      return cell.fileTokens.join('、');
    case 'location':
      return cell.location;
    case 'groups':
      return cell.chatIds.join('、');
  }
};
/** Every column of a row by name, empty ones as ''. */
export const shownRow = (fields: readonly Field[], record: TableRecord): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.map((field) => {
      const cell = record.cells[field.fieldId];
      return [field.name, cell === undefined ? '' : shown(field, cell)];
    }),
  );

const pressed = z.object({
  kind: z.string(),
  toast: z.object({ type: z.string(), content: z.string() }).nullish(),
  msg: z.string().optional(),
  code: z.number().optional(),
});
export type Pressed = z.infer<typeof pressed>;

export const createPeople = (feishuUrl: string, appToken: string) => {
  let token = '';
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
    const response = await fetch(`${feishuUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const login = async (): Promise<Record<string, string>> => {
    if (token === '') {
      const answer = await post('/open-apis/auth/v3/tenant_access_token/internal', {
        app_id: 'cli_sandbox',
        app_secret: 'sandbox',
      });
      token = z.object({ tenant_access_token: z.string() }).parse(answer).tenant_access_token;
    }
    return { authorization: `Bearer ${token}` };
  };
  const api = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${feishuUrl}/open-apis${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(await login()) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (z.object({ code: z.literal(99991663) }).safeParse(answer).success) {
      token = '';
      return api(method, path, body);
    }
    return answer;
  };

  const tableIds = new Map<string, string>();
  const tableId = async (name: string): Promise<string> => {
    if (!tableIds.has(name)) {
      const answer = await api('GET', `/bitable/v1/apps/${appToken}/tables?page_size=100`);
      const { data } = envelope(
        z.object({ items: z.array(z.object({ table_id: z.string(), name: z.string() })) }),
      ).parse(answer);
      for (const table of data.items) tableIds.set(table.name, table.table_id);
    }
    const id = tableIds.get(name);
    if (!id) throw new Error(`the base has no table ${name}`);
    return id;
  };

  const rows = async (table: string): Promise<readonly Row[]> => {
    const answer: unknown = await (
      await fetch(`${feishuUrl}/_sandbox/tables/${appToken}/${await tableId(table)}`)
    ).json();
    const { fields, records } = tableSchema.parse(answer);
    return records
      .filter((record) => Object.keys(record.cells).length > 0)
      .map((record) => ({ recordId: record.recordId, cells: shownRow(fields, record) }));
  };

  const must = (answer: unknown, what: string): unknown => {
    const failed = z.object({ ok: z.literal(false), msg: z.string() }).safeParse(answer);
    if (failed.success) throw new Error(`${what}: ${failed.data.msg}`);
    return answer;
  };

  return {
    rows,
    tableId,
    row: async (table: string, recordId: string) =>
      (await rows(table)).find((one) => one.recordId === recordId) ?? null,
    edit: async (table: string, recordId: string, fields: Record<string, unknown>, operator: string = PEOPLE.staff) => {
      const target = { app_token: appToken, table_id: await tableId(table), record_id: recordId, operator };
      must(await post('/_sandbox/records/edit', { ...target, fields }), `edit ${table}`);
    },
    add: async (table: string, fields: Record<string, unknown>, operator: string = PEOPLE.staff): Promise<string> => {
      const target = { app_token: appToken, table_id: await tableId(table), operator };
      const answer = must(await post('/_sandbox/records/create', { ...target, fields }), `add to ${table}`);
      return z.object({ value: z.object({ recordId: z.string() }) }).parse(answer).value.recordId;
    },
    remove: async (table: string, recordId: string, operator: string = PEOPLE.staff) => {
      must(
        await post('/_sandbox/records/delete', {
          app_token: appToken,
          table_id: await tableId(table),
          record_id: recordId,
          operator,
        }),
        `delete from ${table}`,
      );
    },
    submitForm: async (formUrl: string, answers: Record<string, unknown>) => {
      const shareToken = new URL(formUrl).pathname.split('/').at(-1) ?? '';
      must(await post('/_sandbox/forms/submit', { share_token: shareToken, answers, filler: null }), 'submit the form');
    },
    /** This person's messages from the bot, oldest first. */
    messages: async (openId: string): Promise<readonly Message[]> => {
      const answer: unknown = await (await fetch(`${feishuUrl}/_sandbox/chats/${openId}`)).json();
      return z
        .object({ messages: z.array(messageSchema) })
        .parse(answer)
        .messages.map(({ messageId, type, versions, isRecalled }) => ({
          messageId,
          openId,
          type,
          content: versions.at(-1)?.content ?? '',
          isRecalled,
        }));
    },
    press: async (
      openId: string,
      messageId: string,
      name: string,
      formValue?: Record<string, unknown>,
      more: object = {},
    ): Promise<Pressed> =>
      pressed.parse(
        await post('/_sandbox/press', { openId, messageId, name, ...(formValue ? { formValue } : {}), ...more }),
      ),
    pressMany: async (requests: readonly object[]): Promise<readonly Pressed[]> =>
      z.array(pressed).parse(await Promise.all(requests.map((request) => post('/_sandbox/press', request)))),
    control: post,
    log: async () =>
      z
        .object({
          calls: z.array(
            z.object({
              method: z.string(),
              path: z.string(),
              route: z.string(),
              code: z.number(),
              isUnknown: z.boolean(),
            }),
          ),
        })
        .parse(await (await fetch(`${feishuUrl}/_sandbox/log`)).json()),
  };
};
export type People = ReturnType<typeof createPeople>;
