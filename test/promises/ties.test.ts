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
    expect(sheet.content).toMatch(/书记甲需回避，请.*转请另一领导阅示/);
    expect(sheet.buttons.map(({ act }) => act)).toEqual(['passOn', 'signOwn', 'sendBack', 'hold']);

    const pressed = await town.press(sheet, 'passOn', {
      [FIELDS.passOn.leader]: town.idOf('leaders', '区长乙'),
      [FIELDS.passOn.words]: '按回避要求转请批示。',
    });
    expect(pressed).toMatchObject({ kind: 'answered', toast: { content: '已转请批示。' } });
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
