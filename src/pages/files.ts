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
 * some thirty marks at a known place are all that phones and offices send.
 */
interface Kind {
  /** The first is the one a name gets that has none of these. */
  readonly endings: readonly string[];
  readonly isImage: boolean;
  /** What the bytes hold at which place; `.` stands for any byte. */
  readonly marks: readonly { readonly at: number; readonly is: string }[];
  /** What may hold anything, as archives do: only its name says what it is for. */
  readonly called?: readonly string[];
}
const kind = (endings: readonly string[], begins: readonly string[], at = 0): Kind => ({
  endings,
  isImage: false,
  marks: begins.map((is) => ({ at, is })),
});
const image = (endings: readonly string[], begins: readonly string[]): Kind => ({
  ...kind(endings, begins),
  isImage: true,
});
const archive = (endings: readonly string[], called: readonly string[] = []): Kind => ({
  ...kind(endings, ['PK\x03\x04']),
  called: [...endings, ...called],
});
const COMPOUND = ['doc', 'xls', 'ppt', 'wps', 'et', 'dps', 'docx', 'xlsx', 'pptx'];
const FILMS = ['iso', 'mp4', 'mp7', 'avc1', 'qt  ', '3gp', '3g2', 'MSNV', 'M4V'];
const KINDS: readonly Kind[] = [
  image(['jpg', 'jpeg', 'jfif'], ['\xff\xd8\xff']),
  image(['png'], ['\x89PNG\r\n\x1a\n']),
  image(['webp'], ['RIFF....WEBP']),
  image(['gif'], ['GIF87a', 'GIF89a']),
  kind(
    ['heic', 'heif'],
    ['hei', 'hev', 'mif1', 'msf1'].map((brand) => `ftyp${brand}`),
    4,
  ),
  kind(['bmp'], ['BM....\0\0\0\0']),
  kind(['tif', 'tiff'], ['II*\0', 'MM\0*']),
  // Some programs begin a pdf with a mark of order or an empty line.
  kind(
    ['pdf'],
    ['', '\xef\xbb\xbf', '\n', '\r\n', '\n\n'].map((before) => `${before}%PDF`),
  ),
  // Word, Excel and PPT of today and 版式文件 (ofd) are archives, also where they are called as those of before.
  archive(['docx', 'wps'], ['doc']),
  archive(['xlsx', 'et'], ['xls']),
  archive(['pptx', 'dps'], ['ppt']),
  archive(['ofd']),
  // Those of before, and any that is locked with a password, are compound files.
  { ...kind(COMPOUND, ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']), called: COMPOUND },
  kind(['rtf', 'doc'], ['{\\rtf']),
  kind(['amr'], ['#!AMR']),
  kind(['wav'], ['RIFF....WAVE']),
  kind(['mp3'], ['ID3', '\xff\xfb', '\xff\xfa', '\xff\xf3', '\xff\xf2']),
  kind(['aac'], ['\xff\xf1', '\xff\xf9']),
  kind(['m4a'], ['ftypM4A'], 4),
  kind(
    ['mp4', 'mov', '3gp', 'm4a'],
    FILMS.map((brand) => `ftyp${brand}`),
    4,
  ),
];
/** For the field of the form: what a phone offers to choose. */
export const ACCEPTED = ['image/*', ...KINDS.flatMap(({ endings }) => endings.map((ending) => `.${ending}`))].join(',');
export const ACCEPTED_WORDS =
  '照片（jpg、png、webp、heic、gif、bmp、tif）、录音录像（mp3、m4a、amr、wav、mp4）、pdf、ofd、Word、Excel、PPT';

const ALL_ENDINGS: ReadonlySet<string> = new Set(KINDS.flatMap(({ endings, called = [] }) => [...endings, ...called]));
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
    const found = kindOf(name, bytes);
    if (!found) return problem(`“${name}”不能上传。${REFUSED_WORDS}`);
    files.push({ name: named(name, found), bytes, isImage: found.isImage });
  }
  return { kind: 'files', files };
};

const problem = (sentence: string): Posted => ({ kind: 'problem', sentence });

/** By its bytes, whatever it is called. */
const kindOf = (name: string, bytes: Uint8Array): Kind | null =>
  KINDS.find(
    ({ called, marks }) =>
      (called?.includes(endingOf(name)) ?? true) &&
      marks.some(({ at, is }) =>
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
  const found = kindOf(name, bytes);
  const type = found?.isImage ? IMAGE_TYPES.get(found.endings[0] ?? '') : undefined;
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
