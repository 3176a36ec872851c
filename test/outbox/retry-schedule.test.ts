/** Each class of failure and its end; the bounds that keep a wish from being tried for ever or sent twice. */
import { describe, expect, it } from 'vitest';
import { createRetrySchedule } from '../../src/outbox/retry-schedule.ts';
import type { DueIntention, FeishuFailure } from '../../src/ports.ts';
import { mirrorWish, NOW, sampleCase } from '../store/samples.ts';

const MINUTE = 60_000;
const due = (given: Partial<DueIntention> = {}): DueIntention => ({
  ...mirrorWish(sampleCase('c1')),
  kind: 'card',
  wanted: 1,
  attempts: 0,
  firstAttemptAt: null,
  token: 't',
  ...given,
});
const failure = (kind: Exclude<FeishuFailure['kind'], 'retry'>): FeishuFailure => ({ kind, code: 1, reason: '原因' });
const lowest = createRetrySchedule({ random: () => 0 });
const highest = createRetrySchedule({ random: () => 0.999_999 });

describe('a failed call', () => {
  it('with a time to come again waits that long and does not count', () => {
    const limited: FeishuFailure = { kind: 'retry', code: 99991400, afterMs: 3_000, reason: '限流' };
    expect(lowest.endAfter(limited, due({ attempts: 13 }), NOW)).toEqual({
      kind: 'again',
      at: NOW + 3_000,
      reason: '限流',
      countsAsAttempt: false,
      isUnsent: true,
    });
    expect(highest.endAfter(limited, due(), NOW)).toMatchObject({ at: NOW + 3_999 });
  });
  it('against another writer comes back soon and does not count', () => {
    expect(lowest.endAfter(failure('conflict'), due(), NOW)).toMatchObject({
      kind: 'again',
      at: NOW + 300,
      countsAsAttempt: false,
    });
  });
  it('of unknown end backs off from 2 s to 15 min, with full jitter and a floor', () => {
    const ats = [0, 1, 5, 9, 12].map((attempts) => highest.endAfter(failure('unknown'), due({ attempts }), NOW));
    expect(ats.map((end) => (end.kind === 'again' ? end.at - NOW : null))).toEqual([
      1_999, 3_999, 63_999, 899_999, 899_999,
    ]);
    expect(lowest.endAfter(failure('unknown'), due({ attempts: 9 }), NOW)).toMatchObject({
      at: NOW + 250,
      countsAsAttempt: true,
    });
  });
  it('of unknown end is not repeated once Feishu may have forgotten the token, if it is a message', () => {
    const young = due({ firstAttemptAt: NOW - 55 * MINUTE + 1 });
    const old = due({ firstAttemptAt: NOW - 55 * MINUTE });
    expect(lowest.endAfter(failure('unknown'), young, NOW).kind).toBe('again');
    expect(lowest.endAfter(failure('unknown'), old, NOW)).toMatchObject({ kind: 'parked' });
    expect(lowest.endAfter(failure('unknown'), { ...old, kind: 'mirrorCase' }, NOW).kind).toBe('again');
  });
  it('is given up after a bounded number of attempts, with its reason', () => {
    expect(lowest.endAfter(failure('unknown'), due({ attempts: 13 }), NOW)).toEqual({
      kind: 'parked',
      reason: '多次尝试未成功：原因',
    });
    expect(lowest.endAfterFault(due({ attempts: 12 }), NOW).kind).toBe('again');
    expect(lowest.endAfterFault(due({ attempts: 13 }), NOW).kind).toBe('parked');
  });
  it('for want of rights is tried every five minutes for a day, so that mending the app is enough', () => {
    expect(lowest.endAfter(failure('auth'), due({ firstAttemptAt: NOW - MINUTE }), NOW)).toMatchObject({
      kind: 'again',
      at: NOW + 5 * MINUTE,
      countsAsAttempt: false,
    });
    expect(lowest.endAfter(failure('auth'), due({ firstAttemptAt: NOW - 24 * 60 * MINUTE }), NOW)).toEqual({
      kind: 'parked',
      reason: '原因',
    });
  });
  it('for want of rights is given up after a day of attempts too, when nothing was ever sent', () => {
    expect(lowest.endAfter(failure('auth'), due({ attempts: 286 }), NOW)).toMatchObject({
      kind: 'again',
      countsAsAttempt: true,
      isUnsent: true,
    });
    expect(lowest.endAfter(failure('auth'), due({ attempts: 287 }), NOW).kind).toBe('parked');
  });
  it('that surely was not sent leaves the token of a message unused, unless it was in doubt before', () => {
    const limited = { kind: 'retry', code: 99991400, afterMs: 1_000, reason: '限流' } as const;
    expect(lowest.endAfter(limited, due(), NOW)).toMatchObject({ isUnsent: true });
    expect(lowest.endAfter(limited, due({ firstAttemptAt: NOW - MINUTE }), NOW)).not.toHaveProperty('isUnsent');
    expect(lowest.endAfter(failure('unknown'), due(), NOW)).not.toHaveProperty('isUnsent');
    expect(lowest.endAfter(limited, { ...due(), kind: 'mirrorCase' }, NOW)).not.toHaveProperty('isUnsent');
  });
  it('that can never succeed is parked at once', () => {
    for (const kind of ['gone', 'reject'] as const)
      expect(lowest.endAfter(failure(kind), due(), NOW)).toEqual({ kind: 'parked', reason: '原因' });
  });
});
