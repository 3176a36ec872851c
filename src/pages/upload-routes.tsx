/**
 * The doors that take files: a unit's people report with a photo (`/u/:token`), the enterprise adds to its case
 * (`/s/:token/material`). A file goes into the Base within the request, then one command names it; where Feishu does not take
 * it, nothing is saved at all and the sender is told to try again.
 */
import type { Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Media } from '../ports.ts';
import { byWords } from '../workflow/acting.ts';
import { type AttachedFile, type Case, currentRound } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import { fileForAll, HIDDEN_NAME, textForAll } from '../workflow/hidden-enterprise.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import { mayRead, mayReport, staffOf } from '../workflow/roles.ts';
import { MAX_POST_BYTES, postedFiles, putFiles, shownAs } from './files.ts';
import { Message, NotFound } from './layout.tsx';
import type { VerifiedUpload } from './links.ts';
import type { PageOutcome, PagesDeps } from './pages.tsx';
import { deliveryOf, draftOf, filesNamedIn, formOf, problemOf, reportFields, TORN_FORM } from './posts.ts';
import { FILE_LIMIT, isLinkWithin, isWithin, UPLOAD_LIMIT, visitorOf } from './rate-limits.ts';
import { sayNext, takeSaid } from './remembered.ts';
import { UploadPage } from './upload-page.tsx';

export interface UploadDeps
  extends Pick<PagesDeps, 'cases' | 'mirror' | 'handle' | 'allow' | 'visitorKey' | 'now' | 'afterChange'> {
  readonly media: Media;
  readonly sleep: (ms: Ms) => Promise<unknown>;
  readonly verifyUpload: (token: string, now: Ms) => VerifiedUpload | null;
  readonly freshNonce: () => string;
  readonly sentenceFor: (reason: Extract<PageOutcome, { kind: 'refused' }>['reason']) => string;
}

export const uploadLimit = bodyLimit({
  maxSize: MAX_POST_BYTES,
  onError: (c) =>
    c.html(<Message title="文件太大" text="一次上传合计不能超过20 MB，请分次上传或压缩后再传。" organ={null} />, 413),
});

/** Not more than this, from whoever it is. */
export const mayUpload = async ({ allow, visitorKey }: UploadDeps, c: Context, token: string): Promise<boolean> =>
  (await isLinkWithin(allow, token)) && (await isWithin(allow, UPLOAD_LIMIT, visitorOf(c, visitorKey)));

export type Received =
  | { readonly kind: 'files'; readonly files: readonly AttachedFile[] }
  | { readonly kind: 'problem'; readonly sentence: string; readonly code: 400 | 503 };

/** From the form into the Base of the district. */
export const receiveFiles = async (deps: UploadDeps, form: FormData, district: DistrictId): Promise<Received> => {
  const posted = await postedFiles(form, 'files');
  if (posted.kind === 'problem') return { ...posted, code: 400 };
  if (posted.files.length === 0) return { kind: 'problem', sentence: '请先选择照片或文件。', code: 400 };
  const base = (await deps.mirror.loadBases()).find((one) => one.district === district);
  const put = base ? await putFiles(deps, base.appToken, posted.files) : null;
  if (put?.kind === 'put') return { kind: 'files', files: put.files };
  const which = put ? `“${put.name}”` : '文件';
  return { kind: 'problem', sentence: `${which}没有传上去，本次内容都没有保存，请稍后重新选择文件再传。`, code: 503 };
};

