/**
 * Brings a database to the newest schema: reads `migrations/`, applies what is missing, each migration in one commit. Run
 * at the start of a Node machine and by `npm run migrate`, never in a Worker, which has no files.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConstraintError, type Database, type Statement } from './database.ts';
import { rekey } from './rekey.ts';
import { rowsOf, statement } from './statement.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');
/** Building an index over a large table may take its time; nobody waits for an answer meanwhile. */
const PATIENTLY = { deadlineMs: 120_000, settleMs: 60_000 };

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) });
const appliedRow = z.object({ tag: z.string(), hash: z.string() });

interface Migration {
  readonly tag: string;
  readonly hash: string;
  readonly statements: readonly Statement[];
}

/** A migration was edited after some database had applied it: what is in the file is not what is in the database. */
class ChangedMigrationError extends Error {
  constructor(tag: string) {
    super(`migration ${tag} was changed after it was applied; add a new one instead`);
    this.name = 'ChangedMigrationError';
  }
}

const readMigrations = (): readonly Migration[] =>
  journal.parse(JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8'))).entries.map(({ tag }) => {
    const text = readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8');
    return {
      tag,
      hash: createHash('sha256').update(text).digest('hex'),
      statements: text.split('--> statement-breakpoint').map((sql) => statement(sql.trim(), [])),
    };
  });

const createTable = statement(
  'CREATE TABLE IF NOT EXISTS migrations (tag TEXT PRIMARY KEY NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL)',
  [],
);

/**
 * Applies what is missing, in order; harmless when repeated. Two machines may start at once: the row of a migration is
 * inserted in the batch that applies it, so the slower one is refused by the primary key and finds the work done.
 * @returns the tags applied by this call.
 * @throws ChangedMigrationError
 */
export const migrate = async (database: Database): Promise<readonly string[]> => {
  await database.commit([createTable], PATIENTLY);
  const appliedHere: string[] = [];
  for (const migration of readMigrations()) {
    const [rows] = await database.read([statement('SELECT tag, hash FROM migrations WHERE tag = ?', [migration.tag])]);
    const earlier = rowsOf(rows, appliedRow)[0];
    if (earlier && earlier.hash !== migration.hash) throw new ChangedMigrationError(migration.tag);
    if (earlier) continue;
    if (await apply(database, migration)) appliedHere.push(migration.tag);
  }
  await rekey(database, PATIENTLY);
  return appliedHere;
};

/** False when another machine was faster. */
const apply = async (database: Database, { tag, hash, statements }: Migration): Promise<boolean> => {
  const note = statement("INSERT INTO migrations (tag, hash, applied_at) VALUES (?, ?, unixepoch('now') * 1000)", [
    tag,
    hash,
  ]);
  try {
    await database.commit([note, ...statements], PATIENTLY);
    return true;
  } catch (error) {
    if (error instanceof ConstraintError && error.statementIndex === 0) return error.isAfterDoubt;
    throw error;
  }
};
