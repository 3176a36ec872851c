/**
 * 来访, 保密事项 and 办理进展 belong to the service: what somebody types over its cells is put back and told, a deleted row comes
 * back, by event and by the nightly comparison; what staff note in their own columns is theirs and survives both.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const STAFF = 'ou_sandbox_staff_1';
const DAY = Date.parse('2026-03-12T00:00:00+08:00');
const NIGHT_MS = 18 * 3_600_000 + 5 * 60_000;

type Kept = 'visits' | 'confidential' | 'progress';
const target = (table: string) => ({
  appToken: town.base.appToken,
  tableId: town.base.tables[table] ?? '',
  operator: STAFF,
});
const rowsOf = (key: string) => {
  const table = town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find(({ tableId }) => tableId === town.base.tables[key]);
  return (table?.records ?? [])
    .filter((record) => Object.keys(record.cells).length > 0)
    .map((record): { readonly recordId: string } & Record<string, string> => ({
      ...town.row(record.recordId, key),
      recordId: record.recordId,
    }));
};
const onlyRow = (key: string) => {
  const rows = rowsOf(key);
  const [row] = rows;
  if (!row || rows.length > 1) throw new Error(`${rows.length} rows in ${key}`);
  return row;
};
const edit = (table: Kept, recordId: string, fields: Readonly<Record<string, unknown>>): void => {
  town.sandbox.control.editRecord({ ...target(table), recordId }, fields);
};
const remove = (table: Kept, recordId: string): void => {
  town.sandbox.control.deleteRecord({ ...target(table), recordId });
};
const unheard = (change: () => void): void => {
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  if (!base) throw new Error('no base');
  base.isSubscribed = false;
  change();
  base.isSubscribed = true;
};
const untilMorning = async () => {
  town.advance(NIGHT_MS);
  await town.service.tick();
  await town.settle();
};
const told = () =>
  town.sandbox.state.messages.map((one) => one.versions[0]?.content ?? '').filter((text) => text.includes('已恢复'));
const healthLines = () =>
  rowsOf('health')
    .filter((row) => row['类别'] === '恢复的行')
    .map((row) => `${row['项目']} ${row['情况']}`);

/** A visit, a confidential case and one line of progress, each with its row. */
const openTownWithRows = async (): Promise<{ readonly record: string }> => {
  town = await openTown();
  const day = await town.add('receptionDays', { 名称: '三月接待日', 日期: DAY });
  const onDay = await town.fileByForm();
  await makeReady(town, onDay);
  await town.edit(onDay, { 接待日: [day], 操作: '排入接待日' });
  const record = await town.fileByForm({ 企业名称: '〔虚构〕另一家有限公司', 统一社会信用代码: '' });
  await bringToHandling(town, record);
  const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  await town.press(card, 'progress', { [FIELDS.progress.text]: '〔虚构〕已约三家到场' });
  await town.settle();
  await town.edit(record, { 保密: true });
  return { record };
};

const EDITS: readonly (readonly [Kept, string, Readonly<Record<string, unknown>>, readonly string[]])[] = [
  ['visits', '来访', { 企业名称: '〔虚构〕改过的名字', 已答复数: 7 }, ['企业名称', '已答复数']],
  ['confidential', '保密事项', { 诉求内容: '〔虚构〕改写', 联系电话: '13000000000' }, ['诉求内容', '联系电话']],
  ['progress', '办理进展', { 进展: '〔虚构〕其实没约', 单位: '应急', 时间: null }, ['进展', '单位', '时间']],
];

