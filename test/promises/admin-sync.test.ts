/** `npm run admin`: comparing a district by hand in both directions, and sending again what was given up. */
import { afterEach, expect, it } from 'vitest';
import { runAdmin } from '../../src/cli/admin.ts';
import { bringToUnits, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const admin = async (...argv: readonly string[]) => {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runAdmin(
    argv,
    async () => ({ ...town.service, close: async () => {} }),
    { print: (line) => lines.push(line), note: (line) => notes.push(line) },
    { now: town.now, sleep: async (ms) => town.advance(ms), patienceMs: 600_000 },
  );
  return { code, lines, notes };
};
const silently = (change: () => void) => {
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  if (!base) throw new Error('no base');
  base.isSubscribed = false;
  change();
  base.isSubscribed = true;
};
const edit = (recordId: string, fields: Readonly<Record<string, unknown>>) => {
  const target = { appToken: town.base.appToken, tableId: town.base.tables['cases'] ?? '' };
  town.sandbox.control.editRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId }, fields);
};

it('resync takes in what people typed and puts the service’s columns right', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record);
  silently(() => edit(record, { 拟办意见: '〔虚构〕召集联合验收', 交办单编号: '示接交〔2026〕99号' }));
  const { code, lines, notes } = await admin('resync', '--district', 'demo');
  expect(lines).toEqual(['已按多维表格核对：核对 1 行，修正 1 行，恢复 0 行。']);
  expect(code).toBe(0);
  expect(notes[0]).toBe('已列入队列，开始核对。');
  expect(town.row(record)['交办单编号']).toBe('');
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  const [subject] = id ? await town.service.cases.loadCases([id]) : [];
  expect(subject?.notes.proposal.words).toBe('〔虚构〕召集联合验收');
});

it('resync from the database writes only what the service keeps; an edit and an action wait and are not lost', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record);
  silently(() =>
    edit(record, { 拟办意见: '〔虚构〕召集联合验收', 交办单编号: '示接交〔2026〕99号', 操作: '提交签批' }),
  );
  const { code, lines } = await admin('resync', '--district', 'demo', '--from', 'database', '--json');
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toEqual([{ direction: 'database', seen: 1, repaired: 1, restored: 0 }]);
  expect(town.row(record)).toMatchObject({ 交办单编号: '', 拟办意见: '〔虚构〕召集联合验收', 操作: '提交签批' });
  await admin('resync', '--district', 'demo');
  await town.settle();
  expect(town.row(record)).toMatchObject({ 状态: '待签批', 操作: '' });
  expect(town.cards('ou_sandbox_leader_jia', 'instruction', record)).toHaveLength(1);
});

it('parked lists what was given up with its reason, requeue sends it when the cause is mended', async () => {
  town = await openTown();
  expect((await admin('parked')).lines).toEqual(['没有未能送达的内容。']);
  town.sandbox.control.updatePerson('ou_sandbox_zhujian_1', { isAvailable: false });
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  const { lines } = await admin('parked', '--district', 'demo', '--json');
  const given: { readonly parked: readonly { readonly key: string; readonly reason: string }[] } = JSON.parse(
    lines[0] ?? '',
  );
  expect(given.parked.length).toBeGreaterThan(0);
  expect(given.parked[0]?.reason).toMatch(/[一-龥]{4,}/);

  expect((await admin('requeue', '--district', 'demo', '--key', 'no such key')).code).toBe(1);
  town.sandbox.control.updatePerson('ou_sandbox_zhujian_1', { isAvailable: true });
  expect((await admin('requeue', '--district', 'demo')).code).toBe(0);
  await town.settle();
  expect(town.cards('ou_sandbox_zhujian_1', 'assignment', record)).toHaveLength(1);
  expect((await admin('parked')).lines).toEqual(['没有未能送达的内容。']);
});

it('says what is wrong with an order and does nothing', async () => {
  town = await openTown();
  expect((await admin('resync')).lines[0]).toBe('请用 --district 指明区县代号。');
  expect((await admin('resync', '--district', 'demo', '--from', 'memory')).code).toBe(1);
  expect(await admin('resync', '--district', 'elsewhere')).toMatchObject({ code: 1, lines: ['没有区县“elsewhere”。'] });
  expect((await admin('shred')).lines[0]).toBe('没有“shred”这个命令。');
});
