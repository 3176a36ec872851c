/**
 * Formulas and lookups (公式、查找引用): values that no one writes. Of the formula language only what a small table needs is
 * played: columns of the same row, numbers, texts, `&`, `+ - * /` and brackets; anything else computes to nothing.
 */
import type { Field, TableRecord } from './state.ts';

export type Value = string | number | null;
/** What a column of the same row holds, by field id. */
export type CellReader = (fieldId: string) => Value;

const TOKEN = /\s*(?:bitable::\$table\[\w+\]\.\$field\[(\w+)\]|(\d+(?:\.\d+)?)|"([^"]*)"|([&+\-*/()]))/y;

type Token = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'sign'; readonly sign: string };

/** The value of an expression in one row; null for what it cannot compute. */
export const computeFormula = (expression: string, read: CellReader): Value => {
  const tokens = tokensOf(expression.trim(), read);
  if (tokens === null) return null;
  let at = 0;
  const sign = (): string => {
    const token = tokens[at];
    return token?.kind === 'sign' ? token.sign : '';
  };
  const atom = (): Value => {
    const token = tokens[at];
    at += 1;
    if (token?.kind === 'value') return token.value;
    if (token?.kind !== 'sign' || token.sign !== '(') return null;
    const inner = joined();
    at += 1;
    return inner;
  };
  const product = (): Value => {
    let left = atom();
    while (sign() === '*' || sign() === '/') {
      const operator = sign();
      at += 1;
      left = calculate(operator, left, atom());
    }
    return left;
  };
  const sum = (): Value => {
    let left = product();
    while (sign() === '+' || sign() === '-') {
      const operator = sign();
      at += 1;
      left = calculate(operator, left, product());
    }
    return left;
  };
  const joined = (): Value => {
    let left = sum();
    while (sign() === '&') {
      at += 1;
      left = `${left ?? ''}${sum() ?? ''}`;
    }
    return left;
  };
  const value = joined();
  return at === tokens.length ? value : null;
};

const calculate = (operator: string, left: Value, right: Value): Value => {
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
  };
  const result = results[operator];
  return result === undefined || !Number.isFinite(result) ? null : result;
};

const tokensOf = (expression: string, read: CellReader): readonly Token[] | null => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const match = TOKEN.exec(expression);
    if (match === null) return null;
    const [, fieldId, number, text, sign] = match;
    if (fieldId !== undefined) tokens.push({ kind: 'value', value: read(fieldId) });
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) });
    else if (text !== undefined) tokens.push({ kind: 'value', value: text });
    else if (sign !== undefined) tokens.push({ kind: 'sign', sign });
  }
  return tokens;
};

/** How search and batch_get show a formula: always a list, with the type of what is in it. */
export const formulaJson = (value: Value): Readonly<Record<string, unknown>> | undefined => {
  if (value === null || value === '') return undefined;
  return typeof value === 'number' ? { type: 2, value: [value] } : { type: 1, value: [{ type: 'text', text: value }] };
};

/** Where a lookup looks: the link column of its own table, and the column of the linked one. */
export const lookupPath = (field: Field): { readonly linkFieldId: string; readonly targetFieldId: string } | null => {
  const { relation_field_id: linkFieldId, target_field_id: targetFieldId } = field.settings;
  return typeof linkFieldId === 'string' && typeof targetFieldId === 'string' ? { linkFieldId, targetFieldId } : null;
};

export const linkedIds = (record: TableRecord, fieldId: string): readonly string[] => {
  const cell = record.cells[fieldId];
  return cell?.kind === 'links' ? cell.recordIds : [];
};
