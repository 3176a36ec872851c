/**
 * Declared tables against live ones → the steps that make them agree (`plan`). Pure: reads nothing, changes nothing. Never removes
 * a table, a column, an option or a view: what people added is theirs. What only a person can mend is a step of its own.
 */
import { z } from 'zod';
import type { Column } from './columns.ts';
import type { Question, Table, View } from './table.ts';

/** What `plan` has to know of a live column; a subset of what the port gives. */
export interface LiveColumn {
  readonly fieldId: string;
  readonly name: string;
  readonly type: number;
  readonly isPrimary: boolean;
  readonly property: Readonly<Record<string, unknown>> | null;
}
export interface LiveQuestion {
  readonly fieldId: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly visible: boolean;
}
export interface LiveTableShape {
  readonly name: string;
  readonly columns: readonly LiveColumn[];
  readonly views: readonly { readonly viewId: string; readonly name: string; readonly type: string }[];
  /** Null when the declared form has no view yet. */
  readonly form: {
    readonly formId: string;
    readonly name: string;
    readonly isShared: boolean;
    readonly sharedLimit: string | null;
    readonly questions: readonly LiveQuestion[];
  } | null;
}

export type Step =
  | { readonly kind: 'createTable'; readonly table: Table }
  | { readonly kind: 'createColumn'; readonly table: Table; readonly column: Column }
  /** `options`: every live one with its id, then the new ones; an update replaces the whole list. */
  | {
      readonly kind: 'changeColumn';
      readonly table: Table;
      readonly column: Column;
      readonly fieldId: string;
      readonly liveName: string;
      readonly addedOptions: readonly string[];
      readonly options: readonly OptionToSend[];
    }
  | { readonly kind: 'createView'; readonly table: Table; readonly view: View }
  | { readonly kind: 'shareForm'; readonly table: Table }
  | { readonly kind: 'hideQuestion'; readonly table: Table; readonly fieldId: string; readonly title: string }
  | { readonly kind: 'showQuestion'; readonly table: Table; readonly fieldId: string; readonly question: Question }
  | { readonly kind: 'changeQuestion'; readonly table: Table; readonly fieldId: string; readonly question: Question }
  | { readonly kind: 'orderQuestions'; readonly table: Table; readonly fieldIds: readonly string[] }
  /** Only a person can do this in Feishu; everything else goes on. */
  | { readonly kind: 'askPerson'; readonly table: Table; readonly sentence: string };

export interface OptionToSend {
  readonly id?: string;
  readonly name: string;
  readonly color?: number;
}

const liveOptions = z.object({
  options: z.array(z.object({ id: z.string(), name: z.string(), color: z.number().optional() })).nullish(),
});

/** Steps for one table; `live` null means that there is none. Columns come before views, views before the form. */
export const planTable = (table: Table, live: LiveTableShape | null): readonly Step[] => {
  if (!live) {
    return [
      { kind: 'createTable', table },
      ...table.views.slice(1).map((view): Step => ({ kind: 'createView', table, view })),
    ];
  }
  return [...planColumns(table, live), ...planViews(table, live), ...planForm(table, live)];
};

/** Steps for all declared tables, in their order. `live` by table key. */
export const plan = (
  declared: readonly Table[],
  live: Readonly<Record<string, LiveTableShape | undefined>>,
): readonly Step[] => declared.flatMap((table) => planTable(table, live[table.key] ?? null));

const liveColumnOf = (column: Column, live: LiveTableShape): LiveColumn | undefined =>
  live.columns.find((one) => one.name === column.name) ??
  live.columns.find((one) => column.formerNames.includes(one.name));