describe.each(EDITS)('%s', (table, name, fields, columns) => {
  it('gets its cells back when somebody types over them, who is told, and 运行状况 says so', async () => {
    await openTownWithRows();
    const before = onlyRow(table);
    edit(table, before.recordId, fields);
    await town.settle();
    expect(onlyRow(table)).toEqual(before);
    expect(told()).toHaveLength(1);
    const sentence = `“${columns.join('”“')}”由系统维护，已恢复。`;
    expect(told()[0]).toContain(sentence);
    expect(healthLines().filter((line) => line.includes(`“${name}”表`) && line.includes(sentence))).toHaveLength(1);

    unheard(() => edit(table, before.recordId, fields));
    await town.settle();
    expect(onlyRow(table)).not.toEqual(before);
    await untilMorning();
    expect(onlyRow(table)).toEqual(before);
  });

  it('gets a deleted row back once, by its event and by the night', async () => {
    await openTownWithRows();
    const { recordId: first, ...before } = onlyRow(table);
    remove(table, first);
    await town.settle();
    expect(onlyRow(table)).toMatchObject(before);
    expect(told().filter((text) => text.includes('该行被删除'))).toHaveLength(1);
    expect(healthLines().filter((line) => line.includes(`“${name}”表`))).toHaveLength(1);

    const { recordId: second } = onlyRow(table);
    unheard(() => remove(table, second));
    await untilMorning();
    expect(onlyRow(table)).toMatchObject(before);
  });

  it('gets a deleted row back once also when the answer to its making is lost', async () => {
    await openTownWithRows();
    const { recordId, ...before } = onlyRow(table);
    town.sandbox.control.addFaults([
      { path: `${town.base.tables[table]}/records/batch_create$`, times: 1, effect: { kind: 'dropAfter' } },
    ]);
    remove(table, recordId);
    await town.settle();
    expect(onlyRow(table)).toMatchObject(before);
  });
});

it('what staff note in a visit is theirs: it stays, and returns with a deleted row', async () => {
  await openTownWithRows();
  const { recordId } = onlyRow('visits');
  edit('visits', recordId, { 到场人: '〔虚构〕企业代表01', 现场记录: '〔虚构〕双方到场' });
  await town.settle();
  expect(told()).toEqual([]);
  edit('visits', recordId, { 企业名称: '〔虚构〕改过的名字', 现场记录: '〔虚构〕三方到场' });
  await town.settle();
  expect(onlyRow('visits')).toMatchObject({ 到场人: '〔虚构〕企业代表01', 现场记录: '〔虚构〕三方到场' });
  remove('visits', recordId);
  await town.settle();
  expect(onlyRow('visits')).toMatchObject({
    企业名称: '〔虚构〕溪乐预制构件有限公司',
    到场人: '〔虚构〕企业代表01',
    现场记录: '〔虚构〕三方到场',
  });
});

it('a row of a case that is restored is linked to its new row, and nobody is told of that', async () => {
  const { record } = await openTownWithRows();
  const id = town.row(record)['受理编号'];
  town.sandbox.control.deleteRecord({ ...target('cases'), recordId: record });
  await town.settle();
  await untilMorning();
  const restored = rowsOf('cases').find((row) => row['受理编号'] === id);
  const linked = (table: Kept): string =>
    JSON.stringify(
      town.sandbox.state.bases
        .flatMap((base) => base.tables)
        .find(({ tableId }) => tableId === town.base.tables[table])
        ?.records.map((one) => Object.values(one.cells)),
    );
  expect(restored?.recordId).toMatch(/^rec/);
  expect(restored?.recordId).not.toBe(record);
  expect(linked('progress')).toContain(restored?.recordId);
  expect(linked('confidential')).toContain(restored?.recordId);
  expect(told().filter((text) => text.includes('由系统维护'))).toEqual([]);
});

it('a row whose link leads to a deleted row holds nothing else back', async () => {
  const { record } = await openTownWithRows();
  const parked = async () =>
    (await town.service.outbox.health(town.base.district, town.now() + NIGHT_MS)).parked.map(({ key }) => key);
  // The case's row and a line of it, in one breath: the line is written while the row is not there yet.
  const line = onlyRow('progress');
  town.sandbox.control.deleteRecord({ ...target('cases'), recordId: record });
  edit('progress', line.recordId, { 进展: '改写' });
  await town.settle();
  expect(await parked()).toEqual([]);
  expect(onlyRow('progress')).toMatchObject({ 进展: line['进展'] });
  expect(onlyRow('progress')['事项']).not.toBe('');
  expect(rowsOf('cases')).toHaveLength(2);

  // The day is gone for good, and its visit still stands.
  const visit = onlyRow('visits');
  const days = town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find(({ tableId }) => tableId === town.base.tables['receptionDays']);
  for (const { recordId } of [...(days?.records ?? [])])
    town.sandbox.control.deleteRecord({ ...target('receptionDays'), recordId });
  remove('visits', visit.recordId);
  await town.settle();
  await untilMorning();
  expect(await parked()).toEqual([]);
  expect(onlyRow('visits')).toMatchObject({ 企业名称: visit['企业名称'], 接待日: '' });
});

