/**
 * Why an action chosen in a row was not done, for whoever stands before the row: with the columns as they are called there, and with
 * what may be chosen instead. What is no matter of the row is said as everywhere. Pure.
 */
import { actionsNow } from '../../bitable-schema/case-actions.ts';
import { type Case, STATES } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';

/** What the process calls the words of an act, all of which stand in 处理说明. */
const IN_REMARKS: ReadonlySet<string> = new Set([
  '不予受理原因',
  '合并原因',
  '转办原因',
  '预沟通问题',
  '请企业补充的内容',
  '补充内容',
  '接待记录',
  '批示',
  '确定意见',
  '确定理由',
  '审批意见',
  '不同意延期的原因',
  '退回原因',
  '回访情况',
  '评价意见',
  '研判意见',
  '核实情况',
]);
const columnOf = (field: string): string => (IN_REMARKS.has(field) ? `处理说明（${field}）` : field);

export const rowRefusal = (
  reason: Refusal,
  subject: Case,
  directory: Directory,
  sentenceOf: (reason: Refusal) => string,
): string => {
  switch (reason.kind) {
    case 'wrongState': {
      const now = actionsNow(subject, directory);
      const instead = now.length === 0 ? '现在没有可选的操作' : `现在可选：${now.join('、')}`;
      return `事项现为“${STATES[reason.state]}”，没有这一步。${instead}。`;
    }
    case 'reasonMissing':
      return '请在“处理说明”中写明理由，再选一次。';
    case 'fieldsMissing':
      return sentenceOf({ ...reason, missing: reason.missing.map(columnOf) });
    case 'textTooLong':
      return sentenceOf({ ...reason, field: columnOf(reason.field) });
    default:
      return sentenceOf(reason);
  }
};
