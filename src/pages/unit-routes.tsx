/**
 * 网页办理: the door for a unit whose people have no Feishu account (`/w/:token`). The link alone shows nothing of the case; with a
 * code (办理码) somebody of the unit comes in once and stays for a working day at most, by a signed cookie. Every act is the same
 * command that a card would ask for. What the link stands for may be over: then the page says so, and nothing else.
 */
import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import type { Actor } from '../workflow/actor.ts';
import { type AttachedFile, type Case, currentRound, type Round, type UnitPart } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CaseId, Ms } from '../workflow/ids.ts';
import { isLonger, LENGTHS } from '../workflow/lengths.ts';
import { tidyText } from '../workflow/plain-text.ts';
import { WEB_VISIT_LIFE_MS, webPartsOf } from '../workflow/web-units.ts';
import { ACTS, type Act } from '../workflow/whose-turn/acts.ts';
import { Message, NotFound } from './layout.tsx';
import type { VerifiedUnit, Visit } from './links.ts';
import { deliveryOf, draftOf, fieldsOf, filesNamedIn, formOf, nonce, problemOf, TORN_FORM, textsIn } from './posts.ts';
import {
  CODE_LIMIT,
  FILE_LIMIT,
  isCodeTryWithin,
  isLinkWithin,
  isWithin,
  UPLOAD_LIMIT,
  visitorOf,
} from './rate-limits.ts';
import { sayNext, takeSaid } from './remembered.ts';
import type { UnitCodeOf } from './unit-codes.ts';
import { isOffered, leftOf, offersByWeb, readPost, typedInto, withheldByWeb } from './unit-forms.ts';
import { CodePage, SheetPage, type SheetPageProps } from './unit-page.tsx';
import { unitView } from './unit-view.ts';
import { receiveFiles, sendFile, type UploadDeps } from './upload-routes.tsx';

export interface UnitDoor {
  readonly verifyLink: (token: string, now: Ms) => VerifiedUnit | null;
  readonly signVisit: (visit: Visit, until: Ms) => string;
  readonly verifyVisit: (value: string, now: Ms) => Visit | null;
  readonly isCode: (typed: string, given: UnitCodeOf) => boolean;
}
export interface UnitDeps extends UploadDeps {
  readonly unitDoor: UnitDoor;
}

/** So long a second press of the same button counts as the first, whose answer may have been lost. */
const SAME_PRESS_MS = 120_000;
const COOKIE_HASH_CHARS = 12;
const WRONG_CODE = '办理码不对，或已另发新码，请核对后重新输入；仍不对的，请电话联系区工商联重新发码。';
const TOO_OFTEN = '操作过于频繁，请过一会儿再试。';
const NOT_IN = '已退出，或已另发新的办理码，请输入办理码后再办理。';

const entryFields = z.object({
  nonce,
  code: z.string('请填写办理码。').max(40, '办理码为8位数字。'),
  name: z
    .string('请填写经办人姓名。')
    .transform((name) => tidyText(name).replace(/\s+/g, ' '))
    .refine((name) => name !== '', '请填写经办人姓名。')
    .refine((name) => !isLonger(name, LENGTHS.webName), `经办人姓名最多${LENGTHS.webName}字。`),
});

