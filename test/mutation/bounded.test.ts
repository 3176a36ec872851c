import { describe, expect, it } from 'vitest';
import { bounded } from './bounded.ts';
import { testsDeclared } from './vitest.ts';

describe('what may never end', () => {
  it('is stopped, and the next thing is done all the same', () => {
    expect(
      bounded(50, () => {
        for (;;);
      }),
    ).toBeNull();
    expect(bounded(1_000, () => 7)).toEqual({ value: 7 });
  });
  it('throws what it throws', () => {
    expect(() =>
      bounded(1_000, () => {
        throw new Error('its own');
      }),
    ).toThrow('its own');
  });
});

describe('a file that declares tests', () => {
  it('gives each a name of its own, and runs what goes before them, once and each time', async () => {
    const { it: test, describe: suite, beforeAll, beforeEach } = await import('./vitest.ts');
    const did: string[] = [];
    const tests = testsDeclared('a.test.ts', () => {
      suite('a', () => {
        beforeAll(() => did.push('once'));
        beforeEach(() => did.push('each'));
        test.each([1, 2])('is %i', (value) => did.push(`${value}`));
      });
      test('fails', () => expect(1).toBe(2));
    });
    expect(tests.map(({ id }) => id)).toEqual([
      'a.test.ts › a › is %i',
      'a.test.ts › a › is %i (2)',
      'a.test.ts › fails',
    ]);
    for (const { run } of tests.slice(0, 2)) run(() => did.push('begins'));
    expect(did).toEqual(['once', 'begins', 'each', '1', 'begins', 'each', '2']);
    expect(() => tests[2]?.run(() => undefined)).toThrow();
  });
});
