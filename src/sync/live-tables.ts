/**
 * The tables as they really are: the only file that knows that cells are addressed by the column's present name. Everyone else
 * uses declared names. Columns that are gone or changed are left out of reads and writes; what only a person can mend
 * becomes a trouble, and the call comes again later instead of being given up.
 */
import { TABLES } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type {
  BaseBinding,
  Fact,
  FeishuFailure,
  FeishuResult,
  Rows,
  Structure,
  SyncNote,
  TableAddress,
} from '../ports.ts';
import {
  bindColumns,
  columnsNoteName,
  columnTroubles,
  type KnownColumns,
  liveColumnOf,
  readKnownColumns,
  waitingColumns,
} from './column-state.ts';
import { findRefused, isColumnRefusal } from './refused-columns.ts';
import type { Troubles } from './troubles.ts';
import { LINKED_ROW_GONE, updateRows } from './update-rows.ts';

export interface LiveTables {
  /** The same calls, in declared column names. */
  readonly rows: Rows;
  /** Reads the columns, at most once in a run unless `again`. */
  readonly look: (table: string, again?: boolean) => Promise<FeishuResult<null>>;
  readonly hasLooked: (table: string) => boolean;
  /** Keys of columns that cannot be used now. */
  readonly waiting: (table: string) => ReadonlySet<string>;
  /** Keys of columns that cannot be written now: those, and the ones Feishu refuses the app. */
  readonly unwritable: (table: string) => ReadonlySet<string>;
  /** Keys of columns that Feishu refuses the app to write. */
  readonly refused: (table: string) => ReadonlySet<string>;
  /** Columns that were refused are tried again. */
  readonly tryRefusedAgain: () => void;
  /** Keys of columns that were made anew, and not yet filled again. */
  readonly refilling: (table: string) => ReadonlySet<string>;
  /** The rows of these refilled columns are done. */
  readonly refilled: (table: string, keys: readonly string[]) => void;
  /** Whether a select column no longer offers what a row once held: Feishu then emptied the cell, not a person. */
  readonly hasLostOption: (table: string, key: string, value: unknown) => boolean;
  /** Tables that were deleted and made anew since the last look at their columns. */
  readonly madeAnew: ReadonlySet<string>;
  /** Tables in which a column can be used again that could not before this run. */
  readonly resumed: () => readonly string[];
  readonly facts: () => readonly Fact[];
}

export interface LiveTablesDeps {
  readonly rows: Rows;
  readonly structure: Pick<Structure, 'listFields'>;
}

const MINUTE_MS = 60_000;
const MENDED_BY_HAND_MS = 10 * MINUTE_MS;
const RIGHTS_MS = 5 * MINUTE_MS;

const TABLE_GONE = new Set([1254003, 1254004, 1254040, 1254041]);
const RIGHT_GONE = new Set([91403, 1254302, 1254304, 1254305]);
const TABLE_FULL = new Set([1254103, 1254306]);
/** A name that is not there, or a value that does not fit: the columns are not what they were. */
const COLUMNS_CHANGED = new Set([
  1254015, 1254018, 1254024, 1254044, 1254045, 1254060, 1254061, 1254062, 1254063, 1254064, 1254065, 1254066, 1254067,
  1254068, 1254069, 1254072, 1254074,
]);

