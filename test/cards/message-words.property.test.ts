/** Nothing from outside becomes markup in a text message, or in a title elsewhere: what was typed is read as it was typed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inertMessageLine } from '../../cards/inert.ts';
import { messageParts } from '../feishu/message-text.ts';

const HOSTILE = [
  '[请点此核验](https://evil.example.cn/x)',
  '<at user_id="all">所有人</at>',
  '**已撤销**',
  '~~不算~~',
  '_斜_',
  '<b>粗</b><i>斜</i><u>线</u><s>删</s>',
  '<a href="https://evil.example.cn">看</a>',
  'https://evil.example.cn/x',
  'www.evil.example.cn',
  'evil.example.cn',
  '`code`',
  '&lt;at user_id="all"&gt;&lt;/at&gt;',
  '@_user_1',
  '\\[x\\](https://evil.example.cn)',
  '［点］（https://evil.example.cn）',
] as const;

describe('a text message', () => {
  it.each(HOSTILE)('%s is drawn as words alone', (typed) => {
    expect(messageParts(inertMessageLine(typed, 200)).filter(({ kind }) => kind !== 'words')).toEqual([]);
  });
  it('draws nothing but words, whatever was typed', () => {
    const piece = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom(...'[]()*_~<>`&\\/:.@#wW'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parts = messageParts(`【${inertMessageLine(pieces.join(''), 200)}】请签收。`);
        expect(parts.map(({ kind }) => kind)).toEqual(['words']);
      }),
    );
  });
  it('leaves ordinary names as they are', () => {
    for (const name of ['〔虚构〕溪乐预制构件有限公司', '示例（湖州）机械有限公司', '3.5万元', '2026-10-08', 'A-B公司'])
      expect(inertMessageLine(name, 40)).toBe(name);
  });
  it('is drawn with its links, mentions and styles where they are real', () => {
    expect(
      messageParts(
        '请<at user_id="ou_1">甲</at>看[这里](https://example.com/a)，**急**，<s>旧</s>，见 https://example.com。',
      ),
    ).toEqual([
      { kind: 'words', text: '请' },
      { kind: 'at', text: '甲', to: 'ou_1' },
      { kind: 'words', text: '看' },
      { kind: 'link', text: '这里', to: 'https://example.com/a' },
      { kind: 'words', text: '，' },
      { kind: 'style', text: '急', to: 'b' },
      { kind: 'words', text: '，' },
      { kind: 'style', text: '旧', to: 's' },
      { kind: 'words', text: '，见 ' },
      { kind: 'link', text: 'https://example.com', to: 'https://example.com' },
      { kind: 'words', text: '。' },
    ]);
  });
});
