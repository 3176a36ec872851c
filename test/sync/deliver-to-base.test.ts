/**
 * A table edited by people and a process that answers, through the stand-in Feishu: rows become cases, actions become commands,
 * edits of service columns spring back, deleted rows return, and a row at rest costs nothing.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cases, health, settings } from '../../bitable-schema/index.ts';
import { decodeRow } from '../../bitable-schema/table.ts';
import { pullRowIntention, pullTableIntention } from '../../src/sync/pull-change.ts';
import { caseIdOfRow } from '../../src/sync/row-identity.ts';
import { fullSweep } from '../../src/sync/sweep.ts';
import { recordId } from '../../src/workflow/ids.ts';
import { DISTRICT, openDistrict, STAFF, type TestDistrict } from './district.ts';

let district: TestDistrict;
beforeEach(async () => {
  district = await openDistrict();
});
afterEach(async () => {
  await district.close();
});

const FILED = {
  企业名称: '〔虚构〕溪乐预制构件有限公司',
  类型: '问题',
  类别: '审批验收办证',
  诉求内容: '〔虚构〕三家验收时间对不上。',
  联系人: '〔虚构〕企业代表01',
  身份: '法定代表人',
  联系电话: '19900000101',
};

const pull = async (id: string) => {
  await district.wish([pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())]);
  await district.settle();
};
const readRow = async (id: string) => {
  const read = await district.rows.get(district.at('cases'), [recordId(id)]);
  const row = read.kind === 'ok' ? read.data.rows[0] : undefined;
  if (!row) throw new Error(`row ${id} cannot be read`);
  return decodeRow(cases, row.fields);
};
const caseOf = async (id: string) => (await district.cases.loadCases([caseIdOfRow(DISTRICT, recordId(id))]))[0];
const countCalls = async (work: () => Promise<void>) => {
  const before = district.calls.length;
  await work();
  return district.calls
    .slice(before)
    .filter((what) => what.startsWith('bitable.record'))
    .sort();
};

describe('a row that the service made', () => {
  it('takes words typed into a column that was empty when it was made', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.deleteRow('cases', id);
    await pull(id);
    const table = district.sandbox.state.bases[0]?.tables.find((one) => one.tableId === district.at('cases').tableId);
    const restored = table?.records.find((row) => Object.keys(row.cells).length > 0)?.recordId ?? '';
    district.edit('cases', restored, { 政策依据: '有关政策第八条', 合法: '是' });
    await pull(restored);
    expect((await caseOf(id))?.notes).toMatchObject({ policyBasis: '有关政策第八条', lawful: { answer: 'yes' } });
  });
});

describe('a chosen action', () => {
  const consulted = async (id: string) =>
    (await district.cases.loadEvents(caseIdOfRow(DISTRICT, recordId(id)))).filter(
      ({ type }) => type === 'unitConsulted',
    );
  const choose = (id: string) =>
    district.edit('cases', id, { 操作: '请部门预沟通', 预沟通单位: [unit], 处理说明: '请先看看' });
  let unit = '';
  let id = '';
  beforeEach(async () => {
    unit = district.addRow('units', { 单位名称: '〔虚构〕住建', 承办人: [{ id: STAFF }] });
    id = district.addRow('cases', FILED);
    await district.wish([pullTableIntention(DISTRICT, 'units', district.now())]);
    await pull(id);
    district.edit('cases', id, { 操作: '受理' });
    await pull(id);
  });

  it.each([
    ['though another cell was typed into before the next try', {}],
    // As when a write of ours had come through and nobody knew.
    ['also where 操作结果 is not what was agreed on', { 操作结果: '受理：已受理，请核查。' }],
  ])('that could not be cleared is done once, %s', async (_, unnoticed) => {
    choose(id);
    if (Object.keys(unnoticed).length > 0) district.edit('cases', id, unnoticed);
    const path = `${district.at('cases').tableId}/records/batch_update$`;
    district.sandbox.control.addFaults([{ method: 'POST', path, times: 50, effect: { kind: 'status', status: 502 } }]);
    await pull(id);
    expect(await consulted(id)).toHaveLength(1);
    district.edit('cases', id, { 希望如何解决: '尽快' });
    district.sandbox.control.clearFaults();
    await pull(id);
    await district.settle();
    expect(await consulted(id)).toHaveLength(1);
    expect(await readRow(id)).toMatchObject({ action: null, wish: '尽快' });
  });

  it('is done again when it is chosen again', async () => {
    for (const times of [1, 2, 3]) {
      choose(id);
      await pull(id);
      expect(await consulted(id)).toHaveLength(times);
    }
  });
});

describe('a row that names somebody added a moment ago', () => {
  /** No event told of the new row, as when it was lost; the directory as it was last read does not know it. */
  const file = async (): Promise<string> => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 操作: '受理' });
    await pull(id);
    district.edit('cases', id, { 真实: '是', 合法: '是', 合理: '是', 操作: '核查完成' });
    await pull(id);
    return id;
  };

  it('is put on the 接待日 that it names, at the first time of asking', async () => {
    const id = await file();
    const day = district.addRow('receptionDays', { 名称: '〔虚构〕第14期', 日期: district.now() + 86_400_000 });
    district.edit('cases', id, { 接待日: [day], 操作: '排入接待日' });
    await pull(id);
    expect(await readRow(id)).toMatchObject({ state: '已排入接待日', action: null });
  });

  it('costs one look at that directory, and none while nobody new is named', async () => {
    const id = await file();
    const unit = district.addRow('units', { 单位名称: '〔虚构〕水务', 承办人: [{ id: STAFF }] });
    district.edit('cases', id, { 拟主办单位: [unit] });
    const looks = async () => (await countCalls(() => pull(id))).filter((what) => what.endsWith('.search')).length;
    expect(await looks()).toBe(1);
    district.edit('cases', id, { 希望如何解决: '尽快' });
    expect(await looks()).toBe(0);
  });

  it('waits for its directory when that cannot be read, and nobody is told that it is unknown', async () => {
    const id = await file();
    const day = district.addRow('receptionDays', { 名称: '〔虚构〕第15期', 日期: district.now() + 86_400_000 });
    district.edit('cases', id, { 接待日: [day], 操作: '排入接待日' });
    const path = `${district.at('receptionDays').tableId}/records`;
    district.sandbox.control.addFaults([{ path, times: 50, effect: { kind: 'status', status: 502 } }]);
    await pull(id);
    expect(await readRow(id)).toMatchObject({ state: '待安排', action: '排入接待日' });
    district.sandbox.control.clearFaults();
    await pull(id);
    expect(await readRow(id)).toMatchObject({ state: '已排入接待日', action: null });
  });
});

