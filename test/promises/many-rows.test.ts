/**
 * Many rows pasted at once, while every call to the database takes its time: more than one turn can take in. Each turn has to
 * leave something written behind, or the rows would be taken in again and again and never be shown.
 */
import { createClient } from '@libsql/client';
import { afterEach, expect, it } from 'vitest';
import { openTown, type Town } from '../support/town.ts';

const ROWS = 60;
const CALL_MS = 300;
/** So many turns of ten seconds are plenty. */
const MOST_TURNS = 60;

let town: Town;
afterEach(() => town.close());

it('come to rest on a slow database, each as one case and one row', { timeout: 120_000 }, async () => {
  let pass = (_ms: number): void => {};
  town = await openTown({}, undefined, undefined, {
    createClient: (config) => {
      const client = createClient(config);
      const send = client.batch.bind(client);
      client.batch = async (statements, mode) => {
        pass(CALL_MS);
        return send(statements, mode);
      };
      return client;
    },
  });
  const target = {
    appToken: town.base.appToken,
    tableId: town.base.tables['cases'] ?? '',
    operator: 'ou_sandbox_staff_1',
  };
  for (let index = 1; index <= ROWS; index += 1)
    town.sandbox.control.createRecord(target, {
      企业名称: `〔虚构〕企业${index}`,
      类型: '问题',
      类别: '其他',
      诉求内容: `〔虚构〕诉求${index}`,
    });
  pass = town.advance;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    await town.sandbox.tick();
    await town.sandbox.settled();
    town.advance(10_000);
    await town.service.tick();
  }
  pass = () => {};
  const table = town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ name }) => name === '事项');
  const filled = (table?.records ?? []).filter(({ cells }) => Object.keys(cells).length > 0);
  expect(filled).toHaveLength(ROWS);
  expect(new Set(filled.map(({ recordId }) => town.row(recordId)['状态']))).toEqual(new Set(['待受理']));
  expect((await town.service.outbox.health(town.base.district, town.now())).due).toBe(0);
});
