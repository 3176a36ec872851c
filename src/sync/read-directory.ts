/**
 * Rows of 领导, 单位与承办人, 接待日 and 参数设置 → what the process reads, and the sentence that stands in 校验 beside a row which
 * it cannot use as it is. Pure.
 */
import { leaders } from '../../bitable-schema/leaders.ts';
import { receptionDays } from '../../bitable-schema/reception-days.ts';
import { sentenceOf, settings } from '../../bitable-schema/settings.ts';
import { decodeRow } from '../../bitable-schema/table.ts';
import { units } from '../../bitable-schema/units.ts';
import type { DirectoryRow, DirectoryTable, TableRow } from '../ports.ts';
import type { Leader, ReceptionDay, Unit } from '../workflow/directory.ts';
import { leaderId, type RecordId, receptionDayId, unitId } from '../workflow/ids.ts';
import { readSetting, type Settings } from '../workflow/settings.ts';

export const DIRECTORY_SCHEMAS = { leaders, units, receptionDays, settings } as const;
export const isDirectoryTable = (table: string): table is DirectoryTable => Object.hasOwn(DIRECTORY_SCHEMAS, table);

export interface DirectoryReading {
  readonly rows: readonly DirectoryRow[];
  /** What 校验 should say, and what it says now; only for rows that hold something. */
  readonly checks: readonly { readonly recordId: RecordId; readonly wanted: string; readonly shown: string }[];
  /** Parameters whose row asks for what is out of bounds: another value is in force than the one that can be read there. */
  readonly outOfBounds: readonly { readonly name: string; readonly sentence: string }[];
  /** A row of 单位 says who 工商联 is. */
  readonly hasStaff: boolean;
}

interface Line {
  /** With `isFaulty`, what was known of it before stays in force. */
  readonly row: DirectoryRow | null;
  readonly problem: string;
  readonly shown: string;
  readonly name: string;
  /** Of a leader: by whose account the service knows who signs, so that two rows of one account are to be looked at. */
  readonly account?: string | undefined;
  /** Of a unit: it is 工商联, and has people. */
  readonly isStaff?: boolean;
}

/** `inForce`: the settings as they are now, to say what a row that cannot be taken leaves as it is. */
export const readDirectory = (
  table: DirectoryTable,
  rows: readonly TableRow[],
  inForce: Settings,
): DirectoryReading => {
  const seen = new Set<string>();
  const named = new Map<string, string>();
  const result: DirectoryRow[] = [];
  let hasStaff = false;
  const checks: DirectoryReading['checks'][number][] = [];
  const outOfBounds: DirectoryReading['outOfBounds'][number][] = [];
  for (const row of rows) {
    const line = LINES[table](row, inForce);
    if (!line) continue;
    // The first of two rows of one name counts, so that a copy made to play with changes nothing.
    const isDouble = line.name !== '' && seen.has(line.name);
    seen.add(line.name);
    hasStaff ||= line.isStaff === true;
    const problem = (isDouble ? sayDouble(table, line) : line.problem) + sayShared(line, named);
    if (line.row && !(isDouble && table === 'settings')) result.push(line.row);
    if (table === 'settings' && line.row?.isFaulty && !isDouble)
      outOfBounds.push({ name: line.name, sentence: problem });
    checks.push({ recordId: row.recordId, wanted: problem, shown: line.shown });
  }
  return { rows: result, checks, outOfBounds, hasStaff };
};

/** A second row of a parameter is not looked at; one of a person or a unit counts, with whatever else is wrong with it. */
const sayDouble = (table: DirectoryTable, { name, problem }: Line): string =>
  table === 'settings' ? `“${name}”有重复的行，以第一行为准。` : `“${name}”有重复的行，请核对。${problem}`;

/** One person in two rows of leaders: both count, and whoever keeps the table is told which other row it is. */
const sayShared = ({ account, name }: Line, named: Map<string, string>): string => {
  if (account === undefined) return '';
  const first = named.get(account);
  if (first === undefined) named.set(account, name);
  return first === undefined ? '' : `飞书账号与“${first}”一行的相同，请核对。`;
};

/** A unit that works by web (网页办理) needs nobody in Feishu. */
const peopleProblem = ({ headOpenIds, officerOpenIds, worksByWeb }: Unit): string => {
  if (officerOpenIds.length > 0) return '';
  if (headOpenIds.length > 0) return '未填写承办人，交办单只发负责人。';
  return worksByWeb ? '' : '负责人和承办人均未填写，交办单和提醒无人接收，提醒改发工商联。';
};

