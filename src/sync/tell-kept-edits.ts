/**
 * What people did to rows of the tables that the service keeps: who typed over its cells or deleted a row is told, and 运行状况
 * says so, because these tables have no column for a reason. Told before anything is put back.
 */
import type { Column } from '../../bitable-schema/columns.ts';
import { sameCell, type Table, type Values } from '../../bitable-schema/table.ts';
import type { BaseDeps, Run } from './base-deps.ts';
import { KEPT_ROW_DELETED, keptRow, keptRowPutBack } from './health-lines.ts';
import type { KeptLook, KeptRows } from './kept-rows.ts';
import { type TableItem, type TablePlan, wantedCells } from './mirror-table.ts';
import { shadowOf } from './shadow.ts';
import { deleterOf, editNotice, editorOf, putBackSentence, selfOf } from './tell-editor.ts';

export const tellKeptEdits = (deps: BaseDeps, run: Run, { table, items }: TablePlan, kept: KeptRows): void => {
  const itemByEntity = new Map(items.map((item) => [item.entityId, item]));
  const self = selfOf(run.notes);
  const { district } = run.base;
  const now = deps.now();
  for (const look of kept.looksAt(table.key).values()) {
    const item = itemByEntity.get(look.mirrorRow.entityId);
    // A row that should not be there any more may be typed over or deleted.
    if (!item) continue;
    const record = look.mirrorRow.recordId;
    const name = keptRow(table, item.name);
    if (look.row === null) {
      const deletion = { record, modifiedAt: null, item: name, sentence: KEPT_ROW_DELETED };
      run.notices.push(...editNotice(district, deleterOf(look.dues, self), deletion, now));
      continue;
    }
    const foreign = typedOver(run, table, item, look);
    const editor = editorOf(look.row, look.dues, self);
    const isOwn = self !== null && look.row.modifiedBy === self && editor.openId === null;
    if (foreign.length === 0 || isOwn) continue;
    const sentence = putBackSentence(foreign);
    const edited = { record, modifiedAt: look.row.modifiedAt, item: name, sentence };
    run.notices.push(...editNotice(district, editor.openId, edited, now));
    run.intentions.push(keptRowPutBack(district, table, item.name, record, sentence, now));
  }
};

/** Names of service columns that show neither what was agreed on nor what they should show now. */
const typedOver = (run: Run, table: Table, item: TableItem, look: KeptLook): readonly string[] => {
  const agreed = shadowOf(look.mirrorRow);
  const wanted = wantedCells(table, item, look);
  const refilling = run.live.refilling(table.key);
  return Object.entries<Column>(table.columns)
    .filter(([key, { owner }]) => owner === 'service' && !refilling.has(key))
    .filter(([key, column]) => {
      const at = (values: Values) => values[key] ?? column.empty;
      const shown = at(look.shown);
      // Feishu empties a link itself when the row it names is deleted.
      if (column.kind.link && sameCell(shown, column.empty)) return false;
      return !sameCell(shown, at(agreed)) && !sameCell(shown, at(wanted));
    })
    .map(([, { name }]) => name);
};
