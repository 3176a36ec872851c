/**
 * The arrows between rooms (STYLE.md 3) and the bans that keep time, chance and writing in one place. Reads the sources;
 * a new file in a known room is covered by itself, a new room has to be named here.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = globSync('{src,cards,bitable-schema,test}/**/*.{ts,tsx}', { cwd: root }).sort();

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
const codeOf = new Map(sources.map((path) => [path, withoutComments(readFileSync(join(root, path), 'utf8'))]));

interface Import {
  readonly from: string;
  /** Path from the root for our own files, the specifier for packages. */
  readonly to: string;
  readonly isOwn: boolean;
}
const importsOf = (path: string): Import[] =>
  [...(codeOf.get(path) ?? '').matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)(['"])([^'"]+)\1/g)].map((match) => {
    const specifier = match[2] ?? '';
    const isOwn = specifier.startsWith('.');
    return {
      from: path,
      to: isOwn ? relative(root, normalize(join(root, dirname(path), specifier))) : specifier,
      isOwn,
    };
  });
const imports = sources.flatMap(importsOf);

/** The room a file lives in: `src/cases`, `cards`, or the file itself for those directly under `src`. */
const roomOf = (path: string): string => {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0] === 'test' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  return parts.length === 2 ? path : parts.slice(0, 2).join('/');
};

const SHARED = ['src/workflow', 'src/wishes', 'src/ports.ts', 'src/log.ts'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'src/workflow': [],
  'src/ports.ts': ['src/workflow', 'src/wishes'],
  'src/wishes': ['src/workflow', 'src/ports.ts'],
  'src/log.ts': [],
  'src/config.ts': [],
  cards: ['src/workflow'],
  'bitable-schema': ['src/workflow'],
  'src/cases': SHARED,
  'src/store': SHARED,
  'src/feishu': SHARED,
  'src/outbox': [...SHARED, 'cards', 'src/sync'],
  'src/sync': [...SHARED, 'bitable-schema', 'cards'],
  'src/webhooks': [...SHARED, 'src/cases', 'src/sync', 'cards'],
  'src/pages': SHARED,
  'src/app.ts': ['src/log.ts'],
  'src/call-counter.ts': ['src/ports.ts', 'src/workflow'],
  'src/metrics.ts': ['src/ports.ts', 'src/call-counter.ts', 'src/sync', 'src/workflow'],
};
/** Single files that may be imported against the table, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The doors verify and parse with the pure parts of the Feishu room.
  'src/webhooks': ['src/feishu/signature.ts', 'src/feishu/callbacks.ts'],
  // What an event says, as a type.
  'src/sync': ['src/feishu/callbacks.ts', 'src/outbox/drain.ts', 'src/outbox/retry-schedule.ts'],
};

describe('rooms', () => {
  for (const [room, allowed] of Object.entries(ALLOWED)) {
    it(`${room} imports only what it may`, () => {
      const files = sources.filter((path) => roomOf(path) === room);
      expect(files.length, `no file in ${room}`).toBeGreaterThan(0);
      const wrong = imports.filter(
        ({ from, to, isOwn }) =>
          isOwn &&
          roomOf(from) === room &&
          roomOf(to) !== room &&
          !allowed.includes(roomOf(to)) &&
          !(EXCEPTIONS[room] ?? []).includes(to),
      );
      expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
    });
  }

  it('every file of src lives in a room that is named here, or is a root that wires rooms together', () => {
    const roots = ['src/compose.ts', 'src/server.ts', 'src/worker.ts', 'src/sandbox.ts', 'src/cli'];
    const unnamed = sources
      .filter((path) => path.startsWith('src/'))
      .filter((path) => !(roomOf(path) in ALLOWED) && !roots.includes(roomOf(path)));
    expect(unnamed).toEqual([]);
  });

  it('nothing in the product imports tests, and the stand-in Feishu imports nothing of the product', () => {
    const fromTests = imports.filter(
      ({ from, to, isOwn }) => isOwn && !from.startsWith('test/') && to.startsWith('test/'),
    );
    const intoProduct = imports.filter(
      ({ from, to, isOwn }) =>
        isOwn && from.startsWith('test/feishu/') && !to.startsWith('test/feishu/') && !to.startsWith('test/support/'),
    );
    expect([...fromTests, ...intoProduct].map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

describe('packages', () => {
  const importersOf = (pattern: RegExp) => [
    ...new Set(
      imports
        .filter(({ to, isOwn, from }) => !isOwn && !from.startsWith('test/') && pattern.test(to))
        .map(({ from }) => from),
    ),
  ];

  it('only feishu/client.ts knows the SDK', () => {
    expect(importersOf(/^@larksuiteoapi\//)).toEqual(['src/feishu/client.ts']);
  });
  it('only the store and the roots know the database', () => {
    const outside = importersOf(/^(drizzle-orm|@libsql\/)/).filter((path) => !path.startsWith('src/store/'));
    expect(
      outside.filter(
        (path) => !['src/worker.ts', 'src/server.ts', 'src/compose.ts'].includes(path) && !path.startsWith('src/cli/'),
      ),
    ).toEqual([]);
  });
  it('workflow uses no package but the calendar data, cards only the parser of presses', () => {
    const used = imports.filter(
      ({ from, isOwn }) => !isOwn && (from.startsWith('src/workflow/') || from.startsWith('cards/')),
    );
    expect(
      [...new Set(used.map(({ from, to }) => `${from.split('/').slice(0, 2).join('/')} → ${to}`))].filter(
        (one) => !/^cards\/.* → zod$/.test(one),
      ),
    ).toEqual(['src/workflow → chinese-days']);
  });
});

/** The functions by name, so that handing one on (`map(Date.now)`) is no way round. */
const CLOCK = /\bDate\.now\b|(?<!new )\bDate\(|\bnew Date\(\s*\)|\bperformance\.now\b/;
const CHANCE = /\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b[^}]*\} from 'node:crypto'/;
const WAITING = /\bset(?:Timeout|Interval|Immediate)\b/;

