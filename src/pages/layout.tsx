/**
 * The frame of every page: title, switch for larger text (remembered, `remembered.ts`), contact. No script anywhere; text from outside arrives as JSX
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
        <div class="bar">
          <div>
            <b>{organ ? `${organ.districtName}民营企业接待日` : '民营企业接待日'}</b>
            <form class="off" method="post" action="?size=larger">
              <button class="size" type="submit">
                大字
              </button>
            </form>
            <form class="on" method="post" action="?size=usual">
              <button class="size" type="submit">
                标准字
              </button>
            </form>
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
                  <a href={dial(organ)}>{organ.organPhone}</a>
                </>
              )}
            </footer>
          )}
        </main>
      </body>
    </html>
  )}`;

const dial = ({ organPhone }: Organ): string => `tel:${organPhone.replace(/[^\d+]/g, '')}`;

/** One press to call the organ; nothing where it has no telephone. */
export const PhoneLink = ({ organ }: { readonly organ: Organ }) =>
  organ.organPhone === '' ? null : (
    <a class="button" href={dial(organ)}>
      拨打 {organ.organPhone}
    </a>
  );

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

/** `/`: somebody typed the address, or lost the rest of it. */
export const HomePage = ({
  districts,
}: {
  readonly districts: readonly { readonly organ: Organ; readonly path: string }[];
}) => (
  <Page title="民营企业接待日" organ={null}>
    <section class="card">
      <h1>民营企业接待日</h1>
      <p>反映诉求请扫张贴的二维码，或从下面进入；已经有查询码的，可以查询办到哪一步。</p>
      {districts.map(({ organ, path }) => (
        <a class="button" href={path}>
          {organ.districtName}：反映诉求
        </a>
      ))}
      <a class="button plain" href="/q">
        凭查询码查询
      </a>
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
