import { describe, expect, it } from 'vitest';
import { createLinks } from '../../src/pages/links.ts';
import { caseId } from '../../src/workflow/ids.ts';

const OLD = 'old-secret-of-more-than-thirty-two-chars';
const NEW = 'new-secret-of-more-than-thirty-two-chars';
const NOW = Date.parse('2026-11-23T02:00:00Z');
const DAY_MS = 86_400_000;
const HASH = 'ab'.repeat(32);
const ID = caseId('11111111-2222-4333-8444-555555555555');

const made = (...secrets: string[]) => createLinks({ publicUrl: 'https://example.test', secrets });
const tokenOf = (link: string): string => link.split('/').at(-1) ?? '';
const status = tokenOf(made(OLD).links.status(HASH, NOW));
const rating = tokenOf(made(OLD).links.rating(ID, 2, NOW));

describe('signed links', () => {
  it('tell what they were made for', () => {
    expect(made(OLD).links.status(HASH, NOW)).toMatch(/^https:\/\/example\.test\/s\/[A-Za-z0-9._-]+$/);
    expect(made(OLD).links.rating(ID, 2, NOW)).toMatch(/^https:\/\/example\.test\/r\/[A-Za-z0-9._-]+$/);
    expect(made(OLD).verifyStatus(status, NOW)).toBe(HASH);
    expect(made(OLD).verifyRating(rating, NOW)).toEqual({ caseId: ID, round: 2 });
  });

  it('are the same for the same moment, because a row of the table carries them', () => {
    expect(made(OLD).links.status(HASH, NOW)).toBe(made(OLD).links.status(HASH, NOW));
  });

  it('are nothing after any one character was changed, taken or added', () => {
    for (const [token, verify] of [
      [status, made(OLD).verifyStatus],
      [rating, made(OLD).verifyRating],
    ] as const) {
      for (let place = 0; place < token.length; place += 1) {
        const other = token[place] === 'A' ? 'B' : 'A';
        expect(
          verify(`${token.slice(0, place)}${other}${token.slice(place + 1)}`, NOW),
          `changed at ${place}`,
        ).toBeNull();
        expect(verify(token.slice(0, place) + token.slice(place + 1), NOW), `taken at ${place}`).toBeNull();
      }
      expect(verify(`${token}A`, NOW)).toBeNull();
      expect(verify(`${token}.`, NOW)).toBeNull();
    }
  });

  it('open only the door of their purpose', () => {
    expect(made(OLD).verifyStatus(rating, NOW)).toBeNull();
    expect(made(OLD).verifyRating(status, NOW)).toBeNull();
  });

  it('end by time: a status link after 400 days, a rating link after 60', () => {
    expect(made(OLD).verifyStatus(status, NOW + 400 * DAY_MS - 2_000)).toBe(HASH);
    expect(made(OLD).verifyStatus(status, NOW + 400 * DAY_MS + 1_000)).toBeNull();
    expect(made(OLD).verifyRating(rating, NOW + 60 * DAY_MS - 2_000)).not.toBeNull();
    expect(made(OLD).verifyRating(rating, NOW + 60 * DAY_MS + 1_000)).toBeNull();
  });

  it('stay good while a new secret is put in front, and end when theirs is taken away', () => {
    expect(made(NEW, OLD).verifyStatus(status, NOW)).toBe(HASH);
    expect(made(NEW, OLD).links.status(HASH, NOW)).toBe(made(NEW).links.status(HASH, NOW));
    expect(made(NEW).verifyStatus(status, NOW)).toBeNull();
    expect(made(NEW).verifyRating(rating, NOW)).toBeNull();
  });

  it('read rubbish without complaint', () => {
    for (const rubbish of ['', '.', '...', 'a.b.c.d', '%00', '查询', status.repeat(9), `${status}.${status}`]) {
      expect(made(OLD).verifyStatus(rubbish, NOW)).toBeNull();
      expect(made(OLD).verifyRating(rubbish, NOW)).toBeNull();
    }
  });

  it('are not made without a secret, nor for something that is no receipt hash', () => {
    expect(() => made()).toThrow(/secret/);
    expect(() => made(OLD).links.status('7K2M', NOW)).toThrow(/receipt hash/);
  });
});