export const addUploadRoutes = (pages: Hono, deps: UploadDeps): void => {
  interface Opened extends VerifiedUpload {
    readonly token: string;
    readonly subject: Case;
    readonly directory: Directory;
  }
  const opened = async (token: string): Promise<Opened | null> => {
    const verified = deps.verifyUpload(token, deps.now());
    const found = verified ? await deps.cases.loadCase(verified.caseId) : null;
    if (!verified || !found?.subject.rounds.some(({ round }) => round === verified.round)) return null;
    return mayRead(verified.who, found.subject, found.directory, beijingDateOf(deps.now()))
      ? { ...verified, ...found, token }
      : null;
  };
  /** 企业补交材料. In a confidential case they may say who the enterprise is. */
  const materialsFor = ({ subject, directory, who }: Opened): Case['materials'] =>
    subject.notes.isConfidential && !staffOf(directory).includes(who) ? [] : subject.materials;
  const filesFor = (link: Opened): readonly AttachedFile[] =>
    [...(link.subject.rounds.find(({ round }) => round === link.round)?.progress ?? []), ...materialsFor(link)]
      .flatMap(({ files }) => files)
      .map((file) => fileForAll(link.subject, file));
  const isOpenFor = ({ subject, directory, who, round }: Opened): boolean =>
    currentRound(subject)?.round === round && mayReport(who, subject, directory);

  const show = async (
    c: Context,
    link: Opened,
    told: { readonly good?: string; readonly problem?: string; readonly text?: string },
    code: 200 | 400 | 409 | 503 = 200,
  ) => {
    const { subject, directory, token } = link;
    const round = subject.rounds.find((one) => one.round === link.round);
    const base = (await deps.mirror.loadBases()).find(({ district }) => district === subject.district);
    const table = base?.tables['progress'];
    const line = (said: Pick<Case['materials'][number], 'at' | 'text' | 'files'>, by: string) => ({
      at: said.at,
      by,
      text: textForAll(subject, said.text),
      files: said.files.map((file) => withUrl(token, fileForAll(subject, file))),
    });
    return c.html(
      <UploadPage
        organ={directory.settings}
        number={round?.instruction?.number.text ?? ''}
        enterprise={subject.notes.isConfidential ? HIDDEN_NAME : subject.appeal.enterpriseName}
        now={deps.now()}
        lines={(round?.progress ?? [])
          .filter(({ files }) => files.length > 0)
          .map((said) => line(said, byWords(said.by)))
          .toReversed()}
        materials={materialsFor(link)
          .filter(({ files }) => files.length > 0)
          .map((said) => line(said, '企业'))
          .toReversed()}
        tableUrl={base && table ? `${base.url}?table=${encodeURIComponent(table)}` : null}
        form={
          isOpenFor(link)
            ? { action: `/u/${encodeURIComponent(token)}`, nonce: deps.freshNonce(), text: told.text ?? '' }
            : null
        }
        closed="本轮现在不能再报进展，只能查看。"
        good={told.good ?? null}
        problem={told.problem ?? null}
      />,
      code,
    );
  };

  pages.get('/u/:token', async (c) => {
    const link = await opened(c.req.param('token'));
    if (!link) return c.html(<NotFound />, 404);
    const isReported = takeSaid(c, pathOf(link.token)) === 'report';
    return show(c, link, isReported ? { good: '已上传，进展已登记，卡片随后更新。' } : {});
  });

  /** Only what stands on this page for this person; Feishu is asked with the app's rights, so this is the whole check. */
  pages.get('/u/:token/:file', async (c) => {
    const link = await opened(c.req.param('token'));
    const wanted = c.req.param('file');
    const file = link ? filesFor(link).find(({ token }) => token === wanted) : undefined;
    if (!link || !file) return c.html(<NotFound />, 404);
    if (!(await isWithin(deps.allow, FILE_LIMIT, visitorOf(c, deps.visitorKey)))) return c.html(<TooOften />, 429);
    return sendFile(deps, c, file, link.directory);
  });

  pages.post('/u/:token', async (c) => {
    const link = await opened(c.req.param('token'));
    if (!link) return c.html(<NotFound />, 404);
    if (!(await mayUpload(deps, c, link.token))) return c.html(<TooOften />, 429);
    if (!isOpenFor(link)) return show(c, link, { problem: '本轮现在不能再报进展，文件没有保存。' }, 409);
    const form = await formOf(c);
    if (!form) return show(c, link, { problem: TORN_FORM }, 400);
    const typed = { nonce: form.get('nonce'), text: form.get('text') ?? '' };
    const text = draftOf(typed, 'text');
    const fields = reportFields.safeParse(typed);
    if (!fields.success) return show(c, link, { problem: problemOf(fields.error), text }, 400);
    const received = await receiveFiles(deps, form, link.subject.district);
    if (received.kind === 'problem') return show(c, link, { problem: received.sentence, text }, received.code);
    const command: Command = { type: 'reportProgress', text: fields.data.text, files: received.files };
    const outcome = await deps.handle({
      deliveryId: deliveryOf('upload', link.token, String(link.round), {
        nonce: fields.data.nonce,
        said: [text, filesNamedIn(form)],
      }),
      district: link.subject.district,
      caseId: link.caseId,
      actor: { kind: 'person', openId: link.who, name: '' },
      command,
    });
    if (outcome.kind === 'refused') {
      const code = outcome.reason.kind === 'busy' ? 503 : 409;
      return show(c, link, { problem: deps.sentenceFor(outcome.reason), text }, code);
    }
    if (outcome.kind === 'accepted') deps.afterChange(c);
    sayNext(c, 'report', pathOf(link.token));
    return c.redirect(pathOf(link.token), 303);
  });
};

const pathOf = (token: string): string => `/u/${encodeURIComponent(token)}`;

/** From the Base to whoever was found to be allowed to see it. */
export const sendFile = async (
  { media }: Pick<UploadDeps, 'media'>,
  c: Context,
  file: AttachedFile,
  { settings }: Directory,
): Promise<Response> => {
  const read = await media.download(file.token);
  if (read.kind !== 'ok') {
    const text = read.kind === 'retry' || read.kind === 'unknown' ? '请稍后再试。' : '请在多维表格“办理进展”中打开。';
    return c.html(<Message title="文件暂时打不开" text={text} organ={settings} />, 503);
  }
  const { type, isShown } = shownAs(file.name, read.data);
  c.header('Content-Type', type);
  c.header('Content-Disposition', `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeName(file.name)}`);
  c.header('Content-Security-Policy', "default-src 'none'; sandbox");
  return c.body(new Uint8Array(read.data));
};

const withUrl = (link: string, file: AttachedFile) => ({
  ...file,
  url: `/u/${encodeURIComponent(link)}/${encodeURIComponent(file.token)}`,
});

/** As RFC 8187 wants it: what encodeURIComponent leaves alone and the header does not allow is written out too. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const TooOften = () => <Message title="请稍后再试" text="上传过于频繁，请过一会儿再试。" organ={null} />;
