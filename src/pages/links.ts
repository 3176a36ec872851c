/**
 * Signed links for people without an account (查询链接, 评价链接, 网页办理链接), and the cookie of a visit: HMAC-SHA-256 over purpose, payload, expiry and key id, with
 * a key of its own for each purpose. Whoever holds the link may read or rate; nothing else identifies them. Verification
 * never says why it failed, and revokes nothing: a link ends by its date, or when its secret is taken away.
 */
import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { FilesUrl, Links } from '../ports.ts';
import { currentRound, type DueDate } from '../workflow/case.ts';
import { addDays, startOfBeijingDay } from '../workflow/deadlines.ts';
import { type CaseId, caseId, type Ms, type OpenId, openId, type UnitId, unitId } from '../workflow/ids.ts';

/** `print` is reserved for the sheets people carry away; a token of one purpose is nothing for another. */
type Purpose = 'status' | 'rating' | 'upload' | 'print' | 'unit' | 'visit';

/** Longer than a hard case may take with its second round. */
const STATUS_LIFE_MS = 400 * 86_400_000;
const RATING_LIFE_MS = 60 * 86_400_000;
/** Past the limit of the round. Reckoned from it, because a card or a row has to show the same link whenever it is drawn. */
const AFTER_LIMIT_DAYS = 60;
/** 128 bits of the MAC keep the address short enough for a small QR code. */
const MAC_BYTES = 16;
const KEY_ID_CHARS = 4;
/** Beyond any token of ours; longer ones are not worth hashing. */
const MAX_TOKEN_CHARS = 400;

export interface VerifiedRating {
  readonly caseId: CaseId;
  readonly round: number;
}
export interface VerifiedUpload extends VerifiedRating {
  readonly who: OpenId;
}
/** Whose part of which round a 网页办理链接 stands for. */
export interface VerifiedUnit extends VerifiedRating {
  readonly unitId: UnitId;
}
/** Who came in by it, with the code of which issue. */
export interface Visit extends VerifiedUnit {
  readonly issue: number;
  readonly name: string;
}
export interface SignedLinks {
  readonly links: Links;
  /** The receipt hash a status link was made for, or null for every kind of failure. */
  readonly verifyStatus: (token: string, now: Ms) => string | null;
  readonly verifyRating: (token: string, now: Ms) => VerifiedRating | null;
  readonly filesUrl: FilesUrl;
  readonly verifyUpload: (token: string, now: Ms) => VerifiedUpload | null;
  readonly verifyUnit: (token: string, now: Ms) => VerifiedUnit | null;
  readonly signVisit: (visit: Visit, until: Ms) => string;
  readonly verifyVisit: (value: string, now: Ms) => Visit | null;
}

interface Key {
  readonly id: string;
  readonly ofPurpose: Readonly<Record<Purpose, KeyObject>>;
}

/**
 * The first secret signs; all verify, so that two are valid while they are changed.
 * @throws when no secret is given, or when a status link is asked for something that is no receipt hash.
 */
