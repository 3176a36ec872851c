/** In small, for runner.ts alone: documents that are written from the source. What fails here fails in test/bitable-schema and npm run check. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tablesPage } from '../../src/cli/tables-page.ts';
import { drawStateDiagram } from '../../src/workflow/diagram.ts';

it('docs/tables.md holds every table and parameter as it is declared now', () => {
  expect(`${tablesPage().trimEnd()}\n`).toBe(readFileSync('docs/tables.md', 'utf8'));
});
it('ARCHITECTURE.md shows the table of transitions as it is now', () => {
  expect(readFileSync('ARCHITECTURE.md', 'utf8')).toContain(`\`\`\`mermaid\n${drawStateDiagram()}\`\`\``);
});
