/** Each guard of `npm run check` is seen to bite: what it is there to refuse is planted in a small project of its own, and refused. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guards-'));
  for (const file of ['biome.json', 'tsconfig.json', 'knip.json', 'package.json'])
    cpSync(join(root, file), join(folder, file));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const plant = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
const said = (program: string, ...args: readonly string[]): { readonly text: string; readonly isRefused: boolean } => {
  const { status, stdout, stderr } = spawnSync(join(folder, 'node_modules/.bin', program), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { text: stdout + stderr, isRefused: status !== 0 };
};

describe('the linter', () => {
  it.each([
    [
      'a promise that nobody waits for',
      'noFloatingPromises',
      'const later = async (): Promise<number> => 1;\nexport const now = (): void => {\n  later();\n};\n',
    ],
    [
      'a promise taken for what it brings',
      'noMisusedPromises',
      "const isIt = async (): Promise<boolean> => true;\nexport const word = (): string => (isIt() ? '是' : '否');\n",
    ],
    ['any', 'noExplicitAny', 'export const anything = (given: any): string => String(given);\n'],
  ])('refuses %s', (_, rule, text) => {
    plant({ 'src/planted.ts': text });
    const { text: told, isRefused } = said('biome', 'lint', 'src');
    expect(told).toContain(rule);
    expect(isRefused).toBe(true);
  });

  it('refuses a circle of imports', () => {
    plant({
      'src/one.ts': "import { two } from './two.ts';\nexport const one = (): number => two();\n",
      'src/two.ts': "import { one } from './one.ts';\nexport const two = (): number => one();\n",
    });
    const { text, isRefused } = said('biome', 'lint', 'src');
    expect(text).toContain('noImportCycles');
    expect(isRefused).toBe(true);
  });

  it('takes what is in order', () => {
    plant({ 'src/fine.ts': 'export const fine = 1;\n' });
    expect(said('biome', 'lint', 'src').isRefused).toBe(false);
  });
});

describe('the compiler', () => {
  it.each([
    ['what cannot be erased', 'TS1294', 'export class Box {\n  constructor(readonly held: number) {}\n}\n'],
    [
      'a switch that forgets a kind',
      'TS2366',
      "export const zh = (kind: 'a' | 'b'): string => {\n  switch (kind) {\n    case 'a':\n      return '甲';\n  }\n};\n",
    ],
    ['an index taken for granted', 'TS2322', 'export const first = (all: readonly string[]): string => all[0];\n'],
  ])('refuses %s', (_, code, text) => {
    plant({ 'src/planted.ts': text });
    const { text: told, isRefused } = said('tsc', '--noEmit');
    expect(told).toContain(code);
    expect(isRefused).toBe(true);
  });
});

describe('knip', () => {
  const used = { 'src/server.ts': "import { used } from './rooms/used.ts';\nused();\n" };
  it('names what is exported for nobody, and files that nobody opens', () => {
    plant({
      ...used,
      'src/rooms/used.ts': 'export const used = (): number => 1;\nexport const forNobody = 2;\n',
      'src/rooms/unopened.ts': 'export const lonely = 3;\n',
    });
    const { text, isRefused } = said('knip', '--include', 'files,exports');
    expect(text).toMatch(/forNobody/);
    expect(text).toMatch(/unopened\.ts/);
    expect(isRefused).toBe(true);
  });
});
