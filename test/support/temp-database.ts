/**
 * A real libSQL file in a folder of its own, migrated; and a fixed environment (time, chance) to open databases with. An
 * in-memory database would forget its tables after an interactive transaction, and hides what a file does when it is busy.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { makeTempFolder } from './temp-folder.ts';

/** Opens `url` with the real clock; what a test wants different is given in `options`. */
export const openTestDatabase = (url: string, options: Partial<DatabaseOptions> = {}): Database =>
  openDatabase({ url, now: Date.now, sleep, random: Math.random, createClient, ...options });

export interface TempDatabase {
  readonly url: string;
  readonly database: Database;
  /** Another, independent opening of the same database, as a second machine or isolate has it. */
  readonly openAgain: (options?: Partial<DatabaseOptions>) => Database;
  readonly close: () => void;
}

/** A migrated database in a temporary file; `close` removes it. */
export const openTempDatabase = async (): Promise<TempDatabase> => {
  const folder = makeTempFolder();
  const url = `file:${join(folder.path, `${randomUUID()}.db`)}`;
  const opened: Database[] = [];
  const openAgain = (options: Partial<DatabaseOptions> = {}) => {
    const database = openTestDatabase(url, options);
    opened.push(database);
    return database;
  };
  const database = openAgain();
  await migrate(database);
  return {
    url,
    database,
    openAgain,
    close: () => {
      for (const each of opened) each.close();
      folder.remove();
    },
  };
};
