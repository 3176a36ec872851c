/**
 * A second opinion that asks the first one is none: the reading of the events takes nothing of the product but its types.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const here = import.meta.dirname;
const reading = globSync('reading/*.ts', { cwd: here }).sort();
const imports = (path: string): readonly string[] =>
  [...readFileSync(join(here, path), 'utf8').matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'[^']+'/gms)].map(
    ([all]) => all,
  );
const target = (statement: string): string => statement.split("'")[1] ?? '';

describe('the reading', () => {
  it('is there', () => {
    expect(reading.length).toBeGreaterThan(5);
  });
  it('imports only types from elsewhere, and values only from itself', () => {
    const wrong = reading.flatMap((path) =>
      imports(path).filter((statement) => !target(statement).startsWith('./') && !/^import\s+type\b/.test(statement)),
    );
    expect(wrong).toEqual([]);
  });
  it('never imports while running', () => {
    const wrong = reading.filter((path) => /\bimport\s*\(|\brequire\s*\(/.test(readFileSync(join(here, path), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