describe('运行状况', () => {
  it('says once that a row was put back, also when the answer was lost and the minute has passed', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.deleteRow('cases', id);
    const restored = () =>
      district.sandbox.state.bases[0]?.tables
        .find((table) => table.tableId === district.at('health').tableId)
        ?.records.filter((row) => JSON.stringify(row.cells).includes('由系统恢复')).length;
    const path = `${district.at('health').tableId}/records/batch_create$`;
    district.sandbox.control.addFaults([
      { method: 'POST', path, effect: { kind: 'dropAfter' } },
      { method: 'POST', path, times: 4, effect: { kind: 'status', status: 502 } },
    ]);
    await pull(id);
    for (let turn = 0; turn < 4; turn += 1) await district.settle();
    expect(restored()).toBe(1);
    expect(await district.health()).toMatchObject({ due: 0, parked: [] });
  });
});

describe('a row that was made without an answer', () => {
  it('is found again, and what was typed into it meanwhile becomes part of the case', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.deleteRow('cases', id);
    const before = new Set(
      district.sandbox.state.bases[0]?.tables.flatMap((table) => table.records.map((row) => row.recordId)),
    );
    district.sandbox.control.addFaults([
      { method: 'POST', path: 'batch_create$', effect: { kind: 'dropAfter' } },
      // The look before the row is made passes, those after it fail until the person has typed.
      { method: 'POST', path: 'search$', effect: { kind: 'delay', ms: 0 } },
      { method: 'POST', path: 'search$', times: 50, effect: { kind: 'status', status: 502 } },
    ]);
    await pull(id);
    const made = district.sandbox.state.bases[0]?.tables
      .find((table) => table.tableId === district.at('cases').tableId)
      ?.records.find((row) => !before.has(row.recordId));
    if (!made) throw new Error('no row was made');

    district.edit('cases', made.recordId, { 政策依据: '有关政策第八条' });
    district.sandbox.control.clearFaults();
    await district.settle();
    await district.settle();
    expect((await caseOf(id))?.notes.policyBasis).toBe('有关政策第八条');
    expect((await readRow(made.recordId)).policyBasis).toBe('有关政策第八条');
  });
});

