/**
 * Whatever somebody types into any cell of any table is obeyed, or is put back and told: there is nothing in between. One column after
 * another, of every table and every kind of column that a hand can change.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { Column } from '../../bitable-schema/column.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { beijingMoment, bringToHandling, lettersTo, makeReady, openTown, type Town } from '../support/town.ts';

const STAFF = 'ou_sandbox_staff_1';
let town: Town;
afterEach(() => town.close());

const tableOf = (name: string) => {
  const found = town.sandbox.state.bases.flatMap((base) => base.tables).find((table) => table.name === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
};
const firstRow = (table: Table): string | undefined =>
  tableOf(table.name).records.find(({ cells }) => Object.keys(cells).length > 0)?.recordId;

/** Something of the column's type that does not stand there; undefined where no hand can change the cell. */
const markFor = ({ kind }: Column, shown: string): unknown => {
  const options = (kind.options ?? []).map(({ name }) => name).filter((name) => name !== shown);
  const linked = TABLES.find(({ key }) => key === kind.link?.table);
  switch (kind.type) {
    case 1:
      return '〔虚构〕手填';
    case 2:
      return 77;
    case 3:
      return options.at(-1);
    case 4:
      return options.slice(-1);
    case 5:
      return Date.parse('2031-05-05T00:00:00+08:00');
    case 7:
      return shown !== '是';
    case 11:
      return [{ id: 'ou_sandbox_renshe_1' }];
    case 13:
      return '19900000077';
    case 15:
      return { text: '〔虚构〕', link: 'https://example.cn/' };
    case 18:
    case 21: {
      const other = linked ? tableOf(linked.name).records.at(-1)?.recordId : undefined;
      return other === undefined ? undefined : [other];
    }
    default:
      return undefined;
  }
};

/** What the service says to whoever edits: in a message, or beside the row. */
const BESIDE = ['操作结果', '校验', '登记结果'];

/** One case that is handled, with everything that other tables hold of it, and a row of each that people fill in. */
const liveIn = async (isConfidential: boolean): Promise<void> => {
  town = await openTown();
  const record = await town.fileByForm(isConfidential ? { 是否要求保密: '是' } : {});
  await bringToHandling(town, record);
  const sheet = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
  if (!sheet) throw new Error('no sheet');
  await town.press(sheet, 'progress', { [FIELDS.progress.text]: '〔虚构〕已到现场查看。' });
  await town.settle();
  await town.add('enterprises', { 企业名称: '〔虚构〕溪乐预制构件有限公司' });
  const day = await town.add('receptionDays', { 名称: '三月第一次', 日期: beijingMoment('2026-03-16T00:00') });
  const second = await town.fileByForm({ 诉求内容: '〔虚构〕第二件，请协调。' });
  await makeReady(town, second);
  await town.edit(second, { 接待日: [day], 操作: '排入接待日' });
  await town.add('fieldVisits', { 企业名称: '〔虚构〕走访一家有限公司' });
};

describe('a hand in any column', { timeout: 120_000 }, () => {
  it.each(TABLES.map((table) => ({ name: table.name, table })))(
    'of $name is obeyed, or put back and told',
    async ({ table }) => {
      await liveIn(table.key === 'confidential');
      let tried = 0;
      const between: unknown[] = [];
      for (const column of Object.values(table.columns)) {
        const recordId = firstRow(table);
        if (recordId === undefined) break;
        const before = town.row(recordId, table.key);
        const mark = markFor(column, before[column.name] ?? '');
        if (mark === undefined) continue;
        tried += 1;
        const letters = lettersTo(town, STAFF).length;
        town.advance(2 * 60_000);
        town.sandbox.control.editRecord(
          { appToken: town.base.appToken, tableId: town.base.tables[table.key] ?? '', operator: STAFF, recordId },
          { [column.name]: mark },
        );
        const typed = town.row(recordId, table.key)[column.name] ?? '';
        if (typed === before[column.name]) continue;
        await town.settle();
        const after = town.row(recordId, table.key);
        const isObeyed = after[column.name] === typed && column.owner !== 'service';
        const isPutBack =
          after[column.name] === before[column.name] || (BESIDE.includes(column.name) && after[column.name] !== typed);
        const isTold = lettersTo(town, STAFF).length > letters || BESIDE.some((name) => after[name] !== before[name]);
        if (!isObeyed && !(isTold && (isPutBack || column.owner !== 'service')))
          between.push([
            column.name,
            column.owner,
            { before: before[column.name], typed, after: after[column.name], isTold },
          ]);
      }
      expect(between).toEqual([]);
      expect(tried).toBeGreaterThan(0);
    },
  );
});
