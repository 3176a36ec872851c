// The Markdown of cards (富文本): text → blocks → inline runs, as Feishu's rich-text page describes the subset.
// Pure parsing; nothing is turned into HTML here. An unknown <tag> vanishes, as it does on the real client.

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'image'; readonly key: string; readonly alt: string }
  | { readonly kind: 'at'; readonly ids: readonly string[] }
  | { readonly kind: 'person'; readonly id: string; readonly showName: boolean; readonly showAvatar: boolean }
  | { readonly kind: 'font'; readonly color: string; readonly children: readonly Inline[] }
  | { readonly kind: 'tag'; readonly color: string; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'time'; readonly ms: number; readonly text: string }
  | { readonly kind: 'break' };

export type Align = 'left' | 'center' | 'right';

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    }
  | { readonly kind: 'codeBlock'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly align: readonly Align[];
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

/** Nesting beyond this is shown as plain text: card texts come from outside and must not exhaust the stack. */
const maxDepth = 12;

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  sim: '∼',
  middot: '·',
  hellip: '…',
  mdash: '—',
};

/** Decodes the HTML entities by which user text is kept from being read as Markdown. Unknown names stay as written. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return namedEntities[name] ?? whole;
    const code = typeof decimal === 'string' ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const attributePattern = /([a-zA-Z_]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*))/g;

function attributesOf(source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, key, double, single, bare] of source.matchAll(attributePattern)) {
    if (key !== undefined) found.set(key.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return found;
}

const isTrue = (value: string | undefined, fallback: boolean): boolean =>
  value === undefined ? fallback : value === 'true';

/** The matching `</name>` for an opening tag that ends at `from`, counting tags of the same name inside. */
function closingOf(
  source: string,
  name: string,
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  const pattern = new RegExp(`<(/?)${name}(?:\\s[^<>]*)?>`, 'gi');
  pattern.lastIndex = from;
  let depth = 1;
  for (let match = pattern.exec(source); match !== null; match = pattern.exec(source)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return { start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}

interface Taken {
  readonly inline: readonly Inline[];
  readonly end: number;
}

const tagPattern = /<(\/?)([a-zA-Z][a-zA-Z0-9_-]*)((?:\s[^<>]*?)?)\s*(\/?)>/y;

function takeTag(source: string, at: number, depth: number): Taken | undefined {
  tagPattern.lastIndex = at;
  const match = tagPattern.exec(source);
  if (match === null) return undefined;
  const name = (match[2] ?? '').toLowerCase();
  const attributes = attributesOf(match[3] ?? '');
  const afterOpen = at + match[0].length;
  if (match[1] === '/') return { inline: [], end: afterOpen };
  if (name === 'br') return { inline: [{ kind: 'break' }], end: afterOpen };
  const closing = match[4] === '/' ? undefined : closingOf(source, name, afterOpen);
  const inner = closing === undefined ? '' : source.slice(afterOpen, closing.start);
  const end = closing?.end ?? afterOpen;
  const children = (): readonly Inline[] => parseInline(inner, depth + 1);
  const plain = (): string => inlineText(children());

  switch (name) {
    case 'at': {
      const ids = (attributes.get('ids') ?? attributes.get('id') ?? attributes.get('email') ?? '').split(',');
      return { inline: [{ kind: 'at', ids: ids.map((id) => id.trim()).filter((id) => id !== '') }], end };
    }
    case 'person':
      return {
        inline: [
          {
            kind: 'person',
            id: attributes.get('id') ?? '',
            showName: isTrue(attributes.get('show_name'), true),
            showAvatar: isTrue(attributes.get('show_avatar'), true),
          },
        ],
        end,
      };
    case 'font':
      return { inline: [{ kind: 'font', color: attributes.get('color') ?? 'default', children: children() }], end };
    case 'text_tag':
      return { inline: [{ kind: 'tag', color: attributes.get('color') ?? 'neutral', text: plain() }], end };
    case 'number_tag':
      return { inline: [{ kind: 'number', text: plain() }], end };
    case 'a':
    case 'link': {
      const url = attributes.get('href') ?? attributes.get('url') ?? '';
      const words = children();
      return {
        inline: [{ kind: 'link', url, children: words.length > 0 ? words : [{ kind: 'text', text: url }] }],
        end,
      };
    }
    case 'local_datetime':
      return {
        inline: [{ kind: 'time', ms: Number(attributes.get('millisecond') ?? Number.NaN), text: plain() }],
        end,
      };
    case 'raw':
      return { inline: [{ kind: 'text', text: decodeEntities(inner) }], end };
    default:
      return { inline: [], end: afterOpen };
  }
}

function takeLink(source: string, at: number, depth: number): Taken | undefined {
  const match = /(!?)\[((?:[^[\]\\]|\\.)*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/y;
  match.lastIndex = at;
  const found = match.exec(source);
  if (found === null) return undefined;
  const end = at + found[0].length;
  const words = found[2] ?? '';
  const target = decodeEntities(found[3] ?? '');
  if (found[1] === '!') return { inline: [{ kind: 'image', key: target, alt: decodeEntities(words) }], end };
  return { inline: [{ kind: 'link', url: target, children: parseInline(words, depth + 1) }], end };
}

const fences: readonly { readonly mark: string; readonly kind: 'strong' | 'emphasis' | 'deleted' }[] = [
  { mark: '**', kind: 'strong' },
  { mark: '__', kind: 'strong' },
  { mark: '~~', kind: 'deleted' },
  { mark: '*', kind: 'emphasis' },
  { mark: '_', kind: 'emphasis' },
];

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z0-9]/.test(character);

function takeFence(source: string, at: number, depth: number): Taken | undefined {
  for (const { mark, kind } of fences) {
    if (!source.startsWith(mark, at)) continue;
    const from = at + mark.length;
    const close = source.indexOf(mark, from + 1);
    const first = source[from];
    const last = source[close - 1];
    if (close < 0 || first === undefined || /\s/.test(first) || last === undefined || /\s/.test(last)) continue;
    // A single underscore inside a word (file_name_2) is not emphasis.
    if (mark.startsWith('_') && (isWordCharacter(source[at - 1]) || isWordCharacter(source[close + mark.length])))
      continue;
    return {
      inline: [{ kind, children: parseInline(source.slice(from, close), depth + 1) }],
      end: close + mark.length,
    };
  }
  return undefined;
}

function takeCode(source: string, at: number): Taken | undefined {
  const ticks = /`+/y;
  ticks.lastIndex = at;
  const mark = ticks.exec(source)?.[0];
  if (mark === undefined) return undefined;
  const close = source.indexOf(mark, at + mark.length);
  if (close < 0) return undefined;
  return { inline: [{ kind: 'code', text: source.slice(at + mark.length, close).trim() }], end: close + mark.length };
}

function takeAddress(source: string, at: number): Taken | undefined {
  const pattern = /https?:\/\/[\x21-\x7e]+/y;
  pattern.lastIndex = at;
  const found = pattern.exec(source)?.[0].replace(/[.,;:!?)'"<>]+$/, '');
  if (found === undefined) return undefined;
  const url = decodeEntities(found);
  return { inline: [{ kind: 'link', url, children: [{ kind: 'text', text: url }] }], end: at + found.length };
}

/** Parses one stretch of text without block structure. A single line break inside it becomes a break. */
export function parseInline(source: string, depth = 0): readonly Inline[] {
  if (depth > maxDepth) return source === '' ? [] : [{ kind: 'text', text: decodeEntities(source) }];
  const runs: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') runs.push({ kind: 'text', text: decodeEntities(plain) });
    plain = '';
  };
  let at = 0;
  while (at < source.length) {
    const character = source[at];
    const taken =
      character === '<'
        ? takeTag(source, at, depth)
        : character === '[' || (character === '!' && source[at + 1] === '[')
          ? takeLink(source, at, depth)
          : character === '*' || character === '_' || character === '~'
            ? takeFence(source, at, depth)
            : character === '`'
              ? takeCode(source, at)
              : character === 'h' && !isWordCharacter(source[at - 1])
                ? takeAddress(source, at)
                : undefined;
    if (taken !== undefined) {
      flush();
      runs.push(...taken.inline);
      at = taken.end;
      continue;
    }
    const escaped = source[at + 1];
    if (character === '\\' && escaped !== undefined && /[!-/:-@[-`{-~]/.test(escaped)) {
      plain += escaped;
      at += 2;
      continue;
    }
    if (character === '\n') {
      flush();
      runs.push({ kind: 'break' });
    } else plain += character ?? '';
    at += 1;
  }
  flush();
  return runs;
}

/** The bare words of inline runs, as a screen reader would say them. */
export const inlineText = (runs: readonly Inline[]): string => runs.map(runText).join('');

function runText(run: Inline): string {
  switch (run.kind) {
    case 'text':
    case 'code':
    case 'tag':
    case 'number':
    case 'time':
      return run.text;
    case 'strong':
    case 'emphasis':
    case 'deleted':
    case 'link':
    case 'font':
      return inlineText(run.children);
    case 'at':
      return run.ids.map((id) => (id === 'all' ? '@所有人' : `@${id}`)).join('');
    case 'person':
      return run.id;
    case 'image':
      return run.alt;
    case 'break':
      return '\n';
  }
}

const headingPattern = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const rulePattern = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const htmlRulePattern = /^\s*<hr\s*\/?>\s*$/i;
const itemPattern = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const fencePattern = /^\s*(```+|~~~+)/;
const tableRulePattern = /^\s*\|?(\s*:?-+:?\s*\|)+\s*:?-*:?\s*\|?\s*$/;

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

function alignOf(cell: string): Align {
  if (cell.startsWith(':') && cell.endsWith(':')) return 'center';
  return cell.endsWith(':') ? 'right' : 'left';
}

/** Parses a card's Markdown into blocks. Never throws: what is not understood is text. */
export function parseMarkdown(source: string, depth = 0): readonly Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(paragraph.join('\n')) });
    paragraph = [];
  };
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = headingPattern.exec(line);
    const fence = fencePattern.exec(line);
    const item = itemPattern.exec(line);
    if (line.trim() === '') {
      flush();
      at += 1;
    } else if (fence !== null) {
      flush();
      const mark = fence[1] ?? '```';
      const close = lines.findIndex((candidate, index) => index > at && candidate.trim().startsWith(mark));
      const end = close < 0 ? lines.length : close;
      blocks.push({ kind: 'codeBlock', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else if (heading !== null) {
      flush();
      blocks.push({ kind: 'heading', level: (heading[1] ?? '#').length, children: parseInline(heading[2] ?? '') });
      at += 1;
    } else if (htmlRulePattern.test(line) || rulePattern.test(line)) {
      flush();
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (/^\s*>/.test(line) && depth < maxDepth) {
      flush();
      const inside: string[] = [];
      while (at < lines.length && /^\s*>/.test(lines[at] ?? '')) {
        inside.push((lines[at] ?? '').replace(/^\s*>\s?/, ''));
        at += 1;
      }
      blocks.push({ kind: 'quote', blocks: parseMarkdown(inside.join('\n'), depth + 1) });
    } else if (item !== null && depth < maxDepth) {
      flush();
      const list = takeList(lines, at, depth);
      blocks.push(list.block);
      at = list.end;
    } else if (line.includes('|') && tableRulePattern.test(lines[at + 1] ?? '')) {
      flush();
      const align = cellsOf(lines[at + 1] ?? '').map(alignOf);
      const head = cellsOf(line).map((cell) => parseInline(cell));
      const rows: (readonly (readonly Inline[])[])[] = [];
      at += 2;
      while (at < lines.length && (lines[at] ?? '').includes('|')) {
        rows.push(cellsOf(lines[at] ?? '').map((cell) => parseInline(cell)));
        at += 1;
      }
      blocks.push({ kind: 'table', align, head, rows });
    } else {
      paragraph.push(line);
      at += 1;
    }
  }
  flush();
  return blocks;
}

function takeList(
  lines: readonly string[],
  from: number,
  depth: number,
): { readonly block: Block; readonly end: number } {
  const first = itemPattern.exec(lines[from] ?? '');
  const indent = (first?.[1] ?? '').length;
  const ordered = /\d/.test(first?.[2] ?? '');
  const items: (readonly Block[])[] = [];
  let at = from;
  while (at < lines.length) {
    const item = itemPattern.exec(lines[at] ?? '');
    if (item === null || (item[1] ?? '').length !== indent || /\d/.test(item[2] ?? '') !== ordered) break;
    const body = [item[3] ?? ''];
    at += 1;
    while (at < lines.length) {
      const line = lines[at] ?? '';
      const leading = line.length - line.trimStart().length;
      if (line.trim() === '' || leading <= indent) break;
      body.push(line.slice(Math.min(leading, indent + (item[2] ?? '').length + 1)));
      at += 1;
    }
    items.push(parseMarkdown(body.join('\n'), depth + 1));
  }
  const start = ordered ? Number.parseInt(first?.[2] ?? '1', 10) : 1;
  return { block: { kind: 'list', ordered, start, items }, end: at };
}
