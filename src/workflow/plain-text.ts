/**
 * Words as people type them → the one spelling in which they are kept, compared and judged empty. Every door that takes text
 * (cells, cards, pages, forms, settings, the bot, commands of the operator) reads it with these. Pure.
 */
import { isRealDate } from './beijing-date.ts';
import { type BeijingDate, beijingDate } from './ids.ts';

/** Controls, format signs (zero width, bidi, tags) and halves of characters: nobody types them on purpose. */
const NO_TEXT = /[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}/gu;
/** Drawn as nothing: a text of these alone says nothing, though each may have its place within words. */
const UNSEEN = /[\s\u2800\p{Default_Ignorable_Code_Point}]/gu;

/** As it is kept: composed (NFC), lines ended by `\n`, without what cannot be seen at its ends or within. */
export const tidyText = (typed: string): string => {
  const text = typed
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(NO_TEXT, '')
    .normalize('NFC')
    .trim();
  return text.replace(UNSEEN, '') === '' ? '' : text;
};

/** Words that end a sentence of ours: with the stop they have, else with one. Nobody's words are changed, and none is stopped twice. */
export const stopped = (words: string): string => (/[。！？…；]”?$/u.test(words) ? words : `${words}。`);
/** Parts of one sentence, the empty ones left out: between them a ；, or the stop that a part brings itself. */
export const clauses = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .reduce((said, part) => (said === '' ? part : `${said}${ENDS.test(said) ? '' : '；'}${part}`), '');
const ENDS = /[。！？…；]$/u;
export const isBlank = (typed: string): boolean => tidyText(typed) === '';

/** The same in half-width signs: for codes, numbers and comparisons, never for words that are shown again. */
const plain = (typed: string): string => tidyText(typed.normalize('NFKC')).replace(/[\p{Pd}\u2212]/gu, '-');

/** 统一社会信用代码, 查询码 and 办理码: capitals and digits alone, without the words around it and the marks around and within. */
export const codeOf = (typed: string): string =>
  plain(typed)
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .replace(/^\p{Script=Han}+(?=[\dA-Za-z])|(?<=[\dA-Za-z])\p{Script=Han}+$/gu, '')
    .toUpperCase();

/** A name of an enterprise or a person, for comparing only. */
export const nameOf = (typed: string): string =>
  plain(typed)
    .replace(/[[〔【〈]/g, '(')
    .replace(/[\]〕】〉]/g, ')')
    .replace(/[•‧∙・]/g, '·')
    .replace(/[\s-]|\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase();

/** 交办单编号 as it is printed (示接交〔2026〕7号), however its brackets, figures and blanks were typed. */
export const sheetNumberOf = (typed: string): string =>
  plain(typed)
    .replace(/\s/g, '')
    .replace(/[([〔【<〈{](\d{4})[)\]〕】>〉}]第?(\d+)号?[。.]?$/u, '〔$1〕$2号');

/** A telephone as digits, those of China without the country's. Another country's keep their plus. */
export const phoneOf = (typed: string): string => {
  const dialled = plain(typed).replace(/[^\d+]|(?<!^)\+/gu, '');
  const abroad = ['+', '00'].find((sign) => dialled.startsWith(`${sign}86`));
  const own = /^(?:\+|00)?86(\d{10,})/u.exec(dialled)?.[1];
  if (own !== undefined && (abroad !== undefined || /^1\d{10}$/u.test(own)))
    return phoneOf(/^(?:0|1\d{10}$|[48]00)/u.test(own) ? own : `0${own}`);
  return dialled === '+' ? '' : dialled;
};

/** Several of something, separated in any of the ways in which people separate them. */
export const listOf = (typed: string): readonly string[] => partsOf(typed, /[、，､﹑;；,\s]/u);
/** The same for names, which may have blanks within. */
export const nameListOf = (typed: string): readonly string[] => partsOf(typed, /[、，､﹑;；,\n]/u);
const partsOf = (typed: string, separator: RegExp): readonly string[] =>
  tidyText(typed)
    .split(separator)
    .map(tidyText)
    .filter((part) => part !== '');

/** 2026-10-08 · 2026/10/8 · 2026.10.8 · 2026年10月8日 · 20261008, a time behind it left aside; null for no day of the calendar. */
export const dateOf = (typed: string): BeijingDate | null => {
  const text = plain(typed);
  const parts =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T].*)?$/u.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/u.exec(text);
  if (!parts) return null;
  const [year, ...monthAndDay] = parts.slice(1);
  const date = beijingDate([year, ...monthAndDay.map((part) => part.padStart(2, '0'))].join('-'));
  return isRealDate(date) ? date : null;
};

/**
 * 15 · １５ · 15个工作日 · 15天 · 20%; also 0 and −3, so that whoever refuses them can name the bound. Null for no whole number, and for one
 * of anything longer: three months are not three 工作日.
 */
export const wholeNumberOf = (typed: string): number | null => {
  const text = plain(typed).replace(/\s*(?:个?工作日|[天日次句轮个%])$/u, '');
  return /^[+-]?\s?\d{1,6}$/u.test(text) ? Number(text.replace(/[+\s]/g, '')) || 0 : null;
};
