/**
 * The people of the demo district: posts instead of names, all fictional (〔虚构〕), with stable ids so that tests and the
 * page can name them. Mobiles lie in a range that is not in use.
 */
import type { Person } from './state.ts';

type Row = readonly [key: string, name: string, unit: string];

const rows: readonly Row[] = [
  ['leader_jia', '书记甲', '区委'],
  ['leader_yi', '区长乙', '区政府'],
  ['leader_bing', '常务副区长丙', '区政府'],
  ['leader_ding', '副书记丁', '区委'],
  ['leader_wu', '副区长戊', '区政府'],
  ['leader_ji', '统战部长己', '区委统战部'],
  ['leader_geng', '副区长庚', '区政府'],
  ['staff_1', '工商联经办人', '区工商联'],
  ['staff_2', '工商联负责人', '区工商联'],
  ['zhujian_1', '住建承办人', '区住建局'],
  ['zhujian_head', '住建负责人', '区住建局'],
  ['caizheng_1', '财政承办人', '区财政局'],
  ['caizheng_head', '财政负责人', '区财政局'],
  ['yingji_1', '应急承办人', '区应急管理局'],
  ['yingji_head', '应急负责人', '区应急管理局'],
  ['ziran_1', '自然资源承办人', '区自然资源局'],
  ['ziran_head', '自然资源负责人', '区自然资源局'],
  ['jingkai_1', '经开区管委会承办人', '经开区管委会'],
  ['jingkai_head', '经开区管委会负责人', '经开区管委会'],
  ['jinrong_1', '金融承办人', '区金融服务中心'],
  ['jinrong_head', '金融负责人', '区金融服务中心'],
  ['renshe_1', '人社承办人', '区人社局'],
  ['renshe_head', '人社负责人', '区人社局'],
  ['anfu_1', '安富街道承办人', '安富街道'],
  ['anfu_head', '安富街道负责人', '安富街道'],
  ['secretary', '区委办联络员', '区委办'],
];

/** One person with every property filled in from a key, a name and a unit. */
export const makePerson = (key: string, name: string, unit: string, mobile: string): Person => ({
  openId: `ou_sandbox_${key}`,
  unionId: `on_sandbox_${key}`,
  userId: `u_${key}`,
  name,
  enName: key,
  email: `${key.replaceAll('_', '.')}@example.invalid`,
  mobile,
  unit,
  isAvailable: true,
  hasMutedBot: false,
  hasResigned: false,
});

export const demoPeople: readonly Person[] = rows.map(([key, name, unit], index) =>
  makePerson(key, name, unit, `+86${19_900_000_001 + index}`),
);

/** The bot's own identity, as operator of what the app writes. */
export const botOpenId = 'ou_sandbox_bot';
