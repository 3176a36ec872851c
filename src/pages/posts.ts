/**
 * What every form post passes before it is looked at: size, origin, shape. The addresses are secrets themselves, and the one cookie
 * (网页办理) is `SameSite=Strict`, so the origin check is a second wall, not the first.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { type DeliveryId, deliveryId } from '../workflow/ids.ts';
import { isLonger, LENGTHS } from '../workflow/lengths.ts';
import { tidyText } from '../workflow/plain-text.ts';

export const MAX_BODY_BYTES = 64 * 1024;

/**
 * Under `no-referrer` browsers send `Origin: null` with their own posts, so null counts as absent and `Sec-Fetch-Site`,
 * which no page can forge, decides where the browser knows it.
 */
export const isOwnPost = (c: Context, publicUrl: string): boolean => {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = c.req.header('origin');
  if (origin === undefined || origin === 'null') return true;
  return origin === new URL(publicUrl).origin || origin === new URL(c.req.url).origin;
};

/** What was posted; null when it is no form, or one that arrived in part: cut off on the way, without its boundary, of another kind. */
export const formOf = async (c: Context): Promise<FormData | null> => {
  const kind = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (kind !== 'multipart/form-data' && kind !== 'application/x-www-form-urlencoded') return null;
  try {
    return await c.req.formData();
  } catch (error) {
    // What a parser says of a body that is no form; anything else is no fault of the sender and goes up.
    if (error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
};

/** The fields of a form as text; files and repeated fields are not ours. What is no form has no fields, and lacks each that is wanted. */
export const fieldsOf = async (c: Context): Promise<Readonly<Record<string, unknown>>> => textsIn(await formOf(c));
export const textsIn = (form: FormData | null): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...(form ?? [])].filter(([, value]) => typeof value === 'string'));
export const TORN_FORM = '提交的内容没有完整收到，请回到页面重新提交。';

/**
 * One page, one submit: however often the button is pressed, the nonce of the page makes it one delivery. Whoever goes back to the page and
 * says something else says another thing, which must not be taken for what was said before.
 */
export const deliveryOf = (
  purpose: string,
  token: string,
  what: string,
  { nonce, said }: { readonly nonce: string; readonly said: unknown },
): DeliveryId =>
  deliveryId(
    `page:${createHash('sha256')
      .update([purpose, token, what, nonce, JSON.stringify(said)].join('\0'))
      .digest('hex')}`,
  );

/** Files as a form names them: enough to tell one choice from another without reading them. */
export const filesNamedIn = (form: FormData): readonly (readonly [string, number])[] =>
  form.getAll('files').flatMap((file) => (typeof file === 'string' ? [] : [[file.name, file.size] as const]));

const NONCE = /^[A-Za-z0-9_-]{16,64}$/;
export const nonce = z.string().regex(NONCE, '页面已过期，请重新打开后再提交。');
const words = (what: string, max: number) =>
  z
    .string(`请填写${what}。`)
    .transform(tidyText)
    .refine((text) => !isLonger(text, max), `${what}最多 ${max} 字，请精简后再提交。`);

export const reportFields = z.object({ nonce, text: words('进展说明', LENGTHS.words).default('') });
export const materialFields = z.object({
  nonce,
  case: z.string().max(100),
  text: words('材料说明', LENGTHS.remark).default(''),
});
export const queryFields = z.object({ code: z.string().max(200) });
export const answerFields = z.object({
  nonce,
  case: z.string().max(100),
  text: words('回答', LENGTHS.answer).refine((text) => text !== '', '请填写回答后再提交。'),
});
export const withdrawalFields = z.object({
  nonce,
  case: z.string().max(100),
  voluntary: z.enum(['yes', 'no'], '请回答：是否出于您本人自愿？'),
  text: words('撤回的原因', LENGTHS.remark),
});
export const ratingFields = z.object({
  nonce,
  grade: z.enum(['1', '2', '3', '4', '5'], '请选择一个评价。').transform((grade) => GRADE_BY_TEXT[grade]),
  words: words('想说的话', LENGTHS.remark).default(''),
  asks: z
    .enum(['', 'redo', 'reconsider'])
    .default('')
    .transform((asked) => (asked === '' ? null : asked)),
});
export const ratingWordsFields = z.object({
  nonce,
  words: words('补充的意见', LENGTHS.remark).refine((text) => text !== '', '请写下要补充的意见。'),
});

const GRADE_BY_TEXT = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 } as const;

/** The first thing that is wrong, as a sentence for the person. */
export const problemOf = (error: z.ZodError): string => {
  const message = error.issues[0]?.message ?? '';
  return /[\u4e00-\u9fff]/.test(message) ? message : '提交的内容不完整，请重新打开页面后再试。';
};
/** What was typed, to be shown again, also where it is too long: it is for the person to shorten. */
export const draftOf = (fields: Readonly<Record<string, unknown>>, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value.slice(0, 2 * LENGTHS.answer) : '';
};