describe('the lane of a Base', () => {
  it('makes a filled-in row a case, in one read and one write, and then leaves it alone', async () => {
    const id = district.addRow('cases', FILED);
    expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet', 'bitable.record.batchUpdate']);

    expect(await caseOf(id)).toMatchObject({
      state: 'submitted',
      source: 'staff',
      appeal: { enterpriseName: FILED.企业名称 },
    });
    expect(await readRow(id)).toMatchObject({
      state: '待受理',
      codeCheck: '未填',
      shortId: caseIdOfRow(DISTRICT, recordId(id)),
    });
    // Our own write comes back as an event: it is read and compares equal.
    expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet']);
  });

  it('ignores a blank row', async () => {
    const id = district.addRow('cases', {});
    expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet']);
    expect(await caseOf(id)).toBeUndefined();
  });

  it('takes what an enterprise files through the shared form, without an account', async () => {
    const shareToken = (district.binding.formUrl ?? '').split('/').at(-1) ?? '';
    const filed = district.sandbox.control.submitForm({
      shareToken,
      answers: { ...FILED, 查询码: 'ab12-cd34' },
      filler: null,
    });
    if (!filed.ok) throw new Error(`${filed.code} ${filed.msg}`);
    await pull(filed.value.recordId);
    expect(await caseOf(filed.value.recordId)).toMatchObject({ state: 'submitted', source: 'form' });
  });

  it('says beside an incomplete row what is missing, once, and takes it when it is complete', async () => {
    const id = district.addRow('cases', { 企业名称: FILED.企业名称 });
    await pull(id);
    expect(await caseOf(id)).toBeUndefined();
    expect((await readRow(id)).operationResult).toMatch(/^尚未登记：.+/);
    expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet']);

    district.edit('cases', id, FILED);
    await pull(id);
    expect(await caseOf(id)).toMatchObject({ state: 'submitted' });
    expect((await readRow(id)).operationResult).toBe('');
  });

  it('does the chosen action, clears it, and says so', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 操作: '受理', 急: true });
    expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet', 'bitable.record.batchUpdate']);

    expect(await caseOf(id)).toMatchObject({ state: 'vetting', notes: { isUrgent: true } });
    const row = await readRow(id);
    expect(row).toMatchObject({ state: '核查中', action: null, isUrgent: true });
    expect(row.operationResult).toContain('受理');
  });

  it('clears an action that may not be, with the reason beside it', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 操作: '审核通过', 对企业的答复: '〔虚构〕已办。' });
    await pull(id);

    const row = await readRow(id);
    expect(await caseOf(id)).toMatchObject({ state: 'submitted' });
    expect(row).toMatchObject({ state: '待受理', action: null, publicReply: '〔虚构〕已办。' });
    expect(row.operationResult).toMatch(/^审核通过：.+/);
  });

  it('takes a drag on the kanban as the one action that leads there, and puts back any other', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 状态: '核查中' });
    await pull(id);
    expect(await caseOf(id)).toMatchObject({ state: 'vetting' });

    district.edit('cases', id, { 状态: '已销号' });
    await pull(id);
    expect(await caseOf(id)).toMatchObject({ state: 'vetting' });
    expect(await readRow(id)).toMatchObject({ state: '核查中', operationResult: expect.stringContaining('已恢复') });
  });

  it('puts back a service column that somebody typed in', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 批示: '〔虚构〕我来批' });
    await pull(id);
    expect(await readRow(id)).toMatchObject({ instruction: '', operationResult: '“批示”由系统维护，已恢复。' });
  });

  it('restores a row deleted by hand, with what people had typed, and reports it', async () => {
    const id = district.addRow('cases', { ...FILED, 政策依据: '〔虚构〕某办法第三条' });
    await pull(id);
    district.deleteRow('cases', id);
    await pull(id);

    const [mirrored] = (
      await district.mirror.rowsByEntity(DISTRICT, 'cases', [caseIdOfRow(DISTRICT, recordId(id))])
    ).filter((row) => !row.isDeleted);
    expect(mirrored?.recordId).not.toBe(id);
    expect(await readRow(mirrored?.recordId ?? '')).toMatchObject({
      enterpriseName: FILED.企业名称,
      policyBasis: '〔虚构〕某办法第三条',
      state: '待受理',
    });
    const health = await district.rows.page(district.at('health'), null);
    expect(health.kind === 'ok' && health.data.rows.map((row) => row.fields['类别'])).toContain('恢复的行');
  });

  it('finds by reconciliation what no event told of: new rows, edits and deletions', async () => {
    const kept = district.addRow('cases', FILED);
    const lost = district.addRow('cases', FILED);
    await pull(kept);
    await pull(lost);
    district.edit('cases', kept, { 拟办意见: '〔虚构〕召集联合验收' });
    district.deleteRow('cases', lost);
    const unseen = district.addRow('cases', FILED);

    await district.wish([fullSweep(DISTRICT, 'test', district.now())]);
    await district.settle();

    expect(await caseOf(kept)).toMatchObject({ notes: { proposal: { words: '〔虚构〕召集联合验收' } } });
    expect(await caseOf(unseen)).toMatchObject({ state: 'submitted' });
    const rows = await district.rows.page(district.at('cases'), null);
    expect(rows.kind === 'ok' && rows.data.rows.length).toBe(3);
  });

  it('waits while the Base is half built, and goes on soon after it is complete', async () => {
    const id = district.addRow('cases', FILED);
    await district.mirror.saveBase({ ...district.binding, tables: {} });
    await pull(id);
    expect(await caseOf(id)).toBeUndefined();

    await district.mirror.saveBase(district.binding);
    await district.settle();
    expect(await caseOf(id)).toMatchObject({ state: 'submitted' });
  });

  it('reads directories whole and says beside a row what it cannot use', async () => {
    const leader = district.addRow('leaders', { 称谓: '书记甲', 可签批: true });
    district.addRow('units', { 单位名称: '〔虚构〕住建局', 承办人: [{ id: 'ou_sandbox_zhujian_1' }] });
    await district.wish(
      ['leaders', 'units', 'settings'].map((table) => pullTableIntention(DISTRICT, table, district.now())),
    );
    await district.settle();

    const directory = await district.mirror.loadDirectory(DISTRICT);
    expect(directory.leaders).toMatchObject([{ id: leader, name: '书记甲', maySign: true, openId: null }]);
    expect(directory.units).toMatchObject([{ name: '〔虚构〕住建局', officerOpenIds: ['ou_sandbox_zhujian_1'] }]);
    expect(directory.settings).toMatchObject({
      districtName: '〔虚构〕示例区',
      problemDays: 15,
      ladderDays: [1, 5, 10],
    });
    const rows = await district.rows.page(district.at('leaders'), null);
    expect(rows.kind === 'ok' && JSON.stringify(rows.data.rows[0]?.fields['校验'])).toContain('飞书账号');
  });
});

