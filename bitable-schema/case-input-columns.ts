/**
 * Columns of 事项 that are read together with 操作 and cleared once it is done: the reason, the reply, the unit it is about.
 */
import { GRADES } from '../src/workflow/case.ts';
import { attachment, date, link, singleSelect, text } from './columns.ts';

const input = (description: string) => ({ owner: 'action', description }) as const;

export const GRADE_OPTIONS = [GRADES[5], GRADES[4], GRADES[3], GRADES[2], GRADES[1]];

export const REMARKS = text(
  '处理说明',
  input('所选操作的理由、问题或答复；请部门预沟通时写清答复所需的全部情况；操作完成后清空。'),
);

export const INPUT_COLUMNS = {
  publicReply: text('对企业的答复', input('审核通过、现场答复、计划已兑现或未兑现时必填，企业可见；操作完成后清空。')),
  originals: attachment('批示原件', input('登记书面批示时必填：批示的照片、扫描件或口述录音；登记后存入“办理进展”。')),
  writtenOn: date('批示日期', input('书面批示上的日期，不填为当天；操作完成后清空。')),
  consultUnits: link(
    '预沟通单位',
    'units',
    true,
    input('请部门预沟通时必填；所选单位只看到处理说明中的问题，看不到诉求原文；操作完成后清空。'),
  ),
  newUnit: link('改办单位', 'units', false, {
    ...input('异议成立改办时必填；操作完成后清空。'),
    formerNames: ['改派单位'],
  }),
  mergeInto: text('合并到', input('并入事项的交办单编号或受理编号；操作完成后清空。')),
  callGrade: singleSelect(
    '回访评价',
    GRADE_OPTIONS,
    input('电话回访时企业给出的评价，登记电话评价时必填；操作完成后清空。'),
  ),
} as const;
