/**
 * Which live column is which declared one. Feishu addresses cells by the column's present name, which people may change; what
 * does not change is its id. So ids are remembered once they were found, and everything else follows from them. Pure.
 */
import { z } from 'zod';
import { boundColumns } from '../../bitable-schema/bind-columns.ts';
import { typeName } from '../../bitable-schema/describe-step.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { LiveField } from '../ports.ts';

const knownColumns = z.object({
  tableId: z.string(),
  /** Field id by column key. Kept when the column is gone: an undo in Feishu brings it back under the same id. */
  ids: z.record(z.string(), z.string()),
  live: z.array(
    z.object({ fieldId: z.string(), name: z.string(), type: z.number(), options: z.array(z.string()).nullable() }),
  ),
  /** Columns that were made anew: their cells are empty because nobody has filled them yet. */
  refill: z.array(z.string()),
  /** Columns that Feishu does not let the app write; tried again every night. */
  refused: z.array(z.string()).default([]),
});
export type KnownColumns = z.infer<typeof knownColumns>;

/** Null for what was never noted, or noted in another form. */
export const readKnownColumns = (value: unknown): KnownColumns | null => knownColumns.safeParse(value).data ?? null;
export const columnsNoteName = (table: string): string => `columns:${table}`;

const liveProperty = z.object({ options: z.array(z.object({ name: z.string() })) });
const optionsOf = (field: LiveField): string[] | null =>
  liveProperty.safeParse(field.property).data?.options.map((option) => option.name) ?? null;

/** What is known after a look at the live columns. Of another table (deleted and made anew) nothing is carried over. */
export const bindColumns = (
  table: Table,
  tableId: string,
  before: KnownColumns | null,
  fields: readonly LiveField[],
): KnownColumns => {
  const earlier = before?.tableId === tableId ? before : null;
  const ids: Record<string, string> = {};
  const refill = new Set(earlier?.refill ?? []);
  const isLive = (id: string | undefined): id is string => fields.some((field) => field.fieldId === id);
  const bound = boundColumns(table.columns, fields, earlier?.ids);
  for (const key of Object.keys(table.columns)) {
    const [id, found] = [earlier?.ids[key], bound[key]];
    if (found) {
      ids[key] = found.fieldId;
      if (earlier && found.fieldId !== id) refill.add(key);
    } else if (id !== undefined) ids[key] = id;
  }
  return {
    tableId,
    ids,
    live: fields.map((field) => ({
      fieldId: field.fieldId,
      name: field.name,
      type: field.type,
      options: optionsOf(field),
    })),
    refill: [...refill].filter((key) => Object.hasOwn(table.columns, key)).sort(),
    refused: (earlier?.refused ?? []).filter((key) => isLive(ids[key])),
  };
};

type LiveColumn = KnownColumns['live'][number];
export const liveColumnOf = (known: KnownColumns, key: string): LiveColumn | null =>
  known.live.find((one) => one.fieldId === known.ids[key]) ?? null;

/** Keys of columns that are gone or of another type: they are neither read nor written until a person has mended them. */
export const waitingColumns = (table: Table, known: KnownColumns): ReadonlySet<string> => {
  const types = new Map(known.live.map((one) => [one.fieldId, one.type]));
  return new Set(
    Object.entries(table.columns)
      .filter(([key, column]) => types.get(known.ids[key] ?? '') !== column.kind.type)
      .map(([key]) => key),
  );
};

export interface ColumnTrouble {
  readonly key: string;
  readonly sentence: string;
}

/** What differs from the declaration, and what a person may do about it. */
export const columnTroubles = (table: Table, known: KnownColumns): readonly ColumnTrouble[] =>
  Object.entries(table.columns).flatMap(([key, column]): readonly ColumnTrouble[] => {
    const live = liveColumnOf(known, key);
    if (!live && known.ids[key] === undefined) {
      return [
        {
          key,
          sentence: `缺少新版本增加的列“${column.name}”，该列暂不读写，其他列照常。请运行 npm run bitable -- apply 建列，系统会填入内容。`,
        },
      ];
    }
    if (!live) {
      return [
        {
          key,
          sentence: `列“${column.name}”不见了，该列暂停读写，其他列照常。请在多维表格中撤销删除或从历史版本恢复；也可运行 npm run bitable -- apply 重新建列，系统会补回原有内容。`,
        },
      ];
    }
    if (live.type !== column.kind.type) {
      return [
        {
          key,
          sentence: `列“${live.name}”的类型被改动，该列暂停读写，其他列照常。请改回“${typeName(column)}”。`,
        },
      ];
    }
    const troubles: ColumnTrouble[] = [];
    if (live.name !== column.name) {
      const double = known.live.some((one) => one.name === column.name)
        ? `另有一列也叫“${column.name}”，系统未使用。`
        : '';
      troubles.push({
        key,
        sentence: `列“${column.name}”已改名为“${live.name}”，系统按新列名继续读写。${double}如非有意改名，请改回原名。`,
      });
    }
    if (known.refused.includes(key)) {
      troubles.push({
        key: `${key}:right`,
        sentence: `应用对列“${live.name}”没有编辑权限，该列暂停写入，其他列照常。请在多维表格的高级权限中，为应用所在角色开放该列的编辑权限，或授予应用“可管理”；系统每晚重试并补写，也可运行 npm run admin -- resync 立即补写。`,
      });
    }
    const present = live.options;
    const lost = (column.kind.options ?? []).filter((option) => present !== null && !present.includes(option.name));
    if (lost.length > 0) {
      troubles.push({
        key: `${key}:options`,
        sentence: `列“${live.name}”缺少选项${lost.map((option) => `“${option.name}”`).join('')}，请运行 npm run bitable -- apply 补回，或在列设置中照原文添加。`,
      });
    }
    return troubles;
  });
