/** Signature and decryption against vectors that were not written here (official page and official SDK tests). */
import { describe, expect, it } from 'vitest';
import {
  DecryptionError,
  decrypt,
  eventSignature,
  oldCardSignature,
  secretMatches,
  signatureMatches,
} from '../../src/feishu/signature.ts';
import vectors from '../fixtures/feishu/signature-vectors.json' with { type: 'json' };
import { sealedText } from '../support/signed-callback.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const byName = (name: string) => {
  const vector = vectors.decryption.find((one) => one.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return vector;
};

describe('decrypt', () => {
  it.each(vectors.decryption)('opens $name from $source', ({ encryptKey, ciphertext, plaintext }) => {
    expect(decrypt(encryptKey, ciphertext)).toBe(plaintext);
  });

  it('refuses a ciphertext without its last byte', () => {
    const { encryptKey, ciphertext } = byName('V2');
    const cut = Buffer.from(ciphertext, 'base64').subarray(0, -1).toString('base64');
    expect(() => decrypt(encryptKey, cut)).toThrow(DecryptionError);
  });

  it('never gives the plaintext for another key', () => {
    const { ciphertext, plaintext } = byName('V2');
    const opened = [...Array(50).keys()].map((at) => {
      try {
        return decrypt(`wrong${at}`, ciphertext);
      } catch (error) {
        return error instanceof DecryptionError ? null : 'another error';
      }
    });
    expect(opened).not.toContain(plaintext);
    expect(opened).not.toContain('another error');
    expect(opened).toContain(null);
  });

  it.each([
    ['nothing', ''],
    ['four bytes, which stops the official SDK', 'AAAA'],
    ['an IV alone', Buffer.alloc(16).toString('base64')],
    ['base64url letters', `${Buffer.alloc(32).toString('base64').slice(0, -4)}-_==`],
    ['base64 with a space', `${Buffer.alloc(32).toString('base64')} `],
    ['no padding signs', Buffer.alloc(32).toString('base64').replace(/=+$/, '')],
  ])('refuses %s', (_, sealed) => {
    expect(() => decrypt('key', sealed)).toThrow(DecryptionError);
  });

  it('refuses bytes that are no UTF-8', () => {
    const sealed = sealedText('〔虚构〕', 'key');
    expect(decrypt('key', sealed)).toBe('〔虚构〕');
    const latin = Buffer.from(sealed, 'base64');
    // Flipping a bit of the IV flips the same bit of the first plaintext byte: 0xe3 becomes 0x63, a lone continuation follows.
    latin.writeUInt8(latin.readUInt8(0) ^ 0x80, 0);
    expect(() => decrypt('key', latin.toString('base64'))).toThrow(DecryptionError);
  });
});

describe('signatures', () => {
  it.each(vectors.signatures)('agrees with $name', ({ timestamp, nonce, encryptKey, body, sha256 }) => {
    expect(eventSignature(timestamp, nonce, encryptKey, bytes(body))).toBe(sha256);
    expect(signatureMatches(sha256, sha256.toUpperCase())).toBe(true);
    expect(eventSignature(timestamp, nonce, encryptKey, bytes(`${body} `))).not.toBe(sha256);
  });

  it('signs the old card with SHA-1 over the same concatenation', () => {
    // echo -n 'timestampnoncetoken{}' | sha1sum
    expect(oldCardSignature('timestamp', 'nonce', 'token', bytes('{}'))).toBe(
      '4e64c9aafda7a44a8cf9b81dbc8ec30f6e18154c',
    );
  });

  it('tells secrets of other lengths apart, and an empty one is never right', () => {
    expect(secretMatches('secret', 'secret')).toBe(true);
    expect(secretMatches('secret', 'secre')).toBe(false);
    expect(secretMatches('secret', 'secret ')).toBe(false);
    expect(secretMatches('', '')).toBe(false);
    expect(signatureMatches('ab', 'abc')).toBe(false);
  });
});
