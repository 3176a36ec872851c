/**
 * A folder for one test's files. In memory where the machine has room for it: tests commit thousands of times, and a disk
 * that waits for each is most of what they would spend. What power loss does to a file is SQLite's promise, not ours.
 */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 1024 ** 3;

const hasRoom = (path: string): boolean => {
  const space = statfsSync(path, { bigint: false });
  return space.bavail * space.bsize >= ENOUGH_BYTES;
};

const placeForFiles = (): string => {
  try {
    return hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir();
  } catch {
    // No such place on this system.
    return tmpdir();
  }
};

export interface TempFolder {
  readonly path: string;
  readonly remove: () => void;
}

export const makeTempFolder = (): TempFolder => {
  const path = mkdtempSync(join(placeForFiles(), 'reception-day-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
