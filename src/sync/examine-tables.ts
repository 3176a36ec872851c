/**
 * How the tables differ from what is declared (结构体检), and whether rows are seen. Reads only; every difference comes with the way
 * back. What the sync has met meanwhile (a full table, a right on one table) is known from its notes.
 */
import {
  changedViews,
  columnsByKey,
  handSteps,
  type LiveTableShape,
  planTable,
  type Step,
} from '../../bitable-schema/compare.ts';
import { describeStep } from '../../bitable-schema/describe-step.ts';
import { cases, settings, TABLES } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { BaseBinding, LiveTable, Structure, SyncNote } from '../ports.ts';
import { APPLY, act, type Finding, note } from './finding.ts';
import { findLive, type Insist, knownIdsOf, liveShapeOf } from './live-schema.ts';

/** From here on a person should know: 20 000 rows is what Feishu's message names, the rest are documented limits. */
const NEARLY = { rows: 18_000, columns: 270, views: 180 };

export interface TablesToExamine {
  readonly structure: Structure;
  readonly insist: Insist;
  readonly base: BaseBinding;
  readonly notes: ReadonlyMap<string, SyncNote>;
  readonly isAdvanced: boolean;
}

export const examineTables = async (at: TablesToExamine): Promise<readonly Finding[]> => {
  const { structure, insist, base } = at;
  const live = await insist('读取数据表', () => structure.listTables(base.appToken));
  const findings: Finding[] = [];
  for (const table of TABLES) {
    const found = findLive(live, table, base.tables[table.key]);
    if (!found) {
      findings.push(
        act(
          'tableMissing',
          `缺少数据表“${table.name}”。`,
          base.tables[table.key] === undefined
            ? `新版本增加的表，该表的内容暂缓，其他表照常。运行 ${APPLY} 建表，系统会填入内容。`
            : `被删除的请从回收站恢复；恢复不了的运行 ${APPLY} 重建，系统会补回内容。`,
        ),
      );
    } else findings.push(...(await examineTable(at, table, found)));
  }
  const [first] = live;
  if (first && first.tableId !== base.tables[cases.key] && findLive(live, cases, base.tables[cases.key]))
    findings.push(
      note(
        'handStep',
        `打开多维表格先看到的是“${first.name}”，飞书接口不能调整数据表的顺序。`,
        `在左侧数据表列表中把“${cases.name}”拖到最上面。`,
      ),
    );
  return findings;
};

const examineTable = async (at: TablesToExamine, table: Table, found: LiveTable): Promise<readonly Finding[]> => {
  const { structure, insist, base, notes } = at;
  const look = { structure, insist, appToken: base.appToken, knownIds: knownIdsOf(notes, table, found.tableId) };
  const shape = await liveShapeOf(look, table, found, { withViews: true });
  const rows = await insist(`读取“${table.name}”的行数`, () =>
    structure.countRows({ appToken: base.appToken, tableId: found.tableId }),
  );
  return [
    ...planTable(table, shape).map((step) => differenceOf(step)),
    ...renamed(table, shape),
    ...changedViews(table, shape).map((view) =>
      note(
        'viewChanged',
        `“${table.name}”的视图“${view.name}”与现行规定不同（改动过，或由旧版建立），系统保留现状。`,
        `要按现行规定重设，请运行 ${APPLY} --views ${view.name}。`,
      ),
    ),
    ...handSteps(table, shape).map(({ view, isMissing, steps }) =>
      note(
        'handStep',
        isMissing
          ? `“${table.name}”还没有视图“${view.name}”，飞书接口不能代建。`
          : `“${table.name}”的视图“${view.name}”有接口不能设置的内容，请核对是否已设。`,
        steps.join(''),
      ),
    ),
    ...fullness(table, shape, rows),
    ...(table.key === settings.key && rows === 0 ? [unseen(at.isAdvanced)] : []),
  ];
};

const unseen = (isAdvanced: boolean): Finding =>
  isAdvanced
    ? act(
        'rowsUnseen',
        '多维表格开启了高级权限，应用读到的是空表（飞书不报错），同步已停。',
        '在“…”—“更多”—“添加文档应用”中给本应用“可管理”权限；或在高级权限中把应用所在的群加入能看到全部内容的角色。',
      )
    : act('rowsUnseen', '“参数设置”里没有一行内容，各项参数按默认值执行。', `运行 ${APPLY} 补齐。`);

/** A step of the plan, seen as what is wrong now. */
const differenceOf = (step: Step): Finding => {
  const table = `“${step.table.name}”`;
  const again = `运行 ${APPLY} 补齐。`;
  switch (step.kind) {
    case 'createTable':
      return act('tableMissing', `缺少数据表${table}。`, again);
    case 'createColumn':
      return act(
        'columnMissing',
        `${table}缺少列“${step.column.name}”。`,
        `误删的请在多维表格中撤销或从历史版本恢复；恢复不了的运行 ${APPLY} 重新建列，系统会补回原有内容。`,
      );
    case 'changeColumn':
      return step.addedOptions.length > 0
        ? act(
            'optionMissing',
            `${table}的列“${step.liveName}”缺少选项${step.addedOptions.map((name) => `“${name}”`).join('')}。`,
            again,
          )
        : act('columnOutdated', `${table}的列“${step.liveName}”应改名为“${step.column.name}”。`, `运行 ${APPLY}。`);
    case 'makeView':
      return act('viewMissing', `${table}缺少视图“${step.view.name}”。`, again);
    case 'shareForm':
      return act(
        'formClosed',
        `${table}的登记表单没有对互联网开放或标题被改，企业打不开或填不了。`,
        `运行 ${APPLY} 重新开放；仍不行的，请管理员检查企业的“对外分享”设置。`,
      );
    case 'hideQuestion':
    case 'showQuestion':
    case 'changeQuestion':
    case 'orderQuestions':
      return act('formChanged', `登记表单与规定不符：${describeStep(step)}。`, `运行 ${APPLY} 恢复。`);
    case 'askPerson':
      return act('columnType', step.sentence, '改好后再运行一次体检。');
  }
};

const renamed = (table: Table, shape: LiveTableShape): readonly Finding[] => {
  const columns = columnsByKey(table, shape);
  return Object.entries(table.columns).flatMap(([key, column]) => {
    const live = shape.columns.find((one) => one.fieldId === columns[key]?.fieldId);
    return !live || live.name === column.name || column.formerNames.includes(live.name)
      ? []
      : [
          note(
            'columnRenamed',
            `“${table.name}”的列“${column.name}”已改名为“${live.name}”，系统按新列名继续读写。`,
            '如非有意改名，请改回原名。',
          ),
        ];
  });
};

const fullness = (table: Table, shape: LiveTableShape, rows: number): readonly Finding[] => {
  const full = (what: string, count: number, remedy: string) =>
    note('nearlyFull', `“${table.name}”已有${what}，接近飞书上限（现有 ${count}）。`, remedy);
  return [
    ...(rows >= NEARLY.rows
      ? [full('近两万行', rows, '请把往年已办结的行导出归档后删除，或确认本企业版本的行数上限。')]
      : []),
    ...(shape.columns.length >= NEARLY.columns ? [full('近三百列', shape.columns.length, '请删除不用的自建列。')] : []),
    ...(shape.views.length >= NEARLY.views ? [full('近两百个视图', shape.views.length, '请删除不用的自建视图。')] : []),
  ];
};
