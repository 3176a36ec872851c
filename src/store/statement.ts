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

/** A column that holds JSON, parsed and checked. */
export const jsonColumn = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
