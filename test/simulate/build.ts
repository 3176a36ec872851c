/**
 * The worker as one file of JavaScript, as a Worker's deployment is made: a process that runs hundreds of stories then pays for
 * neither translating modules nor the names that development adds to each function. A planted fault is put in on the way, so
 * the tree itself is never changed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { type Mutant, planted } from '../mutants/mutant.ts';

export interface Bundle {
  readonly path: string;
  readonly remove: () => void;
}

const NODE = 'node20';
/** In their place stories see `witness.ts`, which knows what was decided and what people were told. */
const WITNESSED = /(?:\.\/decide|\/workflow\/decide|\/cards\/answer|\.\/row-refusal)\.ts$/;

/** Must lie under the root's `node_modules`, where the packages that stay outside are found. */
export const bundleWorker = async (root: string, mutant: Mutant | null): Promise<Bundle> => {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'simulation-'));
  const path = join(folder, 'worker.mjs');
  await build({
    entryPoints: [join(root, 'test/simulate/worker.ts')],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: NODE,
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    logLevel: 'warning',
    plugins: [
      {
        name: 'sources',
        setup: (builder) => {
          builder.onResolve({ filter: WITNESSED }, ({ importer }) =>
            importer.startsWith(join(root, 'src/')) ? { path: join(root, 'test/simulate/witness.ts') } : null,
          );
          builder.onLoad({ filter: /\.tsx?$/ }, ({ path: source }) => {
            const text = readFileSync(source, 'utf8');
            const changed = mutant ? planted(relative(root, source), text, mutant) : text;
            return {
              // Files are looked for beside the source, not beside the bundle.
              contents: changed.replaceAll('import.meta.dirname', JSON.stringify(dirname(source))),
              loader: source.endsWith('x') ? 'tsx' : 'ts',
            };
          });
        },
      },
    ],
  });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
