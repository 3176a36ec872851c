/**
 * 保密: which cells of a confidential case stand in 保密事项 instead of 事项, and what stands in 事项 in their place. A mask is
 * never taken for what somebody typed, and what is typed over a mask is. Pure.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { CONFIDENTIAL_MARK, confidential } from '../../bitable-schema/confidential.ts';
import type { Values } from '../../bitable-schema/table.ts';
import type { Case } from '../workflow/case.ts';

/** 联系电话 takes digits only, so it is emptied. */
const PHONE = 'phone';
/** Keys of 事项 that are masked: those that 保密事项 has columns for, where they stand instead. */
export const MASKED_KEYS: readonly string[] = Object.keys(confidential.columns).filter(
  (key) => key !== confidential.identity && Object.hasOwn(cases.columns, key),
);
const MASKED_TEXTS = MASKED_KEYS.filter((key) => key !== PHONE);

/** Whether a row shows masks now. 诉求内容 is never empty, but its column may have been missing in 保密事项. */
const isMasked = (cells: Values): boolean => MASKED_TEXTS.some((key) => cells[key] === CONFIDENTIAL_MARK);

/**
 * What the masked cells of a row should show. `real` are the cells as they would be without 保密, `shown` those in the row.
 * `hides`: which of them stand in 保密事项 now. Without 保密 only a row that still shows masks gets its texts back; else they are
 * people's, and none of ours.
 */
export const cellsUnderMask = (subject: Case, shown: Values, real: Values, hides: (key: string) => boolean): Values => {
  if (subject.notes.isConfidential) {
    const masks: Record<string, string> = {};
    for (const key of MASKED_TEXTS) if (hides(key)) masks[key] = isEmpty(real[key]) ? '' : CONFIDENTIAL_MARK;
    // An emptied phone is known as a mask only beside others.
    return hides(PHONE) && isMasked(masks) ? { ...masks, [PHONE]: '' } : masks;
  }
  if (!isMasked(shown)) return {};
  return Object.fromEntries(MASKED_KEYS.map((key) => [key, real[key] ?? '']));
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * The row as people meant it: masks stand for what was agreed on before, whether or not the writing of the mask was noted. The
 * emptied phone goes with the masks; a phone typed into a masked row counts.
 */
export const withoutMasks = (row: Values, agreed: Values): Values => {
  const meant: Record<string, Values[string]> = {};
  for (const key of MASKED_TEXTS) if (row[key] === CONFIDENTIAL_MARK) meant[key] = agreed[key] ?? '';
  if (isMasked(row) && row[PHONE] === '') meant[PHONE] = agreed[PHONE] ?? '';
  return meant;
};

/** The row of 保密事项. `real` as above. */
export const confidentialCells = (subject: Case, caseRow: string | null, real: Values): Values => ({
  shortId: subject.id,
  // The row of a case that is being made anew is not known yet; the link follows when it is.
  ...(caseRow === null ? {} : { subject: [caseRow] }),
  ...Object.fromEntries(MASKED_KEYS.map((key) => [key, real[key] ?? ''])),
});
