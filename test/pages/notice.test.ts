/**
 * 个人信息告知 of a district: what it has not settled is left out of the sentences, its own text and version stand in the place
 * of the built-in ones, and without a telephone nothing is collected on the web.
 */
import { describe, expect, it } from 'vitest';
import { noticeItems, noticeVersionOf } from '../../src/pages/notice.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/workflow/settings.ts';
import { withSettings } from '../support/given.ts';
import { createPagesWorld, textOf } from './pages-world.ts';

const told = (changes: Partial<Settings>): string =>
  noticeItems({ ...DEFAULT_SETTINGS, ...changes })
    .map(({ title, text }) => `${title} ${text}`)
    .join('\n');

const SETTLED: Partial<Settings> = {
  organPhone: '0000-0000001',
  officeAddress: '〔虚构〕示例路 1 号 205 室',
  officeHours: '工作日 9:00 至 17:00',
  contactYears: 3,
  recordYears: 10,
  cyberspacePhone: '0000-0000002',
  rulesName: '《〔虚构〕示例区接待日工作规则》',
};

describe('个人信息告知', () => {
  it('says where, when and how long as the district has settled it', () => {
    const text = told(SETTLED);
    for (const said of [
      '地址：〔虚构〕示例路 1 号 205 室；电话：0000-0000001；受理时间：工作日 9:00 至 17:00。',
      '和《〔虚构〕示例区接待日工作规则》，用于受理',
      '自办结起3年后删除；办理材料按档案规定保存10年或更长。',
      '打电话0000-0000001或到〔虚构〕示例路 1 号 205 室提出',
      '向网信部门（电话0000-0000002）投诉',
    ])
      expect(text).toContain(said);
  });

  it.each([
    ['officeAddress', '地址：'],
    ['officeHours', '受理时间：'],
    ['contactYears', '自办结起'],
    ['cyberspacePhone', '（电话'],
    ['rulesName', '工作规则'],
  ] as const)('says nothing of %s where the district has not settled it', (key, words) => {
    expect(told(SETTLED)).toContain(words);
    const text = told({ ...SETTLED, [key]: DEFAULT_SETTINGS[key] });
    expect(text).not.toContain(words);
    expect(text).not.toMatch(/unset|undefined|《》|（）|；；|：；/u);
  });

  it('says that archives decide how long, where the district has not settled the years', () => {
    expect(told({})).toContain('存多久 办理材料按档案规定的期限保存。');
  });

  it('is the own text of a district that has one, with its own version, on the page as well', async () => {
    const own = { noticeText: '【谁在处理】\n示例区工商联。\n电话同下。\n【存多久】\n三年。', noticeVersion: '示例-3' };
    expect(noticeItems({ ...DEFAULT_SETTINGS, ...own })).toEqual([
      { title: '谁在处理', text: '示例区工商联。\n电话同下。' },
      { title: '存多久', text: '三年。' },
    ]);
    const world = createPagesWorld({ directory: withSettings({ ...own, organPhone: '0000-0000001' }) });
    for (const path of ['/a/example', '/a/example/notice']) {
      const page = textOf((await world.get(path)).html);
      expect(page).toContain('告知版本：示例-3');
      expect(page).not.toContain('不作他用');
    }
  });

  it('has another version with every text: the built-in one, a named one, and one without a name', () => {
    const versions = [{}, { noticeText: '甲', noticeVersion: '1' }, { noticeText: '甲' }, { noticeText: '乙' }].map(
      (changes) => noticeVersionOf({ ...DEFAULT_SETTINGS, ...changes }),
    );
    expect(new Set(versions).size).toBe(4);
    // A version alone changes no text.
    expect(noticeVersionOf({ ...DEFAULT_SETTINGS, noticeVersion: '1' })).toBe(versions[0]);
  });
});

describe('a district without a telephone', () => {
  it.each(['', '待定'])('collects nothing on the web (%j): the page says why, and where to go', async (organPhone) => {
    const directory = withSettings({ organPhone, officeAddress: '〔虚构〕示例路 1 号' });
    const world = createPagesWorld({ directory });
    for (const page of [await world.get('/a/example'), await world.post('/a/example', {})]) {
      expect(textOf(page.html)).toContain('须先公布受理机关的联系电话');
      expect(page.html).not.toContain('/share/base/');
      expect(page.html).not.toContain('<form method="post" action="/a/');
    }
    expect((await world.get('/')).html).not.toContain('/a/example');
    expect((await world.get('/a/example/notice')).status).toBe(200);
  });

  it('is told to come in person, to the address where there is one', async () => {
    const directory = withSettings({ organPhone: '', officeAddress: '〔虚构〕示例路 1 号' });
    expect(textOf((await createPagesWorld({ directory }).get('/a/example')).html)).toContain(
      '到〔虚构〕示例路 1 号当面',
    );
  });
});
