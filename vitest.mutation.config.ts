import { defineConfig } from 'vitest/config';

/** What `npm run mutation` runs for each mutant of src/workflow: the tests of that room, without those that start a process. */
export default defineConfig({
  test: {
    include: ['test/workflow/**/*.test.ts'],
    exclude: ['test/workflow/diagram.test.ts'],
    maxWorkers: 1,
    testTimeout: 60_000,
  },
});
