/**
 * The doors for people without an account: intake, query, status, rating. Each checks its link, asks the process through
 * `handle`, and shows what `public-view.ts` allows. Needs no script; what a browser remembers is in `remembered.ts` and `intake-routes.tsx`, what a unit's does in
 * `unit-routes.tsx`.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Allow, CaseStore, Links, Media, MirrorStore, Now } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { CaseId, DeliveryId, DistrictId, Ms } from '../workflow/ids.ts';
import { LongWordsPage, longWordsOf } from './case-words.tsx';
import { addIntakeRoutes, openForm } from './intake-routes.tsx';
import { HomePage, Message, NotFound } from './layout.tsx';
import type { VerifiedRating, VerifiedUpload } from './links.ts';
import {
  answerFields,
  deliveryOf,
  draftOf,
  fieldsOf,
  filesNamedIn,
  formOf,
  isOwnPost,
  MAX_BODY_BYTES,
  materialFields,
  problemOf,
  queryFields,
  TORN_FORM,
  textsIn,
  withdrawalFields,
} from './posts.ts';
import { type PublicCase, publicCase } from './public-view.ts';
import { QueryPage } from './query-page.tsx';
import { INTAKE_LIMIT, isLinkWithin, isWithin, QUERY_LIMIT, visitorOf } from './rate-limits.ts';
import { addRatingRoutes } from './rating-routes.tsx';
import type { Receipts } from './receipt.ts';
import { isTextSizePost, rememberTextSize, sayNext, takeSaid, withTextSize } from './remembered.ts';
import { NothingFiledPage, type StatusDraft, type StatusPageProps, statusPage } from './status-page.tsx';
import { STYLE_HASH } from './style.ts';
import { addUnitRoutes, type UnitDoor } from './unit-routes.tsx';
import { withUnsaved } from './unsaved.tsx';
import { addUploadRoutes, mayUpload, receiveFiles, type UploadDeps, uploadLimit } from './upload-routes.tsx';

export type PageOutcome =
  | { readonly kind: 'accepted'; readonly subject: Case }
  | { readonly kind: 'repeated'; readonly subject: Case | null }
  | { readonly kind: 'refused'; readonly subject: Case | null; readonly reason: Refusal };

export interface PagesDeps {
  readonly cases: Pick<CaseStore, 'loadByReceipt' | 'loadCase' | 'loadEvents'>;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'loadDirectory'>;
  readonly links: Links;
  readonly verifyStatus: (token: string, now: number) => string | null;
  readonly verifyRating: (token: string, now: number) => VerifiedRating | null;
  readonly verifyUpload: (token: string, now: number) => VerifiedUpload | null;
  readonly unitDoor: UnitDoor;
  readonly media: Media;
  readonly sleep: (ms: Ms) => Promise<unknown>;
  readonly receipts: Pick<Receipts, 'issue' | 'hashIfIssued'>;
  readonly handle: (request: {
    readonly deliveryId: DeliveryId;
    readonly district: DistrictId;
    readonly caseId: CaseId;
    readonly actor: Actor;
    readonly command: Command;
  }) => Promise<PageOutcome>;
  readonly allow: Allow;
  /** Keys the hash by which a visitor is counted, so that it cannot be traced to an address. */
  readonly visitorKey: string;
  readonly refusalSentence: (reason: Refusal) => string;
  readonly publicUrl: string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly now: Now;
  /** Called after a command was accepted, so that the rest of the world hears of it. Never awaited by the answer. */
  readonly afterChange: (c: Context) => void;
}

/** More cases than this of one visit are not listed. */
const MAX_CASES = 40;
const NONCE_BYTES = 18;
const TOO_OFTEN = '操作过于频繁，请过一会儿再试。';
const WRONG_CODE = '没有找到对应的查询码，请核对后重新输入。';
const INVOLUNTARY = '（企业在网页上说明：撤回并非出于本人自愿，请了解情况。）';

