/**
 * 领导: who receives enterprises, signs sheets and leads their handling, with secretaries (联络员) and substitutes (受托签批人). Staff
 * keep it; the service only reads it and says in 校验 what it cannot use.
 */
import { checkbox, date, person, text } from './columns.ts';
import { defineTable } from './table.ts';

const people = { owner: 'people' } as const;

export const leaders = defineTable({
  key: 'leaders',
  name: '领导',
  description: '接待、签批和牵头的区领导。',
  columns: {
    name: text('称谓', { ...people, privacy: 'public', description: '卡片和交办单上的称呼。' }),
    post: text('职务', { ...people, privacy: 'public', description: '交办单上的职务。' }),
    account: person('飞书账号', false, { ...people, description: '签批单发到这个账号；可签批的必填。' }),
    maySign: checkbox('可签批', { ...people, description: '勾选后可作为签批领导。' }),
    secretaries: person('联络员', true, {
      ...people,
      description: '可查看、可代拟批示，不能签批。',
      formerNames: ['秘书'],
    }),
    substitute: person('受托签批人', false, {
      ...people,
      description: '受领导委托，在委托起止日期内（含首尾两日）代为签批。',
      formerNames: ['代签人'],
    }),
    substituteFrom: date('委托起', { ...people, description: '含当日。', formerNames: ['代签起'] }),
    substituteTo: date('委托止', { ...people, description: '含当日。', formerNames: ['代签止'] }),
    check: text('校验', { owner: 'service', description: '本行有无问题，由系统填写。' }),
  },
  views: [
    { name: '全部', type: 'grid' },
    { name: '需核对', type: 'grid', filters: [{ column: 'check', is: 'isNotEmpty' }] },
  ],
  form: null,
});
