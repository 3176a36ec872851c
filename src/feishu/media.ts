/**
 * Files into a Base (素材): uploaded first, then put into an attachment cell by its token. Feishu takes up to 20 MB in one call,
 * one call at a time for an app (1061045 otherwise), and remembers no token of ours: a repeat makes a second file, which
 * stands in no cell and is seen by nobody. Where 高级权限 is on, a download is refused unless it names the cell; then people open
 * the file in the Base. Each of the two takes five calls a second of an app. Sources: “上传素材”, “下载素材”, “素材概述”.
 */
import { z } from 'zod';
import type { Media, Now } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';

const uploaded = z.object({ file_token: z.string().min(1) }).transform((answer) => ({ token: answer.file_token }));

const downloaded = z.object({ bytes: z.instanceof(Uint8Array) }).transform(({ bytes }) => bytes);

export const createMedia = (client: FeishuClient, time: Time): Media => {
  const uploads = takingTurns(time);
  const downloads = takingTurns(time);
  return {
    upload: (appToken, { name, bytes, isImage }) =>
      uploads(() =>
        client.call(
          'drive.media.uploadAll',
          async (sdk) => ({
            // The SDK hands out the inner data of this one answer.
            data: await sdk.drive.v1.media.uploadAll({
              data: {
                file_name: name,
                parent_type: isImage ? 'bitable_image' : 'bitable_file',
                parent_node: appToken,
                size: bytes.byteLength,
                extra: JSON.stringify({ drive_route_token: appToken }),
                file: Buffer.from(bytes),
              },
            }),
          }),
          uploaded,
        ),
      ),

    download: (token) =>
      downloads(() =>
        client.call(
          'drive.media.download',
          (sdk) =>
            sdk.request({
              method: 'GET',
              url: `/open-apis/drive/v1/medias/${encodeURIComponent(token)}/download`,
              responseType: 'arraybuffer',
            }),
          downloaded,
        ),
      ),
  };
};

interface Time {
  readonly now: Now;
  readonly sleep: (ms: Ms) => Promise<unknown>;
}
const SPACING_MS = 200;
/** Whoever would wait longer calls at once: Feishu may say to come again, and a clock that was set back holds nobody up. */
const MAX_WAIT_MS = 5_000;

/**
 * One after another, whoever asks: people put up and open files at their own time, and nobody else knows of all of them. Holds a
 * moment and no promise, so that requests of one Worker do not wait on each other's.
 */
const takingTurns = ({ now, sleep }: Time) => {
  let freeAt = 0;
  return async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    const askedAt = now();
    const wait = freeAt - askedAt > MAX_WAIT_MS ? 0 : Math.max(0, freeAt - askedAt);
    freeAt = askedAt + wait + SPACING_MS;
    if (wait > 0) await sleep(wait);
    const answer = await call();
    freeAt = Math.max(freeAt, now() + SPACING_MS);
    return answer;
  };
};