/** 9:00, 09：00, 9点 or 9点30分 → 09:00; empty for nothing; null for what is no time of day. */
const hourOf = (typed: string): string | null => {
  const plain = typed.normalize('NFKC').replace(/\s/g, '');
  if (plain === '') return '';
  const parts = /^(\d{1,2})(?::(\d{2})|[点时](?:(\d{1,2})分?)?)$/.exec(plain);
  const [hour, minute] = [Number(parts?.[1]), Number(parts?.[2] ?? parts?.[3] ?? 0)];
  if (!parts || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

const hoursProblem = (from: string, to: string): string => {
  const [start, end] = [hourOf(from), hourOf(to)];
  if (start === null || end === null) return '时间请写成“9:00”，未生效。';
  return start !== '' && end !== '' && end <= start ? '结束时间应晚于开始时间。' : '';
};

/** Whoever filled in any cell of a row wants something of it. */
const isBlank = ({ check: _, ...cells }: Readonly<Record<string, unknown>>): boolean =>
  Object.values(cells).every(
    (cell) => cell === '' || cell === null || cell === false || (Array.isArray(cell) && cell.length === 0),
  );

/** Null for a row in which nothing is filled in. */
const LINES: Readonly<Record<DirectoryTable, (row: TableRow, inForce: Settings) => Line | null>> = {
  leaders: (row) => {
    const cells = decodeRow(leaders, row.fields);
    if (cells.name === '')
      return isBlank(cells)
        ? null
        : {
            row: { id: row.recordId, value: null, isFaulty: true },
            problem: '请填写称谓；填写之前，原有登记的仍按原内容执行，新行不起作用。',
            shown: cells.check,
            name: '',
          };
    const substitute = cells.substitute[0];
    const { substituteFrom: from, substituteTo: to } = cells;
    const hasDates = from !== null && to !== null && from <= to;
    const value: Leader = {
      id: leaderId(row.recordId),
      name: cells.name,
      post: cells.post,
      openId: cells.account[0] ?? null,
      maySign: cells.maySign,
      secretaryOpenIds: cells.secretaries,
      substitute: substitute !== undefined && hasDates ? { openId: substitute, from, to } : null,
    };
    const isUnreachable = cells.maySign && value.openId === null;
    const problem = [
      isUnreachable ? '可签批的领导须填写飞书账号，否则收不到签批单；原有登记的仍按原内容执行。' : '',
      substitute !== undefined && !hasDates ? '委托起止日期不全或先后颠倒，委托未生效。' : '',
      substitute === undefined && (from !== null || to !== null) ? '已填委托日期，但未填受托签批人。' : '',
    ].join('');
    return {
      row: { id: row.recordId, value, isFaulty: isUnreachable },
      problem,
      shown: cells.check,
      name: cells.name,
      account: cells.account[0],
    };
  },
  units: (row) => {
    const cells = decodeRow(units, row.fields);
    if (cells.name === '')
      return isBlank(cells)
        ? null
        : {
            row: { id: row.recordId, value: null, isFaulty: true },
            problem: '请填写单位名称；填写之前，原有登记的仍按原内容执行，新行不起作用。',
            shown: cells.check,
            name: '',
          };
    const value: Unit = {
      id: unitId(row.recordId),
      name: cells.name,
      isFederation: cells.isFederation,
      headOpenIds: cells.heads,
      officerOpenIds: cells.officers,
      worksByWeb: cells.worksByWeb && !cells.isFederation,
    };
    // Without anybody in it nobody could act any more, not even to put it right.
    const isFaulty = value.isFederation && cells.officers.length + cells.heads.length === 0;
    const isWrongTick = cells.worksByWeb && cells.isFederation;
    const problem = [
      isFaulty ? '工商联的负责人和承办人均未填写，谁都不能受理事项；原有登记的仍按原内容执行。' : peopleProblem(value),
      isWrongTick ? '工商联本身不能勾选“网页办理”，未生效。' : '',
    ].join('');
    return {
      row: { id: row.recordId, value, isFaulty },
      problem,
      shown: cells.check,
      name: cells.name,
      isStaff: value.isFederation && !isFaulty,
    };
  },
  receptionDays: (row) => {
    const cells = decodeRow(receptionDays, row.fields);
    const leader = cells.leader[0];
    if (isBlank(cells)) return null;
    const value: ReceptionDay = {
      id: receptionDayId(row.recordId),
      title: cells.title === '' ? `${cells.date ?? ''}接待日` : cells.title,
      date: cells.date,
      from: hourOf(cells.from) ?? '',
      to: hourOf(cells.to) ?? '',
      place: cells.place,
      leaderId: leader === undefined ? null : leaderId(leader),
    };
    const lacks = [cells.date === null ? '日期' : '', leader === undefined ? '接待领导' : ''].filter(
      (one) => one !== '',
    );
    return {
      row: { id: row.recordId, value },
      problem: `${lacks.length === 0 ? '' : `尚未填写${lacks.join('、')}。`}${hoursProblem(cells.from, cells.to)}`,
      shown: cells.check,
      name: cells.title,
    };
  },
  settings: (row, inForce) => {
    const cells = decodeRow(settings, row.fields);
    const read = readSetting(cells.key, cells.value);
    if (!read) return null;
    const line = { problem: sentenceOf(read, inForce), shown: cells.check, name: cells.key };
    switch (read.kind) {
      case 'setting':
        return { ...line, row: { id: read.key, value: read.value } };
      case 'outOfBounds':
        return { ...line, row: { id: read.key, value: null, isFaulty: true } };
      case 'unknown':
        return { ...line, row: null };
    }
  },
};
