/**
 * Making a district's Base from a composed service: the same two steps for the command line, the sandbox and tests.
 */
import { randomUUID } from 'node:crypto';
import type { ReceptionDay } from '../compose.ts';
import type { BaseBinding } from '../ports.ts';
import { type ApplyRequest, applySchema } from '../sync/apply-schema.ts';

/** Creates or completes the Base; twice is the same as once. `say` gets one Chinese line per thing done. */
export const setUpDistrict = (
  service: Pick<ReceptionDay, 'schema'>,
  request: ApplyRequest,
  say: (line: string) => void = () => {},
): Promise<BaseBinding> => applySchema({ ...service.schema, say }, request);

export class FillFailed extends Error {
  constructor(table: string, reason: string) {
    super(`没有填好“${table}”表：${reason}`);
    this.name = 'FillFailed';
  }
}

/** Types rows (write shape) into a table that holds no filled row yet; otherwise leaves it alone. */
export const fillTable = async (
  service: Pick<ReceptionDay, 'feishu'>,
  base: BaseBinding,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> => {
  const address = { appToken: base.appToken, tableId: base.tables[table] ?? '' };
  const present = await service.feishu.rows.page(address, null);
  if (present.kind !== 'ok') throw new FillFailed(table, present.reason);
  if (present.data.rows.some((row) => Object.keys(row.fields).length > 0)) return;
  const created = await service.feishu.rows.create(address, rows, randomUUID());
  if (created.kind !== 'ok') throw new FillFailed(table, created.reason);
};
