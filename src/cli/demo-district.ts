/**
 * The demo district (〔虚构〕示例区): its leaders and units, typed into the directory tables once, as staff would. The people
 * are those of the stand-in Feishu; a real district fills these tables by hand.
 */
import { randomUUID } from 'node:crypto';
import type { ReceptionDay } from '../compose.ts';
import type { BaseBinding } from '../ports.ts';
import type { ApplyRequest } from '../sync/apply-schema.ts';
import { type DistrictId, districtId, type OpenId, openId } from '../workflow/ids.ts';
import { fillTable, setUpDistrict } from './set-up-district.ts';

export const DEMO_DISTRICT: DistrictId = districtId('demo');
const person = (key: string): OpenId => openId(`ou_sandbox_${key}`);

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

const REQUEST: ApplyRequest = {
  district: DEMO_DISTRICT,
  baseName: '〔虚构〕示例区民营企业接待日',
  staff: [person('staff_1'), person('staff_2')],
  settings: {
    districtName: '示例区',
    organName: '〔虚构〕示例区工商联',
    organPhone: '0000-0000000',
    numberPrefix: '示接交',
  },
};

/** Creates the Base where there is none, and fills 领导 and 单位与承办人 where they are empty. */
export const setUpDemoDistrict = async (
  service: ReceptionDay,
  say?: (line: string) => void,
  settings: ApplyRequest['settings'] = {},
): Promise<BaseBinding> => {
  const request = { ...REQUEST, settings: { ...REQUEST.settings, ...settings } };
  const base = await setUpDistrict(service, request, say);
  await fillTable(
    service,
    base,
    'leaders',
    LEADERS.map(([name, post, key]) => ({ 称谓: name, 职务: post, 飞书账号: [{ id: person(key) }], 可签批: true })),
  );
  await fillTable(service, base, 'units', [
    { 单位名称: '工商联', 工商联: true, 负责人: [{ id: person('staff_2') }], 承办人: [{ id: person('staff_1') }] },
    ...UNITS.map(([name, key]) => ({
      单位名称: name,
      负责人: [{ id: person(`${key}_head`) }],
      承办人: [{ id: person(`${key}_1`) }],
    })),
  ]);
  await service.lookAround(`set-up ${randomUUID()}`);
  return base;
};
