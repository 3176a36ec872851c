/**
 * 校验 in the tables that staff keep beside a second opinion: whatever stands in a row, right or wrong, what is said beside it is what is
 * wrong with it, and nothing where nothing is. Longer runs: OPINION_ROWS=20000 npx vitest run test/opinion/directories.test.ts
 */
import { describe, expect, it } from 'vitest';
import { leaders } from '../../bitable-schema/leaders.ts';
import { receptionDays } from '../../bitable-schema/reception-days.ts';
import { settings } from '../../bitable-schema/settings.ts';
import { encodeCells, type Table, type Values } from '../../bitable-schema/table.ts';
import { units } from '../../bitable-schema/units.ts';
import type { DirectoryTable } from '../../src/ports.ts';
import { readDirectory } from '../../src/sync/read-directory.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import { recordId } from '../../src/workflow/ids.ts';
import { createFindings, lots } from './histories.ts';

const TABLES_READ = Number(process.env['OPINION_ROWS'] ?? 1500);
const ROWS = 3;

type Lot = (sides: number) => number;
const one = <T>(lot: Lot, first: T, ...rest: readonly T[]): T => [first, ...rest][lot(rest.length + 1)] ?? first;

/** A table with any cells, and what is wrong with a row of it, all of it; null for a row in which nothing stands. */
interface Kept {
  readonly table: Table;
  readonly anyRow: (lot: Lot) => Values;
  readonly nameOf: (row: Values) => string;
  readonly wrong: (row: Values) => readonly string[] | null;
  readonly onDouble: string;
}
/** In which nobody filled in or ticked anything. */
const isEmpty = (row: Readonly<Record<string, unknown>>): boolean =>
  Object.values(row).every((cell) => isNone(cell) || cell === false);
const isNone = (cell: unknown): boolean => cell === null || cell === '' || (Array.isArray(cell) && cell.length === 0);

const LEADERS: Kept = {
  table: leaders,
  anyRow: (lot) => ({
    name: one(lot, '', '书记甲', '区长乙'),
    account: one(lot, [], ['ou_jia'], ['ou_yi']),
    maySign: one(lot, true, false),
    secretaries: one(lot, [], [], ['ou_secretary']),
    substitute: one(lot, [], ['ou_deputy']),
    substituteFrom: one(lot, null, '2026-09-01', '2026-10-01'),
    substituteTo: one(lot, null, '2026-09-15', '2026-10-01'),
  }),
  nameOf: ({ name }) => String(name),
  wrong: ({ name, ...row }) => {
    if (isNone(name)) return isEmpty(row) ? null : ['请填写称谓', '新行不起作用'];
    const { account, maySign, substitute, substituteFrom: from, substituteTo: to } = row;
    const isPeriod = !isNone(from) && !isNone(to) && String(from) <= String(to);
    const isUnused = isNone(substitute) && !(isNone(from) && isNone(to));
    return [
      ...(maySign && isNone(account) ? ['可签批的领导须填写飞书账号', '仍按原内容执行'] : []),
      ...(!isNone(substitute) && !isPeriod ? ['委托起止日期不全或先后颠倒', '委托未生效'] : []),
      ...(isUnused ? ['未填受托签批人'] : []),
    ];
  },
  onDouble: '请核对',
};

const UNITS: Kept = {
  table: units,
  anyRow: (lot) => ({
    name: one(lot, '', '区住建局', '区工商联'),
    isFederation: one(lot, false, false, true),
    heads: one(lot, [], ['ou_head']),
    officers: one(lot, [], ['ou_officer']),
    worksByWeb: one(lot, false, true),
  }),
  nameOf: ({ name }) => String(name),
  wrong: ({ name, isFederation, heads, officers, worksByWeb }) => {
    if (isNone(name))
      return isEmpty({ isFederation, heads, officers, worksByWeb }) ? null : ['请填写单位名称', '新行不起作用'];
    const isEmptied = isNone(heads) && isNone(officers);
    const ofTick = isFederation && worksByWeb ? ['不能勾选“网页办理”', '未生效'] : [];
    if (isFederation && isEmptied) return ['工商联的负责人和承办人均未填写', '仍按原内容执行', ...ofTick];
    if (isEmptied) return worksByWeb ? [] : ['负责人和承办人均未填写', '提醒改发工商联'];
    return [...(isNone(officers) ? ['未填写承办人', '只发负责人'] : []), ...ofTick];
  },
  onDouble: '请核对',
};

