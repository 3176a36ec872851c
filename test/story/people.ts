/**
 * What people do in Feishu, driven from outside over HTTP: read tables as any API client would, edit cells, fill in the
 * form, press buttons on cards. Talks to the stand-in Feishu only; knows nothing of the service.
 */
import { z } from 'zod';

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

/** A row as a person reads it: every cell as text, links as record ids. */
export interface Row {
  readonly recordId: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, readonly string[]>>;
}

export interface Message {
  readonly messageId: string;
  readonly openId: string;
  readonly type: string;
  readonly content: string;
  readonly isRecalled: boolean;
}

const envelope = <T extends z.ZodType>(data: T) => z.object({ code: z.literal(0), data });

const asText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(asText).join('');
  if (typeof value === 'object') {
    if ('link' in value && 'text' in value) return String(value.link);
    if ('text' in value) return String(value.text);
    if ('name' in value) return String(value.name);
    return '';
  }
  return String(value);
};
const linksOf = (value: unknown): readonly string[] =>
  z.object({ link_record_ids: z.array(z.string()) }).safeParse(value).data?.link_record_ids ?? [];

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
    const found: Row[] = [];
    let pageToken = '';
    do {
      const query = `page_size=500&user_id_type=open_id${pageToken ? `&page_token=${pageToken}` : ''}`;
      const answer = await api(
        'POST',
        `/bitable/v1/apps/${appToken}/tables/${await tableId(table)}/records/search?${query}`,
        {},
      );
      const { data } = envelope(
        z.object({
          items: z.array(z.object({ record_id: z.string(), fields: z.record(z.string(), z.unknown()) })).nullish(),
          has_more: z.boolean().optional(),
          page_token: z.string().optional(),
        }),
      ).parse(answer);
      for (const item of data.items ?? []) {
        const entries = Object.entries(item.fields);
        found.push({
          recordId: item.record_id,
          cells: Object.fromEntries(entries.map(([name, value]) => [name, asText(value)])),
          links: Object.fromEntries(entries.map(([name, value]) => [name, linksOf(value)])),
        });
      }
      pageToken = data.has_more ? (data.page_token ?? '') : '';
    } while (pageToken !== '');
    return found;
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
      const state: unknown = await (await fetch(`${feishuUrl}/_sandbox/state`)).json();
      const parsed = z
        .object({
          chats: z.array(z.object({ chatId: z.string(), openId: z.string().nullable() })),
          messages: z.array(
            z.object({
              messageId: z.string(),
              chatId: z.string(),
              type: z.string(),
              versions: z.array(z.object({ content: z.string() })),
              isRecalled: z.boolean(),
            }),
          ),
        })
        .parse(state);
      const mine = new Set(parsed.chats.filter((chat) => chat.openId === openId).map((chat) => chat.chatId));
      return parsed.messages
        .filter((message) => mine.has(message.chatId))
        .map(({ messageId, type, versions, isRecalled }) => ({
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