export const addUnitRoutes = (pages: Hono, deps: UnitDeps): void => {
  interface Opened extends VerifiedUnit {
    readonly token: string;
    readonly path: string;
    readonly subject: Case;
    readonly directory: Directory;
    readonly round: number;
    readonly part: UnitPart;
    readonly inHand: Round;
  }

  /** The part the link stands for, as long as it is worked on by web. */
  const opened = async (c: Context): Promise<Opened | Response> => {
    const token = c.req.param('token') ?? '';
    const verified = deps.unitDoor.verifyLink(token, deps.now());
    const found = verified ? await deps.cases.loadCase(verified.caseId) : null;
    if (!verified || !found) return c.html(<NotFound />, 404);
    const inHand = currentRound(found.subject);
    const part = webPartsOf(found.subject, found.directory).find(({ unitId }) => unitId === verified.unitId);
    if (!inHand || inHand.round !== verified.round || !part)
      return c.html(<Message title="链接已不能使用" text={OVER} organ={found.directory.settings} />, 410);
    return { ...verified, ...found, token, path: `/w/${encodeURIComponent(token)}`, part, inHand };
  };

  /** Who came in by this link and is still in: the code that was used is the one given out last. */
  const visitOf = (c: Context, link: Opened): Visit | null => {
    const visit = deps.unitDoor.verifyVisit(getCookie(c, cookieOf(link)) ?? '', deps.now());
    const { webCode } = link.part;
    const isSame =
      visit !== null &&
      visit.caseId === link.caseId &&
      visit.round === link.round &&
      visit.unitId === link.unitId &&
      webCode?.issue === visit.issue &&
      webCode.enteredAt !== null;
    return isSame ? visit : null;
  };

  const askForCode = (
    c: Context,
    { directory, path }: Opened,
    told: { readonly problem: string | null; readonly name?: string },
    code: 200 | 400 | 403 | 409 | 429 | 503 = 200,
  ) =>
    c.html(
      <CodePage
        organ={directory.settings}
        action={`${path}/enter`}
        nonce={deps.freshNonce()}
        problem={told.problem}
        name={told.name ?? ''}
      />,
      code,
    );

  const showSheet = (
    c: Context,
    link: Opened,
    visit: Visit,
    told: Pick<SheetPageProps, 'good' | 'failed'> & { readonly typed?: SheetPageProps['typed'] },
    code: 200 | 400 | 409 | 429 | 503 = 200,
  ) => {
    const { subject, directory, part, inHand, path } = link;
    const now = deps.now();
    const view = unitView(subject, directory, inHand, part, now);
    if (!view) return c.html(<NotFound />, 404);
    const props: SheetPageProps = {
      ...told,
      view,
      now,
      path,
      organ: directory.settings,
      nonce: deps.freshNonce(),
      name: visit.name,
      offers: offersByWeb(subject, directory, actorOf(link, visit)),
      withheld: withheldByWeb(subject, directory, actorOf(link, visit)).map(deps.sentenceFor),
      typed: told.typed ?? new Map(),
    };
    return c.html(<SheetPage {...props} />, code);
  };

  // --------------------------------------------------------------------------------------------- in and out

  pages.get('/w/:token', async (c) => {
    const link = await opened(c);
    if (link instanceof Response) return link;
    const visit = visitOf(c, link);
    if (!visit) return askForCode(c, link, { problem: null });
    return showSheet(c, link, visit, { good: DONE[takeSaid(c, link.path) ?? ''] ?? null, failed: null });
  });

  pages.post('/w/:token/enter', async (c) => {
    const link = await opened(c);
    if (link instanceof Response) return link;
    const typed = await fieldsOf(c);
    const again = { name: draftOf(typed, 'name').slice(0, 2 * LENGTHS.webName) };
    const issue = link.part.webCode?.issue ?? 0;
    // By link first: whoever has one link must not use up what all visitors together may try.
    const mayTry =
      (await isCodeTryWithin(deps.allow, link.token, issue)) &&
      (await isWithin(deps.allow, CODE_LIMIT, visitorOf(c, deps.visitorKey)));
    if (!mayTry) return askForCode(c, link, { ...again, problem: TOO_OFTEN }, 429);
    const fields = entryFields.safeParse(typed);
    if (!fields.success) return askForCode(c, link, { ...again, problem: problemOf(fields.error) }, 400);
    const { name, code } = fields.data;
    const { caseId, round, unitId } = link;
    // Looked at also where no code was given out, so that it takes as long.
    const isRight = deps.unitDoor.isCode(code, { caseId, round, unitId, issue });
    if (!isRight || link.part.webCode === null) return askForCode(c, link, { ...again, problem: WRONG_CODE }, 403);

    const outcome = await deps.handle({
      deliveryId: deliveryOf('enter', link.token, String(issue), { nonce: fields.data.nonce, said: name }),
      district: link.subject.district,
      caseId,
      actor: { kind: 'unit', unitId, issue, name },
      command: { type: 'enterByWeb' },
    });
    if (outcome.kind === 'refused') {
      const status = outcome.reason.kind === 'busy' ? 503 : 409;
      return askForCode(c, link, { ...again, problem: sentenceFor(deps, outcome.reason) }, status);
    }
    const webCode = currentRound(outcome.subject ?? link.subject)?.units.find((one) => one.unitId === unitId)?.webCode;
    const enteredAt = webCode?.issue === issue ? webCode.enteredAt : null;
    if (enteredAt === null || (outcome.kind === 'repeated' && deps.now() - enteredAt > SAME_PRESS_MS))
      return askForCode(c, link, { ...again, problem: deps.sentenceFor({ kind: 'codeSpent' }) }, 409);
    const until = enteredAt + WEB_VISIT_LIFE_MS;
    setCookie(c, cookieOf(link), deps.unitDoor.signVisit({ caseId, round, unitId, issue, name }, until), {
      ...COOKIE,
      maxAge: Math.max(1, Math.floor((until - deps.now()) / 1000)),
    });
    if (outcome.kind === 'accepted') deps.afterChange(c);
    return c.redirect(link.path, 303);
  });

  pages.post('/w/:token/leave', async (c) => {
    const link = await opened(c);
    if (link instanceof Response) return link;
    deleteCookie(c, cookieOf(link), COOKIE);
    return c.redirect(link.path, 303);
  });

  // --------------------------------------------------------------------------------------------- what a unit does

  pages.post('/w/:token/:act', async (c) => {
    const link = await opened(c);
    if (link instanceof Response) return link;
    const act = ACTS.find((one) => one === c.req.param('act'));
    if (!act) return c.html(<NotFound />, 404);
    const visit = visitOf(c, link);
    if (!visit) return askForCode(c, link, { problem: NOT_IN }, 403);

    const form = await formOf(c);
    const typed = textsIn(form);
    const refuse = (problem: string, code: 400 | 409 | 429 | 503, now: Opened = link) =>
      showSheet(c, now, visit, { good: null, failed: { act, problem }, typed: typedInto(typed) }, code);

    if (!form) return refuse(TORN_FORM, 400);
    // Counted by visit as well, so that tries with the link alone do not count here.
    if (!(await isLinkWithin(deps.allow, `${link.token} ${visit.issue}`))) return refuse(TOO_OFTEN, 429);
    // Looked at before any file leaves.
    const isWithFiles = form
      .getAll('files')
      .some((one) => typeof one !== 'string' && (one.size > 0 || one.name !== ''));
    if (isWithFiles && act !== 'progress') return refuse(FILES_UNSENT, 400);
    const first = readPost(act, typed, isWithFiles ? 'coming' : []);
    if (first.kind === 'stale') return refuse(first.sentence, 400);
    if (first.problem) return refuse(deps.sentenceFor(first.problem), 400);
    const files = await filesOf(c, isWithFiles, form, link, visit);
    if ('problem' in files) return refuse(files.problem, files.code);
    const read = readPost(act, typed, files.files);
    if (read.kind === 'stale') return refuse(read.sentence, 400);

    const outcome = await deps.handle({
      deliveryId: deliveryOf('unit', link.token, `${visit.issue} ${act}`, {
        nonce: read.nonce,
        said: [first.command, filesNamedIn(form)],
      }),
      district: link.subject.district,
      caseId: link.caseId,
      actor: actorOf(link, visit),
      command: read.command,
    });
    if (outcome.kind === 'refused') {
      const problem = sentenceFor(deps, outcome.reason);
      if (outcome.reason.kind === 'busy') return refuse(problem, 503);
      // What the case is by now may leave no such form, or nothing at all.
      const now = await opened(c);
      if (now instanceof Response) return now;
      return visitOf(c, now) ? refuse(problem, 409, now) : askForCode(c, now, { problem: NOT_IN }, 409);
    }
    if (outcome.kind === 'accepted') deps.afterChange(c);
    const left = leftOf(act, typed, offersByWeb(link.subject, link.directory, actorOf(link, visit)));
    if (!left) {
      sayNext(c, act, link.path);
      return c.redirect(link.path, 303);
    }
    const now = await opened(c);
    return now instanceof Response
      ? now
      : showSheet(c, now, visit, { good: DONE[act] ?? null, failed: null, typed: left });
  });

  type Received =
    | { readonly files: readonly AttachedFile[] }
    | { readonly problem: string; readonly code: 400 | 429 | 503 };

  /** Only with a report, and none need be chosen. */
  const filesOf = async (
    c: Context,
    isWithFiles: boolean,
    form: FormData,
    link: Opened,
    visit: Visit,
  ): Promise<Received> => {
    const offered = offersByWeb(link.subject, link.directory, actorOf(link, visit));
    if (!isWithFiles || !isOffered(offered, 'progress')) return { files: [] };
    if (!(await isWithin(deps.allow, UPLOAD_LIMIT, visitorOf(c, deps.visitorKey))))
      return { problem: TOO_OFTEN, code: 429 };
    const received = await receiveFiles(deps, form, link.subject.district);
    return received.kind === 'problem' ? { problem: received.sentence, code: received.code } : received;
  };

  /** Only what stands on the sheet. */
  pages.get('/w/:token/file/:file', async (c) => {
    const link = await opened(c);
    if (link instanceof Response) return link;
    const visit = visitOf(c, link);
    if (!visit) return askForCode(c, link, { problem: NOT_IN }, 403);
    const view = unitView(link.subject, link.directory, link.inHand, link.part, deps.now());
    const wanted = c.req.param('file');
    const file = view?.facts.history.flatMap(({ files }) => files).find(({ token }) => token === wanted);
    if (!file) return c.html(<NotFound />, 404);
    if (!(await isWithin(deps.allow, FILE_LIMIT, visitorOf(c, deps.visitorKey))))
      return c.html(<Message title="请稍后再试" text={TOO_OFTEN} organ={link.directory.settings} />, 429);
    return sendFile(deps, c, file, link.directory);
  });
};

