/**
 * The demo district (〔虚构〕示例区): its leaders and units, typed into the directory tables once, as staff would. The people
 * are those of the stand-in Feishu; a real district fills these tables by hand.
 */
import type { ReceptionDay } from '../compose.ts';
import type { BaseBinding } from '../ports.ts';
import { type DistrictId, districtId, type OpenId, openId } from '../workflow/ids.ts';

export const DEMO_DISTRICT: DistrictId = districtId('demo');
const person = (key: string): OpenId => openId(`ou_sandbox_${key}`);
export const DEMO_STAFF: readonly OpenId[] = [person('staff_1'), person('staff_2')];

const LEADERS = [
  ['书记甲', '区委书记', 'leader_jia'],
  ['区长乙', '区委副书记、区长', 'leader_yi'],
  ['常务副区长丙', '区委常委、常务副区长', 'leader_bing'],
  ['副书记丁', '区委副书记', 'leader_ding'],
  ['副区长戊', '副区长', 'leader_wu'],
  ['统战部长己', '区委常委、统战部部长', 'leader_ji'],
  ['副区长庚', '副区长', 'leader_geng'],
] as const;

const UNITS = [
  ['住建', 'zhujian'],
  ['财政', 'caizheng'],
  ['应急', 'yingji'],
  ['自然资源', 'ziran'],
  ['经开区管委会', 'jingkai'],
  ['金融', 'jinrong'],
  ['人社', 'renshe'],
  ['安富街道', 'anfu'],
] as const;

/** Fills 领导 and 单位与承办人 where they are empty; never touches rows that are there. */
export const fillDemoDirectory = async (receptionDay: ReceptionDay, base: BaseBinding): Promise<void> => {
  await receptionDay.fillTable(base, 'leaders', [
    ...LEADERS.map(([name, post, key]) => ({ 称谓: name, 职务: post, 飞书账号: [{ id: person(key) }], 可签批: true })),
  ]);
  await receptionDay.fillTable(base, 'units', [
    { 单位名称: '工商联', 工商联: true, 负责人: [{ id: person('staff_2') }], 承办人: [{ id: person('staff_1') }] },
    ...UNITS.map(([name, key]) => ({
      单位名称: name,
      负责人: [{ id: person(`${key}_head`) }],
      承办人: [{ id: person(`${key}_1`) }],
    })),
  ]);
};
