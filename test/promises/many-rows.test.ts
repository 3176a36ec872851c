/**
 * Many rows pasted at once, while every call to the database takes its time: more than one turn can take in. Each turn has to
 * leave something written behind, or the rows would be taken in again and again and never be shown. In every table in which rows ask
 * for something.
 */
import { createClient } from '@libsql/client';
import { afterEach, describe, expect, it } from 'vitest';
import { openTown, type Town } from '../support/town.ts';

/** So many turns of ten seconds are plenty. */
const MOST_TURNS = 60;

let town: Town;
let pass = (_ms: number): void => {};
afterEach(() => town.close());

/** A town whose database takes so long for each call once rows are pasted. */
const openSlowTown = async (callMs: number): Promise<void> => {
  pass = () => {};
  town = await openTown({}, undefined, undefined, {
    createClient: (config) => {
      const client = createClient(config);
      const send = client.batch.bind(client);
      client.batch = async (statements, mode) => {
        pass(callMs);
        return send(statements, mode);
      };
      return client;
    },
  });
};
const paste = (key: string, count: number, cellsOf: (index: number) => Readonly<Record<string, unknown>>): void => {
  const target = {
    appToken: town.base.appToken,
    tableId: town.base.tables[key] ?? '',
    operator: 'ou_sandbox_staff_1',
  };
  for (let index = 1; index <= count; index += 1) town.sandbox.control.createRecord(target, { ...cellsOf(index) });
  pass = town.advance;
};
const comeToRest = async (): Promise<void> => {
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    await town.sandbox.tick();
    await town.sandbox.settled();
    town.advance(10_000);
    await town.service.tick();
  }
  pass = () => {};
  expect((await town.service.outbox.health(town.base.district, town.now())).due).toBe(0);
};
const rowsOf = (key: string): readonly Readonly<Record<string, unknown>>[] =>
  (
    town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ tableId }) => tableId === town.base.tables[key])
      ?.records ?? []
  )
    .filter(({ cells }) => Object.keys(cells).length > 0)
    .map(({ recordId }) => town.row(recordId, key));
const appeal = (index: number) => ({
  企业名称: `〔虚构〕企业${index}`,
  类型: '问题',
  类别: '其他',
  诉求内容: `〔虚构〕诉求${index}`,
});

describe.each([
  [60, 300],
  [120, 100],
])('%i rows, on a database of %i ms a call', (count, callMs) => {
  it('come to rest as one case and one row each', { timeout: 120_000 }, async () => {
    await openSlowTown(callMs);
    paste('cases', count, appeal);
    await comeToRest();
    const rows = rowsOf('cases');
    expect(rows).toHaveLength(count);
    expect(new Set(rows.map((row) => row['状态']))).toEqual(new Set(['待受理']));
  });

  it('of 走访 are opened as one case each, and each says so', { timeout: 120_000 }, async () => {
    await openSlowTown(callMs);
    paste('fieldVisits', count, (index) => ({ ...appeal(index), 操作: '转为事项' }));
    await comeToRest();
    const visits = rowsOf('fieldVisits');
    expect(visits.map((row) => row['操作'] ?? '').join('')).toBe('');
    expect(visits.filter((row) => /已登记为/.test(String(row['操作结果'])))).toHaveLength(count);
    expect(rowsOf('cases')).toHaveLength(count);
  });
});
