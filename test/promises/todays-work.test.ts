/** 今日待办: the filter of the view itself, as the Base applies it, lets through what waits for staff, all of it and nothing else. */
import { afterEach, expect, it } from 'vitest';
import { hiddenOf } from '../pages/pages-world.ts';
import { bringToHandling, bringToUnits, openTown, type Town } from '../support/town.ts';

let town: Town;
afterEach(async () => {
  await town.close();
});

/** Ids of the rows that a view shows. */
const shownIn = (name: string): readonly string[] => {
  const base = town.sandbox.state.bases.find(({ appToken }) => appToken === town.base.appToken);
  const table = base?.tables.find(({ tableId }) => tableId === town.base.tables['cases']);
  const view = table?.views.find((one) => one.name === name);
  if (!base || !table || !view) throw new Error(`no view ${name}`);
  return town.sandbox.rowsOf(base, table, view).flatMap(({ records }) => records.map(({ recordId }) => recordId));
};
const pressAs = async (who: string, record: string, act: string, form: Readonly<Record<string, unknown>>) => {
  const card = town.cards(who, 'assignment', record).at(-1);
  if (!card) throw new Error('no card');
  expect(await town.press(card, act, form)).toMatchObject({ kind: 'answered' });
  await town.settle();
};

it('今日待办 shows an undecided objection, extension and withdrawal beside what is new, until each is decided, and no case that is others’ turn', async () => {
  town = await openTown();
  const fileAs = (name: string) => town.fileByForm({ 企业名称: `〔虚构〕${name}`, 统一社会信用代码: '' });
  const [submitted, objected, extended, withdrawn, others] = [
    await fileAs('甲厂'),
    await fileAs('乙厂'),
    await fileAs('丙厂'),
    await fileAs('丁厂'),
    await fileAs('戊厂'),
  ];
  await bringToUnits(town, objected);
  for (const record of [extended, withdrawn, others]) await bringToHandling(town, record);
  expect(shownIn('今日待办')).toEqual([submitted]);

  await pressAs('ou_sandbox_yingji_1', objected, 'object', { object_reason: '不属本单位职责' });
  await pressAs('ou_sandbox_zhujian_1', extended, 'extend', {
    extend_date: '2026-04-10',
    extend_reason: '需检测',
    extend_done: '已踏勘',
  });
  const status = new URL(town.row(withdrawn)['查询链接'] ?? '').pathname;
  const page = await (await town.service.app.request(status)).text();
  const posted = await town.service.app.request(`${status}/withdraw`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ ...hiddenOf(page, '/withdraw'), voluntary: 'yes', text: '已自行解决' }),
  });
  expect(posted.status).toBe(303);
  await town.settle();
  const waits = (record: string) => town.row(record)['待办事由'];
  expect([objected, extended, withdrawn, others].map(waits)).toEqual([
    '应急异议待确定',
    '延期待审批',
    '企业撤回待核实',
    '',
  ]);
  expect(new Set(shownIn('今日待办'))).toEqual(new Set([submitted, objected, extended, withdrawn]));

  await town.edit(objected, { 操作: '异议不成立', 处理说明: '属应急职责' });
  await town.edit(extended, { 操作: '同意延期' });
  await town.edit(withdrawn, { 操作: '非自愿，不予撤回', 处理说明: '电话核实' });
  expect(shownIn('今日待办')).toEqual([submitted]);
}, 120_000);
