/**
 * People change the tables themselves: rename and delete columns, change types, take options and rights away, delete whole
 * tables, fill them up. 运行状况 says so in one line with the remedy, what is concerned waits, everything else goes on, and
 * nothing that anyone typed is lost. Most of it happens here without an event, which is the harder case.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { setUpDistrict } from '../../src/cli/set-up-district.ts';
import { examine } from '../../src/sync/doctor.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, bringToUnits, makeReady, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

const tableNamed = (name: string) => {
  const table = town.sandbox.state.bases.flatMap((base) => base.tables).find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const field = (name: string, table = '事项') => {
  const found = tableNamed(table).fields.find((one) => one.name === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};
/** As a person in Feishu does it, and the event of it is lost. */
const rename = (from: string, to: string, table = '事项') => {
  field(from, table).name = to;
};
const deleteColumn = (name: string, table = '事项') => {
  const { fieldId } = field(name, table);
  const place = tableNamed(table);
  place.fields.splice(
    place.fields.findIndex((one) => one.fieldId === fieldId),
    1,
  );
  for (const record of place.records) delete record.cells[fieldId];
};
/** Some seconds, without waiting for what cannot come to rest. */
const moments = async () => {
  for (let turn = 0; turn < 30; turn += 1) {
    await town.sandbox.tick();
    town.advance(2_000);
    await town.service.tick();
  }
};
/** Time enough for whatever waits to come again. */
const later = async (minutes = 25) => {
  for (let passed = 0; passed < minutes; passed += 2) {
    town.advance(2 * 60_000);
    await moments();
  }
  await town.settle();
};
/** To after the comparison of everything that a night brings. */
const night = async () => {
  town.advance(24 * 3_600_000);
  await town.service.tick();
  await town.settle();
};
const apply = async () => {
  await setUpDistrict(town.service, {
    district: town.base.district,
    baseName: '',
    staff: [],
    settings: {},
  });
  await town.service.lookAround(`apply ${town.now()}`);
  await moments();
};
const editInPassing = async (recordId: string, fields: Readonly<Record<string, unknown>>) => {
  const target = { appToken: town.base.appToken, tableId: town.base.tables['cases'] ?? '' };
  town.sandbox.control.editRecord({ ...target, operator: 'ou_sandbox_staff_1', recordId }, fields);
  await moments();
};
const healthLines = () =>
  tableNamed('运行状况')
    .records.map((record) => Object.values(town.row(record.recordId, 'health')).join(' '))
    .filter((line) => line.includes('需人工处理') && !line.startsWith('待发送'));
const caseOf = async (record: string) => {
  const loaded = await town.service.cases.loadCase(caseId(town.row(record)['受理编号'] ?? ''));
  if (!loaded) throw new Error('no case');
  return loaded.subject;
};
const parked = async () => (await town.service.outbox.health(town.base.district, town.now())).parked;

describe('a renamed column', () => {
  it('is read and written under its new name, and named until it is renamed back', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    rename('诉求内容', '诉求');
    rename('状态', '当前状态');
    await town.edit(record, { 急: true });
    expect((await caseOf(record)).appeal.text).toContain('一期厂房验收');
    await town.edit(record, { 诉求: '〔虚构〕改写后的诉求', 操作: '提交签批' });
    expect((await caseOf(record)).appeal.text).toBe('〔虚构〕改写后的诉求');
    expect(town.row(record)['当前状态']).toBe('待签批');
    expect(healthLines().filter((line) => line.includes('已改名为“诉求”'))).toHaveLength(1);
    expect(await parked()).toEqual([]);

    rename('诉求', '诉求内容');
    rename('当前状态', '状态');
    await later();
    expect(healthLines()).toEqual([]);
  });

  it('of a directory changes nothing in force', async () => {
    town = await openTown();
    rename('可签批', '可以签批', '领导');
    const day = await town.add('receptionDays', { 名称: '三月接待日', 接待领导: [town.idOf('leaders', '书记甲')] });
    await town.service.lookAround('test');
    await town.settle();
    const directory = await town.service.mirror.loadDirectory(town.base.district);
    expect(directory.leaders.every((leader) => leader.maySign)).toBe(true);
    expect(directory.receptionDays.map(({ id }) => id)).toContain(day);
  });
});

