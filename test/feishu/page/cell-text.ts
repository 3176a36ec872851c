// Cells as people read them, and as a person's editor holds them. Reads the stored state; writes nothing.

import { cellOf, dateParts } from '../bitable-read.ts';
import type { Base, Cell, Field, SandboxState, Table, TableRecord } from '../state.ts';

/** What is needed to put a cell into words. */
export interface CellScope {
  readonly state: SandboxState;
  readonly base: Base;
}

const typeNames: Readonly<Record<number, string>> = {
  1: '文本',
  2: '数字',
  3: '单选',
  4: '多选',
  5: '日期',
  7: '复选框',
  11: '人员',
  13: '电话号码',
  15: '超链接',
  17: '附件',
  18: '单向关联',
  19: '查找引用',
  20: '公式',
  21: '双向关联',
  22: '地理位置',
  23: '群组',
  24: '流程',
  1001: '创建时间',
  1002: '最后更新时间',
  1003: '创建人',
  1004: '修改人',
  1005: '自动编号',
  3001: '按钮',
};
const uiTypeNames: Readonly<Record<string, string>> = {
  Email: '邮箱',
  Barcode: '条码',
  Progress: '进度',
  Currency: '货币',
  Rating: '评分',
};

/** 单选, 日期, 邮箱…: what Bitable calls the field's type. */
export const fieldTypeName = (field: Field): string =>
  uiTypeNames[field.uiType] ?? typeNames[field.type] ?? `类型 ${field.type}`;

/** True when the date is written with hours and minutes. */
export const hasTime = (field: Field): boolean => String(field.settings['date_formatter'] ?? '').includes('HH');

export const personName = (state: SandboxState, openId: string): string =>
  state.people.find((person) => person.openId === openId)?.name ?? openId;

/** The first column's words of a record, as links show it. */
export function recordTitle(scope: CellScope, table: Table | undefined, recordId: string): string {
  const record = table?.records.find((each) => each.recordId === recordId);
  const primary = table?.fields.find((field) => field.isPrimary);
  const words = record === undefined || primary === undefined ? '' : cellText(scope, primary, record);
  return words || '未命名记录';
}

/** The table a link field points to. */
export const tableBehind = (base: Base, field: Field): Table | undefined =>
  base.tables.find((table) => table.tableId === field.link?.tableId);

/** A cell in words; several values are separated by 、. An empty cell is an empty string. */
export function cellText(scope: CellScope, field: Field, record: TableRecord): string {
  const cell = cellOf(field, record);
  return cell === undefined ? '' : wordsOf(scope, field, cell);
}

function wordsOf(scope: CellScope, field: Field, cell: Cell): string {
  switch (cell.kind) {
    case 'text':
    case 'serial':
      return cell.text;
    case 'number':
      return numberWords(field, cell.number);
    case 'option':
      return optionsOf(field, [cell.optionId]).join('');
    case 'options':
      return optionsOf(field, cell.optionIds).join('、');
    case 'date':
      return dateWords(cell.ms, scope.base.timeZone, String(field.settings['date_formatter'] ?? 'yyyy/MM/dd'));
    case 'checkbox':
      return cell.checked ? '是' : '否';
    case 'people':
      return cell.openIds.map((openId) => personName(scope.state, openId)).join('、');
    case 'url':
      return cell.text;
    case 'files':
      return cell.fileTokens
        .map((token) => scope.state.files.find(({ fileToken }) => fileToken === token)?.name ?? '附件')
        .join('、');
    case 'links':
      return cell.recordIds.map((id) => recordTitle(scope, tableBehind(scope.base, field), id)).join('、');
    case 'location':
      return cell.location;
    case 'groups':
      return cell.chatIds.map((id) => scope.state.chats.find(({ chatId }) => chatId === id)?.name ?? id).join('、');
  }
}

const optionsOf = (field: Field, ids: readonly string[]): readonly string[] =>
  ids.map((id) => field.options.find((option) => option.id === id)?.name ?? '已删除的选项');

function numberWords(field: Field, value: number): string {
  const formatter = String(field.settings['formatter'] ?? '');
  const digits = /\.(0+)/.exec(formatter)?.[1]?.length;
  const shown = formatter.includes('%') ? value * 100 : value;
  const words = digits === undefined ? String(Math.round(shown * 1e10) / 1e10) : shown.toFixed(digits);
  const grouped = formatter.includes(',') ? words.replace(/\B(?=(\d{3})+(?!\d))/, ',') : words;
  return formatter.includes('%') ? `${grouped}%` : grouped;
}

/** A moment in the base's zone by a Bitable date pattern (yyyy MM dd HH mm). */
export function dateWords(ms: number, timeZone: string, pattern: string): string {
  const parts = dateParts(ms, timeZone);
  const names: Readonly<Record<string, string>> = { yyyy: 'year', MM: 'month', dd: 'day', HH: 'hour', mm: 'minute' };
  return pattern.replace(/yyyy|MM|dd|HH|mm/g, (part) => parts.get(names[part] ?? '') ?? part);
}

/** The value of an `<input type="date">` or `datetime-local` as epoch ms in Beijing time; undefined when it is no date. */
function parseDateInput(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(`${match[1]}T${match[2] ?? '00:00'}:00+08:00`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** What was typed in an editor or a form, in Bitable's write shape; null clears. `problem` is said to the person. */
export type Typed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const typed = (value: unknown): Typed => ({ ok: true, value });

/** Turns the texts of one editor into the write shape of its field. Files are handled by the caller. */
export function typedValue(field: Field, texts: readonly string[]): Typed {
  const given = texts.map((text) => text.replace(/\r\n/g, '\n')).filter((text) => text.trim() !== '');
  const first = given[0];
  if (field.type === 7) return typed(given.includes('true'));
  if (field.type === 4 || field.type === 18 || field.type === 21) return typed(given.length === 0 ? null : given);
  if (field.type === 11) return typed(given.length === 0 ? null : given.map((id) => ({ id })));
  if (first === undefined) return typed(null);
  switch (field.type) {
    case 2: {
      const number = Number(first);
      return Number.isFinite(number) ? typed(number) : { ok: false, problem: '请填写数字' };
    }
    case 5: {
      const ms = parseDateInput(first);
      return ms === undefined ? { ok: false, problem: '请填写正确的日期' } : typed(ms);
    }
    case 15: {
      const [link = '', text = ''] = given;
      return typed({ text: text || link, link });
    }
    case 3:
      // The last text wins: a newly written option stands after the listed ones.
      return typed(given.at(-1) ?? null);
    default:
      return typed(first);
  }
}

/** Fields a person can type into. */
export const isTypable = (field: Field): boolean => [1, 2, 3, 4, 5, 7, 11, 13, 15, 17, 18, 21, 22].includes(field.type);
