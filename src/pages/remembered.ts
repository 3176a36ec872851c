/**
 * What a browser remembers of a visitor between two pages, without script and without anything of the case: that larger text
 * is wanted (大字), and the one sentence that a form post leaves for the page it leads to, which is said once.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

const SIZE = 'larger';
const SIZE_SECONDS = 365 * 86_400;
const SAID = 'said';
const SAID_SECONDS = 120;
/** What a form posts to: an address that cannot be read again, so the way back leads to the page before it. */
const POSTED = /\/(?:answer|withdraw|material|words|enter|leave)$/u;

/** The mark that `Page` leaves for `withTextSize`. */
const TEXT_SIZE_MARK = '<body>';

/** The button 大字 · 标准字 posts to the page it stands on. */
export const isTextSizePost = (c: Context): boolean => c.req.method === 'POST' && c.req.query('size') !== undefined;
export const rememberTextSize = (c: Context): Response => {
  const isLarger = c.req.query('size') === 'larger';
  const options = { path: '/', httpOnly: true, sameSite: 'Lax' } as const;
  if (isLarger) setCookie(c, SIZE, '1', { ...options, maxAge: SIZE_SECONDS });
  else deleteCookie(c, SIZE, { path: '/' });
  return c.redirect(c.req.path.replace(POSTED, ''), 303);
};

/** The page in the size that this browser asked for. */
export const withTextSize = async (c: Context): Promise<void> => {
  if (getCookie(c, SIZE) === undefined || !(c.res.headers.get('content-type') ?? '').includes('text/html')) return;
  const page = await c.res.text();
  c.res = new Response(page.replace(TEXT_SIZE_MARK, '<body class="larger">'), c.res);
};

/** Leaves a word for the page that is shown next under this path. */
export const sayNext = (c: Context, what: string, path: string): void =>
  setCookie(c, SAID, what, { path, httpOnly: true, sameSite: 'Strict', maxAge: SAID_SECONDS });

/** Takes it; a second look at the page does not say it again. */
export const takeSaid = (c: Context, path: string): string | null => {
  const said = getCookie(c, SAID);
  if (said === undefined) return null;
  deleteCookie(c, SAID, { path });
  return said;
};
