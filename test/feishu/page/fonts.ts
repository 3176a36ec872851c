// The Chinese typeface of the page, served from the installed package, because a fresh machine has none and the page
// works without a network. Only the subsets a text needs are fetched by the browser.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Hono } from 'hono';

const packageFolder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/400.css'));
const weights: ReadonlySet<string> = new Set(['400', '500', '700']);
const filePattern = /^noto-sans-sc-[a-z0-9-]+\.woff2$/;
const longCache = { 'cache-control': 'public, max-age=31536000, immutable' };

/** Where pageRoutes mounts the typeface; the style sheet of a weight is `${fontPath}/400.css`. */
export const fontPath = '/page/fonts';

/** Routes for the style sheets of three weights and for their files. */
export function fontRoutes(): Hono {
  const routes = new Hono();
  routes.get('/files/:name', async (c) => {
    const name = c.req.param('name');
    if (!filePattern.test(name)) return c.notFound();
    const bytes = await readFile(join(packageFolder, 'files', name));
    return c.body(new Uint8Array(bytes), 200, { ...longCache, 'content-type': 'font/woff2' });
  });
  routes.get('/:sheet', async (c) => {
    const weight = c.req.param('sheet').replace(/\.css$/, '');
    if (!weights.has(weight)) return c.notFound();
    const css = await readFile(join(packageFolder, `${weight}.css`), 'utf8');
    return c.body(css, 200, { ...longCache, 'content-type': 'text/css; charset=utf-8' });
  });
  return routes;
}
