/** Source and tests of src/workflow as one script, to be evaluated afresh as often as wanted. */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import fewRuns from './fast-check.ts';
import type { OneTest } from './vitest.ts';
import * as registering from './vitest.ts';

/** The room's own tests first, then quick ones of what is drawn from it, then what else holds it, in small. */
const FILES = [
  'test/workflow/**/*.test.ts',
  'test/cards/{answer,click,given,released-card,whole-sheet,message-words*}.test.ts',
  'test/sync/{case-cells,confidential-cells*,plan-row*,pull-change,row-*,visit-book,within-deadline}.test.ts',
  'test/mutation/*-in-small.ts',
];
/** It starts processes, and no mutant of this one is in them. */
const LEFT_OUT = ['test/workflow/diagram.test.ts'];

/** One script has no `import.meta`: each file is told where it stands. */
const whereItStands: Plugin = {
  name: 'where-it-stands',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(cards|src|test)\/.*\.tsx?$/ }, ({ path }) => ({
      loader: path.endsWith('x') ? 'tsx' : 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};

const bundled = async (lines: readonly string[]) => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: process.cwd(),
    stdin: { contents: lines.join('\n'), resolveDir: process.cwd() },
    bundle: true,
    packages: 'external',
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    write: false,
    metafile: true,
    plugins: [whereItStands],
  });
  return { text: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
};

const wholeText = async (): Promise<string> => {
  const files = FILES.flatMap((pattern) => globSync(pattern, { exclude: LEFT_OUT }).sort());
  const tests = files.map((file) => `declares(${JSON.stringify(file)}, () => require('./${file}'));`);
  const { inputs } = await bundled(tests);
  const source = inputs.filter((path) => path.startsWith('src/')).map((path) => `require('./${path}');`);
  return (await bundled([`source(() => {${source.join(' ')}});`, ...tests])).text;
};

export interface TestFile {
  readonly id: string;
  /** Loads what it imports, unless another file of the same evaluation did. */
  readonly declared: () => readonly OneTest[];
}

export interface Evaluated {
  /** Loads all that the tests import of the product. */
  readonly loadSource: () => void;
  readonly files: readonly TestFile[];
}

/** Of the folder that the program is started in: Stryker's copy of the project. Each call evaluates everything anew. */
export const filesOfWorkflow = async (): Promise<() => Evaluated> => {
  const script = new Script(`(function (require, source, declares) {${await wholeText()}\n})`, {
    filename: 'workflow.cjs',
  });
  const packages = createRequire(join(process.cwd(), 'package.json'));
  const required = (name: string): unknown => {
    if (name === 'vitest') return registering;
    return name === 'fast-check' ? fewRuns : packages(name);
  };
  return () => {
    const files: TestFile[] = [];
    const source: (() => void)[] = [];
    const declares = (id: string, load: () => void) =>
      files.push({ id, declared: () => registering.testsDeclared(id, load) });
    script.runInThisContext()(required, (load: () => void) => source.push(load), declares);
    const loadSource = () => {
      for (const load of source) load();
    };
    return { files, loadSource };
  };
};
