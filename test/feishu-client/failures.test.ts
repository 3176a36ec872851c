/** The one table of failures: every class, reads against writes, and sentences that staff may see. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallOutcome, classify } from '../../src/feishu/failures.ts';

const answered = (code: number, change: { status?: number; resetMs?: number; effect?: 'read' | 'write' } = {}) =>
  classify({
    kind: 'answered',
    code,
    status: change.status ?? 200,
    resetMs: change.resetMs ?? null,
    effect: change.effect ?? 'write',
  });

describe('classify', () => {
  it.each([
    [99991400, 'retry'],
    [1254290, 'retry'],
    [230020, 'retry'],
    [1254607, 'retry'],
    [1254036, 'retry'],
    [230049, 'retry'],
    [1254291, 'conflict'],
    [1254043, 'gone'],
    [230011, 'gone'],
    [230031, 'gone'],
    [1254045, 'reject'],
    [1254060, 'reject'],
    [1254103, 'reject'],
    [1254014, 'reject'],
    [230099, 'reject'],
    [1255040, 'unknown'],
    [1254608, 'unknown'],
    [1255006, 'unknown'],
    [99991672, 'auth'],
    [91403, 'auth'],
    [1254302, 'auth'],
    [10015, 'auth'],
  ] as const)('%i of a write is %s', (code, kind) => {
    expect(answered(code)).toMatchObject({ kind, code });
  });

  it('what went wrong inside Feishu is in doubt for a write and comes again for a read', () => {
    for (const code of [1255040, 1254200, 1500, 777_777]) {
      expect(answered(code, { status: 504 }).kind).toBe('unknown');
      expect(answered(code, { status: 504, effect: 'read' }).kind).toBe('retry');
    }
  });

  it('an unknown code is judged by its status', () => {
    expect(answered(777_777, { status: 429 }).kind).toBe('retry');
    expect(answered(777_777, { status: 401 }).kind).toBe('auth');
    expect(answered(777_777, { status: 400 }).kind).toBe('reject');
    expect(answered(777_777, { status: 200 }).kind).toBe('reject');
  });

  it('waits at least as long as asked, and never longer than ten minutes', () => {
    expect(answered(99991400, { resetMs: 0 })).toMatchObject({ afterMs: 1000 });
    expect(answered(99991400, { resetMs: 45_000 })).toMatchObject({ afterMs: 45_000 });
    expect(answered(99991400, { resetMs: 86_400_000 })).toMatchObject({ afterMs: 600_000 });
  });

  it('a page that is not from Feishu: in doubt only where the write may have got through', () => {
    const page = (status: number) => classify({ kind: 'unreadable', status, resetMs: null, effect: 'write' }).kind;
    expect([200, 408, 500, 502, 504].map(page)).toEqual(Array(5).fill('unknown'));
    expect([302, 403, 404, 429].map(page)).toEqual(Array(4).fill('retry'));
    expect(page(413)).toBe('reject');
  });

  it('always ends in one of the six classes with a short Chinese sentence', async () => {
    const effect = fc.constantFrom('read' as const, 'write' as const);
    const status = fc.integer({ min: 100, max: 599 });
    const resetMs = fc.option(fc.integer({ min: 0, max: 1e9 }));
    const code = fc.oneof(fc.integer(), fc.constantFrom(99991400, 1254291, 1254043, 1254060, 1255040, 99991663));
    const outcomes: fc.Arbitrary<CallOutcome> = fc.oneof(
      fc.record({ kind: fc.constant('answered' as const), status, code, resetMs, effect }),
      fc.record({ kind: fc.constant('unreadable' as const), status, resetMs, effect }),
      fc.record({ kind: fc.constant('misshapen' as const), effect }),
      fc.record({ kind: fc.constant('timedOut' as const), effect }),
      fc.record({ kind: fc.constant('disconnected' as const), wasSent: fc.boolean(), effect }),
    );
    await fc.assert(
      fc.property(outcomes, (outcome) => {
        const failure = classify(outcome);
        expect(['retry', 'conflict', 'gone', 'reject', 'unknown', 'auth']).toContain(failure.kind);
        expect(failure.reason).toMatch(/^[\u4e00-\u9fff，、 IP]{4,40}$/);
        if (outcome.effect === 'read' && outcome.kind !== 'answered') expect(failure.kind).not.toBe('unknown');
      }),
    );
  });
});
