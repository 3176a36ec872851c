// Serves the page's own scripts: TypeScript under client/, checked with everything else, stripped of its types once.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const names = ['chat', 'grid'] as const;
export type ScriptName = (typeof names)[number];

const built = new Map<string, string>();

/** JavaScript of a page script by its name, or undefined for a name there is none for. */
export function scriptOf(name: string): string | undefined {
  const known = names.find((each) => each === name);
  if (known === undefined) return undefined;
  const ready = built.get(known);
  if (ready !== undefined) return ready;
  const source = readFileSync(fileURLToPath(new URL(`./client/${known}.ts`, import.meta.url)), 'utf8');
  const code = transformSync(source, { loader: 'ts', target: 'es2022' }).code;
  built.set(known, code);
  return code;
}
