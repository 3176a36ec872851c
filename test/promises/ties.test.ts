/**
 * 关联与回避 on the sheet, as the leader sees it: other cases of the enterprise come and go while the sheet waits, an interest is
 * registered in 企业, and the sheet is passed on because of it.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToLeader, makeReady, openTown, type ShownCard, type Town } from '../support/town.ts';

const LEADER = 'ou_sandbox_leader_jia';
const OTHER_LEADER = 'ou_sandbox_leader_yi';
const OTHER_ENTERPRISE = {
  企业名称: '〔虚构〕安富河冷链物流有限公司',
  统一社会信用代码: '91999999MAXX000318',
  联系电话: '19900000103',
};

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(async () => {
  await town.close();
});

const sheetOf = (record: string, who = LEADER): ShownCard => {
  const card = town.cards(who, 'instruction', record).at(-1);
  if (!card) throw new Error('no sheet');
  return card;
};

describe('the same enterprise', () => {
  it('is said to have other cases as they come, move and end, on the message that is there', async () => {
    const record = await town.fileByForm();
    const sheet = await bringToLeader(town, record);
    expect(sheet.content).not.toContain('同一企业');

    const second = await town.fileByForm({ 类别: '融资', 诉求内容: '续贷衔接有十天空档，请协调银行。' });
    expect(sheetOf(record).content).toContain('同一企业另有：在办1件。其中：融资待受理。');
    await town.edit(second, { 操作: '受理' });
    expect(sheetOf(record).content).toContain('融资核查中');
    await town.edit(second, { 操作: '不予受理', 处理说明: '不属于本区受理范围。' });
    expect(sheetOf(record).content).toContain('同一企业另有：不予受理1件');
    expect(sheetOf(record).messageId).toBe(sheet.messageId);
    expect(sheetOf(record).content).not.toContain('重复反映');
  });

  it('is not said of another enterprise, nor of a confidential case', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    await town.fileByForm(OTHER_ENTERPRISE);
    expect(sheetOf(record).content).not.toContain('另有');
    const secret = await town.fileByForm({ 诉求内容: '请勿让对方知道。' });
    await town.edit(secret, { 保密: true });
    expect(sheetOf(record).content).not.toContain('另有');
  });

  it('asks for the same again: 重复反映, with how it ended', async () => {
    const first = await town.fileByForm();
    await town.edit(first, { 操作: '不予受理', 处理说明: '不属于本区受理范围。' });
    const again = await town.fileByForm();
    const sheet = await bringToLeader(town, again);
    expect(sheet.content).toContain('重复反映：同一诉求此前已办过（审批验收办证，不予受理）');
  });

  it('is found again by 关联企业 and by a shared telephone', async () => {
    await town.add('enterprises', {
      企业名称: '〔虚构〕溪乐预制构件有限公司',
      统一社会信用代码: '91999999MAXX00015J',
      关联企业: '〔虚构〕安富河冷链物流有限公司',
      挂钩联系领导: [town.idOf('leaders', '常务副区长丙')],
    });
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    expect(sheetOf(record).content).toContain('挂钩联系领导：常务副区长丙');
    await town.fileByForm(OTHER_ENTERPRISE);
    await town.fileByForm({
      ...OTHER_ENTERPRISE,
      企业名称: '〔虚构〕第三家有限公司',
      统一社会信用代码: '',
      联系电话: '+8619900000101',
    });
    expect(sheetOf(record).content).toContain('关联企业（〔虚构〕安富河冷链物流有限公司）：在办1件');
    expect(sheetOf(record).content).toContain('联系电话相同（〔虚构〕第三家有限公司）：在办1件');
  });
});

describe('the row names what looks alike (疑似重复)', () => {
  const cell = (record: string): string => town.row(record)['疑似重复'] ?? '';
  const idOf = (record: string): string => town.row(record)['受理编号'] ?? '?';

  it('a form sent twice opens two cases, and each names the other; nothing is decided by it', async () => {
    const first = await town.fileByForm();
    expect(cell(first)).toBe('');
    const second = await town.fileByForm();
    expect(idOf(second)).not.toBe(idOf(first));
    expect(cell(first)).toMatch(new RegExp(`^受理编号 ${idOf(second)}，.*登记，在办，诉求内容相近$`));
    expect(cell(second)).toContain(`受理编号 ${idOf(first)}，`);
    for (const record of [first, second]) expect(town.row(record)['状态']).toBe('待受理');
    expect(cell(second)).not.toContain(idOf(second));
  });

  it('names it while it looks alike: not after 类别 and text, the firm or 保密 of the other was changed', async () => {
    const first = await town.fileByForm();
    const second = await town.fileByForm();
    await town.edit(second, { 类别: '融资', 诉求内容: '续贷衔接有十天空档，请协调银行。' });
    expect([cell(first), cell(second)]).toEqual(['', '']);
    await town.edit(second, { 类别: '审批验收办证' });
    expect(cell(first)).toContain('类别相同');
    await town.edit(second, OTHER_ENTERPRISE);
    expect([cell(first), cell(second)]).toEqual(['', '']);
    const third = await town.fileByForm();
    expect(cell(first)).toContain(idOf(third));
    await town.edit(third, { 保密: true });
    expect([cell(first), cell(third)]).toEqual(['', '']);
  });

  it('takes the number once there is one, and says how an ended one ended; what was merged is named no more', async () => {
    const first = await town.fileByForm();
    const second = await town.fileByForm();
    await town.edit(first, { 操作: '受理' });
    await town.edit(first, { 操作: '不予受理', 处理说明: '〔虚构〕不属于本区受理范围。' });
    expect(cell(second)).toContain('不予受理（重复反映，请核对原办理情况）');
    const third = await town.fileByForm();
    await town.edit(third, { 操作: '受理' });
    await town.edit(third, { 操作: '合并', 合并到: idOf(second), 处理说明: '〔虚构〕同一表单提交了两次。' });
    expect(town.row(third)['状态']).toBe('已合并');
    expect(cell(second)).not.toContain(idOf(third));
    expect(cell(third)).toBe('');
  });

  it('is put back where somebody typed over it', async () => {
    const first = await town.fileByForm();
    const second = await town.fileByForm();
    await town.edit(first, { 疑似重复: '没有' });
    expect(cell(first)).toContain(idOf(second));
  });
});

describe('需回避', () => {
  const registerInterest = () =>
    town.add('enterprises', {
      企业名称: '〔虚构〕溪乐预制构件有限公司',
      统一社会信用代码: '91999999MAXX00015J',
      需回避人员: [{ id: LEADER }],
    });

  it('turns a sheet that is already out: nothing signs in one tap, passing it on comes first, and the next leader may sign', async () => {
    const record = await town.fileByForm();
    await bringToLeader(town, record);
    expect(sheetOf(record).buttons[0]?.act).toBe('sign');

    await registerInterest();
    const sheet = sheetOf(record);
    expect(sheet.content).toMatch(/书记甲需回避，请.*转请另一领导批示/);
    expect(sheet.buttons.map(({ act }) => act)).toEqual(['passOn', 'signOwn', 'sendBack', 'hold']);

    const pressed = await town.press(sheet, 'passOn', {
      [FIELDS.passOn.leader]: town.idOf('leaders', '区长乙'),
      [FIELDS.passOn.words]: '按回避要求转请批示。',
    });
    expect(pressed).toMatchObject({ kind: 'answered', toast: { content: '已转请批示，签批单已送对方。' } });
    await town.settle();
    const passed = sheetOf(record, OTHER_LEADER);
    expect(passed.buttons[0]?.act).toBe('sign');
    expect(passed.content).not.toContain('需回避');
  });

  it('stands on the card that answers a press as well', async () => {
    await registerInterest();
    const record = await town.fileByForm();
    const sheet = await bringToLeader(town, record);
    const held = await town.press(sheet, 'hold', { [FIELDS.hold.reason]: '待核实回避情形' });
    expect(held).toMatchObject({ kind: 'answered', redrawn: true });
    // Before the outbox has had a turn.
    expect(sheetOf(record).content).toMatch(/已暂缓[\s\S]*书记甲与该企业有利害关系/);
  });

  it('is said of a unit that the appeal complains of', async () => {
    const record = await town.fileByForm();
    await makeReady(town, record, { 被反映单位: [town.idOf('units', '住建')] });
    await town.edit(record, { 操作: '提交签批' });
    expect(sheetOf(record).content).toContain('住建是被反映单位，不宜主办');
    await town.edit(record, { 被反映单位: [] });
    expect(sheetOf(record).content).not.toContain('被反映单位');
  });
});
