/**
 * 保密事项: the personal texts of cases ticked 保密, whose cells in 事项 show only 〔保密〕. A table of its own, because a hidden
 * column is no protection (domain.md X9): who may open it is set with Feishu's advanced permissions (高级权限), by hand.
 */
import { link, phone, text } from './columns.ts';
import { defineTable } from './table.ts';

const service = { owner: 'service' } as const;
const personal = { owner: 'service', privacy: 'personal' } as const;

/** What stands in 事项 instead of the text. */
export const CONFIDENTIAL_MARK = '〔保密〕';

export const confidential = defineTable({
  key: 'confidential',
  name: '保密事项',
  description: '勾选“保密”的事项的原文；仅限授权人员查看，请用高级权限设置可见范围。',
  columns: {
    shortId: text('受理编号', { ...service, formerNames: ['事项编号'] }),
    subject: link('事项', 'cases', false, service),
    enterpriseName: text('企业名称', personal),
    creditCode: text('统一社会信用代码', personal),
    text: text('诉求内容', personal),
    wish: text('希望如何解决', personal),
    urgency: text('紧急情况说明', personal),
    contactName: text('联系人', personal),
    phone: phone('联系电话', service),
    gradeWords: text('评价意见', personal),
    earlier: text('历次情况', personal),
    callAttempts: text('回访情况', personal),
    enterpriseAnswers: text('企业补充', personal),
    hearing: text('接待记录', personal),
  },
  views: [{ name: '全部', type: 'grid' }],
  form: null,
  identity: 'shortId',
});
