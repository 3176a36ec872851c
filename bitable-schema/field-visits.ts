/**
 * 走访: staff go to the enterprise and write down what they hear. 操作 turns a row into a case; the row stays as its source.
 */
import { CATEGORIES, KINDS } from './case-choices.ts';
import { date, person, phone, singleSelect, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;
const service = { owner: 'service' } as const;

/** 操作 of a 走访. */
export const FIELD_VISIT_ACTIONS = ['转为事项'] as const;

export const fieldVisits = defineTable({
  key: 'fieldVisits',
  name: '走访',
  description: '上门走访的记录；走访中收集的诉求可转为事项。',
  columns: {
    enterpriseName: text('企业名称', { ...people, privacy: 'public' }),
    date: date('日期', people),
    visitors: person('走访人', true, { ...people, description: '工商联参加走访的人。' }),
    situation: text('情况', { ...people, privacy: 'personal', description: '企业经营情况和走访所见。' }),
    kind: singleSelect('类型', Object.values(KINDS), { ...people, description: '转为事项时必填。' }),
    category: singleSelect('类别', CATEGORIES, { ...people, description: '转为事项时必填。' }),
    text: text('诉求内容', { ...people, privacy: 'personal', description: '转为事项时必填，一行一事。' }),
    contactName: text('联系人', { ...people, privacy: 'personal' }),
    phone: phone('电话', people),
    action: singleSelect('操作', FIELD_VISIT_ACTIONS, {
      owner: 'action',
      description: '选择后由系统执行并清空；结果见“操作结果”。',
    }),
    operationResult: text('操作结果', { ...service, description: '最近一次操作是否办成及原因。' }),
    caseNumber: text('受理编号', {
      ...service,
      privacy: 'public',
      description: '转成的事项。',
      formerNames: ['事项编号'],
    }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '本月走访', type: 'grid', filters: [{ column: 'date', is: 'is', values: ['CurrentMonth'] }] },
    {
      name: '待转事项',
      type: 'grid',
      filters: [
        { column: 'text', is: 'isNotEmpty' },
        { column: 'caseNumber', is: 'isEmpty' },
      ],
    },
  ],
  form: null,
});