describe('a deleted column', () => {
  it('of people is no edit of theirs: it waits, and its contents return with it', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record, { 政策依据: '〔虚构〕某办法第三条' });
    deleteColumn('政策依据');
    await town.edit(record, { 拟办意见: '〔虚构〕召集联合验收', 操作: '提交签批' });
    expect(town.row(record)['状态']).toBe('待签批');
    expect(await caseOf(record)).toMatchObject({
      notes: { policyBasis: '〔虚构〕某办法第三条', proposal: { words: '〔虚构〕召集联合验收' } },
    });
    expect(healthLines().filter((line) => line.includes('列“政策依据”不见了'))).toHaveLength(1);

    await apply();
    expect(town.row(record)['政策依据']).toBe('〔虚构〕某办法第三条');
    expect((await caseOf(record)).notes.policyBasis).toBe('〔虚构〕某办法第三条');
    await later();
    expect(healthLines()).toEqual([]);
    await town.edit(record, { 政策依据: null });
    expect((await caseOf(record)).notes.policyBasis).toBe('');
  });

  it('of the service holds back no other cell, and is filled again when it is back', async () => {
    town = await openTown();
    const record = await town.fileByForm();
    await makeReady(town, record);
    deleteColumn('交办单编号');
    deleteColumn('批示');
    const row = await (async () => {
      await town.edit(record, { 操作: '提交签批' });
      const card = town.cards('ou_sandbox_leader_jia', 'instruction', record).at(-1);
      if (!card) throw new Error('no sheet');
      await town.press(card, 'sign');
      await town.settle();
      return town.row(record);
    })();
    expect(row['状态']).toBe('待签收');
    expect(row['签批人']).toBe('书记甲');
    expect(await parked()).toEqual([]);
    expect(healthLines().join()).toMatch(/列“交办单编号”不见了/);
    await apply();
    expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');
    const told = town.sandbox.state.messages.filter((one) => one.versions[0]?.content.includes('由系统维护'));
    expect(told).toEqual([]);
  });

  it('of a directory leaves the last good list in force', async () => {
    town = await openTown();
    deleteColumn('可签批', '领导');
    await town.service.lookAround('test');
    await moments();
    const directory = await town.service.mirror.loadDirectory(town.base.district);
    expect(directory.leaders.some((leader) => leader.maySign)).toBe(true);
    expect(healthLines().join()).toMatch(/“领导”表.*列“可签批”不见了/);
  });
});

it('a column of another type waits and the rest of the row goes on', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await makeReady(town, record, { 拟办时限: 12 });
  const column = field('拟办时限');
  const before = { type: column.type, uiType: column.uiType };
  const cell = tableNamed('事项').records.find((one) => one.recordId === record)?.cells;
  Object.assign(column, { type: 1, uiType: 'Text' });
  if (cell) cell[column.fieldId] = { kind: 'text', text: '十二天' };
  await town.edit(record, { 急: true });
  expect(await caseOf(record)).toMatchObject({ notes: { isUrgent: true, proposal: { limitWorkdays: 12 } } });
  expect(healthLines().join()).toMatch(/列“拟办时限”的类型被改动.*改回“数字”/);
  expect(await parked()).toEqual([]);

  Object.assign(column, before);
  if (cell) cell[column.fieldId] = { kind: 'number', number: 20 };
  await later();
  expect((await caseOf(record)).notes.proposal.limitWorkdays).toBe(20);
  expect(healthLines()).toEqual([]);
});

it('an option taken away is no edit: rows that had it show it again', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const category = field('类别');
  const gone = category.options.find((option) => option.name === '审批验收办证');
  category.options.splice(0, category.options.length, ...category.options.filter((option) => option !== gone));
  for (const one of tableNamed('事项').records) delete one.cells[category.fieldId];
  await town.edit(record, { 急: true });
  expect((await caseOf(record)).appeal.category).toBe('审批验收办证');
  expect(town.row(record)['类别']).toBe('审批验收办证');
});

it('an action that can no longer be chosen is named', async () => {
  town = await openTown();
  const action = field('操作');
  action.options.splice(0, action.options.length, ...action.options.filter((option) => option.name !== '催办'));
  await town.service.lookAround('test');
  await town.settle();
  expect(healthLines().join()).toMatch(/列“操作”缺少选项“催办”/);
  await apply();
  expect(healthLines()).toEqual([]);
});

it('a right that was taken away is waited for, however long it takes', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  const cases = town.base.tables['cases'];
  town.sandbox.control.addFaults([
    { path: `${cases}/records/batch_update$`, times: 6, effect: { kind: 'code', code: 1254302, status: 403 } },
  ]);
  await editInPassing(record, { 操作: '受理' });
  expect((await caseOf(record)).state).toBe('vetting');
  await later(40);
  expect(town.row(record)['状态']).toBe('核查中');
  expect(await parked()).toEqual([]);
  expect(healthLines()).toEqual([]);
});

