/**
 * Nothing typed is lost: where a posted form is answered with a page that has no field for its words any more (the case went on, the link or
 * the visit is over, it was too often), they stand on that page to be copied. Over every answer at once, so that no door forgets it.
 */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { tidyText } from '../workflow/plain-text.ts';
import { LABELS, WRITTEN } from '../workflow/whose-turn/acts.ts';
import { formOf, textsIn } from './posts.ts';

/** Where a page begins for its reader. */
const BEGINS = '<main class="sheet">';
/** Longer than any field takes. */
const MAX_CHARS = 4_000;
/** What leads nowhere is not worth reading a body for, and one that is too large was not read. */
const UNREAD: readonly number[] = [404, 413];
/** Fields of the pages whose words are no act's on a card: 回答, 说明, 评价的话. */
const OF_PAGES: readonly string[] = ['text', 'words'];

export interface Typed {
  readonly label: string;
  readonly words: string;
  /** As a field has it that shows it again. */
  readonly raw: string;
}

export const typedWords = (fields: Iterable<readonly [string, unknown]>): readonly Typed[] =>
  [...fields].flatMap(([name, value]) => {
    const raw = typeof value === 'string' && isOfWords(name) ? value.slice(0, MAX_CHARS) : '';
    const words = tidyText(raw);
    return words === '' ? [] : [{ label: LABELS[name] ?? '', words, raw }];
  });
const isOfWords = (name: string): boolean => WRITTEN.includes(name) || OF_PAGES.includes(name);

export const Unsaved = ({ typed }: { readonly typed: readonly Typed[] }) =>
  typed.length === 0 ? null : (
    <section class="card">
      <h2>刚才填写的内容没有提交</h2>
      <p class="soft">原文如下，请先长按复制保存，需要时再粘贴提交。</p>
      {typed.map(({ label, words }) => (
        <>
          {label === '' ? null : <p class="field">{label}</p>}
          <p class="outside">{words}</p>
        </>
      ))}
    </section>
  );

/** After the answer: a page that refused a post and shows its words nowhere shows them first. */
export const withUnsaved = async (c: Context): Promise<void> => {
  const isRefused = c.res.status >= 400 && !UNREAD.includes(c.res.status);
  const isPage = (c.res.headers.get('content-type') ?? '').includes('text/html');
  if (c.req.method !== 'POST' || !isRefused || !isPage) return;
  const page = await c.res.text();
  const typed = typedWords(Object.entries(textsIn(await formOf(c))));
  const stands = await Promise.all(
    typed.map(async ({ words, raw }) => page.includes(await escaped(words)) || page.includes(await escaped(raw))),
  );
  const box = String(await (<Unsaved typed={typed.filter((_, index) => !stands[index])} />));
  c.res = new Response(
    page.replace(BEGINS, () => `${BEGINS}${box}`),
    c.res,
  );
};

/** As it stands on a page. */
const escaped = async (words: string): Promise<string> => String(await html`${words}`);