const planColumns = (table: Table, live: LiveTableShape): readonly Step[] =>
  Object.values(table.columns).flatMap((column, index): readonly Step[] => {
    const found = liveColumnOf(column, live);
    if (!found) return [{ kind: 'createColumn', table, column }];
    if (found.type !== column.kind.type) {
      return [
        {
          kind: 'askPerson',
          table,
          sentence: `“${table.name}”的“${column.name}”列类型被改动，请改回“${TYPE_NAMES[column.kind.type] ?? column.kind.uiType}”。`,
        },
      ];
    }
    const wrongPrimary: readonly Step[] =
      index === 0 && !found.isPrimary
        ? [{ kind: 'askPerson', table, sentence: `“${table.name}”的索引列应为“${column.name}”，请在飞书中调整。` }]
        : [];
    return [...wrongPrimary, ...planColumn(table, column, found)];
  });

const planColumn = (table: Table, column: Column, found: LiveColumn): readonly Step[] => {
  const known = liveOptions.safeParse(found.property ?? {});
  const present = known.success ? (known.data.options ?? []) : [];
  const added = (column.kind.options ?? []).filter((option) => !present.some((one) => one.name === option.name));
  if (added.length === 0 && found.name === column.name) return [];
  const kept = present.map(
    ({ id, name, color }): OptionToSend => ({ id, name, ...(color === undefined ? {} : { color }) }),
  );
  return [
    {
      kind: 'changeColumn',
      table,
      column,
      fieldId: found.fieldId,
      liveName: found.name,
      addedOptions: added.map((option) => option.name),
      options: [...kept, ...added],
    },
  ];
};

const planViews = (table: Table, live: LiveTableShape): readonly Step[] =>
  table.views
    .filter((view) => !live.views.some((one) => one.name === view.name && one.type === view.type))
    .map((view): Step => ({ kind: 'createView', table, view }));

const planForm = (table: Table, live: LiveTableShape): readonly Step[] => {
  const { form } = table;
  const shown = live.form;
  if (!form || !shown) return [];
  const fieldIdOf = (question: Question): string | undefined => {
    const column = table.columns[question.column];
    return column && liveColumnOf(column, live)?.fieldId;
  };
  const wanted = form.questions.flatMap((question) => {
    const fieldId = fieldIdOf(question);
    const now = shown.questions.find((one) => one.fieldId === fieldId);
    return fieldId !== undefined && now ? [{ question, fieldId, now }] : [];
  });
  const hides = shown.questions
    .filter((one) => one.visible && !wanted.some(({ fieldId }) => fieldId === one.fieldId))
    .map(({ fieldId, title }): Step => ({ kind: 'hideQuestion', table, fieldId, title }));
  const shows = wanted
    .filter(({ now }) => !now.visible)
    .map(({ fieldId, question }): Step => ({ kind: 'showQuestion', table, fieldId, question }));
  const changes = wanted
    .filter(
      ({ question, now }) =>
        question.title !== now.title ||
        question.description !== now.description ||
        question.isRequired !== now.required,
    )
    .map(({ fieldId, question }): Step => ({ kind: 'changeQuestion', table, fieldId, question }));
  const order = wanted.map(({ fieldId }) => fieldId);
  const liveOrder = shown.questions.map((one) => one.fieldId).filter((id) => order.includes(id));
  const isShared = shown.isShared && shown.sharedLimit === 'anyone_editable' && shown.name === form.title;
  return [
    ...hides,
    ...shows,
    ...changes,
    ...(JSON.stringify(order) === JSON.stringify(liveOrder)
      ? []
      : [{ kind: 'orderQuestions', table, fieldIds: order } as const]),
    ...(isShared ? [] : [{ kind: 'shareForm', table } as const]),
  ];
};

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: '文本',
  2: '数字',
  3: '单选',
  4: '多选',
  5: '日期',
  7: '复选框',
  11: '人员',
  13: '电话号码',
  15: '超链接',
  17: '附件',
  18: '单向关联',
  1001: '创建时间',
  1002: '最后更新时间',
  1005: '自动编号',
};
export const typeName = (column: Column): string => TYPE_NAMES[column.kind.type] ?? column.kind.uiType;

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
      return `${where}的列“${step.liveName}”${[renamed, added].filter((part) => part !== '').join(',')}`;
    }
    case 'createView':
      return `${where}新建视图“${step.view.name}”`;
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
