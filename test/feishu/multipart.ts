/**
 * multipart/form-data read as bytes. The platform's own parser turns a part without a file name into text, and the
 * official SDK sends files exactly so; decoding them would damage them.
 */

export type Part = { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array };

/** The parts in order; an empty list when the body is not multipart. */
export const readMultipart = (contentType: string, body: Uint8Array): readonly Part[] => {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  const bytes = Buffer.from(body);
  const mark = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let start = bytes.indexOf(mark);
  while (start >= 0) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end < 0) break;
    const part = partOf(bytes.subarray(start + mark.length, end));
    if (part !== null) parts.push(part);
    start = end;
  }
  return parts;
};

const headEnd = Buffer.from('\r\n\r\n');

const partOf = (section: Buffer): Part | null => {
  const split = section.indexOf(headEnd);
  if (split < 0) return null;
  const head = section.subarray(0, split).toString('utf8');
  const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return null;
  const mimeType = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? '';
  // The line break before the next boundary belongs to the boundary.
  return { name, mimeType, bytes: new Uint8Array(section.subarray(split + headEnd.length, section.length - 2)) };
};
