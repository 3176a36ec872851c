/**
 * The frame of every page: title, switch for larger text, contact. No script anywhere; text from outside arrives as JSX
 * children only, which escapes it.
 */
import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Settings } from '../workflow/directory.ts';
import { STYLESHEET } from './style.ts';

/** 接待日日常工作的承担单位: how the pages name the organ of a district and how it is reached. */
export type Organ = Settings;

export interface PageProps {
  readonly title: string;
  /** Null where the district is not known, as on the page for a link that leads nowhere. */
  readonly organ: Organ | null;
  readonly children?: Child;
}

export const Page = ({ title, organ, children }: PageProps) =>
  html`<!DOCTYPE html>${(
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <title>{title}</title>
        <style>{raw(STYLESHEET)}</style>
      </head>
      <body>
        <input type="checkbox" id="larger" autocomplete="off" aria-label="使用大字" />
        <div class="bar">
          <div>
            <b>{organ ? `${organ.districtName}民营企业接待日` : '民营企业接待日'}</b>
            <label class="size" for="larger">
              <span class="off">大字</span>
              <span class="on">标准字</span>
            </label>
          </div>
        </div>
        <main class="sheet">
          {children}
          {organ && (
            <footer>
              {organ.organName}
              {organ.organPhone !== '' && (
                <>
                  {' · 咨询电话 '}
                  <a href={`tel:${organ.organPhone.replace(/[^\d+]/g, '')}`}>{organ.organPhone}</a>
                </>
              )}
            </footer>
          )}
        </main>
      </body>
    </html>
  )}`;

/** A page that only says something. */
export const Message = ({
  title,
  text,
  organ,
}: {
  readonly title: string;
  readonly text: string;
  readonly organ: Organ | null;
}) => (
  <Page title={title} organ={organ}>
    <section class="card">
      <h1>{title}</h1>
      <p>{text}</p>
    </section>
  </Page>
);

/** The one answer to an address that leads nowhere, whatever the reason. */
export const NotFound = () => (
  <Message
    title="没有找到这个页面"
    text="链接可能不完整，或者已经过期。请重新扫码、使用完整的链接，或者凭查询码查询；仍打不开的，请联系受理您诉求的区工商联。"
    organ={null}
  />
);
