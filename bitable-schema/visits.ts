/**
 * 来访: one enterprise at one reception day, with its cases. The service makes the row once the first case of an enterprise is
 * put on a day; staff note who came and what was said.
 */
import { link, number, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;
const service = { owner: 'service' } as const;

export const visits = defineTable({
  key: 'visits',
  name: '来访',
  description: '一家企业参加一次接待日为一行；其各项诉求见“事项”。',
  columns: {
    number: text('来访编号', { ...service, privacy: 'public', description: '系统给出；一次来访的各个事项共用。' }),
    enterpriseName: text('企业名称', { ...service, privacy: 'public' }),
    receptionDay: link('接待日', 'receptionDays', false, service),
    caseCount: number('事项数', service),
    caseNumbers: text('受理编号', {
      ...service,
      privacy: 'public',
      description: '本次来访的各个事项，用顿号隔开。',
      formerNames: ['事项编号'],
    }),
    settledCount: number('已答复数', {
      ...service,
      formerNames: ['办结数'],
      description: '其中结果已审核通过并答复企业的事项数。',
    }),
    attendees: text('到场人', { ...people, privacy: 'personal', description: '企业到场人员。' }),
    minutes: text('现场记录', { ...people, privacy: 'personal' }),
  },
  views: [{ name: '全部', type: 'grid', group: ['receptionDay'] }],
  form: null,
  identity: 'number',
});
