/** How calls to the database end when it is busy, slow, gone or contradicted; and that migrating is safe to repeat. */
import { readdirSync } from 'node:fs';
import { createClient } from '@libsql/client';
import { expect, it } from 'vitest';
import { BusyError, ConstraintError, DatabaseError, InDoubtError } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { statement } from '../../src/store/statement.ts';
import { openTempDatabase, openTestDatabase } from '../support/temp-database.ts';
import { onBothDatabases } from './on-both.ts';

const insert = (name: string) => statement('INSERT INTO heartbeats (name, at) VALUES (?, 1)', [name]);
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

onBothDatabases('the database', (get, kind) => {
  it('says which statement a constraint refused, and applies none of the batch', async () => {
    const { database } = get();
    await database.commit([insert('taken')]);
    const error = await failureOf(database.commit([insert('other'), insert('taken')]));
    expect(error).toBeInstanceOf(ConstraintError);
    expect(error).toMatchObject({ statementIndex: 1, isAfterDoubt: false });
    await database.commit([insert('other')]);
  });

  it('names a wrong statement as refused, not as in doubt', async () => {
    expect(await failureOf(get().database.commit([statement('INSERT INTO nowhere VALUES (1)', [])]))).toBeInstanceOf(
      DatabaseError,
    );
  });

  it('is migrated once, whoever starts first and however often', async () => {
    const { openAgain } = get();
    const applied = await Promise.all([migrate(openAgain()), migrate(openAgain()), migrate(openAgain())]);
    expect(applied).toEqual([[], [], []]);
  });

  if (kind === 'sqld') {
    it('ends a call that gets no answer at its deadline, in doubt', async () => {
      const { proxy, openAgain } = get();
      proxy?.plan(['hang']);
      const startedAt = Date.now();
      expect(await failureOf(openAgain({ deadlineMs: 300 }).commit([insert('hung')]))).toBeInstanceOf(InDoubtError);
      expect(Date.now() - startedAt).toBeLessThan(1_500);
    });

    it('counts the time in the queue: what never got its turn is busy, because it was never sent', async () => {
      const { proxy, openAgain } = get();
      const database = openAgain({ concurrency: 1 });
      proxy?.reset();
      proxy?.plan(['hang']);
      const [first, second] = await Promise.all([
        failureOf(database.commit([insert('queue-1')], { deadlineMs: 900 })),
        failureOf(database.commit([insert('queue-2')], { deadlineMs: 200 })),
      ]);
      expect(first).toBeInstanceOf(InDoubtError);
      expect(second).toBeInstanceOf(BusyError);
      expect(proxy?.count()).toBe(1);
    });

    it('hands a freed turn to whoever still waits, not to one that has given up', async () => {
      const slowly: typeof fetch = async (input, init) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return fetch(input, init);
      };
      const database = get().openAgain({ concurrency: 1, fetch: slowly });
      const startedAt = Date.now();
      const [, gaveUp] = await Promise.all([
        database.commit([insert('slow-1')]),
        failureOf(database.commit([insert('slow-2')], { deadlineMs: 100 })),
        database.commit([insert('slow-3')]),
      ]);
      expect(gaveUp).toBeInstanceOf(BusyError);
      expect(Date.now() - startedAt).toBeLessThan(1_600);
    });

    it('hands a freed turn to a press before what nobody waits for, and to the most urgent press first', async () => {
      const database = get().openAgain({ concurrency: 1 });
      const order: string[] = [];
      const commit = (name: string, endsAt: number | null) =>
        database.commit([insert(name)], { endsAt }).then(() => order.push(name));
      await Promise.all([
        commit('begun', null),
        commit('row', null),
        commit('message', null),
        commit('press', Date.now() + 1_800),
        commit('older press', Date.now() + 1_500),
      ]);
      expect(order).toEqual(['begun', 'older press', 'press', 'row', 'message']);
    });

    it('reads again once when an answer was lost', async () => {
      const { proxy, database } = get();
      proxy?.plan(['lose']);
      const [rows] = await database.read([statement('SELECT 1 AS one', [])]);
      expect(rows?.rows[0]?.['one']).toBe(1);
    });

    it('takes a wrong token for refused and a full gateway for busy, never for in doubt', async () => {
      const answering = (status: number) =>
        openTestDatabase('http://database.invalid', {
          deadlineMs: 100,
          fetch: async () => new Response('', { status }),
        });
      expect(await failureOf(answering(401).commit([insert('token')]))).toBeInstanceOf(DatabaseError);
      expect(await failureOf(answering(429).commit([insert('full')]))).toBeInstanceOf(BusyError);
      expect(await failureOf(answering(502).commit([insert('gateway')]))).toBeInstanceOf(InDoubtError);
    });
  }
});

it('a file held by another writer is waited for, and busy only when the deadline is over', async () => {
  const { url, database, close } = await openTempDatabase();
  const other = createClient({ url });
  const held = await other.transaction('write');
  expect(await failureOf(database.commit([insert('held')], { deadlineMs: 300 }))).toBeInstanceOf(BusyError);
  const waiting = database.commit([insert('held')]);
  setTimeout(() => void held.rollback(), 250);
  await waiting;
  expect(await failureOf(database.commit([insert('held')]))).toBeInstanceOf(ConstraintError);
  const many = Array.from({ length: 20 }, (_, index) => database.commit([insert(`after-${index}`)]));
  await Promise.all(many);
  const [synchronous] = await database.read([statement('PRAGMA synchronous', [])]);
  expect(synchronous?.rows[0]?.['synchronous']).toBe(2);
  other.close();
  close();
});

it('three machines that start at once on an empty database migrate it once', async () => {
  const { database, openAgain, close } = await openTempDatabase();
  const drops = await database.read([
    statement("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", []),
  ]);
  await database.commit((drops[0]?.rows ?? []).map((row) => statement(`DROP TABLE ${String(row['name'])}`, [])));
  const applied = await Promise.all([migrate(openAgain()), migrate(openAgain()), migrate(database)]);
  const inFolder = readdirSync('src/store/migrations').filter((name) => name.endsWith('.sql'));
  expect(
    applied
      .flat()
      .map((tag) => `${tag}.sql`)
      .sort(),
  ).toEqual(inFolder.sort());
  close();
});

it('a migration that was changed after it was applied stops the start', async () => {
  const { database, close } = await openTempDatabase();
  await database.commit([statement("UPDATE migrations SET hash = 'other'", [])]);
  await expect(migrate(database)).rejects.toThrow('changed after it was applied');
  close();
});

it('a file keeps its write-ahead log and its full synchronisation', async () => {
  const { database, close } = await openTempDatabase();
  const [journal, synchronous] = await database.read([
    statement('PRAGMA journal_mode', []),
    statement('PRAGMA synchronous', []),
  ]);
  expect([journal?.rows[0]?.['journal_mode'], synchronous?.rows[0]?.['synchronous']]).toEqual(['wal', 2]);
  close();
});
