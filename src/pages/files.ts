/**
 * 照片和附件 as they come in with a form post: which kinds, how large, how many, under what name. A file is what its first bytes
 * say, not what it is called. Nothing is kept here: the bytes go on into the Base within the same request, and where that
 * fails they stay on the sender's phone, who is told so.
 */
import type { FeishuResult, Media } from '../ports.ts';
import type { AttachedFile } from '../workflow/case.ts';
import type { Ms } from '../workflow/ids.ts';

export const MAX_FILES = 6;
const MEGABYTE = 1024 * 1024;
export const MAX_FILE_BYTES = 10 * MEGABYTE;
/** Also what a Worker can hold several times over; Feishu takes 20 MB a file. */
export const MAX_POST_BYTES = 20 * MEGABYTE;
const MAX_NAME_CHARS = 80;

interface Kind {
  readonly endings: readonly string[];
  readonly isImage: boolean;
  /** Where the bytes start with one of these, at this place. */
  readonly at: number;
  readonly marks: readonly (readonly number[])[];
}
const KINDS: readonly Kind[] = [
  { endings: ['jpg', 'jpeg'], isImage: true, at: 0, marks: [[0xff, 0xd8, 0xff]] },
  { endings: ['png'], isImage: true, at: 0, marks: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]] },
  { endings: ['webp'], isImage: true, at: 8, marks: [[0x57, 0x45, 0x42, 0x50]] },
  { endings: ['heic', 'heif'], isImage: false, at: 4, marks: [[0x66, 0x74, 0x79, 0x70]] },
  { endings: ['pdf'], isImage: false, at: 0, marks: [[0x25, 0x50, 0x44, 0x46]] },
  { endings: ['docx', 'xlsx', 'pptx'], isImage: false, at: 0, marks: [[0x50, 0x4b, 0x03, 0x04]] },
  { endings: ['doc', 'xls', 'ppt', 'wps', 'et'], isImage: false, at: 0, marks: [[0xd0, 0xcf, 0x11, 0xe0]] },
];
/** For the field of the form: what a phone offers to choose. */
export const ACCEPTED = ['image/*', ...KINDS.flatMap(({ endings }) => endings.map((ending) => `.${ending}`))].join(',');
export const ACCEPTED_WORDS = '照片（jpg、png、webp、heic）、pdf、Word、Excel、PPT';

export interface PostedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isImage: boolean;
}
export type Posted =
  | { readonly kind: 'files'; readonly files: readonly PostedFile[] }
  | { readonly kind: 'problem'; readonly sentence: string };

/** An empty field sends one file without a name and bytes. */
export const postedFiles = async (form: FormData, field: string): Promise<Posted> => {
  const given = form.getAll(field).filter((one) => typeof one !== 'string' && (one.size > 0 || one.name !== ''));
  if (given.length > MAX_FILES) return problem(`一次最多传${MAX_FILES}个文件，请分次上传。`);
  const files: PostedFile[] = [];
  for (const one of given) {
    if (typeof one === 'string') continue;
    const name = tidyName(one.name);
    if (one.size > MAX_FILE_BYTES) return problem(`“${name}”超过10 MB，请压缩后再传。`);
    const bytes = new Uint8Array(await one.arrayBuffer());
    const kind = bytes.byteLength === 0 ? null : kindOf(name, bytes);
    if (!kind) return problem(`“${name}”不是可以上传的文件，可传${ACCEPTED_WORDS}。`);
    files.push({ name, bytes, isImage: kind.isImage });
  }
  return { kind: 'files', files };
};

const problem = (sentence: string): Posted => ({ kind: 'problem', sentence });

const kindOf = (name: string, bytes: Uint8Array): Kind | null => {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return (
    KINDS.find(
      ({ endings, at, marks }) =>
        endings.includes(ending) && marks.some((mark) => mark.every((byte, index) => bytes[at + index] === byte)),
    ) ?? null
  );
};

/** How a browser may take a file: what it may show within the page's own origin, by its first bytes; anything else is saved. */
export const shownAs = (name: string, bytes: Uint8Array): { readonly type: string; readonly isShown: boolean } => {
  const kind = kindOf(name, bytes);
  const type = kind?.isImage ? IMAGE_TYPES.get(kind.endings[0] ?? '') : undefined;
  return type ? { type, isShown: true } : { type: 'application/octet-stream', isShown: false };
};
const IMAGE_TYPES: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
]);

/** What is left of a name after paths, controls and invisible characters, its ending kept. */
const tidyName = (given: string): string => {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029"<>|:*?]/gu, '').trim();
  const dot = plain.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  return `${[...stem].slice(0, MAX_NAME_CHARS).join('') || '文件'}${ending.slice(0, 6)}`;
};

export interface PutFilesDeps {
  readonly media: Media;
  readonly sleep: (ms: Ms) => Promise<unknown>;
}
/** Feishu takes one file at a time for the whole app: somebody else's may be under way. */
const TRIES = 4;
const PAUSE_MS = 700;
const MAX_PAUSE_MS = 3_000;

export type PutFiles =
  | { readonly kind: 'put'; readonly files: readonly AttachedFile[] }
  | { readonly kind: 'failed'; readonly name: string };

/** Into the Base, one after another. One that fails fails all: those before it stand in no cell and are seen by nobody. */
export const putFiles = async (
  { media, sleep }: PutFilesDeps,
  appToken: string,
  files: readonly PostedFile[],
): Promise<PutFiles> => {
  const put: AttachedFile[] = [];
  for (const file of files) {
    let uploaded: FeishuResult<{ readonly token: string }> = await media.upload(appToken, file);
    for (let tried = 1; tried < TRIES && mayComeAgain(uploaded); tried += 1) {
      await sleep(uploaded.kind === 'retry' ? Math.min(uploaded.afterMs, MAX_PAUSE_MS) : PAUSE_MS * tried);
      uploaded = await media.upload(appToken, file);
    }
    if (uploaded.kind !== 'ok') return { kind: 'failed', name: file.name };
    put.push({ token: uploaded.data.token, name: file.name, bytes: file.bytes.byteLength });
  }
  return { kind: 'put', files: put };
};

/** A second copy of a file in doubt harms nobody. */
const mayComeAgain = ({ kind }: FeishuResult<unknown>): boolean =>
  kind === 'conflict' || kind === 'retry' || kind === 'unknown';
