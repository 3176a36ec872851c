/**
 * 办理进展: one row per line of progress of a case, newest first by 时间. Kept by the service alone.
 */
import { attachment, dateTime, link, number, text } from './columns.ts';
import { defineTable } from './table.ts';

const service = { owner: 'service' } as const;

export const progress = defineTable({
  key: 'progress',
  name: '办理进展',
  description: '各责任单位填报的进展和企业补交的材料，由系统填写。',
  columns: {
    line: text('进展', { ...service, description: '责任单位填报的原文。' }),
    files: attachment('附件', { ...service, description: '填报人或企业上传的照片和文件。' }),
    subject: link('事项', 'cases', false, service),
    round: number('轮次', service),
    unit: text('单位', service),
    by: text('填报人', service),
    at: dateTime('时间', service),
    lineId: text('进展编号', { ...service, description: '受理编号、轮次和该轮次的第几条。' }),
  },
  views: [{ name: '全部', type: 'grid', sort: [{ column: 'at', isDescending: true }] }],
  form: null,
  identity: 'lineId',
});
