/**
 * Rows of 企业 → what may be relied on, what stands in 登记结果 beside the others, and how many cases each enterprise has. Pure.
 */
import { CODE_CHECKS } from '../../bitable-schema/cases.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { decodeRow, type RecordOf, type Values } from '../../bitable-schema/table.ts';
import type { EnterpriseCount, TableRow } from '../ports.ts';
import type { RecordId } from '../workflow/ids.ts';

export interface EnterpriseLine {
  readonly recordId: RecordId;
  readonly cells: RecordOf<typeof enterprises>;
  /** What the service's columns should show. */
  readonly service: Values;
  /** Under what it is known: its code, else its name. */
  readonly entityId: string;
  /** What was known of the row before stays in force. */
  readonly isFaulty: boolean;
}

const codeOf = (typed: string): string => typed.replace(/\s/g, '').toUpperCase();
const namesIn = (typed: string): readonly string[] =>
  typed
    .split(/[、,，;；\n]+/u)
    .map((name) => name.trim())
    .filter((name) => name !== '');

export const readEnterprises = (
  rows: readonly TableRow[],
  counts: readonly EnterpriseCount[],
  isCreditCode: (code: string) => boolean,
): readonly EnterpriseLine[] => {
  const decoded = rows
    .map((row) => ({ recordId: row.recordId, cells: decodeRow(enterprises, row.fields) }))
    .filter(({ cells }) => cells.name !== '' || cells.creditCode !== '');
  const names = new Set(decoded.map(({ cells }) => cells.name));
  const seenNames = new Set<string>();
  const nameByCode = new Map<string, string>();
  return decoded.map(({ recordId, cells }): EnterpriseLine => {
    const code = codeOf(cells.creditCode);
    const fault = faultOf(cells.name, code, isCreditCode, nameByCode.get(code) ?? null, seenNames.has(cells.name));
    if (cells.name !== '') seenNames.add(cells.name);
    if (code !== '' && !nameByCode.has(code)) nameByCode.set(code, cells.name);
    const unknown = namesIn(cells.relatedEnterprises).filter((name) => !names.has(name));
    const remark = unknown.length === 0 ? '' : `关联企业${unknown.map((name) => `“${name}”`).join('')}尚未登记。`;
    const own = counts.filter((one) => isOf(one, cells.name, code));
    return {
      recordId,
      cells,
      entityId: code === '' ? `name:${cells.name}` : `code:${code}`,
      isFaulty: fault !== null,
      service: {
        codeCheck: code === '' ? CODE_CHECKS[2] : isCreditCode(code) ? CODE_CHECKS[0] : CODE_CHECKS[1],
        openCases: own.reduce((sum, one) => sum + one.open, 0),
        totalCases: own.reduce((sum, one) => sum + one.total, 0),
        check: fault ?? remark,
      },
    };
  });
};

/** A case belongs to the enterprise whose code it gave; without a code, to the one of that name. */
const isOf = (count: EnterpriseCount, name: string, code: string): boolean => {
  const given = codeOf(count.creditCode);
  return given === '' || code === '' ? name !== '' && count.name.trim() === name : given === code;
};

const faultOf = (
  name: string,
  code: string,
  isCreditCode: (code: string) => boolean,
  sameCode: string | null,
  isSameName: boolean,
): string | null => {
  const kept = '原有登记的仍按原内容执行。';
  if (name === '') return `请填写企业名称；${kept}`;
  if (code !== '' && !isCreditCode(code)) return `统一社会信用代码的位数或校验位不符，请核对；${kept}`;
  if (code !== '' && sameCode !== null) return `统一社会信用代码与“${sameCode}”重复，以先登记的一行为准，请核对。`;
  if (isSameName) return '企业名称与已登记的一行重复，以先登记的一行为准，请核对。';
  return null;
};
