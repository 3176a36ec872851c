/**
 * What a text message (文本消息) draws of its text: mentions, links with a text of their own, bare addresses, and the styles 加粗, 斜体,
 * 下划线, 删除线 as tags or as marks. More is read as markup here than one client may draw, never less.
 */

export interface MessagePart {
  readonly kind: 'words' | 'at' | 'link' | 'style';
  readonly text: string;
  /** Whom, where to, or which style (b, i, u, s). */
  readonly to?: string;
}

const MARKUP =
  /<at\s+(?:user_id|id|open_id)\s*=\s*["']?([^"'>]*)["']?\s*>(.*?)<\/at>|@_(?:user_\d+|all)|\[([^\]\n]+)\]\(([^)\s]+)\)|<a\s+href\s*=\s*["']?([^"'>]*)["']?\s*>(.*?)<\/a>|<(b|i|u|s)>(.*?)<\/\7>|\*\*([^*\n]+)\*\*|~~([^~\n]+)~~|(?<![\w_])_([^_\n]+)_(?![\w_])|((?:https?:\/\/|www\.)[^\s，。；、）】”〉]+|(?<![\w.@-])[\w-]+(?:\.[\w-]+)*\.(?:cn|com|net|org|gov|info|top|xyz)(?![\w-]))/giu;

export const messageParts = (text: string): readonly MessagePart[] => {
  const parts: MessagePart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    if (match.index > end) parts.push({ kind: 'words', text: text.slice(end, match.index) });
    parts.push(partOf(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'words', text: text.slice(end) });
  return parts;
};

const partOf = ([
  whole,
  at,
  name,
  linked,
  to,
  href,
  anchor,
  tag,
  styled,
  bold,
  struck,
  slanted,
  address,
]: RegExpExecArray): MessagePart => {
  if (linked !== undefined) return { kind: 'link', text: linked, to: to ?? '' };
  if (href !== undefined) return { kind: 'link', text: anchor ?? '', to: href };
  if (address !== undefined) return { kind: 'link', text: address, to: address };
  if (tag !== undefined) return { kind: 'style', text: styled ?? '', to: tag.toLowerCase() };
  if (bold !== undefined) return { kind: 'style', text: bold, to: 'b' };
  if (struck !== undefined) return { kind: 'style', text: struck, to: 's' };
  if (slanted !== undefined) return { kind: 'style', text: slanted, to: 'i' };
  return { kind: 'at', text: name ?? whole, to: at ?? whole };
};
