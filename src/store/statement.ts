/**
 * Statements and rows at the edge of the database: SQL with its values goes in, and what comes back passes a zod schema
 * once. The SQL is written out (most of it upserts over JSON arrays, one statement for many rows); drizzle describes the
 * tables and makes the migrations, and the contract tests hold both together. Does no I/O.
 */
import type { ResultSet } from '@libsql/client';
import { z } from 'zod';
import type { SqlValue, Statement } from './database.ts';

export const statement = (sql: string, args: readonly SqlValue[]): Statement => ({ sql, args });

/** @throws ZodError when a row has another shape than the schema: then code and database disagree. */
export const rowsOf = <T>(result: ResultSet | undefined, schema: z.ZodType<T>): readonly T[] =>
  (result?.rows ?? []).map((row) => schema.parse({ ...row }));

const MAX_REMEMBERED = 500;

/**
 * A column that holds JSON, parsed and checked. Rows are read far more often than they change, so a text that was parsed
 * already gives the value it gave then.
 */
export const jsonColumn = <T>(schema: z.ZodType<T>): z.ZodType<T> => {
  const remembered = new Map<string, { readonly value: T }>();
  return z.string().transform((text): T => {
    const known = remembered.get(text);
    if (known) return known.value;
    const value = schema.parse(JSON.parse(text));
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, { value });
    return value;
  });
};
