/**
 * 查询码: the code an enterprise gets before it files, shown once and kept only as a hash. Nine random characters say which
 * visit, three characters of a MAC say that we gave it out, so no table of codes is needed.
 *
 * Strength: 45 random bits; ten thousand codes meet each other with a chance of about one in 700 000. A guess finds one of
 * ten thousand filed visits with a chance below one in 10^14, and guesses are limited to `QUERY_LIMIT` in `rate-limits.ts`.
 * The 15 bits of the MAC notice a changed or invented code in all but one of 32 768 cases; one that slips through only
 * opens a visit of its own, nobody else's.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { codeOf } from '../workflow/plain-text.ts';

/** Digits and capitals without I, L, O and U: 32 signs, five bits each. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_CHARS = 9;
const MAC_CHARS = 3;
const CODE_CHARS = RANDOM_CHARS + MAC_CHARS;
const GROUP_CHARS = 4;
/** Nobody copies more than this by mistake; longer input is not looked at. */
const MAX_TYPED_CHARS = 100;

export interface Receipts {
  /** A new code as it is shown, e.g. `7K2M-Q9XD-4RTB`. */
  readonly issue: () => string;
  /** The hash under which cases of this code are kept; null when we never gave it out. Takes it as people type it. */
  readonly hashIfIssued: (typed: string) => string | null;
  /** The same for a row that brought no code: its cases are found by staff's link only. */
  readonly hashForRecord: (recordId: string) => string;
}

/**
 * The first secret issues and all recognise, so that a new one can be put in front at any time. What is stored hangs on
 * the LAST secret of the list: a hash stays the same while secrets are added in front, and codes lose their cases when
 * the last one is taken away.
 * @throws when no secret is given.
 */
export const createReceipts = ({
  secrets,
  randomBytes,
}: {
  readonly secrets: readonly string[];
  readonly randomBytes: (count: number) => Uint8Array;
}): Receipts => {
  const [issuing] = secrets;
  const pepper = secrets.at(-1);
  if (issuing === undefined || pepper === undefined) throw new Error('receipt codes need a secret');
  return {
    issue: () => newReceiptCode(randomBytes, issuing),
    hashIfIssued: (typed) => {
      const code = normaliseReceiptCode(typed);
      // The same work whether or not the code is ours.
      const recognising = secrets.filter((secret) => isIssuedWith(code, secret));
      const hash = receiptHash(code, pepper);
      return recognising.length > 0 ? hash : null;
    },
    hashForRecord: (recordId) => keyed(pepper, 'record', recordId).toString('hex'),
  };
};

/** A fresh code in groups of four, signed with the secret. */
export const newReceiptCode = (randomBytes: (count: number) => Uint8Array, secret: string): string => {
  const random = lettersOf(randomBytes(RANDOM_CHARS));
  return inGroups(random + checkOf(random, secret));
};

/** As compared and hashed: capitals without gaps, with the letters that are easily mistaken read as digits. */
const normaliseReceiptCode = (typed: string): string =>
  codeOf(typed.slice(0, MAX_TYPED_CHARS)).replace(/O/g, '0').replace(/[IL]/g, '1');

/** HMAC-SHA-256 of the normalised code, hex. */
const receiptHash = (code: string, pepper: string): string =>
  keyed(pepper, 'hash', normaliseReceiptCode(code)).toString('hex');

const isIssuedWith = (code: string, secret: string): boolean => {
  const expected = Buffer.from(checkOf(code.slice(0, RANDOM_CHARS), secret));
  const given = Buffer.from(code.slice(RANDOM_CHARS));
  return code.length === CODE_CHARS && given.length === expected.length && timingSafeEqual(given, expected);
};

const checkOf = (random: string, secret: string): string =>
  lettersOf(keyed(secret, 'check', random).subarray(0, MAC_CHARS));

const keyed = (secret: string, use: 'check' | 'hash' | 'record', text: string): Buffer =>
  createHmac('sha256', secret).update(`reception-day receipt ${use}\0${text}`).digest();

/** 256 is a multiple of 32, so every sign is equally likely. */
const lettersOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');

const inGroups = (code: string): string =>
  Array.from({ length: code.length / GROUP_CHARS }, (_, group) =>
    code.slice(group * GROUP_CHARS, (group + 1) * GROUP_CHARS),
  ).join('-');
