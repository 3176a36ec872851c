/**
 * One JSON line per request, delivery and failure. The type lets only tags, numbers and ids through: there is no field
 * for a name, a phone number or an appeal, and long strings are cut, so that a slip cannot print a body.
 */

export type LogLine = { readonly event: string } & Readonly<Record<string, string | number | boolean | null>>;
export type Log = (line: LogLine) => void;

const MAX_VALUE_CHARS = 300;
/** Eleven digits that start like a mobile number, with or without separators. */
const PHONE = /(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)/g;

const harmless = (value: string | number | boolean | null): string | number | boolean | null =>
  typeof value === 'string' ? value.slice(0, MAX_VALUE_CHARS).replace(PHONE, '[号码]') : value;

export const createLog =
  (write: (text: string) => void): Log =>
  (line) =>
    write(JSON.stringify(Object.fromEntries(Object.entries(line).map(([key, value]) => [key, harmless(value)]))));

/** An error as a log may show it: its kind and, for our own error classes, nothing but the message we wrote. */
export const errorTag = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