export const createLinks = ({
  publicUrl,
  secrets,
}: {
  readonly publicUrl: string;
  readonly secrets: readonly string[];
}): SignedLinks => {
  const keys: readonly Key[] = secrets.map((secret) => ({
    id: keyIdOf(secret),
    ofPurpose: {
      status: purposeKeyOf(secret, 'status'),
      rating: purposeKeyOf(secret, 'rating'),
      upload: purposeKeyOf(secret, 'upload'),
      print: purposeKeyOf(secret, 'print'),
      unit: purposeKeyOf(secret, 'unit'),
      visit: purposeKeyOf(secret, 'visit'),
    },
  }));
  const [signing] = keys;
  if (!signing) throw new Error('links cannot be signed without a secret');

  const sign = (purpose: Purpose, payload: string, expiresAt: Ms): string => {
    const expiry = Math.floor(expiresAt / 1000).toString(36);
    // The expiry stands last: chat programs cut a trailing “-” or “_” off an address, never a letter or digit.
    return `${payload}.${macOf(signing, purpose, payload, expiry).toString('base64url')}.${signing.id}.${expiry}`;
  };

  const payloadOf = (purpose: Purpose, token: string, now: Ms): Buffer | null => {
    if (token.length > MAX_TOKEN_CHARS) return null;
    const [payload, mac, keyId, expiry, ...rest] = token.split('.');
    if (!payload || !mac || !keyId || !expiry || rest.length > 0) return null;
    const key = keys.find(({ id }) => id === keyId);
    const given = Buffer.from(mac, 'base64url');
    const expected = macOf(key ?? signing, purpose, payload, expiry);
    // One spelling only: base64url has unused bits at its end.
    const isGenuine =
      given.length === expected.length && timingSafeEqual(given, expected) && given.toString('base64url') === mac;
    const isInTime = Number.parseInt(expiry, 36) * 1000 > now;
    return key && isGenuine && isInTime ? Buffer.from(payload, 'base64url') : null;
  };

  return {
    links: {
      status: (receiptHash, now) => {
        if (!RECEIPT_HASH.test(receiptHash)) throw new Error('a status link needs a receipt hash');
        const payload = Buffer.from(receiptHash, 'hex').toString('base64url');
        return `${publicUrl}/s/${sign('status', payload, now + STATUS_LIFE_MS)}`;
      },
      rating: (id, round, now) => {
        const payload = Buffer.from(`${round}:${id}`, 'utf8').toString('base64url');
        return `${publicUrl}/r/${sign('rating', payload, now + RATING_LIFE_MS)}`;
      },
      unit: (subject, unit) => {
        const round = currentRound(subject);
        if (!round?.due) return null;
        const payload = Buffer.from(`${round.round}:${unit}:${subject.id}`, 'utf8').toString('base64url');
        return `${publicUrl}/w/${sign('unit', payload, endAfter(round.due))}`;
      },
    },
    verifyStatus: (token, now) => {
      const hash = payloadOf('status', token, now)?.toString('hex') ?? '';
      return RECEIPT_HASH.test(hash) ? hash : null;
    },
    verifyRating: (token, now) => {
      const parts = /^(\d{1,4}):(.+)$/.exec(payloadOf('rating', token, now)?.toString('utf8') ?? '');
      return parts?.[1] && parts[2] ? { round: Number(parts[1]), caseId: caseId(parts[2]) } : null;
    },
    filesUrl: (subject, round, who) => {
      const due = subject.rounds.find((one) => one.round === round)?.due;
      if (!due) return null;
      const payload = Buffer.from(`${round}:${who}:${subject.id}`, 'utf8').toString('base64url');
      return `${publicUrl}/u/${sign('upload', payload, endAfter(due))}`;
    },
    verifyUpload: (token, now) => {
      const parts = /^(\d{1,4}):([^:]+):(.+)$/.exec(payloadOf('upload', token, now)?.toString('utf8') ?? '');
      return parts?.[1] && parts[2] && parts[3]
        ? { round: Number(parts[1]), who: openId(parts[2]), caseId: caseId(parts[3]) }
        : null;
    },
    verifyUnit: (token, now) => {
      const parts = /^(\d{1,4}):([^:]+):(.+)$/.exec(payloadOf('unit', token, now)?.toString('utf8') ?? '');
      return parts?.[1] && parts[2] && parts[3]
        ? { round: Number(parts[1]), unitId: unitId(parts[2]), caseId: caseId(parts[3]) }
        : null;
    },
    signVisit: ({ round, issue, unitId: unit, caseId: id, name }, until) =>
      sign('visit', Buffer.from(`${round}:${issue}:${unit}:${id}:${name}`, 'utf8').toString('base64url'), until),
    verifyVisit: (value, now) => {
      const text = payloadOf('visit', value, now)?.toString('utf8') ?? '';
      const parts = /^(\d{1,4}):(\d{1,9}):([^:]+):([^:]+):(.+)$/s.exec(text);
      return parts?.[1] && parts[2] && parts[3] && parts[4] && parts[5]
        ? {
            round: Number(parts[1]),
            issue: Number(parts[2]),
            unitId: unitId(parts[3]),
            caseId: caseId(parts[4]),
            name: parts[5],
          }
        : null;
    },
  };
};

const endAfter = (due: DueDate): Ms => startOfBeijingDay(addDays(due.date, AFTER_LIMIT_DAYS));

const RECEIPT_HASH = /^[0-9a-f]{64}$/;

/** Names a secret without telling anything about it. */
const keyIdOf = (secret: string): string =>
  createHash('sha256').update(`reception-day link key\0${secret}`).digest('hex').slice(0, KEY_ID_CHARS);

const purposeKeyOf = (secret: string, purpose: Purpose): KeyObject =>
  createSecretKey(createHmac('sha256', secret).update(`reception-day link ${purpose}`).digest());

/** No part can hold the separator: payload and expiry come out of a split, purpose and id are ours. */
const macOf = (key: Key, purpose: Purpose, payload: string, expiry: string): Buffer =>
  createHmac('sha256', key.ofPurpose[purpose])
    .update([purpose, payload, expiry, key.id].join('\0'))
    .digest()
    .subarray(0, MAC_BYTES);