describe('time, chance, writing', () => {
  const product = sources.filter((path) => !path.startsWith('test/'));
  const using = (pattern: RegExp, allowed: (path: string) => boolean) =>
    product.filter((path) => !allowed(path) && pattern.test(codeOf.get(path) ?? ''));
  const isRoot = (path: string) =>
    ['src/compose.ts', 'src/server.ts', 'src/worker.ts', 'src/sandbox.ts'].includes(path) ||
    path.startsWith('src/cli/');

  it('the clock is read only where things are wired together', () => {
    expect(using(CLOCK, isRoot)).toEqual([]);
  });
  it('and chance and waiting, also where the function is only handed on', () => {
    const offences = ['all.map(Date.now)', 'const now = performance.now', 'new Date()', 'Date()'];
    expect(offences.filter((text) => !CLOCK.test(text))).toEqual([]);
    const chances = [
      "import { createHash, randomBytes } from 'node:crypto';",
      'ids.map(randomUUID)',
      'const dice = Math.random;',
      'sort(() => Math.random() - 0.5)',
    ];
    expect(chances.filter((text) => !CHANCE.test(text))).toEqual([]);
    expect(['after(setTimeout)', 'setTimeout(act, 3)', 'setInterval'].filter((text) => !WAITING.test(text))).toEqual(
      [],
    );
    expect([CLOCK, CHANCE, WAITING].some((ban) => ban.test('new Date(at).toISOString(); type Random = number'))).toBe(
      false,
    );
  });
  it('chance comes from outside', () => {
    expect(using(CHANCE, isRoot)).toEqual([]);
  });
  it('waiting is done by an injected sleep', () => {
    expect(using(WAITING, (path) => isRoot(path) || path === 'src/feishu/client.ts')).toEqual([]);
  });
  it('only database.ts writes, and always as one write batch', () => {
    expect(
      using(/\.(?:batch|transaction|executeMultiple|migrate)\(/, (path) => path === 'src/store/database.ts'),
    ).toEqual([]);
    expect(codeOf.get('src/store/database.ts')).toMatch(/\.batch\([\s\S]*?'write'\)/);
  });
  it('who did something is worded by acting.ts alone, so that nobody’s 代 is left out', () => {
    const isWorded = (path: string) => path === 'src/workflow/acting.ts';
    expect(using(/\b(?:by|(?:signed|recorded|acknowledged|entered|reported|decided)By)\??\.name\b/i, isWorded)).toEqual(
      [],
    );
  });
  it('environment variables are read by the roots alone', () => {
    expect(using(/\bprocess\.env\b/, isRoot)).toEqual([]);
  });
});
