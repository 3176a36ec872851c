// Card Markdown (富文本) as HTML. All words pass through JSX, so nothing from outside becomes markup;
// addresses other than http, https, tel and mailto are shown as words.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { type Block, type Inline, parseInline, parseMarkdown } from '../markdown.ts';
import { inkOf, shade } from './colors.ts';

/** What the words may refer to. */
export interface Names {
  /** A person's name by open_id; the id itself when unknown. */
  readonly nameOf: (openId: string) => string;
  /** The picture behind an image key, when there is one to show. */
  readonly imageUrlOf: (key: string) => string | undefined;
}

const followable = /^(?:https?|tel|mailto):/i;

/** The character that tells people apart: the last of a name, the first of a post that ends in 人 (住建承办人 → 住). */
export const faceOf = (name: string): string => (name.endsWith('人') ? [...name].at(0) : [...name].at(-1)) ?? '人';

/** A round avatar with one character, as Feishu draws people without a picture. */
export function Avatar({ name, sizePx = 24 }: { name: string; sizePx?: number }): JSX.Element {
  return (
    <span
      class="fc-avatar"
      style={`width:${sizePx}px;height:${sizePx}px;font-size:${Math.round(sizePx * 0.46)}px`}
      aria-hidden="true"
    >
      {faceOf(name)}
    </span>
  );
}

/** A small coloured label (标签). */
export function TextTag({ color, children }: { color: string; children: string }): JSX.Element {
  const ground = shade(color, '100') ?? shade('grey', '200') ?? '';
  const ink = shade(color, '700') ?? shade('grey', '700') ?? '';
  return (
    <span class="fc-tag" style={`background:${ground};color:${ink}`}>
      {children}
    </span>
  );
}

function Run({ run, names }: { run: Inline; names: Names }): JSX.Element {
  switch (run.kind) {
    case 'text':
      return <>{run.text}</>;
    case 'code':
      return <code class="fc-code">{run.text}</code>;
    case 'strong':
      return (
        <strong>
          <Runs runs={run.children} names={names} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Runs runs={run.children} names={names} />
        </em>
      );
    case 'deleted':
      return (
        <del>
          <Runs runs={run.children} names={names} />
        </del>
      );
    case 'font': {
      const ink = inkOf(run.color);
      return (
        <span style={ink === undefined ? '' : `color:${ink}`}>
          <Runs runs={run.children} names={names} />
        </span>
      );
    }
    case 'link':
      if (!followable.test(run.url)) return <Runs runs={run.children} names={names} />;
      return (
        <a class="fc-link" href={run.url} target="_blank" rel="noreferrer noopener">
          <Runs runs={run.children} names={names} />
        </a>
      );
    case 'image':
      return <Picture imageKey={run.key} alt={run.alt} names={names} />;
    case 'at':
      return (
        <>
          {run.ids.map((id) => (
            <span class="fc-at">@{id === 'all' ? '所有人' : names.nameOf(id)}</span>
          ))}
        </>
      );
    case 'person':
      return (
        <span class="fc-person fc-person-inline">
          {run.showAvatar ? <Avatar name={names.nameOf(run.id)} sizePx={18} /> : null}
          {run.showName ? names.nameOf(run.id) : null}
        </span>
      );
    case 'tag':
      return <TextTag color={run.color}>{run.text}</TextTag>;
    case 'number':
      return <span class="fc-number">{run.text}</span>;
    case 'time':
      return <span>{Number.isFinite(run.ms) ? shanghaiTime(run.ms, 'YYYY年MM月DD日 HH:mm') : run.text}</span>;
    case 'break':
      return <br />;
  }
}

function Runs({ runs, names }: { runs: readonly Inline[]; names: Names }): JSX.Element {
  return (
    <>
      {runs.map((run) => (
        <Run run={run} names={names} />
      ))}
    </>
  );
}

/** Text with inline Markdown only (`lark_md`, table cells). */
export function InlineMarkdown({ source, names }: { source: string; names: Names }): JSX.Element {
  return <Runs runs={parseInline(source)} names={names} />;
}

function BlockView({ block, names }: { block: Block; names: Names }): JSX.Element {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.children} names={names} />
        </p>
      );
    case 'heading': {
      // Below the page's own headings, whatever level the card asks for.
      const Level = block.level === 1 ? 'h3' : block.level === 2 ? 'h4' : 'h5';
      return (
        <Level class={`fc-heading fc-heading-${block.level}`}>
          <Runs runs={block.children} names={names} />
        </Level>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} names={names} />
        </blockquote>
      );
    case 'codeBlock':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr class="fc-hr" />;
    case 'list': {
      const items = block.items.map((item) => (
        <li>
          <Blocks blocks={item} names={names} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div class="fc-scroll">
          <table class="fc-table">
            <thead>
              <tr>
                {block.head.map((cell, column) => (
                  <th style={`text-align:${block.align[column] ?? 'left'}`}>
                    <Runs runs={cell} names={names} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr>
                  {row.map((cell, column) => (
                    <td style={`text-align:${block.align[column] ?? 'left'}`}>
                      <Runs runs={cell} names={names} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

function Blocks({ blocks, names }: { blocks: readonly Block[]; names: Names }): JSX.Element {
  return (
    <>
      {blocks.map((block) => (
        <BlockView block={block} names={names} />
      ))}
    </>
  );
}

/** A whole Markdown text. */
export function MarkdownView({ source, names }: { source: string; names: Names }): JSX.Element {
  return (
    <div class="fc-md">
      <Blocks blocks={parseMarkdown(source)} names={names} />
    </div>
  );
}

/** A picture by its key; without the bytes, a frame that says what would be there. */
export function Picture({ imageKey, alt, names }: { imageKey: string; alt: string; names: Names }): JSX.Element {
  const url = names.imageUrlOf(imageKey);
  if (url !== undefined) return <img class="fc-img" src={url} alt={alt} />;
  return (
    <span class="fc-img fc-img-frame" role="img" aria-label={alt || '图片'}>
      {alt || '图片'}
    </span>
  );
}

/** Writes an instant in Beijing time by a pattern of YYYY MM DD HH mm ss. */
export function shanghaiTime(ms: number, pattern: string): string {
  const shifted = new Date(ms + 8 * 3_600_000);
  if (Number.isNaN(shifted.getTime())) return '';
  const two = (value: number): string => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = {
    YYYY: String(shifted.getUTCFullYear()),
    MM: two(shifted.getUTCMonth() + 1),
    DD: two(shifted.getUTCDate()),
    HH: two(shifted.getUTCHours()),
    mm: two(shifted.getUTCMinutes()),
    ss: two(shifted.getUTCSeconds()),
  };
  return pattern
    .replace(/YYYY|yyyy/g, 'YYYY')
    .replace(/dd/g, 'DD')
    .replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => parts[part] ?? part);
}
