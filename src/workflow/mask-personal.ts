/**
 * Personal numbers within words (telephones, 身份证号, bank cards, mail addresses) blotted out, however they were typed: for pages
 * that are opened with a link alone. Amounts, days, credit codes and the numbers of sheets stay. Pure.
 */
import { phoneOf } from './plain-text.ts';

/** `kept`: telephones that are meant to be read, e.g. the office's own. */
export const maskPersonal = (text: string, kept: readonly string[] = []): string => {
  const withoutMail = masked(text, asMail, MAIL, '〔邮箱〕', []);
  return masked(withoutMail, asFigure, NUMBER, '〔号码〕', kept.map(phoneOf));
};

/** Looks at the text sign by sign in another spelling, and blots out in the text what was found in that. */
const masked = (
  text: string,
  view: (sign: string) => string,
  pattern: RegExp,
  blot: string,
  kept: readonly string[],
): string => {
  const signs = [...text];
  const parts: string[] = [];
  let at = 0;
  for (const { 0: found, index } of signs.map(view).join('').matchAll(pattern)) {
    const end = index + found.length;
    const typed = signs.slice(index, end).join('');
    parts.push(signs.slice(at, index).join(''), kept.includes(phoneOf(typed)) ? typed : blot);
    at = end;
  }
  return parts.join('') + signs.slice(at).join('');
};

const NOT_ASCII = '\uffff';
/** One unit for each sign, so that places are the same in both spellings. */
const oneUnit = (sign: string): string => (sign.length === 1 ? sign : NOT_ASCII);
const asMail = (sign: string): string => oneUnit(sign.normalize('NFKC'));

const CHINESE_FIGURES = '〇一二三四五六七八九';
const LIKE_FIGURES: Readonly<Record<string, string>> = { 零: '0', 幺: '1', 壹: '1', 贰: '2', 叁: '3' };
/** A figure as itself, what may stand between figures as a hyphen. */
const asFigure = (sign: string): string => {
  const plain = oneUnit(sign.normalize('NFKC'));
  const chinese = CHINESE_FIGURES.indexOf(sign);
  if (chinese >= 0) return String(chinese);
  if (/[^\S\n]|[\p{Pd}\u2212.·•()_]|\p{Cf}/u.test(plain)) return '-';
  return LIKE_FIGURES[sign] ?? plain;
};

const MAIL = /[\w.+-]{1,64}[ ]?(?:@|\[at\]|\(at\)|[ ]at[ ])[ ]?[\w-]{1,63}(?:[ ]?\.[ ]?[\w-]{2,63}){1,4}/giu;

const more = (count: string): string => `(?:-{0,3}\\d)${count}`;
const COUNTRY = '(?:(?:\\+|0-?0)-{0,2}8-?6-{0,3})';
const KINDS = [
  // 身份证号: the year of birth tells it from other long numbers.
  `[1-9]${more('{5}')}-{0,3}(?:1-?9|2-?0)${more('{9}')}-{0,3}[\\dXx]`,
  // A mobile number.
  `(?:${COUNTRY}|8-?6-{0,3})?1-{0,3}[3-9]${more('{9}')}`,
  // A bank card.
  `[3-6]${more('{15,18}')}`,
  // A landline with its area, and an extension.
  `(?:${COUNTRY}-{0,3}0?|0)-?[1-9]${more('{8,10}')}(?:-{0,2}转?-{0,2}\\d{1,5})?`,
  `[48]00${more('{7}')}`,
  // One without its area, where it is called a telephone, or is neither an amount nor a day.
  `(?<=(?:电话|座机|手机|号码|致电|拨打|传真|微信|[Tt][Ee][Ll]|QQ)[^\\d\\n]{0,4})\\d${more('{5,11}')}`,
  `(?!20[0-4]\\d-?[01]\\d-?[0-3]\\d)[2-8]\\d{2,3}-?\\d{4}(?!-{0,2}\\d|-?[元万亿吨米平方号%件人只个张台套千克公斤户亩年])`,
];
const NUMBER = new RegExp(`(?<![\\dA-Za-z])(?:${KINDS.join('|')})(?![\\dA-Za-z])`, 'gu');