const actorOf = ({ unitId }: VerifiedUnit, { issue, name }: Visit): Actor => ({ kind: 'unit', unitId, issue, name });

const FILES_UNSENT = '“报进展”中选了附件，还没有提交。请先按“提交进展”；不交的，请重新打开本页再办。';
const OVER = '这一轮办理已经结束，或已改由其他单位办理，或不再在网页上办理。需要了解情况的，请电话联系区工商联。';

/** One for each case and unit, so that somebody who handles two sheets is in both; the name tells nothing. */
const cookieOf = ({ caseId, unitId }: { readonly caseId: CaseId; readonly unitId: string }): string =>
  `w${createHash('sha256').update(`${caseId}\0${unitId}`).digest('hex').slice(0, COOKIE_HASH_CHARS)}`;
const COOKIE = { path: '/w', httpOnly: true, secure: true, sameSite: 'Strict' } as const;

const DONE: Readonly<Record<string, string>> = {
  acknowledge: '已签收。',
  object: '异议已提出，待区工商联确定办理单位。',
  progress: '进展已登记。',
  contact: '已登记联系企业。',
  contribute: '协办意见已提交主办单位。',
  resolve: '结果已报送，待区工商联审核。',
  askEnterprise: '已请企业补充，其间时限暂停计算。',
  extend: '延期申请已提出，待审批；批准前仍按原时限办理。',
  setMilestone: '阶段节点已登记。',
  reachMilestone: '节点完成已登记，计入办理进展。',
  moveMilestone: '节点日期已调整。',
  nameOfficer: '承办人已登记。',
  contest: '申诉已提交，待区工商联确定是否成立；企业评价不变，其余环节照常办理。',
  reportPlan: '兑现情况已报区工商联，待核实。',
} satisfies Readonly<Partial<Record<Act, string>>>;

/** Refusals are worded for cards; here there is none. */
const sentenceFor = ({ sentenceFor: said }: Pick<UnitDeps, 'sentenceFor'>, reason: Refusal): string =>
  reason.kind === 'notYourRole' ? '这一步现在不由本单位办理，请看下面的最新情况，或电话联系区工商联。' : said(reason);
