// The frame of every page of the stand-in: head, style, top line. Says on each page that this is no real Feishu.

import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { cardCss } from './card-css.ts';
import { fontPath } from './fonts.ts';
import { pageCss } from './page-css.ts';
import type { ScriptName } from './scripts.ts';

interface Frame {
  readonly title: string;
  /** Where the arrow at the top left leads; absent on the first page and on public pages. */
  readonly back?: string;
  /** Public pages (the shared form) have no top line. */
  readonly isBare?: boolean;
  readonly script?: ScriptName;
  readonly bodyClass?: string;
  readonly children: Child;
}

export function Layout({ title, back, isBare = false, script, bodyClass = '', children }: Frame): JSX.Element {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="referrer" content="no-referrer" />
          <title>{title}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={`${fontPath}/400.css`} />
          <link rel="stylesheet" href={`${fontPath}/500.css`} />
          <style>{raw(pageCss + cardCss)}</style>
        </head>
        <body class={bodyClass}>
          {isBare ? null : (
            <header class="top">
              {back === undefined ? null : (
                <a class="back" href={back} aria-label="返回" data-testid="back">
                  ‹
                </a>
              )}
              <h1>{title}</h1>
              <span class="badge">模拟飞书</span>
            </header>
          )}
          {children}
          {script === undefined ? null : <script type="module" src={`/page/${script}.js`} />}
        </body>
      </html>
    </>
  );
}

/** A page that says one thing: done, refused, not there. */
export function Notice({
  title,
  words,
  isGood = false,
  back,
}: {
  title: string;
  words: string;
  isGood?: boolean;
  back?: string;
}): JSX.Element {
  return (
    <Layout title={title} isBare={true}>
      <div class="form-page">
        <div class="form-card center" data-testid={isGood ? 'notice-good' : 'notice-refused'}>
          <div class={isGood ? 'mark' : 'mark no'}>{isGood ? '✓' : '!'}</div>
          <h1>{title}</h1>
          <p class="muted">{words}</p>
          {back === undefined ? null : <a href={back}>返回</a>}
        </div>
      </div>
    </Layout>
  );
}
