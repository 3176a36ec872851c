/**
 * 单位与承办人: the organs that handle cases, and who answers and works for them. Staff keep it; the service only reads it and says
 * in 校验 what it cannot use.
 */
import { checkbox, person, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;

export const units = defineTable({
  key: 'units',
  name: '单位与承办人',
  description: '责任单位及其负责人、承办人。',
  columns: {
    name: text('单位名称', { ...people, privacy: 'public', description: '责任单位的规范简称，卡片和交办单上用它。' }),
    isFederation: checkbox('工商联', {
      ...people,
      description: '勾选的单位为工商联本身，其人员可办理受理、审核等操作。',
    }),
    heads: person('负责人', true, { ...people, description: '接收提醒、催办和督办。' }),
    officers: person('承办人', true, { ...people, description: '签收、填报进展和结果；可有多人。' }),
    worksByWeb: checkbox('网页办理', {
      ...people,
      description: '该单位没有飞书账号，凭工商联给的链接和一次性办理码在网页上办理。',
    }),
    check: text('校验', { owner: 'service', description: '本行有无问题，由系统填写。' }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '需核对', type: 'grid', filters: [{ column: 'check', is: 'isNotEmpty' }] },
  ],
  form: null,
});