export const createLiveTables = (
  deps: LiveTablesDeps,
  base: BaseBinding,
  notes: ReadonlyMap<string, SyncNote>,
  troubles: Troubles,
): LiveTables => {
  const known = new Map<string, KnownColumns>();
  const looked = new Set<string>();
  const changed = new Set<string>();
  const waitedBefore = new Map<string, ReadonlySet<string>>();
  const madeAnew = new Set<string>();
  for (const table of TABLES) {
    const noted = readKnownColumns(notes.get(columnsNoteName(table.key))?.value);
    if (noted && base.tables[table.key] !== undefined && noted.tableId !== base.tables[table.key])
      madeAnew.add(table.key);
    if (!noted || noted.tableId !== base.tables[table.key]) continue;
    known.set(table.key, noted);
    waitedBefore.set(table.key, waitingColumns(table, noted));
  }

  const declaredAt = (address: TableAddress): Table => {
    const key = Object.entries(base.tables).find(([, tableId]) => tableId === address.tableId)?.[0];
    const table = TABLES.find((one) => one.key === key);
    if (!table) throw new Error('a table that is not declared has no columns of ours');
    return table;
  };
  const declared = (key: string): Table => {
    const table = TABLES.find((one) => one.key === key);
    if (!table) throw new Error(`no table ${key} is declared`);
    return table;
  };
  const waiting = (key: string): ReadonlySet<string> => {
    const columns = known.get(key);
    return columns ? waitingColumns(declared(key), columns) : new Set();
  };

  const look = async (key: string, again = false): Promise<FeishuResult<null>> => {
    if (looked.has(key) && !again) return { kind: 'ok', data: null };
    const table = declared(key);
    const tableId = base.tables[key] ?? '';
    const fields = await deps.structure.listFields({ appToken: base.appToken, tableId });
    if (fields.kind !== 'ok') return met(table, 'read', fields);
    looked.add(key);
    const columns = bindColumns(table, tableId, known.get(key) ?? null, fields.data);
    if (JSON.stringify(columns) !== JSON.stringify(known.get(key))) changed.add(key);
    known.set(key, columns);
    troubles.mended(`column:${key}`);
    for (const trouble of columnTroubles(table, columns))
      troubles.meet(`column:${key}:${trouble.key}`, { item: `“${table.name}”表`, sentence: trouble.sentence });
    return { kind: 'ok', data: null };
  };

  /** What a failed call says of the table. What a person can mend is waited for, without an end. */
  const met = (table: Table, access: 'read' | 'write' | 'add', failure: FeishuFailure): FeishuFailure => {
    const item = `“${table.name}”表`;
    const wait = (sentence: string, afterMs: number): FeishuFailure => {
      troubles.meet(`${access}:${table.key}`, { item, sentence });
      return { kind: 'retry', code: failure.code, afterMs, reason: sentence };
    };
    if (TABLE_GONE.has(failure.code)) {
      return wait(
        '该表或整个多维表格不见了，有关内容暂缓写入，其他表照常。请从回收站恢复；无法恢复的，运行 npm run bitable -- apply 重建，系统会补回内容。',
        MENDED_BY_HAND_MS,
      );
    }
    if (RIGHT_GONE.has(failure.code)) {
      return wait(
        `应用对该表的${access === 'read' ? '读取' : '编辑'}权限被取消，有关内容暂缓处理。请在多维表格“…”菜单中重新添加本应用为文档应用并授予“可管理”；开启高级权限的，把应用加入有权限的角色。`,
        RIGHTS_MS,
      );
    }
    if (access === 'add' && TABLE_FULL.has(failure.code)) {
      return wait(
        '该表行数已达上限，新行暂缓写入，已有行照常更新。请把往年已办结的行导出归档后删除，或升级飞书版本。',
        MENDED_BY_HAND_MS,
      );
    }
    return failure;
  };
  const worked = (table: Table, access: 'read' | 'write' | 'add'): void => {
    troubles.mended(`${access}:${table.key}`);
  };

  /** The columns as known; read from Feishu the first time. */
  const columnsOf = async (table: Table): Promise<FeishuResult<KnownColumns>> => {
    const at = known.get(table.key);
    if (at) return { kind: 'ok', data: at };
    const seen = await look(table.key);
    if (seen.kind !== 'ok') return seen;
    const fresh = known.get(table.key);
    if (!fresh) throw new Error(`columns of ${table.key} were read and are not known`);
    return { kind: 'ok', data: fresh };
  };

  const inDeclaredNames = (table: Table, columns: KnownColumns, fields: Fields): Fields => {
    const skip = waitingColumns(table, columns);
    return Object.fromEntries(
      Object.entries(table.columns).flatMap(([key, column]) => {
        const name = liveColumnOf(columns, key)?.name;
        const value = name === undefined || skip.has(key) ? undefined : fields[name];
        return value === undefined ? [] : [[column.name, value]];
      }),
    );
  };
  const inLiveNames = (table: Table, columns: KnownColumns, fields: Fields): Fields => {
    const skip = unwritableColumns(table, columns);
    return Object.fromEntries(
      Object.entries(table.columns).flatMap(([key, column]) => {
        const name = liveColumnOf(columns, key)?.name;
        return name === undefined || skip.has(key) || !Object.hasOwn(fields, column.name)
          ? []
          : [[name, fields[column.name]]];
      }),
    );
  };

  const refuse = (table: Table, keys: readonly string[]): KnownColumns | null => {
    const before = known.get(table.key);
    if (!before || keys.length === 0) return before ?? null;
    const columns = { ...before, refused: [...new Set([...before.refused, ...keys])].sort() };
    known.set(table.key, columns);
    changed.add(table.key);
    for (const trouble of columnTroubles(table, columns))
      troubles.meet(`column:${table.key}:${trouble.key}`, { item: `“${table.name}”表`, sentence: trouble.sentence });
    return columns;
  };

  /**
   * One call in live names. When it fails as if the columns had changed, they are looked at and it is made once more; when they
   * have not, `around` may find a way around columns that are refused.
   */
  const calling = async <T>(
    address: TableAddress,
    access: 'read' | 'write' | 'add',
    call: (table: Table, columns: KnownColumns) => Promise<FeishuResult<T>>,
    around: ((table: Table, refusal: FeishuFailure) => Promise<FeishuResult<T>>) | null = null,
  ): Promise<FeishuResult<T>> => {
    const table = declaredAt(address);
    const columns = await columnsOf(table);
    if (columns.kind !== 'ok') return columns;
    let result = await call(table, columns.data);
    if (result.kind === 'reject' && COLUMNS_CHANGED.has(result.code)) {
      const before = known.get(table.key);
      const seen = await look(table.key, true);
      if (seen.kind !== 'ok') return seen;
      const after = known.get(table.key);
      if (after && JSON.stringify(after) !== JSON.stringify(before)) result = await call(table, after);
    }
    if (around && isOfSomeCells(result, access) && !troubles.has(`${access}:${table.key}`))
      result = await around(table, result);
    if (result.kind !== 'ok') return met(table, access, result);
    worked(table, access);
    return result;
  };

  /** A name nobody knows means that a column was renamed or added: then the rows are read with what is so now. */
  const translated = async <T extends { readonly rows: readonly { readonly fields: Fields }[] }>(
    table: Table,
    result: FeishuResult<T>,
  ): Promise<FeishuResult<T>> => {
    if (result.kind !== 'ok') return result;
    const names = new Set(known.get(table.key)?.live.map((one) => one.name));
    if (result.data.rows.some((row) => Object.keys(row.fields).some((name) => !names.has(name)))) {
      const seen = await look(table.key);
      if (seen.kind !== 'ok') return seen;
    }
    const columns = known.get(table.key);
    if (!columns) return result;
    const rows = result.data.rows.map((row) => ({ ...row, fields: inDeclaredNames(table, columns, row.fields) }));
    return { kind: 'ok', data: { ...result.data, rows } };
  };

  const rows: Rows = {
    get: (address, ids) =>
      calling(address, 'read', async (table) => translated(table, await deps.rows.get(address, ids))),
    page: (address, token) =>
      calling(address, 'read', async (table) => translated(table, await deps.rows.page(address, token))),
    recent: (address, name, token) =>
      calling(address, 'read', async (table, columns) => {
        const live = liveColumnOf(columns, keyNamed(table, name));
        return live ? translated(table, await deps.rows.recent(address, live.name, token)) : unreadable(name);
      }),
    findByText: async (address, name, value) => {
      const found = await calling(address, 'read', async (table, columns) => {
        const key = keyNamed(table, name);
        const live = liveColumnOf(columns, key);
        if (!live || waitingColumns(table, columns).has(key)) return unreadable(name);
        const read = await deps.rows.findByText(address, live.name, value);
        return translated(table, read.kind === 'ok' ? { kind: 'ok', data: { rows: read.data } } : read);
      });
      return found.kind === 'ok' ? { kind: 'ok', data: found.data.rows } : found;
    },
    create: (address, given, token) => {
      const make = (table: Table, columns: KnownColumns, news: readonly Fields[]) =>
        deps.rows.create(
          address,
          news.map((fields) => inLiveNames(table, columns, fields)),
          token,
        );
      return calling(
        address,
        'add',
        (table, columns) => make(table, columns, given),
        async (table, refusal) => {
          const columns = known.get(table.key);
          const first = firstColumns(table);
          if (!columns || first.size === 0) return refusal;
          const made = await make(
            table,
            columns,
            given.map((fields) => pickFields(fields, (name) => first.has(name))),
          );
          if (made.kind !== 'ok') return isColumnRefusal(made) ? refusal : made;
          const rest = made.data.map((recordId, index) => ({
            recordId,
            fields: pickFields(given[index] ?? {}, (name) => !first.has(name)),
          }));
          const { failed, gone } = await updateRows(rows, address, rest);
          const [unwritten] = failed;
          if (!unwritten && gone.length === 0) return made;
          // The rows stand, and are found again by their identity.
          const { code, reason } = unwritten?.failure ?? refusal;
          return { kind: 'unknown', code, reason };
        },
      );
    },
    update: (address, given) => {
      const write = async (table: Table, columns: KnownColumns, some: typeof given): Promise<FeishuResult<null>> => {
        const writes = some
          .map(({ recordId, fields }) => ({ recordId, fields: inLiveNames(table, columns, fields) }))
          .filter(({ fields }) => Object.keys(fields).length > 0);
        return writes.length === 0 ? { kind: 'ok', data: null } : deps.rows.update(address, writes);
      };
      return calling(
        address,
        'write',
        (table, columns) => write(table, columns, given),
        async (table, refusal) => {
          const columns = known.get(table.key);
          if (!columns) return refusal;
          const skip = unwritableColumns(table, columns);
          const keys = Object.entries(table.columns).flatMap(([key, { name }]) =>
            !skip.has(key) && given.some(({ fields }) => Object.hasOwn(fields, name)) ? [key] : [],
          );
          const found = await findRefused(keys, (some) => {
            const names = new Set(some.map((key) => table.columns[key]?.name));
            return write(
              table,
              columns,
              given.map(({ recordId, fields }) => ({
                recordId,
                fields: pickFields(fields, (name) => names.has(name)),
              })),
            );
          });
          if (found.kind === 'failed') return found.failure;
          if (found.kind === 'table') return refusal;
          // Everything else was written while they were looked for.
          refuse(table, found.keys);
          return { kind: 'ok', data: null };
        },
      );
    },
    remove: (address, ids) => calling(address, 'write', () => deps.rows.remove(address, ids)),
  };

  return {
    rows,
    look,
    hasLooked: (key) => looked.has(key),
    waiting,
    unwritable: (key) => {
      const columns = known.get(key);
      return columns ? unwritableColumns(declared(key), columns) : new Set();
    },
    refused: (key) => new Set(known.get(key)?.refused ?? []),
    tryRefusedAgain: () => {
      for (const [key, columns] of known) {
        if (columns.refused.length === 0) continue;
        for (const one of columns.refused) troubles.mended(`column:${key}:${one}:right`);
        known.set(key, { ...columns, refused: [] });
        changed.add(key);
      }
    },
    refilling: (key) => new Set(known.get(key)?.refill ?? []),
    refilled: (key, keys) => {
      const columns = known.get(key);
      if (!columns || keys.length === 0) return;
      known.set(key, { ...columns, refill: columns.refill.filter((one) => !keys.includes(one)) });
      changed.add(key);
    },
    hasLostOption: (key, column, value) => {
      const columns = known.get(key);
      const options = columns && liveColumnOf(columns, column)?.options;
      return typeof value === 'string' && Array.isArray(options) && !options.includes(value);
    },
    madeAnew,
    resumed: () =>
      [...changed].filter((key) => {
        const now = waiting(key);
        const columns = known.get(key);
        return (
          [...(waitedBefore.get(key) ?? [])].some((one) => !now.has(one)) ||
          (columns?.refill ?? []).some(
            (one) => !readKnownColumns(notes.get(columnsNoteName(key))?.value)?.refill.includes(one),
          )
        );
      }),
    facts: () =>
      [...changed].flatMap((key): readonly Fact[] => {
        const columns = known.get(key);
        return columns ? [{ kind: 'noted', name: columnsNoteName(key), value: columns }] : [];
      }),
  };
};

