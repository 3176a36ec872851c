/**
 * The steps of a plan as lines (方案) for the person who runs it, and what the types of columns are called. Pure.
 */
import type { Column } from './columns.ts';
import type { Step } from './compare.ts';

/** What Feishu's people call each type; the looks of text and numbers have names of their own. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  Text: '文本',
  Email: '邮箱',
  Barcode: '条码',
  Number: '数字',
  Currency: '货币',
  Progress: '进度',
  Rating: '评分',
  SingleSelect: '单选',
  MultiSelect: '多选',
  DateTime: '日期',
  Checkbox: '复选框',
  User: '人员',
  Phone: '电话号码',
  Url: '超链接',
  Attachment: '附件',
  SingleLink: '单向关联',
  DuplexLink: '双向关联',
  Lookup: '查找引用',
  Formula: '公式',
  Location: '地理位置',
  GroupChat: '群组',
  CreatedTime: '创建时间',
  ModifiedTime: '最后更新时间',
  CreatedUser: '创建人',
  ModifiedUser: '修改人',
  AutoNumber: '自动编号',
};
export const typeName = (column: Column): string => TYPE_NAMES[column.kind.uiType] ?? column.kind.uiType;

/** One step as a line for the person who runs `plan`. */
export const describeStep = (step: Step): string => {
  const where = `“${step.table.name}”`;
  switch (step.kind) {
    case 'createTable':
      return `新建数据表${where}，${Object.keys(step.table.columns).length} 列`;
    case 'createColumn':
      return `${where}新建列“${step.column.name}”（${typeName(step.column)}）`;
    case 'changeColumn': {
      const renamed = step.liveName === step.column.name ? '' : `改名为“${step.column.name}”`;
      const added = step.addedOptions.length === 0 ? '' : `增加选项 ${step.addedOptions.join('、')}`;
      const called = step.renamedOptions.length === 0 ? '' : `选项改称 ${step.renamedOptions.join('、')}`;
      return `${where}的列“${step.liveName}”${[renamed, called, added].filter((part) => part !== '').join('，')}`;
    }
    case 'makeView':
      return `${where}${step.isAnew ? '按现行规定重设' : '新建'}视图“${step.view.name}”`;
    case 'shareForm':
      return `${where}的登记表单设置标题并公开分享`;
    case 'hideQuestion':
      return `${where}的登记表单隐藏“${step.title}”`;
    case 'showQuestion':
      return `${where}的登记表单显示“${step.question.title}”`;
    case 'changeQuestion':
      return `${where}的登记表单更新问题“${step.question.title}”`;
    case 'orderQuestions':
      return `${where}的登记表单调整问题顺序`;
    case 'askPerson':
      return `需人工处理：${step.sentence}`;
  }
};

/** Many questions of one form in one line; everything else a line each. */
const GATHERED: Partial<Record<Step['kind'], string>> = {
  hideQuestion: '隐藏',
  showQuestion: '显示',
  changeQuestion: '更新',
};
const FEW = 3;

export const describeSteps = (steps: readonly Step[]): readonly string[] => {
  const said = new Set<string>();
  return steps.flatMap((step) => {
    const verb = GATHERED[step.kind];
    const alike = steps.filter((one) => one.kind === step.kind && one.table === step.table);
    if (verb === undefined || alike.length <= FEW) return [describeStep(step)];
    const key = `${step.kind} ${step.table.key}`;
    if (said.has(key)) return [];
    said.add(key);
    return [`“${step.table.name}”的登记表单${verb} ${alike.length} 个问题`];
  });
};
