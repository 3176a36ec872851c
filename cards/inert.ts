/**
 * Makes outside text harmless and short before it is shown: no control, bidi or invisible characters, no more than a
 * given length. It does not escape markup, because outside text only ever stands in plain_text, which has none.
 */

// Controls, and all that Unicode asks to be drawn as nothing: bidi marks and isolates, zero-width signs, fillers, tags.
const INVISIBLE = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u202a-\u202e\ufff9-\ufffb]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
const ELLIPSIS = '…';

/** At most `max` characters, the last one an ellipsis when something was left out. */
const bounded = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const characters: string[] = [];
  for (const character of text) {
    if (characters.length === max)
      return `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}${ELLIPSIS}`;
    characters.push(character);
  }
  return text;
};

/** Several lines, cleaned: newlines stay, tabs become spaces, empty lines do not pile up. */
export const inertText = (text: string, max: number): string =>
  bounded(
    // Cut before cleaning as well: a hundred thousand characters need no cleaning when a thousand are shown.
    text
      .slice(0, max * 8)
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .split('\n')
      .map((line) => line.replace(/\t/g, ' ').replace(INVISIBLE, '').replace(LONE_SURROGATE, '\ufffd').trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    max,
  );

/** One line, cleaned: outside text that stands beside a label must not be able to open a line of its own. */
export const inertLine = (text: string, max: number): string =>
  bounded(inertText(text, max * 2).replace(/\s+/g, ' '), max);

/**
 * One line for a text message, or a title or description elsewhere in Feishu, where `<at …>` is a mention, `[…](…)` and addresses are
 * links, and `**`, `~~`, `_`, `` ` `` are styles: each sign of it becomes its full-width likeness, which says the same and does nothing.
 */
export const inertMessageLine = (text: string, max: number): string =>
  inertLine(text, max)
    .replace(/[<＜]/g, '〈')
    .replace(/[>＞]/g, '〉')
    .replace(
      /[&[\]()*_~`@#\\]|:(?=\s?\/)|\/(?=\/)|(?<=\/)\/|(?<=[A-Za-z0-9-])\.(?=[A-Za-z]{2})|(?<=[wW]{3})\./g,
      fullWidth,
    );
const fullWidth = (sign: string): string => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0);
