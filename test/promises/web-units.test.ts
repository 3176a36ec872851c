/**
 * 网页办理, the whole road: staff tick it, the leader signs, staff hear of it and give out a code, the street office comes in with it,
 * works on its page, and staff pass its result — with the real app and the stand-in Feishu. The same history as by cards.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { caseId } from '../../src/workflow/ids.ts';
import { bringToUnits, openTown, SERVICE_URL, type Town } from '../support/town.ts';

const STREET = '〔虚构〕石盘街道办';
const STAFF = 'ou_sandbox_staff_1';
const OTHER_STAFF = 'ou_sandbox_staff_2';
const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 500 }, (_, index) => index % 256)]);

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(async () => {
  await town.close();
});

const toldTo = (who: string): readonly string[] => {
  const chats = town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId);
  return town.sandbox.state.messages
    .filter(({ chatId, type }) => chats.includes(chatId) && type === 'text')
    .map(({ versions }) => versions.at(-1)?.content ?? '');
};
const tick = async (unit: string, fields: Readonly<Record<string, unknown>>): Promise<void> => {
  const target = { appToken: town.base.appToken, tableId: town.base.tables['units'] ?? '', operator: STAFF };
  expect(town.sandbox.control.editRecord({ ...target, recordId: unit }, fields).ok).toBe(true);
  await town.settle();
};
const codeTold = (): string => /办理码：(\d{4}-\d{4})/.exec(toldTo(STAFF).at(-1) ?? '')?.[1] ?? '';
const linkOf = (record: string): string =>
  /https?:\/\/[^\s]+\/w\/[^\s]+/.exec(town.row(record)['网页办理链接'] ?? '')?.[0] ?? '';
const ask = (url: string, init: RequestInit = {}) => town.service.app.fetch(new Request(url, init));
const nonceOn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';

const comeIn = async (url: string, code: string) => {
  const nonce = nonceOn(await (await ask(url)).text());
  const answer = await ask(`${url}/enter`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ nonce, code, name: '经办人甲' }),
  });
  return { answer, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
};

it('is walked from the tick to the result, and every step stands in the same history', async () => {
  const street = await town.add('units', { 单位名称: STREET, 网页办理: true });
  expect(town.row(street, 'units')['校验']).toBe('');
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟主办单位: [street], 拟协办单位: [] });
  expect(toldTo(STAFF).at(-1)).toContain(`${STREET}在网页上办理`);
  const url = linkOf(record);
  expect(town.row(record)['网页办理链接']).toContain(`${STREET}：${SERVICE_URL}/w/`);

  await town.edit(record, { 操作: '发办理码' });
  expect(town.row(record)['操作结果']).toContain('办理码已发到您的飞书');
  expect(toldTo(STAFF).at(-1)).toMatch(
    /石盘街道办的办理码：\d{4}-\d{4}。30分钟内有效，只能用一次；请电话告知，不要与链接一同发送。/,
  );
  expect(toldTo(OTHER_STAFF).join()).not.toContain('的办理码：');
  const code = codeTold();

  const { answer, cookie } = await comeIn(url, code);
  expect(answer.status).toBe(303);
  expect((await comeIn(url, code)).answer.status).toBe(409);
  const sheet = async () => (await ask(url, { headers: { cookie } })).text();
  const send = async (act: string, fields: Readonly<Record<string, string>> = {}, files: readonly File[] = []) => {
    const form = new FormData();
    form.append('nonce', nonceOn(await sheet()));
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const file of files) form.append('files', file);
    const sent = await ask(`${url}/${act}`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      body: form,
    });
    await town.settle();
    return sent.status;
  };
  expect(await sheet()).toContain('一期厂房验收时间对不上');
  expect(await send('acknowledge')).toBe(303);
  expect(town.row(record)['状态']).toBe('办理中');
  expect(await send('nameOfficer', { officer_name: '承办人甲' })).toBe(303);
  expect(await send('contact')).toBe(303);
  expect(await send('progress', { progress_text: '已到现场。' }, [new File([JPEG], '现场.jpg')])).toBe(303);
  expect(town.row(record)['最新进展']).toContain(`${STREET}：已到现场。`);
  expect(town.row(record)['责任单位签收']).toContain('承办人承办人甲');
  const progress = town.sandbox.state.bases.flatMap(({ tables }) => tables).find(({ name }) => name === '办理进展');
  const lines = (progress?.records ?? []).map(({ recordId }) => town.row(recordId, 'progress'));
  expect(lines.find(({ 进展 }) => 进展 === '已到现场。')).toMatchObject({
    单位: STREET,
    填报人: `${STREET} 经办人甲（网页）`,
  });
  const result = {
    resolve_outcome: 'resolved',
    resolve_text: '已联合验收。',
    resolve_date: '',
    resolve_basis: '',
    resolve_unit_head: '街道主任甲',
  };
  expect(await send('resolve', result)).toBe(303);
  expect(town.row(record)['状态']).toBe('待审核');
  expect(town.cards(STAFF, 'review', record)).toHaveLength(1);

  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  const events = await town.service.cases.loadEvents(caseId(id ?? ''));
  expect(events.slice(-7).map(({ type }) => type)).toEqual([
    'unitCodesIssued',
    'unitEnteredByWeb',
    'unitAcknowledged',
    'officerNamed',
    'enterpriseContacted',
    'progressReported',
    'caseResolved',
  ]);
  const web = events.slice(-6);
  expect(new Set(web.map(({ by }) => by.name))).toEqual(new Set([`${STREET} 经办人甲（网页）`]));

  // What must never be printed or kept: the code, the link, what stands on the sheet.
  const kept = JSON.stringify([events, town.row(record), town.logLines]);
  for (const secret of [code, code.replace('-', '')]) expect(kept).not.toContain(secret);
  const printed = JSON.stringify(town.logLines);
  for (const secret of [url.split('/').at(-1) ?? '', '经办人甲', '19900000101', '一期厂房'])
    expect(printed).not.toContain(secret);
});

it('ends for whoever is in when another code is given out, and the link when the unit has its seats', async () => {
  const street = await town.add('units', { 单位名称: STREET, 网页办理: true });
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟主办单位: [street], 拟协办单位: [] });
  const url = linkOf(record);
  await town.edit(record, { 操作: '发办理码' });
  const { cookie } = await comeIn(url, codeTold());
  await town.settle();
  const seen = async () => (await ask(url, { headers: { cookie } })).text();
  expect(await seen()).toContain('一期厂房验收时间对不上');
  await town.edit(record, { 操作: '发办理码' });
  expect(await seen()).toContain('请输入办理码');
  expect(await seen()).not.toContain('一期厂房');

  const again = await comeIn(url, codeTold());
  expect(again.answer.status).toBe(303);
  await tick(street, { 网页办理: false, 承办人: [{ id: 'ou_sandbox_anfu_1' }] });
  const over = await ask(url, { headers: { cookie: again.cookie } });
  expect(over.status).toBe(410);
  expect(await over.text()).not.toContain('一期厂房');
  expect(town.row(record)['网页办理链接']).toBe('');
});

it('may be ticked when the sheet is with the unit already: the link stands in the row at once', async () => {
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  expect(town.row(record)['网页办理链接']).toBe('');
  await tick(town.idOf('units', '住建'), { 网页办理: true });
  expect(town.row(record)['网页办理链接']).toMatch(/^住建：.*\/w\//);
  await tick(town.idOf('units', '工商联'), { 网页办理: true });
  expect(town.row(town.idOf('units', '工商联'), 'units')['校验']).toContain('工商联本身不能勾选“网页办理”');
});

it('makes the clock tell staff what it would have told the unit, so that they call', async () => {
  const street = await town.add('units', { 单位名称: STREET, 网页办理: true });
  const record = await town.fileByForm();
  await bringToUnits(town, record, { 拟主办单位: [street], 拟协办单位: [] });
  // Signed on Monday, to be acknowledged on Tuesday.
  for (let hours = 0; hours < 52; hours += 6) {
    town.advance(6 * 3_600_000);
    await town.service.tick();
    await town.settle();
  }
  const daily = town.cards(STAFF).filter(({ content }) => content.includes('今日提醒'));
  expect(daily.map(({ content }) => content).join()).toContain('单位待电话催办');
  await town.edit(record, { 操作: '催办' });
  expect(toldTo(STAFF).at(-1)).toContain(`${STREET}收不到飞书消息，请电话催办`);
});

it('is refused in the row where nobody works by web', async () => {
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  await town.edit(record, { 操作: '发办理码' });
  expect(town.row(record)['操作结果']).toContain('本轮没有勾选“网页办理”的单位');
  expect(town.row(record)['网页办理链接']).toBe('');
});
