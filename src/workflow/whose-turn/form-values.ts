/**
 * The values of a form, as any door hands them over: texts, dates with a client's offset behind them, lists as array, single string or
 * JSON text; a field left empty may be missing, null or ''. Checks shapes and lengths, and notes what it could not take.
 */
import type { Refusal } from '../decision.ts';
import { type BeijingDate, beijingDate } from '../ids.ts';
import { isLonger, LENGTHS } from '../lengths.ts';
import { dateOf, tidyText } from '../plain-text.ts';
import { LABELS } from './acts.ts';

export interface FormValues {
  /** Tidied text, '' when left empty. */
  readonly text: (name: string, max?: number) => string;
  /** The same, where empty is a problem; it may be called otherwise for one act than for another. */
  readonly needed: (name: string, max?: number, label?: string) => string;
  /** A single choice, '' when none was made. */
  readonly option: (name: string) => string;
  readonly chosen: (name: string) => string;
  /** Null when the client sent nothing; an empty list when it sent an empty one. */
  readonly options: (name: string) => readonly string[] | null;
  readonly date: (name: string) => BeijingDate | null;
  /** Reports a missing date and stands in for it: a day before every other. */
  readonly neededDate: (name: string) => BeijingDate;
  readonly report: (problem: Refusal) => void;
  readonly problem: () => Refusal | null;
}

const labelOf = (name: string): string => LABELS[name] ?? name;

export const readForm = (form: unknown): FormValues => {
  const values = membersOf(form);
  const problems: Refusal[] = [];
  const missing: string[] = [];
  const raw = (name: string): unknown => values.get(name);

  const text = (name: string, max: number = LENGTHS.words): string => {
    const value = raw(name);
    const typed = typeof value === 'string' || typeof value === 'number' ? tidyText(String(value)) : '';
    if (!isLonger(typed, max)) return typed;
    problems.push({ kind: 'textTooLong', field: labelOf(name), max });
    return '';
  };
  const orMissing = (value: string, label: string): string => {
    if (value === '') missing.push(label);
    return value;
  };
  const options = (name: string): readonly string[] | null => {
    const list = textsOf(raw(name));
    return list === null ? null : [...new Set(list.map((each) => each.trim()).filter((each) => each !== ''))];
  };
  const option = (name: string): string => options(name)?.[0] ?? '';
  const date = (name: string): BeijingDate | null => {
    const typed = option(name);
    if (typed === '') return null;
    const day = dateOf(typed);
    if (!day) problems.push({ kind: 'dateInvalid' });
    return day;
  };
  return {
    text,
    needed: (name, max, label = labelOf(name)) => {
      const before = problems.length;
      const typed = text(name, max);
      return problems.length > before ? typed : orMissing(typed, label);
    },
    option,
    chosen: (name) => orMissing(option(name), labelOf(name)),
    options,
    date,
    neededDate: (name) => {
      const before = problems.length;
      const day = date(name);
      if (!day && problems.length === before) missing.push(labelOf(name));
      return day ?? beijingDate('0001-01-01');
    },
    report: (problem) => problems.push(problem),
    problem: () => (missing.length > 0 ? { kind: 'fieldsMissing', missing } : (problems[0] ?? null)),
  };
};

/** Own members only. */
export const membersOf = (form: unknown): ReadonlyMap<string, unknown> => {
  const values = typeof form === 'string' ? parseJson(form) : form;
  return new Map(typeof values === 'object' && values !== null && !Array.isArray(values) ? Object.entries(values) : []);
};

export const textsOf = (value: unknown): readonly string[] | null => {
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  if (typeof value !== 'string' || value.trim() === '') return null;
  const parsed = value.trim().startsWith('[') ? parseJson(value) : null;
  return Array.isArray(parsed) ? parsed.filter((each) => typeof each === 'string') : [value];
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A text that only looks like JSON is a plain value.
    return null;
  }
};
