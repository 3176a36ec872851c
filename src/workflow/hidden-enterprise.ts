/**
 * 保密: how a confidential enterprise is called where units read of it, and the request without its name, contact and number,
 * wherever they stand in it.
 */
import type { AttachedFile, Case } from './case.ts';

export const HIDDEN_NAME = '保密企业';

export const withoutEnterprise = (subject: Case, text: string): string => {
  const { enterpriseName, contactName, phone } = subject.appeal;
  const unnamed = [enterpriseName, contactName]
    .map((each) => each.trim())
    .filter((each) => [...each].length >= 2)
    .reduce((masked, each) => masked.replaceAll(each, MASK), text);
  const uncalled = shortNames(enterpriseName).reduce(withoutBeginnings, unnamed);
  const digits = [...phone].filter((sign) => /\d/.test(sign));
  // However its digits are set apart.
  return digits.length < LEAST_DIGITS ? uncalled : uncalled.replaceAll(new RegExp(digits.join('[\\s-]*'), 'gu'), MASK);
};

/**
 * How people call an enterprise for short: without marks in brackets and the place before it, and as much of the rest as they write. The
 * first two signs alone may be the name of a street or a word of any text.
 */
const shortNames = (name: string): readonly string[] => {
  const plain = name.replaceAll(/〔[^〕]*〕|（[^）]*）|\([^)]*\)|\s/gu, '');
  return [...new Set([plain, plain.replace(PLACE, '')])].filter(
    (each) => [...each].length >= LEAST_SIGNS && !LEGAL_FORM.test(each),
  );
};
/** Walked and not matched by an expression: a name may be as long as a cell. */
const withoutBeginnings = (text: string, name: string): string => {
  const least = [...name].slice(0, LEAST_SIGNS).join('');
  let masked = '';
  let from = 0;
  for (let at = text.indexOf(least); at >= 0; at = text.indexOf(least, from)) {
    let end = at + least.length;
    while (end < text.length && text[end] === name[end - at]) end += 1;
    // No sign is cut in two.
    if (/[\uDC00-\uDFFF]/.test(text[end] ?? '')) end -= 1;
    masked += text.slice(from, at) + MASK;
    from = end;
  }
  return masked + text.slice(from);
};
const PLACE = /^(?:\p{L}{2,8}?(?:省|自治区))?(?:\p{L}{2,7}?(?:市|自治州))?(?:\p{L}{2,6}?(?:区|县|旗))?/u;
const LEGAL_FORM = /^(?:有限|股份|集团|公司)/u;
const LEAST_SIGNS = 3;

const MASK = `〔${HIDDEN_NAME}〕`;
/** Fewer are no number of anybody's, and may stand in any text. */
const LEAST_DIGITS = 5;

/** A text where more people read it than may know of whom it is. */
export const textForAll = (subject: Case, text: string): string =>
  subject.notes.isConfidential ? withoutEnterprise(subject, text) : text;
/** A file is called by whoever sent it, and may be called after the enterprise. */
export const fileForAll = (subject: Case, file: AttachedFile): AttachedFile => ({
  ...file,
  name: textForAll(subject, file.name),
});
