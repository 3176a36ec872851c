/**
 * The contract of the simulator's database: the same statements give the same results and the same failures as the real
 * libSQL client on a file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConstraintError, DatabaseError, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openMemoryDatabase } from './sqlite-client.ts';

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

const real = (): Client => {
  const folder = mkdtempSync(join(tmpdir(), 'reception-day-contract-'));
  const client = createClient({ url: `file:${join(folder, 'contract.db')}` });
  opened.push(() => {
    client.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return client;
};
const simulated = (): Client => {
  const memory = openMemoryDatabase();
  opened.push(memory.close);
  return memory.client;
};

for (const [name, open] of [
  ['the real client', real],
  ['the simulated client', simulated],
] as const) {
  describe(`on ${name}`, () => {
    let client: Client;
    beforeEach(async () => {
      client = open();
      await client.batch(['CREATE TABLE things (id TEXT PRIMARY KEY, amount INTEGER NOT NULL, note TEXT)'], 'write');
    });
    const insert = (id: string, amount: number | null) => ({
      sql: 'INSERT INTO things (id, amount) VALUES (?, ?)',
      args: [id, amount],
    });
    const ids = async () => (await client.execute('SELECT id FROM things ORDER BY id')).rows.map((row) => row['id']);

    it('rows have their columns by name and spread to nothing else', async () => {
      await client.batch([insert('a', 1)], 'write');
      const result = await client.execute({ sql: 'SELECT id, amount, note FROM things WHERE id = ?', args: ['a'] });
      expect(result.columns).toEqual(['id', 'amount', 'note']);
      expect(Object.entries({ ...result.rows[0] }).sort()).toEqual([
        ['amount', 1],
        ['id', 'a'],
        ['note', null],
      ]);
    });

    it('a batch gives one result per statement, RETURNING included', async () => {
      const results = await client.batch(
        [insert('a', 1), { sql: 'UPDATE things SET amount = amount + 1 RETURNING amount', args: [] }],
        'write',
      );
      expect(results.map((result) => [result.rowsAffected, result.rows.length])).toEqual([
        [1, 0],
        [expect.any(Number), 1],
      ]);
      expect(results[1]?.rows[0]?.['amount']).toBe(2);
    });

    it('a refused statement undoes the whole batch and is named by its place', async () => {
      await client.batch([insert('a', 1)], 'write');
      for (const bad of [insert('a', 2), insert('c', null)]) {
        const failed = await client.batch([insert('b', 1), bad], 'write').catch((error: unknown) => error);
        expect(failed).toMatchObject({ statementIndex: 1, code: expect.stringMatching(/^SQLITE_CONSTRAINT/) });
        expect(await ids()).toEqual(['a']);
      }
    });

    it('a wrong statement is an error of its own, not a constraint', async () => {
      const failed = await client
        .batch([{ sql: 'SELECT nothing FROM nowhere', args: [] }], 'read')
        .catch((error: unknown) => error);
      expect(failed).toMatchObject({ statementIndex: 0, code: 'SQLITE_ERROR' });
    });

    it('the store migrates on it and tells its failures apart', async () => {
      const database = openDatabase({
        url: 'file:contract.db',
        now: () => 0,
        sleep: async () => {},
        random: () => 0,
        createClient: () => client,
      });
      expect((await migrate(database)).length).toBeGreaterThan(0);
      expect(await migrate(database)).toEqual([]);
      const guard = { sql: 'INSERT INTO guards (broken) SELECT NULL WHERE 1', args: [] };
      await expect(database.commit([guard])).rejects.toBeInstanceOf(ConstraintError);
      await expect(database.commit([{ sql: 'NONSENSE', args: [] }])).rejects.toBeInstanceOf(DatabaseError);
    });
  });
}

it('a database that begins as another one holds the same and goes its own way', async () => {
  const first = openMemoryDatabase();
  await first.client.batch(['CREATE TABLE t (x TEXT)', "INSERT INTO t VALUES ('both')"], 'write');
  const second = openMemoryDatabase(first.bytes());
  await second.client.batch(["INSERT INTO t VALUES ('second')"], 'write');
  expect(first.rows('SELECT x FROM t').length).toBe(1);
  expect(second.rows('SELECT x FROM t').length).toBe(2);
  first.close();
  second.close();
});