describe('参数设置', () => {
  const rowsIn = async (table: string) => {
    const read = await district.rows.page(district.at(table), null);
    return read.kind === 'ok' ? read.data.rows : [];
  };
  const healthLines = async () => (await rowsIn('health')).map((row) => decodeRow(health, row.fields));
  const lookAtSettings = async () => {
    await district.wish([pullTableIntention(DISTRICT, 'settings', district.now())]);
    await district.settle();
  };
  const limit = async () => {
    const row = (await rowsIn('settings')).find(({ fields }) => decodeRow(settings, fields).key === '问题办理时限');
    return { recordId: row?.recordId ?? '', cells: decodeRow(settings, row?.fields ?? {}) };
  };

  it('keeps the last good value in force against one out of bounds, and says so in 校验 and in 运行状况 until it is mended', async () => {
    const { recordId: id } = await limit();
    district.edit('settings', id, { 值: '12' });
    await lookAtSettings();
    district.edit('settings', id, { 值: '400' });
    await lookAtSettings();

    const sentence = '应为1 至 250 的整数；目前仍按“12”执行。';
    expect((await district.mirror.loadDirectory(DISTRICT)).settings.problemDays).toBe(12);
    expect((await limit()).cells).toMatchObject({ value: '400', check: sentence });
    expect(await healthLines()).toContainEqual(
      expect.objectContaining({ item: '参数“问题办理时限”', kind: '需人工处理', detail: sentence }),
    );

    district.edit('settings', id, { 值: '20' });
    await lookAtSettings();
    expect((await district.mirror.loadDirectory(DISTRICT)).settings.problemDays).toBe(20);
    expect((await limit()).cells.check).toBe('');
    expect((await healthLines()).map(({ item }) => item)).not.toContain('参数“问题办理时限”');
  });
});

