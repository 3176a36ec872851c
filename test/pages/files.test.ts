/** A file is what its bytes say, whatever a phone called it; it goes on under a name that fits, and a refusal says what can be done. */
import { describe, expect, it } from 'vitest';
import { postedFiles } from '../../src/pages/files.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(`${text}\0\0rest`, (sign) => sign.charCodeAt(0));
const posted = async (name: string, content: Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  form.append('files', new File([content], name));
  return postedFiles(form, 'files');
};
const JPEG = '\xff\xd8\xff\xe0';
const PNG = '\x89PNG\r\n\x1a\n';
const WEBP = 'RIFF\x24\x00\x00\x00WEBPVP8 ';
const HEIC = '\0\0\0\x18ftypheic';
const PDF = '%PDF-1.7';
const LOCKED = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

describe('a file that phones and offices send', () => {
  it.each([
    ['现场.jpg', JPEG, '现场.jpg', true],
    ['现场.png', JPEG, '现场.jpg', true],
    ['现场.heic', JPEG, '现场.jpg', true],
    ['现场.jfif', JPEG, '现场.jfif', true],
    ['现场', JPEG, '现场.jpg', true],
    ['IMG.2026.10', JPEG, 'IMG.2026.10.jpg', true],
    ['现场.jpg', PNG, '现场.png', true],
    ['现场.JPG', WEBP, '现场.webp', true],
    ['现场.jpg', HEIC, '现场.heic', false],
    ['现场.jpg', '\0\0\0\x1cftypmif1', '现场.heic', false],
    ['图.gif', 'GIF89a', '图.gif', true],
    ['意见.pdf', PDF, '意见.pdf', false],
    ['意见.pdf', `\xef\xbb\xbf${PDF}`, '意见.pdf', false],
    ['意见.jpg', PDF, '意见.pdf', false],
    ['名单.xlsx', 'PK\x03\x04', '名单.xlsx', false],
    ['名单.xlsx', LOCKED, '名单.xlsx', false],
    ['请示.docx', LOCKED, '请示.docx', false],
    ['请示.doc', LOCKED, '请示.doc', false],
    ['请示.wps', LOCKED, '请示.wps', false],
    ['录音.amr', '#!AMR\n', '录音.amr', false],
    ['录音.mp3', 'ID3\x04', '录音.mp3', false],
    ['录音', '\xff\xfb\x90', '录音.mp3', false],
    ['录音.m4a', '\0\0\0\x1cftypM4A ', '录音.m4a', false],
    ['现场.mp4', '\0\0\0\x1cftypisom', '现场.mp4', false],
    ['现场.mp4', '\0\0\0\x1cftypiso5', '现场.mp4', false],
    ['现场.3gp', '\0\0\0\x18ftyp3gp4', '现场.3gp', false],
    ['录音.m4a', '\0\0\0\x1cftypmp42', '录音.m4a', false],
    ['录音.wav', 'RIFF\x24\0\0\0WAVEfmt ', '录音.wav', false],
    ['录音.aac', '\xff\xf1\x50', '录音.aac', false],
    ['连拍.heic', '\0\0\0\x1cftyphevx', '连拍.heic', false],
    ['截图.bmp', 'BM\x36\x10\0\0\0\0\0\0', '截图.bmp', false],
    ['扫描件.jpg', 'II*\0', '扫描件.tif', false],
    ['扫描件.pdf', `\r\n${PDF}`, '扫描件.pdf', false],
    ['红头文件.ofd', 'PK\x03\x04', '红头文件.ofd', false],
    ['请示.doc', 'PK\x03\x04', '请示.docx', false],
    ['名单.xls', 'PK\x03\x04', '名单.xlsx', false],
    ['汇报.ppt', 'PK\x03\x04', '汇报.pptx', false],
    ['请示.doc', '{\\rtf1', '请示.doc', false],
    ['请示.wps', 'PK\x03\x04', '请示.wps', false],
    ['汇报.dps', LOCKED, '汇报.dps', false],
  ])('%s is taken as what it is', async (name, content, kept, isImage) => {
    const read = await posted(name, bytes(content));
    expect(read.kind === 'files' && read.files.map((file) => [file.name, file.isImage])).toEqual([[kept, isImage]]);
  });
  it.each([
    ['压缩包.zip', 'PK\x03\x04'],
    ['程序.docx', 'MZ\x90'],
    ['网页.jpg', '<script>'],
    ['没有结尾', LOCKED],
    ['录像.avi', 'RIFF\x24\x00\x00\x00AVI LIST'],
    ['网页.svg', '<svg xmlns'],
  ])('%s is not, and it is said what is and what to do', async (name, content) => {
    expect(await posted(name, bytes(content))).toEqual({
      kind: 'problem',
      sentence: expect.stringMatching(new RegExp(`^“${name}”不能上传。可传照片.*请拍照、截图或另存为pdf后再传`)),
    });
  });
});
