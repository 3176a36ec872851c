/**
 * Chance from one seed: sfc32 generators, each started by splitmix32 from (seed, name). Every use has a stream of its own, so
 * that one draw more in one place does not reshuffle everything else, and a story that loses an act keeps its other faults.
 */

export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** Whole number in [from, to]. */
  readonly between: (from: number, to: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T | null;
  readonly bytes: (count: number) => Uint8Array;
  /** In the form of a UUID v4. */
  readonly uuid: () => string;
}

const hashed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

const splitmix32 = (start: number) => {
  let state = start;
  return (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
};

const WARM_UP = 12;

/** The stream `name` of a seed: always the same numbers. */
export const streamOf = (seed: number, name: string): Random => {
  const mix = splitmix32((seed ^ hashed(name)) | 0);
  let a = mix();
  let b = mix() ^ (seed >>> 0);
  let c = mix();
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP; round += 1) draw();

  const next = () => draw() / 4_294_967_296;
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const bytes = (count: number) => Uint8Array.from({ length: count }, () => draw() & 0xff);
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? null,
    bytes,
    uuid: () => {
      const hex = Buffer.from(bytes(16)).toString('hex');
      const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
};