it('while a right is missing 运行状况 names it with the remedy', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  town.sandbox.control.addFaults([
    { path: `${town.base.tables['cases']}/records/batch_update$`, times: 99, effect: { kind: 'code', code: 91403 } },
  ]);
  await editInPassing(record, { 操作: '受理' });
  expect(healthLines().join()).toMatch(/“事项”表 .*编辑权限被取消.*重新添加本应用/);
  town.sandbox.control.clearFaults();
  await later();
  expect(healthLines()).toEqual([]);
});

it('a full table takes no new rows, is named, and takes them when there is room again', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const lines = town.base.tables['progress'];
  town.sandbox.control.addFaults([
    { path: `${lines}/records/batch_create$`, times: 2, effect: { kind: 'code', code: 1254103 } },
  ]);
  const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  await town.press(card, 'progress', { [FIELDS.progress.text]: '〔虚构〕已约三家到场' });
  await moments();
  expect(town.row(record)['最新进展']).toContain('已约三家到场');
  expect(healthLines().join()).toMatch(/“办理进展”表 .*行数已达上限/);
  await later(40);
  expect(tableNamed('办理进展').records.filter((one) => Object.keys(one.cells).length > 0)).toHaveLength(1);
  expect(healthLines()).toEqual([]);
});

it('a deleted table holds nothing else back, and is filled again when apply has made it anew', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const report = async (text: string) => {
    const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'progress', { [FIELDS.progress.text]: text });
    await moments();
  };
  await report('〔虚构〕第一条');
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  base?.tables.splice(base.tables.indexOf(tableNamed('办理进展')), 1);
  await report('〔虚构〕第二条');
  expect(town.row(record)['最新进展']).toContain('第二条');
  expect(healthLines().join()).toMatch(/“办理进展”表 .*不见了/);
  await apply();
  await later();
  expect(tableNamed('办理进展').records.filter((one) => Object.keys(one.cells).length > 0)).toHaveLength(2);
  expect(healthLines()).toEqual([]);
  await bringToUnits(town, await town.fileByForm());
});

