/**
 * What may be chosen in the selects of 事项 that people fill in, and how our keys are called there.
 */
import { codeOf } from '../src/workflow/plain-text.ts';

export const KINDS = { problem: '问题', suggestion: '建议' } as const;
export const CATEGORIES = ['用地', '招商', '融资', '经营管理', '惠企政策兑现', '审批验收办证', '其他'] as const;
export const CONTACT_ROLES = ['法定代表人', '授权代表'] as const;
export const VERDICT_ANSWERS = { yes: '是', no: '否', unsure: '待核' } as const;
export const SOURCES = { form: '表单', staff: '工商联录入', visit: '走访', hotline: '直通快车', room: '会上' } as const;
export const CODE_CHECKS = ['通过', '校验位不符', '未填'] as const;
export const ASKS_CONFIDENTIALITY = '是';
export const CONFIDENTIALITY_ANSWERS = ['否', ASKS_CONFIDENTIALITY] as const;
/** What stands beside a code as it was typed. */
export const codeCheckOf = (typed: string, isCreditCode: (code: string) => boolean): (typeof CODE_CHECKS)[number] => {
  if (codeOf(typed) === '') return CODE_CHECKS[2];
  return isCreditCode(typed) ? CODE_CHECKS[0] : CODE_CHECKS[1];
};