/** How people write an hour, and which it is; null where it is none. */
const HOURS: readonly (readonly [typed: string, minutes: number | null])[] = [
  ['', -1],
  ['9:00', 540],
  ['09：30', 570],
  ['14点', 840],
  ['8时15分', 495],
  ['上午', null],
  ['25:00', null],
];
const minutesOf = (typed: unknown): number | null => HOURS.find(([each]) => each === typed)?.[1] ?? null;
const DAYS: Kept = {
  table: receptionDays,
  anyRow: (lot) => ({
    title: one(lot, '', '九月接待日', '十月接待日'),
    date: one(lot, null, '2026-09-20'),
    from: HOURS[lot(HOURS.length)]?.[0] ?? '',
    to: HOURS[lot(HOURS.length)]?.[0] ?? '',
    leader: one(lot, [], ['rec_leader_jia']),
  }),
  nameOf: ({ title }) => String(title),
  wrong: ({ title, date, from, to, leader }) => {
    if (isEmpty({ title, date, from, to, leader })) return null;
    const missing = [isNone(date) ? '日期' : '', isNone(leader) ? '接待领导' : ''].filter((part) => part !== '');
    const [start, end] = [minutesOf(from), minutesOf(to)];
    const hours =
      start === null || end === null
        ? ['时间请写成“9:00”', '未生效']
        : start >= 0 && end >= 0 && end <= start
          ? ['结束时间应晚于开始时间']
          : [];
    return [...(missing.length > 0 ? [`尚未填写${missing.join('、')}。`] : []), ...hours];
  },
  onDouble: '请核对',
};

/** What a parameter may be, and what it is unless changed (domain rule B13). */
const NUMBERS: Readonly<Record<string, readonly [from: number, to: number, usual: number]>> = {
  问题办理时限: [1, 250, 15],
  紧急事项办理时限: [1, 250, 5],
  签收时限: [1, 30, 1],
  首次联系企业时限: [1, 30, 2],
  申请延期提前量: [0, 30, 1],
  延期次数上限: [0, 5, 2],
  企业补充次数上限: [0, 10, 3],
  企业补充最长时间: [1, 60, 10],
  重办次数上限: [0, 5, 2],
  回访次数: [1, 10, 2],
  每日加急上限: [0, 100, 5],
};
const PARAMETERS: Kept = {
  table: settings,
  anyRow: (lot) => ({
    key: one(lot, '', '没有的参数', ...Object.keys(NUMBERS)),
    value: one(lot, '', '0', '1', '２', '5', '30', '31', '250', '251', '-1', '2.5', '三'),
    note: '',
  }),
  nameOf: ({ key }) => String(key),
  wrong: ({ key, value }) => {
    if (isNone(key)) return isNone(value) ? null : ['没有这个参数', '不起作用'];
    const bounds = NUMBERS[String(key)];
    if (!bounds) return ['没有这个参数', '不起作用'];
    const [from, to, usual] = bounds;
    const typed = String(value).normalize('NFKC');
    const isTaken = /^\d+$/.test(typed) && from <= Number(typed) && Number(typed) <= to;
    return isTaken ? [] : [`应为${from} 至 ${to} 的整数`, `仍按“${usual}”执行`];
  },
  onDouble: '以第一行为准',
};

const KEPT = { leaders: LEADERS, units: UNITS, receptionDays: DAYS, settings: PARAMETERS } as const satisfies Readonly<
  Record<DirectoryTable, Kept>
>;

/** Feishu sends links in another shape than it takes them. */
const asRead = (table: Table, cells: Values): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(encodeCells(table, cells)).map(([name, cell]) => [
      name,
      name === '接待领导' && cell !== null ? { link_record_ids: cell } : cell,
    ]),
  );

const faultsIn = (key: DirectoryTable, rows: readonly Values[]): readonly string[] => {
  const { table, nameOf, wrong, onDouble } = KEPT[key];
  const read = readDirectory(
    key,
    rows.map((cells, index) => ({
      recordId: recordId(`rec_${index}`),
      fields: asRead(table, cells),
      createdBy: null,
      modifiedBy: null,
      modifiedByName: null,
      modifiedAt: null,
    })),
    DEFAULT_SETTINGS,
  );
  const counted = rows.map((row) => (wrong(row) === null ? '' : nameOf(row)));
  const accounts = rows.map((row) => (key === 'leaders' && !isNone(row['name']) ? String(row['account'] ?? '') : ''));
  return rows.flatMap((row, index) => {
    const said = read.checks.find((check) => check.recordId === `rec_${index}`)?.wanted ?? null;
    const name = counted[index] ?? '';
    const isDouble = name !== '' && counted.indexOf(name) < index;
    const own = wrong(row);
    // Two rows of leaders with one account, of whatever names.
    const shares = accounts.indexOf(accounts[index] ?? '') < index && accounts[index] !== '' ? ['飞书账号与'] : [];
    const all = own && [...own, ...shares];
    const wanted = isDouble ? [`“${name}”有重复的行`, onDouble, ...(key === 'settings' ? [] : (all ?? []))] : all;
    const isSo =
      wanted === null
        ? said === null
        : wanted.length === 0
          ? said === ''
          : wanted.every((part) => said?.includes(part));
    return isSo ? [] : [`${key} 校验 says otherwise ⁝ ${JSON.stringify(row)}: ${said}, not ${wanted}`];
  });
};

describe('校验 beside a row', () => {
  it.each(['leaders', 'units', 'receptionDays', 'settings'] as const)('agrees with the second opinion: %s', (key) => {
    const found = createFindings();
    for (let seed = 1; seed <= TABLES_READ; seed += 1) {
      const lot = lots(seed);
      const rows = Array.from({ length: ROWS }, () => KEPT[key].anyRow(lot));
      for (const fault of faultsIn(key, rows)) found.note(fault, seed, [], '');
    }
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
