/**
 * What surrounds a Base (云文档): who may open it, whether its events are sent, what the app was granted, which Bases lie in the
 * app's own space. Carries orders out one by one, for `bitable apply` and `doctor`.
 */
import { z } from 'zod';
import type { DocumentRight, Documents, FeishuResult, GrantedScope } from '../ports.ts';
import { openId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';
import { COLLABORATOR_REFUSED } from './failures.ts';

const RIGHTS: readonly DocumentRight[] = ['view', 'edit', 'full_access'];
/** The root of a space comes in one page; more than this would be a mistake. */
const FILE_PAGE_SIZE = 200;
const SECOND_MS = 1_000;

const nothing = z.unknown().transform(() => null);
const members = z
  .object({ items: z.array(z.object({ member_type: z.string(), member_id: z.string(), perm: z.string() })).nullish() })
  .transform((data) =>
    (data.items ?? []).map((item) => ({
      openId: item.member_type === 'openid' ? openId(item.member_id) : null,
      right: item.perm,
    })),
  );
const subscription = z.object({ is_subscribe: z.boolean() }).transform((data) => data.is_subscribe);
const permission = z.object({ auth_result: z.boolean() }).transform((data) => data.auth_result);
const GRANTED = 1;
const identityOf = (word: string | null | undefined): GrantedScope['identity'] =>
  word === 'tenant' || word === 'user' ? word : null;
const scopes = z
  .object({
    scopes: z
      .array(z.object({ scope_name: z.string(), grant_status: z.number(), scope_type: z.string().nullish() }))
      .nullish(),
  })
  .transform((data) =>
    (data.scopes ?? []).map((one) => ({
      name: one.scope_name,
      isGranted: one.grant_status === GRANTED,
      identity: identityOf(one.scope_type),
    })),
  );
const people = z
  .object({
    user_list: z
      .array(z.object({ user_id: z.string().nullish(), mobile: z.string().nullish(), email: z.string().nullish() }))
      .nullish(),
  })
  .transform(
    (data) =>
      new Map(
        (data.user_list ?? []).flatMap(({ user_id, mobile, email }) =>
          user_id ? [[mobile || email || '', openId(user_id)] as const] : [],
        ),
      ),
  );
const files = z
  .object({
    files: z
      .array(
        z.object({
          token: z.string(),
          name: z.string(),
          type: z.string(),
          url: z.string().nullish(),
          created_time: z.string().nullish(),
        }),
      )
      .nullish(),
  })
  .transform((data) =>
    (data.files ?? [])
      .filter((file) => file.type === 'bitable')
      .map((file) => ({
        appToken: file.token,
        name: file.name,
        url: file.url ?? '',
        createdAt: Number(file.created_time ?? 0) * SECOND_MS,
      })),
  );

type Method = 'GET' | 'POST';
type Parts = { readonly params?: object; readonly data?: object };

export function createDocuments(client: FeishuClient): Documents {
  const listCollaborators: Documents['listCollaborators'] = (appToken) =>
    ask('drive.permissionMember.list', 'GET', membersPath(appToken), { params: { type: 'bitable' } }, members);

  return {
    subscribe: (appToken) =>
      ask(
        'drive.file.subscribe',
        'POST',
        filePath(appToken, 'subscribe'),
        { params: { file_type: 'bitable' } },
        nothing,
      ),
    isSubscribed: (appToken) =>
      ask(
        'drive.file.getSubscribe',
        'GET',
        filePath(appToken, 'get_subscribe'),
        { params: { file_type: 'bitable' } },
        subscription,
      ),
    addCollaborator: async (appToken, person, right) => {
      const added = await ask(
        'drive.permissionMember.create',
        'POST',
        membersPath(appToken),
        {
          params: { type: 'bitable' },
          data: { member_type: 'openid', member_id: person, perm: right, type: 'user' },
        },
        nothing,
      );
      if (added.kind !== 'reject' || added.code !== COLLABORATOR_REFUSED) return added;
      // The same code stands for “is the owner or has more already” and for real refusals: only the list tells.
      const listed = await listCollaborators(appToken);
      const enough: readonly string[] = RIGHTS.slice(RIGHTS.indexOf(right));
      const hasRight =
        listed.kind === 'ok' && listed.data.some((one) => one.openId === person && enough.includes(one.right));
      return hasRight ? { kind: 'ok', data: null } : added;
    },
    listCollaborators,
    mayManage: (appToken) =>
      ask(
        'drive.permissionMember.auth',
        'GET',
        `${membersPath(appToken)}/auth`,
        { params: { type: 'bitable', action: 'manage_public' } },
        permission,
      ),
    listOwnBases: () =>
      ask('drive.file.list', 'GET', 'drive/v1/files', { params: { page_size: FILE_PAGE_SIZE } }, files),
    findPeople: async (contacts) => {
      const emails = contacts.filter((one) => one.includes('@'));
      const mobiles = contacts.filter((one) => !one.includes('@'));
      const found = await ask(
        'contact.user.batchGetId',
        'POST',
        'contact/v3/users/batch_get_id',
        { params: { user_id_type: 'open_id' }, data: { emails, mobiles } },
        people,
      );
      return found.kind === 'ok' ? { kind: 'ok', data: contacts.map((one) => found.data.get(one) ?? null) } : found;
    },
    listScopes: () => ask('application.scope.list', 'GET', 'application/v6/scopes', {}, scopes),
  };

  function ask<T>(
    what: string,
    method: Method,
    path: string,
    parts: Parts,
    schema: z.ZodType<T>,
  ): Promise<FeishuResult<T>> {
    return client.call(what, (sdk) => sdk.request({ method, url: `/open-apis/${path}`, ...parts }), schema);
  }
}

function filePath(appToken: string, action: string): string {
  return `drive/v1/files/${encodeURIComponent(appToken)}/${action}`;
}

function membersPath(appToken: string): string {
  return `drive/v1/permissions/${encodeURIComponent(appToken)}/members`;
}
