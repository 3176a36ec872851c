/**
 * Files into a Base (素材): uploaded first, then put into an attachment cell by its token. Feishu takes up to 20 MB in one call,
 * one call at a time for an app (1061045 otherwise), and remembers no token of ours: a repeat makes a second file, which
 * stands in no cell and is seen by nobody. Where 高级权限 is on, a download is refused unless it names the cell; then people open
 * the file in the Base. Sources: “上传素材”, “下载素材”, “素材概述”.
 */
import { z } from 'zod';
import type { Media } from '../ports.ts';
import type { FeishuClient } from './client.ts';

const uploaded = z.object({ file_token: z.string().min(1) }).transform((answer) => ({ token: answer.file_token }));

const downloaded = z.object({ bytes: z.instanceof(Uint8Array) }).transform(({ bytes }) => bytes);

export const createMedia = (client: FeishuClient): Media => ({
  upload: (appToken, { name, bytes, isImage }) =>
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

  download: (token) =>
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
});
