/**
 * JSON from outside, read strictly: no key twice in one object, bounded depth, and never an own `__proto__`.
 * Two readers that disagree about a doubled key are how a checked message turns into another one; so it is refused.
 * Knows nothing of Feishu.
 */

/** Deepest nesting Feishu's callbacks reach is about ten; a card's form value adds little. */
const MAX_JSON_DEPTH = 32;

/** Keys that mean something to JavaScript objects; no form field or button value of ours has such a name. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export type StrictJson =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'broken' }
  | { readonly kind: 'doubledKey' }
  | { readonly kind: 'tooDeep' };

/** Parses a text. Never throws. */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The message of the syntax error quotes the text, which may be an appeal: it must not travel on.
    return { kind: 'broken' };
  }
  const flaw = findFlaw(text);
  return flaw === null ? { kind: 'json', value } : { kind: flaw };
}

/** A copy without reserved keys at any level, so that merging it into something later is harmless. Arrays are kept. */
function withoutReservedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReservedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return cleanRecord(value);
}

/** The own enumerable string keys of an object, cleaned; anything that is no object becomes an empty record. */
export function cleanRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !RESERVED_KEYS.has(key))
      .map(([key, inner]) => [key, withoutReservedKeys(inner)]),
  );
}

/** Walks a text that is known to be valid JSON once, left to right. */
function findFlaw(text: string): 'doubledKey' | 'tooDeep' | null {
  /** One entry per open bracket: the keys seen so far, or null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isFollowedByColon(text, end)) {
        const key: unknown = JSON.parse(text.slice(at, end + 1));
        if (typeof key === 'string') {
          if (keys.has(key)) return 'doubledKey';
          keys.add(key);
        }
      }
      at = end;
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null);
      if (open.length > MAX_JSON_DEPTH) return 'tooDeep';
    } else if (char === '}' || char === ']') {
      open.pop();
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function isFollowedByColon(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t')) at += 1;
  return text[at] === ':';
}
