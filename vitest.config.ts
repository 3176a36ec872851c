import { configDefaults, defineConfig } from 'vitest/config';

/** Faults planted in stories, each hunted through many seeds: `npm run simulate -- --mutants` asks them until all of these are green. */
const APART = ['test/mutants/mutants.test.ts'];

/** Two cores: a few files at a time, and stories (processes, workerd, sqld, a browser) need their own time. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    exclude: [...configDefaults.exclude, 'coverage/**', ...APART],
  },
});
