/**
 * 运行状况: what a person should know about the service: things that wait, things that were given up, rows that were deleted
 * by hand and put back. Written by the service alone.
 */
import { dateTime, singleSelect, text } from './columns.ts';
import { defineTable } from './table.ts';

const service = { owner: 'service' } as const;
export const HEALTH_KINDS = {
  queue: '发送队列',
  parked: '未能送达',
  restored: '恢复的行',
  trouble: '需人工处理',
  sweep: '对账',
  calls: '接口调用',
} as const;

export const health = defineTable({
  key: 'health',
  name: '运行状况',
  description: '由系统填写，供工商联查看。',
  columns: {
    item: text('项目', { ...service, description: '涉及的事项、数据表或服务。' }),
    kind: singleSelect('类别', Object.values(HEALTH_KINDS), service),
    detail: text('情况', { ...service, description: '情况和处理办法；不含个人信息。' }),
    at: dateTime('时间', service),
  },
  views: [
    { name: '全部', type: 'grid', sort: [{ column: 'at', isDescending: true }] },
    { name: '未能送达', type: 'grid', filters: [{ column: 'kind', is: 'is', values: [HEALTH_KINDS.parked] }] },
  ],
  form: null,
});
