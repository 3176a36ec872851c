/**
 * Long words in portions that a page has room for, measured as they are sent: in bytes, with the signs of HTML written out. Cuts
 * between characters, never within one. Pure.
 */

/** A page is never larger (DESIGN.md 10): it is read in the countryside, on a telephone. */
export const MAX_PAGE_BYTES = 50 * 1024;

const ESCAPED: Readonly<Record<string, number>> = { '&': 5, '<': 4, '>': 4, '"': 6, "'": 5 };
const sentBytes = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  return ESCAPED[character] ?? (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
};

/** One empty portion for no words at all. */
export const portionsOf = (words: string, bytes: number): readonly string[] => {
  const portions: string[] = [];
  let [start, end, filled] = [0, 0, 0];
  for (const character of words) {
    const more = sentBytes(character);
    if (filled + more > bytes && end > start) {
      portions.push(words.slice(start, end));
      start = end;
      filled = 0;
    }
    end += character.length;
    filled += more;
  }
  return [...portions, words.slice(start)];
};

/** As much as there is room for. */
export const beginningOf = (words: string, bytes: number): string => {
  let [end, filled] = [0, 0];
  for (const character of words) {
    filled += sentBytes(character);
    if (filled > bytes) return words.slice(0, end);
    end += character.length;
  }
  return words;
};

/** A name or another single line, which nobody needs to the end. */
export const lineWithin = (words: string, bytes: number): string => {
  const beginning = beginningOf(words, bytes);
  return beginning.length === words.length ? words : `${beginning}…`;
};
