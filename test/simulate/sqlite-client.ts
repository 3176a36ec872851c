/**
 * A libSQL `Client` over `node:sqlite` in memory: synchronous beneath, so that a simulated run has no waiting of its own, and
 * fast. Knows what `src/store/` uses (`execute`, `batch`) with libSQL's results and error codes; a contract test holds it to
 * the real client. Nothing else of the interface is played.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Client, InStatement, ResultSet, Row, Value } from '@libsql/client';
import { LibsqlBatchError, LibsqlError } from '@libsql/client';

/** Primary result codes of SQLite that the store tells apart. */
const CODES: Readonly<Record<number, string>> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  19: 'SQLITE_CONSTRAINT',
};
const PRIMARY_CODE_MASK = 0xff;

export interface MemoryDatabase {
  readonly client: Client;
  /** The whole database as bytes, for starting others from it. */
  readonly bytes: () => Uint8Array;
  /** Rows of a query by a checker, past the client. */
  readonly rows: (
    sql: string,
    ...args: readonly (string | number | null)[]
  ) => readonly Readonly<Record<string, unknown>>[];
  readonly close: () => void;
}

/** Opens an empty database, or one that begins as `from`. */
export const openMemoryDatabase = (from: Uint8Array | null = null): MemoryDatabase => {
  const sqlite = new DatabaseSync(':memory:');
  if (from) sqlite.deserialize(from);
  const prepared = new Map<string, Prepared>();
  const checkers = new Map<string, StatementSync>();
  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = sqlite.prepare(sql);
    // By position, because a result has the columns' names once.
    statement.setReturnArrays(true);
    const fresh = { statement, columns: statement.columns().map((column) => column.name) };
    prepared.set(sql, fresh);
    return fresh;
  };
  const execute = (given: InStatement): ResultSet => {
    const sql = typeof given === 'string' ? given : given.sql;
    const args = typeof given === 'string' || given.args === undefined ? [] : positional(given.args);
    try {
      const { statement, columns } = prepare(sql);
      if (columns.length === 0) return resultOf([], [], Number(statement.run(...args).changes));
      return resultOf(columns, statement.all(...args), 0);
    } catch (error) {
      throw libsqlError(error);
    }
  };
  const batch = (statements: readonly InStatement[], isWrite: boolean): ResultSet[] => {
    // Nobody can come between two reads of one step.
    if (isWrite) sqlite.exec('BEGIN IMMEDIATE');
    try {
      const results = statements.map((statement, index) => {
        try {
          return execute(statement);
        } catch (error) {
          if (!(error instanceof LibsqlError)) throw error;
          throw new LibsqlBatchError(error.message, index, error.code, error.extendedCode, error.rawCode);
        }
      });
      if (isWrite) sqlite.exec('COMMIT');
      return results;
    } catch (error) {
      if (isWrite) sqlite.exec('ROLLBACK');
      throw error;
    }
  };

  const notPlayed = (what: string) => async (): Promise<never> => {
    throw new Error(`the in-memory client does not play ${what}`);
  };
  const client: Client = {
    closed: false,
    protocol: 'file',
    execute: async (given: InStatement) => execute(given),
    batch: async (statements, mode) =>
      batch(
        statements.map((one) => (Array.isArray(one) ? { sql: one[0], args: one[1] ?? [] } : one)),
        mode === 'write',
      ),
    migrate: notPlayed('migrate'),
    transaction: notPlayed('transaction'),
    executeMultiple: notPlayed('executeMultiple'),
    sync: notPlayed('sync'),
    close: () => {},
    reconnect: () => {},
  };
  return {
    client,
    bytes: () => sqlite.serialize(),
    rows: (sql, ...args) => {
      const statement = checkers.get(sql) ?? sqlite.prepare(sql);
      checkers.set(sql, statement);
      return statement.all(...args);
    },
    close: () => sqlite.close(),
  };
};

interface Prepared {
  readonly statement: StatementSync;
  readonly columns: string[];
}

type Bound = string | number | bigint | null | Uint8Array;
const positional = (args: Exclude<Exclude<InStatement, string>['args'], undefined>): readonly Bound[] => {
  if (!Array.isArray(args)) throw new Error('only positional arguments are played');
  return args.map((value): Bound => {
    if (typeof value === 'string' || typeof value === 'number' || value === null) return value;
    throw new Error('only texts, numbers and nulls are played');
  });
};

const isValue = (value: unknown): value is Value =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';

/** The real rows have a length that is not among their keys. */
const lengths = new Map<number, object>();
const lengthOf = (length: number): object => {
  const known = lengths.get(length) ?? { length };
  lengths.set(length, known);
  return known;
};

const resultOf = (
  columns: string[],
  records: readonly Readonly<Record<string, unknown>>[],
  rowsAffected: number,
): ResultSet => ({
  columns,
  columnTypes: columns.map(() => ''),
  rows: records.map((record): Row => {
    const row: Row = Object.create(lengthOf(columns.length));
    columns.forEach((column, position) => {
      const value = record[position];
      if (!isValue(value)) throw new Error(`a value of ${column} that the store never writes`);
      row[column] = value;
    });
    return row;
  }),
  rowsAffected,
  lastInsertRowid: undefined,
  toJSON: () => ({ columns, records }),
});

const libsqlError = (error: unknown): Error => {
  const extended =
    typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
      ? error.errcode
      : null;
  if (extended === null) return error instanceof Error ? error : new Error('a failure of SQLite', { cause: error });
  const code = CODES[extended & PRIMARY_CODE_MASK] ?? `SQLITE_${extended & PRIMARY_CODE_MASK}`;
  return new LibsqlError(error instanceof Error ? error.message : code, code, undefined, extended);
};
