import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATES } from '../../src/workflow/case.ts';
import { drawStateDiagram } from '../../src/workflow/diagram.ts';

describe('the drawing', () => {
  const lines = drawStateDiagram()
    .split('\n')
    .map((line) => line.trim());
  it('names every state once, in Chinese', () => {
    for (const [state, name] of Object.entries(STATES)) {
      expect(lines.filter((line) => line === `${state}: ${name}`)).toHaveLength(1);
    }
  });
  it('shows the road, its pauses and its ends', () => {
    for (const arrow of [
      '[*] --> submitted: 登记',
      'heard --> assigned: 签批、登记书面批示',
      'awaiting_enterprise --> handling: 企业补充、结束补充',
      'awaiting_closure --> closed: 阅（销号）',
      'closed --> assigned: 新批示',
      'open --> withdrawn: 核实撤回',
      'closed --> [*]',
    ]) {
      expect(lines).toContain(arrow);
    }
  });
  it('draws no arrow twice and none that stays', () => {
    const arrows = lines.filter((line) => line.includes('-->')).map((line) => line.split(': ')[0] ?? '');
    expect(new Set(arrows).size).toBe(arrows.length);
    expect(arrows.filter((arrow) => arrow.split(' --> ')[0] === arrow.split(' --> ')[1])).toEqual([]);
  });
});

describe('npm run diagram', () => {
  const program = join(import.meta.dirname, '..', '..', 'src', 'cli', 'diagram.ts');
  const folder = { path: '' };
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'diagram-'));
  });
  afterEach(() => rmSync(folder.path, { recursive: true }));
  const run = (file: string, ...more: readonly string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', program, '--file', file, ...more], { encoding: 'utf8' });

  it('draws between the markers, leaves the rest, and then finds nothing to do', () => {
    const file = join(folder.path, 'A.md');
    writeFileSync(file, 'before\n<!-- state-diagram:start -->\nold\n<!-- state-diagram:end -->\nafter\n');
    expect(run(file, '--check')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run diagram') });
    expect(run(file).status).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(drawStateDiagram());
    expect(text).not.toContain('old');
    expect(text.startsWith('before\n')).toBe(true);
    expect(text.endsWith('after\n')).toBe(true);
    expect(run(file, '--check').status).toBe(0);
  }, 20_000);

  it('says what is missing', () => {
    const file = join(folder.path, 'B.md');
    expect(run(file)).toMatchObject({ status: 1, stderr: expect.stringContaining('does not exist') });
    writeFileSync(file, 'no markers');
    expect(run(file)).toMatchObject({ status: 1, stderr: expect.stringContaining('state-diagram:start') });
  }, 20_000);

  it('finds the architecture page up to date', () => {
    execFileSync(process.execPath, ['--import', 'tsx', program, '--check'], { stdio: 'pipe' });
  }, 20_000);
});
