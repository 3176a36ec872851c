/**
 * What the app may do (权限): scopes the tenant granted, its right on each base, and what advanced permissions (高级权限) hide.
 * Scopes are checked before a call is carried out, as the gateway does; rights by the base.
 */
import { Hono } from 'hono';
import type { ApiContext, ApiEnv } from './http.ts';
import { FeishuError, refuse, succeed } from './http.ts';
import type { Base } from './state.ts';
import type { World } from './world.ts';

/** Calls and the scopes of which any one opens them; the first match counts. Calls not listed need none here. */
const needs: readonly { readonly path: RegExp; readonly method?: string; readonly anyOf: readonly string[] }[] = [
  { path: /\/drive\/v1\/files\/[^/]+\/(get_|delete_)?subscribe$/, anyOf: ['docs:event:subscribe', 'drive:drive'] },
  { path: /\/drive\/v1\/files$/, anyOf: ['drive:drive', 'drive:drive:readonly', 'space:document:retrieve'] },
  { path: /\/drive\/v1\/medias\/upload_all$/, anyOf: ['bitable:app', 'drive:drive', 'docs:document.media:upload'] },
  { path: /\/drive\/v1\/medias\//, anyOf: ['bitable:app', 'drive:drive', 'docs:document.media:download'] },
  { path: /\/drive\/v1\/permissions\//, method: 'GET', anyOf: ['bitable:app', 'drive:drive'] },
  { path: /\/drive\/v1\/permissions\//, anyOf: ['docs:permission.member:create', 'drive:drive'] },
  { path: /\/bitable\/v1\//, method: 'GET', anyOf: ['bitable:app', 'bitable:app:readonly'] },
  { path: /\/records\/(search|batch_get)$/, anyOf: ['bitable:app', 'bitable:app:readonly'] },
  { path: /\/bitable\/v1\//, anyOf: ['bitable:app'] },
  { path: /\/approval\/v4\/external_approvals/, anyOf: ['approval:approval', 'approval:external_approval'] },
  { path: /\/approval\/v4\/external_instances/, anyOf: ['approval:approval', 'approval:external_instance'] },
  { path: /\/calendars\/primary$/, anyOf: ['calendar:calendar:read', 'calendar:calendar:readonly'] },
  {
    path: /\/calendar\/v4\/calendars\/[^/]+\/events$/,
    method: 'POST',
    anyOf: ['calendar:calendar', 'calendar:calendar.event:create'],
  },
  {
    path: /\/calendar\/v4\//,
    method: 'GET',
    anyOf: ['calendar:calendar', 'calendar:calendar.event:read', 'calendar:calendar:readonly'],
  },
  { path: /\/calendar\/v4\//, method: 'DELETE', anyOf: ['calendar:calendar', 'calendar:calendar.event:delete'] },
  { path: /\/calendar\/v4\//, anyOf: ['calendar:calendar', 'calendar:calendar.event:update'] },
  { path: /\/task\/v2\/tasks/, method: 'GET', anyOf: ['task:task:read', 'task:task:write'] },
  { path: /\/task\/v2\/tasks(\/[^/]+)?$/, method: 'DELETE', anyOf: ['task:task:write'] },
  { path: /\/task\/v2\/tasks(\/[^/]+)?$/, anyOf: ['task:task:write', 'task:task:writeonly'] },
  { path: /\/task\/v2\//, anyOf: ['task:task:write'] },
  { path: /\/im\/v1\/messages/, anyOf: ['im:message', 'im:message:send_as_bot'] },
];

/** Refuses a call for which the tenant granted no scope (99991672). */
export const requireScope = (world: World, c: ApiContext): void => {
  const need = needs.find(
    ({ path, method }) => (method === undefined || method === c.req.method) && path.test(c.req.path),
  );
  if (need === undefined || need.anyOf.some((scope) => world.settings.scopes.includes(scope))) return;
  throw new FeishuError(
    99991672,
    `Access denied. One of the following scopes is required: [${need.anyOf.join(', ')}].`,
  );
};

/** Refuses what the app's right on the base does not allow (91403). */
export const requireRight = (world: World, c: ApiContext): void => {
  const token = /\/bitable\/v1\/apps\/([^/]+)/.exec(c.req.path)?.[1];
  const base = world.state.bases.find((each) => each.appToken === token);
  if (base === undefined) return;
  const isRead = c.req.method === 'GET' || /\/records\/(search|batch_get)$/.test(c.req.path);
  const isRows = /\/records(\/|$)/.test(c.req.path);
  if (base.appRight === 'none' || (base.appRight === 'view' && !isRead)) throw new FeishuError(91403, 'Forbidden', 403);
  if (base.isAdvanced && base.appRight !== 'full_access' && !isRead)
    throw new FeishuError(1254302, isRows ? 'Permission denied.' : 'RolePermNotAllow', 403);
};

/** With advanced permissions an app that may not manage the base sees no rows, and is not told so. */
export const seesRows = (base: Base): boolean => !base.isAdvanced || base.appRight === 'full_access';

/** Events of documents need the scope for both identities (应用身份 and 用户身份). */
export const hearsEvents = (world: World, base: Base): boolean =>
  base.isSubscribed && ['bitable:app', 'drive:drive'].some((scope) => world.settings.userScopes.includes(scope));

const GRANTED = 1;

export const applicationRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  routes.get('/v6/scopes', (c) => {
    const shown = (scope_type: string) => (scope_name: string) => ({ scope_name, grant_status: GRANTED, scope_type });
    return succeed(c, {
      scopes: [...world.settings.scopes.map(shown('tenant')), ...world.settings.userScopes.map(shown('user'))],
    });
  });
  return routes;
};

/** Whether the app holds a permission on the document, for `members/auth`. */
export const mayDo = (base: Base, action: string): boolean => {
  const actions: Readonly<Record<string, readonly string[]>> = {
    view: ['view', 'edit', 'full_access'],
    edit: ['edit', 'full_access'],
    share: ['full_access'],
    comment: ['view', 'edit', 'full_access'],
    export: ['edit', 'full_access'],
    copy: ['edit', 'full_access'],
    print: ['edit', 'full_access'],
    manage_public: ['full_access'],
  };
  const enough = actions[action] ?? refuse(1063001, 'Invalid parameter: action');
  return enough.includes(base.appRight);
};
