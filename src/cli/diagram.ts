/**
 * `npm run diagram`: draws the state diagram from the table of transitions into ARCHITECTURE.md, between its two markers.
 * With `--check` it changes nothing and ends with 1 when the drawing is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawStateDiagram } from '../workflow/diagram.ts';

const START = '<!-- state-diagram:start -->';
const END = '<!-- state-diagram:end -->';
const NAME = 'ARCHITECTURE.md';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, file: { type: 'string' } } });
const path = values.file ?? join(import.meta.dirname, '..', '..', NAME);

/** The document with the drawing of today between its markers, or what is wrong with it. */
const withDrawing = (document: string): { readonly text: string } | { readonly problem: string } => {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) return { problem: `${path} needs the markers ${START} and ${END}, in this order` };
  const drawing = `${START}\n\n\`\`\`mermaid\n${drawStateDiagram()}\`\`\`\n\n`;
  return { text: document.slice(0, start) + drawing + document.slice(end) };
};

const fail = (problem: string): void => {
  console.error(problem);
  process.exitCode = 1;
};

const run = (): void => {
  const document = existsSync(path) ? readFileSync(path, 'utf8') : null;
  if (document === null) {
    fail(`${path} does not exist`);
    return;
  }
  const drawn = withDrawing(document);
  if ('problem' in drawn) {
    fail(drawn.problem);
  } else if (drawn.text === document) {
    console.error(`${path} shows the table of transitions`);
  } else if (values.check) {
    fail(`${path} does not show the table of transitions; run: npm run diagram`);
  } else {
    writeFileSync(path, drawn.text);
    console.error(`${path} redrawn`);
  }
};

run();
