/**
 * 扫码页 (`/a/:district`) and the page of the 查询码 behind it. A press on the button leads there by a redirect, and the same
 * browser keeps its code until it gives it up, so that reloading, coming back and filing again are all one visit (来访).
 * The code itself is kept in that browser alone.
 */
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { BaseBinding, Links, MirrorStore, Now } from '../ports.ts';
import { hasPhone, type Settings } from '../workflow/settings.ts';
import { IntakeClosedPage, IntakePage, NoticePage, ReceiptPage } from './intake-page.tsx';
import { Message, NotFound } from './layout.tsx';
import type { Receipts } from './receipt.ts';

export interface IntakeDeps {
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'loadDirectory'>;
  readonly links: Links;
  readonly receipts: Pick<Receipts, 'issue' | 'hashIfIssued'>;
  readonly publicUrl: string;
  readonly now: Now;
  readonly freshNonce: () => string;
  /** False when too many codes were asked for. */
  readonly mayIssue: (c: Context) => Promise<boolean>;
  readonly tooOften: (c: Context) => Response | Promise<Response>;
}

/** As long as somebody may take to fill in the form and to think of a second matter. */
const CODE_COOKIE_SECONDS = 7 * 86_400;
const CODE_COOKIE = 'code';
/** A browser that comes by this way was given a code a moment ago; one that has none then keeps no cookies. */
const JUST_GIVEN = 'given';
const KEEPS_NOTHING =
  '您的浏览器没有留住查询码，可能是关闭了Cookie。请允许保存Cookie后重新领取，或者换一个浏览器打开扫码页；也可以打电话，由工作人员为您登记。';

interface Door {
  readonly district: string;
  readonly organ: Settings;
  readonly formUrl: string | null;
  readonly path: string;
}

/** The form of a district that may collect what is filed in it; null while it may not. */
export const openForm = ({ formUrl }: Pick<BaseBinding, 'formUrl'>, settings: Settings): string | null =>
  hasPhone(settings) ? formUrl : null;

export const addIntakeRoutes = (pages: Hono, deps: IntakeDeps): void => {
  // Else a browser that came by plain http would drop the code it was just given.
  const isSecure = deps.publicUrl.startsWith('https:');
  const doorOf = async (c: Context): Promise<Door | null> => {
    const name = c.req.param('district');
    const base: BaseBinding | undefined = (await deps.mirror.loadBases()).find(({ district }) => district === name);
    if (!base) return null;
    const { settings } = await deps.mirror.loadDirectory(base.district);
    const path = `/a/${encodeURIComponent(base.district)}`;
    return { district: base.district, organ: settings, formUrl: openForm(base, settings), path };
  };
  const cookieOf = ({ path }: Door) =>
    ({ path, httpOnly: true, secure: isSecure, sameSite: 'Strict', maxAge: CODE_COOKIE_SECONDS }) as const;
  const lacks = ({ organ }: Door) => (hasPhone(organ) ? 'form' : 'phone');
  /** The code this browser holds, with its hash; null when it holds none that we gave out. */
  const heldCode = (c: Context) => {
    const code = getCookie(c, CODE_COOKIE) ?? '';
    const hash = deps.receipts.hashIfIssued(code);
    return hash === null ? null : { code, hash };
  };

  pages.get('/a/:district', async (c) => {
    const door = await doorOf(c);
    if (!door) return c.html(<NotFound />, 404);
    if (door.formUrl === null) return c.html(<IntakeClosedPage organ={door.organ} lacks={lacks(door)} />);
    return c.html(
      <IntakePage organ={door.organ} nonce={deps.freshNonce()} action={door.path} hasCode={heldCode(c) !== null} />,
    );
  });

  pages.get('/a/:district/notice', async (c) => {
    const door = await doorOf(c);
    return door ? c.html(<NoticePage organ={door.organ} path={door.path} />) : c.html(<NotFound />, 404);
  });

  pages.post('/a/:district', async (c) => {
    const door = await doorOf(c);
    if (!door) return c.html(<NotFound />, 404);
    if (door.formUrl === null) return c.html(<IntakeClosedPage organ={door.organ} lacks={lacks(door)} />);
    if (heldCode(c) === null) {
      if (!(await deps.mayIssue(c))) return deps.tooOften(c);
      setCookie(c, CODE_COOKIE, deps.receipts.issue(), cookieOf(door));
    }
    return c.redirect(`${door.path}/code?${JUST_GIVEN}`, 303);
  });

  pages.get('/a/:district/code', async (c) => {
    const door = await doorOf(c);
    if (!door) return c.html(<NotFound />, 404);
    const held = heldCode(c);
    if (held === null && c.req.query(JUST_GIVEN) !== undefined)
      return c.html(<Message title="没有领到查询码" text={KEEPS_NOTHING} organ={door.organ} />, 409);
    if (held === null || door.formUrl === null) return c.redirect(door.path, 303);
    return c.html(
      <ReceiptPage
        organ={door.organ}
        code={held.code}
        statusUrl={deps.links.status(held.hash, deps.now())}
        formUrl={door.formUrl}
        path={door.path}
      />,
    );
  });

  /** 换一个查询码: what is filed from now on belongs to another visit. */
  pages.post('/a/:district/new', async (c) => {
    const door = await doorOf(c);
    if (!door) return c.html(<NotFound />, 404);
    deleteCookie(c, CODE_COOKIE, { path: door.path, secure: isSecure });
    return c.redirect(door.path, 303);
  });
};
