import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createReceipts } from '../../src/pages/receipt.ts';

const OLD = 'old-secret-of-more-than-thirty-two-chars';
const NEW = 'new-secret-of-more-than-thirty-two-chars';
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const made = (...secrets: string[]) => createReceipts({ secrets, randomBytes: (count) => randomBytes(count) });
/** Always the same code, so that what is said about changed ones does not hang on chance. */
const fixed = createReceipts({
  secrets: [OLD],
  randomBytes: (count) => Uint8Array.from({ length: count }, (_, at) => at * 29),
});
const CODE = fixed.issue();

describe('查询码', () => {
  it('is three groups of four signs that are not mistaken for each other', () => {
    for (let count = 0; count < 50; count += 1) {
      expect(made(OLD).issue()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });

  it('is known as ours however it is typed, and always gives the same hash', () => {
    const hash = fixed.hashIfIssued(CODE);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const bare = CODE.replaceAll('-', '');
    const fullWidth = [...CODE].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join('');
    for (const typed of [bare, CODE.toLowerCase(), `  ${bare}\n`, CODE.replaceAll('-', ' — '), fullWidth]) {
      expect(fixed.hashIfIssued(typed), typed).toBe(hash);
    }
    const misread = createReceipts({ secrets: [OLD], randomBytes: (count) => new Uint8Array(count) });
    const zeros = misread.issue();
    expect(zeros.startsWith('0000')).toBe(true);
    expect(misread.hashIfIssued(`OoOo${zeros.slice(4)}`)).toBe(misread.hashIfIssued(zeros));
  });

  it('is noticed when one sign was changed', () => {
    const bare = CODE.replaceAll('-', '');
    for (let place = 0; place < bare.length; place += 1) {
      const sign = SIGNS[(SIGNS.indexOf(bare[place] ?? '') + 1) % SIGNS.length] ?? '';
      expect(fixed.hashIfIssued(bare.slice(0, place) + sign + bare.slice(place + 1)), `place ${place}`).toBeNull();
    }
  });

  it('is not taken when it is too short, too long, or nothing of the kind', () => {
    for (const typed of ['', ' ', '查询码', CODE.slice(0, -1), `${CODE}0`, 'x'.repeat(100_000), "' OR 1=1 --"]) {
      expect(fixed.hashIfIssued(typed)).toBeNull();
    }
  });

  it('keeps its hash when a new secret is put in front, and codes of the new one are known as well', () => {
    const rotated = made(NEW, OLD);
    expect(rotated.hashIfIssued(CODE)).toBe(fixed.hashIfIssued(CODE));
    expect(rotated.hashForRecord('recExample')).toBe(made(OLD).hashForRecord('recExample'));
    expect(rotated.hashIfIssued(rotated.issue())).not.toBeNull();
    expect(made(OLD).hashIfIssued(rotated.issue())).toBeNull();
  });

  it('cannot be had from outside: other secrets give other hashes, and a row without a code has a hash of its own', () => {
    expect(made(NEW).hashIfIssued(CODE)).toBeNull();
    expect(made(NEW).hashForRecord('recExample')).not.toBe(made(OLD).hashForRecord('recExample'));
    expect(made(OLD).hashForRecord('recExample')).not.toBe(made(OLD).hashForRecord('recOther'));
    expect(made(OLD).hashForRecord('recExample')).toMatch(/^[0-9a-f]{64}$/);
    expect(() => made()).toThrow(/secret/);
  });
});