/** Refused for some cells only: without them the row can be made, and the others written after it. */
const isOfSomeCells = (result: FeishuResult<unknown>, access: 'read' | 'write' | 'add'): result is FeishuFailure =>
  result.kind !== 'ok' && (isColumnRefusal(result) || (access === 'add' && result.code === LINKED_ROW_GONE));

const keyNamed = (table: Table, name: string): string =>
  Object.entries(table.columns).find(([, column]) => column.name === name)?.[0] ?? '';
const unreadable = (name: string): FeishuFailure => ({
  kind: 'retry',
  code: 0,
  afterMs: MENDED_BY_HAND_MS,
  reason: `列“${name}”现在不能读取`,
});

type Fields = Readonly<Record<string, unknown>>;
const pickFields = (fields: Fields, isWanted: (name: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => isWanted(name)));

/** Names of the columns a row is made with when others may be refused: its primary one, and the one it is found by. */
const firstColumns = (table: Table): ReadonlySet<string> => {
  const identity = table.identity === undefined ? undefined : table.columns[table.identity]?.name;
  const primary = Object.values(table.columns)[0]?.name;
  return identity === undefined || primary === undefined ? new Set() : new Set([primary, identity]);
};

const unwritableColumns = (table: Table, columns: KnownColumns): ReadonlySet<string> =>
  new Set([...waitingColumns(table, columns), ...columns.refused]);
