// Sizes, spacings and columns of a card as CSS. Every value arrives from outside: only what has the shape of a length
// or a known word reaches the page.

import { type Json, numberAt, stringAt } from '../card-tree.ts';

/** A word fit to be part of a class name. */
export const safeWord = (word: string): string => word.replace(/[^a-z0-9_-]/gi, '');

/** `12px` when that is what it says; anything else is not passed on to CSS. */
export const pixels = (value: unknown): string | undefined =>
  typeof value === 'string' && /^-?\d{1,3}(\.\d+)?px$/.test(value) ? value : undefined;

const boxPattern = /^-?\d{1,3}(px)?( -?\d{1,3}(px)?){0,3}$/;
const boxOf = (value: unknown): string | undefined =>
  typeof value === 'string' && boxPattern.test(value.trim())
    ? value
        .trim()
        .split(' ')
        .map((side) => (side.endsWith('px') ? side : `${side}px`))
        .join(' ')
    : undefined;

export function paddingStyle(node: Json | undefined): string {
  const box = boxOf(node?.['padding']);
  return box === undefined ? '' : `padding:${box};`;
}

export function marginStyle(node: Json): string {
  const box = boxOf(node['margin']);
  return box === undefined ? '' : `margin:${box};`;
}

const spacings: Readonly<Record<string, string>> = {
  small: '4px',
  medium: '8px',
  large: '12px',
  extra_large: '16px',
  default: '8px',
};

export function gapOf(value: unknown, fallbackPx: number): string {
  return (typeof value === 'string' ? (spacings[value] ?? pixels(value)) : undefined) ?? `${fallbackPx}px`;
}

export const flexPlace = (align: string): string =>
  align === 'center' ? 'center' : align === 'right' || align === 'bottom' ? 'flex-end' : 'flex-start';

export function stackStyle(node: Json | undefined, fallbackPx: number): string {
  const isRow = stringAt(node, 'direction') === 'horizontal';
  const vertical = gapOf(node?.['vertical_spacing'], fallbackPx);
  const horizontal = gapOf(node?.['horizontal_spacing'], 8);
  const align = stringAt(node, 'horizontal_align');
  const across = isRow
    ? `flex-wrap:wrap;justify-content:${flexPlace(align)};`
    : align === 'center' || align === 'right'
      ? `align-items:${flexPlace(align)};`
      : '';
  return `display:flex;flex-direction:${isRow ? 'row' : 'column'};gap:${vertical} ${horizontal};${across}`;
}

export function widthOfColumn(column: Json): string {
  const width = stringAt(column, 'width', 'auto');
  if (width === 'weighted') return `flex:${Math.min(5, Math.max(1, numberAt(column, 'weight', 1)))} 1 0;`;
  const fixed = pixels(width);
  return fixed === undefined ? 'flex:0 1 auto;' : `flex:0 1 ${fixed};`;
}