export const createPages = (deps: PagesDeps): Hono => {
  const pages = new Hono();
  const freshNonce = () => Buffer.from(deps.randomBytes(NONCE_BYTES)).toString('base64url');
  const notFound = (c: Context) => c.html(<NotFound />, 404);
  const tooOften = (c: Context) => c.html(<Message title="请稍后再试" text={TOO_OFTEN} organ={null} />, 429);

  const guard = async (c: Context, next: () => Promise<void>) => {
    await next();
    await withTextSize(c);
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', POLICY);
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Frame-Options', 'DENY');
    c.header('X-Robots-Tag', 'noindex, nofollow');
  };
  const onlyOwnPosts = async (c: Context, next: () => Promise<void>) => {
    if (c.req.method !== 'POST' || isOwnPost(c, deps.publicUrl)) return next();
    return c.html(<Message title="不能提交" text="请在本站页面上填写后提交。" organ={null} />, 403);
  };
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => c.html(<Message title="内容太长" text="提交的内容太长，请精简后再试。" organ={null} />, 413),
  });
  // Files are larger than anything else that is posted here.
  const limitOf = (c: Context, next: () => Promise<void>) =>
    (/\/(?:material|progress)$/.test(c.req.path) ? uploadLimit : limit)(c, next);
  const sizeFirst = (c: Context, next: () => Promise<void>) =>
    isTextSizePost(c) ? Promise.resolve(rememberTextSize(c)) : next();
  for (const path of ['/', '/a/*', '/q', '/s/*', '/r/*', '/w/*', '/u/*'])
    pages.use(path, guard, onlyOwnPosts, sizeFirst);
  for (const path of ['/a/*', '/q', '/s/*', '/r/*', '/w/*']) pages.use(path, limitOf);
  pages.use('/u/*', uploadLimit);
  for (const path of ['/s/*', '/r/*', '/w/*', '/u/*'])
    pages.use(path, async (c, next) => {
      await next();
      await withUnsaved(c);
    });
  const uploads: UploadDeps = { ...deps, freshNonce, sentenceFor: (reason) => sentenceFor(deps, reason) };
  addUploadRoutes(pages, uploads);
  addUnitRoutes(pages, { ...uploads, unitDoor: deps.unitDoor });

  // ------------------------------------------------------------------------------------------------- 首页、扫码页

  pages.get('/', async (c) => {
    const open = (await openDistricts()).map(({ district, organ }) => ({
      organ,
      path: `/a/${encodeURIComponent(district)}`,
    }));
    return c.html(<HomePage districts={open} />);
  });
  addIntakeRoutes(pages, {
    ...deps,
    freshNonce,
    mayIssue: (c) => isWithin(deps.allow, INTAKE_LIMIT, visitorOf(c, deps.visitorKey)),
    tooOften,
  });

  // ------------------------------------------------------------------------------------------------- 查询页

  pages.get('/q', (c) => c.html(<QueryPage problem={null} />));

  pages.post('/q', async (c) => {
    if (!(await isWithin(deps.allow, QUERY_LIMIT, visitorOf(c, deps.visitorKey))))
      return c.html(<QueryPage problem={TOO_OFTEN} />, 429);
    const form = await formOf(c);
    if (!form) return c.html(<QueryPage problem={TORN_FORM} />, 400);
    const fields = queryFields.safeParse(textsIn(form));
    // Whether a code is ours is told by its own characters: no look-up, so no difference in time.
    const hash = deps.receipts.hashIfIssued(fields.data?.code ?? '');
    return hash === null
      ? c.html(<QueryPage problem={WRONG_CODE} />, 404)
      : c.redirect(deps.links.status(hash, deps.now()), 303);
  });

  // ------------------------------------------------------------------------------------------------- 进度页

  const showStatus = async (
    c: Context,
    token: string,
    hash: string,
    told: Pick<StatusPageProps, 'good' | 'problem' | 'draft'> & { readonly opened: number | null },
    code: 200 | 400 | 409 | 503 = 200,
  ) => {
    const filed = await deps.cases.loadByReceipt(hash);
    if (!filed || filed.cases.length === 0) return c.html(<NothingFiledPage districts={await openDistricts()} />);
    const now = deps.now();
    const cases = filed.cases.slice(0, MAX_CASES);
    const views = await Promise.all(
      cases.map(async (subject) => publicCase(subject, await deps.cases.loadEvents(subject.id), filed.directory, now)),
    );
    const ratingLinks = new Map(
      views.flatMap((view) =>
        view.rating.kind === 'none' ? [] : [[view.id, deps.links.rating(view.id, view.rating.round, now)] as const],
      ),
    );
    const props = {
      ...told,
      views,
      ratingLinks,
      now,
      organ: filed.directory.settings,
      path: `/s/${encodeURIComponent(token)}`,
      nonce: freshNonce(),
    };
    const typedInto = views.findIndex(({ id }) => id === told.draft?.caseId);
    const opened = Math.min(told.opened ?? (typedInto < 0 ? firstToOpen(views) : typedInto), views.length - 1);
    return c.html(await statusPage({ ...props, opened }), code);
  };

  const openDistricts = async () => {
    const bases = await deps.mirror.loadBases();
    const districts = await Promise.all(
      bases.map(async (base) => {
        const organ = (await deps.mirror.loadDirectory(base.district)).settings;
        const formUrl = openForm(base, organ);
        return formUrl === null ? [] : [{ district: base.district, organ, formUrl }];
      }),
    );
    return districts.flat();
  };

  pages.get('/s/:token', async (c) => {
    const token = c.req.param('token');
    const hash = deps.verifyStatus(token, deps.now());
    if (hash === null) return notFound(c);
    const place = Number(c.req.query('no') ?? '');
    return showStatus(c, token, hash, {
      good: SAID[takeSaid(c, `/s/${encodeURIComponent(token)}`) ?? ''] ?? null,
      problem: null,
      draft: null,
      opened: Number.isInteger(place) && place > 0 ? place - 1 : null,
    });
  });

  pages.get('/s/:token/text/:place/:key/:page', async (c) => {
    const { token, place, key, page } = c.req.param();
    const hash = deps.verifyStatus(token, deps.now());
    const filed = hash === null ? null : await deps.cases.loadByReceipt(hash);
    const subject = filed?.cases.slice(0, MAX_CASES)[Number(place) - 1];
    if (!filed || !subject) return notFound(c);
    const view = publicCase(subject, await deps.cases.loadEvents(subject.id), filed.directory, deps.now());
    const long = longWordsOf(view, deps.now()).find((one) => one.key === key);
    const path = `/s/${encodeURIComponent(token)}`;
    const shown = long && (
      <LongWordsPage
        organ={filed.directory.settings}
        long={long}
        page={Number(page)}
        pathOf={(other) => `${path}/text/${place}/${key}/${other}`}
        back={`${path}?no=${place}`}
      />
    );
    const text = shown ? String(await shown) : '';
    return text === '' ? notFound(c) : c.html(text);
  });

  /** One post about one case of a status link: the link, the limit, the case, the command, and where to look next. */
  const change = async (
    c: Context,
    wanted: {
      readonly token: string;
      readonly hash: string;
      readonly draft: StatusDraft;
      readonly sent: { readonly nonce: string; readonly said: unknown };
      readonly command: Command;
      readonly done: string;
    },
  ) => {
    const filed = await deps.cases.loadByReceipt(wanted.hash);
    const place = filed?.cases.findIndex(({ id }) => id === wanted.draft.caseId) ?? -1;
    const subject = filed?.cases[place];
    if (!subject) return notFound(c);
    const outcome = await deps.handle({
      deliveryId: deliveryOf(wanted.draft.form, wanted.token, subject.id, wanted.sent),
      district: subject.district,
      caseId: subject.id,
      actor: { kind: 'enterprise' },
      command: wanted.command,
    });
    if (outcome.kind === 'refused') {
      return showStatus(
        c,
        wanted.token,
        wanted.hash,
        {
          good: null,
          problem: sentenceFor(deps, outcome.reason),
          draft: wanted.draft,
          opened: place,
        },
        outcome.reason.kind === 'busy' ? 503 : 409,
      );
    }
    if (outcome.kind === 'accepted') deps.afterChange(c);
    const page = `/s/${encodeURIComponent(wanted.token)}`;
    sayNext(c, wanted.done, page);
    return c.redirect(`${page}?no=${place + 1}`, 303);
  };

  pages.post('/s/:token/answer', async (c) => {
    const token = c.req.param('token');
    const hash = deps.verifyStatus(token, deps.now());
    if (hash === null) return notFound(c);
    if (!(await isLinkWithin(deps.allow, token))) return tooOften(c);
    const typed = await fieldsOf(c);
    const draft = statusDraft('answer', typed);
    const fields = answerFields.safeParse(typed);
    if (!fields.success)
      return showStatus(c, token, hash, { good: null, problem: problemOf(fields.error), draft, opened: null }, 400);
    const { nonce, text } = fields.data;
    const command: Command = { type: 'answerEnterprise', text };
    return change(c, { token, hash, draft, sent: { nonce, said: text }, command, done: 'answer' });
  });

  pages.post('/s/:token/withdraw', async (c) => {
    const token = c.req.param('token');
    const hash = deps.verifyStatus(token, deps.now());
    if (hash === null) return notFound(c);
    if (!(await isLinkWithin(deps.allow, token))) return tooOften(c);
    const typed = await fieldsOf(c);
    const draft = statusDraft('withdraw', typed);
    const fields = withdrawalFields.safeParse(typed);
    if (!fields.success)
      return showStatus(c, token, hash, { good: null, problem: problemOf(fields.error), draft, opened: null }, 400);
    const { nonce, text, voluntary } = fields.data;
    const isVoluntary = voluntary === 'yes';
    const command: Command = { type: 'requestWithdrawal', words: isVoluntary ? text : `${INVOLUNTARY}${text}` };
    const sent = { nonce, said: [voluntary, text] };
    return change(c, { token, hash, draft, sent, command, done: isVoluntary ? 'withdraw' : 'pressed' });
  });

  pages.post('/s/:token/material', async (c) => {
    const token = c.req.param('token');
    const hash = deps.verifyStatus(token, deps.now());
    if (hash === null) return notFound(c);
    if (!(await mayUpload(uploads, c, token))) return tooOften(c);
    const filed = await deps.cases.loadByReceipt(hash);
    const form = await formOf(c);
    if (!form) return showStatus(c, token, hash, { good: null, problem: TORN_FORM, draft: null, opened: null }, 400);
    const typed = { nonce: form.get('nonce'), case: form.get('case'), text: form.get('text') ?? '' };
    const draft = statusDraft('material', typed);
    const refuse = (problem: string, code: 400 | 409 | 503) =>
      showStatus(c, token, hash, { good: null, problem, draft, opened: null }, code);
    const fields = materialFields.safeParse(typed);
    const subject = filed?.cases.find(({ id }) => id === typed.case);
    if (!filed || !subject) return notFound(c);
    if (!publicCase(subject, [], filed.directory, deps.now()).takesMaterial)
      return refuse('这件事现在不能补交材料，文件没有保存，请看下面的最新情况。', 409);
    if (!fields.success) return refuse(problemOf(fields.error), 400);
    const received = await receiveFiles(uploads, form, subject.district);
    if (received.kind === 'problem') return refuse(received.sentence, received.code);
    const { nonce, text } = fields.data;
    const command: Command = { type: 'submitMaterial', text, files: received.files };
    const sent = { nonce, said: [text, filesNamedIn(form)] };
    return change(c, { token, hash, draft, sent, command, done: 'material' });
  });

  addRatingRoutes(pages, {
    ...deps,
    freshNonce,
    notFound,
    tooOften,
    sentenceFor: (reason) => sentenceFor(deps, reason),
  });

  return pages;
};

