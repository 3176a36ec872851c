/**
 * 照片和附件 (`/u/:token`): what a unit has put beside its reports of one round, and a form for more. Opened from the card, which
 * takes no files itself, to be looked at by whoever may read the case. Phone first, no script; whoever may only read sees no form.
 */
import type { AttachedFile } from '../workflow/case.ts';
import type { Ms } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { ACCEPTED, ACCEPTED_WORDS, MAX_FILES } from './files.ts';
import { type Organ, Page } from './layout.tsx';
import { dayWords } from './public-view.ts';

interface Line {
  readonly at: Ms;
  readonly by: string;
  readonly text: string;
  readonly files: readonly (AttachedFile & { readonly url: string })[];
}

export interface UploadPageProps {
  readonly organ: Organ;
  readonly number: string;
  readonly enterprise: string;
  readonly now: Ms;
  readonly lines: readonly Line[];
  /** 企业补交材料 */
  readonly materials: readonly Line[];
  /** Where the files can be opened by those who may open the Base. */
  readonly tableUrl: string | null;
  /** Null where this person cannot add any (any more), with the reason. */
  readonly form: { readonly action: string; readonly nonce: string; readonly text: string } | null;
  readonly closed: string;
  readonly good: string | null;
  readonly problem: string | null;
}

export const UploadPage = (props: UploadPageProps) => (
  <Page title="照片和附件" organ={props.organ}>
    <h1>照片和附件</h1>
    <p class="lead">
      {props.number} <span class="outside">{props.enterprise}</span>
    </p>
    <Told good={props.good} problem={props.problem} />
    {props.form === null ? <p class="soft">{props.closed}</p> : <ReportForm form={props.form} />}
    <section class="card">
      <h2>已上传</h2>
      {props.lines.length === 0 ? <p class="soft">还没有。</p> : null}
      <Lines lines={props.lines} now={props.now} />
      {props.tableUrl === null || props.lines.length === 0 ? null : (
        <p>
          <a href={props.tableUrl}>也可在多维表格“办理进展”中打开</a>
          <br />
          <span class="soft">需有该多维表格的查看权限。</span>
        </p>
      )}
    </section>
    {props.materials.length === 0 ? null : (
      <section class="card">
        <h2>企业补交</h2>
        <Lines lines={props.materials} now={props.now} />
      </section>
    )}
    <p class="soft">请不要把本页链接转给他人：凭链接可以用您的名义上传。</p>
  </Page>
);

const Lines = ({ lines, now }: { readonly lines: readonly Line[]; readonly now: Ms }) => (
  <>
    {lines.map((line) => (
      <div class="reply">
        <p class="soft">
          {dayWords(line.at, now)} {line.by}
        </p>
        <p class="outside">{line.text}</p>
        {line.files.map((file) => (
          <p>
            <a class="outside" href={file.url}>
              {file.name}
            </a>
            （{sizeWords(file.bytes)}）
          </p>
        ))}
      </div>
    ))}
  </>
);

export const Told = ({ good, problem }: { readonly good: string | null; readonly problem: string | null }) => (
  <>
    {good === null ? null : (
      <p class="good" role="status">
        {good}
      </p>
    )}
    {problem === null ? null : (
      <p class="bad" role="alert">
        {problem}
      </p>
    )}
  </>
);

const ReportForm = ({ form }: { readonly form: NonNullable<UploadPageProps['form']> }) => (
  <section class="card">
    <form method="post" action={form.action} enctype="multipart/form-data">
      <input type="hidden" name="nonce" value={form.nonce} />
      <FileField id="files" />
      <label class="field" for="text">
        进展说明（可不填）
      </label>
      <textarea id="text" name="text" maxlength={LENGTHS.words}>
        {form.text}
      </textarea>
      <button class="button" type="submit">
        上传并报进展
      </button>
    </form>
  </section>
);

export const FileField = ({ id, isOptional = false }: { readonly id: string; readonly isOptional?: boolean }) => (
  <>
    <label class="field" for={id}>
      选择照片或文件{isOptional ? '（可不选）' : ''}
    </label>
    <input id={id} type="file" name="files" multiple required={!isOptional} accept={ACCEPTED} />
    <p class="soft">
      可传{ACCEPTED_WORDS}；一次最多{MAX_FILES}个，每个不超过10 MB，合计不超过20 MB。
    </p>
  </>
);

const KILOBYTE = 1024;
export const sizeWords = (bytes: number): string =>
  bytes >= KILOBYTE * KILOBYTE
    ? `${(bytes / KILOBYTE / KILOBYTE).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / KILOBYTE))} KB`;
