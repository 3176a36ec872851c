/**
 * The outer form of Feishu's server API: the envelope {code, msg, data}, its errors, parameters and paging. Which HTTP
 * status goes with a code follows the endpoint pages; clients must read the code, because the pages disagree.
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';

export type ApiEnv = { Variables: { code: number; msg: string } };
export type ApiContext = Context<ApiEnv>;

/** A refusal in Feishu's own terms. */
export class FeishuError extends Error {
  readonly code: number;
  /** Given only where a page or a fault names a status of its own. */
  readonly status: ContentfulStatusCode | null;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: number,
    msg: string,
    status: ContentfulStatusCode | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(msg);
    this.code = code;
    this.status = status;
    this.headers = headers;
    this.name = 'FeishuError';
  }
}

/** Throws the refusal; the error handler of the app turns it into the envelope. */
export const refuse = (code: number, msg: string): never => {
  throw new FeishuError(code, msg);
};

/** Record, field and table pages document 200 for their refusals; batch_get and the form pages 400 and 404. */
const statusOf = (code: number, path: string): ContentfulStatusCode => {
  if (code === 99991400) return 429;
  if (code === 1254303 || code === 1254034 || code === 91403) return 403;
  if (code === 1254011 || code === 1254037) return 400;
  const isBitable = code >= 1254000 && code < 1256000;
  if (!isBitable) return 400;
  const isStrictPage = path.includes('/forms/') || path.endsWith('/records/batch_get');
  if (!isStrictPage) return 200;
  return (code >= 1254040 && code <= 1254045) || code === 1254049 ? 404 : 400;
};

export const succeed = (c: ApiContext, data: unknown, msg = 'success'): Response => {
  c.set('code', 0);
  c.set('msg', msg);
  return c.json({ code: 0, msg, data });
};

export const answerError = (c: ApiContext, error: FeishuError): Response => {
  c.set('code', error.code);
  c.set('msg', error.message);
  const logId = `sandbox${error.code}`;
  return c.json(
    { code: error.code, msg: error.message, data: {}, error: { log_id: logId } },
    error.status ?? statusOf(error.code, c.req.path),
    { ...error.headers, 'X-Tt-Logid': logId },
  );
};

/** Reads a JSON body by schema; what does not fit is refused with the family's code for bad parameters. */
export const readBody = async <T>(c: ApiContext, schema: z.ZodType<T>, badRequestCode: number): Promise<T> => {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    return refuse(badRequestCode === 1254001 ? 1254000 : badRequestCode, 'WrongRequestJson');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return refuse(badRequestCode, `field validation failed: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
};

export const idTypeSchema = z.enum(['open_id', 'union_id', 'user_id']);
export type IdType = z.infer<typeof idTypeSchema>;

export const readIdType = (c: ApiContext, badRequestCode: number): IdType => {
  const parsed = idTypeSchema.safeParse(c.req.query('user_id_type') ?? 'open_id');
  return parsed.success ? parsed.data : refuse(badRequestCode, 'invalid user_id_type');
};

/** Paging of the endpoints for tables, fields, views and questions. */
export const structurePages = { normal: 20, most: 100, badSizeCode: 1254011, badTokenCode: 1254030 };

/** A page of a list. The token names the last item seen; when that item is gone the token is refused. */
export const pageOf = <T>(
  items: readonly T[],
  idOf: (item: T) => string,
  c: ApiContext,
  limits: {
    readonly normal: number;
    readonly most: number;
    readonly badSizeCode: number;
    readonly badTokenCode: number;
  },
): {
  readonly items: readonly T[];
  readonly has_more: boolean;
  readonly page_token?: string;
  readonly total: number;
} => {
  const asked = c.req.query('page_size');
  const size = asked === undefined || asked === '' ? limits.normal : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > limits.most) return refuse(limits.badSizeCode, 'InvalidPageSize');
  const token = c.req.query('page_token');
  const last = token === undefined || token === '' ? null : Buffer.from(token, 'base64url').toString('utf8');
  const lastIndex = last === null ? -1 : items.findIndex((item) => idOf(item) === last);
  if (last !== null && lastIndex < 0) return refuse(limits.badTokenCode, 'InvalidPageToken');
  const page = items.slice(lastIndex + 1, lastIndex + 1 + size);
  const lastItem = page.at(-1);
  const hasMore = lastIndex + 1 + size < items.length;
  return {
    items: page,
    has_more: hasMore,
    total: items.length,
    ...(hasMore && lastItem !== undefined ? { page_token: Buffer.from(idOf(lastItem)).toString('base64url') } : {}),
  };
};
