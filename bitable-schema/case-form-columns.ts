/**
 * Columns of 事项 that the enterprise fills in (表单) and staff correct: what was filed, each with its place in the appeal.
 */
import { CATEGORIES, CONFIDENTIALITY_ANSWERS, CONTACT_ROLES, KINDS } from './case-choices.ts';
import { phone, singleSelect, text } from './columns.ts';
import { chosen, inAppeal, named, said } from './meaning.ts';

const form = { owner: 'form' } as const;

export const ENTERPRISE_NAME = said(text('企业名称', { ...form, privacy: 'public' }), inAppeal('enterpriseName'));

export const FORM_COLUMNS = {
  creditCode: said(
    text('统一社会信用代码', { ...form, description: '十八位；校验结果见“代码校验”。' }),
    inAppeal('creditCode'),
  ),
  // An empty 类型 counts as a problem: the longer and stricter road.
  kind: said(
    singleSelect('类型', Object.values(KINDS), {
      ...form,
      description: '问题有办理结果，建议有答复；未填按问题办理。',
    }),
    named(inAppeal('kind'), KINDS, 'problem'),
  ),
  category: said(
    singleSelect('类别', CATEGORIES, { ...form, description: '可按需要增加类别。' }),
    chosen(inAppeal('category')),
  ),
  text: said(text('诉求内容', { ...form, privacy: 'personal', description: '企业原话；一行一事。' }), inAppeal('text')),
  wish: said(text('希望如何解决', { ...form, privacy: 'personal' }), inAppeal('wish')),
  urgency: said(text('紧急情况说明', { ...form, privacy: 'personal' }), inAppeal('urgency')),
  contactName: said(text('联系人', { ...form, privacy: 'personal' }), inAppeal('contactName')),
  contactRole: said(singleSelect('身份', CONTACT_ROLES, form), chosen(inAppeal('contactRole'))),
  phone: said(phone('联系电话', form), inAppeal('phone')),
  /** Not of the appeal: it is hashed when the row is taken in, and known to nobody afterwards. */
  receipt: text('查询码', {
    ...form,
    privacy: 'personal',
    description: '企业领到的查询码，与事项对应；不要改动。',
  }),
  /** Asked once, when the row is taken in: from then on 保密 is staff's. */
  asksConfidentiality: singleSelect('要求保密', CONFIDENTIALITY_ANSWERS, {
    ...form,
    description: '企业填表时的选择；选“是”的，登记时即勾选“保密”。',
  }),
} as const;
