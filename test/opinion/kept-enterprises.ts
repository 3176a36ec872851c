/** 企业 as staff may keep it, right and wrong, with what has to stand beside each row. */
import type { TableRow } from '../../src/ports.ts';
import { recordId } from '../../src/workflow/ids.ts';
import type { Kept } from './law-tables.ts';

const row = (id: string, name: string, code: string, related = ''): TableRow => ({
  recordId: recordId(`rec_firm_${id}`),
  fields: { 企业名称: name, 统一社会信用代码: code, 关联企业: related },
  createdBy: null,
  modifiedBy: null,
  modifiedByName: null,
  modifiedAt: null,
});
const kept = (
  id: string,
  [name, code, related = '']: readonly [name: string, code: string, related?: string],
  codeCheck: string,
  ...remark: readonly string[]
): Kept => ({ row: row(id, name, code, related), name, code: code.trim().toUpperCase(), codeCheck, remark });

const CODE = '91999999MAXX00015J';
export const KEPT_ENTERPRISES: readonly Kept[] = [
  kept('1', ['〔虚构〕密云阁实业有限公司', ` ${CODE.toLowerCase()}`], '通过'),
  kept(
    '2',
    ['〔虚构〕听雨楼餐饮有限公司', '', '〔虚构〕望舒航运有限公司、〔虚构〕查无此家'],
    '未填',
    '〔虚构〕查无此家',
    '尚未登记',
  ),
  kept('3', ['〔虚构〕望舒航运有限公司', ''], '未填'),
  kept('4', ['〔虚构〕错码有限公司', '91999999MAXX00015K'], '校验位不符', '校验位不符', '原有登记的仍按原内容执行'),
  kept('5', ['〔虚构〕望舒航运有限公司', ''], '未填', '企业名称与已登记的一行重复'),
  kept('6', ['〔虚构〕密云阁分号', CODE], '通过', '与“〔虚构〕密云阁实业有限公司”重复'),
];
