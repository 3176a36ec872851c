/**
 * 事项: one row per case. Form columns come from the enterprise, people's columns from staff, the 操作 column and the cells
 * beside it are wishes, and everything else is written by the service and put back when someone else changes it.
 */
import { CONTEST_STANDINGS, GRADES, LIGHTS, OUTCOMES, PLAN_STANDINGS, STATES, TOLD_BY } from '../src/workflow/case.ts';
import { CASE_FORM_VIEW, CASE_VIEWS } from './case-views.ts';
import {
  attachment,
  checkbox,
  date,
  dateTime,
  link,
  modifiedTime,
  number,
  person,
  phone,
  singleSelect,
  text,
  url,
} from './columns.ts';
import { defineTable } from './table.ts';

export const KINDS = { problem: '问题', suggestion: '建议' } as const;
export const CATEGORIES = ['用地', '招商', '融资', '经营管理', '惠企政策兑现', '审批验收办证', '其他'] as const;
export const CONTACT_ROLES = ['法定代表人', '授权代表'] as const;
export const VERDICT_ANSWERS = { yes: '是', no: '否', unsure: '待核' } as const;
export const SOURCES = { form: '表单', staff: '工商联录入', visit: '走访', hotline: '直通快车', room: '会上' } as const;
export const CODE_CHECKS = ['通过', '校验位不符', '未填'] as const;

/** 操作: what staff may ask of a case by choosing it in the row. */
export const ACTIONS = [
  '受理',
  '不予受理',
  '合并',
  '转法定途径',
  '核查完成',
  '请部门预沟通',
  '请企业补充',
  '结束补充',
  '排入接待日',
  '撤出接待日',
  '已接待',
  '现场答复',
  '提交签批',
  '发办理码',
  '登记书面批示',
  '异议成立改派',
  '异议不成立',
  '同意延期',
  '不同意延期',
  '催办',
  '审核通过',
  '退回重办',
  '登记电话评价',
  '回访未接通',
  '按未评价办结',
  '重办',
  '解释并提请复核',
  '评价申诉成立',
  '评价申诉不成立',
  '计划已兑现',
  '计划未兑现',
  '撤回属实',
  '撤回不属实',
] as const;
export type ActionName = (typeof ACTIONS)[number];

const STATE_COLORS: Partial<Record<keyof typeof STATES, number>> = {
  submitted: 1,
  assigned: 3,
  handling: 5,
  awaiting_review: 4,
  closed: 10,
};
const stateOptions = Object.entries(STATES).map(([state, name], index) => ({
  name,
  color: Object.entries(STATE_COLORS).find(([key]) => key === state)?.[1] ?? index % 11,
}));
/** Palette places of green, blue, yellow and red. */
const LIGHT_COLORS = { green: 4, blue: 5, yellow: 2, red: 0 } as const;
const lightOptions = [
  { name: LIGHTS.green, color: LIGHT_COLORS.green },
  { name: LIGHTS.blue, color: LIGHT_COLORS.blue },
  { name: LIGHTS.yellow, color: LIGHT_COLORS.yellow },
  { name: LIGHTS.red, color: LIGHT_COLORS.red },
];
const gradeOptions = [GRADES[5], GRADES[4], GRADES[3], GRADES[2], GRADES[1]];
const verdictOptions = Object.values(VERDICT_ANSWERS);

const form = { owner: 'form' } as const;
const people = { owner: 'people' } as const;
const service = { owner: 'service' } as const;
/** Read together with 操作 and cleared once it is done. */
const input = (description: string) => ({ owner: 'action', description }) as const;

