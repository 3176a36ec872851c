/**
 * Whatever the events do, the tables and the cases come together again: quickly what changed, nightly everything; each costs what it
 * must and no more, goes on where it stopped, and its result can be read.
 */
import { afterEach, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { bringToUnits, makeReady, openTown, TOWN_OPERATOR, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const MINUTE = 60_000;
const pass = async (minutes: number) => {
  town.advance(minutes * MINUTE);
  await town.service.tick();
  await town.settle();
};
const callsSince = (at: number) =>
  town.sandbox.log.calls
    .slice(at)
    .map((call) => `${call.method} ${call.path.replace(/^\/open-apis/, '')}`)
    .filter((call) => !call.includes('/auth/'));
const silently = (change: () => void) => {
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  if (!base) throw new Error('no base');
  base.isSubscribed = false;
  change();
  base.isSubscribed = true;
};
const target = (table = 'cases') => ({
  appToken: town.base.appToken,
  tableId: town.base.tables[table] ?? '',
  operator: 'ou_sandbox_staff_1',
});
const note = async (level: 'quick' | 'full') =>
  (await town.service.mirror.loadNotes(town.base.district)).get(`sweep:${level}`)?.value;

it('an edit whose event was lost is taken in within minutes', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await pass(11);
  silently(() => {
    town.sandbox.control.editRecord({ ...target(), recordId: record }, { 操作: '受理', 急: true });
    town.sandbox.control.editRecord(
      { ...target('leaders'), recordId: town.idOf('leaders', '副区长庚') },
      { 可签批: false },
    );
  });
  await town.settle();
  expect(town.row(record)['状态']).toBe('待受理');
  await pass(11);
  expect(town.row(record)['状态']).toBe('核查中');
  const { leaders } = await town.service.mirror.loadDirectory(town.base.district);
  expect(leaders.find((leader) => leader.name === '副区长庚')?.maySign).toBe(false);
  expect(await note('quick')).toMatchObject({ repaired: 1 });
});

it('while nothing changes a look costs one call', async () => {
  town = await openTown();
  await bringToUnits(town, await town.fileByForm());
  await pass(11);
  await pass(11);
  const before = town.sandbox.log.calls.length;
  for (let slot = 0; slot < 6; slot += 1) await pass(10);
  expect(callsSince(before)).toEqual(Array.from({ length: 6 }, () => `GET /bitable/v1/apps/${town.base.appToken}`));
});

it('the nightly comparison finds deleted rows, also of cases that are over, and says what it did', async () => {
  town = await openTown();
  const over = await town.fileByForm();
  await town.edit(over, { 操作: '不予受理', 处理说明: '〔虚构〕不属受理范围，请向法院起诉。' });
  const open = await town.fileByForm();
  await makeReady(town, open);
  const ids = [town.row(over)['受理编号'], town.row(open)['受理编号']];
  silently(() => {
    for (const recordId of [over, open]) town.sandbox.control.deleteRecord({ ...target(), recordId });
  });
  town.advance(24 * 60 * MINUTE - 9 * 60 * MINUTE);
  await pass(4 * 60);
  const rows = town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find((table) => table.name === '事项')
    ?.records.map((record) => town.row(record.recordId)['受理编号']);
  expect(rows?.filter((id) => ids.includes(id)).sort()).toEqual([...ids].sort());
  expect(await note('full')).toMatchObject({ restored: 2 });
  const health = town.sandbox.state.bases.flatMap((base) => base.tables).find((table) => table.name === '运行状况');
  const lines = (health?.records ?? []).map((record) => town.row(record.recordId, 'health')['情况']);
  expect(lines.join()).toMatch(/全量对账 03-03 .*恢复 2 行/);
});

it('a comparison goes on where it was cut short, and begins its pages anew when their token is over', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await town.fileByForm();
  silently(() => town.sandbox.control.editRecord({ ...target(), recordId: record }, { 批示: '〔虚构〕我来批' }));
  const cases = town.base.tables['cases'];
  town.sandbox.control.addFaults([
    { path: `${cases}/records/search$`, effect: { kind: 'status', status: 502 } },
    { path: `${cases}/records/batch_update$`, effect: { kind: 'dropBefore' } },
  ]);
  await town.service.lookAround('cut short');
  await town.settle();
  await pass(5);
  expect(town.row(record)['批示']).toBe('');
  expect(await note('full')).toMatchObject({ seen: 2 });
});

it('what waits, what was compared and what was called can be read by the operator', async () => {
  town = await openTown();
  await bringToUnits(town, await town.fileByForm());
  await pass(2);
  const read = async (token: string) =>
    town.service.app.request('/metrics', { headers: { authorization: `Bearer ${token}` } });
  expect((await read('wrong')).status).not.toBe(200);
  const page = await (await read(TOWN_OPERATOR)).text();
  expect(page).toMatch(/reception_day_lane_due\{district="demo",lane="base"\} 0/);
  expect(page).toMatch(/reception_day_sweep_ended_timestamp_seconds\{district="demo",level="full"\} \d+/);
  expect(page).toMatch(/reception_day_feishu_calls_total\{endpoint="bitable.record.batchUpdate",end="ok"\} [1-9]/);
  expect(page).toMatch(/reception_day_feishu_calls_today\{endpoint="im.message.create",end="ok"\} [1-9]/);
  expect(page).toMatch(/reception_day_feishu_conflicts_today 0/);
  expect(page).not.toMatch(/ou_|\brec[A-Za-z0-9]{8}/);
});

it('an enterprise’s case stays as it is when the same row is compared again and again', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record);
  const id = caseId(town.row(record)['受理编号'] ?? '');
  const before = (await town.service.cases.loadEvents(id)).length;
  for (const occasion of ['one', 'two', 'three']) {
    await town.service.lookAround(occasion);
    await town.settle();
  }
  expect((await town.service.cases.loadEvents(id)).length).toBe(before);
});

it('a comparison of everything reads each page once and asks for no row by its id while nothing is missing', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  await town.fileByForm();
  await pass(11);
  const before = town.sandbox.log.calls.length;
  await town.service.lookAround('at rest');
  await town.settle();
  const rows = callsSince(before).filter((call) => call.includes('/records'));
  const of = (table: string) => rows.filter((call) => call.includes(`/${town.base.tables[table]}/`));
  for (const table of ['cases', 'visits', 'progress', 'confidential'])
    expect(of(table).map((call) => call.split('/').at(-1))).toEqual(['search']);
  expect(rows.filter((call) => call.endsWith('/batch_get'))).toEqual([]);

  silently(() => town.sandbox.control.deleteRecord({ ...target(), recordId: record }));
  const again = town.sandbox.log.calls.length;
  await town.service.lookAround('one missing');
  await town.settle();
  expect(callsSince(again).filter((call) => call.endsWith('/batch_get'))).not.toEqual([]);
  expect(await note('full')).toMatchObject({ restored: 1 });
  const names = [...(await town.service.mirror.loadNotes(town.base.district)).keys()];
  expect(names.filter((name) => name.startsWith('seen:'))).toEqual([]);
});
