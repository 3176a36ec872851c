/**
 * 保密: how a confidential enterprise is called where units read of it, and the request without its name, contact and number,
 * wherever they stand in it.
 */
import type { Case } from './case.ts';

export const HIDDEN_NAME = '保密企业';

export const withoutEnterprise = (subject: Case, text: string): string => {
  const { enterpriseName, contactName, phone } = subject.appeal;
  const unnamed = [enterpriseName, contactName]
    .map((each) => each.trim())
    .filter((each) => [...each].length >= 2)
    .reduce((masked, each) => masked.replaceAll(each, MASK), text);
  const digits = [...phone].filter((sign) => /\d/.test(sign));
  // However its digits are set apart.
  return digits.length < LEAST_DIGITS ? unnamed : unnamed.replaceAll(new RegExp(digits.join('[\\s-]*'), 'gu'), MASK);
};
const MASK = `〔${HIDDEN_NAME}〕`;
/** Fewer are no number of anybody's, and may stand in any text. */
const LEAST_DIGITS = 5;

/** A text where more people read it than may know of whom it is. */
export const textForAll = (subject: Case, text: string): string =>
  subject.notes.isConfidential ? withoutEnterprise(subject, text) : text;
