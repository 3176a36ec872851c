/**
 * C01–C04 of the demo data: one enterprise, one visit, four items, four endings. All fictional (〔虚构〕).
 */

export interface StoryCase {
  readonly name: 'C01' | 'C02' | 'C03' | 'C04';
  readonly category: string;
  readonly text: string;
  readonly wish: string;
  readonly flags: readonly ('急' | '重' | '难')[];
  readonly ending: { readonly state: string; readonly outcome: string; readonly rating: string };
}

export const ENTERPRISE = {
  name: '〔虚构〕溪乐预制构件有限公司',
  creditCode: '91999999MAXX00015J',
  contact: '企业代表01',
  role: '法定代表人',
  phone: '19900000101',
} as const;

export const CASES = [
  {
    name: 'C01',
    category: '审批验收办证',
    text: '我公司一期厂房 2022 年 11 月完工，规划、消防、质量三家验收时间对不上，两次约好又改期。没有竣工手续，产权证办不下来，银行授信批不了。希望一次把人叫齐。',
    wish: '组织一次联合验收',
    flags: ['急', '重'],
    ending: { state: '已销号', outcome: '已解决', rating: '非常满意' },
  },
  {
    name: 'C02',
    category: '惠企政策兑现',
    text: '二期厂房按协议建成投产，约定的建设补贴至今只到了三成。请明确剩余资金什么时候拨、分几次。',
    wish: '给出拨付时间表',
    flags: ['重', '难'],
    ending: { state: '已销号', outcome: '计划解决', rating: '基本满意' },
  },
  {
    name: 'C03',
    category: '惠企政策兑现',
    text: '市里的试点奖补资金公示已过，希望及时拨付。',
    wish: '尽快拨付',
    flags: ['急'],
    ending: { state: '已销号', outcome: '现场答复', rating: '满意' },
  },
  {
    name: 'C04',
    category: '审批验收办证',
    text: '城市建设配套费按新标准计算，多出的部分能否减缓。',
    wish: '减免或分期',
    flags: ['难'],
    ending: { state: '已销号', outcome: '解释说明', rating: '不满意' },
  },
] as const satisfies readonly StoryCase[];
