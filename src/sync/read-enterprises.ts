/**
 * Rows of 企业 → what may be relied on, what stands in 校验 beside the others, and how many cases each enterprise has. Pure.
 */
import { CODE_CHECKS } from '../../bitable-schema/case-choices.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { decodeRow, type RecordOf, type Values } from '../../bitable-schema/table.ts';
import type { EnterpriseCount, EnterpriseRow, TableRow } from '../ports.ts';
import { leaderId, type RecordId } from '../workflow/ids.ts';
import { codeKey, type Kin, nameKey } from '../workflow/ties.ts';

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

const codeOf = codeKey;
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

/** More than an enterprise should have; bounds what a sheet asks about. */
const MAX_KIN = 20;

/**
 * What a sheet may say of each enterprise. 关联企业 counts from both sides, whoever of the two declared it; one 法定代表人 of two
 * enterprises ties them as well.
 */
export const enterpriseRows = (lines: readonly EnterpriseLine[]): readonly EnterpriseRow[] => {
  const kin = kinByRow(lines.filter(({ isFaulty }) => !isFaulty));
  return lines.map(({ recordId, cells, isFaulty }) => ({
    id: recordId,
    code: codeKey(cells.creditCode),
    name: nameKey(cells.name),
    value: isFaulty
      ? null
      : {
          legalRepresentative: cells.legalRepresentative,
          contactName: cells.contactName,
          linkedLeaderIds: cells.linkedLeaders.map(leaderId),
          avoidingOpenIds: cells.avoiding,
          kin: [...(kin.get(recordId)?.values() ?? [])].slice(0, MAX_KIN),
        },
  }));
};

/** By row, and there by the name of the other: what was declared comes first and stands. */
const kinByRow = (lines: readonly EnterpriseLine[]): ReadonlyMap<RecordId, ReadonlyMap<string, Kin>> => {
  const found = new Map<RecordId, Map<string, Kin>>();
  const tie = (from: EnterpriseLine, code: string, name: string, why: Kin['why']): void => {
    const known = found.get(from.recordId) ?? new Map<string, Kin>();
    if (!known.has(name)) known.set(name, { code, name, why });
    found.set(from.recordId, known);
  };
  const both = (one: EnterpriseLine, other: EnterpriseLine, why: Kin['why']): void => {
    if (one === other) return;
    tie(one, codeKey(other.cells.creditCode), nameKey(other.cells.name), why);
    tie(other, codeKey(one.cells.creditCode), nameKey(one.cells.name), why);
  };
  const byName = new Map(lines.map((line) => [nameKey(line.cells.name), line]));
  for (const line of lines) {
    for (const name of namesIn(line.cells.relatedEnterprises).map(nameKey)) {
      const other = byName.get(name);
      if (other) both(line, other, 'declared');
      else tie(line, '', name, 'declared');
    }
  }
  const byHead = new Map<string, EnterpriseLine[]>();
  for (const line of lines) {
    const head = line.cells.legalRepresentative.trim();
    if (head !== '') byHead.set(head, [...(byHead.get(head) ?? []), line]);
  }
  for (const ofOneHead of byHead.values())
    for (const [index, line] of ofOneHead.slice(0, MAX_KIN).entries())
      for (const other of ofOneHead.slice(index + 1, MAX_KIN)) both(line, other, 'representative');
  return found;
};