describe('the lane of a Base on a bad line', () => {
  const livingRowsOf = async (id: string) =>
    (await district.mirror.rowsByEntity(DISTRICT, 'cases', [caseIdOfRow(DISTRICT, recordId(id))])).filter(
      (row) => !row.isDeleted,
    );

  it.each(['dropBefore', 'dropAfter'] as const)(
    'does an action once and shows it, when the write after it is lost (%s)',
    async (kind) => {
      const id = district.addRow('cases', FILED);
      await pull(id);
      district.edit('cases', id, { 操作: '受理' });
      district.sandbox.control.addFaults([{ path: '/records/batch_update$', effect: { kind } }]);
      await pull(id);
      await district.settle();

      const subject = await caseOf(id);
      expect(subject).toMatchObject({ state: 'vetting', seq: 2 });
      expect(await readRow(id)).toMatchObject({ state: '核查中', action: null });
      expect(await countCalls(() => pull(id))).toEqual(['bitable.record.batchGet']);
    },
  );

  it.each(['dropBefore', 'dropAfter'] as const)(
    'restores a deleted row exactly once, when the answer is lost (%s)',
    async (kind) => {
      const id = district.addRow('cases', FILED);
      await pull(id);
      district.deleteRow('cases', id);
      district.sandbox.control.addFaults([{ path: '/records/batch_create$', effect: { kind } }]);
      await pull(id);
      await district.settle();

      const rows = await district.rows.page(district.at('cases'), null);
      expect(rows.kind === 'ok' && rows.data.rows.length).toBe(1);
      expect(await livingRowsOf(id)).toHaveLength(1);
    },
  );

  it('makes a row once more that was made again, and deleted before anybody knew of it', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.deleteRow('cases', id);
    const table = () =>
      district.sandbox.state.bases[0]?.tables.find((one) => one.tableId === district.at('cases').tableId)?.records ??
      [];
    const living = () => table().filter((row) => Object.keys(row.cells).length > 0);
    // Done without an answer, and what would find it is out of order until it is gone again.
    district.sandbox.control.addFaults([{ path: '/records/batch_create$', times: 1, effect: { kind: 'dropAfter' } }]);
    await district.wish([pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())]);
    await district.turnUntil(() => living().length === 1);
    district.deleteRow('cases', living()[0]?.recordId ?? '');
    district.wait(120_000);
    await district.settle();
    expect(living()).toHaveLength(1);
    expect(await readRow(living()[0]?.recordId ?? '')).toMatchObject({ state: '待受理' });
    expect(await livingRowsOf(id)).toHaveLength(1);
    expect((await district.health()).parked).toEqual([]);
  });

  it('opens one case and keeps one row, when the first write to it is lost', async () => {
    const id = district.addRow('cases', FILED);
    district.sandbox.control.addFaults([{ path: '/records/batch_update$', effect: { kind: 'dropBefore' } }]);
    await pull(id);
    await district.settle();

    const rows = await district.rows.page(district.at('cases'), null);
    expect(rows.kind === 'ok' && rows.data.rows.length).toBe(1);
    expect(await readRow(id)).toMatchObject({ state: '待受理' });
  });

  it('keeps one row for each of many pasted at once, when the first write to them is lost', async () => {
    const pasted = Array.from({ length: 60 }, () => district.addRow('cases', FILED));
    const path = `${district.at('cases').tableId}/records/batch_update$`;
    district.sandbox.control.addFaults([{ method: 'POST', path, times: 3, effect: { kind: 'status', status: 502 } }]);
    await district.wish(pasted.map((id) => pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())));
    await district.settle();
    const table = district.sandbox.state.bases[0]?.tables.find((one) => one.tableId === district.at('cases').tableId);
    const filled = table?.records.filter((row) => Object.keys(row.cells).length > 0) ?? [];
    expect(filled.map((row) => row.recordId).toSorted()).toEqual(pasted.toSorted());
    expect(await readRow(pasted[0] ?? '')).toMatchObject({ state: '待受理' });
  });
});

/** Feishu answers the next writing of rows of 事项 with this status, and does not do it. */
const failNextWrite = (status: number): void => {
  const path = `${district.at('cases').tableId}/records/batch_update$`;
  district.sandbox.control.addFaults([{ method: 'POST', path, times: 1, effect: { kind: 'status', status } }]);
};

