/**
 * 事项: one row per case. Form columns come from the enterprise, people's columns from staff, the 操作 column and the cells
 * beside it are wishes, and everything else is written by the service and put back when someone else changes it. What each
 * column means stands with it (`case-*-columns.ts`).
 */
import { ACTION_OPTIONS } from './case-actions.ts';
import { ENTERPRISE_NAME, FORM_COLUMNS } from './case-form-columns.ts';
import { INPUT_COLUMNS, REMARKS } from './case-input-columns.ts';
import {
  CLOSING_COLUMNS,
  ENTERPRISE_COLUMNS,
  HANDLING_COLUMNS,
  HEAD_COLUMNS,
  HISTORY_COLUMNS,
  RESULT_COLUMNS,
  SHEET_COLUMNS,
  STATE,
  TURN_COLUMNS,
} from './case-service-columns.ts';
import { STAFF_COLUMNS } from './case-staff-columns.ts';
import { CASE_FORM_VIEW, CASE_VIEWS } from './case-views.ts';
import { dateTime, modifiedTime, singleSelect, text } from './columns.ts';
import { defineTable } from './table.ts';

const service = { owner: 'service' } as const;

export const cases = defineTable({
  key: 'cases',
  name: '事项',
  identity: 'shortId',
  description: '企业反映的每一个问题或建议为一行。',
  columns: {
    enterpriseName: ENTERPRISE_NAME,
    // What staff look at and choose first stands beside the name: a fresh Base shows columns in this order.
    state: STATE,
    action: singleSelect('操作', ACTION_OPTIONS, {
      owner: 'action',
      description: '从“可选操作”所列中选；选择后由系统执行并清空，结果见“操作结果”。',
    }),
    ...TURN_COLUMNS,
    remarks: REMARKS,
    operationResult: text('操作结果', { ...service, description: '最近一次操作是否办成及原因。' }),
    ...HEAD_COLUMNS,
    ...FORM_COLUMNS,
    ...STAFF_COLUMNS,
    ...INPUT_COLUMNS,
    ...SHEET_COLUMNS,
    ...HANDLING_COLUMNS,
    ...RESULT_COLUMNS,
    ...HISTORY_COLUMNS,
    ...ENTERPRISE_COLUMNS,
    ...CLOSING_COLUMNS,
    // These two follow from what was done to the row, not from the case.
    updatedAt: dateTime('更新时间', service),
    modifiedAt: modifiedTime('最后修改时间', { ...service, description: '由飞书填写，供系统核对改动。' }),
  },
  views: CASE_VIEWS,
  form: {
    viewName: CASE_FORM_VIEW,
    title: '民营企业接待日诉求登记',
    description:
      '如实填写，一事一表，约五分钟。所填信息用于受理、核查、交办、答复和回访，按规定存档，详见扫码页的告知。提交后凭查询码看办到哪一步。',
    questions: [
      { column: 'enterpriseName', title: '企业名称', description: '与营业执照一致', isRequired: true },
      { column: 'creditCode', title: '统一社会信用代码', description: '十八位，见营业执照', isRequired: false },
      { column: 'kind', title: '类型', description: '需要解决的事项选“问题”，意见和设想选“建议”', isRequired: true },
      { column: 'category', title: '类别', description: '', isRequired: true },
      { column: 'text', title: '诉求内容', description: '何时、何事、已找过哪些单位、目前卡在哪里', isRequired: true },
      { column: 'wish', title: '希望如何解决', description: '', isRequired: false },
      {
        column: 'urgency',
        title: '紧急情况说明',
        description: '确有紧急情况的，请说明时间节点和影响',
        isRequired: false,
      },
      { column: 'contactName', title: '联系人', description: '', isRequired: true },
      {
        column: 'contactRole',
        title: '身份',
        description: '不是法定代表人的，来接待日或工作人员核实时，请出示授权委托书',
        isRequired: true,
      },
      { column: 'phone', title: '联系电话', description: '用于核实情况和回访', isRequired: true },
      {
        column: 'asksConfidentiality',
        title: '是否要求保密',
        description: '选“是”的，交办时不出现企业名称和联系人，查询页也不显示诉求内容，材料请当面或电话补交',
        isRequired: false,
      },
      {
        column: 'receipt',
        title: '查询码',
        description: '已自动填好的不要改；空着的，填您领到的12位查询码',
        isRequired: false,
      },
    ],
  },
});
