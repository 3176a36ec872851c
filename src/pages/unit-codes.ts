/**
 * 办理码: the one-time code with which a unit comes in by web. Reckoned from the secret and the event that gave it out, whenever it
 * is told or checked, so it is stored nowhere; whether it is still good (in time, the latest, not used) is the case's to say.
 *
 * Eight digits (26.6 bits), because it is read out on the phone, where digits are heard right and letters are not. It lives for
 * 30 minutes, and so many tries as `rate-limits.ts` allows meet it with a chance of one in ten million.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Case, roundInHand } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CaseId, Ms, OpenId, UnitId } from '../workflow/ids.ts';
import { codeOf as plainCodeOf } from '../workflow/plain-text.ts';
import { isCodeInTime, webPartsOf } from '../workflow/web-units.ts';

const DIGITS = 8;
const GROUP = 4;
/** So many bytes of the MAC that no digit is noticeably likelier than another. */
const MAC_BYTES = 6;
const MAX_TYPED_CHARS = 40;

/** What a code was given out for; `issue` is the number of the event. */
export interface UnitCodeOf {
  readonly caseId: CaseId;
  readonly round: number;
  readonly unitId: UnitId;
  readonly issue: number;
}

export interface UnitCodes {
  /** As it is told, e.g. `4821-0937`. */
  readonly codeOf: (given: UnitCodeOf) => string;
  /** Whether this is the code that was given out so, as people type it. */
  readonly isRight: (typed: string, given: UnitCodeOf) => boolean;
  /** The codes of the round in hand that were given out to this reader and would still be taken. */
  readonly toTell: (
    subject: Case,
    directory: Directory,
    to: OpenId,
    now: Ms,
  ) => readonly { readonly unitId: UnitId; readonly code: string }[];
}

/**
 * The first secret gives out and all check, so that a new one can be put in front at any time.
 * @throws when no secret is given.
 */
export const createUnitCodes = (secrets: readonly string[]): UnitCodes => {
  const [issuing] = secrets;
  if (issuing === undefined) throw new Error('unit codes need a secret');
  const codeOf = (given: UnitCodeOf): string => {
    const digits = digitsOf(issuing, given);
    return `${digits.slice(0, GROUP)}-${digits.slice(GROUP)}`;
  };
  return {
    codeOf,
    isRight: (typed, given) => {
      const tried = Buffer.from(plainCodeOf(typed.slice(0, MAX_TYPED_CHARS)));
      // The same work whether or not one of them is right.
      const right = secrets.filter((secret) => {
        const expected = Buffer.from(digitsOf(secret, given));
        return tried.length === expected.length && timingSafeEqual(tried, expected);
      });
      return right.length > 0;
    },
    toTell: (subject, directory, to, now) =>
      webPartsOf(subject, directory).flatMap(({ unitId, webCode }) =>
        webCode && webCode.issuedTo === to && webCode.enteredAt === null && isCodeInTime(webCode.issuedAt, now)
          ? [
              {
                unitId,
                code: codeOf({ caseId: subject.id, round: roundInHand(subject), unitId, issue: webCode.issue }),
              },
            ]
          : [],
      ),
  };
};

const digitsOf = (secret: string, { caseId, round, unitId, issue }: UnitCodeOf): string =>
  String(
    createHmac('sha256', secret)
      .update(['reception-day unit code', caseId, round, unitId, issue].join('\0'))
      .digest()
      .readUIntBE(0, MAC_BYTES) %
      10 ** DIGITS,
  ).padStart(DIGITS, '0');