const statusDraft = (form: StatusDraft['form'], typed: Readonly<Record<string, unknown>>): StatusDraft => ({
  form,
  caseId: draftOf(typed, 'case'),
  text: draftOf(typed, 'text'),
  voluntary: draftOf(typed, 'voluntary'),
});

const SAID: Readonly<Record<string, string>> = {
  answer: '您的回答已收到，谢谢。',
  material: '您补交的材料已收到，工作人员和责任单位可以看到。',
  withdraw: '撤回申请已收到。工作人员会打电话向您本人核实。',
  pressed: '您反映的情况已告知工作人员。这件事继续办理，我们会与您联系。',
};

/** The case that asks something of the enterprise; else the one that was filed last. */
const firstToOpen = (views: readonly PublicCase[]): number => {
  const asking = views.findIndex(({ question, rating }) => question !== null || rating.kind === 'asked');
  return asking >= 0 ? asking : views.length - 1;
};

/** Whatever was typed, it leads nowhere. */
export const notFoundPage = (c: Context) => {
  c.header('Content-Security-Policy', POLICY);
  return c.html(<NotFound />, 404);
};

/** Nothing may run, nothing may be fetched, nobody may frame the page; forms go to this service only. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_HASH}`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Refusals are worded for staff and leaders; the few an enterprise can meet are said in its own words. */
const sentenceFor = (deps: PagesDeps, reason: Refusal): string => {
  switch (reason.kind) {
    case 'wrongState':
    case 'outOfDate':
      return '这件事的办理情况已有变化，请看下面的最新情况。';
    case 'withdrawalPending':
      return '已经提出过撤回，正在等待电话核实。';
    case 'ratedBefore':
      return '这件事已经评价过了。';
    default:
      return deps.refusalSentence(reason);
  }
};
