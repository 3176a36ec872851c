/**
 * 企业: the directory of enterprises that staff keep. The service reads it, counts each one's cases, and says in 校验 what
 * it cannot use; it never writes what people typed.
 */
import { CODE_CHECKS } from './case-choices.ts';
import { link, number, person, singleSelect, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;
const service = { owner: 'service' } as const;

export const enterprises = defineTable({
  key: 'enterprises',
  name: '企业',
  description: '来访和反映诉求的企业名录。',
  columns: {
    name: text('企业名称', { ...people, privacy: 'public', description: '与营业执照一致。' }),
    creditCode: text('统一社会信用代码', {
      ...people,
      privacy: 'public',
      description: '十八位；校验结果见“代码校验”。',
    }),
    legalRepresentative: text('法定代表人', { ...people, privacy: 'personal' }),
    relatedEnterprises: text('关联企业', { ...people, description: '同一控制人的企业等，多个用顿号隔开。' }),
    contactName: text('联系人', { ...people, privacy: 'personal', description: '日常联系的人。' }),
    linkedLeaders: link('挂钩联系领导', 'leaders', true, {
      ...people,
      description: '挂钩联系该企业的领导，签批单上显示。',
    }),
    avoiding: person('需回避人员', true, {
      ...people,
      description: '与该企业有利害关系的领导、受托签批人或联络员；签批单提示回避，并请转请其他领导批示。',
    }),
    remarks: text('备注', people),
    codeCheck: singleSelect('代码校验', CODE_CHECKS, service),
    openCases: number('在办事项数', { ...service, description: '尚未销号的事项数。' }),
    totalCases: number('事项总数', { ...service, description: '历年全部事项数。' }),
    check: text('校验', { ...service, description: '本行有无问题，由系统填写。', formerNames: ['登记结果'] }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '有在办事项', type: 'grid', filters: [{ column: 'openCases', is: 'isGreater', values: ['0'] }] },
    { name: '需核对', type: 'grid', filters: [{ column: 'check', is: 'isNotEmpty' }] },
  ],
  form: null,
});