describe('三项均符', () => {
  it('fills the row with what it filled in the case, also where the first write of the row is lost', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 操作: '三项均符', 处理说明: '已到现场核实' });
    failNextWrite(502);
    await pull(id);
    expect((await caseOf(id))?.notes.lawful).toMatchObject({ answer: 'yes', ground: '已到现场核实' });
    expect(await readRow(id)).toMatchObject({ action: null, lawful: '是', lawfulGround: '已到现场核实' });
  });

  it('fills the row, also where another choice stands in it by then', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 合法: '是', 合法依据: '未见违法' });
    await pull(id);
    district.edit('cases', id, { 合法: '待核', 操作: '三项均符', 处理说明: '已到现场核实' });
    failNextWrite(502);
    await district.wish([pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())]);
    await district.turn();
    district.edit('cases', id, { 操作: '核查完成' });
    await pull(id);
    expect((await caseOf(id))?.notes.lawful).toMatchObject({ answer: 'yes', ground: '已到现场核实' });
    expect(await readRow(id)).toMatchObject({ action: null, lawful: '是', lawfulGround: '已到现场核实' });
  });

  it('fills the row where nothing else was typed, the write was lost and another act chosen before the next', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 操作: '三项均符', 处理说明: '已到现场核实', 合法: '待核' });
    failNextWrite(502);
    await district.wish([pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())]);
    await district.turn();
    district.edit('cases', id, { 操作: '核查完成' });
    await pull(id);
    expect(await readRow(id)).toMatchObject({ authentic: '是', lawful: '是', reasonableGround: '已到现场核实' });
  });

  it('leaves 待核, which is what the case says, where an act is found done by an attempt whose write was lost', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 合法: '待核', 操作: '受理' });
    failNextWrite(502);
    await pull(id);
    expect(await readRow(id)).toMatchObject({ state: '核查中', action: null, lawful: '待核' });
  });

  it('stands above the verdict that was typed beside it, also where the first write of the row is lost', async () => {
    const id = district.addRow('cases', FILED);
    await pull(id);
    district.edit('cases', id, { 合法: '是', 合法依据: '未见违法' });
    await pull(id);
    district.edit('cases', id, { 政策依据: '区政府令', 合法: '待核', 操作: '三项均符', 处理说明: '已到现场核实' });
    failNextWrite(502);
    await pull(id);
    expect((await caseOf(id))?.notes.lawful).toMatchObject({ answer: 'yes', ground: '已到现场核实' });
    expect(await readRow(id)).toMatchObject({
      action: null,
      lawful: '是',
      operationResult: expect.stringContaining('三项均符：'),
    });
  });
});

describe('what was typed and taken in', () => {
  it.each([429, 502])(
    'is known although the row could not be written (%d), so that putting back what stood there is an edit too',
    async (status) => {
      const id = district.addRow('cases', FILED);
      await pull(id);
      district.edit('cases', id, { 政策依据: '甲文件' });
      await pull(id);
      district.edit('cases', id, { 政策依据: '乙文件', 操作: '核查完成' });
      const path = `${district.at('cases').tableId}/records/batch_update$`;
      district.sandbox.control.addFaults([{ method: 'POST', path, times: 1, effect: { kind: 'status', status } }]);
      await district.wish([pullRowIntention(DISTRICT, recordId(id), STAFF, district.now())]);
      await district.turn();
      expect((await caseOf(id))?.notes.policyBasis).toBe('乙文件');
      district.edit('cases', id, { 政策依据: '甲文件' });
      await pull(id);
      expect((await caseOf(id))?.notes.policyBasis).toBe('甲文件');
      expect(await readRow(id)).toMatchObject({ policyBasis: '甲文件', action: null });
    },
  );
});

describe('a database that is slow', () => {
  it('is not asked about more rows than can be written in the same turn, so that each of many is answered at last', async () => {
    const ids = Array.from({ length: 8 }, () => district.addRow('cases', FILED));
    const wished = () => ids.map((id) => pullRowIntention(DISTRICT, recordId(id), STAFF, district.now()));
    await district.wish(wished());
    await district.settle();
    for (const id of ids) district.edit('cases', id, { 操作: '核查完成' });
    district.decidesSlowly(4_000);
    await district.wish(wished());
    await district.settle();
    for (const id of ids)
      expect(await readRow(id)).toMatchObject({ action: null, operationResult: expect.stringContaining('待受理') });
  });
});

describe('apply', () => {
  it('does nothing the second time', async () => {
    const told = district.lines.length;
    const before = district.calls.length;
    expect(await district.apply()).toEqual(district.binding);
    expect(district.lines.slice(told).filter((line) => !line.endsWith('：已是最新'))).toEqual([]);
    const writes = district.calls.slice(before).filter((what) => /create|update|delete/i.test(what));
    expect(writes.filter((what) => !/collaborator|member|subscribe/i.test(what))).toEqual([]);
    expect(district.binding.formUrl).toMatch(/^http/);
  });
});
