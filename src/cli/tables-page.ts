/**
 * docs/tables.md, written from the declared tables: what each column is, who fills it in and how private it is; views, the form,
 * the parameters. `npm run bitable -- docs` prints it; a test holds the file to it.
 */
import type { Column } from '../../bitable-schema/columns.ts';
import { typeName } from '../../bitable-schema/describe-step.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { defaultSettingRows } from '../../bitable-schema/settings.ts';
import { stepsByHand, type Table, type View, type ViewFilter } from '../../bitable-schema/table.ts';

const OWNERS = { people: '工作人员', service: '系统', action: '工作人员（操作）', form: '企业（表单）' } as const;
const PRIVACY = { public: '可公开', internal: '内部', personal: '个人信息' } as const;
const VIEW_TYPES = {
  grid: '表格',
  kanban: '看板',
  gallery: '画册',
  gantt: '甘特',
  form: '表单',
  calendar: '日历',
} as const;
const CONDITIONS: Readonly<Record<ViewFilter['is'], string>> = {
  is: '等于',
  isNot: '不等于',
  contains: '包含',
  doesNotContain: '不包含',
  isEmpty: '为空',
  isNotEmpty: '不为空',
  isGreater: '大于',
  isGreaterEqual: '大于等于',
  isLess: '小于',
  isLessEqual: '小于等于',
};
const DATE_WORDS: Readonly<Record<string, string>> = { CurrentMonth: '本月', Today: '今天' };

const INTRODUCTION = [
  '# 多维表格的各个数据表',
  '',
  '<!-- Printed by `npm run bitable -- docs`; change bitable-schema/ instead of this page. -->',
  '',
  '“填写”一栏为“系统”的列由系统计算，手工改动会被还原并说明原因（写在本行的“操作结果”，没有该列的表写在“运行状况”，并通知改动人）；',
  '“事项”和系统维护的表（来访、办理进展、保密事项）中被删除的行会自动恢复；“工作人员（操作）”的列用来下指令，办完即清空；',
  '“企业（表单）”的列由企业填写，此后由工作人员更正。“个人信息”不写入日志和网址；查询页只向持链接的企业显示其本人诉求，网页办理页只向持办理码的责任单位显示联系人、电话和诉求。',
  '',
];

/** The page, with a line end. */
export const tablesPage = (): string =>
  `${[...INTRODUCTION, ...TABLES.flatMap(section), ...parameters()].join('\n')}\n`;

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', '<br>');

const section = (table: Table): readonly string[] => [
  `## ${table.name}`,
  '',
  table.description,
  '',
  '| 列 | 类型 | 填写 | 信息类别 | 说明 |',
  '| --- | --- | --- | --- | --- |',
  ...Object.values(table.columns).map(
    (column) =>
      `| ${column.name} | ${typeOf(column)} | ${OWNERS[column.owner]} | ${PRIVACY[column.privacy]} | ${inCell(notesOf(column))} |`,
  ),
  '',
  '| 视图 | 形式 | 内容 | 需手工设置 |',
  '| --- | --- | --- | --- |',
  ...table.views.map(
    (view) =>
      `| ${view.name} | ${VIEW_TYPES[view.type]} | ${inCell(contentOf(table, view))} | ${inCell(stepsByHand(table, view).join(''))} |`,
  ),
  '',
  ...formOf(table),
];

const linkedTable = (column: Column): string =>
  TABLES.find((table) => table.key === column.kind.link?.table)?.name ?? '';
const typeOf = (column: Column): string =>
  column.kind.link ? `${typeName(column)}“${linkedTable(column)}”` : typeName(column);
const notesOf = (column: Column): string => {
  const options = (column.kind.options ?? []).map((option) => option.name);
  return [column.description, options.length === 0 ? '' : `选项：${options.join('、')}。`].join('');
};

const contentOf = (table: Table, view: View): string => {
  const name = (key: string): string => table.columns[key]?.name ?? key;
  const conditions = (view.filters ?? []).map((filter) => {
    const values = (filter.values ?? []).map((value) => DATE_WORDS[value] ?? value).join('、');
    return `“${name(filter.column)}”${CONDITIONS[filter.is]}${values}`;
  });
  return [
    conditions.length === 0 ? '' : `筛选：${conditions.join('，且')}。`,
    view.shows ? `显示：${view.shows.map(name).join('、')}。` : '',
    view.hides ? `隐藏：${view.hides.map(name).join('、')}。` : '',
  ].join('');
};

const formOf = ({ form, columns }: Table): readonly string[] =>
  form
    ? [
        `### 登记表单“${form.title}”`,
        '',
        form.description,
        '',
        '| 问题 | 对应列 | 必填 | 说明 |',
        '| --- | --- | --- | --- |',
        ...form.questions.map(
          (question) =>
            `| ${question.title} | ${columns[question.column]?.name ?? ''} | ${question.isRequired ? '是' : '否'} | ${inCell(question.description)} |`,
        ),
        '',
      ]
    : [];

const parameters = (): readonly string[] => [
  '## 各项参数',
  '',
  '“参数设置”建好时的内容：',
  '',
  '| 参数 | 值 | 说明 |',
  '| --- | --- | --- |',
  ...defaultSettingRows().map((row) => `| ${row.key} | ${inCell(row.value)} | ${inCell(row.note)} |`),
];
