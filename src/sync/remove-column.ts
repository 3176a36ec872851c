/**
 * Deleting one column that a person named (删列): the only thing this program ever deletes from a Base that it did not put there by
 * itself. Columns that the service uses are refused: the next run would make them again, empty.
 */
import { TABLES } from '../../bitable-schema/index.ts';
import type { MirrorStore, Structure } from '../ports.ts';
import type { DistrictId } from '../workflow/ids.ts';
import { ApplyStopped } from './find-base.ts';
import { createInsist, findLive, knownIdsOf, type Pause } from './live-schema.ts';

export interface RemoveDeps {
  readonly structure: Structure;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'loadNotes'>;
  readonly pause: Pause;
}

/** `named`: 表.列. Without `isSure` it only says what would go. Throws ApplyStopped where it may not. */
export const removeColumn = async (
  deps: RemoveDeps,
  district: DistrictId,
  named: string,
  isSure: boolean,
): Promise<string> => {
  const [tableName = '', ...rest] = named.split('.');
  const columnName = rest.join('.');
  const insist = createInsist(deps.pause);
  const base = (await deps.mirror.loadBases()).find((one) => one.district === district);
  if (!base) throw new ApplyStopped('该区还没有多维表格。');
  const tables = await insist('读取数据表', () => deps.structure.listTables(base.appToken));
  const table = tables.find((one) => one.name === tableName);
  if (!table) throw new ApplyStopped(`没有数据表“${tableName}”。写法是 --remove 表名.列名。`);
  const address = { appToken: base.appToken, tableId: table.tableId };
  const fields = await insist('读取列', () => deps.structure.listFields(address));
  const field = fields.find((one) => one.name === columnName);
  if (!field) throw new ApplyStopped(`“${tableName}”没有列“${columnName}”。`);
  if (field.isPrimary) throw new ApplyStopped(`“${columnName}”是索引列，飞书不允许删除。`);

  const notes = await deps.mirror.loadNotes(district);
  for (const declared of TABLES) {
    if (findLive([table], declared, base.tables[declared.key]) === null) continue;
    const known = Object.values(knownIdsOf(notes, declared, table.tableId));
    const isUsed = Object.values(declared.columns).some((column) => column.name === columnName);
    if (isUsed || known.includes(field.fieldId)) throw new ApplyStopped(`列“${columnName}”由系统使用，不能删除。`);
  }
  if (!isSure) return `将删除“${tableName}”的列“${columnName}”及其全部内容，不可恢复。确认的话请再加 --yes。`;
  await insist(`删除列“${columnName}”`, () => deps.structure.deleteField(address, field.fieldId));
  return `已删除“${tableName}”的列“${columnName}”。`;
};
