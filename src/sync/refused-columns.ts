/**
 * Which columns of a write Feishu refuses. A right may be missing for single columns (高级权限); the whole batch is refused then
 * and no column named, so the same rows are written in halves of their columns until each refused one stands alone. What is
 * written meanwhile was to be written anyway.
 */
import type { FeishuFailure, FeishuResult } from '../ports.ts';

/** 1254045 is also given for a column that is there and may not be written (feishu/bitable-forms-drive.md 3.2). */
const COLUMN_REFUSED = new Set([1254045, 1254302]);
/** Three columns among seventy need fewer; more refusals than that are a matter of the table. */
const MOST_TRIES = 40;

export const isColumnRefusal = (result: FeishuResult<unknown>): boolean =>
  result.kind !== 'ok' && COLUMN_REFUSED.has(result.code);

export type Refused =
  | { readonly kind: 'columns'; readonly keys: readonly string[] }
  /** The table as a whole cannot be written. */
  | { readonly kind: 'table' }
  /** Something else went wrong before it was known. */
  | { readonly kind: 'failed'; readonly failure: FeishuFailure };

/** `keys`: known to be refused together. `write` writes only these. */
export const findRefused = async (
  keys: readonly string[],
  write: (keys: readonly string[]) => Promise<FeishuResult<unknown>>,
): Promise<Refused> => {
  const refused: string[] = [];
  const queue: (readonly string[])[] = [keys];
  let tries = 0;
  for (let part = queue.shift(); part; part = queue.shift()) {
    const [only] = part;
    if (part.length === 1 && only !== undefined) {
      refused.push(only);
      continue;
    }
    const half = Math.ceil(part.length / 2);
    for (const one of [part.slice(0, half), part.slice(half)]) {
      tries += 1;
      if (tries > MOST_TRIES) return { kind: 'table' };
      const result = await write(one);
      if (isColumnRefusal(result)) queue.push(one);
      else if (result.kind !== 'ok') return { kind: 'failed', failure: result };
    }
  }
  if (refused.length === keys.length) return { kind: 'table' };
  // The right may have come back while they were looked for: only what is still refused now, beside others that are not, is.
  const again = refused.length === 0 ? null : await write(refused);
  if (again && again.kind !== 'ok' && !isColumnRefusal(again)) return { kind: 'failed', failure: again };
  return { kind: 'columns', keys: again?.kind === 'ok' ? [] : refused };
};