describe('a right taken from one column', { timeout: 120_000 }, () => {
  /** Answers as Feishu does when the app may not write a column of that name. */
  const openTownRefusing = async (names: Set<string>, code: number, table: string): Promise<void> => {
    town = await openTown({}, undefined, async (request, send) => {
      const { pathname } = new URL(request.url);
      const isWrite = /\/records\/batch_(update|create)$/.test(pathname);
      if (names.size === 0 || !isWrite || !pathname.includes(`/${town.base.tables[table]}/`)) return send(request);
      const body = await request.clone().text();
      return [...names].some((name) => body.includes(`"${name}":`))
        ? Response.json({ code, msg: 'no' }, { status: 403 })
        : send(request);
    });
  };
  const instruct = async (record: string) => {
    await makeReady(town, record);
    await town.edit(record, { 操作: '提交签批' });
    const card = town.cards('ou_sandbox_leader_jia', 'instruction', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'sign');
    await town.settle();
  };

  it.each([1254045, 1254302])(
    'is named, the rest of the row goes on, and the night fills it again (%i)',
    async (code) => {
      const names = new Set<string>();
      await openTownRefusing(names, code, 'cases');
      const record = await town.fileByForm();
      names.add('批示').add('签批人');
      await instruct(record);
      expect(town.row(record)).toMatchObject({ 状态: '待签收', 交办单编号: '示接交〔2026〕1号', 批示: '', 签批人: '' });
      expect(await parked()).toEqual([]);
      const lines = healthLines().join();
      expect(lines).toMatch(/“事项”表 .*对列“批示”没有编辑权限.*高级权限/);
      expect(lines).toMatch(/对列“签批人”没有编辑权限/);
      const told = town.sandbox.state.messages.filter((one) => one.versions[0]?.content.includes('由系统维护'));
      expect(told).toEqual([]);

      const other = await town.fileByForm();
      expect(town.row(other)['状态']).toBe('待受理');
      await night();
      expect(healthLines().join()).toMatch(/对列“批示”没有编辑权限/);
      names.clear();
      await night();
      expect(town.row(record)).toMatchObject({ 批示: '同意拟办意见。', 签批人: '书记甲' });
      expect(healthLines()).toEqual([]);
    },
  );

  it('of 操作 does what was chosen once, however long the choice stays in its cell', async () => {
    const names = new Set<string>();
    await openTownRefusing(names, 1254045, 'cases');
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    names.add('操作');
    const reminded = async () => {
      const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
      const events = await town.service.cases.loadEvents(caseId(id ?? ''));
      return events.filter(({ type }) => type === 'unitReminded').length;
    };
    await editInPassing(record, { 操作: '催办' });
    expect(await reminded()).toBe(1);
    expect(town.row(record)['操作']).toBe('催办');
    for (let days = 0; days < 3; days += 1) {
      await night();
      await editInPassing(record, { 政策依据: `区营商环境条例第${days + 1}条` });
    }
    expect(await reminded()).toBe(1);
    expect(healthLines().join()).toMatch(/对列“操作”没有编辑权限/);
    names.clear();
    await night();
    expect(town.row(record)['操作']).toBe('');
    await editInPassing(record, { 操作: '催办' });
    expect(await reminded()).toBe(2);
  });

  it('holds back no new row of a table that the service keeps', async () => {
    const names = new Set<string>();
    await openTownRefusing(names, 1254045, 'progress');
    const record = await town.fileByForm();
    await bringToHandling(town, record);
    names.add('填报人');
    const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
    if (!card) throw new Error('no sheet');
    await town.press(card, 'progress', { [FIELDS.progress.text]: '〔虚构〕已约三家到场' });
    await moments();
    const lines = () =>
      tableNamed('办理进展')
        .records.filter((one) => Object.keys(one.cells).length > 0)
        .map((one) => town.row(one.recordId, 'progress'));
    expect(lines()).toMatchObject([{ 进展: '〔虚构〕已约三家到场', 单位: '住建', 填报人: '' }]);
    expect(healthLines().join()).toMatch(/“办理进展”表 .*对列“填报人”没有编辑权限/);
    names.clear();
    await night();
    expect(lines()).toHaveLength(1);
    expect(lines()[0]?.['填报人']).not.toBe('');
  });

  it('of the whole table is named as such', async () => {
    const names = new Set<string>();
    await openTownRefusing(names, 1254302, 'cases');
    const record = await town.fileByForm();
    for (const { name } of tableNamed('事项').fields) names.add(name);
    await editInPassing(record, { 操作: '受理' });
    expect(healthLines().join()).toMatch(/“事项”表 .*应用对该表的编辑权限被取消/);
    names.clear();
    await later();
    expect(town.row(record)['状态']).toBe('核查中');
    expect(healthLines()).toEqual([]);
  });
});

it('a table that an upgrade adds holds nothing else back, is named by 运行状况 and doctor, and is filled once apply has run', {
  timeout: 120_000,
}, async () => {
  town = await openTown();
  const added = ['visits', 'progress', 'confidential'];
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  if (!base) throw new Error('no base');
  for (const key of added) {
    const at = base.tables.findIndex(({ tableId }) => tableId === town.base.tables[key]);
    base.tables.splice(at, 1);
  }
  const tables = Object.fromEntries(Object.entries(town.base.tables).filter(([key]) => !added.includes(key)));
  await town.service.mirror.saveBase({ ...town.base, tables });

  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const card = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  await town.press(card, 'progress', { [FIELDS.progress.text]: '〔虚构〕已约三家到场' });
  await town.settle();
  await town.edit(record, { 保密: true });
  await night();
  expect(town.row(record)).toMatchObject({ 状态: '办理中', 诉求内容: expect.stringContaining('一期厂房验收') });
  expect(await parked()).toEqual([]);
  expect(healthLines()).toHaveLength(added.length);
  expect(healthLines().join()).toMatch(/“办理进展”表 .*缺少新版本增加的“办理进展”表.*apply 建表/);
  const doctor = { ...town.service, ...town.service.feishu, pause: town.service.schema.pause, now: town.now };
  const found = await examine(doctor, town.base.district);
  expect(found.filter((one) => one.code === 'tableMissing').map((one) => one.what)).toHaveLength(added.length);
  expect(found.map((one) => one.code)).not.toContain('baseUnfinished');

  await apply();
  await town.settle();
  expect(healthLines()).toEqual([]);
  expect(town.row(record)['诉求内容']).toBe('〔保密〕');
  expect(tableNamed('办理进展').records.filter((one) => Object.keys(one.cells).length > 0)).toHaveLength(1);
});
