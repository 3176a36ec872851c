/**
 * Runs the same promises on both databases a district may have: the embedded file and sqld over HTTP. On sqld a counting
 * proxy stands between, so that round trips can be counted and answers lost.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import type { CaseStore, LinkStore, MirrorStore, OutboxStore } from '../../src/ports.ts';
import { type CaseStoreDeps, createCaseStore } from '../../src/store/case-store.ts';
import type { Database, DatabaseOptions } from '../../src/store/database.ts';
import { createLinkStore } from '../../src/store/link-store.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createMirrorStore } from '../../src/store/mirror-store.ts';
import { createOutboxStore } from '../../src/store/outbox-store.ts';
import { type CountingProxy, startCountingProxy, startSqld } from '../support/sqld.ts';
import { openTempDatabase, openTestDatabase } from '../support/temp-database.ts';
import { NOW } from './samples.ts';

export interface Bench {
  readonly database: Database;
  readonly openAgain: (options?: Partial<DatabaseOptions>) => Database;
  /** Null on the file, where there are no round trips. */
  readonly proxy: CountingProxy | null;
  readonly cases: CaseStore;
  readonly outbox: OutboxStore;
  readonly mirror: MirrorStore;
  readonly links: LinkStore;
}

export const storesOn = (database: CaseStoreDeps['database']) => ({
  cases: createCaseStore({ database, newId: randomUUID }),
  outbox: createOutboxStore({ database, newId: randomUUID }),
  mirror: createMirrorStore({ database, now: () => NOW }),
  links: createLinkStore({ database }),
});

/** `get` may be called inside tests and hooks. Tests of one file share the database and use ids of their own. */
export const onBothDatabases = (name: string, promises: (get: () => Bench, kind: 'file' | 'sqld') => void): void => {
  for (const kind of ['file', 'sqld'] as const) {
    describe(`${name} (${kind})`, () => {
      let bench: Bench | null = null;
      let stop: () => Promise<void> = async () => {};
      beforeAll(async () => {
        const started = kind === 'file' ? await onFile() : await onSqld();
        bench = started.bench;
        stop = started.stop;
      }, 60_000);
      afterAll(() => stop());
      promises(() => {
        if (!bench) throw new Error('the database is not started yet');
        return bench;
      }, kind);
    });
  }
};

const onFile = async () => {
  const { database, openAgain, close } = await openTempDatabase();
  return { bench: { database, openAgain, proxy: null, ...storesOn(database) }, stop: async () => close() };
};

const onSqld = async () => {
  const sqld = await startSqld();
  const proxy = await startCountingProxy(sqld.url);
  const opened: Database[] = [];
  const openAgain = (options: Partial<DatabaseOptions> = {}) => {
    const database = openTestDatabase(proxy.url, options);
    opened.push(database);
    return database;
  };
  const database = openAgain();
  await migrate(database);
  return {
    bench: { database, openAgain, proxy, ...storesOn(database) },
    stop: async () => {
      for (const each of opened) each.close();
      await proxy.close();
      await sqld.close();
      await sleep(0);
    },
  };
};
