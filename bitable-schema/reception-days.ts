/**
 * 接待日: dates on which a leader receives enterprises. Staff keep it; cases are put on a day through the link in 事项.
 */
import { date, link, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;

export const receptionDays = defineTable({
  key: 'receptionDays',
  name: '接待日',
  description: '每次接待的日期、地点和接待领导；一个月可以有多次。',
  columns: {
    title: text('名称', { ...people, privacy: 'public', description: '如“三月接待日”；不填按日期称呼。' }),
    date: date('日期', { ...people, privacy: 'public', description: '可以是任何一天，一个月可有多次。' }),
    from: text('开始时间', { ...people, privacy: 'public', description: '如 9:00；不填时另行通知。' }),
    to: text('结束时间', { ...people, privacy: 'public', description: '如 11:30。' }),
    place: text('地点', { ...people, privacy: 'public' }),
    leader: link('接待领导', 'leaders', false, { ...people, description: '接待领导有变动的，在此修改。' }),
    remarks: text('备注', people),
    check: text('校验', { owner: 'service', description: '本行有无问题，由系统填写。' }),
  },
  views: [
    { name: '全部', type: 'grid', sort: [{ column: 'date', isDescending: true }] },
    { name: '本月接待日', type: 'grid', filters: [{ column: 'date', is: 'is', values: ['CurrentMonth'] }] },
    { name: '接待日历', type: 'calendar', byHand: ['新建日历视图，日期选“日期”，标题选“名称”。'] },
  ],
  form: null,
});
