/**
 * One real Chromium with windows of two kinds: a phone for enterprises, leaders and units, a desk for staff. Every window
 * writes down what a person would never see but must not happen: script errors, console errors, dialogs out of nowhere.
 */
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as launcher, type Page } from 'playwright-core';

export const PHONE = { width: 390, height: 844 } as const;
const DESK = { width: 1280, height: 800 } as const;

/** How long anything on a page may take on a slow machine before the walk gives up. */
export const PATIENCE_MS = 20_000;

export interface Windows {
  /** Somebody's phone: a context of its own, so that no two people share anything. */
  readonly phone: () => Promise<Page>;
  readonly desk: () => Promise<Page>;
  /** What went wrong in any window so far, one line each. */
  readonly troubles: () => readonly string[];
  /** Every page that is open now. */
  readonly pages: () => readonly Page[];
  readonly close: () => Promise<void>;
}

export interface WindowOptions {
  /** Pixels of a picture per pixel of the phone's page. */
  readonly phoneScale?: number;
  /** Called for each window before anything is opened in it. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
  /** Names that are found on this machine: `service.town` → a loopback port. */
  readonly hosts?: Readonly<Record<string, number>>;
  /** Pictures of pages with a strict policy need a typeface that the policy would not let in. */
  readonly bypassesPolicy?: boolean;
}

export const openWindows = async (options: WindowOptions = {}): Promise<Windows> => {
  const browser: Browser = await launcher.launch({
    executablePath: await chromium.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=${Object.entries(options.hosts ?? {})
        .map(([name, port]) => `MAP ${name} 127.0.0.1:${port}`)
        .join(',')}`,
      // As https is in a real district.
      `--unsafely-treat-insecure-origin-as-secure=${Object.keys(options.hosts ?? {})
        .map((name) => `http://${name}`)
        .join(',')}`,
    ],
    headless: true,
  });
  const troubles: string[] = [];
  const contexts: BrowserContext[] = [];

  const open = async (viewport: { readonly width: number; readonly height: number }, scale: number): Promise<Page> => {
    const context = await browser.newContext({
      viewport,
      deviceScaleFactor: scale,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      bypassCSP: options.bypassesPolicy ?? false,
    });
    contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    context.on('page', (page) => watch(page, troubles));
    await options.prepare?.(context);
    return context.newPage();
  };

  return {
    phone: () => open(PHONE, options.phoneScale ?? 1),
    desk: () => open(DESK, 1),
    troubles: () => troubles,
    pages: () => contexts.flatMap((context) => context.pages()),
    close: () => browser.close(),
  };
};

const watch = (page: Page, troubles: string[]): void => {
  page.on('pageerror', (error) => troubles.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    // A dialog that nobody answers stops its page; its page may be gone already.
    dialog.dismiss().catch((error: unknown) => troubles.push(`dialog stayed open: ${String(error)}`));
  });
};

/** How far the page can be moved sideways, in pixels; 0 on a page that fits. */
export const sidewaysPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Closes every window, and answers with the addresses of phone pages that could be moved sideways. */
export const closePages = async (windows: Windows): Promise<readonly string[]> => {
  const tooWide: string[] = [];
  for (const page of windows.pages()) {
    if (page.viewportSize()?.width === PHONE.width && (await sidewaysPx(page)) > 0) tooWide.push(page.url());
    await page.context().close();
  }
  return tooWide;
};
