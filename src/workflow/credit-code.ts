/**
 * 统一社会信用代码 (GB 32100): eighteen characters, the last of which checks the others. Says whether a code can be right,
 * never whether it exists. A wrong code is flagged, not refused: the appeal counts.
 */
import { codeOf } from './plain-text.ts';

/** The standard's alphabet, without I, O, S, V and Z; a character's place is its value. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = ALPHABET.length;
/** Weight of the place to the right is three times that of the place before it, modulo 31. */
const WEIGHT_STEP = 3;
const BODY_LENGTH = 17;

/** The character that belongs after these seventeen, or null when they are not seventeen of the alphabet. */
export const creditCodeCheckCharacter = (body: string): string | null => {
  if (body.length !== BODY_LENGTH) return null;
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * WEIGHT_STEP) % MODULUS;
  }
  return ALPHABET[(MODULUS - (sum % MODULUS)) % MODULUS] ?? null;
};

/** Whether the code has the right form and check character. Takes it as people type it. */
export const isCreditCode = (typed: string): boolean => {
  const code = codeOf(typed);
  return creditCodeCheckCharacter(code.slice(0, BODY_LENGTH)) === code.slice(BODY_LENGTH);
};
