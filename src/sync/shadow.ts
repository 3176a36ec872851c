/**
 * What both sides last agreed on for a row (the shadow), read back as cells. Pure.
 */
import type { Cell } from '../../bitable-schema/columns.ts';
import type { Values } from '../../bitable-schema/table.ts';
import type { MirrorRow } from '../ports.ts';

/** The store keeps shadows as plain JSON; only our own cells were ever put in. */
export const shadowOf = (mirrorRow: MirrorRow): Values => {
  const cells: Record<string, Cell> = {};
  for (const [key, value] of Object.entries(mirrorRow.shadow)) if (isCell(value)) cells[key] = value;
  return cells;
};
const isCell = (value: unknown): value is Cell =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string')) ||
  (typeof value === 'object' &&
    'text' in value &&
    'link' in value &&
    typeof value.text === 'string' &&
    typeof value.link === 'string');