export const cases = defineTable({
  key: 'cases',
  name: '事项',
  identity: 'shortId',
  description: '企业反映的每一个问题或建议为一行。',
  columns: {
    enterpriseName: text('企业名称', { ...form, privacy: 'public' }),
    // What staff look at and choose first stands beside the name: a fresh Base shows columns in this order.
    state: singleSelect('状态', stateOptions, {
      ...service,
      privacy: 'public',
      description: '由系统维护。在看板上拖动，等同于选择通往该状态的操作。',
    }),
    action: singleSelect('操作', ACTIONS, {
      owner: 'action',
      description: '选择后由系统执行并清空；结果见“操作结果”。',
    }),
    remarks: text('处理说明', input('所选操作的理由、问题或答复；操作完成后清空。')),
    operationResult: text('操作结果', { ...service, description: '最近一次操作是否办成及原因。' }),
    number: text('编号', { ...service, privacy: 'public', description: '交办单编号，签批时按年连续编排。' }),
    light: singleSelect('灯', lightOptions, {
      ...service,
      description: '绿：正常；蓝：临期；黄：久无进展或被退回；红：超期。',
    }),
    dueDate: date('时限', { ...service, privacy: 'public', description: '按工作日计算，见“时限依据”。' }),

    creditCode: text('统一社会信用代码', { ...form, description: '十八位；校验结果见“代码校验”。' }),
    kind: singleSelect('类型', Object.values(KINDS), {
      ...form,
      description: '问题有办理结果，建议有答复；未填按问题办理。',
    }),
    category: singleSelect('类别', CATEGORIES, { ...form, description: '可按需要增加类别。' }),
    text: text('诉求内容', { ...form, privacy: 'personal', description: '企业原话；一行一事。' }),
    wish: text('希望如何解决', { ...form, privacy: 'personal' }),
    urgency: text('紧急情况说明', { ...form, privacy: 'personal' }),
    contactName: text('联系人', { ...form, privacy: 'personal' }),
    contactRole: singleSelect('身份', CONTACT_ROLES, form),
    phone: phone('联系电话', form),
    receipt: text('查询码', { ...form, privacy: 'personal', description: '查询码，请勿改动' }),

    round: number('轮次', { ...service, description: '第几张交办单；新批示另起一轮。' }),
    dueDerivation: text('时限依据', {
      ...service,
      privacy: 'public',
      description: '从哪天起、多少个工作日、跳过哪些节假日。',
    }),

    isUrgent: checkbox('急', { ...people, description: '时间紧迫，超期时可加急提醒。' }),
    isGrave: checkbox('重', { ...people, description: '影响重大，按重要事项时限办理。' }),
    isHard: checkbox('难', { ...people, description: '情况疑难，按疑难事项时限办理。' }),
    isConfidential: checkbox('保密', { ...people, description: '勾选后个人信息移入“保密事项”，本表只显示〔保密〕。' }),
    authentic: singleSelect('真实', verdictOptions, { ...people, description: '诉求是否属实；“待核”不能提交签批。' }),
    authenticGround: text('真实依据', { ...people, description: '判断的依据。' }),
    lawful: singleSelect('合法', verdictOptions, { ...people, description: '诉求是否合法；“待核”不能提交签批。' }),
    lawfulGround: text('合法依据', { ...people, description: '判断的依据。' }),
    reasonable: singleSelect('合理', verdictOptions, { ...people, description: '诉求是否合理；“待核”不能提交签批。' }),
    reasonableGround: text('合理依据', { ...people, description: '判断的依据。' }),
    policyBasis: text('政策依据', { ...people, description: '支持或限制该诉求的文件和条款。' }),
    complainedUnits: link('被反映单位', 'units', true, {
      ...people,
      description: '诉求所反映的单位；不宜由其主办，签批单会提示。',
    }),
    signingLeader: link('签批领导', 'leaders', false, { ...people, description: '签批单发给谁。' }),
    leadLeader: link('牵头领导', 'leaders', false, { ...people, description: '拟由哪位领导牵头，领导签批时可改。' }),
    leadUnit: link('主办单位', 'units', false, { ...people, description: '拟由哪个单位主办，领导签批时可改。' }),
    supportingUnits: link('协办单位', 'units', true, { ...people, description: '拟由哪些单位协办，领导签批时可改。' }),
    limitWorkdays: number('办理时限（工作日）', { ...people, description: '拟定的办理时限；不填按“参数设置”。' }),
    proposalWords: text('拟办意见', { ...people, description: '供领导签批时参考。' }),
    receptionDay: link('接待日', 'receptionDays', false, { ...people, description: '选择“排入接待日”前先选。' }),
    source: singleSelect('来源', Object.values(SOURCES), {
      ...people,
      description: '不填时，表单提交的为“表单”，其余为“工商联录入”。',
    }),

    toldBy: singleSelect('告知方式', Object.values(TOLD_BY), {
      ...people,
      description: '个人信息处理告知：企业未经扫码页登记的，由工作人员告知后选填。',
    }),
    toldOn: date('告知日期', { ...people, description: '哪一天告知的。' }),

    publicReply: text(
      '对企业的答复',
      input('审核通过、现场答复、计划已兑现或未兑现时必填，企业可见；操作完成后清空。'),
    ),
    originals: attachment(
      '批示原件',
      input('登记书面批示时必填：批示的照片、扫描件或口述录音；登记后存入“办理进展”。'),
    ),
    writtenOn: date('批示日期', input('书面批示上的日期，不填为当天；操作完成后清空。')),
    consultUnits: link('预沟通单位', 'units', true, input('请部门预沟通时必填；操作完成后清空。')),
    newUnit: link('改派单位', 'units', false, input('异议成立改派时必填；操作完成后清空。')),
    mergeInto: text('合并到', input('并入事项的交办单编号或事项编号；操作完成后清空。')),
    callGrade: singleSelect(
      '回访评价',
      gradeOptions,
      input('电话回访时企业给出的评价，登记电话评价时必填；操作完成后清空。'),
    ),

    instruction: text('批示', { ...service, description: '领导批示原文。' }),
    signer: text('签批人', service),
    signedOn: date('签批日期', service),
    acknowledgements: text('责任单位签收', { ...service, description: '各单位签收时间和承办人。' }),
    officers: person('承办人', true, { ...service, description: '各单位在卡片上指定的承办人。' }),
    objections: text('异议情况', { ...service, description: '责任单位提出的异议及裁定。' }),
    extensions: text('延期情况', { ...service, description: '延期申请及审批。' }),
    latestProgress: text('最新进展', { ...service, description: '最近一条进展；全部见“办理进展”。' }),
    milestones: text('阶段节点', { ...service, description: '主办单位安排的节点，一行一个，含完成和调整情况。' }),
    outcome: singleSelect('办理结果', Object.values(OUTCOMES), { ...service, privacy: 'public' }),
    outcomeText: text('结果说明', { ...service, description: '责任单位报送的结果和对企业的答复。' }),
    plannedOn: date('计划解决日期', {
      ...service,
      privacy: 'public',
      description: '办理结果为计划解决的，计划在这一天前解决。',
    }),
    planCheck: singleSelect('计划核实', Object.values(PLAN_STANDINGS), {
      ...service,
      description: '计划解决日期到后，由工商联核实是否兑现；核实情况见“结果说明”。',
    }),
    grade: singleSelect('评价', gradeOptions, { ...service, description: '企业的评价；未评价不算满意。' }),
    gradeWords: text('评价意见', { ...service, privacy: 'personal' }),
    contest: singleSelect('评价申诉', Object.values(CONTEST_STANDINGS), {
      ...service,
      description: '主办单位对不满意评价的申诉；无论成立与否，企业评价不变。',
    }),
    contestText: text('申诉情况', { ...service, description: '主办单位的申诉理由及裁定。' }),
    mergers: text('合并情况', { ...service, privacy: 'personal', description: '并入了哪个事项，或有哪些事项并入。' }),
    enterpriseAnswers: text('企业补充', { ...service, privacy: 'personal', description: '企业应要求补充的内容。' }),
    consultationAnswers: text('预沟通答复', { ...service, description: '各部门在会前的答复。' }),
    receiptCheck: text('查询码核对', { ...service, description: '查询码不是系统发出的，在此提示。' }),
    codeCheck: singleSelect('代码校验', CODE_CHECKS, { ...service, description: '按国家标准核对校验位。' }),
    statusLink: url('查询链接', { ...service, privacy: 'personal', description: '可转交企业，凭此查询办理情况。' }),
    ratingLink: url('评价链接', { ...service, privacy: 'personal', description: '待评价时可转交企业。' }),
    unitLinks: text('网页办理链接', {
      ...service,
      privacy: 'personal',
      description: '勾选“网页办理”的单位每家一行。发给该单位后，选操作“发办理码”，并电话告知办理码。',
    }),
    withdrawal: text('企业撤回', { ...service, description: '企业申请撤回及核实结果。' }),
    exitReason: text('不受理理由', {
      ...service,
      privacy: 'public',
      description: '不予受理、合并、转法定途径的理由，企业可见。',
    }),
    closedOn: date('销号日期', service),
    daysTaken: number('办理天数', { ...service, description: '自签批之日至销号之日的自然日，销号时填写。' }),
    shortId: text('事项编号', { ...service, privacy: 'public', description: '系统给出的编号，签批前用它指代。' }),
    updatedAt: dateTime('更新时间', service),
    modifiedAt: modifiedTime('最后修改时间', { ...service, description: '由飞书填写，供系统核对改动。' }),
  },
  views: CASE_VIEWS,
  form: {
    viewName: CASE_FORM_VIEW,
    title: '民营企业接待日诉求登记',
    description: '请如实填写，一表一事。提交后凭查询码可随时查看办理情况。所填个人信息仅用于办理本事项。',
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
      { column: 'contactRole', title: '身份', description: '授权代表请在办理时出示授权书', isRequired: true },
      { column: 'phone', title: '联系电话', description: '用于核实情况和回访', isRequired: true },
      { column: 'receipt', title: '查询码', description: '查询码，请勿改动', isRequired: false },
    ],
  },
});
