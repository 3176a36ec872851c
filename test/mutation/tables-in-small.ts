/** In small, for runner.ts alone: docs/tables.md, which holds every parameter and every name of a state. What fails here fails in test/bitable-schema. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tablesPage } from '../../src/cli/tables-page.ts';

it('docs/tables.md holds every table as it is declared now', () => {
  expect(`${tablesPage().trimEnd()}\n`).toBe(readFileSync('docs/tables.md', 'utf8'));
});
