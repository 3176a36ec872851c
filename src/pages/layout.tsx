/**
 * The frame of every page: title, switch for larger text, contact. No script anywhere; text from outside arrives as JSX
 * children only, which escapes it.
 */
import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Settings } from '../workflow/directory.ts';
import { STYLESHEET } from './style.ts';

export interface PageProps {
  readonly title: string;
  /** Null where the district is not known, as on the page for a link that leads nowhere. */
  readonly settings: Settings | null;
  readonly children: Child;
}

export const Page = ({ title, settings, children }: PageProps) =>
  html`<!DOCTYPE html>${(
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex,nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <title>{title}</title>
        <style>{raw(STYLESHEET)}</style>
      </head>
      <body>
        <input type="checkbox" id="larger" autocomplete="off" aria-label="使用大字" />
        <div class="bar">
          <div>
            <b>{settings ? `${settings.districtName}民营企业接待日` : '民营企业接待日'}</b>
            <label class="size" for="larger">
              <span class="off">大字</span>
              <span class="on">标准字</span>
            </label>
          </div>
        </div>
        <main class="sheet">
          {children}
          {settings && (
            <footer>
              {settings.organName}
              {settings.organPhone !== '' && (
                <>
                  {' · 咨询电话 '}
                  <Phone settings={settings} />
                </>
              )}
            </footer>
          )}
        </main>
      </body>
    </html>
  )}`;

/** The organ's number, to be dialled by touching it. Nothing when the district has set none. */
export const Phone = ({ settings }: { readonly settings: Settings }) => (
  <a href={`tel:${settings.organPhone.replace(/[^0-9+]/g, '')}`}>{settings.organPhone}</a>
);

export const Banner = ({ tone, children }: { readonly tone: 'good' | 'warn'; readonly children: Child }) => (
  <p class={tone === 'warn' ? 'banner warn' : 'banner'} role={tone === 'warn' ? 'alert' : 'status'}>
    {children}
  </p>
);
