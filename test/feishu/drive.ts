/**
 * Cloud documents (云文档) as far as a base needs them: subscribing to its events, its collaborators, and attachments
 * (素材) kept as bytes in the state.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { type ApiContext, type ApiEnv, readBody, refuse, succeed } from './http.ts';
import { readMultipart } from './multipart.ts';
import { mayDo } from './rights.ts';
import type { Base, StoredFile } from './state.ts';
import type { World } from './world.ts';

const largestFileBytes = 20 * 1024 * 1024;
const badParams = 1061002;

export const driveRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  const subscribable = (c: ApiContext): Base => {
    if (c.req.query('file_type') !== 'bitable') return refuse(1069602, 'invalid params: file_type');
    return (
      world.state.bases.find((base) => base.appToken === c.req.param('file')) ?? refuse(1069604, 'document not found')
    );
  };

  routes.post('/v1/files/:file/subscribe', (c) => {
    const base = subscribable(c);
    if (base.appRight !== 'full_access') return refuse(1069603, 'forbidden');
    base.isSubscribed = true;
    world.changed();
    return succeed(c, {});
  });

  routes.get('/v1/files/:file/get_subscribe', (c) => succeed(c, { is_subscribe: subscribable(c).isSubscribed }));

  routes.delete('/v1/files/:file/delete_subscribe', (c) => {
    const base = subscribable(c);
    if (!base.isSubscribed) return refuse(1069605, 'not subscribed');
    base.isSubscribed = false;
    world.changed();
    return succeed(c, {});
  });

  /** The root of the app's own space; folders are not played. */
  routes.get('/v1/files', (c) => {
    if ((c.req.query('folder_token') ?? '') !== '') return refuse(1061003, 'not found');
    const files = world.state.bases.map((base) => ({
      token: base.appToken,
      name: base.name,
      type: 'bitable',
      parent_token: '',
      url: `${world.settings.publicUrl}/base/${base.appToken}`,
      created_time: String(Math.floor(base.createdAt / 1000)),
      modified_time: String(Math.floor(base.createdAt / 1000)),
      owner_id: '',
    }));
    return succeed(c, { files, has_more: false });
  });

  const shareable = (c: ApiContext): Base => {
    if (c.req.query('type') !== 'bitable') return refuse(1063001, 'Invalid parameter: type');
    return (
      world.state.bases.find((base) => base.appToken === c.req.param('file')) ?? refuse(1063005, 'Resource is deleted')
    );
  };

  routes.post('/v1/permissions/:file/members', async (c) => {
    const base = shareable(c);
    if (base.appRight !== 'full_access') return refuse(1063002, 'Permission denied');
    const body = await readBody(c, memberSchema, 1063001);
    const isPerson = body.member_type === 'openid';
    if (isPerson && !world.state.people.some((person) => person.openId === body.member_id))
      return refuse(1063001, 'Invalid parameter: member_id');
    base.members = base.members.filter((member) => member.memberId !== body.member_id);
    base.members.push({ memberType: body.member_type, memberId: body.member_id, perm: body.perm, type: body.type });
    world.changed();
    return succeed(c, { member: body });
  });

  routes.get('/v1/permissions/:file/members/auth', (c) =>
    succeed(c, { auth_result: mayDo(shareable(c), c.req.query('action') ?? '') }),
  );

  routes.get('/v1/permissions/:file/members', (c) =>
    succeed(c, {
      items: shareable(c).members.map((member) => ({
        member_type: member.memberType,
        member_id: member.memberId,
        perm: member.perm,
        type: member.type,
        name: world.state.people.find((person) => person.openId === member.memberId)?.name ?? '',
      })),
    }),
  );

  // 素材概述: calls of one app may not run side by side.
  let isUploading = false;
  routes.post('/v1/medias/upload_all', async (c) => {
    if (isUploading) return refuse(1061045, 'resource contention occurred, please retry');
    isUploading = true;
    const body = await c.req.arrayBuffer().finally(() => {
      isUploading = false;
    });
    const parts = readMultipart(c.req.header('content-type') ?? '', new Uint8Array(body));
    const file = parts.find((part) => part.name === 'file');
    const texts = parts
      .filter((part) => part !== file)
      .map((part) => [part.name, Buffer.from(part.bytes).toString('utf8')]);
    const parsed = uploadSchema.safeParse(Object.fromEntries(texts));
    if (!parsed.success) return refuse(badParams, `params error: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
    if (file === undefined) return refuse(badParams, 'params error: file');
    const { bytes } = file;
    const { file_name, parent_node, size, checksum } = parsed.data;
    if (size > largestFileBytes) return refuse(1061043, 'file size beyond limit');
    if (bytes.byteLength !== size) return refuse(1062009, 'size mismatch');
    if (checksum !== undefined && checksum !== '' && checksum !== String(adler32(bytes)))
      return refuse(1062008, 'checksum mismatch');
    if (!world.state.bases.some((base) => base.appToken === parent_node))
      return refuse(1061044, 'parent node not exist');
    const stored = storeFile(world, parent_node, file_name, mimeTypeOf(file_name, file.mimeType), bytes);
    return succeed(c, { file_token: stored.fileToken });
  });

  routes.get('/v1/medias/batch_get_tmp_download_url', (c) => {
    const tokens = c.req.queries('file_tokens') ?? [];
    if (tokens.length < 1 || tokens.length > 5) return refuse(badParams, 'file_tokens: 1 to 5');
    return succeed(c, {
      tmp_download_urls: tokens.map((token) => ({
        file_token: fileOf(world, token).fileToken,
        tmp_download_url: `${world.settings.publicUrl}/files/${token}`,
      })),
    });
  });

  routes.get('/v1/medias/:media/download', (c) => {
    c.set('code', 0);
    return fileResponse(fileOf(world, c.req.param('media')));
  });

  return routes;
};

const memberSchema = z.object({
  member_type: z.enum([
    'email',
    'openid',
    'unionid',
    'userid',
    'openchat',
    'opendepartmentid',
    'groupid',
    'wikispaceid',
  ]),
  member_id: z.string(),
  perm: z.enum(['view', 'edit', 'full_access']),
  type: z.string().default('user'),
});

const uploadSchema = z.object({
  file_name: z.string().min(1).max(250),
  parent_type: z.enum(['bitable_file', 'bitable_image']),
  parent_node: z.string(),
  size: z.coerce.number().int().positive(),
  checksum: z.string().optional(),
});

/** The part's own type, else one by the name's ending. */
const mimeTypeOf = (name: string, given: string): string => {
  if (given !== '' && given !== 'application/octet-stream') return given;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return mimeTypes.get(ending) ?? 'application/octet-stream';
};

const mimeTypes: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['txt', 'text/plain'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);

const fileOf = (world: World, token: string): StoredFile =>
  world.state.files.find((file) => file.fileToken === token) ?? refuse(1061003, 'not found');

/** Keeps bytes as an attachment of a base. */
export const storeFile = (
  world: World,
  appToken: string,
  name: string,
  mimeType: string,
  bytes: Uint8Array,
): StoredFile => {
  const file: StoredFile = {
    fileToken: world.newId('box'),
    name,
    mimeType,
    size: bytes.byteLength,
    appToken,
    base64: Buffer.from(bytes).toString('base64'),
  };
  world.state.files.push(file);
  world.changed();
  return file;
};

/** The bytes as a download. */
export const fileResponse = (file: StoredFile): Response =>
  new Response(new Uint8Array(Buffer.from(file.base64, 'base64')), {
    headers: {
      'Content-Type': file.mimeType,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    },
  });

const adler32 = (bytes: Uint8Array): number => {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
};
