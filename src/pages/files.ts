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

/**
 * Our own table, not a package: `file-type` wants Node 22 where we promise 20, brings four packages, and looks into archives, while
 * fifteen marks at a known place are all that phones and offices send.
 */
interface Kind {
  /** The first is the one a name gets that has none of these. */
  readonly endings: readonly string[];
  readonly isImage: boolean;
  /** What the bytes hold at which place; `.` stands for any byte. */
  readonly marks: readonly { readonly at: number; readonly is: string }[];
}
const KINDS: readonly Kind[] = [
  { endings: ['jpg', 'jpeg', 'jfif'], isImage: true, marks: [{ at: 0, is: '\xff\xd8\xff' }] },
  { endings: ['png'], isImage: true, marks: [{ at: 0, is: '\x89PNG\r\n\x1a\n' }] },
  { endings: ['webp'], isImage: true, marks: [{ at: 0, is: 'RIFF....WEBP' }] },
  {
    endings: ['gif'],
    isImage: true,
    marks: [
      { at: 0, is: 'GIF87a' },
      { at: 0, is: 'GIF89a' },
    ],
  },
  {
    endings: ['heic', 'heif'],
    isImage: false,
    marks: ['heic', 'heix', 'hevc', 'heim', 'heis', 'hevm', 'mif1', 'msf1', 'heif'].map((brand) => ({
      at: 4,
      is: `ftyp${brand}`,
    })),
  },
  {
    endings: ['pdf'],
    isImage: false,
    marks: [
      { at: 0, is: '%PDF' },
      { at: 0, is: '\xef\xbb\xbf%PDF' },
    ],
  },
  // Word, Excel and PPT of today are archives; which of them it is says the name.
  { endings: ['docx', 'xlsx', 'pptx'], isImage: false, marks: [{ at: 0, is: 'PK\x03\x04' }] },
  // Those of before, and any that is locked with a password, are compound files.
  {
    endings: ['doc', 'xls', 'ppt', 'wps', 'et', 'docx', 'xlsx', 'pptx'],
    isImage: false,
    marks: [{ at: 0, is: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' }],
  },
  { endings: ['amr'], isImage: false, marks: [{ at: 0, is: '#!AMR' }] },
  {
    endings: ['mp3'],
    isImage: false,
    marks: ['ID3', '\xff\xfb', '\xff\xf3', '\xff\xf2'].map((is) => ({ at: 0, is })),
  },
  { endings: ['m4a'], isImage: false, marks: [{ at: 4, is: 'ftypM4A' }] },
  {
    endings: ['mp4', 'mov'],
    isImage: false,
    marks: ['isom', 'iso2', 'mp41', 'mp42', 'avc1', 'qt  ', '3gp', 'MSNV', 'M4V'].map((brand) => ({
      at: 4,
      is: `ftyp${brand}`,
    })),
  },
];
/** An archive and a compound file may hold anything: only its name says what it is for. */
const isNamedKind = ({ endings }: Kind): boolean => endings.includes('docx');
/** For the field of the form: what a phone offers to choose. */
export const ACCEPTED = ['image/*', ...KINDS.flatMap(({ endings }) => endings.map((ending) => `.${ending}`))].join(',');
export const ACCEPTED_WORDS =
  '照片（jpg、png、webp、heic、gif）、录音录像（mp3、m4a、amr、mp4）、pdf、Word、Excel、PPT';

const ALL_ENDINGS: ReadonlySet<string> = new Set(KINDS.flatMap(({ endings }) => endings));
const REFUSED_WORDS = `可传${ACCEPTED_WORDS}。其他文件请拍照、截图或另存为pdf后再传；压缩包请解压后逐个上传。`;

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
    if (one.size === 0) return problem(`“${name}”是空文件，没有收到内容，请重新选择。`);
    if (one.size > MAX_FILE_BYTES) return problem(`“${name}”超过10 MB，请压缩后再传。`);
    const bytes = new Uint8Array(await one.arrayBuffer());
    const kind = kindOf(name, bytes);
    if (!kind) return problem(`“${name}”不能上传。${REFUSED_WORDS}`);
    files.push({ name: named(name, kind), bytes, isImage: kind.isImage });
  }
  return { kind: 'files', files };
};

const problem = (sentence: string): Posted => ({ kind: 'problem', sentence });

/** By its bytes, whatever it is called. */
const kindOf = (name: string, bytes: Uint8Array): Kind | null =>
  KINDS.find(
    (kind) =>
      (!isNamedKind(kind) || kind.endings.includes(endingOf(name))) &&
      kind.marks.some(({ at, is }) =>
        [...is].every((sign, index) => sign === '.' || bytes[at + index] === sign.charCodeAt(0)),
      ),
  ) ?? null;

const endingOf = (name: string): string => (/\.([^.]*)$/u.exec(name)?.[1] ?? '').toLowerCase();

/** With the ending that its bytes have, so that whoever gets it can open it. */
const named = (name: string, { endings: [first = '', ...others] }: Kind): string => {
  const ending = endingOf(name);
  if (ending === first || others.includes(ending)) return name;
  const stem = ALL_ENDINGS.has(ending) ? name.slice(0, -ending.length - 1) : name;
  return `${stem}.${first}`;
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
  ['gif', 'image/gif'],
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
