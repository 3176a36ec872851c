/**
 * The rows a Base begins with: each parameter of 参数设置 that has no row yet, and the 工商联's own row of 单位与承办人, so that its
 * staff may act at once. What people typed stays as it is.
 */
import { settings, units } from '../../bitable-schema/index.ts';
import { defaultSettingRows } from '../../bitable-schema/settings.ts';
import { decodeRow, encodeNewRow, type RecordOf, type Table } from '../../bitable-schema/table.ts';
import type { Rows, TableAddress } from '../ports.ts';
import type { Settings } from '../workflow/directory.ts';
import type { OpenId } from '../workflow/ids.ts';
import type { Insist } from './live-schema.ts';
import { tokenOf } from './row-identity.ts';

export interface RowsWork {
  /** In declared column names. */
  readonly rows: Pick<Rows, 'page' | 'create'>;
  readonly insist: Insist;
  readonly say: (line: string) => void;
}

type RowPage = Extract<Awaited<ReturnType<Rows['page']>>, { readonly kind: 'ok' }>['data'];
const MAX_PAGES = 20;

const filledRows = async <T extends Table>(
  { rows, insist }: RowsWork,
  table: T,
  address: TableAddress,
): Promise<readonly RecordOf<T>[]> => {
  const found: RecordOf<T>[] = [];
  let token: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = token;
    const read: RowPage = await insist(`读取“${table.name}”`, () => rows.page(address, asked));
    for (const row of read.rows) if (Object.keys(row.fields).length > 0) found.push(decodeRow(table, row.fields));
    token = read.nextPageToken;
    if (token === null) return found;
  }
  throw new Error(`${table.key} holds more rows than a directory can`);
};

/** `ifNone` decides what to make of an empty table: a fresh one is, one that was filled before cannot be. */
export const fillSettings = async (
  work: RowsWork,
  address: TableAddress,
  overrides: Partial<Settings>,
  ifNone: () => void,
): Promise<void> => {
  const present = await filledRows(work, settings, address);
  if (present.length === 0) ifNone();
  const names = new Set(present.map((row) => row.key));
  const missing = defaultSettingRows(overrides).filter((row) => !names.has(row.key));
  if (missing.length === 0) return;
  const rows = missing.map((row) => encodeNewRow(settings, row));
  const token = tokenOf([address.tableId, 'defaults', ...missing.map((row) => row.key)]);
  await work.insist('填写参数设置', () => work.rows.create(address, rows, token));
  work.say(`填写参数设置，${rows.length} 项`);
};

/** The organ's own row, in a table that is still empty. */
export const fillFederation = async (
  work: RowsWork,
  address: TableAddress,
  name: string,
  officers: readonly OpenId[],
): Promise<void> => {
  if (officers.length === 0 || (await filledRows(work, units, address)).length > 0) return;
  const row = encodeNewRow(units, { name, isFederation: true, officers });
  await work.insist('填写单位与承办人', () =>
    work.rows.create(address, [row], tokenOf([address.tableId, 'federation'])),
  );
  work.say(`填写单位与承办人：“${name}”，承办人 ${officers.length} 人`);
};
