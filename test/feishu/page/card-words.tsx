// What every part of a drawn card knows (the pen), and the smallest parts: words and people.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { isJson, type Json, numberAt, stringAt, textOf } from '../card-tree.ts';
import { inkOf } from './colors.ts';
import { Avatar, InlineMarkdown, type Names } from './markdown-view.tsx';

/** What every part of the drawing knows. */
export interface Pen {
  readonly interactive: boolean;
  readonly names: Names;
  readonly members: readonly { readonly openId: string; readonly name: string }[];
  /** Named sizes of `config.style.text_size`, already narrowed to the phone's. */
  readonly namedSizes: ReadonlyMap<string, string>;
  readonly namedColors: ReadonlyMap<string, string>;
}

/** A text object: plain text keeps its line breaks, lark_md is read as inline Markdown. */
export function CardWords({ value, pen }: { value: unknown; pen: Pen }): JSX.Element | null {
  if (!isJson(value)) return null;
  const lines = numberAt(value, 'lines', 0);
  const clamp =
    lines > 0
      ? `display:-webkit-box;-webkit-box-orient:vertical;overflow:hidden;-webkit-line-clamp:${Math.floor(lines)};`
      : '';
  const style = textStyle(value, pen) + clamp;
  if (stringAt(value, 'tag') === 'plain_text') {
    return (
      <div class="fc-text" style={style}>
        {textOf(value)}
      </div>
    );
  }
  return (
    <div class="fc-text" style={style}>
      <InlineMarkdown source={textOf(value)} names={pen.names} />
    </div>
  );
}

/** A person with or without picture and name. Showing one notifies nobody. */
export function Person({
  id,
  avatar,
  name,
  pen,
}: {
  id: string;
  avatar: boolean;
  name: boolean;
  pen: Pen;
}): JSX.Element {
  const shown = pen.names.nameOf(id);
  return (
    <span class="fc-person">
      {avatar ? <Avatar name={shown} /> : null}
      {name ? <span>{shown}</span> : null}
    </span>
  );
}

const textSizes: Readonly<Record<string, number>> = {
  'heading-0': 26,
  'heading-1': 24,
  'heading-2': 20,
  'heading-3': 18,
  'heading-4': 16,
  heading: 16,
  normal: 14,
  notation: 12,
  'xxxx-large': 26,
  'xxx-large': 24,
  'xx-large': 20,
  'x-large': 18,
  large: 16,
  medium: 14,
  small: 12,
  'x-small': 10,
};

/** Size, colour and alignment of a text by its card properties. */
export function textStyle(node: Json, pen: Pen): string {
  const size = stringAt(node, 'text_size', 'normal');
  const sizePx = textSizes[pen.namedSizes.get(size) ?? size] ?? 14;
  const colorName = stringAt(node, 'text_color');
  const color = inkOf(pen.namedColors.get(colorName) ?? colorName);
  const align = stringAt(node, 'text_align');
  const weight = size.startsWith('heading') ? 'font-weight:600;' : '';
  return `font-size:${sizePx}px;${weight}${color === undefined ? '' : `color:${color};`}${align === 'center' || align === 'right' ? `text-align:${align};` : ''}`;
}