it('a column of a kept table that was deleted is no edit; it is filled again when it is back', async () => {
  await openTownWithRows();
  const table = town.sandbox.state.bases
    .flatMap((base) => base.tables)
    .find(({ tableId }) => tableId === town.base.tables['visits']);
  const at = table?.fields.findIndex((one) => one.name === '企业名称') ?? -1;
  const [field] = table?.fields.splice(at, 1) ?? [];
  if (!table || !field) throw new Error('no column');
  for (const record of table.records) delete record.cells[field.fieldId];
  await untilMorning();
  expect(told()).toEqual([]);
  table.fields.push({ ...field, fieldId: 'fldAnew0001' });
  await untilMorning();
  expect(onlyRow('visits')['企业名称']).toBe('〔虚构〕溪乐预制构件有限公司');
  expect(told()).toEqual([]);
});

describe('a row that was deleted, made anew, and then brought back by taking the deletion back', () => {
  const deleteAndTakeBack = async (key: string, recordId: string) => {
    const deleted = town.sandbox.control.deleteRecord({ ...target(key), recordId });
    if (!deleted.ok) throw new Error(deleted.msg);
    await town.settle();
    const [anew] = rowsOf(key).filter((row) => row.recordId !== recordId);
    town.sandbox.control.restoreRecord(target(key), deleted.value);
    await town.settle();
    return anew;
  };
  it.each(['visits', 'confidential', 'progress'] as const)(
    'of %s is taken away, and whoever did it is told',
    async (key) => {
      await openTownWithRows();
      const { recordId } = onlyRow(key);
      const anew = await deleteAndTakeBack(key, recordId);
      expect(onlyRow(key)).toEqual(anew);
      await untilMorning();
      expect(onlyRow(key).recordId).toBe(anew?.recordId);
      expect(
        town.sandbox.state.messages.some((one) =>
          (one.versions[0]?.content ?? '').includes('恢复的一行与之重复，已删去'),
        ),
      ).toBe(true);
    },
  );

  it('of 事项 says that another row is the case’s, and does nothing whatever is chosen in it', async () => {
    const { record } = await openTownWithRows();
    const number = town.row(record)['受理编号'];
    const before = (await town.service.cases.openCases(town.base.district, null, 100)).length;
    await deleteAndTakeBack('cases', record);
    const rows = rowsOf('cases').filter((row) => row['受理编号'] === number);
    expect(rows.map((row) => row['操作结果']).filter((text) => /请在那一行办理/.test(text ?? ''))).toHaveLength(1);
    expect(town.row(record)['操作结果']).toContain('恢复的这一行不起作用，请删除');
    const anew = rows.find((row) => row.recordId !== record);
    await town.edit(record, { 操作: '催办', 急: true });
    await untilMorning();
    expect(town.row(record)['操作结果']).toContain('恢复的这一行不起作用，请删除');
    expect(rowsOf('cases').find((row) => row.recordId === anew?.recordId)).toMatchObject({ 急: anew?.['急'] ?? '' });
    expect(await town.service.cases.openCases(town.base.district, null, 100)).toHaveLength(before);
    town.sandbox.control.deleteRecord({ ...target('cases'), recordId: record });
    await town.settle();
    expect(rowsOf('cases').filter((row) => row['受理编号'] === number)).toHaveLength(1);
  });
});

it('a row whose making had no answer is not made again while it cannot be read yet, whatever else is to be made by then', async () => {
  town = await openTown();
  const records = [
    await town.fileByForm(),
    await town.fileByForm({ 企业名称: '〔虚构〕另一家有限公司', 统一社会信用代码: '' }),
  ];
  for (const record of records) await bringToHandling(town, record);
  const report = async (record: string | undefined, text: string) => {
    const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'progress', { [FIELDS.progress.text]: text });
  };
  town.sandbox.settings.readLagMs = 12_000;
  const path = `${town.base.tables['progress']}/records/batch_create$`;
  town.sandbox.control.addFaults([{ method: 'POST', path, times: 2, effect: { kind: 'dropAfter' } }]);
  await report(records[0], '〔虚构〕已约三家到场');
  await town.service.tick();
  await report(records[1], '〔虚构〕已查看现场');
  await town.service.tick();
  expect(rowsOf('progress')).toHaveLength(2);
  // Both wait for another attempt by then, which asks for both in one call.
  town.advance(5_000);
  await town.settle();
  expect(rowsOf('progress').map((row) => row['进展'])).toEqual(['〔虚构〕已约三家到场', '〔虚构〕已查看现场']);
});
