/**
 * Rows of 企业 → what may be relied on, what stands in 校验 beside the others, and how many cases each enterprise has. Pure.
 */
import { codeCheckOf } from '../../bitable-schema/case-choices.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { decodeRow, type RecordOf, type Values } from '../../bitable-schema/table.ts';
import type { EnterpriseCount, EnterpriseRow, TableRow } from '../ports.ts';
import { leaderId, type RecordId } from '../workflow/ids.ts';
import { codeOf, nameListOf, nameOf } from '../workflow/plain-text.ts';
import type { Kin } from '../workflow/ties.ts';

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

export const readEnterprises = (
  rows: readonly TableRow[],
  counts: readonly EnterpriseCount[],
  isCreditCode: (code: string) => boolean,
): readonly EnterpriseLine[] => {
  const decoded = rows
    .map((row) => ({ recordId: row.recordId, cells: decodeRow(enterprises, row.fields) }))
    .filter(({ cells }) => cells.name !== '' || cells.creditCode !== '');
  const names = new Set(decoded.map(({ cells }) => nameOf(cells.name)));
  const seenNames = new Set<string>();
  const nameByCode = new Map<string, string>();
  return decoded.map(({ recordId, cells }): EnterpriseLine => {
    const code = codeOf(cells.creditCode);
    const name = nameOf(cells.name);
    const fault = faultOf(cells.name, code, isCreditCode, nameByCode.get(code) ?? null, seenNames.has(name));
    if (name !== '') seenNames.add(name);
    if (code !== '' && !nameByCode.has(code)) nameByCode.set(code, cells.name);
    const unknown = nameListOf(cells.relatedEnterprises).filter((other) => !names.has(nameOf(other)));
    const remark = unknown.length === 0 ? '' : `关联企业${unknown.map((other) => `“${other}”`).join('')}尚未登记。`;
    const own = counts.filter((one) => isOf(one, name, code));
    return {
      recordId,
      cells,
      entityId: code === '' ? `name:${cells.name}` : `code:${code}`,
      isFaulty: fault !== null,
      service: {
        codeCheck: codeCheckOf(cells.creditCode, isCreditCode),
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
  return given === '' || code === '' ? name !== '' && nameOf(count.name) === name : given === code;
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
    code: codeOf(cells.creditCode),
    name: nameOf(cells.name),
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
    tie(one, codeOf(other.cells.creditCode), nameOf(other.cells.name), why);
    tie(other, codeOf(one.cells.creditCode), nameOf(one.cells.name), why);
  };
  const byName = new Map(lines.map((line) => [nameOf(line.cells.name), line]));
  for (const line of lines) {
    for (const name of nameListOf(line.cells.relatedEnterprises).map(nameOf)) {
      const other = byName.get(name);
      if (other) both(line, other, 'declared');
      else tie(line, '', name, 'declared');
    }
  }
  const byHead = new Map<string, EnterpriseLine[]>();
  for (const line of lines) {
    const head = nameOf(line.cells.legalRepresentative);
    if (head !== '') byHead.set(head, [...(byHead.get(head) ?? []), line]);
  }
  for (const ofOneHead of byHead.values())
    for (const [index, line] of ofOneHead.slice(0, MAX_KIN).entries())
      for (const other of ofOneHead.slice(index + 1, MAX_KIN)) both(line, other, 'representative');
  return found;
};
